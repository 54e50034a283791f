//! "content-indexed": of what people post it is known who posted it and who stands in it, so that a copy holds it
//! (GDPR 15(3)). Shown by the paths of the maps, and by a drill whose person posted something and got it back.

use jiff::Timestamp;

use super::{COLLECTIONS, drill_failed, drill_item, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{CollectionLook, DrillResult, Evidence, SystemLook, drill, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("category");
    let seen = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now));
    let parts: Vec<(&SystemLook, &CollectionLook)> = seen
        .into_iter()
        .flat_map(|seen| &seen.systems)
        .flat_map(|look| look.collections.iter().map(move |part| (look, part)))
        .filter(|(_, part)| part.categories.iter().any(|category| wanted.contains(category)))
        .collect();
    let orphans: Vec<EvidenceItem> = parts
        .iter()
        .filter(|(_, part)| !part.own)
        .map(|(look, part)| {
            let place = format!("{}/{}", look.system, part.collection);
            EvidenceItem::new(
                "map",
                format!("van {place} is niet bekend wie het plaatste"),
                format!("of {place} it is not known who posted it"),
            )
        })
        .collect();
    if !orphans.is_empty() {
        return Judgement::broken(
            text(
                "Van iets geplaatsts is niet bekend van wie het is.",
                "Of something posted it is not known whose it is.",
            ),
            orphans,
            text("Een kaart met een weg naar de plaatser.", "A map with a path to whoever posted it."),
        );
    }
    let lost: Vec<&String> = wanted.iter().filter(|category| is_lost(evidence, category, now)).collect();
    if let (DrillResult::Passed(at), false) = (evidence.drilled(drill::DELIVERY, now), lost.is_empty()) {
        let list = lost.iter().map(|category| category.as_str()).collect::<Vec<_>>().join(", ");
        let nl = format!("in de kopie ontbrak: {list}");
        return Judgement::broken(
            text("Iets geplaatsts ontbrak in een kopie.", "Something posted was missing from a copy."),
            vec![drill_item(at, &nl, &format!("the copy lacked: {list}"))],
            text("Een kopie waarin het wel staat.", "A copy in which it stands."),
        );
    }
    if let DrillResult::Failed(at) = evidence.drilled(drill::DEPICTED, now) {
        let (nl, en) = (
            "iets van een ander waarop de persoon staat, ontbrak in de kopie",
            "something of somebody else in which the person stands was missing from the copy",
        );
        return drill_failed(at, nl, en);
    }
    shown(evidence, wanted, &parts, now)
}

/// Whether the drill planted something of a category and did not get it back.
fn is_lost(evidence: &Evidence, category: &String, now: Timestamp) -> bool {
    let drill = evidence.drill.as_ref().filter(|drill| is_fresh(drill.at, now));
    drill.is_some_and(|drill| drill.planted.contains(category) && !drill.copied.contains(category))
}

fn shown(
    evidence: &Evidence,
    wanted: &[String],
    parts: &[(&SystemLook, &CollectionLook)],
    now: Timestamp,
) -> Judgement {
    let mut items = Vec::new();
    if !parts.is_empty() {
        let (nl, en) = ("met een weg naar wie het plaatste", "with a path to whoever posted it");
        items.push(COLLECTIONS.item("map", figure(parts.len()), nl, en));
    }
    let copied = |category: &String| {
        let drill = evidence.drill.as_ref().filter(|drill| is_fresh(drill.at, now));
        drill.is_some_and(|drill| drill.copied.contains(category))
    };
    let mapped = |category: &String| parts.iter().any(|(_, part)| part.categories.contains(category));
    let untried: Vec<&str> =
        wanted.iter().filter(|id| !(copied(id) && mapped(id))).map(String::as_str).collect();
    // Who stands in something that somebody else posted is known only where a map has a path for it, and found again.
    let depicted = matches!(evidence.drilled(drill::DEPICTED, now), DrillResult::Passed(_))
        && parts.iter().any(|(_, part)| part.mentions);
    if parts.is_empty() || !untried.is_empty() || !depicted {
        if !untried.is_empty() {
            let list = untried.join(", ");
            items.push(EvidenceItem::new(
                "drill",
                format!("nog niet beproefd met een kopie: {list}"),
                format!("not yet tried with a copy: {list}"),
            ));
        }
        return nothing(
            "Nog niet is aangetoond dat alles wat iemand plaatst of waarop hij staat, wordt teruggevonden.",
            "It has not been shown yet that everything somebody posts or stands in is found again.",
            "Kaarten met de plaatser en wie erop staat, en een oefening die elk soort terugkrijgt.",
            "Maps with who posted and who stands in it, and a drill that gets each sort back.",
        )
        .seen(items);
    }
    let list = wanted.join(", ");
    let nl = format!("oefening: in de kopie stond {list}");
    let mut found = EvidenceItem::new("drill", nl, format!("drill: the copy held {list}"));
    if let Some(drill) = &evidence.drill {
        found = found.at(drill.at);
    }
    items.push(found);
    if let DrillResult::Passed(at) = evidence.drilled(drill::DEPICTED, now) {
        let (nl, en) = (
            "in de kopie stond ook iets van een ander waarop de persoon staat",
            "the copy also held something of somebody else in which the person stands",
        );
        items.push(drill_item(at, nl, en));
    }
    Judgement::kept(
        text("Wat iemand plaatst, komt terug in de kopie.", "What somebody posts comes back in the copy."),
        items,
        text("Iets geplaatsts dat in een kopie ontbreekt.", "Something posted that a copy lacks."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, fail, skip, system};
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "content-indexed",
            &[("category", "post")],
            &[
                ("found again", |_| {}, Verdict::Kept),
                ("nobody's", |e| system(e, "shop").collections[1].own = false, Verdict::Broken),
                ("missing from the copy", |e| e.drill.as_mut().unwrap().copied.clear(), Verdict::Broken),
                (
                    "nothing of it was planted",
                    |e| {
                        let drill = e.drill.as_mut().unwrap();
                        drill.planted.clear();
                        drill.copied.clear();
                    },
                    Verdict::Unproven,
                ),
                (
                    "nobody knows who stands in it",
                    |e| system(e, "shop").collections[1].mentions = false,
                    Verdict::Unproven,
                ),
                ("a mention that the copy lacked", |e| fail(e, drill::DEPICTED), Verdict::Broken),
                ("a mention that was never tried", |e| skip(e, drill::DEPICTED), Verdict::Unproven),
                ("on no map", |e| system(e, "shop").collections.truncate(1), Verdict::Unproven),
            ],
        );
    }
}
