//! "purpose-limited": data that belong to some purposes are used for no other (GDPR 5(1)(b)). The decision point
//! refuses every other purpose, and no map keeps such data for one.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{drill_failed, drill_item, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, drill, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let guarded = guarded(context);
    let elsewhere = elsewhere(evidence, context, &guarded, now);
    if !elsewhere.is_empty() {
        return Judgement::broken(
            text(
                "Een systeem bewaart deze gegevens voor een ander doel.",
                "A system keeps these data for another purpose.",
            ),
            elsewhere,
            text(
                "Kaarten zonder ander doel voor deze gegevens.",
                "Maps without another purpose for these data.",
            ),
        );
    }
    let at = match evidence.drilled(drill::PURPOSES, now) {
        DrillResult::Failed(at) => {
            let (nl, en) = ("een ander doel werd niet geweigerd", "another purpose was not refused");
            return drill_failed(at, nl, en);
        }
        DrillResult::Passed(at) => at,
        DrillResult::Nothing => {
            return nothing(
                "Nog geen oefening vroeg of een ander doel wordt geweigerd.",
                "No drill has asked yet whether another purpose is refused.",
                "Een oefening.",
                "A drill.",
            );
        }
    };
    if guarded.is_empty() {
        return nothing(
            "Het beleid noemt geen gegevens die alleen bij deze doelen horen.",
            "The policy names no data that belong to these purposes alone.",
            "Een gegevenssoort die bij geen ander doel staat.",
            "A data category that stands with no other purpose.",
        );
    }
    let list = guarded.iter().copied().collect::<Vec<_>>().join(", ");
    let guards = EvidenceItem::new(
        "edition",
        format!("alleen voor deze doelen: {list}"),
        format!("for these purposes alone: {list}"),
    );
    let (nl, en) = ("elk ander doel werd geweigerd", "every other purpose was refused");
    Judgement::kept(
        text("Voor een ander doel is het antwoord nee.", "For another purpose the answer is no."),
        vec![drill_item(at, nl, en), guards],
        text("Een ander doel dat wordt toegelaten.", "Another purpose that is let in."),
    )
}

/// The data categories that belong to the purposes of the clause and to no other; without purposes, all of them.
fn guarded<'e>(context: &ClauseContext<'e>) -> BTreeSet<&'e str> {
    let purposes = &context.edition.facts().purposes;
    let named = context.param("purpose");
    let own = |id: &String| named.is_empty() || named.contains(id);
    let of = |own_ones: bool| {
        let wanted = purposes.iter().filter(move |(id, _)| own(id) == own_ones);
        wanted.flat_map(|(_, fact)| fact.categories.iter().map(String::as_str)).collect::<BTreeSet<&str>>()
    };
    of(true).difference(&of(false)).copied().collect()
}

/// Collections that keep guarded data for a purpose that is not the clause's and does not name them.
fn elsewhere(
    evidence: &Evidence,
    context: &ClauseContext<'_>,
    guarded: &BTreeSet<&str>,
    now: Timestamp,
) -> Vec<EvidenceItem> {
    let purposes = &context.edition.facts().purposes;
    let seen = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now));
    let mut items = Vec::new();
    for look in seen.into_iter().flat_map(|seen| &seen.systems) {
        for part in &look.collections {
            // The purposes of the clause may share their data among each other.
            if part.purpose.as_ref().is_some_and(|purpose| context.param("purpose").contains(purpose)) {
                continue;
            }
            let fact = part.purpose.as_ref().and_then(|purpose| purposes.get(purpose));
            let strange = |category: &&String| {
                guarded.contains(category.as_str())
                    && fact.is_some_and(|fact| !fact.categories.contains(category))
            };
            let Some(category) = part.categories.iter().find(strange) else { continue };
            let place = format!("{}/{}", look.system, part.collection);
            let purpose = part.purpose.clone().unwrap_or_default();
            items.push(EvidenceItem::new(
                "map",
                format!("{place} bewaart {category} voor {purpose}"),
                format!("{place} keeps {category} for {purpose}"),
            ));
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, fail, skip, system};
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "purpose-limited",
            &[("purpose", "orders")],
            &[
                ("refused and nowhere else", |_| {}, Verdict::Kept),
                ("let in", |e| fail(e, drill::PURPOSES), Verdict::Broken),
                ("never asked", |e| skip(e, drill::PURPOSES), Verdict::Unproven),
                (
                    "kept for another purpose",
                    |e| system(e, "shop").collections[0].purpose = Some("contacts".into()),
                    Verdict::Broken,
                ),
            ],
        );
        let shared = sample::judge_with("purpose-limited", &[("purpose", "none")], &sample::looked());
        assert_eq!(shared.verdict, Verdict::Unproven, "nothing belongs to a purpose that there is not");
    }
}
