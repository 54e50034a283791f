use std::path::Path;

use serde_json::Value;

use super::*;
use crate::edition::Content;

fn example(name: &str) -> Edition {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    crate::compile(&crate::folder::read(&path).unwrap()).unwrap().edition
}

/// The mended example with one value of its content changed, added (`Some` where nothing was) or taken away.
fn with(path: &str, value: Option<Value>) -> Edition {
    let mut content = serde_json::to_value(example("leskracht").content()).unwrap();
    let (parent, key) = path.rsplit_once('/').unwrap();
    match content.pointer_mut(parent).unwrap() {
        Value::Array(list) if key == "-" => list.push(value.unwrap()),
        Value::Array(list) => _ = list.remove(key.parse().unwrap()),
        Value::Object(object) => match value {
            Some(value) => _ = object.insert(key.to_owned(), value),
            None => _ = object.remove(key).unwrap(),
        },
        _ => panic!("{path}"),
    }
    let content: Content = serde_json::from_value(content).unwrap();
    Edition::seal(content).unwrap()
}

#[test]
fn an_edition_does_not_differ_from_itself() {
    let edition = example("leskracht");
    let difference = between(&edition, &edition);
    assert_eq!(difference.class, None);
    assert!(difference.clauses.is_empty() && difference.facts.is_empty() && difference.asks_again.is_empty());
}

/// A change of one fact: what it means, and which consents it ends.
#[test]
fn each_change_of_a_fact_is_told_for_what_it_is() {
    let text = |nl: &str, en: &str| serde_json::json!({ "nl": nl, "en": en });
    let cases: Vec<(&str, Option<Value>, Class, &[&str])> = vec![
        ("/facts/recipients/linkedin/countries/-", Some("IN".into()), Class::Widening, &["marketing"]),
        ("/facts/recipients/linkedin/safeguard", Some("none".into()), Class::Widening, &["marketing"]),
        ("/facts/recipients/linkedin/safeguard", Some("dpf".into()), Class::Wording, &[]),
        ("/facts/recipients/strato/role", Some("controller".into()), Class::Widening, &[]),
        ("/facts/recipients/strato/task", Some(text("hosten", "hosting")), Class::Wording, &[]),
        ("/facts/recipients/linkedin/own_purposes", Some(false.into()), Class::Narrowing, &[]),
        ("/facts/storage/countries/-", Some("US".into()), Class::Widening, &[]),
        ("/facts/rights/access/answer_within", Some("1 month".into()), Class::Widening, &[]),
        ("/facts/rights/access/answer_within", Some("14 days".into()), Class::Narrowing, &[]),
        ("/facts/terms/invoices/keep", Some("10 years".into()), Class::Widening, &[]),
        ("/facts/terms/invoices/keep", Some("6 years".into()), Class::Narrowing, &[]),
        ("/facts/breach/authority_within", Some("96 hours".into()), Class::Widening, &[]),
        ("/facts/figures/change_notice/value", Some("7 days".into()), Class::Widening, &[]),
        ("/facts/figures/opt_out_limit/value", Some("2 days".into()), Class::Narrowing, &[]),
        ("/facts/purposes/newsletter/basis", Some("legitimate-interest".into()), Class::Widening, &[]),
        ("/facts/measures/encryption", None, Class::Widening, &[]),
        (
            "/policy/scope/-",
            Some("https://shop.leskracht.nl".into()),
            Class::Widening,
            &["analytics", "marketing", "newsletter"],
        ),
        ("/facts/organisation/contact/phone", Some("+31 20 123 45 67".into()), Class::Wording, &[]),
    ];
    let old = example("leskracht");
    for (path, value, class, asked) in cases {
        let difference = between(&old, &with(path, value));
        assert_eq!(difference.facts.len(), 1, "{path}: {:#?}", difference.facts);
        let fact = &difference.facts[0];
        assert_eq!(fact.class, class, "{path}: {}", fact.what.en);
        assert!(!fact.what.nl.is_empty() && !fact.what.en.is_empty());
        let again: Vec<&str> = difference.asks_again.iter().map(|ask| ask.purpose.as_str()).collect();
        assert!(asked.iter().all(|purpose| again.contains(purpose)), "{path}: {again:?}");
        assert_eq!(again.is_empty(), asked.is_empty(), "{path}: {again:?}");
    }
}

#[test]
fn a_new_recipient_or_purpose_is_one_widening() {
    let old = example("leskracht");
    let recipient = serde_json::to_value(&old.facts().recipients["strato"]).unwrap();
    let difference = between(&old, &with("/facts/recipients/newcomer", Some(recipient)));
    assert_eq!(difference.facts.len(), 1);
    assert_eq!((difference.facts[0].class, difference.facts[0].kind), (Class::Widening, Kind::Added));
    let purpose = serde_json::to_value(&old.facts().purposes["marketing"]).unwrap();
    let difference = between(&old, &with("/facts/purposes/scoring", Some(purpose)));
    assert_eq!(difference.asks_again.iter().map(|ask| ask.purpose.as_str()).collect::<Vec<_>>(), ["scoring"]);
}

#[test]
fn from_the_first_edition_to_the_mended_one() {
    let difference = between(&example("leskracht-2022"), &example("leskracht"));
    assert_eq!(
        difference.class,
        Some(Class::Widening),
        "the mended edition names recipients that were not named"
    );
    assert!(difference.clauses.iter().all(|change| change.kind == Kind::Changed));
    assert!(difference.clauses.len() > 120);
    for change in &difference.clauses {
        assert_eq!(change.words.keys().copied().collect::<Vec<_>>(), Language::ALL, "{}", change.clause);
    }
    for wide in ["recipients.google-ads", "storage.countries"] {
        let found =
            difference.facts.iter().any(|change| change.path == wide && change.class == Class::Widening);
        assert_eq!(found, wide == "recipients.google-ads", "{wide}");
    }
    // And back again: what was narrowed is widened.
    let back = between(&example("leskracht"), &example("leskracht-2022"));
    let right = back.facts.iter().find(|change| change.path == "rights.erasure").unwrap();
    assert_eq!((right.kind, right.class), (Kind::Removed, Class::Widening));
}
