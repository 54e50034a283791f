//! How many rows of anybody hold a value that leads on to another system: what several refer to is not one person's
//! to take away.

use std::collections::HashMap;

use inventory::map::Lead;

use super::SqlConnector;
use super::dialect::{chunk, exact, push_condition, push_in, table_name};
use super::keyed::columns;
use super::pool::Intent;
use super::statement::Statement;
use crate::error::ConnectError;

impl SqlConnector {
    /// Counts the rows of the lead's whole table, whoever's they are and whichever collection they belong to, by the
    /// value they hold. Values that differ in capitals only count for each other where the database thinks so.
    pub(crate) async fn holders(
        &self,
        lead: &Lead,
        values: &[String],
    ) -> Result<HashMap<String, u64>, ConnectError> {
        self.noted(self.count_holders(lead, values).await).await
    }

    async fn count_holders(
        &self,
        lead: &Lead,
        values: &[String],
    ) -> Result<HashMap<String, u64>, ConnectError> {
        let system = self.0.map.system.id.clone();
        let name = self.0.map.collection(&lead.collection).map(|part| part.table.clone()).unwrap_or_default();
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let table = schema.table(&name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: system.clone(),
            table: name.clone(),
            column: None,
        })?;
        let named = columns(&system, &name, table, std::iter::once(lead.column.as_str()))?;
        let mut counts: HashMap<String, u64> = HashMap::new();
        for (values, column) in values.chunks(chunk(work.engine())).zip(named.iter().copied().cycle()) {
            let engine = work.engine();
            let value = exact(engine, column);
            let mut statement =
                Statement::new(engine, format!("SELECT {value} FROM {} WHERE ", table_name(engine, table)));
            push_in(&mut statement, column, values);
            for (name, condition) in &lead.conditions.0 {
                if let Some(column) = table.column(name) {
                    statement.push(" AND ");
                    push_condition(&mut statement, column, condition);
                }
            }
            let mut asked: HashMap<String, Vec<&String>> = HashMap::new();
            for value in values {
                asked.entry(value.to_lowercase()).or_default().push(value);
            }
            work.fetch(statement, Some(&name), |row| {
                let Some(held) = row.into_iter().next().flatten() else { return Ok(()) };
                for value in asked.get(&held.to_lowercase()).into_iter().flatten() {
                    *counts.entry((*value).clone()).or_default() += 1;
                }
                Ok(())
            })
            .await?;
        }
        work.commit().await?;
        Ok(counts)
    }
}
