//! The web shop. The truth about one registered customer was written down when the shop was filled: every row of
//! hers, by hand of the README's joins and a scan of all text.

use std::collections::BTreeSet;

use inventory::map::Relation;
use serde_json::Value;

use connect::{Capability, Connector};
use inventory::SuppressionOrder;

use crate::compare::{Table, difference, places, tables};
use crate::database::{Databases, folder, reading, writing};
use crate::person::{
    Keys, assert_only_the_prepared_rows_changed, connector, erase, find, keys, map, only_notices,
    rectification,
};

const DUMP: &str = "wordpress-woocommerce.sql.gz";
const SUBJECT: &str = "email=desiree.vandenbroek@mailhuis.example";

#[test]
fn every_row_of_the_customer_is_found_and_nobody_elses() {
    reading("found", DUMP, |databases| async move {
        let connector = connector(&map("shop"), &databases);
        let found = find(&connector, &[SUBJECT]).await;
        let (own, mentions) = (keys(&found, Relation::Own), keys(&found, Relation::Mentions));
        let mut all = own.clone();
        for (table, keys) in &mentions {
            all.entry(table.clone()).or_default().extend(keys.iter().cloned());
        }
        assert_eq!(all, truth());
        assert_eq!(all.len(), 25);
        assert_eq!(all.values().map(BTreeSet::len).sum::<usize>(), 1038);
        // Somebody else's comment that quotes her address, and a coupon for several people.
        let names: Vec<&str> = mentions.keys().map(String::as_str).collect();
        assert_eq!(names, ["wp_comments", "wp_postmeta"]);
        // The same person under any writing of her address.
        for writing in
            ["email=  Desiree.VANDENBROEK@mailhuis.example ", "email=DESIREE.VANDENBROEK@MAILHUIS.EXAMPLE"]
        {
            assert_eq!(keys(&find(&connector, &[writing]).await, Relation::Own), own);
        }
    });
}

#[test]
fn the_map_fits_the_database() {
    reading("fits", DUMP, |databases| async move {
        let keys = only_notices(&connector(&map("shop"), &databases)).await;
        // Its primary key has a column more than it takes to tell the lines of orders apart.
        assert_eq!(keys, ["product-figures"]);
    });
}

#[test]
fn a_corrected_address_reaches_the_account_and_its_copies() {
    writing("corrected", DUMP, |databases| async move {
        let map = map("shop");
        let connector = connector(&map, &databases);
        let tables = tables(&databases, &map).await;
        let own = keys(&find(&connector, &[SUBJECT]).await, Relation::Own);
        let new = "desiree.nieuw@mailhuis.example";
        let prepared = connector.prepare_rectification(&rectification(SUBJECT, "email", new)).await.unwrap();
        let receipt = connector.rectify(&prepared).await.unwrap();
        assert_eq!(receipt.fields, prepared.counts());
        assert_eq!(connector.verify_rectified(&prepared).await.unwrap(), inventory::Applied::Applied);

        let changed = only_her_address_changed(&databases, &tables, &own, new).await;
        assert_eq!(changed, receipt.corrected());
        // She wants no requests for a review under her new address either.
        assert_eq!(receipt.lists.iter().map(|list| list.added).collect::<Vec<_>>(), [1]);
        // Everything of hers is hers under the new address, but for traces that carry the old one inside: the opt-out (a
        // hash), a cache, a cart and a coupon of hers as a guest, the log.
        let after = keys(&find(&connector, &[&format!("email={new}")]).await, Relation::Own);
        let lost: BTreeSet<&String> = own
            .iter()
            .filter(|(table, keys)| !after.get(*table).is_some_and(|after| keys.is_subset(after)))
            .map(|(table, _)| table)
            .collect();
        let traces = [
            "wp_options",
            "wp_postmeta",
            "wp_wc_email_unsubscribes",
            "wp_woocommerce_log",
            "wp_woocommerce_sessions",
        ];
        assert_eq!(lost.into_iter().collect::<Vec<_>>(), traces);
        // Nobody gets the address of somebody else's account.
        let taken = format!("SELECT user_email FROM `{}`.wp_users WHERE ID = 12", databases.copy);
        let taken = databases.texts(taken).await;
        let order = rectification(&format!("email={new}"), "email", &taken[0].to_uppercase());
        let error = connector.prepare_rectification(&order).await.unwrap_err();
        assert_eq!(error.name(), "constraint", "{error}");
        // And nobody stands on the shop's own list twice.
        let order =
            SuppressionOrder { identities: order.identities, now: "2026-11-22T12:00:00Z".parse().unwrap() };
        let receipt = connector.suppress(&order).await.unwrap();
        assert_eq!((receipt.lists[0].added, receipt.lists[0].present, receipt.is_complete()), (0, 1, true));
        assert_eq!(connector.capabilities().restrict, Capability::None);
    });
}

/// Only her rows changed, each in one column, from the old address to the new one; how many.
async fn only_her_address_changed(databases: &Databases, tables: &[Table], own: &Keys, new: &str) -> u64 {
    let Databases { reference, copy, .. } = databases;
    let mut changed = 0;
    for table in tables.iter().filter(|table| table.name != "wp_wc_email_unsubscribes") {
        let now = difference(databases, table).await;
        assert!(now.deleted.is_empty(), "{} lost rows", table.name);
        for (key, columns) in now.changed {
            assert!(own[&table.name].contains(&key), "{} {key} is not hers", table.name);
            assert_eq!(columns.len(), 1);
            let (column, id) = (columns.first().unwrap(), &table.key[0]);
            let values = databases
                .texts(format!(
                    "SELECT CONCAT(LOWER(r.`{column}`), ' ', c.`{column}`) FROM `{reference}`.`{0}` r \
                     JOIN `{copy}`.`{0}` c USING (`{id}`) WHERE r.`{id}` = '{key}'",
                    table.name
                ))
                .await;
            let expected = format!("desiree.vandenbroek@mailhuis.example {new}");
            assert_eq!(values, [expected], "{}.{column}", table.name);
            changed += 1;
        }
    }
    changed
}

/// ISO 7064: the first four characters go to the end, letters count from 10.
fn mod_97(number: &str) -> u32 {
    let turned = number[4..].chars().chain(number[..4].chars());
    turned
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 })
}

#[test]
fn payment_numbers_are_where_their_form_stands() {
    reading("numbers", DUMP, |databases| async move {
        let scan = connector(&map("shop"), &databases).payment_numbers().await.unwrap();
        assert!(scan.unread.is_empty() && scan.tables > 40 && scan.rows > 100_000, "{scan:?}");
        // The payment provider's plug-in writes the account number that a payment came from beside the order. The
        // numbers are invented: of those with the form, only some have the right check digits.
        let mut expected = Vec::new();
        for table in ["wp_postmeta", "wp_wc_orders_meta"] {
            let form = "[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{10}";
            let sql = format!(
                "SELECT CAST(REGEXP_SUBSTR(BINARY meta_value, '{form}') AS CHAR) FROM `{}`.{table} \
                 WHERE BINARY meta_value REGEXP '{form}'",
                databases.reference
            );
            let rows = databases.texts(sql).await.iter().filter(|number| mod_97(number) == 1).count() as u64;
            expected.push((table, "meta_value", inventory::payment::PaymentNumber::Iban, rows));
        }
        let places = scan.places.iter();
        let places =
            places.map(|place| (place.table.as_str(), place.column.as_str(), place.number, place.rows));
        assert_eq!(places.collect::<Vec<_>>(), expected);
        assert!(!scan.is_clean());
    });
}

#[test]
fn an_order_belongs_to_one_person_and_the_account_comes_before_the_address() {
    reading("owners", DUMP, |databases| async move {
        let connector = connector(&map("shop"), &databases);
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for email in people(&databases).await {
            let found = find(&connector, &[&format!("email={email}")]).await;
            let own = keys(&found, Relation::Own);
            let orders = own.get("wp_wc_orders").cloned().unwrap_or_default();
            assert_eq!(orders, orders_of(&databases, &email).await, "orders of {email}");
            for (table, keys) in own {
                for key in keys {
                    let place = (table.clone(), key);
                    assert!(!seen.contains(&place), "{place:?} belongs to two people");
                    seen.insert(place);
                }
            }
        }
        // Thomas ordered twice with the address of Łucja's account: his orders, in which she is mentioned.
        let found = find(&connector, &["email=lucja.dewit@post.example"]).await;
        let mentioned = keys(&found, Relation::Mentions);
        assert_eq!(mentioned["wp_wc_orders"], ["1798", "1799"].map(str::to_owned).into());
        // An address that she used before: one order as a guest is its bearer's, five of her account are only mentions.
        let found = find(&connector, &["email=l.kowalczyk@werk.example"]).await;
        assert_eq!(keys(&found, Relation::Own)["wp_wc_orders"], ["1801".to_owned()].into());
        assert_eq!(keys(&found, Relation::Mentions)["wp_wc_orders"].len(), 5);
    });
}

#[test]
fn an_erasure_leaves_what_tax_law_asks_and_touches_nobody_else() {
    writing("erased", DUMP, |databases| async move {
        let map = map("shop");
        let connector = connector(&map, &databases);
        let tables = tables(&databases, &map).await;
        let erased = erase(&connector, &[SUBJECT]).await;
        assert_only_the_prepared_rows_changed(&databases, &tables, &erased).await;
        assert!(erased.receipt.residue.as_ref().is_some_and(inventory::Residue::is_clean));

        let own = keys(&erased.found, Relation::Own);
        let reported: BTreeSet<(String, String, String)> = erased
            .receipt
            .mentions
            .iter()
            .map(|mention| (mention.table.clone(), mention.column.clone(), mention.key.to_string()))
            .collect();
        let needles = [
            "desiree.vandenbroek@mailhuis.example",
            "06-41920417",
            "van den Broek-'t Hart",
            "1e Jan Steenstraat 112-III",
        ];
        for place in places(&databases, &databases.copy, &tables, &needles).await {
            let hers = own.get(&place.table).is_some_and(|keys| keys.contains(&place.key));
            let invoice = hers
                && place.table == "wp_wc_order_addresses"
                && (place.column == "last_name" || place.column == "address_1");
            let namesake = !hers && place.needle.starts_with("van den");
            let reported = reported.contains(&(place.table.clone(), place.column.clone(), place.key.clone()));
            assert!(invoice || namesake || reported, "{place:?}");
        }
        assert_books_are_whole(&databases).await;

        // A second erasure finds the opt-out (a hash) and the two mentions, and changes nothing.
        let again = erase(&connector, &[SUBJECT]).await;
        let left: Vec<String> = keys(&again.found, Relation::Own).into_keys().collect();
        assert_eq!(left, ["wp_wc_email_unsubscribes"]);
        assert_eq!(again.receipt.deleted() + again.receipt.anonymised(), 0);
    });
}

/// Fiscal orders of the customer are all there with number, amounts, goods, payment reference, name and address.
async fn assert_books_are_whole(databases: &Databases) {
    let Databases { reference, copy, .. } = databases;
    let fiscal = "(customer_id = 5 OR (customer_id = 0 AND LOWER(billing_email) = 'desiree.vandenbroek@mailhuis.example')) \
                  AND status IN ('wc-completed', 'wc-processing', 'wc-on-hold', 'wc-refunded')";
    let kept = databases
        .texts(format!(
            "SELECT CAST(o.id AS CHAR) FROM `{reference}`.wp_wc_orders o \
             JOIN `{copy}`.wp_wc_orders k ON k.id = o.id AND k.total_amount <=> o.total_amount \
                  AND k.transaction_id <=> o.transaction_id AND k.date_created_gmt <=> o.date_created_gmt \
             JOIN `{reference}`.wp_wc_order_addresses a ON a.order_id = o.id AND a.address_type = 'billing' \
             JOIN `{copy}`.wp_wc_order_addresses b ON b.id = a.id AND b.last_name = a.last_name \
                  AND b.address_1 = a.address_1 AND b.postcode = a.postcode AND b.phone IS NULL AND b.email IS NULL \
             WHERE {}",
            fiscal.replace("customer_id", "o.customer_id").replace("billing_email", "o.billing_email").replace("status", "o.status"),
        ))
        .await;
    let due = databases
        .texts(format!("SELECT CAST(id AS CHAR) FROM `{reference}`.wp_wc_orders WHERE {fiscal}"))
        .await;
    assert!(!due.is_empty());
    assert_eq!(BTreeSet::from_iter(kept), BTreeSet::from_iter(due));
    let lines = databases
        .texts(format!(
            "SELECT CAST(i.order_item_id AS CHAR) FROM `{reference}`.wp_woocommerce_order_items i \
             JOIN `{copy}`.wp_wc_orders o ON o.id = i.order_id \
             LEFT JOIN `{copy}`.wp_woocommerce_order_items k USING (order_item_id) WHERE k.order_item_id IS NULL"
        ))
        .await;
    assert!(lines.is_empty(), "lines of kept orders went: {lines:?}");
}

/// A spread of people: accounts, accounts with capitals, guests, partners and namesakes.
async fn people(databases: &Databases) -> BTreeSet<String> {
    let reference = &databases.reference;
    let mut people = BTreeSet::new();
    for sql in [
        format!("SELECT user_email FROM `{reference}`.wp_users WHERE ID <= 12 OR MOD(ID, 97) = 0"),
        format!(
            "SELECT user_email FROM `{reference}`.wp_users WHERE BINARY user_email <> LOWER(user_email) AND MOD(ID, 11) = 0"
        ),
        format!(
            "SELECT billing_email FROM `{reference}`.wp_wc_orders WHERE customer_id = 0 AND MOD(id, 113) = 0 \
             AND billing_email IS NOT NULL"
        ),
    ] {
        people.extend(databases.texts(sql).await.into_iter().map(|email| email.to_lowercase()));
    }
    assert!(people.len() > 60, "{} people", people.len());
    people
}

/// Orders by the README's rule, in SQL that knows nothing of the map.
async fn orders_of(databases: &Databases, email: &str) -> BTreeSet<String> {
    let reference = &databases.reference;
    let orders = format!(
        "SELECT o.id FROM `{reference}`.wp_wc_orders o LEFT JOIN `{reference}`.wp_users u ON u.ID = o.customer_id \
         WHERE (u.ID IS NOT NULL AND LOWER(u.user_email) = '{email}') \
         OR (o.customer_id = 0 AND LOWER(o.billing_email) = '{email}')",
    );
    let sql = format!(
        "SELECT CAST(id AS CHAR) FROM `{reference}`.wp_wc_orders WHERE id IN ({orders}) OR parent_order_id IN ({orders})",
    );
    databases.texts(sql).await.into_iter().collect()
}

fn truth() -> Keys {
    let text = std::fs::read_to_string(folder().join("woocommerce-subject-a.truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let mut keys = Keys::new();
    for (table, paths) in truth["by_path"].as_object().unwrap() {
        let of = keys.entry(table.clone()).or_default();
        for path in paths.as_object().unwrap().values() {
            for key in path.as_array().unwrap() {
                of.insert(key.as_str().map_or_else(|| key.to_string(), str::to_owned));
            }
        }
    }
    keys
}
