//! What a named person has looked at and stands for, where no machine can look: paper, other companies' screens, habits
//! of an office. It says which document shows it and until when it counts; after that somebody must look again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Evidence;
use crate::promise::ClauseContext;

/// The promises, by name, of which a person may attest what no system shows. Everything else that they promise is still
/// judged by what systems show: an attestation never outweighs evidence against it.
pub const BY_PEOPLE: [&str; 11] = [
    "address-not-sent",
    "aggregates-only",
    "analytics-not-joined",
    "analytics-settings",
    "app-analytics-separate",
    "archive-access",
    "invoice-payload",
    "no-automated-decisions",
    "retention-terms",
    "setting-decided",
    "transfer-basis",
];

/// An attestation that was not withdrawn. Who gave it stands in the application's record, not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttestationEvidence {
    /// The clause that it is about.
    pub clause: String,
    /// When it was given.
    pub at: Timestamp,
    /// The moment from which it no longer counts: the start of the day after its review date.
    pub until: Timestamp,
    /// SHA-256 of the document that shows it, hexadecimal.
    pub document: String,
}

impl Evidence {
    /// The latest attestation of a clause that counts now.
    pub(crate) fn attested(
        &self,
        context: &ClauseContext<'_>,
        now: Timestamp,
    ) -> Option<&AttestationEvidence> {
        let clause = context.clause.id.to_string();
        let counts =
            |given: &&AttestationEvidence| given.clause == clause && given.at <= now && now < given.until;
        self.attestations.iter().filter(counts).max_by_key(|given| given.at)
    }
}
