//! Where somebody is signed in, for themselves to see and end.

use jiff::Timestamp;
use kernel::ids::SessionId;
use ledger::EventKind;
use serde_json::json;

use crate::accounts::Holder;
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::journal;
use crate::signin::SignedIn;

/// A browser in which somebody is signed in.
#[derive(Debug, Clone)]
pub struct SessionView {
    /// Which one.
    pub id: SessionId,
    /// What the browser calls itself.
    pub device: String,
    /// How they showed who they are.
    pub means: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last used, to the minute.
    pub seen: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Somebody's own sessions, the latest first.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<Vec<SessionView>> {
    let holder = Holder::of(signed_in)?;
    let rows = store::sessions::list_of(app.store(), &holder.id, app.now()).await.map_err(Error::internal)?;
    let views = rows.into_iter().filter(|row| !row.half).map(|row| SessionView {
        this: row.id == signed_in.session,
        id: row.id,
        device: row.device,
        means: row.means,
        since: row.created_at,
        seen: row.last_seen_at,
    });
    Ok(views.collect())
}

/// Ends one of somebody's own sessions.
pub async fn end(app: &App, signed_in: &SignedIn, id: SessionId) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::sessions::delete_own(&mut tx, id, &holder.id).await.map_err(Error::internal)? {
        return Err(Error::not_found("session"));
    }
    let data = json!({ "door": holder.door.word(), "count": 1 });
    journal::record(app, &mut tx, EventKind::SessionsEnded, data).await?;
    commit(tx, "session ended").await
}

/// Ends all of somebody's own sessions but this one, and forgets their other browsers.
pub async fn end_others(app: &App, signed_in: &SignedIn) -> Result<u64> {
    let holder = Holder::of(signed_in)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let count = store::sessions::delete_others(&mut tx, &holder.id, signed_in.session)
        .await
        .map_err(Error::internal)?;
    store::tries::forget_devices(&mut tx, &holder.id).await.map_err(Error::internal)?;
    let data = json!({ "door": holder.door.word(), "count": count });
    journal::record(app, &mut tx, EventKind::SessionsEnded, data).await?;
    commit(tx, "other sessions ended").await?;
    Ok(count)
}
