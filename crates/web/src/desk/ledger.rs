//! The ledger: how large, how signed, how to verify it.

use axum::response::Response;

use crate::failure::Failure;
use crate::here::Here;
use crate::view::desk::{Checkpoint, Ledger};

/// Shows it.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    let status = app::ledger_log::status(&here.app, here.actor()).await?;
    here.show(&Ledger {
        size: status.size,
        root: status.root,
        checkpoint: status
            .checkpoint
            .map(|note| Checkpoint { at: status.checkpoint_at.map(|at| here.moment(at)), note }),
        public_key: status.public_key,
    })
}
