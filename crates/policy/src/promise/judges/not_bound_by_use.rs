//! "not-bound-by-use": visiting pages is no consent, and what an edition widens is asked again of whoever agreed before.

use jiff::Timestamp;

use super::{drill_failed, drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, drill};
use crate::promise::judgement::{Judgement, text};

/// Each step, what it shows, and what it shows when it fails.
const STEPS: [(&str, [&str; 2], [&str; 2]); 2] = [
    (
        drill::SILENT,
        ["wie alleen bezoekt, stemt nergens mee in", "whoever only visits agrees to nothing"],
        ["bezoek gold als toestemming", "a visit counted as consent"],
    ),
    (
        drill::ASKED_AGAIN,
        [
            "toestemming geldt niet voor wat er later bij komt",
            "consent does not hold for what is added later",
        ],
        [
            "oude toestemming gold voor iets nieuws, of stopte waar niets ruimer werd",
            "an old consent counted for something new, or ended where nothing widened",
        ],
    ),
];

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let mut items = Vec::new();
    for (step, [nl, en], [failed_nl, failed_en]) in STEPS {
        match evidence.drilled(step, now) {
            DrillResult::Failed(at) => return drill_failed(at, failed_nl, failed_en),
            DrillResult::Passed(at) => items.push(drill_item(at, nl, en)),
            DrillResult::Nothing => {}
        }
    }
    if items.len() < STEPS.len() {
        return nothing(
            "Nog geen oefening probeerde of bezoek of stilte iemand bindt.",
            "No drill has tried yet whether a visit or silence binds anybody.",
            "Een oefening.",
            "A drill.",
        );
    }
    Judgement::kept(
        text("Bezoek en stilte binden niemand.", "A visit and silence bind nobody."),
        items,
        text("Een bezoek dat als toestemming geldt.", "A visit that counts as consent."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table_with(
            "not-bound-by-use",
            &[],
            &[
                ("all is well", |_| {}, Verdict::Kept),
                ("a visit counted", |e| sample::fail(e, drill::SILENT), Verdict::Broken),
                ("an old consent counted", |e| sample::fail(e, drill::ASKED_AGAIN), Verdict::Broken),
                ("one was not tried", |e| sample::skip(e, drill::SILENT), Verdict::Unproven),
                ("the other was not", |e| sample::skip(e, drill::ASKED_AGAIN), Verdict::Unproven),
                ("long ago", |e| e.drill.as_mut().unwrap().at = sample::ago(40), Verdict::Unproven),
            ],
        );
    }
}
