//! "portability-complete" and "portability-keeps-service": what is taken along is whole and sound, and taking it
//! along changes nothing.

use jiff::Timestamp;

use super::{carried_out, drill_failed, drill_item, figure};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, TakenAlong, drill, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

fn counted(evidence: &Evidence, now: Timestamp) -> Vec<&TakenAlong> {
    evidence.rights.taken_along.iter().filter(|row| is_counted(row.at, row.drill, now)).collect()
}

fn item(count: u64, nl: &str, en: &str) -> EvidenceItem {
    EvidenceItem::new("portability", format!("{count} {nl}"), format!("{count} {en}")).figure(count)
}

/// Every system and holder gave its part, in a bag that reads back.
pub(crate) fn complete(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows = counted(evidence, now);
    let missing: u64 = rows.iter().map(|row| row.missing).sum();
    let unsound = rows.iter().filter(|row| row.sound == Some(false)).count();
    if missing > 0 || unsound > 0 {
        let items = [
            item(missing, "systemen ontbraken", "systems were missing"),
            item(figure(unsound), "pakketten lazen niet goed terug", "bags did not read back"),
        ];
        return Judgement::broken(
            text("Niet alles kon worden meegenomen.", "Not everything could be taken along."),
            items.into_iter().filter(|item| item.figure != Some(0)).collect(),
            text("Pakketten die compleet en leesbaar zijn.", "Bags that are complete and readable."),
        );
    }
    let sound: Vec<_> = rows.iter().filter(|row| row.sound == Some(true)).collect();
    let last = sound.iter().map(|row| row.at).max();
    let items = last.map(|at| {
        item(figure(sound.len()), "pakketten, compleet en teruggelezen", "bags, complete and read back")
            .at(at)
    });
    carried_out::kept(
        items.into_iter().collect(),
        "Wie gegevens meenam, kreeg alles, ook van verwerkers.",
        "Whoever took data along got everything, from processors too.",
    )
}

/// Nothing was changed for it in any system.
pub(crate) fn keeps_service(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows = counted(evidence, now);
    let changed = rows.iter().filter(|row| row.changed).count();
    if changed > 0 {
        let items = vec![item(figure(changed), "keer is er iets veranderd", "times something was changed")];
        return Judgement::broken(
            text("Meenemen had gevolgen in een systeem.", "Taking along had consequences in a system."),
            items,
            text("Verzoeken die niets veranderen.", "Requests that change nothing."),
        );
    }
    let last = rows.iter().map(|row| row.at).max();
    let kept = last.map(|at| {
        item(figure(rows.len()), "keer meegenomen, niets veranderd", "times taken along, nothing changed")
            .at(at)
    });
    let mut items: Vec<EvidenceItem> = kept.into_iter().collect();
    match evidence.drilled(drill::TAKEN_ALONG, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "na het meenemen was er iets weg",
                "something was gone after taking along",
            );
        }
        DrillResult::Passed(at) => {
            items.push(drill_item(
                at,
                "na het meenemen stond alles er nog",
                "everything was there after taking along",
            ));
        }
        DrillResult::Nothing => {}
    }
    carried_out::kept(
        items,
        "Meenemen had nooit gevolgen voor de dienst.",
        "Taking along never had consequences for the service.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn what_is_taken_along_is_whole() {
        sample::table(
            "portability-complete",
            &[
                ("complete and sound", |_| {}, Verdict::Kept),
                ("nothing asked", |e| e.rights.taken_along.clear(), Verdict::Unproven),
                ("a system is missing", |e| e.rights.taken_along[0].missing = 1, Verdict::Broken),
                ("a bag that is not valid", |e| e.rights.taken_along[0].sound = Some(false), Verdict::Broken),
                ("too large to be read back", |e| e.rights.taken_along[0].sound = None, Verdict::Unproven),
            ],
        );
    }

    #[test]
    fn taking_along_changes_nothing() {
        sample::table(
            "portability-keeps-service",
            &[
                ("nothing changed", |_| {}, Verdict::Kept),
                ("nothing asked", |e| e.rights.taken_along.clear(), Verdict::Unproven),
                ("something changed", |e| e.rights.taken_along[0].changed = true, Verdict::Broken),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::TAKEN_ALONG, false, 2),
                    Verdict::Broken,
                ),
                (
                    "only a drill",
                    |e| {
                        e.rights.taken_along.clear();
                        e.drill = sample::drill(drill::TAKEN_ALONG, true, 2);
                    },
                    Verdict::Kept,
                ),
            ],
        );
    }
}
