//! What a decision leaves behind: events for the ledger, and the work that follows.

use kernel::ids::RequestId;
use serde::{Deserialize, Serialize};

use crate::lifecycle::Taken;
use crate::refusal::RefusalGround;
use crate::request::{Finding, Origin};
use crate::right::{Channel, Right, words};

/// Something that happened to a request. INVARIANT: no personal data and no free text; this goes to the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// It came in.
    RequestFiled {
        /// Which right.
        right: Right,
        /// How.
        channel: Channel,
        /// Why.
        origin: Origin,
        /// The request it waits for (S29: the linked ids).
        #[serde(skip_serializing_if = "Option::is_none")]
        waits_for: Option<RequestId>,
    },
    /// The person was asked who they are; the clock stands still.
    IdentityAsked,
    /// It is known who asks.
    IdentityProved {
        /// In which manner.
        method: String,
    },
    /// A proof was not accepted.
    IdentityRefused,
    /// A plan was made.
    PlanMade {
        /// Its SHA-256.
        digest: String,
        /// The systems with a part in it.
        systems: Vec<String>,
        /// Rows found.
        rows: u64,
    },
    /// The plan no longer stands.
    PlanDropped,
    /// The plan was approved.
    RequestApproved {
        /// The SHA-256 of the plan that was.
        digest: String,
        /// By an officer, an operator or a drill.
        by: String,
    },
    /// The first of two people said yes.
    RequestEndorsed {
        /// The SHA-256 of the plan.
        digest: String,
        /// By an officer or an operator.
        by: String,
    },
    /// A decision that had not left the building was taken back.
    DecisionTakenBack {
        /// Which.
        what: Taken,
    },
    /// The person was asked what exactly they mean; the clock stands still.
    QuestionAsked,
    /// The answer came, or it was gone on without one; the clock runs again.
    QuestionEnded,
    /// It was approved but waits for another request's answer.
    RequestDeferred {
        /// Which.
        waits_for: RequestId,
    },
    /// It no longer waits.
    RequestResumed {
        /// Why not.
        because: WaitEnd,
    },
    /// Everything it is about stopped, before it was judged (S97).
    RequestHalted {
        /// Systems in which it stopped.
        systems: Vec<String>,
        /// Systems whose holders were asked to stop.
        outstanding: Vec<String>,
    },
    /// A person of the organisation looked, and wrote down what they found.
    RequestJudged {
        /// What.
        found: Finding,
        /// An officer, an operator or a drill.
        by: String,
    },
    /// The person was told what is about to happen.
    RequestTold,
    /// Carrying it out began.
    RequestBegun,
    /// Everything that Gestand does itself has been done.
    RequestExecuted {
        /// Systems that people still handle.
        outstanding: Vec<String>,
    },
    /// A part of the answer was given.
    RequestAnsweredInPart {
        /// The systems that are awaited.
        outstanding: Vec<String>,
    },
    /// The whole answer was given.
    RequestAnswered,
    /// People reported on a system.
    TaskClosed {
        /// Which.
        system: String,
    },
    /// The term was extended.
    RequestExtended,
    /// It was refused.
    RequestRefused {
        /// On which ground.
        ground: RefusalGround,
    },
    /// The person took it back.
    RequestWithdrawn,
}

words! {
    /// Why an erasure no longer waits for a copy.
    WaitEnd = "end of a wait" {
        /// The copy was given in full.
        Answered = "answered",
        /// The copy was refused.
        Refused = "refused",
        /// The person no longer wants the copy.
        Withdrawn = "withdrawn",
        /// An officer decided not to wait, to meet the deadline.
        Officer = "officer",
    }
}

impl Event {
    /// Its name in the ledger.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RequestFiled { .. } => "request-filed",
            Self::IdentityAsked => "identity-asked",
            Self::IdentityProved { .. } => "identity-proved",
            Self::IdentityRefused => "identity-refused",
            Self::PlanMade { .. } => "plan-made",
            Self::PlanDropped => "plan-dropped",
            Self::RequestApproved { .. } => "request-approved",
            Self::RequestEndorsed { .. } => "request-endorsed",
            Self::DecisionTakenBack { .. } => "decision-taken-back",
            Self::QuestionAsked => "question-asked",
            Self::QuestionEnded => "question-ended",
            Self::RequestDeferred { .. } => "request-deferred",
            Self::RequestResumed { .. } => "request-resumed",
            Self::RequestHalted { .. } => "request-halted",
            Self::RequestJudged { .. } => "request-judged",
            Self::RequestTold => "request-told",
            Self::RequestBegun => "request-begun",
            Self::RequestExecuted { .. } => "request-executed",
            Self::RequestAnsweredInPart { .. } => "request-answered-in-part",
            Self::RequestAnswered => "request-answered",
            Self::TaskClosed { .. } => "task-closed",
            Self::RequestExtended => "request-extended",
            Self::RequestRefused { .. } => "request-refused",
            Self::RequestWithdrawn => "request-withdrawn",
        }
    }

    /// What the ledger keeps beside the kind.
    pub fn data(&self) -> serde_json::Map<String, serde_json::Value> {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(mut data)) => {
                data.remove("event");
                data
            }
            // INVARIANT: an internally tagged enum of plain values always serialises to an object.
            _ => serde_json::Map::new(),
        }
    }
}

/// Work that follows from a decision. Each becomes a job in the transaction that keeps the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "follow-up", rename_all = "kebab-case")]
pub enum FollowUp {
    /// Find the person's data and make the plan.
    Plan,
    /// Stop everything it is about, before it is judged.
    Halt,
    /// End that halt: it was not granted.
    Release,
    /// Begin, and do the steps.
    Execute,
    /// Pack and seal the answer.
    Pack,
    /// Send a mail.
    Notify {
        /// Which.
        mail: MailKind,
    },
    /// Destroy what was collected and will not be handed over.
    Discard,
    /// Tell the requests that wait for this one.
    ReleaseWaiting {
        /// How this one ended.
        because: WaitEnd,
    },
    /// Write the register's row.
    Register,
    /// Wipe from the request whatever points at the person. Follows `Register` and the last mail.
    Anonymise,
}

words! {
    /// A mail that a request's way asks for. The words are those of the kinds in crate `mail`.
    MailKind = "kind of mail" {
        /// To the person: we have it, and by when you hear from us.
        RequestReceived = "request-received",
        /// To the person: show who you are.
        IdentityAsked = "identity-asked",
        /// To the person: what exactly do you mean?
        QuestionAsked = "question-asked",
        /// To the person: your copy can be collected.
        AccessAnswerReady = "access-answer-ready",
        /// To the person: exactly what was erased and what was not.
        ErasureConfirmation = "erasure-confirmation",
        /// To the person: what was wrong and what it is now, and where.
        RectificationConfirmation = "rectification-confirmation",
        /// To the person: their data are not used any more until they hear from us.
        RestrictionConfirmation = "restriction-confirmation",
        /// To the person, before it happens: the restriction ends.
        RestrictionEnding = "restriction-ending",
        /// To the person: the restriction has ended.
        RestrictionLifted = "restriction-lifted",
        /// To the person: everything has stopped; what follows.
        ObjectionHalted = "objection-halted",
        /// To the person: it stays stopped, and what was erased.
        ObjectionConfirmation = "objection-confirmation",
        /// To the person: a human looked at the automated decision, and what they found.
        ReviewAnswered = "review-answered",
        /// To the person: how and where to complain, and what we say to it ourselves.
        ComplaintAnswered = "complaint-answered",
        /// To the person: it was done.
        RequestAnswered = "request-answered",
        /// To the person: this part is done, that is awaited.
        AnsweredInPart = "answered-in-part",
        /// To the person: it takes longer, and why.
        RequestExtended = "request-extended",
        /// To the person: no, why, and what you can do.
        Refusal = "refusal",
        /// To the officer: there is a new request.
        OfficerNewRequest = "officer-new-request",
    }
}
