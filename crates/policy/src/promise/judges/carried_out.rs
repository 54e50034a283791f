//! What "rectification-confirmed" and "restriction-enforced" have in common: every system has its receipt, and the
//! known address was told.

use jiff::Timestamp;

use super::{figure, nothing};
use crate::promise::evidence::{CarriedOut, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// What requests that were carried out show: what is wrong, or what they prove. The words say what was done.
pub(super) fn look(
    rows: &[CarriedOut],
    now: Timestamp,
    (nl, en): (&str, &str),
) -> Result<Vec<EvidenceItem>, Box<Judgement>> {
    let counted: Vec<&CarriedOut> = rows.iter().filter(|row| is_counted(row.at, row.drill, now)).collect();
    let missing: u64 = counted.iter().map(|row| row.missing).sum();
    let untold = counted.iter().filter(|row| !row.confirmed).count();
    if missing > 0 || untold > 0 {
        let item = |count: u64, nl: &str, en: &str| {
            EvidenceItem::new("request", format!("{count} {nl}"), format!("{count} {en}")).figure(count)
        };
        let items = [
            item(missing, "systemen zonder ontvangstbewijs", "systems without a receipt"),
            item(figure(untold), "zonder bevestiging", "without a confirmation"),
        ];
        return Err(Box::new(Judgement::broken(
            text(
                format!("Niet overal is {nl} en bevestigd."),
                format!("It was not {en} everywhere and confirmed."),
            ),
            items.into_iter().filter(|item| item.figure != Some(0)).collect(),
            text("Een jaar waarin dat wel zo was.", "A year in which it was."),
        )));
    }
    let Some(last) = counted.iter().map(|row| row.at).max() else { return Ok(Vec::new()) };
    let (count, systems) = (counted.len(), counted.iter().map(|row| row.receipts).sum::<u64>());
    let words = (
        format!("{count} keer {nl}, in {systems} systemen, en bevestigd"),
        format!("{count} times {en}, in {systems} systems, and confirmed"),
    );
    Ok(vec![EvidenceItem::new("request", words.0, words.1).figure(figure(count)).at(last)])
}

/// Kept when there is anything to show, unproven otherwise.
pub(super) fn kept(items: Vec<EvidenceItem>, nl: &str, en: &str) -> Judgement {
    if items.is_empty() {
        return nothing(
            "Dit is nog niet gevraagd en niet geoefend.",
            "This has been neither asked nor drilled yet.",
            "Een afgehandeld verzoek of een oefening.",
            "A request that was handled, or a drill.",
        );
    }
    Judgement::kept(text(nl, en), items, text("Een keer waarin dat niet zo is.", "A time when it is not so."))
}
