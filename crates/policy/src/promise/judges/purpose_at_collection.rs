//! "purpose-at-collection": data keep the purpose they were collected for. Every collection names one, and the decision
//! point refuses them to another (GDPR 5(1)(b), 6(4)).

use jiff::Timestamp;

use super::{drill_failed, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, SystemReach, drill, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    // Gestand's own rows are kept to carry the policy out, whatever its purposes are called: it is no system of it.
    let own = &context.edition.facts().systems;
    let seen = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now));
    let used: Vec<_> = seen
        .into_iter()
        .flat_map(|seen| &seen.systems)
        .filter(|look| look.reach != SystemReach::NotInUse && own.contains_key(&look.system))
        .flat_map(|look| look.collections.iter().map(move |part| (look, part)))
        .collect();
    let unstamped: Vec<EvidenceItem> = used
        .iter()
        .filter(|(look, part)| part.purpose.is_none() && look.purposes.is_empty())
        .map(|(look, part)| {
            let place = format!("{}/{}", look.system, part.collection);
            EvidenceItem::new(
                "map",
                format!("van {place} staat geen doel vast"),
                format!("of {place} no purpose is known"),
            )
        })
        .collect();
    if !unstamped.is_empty() {
        return without_purpose(unstamped);
    }
    let at = match evidence.drilled(drill::BOUND, now) {
        DrillResult::Failed(at) => {
            let (nl, en) = (
                "gegevens mochten voor een later doel worden gebruikt",
                "data could be used for a later purpose",
            );
            return drill_failed(at, nl, en);
        }
        DrillResult::Passed(at) => at,
        DrillResult::Nothing => {
            return nothing(
                "Nog geen oefening vroeg gegevens voor een ander doel dan waarvoor zij zijn verzameld.",
                "No drill has asked for data yet for another purpose than they were collected for.",
                "Een oefening.",
                "A drill.",
            );
        }
    };
    if used.is_empty() {
        return nothing(
            "Van geen systeem is gezien waarvoor gegevens zijn verzameld.",
            "Of no system it has been seen what data were collected for.",
            "Kaarten van de systemen.",
            "Maps of the systems.",
        );
    }
    bound(at, used.len())
}

/// Something stands on a map without what it was collected for.
fn without_purpose(unstamped: Vec<EvidenceItem>) -> Judgement {
    Judgement::broken(
        text(
            "Van gegevens staat niet vast waarvoor zij zijn verzameld.",
            "Of data it is not known what they were collected for.",
        ),
        unstamped,
        text(
            "Een kaart die bij elke verzameling een doel noemt.",
            "A map that names a purpose with every collection.",
        ),
    )
}

/// Every collection has its purpose, and another was refused.
fn bound(at: Timestamp, count: usize) -> Judgement {
    let stamped = EvidenceItem::new(
        "map",
        format!("van {count} verzamelingen staat het doel vast"),
        format!("of {count} collections the purpose is known"),
    )
    .figure(figure(count));
    let (nl, en) = (
        "een ander doel dan bij het verzamelen werd geweigerd",
        "a purpose other than at collection was refused",
    );
    Judgement::kept(
        text(
            "Gegevens houden het doel waarvoor zij zijn verzameld.",
            "Data keep the purpose they were collected for.",
        ),
        vec![drill_item(at, nl, en), stamped],
        text(
            "Gegevens zonder doel, of een later doel dat wordt toegelaten.",
            "Data without a purpose, or a later purpose that is let in.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table_with(
            "purpose-at-collection",
            &[],
            &[
                ("all is well", |_| {}, Verdict::Kept),
                ("a later purpose was let in", |e| sample::fail(e, drill::BOUND), Verdict::Broken),
                ("nobody tried", |e| sample::skip(e, drill::BOUND), Verdict::Unproven),
                (
                    "a collection without a purpose",
                    |e| {
                        let shop = sample::system(e, "shop");
                        shop.purposes.clear();
                        shop.collections[0].purpose = None;
                    },
                    Verdict::Broken,
                ),
                ("no maps", |e| e.systems = None, Verdict::Unproven),
            ],
        );
    }
}
