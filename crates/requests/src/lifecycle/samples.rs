//! A sample of every state and every command, from which the table and the diagram are made. A new state or
//! command that has no sample here fails the tests.

use jiff::Timestamp;
use kernel::Entropy;
use kernel::ids::RequestId;

use super::{Command, Taken};
use crate::event::WaitEnd;
use crate::identity::IdentityProof;
use crate::refusal::{RefusalGround, Remedy};
use crate::request::{Approval, Finding, Judgement, Origin, PlanSummary, Request, State, Suspension};
use crate::right::{Channel, Decider, Right};

pub(crate) const DIGEST: &str = "1f0e";
pub(crate) const REASONS: &str = "these are the reasons";

pub(crate) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub(crate) fn earlier() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// The request that a waiting erasure waits for.
pub(crate) fn other_request() -> RequestId {
    RequestId::new(earlier(), &Entropy::seeded(3))
}

fn identity() -> IdentityProof {
    IdentityProof::KnownAddressCode { at: earlier() }
}

fn plan() -> PlanSummary {
    PlanSummary {
        digest: DIGEST.into(),
        made: earlier(),
        systems: vec!["shop".into(), "bookkeeping".into()],
        rows: 40,
    }
}

fn approval() -> Approval {
    Approval { identity: identity(), plan: plan(), by: Decider::Operator, at: earlier() }
}

fn books() -> Vec<String> {
    vec!["bookkeeping".into()]
}

/// A request for `right` in every state; some states more than once, where their data decide.
#[expect(clippy::too_many_lines, reason = "an example of every state")]
pub(crate) fn requests(right: Right) -> Vec<(&'static str, Request)> {
    let (since, approval) = (earlier(), approval());
    let both = || vec!["bookkeeping".to_owned(), "shop".to_owned()];
    let answering = |outstanding, in_part_at| State::Answering {
        approval: approval.clone(),
        since,
        outstanding,
        in_part_at,
    };
    let in_part = |outstanding| State::AnsweredInPart { approval: approval.clone(), at: since, outstanding };
    let states = [
        ("filed", State::Filed),
        ("awaiting-identity", State::AwaitingIdentity { since }),
        ("planning", State::Planning { identity: identity() }),
        ("planned", State::Planned { identity: identity(), plan: plan() }),
        ("approved", State::Approved { approval: approval.clone() }),
        ("approved, waits", State::Approved { approval: approval.clone() }),
        ("executing", State::Executing { approval: approval.clone(), since }),
        ("answering", answering(vec![], None)),
        ("answering, 1 task", answering(books(), None)),
        ("answering the rest", answering(vec![], Some(since))),
        ("in part, 1 task", in_part(books())),
        ("in part, 2 tasks", in_part(both())),
        ("answered", State::Answered { approval: approval.clone(), at: now(), in_part_at: None }),
        (
            "refused",
            State::Refused {
                by: Decider::Operator,
                at: now(),
                ground: RefusalGround::Excessive,
                reasons: REASONS.into(),
                remedies: Remedy::ALL.to_vec(),
            },
        ),
        ("withdrawn", State::Withdrawn { at: now() }),
    ];
    let request = |(label, state): (&'static str, State)| {
        let awaiting = matches!(state, State::AwaitingIdentity { .. });
        let request = Request {
            right,
            channel: Channel::Form,
            origin: Origin::Asked,
            received: earlier(),
            waits_for: (label == "approved, waits").then(other_request),
            suspensions: if awaiting { vec![Suspension { asked: earlier(), ended: None }] } else { vec![] },
            extension: None,
            question: None,
            endorsed: None,
            before: (label == "refused").then(|| Box::new(State::Filed)),
            judgement: right.is_answered_in_words().then(|| Judgement {
                by: Decider::Operator,
                at: earlier(),
                found: if right == Right::Complaint { Finding::Replied } else { Finding::Changed },
                words: REASONS.into(),
            }),
            halted: None,
            told: None,
            state,
        };
        (label, request)
    };
    states.into_iter().map(request).collect()
}

/// Every command with arguments that suit the samples.
pub(crate) fn commands() -> Vec<Command> {
    let by = Decider::Operator;
    let after = "2026-12-22T12:00:00Z".parse().unwrap();
    vec![
        Command::AskIdentity,
        Command::ProveIdentity { proof: identity() },
        Command::RejectProof { by },
        Command::RecordPlan { plan: plan() },
        Command::Replan,
        Command::Approve { by, digest: DIGEST.into(), two_people: false },
        Command::TakeBack { by, what: Taken::Refusal },
        Command::AskBack { by, words: REASONS.into() },
        Command::EndQuestion,
        Command::ReleaseWait { request: other_request(), because: WaitEnd::Answered },
        Command::RecordHalt { systems: vec!["shop".into()], outstanding: books() },
        Command::Judge { by, found: Finding::Changed, words: REASONS.into() },
        Command::RecordTold,
        Command::Begin,
        Command::Finish { outstanding: books() },
        Command::RecordAnswer,
        Command::CloseTask { system: "bookkeeping".into() },
        Command::Extend { by, reasons: REASONS.into(), before: after },
        Command::Refuse { by, ground: RefusalGround::Excessive, reasons: REASONS.into() },
        Command::Withdraw,
    ]
}
