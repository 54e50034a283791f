//! "My password has leaked": everything that was open is closed at once, the password is gone, and somebody at the
//! desk looks into it (S78).

use jiff::{SignedDuration, Timestamp};
use kernel::ids::uuid_v7;
use kernel::{Actor, Language, StaffRole};
use ledger::EventKind;
use mail::{AccountChange, Mail};
use policy::promise::evidence::{LEAK_DAYS, LeaksEvidence};
use serde_json::json;
use store::leak_reports::LeakRow;

use crate::accounts::looks::{self, What};
use crate::accounts::{Holder, changes};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::signin::{Door, SignedIn};
use crate::{journal, mailbox};

/// How long closed reports are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What looking into a report found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Nobody else got in.
    NoBreach,
    /// It may be a personal-data breach: it goes on as one (GDPR 33).
    Breach,
    /// It was no leak after all.
    NoLeak,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Self; 3] = [Self::NoBreach, Self::Breach, Self::NoLeak];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoBreach => "no-breach",
            Self::Breach => "breach",
            Self::NoLeak => "no-leak",
        }
    }

    /// The finding with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.as_str() == word)
    }
}

/// A report, for the desk.
#[derive(Debug, Clone)]
pub struct LeakView {
    /// Which one.
    pub id: String,
    /// At which door.
    pub door: String,
    /// Whose password, while somebody has to look into it.
    pub address: Option<String>,
    /// When it was said.
    pub at: Timestamp,
    /// How many sessions were ended.
    pub sessions: i64,
    /// What was found.
    pub finding: Option<Finding>,
    /// When.
    pub closed: Option<Timestamp>,
}

/// Says that one's own password leaked. How many sessions ended, the one that said it among them.
pub async fn report(app: &App, signed_in: &SignedIn) -> Result<u64> {
    let holder = Holder::of(signed_in)?;
    // A synthetic person's report is looked into by nobody.
    let drill = crate::preferences::is_drill(&holder.address);
    report_for(app, &holder, drill).await.map(|(_, sessions)| sessions)
}

pub(crate) async fn report_for(app: &App, holder: &Holder, drill: bool) -> Result<(String, u64)> {
    let deployment = app.deployment()?;
    let now = app.now();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let sessions = store::sessions::delete_of(&mut tx, &holder.id).await.map_err(Error::internal)?;
    store::tries::forget_devices(&mut tx, &holder.id).await.map_err(Error::internal)?;
    let had = store::credentials::drop_password(&mut tx, &holder.id).await.map_err(Error::internal)?;
    if had {
        store::credentials::owe_choice(&mut tx, &holder.id, now).await.map_err(Error::internal)?;
    }
    let row = LeakRow {
        id: uuid_v7(now, app.entropy()).to_string(),
        holder: Some(holder.id.clone()),
        door: holder.door.word().to_owned(),
        reported_at: now,
        sessions: i64::try_from(sessions).unwrap_or(i64::MAX),
        drill,
        finding: None,
        closed_by: None,
        closed_at: None,
    };
    store::leak_reports::insert(&mut tx, &row).await.map_err(Error::internal)?;
    let link = format!("{}{}", app.config().base_url, holder.door.security());
    let told = Mail::LeakReported { sessions, had_password: had, link };
    mailbox::queue(app, &mut tx, &told, &holder.address, holder.language, None).await?;
    if !drill {
        let link = format!("{}/desk/leaks", app.config().base_url);
        let to = deployment.edition.facts().organisation.contact.email.clone();
        let mail = Mail::OfficerLeak { at: now, staff: holder.door == Door::Staff, link };
        mailbox::queue(app, &mut tx, &mail, &to, Language::Nl, None).await?;
    }
    changes::recorded(app, &mut tx, holder.door, AccountChange::PasswordRemoved).await?;
    let data = json!({ "door": holder.door.word(), "sessions_ended": sessions, "drill": drill });
    journal::record(app, &mut tx, EventKind::LeakReported, data).await?;
    commit(tx, "leak reported").await?;
    Ok((row.id, sessions))
}

/// The reports, those that nobody has looked into first.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<LeakView>> {
    let contents = decides(actor)?;
    let rows = store::leak_reports::list(app.store(), 200).await.map_err(Error::internal)?;
    let mut views = Vec::new();
    for row in rows {
        let door = if row.door == Door::Staff.word() { Door::Staff } else { Door::Subject };
        let holder = match row.holder.as_deref().filter(|_| contents) {
            Some(id) => Holder::by_id(app, door, id).await?,
            None => None,
        };
        if let Some(holder) = holder.as_ref().filter(|holder| holder.door == Door::Subject) {
            looks::at_account(app, actor, holder, What::Leak).await?;
        }
        views.push(LeakView {
            id: row.id,
            door: row.door,
            address: holder.map(|holder| holder.address),
            at: row.reported_at,
            sessions: row.sessions,
            finding: row.finding.as_deref().and_then(Finding::from_word),
            closed: row.closed_at,
        });
    }
    Ok(views)
}

/// How many nobody has looked into.
pub async fn open_count(app: &App) -> Result<i64> {
    store::leak_reports::open(app.store()).await.map_err(Error::internal)
}

/// Puts on record what was found, and forgets whose password it was.
pub async fn close(app: &App, actor: &Actor, id: &str, finding: Finding) -> Result<()> {
    let by = match actor {
        Actor::Staff { id, role: StaffRole::Officer } => id.to_string(),
        Actor::Operator => "operator".to_owned(),
        _ => return Err(Error::forbidden("close-leak")),
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let closed = store::leak_reports::close(&mut tx, id, finding.as_str(), &by, app.now())
        .await
        .map_err(Error::internal)?;
    if !closed {
        return Err(Error::new(
            Kind::Conflict,
            "leak-closed",
            "Deze melding is er niet of is al afgehandeld.",
            "This report is not there or has been dealt with.",
        ));
    }
    journal::record(app, &mut tx, EventKind::LeakClosed, json!({ "finding": finding.as_str() })).await?;
    commit(tx, "leak closed").await
}

/// Whether reports are looked into in time.
pub(crate) async fn evidence(app: &App) -> Result<LeaksEvidence> {
    let now = app.now();
    let rows = store::leak_reports::list(app.store(), 1000).await.map_err(Error::internal)?;
    let latest = SignedDuration::from_hours(24 * LEAK_DAYS);
    let late =
        rows.iter().filter(|row| row.closed_at.is_none() && now.duration_since(row.reported_at) > latest);
    Ok(LeaksEvidence { at: now, reported: rows.len() as u64, late: late.count() as u64 })
}

/// Deletes reports that were dealt with long ago.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    store::leak_reports::purge(app.store(), app.now() - KEPT).await.map_err(Error::internal)?;
    Ok(())
}

/// Whether the actor may see reports; true when they may see whose.
fn decides(actor: &Actor) -> Result<bool> {
    match actor {
        Actor::Staff { role: StaffRole::Officer, .. } | Actor::Operator => Ok(true),
        Actor::Staff { role: StaffRole::Auditor, .. } => Ok(false),
        _ => Err(Error::forbidden("list-leaks")),
    }
}
