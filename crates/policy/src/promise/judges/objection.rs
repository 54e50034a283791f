//! "objection-halts" and "objection-ends": what an objection is against stops at once, and when the person is right
//! it stays stopped, after they got a copy.

use jiff::{SignedDuration, Timestamp};

use super::{carried_out, drill_failed, drill_item, figure};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, Granted, ObjectionRow, drill, is_counted};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// Within what time everything has stopped: "at once" is a minute, in which every system is reached.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(60);

fn counted(evidence: &Evidence, now: Timestamp) -> impl Iterator<Item = &ObjectionRow> {
    evidence.rights.objections.iter().filter(move |row| is_counted(row.filed, row.drill, now))
}

fn item(count: u64, nl: &str, en: &str) -> EvidenceItem {
    EvidenceItem::new("objection", format!("{count} {nl}"), format!("{count} {en}")).figure(count)
}

/// Whether everything stopped in time; nothing while that is open.
fn in_time(row: &ObjectionRow, now: Timestamp) -> Option<bool> {
    match row.halted {
        Some(halted) => Some(halted.duration_since(row.filed) <= AT_ONCE),
        None if row.withdrawn => None,
        None => (now.duration_since(row.filed) > AT_ONCE).then_some(false),
    }
}

pub(crate) fn halts(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows: Vec<&ObjectionRow> = counted(evidence, now).collect();
    let late = rows.iter().filter(|row| in_time(row, now) == Some(false)).count();
    if late > 0 {
        let items = vec![item(figure(late), "niet binnen een minuut gestopt", "not stopped within a minute")];
        return Judgement::broken(
            text(
                "Niet elk bezwaar stopte het gebruik meteen.",
                "Not every objection stopped the use at once.",
            ),
            items,
            text(
                "Een jaar waarin elk bezwaar meteen werkte.",
                "A year in which every objection took effect at once.",
            ),
        );
    }
    let stopped: Vec<i64> =
        rows.iter().filter_map(|row| Some(row.halted?.duration_since(row.filed).as_secs().max(0))).collect();
    let mut items = Vec::new();
    if let Some(longest) = stopped.iter().max() {
        let count = stopped.len();
        items.push(
            EvidenceItem::new(
                "objection",
                format!("{count} keer overal gestopt, hooguit {longest} seconden na het bezwaar"),
                format!("{count} times stopped everywhere, {longest} seconds after the objection at most"),
            )
            .figure(u64::try_from(*longest).unwrap_or(0)),
        );
    }
    match evidence.drilled(drill::HALTED, now) {
        DrillResult::Failed(at) => {
            return drill_failed(
                at,
                "een bezwaar stopte niet alles meteen",
                "an objection did not stop everything at once",
            );
        }
        DrillResult::Passed(at) => {
            items.push(drill_item(
                at,
                "alles stopte meteen, vóór het oordeel",
                "everything stopped at once, before it was judged",
            ));
        }
        DrillResult::Nothing => {}
    }
    carried_out::kept(
        items,
        "Elk bezwaar stopte het gebruik meteen.",
        "Every objection stopped the use at once.",
    )
}

fn is_whole(granted: &Granted) -> bool {
    granted.copy_first != Some(false) && granted.missing == 0 && granted.confirmed
}

pub(crate) fn ends(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let granted: Vec<&Granted> = counted(evidence, now).filter_map(|row| row.granted.as_ref()).collect();
    let wrong = granted.iter().filter(|granted| !is_whole(granted)).count();
    if wrong > 0 {
        let (nl, en) = (
            "toegewezen zonder kopie vooraf, zonder elk ontvangstbewijs of zonder bevestiging",
            "granted without a copy first, without every receipt or without a confirmation",
        );
        return Judgement::broken(
            text(
                "Niet elk gegrond bezwaar is goed geëindigd.",
                "Not every founded objection ended as promised.",
            ),
            vec![item(figure(wrong), nl, en)],
            text("Een jaar waarin dat wel zo was.", "A year in which it did."),
        );
    }
    if let DrillResult::Failed(at) = evidence.drilled(drill::OBJECTION_ENDED, now) {
        let (nl, en) = (
            "een gegrond bezwaar eindigde niet met kopie, wissen en bevestiging",
            "a founded objection did not end with a copy, an erasure and a confirmation",
        );
        return drill_failed(at, nl, en);
    }
    let last = granted.iter().map(|granted| granted.at).max();
    let items = last.map(|at| {
        let (nl, en) = (
            "toegewezen: gestopt, gewist waar dat mocht, en bevestigd",
            "granted: stopped, erased where it may, and confirmed",
        );
        item(figure(granted.len()), nl, en).at(at)
    });
    carried_out::kept(
        items.into_iter().collect(),
        "Elk gegrond bezwaar eindigde het gebruik blijvend.",
        "Every founded objection ended the use for good.",
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn an_objection_halts_at_once() {
        sample::table(
            "objection-halts",
            &[
                ("stopped after nine seconds", |_| {}, Verdict::Kept),
                ("nobody objected", |e| e.rights.objections.clear(), Verdict::Unproven),
                (
                    "stopped after two minutes",
                    |e| {
                        let row = &mut e.rights.objections[0];
                        row.halted = Some(row.filed + SignedDuration::from_secs(120));
                    },
                    Verdict::Broken,
                ),
                ("never stopped", |e| e.rights.objections[0].halted = None, Verdict::Broken),
                (
                    "taken back before it stopped",
                    |e| {
                        e.rights.objections[0].halted = None;
                        e.rights.objections[0].withdrawn = true;
                    },
                    Verdict::Unproven,
                ),
                (
                    "filed just now",
                    |e| {
                        e.rights.objections[0].halted = None;
                        e.rights.objections[0].filed = sample::ago(0);
                    },
                    Verdict::Unproven,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::HALTED, false, 2),
                    Verdict::Broken,
                ),
                (
                    "only a drill",
                    |e| {
                        e.rights.objections.clear();
                        e.drill = sample::drill(drill::HALTED, true, 2);
                    },
                    Verdict::Kept,
                ),
            ],
        );
    }

    #[test]
    fn a_founded_objection_ends_the_use() {
        fn granted(e: &mut Evidence) -> &mut Granted {
            e.rights.objections[0].granted.as_mut().unwrap()
        }
        sample::table(
            "objection-ends",
            &[
                ("a copy first, erased and confirmed", |_| {}, Verdict::Kept),
                ("none granted", |e| e.rights.objections[0].granted = None, Verdict::Unproven),
                ("erased before the copy", |e| granted(e).copy_first = Some(false), Verdict::Broken),
                ("nothing was to be erased", |e| granted(e).copy_first = None, Verdict::Kept),
                ("a system without a receipt", |e| granted(e).missing = 1, Verdict::Broken),
                ("not confirmed", |e| granted(e).confirmed = false, Verdict::Broken),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::OBJECTION_ENDED, false, 2),
                    Verdict::Broken,
                ),
            ],
        );
    }
}
