//! The rights, the ways in, and who decides.

use kernel::ids::StaffId;
use kernel::{Actor, StaffRole};
use serde::{Deserialize, Serialize};

/// A word that is none of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is no {kind}; there are: {choices}")]
pub struct UnknownWord {
    /// What was expected.
    pub kind: &'static str,
    /// The start of what was given.
    pub given: String,
    /// What there is, comma separated.
    pub choices: String,
}

/// Makes an enum whose variants have one word each, the same in files, rows, the API and the command line.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$each:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// Every one, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::right::UnknownWord;
            fn from_str(text: &str) -> Result<Self, $crate::right::UnknownWord> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    other => Err($crate::right::UnknownWord {
                        kind: $kind,
                        given: other.chars().take(40).collect(),
                        choices: [$($word,)*].join(", "),
                    }),
                }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A right that a person exercises. The word is also its id in the policy's `facts/rights.toml`.
    Right = "right" {
        /// To see what is held and get a copy (GDPR art. 15).
        Access = "access",
        /// To have it corrected (art. 16).
        Rectification = "rectification",
        /// To have it erased (art. 17).
        Erasure = "erasure",
        /// To have its use restricted (art. 18).
        Restriction = "restriction",
        /// To take it along (art. 20).
        Portability = "portability",
        /// To object (art. 21).
        Objection = "objection",
        /// To withdraw consent (art. 7(3)).
        Withdrawal = "withdrawal",
        /// To have a person look at an automated decision (art. 22(3)).
        HumanReview = "human-review",
        /// To be told how and where to complain (art. 77).
        Complaint = "complaint",
    }
}

impl Right {
    /// Whether the answer may only go to a person whose identity is known. Telling somebody how to complain
    /// gives nothing away.
    pub fn needs_identity(self) -> bool {
        self != Self::Complaint
    }

    /// Whether its answer is what a person of the organisation finds, in their own words: nothing in the systems
    /// answers it.
    pub fn is_answered_in_words(self) -> bool {
        matches!(self, Self::HumanReview | Self::Complaint)
    }

    /// Whether carrying it out changes the systems. Half of that is worse than none or all of it, so such a
    /// request only goes forward once begun.
    pub fn changes_systems(self) -> bool {
        !matches!(self, Self::Access | Self::Portability | Self::HumanReview | Self::Complaint)
    }

    /// Whether everything it is about stops when it comes in, and is judged afterwards (art. 21(1), S97).
    pub fn halts_first(self) -> bool {
        matches!(self, Self::Objection | Self::Withdrawal)
    }
}

words! {
    /// How a request came in. The clock starts at receipt, whichever it was.
    Channel = "channel" {
        /// Signed in at the portal.
        Portal = "portal",
        /// The public form.
        Form = "form",
        /// By e-mail.
        Email = "email",
        /// By post.
        Letter = "letter",
        /// By telephone.
        Phone = "phone",
        /// Passed on by a school, as controller.
        School = "school",
        /// By another system.
        Api = "api",
        /// Typed in by the operator.
        Operator = "operator",
        /// A synthetic person's drill.
        Drill = "drill",
    }
}

/// Who may decide on a request. Nobody decides on their own request: a subject cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "kebab-case")]
pub enum Decider {
    /// The privacy officer.
    Officer {
        /// Which member of staff.
        id: StaffId,
    },
    /// Whoever has a shell on the machine.
    Operator,
    /// A drill, for its own synthetic person only.
    Drill,
    /// Nobody: the law leaves nothing to judge (art. 21(3), 7(3)).
    Law,
}

impl Decider {
    /// Its word, without saying who.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Officer { .. } => "officer",
            Self::Operator => "operator",
            Self::Drill => "drill",
            Self::Law => "law",
        }
    }
}

/// This actor decides on no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("only a privacy officer decides on requests; ask one")]
pub struct MayNotDecide;

impl TryFrom<&Actor> for Decider {
    type Error = MayNotDecide;

    fn try_from(actor: &Actor) -> Result<Self, MayNotDecide> {
        match actor {
            Actor::Staff { id, role: StaffRole::Officer } => Ok(Self::Officer { id: *id }),
            Actor::Operator => Ok(Self::Operator),
            Actor::Drill => Ok(Self::Drill),
            Actor::Anonymous
            | Actor::Subject { .. }
            | Actor::Program { .. }
            | Actor::Worker
            | Actor::Staff {
                role: StaffRole::Engineer | StaffRole::Auditor | StaffRole::SchoolContact,
                ..
            } => Err(MayNotDecide),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Entropy;
    use kernel::ids::SubjectId;

    #[test]
    fn words_are_the_same_in_text_and_rows() {
        for right in Right::ALL {
            assert_eq!(right.as_str().parse(), Ok(*right));
            assert_eq!(serde_json::to_string(right).unwrap(), format!("\"{right}\""));
        }
        for channel in Channel::ALL {
            assert_eq!(channel.as_str().parse(), Ok(*channel));
            assert_eq!(serde_json::to_string(channel).unwrap(), format!("\"{channel}\""));
        }
        let error = "acces".parse::<Right>().unwrap_err();
        assert!(error.to_string().starts_with("“acces” is no right; there are: access, rectification"));
    }

    #[test]
    fn only_officers_operators_and_drills_decide() {
        let (now, entropy) = (jiff::Timestamp::UNIX_EPOCH, Entropy::seeded(1));
        let id = StaffId::new(now, &entropy);
        for (actor, decider) in [
            (Actor::Staff { id, role: StaffRole::Officer }, Some(Decider::Officer { id })),
            (Actor::Operator, Some(Decider::Operator)),
            (Actor::Drill, Some(Decider::Drill)),
            (Actor::Staff { id, role: StaffRole::Engineer }, None),
            (Actor::Staff { id, role: StaffRole::Auditor }, None),
            (Actor::Staff { id, role: StaffRole::SchoolContact }, None),
            (Actor::Subject { id: SubjectId::new(now, &entropy) }, None),
            (Actor::Worker, None),
            (Actor::Anonymous, None),
        ] {
            assert_eq!(Decider::try_from(&actor).ok(), decider, "{actor:?}");
        }
    }
}
