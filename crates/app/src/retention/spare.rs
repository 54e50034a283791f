//! What stays although it is past its date: rows of people whom a hold names, and of people whose request is
//! still open (a copy must be of what was there when they asked).

use std::collections::BTreeMap;

use connect::{ConnectError, SqlConnector};
use inventory::{Found, Identity, Key, Sweep};
use store::Page;
use store::requests::Filter;

use crate::app::App;
use crate::error::{Error, Result};
use crate::holds::{self, Hold};
use crate::requests::change;
use crate::retention::asked;

/// Requests read at a time.
const PAGE: u32 = 500;

/// Everything that keeps rows from a sweep, at one moment.
#[derive(Debug, Default)]
pub(crate) struct Spare {
    /// Holds in force.
    pub(crate) holds: Vec<Hold>,
    /// Whose data open requests are about, by request.
    requests: BTreeMap<String, Vec<Identity>>,
    /// Rows that somebody decided to keep: the decision, its rule and their keys.
    kept: Vec<(String, String, Vec<Key>)>,
}

impl Spare {
    /// Reads it.
    pub(crate) async fn load(app: &App) -> Result<Self> {
        let mut requests = BTreeMap::new();
        let mut page = Page::first(PAGE);
        loop {
            let rows =
                store::requests::list(app.store(), Filter::Open, &page).await.map_err(Error::internal)?;
            for row in &rows {
                let identities = change::identities(app, row)?;
                if !identities.is_empty() {
                    requests.insert(row.id.to_string(), identities);
                }
            }
            let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else { break };
            page = Page::after(last.due_at.as_microsecond(), last.id, PAGE);
        }
        Ok(Self { holds: holds::in_force(app).await?, requests, kept: asked::kept(app).await? })
    }

    /// What it consists of: as long as this is the same, so is what it spares.
    pub(crate) fn mark(&self) -> Vec<String> {
        let kept = self.kept.iter().map(|(decision, ..)| decision.clone());
        self.holds
            .iter()
            .map(|hold| hold.id.clone())
            .chain(self.requests.keys().cloned())
            .chain(kept)
            .collect()
    }

    /// The holds that stop a rule as a whole.
    pub(crate) fn whole<'s>(&'s self, sweep: &'s Sweep) -> impl Iterator<Item = &'s Hold> {
        self.holds.iter().filter(|hold| hold.identities.is_empty() && covers(hold, sweep))
    }

    /// The holds on some of a rule's rows.
    pub(crate) fn partial<'s>(&'s self, sweep: &'s Sweep) -> impl Iterator<Item = &'s Hold> {
        self.holds.iter().filter(|hold| !hold.identities.is_empty() && covers(hold, sweep))
    }

    /// How many open requests there are about somebody.
    pub(crate) fn open_requests(&self) -> usize {
        self.requests.len()
    }

    /// The rule's own rows that stay for somebody's sake.
    pub(crate) async fn keys(
        &self,
        connector: &SqlConnector,
        sweep: &Sweep,
    ) -> Result<Vec<Key>, ConnectError> {
        use connect::Connector as _;
        let held = self.partial(sweep).map(|hold| &hold.identities);
        let mut people: Vec<&Vec<Identity>> = held.chain(self.requests.values()).collect();
        people.sort_unstable();
        people.dedup();
        let mut found: Vec<Found> = Vec::new();
        for identities in people {
            match connector.find(identities).await {
                Ok(rows) => found.push(rows),
                // The system knows people by none of these: it holds nothing of theirs.
                Err(ConnectError::NoIdentity { .. }) => {}
                Err(problem) => return Err(problem),
            }
        }
        let mut keys =
            if found.is_empty() { Vec::new() } else { connector.spared_keys(sweep, &found).await? };
        let decided = self.kept.iter().filter(|(_, rule, _)| *rule == sweep.rule.id);
        keys.extend(decided.flat_map(|(_, _, kept)| kept.clone()));
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }
}

/// Whether a hold reaches the rows of a rule.
fn covers(hold: &Hold, sweep: &Sweep) -> bool {
    let rule = &sweep.rule;
    hold.system.as_ref().is_none_or(|system| *system == rule.system)
        && hold.collection.as_ref().is_none_or(|collection| *collection == rule.collection)
        && hold.term.as_ref().is_none_or(|term| *term == rule.term)
}
