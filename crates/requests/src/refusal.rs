//! Two kinds of no: a request that is refused to a person, on a ground of the law; and a command that does not
//! fit the request's state.

use serde::{Deserialize, Serialize};

use crate::right::{Right, words};

words! {
    /// A ground on which a request may be refused. Its article stands in `law.toml`.
    RefusalGround = "ground" {
        /// Manifestly unfounded; the controller must show it.
        ManifestlyUnfounded = "manifestly-unfounded",
        /// Excessive, in particular because it is repeated.
        Excessive = "excessive",
        /// It was not shown who asks.
        IdentityNotProved = "identity-not-proved",
        /// Another organisation (mostly the school) is the controller; the request is passed on to it.
        NotTheController = "not-the-controller",
        /// The law demands that the data are kept.
        LegalObligation = "legal-obligation",
        /// The data are needed for a legal claim.
        LegalClaims = "legal-claims",
        /// Granting it would harm others; what does not harm them is still given.
        RightsOfOthers = "rights-of-others",
        /// The conditions of this right are not met.
        RightDoesNotApply = "right-does-not-apply",
    }
}

impl RefusalGround {
    /// Whether a request for `right` can be refused on this ground at all.
    pub fn fits(self, right: Right) -> bool {
        match self {
            Self::ManifestlyUnfounded | Self::Excessive | Self::NotTheController => true,
            Self::IdentityNotProved => right.needs_identity(),
            // Art. 17(3)(b): only erasure yields to a duty to keep.
            Self::LegalObligation => right == Right::Erasure,
            // Art. 17(3)(e), 18(2), 21(1).
            Self::LegalClaims => matches!(right, Right::Erasure | Right::Restriction | Right::Objection),
            // Art. 15(4), 20(4).
            Self::RightsOfOthers => matches!(right, Right::Access | Right::Portability),
            // Access, withdrawal and complaint are unconditional.
            Self::RightDoesNotApply => !matches!(right, Right::Access | Right::Withdrawal | Right::Complaint),
        }
    }
}

words! {
    /// What a person can do against a refusal; the answer names each of them (GDPR art. 12(4)).
    Remedy = "remedy" {
        /// A complaint to the supervisory authority (art. 77).
        Authority = "authority",
        /// An action before a court (art. 79).
        Court = "court",
    }
}

/// A command that was not carried out. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("“{command}” does nothing to a request that is {state}: {why}")]
pub struct Refusal {
    /// The command.
    pub command: String,
    /// The state of the request.
    pub state: String,
    /// Why not.
    pub why: Why,
}

/// Why a command was not carried out.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The command belongs to another state.
    #[error("it belongs to another stage; look at the request again")]
    NotNow,
    /// The request has ended.
    #[error("the request is closed; file a new one")]
    Closed,
    /// What has begun to change the systems cannot be stopped.
    #[error(
        "what has begun to change the systems only goes forward, because half of it would be worse than all"
    )]
    OnlyForward,
    /// The approved plan is not the one that stands.
    #[error("the plan was made anew since it was shown; look at it and approve that one")]
    StalePlan,
    /// Two people must allow it, and this is the first of them again.
    #[error("this is so much that a second person must allow it; you gave the first yes")]
    SecondPerson,
    /// An answer of the person is awaited.
    #[error("the person was asked something and has not answered; end the question first, or wait")]
    Asking,
    /// What was decided has left the building.
    #[error("it has left the building, or was never decided; it cannot be taken back")]
    HasLeft,
    /// The person first gets the copy they asked for.
    #[error("it waits for the answer to another request, so that the copy is made before the data are gone")]
    WaitsForCopy,
    /// The person is told before a restriction ends.
    #[error("the person must be told first; it goes on by itself when the message has left")]
    TellFirst,
    /// It does not wait for that request.
    #[error("it does not wait for that request")]
    NotWaitingForThat,
    /// Only an erasure can wait for a copy.
    #[error("only an erasure waits for a copy")]
    OnlyErasureWaits,
    /// The term was extended before.
    #[error("the term was extended before, and the law allows that once")]
    AlreadyExtended,
    /// The first term is over.
    #[error("the person must be told of an extension within the first term, which is over")]
    TooLateToExtend,
    /// The ground is none for this right, or at this stage.
    #[error("that ground does not fit this right or this stage; choose another")]
    GroundDoesNotFit,
    /// The person must be told why.
    #[error("the person must be told why; write the reasons")]
    ReasonsMissing,
    /// What is answered is what a person found, and nobody has looked.
    #[error("a person must look at it and write down what they find first")]
    NotJudged,
    /// Such a finding is none for this right.
    #[error("that finding does not fit this right; choose another")]
    FindingDoesNotFit,
    /// The system has no open task or no part in the plan.
    #[error("that system has no open task in this request")]
    NoSuchTask,
    /// The right needs a proof of identity.
    #[error("this right needs a proof of identity")]
    IdentityNeeded,
    /// Received later than now.
    #[error("it cannot have been received in the future; correct the date")]
    ReceivedLater,
}

impl Why {
    /// Its word, as in rows and problem details.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotNow => "not-now",
            Self::Closed => "closed",
            Self::OnlyForward => "only-forward",
            Self::StalePlan => "stale-plan",
            Self::SecondPerson => "second-person",
            Self::Asking => "asking",
            Self::HasLeft => "has-left",
            Self::WaitsForCopy => "waits-for-copy",
            Self::TellFirst => "tell-first",
            Self::NotWaitingForThat => "not-waiting-for-that",
            Self::OnlyErasureWaits => "only-erasure-waits",
            Self::AlreadyExtended => "already-extended",
            Self::TooLateToExtend => "too-late-to-extend",
            Self::GroundDoesNotFit => "ground-does-not-fit",
            Self::ReasonsMissing => "reasons-missing",
            Self::NotJudged => "not-judged",
            Self::FindingDoesNotFit => "finding-does-not-fit",
            Self::NoSuchTask => "no-such-task",
            Self::IdentityNeeded => "identity-needed",
            Self::ReceivedLater => "received-later",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_fits_only_the_rights_whose_article_knows_it() {
        use RefusalGround as G;
        for (ground, fits) in [
            (G::ManifestlyUnfounded, Right::ALL.to_vec()),
            (G::Excessive, Right::ALL.to_vec()),
            (G::NotTheController, Right::ALL.to_vec()),
            (G::IdentityNotProved, Right::ALL.iter().copied().filter(|r| *r != Right::Complaint).collect()),
            (G::LegalObligation, vec![Right::Erasure]),
            (G::LegalClaims, vec![Right::Erasure, Right::Restriction, Right::Objection]),
            (G::RightsOfOthers, vec![Right::Access, Right::Portability]),
            (
                G::RightDoesNotApply,
                vec![
                    Right::Rectification,
                    Right::Erasure,
                    Right::Restriction,
                    Right::Portability,
                    Right::Objection,
                    Right::HumanReview,
                ],
            ),
        ] {
            let got: Vec<_> = Right::ALL.iter().copied().filter(|right| ground.fits(*right)).collect();
            assert_eq!(got, fits, "{ground}");
        }
    }
}
