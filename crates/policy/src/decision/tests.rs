use super::*;

fn point() -> DecisionPoint {
    let purpose = |basis, clause: Option<&str>| Purpose {
        basis,
        categories: BTreeSet::from(["email".to_owned(), "order".to_owned()]),
        countries: Country::from_code("NL").into_iter().collect(),
        clause: clause.map(str::to_owned),
    };
    DecisionPoint {
        purposes: BTreeMap::from([
            ("orders".to_owned(), purpose(Basis::Contract, Some("S40"))),
            ("invoicing".to_owned(), purpose(Basis::LegalObligation, None)),
            ("offers".to_owned(), purpose(Basis::LegitimateInterest, Some("S24"))),
            ("newsletter".to_owned(), purpose(Basis::Consent, Some("S60"))),
            ("dreams".to_owned(), purpose(Basis::None, None)),
        ]),
        clauses: BTreeMap::from([
            ("purpose-limited".to_owned(), "S11".to_owned()),
            ("objection-halts".to_owned(), "S97".to_owned()),
            ("consent-scope".to_owned(), "S127".to_owned()),
            ("archive-access".to_owned(), "S31".to_owned()),
            ("retention-terms".to_owned(), "S75".to_owned()),
            ("storage-regions".to_owned(), "S73".to_owned()),
        ]),
        kept_out: BTreeMap::from([("support".to_owned(), "S13".to_owned())]),
        consent_age: 16,
    }
}

#[test]
fn every_reason_in_its_order() {
    let nobody = SubjectState::default();
    let erased = SubjectState { erased: true, ..nobody.clone() };
    let objected = SubjectState { objected: true, ..nobody.clone() };
    let opted_out = SubjectState { opted_out: true, ..nobody.clone() };
    let restricted = SubjectState { restricted: true, objected: true, erased: true, ..nobody.clone() };
    let said = |answer| SubjectState {
        consents: BTreeMap::from([("newsletter".to_owned(), answer)]),
        ..nobody.clone()
    };
    let mail = Some(Channel::Mail);
    for (purpose, category, channel, person, allow, reason, clause) in [
        ("orders", "order", None, &nobody, true, Reason::Basis, Some("S40")),
        ("orders", "health", None, &nobody, false, Reason::CategoryNotDeclared, Some("S11")),
        ("spying", "order", None, &nobody, false, Reason::UnknownPurpose, Some("S11")),
        ("dreams", "order", None, &nobody, false, Reason::NoBasis, Some("S11")),
        ("orders", "order", None, &erased, false, Reason::Erased, None),
        ("invoicing", "order", None, &erased, true, Reason::Basis, None),
        ("invoicing", "order", None, &restricted, false, Reason::Restricted, None),
        ("offers", "email", mail, &nobody, true, Reason::Basis, Some("S24")),
        ("offers", "email", mail, &objected, false, Reason::Objected, Some("S97")),
        ("orders", "email", mail, &objected, true, Reason::Basis, Some("S40")),
        ("offers", "email", mail, &opted_out, false, Reason::OptedOut, None),
        ("offers", "email", None, &opted_out, true, Reason::Basis, Some("S24")),
        ("orders", "email", mail, &opted_out, true, Reason::Basis, Some("S40")),
        ("newsletter", "email", mail, &nobody, false, Reason::ConsentNotKnown, Some("S127")),
        ("newsletter", "email", mail, &said(false), false, Reason::ConsentRefused, Some("S127")),
        ("newsletter", "email", mail, &said(true), true, Reason::Consented, Some("S60")),
    ] {
        let categories = [category.to_owned()];
        let question = Question { channel, ..Question::new(purpose, &categories) };
        let point = point();
        assert_eq!(
            point.decide(&question, person),
            Decision { allow, reason, clause },
            "{purpose} {person:?}"
        );
    }
}

#[test]
fn what_else_is_known_of_the_data_counts() {
    let nobody = SubjectState::default();
    let consents = SubjectState {
        consents: BTreeMap::from([("newsletter".to_owned(), true)]),
        ..SubjectState::default()
    };
    let categories = ["email".to_owned()];
    let base = |purpose| Question::new(purpose, &categories);
    let mail = Some(Channel::Mail);
    let cases: &[Case<'_>] = &[
        // An address that was given for an answer stays out of lists; for post within the same purpose it does not.
        (
            Question { collected_for: Some("support"), channel: mail, ..base("offers") },
            &nobody,
            false,
            Reason::OtherPurpose,
            Some("S13"),
        ),
        (
            Question { collected_for: Some("orders"), channel: mail, ..base("offers") },
            &nobody,
            false,
            Reason::OtherPurpose,
            Some("S11"),
        ),
        (
            Question { collected_for: Some("support"), ..base("offers") },
            &nobody,
            false,
            Reason::OtherPurpose,
            Some("S11"),
        ),
        (
            Question { collected_for: Some("offers"), ..base("offers") },
            &nobody,
            true,
            Reason::Basis,
            Some("S24"),
        ),
        // Consent to the other purpose, or the law, allows it (GDPR 6(4)).
        (
            Question { collected_for: Some("support"), channel: mail, ..base("newsletter") },
            &consents,
            true,
            Reason::Consented,
            Some("S60"),
        ),
        (Question { collected_for: Some("orders"), ..base("invoicing") }, &nobody, true, Reason::Basis, None),
    ];
    check(cases);
}

#[test]
fn age_country_and_term_count() {
    let nobody = SubjectState::default();
    let consents = SubjectState {
        consents: BTreeMap::from([("newsletter".to_owned(), true)]),
        ..SubjectState::default()
    };
    let categories = ["email".to_owned()];
    let base = |purpose| Question::new(purpose, &categories);
    let us = Country::from_code("US");
    let nl = Country::from_code("NL");
    let cases: &[Case<'_>] = &[
        // Nobody under the age consents alone; for what needs no consent age does not matter.
        (Question { age: Some(15), ..base("newsletter") }, &consents, false, Reason::UnderAge, Some("S127")),
        (Question { age: Some(16), ..base("newsletter") }, &consents, true, Reason::Consented, Some("S60")),
        (Question { age: Some(9), ..base("orders") }, &nobody, true, Reason::Basis, Some("S40")),
        (Question { country: us, ..base("orders") }, &nobody, false, Reason::Country, Some("S73")),
        (Question { country: nl, ..base("orders") }, &nobody, true, Reason::Basis, Some("S40")),
        // What is past its date is used for nothing; what is in the archive for what the law asks alone.
        (
            Question { standing: Standing::Past, ..base("invoicing") },
            &nobody,
            false,
            Reason::PastTerm,
            Some("S75"),
        ),
        (
            Question { standing: Standing::Archived, ..base("orders") },
            &nobody,
            false,
            Reason::Archived,
            Some("S31"),
        ),
        (Question { standing: Standing::Archived, ..base("invoicing") }, &nobody, true, Reason::Basis, None),
        (
            Question { standing: Standing::Opened, ..base("orders") },
            &nobody,
            true,
            Reason::Basis,
            Some("S40"),
        ),
    ];
    check(cases);
}

type Case<'a> = (Question<'a>, &'a SubjectState, bool, Reason, Option<&'a str>);

fn check(cases: &[Case<'_>]) {
    for (question, person, allow, reason, clause) in cases {
        let point = point();
        let expected = Decision { allow: *allow, reason: *reason, clause: *clause };
        assert_eq!(point.decide(question, person), expected, "{question:?}");
    }
}

#[test]
fn every_reason_says_why_in_both_languages() {
    for reason in Reason::ALL {
        let (nl, en) = reason.words();
        assert!(!nl.is_empty() && !en.is_empty() && nl != en, "{reason:?}");
    }
}

#[test]
fn what_somebody_asks_for_later_ends_what_they_refused_before() {
    let categories = ["email".to_owned()];
    let question = |purpose| Question { channel: Some(Channel::Mail), ..Question::new(purpose, &categories) };
    let anew = SubjectState {
        consents: BTreeMap::from([("newsletter".to_owned(), true)]),
        asked_for: ["newsletter".to_owned(), "offers".to_owned()].into(),
        ..SubjectState::default()
    };
    for refused in [
        SubjectState { erased: true, ..anew.clone() },
        SubjectState { objected: true, ..anew.clone() },
        SubjectState { opted_out: true, ..anew.clone() },
    ] {
        let point = point();
        assert_eq!(point.decide(&question("newsletter"), &refused).reason, Reason::Consented, "{refused:?}");
        // Nothing but a consent is asked for in that way.
        assert!(!point.decide(&question("offers"), &refused).allow, "{refused:?}");
        let paused = SubjectState { restricted: true, ..refused };
        assert_eq!(point.decide(&question("newsletter"), &paused).reason, Reason::Restricted);
    }
}
