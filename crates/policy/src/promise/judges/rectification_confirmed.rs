//! "rectification-confirmed": a correction reached every system that has a part in it, and was confirmed.

use jiff::Timestamp;

use super::{carried_out, drill_failed, drill_item};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, drill};
use crate::promise::judgement::Judgement;

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows = &evidence.rights.corrections;
    let mut items = match carried_out::look(rows, now, ("verbeterd", "corrected")) {
        Ok(items) => items,
        Err(broken) => return *broken,
    };
    let (nl, en) = (
        "het juiste gegeven stond overal, het foute nergens",
        "the right value stood everywhere, the wrong one nowhere",
    );
    match evidence.drilled(drill::CORRECTED, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "een gegeven was niet overal verbeterd",
                "a value was not corrected everywhere",
            );
        }
        DrillResult::Passed(at) => items.push(drill_item(at, nl, en)),
        DrillResult::Nothing => {}
    }
    carried_out::kept(
        items,
        "Elke correctie is overal doorgevoerd en bevestigd.",
        "Every correction was carried through everywhere and confirmed.",
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
            "rectification-confirmed",
            &[
                ("corrected and confirmed", |_| {}, Verdict::Kept),
                ("nothing asked", |e| e.rights.corrections.clear(), Verdict::Unproven),
                ("a system without a receipt", |e| e.rights.corrections[0].missing = 1, Verdict::Broken),
                ("not confirmed", |e| e.rights.corrections[0].confirmed = false, Verdict::Broken),
                (
                    "not confirmed, but more than a year ago",
                    |e| {
                        e.rights.corrections[0].confirmed = false;
                        e.rights.corrections[0].at = sample::ago(400);
                    },
                    Verdict::Unproven,
                ),
                (
                    "only a drill",
                    |e| {
                        e.rights.corrections.clear();
                        e.drill = sample::drill(drill::CORRECTED, true, 2);
                    },
                    Verdict::Kept,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::CORRECTED, false, 2),
                    Verdict::Broken,
                ),
            ],
        );
    }
}
