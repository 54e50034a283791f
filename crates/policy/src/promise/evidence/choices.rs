//! What visitors are asked and what the register of their choices shows. Nothing leads to a person.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What visitors of the site are asked, and what the newest choices in the register show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoicesEvidence {
    /// When it was looked at.
    pub at: Timestamp,
    /// The services for which the edition in force asks.
    pub asked: Vec<AskedService>,
    /// For how many days a choice counts.
    pub days: u32,
    /// What the newest choices show.
    pub register: RegisterOfChoices,
}

/// A service for which visitors are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedService {
    /// The service's id.
    pub service: String,
    /// The purpose that it is for.
    pub purpose: String,
    /// Whether the texts on which visitors chose say who receives what with it; none while nobody has chosen.
    pub told: Option<bool>,
}

/// What the newest choices in the register show. Each number counts choices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegisterOfChoices {
    /// How many were looked at.
    pub looked: u64,
    /// The newest of them.
    pub newest: Option<Timestamp>,
    /// Are as the ledger attests.
    pub attested: u64,
    /// Were made on a site that the policy does not name.
    pub elsewhere: u64,
    /// Have no decision of its own for a purpose.
    pub joined: u64,
    /// Were made by closing the notice.
    pub closed: u64,
    /// Of those, allow something.
    pub closed_allowing: u64,
    /// Count for longer than the policy states.
    pub too_long: u64,
    /// Withdraw something.
    pub withdrawals: u64,
}
