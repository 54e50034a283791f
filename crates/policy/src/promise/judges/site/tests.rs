//! The rules as tables.

use super::super::sample::{self, Case};
use super::also::Also;
use super::*;
use crate::promise::Verdict::{Broken, Kept, Unproven};
use crate::promise::evidence::{ServiceAtWork, StoredThing};

/// A scan in which everything was as declared.
pub(in crate::promise) fn seen() -> SiteEvidence {
    let states = ["no-choice", "refused", "only:orders", "all", "withdrawn", "gpc", "no-script"];
    let stored =
        |name: &str, seconds| StoredThing { service: "basket".to_owned(), name: name.to_owned(), seconds };
    SiteEvidence {
        at: sample::ago(1),
        own: true,
        pages: 12,
        states: states.map(str::to_owned).to_vec(),
        unfinished: vec![],
        findings: vec![],
        services: vec![ServiceAtWork { service: "basket".to_owned(), states: vec!["all".to_owned()] }],
        stored: vec![stored("basket_1", None), stored("basket.known", Some(14 * 86_400))],
        settings: 20,
        clicks: Some((1, 2)),
        walked: true,
        typed: true,
        links: (4, 2),
        sent: vec![],
    }
}

fn site(evidence: &mut Evidence) -> &mut SiteEvidence {
    evidence.site.as_mut().unwrap()
}

fn found(evidence: &mut Evidence, kind: FindingKind, service: Option<&str>) {
    site(evidence).findings.push(SiteFinding {
        kind,
        state: "refused".to_owned(),
        service: service.map(str::to_owned),
        what: "_x".to_owned(),
        page: "https://site.example/".to_owned(),
    });
}

#[test]
fn every_rule_is_kept_broken_and_unproven() {
    let edition = sample::edition();
    for rule in RULES {
        let named: BTreeSet<String> = ["basket".to_owned()].into();
        let judge = |change: &dyn Fn(&mut Evidence)| {
            let mut evidence = sample::looked();
            change(&mut evidence);
            let judged = by_rule(&evidence, &edition, rule.promise, &named, sample::now());
            assert!(judged.verdict == Unproven || !judged.evidence.is_empty(), "{}", rule.promise);
            assert!(judged.reason.nl.ends_with('.') && judged.reason.en.ends_with('.'), "{}", rule.promise);
            judged.verdict
        };
        let name = rule.promise;
        assert_eq!(judge(&|_| {}), Kept, "{name}");
        assert_eq!(judge(&|e| e.site = None), Unproven, "{name}: no scan");
        assert_eq!(judge(&|e| site(e).at = sample::ago(40)), Unproven, "{name}: long ago");
        assert_eq!(judge(&|e| site(e).own = false), Unproven, "{name}: an example site only");
        assert_eq!(
            judge(&|e| site(e).states.clear()),
            if rule.states.contains(&"no-choice") { Unproven } else { Kept }
        );
        for kind in FindingKind::ALL {
            let expected = if rule.kinds.contains(kind) { Broken } else { Kept };
            assert_eq!(judge(&|e| found(e, *kind, Some("basket"))), expected, "{name}: {kind}");
            let elsewhere = if rule.about == About::Everything { expected } else { Kept };
            assert_eq!(judge(&|e| found(e, *kind, Some("other"))), elsewhere, "{name}: {kind} of another");
        }
        let without: Option<fn(&mut Evidence)> = match rule.also {
            Also::Nothing => None,
            Also::Steps => Some(|e| site(e).walked = false),
            Also::Settings => Some(|e| site(e).settings = 0),
            Also::Typed => Some(|e| site(e).typed = false),
            Also::Links | Also::Share => Some(|e| site(e).links = (0, 0)),
            Also::Stored => Some(|e| site(e).stored.clear()),
            Also::Clicks => Some(|e| site(e).clicks = None),
        };
        if let Some(without) = without {
            assert_eq!(judge(&without), Unproven, "{name}: nothing to look at");
        }
    }
}

/// An edition that asks: then refusing and accepting must have been possible.
#[test]
fn states_that_were_not_reached_prove_nothing() {
    let asking = sample::edition_with(|facts| {
        if let Some(service) = facts.services.get_mut("basket") {
            service.kind = ServiceKind::Analytics;
        }
    });
    for rule in RULES {
        for state in rule.states {
            let mut evidence = sample::looked();
            site(&mut evidence).states.retain(|it| it != state);
            let judged =
                by_rule(&evidence, &asking, rule.promise, &["basket".to_owned()].into(), sample::now());
            assert_eq!(judged.verdict, Unproven, "{} without {state}", rule.promise);
        }
    }
}

#[test]
fn as_clauses() {
    let params: &[(&str, &str)] = &[("service", "basket")];
    let old: Case = ("long ago", |e| site(e).at = sample::ago(40), Unproven);
    let other: Case = ("about another service", |e| found(e, FindingKind::BeforeConsent, Some("x")), Kept);
    let own: Case = ("about this one", |e| found(e, FindingKind::BeforeConsent, Some("basket")), Broken);
    let fine: Case = ("nothing was found", |_| {}, Kept);
    sample::table_with("marketing-by-consent", params, &[fine, old, other, own]);
    sample::table_with("third-party-blocked", params, &[fine, old, other, own]);
    sample::table_with("no-tracking-before-consent", &[], &[fine, old, own]);
    sample::table_with(
        "works-without-cookies",
        &[],
        &[fine, ("a step failed", |e| found(e, FindingKind::StepFailed, None), Broken)],
    );
    sample::table_with(
        "vendor-data-matrix",
        &[("recipient", "host")],
        &[("another party", |e| found(e, FindingKind::UndeclaredHost, None), Broken)],
    );
    sample::table_with(
        "vendor-data-matrix",
        &[("recipient", "nobody")],
        &[("not on record", |_| {}, Broken)],
    );
}

#[test]
fn numbers_in_cookies_count_as_personal() {
    fn shown(evidence: &mut Evidence, own_ids: Option<bool>) {
        evidence.drill.as_mut().unwrap().front.own_ids = own_ids;
    }
    sample::table_with(
        "claim-corrected",
        &[],
        &[
            ("shown and asked for", |e| shown(e, Some(true)), Kept),
            ("not shown", |e| shown(e, Some(false)), Broken),
            ("not tried", |e| shown(e, None), Unproven),
            (
                "set without asking",
                |e| {
                    shown(e, Some(true));
                    found(e, FindingKind::BeforeConsent, None);
                },
                Broken,
            ),
        ],
    );
}

/// A figure of two weeks, and cookies that live within it or beyond.
#[test]
fn a_figure_bounds_the_life_of_cookies() {
    use crate::facts::Figure;
    let edition = sample::edition_with(|facts| {
        let about = kernel::Text::same("longest");
        let figure = Figure { value: FigureValue::Span("2 weeks".parse().unwrap()), about };
        facts.figures.insert("longest".to_owned(), figure);
    });
    let (document, clause) = edition.clauses().into_iter().next().unwrap();
    let mut clause = clause.clone();
    "cookie-expiry".clone_into(&mut clause.promise);
    clause.params.insert("service".to_owned(), vec!["basket".to_owned()]);
    clause.params.insert("figure".to_owned(), vec!["longest".to_owned()]);
    let context = ClauseContext { edition: &edition, document, clause: &clause };
    for (seconds, expected) in [(14 * 86_400, Kept), (15 * 86_400, Broken)] {
        let mut evidence = sample::looked();
        site(&mut evidence).stored[1].seconds = Some(seconds);
        assert_eq!(judge(&evidence, &context, sample::now()).verdict, expected, "{seconds}");
    }
}

#[test]
fn a_clause_is_concerned_by_what_contradicts_it() {
    let edition = sample::edition();
    let (document, clause) = edition.clauses().into_iter().next().unwrap();
    let mut clause = clause.clone();
    "marketing-by-consent".clone_into(&mut clause.promise);
    clause.params.insert("service".to_owned(), vec!["ads".to_owned()]);
    let context = ClauseContext { edition: &edition, document, clause: &clause };
    assert!(concerns(&context, FindingKind::BeforeConsent, Some("ads")));
    assert!(!concerns(&context, FindingKind::BeforeConsent, Some("ga")));
    assert!(!concerns(&context, FindingKind::LivesLonger, Some("ads")));
}
