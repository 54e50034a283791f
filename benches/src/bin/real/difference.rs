//! What an erasure changed, row by row and byte by byte, against the untouched copy; and whether it was the
//! person's. Read with SQL of its own, so that a mistake of the connector cannot hide itself.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use inventory::{Action, MentionAction, PreparedErasure};

use crate::blind::Needles;
use crate::databases::{Databases, Table};
use crate::people::{Owners, Person};

/// What became of the rows of one table.
#[derive(Debug, Default)]
pub struct Difference {
    /// Keys of rows that came into being: none ever should.
    pub added: BTreeSet<String>,
    /// Keys of rows that are gone.
    pub deleted: BTreeSet<String>,
    /// Keys of rows that changed, with the columns.
    pub changed: BTreeMap<String, BTreeSet<String>>,
}

impl Difference {
    /// Whether the tables are equal.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.deleted.is_empty() && self.changed.is_empty()
    }

    /// How many rows differ.
    pub fn rows(&self) -> usize {
        self.added.len() + self.deleted.len() + self.changed.len()
    }
}

/// Compares a table with its copy.
pub async fn difference(databases: &Databases, table: &Table) -> Result<Difference> {
    let (reference, copy, name) = (&databases.reference, &databases.copy, &table.name);
    let joined: Vec<String> = table.key.iter().map(|column| format!("r.`{column}` = c.`{column}`")).collect();
    let joined = joined.join(" AND ");
    let first = table.key.first().with_context(|| format!("{name} has no primary key"))?;
    let lone = |of: &str, other: &str| {
        format!(
            "SELECT {} FROM `{of}`.`{name}` r LEFT JOIN `{other}`.`{name}` c ON {joined} WHERE c.`{first}` IS NULL",
            table.key_sql(),
        )
    };
    let added = databases.column(lone(copy, reference)).await?.into_iter().collect();
    let deleted = databases.column(lone(reference, copy)).await?.into_iter().collect();
    let changes: Vec<String> = table
        .columns
        .iter()
        .map(|column| format!("IF(BINARY r.`{column}` <=> BINARY c.`{column}`, NULL, '{column}')"))
        .collect();
    let sql = format!(
        "SELECT {}, CAST(CONCAT_WS(',', {}) AS CHAR) AS changed FROM `{reference}`.`{name}` r \
         JOIN `{copy}`.`{name}` c ON {joined} HAVING changed <> ''",
        table.key_sql(),
        changes.join(", "),
    );
    let mut changed = BTreeMap::new();
    for row in databases.rows(sql).await? {
        let mut parts = row.into_iter().map(Option::unwrap_or_default);
        let (key, columns) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        changed.insert(key, columns.split(',').map(str::to_owned).collect());
    }
    Ok(Difference { added, deleted, changed })
}

/// What the preparation announces for a row.
enum Announced {
    Goes,
    Changes(BTreeSet<String>),
}

/// Everything that a preparation announces, by table and key.
pub struct Announcement(BTreeMap<String, BTreeMap<String, Announced>>);

impl Announcement {
    /// Of this preparation.
    pub fn new(prepared: &PreparedErasure) -> Self {
        let mut rows: BTreeMap<String, BTreeMap<String, Announced>> = BTreeMap::new();
        for part in &prepared.collections {
            let table = rows.entry(part.table.clone()).or_default();
            for group in &part.groups {
                let columns =
                    || group.action.changes().into_iter().flat_map(BTreeMap::keys).cloned().collect();
                for row in &group.rows {
                    let announced = match group.action {
                        Action::Delete => Announced::Goes,
                        _ => Announced::Changes(columns()),
                    };
                    table.insert(row.key.to_string(), announced);
                }
            }
        }
        for mention in &prepared.mentions {
            let table = rows.entry(mention.table.clone()).or_default();
            let key = mention.key.to_string();
            match &mention.action {
                MentionAction::Report => {}
                MentionAction::Delete => {
                    table.insert(key, Announced::Goes);
                }
                MentionAction::Change { .. } => {
                    let announced = table.entry(key).or_insert_with(|| Announced::Changes(BTreeSet::new()));
                    if let Announced::Changes(columns) = announced {
                        columns.insert(mention.column.clone());
                    }
                }
            }
        }
        Self(rows)
    }

    /// What happened to a table's rows without being announced, and what was announced and did not happen.
    pub fn broken(&self, table: &str, found: &Difference) -> Vec<String> {
        let rows = self.0.get(table);
        let announced = |key: &String| rows.and_then(|rows| rows.get(key));
        let mut broken: Vec<String> =
            found.added.iter().map(|key| format!("{key} came into being")).collect();
        for key in &found.deleted {
            if !matches!(announced(key), Some(Announced::Goes)) {
                broken.push(format!("{key} went, unannounced"));
            }
        }
        for (key, columns) in &found.changed {
            let fits = matches!(announced(key), Some(Announced::Changes(known)) if columns.is_subset(known));
            if !fits {
                broken.push(format!("{key} changed in {columns:?}, unannounced"));
            }
        }
        for (key, announced) in rows.into_iter().flatten() {
            if matches!(announced, Announced::Goes) && !found.deleted.contains(key) {
                broken.push(format!("{key} should have gone"));
            }
        }
        broken
    }
}

/// A table whose rows say what one person did with another: the column that names the other, and the columns that say what
/// was done with them (a grade given stands in `other`, their page in the numbers of the context). Who did it, when and
/// what kind of thing it was belongs to the first and must not change.
struct Dealing {
    table: &'static str,
    whom: &'static str,
    about: &'static [&'static str],
}

const DEALINGS: [Dealing; 1] = [Dealing {
    table: "mdl_logstore_standard_log",
    whom: "relateduserid",
    about: &["objectid", "contextid", "contextinstanceid", "other"],
}];

/// Of the rows that differ, those that belong to somebody else by the system's own account numbers, whatever the
/// preparation says. A place in somebody else's row that held the person (their number, one of their values, or what was
/// done with them) and no longer does is a mention that was taken out: it is counted apart.
pub async fn of_others(
    databases: &Databases,
    (table, owners): (&Table, &Owners),
    person: &Person,
    found: &Difference,
) -> Result<(Vec<String>, u64)> {
    let mut others = Vec::new();
    let mut taken_out = 0;
    let everything: BTreeSet<String> = table.columns.iter().cloned().collect();
    let gone = found.deleted.iter().map(|key| (key, &everything));
    for (key, columns) in gone.chain(found.changed.iter()) {
        let Some(owner) = owners.of(&table.name, key).filter(|owner| !person.owners.contains(*owner)) else {
            continue;
        };
        let whole = found.deleted.contains(key);
        let mut about: &[&str] = &[];
        for dealing in DEALINGS.iter().filter(|dealing| dealing.table == table.name) {
            if was_held(databases, table, (key, dealing.whom), person).await? {
                about = dealing.about;
            }
        }
        let mut held = BTreeSet::new();
        for column in columns {
            if about.contains(&column.as_str()) || was_held(databases, table, (key, column), person).await? {
                held.insert(column);
            }
        }
        if (whole && !held.is_empty()) || held.len() == columns.len() {
            taken_out += 1;
        } else {
            let beyond: Vec<&String> = columns.iter().filter(|column| !held.contains(*column)).collect();
            others.push(format!("{} {key} of {owner}: {beyond:?}", table.name));
        }
    }
    Ok((others, taken_out))
}

/// Whether a place of the untouched copy held the person.
async fn was_held(
    databases: &Databases,
    table: &Table,
    (key, column): (&str, &str),
    person: &Person,
) -> Result<bool> {
    let sql = format!(
        "SELECT r.`{column}` FROM `{}`.`{}` r WHERE {} = '{}'",
        databases.reference,
        table.name,
        table.key_sql().replace("CAST(", "").replace(" AS CHAR)", ""),
        key.replace('\'', "''"),
    );
    // Text protocol: numbers come as their digits.
    let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_all(&databases.pool).await?;
    let values = rows.iter().map(crate::databases::texts).collect::<Result<Vec<_>>>()?;
    let value = values.into_iter().flatten().next().flatten().unwrap_or_default();
    let number = person.accounts.iter().any(|account| *account == value.trim());
    Ok(number || !Needles::kinds(&person.needles, &value).is_empty())
}
