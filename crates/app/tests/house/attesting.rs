//! What people stand for: who may, of what, for how long, and what it changes.

use std::time::Duration;

use app::attestations::{self, NewAttestation, digest};
use app::ledger_log;
use jiff::civil::{Date, date};
use kernel::Actor;
use policy::promise::Verdict;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_promise_that_no_system_shows_is_kept_while_somebody_stands_for_it,
    what_cannot_be_used_is_refused_and_leaves_nothing,
);

fn about(clause: &str, review_on: Date) -> NewAttestation {
    NewAttestation {
        clause: clause.to_owned(),
        looked_at: "Alle koppelingen en rekenregels in de leeromgeving nagelopen.".to_owned(),
        document: digest(b"a report"),
        review_on,
    }
}

async fn a_promise_that_no_system_shows_is_kept_while_somebody_stands_for_it(house: House) {
    assert_eq!(house.verdict("S99").await, Verdict::Unproven);
    let officer = house.officer().await;
    let today = house.app.today();
    let review = today.checked_add(jiff::Span::new().days(10)).unwrap();
    let given = attestations::give(&house.app, &officer, &about("S99", review)).await.unwrap();
    assert_eq!((given.state, given.entered_by_operator), ("counts", false));
    assert_eq!(house.verdict("S99").await, Verdict::Kept);
    // It counts through its review date, and no longer.
    house.clock.advance(Duration::from_secs(10 * 86_400));
    assert_eq!(house.verdict("S99").await, Verdict::Kept);
    house.clock.advance(Duration::from_secs(86_400));
    assert_eq!(house.verdict("S99").await, Verdict::Unproven);
    let review = house.app.today().checked_add(jiff::Span::new().days(10)).unwrap();
    let by = app::demo::people::OFFICER;
    let given = attestations::enter(&house.app, &Actor::Operator, by, &about("S99", review)).await.unwrap();
    assert!(given.entered_by_operator);
    assert_eq!(house.verdict("S99").await, Verdict::Kept);
    attestations::withdraw(&house.app, &Actor::Operator, &given.id).await.unwrap();
    assert_eq!(house.verdict("S99").await, Verdict::Unproven);
    assert!(attestations::withdraw(&house.app, &Actor::Operator, &given.id).await.is_err(), "only once");
    let list = attestations::list(&house.app, &officer, 10).await.unwrap();
    let states: Vec<_> = list.iter().map(|given| given.state).collect();
    assert_eq!(states, ["withdrawn", "over"]);
    // The ledger knows the clause and the document, and not who.
    let entries = store::ledger::latest(house.app.store(), None, 100).await.unwrap();
    let given: Vec<_> = entries
        .iter()
        .filter_map(ledger::StoredEntry::parsed)
        .filter(|event| event.kind() == ledger::EventKind::AttestationGiven)
        .map(|event| format!("{:?}", event.data()))
        .collect();
    assert_eq!(given.len(), 2);
    assert!(given.iter().all(|data| data.contains("S99") && !data.contains('@')), "{given:?}");
    assert!(ledger_log::verify(&house.app, |_, _| ()).await.unwrap().is_whole());
}

async fn what_cannot_be_used_is_refused_and_leaves_nothing(house: House) {
    let officer = house.officer().await;
    let soon = house.app.today().tomorrow().unwrap();
    let usable = about("S99", soon);
    for (what, new, code) in [
        ("a clause that systems show", about("S91", soon), "attestation-not-for-this"),
        ("a clause that is none", about("S999", soon), "attestation-not-for-this"),
        ("today", about("S99", house.app.today()), "attestation-review"),
        ("too far away", about("S99", date(2031, 1, 1)), "attestation-review"),
        (
            "no words",
            NewAttestation { looked_at: " ok ".into(), ..usable.clone() },
            "attestation-says-nothing",
        ),
        (
            "too many words",
            NewAttestation { looked_at: "x".repeat(1_001), ..usable.clone() },
            "attestation-says-nothing",
        ),
        (
            "no document",
            NewAttestation { document: String::new(), ..usable.clone() },
            "attestation-without-document",
        ),
    ] {
        let refused = attestations::give(&house.app, &officer, &new).await.unwrap_err();
        assert_eq!(refused.code, code, "{what}");
    }
    let teacher = house.teacher().await;
    assert_eq!(attestations::give(&house.app, &teacher, &usable).await.unwrap_err().code, "give-attestation");
    assert_eq!(
        attestations::give(&house.app, &Actor::Operator, &usable).await.unwrap_err().code,
        "give-attestation",
        "an operator is nobody in particular"
    );
    assert_eq!(attestations::list(&house.app, &teacher, 9).await.unwrap_err().code, "see-attestations");
    let nobody = attestations::enter(&house.app, &Actor::Operator, "nobody@school.example", &usable).await;
    assert_eq!(nobody.unwrap_err().code, "attestation-by-nobody");
    assert!(attestations::list(&house.app, &officer, 9).await.unwrap().is_empty());
}
