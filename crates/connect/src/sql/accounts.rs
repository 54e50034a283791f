//! Who has an account: the addresses of a collection that the map says are told when the policy changes.

use inventory::map::{Collection, Told};

use super::SqlConnector;
use super::dialect::{push_condition, readable, table_name};
use super::keyed::columns;
use super::pool::Intent;
use super::search::plan::Planned;
use super::statement::Statement;
use crate::error::ConnectError;

/// Somebody with an account. Personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHolder {
    /// Where they are written to.
    pub address: String,
    /// What their account says about the language they read; nothing when the map names no column for it.
    pub language: Option<String>,
}

impl SqlConnector {
    /// Every address of every collection that is told, as the database gives them; the same one may come twice.
    ///
    /// # Errors
    /// The database does not answer, or lacks what the map names.
    pub async fn account_holders(&self) -> Result<Vec<AccountHolder>, ConnectError> {
        let mut all = Vec::new();
        for collection in &self.0.map.collections {
            if let Some(told) = &collection.told {
                all.extend(self.noted(self.holders_of(collection, told).await).await?);
            }
        }
        Ok(all)
    }

    async fn holders_of(
        &self,
        collection: &Collection,
        told: &Told,
    ) -> Result<Vec<AccountHolder>, ConnectError> {
        let system = self.0.map.system.id.clone();
        let name = collection.table.as_str();
        let (mut work, schema) = self.begin(Intent::Read).await?;
        let table = schema.table(name).ok_or_else(|| ConnectError::SchemaDiffers {
            system: system.clone(),
            table: name.to_owned(),
            column: None,
        })?;
        let engine = work.engine();
        let wanted = std::iter::once(told.address.as_str()).chain(told.language.as_deref());
        let named = columns(&system, name, table, wanted)?;
        let list: Vec<String> = named.iter().map(|column| readable(engine, column)).collect();
        let mut statement = Statement::new(
            engine,
            format!("SELECT {} FROM {} WHERE TRUE", list.join(", "), table_name(engine, table)),
        );
        Planned::push_collection(collection, table, &mut statement);
        for (column, condition) in &told.conditions.0 {
            let column = columns(&system, name, table, std::iter::once(column.as_str()))?;
            for column in column {
                statement.push(" AND ");
                push_condition(&mut statement, column, condition);
            }
        }
        let mut holders = Vec::new();
        work.fetch(statement, Some(name), |row| {
            let mut cells = row.into_iter();
            let address = cells.next().flatten().map(|text| text.trim().to_owned()).unwrap_or_default();
            if is_address(&address) {
                holders.push(AccountHolder { address, language: cells.next().flatten() });
            }
            Ok(())
        })
        .await?;
        work.commit().await?;
        Ok(holders)
    }
}

/// Whether somebody can be written to there: an erased account has an address that leads nowhere.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.ends_with(".invalid")
            && !text.contains(char::is_whitespace)
    })
}
