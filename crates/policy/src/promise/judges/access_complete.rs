//! "access-complete": access goes to every system on the map, and each of them answered.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{RECEIPTS, REQUESTS, counted, figure, nothing};
use crate::facts::RightKind;
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, Outcome, RequestRow};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let answered: Vec<&RequestRow> = counted(evidence, now)
        .filter(|row| row.right == RightKind::Access && row.answered.is_some())
        .filter(|row| matches!(row.outcome, Some(Outcome::Granted | Outcome::PartlyGranted)))
        .collect();
    let declared: Vec<&String> = context.edition.facts().systems.keys().collect();
    let gaps: Vec<EvidenceItem> = answered.iter().flat_map(|row| gaps(row, &declared, context)).collect();
    if !gaps.is_empty() {
        return Judgement::broken(
            text(
                "Een inzage is beantwoord zonder antwoord van elke plek.",
                "An access request was answered without an answer from every place.",
            ),
            gaps,
            text(
                "Een ontvangstbewijs van elk systeem bij elke inzage.",
                "A receipt from every system for every access request.",
            ),
        );
    }
    match answered.iter().filter_map(|row| row.answered).max() {
        Some(last) if !declared.is_empty() => kept(&answered, declared.len(), last),
        _ => nothing(
            "Er is nog geen inzage beantwoord.",
            "No access request has been answered yet.",
            "Een beantwoorde inzage of een oefening.",
            "An access request that was answered, or a drill.",
        ),
    }
}

fn kept(answered: &[&RequestRow], systems: usize, last: Timestamp) -> Judgement {
    let receipts = answered.iter().flat_map(|row| &row.systems).filter(|system| system.receipt).count();
    let (nl, en) = (format!("uit {systems} systemen"), format!("from {systems} systems"));
    Judgement::kept(
        text(
            "Elke inzage ging langs elk systeem, en elk systeem antwoordde.",
            "Every access request went to every system, and every system answered.",
        ),
        vec![
            RECEIPTS.item("receipt", figure(receipts), &nl, &en).at(last),
            REQUESTS.item("request", figure(answered.len()), "om inzage beantwoord", "for access answered"),
        ],
        text(
            "Een inzage zonder ontvangstbewijs van een systeem.",
            "An access request without a receipt from a system.",
        ),
    )
}

/// The systems that a request lacks a receipt of. A system that joined the map later than the request came
/// in was not promised then.
fn gaps(row: &RequestRow, declared: &[&String], context: &ClauseContext<'_>) -> Vec<EvidenceItem> {
    let zone = TimeZone::get(&context.edition.policy().time_zone).unwrap_or(TimeZone::UTC);
    let received = row.received.to_zoned(zone).date();
    let promised = received >= context.edition.policy().in_force_from;
    let silent = row.systems.iter().filter(|system| !system.receipt).map(|system| &system.system);
    let unasked = declared
        .iter()
        .copied()
        .filter(|id| promised && !row.systems.iter().any(|system| system.system == **id));
    silent
        .chain(unasked)
        .map(|id| {
            EvidenceItem::new(
                "receipt",
                format!("geen ontvangstbewijs van {id}"),
                format!("no receipt from {id}"),
            )
            .at(row.received)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "access-complete",
            &[
                ("every system answered", |_| {}, Verdict::Kept),
                ("a system without receipt", |e| e.requests[0].systems[0].receipt = false, Verdict::Broken),
                ("a system not asked", |e| e.requests[0].systems.clear(), Verdict::Broken),
                ("not answered yet", |e| e.requests[0].answered = None, Verdict::Unproven),
                ("refused", |e| e.requests[0].outcome = Some(Outcome::Refused), Verdict::Unproven),
                ("no access asked", |e| e.requests[0].right = RightKind::Objection, Verdict::Unproven),
                ("a drill", |e| e.requests[0].drill = true, Verdict::Kept),
                (
                    "a drill with a gap",
                    |e| {
                        e.requests[0].drill = true;
                        e.requests[0].systems.clear();
                    },
                    Verdict::Broken,
                ),
            ],
        );
    }
}
