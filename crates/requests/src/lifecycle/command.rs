//! What can be asked of a request, and what a decision consists of.

use jiff::Timestamp;
use kernel::ids::RequestId;

use crate::event::{Event, FollowUp, WaitEnd};
use crate::identity::IdentityProof;
use crate::refusal::RefusalGround;
use crate::request::{Finding, Origin, PlanSummary, Request};
use crate::right::{Channel, Decider, Right, words};

/// What comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filing {
    /// Which right.
    pub right: Right,
    /// How it came in.
    pub channel: Channel,
    /// Why it exists.
    pub origin: Origin,
    /// When anybody in the organisation received it; earlier than now for a letter.
    pub received: Timestamp,
    /// How it is known who asks, where it is.
    pub identity: Option<IdentityProof>,
    /// The access request that must be answered first (erasure only).
    pub waits_for: Option<RequestId>,
}

/// What somebody, or the worker, wants done to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask the person who they are.
    AskIdentity,
    /// It is known who asks.
    ProveIdentity {
        /// How.
        proof: IdentityProof,
    },
    /// The proof given was not good enough.
    RejectProof {
        /// Who judged it.
        by: Decider,
    },
    /// The plan is made.
    RecordPlan {
        /// What it comes to.
        plan: PlanSummary,
    },
    /// The plan no longer fits the data: make it anew.
    Replan,
    /// Carry the plan out.
    Approve {
        /// Who allows it.
        by: Decider,
        /// The digest of the plan that was shown.
        digest: String,
        /// Whether it is so large that a second person must allow it too.
        two_people: bool,
    },
    /// Take back what was decided and has not left the building.
    TakeBack {
        /// Who does.
        by: Decider,
        /// What.
        what: Taken,
    },
    /// Ask the person what exactly they mean.
    AskBack {
        /// Who asks.
        by: Decider,
        /// What, as the person reads it.
        words: String,
    },
    /// The answer to that came, or it is gone on without one.
    EndQuestion,
    /// The request that this one waits for has ended, or an officer will not wait.
    ReleaseWait {
        /// That request.
        request: RequestId,
        /// Why.
        because: WaitEnd,
    },
    /// Everything it is about has stopped.
    RecordHalt {
        /// Systems in which it stopped.
        systems: Vec<String>,
        /// Systems whose holders were asked to stop.
        outstanding: Vec<String>,
    },
    /// Write down what a person of the organisation found, where that is the answer.
    Judge {
        /// Who looked.
        by: Decider,
        /// What they found.
        found: Finding,
        /// What the person is told.
        words: String,
    },
    /// The person was told what is about to happen.
    RecordTold,
    /// The worker begins.
    Begin,
    /// Every step has its receipt or its instruction.
    Finish {
        /// Systems that people were instructed to handle.
        outstanding: Vec<String>,
    },
    /// The answer is sealed and can be collected, or the confirmation is ready to leave.
    RecordAnswer,
    /// People reported on a system.
    CloseTask {
        /// Which.
        system: String,
    },
    /// Take longer.
    Extend {
        /// Who decides.
        by: Decider,
        /// What the person is told.
        reasons: String,
        /// The end of the first term ([`crate::Deadline::ends`] before the extension).
        before: Timestamp,
    },
    /// Say no.
    Refuse {
        /// Who decides.
        by: Decider,
        /// On which ground.
        ground: RefusalGround,
        /// What the person is told.
        reasons: String,
    },
    /// The person takes it back.
    Withdraw,
}

words! {
    /// What can be taken back while it has not left the building.
    Taken = "thing to take back" {
        /// A yes: the first of two, or one that waits for something else.
        Approval = "approval",
        /// A refusal whose message has not left.
        Refusal = "refusal",
        /// An extension whose message has not left.
        Extension = "extension",
    }
}

impl Command {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AskIdentity => "ask-identity",
            Self::ProveIdentity { .. } => "prove-identity",
            Self::RejectProof { .. } => "reject-proof",
            Self::RecordPlan { .. } => "record-plan",
            Self::Replan => "replan",
            Self::Approve { .. } => "approve",
            Self::TakeBack { .. } => "take-back",
            Self::AskBack { .. } => "ask-back",
            Self::EndQuestion => "end-question",
            Self::ReleaseWait { .. } => "release-wait",
            Self::RecordHalt { .. } => "record-halt",
            Self::Judge { .. } => "judge",
            Self::RecordTold => "record-told",
            Self::Begin => "begin",
            Self::Finish { .. } => "finish",
            Self::RecordAnswer => "record-answer",
            Self::CloseTask { .. } => "close-task",
            Self::Extend { .. } => "extend",
            Self::Refuse { .. } => "refuse",
            Self::Withdraw => "withdraw",
        }
    }
}

/// What a command did. To be committed as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The request as it now stands.
    pub request: Request,
    /// What goes to the ledger, in order.
    pub events: Vec<Event>,
    /// The work that follows, in order.
    pub follow_ups: Vec<FollowUp>,
}
