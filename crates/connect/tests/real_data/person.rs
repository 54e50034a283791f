//! Finding and erasing one person, and holding the outcome against the databases.

use std::collections::{BTreeMap, BTreeSet};

use connect::{Connector, FindingKind, SqlConnector, SqlOptions, Weight};
use inventory::map::Relation;
use inventory::{
    Action, Change, Correction, DataMap, ErasureOrder, Found, Identity, MentionAction, PreparedErasure,
    Receipt, RectificationOrder, Terms,
};
use jiff::civil::date;
use jiff::tz::TimeZone;
use retention::{Start, Term, Then};

use crate::compare::{Table, difference};
use crate::database::Databases;

/// Keys by table.
pub type Keys = BTreeMap<String, BTreeSet<String>>;

/// The map of a system of the example policy.
pub fn map(system: &str) -> DataMap {
    let file = format!("{}/../../examples/leskracht/facts/systems/{system}.toml", env!("CARGO_MANIFEST_DIR"));
    DataMap::parse(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The connector on the copy.
pub fn connector(map: &DataMap, databases: &Databases) -> SqlConnector {
    SqlConnector::open(map.clone(), &databases.copy_url(), &SqlOptions::default()).unwrap()
}

/// Finds by identities, written `kind=value`.
pub async fn find(connector: &SqlConnector, identities: &[&str]) -> Found {
    connector.find(&parse(identities)).await.unwrap()
}

/// Fails when a look at the database shows more than something to know; the collections whose key the rows alone
/// answer for.
pub async fn only_notices(connector: &SqlConnector) -> Vec<String> {
    let probe = connector.probe().await;
    assert!(probe.reachable);
    let bad: Vec<_> = probe.findings.iter().filter(|finding| finding.weight != Weight::Notice).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let keys = probe.findings.into_iter().filter(|finding| finding.kind == FindingKind::KeyNotUnique);
    keys.filter_map(|finding| finding.collection).collect()
}

/// The keys found with a relation, by table.
pub fn keys(found: &Found, relation: Relation) -> Keys {
    let mut keys = Keys::new();
    for part in &found.collections {
        for row in part.rows.iter().filter(|row| row.relation == relation) {
            let fresh = keys.entry(part.table.clone()).or_default().insert(row.key.to_string());
            assert!(fresh, "{} {} was found twice", part.table, row.key);
        }
    }
    keys
}

/// An erasure and what led to it.
pub struct Erased {
    /// What was found before.
    pub found: Found,
    /// What was decided.
    pub prepared: PreparedErasure,
    /// What was done.
    pub receipt: Receipt,
}

/// Erases on 22 November 2026, when the dumps were made.
pub async fn erase(connector: &SqlConnector, identities: &[&str]) -> Erased {
    let found = find(connector, identities).await;
    let order = ErasureOrder {
        identities: parse(identities),
        today: date(2026, 11, 22),
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        terms: terms(),
        pseudonym: "5f1c9e04b7a2".to_owned(),
    };
    let prepared = connector.prepare_erasure(&order).await.unwrap();
    let receipt = connector.erase(&prepared).await.unwrap();
    Erased { found, prepared, receipt }
}

/// One value corrected, on the same day.
pub fn rectification(identity: &str, field: &str, to: &str) -> RectificationOrder {
    RectificationOrder {
        identities: parse(&[identity]),
        corrections: vec![Correction { field: field.to_owned(), was: None, to: to.to_owned() }],
        today: date(2026, 11, 22),
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        terms: terms(),
        now: "2026-11-22T12:00:00Z".parse().unwrap(),
    }
}

fn terms() -> Terms {
    let term = |id: &str, keep: &str, from| {
        (id.to_owned(), Term::new(id, keep.parse().unwrap(), from, Then::Delete).unwrap())
    };
    [term("invoices", "7 years", Start::EndOfBookYear), term("consent-proof", "5 years", Start::LastActivity)]
        .into_iter()
        .collect()
}

fn parse(identities: &[&str]) -> Vec<Identity> {
    identities.iter().map(|text| text.parse().unwrap()).collect()
}

/// What is allowed to happen to a row.
enum Expected {
    Deleted,
    Changed(BTreeSet<String>),
}

/// Every row that differs from the reference must be one of which the preparation says so, in the columns that it
/// says; and every row that should go is gone.
pub async fn assert_only_the_prepared_rows_changed(databases: &Databases, tables: &[Table], erased: &Erased) {
    let expected = expected(&erased.prepared);
    for table in tables {
        let now = difference(databases, table).await;
        let allowed = expected.get(&table.name);
        let rule = |key: &String| allowed.and_then(|rows| rows.get(key));
        for key in &now.deleted {
            assert!(matches!(rule(key), Some(Expected::Deleted)), "{} {key} went, unannounced", table.name);
        }
        for (key, columns) in &now.changed {
            let Some(Expected::Changed(allowed)) = rule(key) else {
                panic!("{} {key} changed in {columns:?}, unannounced", table.name);
            };
            assert!(columns.is_subset(allowed), "{} {key}: {columns:?} not in {allowed:?}", table.name);
        }
        for (key, rule) in allowed.into_iter().flatten() {
            if matches!(rule, Expected::Deleted) {
                assert!(now.deleted.contains(key), "{} {key} should have gone", table.name);
            }
        }
    }
}

fn expected(prepared: &PreparedErasure) -> BTreeMap<String, BTreeMap<String, Expected>> {
    let mut expected: BTreeMap<String, BTreeMap<String, Expected>> = BTreeMap::new();
    for part in &prepared.collections {
        let rows = expected.entry(part.table.clone()).or_default();
        for group in &part.groups {
            for row in &group.rows {
                let rule = match &group.action {
                    Action::Delete => Expected::Deleted,
                    action => Expected::Changed(columns(action.changes())),
                };
                rows.insert(row.key.to_string(), rule);
            }
        }
    }
    for mention in &prepared.mentions {
        let rows = expected.entry(mention.table.clone()).or_default();
        let key = mention.key.to_string();
        match &mention.action {
            MentionAction::Report => {}
            MentionAction::Delete => {
                rows.insert(key, Expected::Deleted);
            }
            MentionAction::Change { .. } => {
                let rule = rows.entry(key).or_insert_with(|| Expected::Changed(BTreeSet::new()));
                if let Expected::Changed(columns) = rule {
                    columns.insert(mention.column.clone());
                }
            }
        }
    }
    expected
}

fn columns(changes: Option<&BTreeMap<String, Change>>) -> BTreeSet<String> {
    changes.into_iter().flat_map(BTreeMap::keys).cloned().collect()
}
