//! What an officer does beside deciding: asks the person back, takes longer, takes a decision back.
//!
//! The clock may stand still only while something is awaited of the person that is really needed (EDPB guidelines
//! 01/2022), so a question ends with its answer or when an officer goes on without one. A decision can be taken back
//! until what it says has left the building; whoever applies the command makes sure that it has not.

use jiff::Timestamp;

use super::{Decision, Outcome, Stage, Taken, notify};
use crate::event::{Event, FollowUp, MailKind};
use crate::refusal::Why;
use crate::request::{Extension, Finding, Judgement, Question, State, Suspension};
use crate::right::Decider;

impl Stage<'_> {
    pub(super) fn ask_back(&self, by: Decider, words: String) -> Outcome {
        let (State::Planning { .. } | State::Planned { .. }) = self.request.state else {
            return Err(Why::NotNow);
        };
        if self.request.is_asking() {
            return Err(Why::Asking);
        }
        if words.trim().is_empty() {
            return Err(Why::ReasonsMissing);
        }
        let mut decision = self.moved(
            self.request.state.clone(),
            vec![Event::QuestionAsked],
            vec![notify(MailKind::QuestionAsked)],
        );
        decision.request.endorsed = None;
        decision.request.question = Some(Question { asked: self.now, by, words, ended: None });
        decision.request.suspensions.push(Suspension { asked: self.now, ended: None });
        Ok(decision)
    }

    pub(super) fn end_question(&self) -> Outcome {
        if !self.request.is_asking() {
            return Err(Why::NotNow);
        }
        let mut decision = self.moved(self.request.state.clone(), vec![Event::QuestionEnded], vec![]);
        if let Some(question) = &mut decision.request.question {
            question.ended = Some(self.now);
        }
        for suspension in &mut decision.request.suspensions {
            suspension.ended.get_or_insert(self.now);
        }
        Ok(decision)
    }

    pub(super) fn judge(&self, by: Decider, found: Finding, words: String) -> Outcome {
        let (State::Planned { .. }, true) = (&self.request.state, self.request.right.is_answered_in_words())
        else {
            return Err(Why::NotNow);
        };
        if !found.fits(self.request.right) {
            return Err(Why::FindingDoesNotFit);
        }
        if words.trim().is_empty() {
            return Err(Why::ReasonsMissing);
        }
        let event = Event::RequestJudged { found, by: by.as_str().to_owned() };
        let mut decision = self.moved(self.request.state.clone(), vec![event], vec![]);
        decision.request.judgement = Some(Judgement { by, at: self.now, found, words });
        Ok(decision)
    }

    pub(super) fn extend(&self, by: Decider, reasons: String, before: Timestamp) -> Outcome {
        if self.request.extension.is_some() {
            return Err(Why::AlreadyExtended);
        }
        if self.now >= before {
            return Err(Why::TooLateToExtend);
        }
        if reasons.trim().is_empty() {
            return Err(Why::ReasonsMissing);
        }
        let mut decision = self.moved(
            self.request.state.clone(),
            vec![Event::RequestExtended],
            vec![notify(MailKind::RequestExtended)],
        );
        decision.request.extension = Some(Extension { at: self.now, by, reasons });
        Ok(decision)
    }

    pub(super) fn take_back(&self, what: Taken) -> Outcome {
        let mut decision = match (what, &self.request.state) {
            (Taken::Approval, State::Planned { .. }) if self.request.endorsed.is_some() => {
                self.moved(self.request.state.clone(), vec![], vec![])
            }
            (Taken::Approval, State::Approved { approval }) if self.request.told.is_none() => {
                let (identity, plan) = (approval.identity, approval.plan.clone());
                self.moved(State::Planned { identity, plan }, vec![], vec![])
            }
            (Taken::Extension, state) if self.request.extension.is_some() => {
                self.moved(state.clone(), vec![], vec![])
            }
            _ => return Err(Why::HasLeft),
        };
        match what {
            Taken::Approval => decision.request.endorsed = None,
            Taken::Extension => decision.request.extension = None,
            Taken::Refusal => {}
        }
        decision.events.push(Event::DecisionTakenBack { what });
        Ok(decision)
    }

    pub(super) fn take_refusal_back(&self) -> Outcome {
        let (State::Refused { .. }, Some(before)) = (&self.request.state, &self.request.before) else {
            return Err(Why::HasLeft);
        };
        let event = Event::DecisionTakenBack { what: Taken::Refusal };
        // The plan may have been waiting to be made when it was refused.
        let follow_ups = match **before {
            State::Planning { .. } => vec![FollowUp::Plan],
            _ => vec![],
        };
        let mut decision: Decision = self.moved((**before).clone(), vec![event], follow_ups);
        decision.request.before = None;
        Ok(decision)
    }
}
