//! The one face of every system: look, find, export, erase, and recognise what was done.
//!
//! Implementations: [`crate::SqlConnector`], [`crate::HttpConnector`] and [`crate::ManualConnector`]. A third right
//! (rectification, restriction, suppression) gets a method here, with its capability in [`Capabilities`].
//! Futures are boxed so that the systems of a policy can stand in one list.

use futures_util::future::BoxFuture;
use inventory::{Applied, DataMap, ErasureOrder, Found, Identity, PreparedErasure, Receipt, Residue};

use crate::error::ConnectError;
use crate::probe::Probe;
use crate::sink::{ExportSummary, RowSink};

/// How a connector can do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// By itself.
    Automatic,
    /// A person does it, on a letter.
    Manual,
    /// Not at all.
    None,
}

/// What a connector can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Find the rows of a person.
    pub find: Capability,
    /// Give a copy of them.
    pub export: Capability,
    /// Erase them.
    pub erase: Capability,
    /// Search all text for what should be gone.
    pub residue: Capability,
}

/// A system as Gestand talks to it.
pub trait Connector: Send + Sync {
    /// The system's map.
    fn map(&self) -> &DataMap;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Looks whether the system answers and is as its map says. Never fails: what is wrong is the answer.
    fn probe(&self) -> BoxFuture<'_, Probe>;

    /// The keys of every row about a person. Identities of kinds that the map does not know are passed over;
    /// when none is left that is an error, never "nothing found".
    fn find<'a>(&'a self, identities: &'a [Identity]) -> BoxFuture<'a, Result<Found, ConnectError>>;

    /// A copy of every row about a person, streamed; finds and reads in one pass.
    fn export<'a>(
        &'a self,
        identities: &'a [Identity],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<ExportSummary, ConnectError>>;

    /// Decides for every row what an erasure does to it. Changes nothing.
    fn prepare_erasure<'a>(
        &'a self,
        order: &'a ErasureOrder,
    ) -> BoxFuture<'a, Result<PreparedErasure, ConnectError>>;

    /// Carries a prepared erasure out: all of it in one transaction, or nothing; over HTTP call by call. Rows that appeared since the
    /// preparation are found again and treated by the same rules; rows that are somebody else's by now are left.
    fn erase<'a>(&'a self, prepared: &'a PreparedErasure) -> BoxFuture<'a, Result<Receipt, ConnectError>>;

    /// Whether a prepared erasure has been carried out: asked when a receipt is missing.
    fn verify_applied<'a>(
        &'a self,
        prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>>;

    /// The connector of a database, which retention rules are carried out in set by set; none for what has no
    /// tables.
    fn as_sql(&self) -> Option<&crate::SqlConnector> {
        None
    }

    /// What of the person still stands in the system's text. None when the map asks for no search.
    fn residue<'a>(
        &'a self,
        prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Option<Residue>, ConnectError>>;
}
