//! "erasure-anonymised": after an erasure, nothing in the register leads back to the person.

use jiff::Timestamp;

use super::{ERASURES, drill_failed, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, drill, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let tested: Vec<(Timestamp, u64)> = evidence
        .erasures
        .iter()
        .filter(|erasure| is_counted(erasure.at, erasure.drill, now))
        .filter_map(|erasure| Some((erasure.at, erasure.reidentification_hits?)))
        .collect();
    let hits: u64 = tested.iter().map(|(_, hits)| hits).sum();
    if hits > 0 {
        let (nl, en) =
            (format!("{hits} sporen van wie is gewist"), format!("{hits} traces of who was erased"));
        return Judgement::broken(
            text(
                "Het register leidt nog naar iemand die is gewist.",
                "The register still leads to somebody who was erased.",
            ),
            vec![EvidenceItem::new("reidentification", nl, en).figure(hits)],
            text("Een register zonder sporen.", "A register without traces."),
        );
    }
    let mut items = Vec::new();
    if let Some(last) = tested.iter().map(|(at, _)| *at).max() {
        let (nl, en) = ("nagezocht, niets gevonden", "searched, nothing found");
        items.push(ERASURES.item("reidentification", figure(tested.len()), nl, en).at(last));
    }
    match evidence.drilled(drill::REIDENTIFICATION, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "de regel in het register leidde naar de persoon",
                "the row in the register led to the person",
            );
        }
        DrillResult::Passed(at) => {
            items.push(drill_item(
                at,
                "de regel in het register leidde nergens heen",
                "the row in the register led nowhere",
            ));
        }
        DrillResult::Nothing => {}
    }
    if items.is_empty() {
        return nothing(
            "Er is nog geen verwijdering nagezocht.",
            "No erasure has been searched yet.",
            "Een nagezochte verwijdering of een oefening.",
            "An erasure that was searched, or a drill.",
        );
    }
    Judgement::kept(
        text(
            "Na een verwijdering leidt niets in het register naar de persoon.",
            "After an erasure nothing in the register leads to the person.",
        ),
        items,
        text("Een spoor in het register.", "A trace in the register."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "erasure-anonymised",
            &[
                ("nothing found", |_| {}, Verdict::Kept),
                ("a trace", |e| e.erasures[0].reidentification_hits = Some(1), Verdict::Broken),
                ("not searched", |e| e.erasures[0].reidentification_hits = None, Verdict::Unproven),
                ("nothing erased", |e| e.erasures.clear(), Verdict::Unproven),
                (
                    "only a drill",
                    |e| {
                        e.erasures.clear();
                        e.drill = sample::drill(drill::REIDENTIFICATION, true, 3);
                    },
                    Verdict::Kept,
                ),
                (
                    "an old drill",
                    |e| {
                        e.erasures.clear();
                        e.drill = sample::drill(drill::REIDENTIFICATION, true, 32);
                    },
                    Verdict::Unproven,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::REIDENTIFICATION, false, 3),
                    Verdict::Broken,
                ),
            ],
        );
    }
}
