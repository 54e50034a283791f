//! Whoever gets a link that works once: a program gets the file, a browser and whatever looks at links first do not use
//! it up.

use app::demo::people::{OFFICER, TEACHER};
use app::requests::{self, TaskOutcome};
use axum::body::Body;
use axum::http::Method;

use super::house::House;

#[tokio::test]
async fn a_link_is_used_up_by_a_program_and_by_nothing_before() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let filed = teacher.post("/nl/my/take-along", &[("confirm", "yes")]).await;
    let id = filed.location().split(['/', '?']).nth(4).expect("a request").to_owned();
    house.work().await;
    let officer = house.signed_in("/desk", OFFICER).await;
    let request: kernel::ids::RequestId = id.parse().expect("an id");
    let view = requests::show(&house.app, &kernel::Actor::Operator, request).await.expect("a request");
    let digest = view.plan.expect("a plan").digest.expect("a digest");
    requests::approve(&house.app, &kernel::Actor::Operator, request, &digest).await.expect("approved");
    house.work().await;
    let view = requests::show(&house.app, &kernel::Actor::Operator, request).await.expect("a request");
    for system in view.systems.iter().filter(|system| system.state == "outstanding") {
        requests::close_task(
            &house.app,
            &kernel::Actor::Operator,
            request,
            &system.system,
            TaskOutcome::NothingHeld,
        )
        .await
        .expect("closed");
    }
    house.work().await;

    let own = teacher.get(&format!("/nl/my/requests/{id}")).await;
    let page = own.link("/nl/my/answers/").split('/').take(5).collect::<Vec<_>>().join("/");
    let page = format!("{page}/handover");
    assert_eq!(teacher.get(&page).await.status, 200);
    let made = teacher.post(&format!("{page}/link"), &[]).await;
    assert_eq!(made.header("cache-control"), "no-store");
    let text = made.text();
    let token =
        text.split("/overdracht/").nth(1).expect("a link").split('<').next().expect("a token").to_owned();
    assert!(!teacher.get(&page).await.text().contains(&token), "it is shown once");

    // Those that only look: a browser, what opens links in mails, a question for the head, a wrong token.
    let link = format!("/overdracht/{token}");
    let looked = house.browser().get(&link).await;
    assert_eq!((looked.status, looked.location()), (302, format!("/nl/handover/{token}").as_str()));
    let offered = house.browser().get(looked.location()).await;
    assert_eq!((offered.status, offered.header("x-robots-tag")), (200, "noindex"));
    assert!(!offered.text().contains(TEACHER), "it says nothing of whom");
    let head = house.browser().ask(Method::HEAD, &link, &[("accept", "*/*")], Body::empty()).await;
    assert_eq!((head.status, head.header("content-type")), (200, "application/zip"));
    for wrong in ["/overdracht/x", "/overdracht/../../etc/passwd", &format!("/overdracht/{}", "a".repeat(64))]
    {
        let answer = house.browser().ask(Method::GET, wrong, &[("accept", "*/*")], Body::empty()).await;
        assert!(matches!(answer.status, 404 | 410), "{wrong}: {}", answer.status);
    }
    let got = house.browser().ask(Method::GET, &link, &[("accept", "*/*")], Body::empty()).await;
    assert_eq!((got.status, got.header("content-type")), (200, "application/zip"));
    assert_eq!(got.header("content-length"), got.body.len().to_string());
    assert!(got.header("content-disposition").starts_with("attachment; filename=\"overdracht-"));
    assert!(got.header("repr-digest").starts_with("sha-256=:"), "{:?}", got.headers);
    assert_eq!((got.header("cache-control"), got.header("x-content-type-options")), ("no-store", "nosniff"));
    assert!(app::archive::validate(&got.body).is_sound());
    let again = house.browser().ask(Method::GET, &link, &[("accept", "*/*")], Body::empty()).await;
    assert_eq!(again.status, 410);
    let button = house.browser().post(&format!("/nl/handover/{token}"), &[]).await;
    assert_eq!(button.status, 410);
    let told = teacher.get(&page).await.text();
    assert!(told.contains("opgehaald"), "the person sees that it was used");

    // A mistake stays on the page with what was typed; what is not the officer's to do is told.
    let wrong = teacher
        .post(&format!("{page}/send"), &[("address", "http://receiver.example"), ("way", "put")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("value=\"http://receiver.example\""));
    let desk = page.replace("/my/answers/", "/desk/copies/");
    assert_eq!(officer.clone().get(&desk).await.status, 409);
}
