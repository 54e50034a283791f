//! What exercising a right left behind: who was corrected, set aside, let go; when it stopped; what was told first.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is known of requests that change systems, and of what was taken along. No row leads to a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RightsEvidence {
    /// Corrections that were answered.
    pub corrections: Vec<CarriedOut>,
    /// Restrictions that were answered.
    pub restrictions: Vec<CarriedOut>,
    /// What the systems and the decision point show of restrictions that are in force.
    pub in_force: Option<InForce>,
    /// Restrictions that ended.
    pub ended: Vec<RestrictionEnd>,
    /// Data that were taken along.
    pub taken_along: Vec<TakenAlong>,
    /// Objections.
    pub objections: Vec<ObjectionRow>,
    /// Wishes to be left alone.
    pub opt_outs: Vec<OptOutRow>,
}

/// A request that was carried out in the systems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedOut {
    /// When it was answered.
    pub at: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// Systems that had a part in it and have a receipt.
    pub receipts: u64,
    /// Systems that had a part in it and have none.
    pub missing: u64,
    /// Whether the known address was told.
    pub confirmed: bool,
}

/// What restrictions in force look like in the systems, and to whoever asks whether data may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    /// When it was looked at.
    pub at: Timestamp,
    /// Restrictions in force.
    pub restrictions: u64,
    /// Of these, whose use the decision point denied.
    pub denied: u64,
    /// Systems in which every mark stands.
    pub marked: u64,
    /// Systems in which a mark is missing.
    pub unmarked: u64,
    /// Systems that did not answer.
    pub silent: u64,
}

/// A restriction that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionEnd {
    /// When.
    pub at: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// Whether the person was told before any mark came off.
    pub told_first: bool,
}

/// Data that were taken along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakenAlong {
    /// When they were given.
    pub at: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// Systems with a receipt.
    pub receipts: u64,
    /// Systems without one.
    pub missing: u64,
    /// Whether a bag was sealed that read back as RFC 8493 demands; absent when it was too large to be read back.
    pub sound: Option<bool>,
    /// Whether anything was changed in any system for it.
    pub changed: bool,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionRow {
    /// When it was filed.
    pub filed: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// When everything had stopped.
    pub halted: Option<Timestamp>,
    /// Whether it ended before it was judged: taken back.
    pub withdrawn: bool,
    /// How it ended for the data, when it was granted.
    pub granted: Option<Granted>,
}

/// An objection that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// When it was answered.
    pub at: Timestamp,
    /// Whether a copy was sealed before anything was erased; absent when nothing was to be erased.
    pub copy_first: Option<bool>,
    /// Systems with a receipt.
    pub receipts: u64,
    /// Systems without one.
    pub missing: u64,
    /// Whether the known address was told.
    pub confirmed: bool,
}

/// A wish to be left alone: an objection to marketing, or consent that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptOutRow {
    /// When it was said.
    pub said: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// When it had an effect in every system, holders without an interface included.
    pub effective: Option<Timestamp>,
    /// The last instant at which that is in time.
    pub limit: Timestamp,
}
