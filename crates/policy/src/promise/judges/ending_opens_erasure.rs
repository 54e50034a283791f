//! "ending-opens-erasure": whoever ends the relation has thereby asked for erasure.

use jiff::Timestamp;

use super::{ENDINGS, drill_failed, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, EndingRow, Evidence, drill, is_counted};
use crate::promise::judgement::{Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let endings: Vec<&EndingRow> =
        evidence.endings.iter().filter(|ending| is_counted(ending.at, ending.drill, now)).collect();
    let loose = endings.iter().filter(|ending| !ending.erasure_linked).count();
    if loose > 0 {
        return Judgement::broken(
            text(
                "Niet elke opzegging leidde tot een verzoek tot verwijdering.",
                "Not every ending led to a request for erasure.",
            ),
            vec![ENDINGS.item(
                "ending",
                figure(loose),
                "zonder verzoek tot verwijdering",
                "without a request for erasure",
            )],
            text("Een verzoek bij elke opzegging.", "A request for every ending."),
        );
    }
    let mut items = Vec::new();
    if let Some(last) = endings.iter().map(|ending| ending.at).max() {
        let (nl, en) = ("met een verzoek tot verwijdering", "with a request for erasure");
        items.push(ENDINGS.item("ending", figure(endings.len()), nl, en).at(last));
    }
    match evidence.drilled(drill::ENDING, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "een opzegging opende geen verzoek tot verwijdering",
                "an ending did not open a request for erasure",
            );
        }
        DrillResult::Passed(at) => items.push(drill_item(
            at,
            "een opzegging opende een verzoek tot verwijdering",
            "an ending opened a request for erasure",
        )),
        DrillResult::Nothing => {}
    }
    if items.is_empty() {
        return nothing(
            "Er is niet opgezegd en niet geoefend.",
            "Nobody ended the relation and there was no drill.",
            "Een opzegging of een oefening.",
            "An ending, or a drill.",
        );
    }
    Judgement::kept(
        text(
            "Elke opzegging opende een verzoek tot verwijdering.",
            "Every ending opened a request for erasure.",
        ),
        items,
        text("Een opzegging zonder verzoek tot verwijdering.", "An ending without a request for erasure."),
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
            "ending-opens-erasure",
            &[
                ("linked", |_| {}, Verdict::Kept),
                ("not linked", |e| e.endings[0].erasure_linked = false, Verdict::Broken),
                ("nobody ended", |e| e.endings.clear(), Verdict::Unproven),
                (
                    "only a drill",
                    |e| {
                        e.endings.clear();
                        e.drill = sample::drill(drill::ENDING, true, 3);
                    },
                    Verdict::Kept,
                ),
                (
                    "an old drill",
                    |e| {
                        e.endings.clear();
                        e.drill = sample::drill(drill::ENDING, true, 32);
                    },
                    Verdict::Unproven,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::ENDING, false, 3),
                    Verdict::Broken,
                ),
                (
                    "a drill of something else",
                    |e| {
                        e.endings.clear();
                        e.drill = sample::drill(drill::HOLD, true, 3);
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
