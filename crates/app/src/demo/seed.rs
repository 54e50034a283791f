//! Filling the demo's two systems, made from the very data maps that govern the real ones.

use std::collections::BTreeMap;
use std::path::Path;

use connect::{Planter, SeedRows};
use inventory::DataMap;
use jiff::Timestamp;

use super::rows::{Cell, Row};
use super::{learning, people, shop};
use crate::app::App;
use crate::error::{Error, Result};

/// The seed of their invention.
pub(super) const SEED: u64 = 20_261_122;

/// Makes and fills the demo's systems in `folder`. What is there already stays as it is.
pub async fn seed(app: &App, folder: &Path) -> Result<()> {
    let deployment = app.deployment()?;
    let now: Timestamp = app.now();
    for (id, file) in [("shop", "shop.db"), ("learning", "learning.db")] {
        let path = folder.join(file);
        if path.is_file() {
            continue;
        }
        let Some(system) = deployment.systems.get(id) else { continue };
        let people = people::invent(SEED, people::COUNT);
        let rows = match id {
            "shop" => shop::rows(&people, kernel::clock::date_in(now, &deployment.zone)),
            _ => learning::rows(&people, now),
        };
        // Filled beside its place and moved there whole: a demo that is cut off begins again.
        let draft = folder.join(format!("{file}.draft"));
        let _ = std::fs::remove_file(&draft);
        fill(id, &draft, &system.map, &rows).await?;
        std::fs::rename(&draft, &path).map_err(Error::internal)?;
    }
    Ok(())
}

async fn fill(id: &str, path: &Path, map: &DataMap, rows: &[Row]) -> Result<()> {
    let problem = |problem: connect::ConnectError| Error::internal(problem.public());
    let url = format!("sqlite:{}?mode=rwc", path.display());
    std::fs::File::create(path).map_err(Error::internal)?;
    let planter = Planter::open(id, &url).map_err(problem)?;
    planter.seed(&inventory::schema::sqlite_ddl(map), &grouped(rows)).await.map_err(problem)
}

/// Rows by table and columns, so that each group is a few statements.
fn grouped(rows: &[Row]) -> Vec<SeedRows> {
    let mut groups: BTreeMap<(&str, Vec<&str>), Vec<Vec<String>>> = BTreeMap::new();
    for row in rows {
        let columns: Vec<&str> = row.cells.iter().map(|(column, _)| *column).collect();
        let values = row
            .cells
            .iter()
            .map(|(_, cell)| match cell {
                Cell::Int(number) => number.to_string(),
                Cell::Text(text) => text.clone(),
            })
            .collect();
        groups.entry((row.table, columns)).or_default().push(values);
    }
    groups
        .into_iter()
        .map(|((table, columns), rows)| SeedRows {
            table: table.to_owned(),
            columns: columns.iter().map(|column| column.trim_start_matches("r#").to_owned()).collect(),
            rows,
        })
        .collect()
}
