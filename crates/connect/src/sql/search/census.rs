//! The census: whether everything that the paths lead to is still what it was when an erasure was prepared.
//!
//! Carrying an erasure out finds everything again. Between a preparation and its execution mostly nothing happens,
//! and PostgreSQL can say so without giving a row out: every row carries the number of the transaction that wrote
//! it. The census counts the rows that all paths lead to, and those among them that were written by a transaction
//! which the preparation could not see. None, and as many rows as then: the paths lead to the same rows with the
//! same values, so the search would find, and the rules decide, the same. Anything else, and everything is found
//! again; so a census that says too little costs time and never a row.
//!
//! What is counted is at least what a search reads: conditions on the rows that a path starts from are left out on
//! both sides. Numbers of transactions mean something only as long as the server runs: after a restart (which may
//! have been the restoration of an earlier state) nothing is taken for known.

use inventory::erasure::Census;
use inventory::map::{Match, Path, Source};
use inventory::{DataMap, PreparedCollection, PreparedErasure};
use sha2::{Digest, Sha256};

use super::Given;
use super::plan::{Plan, Planned};
use super::sources::{identity_sources, wanted};
use crate::error::ConnectError;
use crate::sql::dialect::{chunk, table_name};
use crate::sql::introspect::REFERENCES;
use crate::sql::pool::{Engine, Work};
use crate::sql::statement::{Arg, Statement};

/// How many rows of a branch were written by a transaction that the preparation could not see.
const CHANGED: &str = "count(*) FILTER (WHERE age(xmin) <= (SELECT age($1::text::xid)))";

impl Plan<'_> {
    /// Counts what the paths lead to, for a preparation that was just made in the same transaction; none when the
    /// database or the map does not allow it. Afterwards the transaction, which only read, can be dropped: its end
    /// needs no answer.
    pub(in crate::sql) async fn census(
        &self,
        work: &mut Work,
        given: &[Given],
        prepared: &PreparedErasure,
    ) -> Option<Census> {
        let statement = self.count(given, prepared, None)?;
        let asked = digest(&statement);
        // Reading a row's transaction takes a right that a connector for chosen columns may not have.
        let counted = counted(work, statement).await.ok()??;
        Some(Census { asked, server: counted.server, horizon: counted.horizon, rows: counted.rows })
    }

    /// Whether nothing that the paths lead to has changed since the preparation.
    pub(in crate::sql) async fn unchanged(
        &self,
        work: &mut Work,
        given: &[Given],
        prepared: &PreparedErasure,
    ) -> Result<Unchanged, ConnectError> {
        let Some(census) = &prepared.census else { return Ok(Unchanged::default()) };
        let horizon = short(&census.horizon);
        let statement = horizon.and_then(|horizon| self.count(given, prepared, Some(&horizon)));
        let Some(statement) = statement.filter(|statement| digest(statement) == census.asked) else {
            return Ok(Unchanged::default());
        };
        let Some(now) = counted(work, statement).await? else { return Ok(Unchanged::default()) };
        Ok(Unchanged {
            rows: now.changed == 0 && now.rows == census.rows && now.server == census.server,
            references: self.references.as_ref().is_some_and(|known| *known == now.references),
        })
    }

    /// One statement that counts the rows of every path and, with a horizon, those written since; then it also gives
    /// the mark of the references between tables.
    fn count(&self, given: &[Given], prepared: &PreparedErasure, horizon: Option<&str>) -> Option<Statement> {
        if self.engine != Engine::Postgres || !self.collections.iter().all(Planned::is_countable) {
            return None;
        }
        let (changed, references) =
            if horizon.is_some() { (CHANGED, REFERENCES) } else { ("0", "SELECT ''") };
        let mut statement = Statement::new(self.engine, "SELECT sum(rows)::text, sum(changed)::text, ");
        statement
            .push("txid_snapshot_xmin(txid_current_snapshot())::text, pg_postmaster_start_time()::text, (");
        statement.push(references).push("), ").bind(Arg::Text(horizon.unwrap_or_default().to_owned()));
        statement.push("::text FROM (");
        let mut parts = 0;
        for planned in &self.collections {
            for path in &planned.rules.paths {
                let sources = remembered(self.map, path, given, prepared);
                // Paths that start from no row are counted too: the same statement serves everybody.
                let none = (sources.is_empty() && path.source() != Source::Identity).then_some(&[][..]);
                for tuples in none.into_iter().chain(sources.chunks(chunk(self.engine))) {
                    let wanted = wanted(planned, path, tuples);
                    if wanted.is_empty() && path.source() == Source::Identity {
                        continue;
                    }
                    statement.push(if parts > 0 { " UNION ALL " } else { "" });
                    parts += 1;
                    statement.push("SELECT count(*) AS rows, ").push(changed).push(" AS changed FROM ");
                    statement.push(&table_name(self.engine, planned.table)).push(" WHERE ");
                    self.push_wanted(&mut statement, planned, path, &wanted);
                    planned.push_fixed(&mut statement, Some(path));
                }
            }
        }
        statement.push(") AS counted");
        (parts > 0).then_some(statement)
    }
}

impl Planned<'_> {
    /// Whether counting says everything: a table of rows with their transactions, that no other collection shares,
    /// and paths that compare whole values with an identity or with rows.
    pub(super) fn is_countable(&self) -> bool {
        let plain = |path: &Path| path.how == Match::Equals && path.source() != Source::Attribute;
        // Rows of others that somebody has a part in are not among those counted.
        let single = self.rules.erasure.unless_shared.is_none();
        self.table.versioned && self.alone && single && self.rules.paths.iter().all(plain)
    }
}

/// What a path starts from, as far as the preparation holds it: at least what the search starts from.
pub(super) fn remembered(
    map: &DataMap,
    path: &Path,
    given: &[Given],
    prepared: &PreparedErasure,
) -> Vec<(Vec<String>, usize)> {
    match path.source() {
        Source::Identity => identity_sources(path, given).tuples,
        Source::Collection(id) if map.collection(id).is_some() => {
            let part = prepared.collections.iter().find(|part| part.collection == id);
            part.map(|part| linked(part, path)).unwrap_or_default()
        }
        Source::Attribute | Source::Collection(_) => Vec::new(),
    }
}

fn linked(part: &PreparedCollection, path: &Path) -> Vec<(Vec<String>, usize)> {
    let places: Vec<Option<usize>> =
        path.on.values().map(|column| part.links.iter().position(|link| link == column)).collect();
    let rows = part.groups.iter().flat_map(|group| &group.rows);
    let values = rows.filter_map(|row| {
        places
            .iter()
            .map(|place| row.links.get((*place)?)?.as_deref().map(|value| path.dress(value)))
            .collect()
    });
    values.map(|values| (values, 0)).collect()
}

/// What is known to be as it was.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::sql) struct Unchanged {
    /// The rows since the preparation.
    pub(in crate::sql) rows: bool,
    /// The references between tables since the structure was read.
    pub(in crate::sql) references: bool,
}

struct Counted {
    rows: u64,
    changed: u64,
    horizon: String,
    server: String,
    references: String,
}

async fn counted(work: &mut Work, statement: Statement) -> Result<Option<Counted>, ConnectError> {
    let rows = work.rows(statement, None).await?;
    let Some([Some(rows), Some(changed), Some(horizon), Some(server), Some(references), _]) =
        rows.first().map(Vec::as_slice)
    else {
        return Ok(None);
    };
    let (Ok(rows), Ok(changed)) = (rows.parse(), changed.parse()) else { return Ok(None) };
    let (horizon, server, references) = (horizon.clone(), server.clone(), references.clone());
    Ok(Some(Counted { rows, changed, horizon, server, references }))
}

/// What was asked, without the values: another index or another map may ask otherwise.
fn digest(statement: &Statement) -> String {
    let text = statement.text.replace(CHANGED, "0").replace(REFERENCES, "SELECT ''");
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A transaction's number as rows carry it: its last 32 bits. The three numbers below are special.
fn short(horizon: &str) -> Option<String> {
    let number: u64 = horizon.parse().ok()?;
    let short = number & u64::from(u32::MAX);
    (short >= 3).then(|| short.to_string())
}
