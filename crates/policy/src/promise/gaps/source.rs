//! G7: of data that a person did not give themselves it is said where they come from: in the notice (GDPR 14(2)(f)),
//! and of every collection in the systems, so that a copy can say it too (GDPR 15(1)(g)).

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::wording;
use crate::edition::Edition;
use crate::facts::Source;
use crate::promise::Verdict;
use crate::promise::evidence::{CollectionLook, Evidence, SystemLook, SystemReach, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(super) fn judge(evidence: &Evidence, edition: &Edition, now: Timestamp) -> Judgement {
    let said = wording::judge(&["categories", "sources"], evidence, edition, now);
    if said.verdict == Verdict::Broken {
        return said;
    }
    let seen = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now));
    let Some(seen) = seen else { return unseen().seen(said.evidence) };
    let used = seen.systems.iter().filter(|look| look.reach != SystemReach::NotInUse);
    let parts: Vec<(&SystemLook, &CollectionLook)> =
        used.flat_map(|look| look.collections.iter().map(move |part| (look, part))).collect();
    let received = received(edition);
    let unknown = unknown(edition, &parts);
    if !unknown.is_empty() {
        return Judgement::broken(
            text(
                "Van gegevens in een systeem is de bron niet bekend.",
                "Of data in a system the source is not known.",
            ),
            unknown,
            text("Een kaart of beleid dat de bron noemt.", "A map or a policy that names the source."),
        );
    }
    if said.verdict != Verdict::Kept || parts.is_empty() {
        let reason = text(
            "Van geen systeem is gezien waar de gegevens vandaan komen.",
            "Of no system it has been seen where the data come from.",
        );
        let reason = if said.verdict == Verdict::Kept { reason } else { said.reason };
        return Judgement::unproven(reason, said.would_change).seen(said.evidence);
    }
    let count = parts.len();
    let mut items = said.evidence;
    items.push(
        EvidenceItem::new(
            "map",
            format!("van {count} verzamelingen is de bron bekend"),
            format!("of {count} collections the source is known"),
        )
        .figure(u64::try_from(count).unwrap_or(u64::MAX))
        .at(seen.at),
    );
    if !received.is_empty() {
        let list = received.into_iter().collect::<Vec<_>>().join(", ");
        let nl = format!("van anderen gekregen: {list}");
        items.push(EvidenceItem::new("edition", nl, format!("received from others: {list}")));
    }
    Judgement::kept(
        text(
            "De verklaring noemt elke bron, en van elke verzameling is zij bekend.",
            "The notice names every source, and of every collection it is known.",
        ),
        items,
        text("Gegevens zonder bron.", "Data without a source."),
    )
}

/// No map was looked at.
fn unseen() -> Judgement {
    Judgement::unproven(
        text(
            "Nog niet is gekeken of van alles in de systemen de bron vastligt.",
            "It has not been looked at yet whether the source of everything in the systems is known.",
        ),
        text("Kaarten van de systemen.", "Maps of the systems."),
    )
}

/// The collections of which neither map nor policy says where the data come from.
pub(in crate::promise) fn unknown(
    edition: &Edition,
    parts: &[(&SystemLook, &CollectionLook)],
) -> Vec<EvidenceItem> {
    parts
        .iter()
        .filter(|(_, part)| part.source.is_none())
        .filter(|(_, part)| part.categories.iter().any(|category| !is_known(edition, category)))
        .map(|(look, part)| {
            let place = format!("{}/{}", look.system, part.collection);
            EvidenceItem::new(
                "map",
                format!("van {place} is niet bekend waar de gegevens vandaan komen"),
                format!("of {place} it is not known where the data come from"),
            )
        })
        .collect()
}

/// Whether the policy says where data of a category come from.
fn is_known(edition: &Edition, category: &str) -> bool {
    edition.facts().categories.get(category).is_some_and(|fact| !fact.source.is_empty())
}

/// The categories that come from others.
fn received(edition: &Edition) -> BTreeSet<&str> {
    let others = |source: &Source| matches!(source, Source::PublicRegister | Source::ClosedRegister);
    let categories = edition.facts().categories.iter();
    categories.filter(|(_, fact)| fact.source.iter().any(others)).map(|(id, _)| id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::judges::sample;

    #[test]
    fn verdicts() {
        type Case = (&'static str, fn(&mut Evidence), Verdict);
        let cases: [Case; 5] = [
            ("every source is known", |_| {}, Verdict::Kept),
            ("nobody looked", |e| e.systems = None, Verdict::Unproven),
            ("looked long ago", |e| e.systems.as_mut().unwrap().at = sample::ago(40), Verdict::Unproven),
            (
                "data that nobody knows the source of",
                |e| {
                    let part = &mut sample::system(e, "shop").collections[0];
                    part.source = None;
                    part.categories.push("of-nobody".into());
                },
                Verdict::Broken,
            ),
            (
                "the map says it where the policy does not",
                |e| {
                    let part = &mut sample::system(e, "shop").collections[0];
                    part.source = Some("public-register".into());
                    part.categories.push("of-nobody".into());
                },
                Verdict::Kept,
            ),
        ];
        let edition = sample::edition();
        for (name, change, verdict) in cases {
            let mut evidence = sample::looked();
            change(&mut evidence);
            let judged = judge(&evidence, &edition, sample::now());
            assert_eq!(judged.verdict, verdict, "{name}: {judged:?}");
        }
    }

    #[test]
    fn a_notice_that_names_no_source_breaks_it() {
        let silent = sample::edition_with(|facts| {
            for category in facts.categories.values_mut() {
                category.source.clear();
            }
        });
        let judged = judge(&sample::looked(), &silent, sample::now());
        assert_ne!(judged.verdict, Verdict::Kept, "{judged:?}");
    }
}
