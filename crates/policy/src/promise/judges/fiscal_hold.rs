//! "fiscal-hold": what the law obliges to keep is kept with its reason and release date, and is purged when
//! the term has passed (GDPR 17(3)(b), 5(1)(e)).

use jiff::Timestamp;

use super::{ROWS, drill_failed, drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, KeptRows, drill, is_counted, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("term");
    let under =
        |kept: &&KeptRows| kept.term.as_ref().is_some_and(|term| wanted.is_empty() || wanted.contains(term));
    let erasures = evidence.erasures.iter().filter(|erasure| is_counted(erasure.at, erasure.drill, now));
    let kept: Vec<&KeptRows> =
        erasures.flat_map(|erasure| &erasure.kept).filter(under).filter(|kept| kept.rows > 0).collect();
    if let Some(judgement) = broken(&kept, evidence, now) {
        return judgement;
    }
    let mut held: Vec<EvidenceItem> = held(&kept).into_iter().collect();
    let mut released: Vec<EvidenceItem> = evidence
        .holds
        .as_ref()
        .filter(|holds| is_fresh(holds.at, now) && holds.purged_past_term > 0)
        .map(|holds| {
            ROWS.item("purge", holds.purged_past_term, "verwijderd na hun termijn", "purged after their term")
                .at(holds.at)
        })
        .into_iter()
        .collect();
    if let DrillResult::Passed(at) = evidence.drilled(drill::HOLD, now) {
        let item = drill_item(
            at,
            "wat moest blijven bleef, wat voorbij was verdween",
            "what had to stay stayed, what was past its term went",
        );
        held.push(item.clone());
        released.push(item);
    }
    shown(held, released)
}

/// What was kept, until when at the latest.
fn held(kept: &[&KeptRows]) -> Option<EvidenceItem> {
    let rows: u64 = kept.iter().map(|kept| kept.rows).sum();
    let release = kept.iter().filter_map(|kept| kept.release).max()?;
    let nl = format!("met reden bewaard, de laatste tot {release}");
    Some(ROWS.item("receipt", rows, &nl, &format!("kept with their reason, the last until {release}")))
}

fn shown(mut held: Vec<EvidenceItem>, released: Vec<EvidenceItem>) -> Judgement {
    if held.is_empty() {
        return nothing(
            "Nog geen ontvangstbewijs laat zien wat bewaard moest blijven.",
            "No receipt yet shows what had to be kept.",
            "Een verwijdering met bewaarplicht, of een oefening.",
            "An erasure with a duty to keep, or a drill.",
        );
    }
    if released.is_empty() {
        return nothing(
            "Er is nog niets verwijderd omdat zijn termijn voorbij was.",
            "Nothing has been purged yet because its term had passed.",
            "Een verwijdering na afloop van de termijn, of een oefening.",
            "A purge after the end of a term, or a drill.",
        )
        .seen(held);
    }
    held.extend(released);
    held.dedup();
    Judgement::kept(
        text(
            "Wat de wet laat bewaren blijft met reden, en verdwijnt op tijd.",
            "What the law keeps stays with its reason, and goes in time.",
        ),
        held,
        text(
            "Een regel zonder reden of datum, of een die te lang blijft.",
            "A row without reason or date, or one that stays too long.",
        ),
    )
}

fn broken(kept: &[&KeptRows], evidence: &Evidence, now: Timestamp) -> Option<Judgement> {
    let change = text(
        "Elke bewaarde regel met reden en datum, en verwijderd na zijn termijn.",
        "Every kept row with reason and date, and purged after its term.",
    );
    let bare: Vec<EvidenceItem> = kept
        .iter()
        .filter(|kept| !kept.reason || kept.release.is_none())
        .map(|kept| {
            let place = format!("{}/{}", kept.system, kept.collection);
            let nl = format!("in {place} zonder reden of datum");
            ROWS.item("receipt", kept.rows, &nl, &format!("in {place} without reason or date"))
        })
        .collect();
    if !bare.is_empty() {
        let reason = text(
            "Er is iets bewaard zonder reden of einddatum.",
            "Something was kept without reason or release date.",
        );
        return Some(Judgement::broken(reason, bare, change));
    }
    let late = evidence.holds.as_ref().filter(|holds| is_fresh(holds.at, now) && holds.still_past_term > 0);
    if let Some(holds) = late {
        let (nl, en) = ("nog aanwezig na hun termijn", "still there after their term");
        let item = ROWS.item("purge", holds.still_past_term, nl, en).at(holds.at);
        let reason =
            text("Er is iets langer bewaard dan de termijn.", "Something was kept longer than its term.");
        return Some(Judgement::broken(reason, vec![item], change));
    }
    match evidence.drilled(drill::HOLD, now) {
        DrillResult::Failed(at) => {
            Some(drill_failed(at, "bewaren of vrijgeven ging mis", "keeping or releasing went wrong"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "fiscal-hold",
            &[
                ("kept and purged", |_| {}, Verdict::Kept),
                ("kept without reason", |e| e.erasures[0].kept[0].reason = false, Verdict::Broken),
                ("kept without date", |e| e.erasures[0].kept[0].release = None, Verdict::Broken),
                (
                    "past its term and still there",
                    |e| e.holds.as_mut().unwrap().still_past_term = 1,
                    Verdict::Broken,
                ),
                ("nothing purged yet", |e| e.holds.as_mut().unwrap().purged_past_term = 0, Verdict::Unproven),
                ("nothing kept yet", |e| e.erasures.clear(), Verdict::Unproven),
                (
                    "kept under another term",
                    |e| e.erasures[0].kept[0].term = Some("support".to_owned()),
                    Verdict::Unproven,
                ),
                ("kept for the map’s own reason", |e| e.erasures[0].kept[0].term = None, Verdict::Unproven),
                (
                    "only a drill",
                    |e| {
                        e.erasures.clear();
                        e.holds = None;
                        e.drill = sample::drill(drill::HOLD, true, 3);
                    },
                    Verdict::Kept,
                ),
                (
                    "an old drill",
                    |e| {
                        e.erasures.clear();
                        e.holds = None;
                        e.drill = sample::drill(drill::HOLD, true, 32);
                    },
                    Verdict::Unproven,
                ),
                ("a drill that failed", |e| e.drill = sample::drill(drill::HOLD, false, 3), Verdict::Broken),
            ],
        );
    }
}
