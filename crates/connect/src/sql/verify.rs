//! Recognising an erasure that was carried out although its receipt was lost.
//!
//! Every prepared key is looked at, not a sample: one row that is still there means that it was not done, and
//! doing it again is safe.

use std::collections::BTreeMap;

use inventory::{Action, Applied, Change, Key, MentionAction, PreparedErasure};

use super::SqlConnector;
use super::dialect::{chunk, exact, push_tuples, readable, table_name};
use super::erase::values::{Person, is_done};
use super::pool::{Intent, Work};
use super::schema::{Column, Schema, Table};
use super::statement::Statement;
use crate::error::ConnectError;

/// Something that should be gone or changed.
struct Expected<'a> {
    table: &'a str,
    keys: Vec<&'a Key>,
    /// None: the rows are gone.
    changes: Option<BTreeMap<String, Change>>,
}

impl SqlConnector {
    pub(super) async fn verify(&self, prepared: &PreparedErasure) -> Result<Applied, ConnectError> {
        let expected = expected(prepared);
        if expected.is_empty() {
            return Ok(Applied::Empty);
        }
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let person = Person::new(&self.0.map, prepared);
        for part in &expected {
            if !self.holds(&mut work, &schema, part, &person).await? {
                return Ok(Applied::NotApplied);
            }
        }
        work.commit().await?;
        Ok(Applied::Applied)
    }

    async fn holds(
        &self,
        work: &mut Work,
        schema: &Schema,
        part: &Expected<'_>,
        person: &Person,
    ) -> Result<bool, ConnectError> {
        let map = &self.0.map;
        let differs = |column: Option<&String>| ConnectError::SchemaDiffers {
            system: map.system.id.clone(),
            table: part.table.to_owned(),
            column: column.cloned(),
        };
        let table = schema.table(part.table).ok_or_else(|| differs(None))?;
        let rules =
            map.collections.iter().find(|rules| rules.table == part.table).ok_or_else(|| differs(None))?;
        // A column that is gone may live on under another name: nothing is known of it.
        let column = |name: &String| table.column(name).ok_or_else(|| differs(Some(name)));
        let key: Vec<&Column> = rules.key.iter().map(column).collect::<Result<_, _>>()?;
        let changes: Vec<(&Column, &Change)> = part
            .changes
            .iter()
            .flatten()
            .map(|(name, change)| Ok((column(name)?, change)))
            .collect::<Result<_, ConnectError>>()?;
        let engine = work.engine();
        let list: Vec<String> = key
            .iter()
            .map(|column| exact(engine, column))
            .chain(changes.iter().map(|(column, _)| readable(engine, column)))
            .collect();
        let mut holds = true;
        for keys in part.keys.chunks(chunk(engine)) {
            let sql = format!("SELECT {} FROM {} WHERE ", list.join(", "), table_name(engine, table));
            let mut statement = Statement::new(engine, sql);
            push_tuples(&mut statement, &key, keys);
            work.fetch(statement, Some(part.table), |row| {
                holds &= part.changes.is_some() && row_is_done(person, table, key.len(), &changes, &row);
                Ok(())
            })
            .await?;
        }
        Ok(holds)
    }
}

fn row_is_done(
    person: &Person,
    table: &Table,
    parts: usize,
    changes: &[(&Column, &Change)],
    row: &[Option<String>],
) -> bool {
    let (key, values) = row.split_at(parts.min(row.len()));
    let key = Key(key.iter().flatten().cloned().collect());
    changes.iter().zip(values).all(|((column, change), value)| {
        is_done(person, change, column, &key, value.as_deref(), table.unique_part(&column.name))
    })
}

fn expected(prepared: &PreparedErasure) -> Vec<Expected<'_>> {
    let mut expected = Vec::new();
    for part in &prepared.collections {
        for group in part.groups.iter().filter(|group| group.action.writes()) {
            expected.push(Expected {
                table: &part.table,
                keys: group.rows.iter().map(|row| &row.key).collect(),
                changes: match &group.action {
                    Action::Delete => None,
                    action => Some(action.changes().cloned().unwrap_or_default()),
                },
            });
        }
    }
    for mention in &prepared.mentions {
        let changes = match &mention.action {
            MentionAction::Report => continue,
            MentionAction::Delete => None,
            MentionAction::Change { change } => {
                Some(BTreeMap::from([(mention.column.clone(), change.clone())]))
            }
        };
        expected.push(Expected { table: &mention.table, keys: vec![&mention.key], changes });
    }
    expected
}
