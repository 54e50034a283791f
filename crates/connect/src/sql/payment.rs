//! Searching all text of a database for card and account numbers. Each table is a transaction of its own, read as a
//! stream: what is in memory is one row and the counts. A table that cannot be read is named, never passed over.

use std::collections::BTreeMap;

use inventory::payment::{PaymentNumber, PaymentPlace, PaymentScan, look};

use super::SqlConnector;
use super::dialect::{readable, table_name};
use super::pool::{Intent, Work};
use super::scan::holds_text;
use super::schema::{Column, Table};
use super::statement::Statement;
use crate::error::ConnectError;

impl SqlConnector {
    pub(super) async fn search_payment_numbers(&self) -> Result<PaymentScan, ConnectError> {
        let (work, schema) = self.begin(Intent::Read).await?;
        work.commit().await?;
        let mut scan = PaymentScan { system: self.0.map.system.id.clone(), ..PaymentScan::default() };
        for (name, table) in &schema.tables {
            let columns: Vec<&Column> = table.columns.iter().filter(|column| holds_text(column)).collect();
            if columns.is_empty() {
                continue;
            }
            let mut work = self.0.pool.begin(Intent::Read).await?;
            match read(&mut work, name, table, &columns).await {
                Ok((rows, places)) => {
                    work.commit().await?;
                    scan.tables += 1;
                    scan.rows += rows;
                    scan.places.extend(places);
                }
                // Nobody answers any more: what is left is not the tables' fault.
                Err(error @ ConnectError::Unreachable { .. }) => return Err(error),
                Err(error) => scan.unread.push((name.clone(), error.name().to_owned())),
            }
        }
        Ok(scan)
    }
}

async fn read(
    work: &mut Work,
    name: &str,
    table: &Table,
    columns: &[&Column],
) -> Result<(u64, Vec<PaymentPlace>), ConnectError> {
    let engine = work.engine();
    let list: Vec<String> = columns.iter().map(|column| readable(engine, column)).collect();
    let sql = format!("SELECT {} FROM {}", list.join(", "), table_name(engine, table));
    let mut counts: BTreeMap<(usize, PaymentNumber), [u64; 3]> = BTreeMap::new();
    let rows = work
        .fetch(Statement::new(engine, sql), Some(name), |row| {
            for (place, text) in row.iter().enumerate() {
                let found = look(text.as_deref().unwrap_or_default());
                if found.alike > 0 {
                    let counts = counts.entry((place, PaymentNumber::Card)).or_default();
                    add(counts, [u64::from(found.cards > 0), found.alike, found.cards]);
                }
                if found.iban {
                    add(counts.entry((place, PaymentNumber::Iban)).or_default(), [1, 1, 1]);
                }
            }
            Ok(())
        })
        .await?;
    let places = counts.into_iter().filter(|(_, [rows, ..])| *rows > 0);
    let places = places.filter_map(|((place, number), [rows, alike, passing])| {
        let column = columns.get(place)?.name.clone();
        Some(PaymentPlace { table: name.to_owned(), column, number, rows, alike, passing })
    });
    Ok((rows, places.collect()))
}

fn add(counts: &mut [u64; 3], more: [u64; 3]) {
    for (count, more) in counts.iter_mut().zip(more) {
        *count += more;
    }
}
