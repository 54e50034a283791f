//! What the desk and the command line see of an edition on its way.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Actor;
use policy::Edition;
use policy::difference::{self, Class, Difference};
use policy::publication::{Publication, State, earliest};
use serde::Serialize;
use store::edition_notices::NoticeState;
use store::publications::PublicationRow;

use super::{edition_of, find, is_drill, parse};
use crate::app::App;
use crate::error::{Error, Result};

/// Editions that are shown.
pub(super) const SHOWN: u32 = 100;

/// How many people are told by mail, and how many already were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Told {
    /// Their message is not written yet.
    pub waiting: u64,
    /// Their message has not left yet.
    pub queued: u64,
    /// They were told.
    pub told: u64,
    /// Their mail server does not take it.
    pub unreachable: u64,
}

impl Told {
    /// Everybody on the list.
    pub fn all(&self) -> u64 {
        self.waiting + self.queued + self.told + self.unreachable
    }
}

/// An edition on its way.
#[derive(Debug, Clone, Serialize)]
pub struct PublicationView {
    /// SHA-256 of its canonical form.
    pub hash: String,
    /// Its label.
    pub version: String,
    /// The first day on which it is to hold.
    pub from: Date,
    /// Where it is, in one word.
    pub stage: &'static str,
    /// Where it is, with what is known of that.
    pub state: State,
    /// Who drafted it: an id, or `operator`.
    pub drafted_by: String,
    /// When.
    pub drafted_at: Timestamp,
    /// What was found in its text that must be mended.
    pub findings: u64,
    /// Whether it changes what is done with data, compared with the edition before it.
    pub material: bool,
    /// Wider, narrower, other words: how many changes of each.
    pub changes: [usize; 3],
    /// Purposes whose consents it ends.
    pub asks_again: Vec<String>,
    /// The first day on which it could hold if it were announced today.
    pub earliest: Date,
    /// Who is told by mail.
    pub told: Told,
}

/// The editions on their way and those that were, the latest first.
///
/// # Errors
/// The actor may not see them.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<PublicationView>> {
    may_see(actor)?;
    let rows = store::publications::list(app.store(), SHOWN).await.map_err(Error::internal)?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| !is_drill(row)) {
        views.push(view(app, row).await?);
    }
    Ok(views)
}

/// One of them, by hash, label or day.
///
/// # Errors
/// The actor may not see it, or there is none.
pub async fn show(app: &App, actor: &Actor, name: &str) -> Result<PublicationView> {
    may_see(actor)?;
    view(app, &find(app, name).await?).await
}

/// What an edition on its way changes, compared with the one before it; none for the first.
///
/// # Errors
/// As [`show`].
pub async fn difference(app: &App, actor: &Actor, name: &str) -> Result<(Edition, Option<Difference>)> {
    may_see(actor)?;
    let edition = edition_of(app, &find(app, name).await?).await?;
    let before = crate::editions::before(app, &edition).await?;
    let difference = before.map(|before| difference::between(&before, &edition));
    Ok((edition, difference))
}

fn may_see(actor: &Actor) -> Result<()> {
    match actor {
        Actor::Operator | Actor::Drill | Actor::Staff { .. } => Ok(()),
        _ => Err(Error::forbidden("see-drafts")),
    }
}

/// The editors' view of a row.
pub(super) async fn view(app: &App, row: &PublicationRow) -> Result<PublicationView> {
    let Publication { drafted_at, state, .. } = parse(row)?;
    let edition = edition_of(app, row).await?;
    let before = crate::editions::before(app, &edition).await?;
    let change = before.as_ref().map(|before| difference::between(before, &edition));
    let class = change.as_ref().and_then(|it| it.class);
    let material = class == Some(Class::Widening);
    let notice = super::notice(app, before.as_ref(), &edition)?;
    let count = |class| change.as_ref().map_or(0, |it| it.count(class));
    let asks = change.as_ref().map(|it| it.asks_again.iter().map(|ask| ask.purpose.clone()).collect());
    Ok(PublicationView {
        hash: row.hash.clone(),
        version: row.label.clone(),
        from: row.begins,
        stage: state.word(),
        state,
        drafted_by: row.drafted_by.clone(),
        drafted_at,
        findings: u64::try_from(row.findings).unwrap_or(0),
        material,
        changes: [Class::Widening, Class::Narrowing, Class::Wording].map(count),
        asks_again: asks.unwrap_or_default(),
        earliest: earliest(app.today(), notice, material, app.calendar()),
        told: told(app, &row.hash).await?,
    })
}

async fn told(app: &App, hash: &str) -> Result<Told> {
    let mut told = Told::default();
    for (state, count) in store::edition_notices::counts(app.store(), hash).await.map_err(Error::internal)? {
        let count = u64::try_from(count).unwrap_or(0);
        match state {
            NoticeState::Waiting => told.waiting = count,
            NoticeState::Queued => told.queued = count,
            NoticeState::Told => told.told = count,
            NoticeState::Unreachable => told.unreachable = count,
        }
    }
    Ok(told)
}
