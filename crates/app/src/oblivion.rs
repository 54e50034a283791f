//! Forgetting: wiping from Gestand's own rows what leads to a person whose erasure was carried out, and testing
//! that nothing does any more (S87).

use kernel::ids::RequestId;
use ledger::EventKind;
use serde_json::json;
use store::Tx;
use store::requests::RequestRow;

use crate::app::App;
use crate::error::{Error, Result};
use crate::journal;

/// Wipes address, identities and prepared rows from a request, and the subject unless other open requests or
/// uncollected answers still need them.
pub async fn forget(app: &App, tx: &mut Tx, row: &mut RequestRow) -> Result<()> {
    let subject = row.subject_id.take();
    row.address = None;
    row.identities = None;
    store::requests::update(&mut *tx, row).await.map_err(Error::internal)?;
    store::steps::forget_prepared(&mut *tx, row.id).await.map_err(Error::internal)?;
    journal::record_about(app, tx, EventKind::RequestForgotten, row.id, json!({})).await?;
    if let Some(subject) = subject
        && !store::requests::needs_subject(&mut *tx, subject, app.now()).await.map_err(Error::internal)?
    {
        store::sessions::delete_of(&mut *tx, &subject.to_string()).await.map_err(Error::internal)?;
        store::subjects::delete(&mut *tx, subject).await.map_err(Error::internal)?;
        journal::record(app, tx, EventKind::SubjectDeleted, json!({})).await?;
    }
    Ok(())
}

/// After the confirmation has left: searches every column of Gestand's own that may hold personal data for the
/// address, and records how often it still stands there.
pub async fn confirm(app: &App, request: RequestId, address: &str) -> Result<()> {
    let hits = store::own_data::search(app.store(), address).await.map_err(Error::internal)?;
    let count: u64 = hits.iter().map(|hit| hit.rows).sum();
    let places: Vec<String> = hits.iter().map(|hit| format!("{}.{}", hit.table, hit.column)).collect();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let data = json!({ "reidentification_hits": count, "places": places });
    journal::record_about(app, &mut tx, EventKind::RequestClosed, request, data).await?;
    tx.commit().await.map_err(Error::internal)
}

/// Deletes subjects who have nothing left here: no open request, no answer to collect, no session, and who did
/// not sign in for a month. They are known again by their address when they come back.
pub async fn forget_idle_subjects(app: &App) -> Result<()> {
    let before = app.now() - jiff::SignedDuration::from_hours(24 * 30);
    for subject in store::subjects::idle(app.store(), before, 500).await.map_err(Error::internal)? {
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        if store::requests::needs_subject(&mut tx, subject.id, app.now()).await.map_err(Error::internal)? {
            continue;
        }
        store::subjects::delete(&mut tx, subject.id).await.map_err(Error::internal)?;
        journal::record(app, &mut tx, EventKind::SubjectDeleted, json!({})).await?;
        tx.commit().await.map_err(Error::internal)?;
    }
    Ok(())
}
