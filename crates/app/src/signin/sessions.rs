//! Sessions: who a token belongs to, what a half one waits for, how one begins and ends.
//!
//! Of a token only its hash is kept. Whoever owes a second factor has a half session until it is shown: it opens the second
//! step and nothing else.

use jiff::{SignedDuration, Timestamp};
use kernel::ids::{SessionId, StaffId, SubjectId};
use kernel::{Actor, Language};
use ledger::EventKind;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::sessions::{ActorKind, SessionRow};

use super::{Door, Means};
use crate::accounts::{Holder, Visit, apps, raising, second_factor_waived, tries};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;

/// How long a subject stays signed in.
const SUBJECT_SESSION: SignedDuration = SignedDuration::from_hours(2);
/// How long staff stay signed in.
const STAFF_SESSION: SignedDuration = SignedDuration::from_hours(10);
/// How long somebody may take for the second step.
const HALF_SESSION: SignedDuration = SignedDuration::from_mins(15);
/// How exactly it is kept when a session was last used.
const SEEN: SignedDuration = SignedDuration::from_mins(1);

/// A session that was begun.
#[derive(Debug, Clone)]
pub struct Session {
    /// The secret that the browser keeps in its cookie.
    pub token: String,
    /// When it ends.
    pub expires: Timestamp,
    /// A second factor is awaited: until then it opens nothing else.
    pub half: bool,
    /// The mark by which this browser is known from now on.
    pub device: Option<String>,
}

/// Somebody who showed the first of two factors.
#[derive(Debug, Clone)]
pub struct Half {
    /// Who.
    pub holder: Holder,
    /// How.
    pub means: Means,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// As whom.
    pub actor: Actor,
    /// Their address, to be shown to themselves.
    pub address: String,
    /// Their language.
    pub language: Language,
    /// When the session ends.
    pub expires: Timestamp,
    /// The session.
    pub session: SessionId,
    /// Since when.
    pub since: Timestamp,
    /// How they showed who they are.
    pub means: Means,
    /// Until when a role that they took holds.
    pub raised_until: Option<Timestamp>,
}

/// Who a session's token belongs to; nobody when it is unknown, has ended, or waits for a second factor.
pub async fn session(app: &App, token: &str) -> Result<Option<SignedIn>> {
    let now = app.now();
    let Some(row) = store::sessions::by_token_hash(app.store(), &token_hash(token), now)
        .await
        .map_err(Error::internal)?
        .filter(|row| !row.half)
    else {
        return Ok(None);
    };
    if now.duration_since(row.last_seen_at) >= SEEN {
        store::sessions::seen(app.store(), row.id, now, now - SEEN).await.map_err(Error::internal)?;
    }
    let signed_in = |actor, address, language, raised_until| SignedIn {
        actor,
        address,
        language,
        expires: row.expires_at,
        session: row.id,
        since: row.created_at,
        means: Means::from_word(&row.means),
        raised_until,
    };
    Ok(match row.actor_kind {
        ActorKind::Subject => {
            let id: SubjectId = row.ref_id.parse().map_err(Error::internal)?;
            let subject = store::subjects::get(app.store(), id).await.map_err(Error::internal)?;
            subject.map(|subject| signed_in(Actor::Subject { id }, subject.email, subject.language, None))
        }
        ActorKind::Staff => {
            let id: StaffId = row.ref_id.parse().map_err(Error::internal)?;
            let staff = store::staff::get(app.store(), id).await.map_err(Error::internal)?;
            let Some(staff) = staff.filter(|staff| staff.active) else { return Ok(None) };
            let (role, until) = raising::role_of(app, id, staff.role).await?;
            Some(signed_in(Actor::Staff { id, role }, staff.email, staff.language, until))
        }
    })
}

/// Who showed the first of two factors, and has not shown the second.
pub async fn half(app: &App, token: &str) -> Result<Option<Half>> {
    let row = store::sessions::by_token_hash(app.store(), &token_hash(token), app.now())
        .await
        .map_err(Error::internal)?
        .filter(|row| row.half);
    let Some(row) = row else { return Ok(None) };
    let door = if row.actor_kind == ActorKind::Staff { Door::Staff } else { Door::Subject };
    let holder = Holder::by_id(app, door, &row.ref_id).await?;
    Ok(holder.map(|holder| Half { holder, means: Means::from_word(&row.means) }))
}

/// Which second factors whoever stands at the second step has.
pub async fn awaited(app: &App, token: &str) -> Result<Option<apps::Factors>> {
    match half(app, token).await? {
        Some(half) => Ok(Some(apps::factors(app, &half.holder.id).await?)),
        None => Ok(None),
    }
}

/// Who stands at the second step of the desk and has no second factor yet: only they may get one there.
pub(crate) async fn first_factor(app: &App, token: &str) -> Result<Holder> {
    let half = half(app, token).await?.filter(|half| half.holder.door == Door::Staff);
    let half = half.ok_or_else(|| Error::forbidden("second-step"))?;
    let has = apps::factors(app, &half.holder.id).await?;
    if has.app || has.passkeys > 0 {
        return Err(Error::forbidden("second-step"));
    }
    Ok(half.holder)
}

/// Ends a session.
pub async fn sign_out(app: &App, token: &str) -> Result<()> {
    let row = store::sessions::by_token_hash(app.store(), &token_hash(token), app.now())
        .await
        .map_err(Error::internal)?;
    if let Some(row) = row {
        store::sessions::delete(app.store(), row.id).await.map_err(Error::internal)?;
    }
    Ok(())
}

/// Begins a session for who showed who they are: a half one where a second factor is due.
pub(crate) async fn open_session(app: &App, holder: &Holder, means: Means, visit: &Visit) -> Result<Session> {
    let due = means.is_one() && {
        let has = apps::factors(app, &holder.id).await?;
        let demanded = holder.door == Door::Staff && !second_factor_waived(app);
        has.app || demanded
    };
    if due {
        begin_session(app, holder, means, visit, true).await
    } else {
        open_whole(app, holder, means, visit).await
    }
}

/// Begins a session for who showed everything that is asked for.
pub(crate) async fn open_whole(app: &App, holder: &Holder, means: Means, visit: &Visit) -> Result<Session> {
    begin_session(app, holder, means, visit, false).await
}

async fn begin_session(
    app: &App,
    holder: &Holder,
    means: Means,
    visit: &Visit,
    half: bool,
) -> Result<Session> {
    let now = app.now();
    let (actor_kind, whole, kind) = match holder.door {
        Door::Subject => (ActorKind::Subject, SUBJECT_SESSION, EventKind::SubjectVerified),
        Door::Staff => (ActorKind::Staff, STAFF_SESSION, EventKind::StaffSignedIn),
    };
    let token = hex::encode(app.entropy().bytes::<32>());
    let row = SessionRow {
        id: SessionId::new(now, app.entropy()),
        token_hash: token_hash(&token),
        actor_kind,
        ref_id: holder.id.clone(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + if half { HALF_SESSION } else { whole },
        device: visit.browser.chars().filter(|c| !c.is_control()).take(60).collect(),
        means: means.as_str().to_owned(),
        half,
    };
    let mut device = None;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::sessions::insert(&mut tx, &row).await.map_err(Error::internal)?;
    if !half {
        let mark = hex::encode(app.entropy().bytes::<16>());
        let hash = tries::device_hash(app, &mark);
        store::tries::know_device(&mut tx, &hash, &holder.id, now).await.map_err(Error::internal)?;
        device = Some(mark);
        journal::record(app, &mut tx, kind, json!({ "means": means.as_str() })).await?;
    }
    if matches!(means, Means::Code | Means::CodeAndApp) {
        // Their code came with the mail: the address works.
        crate::bounces::arrived(app, &mut tx, &holder.address).await?;
    }
    commit(tx, "session begun").await?;
    Ok(Session { token, expires: row.expires_at, half, device })
}

fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
