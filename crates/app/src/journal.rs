//! Writing to the ledger, inside the transaction that does what the entry says.

use kernel::ids::RequestId;
use ledger::{Event, EventKind, Salt};
use serde_json::Value;
use store::Tx;

use crate::app::App;
use crate::error::{Error, Result};

/// Records one event. `data` must hold no personal data: ids, counts, names of systems.
pub async fn record(app: &App, tx: &mut Tx, kind: EventKind, data: Value) -> Result<u64> {
    let event = Event::new(kind, data).map_err(Error::internal)?;
    append(app, tx, &event).await
}

/// Records one event about a request.
pub async fn record_about(
    app: &App,
    tx: &mut Tx,
    kind: EventKind,
    request: RequestId,
    data: Value,
) -> Result<u64> {
    let event = Event::about(kind, request, data).map_err(Error::internal)?;
    append(app, tx, &event).await
}

async fn append(app: &App, tx: &mut Tx, event: &Event) -> Result<u64> {
    let salt = Salt(app.entropy().bytes());
    store::ledger::append(tx, event, &salt, app.now()).await.map_err(Error::internal)
}
