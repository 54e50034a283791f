//! Requests of people, from their arrival to their answer.
//!
//! [`file()`] opens one; the worker plans it ([`plan`]), an officer decides ([`decide`]), the worker carries it
//! out ([`collect`] for a copy, [`carry`] for what changes systems), [`follow`] does what a decision leaves behind:
//! mail, register, forgetting. [`change`] is the one place where a request's state is written, always together with
//! its ledger entries and jobs. What a right comes to is in its own file in `rights`, what a kind of step does in
//! `steps`: to carry out another right, add a file to the one, and to the other when it needs a kind of its own.

use std::collections::BTreeMap;

use kernel::Text;

use crate::app::App;
use crate::error::Result;

pub mod about;
pub mod alike;
pub(crate) mod carry;
pub mod change;
pub mod collect;
pub mod decide;
pub mod execute;
pub mod explain;
pub mod file;
pub mod follow;
pub mod halt;
pub mod judge;
pub mod list;
pub mod notes;
pub mod officer;
pub mod part;
pub mod plan;
pub mod proof;
pub mod redaction;
pub(crate) mod rights;
pub(crate) mod steps;
pub mod told;
pub mod view;
pub(crate) mod warn;

pub use ::requests::{Channel, Finding, ProofMeans, RefusalGround, Right, Route, Taken};
pub use about::{Behalf, OnBehalf, Scope, Wish};
pub use decide::{TaskOutcome, approve, close_task, refuse, replan, told, try_again, withdraw};
pub use explain::explain;
pub use file::{Entry, Filed, Filing, file, lift};
pub use inventory::{Correction, Identity};
pub use judge::{judge, remedies};
pub use list::{Counts, Filter, Listed, Summary, counts, list};
pub use view::{View, show};

/// Whether a request is a wish to be left alone that nobody judges: an objection to marketing, or consent that was
/// taken back.
pub(crate) fn is_opt_out(
    app: &App,
    row: &store::requests::RequestRow,
    request: &::requests::Request,
) -> Result<bool> {
    match request.right {
        Right::Withdrawal => Ok(true),
        Right::Objection => Ok(about::About::of(app, row)?.wish.scope() == Some(Scope::Marketing)),
        _ => Ok(false),
    }
}

/// What a person may have corrected, by id, in words of the data maps.
///
/// # Errors
/// No edition is in force.
pub fn correctable(app: &App) -> Result<BTreeMap<String, Text>> {
    Ok(rights::data(app.deployment()?.as_ref()))
}
