//! Key-value tables: one column says what the other holds, so that rules go by key.

use std::collections::{BTreeMap, BTreeSet};

use super::column::{Verdict, weigh};
use super::confidence::Confidence;
use super::content::{Context, Profile};
use super::survey::{TableSurvey, ValueKind};
use super::words;

/// A key-value table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyValue {
    /// The column with the key.
    pub key: String,
    /// The column with the value.
    pub value: String,
    /// What was seen under each key, by key.
    pub seen: BTreeMap<String, Verdict>,
}

/// The most columns that a key-value table has: key, value, whose it is, and a few about the row.
const COLUMNS: usize = 6;
/// More different keys than this are no vocabulary but data.
const KEYS: usize = 400;

/// Sees whether a table is one.
pub fn look(table: &TableSurvey, context: &Context) -> Option<KeyValue> {
    if table.columns.len() > COLUMNS {
        return None;
    }
    let text = |name: &str| table.column(name).is_some_and(super::survey::ColumnSurvey::is_text);
    let value =
        table.columns.iter().find(|column| words::is_pair_value(&column.name) && text(&column.name))?;
    let key = table.columns.iter().find(|column| {
        words::is_pair_key(&column.name)
            && text(&column.name)
            && column.name != value.name
            && !table.is_key(&column.name)
    })?;
    let (key_place, value_place) = (place(table, &key.name)?, place(table, &value.name)?);
    let mut by_key: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &table.rows {
        if let Some(Some(name)) = row.get(key_place) {
            let values = by_key.entry(name).or_default();
            values.extend(
                row.get(value_place).and_then(Option::as_deref).filter(|value| !value.trim().is_empty()),
            );
        }
    }
    let vocabulary = by_key.len() <= KEYS && by_key.keys().all(|key| like_key(key));
    vocabulary.then(|| KeyValue {
        key: key.name.clone(),
        value: value.name.clone(),
        seen: by_key
            .into_iter()
            .map(|(key, values)| {
                let profile = Profile::of(&values, context);
                (key.to_owned(), weigh(words::said(key), ValueKind::Text, &profile))
            })
            .filter(|(_, verdict)| verdict.confidence >= Confidence::PERSONAL || verdict.nested.is_some())
            .collect(),
    })
}

/// The value column of a table of settings in which a key says that it holds an e-mail address, and that key.
pub fn addressed(table: &TableSurvey) -> Option<(String, String)> {
    if table.columns.len() > COLUMNS {
        return None;
    }
    let text = |column: &&super::survey::ColumnSurvey| column.is_text();
    let value = table.columns.iter().filter(text).find(|column| words::is_pair_value(&column.name))?;
    let named = |column: &&super::survey::ColumnSurvey| {
        words::is_pair_key(&column.name) && column.name != value.name && !table.is_key(&column.name)
    };
    let key = table.columns.iter().filter(text).find(named)?;
    let (key_place, value_place) = (place(table, &key.name)?, place(table, &value.name)?);
    let found = table.rows.iter().find_map(|row| {
        let (key, value) =
            (row.get(key_place)?.as_deref()?, row.get(value_place)?.as_deref().unwrap_or("").trim());
        let said =
            words::said(key).is_some_and(|said| said.category == "email" && said.confidence.value() >= 80);
        (said && (value.is_empty() || super::content::email::is(value))).then(|| key.to_owned())
    })?;
    Some((value.name.clone(), found))
}

fn place(table: &TableSurvey, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

/// Whether a value reads as the name of something: short, without spaces, not a number or an address.
fn like_key(key: &str) -> bool {
    let written = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/' | ' ');
    (1..=100).contains(&key.len()) && key.chars().all(written) && key.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::survey::ColumnSurvey;

    fn table(columns: &[&str], rows: &[(&str, &str)]) -> TableSurvey {
        let column = |name: &&str| ColumnSurvey {
            name: (*name).to_owned(),
            kind: ValueKind::Text,
            max_length: None,
            unique: false,
            indexed: false,
        };
        TableSurvey {
            name: "settings".to_owned(),
            key: vec![],
            columns: columns.iter().map(column).collect(),
            rows: rows.iter().map(|(a, b)| vec![Some((*a).to_owned()), Some((*b).to_owned())]).collect(),
            complete: true,
        }
    }

    #[test]
    fn keys_say_what_values_are() {
        let context = Context { today: jiff::civil::date(2026, 12, 1) };
        let rows = [("telefoon", "0612345678"), ("thema", "donker"), ("adres_mail", "eva@school.example")];
        let found = look(&table(&["naam", "waarde"], &rows), &context);
        let seen = found.map(|found| found.seen).unwrap_or_default();
        let categories: Vec<_> =
            seen.iter().map(|(key, verdict)| (key.as_str(), verdict.category.as_deref())).collect();
        assert_eq!(categories, [("adres_mail", Some("email")), ("telefoon", Some("phone"))]);
        for not in [&["a", "b"][..], &["naam", "prijs"], &["naam", "waarde", "c", "d", "e", "f", "g"]] {
            assert!(look(&table(not, &[]), &context).is_none(), "{not:?}");
        }
    }
}
