//! Choices of visitors in the house: recorded once, held against the ledger, found by their number and in a copy.

use app::consents::intake::{self, NotTaken};
use app::consents::{links, offers};
use app::{App, Kind, attest};
use inventory::Identity;
use serde_json::{Map, Value, json};

use crate::setting::{House, by_hand, on_both_engines};

const ID: &str = "0123456789abcdef0123456789abcdef";

on_both_engines!(
    a_choice_is_recorded_once_and_whoever_alters_it_is_found_out,
    everybody_who_comes_first_is_asked,
    a_choice_is_found_by_its_number_and_in_the_copy_of_whoever_tied_it,
);

/// The first visitors come together, while it is still being worked out what to ask them.
async fn everybody_who_comes_first_is_asked(house: House) {
    let app = &house.app;
    let first = futures_util::future::join_all((0..8).map(|_| offers::current(app))).await;
    let asked: Vec<_> = first.into_iter().map(|known| known.unwrap().offer.hash.clone()).collect();
    assert!(asked.iter().all(|hash| *hash == asked[0]), "{asked:?}");
}

/// A choice that allows everything, or nothing.
async fn choice(app: &App, id: &str, allow: bool) -> Value {
    let known = offers::current(app).await.unwrap();
    let (mut services, mut purposes) = (Map::new(), Map::new());
    for service in known.offer.asking() {
        services.insert(service.id.clone(), allow.into());
        purposes.insert(service.purpose.clone(), allow.into());
    }
    json!({
        "id": id, "edition": known.offer.hash, "at": app.now().to_string(), "language": "nl",
        "source": "first-layer", "control": if allow { "accept" } else { "refuse" }, "gpc": false,
        "scope": "www.leskracht.nl", "purposes": purposes, "services": services,
    })
}

async fn a_choice_is_recorded_once_and_whoever_alters_it_is_found_out(house: House) {
    let app = &house.app;
    let sent = choice(app, ID, true).await;
    let first = intake::take(app, sent.to_string().as_bytes()).await.unwrap();
    assert!(first.new);
    let again = intake::take(app, sent.to_string().as_bytes()).await.unwrap();
    assert!(!again.new && (again.entry, again.place) == (first.entry, first.place));
    // At the same moment, in one batch: recorded once.
    let other = choice(app, &ID.replace('0', "f"), false).await.to_string();
    let (one, two) =
        futures_util::future::join(intake::take(app, other.as_bytes()), intake::take(app, other.as_bytes()))
            .await;
    let (one, two) = (one.unwrap(), two.unwrap());
    assert!(one.new != two.new && (one.entry, one.place) == (two.entry, two.place));
    let mut sly = sent.clone();
    sly["control"] = json!("save");
    let refused = intake::take(app, sly.to_string().as_bytes()).await;
    assert!(matches!(refused, Err(NotTaken::Error(error)) if error.kind == Kind::Conflict));

    let whole = attest::compare(app).await.unwrap();
    assert!(whole.is_whole() && whole.choices_attested == 2, "{whole:?}");
    for (sql, back) in [
        (
            "UPDATE consents SET services_allowed = 'google-analytics' WHERE control = 'refuse'",
            "UPDATE consents SET services_allowed = '' WHERE control = 'refuse'",
        ),
        (
            "UPDATE consents SET recorded_at = recorded_at + 1",
            "UPDATE consents SET recorded_at = recorded_at - 1",
        ),
        (
            "UPDATE consents SET control = 'invented' WHERE control = 'accept'",
            "UPDATE consents SET control = 'accept' WHERE control = 'invented'",
        ),
        ("UPDATE consents SET place = 5", "UPDATE consents SET place = 0"),
    ] {
        by_hand(&house, sql).await;
        let found = attest::compare(app).await.unwrap();
        assert!(!found.is_whole() && found.choices_attested < 2, "{sql}: {found:?}");
        by_hand(&house, back).await;
        assert!(attest::compare(app).await.unwrap().is_whole(), "{back}");
    }
    // A choice that is past its term is gone, and that is no fault; leaves that are gone are one.
    by_hand(&house, "DELETE FROM consents WHERE control = 'refuse'").await;
    assert!(attest::compare(app).await.unwrap().is_whole());
    by_hand(&house, "DELETE FROM consent_batches").await;
    assert_eq!(attest::compare(app).await.unwrap().faults.len(), 2);
}

async fn a_choice_is_found_by_its_number_and_in_the_copy_of_whoever_tied_it(house: House) {
    let app = &house.app;
    let sent = choice(app, ID, true).await;
    intake::take(app, sent.to_string().as_bytes()).await.unwrap();
    let teacher = house.teacher().await;
    let email = Identity::new("email", app::demo::people::TEACHER);
    let cookie = Identity::new("cookie", ID);
    assert_eq!(found(&house, &cookie).await, 1);
    assert_eq!(found(&house, &Identity::new("cookie", ID.replace('0', "1"))).await, 0);
    assert_eq!(found(&house, &email).await, 0, "nobody said whose it is");
    links::link(app, &teacher, ID).await.unwrap();
    assert_eq!(found(&house, &email).await, 1);
    assert_eq!(links::list(app, &teacher).await.unwrap().len(), 1);
    assert!(links::link(app, &kernel::Actor::Anonymous, ID).await.is_err());
}

/// How many choices the own system finds of somebody.
async fn found(house: &House, identity: &Identity) -> usize {
    let deployment = house.app.deployment().unwrap();
    let app::deployment::Reach::Connector(connector) = &deployment.systems["gestand"].reach else {
        panic!("Gestand's own database is the first system on the map")
    };
    let found = connector.find(std::slice::from_ref(identity)).await.unwrap();
    let of = |id: &str| found.collections.iter().find(|it| it.collection == id).map_or(0, |it| it.rows.len());
    of("choices")
}
