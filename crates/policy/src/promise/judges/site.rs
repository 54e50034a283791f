//! The promises about what the site does on a visitor's device, judged by what a real browser saw there.
//!
//! Each promise is a row of [`RULES`] (`rules.rs`): which findings contradict it, whether only those about the clause's own services, and
//! in which states a visitor must have been for the absence of findings to mean something. A scan of an example site shows
//! the banner at work and nothing about the organisation's own site, so it breaks promises and keeps none.

mod also;
mod rules;
#[cfg(test)]
pub(in crate::promise) mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::calendar::Span;

use self::also::also;
use self::rules::{About, RULES, Rule};
use super::{Noun, figure, nothing};
use crate::edition::Edition;
use crate::facts::FigureValue;
use crate::facts::services::{Place, ServiceKind};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, FindingKind, SiteEvidence, SiteFinding, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

const PAGES: Noun = Noun { nl: ["pagina", "pagina’s"], en: ["page", "pages"] };
const FINDINGS: Noun = Noun { nl: ["bevinding", "bevindingen"], en: ["finding", "findings"] };

/// Whether a finding of this kind, about this service, contradicts what a clause promises.
pub fn concerns(context: &ClauseContext<'_>, kind: FindingKind, service: Option<&str>) -> bool {
    let Some(rule) = RULES.iter().find(|rule| rule.promise == context.clause.promise) else { return false };
    counts(rule, &named(context), kind, service)
}

fn counts(rule: &Rule, named: &BTreeSet<String>, kind: FindingKind, service: Option<&str>) -> bool {
    if !rule.kinds.contains(&kind) {
        return false;
    }
    match (rule.about, service) {
        (About::Everything, _) | (About::Named, None) => true,
        (About::Named, Some(id)) => named.is_empty() || named.contains(id),
        (About::OnlyNamed, Some(id)) => named.contains(id),
        (About::OnlyNamed, None) => false,
    }
}

/// The services that a clause is about: those it names, and those of the recipients and purposes it names.
pub(super) fn named(context: &ClauseContext<'_>) -> BTreeSet<String> {
    let facts = context.edition.facts();
    let mut found: BTreeSet<String> = context.param("service").iter().cloned().collect();
    // What there is for sharing is a matter of its purpose, whatever else the clause names.
    if !found.is_empty() && context.clause.promise != "share-buttons" {
        return found;
    }
    let (recipients, purposes) = (context.param("recipient"), context.param("purpose"));
    for (id, service) in &facts.services {
        let by_recipient = service.recipient.as_ref().is_some_and(|it| recipients.contains(it));
        if by_recipient || (recipients.is_empty() && purposes.contains(&service.purpose)) {
            found.insert(id.clone());
        }
    }
    found
}

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let named = named(context);
    let judged = by_rule(evidence, context.edition, &context.clause.promise, &named, now);
    match evidence.site.as_ref().filter(|site| is_fresh(site.at, now)) {
        Some(site) if context.clause.promise == "cookie-expiry" => longest(judged, site, context, &named),
        _ => judged,
    }
}

/// "vendor-data-matrix": for each party the facts say what it gets and where, and the browser met no other.
pub(crate) fn matrix(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let judged = judge(evidence, context, now);
    if judged.verdict == crate::promise::Verdict::Unproven {
        return judged;
    }
    let facts = context.edition.facts();
    let blank = |id: &&String| {
        facts.recipients.get(*id).is_none_or(|it| it.categories.is_empty() || it.countries.is_empty())
    };
    let named = context.param("recipient");
    if let Some(id) = named.iter().find(blank) {
        return Judgement::broken(
            text("Van een partij ligt niet vast wat zij ziet.", "It is not on record what a party sees."),
            vec![EvidenceItem::new(
                "recipient",
                format!("“{id}” zonder gegevens of landen"),
                format!("“{id}” without data or countries"),
            )],
            text("De gegevens en landen van elke partij.", "The data and countries of every party."),
        );
    }
    if judged.verdict != crate::promise::Verdict::Kept || named.is_empty() {
        return judged;
    }
    let count = figure(named.len());
    judged.seen(vec![
        EvidenceItem::new(
            "recipient",
            format!("{count} partijen met hun gegevens en landen"),
            format!("{count} parties with their data and countries"),
        )
        .figure(count),
    ])
}

/// "claim-corrected": that cookies hold nothing personal. It is set right where their numbers are treated as what they are:
/// shown to whoever asks for them, and not set before consent.
pub(crate) fn claim(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let judged = judge(evidence, context, now);
    if judged.verdict != crate::promise::Verdict::Kept {
        return judged;
    }
    let shown = super::front_door::visit(evidence, now).and_then(|(at, front)| Some((at, front.own_ids?)));
    match shown {
        Some((at, true)) => judged.seen(vec![super::drill_item(
            at,
            "de site toonde haar bezoeker zijn eigen nummers",
            "the site showed its visitor their own ids",
        )]),
        Some((at, false)) => super::drill_failed(
            at,
            "de site toonde haar bezoeker zijn eigen nummers niet",
            "the site did not show its visitor their own ids",
        ),
        None => nothing(
            "Nog geen oefening vroeg de site om de eigen nummers.",
            "No drill has asked the site for the own ids yet.",
            "Een oefening op het draaiende systeem.",
            "A drill on the running system.",
        ),
    }
}

/// "marketing-by-consent": what a browser met on the site, and for what stands in mail, what the mail gate let out.
pub(crate) fn marketing(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let services = &context.edition.facts().services;
    let in_mail = named(context)
        .iter()
        .any(|id| services.get(id).is_some_and(|it| it.place == crate::facts::services::Place::Mail));
    if in_mail { beacons(evidence, context, now) } else { judge(evidence, context, now) }
}

/// "beacons-by-consent": no counting pixel on the site, and none in mail.
pub(crate) fn beacons(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let judged = judge(evidence, context, now);
    if judged.verdict != crate::promise::Verdict::Kept {
        return judged;
    }
    let mails = super::mail_tracking::judge(evidence, context, now);
    match mails.verdict {
        crate::promise::Verdict::Kept => judged.seen(mails.evidence),
        _ => mails,
    }
}

/// The same for what the law demands, which names no services.
pub(in crate::promise) fn judge_law(
    evidence: &Evidence,
    edition: &Edition,
    id: &str,
    now: Timestamp,
) -> Judgement {
    by_rule(evidence, edition, id, &BTreeSet::new(), now)
}

fn by_rule(
    evidence: &Evidence,
    edition: &Edition,
    promise: &str,
    named: &BTreeSet<String>,
    now: Timestamp,
) -> Judgement {
    let Some(rule) = RULES.iter().find(|rule| rule.promise == promise) else {
        return never();
    };
    let Some(site) = evidence.site.as_ref().filter(|site| is_fresh(site.at, now)) else { return never() };
    let wrong: Vec<&SiteFinding> =
        site.findings.iter().filter(|it| counts(rule, named, it.kind, it.service.as_deref())).collect();
    if !wrong.is_empty() {
        return broken(rule, site, &wrong);
    }
    if !site.own {
        return nothing(
            "De melding werkte op een voorbeeldsite; de eigen site is nog niet bekeken.",
            "The notice worked on an example site; the own site has not been looked at yet.",
            "Een scan van de eigen site.",
            "A scan of the own site.",
        );
    }
    let asks = edition
        .facts()
        .services
        .values()
        .any(|it| it.kind != ServiceKind::Necessary && it.place == Place::Site);
    let needed =
        rule.states.iter().filter(|state| asks || matches!(**state, "no-choice" | "no-script" | "gpc"));
    if let Some(state) = needed.into_iter().find(|state| !site.states.iter().any(|it| it == **state)) {
        return nothing(
            &format!("De laatste scan zag niet alles van een bezoeker in de toestand “{state}”."),
            &format!("The last scan did not see everything of a visitor in the state “{state}”."),
            "Een scan die tot het einde kwam.",
            "A scan that came to its end.",
        );
    }
    let mut items = vec![
        PAGES
            .item("scan", site.pages, "bekeken met een echte browser", "looked at with a real browser")
            .at(site.at),
    ];
    match also(rule.also, site, named) {
        Ok(more) => items.extend(more),
        Err(judgement) => return *judgement,
    }
    let at_work = site.services.iter().filter(|it| named.contains(&it.service)).count();
    if at_work > 0 && rule.states.contains(&"all") {
        let count = figure(at_work);
        items.push(
            EvidenceItem::new(
                "scan",
                format!("{count} van deze diensten werkten zodra dat mocht"),
                format!("{count} of these services worked once they were allowed"),
            )
            .figure(count)
            .at(site.at),
        );
    }
    Judgement::kept(
        text(rule.kept.0, rule.kept.1),
        items,
        text("Een scan die iets anders ziet.", "A scan that sees something else."),
    )
}

fn never() -> Judgement {
    nothing(
        "De site is nog niet met een echte browser bekeken, of te lang geleden.",
        "The site has not been looked at with a real browser yet, or too long ago.",
        "Een scan van de site.",
        "A scan of the site.",
    )
}

fn broken(rule: &Rule, site: &SiteEvidence, wrong: &[&SiteFinding]) -> Judgement {
    let mut items = vec![
        FINDINGS.item("scan", figure(wrong.len()), "in de laatste scan", "in the last scan").at(site.at),
    ];
    let mut told = BTreeSet::new();
    for finding in wrong {
        if told.len() >= 5 || !told.insert((finding.kind, finding.what.as_str())) {
            continue;
        }
        let kind = finding.kind.text();
        let (what, state) = (&finding.what, &finding.state);
        items.push(EvidenceItem::new(
            "finding",
            format!("{what}: {} ({state})", kind.nl),
            format!("{what}: {} ({state})", kind.en),
        ));
    }
    Judgement::broken(
        text(rule.broken.0, rule.broken.1),
        items,
        text("Een scan zonder deze bevindingen.", "A scan without these findings."),
    )
}

/// No cookie of the services may live longer than the figure that the clause names.
fn longest(
    judged: Judgement,
    site: &SiteEvidence,
    context: &ClauseContext<'_>,
    named: &BTreeSet<String>,
) -> Judgement {
    let spans = context.param("figure").iter().filter_map(|id| span(context.edition, id));
    let Some(limit) = spans.min_by_key(|span| span.at_most_days()) else { return judged };
    let most = i64::try_from(limit.at_most_days()).unwrap_or(i64::MAX).saturating_mul(86_400);
    let longer = site.stored.iter().filter(|it| named.is_empty() || named.contains(&it.service));
    let longer: Vec<_> = longer.filter(|it| it.seconds.is_some_and(|it| it > most)).collect();
    let Some(first) = longer.first() else { return judged };
    Judgement::broken(
        text("Een cookie leeft langer dan hier staat.", "A cookie lives longer than stated here."),
        vec![EvidenceItem::new(
            "finding",
            format!("{} blijft langer dan {}", first.name, limit.text(kernel::Language::Nl)),
            format!("{} stays longer than {}", first.name, limit.text(kernel::Language::En)),
        )],
        text("Een kortere duur.", "A shorter life."),
    )
}

fn span(edition: &Edition, id: &str) -> Option<Span> {
    let FigureValue::Span(span) = &edition.facts().figures.get(id)?.value else { return None };
    Some(*span)
}
