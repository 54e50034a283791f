//! The life of a retention rule: seen, looked at, allowed to delete.
//!
//! A rule is what carries a term out in one collection of one system. It deletes nothing before somebody has
//! looked at what it would touch and said yes to exactly that rule: its digest covers the term, the map's part
//! and what happens. A rule that reads differently waits again. To add a state, add it to [`State`] and its row
//! to the table of the tests.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How far a rule is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum RuleState {
    /// Nobody has confirmed it as it reads now. It touches nothing.
    Awaiting {
        /// What it reads like.
        digest: String,
        /// Since when it waits.
        since: Timestamp,
    },
    /// Somebody has looked at what it touches and allowed it.
    Confirmed {
        /// What it reads like.
        digest: String,
        /// When.
        at: Timestamp,
        /// How many rows were past their date in what was looked at.
        due: u64,
    },
}

/// What is done to a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleCommand {
    /// The edition in force has it, reading like this.
    See {
        /// What it reads like.
        digest: String,
    },
    /// Somebody looked at a preview of it and allows it.
    Confirm {
        /// What it read like in that preview.
        digest: String,
        /// How many rows were past their date in it.
        due: u64,
    },
}

/// What became of a rule, for the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleEvent {
    /// It is new, or reads differently: it waits.
    Waits,
    /// It may delete from now on.
    Allowed,
}

/// Why a command has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleRefusal {
    /// The preview was of another wording than the one in force.
    #[error(
        "the rule reads differently from the one in the preview; look at the preview again and confirm that"
    )]
    Changed,
    /// Nobody has seen the rule yet.
    #[error("no edition in force has this rule; run the preview first")]
    Unknown,
}

impl RuleState {
    /// What it reads like.
    pub fn digest(&self) -> &str {
        match self {
            Self::Awaiting { digest, .. } | Self::Confirmed { digest, .. } => digest,
        }
    }

    /// Whether a rule that reads like `digest` may delete.
    pub fn allows(&self, digest: &str) -> bool {
        matches!(self, Self::Confirmed { digest: confirmed, .. } if confirmed == digest)
    }
}

/// What becomes of a rule under a command; no event when nothing changes.
pub fn decide(
    state: Option<&RuleState>,
    command: RuleCommand,
    now: Timestamp,
) -> Result<(RuleState, Option<RuleEvent>), RuleRefusal> {
    match (state, command) {
        (Some(known), RuleCommand::See { digest }) if known.digest() == digest => Ok((known.clone(), None)),
        (_, RuleCommand::See { digest }) => {
            Ok((RuleState::Awaiting { digest, since: now }, Some(RuleEvent::Waits)))
        }
        (None, RuleCommand::Confirm { .. }) => Err(RuleRefusal::Unknown),
        (Some(known), RuleCommand::Confirm { digest, .. }) if known.digest() != digest => {
            Err(RuleRefusal::Changed)
        }
        (Some(known @ RuleState::Confirmed { .. }), RuleCommand::Confirm { .. }) => Ok((known.clone(), None)),
        (Some(RuleState::Awaiting { .. }), RuleCommand::Confirm { digest, due }) => {
            Ok((RuleState::Confirmed { digest, at: now, due }, Some(RuleEvent::Allowed)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_command() {
        let then: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
        let now: Timestamp = "2026-11-22T00:00:00Z".parse().unwrap();
        let waits = |digest: &str, since| RuleState::Awaiting { digest: digest.into(), since };
        let allowed = |digest: &str, at| RuleState::Confirmed { digest: digest.into(), at, due: 7 };
        let see = |digest: &str| RuleCommand::See { digest: digest.into() };
        let confirm = |digest: &str| RuleCommand::Confirm { digest: digest.into(), due: 7 };
        let table = [
            (None, see("a"), Ok((waits("a", now), Some(RuleEvent::Waits)))),
            (None, confirm("a"), Err(RuleRefusal::Unknown)),
            (Some(waits("a", then)), see("a"), Ok((waits("a", then), None))),
            (Some(waits("a", then)), see("b"), Ok((waits("b", now), Some(RuleEvent::Waits)))),
            (Some(waits("a", then)), confirm("a"), Ok((allowed("a", now), Some(RuleEvent::Allowed)))),
            (Some(waits("a", then)), confirm("b"), Err(RuleRefusal::Changed)),
            (Some(allowed("a", then)), see("a"), Ok((allowed("a", then), None))),
            (Some(allowed("a", then)), see("b"), Ok((waits("b", now), Some(RuleEvent::Waits)))),
            (Some(allowed("a", then)), confirm("a"), Ok((allowed("a", then), None))),
            (Some(allowed("a", then)), confirm("b"), Err(RuleRefusal::Changed)),
        ];
        for (state, command, expected) in table {
            assert_eq!(decide(state.as_ref(), command.clone(), now), expected, "{state:?} {command:?}");
        }
    }

    #[test]
    fn only_what_was_confirmed_may_delete() {
        let now = Timestamp::UNIX_EPOCH;
        let waiting = RuleState::Awaiting { digest: "a".into(), since: now };
        let confirmed = RuleState::Confirmed { digest: "a".into(), at: now, due: 0 };
        assert!(!waiting.allows("a"));
        assert!(confirmed.allows("a"));
        assert!(!confirmed.allows("b"));
    }
}
