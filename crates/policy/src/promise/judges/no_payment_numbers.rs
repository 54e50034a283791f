//! "no-payment-numbers": every day all text of every database is searched for card and account numbers, and none
//! stands there.

use jiff::{SignedDuration, Timestamp};

use super::{ROWS, SYSTEMS, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, PaymentLook, SystemLook, SystemReach};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// A search every day may be late by a day; then it shows nothing any more.
const SEARCHED_WITHIN: SignedDuration = SignedDuration::from_hours(48);

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("system");
    let systems: Vec<&SystemLook> = evidence
        .systems
        .iter()
        .flat_map(|seen| &seen.systems)
        .filter(|look| look.reach != SystemReach::NotInUse)
        .filter(|look| wanted.is_empty() || wanted.contains(&look.system))
        .collect();
    let recent = |look: &'_ PaymentLook| now.duration_since(look.at) <= SEARCHED_WITHIN;
    let searched: Vec<(&SystemLook, &PaymentLook)> = systems
        .iter()
        .filter_map(|look| Some((*look, look.payment.as_ref().filter(|found| recent(found))?)))
        .collect();
    let found: Vec<EvidenceItem> = searched.iter().flat_map(|(look, found)| places(look, found)).collect();
    if !found.is_empty() {
        return Judgement::broken(
            text(
                "Er staan kaart- of rekeningnummers in een systeem.",
                "There are card or account numbers in a system.",
            ),
            found,
            text("Een zoektocht die niets meer vindt.", "A search that finds nothing any more."),
        );
    }
    let open: Vec<EvidenceItem> = systems.iter().filter_map(|look| gap(look, &searched)).collect();
    let items = shown(&systems, &searched);
    if !open.is_empty() || searched.is_empty() {
        return nothing(
            "Niet elke databank is de laatste twee dagen helemaal doorzocht.",
            "Not every database was searched completely in the last two days.",
            "Een zoektocht door elke databank, elke dag.",
            "A search through every database, every day.",
        )
        .seen(open)
        .seen(items);
    }
    Judgement::kept(
        text(
            "In geen enkele databank staat een kaart- of rekeningnummer.",
            "In no database is there a card or account number.",
        ),
        items,
        text("Een nummer dat wel ergens staat.", "A number that does stand somewhere."),
    )
}

fn places<'l>(look: &'l SystemLook, found: &'l PaymentLook) -> impl Iterator<Item = EvidenceItem> + 'l {
    found.found.iter().map(|(place, rows)| {
        let system = &look.system;
        let nl = format!("met een nummer in {system}: {place}");
        ROWS.item("payment", *rows, &nl, &format!("with a number in {system}: {place}")).at(found.at)
    })
}

fn gap(look: &SystemLook, searched: &[(&SystemLook, &PaymentLook)]) -> Option<EvidenceItem> {
    let name = &look.system;
    match searched.iter().find(|(other, _)| other.system == *name) {
        Some((_, found)) if found.unread > 0 => Some(EvidenceItem::new(
            "payment",
            format!("in {name} konden {} tabellen niet worden gelezen", found.unread),
            format!("in {name} {} tables could not be read", found.unread),
        )),
        Some(_) => None,
        None if matches!(look.reach, SystemReach::Database | SystemReach::Unknown) => {
            let last = look.payment.as_ref().map(|found| found.at);
            let item = EvidenceItem::new(
                "payment",
                format!("{name} is niet (pas) doorzocht"),
                format!("{name} was not searched (lately)"),
            );
            Some(match last {
                Some(at) => item.at(at),
                None => item,
            })
        }
        None => None,
    }
}

fn shown(systems: &[&SystemLook], searched: &[(&SystemLook, &PaymentLook)]) -> Vec<EvidenceItem> {
    let mut items = Vec::new();
    if let Some(oldest) = searched.iter().map(|(_, found)| found.at).min() {
        let rows: u64 = searched.iter().map(|(_, found)| found.rows).sum();
        let nl = format!("doorzocht in {} systemen", searched.len());
        items.push(
            ROWS.item("payment", rows, &nl, &format!("searched in {} systems", searched.len())).at(oldest),
        );
    }
    let closed = systems.iter().filter(|look| !look.is_database()).count();
    if closed > 0 {
        let (nl, en) =
            ("van anderen, die niet kunnen worden doorzocht", "of others, which cannot be searched");
        items.push(SYSTEMS.item("map", figure(closed), nl, en));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, system};
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table_with(
            "no-payment-numbers",
            &[],
            &[
                ("nothing found", |_| {}, Verdict::Kept),
                (
                    "a number",
                    |e| system(e, "shop").payment.as_mut().unwrap().found.push(("orders.note".into(), 3)),
                    Verdict::Broken,
                ),
                ("never searched", |e| system(e, "shop").payment = None, Verdict::Unproven),
                (
                    "searched three days ago",
                    |e| system(e, "shop").payment.as_mut().unwrap().at = sample::ago(3),
                    Verdict::Unproven,
                ),
                (
                    "a table that could not be read",
                    |e| system(e, "shop").payment.as_mut().unwrap().unread = 1,
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
