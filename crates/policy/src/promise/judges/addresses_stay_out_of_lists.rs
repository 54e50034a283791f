//! "addresses-stay-out-of-lists": an address that was given for one purpose enters no list for another. The guard of
//! imports and mailings asks the decision point, which keeps it out.

use jiff::Timestamp;

use super::{drill_failed, drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, drill};
use crate::promise::judgement::{Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    match evidence.drilled(drill::LISTS, now) {
        DrillResult::Passed(at) => {
            let (nl, en) = (
                "een adres dat voor een ander doel is gevraagd, kwam op geen enkele lijst",
                "an address that was collected for another purpose entered no list",
            );
            Judgement::kept(
                text(
                    "De toets van lijsten houdt zulke adressen tegen.",
                    "The guard of lists keeps such addresses out.",
                ),
                vec![drill_item(at, nl, en)],
                text("Een adres dat toch op een lijst komt.", "An address that enters a list all the same."),
            )
        }
        DrillResult::Failed(at) => {
            let (nl, en) = ("zo\u{2019}n adres kwam op een lijst", "such an address entered a list");
            drill_failed(at, nl, en)
        }
        DrillResult::Nothing => nothing(
            "Nog geen oefening probeerde zo\u{2019}n adres op een lijst te zetten.",
            "No drill has tried yet to put such an address on a list.",
            "Een oefening.",
            "A drill.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, fail, skip};
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "addresses-stay-out-of-lists",
            &[("purpose", "orders")],
            &[
                ("kept out", |_| {}, Verdict::Kept),
                ("let in", |e| fail(e, drill::LISTS), Verdict::Broken),
                ("never tried", |e| skip(e, drill::LISTS), Verdict::Unproven),
                ("tried long ago", |e| e.drill.as_mut().unwrap().at = sample::ago(32), Verdict::Unproven),
            ],
        );
    }
}
