//! Whom to look for, what identifies them in text, and whose each row is: all of it by SQL of its own on the
//! untouched copy, as the data's own description tells, without the data map.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Result;
use inventory::Identity;

use crate::blind::Needles;
use crate::databases::Databases;

/// A person.
pub struct Person {
    /// What the officer would give.
    pub identities: Vec<Identity>,
    /// Their account numbers.
    pub accounts: BTreeSet<String>,
    /// What marks their rows in [`Owners`].
    pub owners: BTreeSet<String>,
    /// What identifies them in text.
    pub needles: Needles,
}

/// Whose each row is, by table and key: `u` and an account's number, or `e` and a guest's address.
#[derive(Default)]
pub struct Owners(HashMap<String, HashMap<String, String>>);

impl Owners {
    /// The owner of a row; none when the row itself does not say.
    pub fn of(&self, table: &str, key: &str) -> Option<&str> {
        self.0.get(table)?.get(key).map(String::as_str)
    }

    async fn add(&mut self, databases: &Databases, table: &str, sql: String) -> Result<()> {
        let rows = databases.rows(sql).await?;
        let owners = rows.into_iter().filter_map(|row| {
            let mut parts = row.into_iter();
            Some((parts.next()??, parts.next()??))
        });
        self.0.insert(table.to_owned(), owners.collect());
        Ok(())
    }
}

/// The shop: accounts, and guests who never had one.
pub mod shop {
    use super::{BTreeSet, Databases, Identity, Needles, Owners, Person, Result};

    /// The owner of the order `o` with the parent `p`: its account, else its address.
    const ORDER: &str = "COALESCE(CONCAT('u', COALESCE(NULLIF(p.customer_id, 0), NULLIF(o.customer_id, 0))), \
                         CONCAT('e', LOWER(COALESCE(p.billing_email, o.billing_email))))";
    const PARENT: &str = "LEFT JOIN wp_wc_orders p ON p.id = o.parent_order_id";

    /// Addresses of accounts and of guests.
    pub async fn addresses(databases: &Databases) -> Result<[Vec<String>; 2]> {
        let reference = &databases.reference;
        let accounts = databases
            .column(format!("SELECT DISTINCT LOWER(user_email) FROM `{reference}`.wp_users ORDER BY 1"))
            .await?;
        let guests = databases
            .column(format!(
                "SELECT DISTINCT LOWER(o.billing_email) FROM `{reference}`.wp_wc_orders o \
                 LEFT JOIN `{reference}`.wp_users u ON LOWER(u.user_email) = LOWER(o.billing_email) \
                 WHERE o.customer_id = 0 AND o.billing_email <> '' AND u.ID IS NULL ORDER BY 1"
            ))
            .await?;
        Ok([accounts, guests])
    }

    /// The person behind an address.
    pub async fn person(databases: &Databases, email: &str) -> Result<Person> {
        let reference = &databases.reference;
        let email = email.to_lowercase();
        let quoted = email.replace('\'', "''");
        let numbers = format!("SELECT ID FROM `{reference}`.wp_users WHERE LOWER(user_email) = '{quoted}'");
        let accounts: BTreeSet<String> = databases
            .column(numbers.replace("SELECT ID", "SELECT CAST(ID AS CHAR)"))
            .await?
            .into_iter()
            .collect();
        let mut needles = Needles::default();
        needles.add("email", &email);
        let billed = databases
            .rows(format!(
                "SELECT DISTINCT CONCAT_WS(' ', NULLIF(a.first_name, ''), NULLIF(a.last_name, '')), a.phone, a.address_1 \
                 FROM `{reference}`.wp_wc_order_addresses a JOIN `{reference}`.wp_wc_orders o ON o.id = a.order_id \
                 WHERE a.address_type = 'billing' AND (o.customer_id IN ({numbers}) \
                 OR (o.customer_id = 0 AND LOWER(o.billing_email) = '{quoted}'))"
            ))
            .await?;
        let value = |key: &str| {
            format!(
                "(SELECT meta_value FROM `{reference}`.wp_usermeta m WHERE m.user_id = u.ID AND meta_key = '{key}' LIMIT 1)"
            )
        };
        let account = format!(
            "SELECT CONCAT_WS(' ', {}, {}), {}, {} FROM `{reference}`.wp_users u WHERE LOWER(u.user_email) = '{quoted}'",
            value("first_name"),
            value("last_name"),
            value("billing_phone"),
            value("billing_address_1"),
        );
        for row in billed.into_iter().chain(databases.rows(account).await?) {
            let mut parts = row.into_iter().map(Option::unwrap_or_default);
            let mut next = || parts.next().unwrap_or_default();
            let name = next();
            if name.contains(' ') {
                needles.add("name", &name);
            }
            needles.add_phone(&next());
            needles.add("street", &next());
        }
        let mut owners: BTreeSet<String> = accounts.iter().map(|number| format!("u{number}")).collect();
        owners.insert(format!("e{email}"));
        Ok(Person { identities: vec![Identity::new("email", email)], accounts, owners, needles })
    }

    /// Whose each row is.
    pub async fn owners(databases: &Databases) -> Result<Owners> {
        let mut owners = Owners::default();
        for (table, sql) in statements() {
            let sql = sql.replace("{ORDER}", ORDER).replace("{PARENT}", PARENT);
            let sql = sql.replace(" wp_", &format!(" `{}`.wp_", databases.reference));
            owners.add(databases, table, sql).await?;
        }
        Ok(owners)
    }

    fn statements() -> Vec<(&'static str, String)> {
        let account = |table: &'static str, key: &str, column: &str| {
            (table, format!("SELECT CAST({key} AS CHAR), CONCAT('u', NULLIF({column}, 0)) FROM {table}"))
        };
        let order = |table: &'static str, key: &str, column: &str| {
            let sql = format!(
                "SELECT CAST(t.{key} AS CHAR), {{ORDER}} FROM {table} t JOIN wp_wc_orders o ON o.id = t.{column} {{PARENT}}"
            );
            (table, sql)
        };
        vec![
            account("wp_users", "ID", "ID"),
            account("wp_usermeta", "umeta_id", "user_id"),
            account("wp_woocommerce_payment_tokens", "token_id", "user_id"),
            account("wp_woocommerce_api_keys", "key_id", "user_id"),
            ("wp_wc_orders", "SELECT CAST(o.id AS CHAR), {ORDER} FROM wp_wc_orders o {PARENT}".to_owned()),
            order("wp_wc_order_addresses", "id", "order_id"),
            order("wp_wc_order_operational_data", "id", "order_id"),
            order("wp_wc_orders_meta", "id", "order_id"),
            order("wp_woocommerce_order_items", "order_item_id", "order_id"),
            order("wp_wc_order_stats", "order_id", "order_id"),
            order("wp_wc_order_product_lookup", "order_item_id", "order_id"),
            order("wp_postmeta", "meta_id", "post_id"),
            (
                "wp_posts",
                "SELECT CAST(t.ID AS CHAR), IF(o.id IS NULL, CONCAT('u', NULLIF(t.post_author, 0)), {ORDER}) \
                 FROM wp_posts t LEFT JOIN wp_wc_orders o ON o.id = t.ID {PARENT}"
                    .to_owned(),
            ),
            (
                "wp_woocommerce_order_itemmeta",
                "SELECT CAST(t.meta_id AS CHAR), {ORDER} FROM wp_woocommerce_order_itemmeta t \
                 JOIN wp_woocommerce_order_items i ON i.order_item_id = t.order_item_id \
                 JOIN wp_wc_orders o ON o.id = i.order_id {PARENT}"
                    .to_owned(),
            ),
            (
                "wp_comments",
                "SELECT CAST(t.comment_ID AS CHAR), IF(t.comment_type = 'order_note', {ORDER}, \
                 COALESCE(CONCAT('u', NULLIF(t.user_id, 0)), CONCAT('e', LOWER(t.comment_author_email)))) \
                 FROM wp_comments t LEFT JOIN wp_wc_orders o ON o.id = t.comment_post_ID {PARENT}"
                    .to_owned(),
            ),
            (
                "wp_wc_customer_lookup",
                "SELECT CAST(customer_id AS CHAR), COALESCE(CONCAT('u', NULLIF(user_id, 0)), CONCAT('e', LOWER(email))) \
                 FROM wp_wc_customer_lookup"
                    .to_owned(),
            ),
        ]
    }
}

/// The learning environment: every account has a number, and most tables name it `userid`.
pub mod learning {
    use super::{BTreeMap, BTreeSet, Databases, Identity, Needles, Owners, Person, Result};

    /// The numbers of accounts that are not the guest's.
    pub async fn accounts(databases: &Databases) -> Result<Vec<String>> {
        let sql = "SELECT CAST(id AS CHAR) FROM `{}`.mdl_user WHERE id > 2 AND deleted = 0 ORDER BY id";
        databases.column(sql.replace("{}", &databases.reference)).await
    }

    /// The person behind an account, with address and number: an address alone may be that of two people.
    pub async fn person(databases: &Databases, number: &str) -> Result<Person> {
        let sql = "SELECT email, CONCAT_WS(' ', firstname, lastname), phone1, phone2, address FROM `{}`.mdl_user WHERE id = ";
        let sql = format!("{}{number}", sql.replace("{}", &databases.reference));
        let row = databases.rows(sql).await?.into_iter().flatten().map(Option::unwrap_or_default);
        let values: Vec<String> = row.collect();
        let value = |place: usize| values.get(place).map_or("", String::as_str);
        let mut needles = Needles::default();
        needles.add("email", value(0));
        needles.add("name", value(1));
        needles.add_phone(value(2));
        needles.add_phone(value(3));
        needles.add("street", value(4));
        Ok(Person {
            identities: vec![Identity::new("email", value(0)), Identity::new("learning_user", number)],
            accounts: BTreeSet::from([number.to_owned()]),
            owners: BTreeSet::from([format!("u{number}")]),
            needles,
        })
    }

    /// Whose each row is, where a column says `userid`.
    pub async fn owners(databases: &Databases) -> Result<Owners> {
        let mut owners = Owners::default();
        let with_user =
            databases.tables.iter().filter(|table| table.columns.iter().any(|name| name == "userid"));
        let names: BTreeMap<&str, String> =
            with_user.map(|table| (table.name.as_str(), table.key_sql())).collect();
        for (table, key) in names {
            let sql = format!(
                "SELECT {key}, CONCAT('u', NULLIF(r.userid, 0)) FROM `{}`.`{table}` r",
                databases.reference
            );
            owners.add(databases, table, sql).await?;
        }
        Ok(owners)
    }
}
