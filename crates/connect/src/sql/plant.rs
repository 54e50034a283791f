//! Putting invented people into a system and taking them out again: for the demo's own databases, and for the
//! marked synthetic person of a drill. Never used on anybody's real rows: [`Planter::uproot`] deletes only by
//! the keys of rows that it planted.

use std::collections::BTreeMap;

use inventory::DataMap;
use inventory::map::{DrillRow, DrillValue};
use serde::{Deserialize, Serialize};

use super::SqlOptions;
use super::pool::{Engine, Intent, Pool, Work};
use super::statement::Statement;
use crate::error::ConnectError;

/// How many rows one INSERT carries.
const BATCH: usize = 200;

/// Writes invented rows into one system.
#[derive(Debug, Clone)]
pub struct Planter {
    system: String,
    pool: Pool,
}

/// A row that was planted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planted {
    /// Its name in the map.
    pub name: Option<String>,
    /// Its table.
    pub table: String,
    /// Its key column.
    pub column: String,
    /// Its key.
    pub key: String,
}

/// Rows of one table, all with the same columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedRows {
    /// The table.
    pub table: String,
    /// The columns.
    pub columns: Vec<String>,
    /// The values in the order of the columns.
    pub rows: Vec<Vec<String>>,
}

impl Planter {
    /// A planter for a system's database. Nothing is contacted yet.
    pub fn open(system: &str, url: &str) -> Result<Self, ConnectError> {
        let options = SqlOptions { connections: 1, ..SqlOptions::default() };
        Ok(Self { system: system.to_owned(), pool: Pool::open(system, url, &options)? })
    }

    /// Runs statements that make tables, and plants rows, in one transaction: the demo's systems.
    pub async fn seed(&self, ddl: &[String], tables: &[SeedRows]) -> Result<(), ConnectError> {
        let mut work = self.pool.begin(Intent::Write).await?;
        let engine = self.pool.engine();
        for statement in ddl {
            work.execute(Statement::new(engine, statement.as_str()), "schema").await?;
        }
        for seed in tables {
            for batch in seed.rows.chunks(BATCH) {
                let statement = insert(engine, &seed.table, &seed.columns, batch);
                work.execute(statement, &seed.table).await?;
            }
        }
        work.commit().await
    }

    /// Plants the synthetic person that a map describes; `known` fills the placeholders. Everything or nothing.
    pub async fn plant(
        &self,
        map: &DataMap,
        mut known: BTreeMap<String, String>,
    ) -> Result<Vec<Planted>, ConnectError> {
        let mut work = self.pool.begin(Intent::Write).await?;
        let mut planted = Vec::new();
        for row in &map.drills {
            let key = self.plant_row(&mut work, row, &known).await?;
            if let Some(name) = &row.name {
                known.insert(name.clone(), key.clone());
            }
            planted.push(Planted {
                name: row.name.clone(),
                table: row.table.clone(),
                column: row.key.clone(),
                key,
            });
        }
        work.commit().await?;
        Ok(planted)
    }

    /// Which of the planted rows are still there, in their order.
    pub async fn present(&self, planted: &[Planted]) -> Result<Vec<bool>, ConnectError> {
        let mut work = self.pool.begin(Intent::Read).await?;
        let engine = self.pool.engine();
        let mut present = Vec::with_capacity(planted.len());
        for row in planted {
            let mut statement = Statement::new(engine, "SELECT '1' FROM ");
            statement.name(&row.table).push(" WHERE ").name(&row.column).push(" = ");
            statement.push(&literal(engine, &row.key));
            present.push(!work.rows(statement, Some(&row.table)).await?.is_empty());
        }
        Ok(present)
    }

    /// Which of the planted rows are as they were planted, in their order: there, with every value in which the person
    /// stands. `known` names these values; what else was filled in may have changed.
    pub async fn intact(
        &self,
        map: &DataMap,
        planted: &[Planted],
        known: &BTreeMap<String, String>,
    ) -> Result<Vec<bool>, ConnectError> {
        let mut work = self.pool.begin(Intent::Read).await?;
        let engine = self.pool.engine();
        let mut intact = Vec::with_capacity(planted.len());
        for (row, rules) in planted.iter().zip(&map.drills) {
            let mut statement = Statement::new(engine, "SELECT '1' FROM ");
            statement.name(&row.table).push(" WHERE ").name(&row.column).push(" = ");
            statement.push(&literal(engine, &row.key));
            for (column, value) in rules.values.iter().filter(|(_, value)| value.names(known)) {
                statement.push(" AND ").name(column).push(" = ");
                statement.push(&literal(engine, &value.fill(known)));
            }
            intact.push(!work.rows(statement, Some(&row.table)).await?.is_empty());
        }
        Ok(intact)
    }

    /// Takes planted rows out again, the last first. Gives how many were still there.
    pub async fn uproot(&self, planted: &[Planted]) -> Result<u64, ConnectError> {
        let mut work = self.pool.begin(Intent::Write).await?;
        let engine = self.pool.engine();
        let mut found = 0;
        for row in planted.iter().rev() {
            let mut statement = Statement::new(engine, "DELETE FROM ");
            statement.name(&row.table).push(" WHERE ").name(&row.column).push(" = ");
            statement.push(&literal(engine, &row.key));
            found += work.execute(statement, &row.table).await?;
        }
        work.commit().await?;
        Ok(found)
    }

    async fn plant_row(
        &self,
        work: &mut Work,
        row: &DrillRow,
        known: &BTreeMap<String, String>,
    ) -> Result<String, ConnectError> {
        let engine = self.pool.engine();
        let columns: Vec<String> = row.values.keys().cloned().collect();
        let values: Vec<String> = row.values.values().map(|value: &DrillValue| value.fill(known)).collect();
        let given = row.values.get(&row.key).map(|value| value.fill(known));
        let mut statement = insert(engine, &row.table, &columns, std::slice::from_ref(&values));
        if let Some(key) = given {
            work.execute(statement, &row.table).await?;
            return Ok(key);
        }
        let rows = match engine {
            Engine::Postgres => {
                statement.push(" RETURNING ").name(&row.key).push("::text");
                work.rows(statement, Some(&row.table)).await?
            }
            Engine::Mysql | Engine::Sqlite => {
                work.execute(statement, &row.table).await?;
                let last = match engine {
                    Engine::Sqlite => "SELECT CAST(last_insert_rowid() AS TEXT)",
                    _ => "SELECT CAST(LAST_INSERT_ID() AS CHAR)",
                };
                work.rows(Statement::new(engine, last), Some(&row.table)).await?
            }
        };
        let key = rows.into_iter().next().and_then(|row| row.into_iter().next()).flatten();
        key.ok_or_else(|| ConnectError::Rules {
            system: self.system.clone(),
            reason: format!("the database gave no key for a new row of “{}”", row.table),
        })
    }
}

/// An INSERT whose values stand in the text as untyped literals, so that every column type takes them: the
/// values are our own inventions, never anybody's data.
fn insert(engine: Engine, table: &str, columns: &[String], rows: &[Vec<String>]) -> Statement {
    let mut statement = Statement::new(engine, "INSERT INTO ");
    statement.name(table).push(" (");
    for (index, column) in columns.iter().enumerate() {
        statement.push(if index > 0 { ", " } else { "" }).name(column);
    }
    statement.push(") VALUES ");
    for (index, row) in rows.iter().enumerate() {
        statement.push(if index > 0 { ", (" } else { "(" });
        for (position, value) in row.iter().enumerate() {
            statement.push(if position > 0 { ", " } else { "" }).push(&literal(engine, value));
        }
        statement.push(")");
    }
    statement
}

fn literal(engine: Engine, value: &str) -> String {
    let doubled = value.replace('\'', "''");
    match engine {
        Engine::Mysql => format!("'{}'", doubled.replace('\\', "\\\\")),
        Engine::Postgres | Engine::Sqlite => format!("'{doubled}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_quotes() {
        let rows = vec![vec!["o'Neil \\".to_owned()]];
        for (engine, text) in [
            (Engine::Sqlite, "INSERT INTO `t` (`c`) VALUES ('o''Neil \\')"),
            (Engine::Postgres, "INSERT INTO \"t\" (\"c\") VALUES ('o''Neil \\')"),
            (Engine::Mysql, "INSERT INTO `t` (`c`) VALUES ('o''Neil \\\\')"),
        ] {
            assert_eq!(insert(engine, "t", &["c".to_owned()], &rows).text, text);
        }
    }
}
