//! "internal-id-in-access": a copy also holds the person's internal number and what hangs on it (GDPR 4(1), 15).

use jiff::Timestamp;

use super::{drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillEvidence, DrillResult, Evidence, drill, is_fresh};
use crate::promise::judgement::{Judgement, text};

/// The category of internal numbers, where the clause names none.
const INTERNAL: &str = "internal-id";

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let named = context.param("category");
    let wanted: Vec<&str> =
        if named.is_empty() { vec![INTERNAL] } else { named.iter().map(String::as_str).collect() };
    let delivered = matches!(evidence.drilled(drill::DELIVERY, now), DrillResult::Passed(_));
    let last = evidence.drill.as_ref().filter(|drill| delivered && is_fresh(drill.at, now));
    let Some(last) = last else {
        return nothing(
            "Nog geen oefening keek of interne nummers in de kopie staan.",
            "No drill has looked yet whether internal numbers are in the copy.",
            "Een oefening.",
            "A drill.",
        );
    };
    let has = |list: &[String], category: &str| list.iter().any(|id| id == category);
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|category| has(&last.planted, category) && !has(&last.copied, category))
        .copied()
        .collect();
    if !missing.is_empty() {
        return broken(last, &missing);
    }
    if !wanted.iter().all(|category| has(&last.copied, category)) {
        return nothing(
            "De oefening plaatste geen interne nummers, dus er viel niets terug te vinden.",
            "The drill planted no internal numbers, so there was nothing to find again.",
            "Een oefening met een intern nummer.",
            "A drill with an internal number.",
        );
    }
    let (nl, en) = ("in de kopie stonden de interne nummers", "the copy held the internal numbers");
    Judgement::kept(
        text("De kopie bevat ook interne nummers.", "The copy also holds internal numbers."),
        vec![drill_item(last.at, nl, en)],
        text("Een kopie zonder intern nummer.", "A copy without an internal number."),
    )
}

fn broken(last: &DrillEvidence, missing: &[&str]) -> Judgement {
    let list = missing.join(", ");
    let nl = format!("in de kopie ontbrak: {list}");
    Judgement::broken(
        text("Een intern nummer ontbrak in een kopie.", "An internal number was missing from a copy."),
        vec![drill_item(last.at, &nl, &format!("the copy lacked: {list}"))],
        text("Een kopie met elk intern nummer.", "A copy with every internal number."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, skip};
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "internal-id-in-access",
            &[("category", "order")],
            &[
                ("in the copy", |_| {}, Verdict::Kept),
                ("missing from the copy", |e| e.drill.as_mut().unwrap().copied.clear(), Verdict::Broken),
                (
                    "none was planted",
                    |e| {
                        let drill = e.drill.as_mut().unwrap();
                        (drill.planted.clear(), drill.copied.clear());
                    },
                    Verdict::Unproven,
                ),
                ("no copy was delivered", |e| skip(e, drill::DELIVERY), Verdict::Unproven),
                ("long ago", |e| e.drill.as_mut().unwrap().at = sample::ago(40), Verdict::Unproven),
            ],
        );
    }
}
