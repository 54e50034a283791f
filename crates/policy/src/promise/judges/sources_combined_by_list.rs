//! "sources-combined-by-list": of every collection it is known where its data come from, and a person's data are put
//! together along the paths of the maps and along no others.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillEvidence, Evidence, SystemReach, is_fresh};
use crate::promise::gaps::source;
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some(seen) = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now)) else {
        return nothing(
            "Van geen systeem is gezien waar de gegevens vandaan komen.",
            "Of no system it has been seen where the data come from.",
            "Kaarten van de systemen.",
            "Maps of the systems.",
        );
    };
    let used: Vec<_> = seen.systems.iter().filter(|look| look.reach != SystemReach::NotInUse).collect();
    let parts: Vec<_> =
        used.iter().flat_map(|look| look.collections.iter().map(move |part| (*look, part))).collect();
    let unknown = source::unknown(context.edition, &parts);
    if !unknown.is_empty() {
        return of_unknown_source(unknown);
    }
    let drill = evidence.drill.as_ref().filter(|drill| is_fresh(drill.at, now) && !drill.copied.is_empty());
    let Some(drill) = drill else {
        return nothing(
            "Nog geen oefening liet zien wat er van iemand bij elkaar komt.",
            "No drill has shown yet what comes together of somebody.",
            "Een oefening met een kopie.",
            "A drill with a copy.",
        );
    };
    let listed: BTreeSet<&String> = used.iter().flat_map(|look| look.all_categories()).collect();
    let beside: Vec<&String> = drill.copied.iter().filter(|category| !listed.contains(category)).collect();
    if !beside.is_empty() {
        return more_than_listed(&beside, drill.at);
    }
    // What no path of a map leads to cannot be joined to anybody here.
    let joined = parts.iter().filter(|(_, part)| part.own || part.mentions).count();
    joined_by_paths(parts.len(), joined, (seen.at, drill))
}

/// All that comes together does so along a path of a map.
fn joined_by_paths(parts: usize, joined: usize, (seen_at, drill): (Timestamp, &DrillEvidence)) -> Judgement {
    Judgement::kept(
        text(
            "Bronnen komen alleen bij elkaar langs de wegen die op de kaarten staan.",
            "Sources come together only along the paths that stand on the maps.",
        ),
        vec![
            EvidenceItem::new(
                "map",
                format!(
                    "van {parts} verzamelingen ligt de bron vast, en van {joined} hoe zij bij iemand horen"
                ),
                format!(
                    "of {parts} collections the source is known, and of {joined} how they belong to somebody"
                ),
            )
            .figure(figure(joined))
            .at(seen_at),
            EvidenceItem::new(
                "drill",
                "de kopie van de oefening hield alleen wat de kaarten noemen",
                "the drill’s copy held only what the maps name",
            )
            .figure(figure(drill.copied.len()))
            .at(drill.at),
        ],
        text(
            "Gegevens zonder bron, of een koppeling die niet op een kaart staat.",
            "Data without a source, or a join that stands on no map.",
        ),
    )
}

fn of_unknown_source(unknown: Vec<EvidenceItem>) -> Judgement {
    Judgement::broken(
        text(
            "Van gegevens in een systeem is de bron niet bekend.",
            "Of data in a system the source is not known.",
        ),
        unknown,
        text("Een kaart of beleid dat de bron noemt.", "A map or a policy that names the source."),
    )
}

fn more_than_listed(beside: &[&String], at: Timestamp) -> Judgement {
    let list = beside.iter().map(|category| category.as_str()).collect::<Vec<_>>().join(", ");
    let item = EvidenceItem::new(
        "drill",
        format!("in de kopie stond wat geen kaart noemt: {list}"),
        format!("the copy held what no map names: {list}"),
    );
    Judgement::broken(
        text("Er kwam meer bij elkaar dan op de lijst staat.", "More came together than the list allows."),
        vec![item.at(at)],
        text("Een kopie van alleen wat de kaarten noemen.", "A copy of what the maps name and no more."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table_with(
            "sources-combined-by-list",
            &[],
            &[
                ("all is well", |_| {}, Verdict::Kept),
                ("no maps", |e| e.systems = None, Verdict::Unproven),
                ("no copy", |e| e.drill.as_mut().unwrap().copied.clear(), Verdict::Unproven),
                (
                    "the copy held something else",
                    |e| e.drill.as_mut().unwrap().copied.push("health".to_owned()),
                    Verdict::Broken,
                ),
                (
                    "a collection of unknown origin",
                    |e| {
                        let part = &mut sample::system(e, "shop").collections[0];
                        part.source = None;
                        part.categories = vec!["unheard-of".to_owned()];
                    },
                    Verdict::Broken,
                ),
            ],
        );
    }
}
