//! The use cases' words as the views': rights, stages, steps, outcomes.

use std::cmp::Reverse;

use app::requests::part::ReportedOutcome;
use app::requests::view::{CountView, KeptView, SystemView};
use app::requests::{self, RefusalGround, Right as Asked, Scope, Summary, View};
use app::trouble::TroubleView;
use kernel::Language;
use kernel::ids::RequestId;

use crate::text::{Phrase, key};
use crate::view::desk::TaskEnd;
use crate::view::portal::{
    Correction, Found, Ground, Judgement, KeptLine, Outcome, OutcomeLine, Refusal, Stops, Wish,
};
use crate::view::{Right, Stage, StepState, Trouble};

/// The right as a view has it.
pub(crate) fn right(right: Asked) -> Option<Right> {
    Right::ALL.into_iter().find(|each| each.slug() == right.as_str())
}

/// The right as a use case has it.
pub(crate) fn asked(right: Right) -> Option<Asked> {
    right.slug().parse().ok()
}

/// The right of a request in a list.
pub(crate) fn right_of(summary: &Summary) -> Right {
    right(summary.right).unwrap_or(Right::Objection)
}

/// The lifecycle's words.
pub(crate) const STATES: &[&str] = &[
    "filed",
    "awaiting-identity",
    "planning",
    "planned",
    "approved",
    "executing",
    "answering",
    "answered-in-part",
    "answered",
    "refused",
    "withdrawn",
];

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

/// Systems in the order in which they are shown: where most was done comes first.
pub(crate) fn largest_first(systems: &[SystemView]) -> Vec<&SystemView> {
    let mut systems: Vec<_> = systems.iter().collect();
    systems.sort_by_key(|system| Reverse(system.counts.iter().map(|count| count.count).sum::<u64>()));
    systems
}

/// What is wished beyond the right itself.
pub(crate) fn wish(view: &View, language: Language) -> Wish {
    let Some(wish) = &view.wish else { return Wish::default() };
    let corrections = wish.corrections.iter().map(|one| Correction {
        name: one.name.get(language).to_owned(),
        was: one.was.clone(),
        to: one.to.clone(),
    });
    let stops = wish.scope.map(|scope| match scope {
        Scope::Marketing => Stops::Marketing,
        Scope::Interests => Stops::Interests,
    });
    Wish {
        corrections: corrections.collect(),
        stops,
        reasons: wish.reasons.clone(),
        decision: wish.decision.clone(),
    }
}

/// What a person of the organisation found.
pub(crate) fn judgement(view: &View) -> Option<Judgement> {
    let judgement = view.judgement.as_ref()?;
    Some(Judgement { found: found(judgement.found), words: judgement.words.clone() })
}

/// A finding as a view has it.
pub(crate) fn found(found: requests::Finding) -> Found {
    Found::ALL.into_iter().find(|each| each.slug() == found.as_str()).unwrap_or(Found::Replied)
}

/// How a recipient's task ended.
pub(crate) fn reported(outcome: ReportedOutcome) -> TaskEnd {
    match outcome {
        ReportedOutcome::Done => TaskEnd::Done,
        ReportedOutcome::NothingHeld => TaskEnd::NoneHeld,
        ReportedOutcome::Refused => TaskEnd::Refused,
        ReportedOutcome::Silent => TaskEnd::Silent,
    }
}

/// What is wrong with a system.
pub(crate) fn trouble(trouble: &TroubleView, language: Language) -> Trouble {
    Trouble { text: trouble.text.get(language).to_owned(), detail: trouble.detail.clone() }
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
        "corrected" => Outcome::Corrected,
        "unchanged" => Outcome::Unchanged,
        "restricted" => Outcome::Restricted,
        "lifted" => Outcome::Lifted,
        "listed" => Outcome::Listed,
        "unlisted" => Outcome::Unlisted,
        // "found"
        _ => Outcome::Copied,
    };
    OutcomeLine { what: count.collection.get(language).to_owned(), outcome, count: count.count }
}

/// What stays: a line a reason, with the days on which the rows may go, and of which collections they are where
/// that is known.
pub(crate) fn kept<'a>(
    kept: impl IntoIterator<Item = (&'a KeptView, Option<&'a str>)>,
    language: Language,
) -> Vec<KeptLine> {
    let mut lines: Vec<KeptLine> = Vec::new();
    for (kept, of) in kept {
        let reason = kept.reason.get(language);
        let reason = match &kept.law {
            Some(law) => format!("{reason} ({law})"),
            None => reason.to_owned(),
        };
        let at = lines.iter().position(|line| line.reason == reason).unwrap_or_else(|| {
            lines.push(KeptLine { count: 0, of: Vec::new(), reason, releases: Vec::new() });
            lines.len() - 1
        });
        let Some(line) = lines.get_mut(at) else { continue };
        line.count += kept.count;
        line.of.extend(of.filter(|of| !line.of.iter().any(|known| known == of)).map(str::to_owned));
        let Some(day) = kept.release else { continue };
        match line.releases.binary_search_by_key(&day, |(known, _)| *known) {
            Ok(at) => line.releases.get_mut(at).into_iter().for_each(|(_, count)| *count += kept.count),
            Err(at) => line.releases.insert(at, (day, kept.count)),
        }
    }
    lines
}

/// What of a person stands somewhere, in words. What the map names in its own words is shown as it is.
pub(crate) fn kinds(kinds: &[String], language: Language) -> String {
    let word = |kind: &String| {
        let key = match kind.as_str() {
            "email" => key!("kind-email"),
            "name" => key!("kind-name"),
            "phone" => key!("kind-phone"),
            "address" => key!("kind-address"),
            _ => return kind.clone(),
        };
        Phrase::new(language, key).to_string()
    };
    kinds.iter().map(word).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

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
    fn a_reason_stands_once_with_all_its_days() {
        let kept_view = |count, law: Option<&str>, release: Option<&str>| KeptView {
            count,
            reason: kernel::Text { nl: "Fiscaal".into(), en: "Fiscal".into() },
            term: None,
            law: law.map(Into::into),
            release: release.map(|day| day.parse().expect("a day")),
            columns: Vec::new(),
        };
        let views = [
            kept_view(3, Some("AWR 52"), Some("2033-01-01")),
            kept_view(2, Some("AWR 52"), Some("2031-01-01")),
            kept_view(1, None, None),
            kept_view(4, Some("AWR 52"), Some("2033-01-01")),
        ];
        let of = [Some("orders"), Some("orders"), None, Some("addresses")];
        let lines = kept(views.iter().zip(of), Language::En);
        let day = |text: &str| text.parse::<Date>().expect("a day");
        assert_eq!(
            lines,
            [
                KeptLine {
                    count: 9,
                    of: vec!["orders".into(), "addresses".into()],
                    reason: "Fiscal (AWR 52)".into(),
                    releases: vec![(day("2031-01-01"), 2), (day("2033-01-01"), 7)],
                },
                KeptLine { count: 1, of: Vec::new(), reason: "Fiscal".into(), releases: Vec::new() },
            ]
        );
        assert_eq!((lines[0].until(), lines[0].days().len(), lines[0].between()), (None, 2, None));
        let one = kept([(&kept_view(3, None, Some("2033-01-01")), None)], Language::Nl);
        assert_eq!((one[0].until(), one[0].days().len()), (Some(&day("2033-01-01")), 0));
        let many: Vec<_> = (1..=28).map(|n| kept_view(1, None, Some(&format!("2033-02-{n:02}")))).collect();
        let many = kept(many.iter().map(|view| (view, None)), Language::Nl);
        assert_eq!((many[0].count, many[0].days().len()), (28, 0));
        assert_eq!(many[0].between(), Some((&day("2033-02-01"), &day("2033-02-28"))));
    }

    #[test]
    fn kinds_are_said_in_words_and_the_maps_own_as_they_are() {
        let kinds =
            |language| super::kinds(&["email".into(), "address".into(), "moodle-id".into()], language);
        assert_eq!(kinds(Language::Nl), "e-mailadres, adres, moodle-id");
        assert_eq!(kinds(Language::En), "e-mail address, address, moodle-id");
    }

    #[test]
    fn a_reference_is_short_and_says_nothing() {
        let id: RequestId = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11".parse().expect("an id");
        assert_eq!(reference(id), "9F4E11");
    }
}
