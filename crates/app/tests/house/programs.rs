//! Programs: keys that are shown once, and answers that are as new as what happened, also in another process.

use std::sync::Arc;

use app::decision::Inquiry;
use app::demo::people::TEACHER;
use app::keys::Keys;
use app::outbox::Outbox;
use app::programs::{self, Scope};
use app::{App, Config, Kind, Parts, suppression};
use inventory::Identity;
use kernel::{Actor, Entropy};
use policy::decision::{Channel, Reason};
use store::Store;
use store::suppressions::Cause;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_key_is_shown_once_and_ends_at_once,
    what_another_process_changed_counts_within_a_quarter_of_a_second,
    an_address_that_was_given_to_the_support_desk_enters_no_list,
);

async fn a_key_is_shown_once_and_ends_at_once(house: House) {
    let officer = house.officer().await;
    let refused = programs::create(&house.app, &officer, "shop", &[Scope::Decide], 10).await.unwrap_err();
    assert_eq!(refused.code, "manage-keys");
    for (name, scopes) in [("", &[Scope::Decide][..]), ("shop", &[]), (&"x".repeat(81), &[Scope::Decide])] {
        let refused = programs::create(&house.app, &Actor::Operator, name, scopes, 10).await.unwrap_err();
        assert_eq!(refused.code, "key-unusable", "{name}");
    }
    let made = programs::create(&house.app, &Actor::Operator, " shop ", &[Scope::Decide], 10).await.unwrap();
    let known = programs::recognise(&house.app, Some(&made.secret), Scope::Decide).await.unwrap();
    assert_eq!((known.id, known.per_minute), (made.id, 10));
    // Nowhere in our own database does the key stand.
    assert!(store::own_data::search(house.app.store(), &made.secret).await.unwrap().is_empty());
    let listed = programs::list(&house.app, &Actor::Operator).await.unwrap();
    assert_eq!((listed[0].name.as_str(), listed[0].revoked_at), ("shop", None));
    assert!(!serde_json::to_string(&listed).unwrap().contains("gst_"));
    programs::revoke(&house.app, &Actor::Operator, made.id).await.unwrap();
    let refused = programs::recognise(&house.app, Some(&made.secret), Scope::Decide).await.unwrap_err();
    assert_eq!((refused.kind, refused.code), (Kind::Unauthenticated, "no-key"));
    let gone = programs::revoke(&house.app, &Actor::Operator, made.id).await.unwrap_err();
    assert_eq!(gone.kind, Kind::NotFound);
}

/// The same installation, opened by another process.
async fn another(house: &House) -> App {
    let entropy = Entropy::seeded(9);
    let folder = house.folder.path();
    let app = App::new(Parts {
        config: Config { data: folder.to_owned(), base_url: "http://gestand.test".to_owned(), demo: true },
        store: Store::open(&house.database).await.unwrap(),
        keys: Keys::open(&folder.join("keys"), &entropy).unwrap(),
        clock: Arc::new(house.clock.clone()),
        entropy,
        mailer: Arc::new(mail::Outbox::new(Arc::new(|_| Box::pin(async { Ok(()) })))),
        outbox: Outbox::default(),
        addresses: Arc::new(|_| None),
    })
    .unwrap();
    app::editions::load(&app).await.unwrap();
    app
}

async fn what_another_process_changed_counts_within_a_quarter_of_a_second(house: House) {
    let other = another(&house).await;
    let deployment = house.app.deployment().unwrap();
    let (purpose, fact) = deployment
        .edition
        .facts()
        .purposes
        .iter()
        .find(|(_, fact)| fact.basis == policy::facts::Basis::LegitimateInterest)
        .unwrap();
    let teacher = Identity::new("email", TEACHER);
    let batch = [Inquiry {
        channel: Some(Channel::Mail),
        ..Inquiry::new(teacher.clone(), purpose.as_str(), fact.categories.clone())
    }];
    let reason = async |app: &App| app.decisions().ask(app, &Actor::Worker, &batch).await.unwrap()[0].reason;
    assert_eq!(reason(&other).await, Reason::Basis);
    suppression::add(&house.app, &Actor::Operator, &teacher, Cause::Objected).await.unwrap();
    assert_eq!(reason(&house.app).await, Reason::Objected, "at once where it was done");
    house.clock.advance(std::time::Duration::from_millis(250));
    assert_eq!(reason(&other).await, Reason::Objected);
    // Entries that say nothing about people do not make anybody be looked up again, and change no answer.
    let key = programs::create(&other, &Actor::Operator, "shop", &[Scope::Decide], 10).await.unwrap();
    house.clock.advance(std::time::Duration::from_millis(250));
    assert_eq!(reason(&house.app).await, Reason::Objected);
    programs::recognise(&house.app, Some(&key.secret), Scope::Decide).await.unwrap();
    suppression::remove(&other, &Actor::Operator, &teacher).await.unwrap();
    house.clock.advance(std::time::Duration::from_millis(250));
    assert_eq!(reason(&house.app).await, Reason::Basis);
    programs::revoke(&other, &Actor::Operator, key.id).await.unwrap();
    house.clock.advance(std::time::Duration::from_millis(250));
    assert!(programs::recognise(&house.app, Some(&key.secret), Scope::Decide).await.is_err());
}

async fn an_address_that_was_given_to_the_support_desk_enters_no_list(house: House) {
    let list: Vec<Identity> =
        ["a@school.example", "b@school.example"].map(|value| Identity::new("email", value)).into();
    let app = &house.app;
    let support = Some("support");
    let kept = suppression::admit(app, &Actor::Operator, &list, "school-contacts", support).await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.place).collect::<Vec<_>>(), [0, 1]);
    assert!(
        kept.iter().all(|kept| kept.reason == Reason::OtherPurpose && kept.clause.as_deref() == Some("S13"))
    );
    let kept = suppression::admit(app, &Actor::Operator, &list, "support", support).await.unwrap();
    assert!(kept.is_empty(), "an answer to the question itself is what the address was given for: {kept:?}");
    suppression::add(app, &Actor::Operator, &list[1], Cause::OptedOut).await.unwrap();
    let kept = suppression::admit(app, &Actor::Operator, &list, "school-contacts", None).await.unwrap();
    assert_eq!(
        kept.iter().map(|kept| (kept.place, kept.reason)).collect::<Vec<_>>(),
        [(1, Reason::OptedOut)]
    );
    // Payment data serve no other purpose.
    let details = Inquiry::new(list[0].clone(), "newsletter", vec!["payment-details".to_owned()]);
    let answer = app.decisions().ask(app, &Actor::Operator, &[details]).await.unwrap();
    assert_eq!((answer[0].allow, answer[0].clause.as_deref()), (false, Some("S11")));
    let subject = house.teacher().await;
    let refused = suppression::admit(app, &subject, &list, "support", None).await.unwrap_err();
    assert_eq!(refused.code, "ask-decision");
}
