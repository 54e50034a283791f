//! The archive: closed to staff, opened by one of them for a reason that stays on record, and closed by itself.

use app::decision::Inquiry;
use app::openings;
use inventory::Identity;
use kernel::ids::StaffId;
use kernel::{Actor, Entropy, StaffRole};
use ledger::EventKind;
use policy::decision::Reason;
use store::suppressions::Cause;

use crate::setting::{House, on_both_engines};

on_both_engines!(what_is_closed_opens_for_one_for_a_reason_and_for_a_while,);

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
        .filter_map(|entry| entry.parsed())
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
