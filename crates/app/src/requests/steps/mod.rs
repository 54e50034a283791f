//! What one kind of step prepares in a system, does there, and leaves as its receipt. A file a kind; [`of`] knows
//! them all. [`crate::requests::carry`] drives them and keeps what they give.
//!
//! INVARIANT: `carry_out` may be called again with the same preparation after a crash at any moment, and then does
//! only what has not been done.

pub(crate) mod erase;
pub(crate) mod lift;
mod marks;
pub(crate) mod rectify;
mod restrict;
mod suppress;
mod unsuppress;

use connect::{ConnectError, Connector};
use futures_util::future::{BoxFuture, FutureExt as _, ready};
use kernel::ids::StepId;
use serde_json::Value;
use store::Tx;
use store::steps::{StepKind, StepRow};

use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::part::StepReceipt;
use crate::requests::rights::Scene;

/// Why a step did not succeed.
#[derive(Debug)]
pub(crate) enum Problem {
    /// The system did not do its part: it is tried again.
    System(ConnectError),
    /// Gestand itself failed.
    Ours(Error),
}

impl From<ConnectError> for Problem {
    fn from(problem: ConnectError) -> Self {
        Self::System(problem)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

/// A kind of step that changes a system.
pub(crate) trait Change: Sync {
    /// Works out what will change. Changes nothing. Gives what is sealed until it is done.
    fn prepare<'a>(
        &'a self,
        scene: &'a Scene<'a>,
        step: &'a StepRow,
        connector: &'a dyn Connector,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>>;

    /// Does it, or recognises that it was done. `fresh`: it was prepared in this very run.
    fn carry_out<'a>(
        &'a self,
        app: &'a App,
        step: &'a StepRow,
        connector: &'a dyn Connector,
        prepared: &'a [u8],
        fresh: bool,
    ) -> BoxFuture<'a, Result<StepReceipt, Problem>>;

    /// What the ledger keeps: counts, an object.
    fn said(&self, receipt: &StepReceipt) -> Value;

    /// What else changes in the transaction of the receipt.
    fn settle<'a>(&'a self, _app: &'a App, _tx: &'a mut Tx, _step: &'a StepRow) -> BoxFuture<'a, Result<()>> {
        ready(Ok(())).boxed()
    }
}

/// The kind of step that changes a system; none for what only reads or is done by people.
pub(crate) fn of(kind: StepKind) -> Option<&'static dyn Change> {
    match kind {
        StepKind::Erase => Some(&erase::Erase),
        StepKind::Rectify => Some(&rectify::Rectify),
        StepKind::Restrict => Some(&restrict::Restrict),
        StepKind::Lift => Some(&lift::Lift),
        StepKind::Suppress => Some(&suppress::Suppress),
        StepKind::Unsuppress => Some(&unsuppress::Unsuppress),
        StepKind::Find | StepKind::Export | StepKind::Residue | StepKind::Manual => None,
    }
}

/// What was prepared, sealed for its step.
pub(crate) fn seal(app: &App, step: StepId, plain: &[u8]) -> Result<Vec<u8>> {
    app.keys().seal.seal(&place(step), plain, app.entropy()).map_err(Error::internal)
}

/// What was prepared for a step.
pub(crate) fn open(app: &App, step: &StepRow) -> Result<Vec<u8>> {
    let sealed = step.prepared.as_deref().unwrap_or_default();
    app.keys().seal.open(&place(step.id), sealed).map_err(Error::internal)
}

/// The place name of a prepared step: binds what is sealed to its step.
fn place(step: StepId) -> String {
    format!("prepared:{step}")
}

/// What is prepared as bytes to seal.
fn written(prepared: &impl serde::Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(prepared).map_err(|error| Problem::Ours(Error::internal(error)))
}

/// What was prepared, read back.
fn read<T: serde::de::DeserializeOwned>(prepared: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(prepared).map_err(|error| Problem::Ours(Error::internal(error)))
}
