//! What a command does to a request. Pure: nothing here reads a clock, a row or a setting, so a decision can be
//! taken, tested and repeated anywhere; whoever calls it commits the new request, the events and the follow-ups
//! together.
//!
//! Why the guards are what they are: what has begun to change the systems only goes forward, because half of it
//! is worse than all; a restriction ends only after the person was told (18(3)); what is approved is the very plan that was shown (its digest is compared); a refusal always
//! carries reasons and remedies (GDPR art. 12(4)); an extension is announced once and within the first term
//! (12(3)).

mod command;
#[cfg(test)]
mod diagram;
mod officer;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod table;

use jiff::Timestamp;
use kernel::ids::RequestId;

pub use command::{Command, Decision, Filing, Taken};

use crate::event::{Event, FollowUp, MailKind, WaitEnd};
use crate::identity::IdentityProof;
use crate::refusal::{Refusal, RefusalGround, Remedy, Why};
use crate::request::{Approval, Endorsement, Origin, PlanSummary, Request, State, Suspension};
use crate::right::{Channel, Decider, Right};

/// Opens a request. One whose person is known is planned at once.
pub fn file(filing: Filing, now: Timestamp) -> Result<Decision, Refusal> {
    let Filing { right, channel, origin, received, identity, waits_for } = filing;
    let refuse = |why| Err(Refusal { command: "file".to_owned(), state: "new".to_owned(), why });
    if received > now {
        return refuse(Why::ReceivedLater);
    }
    if waits_for.is_some() && right != Right::Erasure {
        return refuse(Why::OnlyErasureWaits);
    }
    let identity = match identity {
        Some(IdentityProof::NotNeeded) if right.needs_identity() => return refuse(Why::IdentityNeeded),
        None if !right.needs_identity() => Some(IdentityProof::NotNeeded),
        given => given,
    };
    let mut decision = Decision {
        request: Request {
            right,
            channel,
            origin,
            received,
            waits_for,
            suspensions: Vec::new(),
            extension: None,
            question: None,
            endorsed: None,
            before: None,
            judgement: None,
            halted: None,
            told: None,
            state: State::Filed,
        },
        events: vec![Event::RequestFiled { right, channel, origin, waits_for }],
        follow_ups: if right.halts_first() { vec![FollowUp::Halt] } else { Vec::new() },
    };
    // The end of a restriction has a message of its own, before it happens.
    let told_later = origin == Origin::EndOfRestriction;
    if !told_later {
        decision.follow_ups.push(notify(MailKind::RequestReceived));
    }
    // A drill's officer would be told of a person that does not exist.
    if channel != Channel::Drill && !told_later {
        decision.follow_ups.push(notify(MailKind::OfficerNewRequest));
    }
    if let Some(identity) = identity {
        decision.events.push(Event::IdentityProved { method: identity.method().to_owned() });
        // What is halted first is planned when it has stopped: the plan then shows what is there from now on.
        if !right.halts_first() {
            decision.follow_ups.push(FollowUp::Plan);
        }
        decision.request.state = State::Planning { identity };
    }
    Ok(decision)
}

/// Says what `command` does to `request` at `now`. A refusal changes nothing.
pub fn decide(request: &Request, command: Command, now: Timestamp) -> Result<Decision, Refusal> {
    let name = command.name();
    let refused = |why| Refusal { command: name.to_owned(), state: request.state.name().to_owned(), why };
    let stage = Stage { request, now };
    if let Command::TakeBack { by: _, what: Taken::Refusal } = command {
        return stage.take_refusal_back().map_err(refused);
    }
    if request.state.is_closed() {
        return Err(refused(Why::Closed));
    }
    match command {
        Command::AskIdentity => stage.ask_identity(),
        Command::ProveIdentity { proof } => stage.prove_identity(proof),
        Command::RejectProof { by: _ } => stage.reject_proof(),
        Command::RecordPlan { plan } => stage.record_plan(plan),
        Command::Replan => stage.replan(),
        Command::Approve { by, digest, two_people } => stage.approve(by, &digest, two_people),
        Command::TakeBack { by: _, what } => stage.take_back(what),
        Command::AskBack { by, words } => stage.ask_back(by, words),
        Command::EndQuestion => stage.end_question(),
        Command::ReleaseWait { request, because } => stage.release_wait(request, because),
        Command::RecordHalt { systems, outstanding } => stage.record_halt(systems, outstanding),
        Command::Judge { by, found, words } => stage.judge(by, found, words),
        Command::RecordTold => stage.record_told(),
        Command::Begin => stage.begin(),
        Command::Finish { outstanding } => stage.finish(outstanding),
        Command::RecordAnswer => stage.record_answer(),
        Command::CloseTask { system } => stage.close_task(system),
        Command::Extend { by, reasons, before } => stage.extend(by, reasons, before),
        Command::Refuse { by, ground, reasons } => stage.refuse(by, ground, reasons),
        Command::Withdraw => stage.withdraw(),
    }
    .map_err(refused)
}

/// A request at an instant, to which one command is applied.
struct Stage<'a> {
    request: &'a Request,
    now: Timestamp,
}

type Outcome = Result<Decision, Why>;

impl Stage<'_> {
    /// The request in another state.
    fn moved(&self, state: State, events: Vec<Event>, follow_ups: Vec<FollowUp>) -> Decision {
        Decision { request: Request { state, ..self.request.clone() }, events, follow_ups }
    }

    fn ask_identity(&self) -> Outcome {
        // Also of somebody who signed in, where there is reason to doubt that it is them (art. 12(6)).
        let (State::Filed | State::Planning { .. } | State::Planned { .. }) = self.request.state else {
            return Err(Why::NotNow);
        };
        let mut decision = self.moved(
            State::AwaitingIdentity { since: self.now },
            vec![Event::IdentityAsked],
            vec![notify(MailKind::IdentityAsked)],
        );
        decision.request.endorsed = None;
        decision.request.suspensions.push(Suspension { asked: self.now, ended: None });
        Ok(decision)
    }

    fn prove_identity(&self, identity: IdentityProof) -> Outcome {
        let (State::Filed | State::AwaitingIdentity { .. }) = self.request.state else {
            return Err(Why::NotNow);
        };
        if identity == IdentityProof::NotNeeded && self.request.right.needs_identity() {
            return Err(Why::IdentityNeeded);
        }
        let event = Event::IdentityProved { method: identity.method().to_owned() };
        let mut decision = self.moved(State::Planning { identity }, vec![event], vec![FollowUp::Plan]);
        for suspension in &mut decision.request.suspensions {
            suspension.ended.get_or_insert(self.now);
        }
        Ok(decision)
    }

    fn reject_proof(&self) -> Outcome {
        let state @ State::AwaitingIdentity { .. } = &self.request.state else { return Err(Why::NotNow) };
        Ok(self.moved(state.clone(), vec![Event::IdentityRefused], vec![notify(MailKind::IdentityAsked)]))
    }

    fn record_plan(&self, plan: PlanSummary) -> Outcome {
        let State::Planning { identity } = &self.request.state else { return Err(Why::NotNow) };
        let event =
            Event::PlanMade { digest: plan.digest.clone(), systems: plan.systems.clone(), rows: plan.rows };
        Ok(self.moved(State::Planned { identity: *identity, plan }, vec![event], vec![]))
    }

    fn replan(&self) -> Outcome {
        let identity = match &self.request.state {
            State::Planned { identity, .. } => *identity,
            State::Approved { approval } => approval.identity,
            _ => return Err(Why::NotNow),
        };
        let mut decision =
            self.moved(State::Planning { identity }, vec![Event::PlanDropped], vec![FollowUp::Plan]);
        decision.request.endorsed = None;
        Ok(decision)
    }

    fn approve(&self, by: Decider, digest: &str, two_people: bool) -> Outcome {
        let State::Planned { identity, plan } = &self.request.state else { return Err(Why::NotNow) };
        if plan.digest != digest {
            return Err(Why::StalePlan);
        }
        if self.request.is_asking() {
            return Err(Why::Asking);
        }
        if self.request.must_be_judged(by) {
            return Err(Why::NotJudged);
        }
        match &self.request.endorsed {
            Some(first) if two_people && first.by == by => return Err(Why::SecondPerson),
            None if two_people => return Ok(self.endorsed(by, digest)),
            _ => {}
        }
        let approval = Approval { identity: *identity, plan: plan.clone(), by, at: self.now };
        let mut events =
            vec![Event::RequestApproved { digest: digest.to_owned(), by: by.as_str().to_owned() }];
        let mut follow_ups = Vec::new();
        match self.request.waits_for {
            Some(waits_for) => events.push(Event::RequestDeferred { waits_for }),
            None if self.request.must_tell_first() => {
                follow_ups.push(notify(MailKind::RestrictionEnding));
            }
            None => follow_ups.push(FollowUp::Execute),
        }
        Ok(self.moved(State::Approved { approval }, events, follow_ups))
    }

    /// The first of two people said yes.
    fn endorsed(&self, by: Decider, digest: &str) -> Decision {
        let event = Event::RequestEndorsed { digest: digest.to_owned(), by: by.as_str().to_owned() };
        let mut decision = self.moved(self.request.state.clone(), vec![event], vec![]);
        decision.request.endorsed = Some(Endorsement { by, at: self.now });
        decision
    }

    fn release_wait(&self, request: RequestId, because: WaitEnd) -> Outcome {
        if self.request.waits_for != Some(request) {
            return Err(Why::NotWaitingForThat);
        }
        let follow_ups = match self.request.state {
            State::Approved { .. } => vec![FollowUp::Execute],
            _ => vec![],
        };
        let mut decision =
            self.moved(self.request.state.clone(), vec![Event::RequestResumed { because }], follow_ups);
        decision.request.waits_for = None;
        Ok(decision)
    }

    fn record_halt(&self, systems: Vec<String>, outstanding: Vec<String>) -> Outcome {
        if !self.request.right.halts_first() || self.request.halted.is_some() {
            return Err(Why::NotNow);
        }
        let event = Event::RequestHalted { systems, outstanding };
        let follow_ups = vec![notify(MailKind::ObjectionHalted), FollowUp::Plan];
        let mut decision = self.moved(self.request.state.clone(), vec![event], follow_ups);
        decision.request.halted = Some(self.now);
        Ok(decision)
    }

    fn record_told(&self) -> Outcome {
        let (State::Approved { .. }, true) = (&self.request.state, self.request.must_tell_first()) else {
            return Err(Why::NotNow);
        };
        let (events, follow_ups) = (vec![Event::RequestTold], vec![FollowUp::Execute]);
        let mut decision = self.moved(self.request.state.clone(), events, follow_ups);
        decision.request.told = Some(self.now);
        Ok(decision)
    }

    fn begin(&self) -> Outcome {
        let State::Approved { approval } = &self.request.state else { return Err(Why::NotNow) };
        if self.request.must_tell_first() {
            return Err(Why::TellFirst);
        }
        if self.request.waits_for.is_some() {
            return Err(Why::WaitsForCopy);
        }
        let state = State::Executing { approval: approval.clone(), since: self.now };
        Ok(self.moved(state, vec![Event::RequestBegun], vec![]))
    }

    fn finish(&self, outstanding: Vec<String>) -> Outcome {
        let State::Executing { approval, .. } = &self.request.state else { return Err(Why::NotNow) };
        if outstanding.iter().any(|system| !approval.plan.systems.contains(system)) {
            return Err(Why::NoSuchTask);
        }
        let event = Event::RequestExecuted { outstanding: outstanding.clone() };
        let state =
            State::Answering { approval: approval.clone(), since: self.now, outstanding, in_part_at: None };
        Ok(self.moved(state, vec![event], vec![FollowUp::Pack]))
    }

    fn record_answer(&self) -> Outcome {
        let State::Answering { approval, outstanding, in_part_at, .. } = &self.request.state else {
            return Err(Why::NotNow);
        };
        let approval = approval.clone();
        if outstanding.is_empty() {
            let state = State::Answered { approval, at: self.now, in_part_at: *in_part_at };
            return Ok(self.closed(state, Event::RequestAnswered, vec![notify(self.answer_mail())]));
        }
        let event = Event::RequestAnsweredInPart { outstanding: outstanding.clone() };
        let state = State::AnsweredInPart { approval, at: self.now, outstanding: outstanding.clone() };
        Ok(self.moved(state, vec![event], vec![notify(MailKind::AnsweredInPart)]))
    }

    fn close_task(&self, system: String) -> Outcome {
        let left: Vec<_> =
            self.request.state.outstanding().iter().filter(|open| **open != system).cloned().collect();
        let state = match &self.request.state {
            State::Answering { .. } | State::AnsweredInPart { .. }
                if left.len() == self.request.state.outstanding().len() =>
            {
                return Err(Why::NoSuchTask);
            }
            State::Answering { approval, since, in_part_at, .. } => State::Answering {
                approval: approval.clone(),
                since: *since,
                outstanding: left,
                in_part_at: *in_part_at,
            },
            State::AnsweredInPart { approval, at, .. } if left.is_empty() => State::Answering {
                approval: approval.clone(),
                since: self.now,
                outstanding: left,
                in_part_at: Some(*at),
            },
            State::AnsweredInPart { approval, at, .. } => {
                State::AnsweredInPart { approval: approval.clone(), at: *at, outstanding: left }
            }
            _ => return Err(Why::NotNow),
        };
        // Packed anew when a report comes in while the answer is being packed, so that none is left out; and
        // the rest is packed when the last system has reported.
        let follow_ups = match state {
            State::Answering { .. } => vec![FollowUp::Pack],
            _ => vec![],
        };
        Ok(self.moved(state, vec![Event::TaskClosed { system }], follow_ups))
    }

    fn refuse(&self, by: Decider, ground: RefusalGround, reasons: String) -> Outcome {
        let mut follow_ups = self.may_stop()?;
        follow_ups.extend(self.release());
        let unproved = matches!(self.request.state, State::Filed | State::AwaitingIdentity { .. });
        let fits =
            ground.fits(self.request.right) && (ground != RefusalGround::IdentityNotProved || unproved);
        if !fits {
            return Err(Why::GroundDoesNotFit);
        }
        if reasons.trim().is_empty() {
            return Err(Why::ReasonsMissing);
        }
        follow_ups.push(notify(MailKind::Refusal));
        let remedies = Remedy::ALL.to_vec();
        // What was collected is destroyed with a refusal, so that only one before that can be taken back.
        let undoable = !follow_ups.contains(&FollowUp::Discard);
        let state = State::Refused { by, at: self.now, ground, reasons, remedies };
        let mut decision = self.closed(state, Event::RequestRefused { ground }, follow_ups);
        decision.request.before = undoable.then(|| Box::new(self.request.state.clone()));
        Ok(decision)
    }

    fn withdraw(&self) -> Outcome {
        let mut follow_ups = self.may_stop()?;
        follow_ups.extend(self.release());
        Ok(self.closed(State::Withdrawn { at: self.now }, Event::RequestWithdrawn, follow_ups))
    }

    /// Whether the request can still end without an answer, and what must then be undone.
    fn may_stop(&self) -> Result<Vec<FollowUp>, Why> {
        match self.request.state {
            State::Executing { .. } | State::Answering { .. } | State::AnsweredInPart { .. }
                if self.request.right.changes_systems() =>
            {
                Err(Why::OnlyForward)
            }
            State::Executing { .. } | State::Answering { in_part_at: None, .. } => {
                Ok(vec![FollowUp::Discard])
            }
            // Part of the answer has been given: the rest follows.
            State::Answering { .. } | State::AnsweredInPart { .. } => Err(Why::NotNow),
            _ => Ok(vec![]),
        }
    }

    /// What was stopped when it came in goes on when it is not granted.
    fn release(&self) -> Option<FollowUp> {
        self.request.right.halts_first().then_some(FollowUp::Release)
    }

    /// The end of a request: it goes into the register, those that wait for it go on, and an erasure that was
    /// carried out leaves nothing that points at the person (S87).
    fn closed(&self, state: State, event: Event, mut follow_ups: Vec<FollowUp>) -> Decision {
        let (because, carried_out) = match state {
            State::Refused { .. } => (WaitEnd::Refused, false),
            State::Withdrawn { .. } => (WaitEnd::Withdrawn, false),
            _ => (WaitEnd::Answered, true),
        };
        if self.request.right == Right::Access {
            follow_ups.push(FollowUp::ReleaseWaiting { because });
        }
        follow_ups.push(FollowUp::Register);
        if carried_out && self.request.right == Right::Erasure {
            follow_ups.push(FollowUp::Anonymise);
        }
        self.moved(state, vec![event], follow_ups)
    }

    fn answer_mail(&self) -> MailKind {
        match self.request.right {
            Right::Access | Right::Portability => MailKind::AccessAnswerReady,
            Right::Erasure => MailKind::ErasureConfirmation,
            Right::Rectification => MailKind::RectificationConfirmation,
            Right::Restriction if self.request.origin == Origin::EndOfRestriction => {
                MailKind::RestrictionLifted
            }
            Right::Restriction => MailKind::RestrictionConfirmation,
            Right::Objection | Right::Withdrawal => MailKind::ObjectionConfirmation,
            Right::HumanReview => MailKind::ReviewAnswered,
            Right::Complaint => MailKind::ComplaintAnswered,
        }
    }
}

fn notify(mail: MailKind) -> FollowUp {
    FollowUp::Notify { mail }
}
