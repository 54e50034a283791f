use proptest::prelude::*;

use super::*;

fn finds(kind: AttributeKind, value: &str, text: &str) -> bool {
    let mut needles = Needles::new();
    needles.add("x", kind, value);
    !needles.search(text).is_empty()
}

#[test]
fn an_address_is_found_whole_and_in_any_writing() {
    for (text, expected) in [
        ("mail eva@x.example.", true),
        ("EVA@X.Example", true),
        ("<eva@x.example>", true),
        ("a:1:{s:13:\"eva@x.example\";}", true),
        ("mailto:eva%40x.example", true),
        ("see you. eva@x.example", true),
        ("xeva@x.example", false),
        ("j.eva@x.example", false),
        ("eva@x.example.org", false),
        ("eva@x.examples", false),
        ("eva@x-example", false),
    ] {
        assert_eq!(finds(AttributeKind::Email, "eva@x.example", text), expected, "{text}");
    }
}

#[test]
fn a_number_is_found_in_any_notation() {
    for (text, expected) in [
        ("06-12345678", true),
        ("+31 6 12345678", true),
        ("0031612345678", true),
        ("+31 (0)6-12 34 56 78, overdag", true),
        ("bel 06 12.34.56.78.", true),
        ("061234567", false),
        ("06123456789", false),
        ("06-12345679", false),
        ("12345678", false),
    ] {
        assert_eq!(finds(AttributeKind::Phone, "06 12345678", text), expected, "{text}");
    }
    assert!(!finds(AttributeKind::Phone, "12345", "12345"), "too short to be a number");
}

#[test]
fn a_name_is_found_between_word_boundaries_without_its_accents() {
    for (text, expected) in [
        ("Désirée van den Broek was hier", true),
        ("desiree  VAN\nden broek", true),
        (r"D\u00e9sir\u00e9e van den Broek", true),
        (r#"{"a":"{\"b\":\"D\\u00e9sir\\u00e9e van den Broek\"}"}"#, true),
        ("D&#233;sir&#xe9;e van den Broek", true),
        ("De\u{301}sire\u{301}e van den Broek", true),
        ("Désirée van den Broeke", false),
        ("Désirée", false),
    ] {
        assert_eq!(finds(AttributeKind::Name, "Désirée van den Broek", text), expected, "{text}");
    }
}

#[test]
fn an_accent_makes_another_address() {
    assert!(finds(AttributeKind::Email, "éva@x.example", "ÉVA@x.example"));
    assert!(finds(AttributeKind::Email, "éva@x.example", "e\u{301}va@x.example"));
    assert!(!finds(AttributeKind::Email, "éva@x.example", "eva@x.example"));
}

#[test]
fn redacting_takes_every_occurrence_and_nothing_else() {
    let mut needles = Needles::new();
    needles.add("name", AttributeKind::Name, "Zoë de Wit");
    needles.add("email", AttributeKind::Email, "zoe@x.example");
    needles.add("phone", AttributeKind::Phone, "0612345678");
    for (text, expected) in [
        ("Groet, Zoë de Wit (ZOE@x.example)", Some("Groet, […] ([…])")),
        ("bel Zoë  de Wit: +31 6 12 34 56 78!", Some("bel […]: […]!")),
        ("€ 5 — zoe de wit", Some("€ 5 — […]")),
        ("Zoë de Witte", None),
    ] {
        assert_eq!(needles.redact(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn identities_are_searched_only_in_a_form_that_stands_in_text() {
    let mut needles = Needles::new();
    needles.add_identity("shop_user", "5");
    needles.add_identity("shop_user", "20240001");
    assert!(needles.is_empty());
    needles.add_identity("email", "eva@x.example");
    assert_eq!(needles.search("eva@x.example"), ["email"]);
}

proptest! {
    #[test]
    fn searching_and_redacting_agree_and_never_panic(text in "\\PC{0,60}", name in "\\PC{3,9}") {
        let mut needles = Needles::new();
        needles.add("name", AttributeKind::Name, &name);
        needles.add("phone", AttributeKind::Phone, "0612345678");
        let found = !needles.search(&text).is_empty();
        prop_assert_eq!(found, needles.redact(&text).is_some());
    }

    #[test]
    fn what_is_found_meets_the_pattern(name in "[A-Za-zéü ]{4,12}", before in "[ ,.]{1,3}") {
        let value = name.trim();
        let text = format!("{before}{value}{before}").to_lowercase();
        let pieces: Vec<String> = like_pattern(value).split('%').map(str::to_owned).collect();
        let matches = crate::map::condition::Wildcard { pieces }.matches(&text);
        prop_assert!(matches);
    }
}
