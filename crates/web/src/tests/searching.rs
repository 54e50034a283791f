//! The desk looks for requests: what it narrows stands in the address, an address of a person never does; and a request
//! of another's is passed on.

use app::demo::people::{OFFICER, TEACHER};
use kernel::{Actor, StaffRole};

use super::house::House;

#[tokio::test]
async fn the_list_is_narrowed_in_the_address_and_a_person_is_looked_for_without_one() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let copy = teacher.post("/nl/my/copy", &[]).await.location().to_owned();
    teacher.post("/nl/my/take-along", &[]).await;
    house.work().await;
    let id = copy.split(['/', '?']).nth(4).expect("an id").to_owned();
    let number = &id[id.len() - 6..];
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let mut rows = async |query: &str| {
        let page = officer.get(&format!("/nl/desk/requests{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        page.text().matches("<li class=\"pressure-").count()
    };
    for (query, count) in [
        ("", 2),
        ("?state=closed", 0),
        ("?state=all", 2),
        ("?right=access", 1),
        ("?stage=deciding", 2),
        ("?stage=running", 0),
        ("?channel=portal", 2),
        ("?channel=letter", 0),
        (&format!("?number={number}"), 1),
        (&format!("?number=%23{}", number.to_uppercase()), 1),
        (&format!("?state=all&right=access&stage=deciding&channel=portal&number={number}"), 1),
        ("?number=000000", 0),
        // What is no number finds nothing; what is no word narrows nothing.
        ("?number=a", 0),
        ("?number=%25%25%25", 2),
        ("?state=x&right=x&stage=x&channel=x&number=", 2),
    ] {
        assert_eq!(rows(query).await, count, "{query}");
    }
    let typed = officer.get("/nl/desk/requests?number=%3Cb%3E%22abc").await.text();
    assert!(typed.contains("value=\"babc\"") && !typed.contains("<b>\"abc"), "only a number stays");

    let found = officer.post("/nl/desk/requests/find", &[("address", &TEACHER.to_uppercase())]).await;
    assert_eq!((found.status, found.header("cache-control")), (200, "no-store"));
    assert!(
        found.text().contains("2 verzoeken van dit adres") && found.text().contains(number),
        "{}",
        found.text()
    );
    let nobody = officer.post("/nl/desk/requests/find", &[("address", "nobody@school.example")]).await;
    assert!(nobody.text().contains("0 verzoeken") && nobody.text().contains("Niets gevonden"));
    assert!(teacher.get("/nl/my/looks").await.text().contains("las"), "whoever is looked for sees it");
    let engineer = "techniek@leskracht.example";
    app::staff::add(&house.app, &Actor::Operator, engineer, "", StaffRole::Engineer).await.expect("staff");
    let mut engineer = house.signed_in("/desk", engineer).await;
    assert_eq!(engineer.post("/nl/desk/requests/find", &[("address", TEACHER)]).await.status, 403);
    assert!(!engineer.get("/nl/desk/requests").await.text().contains("/desk/requests/find"));
}

#[tokio::test]
async fn what_is_anothers_is_passed_on_and_never_only_turned_down() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let copy = teacher.post("/nl/my/copy", &[]).await.location().to_owned();
    house.work().await;
    let place = copy.replace("/my/", "/desk/").split('?').next().expect("a place").to_owned();
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let ground = ("ground", "not-the-controller");
    let words = "Uw school is verantwoordelijk voor deze gegevens.";
    for to in ["", "school", "a b@school.example"] {
        let form = [ground, ("reason", words), ("pass_to", to)];
        let wrong = officer.post(&format!("{place}/refuse"), &form).await;
        assert_eq!(wrong.status, 422, "{to}");
        assert!(
            wrong.text().contains("pass_to-error") && wrong.text().contains(words),
            "what was written stays"
        );
    }
    let form = [ground, ("reason", words), ("pass_to", "Directie@School.example")];
    let passed = officer.post(&format!("{place}/refuse"), &form).await;
    assert_eq!(passed.status, 303, "{}", passed.text());
    house.clock.advance(std::time::Duration::from_hours(1));
    house.work().await;
    let mail = house.mail("directie@school.example", "passed-on").expect("the school has it");
    assert!(mail.text.contains(TEACHER) && mail.text.contains("inzage"), "{}", mail.text);
    assert!(house.mail(TEACHER, "refusal").expect("told").text.contains(words));
    assert!(teacher.get(&copy).await.text().contains("Doorgegeven aan wie verantwoordelijk is"));
}
