//! Each promise kept, broken and unproven, in a policy with one measuring service.

use super::super::sample::{self, Case};
use super::*;
use crate::edition::Edition;
use crate::facts::{Facts, Safeguard};
use crate::promise::Verdict::{self, Broken, Kept, Unproven};
use crate::promise::evidence::{SentTo, SiteFinding};

/// A case about the facts: its name, a change to them, and the verdict that follows.
type OfFacts = (&'static str, fn(&mut Facts), Verdict);

/// The sample policy, in which the basket is a measuring service whose settings are all off, and its holder is in America.
fn facts(facts: &mut Facts) {
    let basket = facts.services.get_mut("basket").unwrap();
    basket.recipient = Some("host".to_owned());
    for name in ["signals", "product_sharing", "user_id", "data_import", "keeps_address"] {
        basket.settings.insert(name.to_owned(), false);
    }
    let host = facts.recipients.get_mut("host").unwrap();
    host.countries = vec![crate::values::Country::from_code("US").unwrap()];
    host.safeguard = Safeguard::Dpf;
    facts.purposes.get_mut("contacts").unwrap().basis = Basis::Consent;
}

fn set(change: impl FnOnce(&mut Facts)) -> Edition {
    sample::edition_with(|it| {
        facts(it);
        change(it);
    })
}

/// Everything looked at, and everything attested.
fn seen(change: impl FnOnce(&mut Evidence)) -> Evidence {
    let mut evidence = sample::looked();
    evidence.site.as_mut().unwrap().sent =
        vec![SentTo { service: "basket".to_owned(), parameters: vec!["cid".to_owned(), "dp".to_owned()] }];
    sample::attest(&mut evidence, 3, -30);
    change(&mut evidence);
    evidence
}

fn verdict(promise: &str, edition: &Edition, evidence: &Evidence) -> Verdict {
    let params = [("service", "basket"), ("recipient", "host"), ("purpose", "app")];
    sample::judge_in(edition, promise, &params, evidence).verdict
}

/// The services' promises with a setting that each looks at, and whether each looks at what was sent.
const PROMISES: [(&str, &str, Option<&str>); 5] = [
    ("analytics-settings", "signals", Some("uid")),
    ("setting-decided", "product_sharing", None),
    ("analytics-not-joined", "data_import", Some("user_id")),
    ("address-not-sent", "keeps_address", Some("UIP")),
    ("aggregates-only", "user_id", Some("email")),
];

#[test]
fn what_is_set_sent_and_attested() {
    for (promise, setting, parameter) in PROMISES {
        let edition = set(|_| ());
        assert_eq!(verdict(promise, &edition, &seen(|_| ())), Kept, "{promise}");
        assert_eq!(
            verdict(promise, &edition, &seen(|e| e.attestations.clear())),
            Unproven,
            "{promise}: nobody stands for it"
        );
        assert_eq!(verdict(promise, &edition, &Evidence::default()), Unproven, "{promise}: nothing");
        let on = set(|it| {
            it.services.get_mut("basket").unwrap().settings.insert(setting.to_owned(), true);
        });
        assert_eq!(verdict(promise, &on, &seen(|_| ())), Broken, "{promise}: {setting} is on");
        let silent = set(|it| {
            it.services.get_mut("basket").unwrap().settings.clear();
        });
        let expected = if promise == "setting-decided" { Broken } else { Unproven };
        assert_eq!(verdict(promise, &silent, &seen(|_| ())), expected, "{promise}: not decided");
        let Some(parameter) = parameter else { continue };
        let tells = |e: &mut Evidence| {
            e.site.as_mut().unwrap().sent[0].parameters.push(parameter.to_owned());
        };
        assert_eq!(verdict(promise, &edition, &seen(tells)), Broken, "{promise}: {parameter} was sent");
        let none: [fn(&mut Evidence); 4] = [
            |e| e.site = None,
            |e| e.site.as_mut().unwrap().sent.clear(),
            |e| e.site.as_mut().unwrap().own = false,
            |e| e.site.as_mut().unwrap().at = sample::ago(40),
        ];
        for change in none {
            assert_eq!(verdict(promise, &edition, &seen(change)), Unproven, "{promise}: not seen");
        }
        let typed = |e: &mut Evidence| {
            e.site.as_mut().unwrap().findings.push(SiteFinding {
                kind: FindingKind::IdentitySent,
                state: "all".to_owned(),
                service: Some("basket".to_owned()),
                what: "e-mail".to_owned(),
                page: "https://site.example/".to_owned(),
            });
        };
        assert_eq!(verdict(promise, &edition, &seen(typed)), Broken, "{promise}: what was typed went along");
    }
}

#[test]
fn browsing_and_customers() {
    let edition = set(|_| ());
    let cases: [Case; 8] = [
        ("nothing beside anybody", |_| {}, Kept),
        ("it needs nobody's word", |e| e.attestations.clear(), Kept),
        (
            "a column beside a customer",
            |e| {
                // In this policy employment is known by consent only.
                sample::system(e, "shop").collections[0].categories.push("employment".to_owned());
            },
            Unproven,
        ),
        (
            "a service is told who it is",
            |e| e.site.as_mut().unwrap().sent[0].parameters.push("uid".to_owned()),
            Broken,
        ),
        ("use went on after a withdrawal", |e| sample::fail(e, drill::WITHDRAWN), Broken),
        ("it was not tried", |e| sample::skip(e, drill::WITHDRAWN), Unproven),
        ("a system was not looked at", |e| sample::system(e, "shop").personal = None, Unproven),
        ("an example site", |e| e.site.as_mut().unwrap().own = false, Unproven),
    ];
    for (name, change, expected) in cases {
        assert_eq!(verdict("linked-by-consent", &edition, &seen(change)), expected, "{name}");
    }
    assert_eq!(verdict("linked-by-consent", &edition, &Evidence::default()), Unproven);
}

#[test]
fn measurements_of_an_app() {
    let edition = set(|_| ());
    let joined = |e: &mut Evidence| sample::system(e, "shop").collections[0].purpose = Some("app".to_owned());
    let promise = "app-analytics-separate";
    assert_eq!(verdict(promise, &edition, &seen(|_| ())), Kept);
    assert_eq!(verdict(promise, &edition, &seen(joined)), Broken);
    assert_eq!(verdict(promise, &edition, &seen(|e| e.attestations.clear())), Unproven);
    assert_eq!(verdict(promise, &edition, &seen(|e| e.systems = None)), Unproven);
}

#[test]
fn transfers() {
    let cases: [OfFacts; 5] = [
        ("a safeguard that is looked at in time", |_| {}, Kept),
        ("none", |it| it.recipients.get_mut("host").unwrap().safeguard = Safeguard::None, Broken),
        (
            "not needed, they say",
            |it| it.recipients.get_mut("host").unwrap().safeguard = Safeguard::NotNeeded,
            Broken,
        ),
        ("nobody looked in time", |it| host(it).review_by = Some("2026-11-21".parse().unwrap()), Unproven),
        ("nobody will look", |it| host(it).review_by = None, Unproven),
    ];
    for (name, change, expected) in cases {
        assert_eq!(verdict("transfer-basis", &set(change), &seen(|_| ())), expected, "{name}");
    }
    let unattested = seen(|e| e.attestations.clear());
    assert_eq!(verdict("transfer-basis", &set(|_| ()), &unattested), Unproven);
}

fn host(facts: &mut Facts) -> &mut crate::facts::Agreement {
    facts.recipients.get_mut("host").unwrap().agreement.as_mut().unwrap()
}
