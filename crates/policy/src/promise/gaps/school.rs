//! G9: a request about data of pupils is passed on to the school, which is the controller (GDPR 28(3)(e)).

use jiff::Timestamp;

use crate::edition::Edition;
use crate::promise::evidence::{DrillResult, Evidence, PASS_ON_DAYS, PassedOnEvidence, drill};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::promise::judges::{drill_failed, drill_item, nothing};

pub(super) fn judge(evidence: &Evidence, _: &Edition, now: Timestamp) -> Judgement {
    let mut items = Vec::new();
    if let Some(seen) = &evidence.passed_on {
        if seen.unsent + seen.late > 0 {
            return left_lying(seen);
        }
        if seen.passed > 0 {
            let passed = seen.passed;
            items.push(item(
                seen,
                passed,
                format!("{passed} verzoeken op tijd doorgegeven"),
                format!("{passed} requests passed on in time"),
            ));
        }
    }
    match evidence.drilled(drill::PASSED_ON, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "een verzoek kwam niet bij de school, of de aanvrager hoorde het niet",
                "a request did not reach the school, or the person did not hear of it",
            );
        }
        DrillResult::Passed(at) => items.push(drill_item(
            at,
            "doorgegeven aan een verzonnen school, en de aanvrager hoorde het",
            "passed on to an invented school, and the person heard of it",
        )),
        DrillResult::Nothing => {}
    }
    if items.is_empty() {
        return nothing(
            "Nog geen verzoek is doorgegeven, en het is niet geoefend.",
            "No request has been passed on yet, and it has not been drilled.",
            "Een doorgegeven verzoek of een oefening.",
            "A request that was passed on, or a drill.",
        );
    }
    Judgement::kept(
        text(
            "Een verzoek over gegevens van de school gaat meteen door naar de school.",
            "A request about data of the school goes on to the school at once.",
        ),
        items,
        text("Een verzoek dat blijft liggen.", "A request that is left lying."),
    )
}

/// A request that did not reach whoever is responsible, or too late.
fn left_lying(seen: &PassedOnEvidence) -> Judgement {
    let (unsent, late) = (seen.unsent, seen.late);
    let items = [
        item(
            seen,
            unsent,
            format!("{unsent} verzoeken afgewezen en niet doorgegeven"),
            format!("{unsent} requests turned down and not passed on"),
        ),
        item(
            seen,
            late,
            format!("{late} verzoeken later dan {PASS_ON_DAYS} dagen doorgegeven"),
            format!("{late} requests passed on later than {PASS_ON_DAYS} days"),
        ),
    ];
    Judgement::broken(
        text(
            "Een verzoek kwam niet of te laat bij wie verantwoordelijk is.",
            "A request did not reach whoever is responsible, or too late.",
        ),
        items.into_iter().filter(|item| item.figure != Some(0)).collect(),
        text("Een jaar waarin dat niet gebeurt.", "A year in which that does not happen."),
    )
}

fn item(seen: &PassedOnEvidence, count: u64, nl: String, en: String) -> EvidenceItem {
    EvidenceItem::new("request", nl, en).figure(count).at(seen.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::Verdict;
    use crate::promise::judges::sample;

    fn passed(passed: u64, late: u64, unsent: u64) -> Evidence {
        let passed_on = Some(PassedOnEvidence { at: sample::ago(0), passed, late, unsent });
        Evidence { passed_on, ..Evidence::default() }
    }

    fn drilled(outcome: bool, days: i64) -> Evidence {
        Evidence { drill: sample::drill(drill::PASSED_ON, outcome, days), ..passed(0, 0, 0) }
    }

    #[test]
    fn verdicts() {
        let edition = sample::edition();
        for (name, evidence, verdict) in [
            ("passed on in time", passed(2, 0, 0), Verdict::Kept),
            ("one too late", passed(2, 1, 0), Verdict::Broken),
            ("one left lying", passed(0, 0, 1), Verdict::Broken),
            ("nothing ever", passed(0, 0, 0), Verdict::Unproven),
            ("nothing gathered", Evidence::default(), Verdict::Unproven),
            ("only a drill", drilled(true, 2), Verdict::Kept),
            ("a drill that failed", drilled(false, 2), Verdict::Broken),
            ("a drill of long ago", drilled(true, 40), Verdict::Unproven),
        ] {
            assert_eq!(judge(&evidence, &edition, sample::now()).verdict, verdict, "{name}");
        }
    }
}
