//! "retention-terms": every kind of data has a term, every term is carried out where the data are, and nothing stays past
//! its date (GDPR 5(1)(e)).

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{ROWS, RULES, attested, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{
    Evidence, RetentionEvidence, RetentionRule, SystemLook, SystemReach, is_fresh,
};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("term");
    let named = |term: &String| wanted.is_empty() || wanted.contains(term);
    if let Some(broken) = endless(evidence, context, now).filter(|_| wanted.is_empty()) {
        return broken;
    }
    let Some(seen) = evidence.retention.as_ref().filter(|seen| is_fresh(seen.at, now)) else {
        return nothing(
            "Het is nog niet geteld wat voorbij zijn termijn is.",
            "What is past its term has not been counted yet.",
            "Een telling in de systemen.",
            "A count in the systems.",
        );
    };
    let rules: Vec<&RetentionRule> = seen.rules.iter().filter(|rule| named(&rule.term)).collect();
    if let Some(broken) = late(&rules, seen, now) {
        return broken;
    }
    let without: Vec<&String> = seen.without_rule.iter().filter(|term| named(term)).collect();
    let open = rules.iter().filter(|rule| !rule.is_kept(now)).count();
    let stood_for = attested(evidence, context, now).filter(|_| !without.is_empty());
    if !without.is_empty() && stood_for.is_none() || open > 0 || rules.is_empty() {
        return unproven(&rules, &without, open, seen, now);
    }
    let mut items = carried_out(&rules, seen, now);
    items.extend(stood_for);
    Judgement::kept(
        text(
            "Elke termijn wordt uitgevoerd en er blijft niets na zijn datum.",
            "Every term is carried out and nothing stays past its date.",
        ),
        items,
        text(
            "Een regel die dagen stilstaat, of een termijn zonder regel.",
            "A rule that stands still for days, or a term without a rule.",
        ),
    )
}

/// Kinds of data that stand on the maps of systems and that no term ever lets go: neither one of their own nor that of a
/// purpose that they are kept for.
fn endless(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Option<Judgement> {
    let facts = context.edition.facts();
    let ends = |category: &str| {
        let own = facts.terms.values().any(|term| term.categories.iter().any(|id| id == category));
        let kept = |purpose: &crate::facts::Purpose| {
            purpose.term.is_some() && purpose.categories.iter().any(|id| id == category)
        };
        own || facts.purposes.values().any(kept)
    };
    let known = |category: &str| facts.categories.keys().any(|id| id == category);
    let seen = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now))?;
    let used = seen.systems.iter().filter(|look| look.reach != SystemReach::NotInUse);
    let endless: BTreeSet<&String> = used
        .flat_map(SystemLook::all_categories)
        .filter(|category| known(category) && !ends(category))
        .collect();
    if endless.is_empty() {
        return None;
    }
    let list = endless.iter().map(|category| category.as_str()).collect::<Vec<_>>().join(", ");
    let (nl, en) = (format!("zonder termijn: {list}"), format!("without a term: {list}"));
    let item = EvidenceItem::new("map", nl, en).at(seen.at).figure(figure(endless.len()));
    Some(Judgement::broken(
        text("Niet elk soort gegevens heeft een termijn.", "Not every kind of data has a term."),
        vec![item],
        text("Een termijn voor elk soort gegevens.", "A term for every kind of data."),
    ))
}

/// What the rules that are in use have done.
pub(super) fn carried_out(
    rules: &[&RetentionRule],
    seen: &RetentionEvidence,
    now: Timestamp,
) -> Vec<EvidenceItem> {
    let kept = rules.iter().filter(|rule| rule.is_kept(now));
    let (count, purged) = (kept.clone().count(), kept.map(|rule| rule.purged).sum::<u64>());
    let mut items = Vec::new();
    if count > 0 {
        let item = RULES.item("sweep", figure(count), "uitgevoerd", "carried out");
        items.push(item.at(seen.at));
    }
    if purged > 0 {
        items.push(ROWS.item("sweep", purged, "weg na hun termijn", "gone after their term").at(seen.at));
    }
    items
}

/// Rows that stay although a confirmed rule should have let them go.
pub(super) fn late(rules: &[&RetentionRule], seen: &RetentionEvidence, now: Timestamp) -> Option<Judgement> {
    let late: Vec<EvidenceItem> = rules
        .iter()
        .filter(|rule| rule.is_late(now))
        .map(|rule| {
            let nl = format!("nog aanwezig na hun termijn ({})", rule.rule);
            let en = format!("still there after their term ({})", rule.rule);
            ROWS.item("sweep", rule.due.unwrap_or(0), &nl, &en).at(seen.at)
        })
        .collect();
    (!late.is_empty()).then(|| {
        Judgement::broken(
            text("Er is iets langer bewaard dan de termijn.", "Something was kept longer than its term."),
            late,
            text("Een uitgevoerde bewaarregel.", "A retention rule that is carried out."),
        )
    })
}

fn unproven(
    rules: &[&RetentionRule],
    without: &[&String],
    open: usize,
    seen: &RetentionEvidence,
    now: Timestamp,
) -> Judgement {
    let mut items = carried_out(rules, seen, now);
    if open > 0 {
        let (nl, en) = (
            "wacht op bevestiging, antwoord of uitvoering",
            "waiting for a confirmation, an answer or a run",
        );
        items.push(RULES.item("sweep", figure(open), nl, en).at(seen.at));
    }
    if !without.is_empty() {
        let list = without.iter().map(|term| term.as_str()).collect::<Vec<_>>().join(", ");
        let (nl, en) = (format!("termijnen zonder regel: {list}"), format!("terms without a rule: {list}"));
        items.push(EvidenceItem::new("sweep", nl, en).at(seen.at).figure(figure(without.len())));
    }
    nothing(
        "Nog niet elke termijn wordt aantoonbaar uitgevoerd.",
        "Not every term can be shown to be carried out yet.",
        "Bevestigde regels voor elke termijn, dagelijks uitgevoerd.",
        "Confirmed rules for every term, carried out daily.",
    )
    .seen(items)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "retention-terms",
            &[
                ("all carried out", |_| {}, Verdict::Kept),
                ("never counted", |e| e.retention = None, Verdict::Unproven),
                (
                    "counted long ago",
                    |e| e.retention.as_mut().unwrap().at = sample::ago(40),
                    Verdict::Unproven,
                ),
                (
                    "a term without rule",
                    |e| e.retention.as_mut().unwrap().without_rule.push("support".into()),
                    Verdict::Unproven,
                ),
                ("no rule at all", |e| e.retention.as_mut().unwrap().rules.clear(), Verdict::Unproven),
                (
                    "not confirmed",
                    |e| e.retention.as_mut().unwrap().rules[0].confirmed = false,
                    Verdict::Unproven,
                ),
                ("never run", |e| e.retention.as_mut().unwrap().rules[0].swept = None, Verdict::Unproven),
                (
                    "a system that is silent",
                    |e| e.retention.as_mut().unwrap().rules[0].due = None,
                    Verdict::Unproven,
                ),
                (
                    "rows that came since the last run",
                    |e| e.retention.as_mut().unwrap().rules[0].due = Some(3),
                    Verdict::Kept,
                ),
                (
                    "rows that stay for days",
                    |e| {
                        let rule = &mut e.retention.as_mut().unwrap().rules[0];
                        rule.due = Some(3);
                        rule.swept = Some(sample::ago(3));
                    },
                    Verdict::Broken,
                ),
                (
                    "rows that wait for a person",
                    |e| {
                        let asks = &mut e.retention.as_mut().unwrap().rules[1];
                        asks.due = Some(1);
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }

    #[test]
    fn every_kind_of_data_has_a_term() {
        let without = sample::edition_with(|facts| {
            facts.terms.values_mut().for_each(|term| term.categories.clear());
            facts.purposes.values_mut().for_each(|purpose| purpose.term = None);
        });
        let mut seen = sample::looked();
        let look = sample::system(&mut seen, "shop");
        look.categories = vec!["order".into(), "email".into()];
        let verdict = |edition: &crate::Edition, seen: &crate::promise::evidence::Evidence| {
            sample::judge_in(edition, "retention-terms", &[], seen).verdict
        };
        assert_eq!(verdict(&sample::edition(), &seen), Verdict::Kept);
        assert_eq!(verdict(&without, &seen), Verdict::Broken);
        // A system that is not in use holds nothing, and where nobody looked nothing is known to be without end.
        for look in &mut seen.systems.as_mut().unwrap().systems {
            look.reach = crate::promise::evidence::SystemReach::NotInUse;
        }
        assert_eq!(verdict(&without, &seen), Verdict::Kept);
        seen.systems = None;
        assert_eq!(verdict(&without, &seen), Verdict::Kept);
    }

    #[test]
    fn what_people_stand_for() {
        sample::table(
            "retention-terms",
            &[
                (
                    "a term that somebody carries out by hand, and says so",
                    |e| {
                        e.retention.as_mut().unwrap().without_rule.push("support".into());
                        sample::attest(e, 10, -100);
                    },
                    Verdict::Kept,
                ),
                (
                    "somebody says so, and a rule waits",
                    |e| {
                        e.retention.as_mut().unwrap().rules[0].confirmed = false;
                        sample::attest(e, 10, -100);
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
