//! Signing in and out through the forms.

use app::demo::people::{OFFICER, TEACHER};

use super::house::{House, code_in};

#[tokio::test]
async fn known_and_unknown_addresses_see_exactly_the_same() {
    let house = House::new().await;
    let mut pages = Vec::new();
    for address in [TEACHER, "nobody@nowhere.example", OFFICER] {
        let mut browser = house.browser();
        let sent = browser.post("/nl/my/sign-in", &[("email", address)]).await;
        house.work().await;
        let code = browser.get(sent.location()).await;
        let wrong = browser.post("/nl/my/code", &[("code", "not a code")]).await;
        pages.push((
            sent.status,
            sent.location().to_owned(),
            sent.body,
            code.text(),
            wrong.status,
            wrong.text(),
        ));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    assert_eq!(pages[0].4, 422);
}

#[tokio::test]
async fn what_is_no_address_is_shown_again_with_its_mistake() {
    let house = House::new().await;
    let answer = house.browser().post("/en/my/sign-in", &[("email", "no\"><b>address")]).await;
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(page.contains("Enter an e-mail address") && page.contains("aria-invalid=\"true\""));
    assert!(page.contains("value=\"no&#34;&#62;&#60;b&#62;address\""), "{page}");
}

#[tokio::test]
async fn whoever_followed_a_link_comes_back_to_it() {
    let house = House::new().await;
    let mut browser = house.browser();
    let id = "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11";
    browser.language = "en";
    let linked = browser.get(&format!("/mijn/verzoeken/{id}")).await;
    assert_eq!((linked.status, linked.location()), (302, format!("/en/my/requests/{id}").as_str()));
    let door = browser.get(linked.location()).await;
    assert_eq!(door.location(), format!("/en/my/sign-in?next=/my/requests/{id}"));
    let next = browser.get(door.location()).await.hidden("next");
    let sent = browser.post("/en/my/sign-in", &[("email", TEACHER), ("next", &next)]).await;
    house.work().await;
    let next = browser.get(sent.location()).await.hidden("next");
    let code = code_in(&house.mail(TEACHER, "sign-in-code").expect("a code").text);
    let entered = browser.post("/en/my/code", &[("code", &code), ("next", &next)]).await;
    assert_eq!(entered.location(), format!("/en/my/requests/{id}"));
    assert_eq!(browser.get(entered.location()).await.status, 404, "it is not theirs");
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_signing_in() {
    let house = House::new().await;
    let mut browser = house.browser();
    browser.post("/nl/my/sign-in", &[("email", TEACHER), ("next", "//evil.example/my/")]).await;
    house.work().await;
    let code = code_in(&house.mail(TEACHER, "sign-in-code").expect("a code").text);
    let entered = browser.post("/nl/my/code", &[("code", &code), ("next", "https://evil.example")]).await;
    assert_eq!(entered.location(), "/nl/my");
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let before = teacher.clone();
    assert_eq!(teacher.get("/nl/my").await.status, 200);
    let left = teacher.post("/nl/my/sign-out", &[]).await;
    assert_eq!(left.location(), "/nl/my/sign-in?said=signed-out");
    assert!(teacher.get(left.location()).await.text().contains("U bent afgemeld."));
    let left: Vec<_> = teacher.cookies.keys().collect();
    assert_eq!(left, ["gestand-my-device"], "the mark of the browser opens nothing");
    assert_eq!(before.clone().get("/nl/my").await.status, 303, "the old cookie is worth nothing");
    assert_eq!(teacher.post("/nl/my/sign-out", &[]).await.status, 303, "twice is no mistake");
}

#[tokio::test]
async fn a_code_of_the_portal_opens_no_desk() {
    let house = House::new().await;
    let mut browser = house.browser();
    browser.post("/nl/my/sign-in", &[("email", TEACHER)]).await;
    house.work().await;
    let code = code_in(&house.mail(TEACHER, "sign-in-code").expect("a code").text);
    let ticket = browser.cookies["gestand-my-ticket"].clone();
    browser.cookies.insert("gestand-desk-ticket".into(), ticket);
    assert_eq!(browser.post("/nl/desk/code", &[("code", &code)]).await.status, 422);
}
