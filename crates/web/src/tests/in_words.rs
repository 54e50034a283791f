//! What is answered in words, through the pages: a human review, a complaint, and who was told.

use app::demo::people::{OFFICER, TEACHER};

use super::house::House;

fn id_of(location: &str) -> &str {
    location.rsplit('/').next().and_then(|last| last.split('?').next()).expect("an id")
}

#[tokio::test]
async fn a_human_review_from_the_form_to_the_answer() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let empty = teacher.post("/nl/my/review", &[("decision", " "), ("reasons", "Ik <b>betaal</b>.")]).await;
    assert_eq!(empty.status, 422);
    let page = empty.text();
    assert!(page.contains("href=\"#decision\"") && page.contains("Ik &#60;b&#62;betaal"), "{page}");
    let sent =
        teacher.post("/nl/my/review", &[("decision", "Weigering"), ("reasons", "Ik betaal altijd.")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    house.work().await;
    let place = format!("/nl/desk/requests/{}", id_of(sent.location()));
    let page = officer.get(&place).await;
    assert!(page.text().contains("Ik betaal altijd.") && !page.text().contains("Goedkeuren"));
    let seen = page.hidden("seen");
    let words = ("words", "Zij had gelijk.");
    let unchosen = officer.post(&format!("{place}/judge"), &[("seen", &seen), words]).await;
    assert_eq!(unchosen.status, 422);
    assert!(
        unchosen.text().contains("href=\"#found\"") && unchosen.text().contains("Zij had gelijk.</textarea>")
    );
    let judged = [("seen", seen.as_str()), ("found", "changed"), words];
    let done = officer.post(&format!("{place}/judge"), &judged).await;
    assert_eq!(done.location(), format!("{place}?said=judged"));
    let again = officer.post(&format!("{place}/judge"), &judged).await;
    assert_eq!(again.status, 409, "somebody was faster: here the same officer in another window");
    let digest = officer.get(&place).await.hidden("digest");
    assert_eq!(officer.post(&format!("{place}/approve"), &[("digest", &digest)]).await.status, 303);
    house.work().await;
    let own = teacher.get(&format!("/nl/my/requests/{}", id_of(sent.location()))).await.text();
    assert!(own.contains("bekeken en veranderd") && own.contains("Zij had gelijk."), "{own}");
}

#[tokio::test]
async fn how_to_complain_is_told_to_everybody() {
    let house = House::new().await;
    let mut anybody = house.browser();
    for (language, says) in [("nl", "binnen 6 weken"), ("en", "within 6 weeks")] {
        let page = anybody.get(&format!("/{language}/complain")).await.text();
        assert!(page.contains(says) && page.contains("autoriteitpersoonsgegevens"), "{page}");
        assert!(page.contains("UAVG art. 35") && !page.contains("<textarea"));
    }
    let form = anybody.get("/nl/request?right=complaint").await.text();
    assert!(form.contains("value=\"complaint\" checked"), "{form}");
    let sent = anybody
        .post(
            "/nl/request",
            &[("right", "complaint"), ("email", "boos@elders.example"), ("words", "Te traag.")],
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    house.work().await;
    let received = house.mail("boos@elders.example", "request-received").expect("that it came in");
    assert!(!received.text.contains("/mijn/"), "and nothing of anybody: {}", received.text);
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let empty = teacher.post("/nl/my/complain", &[("reasons", "")]).await;
    assert_eq!(empty.status, 422);
    let long = "é".repeat(4001);
    assert_eq!(teacher.post("/nl/my/complain", &[("reasons", &long)]).await.status, 422);
    let sent = teacher.post("/nl/my/complain", &[("reasons", "Het duurt lang.")]).await;
    assert_eq!(sent.status, 303);
}

#[tokio::test]
async fn who_was_told_is_a_page_of_the_portal() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let none = teacher.get("/nl/my/told").await.text();
    assert!(none.contains("nog niets verbeterd") && none.contains("Databox"), "{none}");
    let sent = teacher.post("/nl/my/pause", &[]).await;
    house.work().await;
    let place = format!("/nl/desk/requests/{}", id_of(sent.location()));
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let digest = officer.get(&place).await.hidden("digest");
    officer.post(&format!("{place}/approve"), &[("digest", &digest)]).await;
    house.work().await;
    let page = teacher.get("/nl/my/told").await.text();
    assert!(page.contains("Door ons aangepast") && page.contains("Brief ligt klaar"), "{page}");
    assert!(page.contains("class=\"hash\""), "with the receipt: {page}");
}
