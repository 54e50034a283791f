//! Retention on the real databases: what is counted and what goes is what SQL of its own says, and nothing else in
//! any table changes.

use std::collections::{BTreeMap, BTreeSet};

use connect::SqlConnector;
use inventory::{DataMap, Key, Sweep, Terms, sweep};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use retention::{Start, Term, Then};
use sqlx::AssertSqlSafe;

use crate::compare::{difference, tables};
use crate::database::{Databases, reading, writing};
use crate::person::{connector, map};

const SHOP: &str = "wordpress-woocommerce.sql.gz";
const LEARNING: &str = "moodle.sql.gz";

/// The terms of the example that rules of the two maps name.
fn terms() -> Terms {
    let term = |id: &str, keep: &str, from, then| {
        (id.to_owned(), Term::new(id, keep.parse().unwrap(), from, then).unwrap())
    };
    Terms::from([
        term("invoices", "7 years", Start::EndOfBookYear, Then::Delete),
        term("logs", "30 days", Start::Creation, Then::Delete),
        term("statistics-source", "12 months", Start::Creation, Then::Anonymise),
        term("client-profile", "30 days", Start::EndOfRelation, Then::Delete),
        term("sleeping-account", "2 years", Start::LastActivity, Then::Ask),
        term("consent-proof", "5 years", Start::LastActivity, Then::Delete),
    ])
}

fn rule(map: &DataMap, id: &str, today: Date) -> Sweep {
    let rule = sweep::rules(map).into_iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no {id}"));
    Sweep {
        term: terms()[&rule.term].clone(),
        rule,
        least: Vec::new(),
        terms: terms(),
        today,
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        only: None,
    }
}

/// Lets everything go in batches; gives the counts per collection.
async fn run(connector: &SqlConnector, sweep: &Sweep, most: u32) -> BTreeMap<String, u64> {
    let mut sum = BTreeMap::new();
    let mut place: Option<Key> = None;
    while let Some(batch) = connector.next_batch(sweep, place.as_ref(), most, &[]).await.unwrap() {
        let done = connector.sweep_batch(sweep, &batch, &[]).await.unwrap();
        assert_eq!(done, batch.counts);
        for part in done {
            *sum.entry(part.collection).or_default() += part.deleted + part.anonymised;
        }
        place = Some(batch.last);
    }
    sum
}

async fn number(databases: &Databases, sql: &str) -> u64 {
    databases.texts(sql.replace('@', &databases.reference)).await[0].parse().unwrap()
}

async fn keys(databases: &Databases, sql: &str) -> BTreeSet<String> {
    databases.texts(sql.replace('@', &databases.reference)).await.into_iter().collect()
}

#[test]
fn every_rule_of_both_maps_can_be_counted_on_its_database() {
    for (name, dump, system) in [("rules_shop", SHOP, "shop"), ("rules_learning", LEARNING, "learning")] {
        reading(name, dump, move |databases| async move {
            let map = map(system);
            let connector = connector(&map, &databases);
            let rules = sweep::rules(&map);
            assert!(rules.len() >= 5, "{rules:#?}");
            for found in rules {
                let sweep = rule(&map, &found.id, date(2026, 11, 22));
                let rules = map.collection(&found.collection).unwrap();
                let count = connector.count_due(&sweep, &[date(2027, 2, 20)], &[]).await;
                let count = count.unwrap_or_else(|problem| panic!("{}: {problem}", found.id));
                assert!(
                    count.due <= count.later[0] && count.later[0] <= count.rows,
                    "{}: {count:?}",
                    found.id
                );
                // Nothing that goes along is left out silently.
                assert!(sweep::branches(&map, rules).is_ok(), "{}", found.id);
                let goes = sweep.term.then() == Then::Delete
                    && sweep::changes(rules, &found, Then::Delete).unwrap().is_none();
                assert!(!goes || sweep::left_behind(&map, rules).is_empty(), "{}", found.id);
            }
        });
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "the schema of the shop, table by table")]
fn invoices_go_with_everything_on_them_and_nothing_else_does() {
    writing("invoices", SHOP, |databases| async move {
        let map = map("shop");
        let connector = connector(&map, &databases);
        let fiscal = "status IN ('wc-completed','wc-processing','wc-on-hold','wc-refunded')";
        let ended =
            |end: &str| format!("FROM `@`.wp_wc_orders WHERE {fiscal} AND date_created_gmt < '{end}'");
        // On the day of the dump nothing is past its date; when the book year of 2019 ends, its invoices are.
        let now = rule(&map, "shop/orders/invoices", date(2026, 11, 22));
        let count = connector.count_due(&now, &[date(2027, 1, 1)], &[]).await.unwrap();
        let soon =
            number(&databases, &format!("SELECT CAST(COUNT(*) AS CHAR) {}", ended("2019-12-31 23:00:00")))
                .await;
        assert_eq!((count.due, count.later[0]), (0, soon));
        assert!(soon > 100, "{soon}");

        let sweep = rule(&map, "shop/orders/invoices", date(2028, 6, 1));
        let end = "2020-12-31 23:00:00";
        let due = keys(&databases, &format!("SELECT CAST(id AS CHAR) {}", ended(end))).await;
        assert_eq!(connector.count_due(&sweep, &[], &[]).await.unwrap().due, due.len() as u64);
        let done = run(&connector, &sweep, 500).await;
        assert_eq!(done["orders"], due.len() as u64);

        let orders = format!("(SELECT id {})", ended(end));
        let posts = format!(
            "(SELECT ID FROM `@`.wp_posts WHERE post_type IN ('shop_order','shop_order_refund','shop_order_placehold') AND ID IN {orders})"
        );
        let items =
            format!("(SELECT order_item_id FROM `@`.wp_woocommerce_order_items WHERE order_id IN {orders})");
        let notes = format!(
            "(SELECT comment_ID FROM `@`.wp_comments WHERE comment_type = 'order_note' AND comment_post_ID IN {orders})"
        );
        let downloads = format!(
            "(SELECT permission_id FROM `@`.wp_woocommerce_downloadable_product_permissions WHERE order_id IN {orders})"
        );
        // By hand of the schema: what hangs on an order, table by table.
        let hanging: BTreeMap<&str, (&str, String)> = BTreeMap::from([
            ("wp_wc_orders", ("id", format!("id IN {orders}"))),
            ("wp_wc_order_addresses", ("id", format!("order_id IN {orders}"))),
            ("wp_wc_order_operational_data", ("id", format!("order_id IN {orders}"))),
            ("wp_wc_orders_meta", ("id", format!("order_id IN {orders}"))),
            ("wp_woocommerce_order_items", ("order_item_id", format!("order_id IN {orders}"))),
            ("wp_woocommerce_order_itemmeta", ("meta_id", format!("order_item_id IN {items}"))),
            ("wp_wc_order_stats", ("order_id", format!("order_id IN {orders}"))),
            ("wp_wc_order_product_lookup", ("order_item_id", format!("order_id IN {orders}"))),
            (
                "wp_wc_order_coupon_lookup",
                ("CONCAT(order_id, '|', coupon_id)", format!("order_id IN {orders}")),
            ),
            (
                "wp_wc_order_tax_lookup",
                ("CONCAT(order_id, '|', tax_rate_id)", format!("order_id IN {orders}")),
            ),
            ("wp_wc_reserved_stock", ("CONCAT(order_id, '|', product_id)", format!("order_id IN {orders}"))),
            ("wp_comments", ("comment_ID", format!("comment_ID IN {notes}"))),
            ("wp_commentmeta", ("meta_id", format!("comment_id IN {notes}"))),
            (
                "wp_woocommerce_downloadable_product_permissions",
                ("permission_id", format!("order_id IN {orders}")),
            ),
            ("wp_wc_download_log", ("download_log_id", format!("permission_id IN {downloads}"))),
            ("wp_posts", ("ID", format!("ID IN {posts}"))),
            ("wp_postmeta", ("meta_id", format!("post_id IN {posts}"))),
        ]);
        let mut gone = 0;
        for table in tables(&databases, &map).await {
            let now = difference(&databases, &table).await;
            assert!(now.changed.is_empty(), "{} changed", table.name);
            let expected = match hanging.get(table.name.as_str()) {
                None => BTreeSet::new(),
                Some((key, what)) => {
                    let sql = format!("SELECT CAST({key} AS CHAR) FROM `@`.{} WHERE {what}", table.name);
                    keys(&databases, &sql).await
                }
            };
            let deleted: BTreeSet<String> = now.deleted.into_iter().collect();
            gone += deleted.len() as u64;
            assert_eq!(deleted, expected, "{}", table.name);
        }
        assert_eq!(done.values().sum::<u64>(), gone, "the receipts name every row that went: {done:#?}");
        assert_eq!(connector.count_due(&sweep, &[], &[]).await.unwrap().due, 0);
    });
}

#[test]
fn a_year_of_activity_stays_and_what_is_older_names_nobody() {
    writing("activity", LEARNING, |databases| async move {
        let map = map("learning");
        let connector = connector(&map, &databases);
        // The dump's log is of one day: in both databases alike it is spread over two years.
        for database in [&databases.reference, &databases.copy] {
            let sql = format!(
                "UPDATE `{database}`.mdl_logstore_standard_log SET timecreated = timecreated - MOD(id, 730) * 86400"
            );
            sqlx::query(AssertSqlSafe(sql)).execute(&databases.pool).await.unwrap();
        }
        // The day in the middle of the log is the last that is over.
        let middle = "SELECT CAST(timecreated AS CHAR) FROM `@`.mdl_logstore_standard_log ORDER BY timecreated LIMIT 1 OFFSET ";
        let rows =
            number(&databases, "SELECT CAST(COUNT(*) AS CHAR) FROM `@`.mdl_logstore_standard_log").await;
        let middle = number(&databases, &format!("{middle}{}", rows / 2)).await.cast_signed();
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let last = jiff::Timestamp::from_second(middle).unwrap().to_zoned(zone.clone()).date();
        let today = last.checked_add(jiff::Span::new().months(12)).unwrap().tomorrow().unwrap();
        let end = last.tomorrow().unwrap().to_zoned(zone).unwrap().timestamp().as_second();
        let sweep = rule(&map, "learning/activity-self/statistics-source", today);
        let older =
            format!("FROM `@`.mdl_logstore_standard_log WHERE timecreated > 0 AND timecreated < {end}");
        let due = keys(&databases, &format!("SELECT CAST(id AS CHAR) {older}")).await;
        assert!(due.len() > 100 && (due.len() as u64) < rows, "{} of {rows}", due.len());
        let before = connector.count_due(&sweep, &[], &[]).await.unwrap();
        let done = run(&connector, &sweep, 5_000).await;
        assert_eq!(done.get("activity-self").copied(), Some(before.due));
        for table in tables(&databases, &map).await {
            let now = difference(&databases, &table).await;
            assert!(now.deleted.is_empty(), "{}", table.name);
            if table.name != "mdl_logstore_standard_log" {
                assert!(now.changed.is_empty(), "{} changed", table.name);
                continue;
            }
            for (key, columns) in now.changed {
                assert!(due.contains(&key), "{key} is younger");
                assert!(!columns.contains("timecreated") && !columns.contains("eventname"), "{columns:?}");
            }
        }
        let naming = "(userid <> 0 OR relateduserid IS NOT NULL OR realuserid IS NOT NULL OR ip <> '' OR other <> '' OR objectid IS NOT NULL OR contextinstanceid <> 0)";
        let copy = |sql: &str| sql.replace("`@`", &format!("`{}`", databases.copy));
        let left =
            databases.texts(copy(&format!("SELECT CAST(COUNT(*) AS CHAR) {older} AND {naming}"))).await;
        assert_eq!(left, ["0"]);
        assert_eq!(connector.count_due(&sweep, &[], &[]).await.unwrap().due, 0);
    });
}
