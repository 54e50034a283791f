//! What is kept in memory of Gestand's own database, for as long as nothing that matters has happened.
//!
//! Every change that matters is an entry in the ledger. After a commit of this process, and otherwise every quarter
//! of a second, the ledger is looked at: where it has not grown, or only by entries that do not matter, what is kept
//! holds. So a change by this process counts at once and one by another process within [`LOOK`]. A database that does
//! not answer is an error; nothing is answered from memory then.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use ledger::EventKind;
use policy::EditionHash;

use crate::app::App;
use crate::boundary::committed;
use crate::editions;
use crate::error::{Error, Result};

/// How long what is kept may go without a look at the ledger.
const LOOK: SignedDuration = SignedDuration::from_millis(250);
/// More new entries than this are not read: what is kept is made anew.
const MANY: u32 = 500;

/// Something that is kept.
#[derive(Debug)]
pub(crate) struct Warm<T> {
    held: RwLock<Option<Held<T>>>,
    matters: fn(EventKind) -> bool,
}

#[derive(Debug)]
struct Held<T> {
    edition: EditionHash,
    /// Entries of the ledger that were counted in.
    size: u64,
    /// Commits of this process at the last look.
    commits: u64,
    looked: Timestamp,
    what: Arc<T>,
}

impl<T> Warm<T> {
    /// Nothing is kept yet. `matters` says which entries of the ledger end what is kept.
    pub(crate) const fn new(matters: fn(EventKind) -> bool) -> Self {
        Self { held: RwLock::new(None), matters }
    }

    /// What is kept, made anew by `load` when it no longer holds.
    ///
    /// # Errors
    /// No edition is in force, the database does not answer, or `load` fails.
    pub(crate) async fn get(&self, app: &App, load: impl AsyncFnOnce() -> Result<T>) -> Result<Arc<T>> {
        let (commits, now) = (committed(), app.now());
        let edition = app.deployment()?.edition.hash();
        if let Some(what) = self.as_it_was(edition, commits, now) {
            return Ok(what);
        }
        let (size, _) = store::ledger::head(app.store()).await.map_err(Error::internal)?;
        let since = self.size_for(edition);
        let changed = match since {
            None => true,
            Some(since) => self.changed(app, since, size).await?,
        };
        if !changed && let Some(what) = self.look_was_at(size, commits, now) {
            return Ok(what);
        }
        let what = Arc::new(load().await?);
        // What `load` saw is at least as new as the size that was read before it.
        let edition = app.deployment()?.edition.hash();
        let held = Held { edition, size, commits, looked: now, what: Arc::clone(&what) };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(what)
    }

    fn as_it_was(&self, edition: EditionHash, commits: u64, now: Timestamp) -> Option<Arc<T>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let held = held.as_ref()?;
        let age = now.duration_since(held.looked);
        let young = !age.is_negative() && age < LOOK;
        (young && held.commits == commits && held.edition == edition).then(|| Arc::clone(&held.what))
    }

    fn size_for(&self, edition: EditionHash) -> Option<u64> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|held| held.edition == edition).map(|held| held.size)
    }

    /// Notes a look that found nothing that matters.
    fn look_was_at(&self, size: u64, commits: u64, now: Timestamp) -> Option<Arc<T>> {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let held = held.as_mut()?;
        // Another look may have come further in the meantime.
        if size >= held.size {
            (held.size, held.commits, held.looked) = (size, commits, now);
        }
        Some(Arc::clone(&held.what))
    }

    /// Whether something that matters happened between two sizes of the ledger.
    async fn changed(&self, app: &App, since: u64, size: u64) -> Result<bool> {
        let Some(grown) = size.checked_sub(since) else { return Ok(true) };
        if grown == 0 {
            return Ok(false);
        }
        if grown > u64::from(MANY) {
            editions::load(app).await?;
            return Ok(true);
        }
        let entries = store::ledger::page(app.store(), since, MANY).await.map_err(Error::internal)?;
        let mut changed = false;
        for entry in &entries {
            // What was wiped may have said anything.
            let Some(event) = entry.parsed() else { return Ok(true) };
            if event.kind() == EventKind::EditionPublished {
                editions::load(app).await?;
                return Ok(true);
            }
            changed |= (self.matters)(event.kind());
        }
        Ok(changed)
    }
}
