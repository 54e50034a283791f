//! Having something corrected: in every system that has it, told to every holder, confirmed with the differences.

use app::demo::people::TEACHER;
use app::register;
use app::requests::part::Role;
use app::requests::{self, Channel, Correction, Filing, Right, Wish};
use app::signin::Door;
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Language};

use crate::setting::{House, letters, on_both_engines};

on_both_engines!(
    a_correction_reaches_every_system_and_the_person_reads_the_differences,
    what_nobody_could_correct_is_refused_when_it_is_filed,
    after_an_address_was_corrected_its_person_is_found_by_both,
);

const NEW: &str = "eva.nieuw@school.example";

fn correction(field: &str, was: Option<&str>, to: &str) -> Correction {
    Correction { field: field.into(), was: was.map(Into::into), to: to.into() }
}

fn filing(corrections: Vec<Correction>) -> Filing {
    let filing = Filing::new(Right::Rectification, Channel::Portal, Language::Nl);
    Filing { wish: Wish::Correct { corrections }, ..filing }
}

async fn filed(house: &House, teacher: &Actor, corrections: Vec<Correction>) -> RequestId {
    let filed = requests::file(&house.app, teacher, filing(corrections)).await.unwrap();
    app::work::drain(&house.app).await.unwrap();
    filed.request
}

/// How many rows of a system a person is found in by an address.
async fn own_rows(house: &House, system: &str, address: &str) -> usize {
    let deployment = house.app.deployment().unwrap();
    let app::deployment::Reach::Connector(connector) = &deployment.systems[system].reach else {
        panic!("{system} is reached")
    };
    connector.find(&[Identity::new("email", address)]).await.unwrap().own()
}

async fn a_correction_reaches_every_system_and_the_person_reads_the_differences(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let before = own_rows(&house, "learning", TEACHER).await;
    let corrections =
        vec![correction("email", Some(TEACHER), NEW), correction("last-name", Some("Postma"), "de Wit")];
    let request = filed(&house, &teacher, corrections).await;

    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let plan = view.plan.expect("a plan");
    let part = |system: &str| plan.systems.iter().find(|part| part.system == system).unwrap();
    assert!(part("shop").collections.iter().map(|row| row.correct).sum::<u64>() > 1, "copies count too");
    assert_eq!(part("learning").collections.iter().map(|row| row.correct).sum::<u64>(), 2);
    assert_eq!(part("afas").role, Some(Role::Manual));
    assert_eq!(part("gestand").role, Some(Role::Unconcerned));
    let wish = view.wish.expect("the officer sees what is to change");
    assert_eq!((wish.corrections[0].was.as_deref(), wish.corrections[0].to.as_str()), (Some(TEACHER), NEW));

    house.approve(&officer, request).await;
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!(view.summary.state, "answered-in-part", "{:#?}", view.systems);
    let letters: Vec<_> = letters(&view);
    assert!(!letters.is_empty());
    for letter in &letters {
        assert!(letter.contains(NEW) && letter.contains("Verbeter wat hieronder staat"), "{letter}");
        assert!(!letter.contains("Zeg van reservekopie"), "a correction has nothing to disappear: {letter}");
    }
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");

    assert!(own_rows(&house, "learning", NEW).await > 0);
    assert!(own_rows(&house, "learning", TEACHER).await < before);
    let mail = house.newest(TEACHER, "rectification-confirmation").expect("to the known address");
    for said in ["E-mailadres", TEACHER, NEW, "Leeromgeving", "“Postma” is nu “de Wit”"] {
        assert!(mail.text.contains(said), "{said} is not in\n{}", mail.text);
    }
    assert!(house.newest(NEW, "rectification-confirmation").is_none(), "never to an address in the request");

    assert_eq!(house.verdict("S93").await, policy::promise::Verdict::Kept);
    let rows = register::list(&house.app, &Actor::Operator).await.unwrap();
    let row = rows.iter().find(|row| row.right == "rectification").expect("a row in the register");
    assert!(row.in_time && !serde_json::to_string(row).unwrap().contains(NEW));
    let again = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(again.wish.is_none(), "what was typed goes when the request closes");
    let hits = store::own_data::search(house.app.store(), NEW).await.unwrap();
    assert!(hits.is_empty(), "{hits:?}");
}

async fn what_nobody_could_correct_is_refused_when_it_is_filed(house: House) {
    let teacher = house.teacher().await;
    let long = "x".repeat(600);
    for (corrections, code) in [
        (vec![], "no-correction"),
        (vec![correction("email", None, "  ")], "no-correction"),
        (vec![correction("shoe-size", None, "43")], "unknown-datum"),
        (vec![correction("email", Some("a@x.example"), "a@x.example")], "nothing-changes"),
        (vec![correction("last-name", None, &long)], "too-long"),
        (vec![correction("last-name", None, "a\nb")], "control-characters"),
    ] {
        let refused = requests::file(&house.app, &teacher, filing(corrections)).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
    let wish = Wish::Correct { corrections: vec![correction("email", None, NEW)] };
    let odd = Filing { wish, ..Filing::new(Right::Access, Channel::Portal, Language::Nl) };
    assert_eq!(requests::file(&house.app, &teacher, odd).await.unwrap_err().code, "wish-does-not-fit");
}

async fn after_an_address_was_corrected_its_person_is_found_by_both(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = filed(&house, &teacher, vec![correction("email", Some(TEACHER), NEW)]).await;
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;

    // Whoever has the old address gets nothing under the new one before somebody has shown that it is theirs.
    let first = |view: requests::View| letters(&view).remove(0);
    let by_old = house.file(&teacher, Right::Access).await;
    house.approve(&officer, by_old).await;
    let letter = first(requests::show(&house.app, &officer, by_old).await.unwrap());
    assert!(letter.contains(TEACHER) && !letter.contains(NEW), "{letter}");

    let moved = house.sign_in(Door::Subject, NEW).await;
    for actor in [&moved, &teacher] {
        let request = house.file(actor, Right::Access).await;
        house.approve(&officer, request).await;
        let letter = first(requests::show(&house.app, &officer, request).await.unwrap());
        assert!(letter.contains(TEACHER) && letter.contains(NEW), "{letter}");
    }
}
