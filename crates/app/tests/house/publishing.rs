//! From a draft to being in force: nobody is surprised, nobody told twice, nothing comes too early.

use app::publishing::{self, PublicationView};
use app::{editions, work};
use consent::offer::HASH_DIGITS;
use jiff::ToSpan as _;
use kernel::Actor;

use crate::setting::{House, by_hand, copy, examples, on_both_engines};

on_both_engines!(
    an_edition_goes_its_whole_way_and_nobody_is_told_twice,
    a_change_is_announced_once_somebody_has_met_the_policy,
    an_edition_waits_for_the_last_message,
    an_altered_draft_is_used_for_nothing,
);

/// The demo's policy with something wider about measuring visits, from a day on.
fn wider(house: &House, label: &str, from: &str) -> std::path::PathBuf {
    let folder = house.folder.path().join(label);
    copy(&examples().join("leskracht"), &folder);
    edit(&folder.join("policy.toml"), &[("2026-09-01", from), ("\"2026-09\"", &format!("\"{label}\""))]);
    edit(
        &folder.join("facts/purposes.toml"),
        &[(
            "\"referral\", \"visit-time\", \"browser\", \"location\"",
            "\"referral\", \"visit-time\", \"browser\", \"ip-address\", \"location\"",
        )],
    );
    folder
}

fn edit(path: &std::path::Path, changes: &[(&str, &str)]) {
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} stands in {}", path.display());
        text = text.replacen(from, to, 1);
    }
    std::fs::write(path, text).unwrap();
}

async fn draft(house: &House, label: &str, from: &str) -> PublicationView {
    let looked = publishing::look(&wider(house, label, from), house.app.today()).unwrap();
    let count = looked.count();
    publishing::draft(&house.app, &Actor::Operator, &looked.edition, count).await.unwrap()
}

fn announcements(house: &House) -> Vec<String> {
    let mails = house.app.outbox().all();
    let mut to: Vec<String> =
        mails.into_iter().filter(|mail| mail.kind == "edition-announced").map(|mail| mail.to).collect();
    to.sort();
    to
}

async fn days(house: &House, days: u64) {
    house.later(days * 24 * 60).await;
}

async fn an_edition_goes_its_whole_way_and_nobody_is_told_twice(house: House) {
    let app = &house.app;
    let teacher = house.teacher().await;
    assert!(matches!(teacher, Actor::Subject { .. }));
    let officer = house.officer().await;
    let before = app.deployment().unwrap().edition.hash();

    let view = draft(&house, "2027-02", "2027-02-01").await;
    assert_eq!((view.stage, view.findings, view.material), ("checked", 0, true));
    assert_eq!(view.asks_again, ["analytics"]);
    assert_eq!(view.earliest.to_string(), "2026-12-23", "thirty days, as the policy promises");

    // A draft is nobody's business, and only an officer who did not draft it lets it through.
    let day = "2027-02-01".parse().unwrap();
    assert_eq!(editions::on(app, day).await.unwrap().hash(), before);
    assert_eq!(publishing::list(app, &teacher).await.unwrap_err().kind, app::Kind::Forbidden);
    assert_eq!(publishing::announce(app, &officer, "2027-02").await.unwrap_err().code, "edition-stage");
    assert_eq!(
        publishing::approve(app, &Actor::Operator, "2027-02").await.unwrap_err().kind,
        app::Kind::Forbidden
    );
    publishing::approve(app, &officer, "2027-02").await.unwrap();
    let view = publishing::announce(app, &Actor::Operator, "2027-02").await.unwrap();
    assert_eq!(view.stage, "announced");
    assert_eq!(publishing::coming(app).map(|coming| coming.version).as_deref(), Some("2027-02"));
    // It can be read, and holds for nobody.
    assert_eq!(editions::on(app, day).await.unwrap().hash().to_string(), view.hash);
    assert_eq!(app.deployment().unwrap().edition.hash(), before);

    work::drain(app).await.unwrap();
    for _ in 0..4 {
        house.later(2).await;
    }
    let told = announcements(&house);
    let mut distinct = told.clone();
    distinct.dedup();
    assert!(told.len() > 10, "account holders of the systems are told: {}", told.len());
    assert_eq!(told, distinct, "nobody twice");
    assert!(told.contains(&app::demo::people::TEACHER.to_owned()));
    let mail = house.newest(app::demo::people::TEACHER, "edition-announced").unwrap();
    assert!(mail.text.contains("1 februari 2027") && mail.text.contains("stemt daarmee nergens mee in"));
    let view = publishing::show(app, &officer, "2027-02").await.unwrap();
    assert_eq!(view.told.told, u64::try_from(told.len()).unwrap());
    assert!(serde_json::to_string(&view.state).unwrap().contains("\"told_on\":\"2026-11-23\""));

    // Both jobs again, as after a crash: nobody hears it again.
    publishing_again(&house, &view.hash).await;
    assert_eq!(announcements(&house), told);

    // The day before: the old one. On the day: the new one.
    days(&house, 69).await;
    assert_eq!(app.today().to_string(), "2027-01-31");
    assert_eq!(app.deployment().unwrap().edition.hash(), before);
    days(&house, 1).await;
    house.later(2).await;
    assert_eq!(app.deployment().unwrap().edition.hash().to_string(), view.hash);
    assert_eq!(publishing::show(app, &officer, "2027-02").await.unwrap().stage, "in-force");
    assert_eq!(publishing::coming(app), None);
    let stages: Vec<_> =
        publishing::list(app, &officer).await.unwrap().iter().map(|view| view.stage).collect();
    assert_eq!(stages, ["in-force", "superseded"]);
    let yesterday = app.today().checked_sub(1.day()).unwrap();
    assert_eq!(editions::on(app, yesterday).await.unwrap().hash(), before);
}

/// Has the jobs of an announcement done again.
async fn publishing_again(house: &House, hash: &str) {
    let store = house.app.store();
    for kind in ["announce", "tell"] {
        let now = house.app.now();
        let job = store::jobs::NewJob {
            id: kernel::ids::JobId::new(now, &kernel::Entropy::system()),
            kind: kind.into(),
            payload: serde_json::json!({ "edition": hash }).to_string(),
            unique_key: None,
            run_at: now,
            created_at: now,
        };
        store::jobs::enqueue(store, &job).await.unwrap();
        work::drain(&house.app).await.unwrap();
        house.later(2).await;
    }
}

async fn a_change_is_announced_once_somebody_has_met_the_policy(house: House) {
    let app = &house.app;
    house.teacher().await;
    let edition = editions::compile(&wider(&house, "2026-12", "2026-12-01")).unwrap();
    let refused = editions::publish(app, &Actor::Operator, &edition, false).await.unwrap_err();
    assert!(matches!(refused, editions::Refused::Error(error) if error.code == "announce-first"));
    // Not as history either, when it would hold today.
    let edition = editions::compile(&wider(&house, "2026-11", "2026-11-01")).unwrap();
    let refused = editions::publish(app, &Actor::Operator, &edition, true).await.unwrap_err();
    assert!(matches!(refused, editions::Refused::Error(error) if error.code == "announce-first"));
    // Nor announced with too little time.
    let officer = house.officer().await;
    draft(&house, "2026-12b", "2026-12-02").await;
    publishing::approve(app, &officer, "2026-12b").await.unwrap();
    let early = publishing::announce(app, &officer, "2026-12b").await.unwrap_err();
    assert_eq!(early.code, "edition-too-soon");
    assert!(early.text.en.contains("2026-12-23"), "{early}");
    assert_eq!(publishing::show(app, &officer, "2026-12b").await.unwrap().stage, "approved");
    assert_eq!(publishing::drop(app, &officer, "2026-12b").await.unwrap().stage, "dropped");
    // Text with a fault stays a draft.
    let folder = wider(&house, "2027-05", "2027-05-01");
    let privacy = folder.join("prose/nl/privacy.md");
    let text = std::fs::read_to_string(&privacy).unwrap();
    std::fs::write(
        &privacy,
        format!("{text}\nDoor onze site te blijven gebruiken gaat u akkoord met cookies.\n"),
    )
    .unwrap();
    let looked = publishing::look(&folder, app.today()).unwrap();
    assert!(looked.count() > 0, "consent by going on is found");
    let count = looked.count();
    let view = publishing::draft(app, &Actor::Operator, &looked.edition, count).await.unwrap();
    assert_eq!(view.stage, "draft");
    assert_eq!(publishing::approve(app, &officer, "2027-05").await.unwrap_err().code, "edition-stage");
}

async fn an_edition_waits_for_the_last_message(house: House) {
    let app = &house.app;
    let officer = house.officer().await;
    draft(&house, "2027-02", "2027-02-01").await;
    publishing::approve(app, &officer, "2027-02").await.unwrap();
    let view = publishing::announce(app, &officer, "2027-02").await.unwrap();
    // The worker sleeps through the whole time: on the day nobody has been told.
    house.clock.advance(std::time::Duration::from_secs(75 * 24 * 3600));
    publishing::due(app).await.unwrap();
    editions::load(app).await.unwrap();
    assert_ne!(app.deployment().unwrap().edition.hash().to_string(), view.hash);
    // Told on 6 February, it holds thirty days later and no day before.
    work::drain(app).await.unwrap();
    for _ in 0..4 {
        house.later(2).await;
    }
    days(&house, 29).await;
    assert_ne!(app.deployment().unwrap().edition.hash().to_string(), view.hash, "{}", app.today());
    days(&house, 2).await;
    assert_eq!(app.deployment().unwrap().edition.hash().to_string(), view.hash, "{}", app.today());
    // The text of a day in between is the old one: what is written in an edition binds nobody by itself.
    let between = "2027-02-20".parse().unwrap();
    assert_ne!(editions::on(app, between).await.unwrap().hash().to_string(), view.hash);
    // Consents for what it widened are asked again: what was agreed to has other terms now.
    let known = app::consents::offers::current(app).await.unwrap();
    let old = app::consents::offers::known(app, &old_digits(app).await).await.unwrap().unwrap();
    let terms = |offer: &consent::Offer, purpose: &str| {
        let of = offer.services.iter().filter(|service| service.purpose == purpose);
        of.map(|service| service.terms.clone()).collect::<Vec<_>>()
    };
    assert_ne!(terms(&known.offer, "analytics"), terms(&old.offer, "analytics"));
    assert_eq!(known.offer.purposes.len(), old.offer.purposes.len());
    for purpose in known.offer.purposes.iter().filter(|purpose| purpose.id != "analytics") {
        assert_eq!(terms(&known.offer, &purpose.id), terms(&old.offer, &purpose.id), "{}", purpose.id);
    }
}

async fn old_digits(app: &app::App) -> String {
    let all = editions::list(app).await.unwrap();
    let old = all.iter().find(|summary| summary.version == "2026-09").unwrap();
    old.hash.chars().take(HASH_DIGITS).collect()
}

async fn an_altered_draft_is_used_for_nothing(house: House) {
    let app = &house.app;
    let officer = house.officer().await;
    let view = draft(&house, "2027-02", "2027-02-01").await;
    let sql = format!(
        "UPDATE publications SET canonical = (SELECT canonical FROM editions LIMIT 1) WHERE hash = '{}'",
        view.hash
    );
    by_hand(&house, &sql).await;
    for error in [
        publishing::approve(app, &officer, "2027-02").await.unwrap_err(),
        publishing::show(app, &officer, "2027-02").await.unwrap_err(),
    ] {
        assert_eq!(error.code, "edition-altered");
    }
    // The same of an archived one: it is not served.
    let day = "2023-01-01".parse().unwrap();
    by_hand(&house, "UPDATE editions SET canonical = (SELECT canonical FROM publications LIMIT 1) WHERE in_force_from < '2023'").await;
    assert_eq!(editions::on(app, day).await.unwrap_err().code, "edition-altered");
}
