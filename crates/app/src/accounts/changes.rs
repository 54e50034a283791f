//! What follows when somebody changes how they sign in: an entry in the ledger, and a mail to the known address, so
//! that nobody changes it behind its owner's back.

use ledger::EventKind;
use mail::{AccountChange, Mail};
use serde_json::json;
use store::Tx;

use crate::accounts::Holder;
use crate::app::App;
use crate::error::Result;
use crate::signin::Door;
use crate::{journal, mailbox};

/// Records a change and tells its owner.
pub(crate) async fn told(app: &App, tx: &mut Tx, holder: &Holder, change: AccountChange) -> Result<()> {
    let link = format!("{}{}", app.config().base_url, holder.door.security());
    let mail = Mail::AccountChanged { change, at: app.now(), link };
    mailbox::queue(app, tx, &mail, &holder.address, holder.language, None).await?;
    recorded(app, tx, holder.door, change).await
}

/// Records a change.
pub(crate) async fn recorded(app: &App, tx: &mut Tx, door: Door, change: AccountChange) -> Result<()> {
    let data = json!({ "door": door.word(), "what": change.as_str() });
    journal::record(app, tx, EventKind::CredentialChanged, data).await?;
    Ok(())
}
