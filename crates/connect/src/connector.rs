//! The one face of every system: look, find, export, rectify, restrict and lift, suppress and unsuppress, erase, and recognise
//! what was done.
//!
//! Implementations: [`crate::SqlConnector`], [`crate::HttpConnector`], [`crate::FilesConnector`] and
//! [`crate::ManualConnector`]. What a system
//! has no way of doing is [`Capability::None`] and ends in [`ConnectError::Unsupported`]; nothing is pretended.
//! Another thing to do gets a method here, with its capability in [`Capabilities`].
//! Futures are boxed so that the systems of a policy can stand in one list.

use futures_util::future::{BoxFuture, FutureExt as _, ready};
use inventory::payment::PaymentScan;
use inventory::{
    Applied, DataMap, Entry, ErasureOrder, Found, Identity, PreparedErasure, PreparedRectification,
    PreparedRestriction, PreparedSuppression, Receipt, RectificationOrder, RectificationReceipt, Residue,
    RestrictionReceipt, SuppressionOrder, SuppressionReceipt,
};

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
    /// Put a right value in the place of a wrong one, copies included.
    pub rectify: Capability,
    /// Mark them as not to be used, and take the mark off again.
    pub restrict: Capability,
    /// Leave the person out of what there are exclusion lists for.
    pub suppress: Capability,
    /// Say whether a person stands on such a list.
    pub suppressed: Capability,
    /// Take a person off such a list again, where we put them on it.
    pub unsuppress: Capability,
    /// Erase them.
    pub erase: Capability,
    /// Search all text for what should be gone.
    pub residue: Capability,
    /// Search all text for card and account numbers.
    pub payment_numbers: Capability,
}

/// A system as Gestand talks to it.
pub trait Connector: Send + Sync {
    /// The system's map.
    fn map(&self) -> &DataMap;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// The error of what this connector has no way of doing; what it can do it does in place of the methods below that
    /// say so.
    fn cannot(&self, what: &'static str) -> ConnectError {
        ConnectError::Unsupported { system: self.map().system.id.clone(), what }
    }

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

    /// Looks where the wrong values stand and which rows a term keeps as they were. Changes nothing.
    fn prepare_rectification<'a>(
        &'a self,
        _order: &'a RectificationOrder,
    ) -> BoxFuture<'a, Result<PreparedRectification, ConnectError>> {
        ready(Err(self.cannot("correct single values"))).boxed()
    }

    /// Corrects all that was prepared, in one transaction or not at all; refused when a value is no longer the one
    /// that was to be corrected ([`ConnectError::Outdated`]). Rows that are somebody else's by now are left.
    fn rectify<'a>(
        &'a self,
        _prepared: &'a PreparedRectification,
    ) -> BoxFuture<'a, Result<RectificationReceipt, ConnectError>> {
        ready(Err(self.cannot("correct single values"))).boxed()
    }

    /// Whether a prepared correction has been carried out.
    fn verify_rectified<'a>(
        &'a self,
        _prepared: &'a PreparedRectification,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        ready(Err(self.cannot("correct single values"))).boxed()
    }

    /// Looks which rows a restriction marks, and what stands there now. Changes nothing. A person's rows are marked
    /// once: what is prepared while another restriction is in force remembers that one's mark as the old value.
    fn prepare_restriction<'a>(
        &'a self,
        _identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<PreparedRestriction, ConnectError>> {
        ready(Err(self.cannot("restrict the use of what it holds"))).boxed()
    }

    /// Marks the rows, in one transaction or not at all. Safe to repeat.
    fn restrict<'a>(
        &'a self,
        _prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        ready(Err(self.cannot("restrict the use of what it holds"))).boxed()
    }

    /// Takes the marks off again and puts back what stood there; what somebody has changed since is left. Safe to
    /// repeat.
    fn lift<'a>(
        &'a self,
        _prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<RestrictionReceipt, ConnectError>> {
        ready(Err(self.cannot("restrict the use of what it holds"))).boxed()
    }

    /// Whether the rows have their marks.
    fn verify_restricted<'a>(
        &'a self,
        _prepared: &'a PreparedRestriction,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        ready(Err(self.cannot("restrict the use of what it holds"))).boxed()
    }

    /// Puts the person on every exclusion list of the map. Safe to repeat: nobody stands on one twice.
    fn suppress<'a>(
        &'a self,
        _order: &'a SuppressionOrder,
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        ready(Err(self.cannot("leave anybody out of anything"))).boxed()
    }

    /// Which exclusion lists the person stands on.
    fn suppressed<'a>(
        &'a self,
        _identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        ready(Err(self.cannot("say who stands on its lists"))).boxed()
    }

    /// Looks on which lists the person does not stand yet: only from those are they ever taken off again. Changes
    /// nothing.
    fn prepare_suppression<'a>(
        &'a self,
        identities: &'a [Identity],
    ) -> BoxFuture<'a, Result<PreparedSuppression, ConnectError>> {
        async move {
            let mut missing = Vec::new();
            if self.capabilities().suppressed == Capability::Automatic {
                for identity in identities {
                    let stands = match self.suppressed(std::slice::from_ref(identity)).await {
                        Err(ConnectError::NoIdentity { .. }) => continue,
                        stands => stands?,
                    };
                    let lacking = stands.lists.into_iter().filter(|list| list.missing > 0);
                    missing.extend(lacking.map(|list| Entry { list: list.list, identity: identity.clone() }));
                }
            }
            let system = self.map().system.id.clone();
            Ok(PreparedSuppression { system, identities: identities.to_vec(), missing })
        }
        .boxed()
    }

    /// Takes people off the lists named, and off no other. Only for entries of
    /// [`Connector::prepare_suppression`]: what somebody chose themselves is never taken back. Safe to repeat.
    fn unsuppress<'a>(
        &'a self,
        _entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<SuppressionReceipt, ConnectError>> {
        ready(Err(self.cannot("take anybody off its lists"))).boxed()
    }

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

    /// Whether other systems lead here: then it is prepared before they are erased, and carried out after.
    fn is_led_to(&self) -> bool {
        false
    }

    /// What of the person still stands in the system's text. None when the map asks for no search, or there is no text
    /// to search.
    fn residue<'a>(
        &'a self,
        _prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Option<Residue>, ConnectError>> {
        ready(Ok(None)).boxed()
    }

    /// Where card and account numbers stand in the system's text, counted.
    fn payment_numbers(&self) -> BoxFuture<'_, Result<PaymentScan, ConnectError>> {
        ready(Err(self.cannot("search its text for payment numbers"))).boxed()
    }
}
