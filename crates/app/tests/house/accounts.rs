//! Passwords, apps, recovery codes, sessions, floods, leaks, looks, roles and countries.

use app::accounts::{Visit, apps, leaks, looks, passwords, places, raising, sessions};
use app::demo::people::{OFFICER, TEACHER};
use app::requests::{Filing, Right};
use app::signin::{self, Door, Session, SignedIn};
use app::{Kind, work};
use kernel::{Actor, Language, StaffRole};

use crate::setting::{House, code_in, on_both_engines};

on_both_engines!(
    a_password_signs_in_and_goes_again,
    weak_passwords_are_refused_with_what_to_do,
    unknown_addresses_and_wrong_passwords_are_answered_alike,
    a_flood_of_guesses_does_not_keep_the_owner_out,
    a_flood_of_codes_does_not_keep_the_owner_out,
    an_app_is_a_second_step_and_each_code_works_once,
    recovery_codes_work_once_and_new_ones_end_the_old,
    staff_need_a_second_step_and_get_one_at_the_door,
    sessions_are_seen_and_ended_by_their_owner_alone,
    changes_need_a_fresh_sign_in,
    a_leaked_password_ends_everything_and_opens_a_triage,
    the_person_sees_every_look_and_nobody_elses,
    the_glass_is_broken_with_a_reason_and_for_a_while,
    a_school_enters_requests_and_sees_nothing,
    removed_staff_are_out_at_once,
);

const GOOD: &str = "vier paarden nieten grijs";

fn from(client: &str) -> Visit {
    Visit { client: client.to_owned(), device: None, browser: "Firefox · Windows".to_owned() }
}

async fn by_code(house: &House, door: Door, address: &str, visit: &Visit) -> Session {
    let ticket = signin::begin_from(&house.app, door, address, Language::Nl, visit).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let code = code_in(&house.newest(address, "sign-in-code").unwrap().text);
    signin::complete_from(&house.app, door, &ticket, &code, visit).await.unwrap()
}

async fn signed_in(house: &House, session: &Session) -> SignedIn {
    signin::session(&house.app, &session.token).await.unwrap().expect("a session")
}

async fn teacher(house: &House) -> (Session, SignedIn) {
    let session = by_code(house, Door::Subject, TEACHER, &from("home")).await;
    let signed_in = signed_in(house, &session).await;
    (session, signed_in)
}

fn later(house: &House, seconds: u64) {
    house.clock.advance(std::time::Duration::from_secs(seconds));
}

/// Where the privacy contact reads mail.
fn contact(house: &House) -> String {
    house.app.deployment().unwrap().edition.facts().organisation.contact.email.clone()
}

/// What the app shows now.
fn shown(setup: &apps::Setup, house: &House) -> String {
    let secret = setup.address.split("secret=").nth(1).unwrap().split('&').next().unwrap();
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in secret.chars() {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
        held = held << 5 | u32::try_from(value).unwrap();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).unwrap());
        }
    }
    credentials::totp::code(&bytes.try_into().unwrap(), house.app.now()).unwrap()
}

async fn a_password_signs_in_and_goes_again(house: House) {
    let (_, me) = teacher(&house).await;
    passwords::set(&house.app, &me, GOOD).await.unwrap();
    let session = passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &from("x")).await.unwrap();
    assert!(!session.half && session.device.is_some());
    assert_eq!(signed_in(&house, &session).await.means.as_str(), "password");
    // Any case of the address; accents and spaces of the password count.
    let upper = TEACHER.to_uppercase();
    passwords::sign_in(&house.app, Door::Subject, &upper, GOOD, &from("x")).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(house.newest(TEACHER, "account-changed").unwrap().text.contains("wachtwoord ingesteld"));
    // Another password ends what was open with the old one.
    passwords::set(&house.app, &me, "zes lampen fluiten onder water").await.unwrap();
    assert!(signin::session(&house.app, &session.token).await.unwrap().is_none());
    assert!(passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &from("x")).await.is_err());
    passwords::remove(&house.app, &me).await.unwrap();
    let visit = from("x");
    let old = "zes lampen fluiten onder water";
    let gone = passwords::sign_in(&house.app, Door::Subject, TEACHER, old, &visit).await.unwrap_err();
    assert_eq!(gone.code, "wrong-password");
    assert!(passwords::since(&house.app, &me).await.unwrap().is_none());
}

async fn weak_passwords_are_refused_with_what_to_do(house: House) {
    let (_, me) = teacher(&house).await;
    for (given, code) in [
        ("kort", "password-short"),
        ("password12345", "password-leaked"),
        (&TEACHER.replace(['@', '.'], ""), "password-guessable"),
        (&"x".repeat(300), "password-long"),
    ] {
        let refused = passwords::set(&house.app, &me, given).await.unwrap_err();
        assert_eq!((refused.kind, refused.code), (Kind::Invalid, code));
        assert!(!refused.to_string().contains(given), "what was typed is not repeated");
    }
    assert!(passwords::since(&house.app, &me).await.unwrap().is_none());
}

async fn unknown_addresses_and_wrong_passwords_are_answered_alike(house: House) {
    let (_, me) = teacher(&house).await;
    passwords::set(&house.app, &me, GOOD).await.unwrap();
    let mut answers = Vec::new();
    for address in [TEACHER, "nobody@nowhere.example", OFFICER, "no address at all"] {
        let mut of_this = Vec::new();
        for _ in 0..14 {
            let refused = passwords::sign_in(
                &house.app,
                Door::Subject,
                address,
                "niet het goede wachtwoord",
                &from(address),
            )
            .await
            .unwrap_err();
            of_this.push((refused.kind, refused.code, refused.text));
        }
        answers.push(of_this);
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:?}");
    assert_eq!(answers[0].last().unwrap().0, Kind::TooMany);
}

async fn a_flood_of_guesses_does_not_keep_the_owner_out(house: House) {
    let home = from("home");
    let session = by_code(&house, Door::Subject, TEACHER, &home).await;
    let me = signed_in(&house, &session).await;
    passwords::set(&house.app, &me, GOOD).await.unwrap();
    for attacker in 0..30 {
        let from = from(&format!("attacker {attacker}"));
        let _ = passwords::sign_in(&house.app, Door::Subject, TEACHER, "geraden en gemist", &from).await;
    }
    let stranger = passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &from("elsewhere")).await;
    assert_eq!(stranger.unwrap_err().kind, Kind::TooMany, "guessing has ended, even with the right one");
    // The owner's own browser has a count of its own, and a code by mail works from anywhere.
    let known = Visit { device: session.device.clone(), ..home.clone() };
    passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &known).await.unwrap();
    by_code(&house, Door::Subject, TEACHER, &from("elsewhere")).await;
    // Somebody else's mark is worth nothing.
    let officer = by_code(&house, Door::Staff, OFFICER, &home).await;
    let other = Visit { device: officer.device, ..from("elsewhere") };
    assert!(passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &other).await.is_err());
    later(&house, 16 * 60);
    passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &from("elsewhere")).await.unwrap();
}

async fn a_flood_of_codes_does_not_keep_the_owner_out(house: House) {
    let home = from("home");
    let first = by_code(&house, Door::Subject, TEACHER, &home).await;
    let asked =
        signin::begin_from(&house.app, Door::Subject, TEACHER, Language::Nl, &from("mine")).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let mine = code_in(&house.newest(TEACHER, "sign-in-code").unwrap().text);
    // One client gets five codes out of us and no more, and takes nobody's code away.
    let before = house.app.outbox().all().len();
    for _ in 0..20 {
        signin::begin_from(&house.app, Door::Subject, TEACHER, Language::Nl, &from("attacker"))
            .await
            .unwrap();
        later(&house, 1);
    }
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.app.outbox().all().len() - before, 5);
    signin::complete_from(&house.app, Door::Subject, &asked, &mine, &from("mine")).await.unwrap();
    // Many clients use the address's count up, and not that of the owner's known browser.
    for attacker in 0..40 {
        let from = from(&format!("attacker {attacker}"));
        signin::begin_from(&house.app, Door::Subject, TEACHER, Language::Nl, &from).await.unwrap();
        later(&house, 1);
    }
    work::drain(&house.app).await.unwrap();
    by_code(&house, Door::Subject, TEACHER, &Visit { device: first.device, ..home }).await;
}

async fn an_app_is_a_second_step_and_each_code_works_once(house: House) {
    let (_, me) = teacher(&house).await;
    let setup = apps::begin(&house.app, &me).await.unwrap();
    assert_eq!(
        setup.address,
        apps::begin(&house.app, &me).await.unwrap().address,
        "the same until confirmed"
    );
    assert_eq!(apps::confirm(&house.app, &me, "000 000").await.unwrap_err().code, "wrong-second-step");
    let by_code_alone = by_code(&house, Door::Subject, TEACHER, &from("x")).await;
    assert!(!by_code_alone.half, "an app that was not confirmed is asked for nothing");
    let used = shown(&setup, &house);
    apps::confirm(&house.app, &me, &used).await.unwrap();

    let half = by_code(&house, Door::Subject, TEACHER, &from("x")).await;
    assert!(half.half && half.device.is_none());
    assert!(
        signin::session(&house.app, &half.token).await.unwrap().is_none(),
        "half a session opens nothing"
    );
    let again = apps::second_step(&house.app, &half.token, &used, &from("x")).await.unwrap_err();
    assert_eq!(again.code, "wrong-second-step", "the code that confirmed it was used");
    later(&house, 60);
    let code = shown(&setup, &house);
    let whole = apps::second_step(&house.app, &half.token, &code, &from("x")).await.unwrap();
    assert_eq!(signed_in(&house, &whole).await.means.as_str(), "code-app");
    assert!(signin::half(&house.app, &half.token).await.unwrap().is_none(), "the half session is gone");
    let other = by_code(&house, Door::Subject, TEACHER, &from("x")).await;
    let replayed = apps::second_step(&house.app, &other.token, &code, &from("x")).await.unwrap_err();
    assert_eq!(replayed.code, "wrong-second-step");
    assert_eq!(
        apps::second_step(&house.app, "00", &code, &from("x")).await.unwrap_err().code,
        "second-step-gone"
    );
    later(&house, 20 * 60);
    let late =
        apps::second_step(&house.app, &other.token, &shown(&setup, &house), &from("x")).await.unwrap_err();
    assert_eq!(late.code, "second-step-gone");
}

async fn recovery_codes_work_once_and_new_ones_end_the_old(house: House) {
    let (_, me) = teacher(&house).await;
    let setup = apps::begin(&house.app, &me).await.unwrap();
    let codes = apps::confirm(&house.app, &me, &shown(&setup, &house)).await.unwrap();
    assert_eq!((codes.len(), apps::own(&house.app, &me).await.unwrap().codes), (10, 10));
    let half = by_code(&house, Door::Subject, TEACHER, &from("x")).await;
    apps::second_step(&house.app, &half.token, &codes[0].to_uppercase(), &from("x")).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(house.newest(TEACHER, "account-changed").unwrap().text.contains("herstelcode gebruikt"));
    let half = by_code(&house, Door::Subject, TEACHER, &from("x")).await;
    assert!(apps::second_step(&house.app, &half.token, &codes[0], &from("x")).await.is_err(), "once");
    let fresh = apps::renew_codes(&house.app, &me).await.unwrap();
    assert!(
        apps::second_step(&house.app, &half.token, &codes[1], &from("x")).await.is_err(),
        "the old ones ended"
    );
    apps::second_step(&house.app, &half.token, &fresh[1], &from("x")).await.unwrap();
    apps::remove(&house.app, &me).await.unwrap();
    assert_eq!(apps::own(&house.app, &me).await.unwrap(), apps::Factors::default());
    assert!(!by_code(&house, Door::Subject, TEACHER, &from("x")).await.half);
}

async fn staff_need_a_second_step_and_get_one_at_the_door(house: House) {
    let house = house.for_real().await;
    let half = by_code(&house, Door::Staff, OFFICER, &from("desk")).await;
    assert!(half.half, "a code alone does not open the desk");
    assert!(signin::session(&house.app, &half.token).await.unwrap().is_none());
    let setup = apps::begin_first(&house.app, &half.token).await.unwrap();
    let (codes, whole) =
        apps::confirm_first(&house.app, &half.token, &shown(&setup, &house), &from("desk")).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert!(matches!(signed_in(&house, &whole).await.actor, Actor::Staff { role: StaffRole::Officer, .. }));
    let me = signed_in(&house, &whole).await;
    assert_eq!(apps::remove(&house.app, &me).await.unwrap_err().code, "last-factor", "staff keep one");
    // Whoever has only the mail cannot set up another one.
    let half = by_code(&house, Door::Staff, OFFICER, &from("thief")).await;
    assert_eq!(apps::begin_first(&house.app, &half.token).await.unwrap_err().kind, Kind::Forbidden);
    // Nor can a person of the portal at the desk's door.
    let (person, _) = teacher(&house).await;
    assert!(apps::begin_first(&house.app, &person.token).await.is_err());
    // The administrator takes it away, and they are told.
    app::staff::reset(&house.app, &Actor::Operator, OFFICER).await.unwrap();
    assert!(signin::session(&house.app, &whole.token).await.unwrap().is_none());
    work::drain(&house.app).await.unwrap();
    assert!(house.newest(OFFICER, "account-changed").unwrap().subject.contains("weggehaald"));
    let half = by_code(&house, Door::Staff, OFFICER, &from("desk")).await;
    apps::begin_first(&house.app, &half.token).await.unwrap();
}

async fn sessions_are_seen_and_ended_by_their_owner_alone(house: House) {
    let (_, me) = teacher(&house).await;
    let second = by_code(&house, Door::Subject, TEACHER, &from("phone")).await;
    let third = by_code(&house, Door::Subject, TEACHER, &from("school")).await;
    let officer = by_code(&house, Door::Staff, OFFICER, &from("desk")).await;
    let list = sessions::list(&house.app, &me).await.unwrap();
    assert_eq!(list.len(), 3);
    assert_eq!(list.iter().filter(|session| session.this).count(), 1);
    assert!(list.iter().all(|session| session.device == "Firefox · Windows"));
    let theirs = signed_in(&house, &second).await.session;
    let stranger = signed_in(&house, &officer).await;
    assert_eq!(sessions::end(&house.app, &stranger, theirs).await.unwrap_err().kind, Kind::NotFound);
    sessions::end(&house.app, &me, theirs).await.unwrap();
    assert!(signin::session(&house.app, &second.token).await.unwrap().is_none());
    assert_eq!(sessions::end_others(&house.app, &me).await.unwrap(), 1);
    assert!(signin::session(&house.app, &third.token).await.unwrap().is_none());
    assert!(signin::session(&house.app, &officer.token).await.unwrap().is_some(), "nobody else's");
    assert_eq!(sessions::list(&house.app, &me).await.unwrap().len(), 1);
}

async fn changes_need_a_fresh_sign_in(house: House) {
    let (session, _) = teacher(&house).await;
    later(&house, 31 * 60);
    let me = signed_in(&house, &session).await;
    for refused in [
        passwords::set(&house.app, &me, GOOD).await,
        apps::begin(&house.app, &me).await.map(drop),
        app::accounts::passkeys::begin_making(&house.app, &me).await.map(drop),
    ] {
        assert_eq!(refused.unwrap_err().code, "sign-in-again");
    }
    // Closing doors needs nothing.
    sessions::end_others(&house.app, &me).await.unwrap();
    leaks::report(&house.app, &me).await.unwrap();
}

async fn a_leaked_password_ends_everything_and_opens_a_triage(house: House) {
    let (session, me) = teacher(&house).await;
    passwords::set(&house.app, &me, GOOD).await.unwrap();
    let known = Visit { device: session.device.clone(), ..from("home") };
    let other = passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &known).await.unwrap();
    assert_eq!(leaks::report(&house.app, &me).await.unwrap(), 2);
    for token in [&session.token, &other.token] {
        assert!(signin::session(&house.app, token).await.unwrap().is_none());
    }
    assert!(passwords::sign_in(&house.app, Door::Subject, TEACHER, GOOD, &known).await.is_err());
    work::drain(&house.app).await.unwrap();
    assert!(house.newest(TEACHER, "leak-reported").unwrap().text.contains("2 open aanmeldingen"));
    assert!(house.newest(&contact(&house), "officer-leak").is_some());
    // At the desk: whose it is, until it is dealt with; the auditor sees that there is one.
    let officer = house.officer().await;
    let open = leaks::list(&house.app, &officer).await.unwrap();
    assert_eq!((open.len(), open[0].address.as_deref(), open[0].sessions), (1, Some(TEACHER), 2));
    let Actor::Staff { id, .. } = officer else { panic!() };
    let auditor = Actor::Staff { id, role: StaffRole::Auditor };
    assert_eq!(leaks::list(&house.app, &auditor).await.unwrap()[0].address, None);
    assert!(leaks::list(&house.app, &Actor::Anonymous).await.is_err());
    assert!(leaks::close(&house.app, &auditor, &open[0].id, leaks::Finding::NoBreach).await.is_err());
    leaks::close(&house.app, &officer, &open[0].id, leaks::Finding::NoBreach).await.unwrap();
    let again = leaks::close(&house.app, &officer, &open[0].id, leaks::Finding::Breach).await.unwrap_err();
    assert_eq!(again.kind, Kind::Conflict);
    let closed = leaks::list(&house.app, &officer).await.unwrap();
    assert_eq!((closed[0].address.as_deref(), closed[0].finding), (None, Some(leaks::Finding::NoBreach)));
    assert_eq!(leaks::open_count(&house.app).await.unwrap(), 0);
}

async fn the_person_sees_every_look_and_nobody_elses(house: House) {
    let (_, me) = teacher(&house).await;
    let filing = Filing::new(Right::Access, app::requests::Channel::Portal, Language::Nl);
    let filed = app::requests::file(&house.app, &me.actor, filing).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(looks::own(&house.app, &me.actor).await.unwrap().is_empty());
    app::requests::show(&house.app, &me.actor, filed.request).await.unwrap();
    assert!(looks::own(&house.app, &me.actor).await.unwrap().is_empty(), "one's own look is none");
    let officer = house.officer().await;
    app::requests::show(&house.app, &officer, filed.request).await.unwrap();
    app::requests::explain(&house.app, &officer, filed.request).await.unwrap();
    let seen = looks::own(&house.app, &me.actor).await.unwrap();
    let whats: Vec<_> = seen.iter().map(|look| look.what.as_str()).collect();
    assert_eq!(whats.len(), 2);
    assert!(whats.contains(&"request") && whats.contains(&"found"));
    assert!(seen.iter().all(|look| look.role == StaffRole::Officer && look.request == Some(filed.request)));
    assert!(seen.iter().all(|look| look.staff.is_none()), "not which officer");
    // Counts without contents are no look at a person.
    let Actor::Staff { id, .. } = officer else { panic!() };
    let engineer = Actor::Staff { id, role: StaffRole::Engineer };
    app::requests::show(&house.app, &engineer, filed.request).await.unwrap();
    assert_eq!(looks::own(&house.app, &me.actor).await.unwrap().len(), 2);
    assert!(looks::recent(&house.app, &engineer).await.is_err());
    let auditor = Actor::Staff { id, role: StaffRole::Auditor };
    assert!(looks::recent(&house.app, &auditor).await.unwrap().iter().all(|look| look.staff.is_some()));
    // Each is in the ledger, without the person.
    let entries = store::ledger::about(house.app.store(), filed.request).await.unwrap();
    let seen = entries.iter().filter_map(ledger::StoredEntry::parsed);
    assert_eq!(seen.filter(|event| event.kind() == ledger::EventKind::DataSeen).count(), 2);
}

async fn the_glass_is_broken_with_a_reason_and_for_a_while(house: House) {
    let engineer = "techniek@leskracht.example";
    app::staff::add(&house.app, &Actor::Operator, engineer, "Sam", StaffRole::Engineer).await.unwrap();
    let session = by_code(&house, Door::Staff, engineer, &from("desk")).await;
    let role = |me: &SignedIn| match me.actor {
        Actor::Staff { role, .. } => role,
        _ => panic!(),
    };
    let me = signed_in(&house, &session).await;
    assert_eq!(role(&me), StaffRole::Engineer);
    for (reason, hours) in
        [("kort", 1), ("om sam@leskracht.example te helpen", 1), ("een goede lange reden", 5)]
    {
        assert!(raising::raise(&house.app, &me.actor, reason, hours).await.is_err(), "{reason}");
    }
    raising::raise(&house.app, &me.actor, "de privacymedewerker is ziek en er loopt een termijn af", 1)
        .await
        .unwrap();
    let me = signed_in(&house, &session).await;
    assert_eq!(role(&me), StaffRole::Officer);
    assert!(me.raised_until.is_some());
    work::drain(&house.app).await.unwrap();
    for to in [contact(&house).as_str(), OFFICER] {
        assert!(house.newest(to, "officer-raised").unwrap().text.contains("er loopt een termijn af"), "{to}");
    }
    assert!(raising::list(&house.app, &me.actor).await.unwrap()[0].open);
    later(&house, 61 * 60);
    assert_eq!(role(&signed_in(&house, &session).await), StaffRole::Engineer, "it ends by itself");
    let me = signed_in(&house, &session).await;
    raising::raise(&house.app, &me.actor, "nog een keer, want het is weer zover", 4).await.unwrap();
    raising::give_back(&house.app, &signed_in(&house, &session).await.actor).await.unwrap();
    assert_eq!(role(&signed_in(&house, &session).await), StaffRole::Engineer);
    for actor in [house.officer().await, Actor::Anonymous, Actor::Operator] {
        assert!(raising::raise(&house.app, &actor, "een goede lange reden", 1).await.is_err());
    }
}

async fn a_school_enters_requests_and_sees_nothing(house: House) {
    let contact = "contact@school.example";
    app::staff::add(&house.app, &Actor::Operator, contact, "", StaffRole::SchoolContact).await.unwrap();
    let session = by_code(&house, Door::Staff, contact, &from("school")).await;
    let me = signed_in(&house, &session).await.actor;
    let filing = |channel| Filing {
        identities: vec![app::requests::Identity::new("email", TEACHER)],
        entry: app::requests::Entry {
            received: Some(house.app.today()),
            means: Some(app::requests::ProofMeans::SharedKnowledge),
            on_behalf: None,
        },
        ..Filing::new(Right::Access, channel, Language::Nl)
    };
    assert!(app::requests::file(&house.app, &me, filing(app::requests::Channel::Letter)).await.is_err());
    let filed = app::requests::file(&house.app, &me, filing(app::requests::Channel::School)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    // Who it is, the person shows themselves: a school's word opens nothing.
    let row = store::requests::get(house.app.store(), filed.request).await.unwrap().unwrap();
    assert!(row.address.is_none() && row.subject_id.is_none(), "no answer may leave");
    let seen = app::requests::show(&house.app, &me, filed.request).await.map(|view| view.address);
    assert!(!matches!(seen, Ok(Some(_))));
    assert!(app::requests::explain(&house.app, &me, filed.request).await.is_err());
    assert!(looks::recent(&house.app, &me).await.is_err() && leaks::list(&house.app, &me).await.is_err());
    assert!(raising::raise(&house.app, &me, "een goede lange reden", 1).await.is_err());
}

async fn removed_staff_are_out_at_once(house: House) {
    let session = by_code(&house, Door::Staff, OFFICER, &from("desk")).await;
    assert!(app::staff::remove(&house.app, &house.officer().await, OFFICER).await.is_err());
    app::staff::remove(&house.app, &Actor::Operator, OFFICER).await.unwrap();
    assert!(signin::session(&house.app, &session.token).await.unwrap().is_none());
    let before = house.app.outbox().all().len();
    signin::begin(&house.app, Door::Staff, OFFICER, Language::Nl).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.app.outbox().all().len(), before, "no code for who may not come in");
    assert!(places::of(&house.app, "203.0.113.7".parse().unwrap()).is_allowed(), "nothing was set up");
}
