//! How a person showed who they are. What was shown is judged and thrown away; only the manner is kept (S85).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::calendar::{Calendar, Span};
use serde::{Deserialize, Serialize};

use crate::right::{Decider, words};

/// The established identity of whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "proof", rename_all = "kebab-case")]
pub enum IdentityProof {
    /// A code sent to an address that was already known came back.
    KnownAddressCode {
        /// When it came back.
        at: Timestamp,
    },
    /// The person was signed in.
    SignedIn {
        /// When the request was made.
        at: Timestamp,
    },
    /// An officer looked at a proof and accepted it.
    Judged {
        /// Who.
        by: Decider,
        /// What kind of proof.
        means: ProofMeans,
        /// When.
        at: Timestamp,
    },
    /// A drill's invented person.
    Synthetic,
    /// The right asks for none.
    NotNeeded,
}

words! {
    /// What an officer may accept as proof. No copy of an identity document is among them by default: asking
    /// for one needs reasonable doubt (GDPR art. 12(6)) and a copy without number and photograph.
    ProofMeans = "means of proof" {
        /// Something only the person and the organisation know, like an order number and its date.
        SharedKnowledge = "shared-knowledge",
        /// The person was called back on a number that was already known.
        CallBack = "call-back",
        /// The school vouches for its member of staff or parent.
        School = "school",
        /// The person came by.
        InPerson = "in-person",
        /// A shielded copy of an identity document, seen and destroyed.
        ShieldedDocument = "shielded-document",
        /// An authorisation by the person, with their own proof.
        Authorisation = "authorisation",
    }
}

impl IdentityProof {
    /// The manner, as the ledger says it.
    pub fn method(&self) -> &'static str {
        match self {
            Self::KnownAddressCode { .. } => "known-address-code",
            Self::SignedIn { .. } => "signed-in",
            Self::Judged { means, .. } => means.as_str(),
            Self::Synthetic => "synthetic",
            Self::NotNeeded => "not-needed",
        }
    }
}

/// From when an answer may go to an address that was `changed` then (S84): an address that somebody has just
/// put in place of the known one must not receive a copy before its owner had time to notice.
pub fn address_usable_from(
    changed: Timestamp,
    cooldown: Span,
    zone: &TimeZone,
    calendar: &Calendar,
) -> Timestamp {
    cooldown.after_instant(changed, zone, calendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_address_waits_out_its_cooldown() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        let calendar = Calendar::netherlands().unwrap();
        let changed: Timestamp = "2026-11-20T16:00+01".parse().unwrap();
        for (cooldown, from) in [
            (Span::hours(48), "2026-11-22T16:00+01"),
            (Span::days(3), "2026-11-24T00:00+01"),
            (Span::working_days(3), "2026-11-26T00:00+01"),
        ] {
            let from: Timestamp = from.parse().unwrap();
            assert_eq!(address_usable_from(changed, cooldown, &zone, &calendar), from, "{cooldown}");
        }
    }
}
