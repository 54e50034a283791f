//! The use cases' words as the views': rights, stages, steps, outcomes.

use app::requests::view::{CountView, KeptView, SystemView};
use app::requests::{RefusalGround, Right as Asked, Summary, View};
use kernel::Language;
use kernel::ids::RequestId;

use crate::view::portal::{Ground, KeptLine, Outcome, OutcomeLine, Refusal};
use crate::view::{Right, Stage, StepState};

/// The right as a view has it; none for what is not asked for by a request (complaint, human review).
pub(crate) fn right(right: Asked) -> Option<Right> {
    Right::ALL.into_iter().find(|each| each.slug() == right.as_str())
}

/// The right as a use case has it.
pub(crate) fn asked(right: Right) -> Option<Asked> {
    right.slug().parse().ok()
}

/// The right of a request in a list. What no page files is shown as the nearest that can be.
pub(crate) fn right_of(summary: &Summary) -> Right {
    right(summary.right).unwrap_or(Right::Objection)
}

/// How far a request is, from the lifecycle's word.
pub(crate) fn stage(state: &str) -> Stage {
    match state {
        "awaiting-identity" => Stage::Identifying,
        "planned" => Stage::Deciding,
        "approved" | "executing" | "answering" => Stage::Running,
        "answered-in-part" => Stage::InPart,
        "answered" => Stage::Answered,
        "refused" => Stage::Refused,
        "withdrawn" => Stage::Withdrawn,
        // "filed" and "planning"
        _ => Stage::Received,
    }
}

/// How far a system's part is, from the use case's word.
pub(crate) fn step(state: &str) -> StepState {
    match state {
        "working" => StepState::Busy,
        "retrying" => StepState::Retrying,
        "done" => StepState::Done,
        "failed" => StepState::Stuck,
        "outstanding" => StepState::ByHand,
        // "waiting"
        _ => StepState::Waiting,
    }
}

/// Why a request was refused.
pub(crate) fn refusal(view: &View) -> Option<Refusal> {
    let refusal = view.refusal.as_ref()?;
    Some(Refusal { ground: ground(refusal.ground)?, reasons: refusal.reasons.clone() })
}

/// A ground as a view has it.
pub(crate) fn ground(ground: RefusalGround) -> Option<Ground> {
    Ground::from_slug(ground.as_str())
}

/// A request's short reference: the last six digits of its id, which are random.
pub(crate) fn reference(id: RequestId) -> String {
    let text = id.to_string();
    text.get(text.len().saturating_sub(6)..).unwrap_or(&text).to_uppercase()
}

/// What a system did, line by line. What stays is told with its reasons instead, when there are any.
pub(crate) fn lines(system: &SystemView, language: Language) -> Vec<OutcomeLine> {
    let lines = system.counts.iter().map(|count| line(count, language));
    lines.filter(|line| line.outcome != Outcome::Kept || system.kept.is_empty()).collect()
}

fn line(count: &CountView, language: Language) -> OutcomeLine {
    let outcome = match count.what {
        "mentions" => Outcome::Mentioned,
        "deleted" => Outcome::Deleted,
        "anonymised" => Outcome::Anonymised,
        "kept" => Outcome::Kept,
        "reported" => Outcome::Reported,
        // "found"
        _ => Outcome::Copied,
    };
    OutcomeLine { what: count.collection.get(language).to_owned(), outcome, count: count.count }
}

/// What stays, with its reason.
pub(crate) fn kept(kept: &[KeptView], language: Language) -> Vec<KeptLine> {
    kept.iter()
        .map(|kept| {
            let reason = kept.reason.get(language);
            KeptLine {
                count: kept.count,
                reason: match &kept.law {
                    Some(law) => format!("{reason} ({law})"),
                    None => reason.to_owned(),
                },
                release: kept.release,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_and_every_filed_right_has_its_words() {
        for each in RefusalGround::ALL {
            assert!(ground(*each).is_some(), "{}", each.as_str());
        }
        for each in Right::ALL {
            assert_eq!(asked(each).and_then(right), Some(each));
        }
    }

    #[test]
    fn a_reference_is_short_and_says_nothing() {
        let id: RequestId = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".parse().expect("an id");
        assert_eq!(reference(id), "9F4E11");
    }
}
