//! "restriction-enforced": restricted data are marked in the systems and their use is denied, as long as it lasts;
//! it ends only after the person was told.

use jiff::Timestamp;

use super::{carried_out, drill_failed, drill_item, figure};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, InForce, drill, is_counted, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, _: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let rows = &evidence.rights.restrictions;
    let mut items = match carried_out::look(rows, now, ("beperkt", "restricted")) {
        Ok(items) => items,
        Err(broken) => return *broken,
    };
    let ended = evidence.rights.ended.iter().filter(|end| is_counted(end.at, end.drill, now));
    let untold = ended.filter(|end| !end.told_first).count();
    if untold > 0 {
        return broken(&[(
            figure(untold),
            "zonder bericht vooraf geëindigd",
            "ended without word beforehand",
        )]);
    }
    if let Some(look) = evidence.rights.in_force.as_ref().filter(|look| is_fresh(look.at, now)) {
        let free = look.restrictions.saturating_sub(look.denied);
        if free > 0 || look.unmarked > 0 {
            return broken(&[
                (free, "waarvan het gebruik niet werd geweigerd", "whose use was not denied"),
                (look.unmarked, "systemen waarin een merk ontbreekt", "systems in which a mark is missing"),
            ]);
        }
        items.extend(shown(look));
    }
    match evidence.drilled(drill::RESTRICTED, now) {
        DrillResult::Failed(at) => {
            return drill_failed(at, "een beperking werd niet afgedwongen", "a restriction was not enforced");
        }
        DrillResult::Passed(at) => items.push(drill_item(
            at,
            "gebruik werd geweigerd en elke regel gemerkt, tot het einde was gemeld",
            "use was denied and every row marked, until its end had been told",
        )),
        DrillResult::Nothing => {}
    }
    carried_out::kept(items, "Elke beperking wordt afgedwongen.", "Every restriction is enforced.")
}

fn broken(found: &[(u64, &str, &str)]) -> Judgement {
    let items = found.iter().filter(|(count, ..)| *count > 0).map(|(count, nl, en)| {
        EvidenceItem::new("restriction", format!("{count} {nl}"), format!("{count} {en}")).figure(*count)
    });
    Judgement::broken(
        text("Niet elke beperking wordt afgedwongen.", "Not every restriction is enforced."),
        items.collect(),
        text(
            "Elke beperking in kracht gemerkt en geweigerd.",
            "Every restriction in force marked and denied.",
        ),
    )
}

/// What restrictions in force show; a system that did not answer shows nothing.
fn shown(look: &InForce) -> Option<EvidenceItem> {
    let (count, marked) = (look.restrictions, look.marked);
    (count > 0 && look.silent == 0).then(|| {
        EvidenceItem::new(
            "restriction",
            format!("{count} in kracht: gebruik geweigerd, gemerkt in {marked} systemen"),
            format!("{count} in force: use denied, marked in {marked} systems"),
        )
        .figure(count)
        .at(look.at)
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;
    use crate::promise::evidence::RightsEvidence;

    #[test]
    fn verdicts() {
        sample::table(
            "restriction-enforced",
            &[
                ("restricted, confirmed and denied", |_| {}, Verdict::Kept),
                (
                    "nothing asked and nothing in force",
                    |e| {
                        e.rights.restrictions.clear();
                        e.rights.in_force = None;
                    },
                    Verdict::Unproven,
                ),
                (
                    "in force, and a system does not answer",
                    |e| {
                        e.rights.restrictions.clear();
                        e.rights.in_force.as_mut().unwrap().silent = 1;
                    },
                    Verdict::Unproven,
                ),
                (
                    "a use that was not denied",
                    |e| e.rights.in_force.as_mut().unwrap().denied = 0,
                    Verdict::Broken,
                ),
                (
                    "a mark that is missing",
                    |e| e.rights.in_force.as_mut().unwrap().unmarked = 1,
                    Verdict::Broken,
                ),
                ("ended without word", |e| e.rights.ended[0].told_first = false, Verdict::Broken),
                ("not confirmed", |e| e.rights.restrictions[0].confirmed = false, Verdict::Broken),
                (
                    "only a drill",
                    |e| {
                        e.rights = RightsEvidence::default();
                        e.drill = sample::drill(drill::RESTRICTED, true, 2);
                    },
                    Verdict::Kept,
                ),
                (
                    "a drill that failed",
                    |e| e.drill = sample::drill(drill::RESTRICTED, false, 2),
                    Verdict::Broken,
                ),
            ],
        );
    }
}
