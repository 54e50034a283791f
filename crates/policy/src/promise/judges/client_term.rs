//! "client-term": a profile stays as long as the relation lasts, and then no longer: ended relations are emptied by
//! a rule, and whoever sleeps is on a list that somebody looks at. A drill may show besides that the rules tell those
//! who left from those who stay.

use jiff::Timestamp;

use super::{ROWS, RULES, drill_failed, drill_item, figure, nothing, retention_terms};
use crate::promise::ClauseContext;
use crate::promise::evidence::{DrillResult, Evidence, RetentionRule, drill, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("term");
    let Some(seen) = evidence.retention.as_ref().filter(|seen| is_fresh(seen.at, now)) else {
        return nothing(
            "Het is nog niet geteld welke profielen voorbij hun termijn zijn.",
            "It has not been counted yet which profiles are past their term.",
            "Een telling in de systemen.",
            "A count in the systems.",
        );
    };
    let rules: Vec<&RetentionRule> = seen.rules.iter().filter(|rule| wanted.contains(&rule.term)).collect();
    if let Some(broken) = retention_terms::late(&rules, seen, now) {
        return broken;
    }
    let drilled = match evidence.drilled(drill::CLIENTS, now) {
        DrillResult::Failed(at) => return wrong_one_went(at),
        DrillResult::Passed(at) => Some(right_one_went(at)),
        DrillResult::Nothing => None,
    };
    let carried = |term: &String| rules.iter().any(|rule| rule.term == *term);
    let missing = wanted.iter().filter(|term| !carried(term)).count();
    let asleep: u64 = rules.iter().filter(|rule| !rule.automatic).filter_map(|rule| rule.due).sum();
    let open = rules.iter().filter(|rule| !rule.is_kept(now)).count();
    let mut items = retention_terms::carried_out(&rules, seen, now);
    items.extend(drilled);
    if asleep > 0 {
        let (nl, en) = (
            "van slapende accounts waarover iemand moet beslissen",
            "of sleeping accounts that somebody must decide about",
        );
        items.push(ROWS.item("sweep", asleep, nl, en).at(seen.at));
    }
    if missing == 0 && open == 0 && !rules.is_empty() {
        return Judgement::kept(
            text(
                "Profielen van wie klaar is gaan op tijd weg, en niemand slaapt langer dan afgesproken.",
                "Profiles of those who have left go in time, and nobody sleeps longer than agreed.",
            ),
            items,
            text("Een profiel dat na zijn termijn blijft.", "A profile that stays after its term."),
        );
    }
    if missing > 0 {
        let (nl, en) = (
            "te weinig: een termijn van deze belofte eindigt nergens",
            "too few: a term of this promise ends nowhere",
        );
        items.push(RULES.item("sweep", figure(missing), nl, en).at(seen.at));
    }
    nothing(
        "Nog niet elk profiel gaat aantoonbaar op tijd weg.",
        "Not every profile can be shown to go in time yet.",
        "Bevestigde regels die lopen, en een besluit over wie lang niet kwam.",
        "Confirmed rules that run, and a decision about those who stayed away for long.",
    )
    .seen(items)
}

fn wrong_one_went(at: Timestamp) -> Judgement {
    let (nl, en) = (
        "het profiel van wie wegging bleef, of dat van wie blijft ging",
        "the profile of who left stayed, or that of who stays went",
    );
    drill_failed(at, nl, en)
}

fn right_one_went(at: Timestamp) -> EvidenceItem {
    let (nl, en) = (
        "het profiel van wie wegging is weg, dat van wie blijft is onveranderd",
        "the profile of who left is gone, that of who stays is unchanged",
    );
    drill_item(at, nl, en)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table(
            "client-term",
            &[
                ("carried out, nobody asleep", |_| {}, Verdict::Kept),
                (
                    "a drill in which the right one went",
                    |e| e.drill = sample::drill(drill::CLIENTS, true, 3),
                    Verdict::Kept,
                ),
                (
                    "a drill in which the wrong one went",
                    |e| e.drill = sample::drill(drill::CLIENTS, false, 3),
                    Verdict::Broken,
                ),
                (
                    "a drill alone, and nothing counted",
                    |e| {
                        e.drill = sample::drill(drill::CLIENTS, true, 3);
                        e.retention.as_mut().unwrap().rules.clear();
                    },
                    Verdict::Unproven,
                ),
                ("never counted", |e| e.retention = None, Verdict::Unproven),
                (
                    "somebody sleeps",
                    |e| e.retention.as_mut().unwrap().rules[1].due = Some(2),
                    Verdict::Unproven,
                ),
                (
                    "a term that ends nowhere",
                    |e| e.retention.as_mut().unwrap().rules.truncate(1),
                    Verdict::Unproven,
                ),
                (
                    "not confirmed",
                    |e| e.retention.as_mut().unwrap().rules[0].confirmed = false,
                    Verdict::Unproven,
                ),
                (
                    "another term is late",
                    |e| {
                        let other = &mut e.retention.as_mut().unwrap().rules[2];
                        other.due = Some(9);
                        other.swept = None;
                    },
                    Verdict::Kept,
                ),
                (
                    "profiles that stay",
                    |e| {
                        let rule = &mut e.retention.as_mut().unwrap().rules[0];
                        rule.due = Some(9);
                        rule.swept = None;
                    },
                    Verdict::Broken,
                ),
            ],
        );
    }
}
