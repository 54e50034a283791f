//! The archive: closed to staff, opened by one of them for a reason that stays on record, and closed by itself.

use app::decision::Inquiry;
use app::{openings, retention};
use inventory::Identity;
use jiff::civil::date;
use kernel::ids::StaffId;
use kernel::{Actor, Entropy, StaffRole};
use ledger::EventKind;
use policy::decision::Reason;
use store::suppressions::Cause;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_is_closed_opens_for_one_for_a_reason_and_for_a_while,
    a_term_that_ends_in_the_archive_shuts_staff_out_of_what_is_past_it,
);

/// From the rule in the policy to the desk: counted and left to people, refused to everybody at work, opened by one for
/// a reason that everybody sees and the ledger keeps.
async fn a_term_that_ends_in_the_archive_shuts_staff_out_of_what_is_past_it(house: House) {
    let head = "[term.client-profile]\nname = { nl = \"klantprofiel en account\", en = \"customer profile and account\" }\n\
                keep = \"30 days\"\nfrom = \"end-of-relation\"\nthen = ";
    house.with_line("facts/retention.toml", head, "\"archive\"").await;
    let app = &house.app;
    let officer = house.officer().await;
    let seen = retention::look(app, &officer, "learning/accounts/client-profile").await.unwrap().rule;
    assert_eq!((seen.state, seen.then), ("asks", Some(retention::Then::Archive)));
    assert!(seen.count.is_some(), "it is counted all the same");
    let refused = retention::confirm(app, &officer, &seen.rule, None).await.unwrap_err();
    assert_eq!(refused.code, "rule-unusable", "no sweep carries it out");

    let left = Identity::new("email", "left@school.example");
    let inquiry = |since| {
        let asked = Inquiry::new(left.clone(), "authentication", vec!["account".to_owned()]);
        Inquiry { since: Some(since), ..asked }
    };
    let ask = async |actor: &Actor, since| {
        let answer = app.decisions().ask(app, actor, &[inquiry(since)]).await.unwrap().remove(0);
        (answer.allow, answer.reason, answer.clause)
    };
    let (long_ago, lately) = (date(2020, 1, 1), date(2026, 11, 10));
    let other = house.second_officer().await;
    for actor in [&officer, &other, &Actor::Worker] {
        let (allow, reason, clause) = ask(actor, long_ago).await;
        assert_eq!((allow, reason, clause.as_deref()), (false, Reason::Archived, Some("S31")));
        assert!(ask(actor, lately).await.0, "what is not past its term is used as before");
    }
    let why = "een klacht over de oude leesresultaten";
    openings::open(app, &officer, "client-profile", why, 1).await.unwrap();
    assert!(ask(&officer, long_ago).await.0);
    assert_eq!(ask(&other, long_ago).await.1, Reason::Archived, "it is open for whoever said why");
    let shown = openings::list(app, &other, 10).await.unwrap();
    assert_eq!((shown[0].reason.as_str(), shown[0].by.as_str(), shown[0].open), (why, "Officer", true));
    house.clock.advance(std::time::Duration::from_secs(3_601));
    assert_eq!(ask(&officer, long_ago).await.1, Reason::Archived, "it closes by itself");
    let entries = store::ledger::latest(app.store(), None, 50).await.unwrap();
    let events = entries.iter().filter_map(ledger::StoredEntry::parsed);
    let opened: Vec<_> = events.filter(|event| event.kind() == EventKind::ArchiveOpened).collect();
    assert_eq!(opened.len(), 1);
    assert_eq!(opened[0].data()["term"], "client-profile");
}

async fn what_is_closed_opens_for_one_for_a_reason_and_for_a_while(house: House) {
    let app = &house.app;
    let officer = house.officer().await;
    let gone = Identity::new("email", "gone@school.example");
    app::suppression::add(app, &Actor::Operator, &gone, Cause::Erased).await.unwrap();
    let batch = [Inquiry::new(gone, "orders", vec!["order".to_owned()])];
    let ask = async |actor: &Actor| app.decisions().ask(app, actor, &batch).await.unwrap()[0].reason;
    assert_eq!(ask(&officer).await, Reason::Erased);

    let (nl, term) = ("een klacht van de school over deze bestelling", "invoices");
    assert!(openings::terms(app).unwrap().iter().any(|(id, _)| id == term), "orders stay for the tax");
    let teacher = house.teacher().await;
    let entropy = Entropy::seeded(3);
    let engineer = Actor::Staff { id: StaffId::new(app.now(), &entropy), role: StaffRole::Engineer };
    for (actor, term, why, hours, code) in [
        (&teacher, term, nl, 1, "open-archive"),
        (&engineer, term, nl, 1, "open-archive"),
        (&Actor::Operator, term, nl, 1, "open-archive"),
        (&officer, "no-such-term", nl, 1, "opening-unusable"),
        (&officer, term, "nodig", 1, "opening-unusable"),
        (&officer, term, nl, 0, "opening-unusable"),
        (&officer, term, nl, 25, "opening-unusable"),
    ] {
        assert_eq!(openings::open(app, actor, term, why, hours).await.unwrap_err().code, code);
    }
    openings::open(app, &officer, term, nl, 1).await.unwrap();
    assert_eq!(ask(&officer).await, Reason::Basis);
    assert_eq!(ask(&engineer).await, Reason::Erased, "it is open for whoever said why");
    assert_eq!(ask(&Actor::Worker).await, Reason::Erased);
    let seen = openings::list(app, &engineer, 10).await.unwrap();
    assert_eq!((seen[0].reason.as_str(), seen[0].by.as_str(), seen[0].open), (nl, "Officer", true));
    assert!(!seen[0].own);
    let entries = store::ledger::latest(app.store(), None, 50).await.unwrap();
    let opened = entries
        .iter()
        .filter_map(ledger::StoredEntry::parsed)
        .find(|event| event.kind() == EventKind::ArchiveOpened);
    let data = opened.expect("it is on record").data().clone();
    assert!(!serde_json::to_string(&data).unwrap().contains("klacht"), "the ledger holds no words");

    // It ends by itself, and by hand before that.
    house.clock.advance(std::time::Duration::from_secs(3_601));
    assert_eq!(ask(&officer).await, Reason::Erased);
    openings::open(app, &officer, term, nl, 2).await.unwrap();
    let id = openings::list(app, &officer, 10).await.unwrap()[0].id.clone();
    assert!(openings::close(app, &engineer, &id).await.is_err(), "somebody else's");
    openings::close(app, &officer, &id).await.unwrap();
    assert_eq!(ask(&officer).await, Reason::Erased);
    assert!(openings::close(app, &officer, &id).await.is_err(), "it has ended");
}
