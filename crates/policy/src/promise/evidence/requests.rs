//! Requests with what came of them: one anonymous row each, receipts, the register, packed answers, erasures.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::*;

/// A request, without anything that leads to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestRow {
    /// Which right was exercised.
    pub right: RightKind,
    /// When it came in, by whatever channel.
    pub received: Timestamp,
    /// The last instant at which an answer is in time.
    pub due: Timestamp,
    /// Whether the term was extended with notice and reasons (GDPR 12(3)).
    pub extended: bool,
    /// When what was asked had been done and answered.
    pub answered: Option<Timestamp>,
    /// When it ended: by its answer, by a refusal, or because it was taken back.
    #[serde(default)]
    pub ended: Option<Timestamp>,
    /// Whether the request is closed.
    pub closed: bool,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How the answer reached the person.
    pub delivery: Option<Delivery>,
    /// The systems that the request went to.
    pub systems: Vec<SystemReceipt>,
    /// Whether it was a drill's.
    pub drill: bool,
}

impl RequestRow {
    /// Whether the answer came in time; nothing while that is still open, or when the person took the question back.
    /// A refusal with reasons is an answer (GDPR art. 12(4)).
    pub fn in_time(&self, now: Timestamp) -> Option<bool> {
        if self.outcome == Some(Outcome::Withdrawn) {
            return None;
        }
        // A refusal with its reasons is an answer too (GDPR 12(4)).
        match self.answered.or(self.ended) {
            Some(answered) => Some(answered <= self.due),
            None if now > self.due => Some(false),
            None => None,
        }
    }
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What was asked was done.
    Granted,
    /// A part was done; the rest was refused or kept with a reason.
    PartlyGranted,
    /// It was refused with reasons.
    Refused,
    /// The person withdrew it, or did not prove who they are.
    Withdrawn,
}

/// How an answer reached a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// A link mailed to the known address; the answer itself behind a sign-in with that address.
    SignInKnownAddress,
    /// A message to the known address that holds no data, as a confirmation of an erasure.
    NoticeKnownAddress,
    /// After identification, to another address or by post.
    AfterIdentification,
    /// To an address that was neither known nor identified.
    Elsewhere,
}

/// A system's part in a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemReceipt {
    /// The system's id in the edition.
    pub system: String,
    /// Whether there is a receipt: the system was asked and answered, or the person who does it by hand said so.
    pub receipt: bool,
    /// The number of records that the receipt names.
    pub records: u64,
}

/// The register of closed requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterEvidence {
    /// When it was compared.
    pub at: Timestamp,
    /// Closed requests.
    pub closed: u64,
    /// Closed requests with a row in the register.
    pub registered: u64,
    /// Rows of the register without a closed request.
    pub strays: u64,
    /// Rows of the register whose ledger entry was verified.
    pub in_ledger: u64,
}

/// An answer that was packed for a subject.
#[expect(clippy::struct_excessive_bools, reason = "each is the outcome of one test of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveEvidence {
    /// When it was packed and validated.
    pub at: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// Whether every JSON file was read back.
    pub json: bool,
    /// Whether every CSV file was read back.
    pub csv: bool,
    /// Whether the readable page is there.
    pub html: bool,
    /// Whether every file has the hash that the manifest names, and every file is in the manifest.
    pub manifest: bool,
    /// Fields in the archive.
    pub fields: u64,
    /// Fields in the archive whose data category the manifest names.
    pub fields_with_category: u64,
    /// The recipients that the manifest names: ids.
    pub recipients: Vec<String>,
    /// The systems that hold records of the person: ids.
    pub systems: Vec<String>,
}

/// An erasure that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureEvidence {
    /// When it was carried out.
    pub at: Timestamp,
    /// Whether it was a drill's.
    pub drill: bool,
    /// What was kept, by reason.
    pub kept: Vec<KeptRows>,
    /// What the test of the register row found that leads back to the person; absent when it was not run.
    pub reidentification_hits: Option<u64>,
    /// Whether it was asked for on its own, and followed from no ending.
    #[serde(default)]
    pub alone: bool,
    /// Recipients of whom it is on record that they were told.
    #[serde(default)]
    pub told: u64,
    /// Recipients that had a part in it and of whom that is not on record.
    #[serde(default)]
    pub untold: u64,
}
