//! G4: whoever wants to be erased is, without having to end anything (GDPR 17), and whoever received the data is told
//! (GDPR 19).

use jiff::Timestamp;

use crate::edition::Edition;
use crate::promise::evidence::{DrillResult, ErasureEvidence, Evidence, drill, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::promise::judges::{drill_failed, drill_item, nothing};

pub(super) fn judge(evidence: &Evidence, _: &Edition, now: Timestamp) -> Judgement {
    let counted: Vec<&ErasureEvidence> = evidence
        .erasures
        .iter()
        .filter(|erasure| erasure.alone && is_counted(erasure.at, erasure.drill, now))
        .collect();
    // A drill's holders are sent nothing: its letters stay here.
    let real: Vec<&&ErasureEvidence> = counted.iter().filter(|erasure| !erasure.drill).collect();
    let untold: u64 = real.iter().map(|erasure| erasure.untold).sum();
    if untold > 0 {
        return broken(untold);
    }
    let mut items = Vec::new();
    if let Some(last) = real.iter().map(|erasure| erasure.at).max() {
        let (count, told) = (real.len(), real.iter().map(|erasure| erasure.told).sum::<u64>());
        items.push(
            EvidenceItem::new(
                "erasure",
                format!("{count} keer gewist zonder opzegging; {told} keer hoorde een ontvanger het"),
                format!("erased {count} times without an ending; a recipient was told {told} times"),
            )
            .figure(u64::try_from(count).unwrap_or(u64::MAX))
            .at(last),
        );
    }
    match evidence.drilled(drill::ERASED_ALONE, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "wissen zonder opzegging lukte niet overal, of een ontvanger kreeg geen brief",
                "erasing without an ending did not succeed everywhere, or a recipient got no letter",
            );
        }
        DrillResult::Passed(at) => items.push(drill_item(
            at,
            "gewist zonder opzegging, met een brief voor elke ontvanger",
            "erased without an ending, with a letter for every recipient",
        )),
        DrillResult::Nothing => {}
    }
    if items.is_empty() {
        return nothing(
            "Nog niemand is gewist zonder op te zeggen, en het is niet geoefend.",
            "Nobody has been erased without ending yet, and it has not been drilled.",
            "Een afgehandeld verzoek of een oefening.",
            "A request that was handled, or a drill.",
        );
    }
    Judgement::kept(
        text(
            "Wissen kan zonder op te zeggen, en ontvangers horen het.",
            "Erasure needs no ending, and recipients are told.",
        ),
        items,
        text("Een ontvanger die het niet hoorde.", "A recipient who was not told."),
    )
}

/// Erased, and not every recipient was told.
fn broken(untold: u64) -> Judgement {
    let item = EvidenceItem::new(
        "erasure",
        format!("{untold} ontvangers van wie niet vastligt dat zij het weten"),
        format!("{untold} recipients of whom it is not on record that they know"),
    );
    Judgement::broken(
        text(
            "Er is gewist zonder dat elke ontvanger het hoorde.",
            "Data were erased without every recipient being told.",
        ),
        vec![item.figure(untold)],
        text("Een jaar waarin elke ontvanger het hoorde.", "A year in which every recipient was told."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::Verdict;
    use crate::promise::judges::sample;

    fn alone(evidence: &mut Evidence) -> &mut ErasureEvidence {
        let erasure = &mut evidence.erasures[0];
        erasure.alone = true;
        erasure.told = 4;
        erasure
    }

    #[test]
    fn verdicts() {
        type Case = (&'static str, fn(&mut Evidence), Verdict);
        let cases: [Case; 8] = [
            ("erased on its own, everybody told", |e| alone(e).untold = 0, Verdict::Kept),
            ("a recipient who was not told", |e| alone(e).untold = 1, Verdict::Broken),
            ("only at the end of a contract", |e| alone(e).alone = false, Verdict::Unproven),
            ("nobody was erased", |e| e.erasures.clear(), Verdict::Unproven),
            ("long ago", |e| alone(e).at = sample::ago(400), Verdict::Unproven),
            (
                "only a drill",
                |e| {
                    e.erasures.clear();
                    e.drill = sample::drill(drill::ERASED_ALONE, true, 2);
                },
                Verdict::Kept,
            ),
            (
                "a drill’s erasure is no proof that anybody was told",
                |e| alone(e).drill = true,
                Verdict::Unproven,
            ),
            (
                "a drill that failed",
                |e| {
                    alone(e);
                    e.drill = sample::drill(drill::ERASED_ALONE, false, 2);
                },
                Verdict::Broken,
            ),
        ];
        let edition = sample::edition();
        for (name, change, verdict) in cases {
            let mut evidence = sample::fine();
            change(&mut evidence);
            assert_eq!(judge(&evidence, &edition, sample::now()).verdict, verdict, "{name}");
        }
    }
}
