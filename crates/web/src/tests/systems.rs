//! Systems on the desk: who holds them; one that does not answer, with its problem, tried again now.

use app::demo::people::{OFFICER, TEACHER};

use super::house::House;

#[tokio::test]
async fn an_officer_tries_a_mended_system_again_from_the_desk() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let (shop, aside) = (house.folder.path().join("shop.db"), house.folder.path().join("shop.aside"));
    std::fs::rename(&shop, &aside).expect("the shop goes away");
    let edition = house.app.deployment().expect("a deployment").edition.clone();
    app::editions::try_on(&house.app, &edition).expect("fresh connections");
    let sent = teacher.post("/nl/my/copy", &[]).await;
    let id =
        sent.location().rsplit('/').next().and_then(|last| last.split('?').next()).expect("an id").to_owned();
    house.work().await;
    let page = officer.get(&format!("/en/desk/requests/{id}")).await.text();
    let again = format!("/en/desk/requests/{id}/again/shop");
    assert!(page.contains(&again) && page.contains("Try again now"), "{page}");
    assert!(!page.contains("/again/learning"), "what did its part needs no button");
    assert!(!page.contains("/approve"), "half a plan is not approved");

    std::fs::rename(&aside, &shop).expect("the shop comes back");
    let tried = officer.post(&again, &[]).await;
    assert_eq!(tried.location(), format!("/en/desk/requests/{id}?said=tried-again"));
    assert!(officer.get(tried.location()).await.text().contains("It is being tried again now."));
    house.work().await;
    let page = officer.get(&format!("/en/desk/requests/{id}")).await.text();
    assert!(page.contains("/approve") && !page.contains("/again/"), "{page}");
}

#[tokio::test]
async fn every_system_is_with_the_holder_that_the_policy_names() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let page = officer.get("/en/desk/systems").await.text();
    let holder_of = |system: &str| {
        let row = page.split(&format!("id=\"system-{system}\"")).nth(1).expect("a row of the system");
        row.split("<dd>").nth(1).and_then(|rest| rest.split('<').next()).expect("a holder").to_owned()
    };
    assert_eq!(holder_of("afas"), "AFAS");
    assert_eq!(holder_of("shop"), "Strato");
    assert_eq!(holder_of("gestand"), "Leskracht");
    assert!(page.contains("Germany"), "and the countries where it stands");
}
