//! The walk of the demo, through the pages alone: a copy, then being forgotten.

use app::demo::people::{OFFICER, TEACHER};
use sha2::{Digest, Sha256};

use super::browser::Browser;
use super::house::House;

/// Closes every task by hand of a request, through the desk's forms.
async fn close_tasks(house: &House, officer: &mut Browser, request: &str) {
    let page = officer.get(&format!("/nl/desk/requests/{request}")).await.text();
    let needle = format!("/nl/desk/requests/{request}/tasks/");
    let systems: Vec<String> = page
        .split(needle.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect();
    assert!(!systems.is_empty(), "systems without an interface have tasks");
    for system in systems {
        let path = format!("{needle}{system}");
        let unsaid = officer.post(&path, &[("count", ""), ("note", "")]).await;
        assert_eq!(unsaid.status, 422, "how it ended must be said");
        let closed = officer.post(&path, &[("end", "none-held"), ("count", ""), ("note", "")]).await;
        assert_eq!(closed.status, 303, "{}", closed.text());
    }
    house.work().await;
}

/// Files by a form of the portal and gives the request's id.
async fn filed(house: &House, teacher: &mut Browser, form: &str, fields: &[(&str, &str)]) -> String {
    assert_eq!(teacher.get(form).await.status, 200);
    let sent = teacher.post(form, fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = teacher.get(sent.location()).await;
    assert!(page.text().contains("Uw verzoek is ingediend."));
    house.work().await;
    let id = sent.location().rsplit('/').next().and_then(|last| last.split('?').next()).expect("an id");
    id.to_owned()
}

async fn approved(house: &House, officer: &mut Browser, request: &str) {
    let path = format!("/nl/desk/requests/{request}");
    let digest = officer.get(&path).await.hidden("digest");
    let stale = officer.post(&format!("{path}/approve"), &[("digest", "of another plan")]).await;
    assert_eq!(stale.status, 409, "only the plan that was shown can be approved");
    let sent = officer.post(&format!("{path}/approve"), &[("digest", &digest)]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert!(officer.get(sent.location()).await.text().contains("Goedgekeurd."));
    house.work().await;
}

#[tokio::test]
async fn a_copy_is_asked_approved_and_collected() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    assert!(teacher.get("/nl/my").await.text().contains("U hebt nog niets gevraagd."));
    let request = filed(&house, &mut teacher, "/nl/my/copy", &[]).await;

    let inbox = officer.get("/nl/desk/requests").await;
    assert!(inbox.text().contains(&format!("/nl/desk/requests/{request}")));
    let shown = officer.get(&format!("/nl/desk/requests/{request}")).await.text();
    assert!(shown.contains(TEACHER) && shown.contains("wp_users") && shown.contains("mdl_user"));
    approved(&house, &mut officer, &request).await;
    close_tasks(&house, &mut officer, &request).await;

    let page = teacher.get(&format!("/nl/my/requests/{request}")).await;
    assert!(page.text().contains("Uw kopie staat klaar"), "{}", page.text());
    let archive = page.link("/nl/my/answers/");
    let download = teacher.get(&archive).await;
    assert_eq!((download.status, download.header("content-type")), (200, "application/zip"));
    assert_eq!(download.header("content-encoding"), "");
    assert_eq!(download.header("content-length"), download.body.len().to_string());
    assert!(download.header("content-disposition").starts_with("attachment; filename=\""));
    let hash: String =
        Sha256::digest(&download.body).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert!(page.text().contains(&hash), "the page names the hash of what was downloaded");
    assert!(officer.get(&archive.replace("/my/", "/desk/")).await.status == 404);

    let edition = app::editions::current(&house.app).expect("an edition");
    let known = [TEACHER, OFFICER, edition.facts().organisation.contact.email.as_str()];
    let stranger = house.app.outbox().all().into_iter().find(|mail| !known.contains(&mail.to.as_str()));
    assert!(stranger.is_none(), "mail went to the known addresses only");
    let register = officer.get("/nl/desk/register").await.text();
    assert!(register.contains("scope=\"row\">Inzage</th>"), "{register}");
    assert!(!register.contains(TEACHER));
}

#[tokio::test]
async fn being_forgotten_needs_a_tick_and_says_what_stays() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let unticked = teacher.post("/nl/my/forget", &[]).await;
    assert_eq!(unticked.status, 422);
    assert!(unticked.text().contains("Vink aan dat wij uw gegevens mogen wissen."));
    let request = filed(&house, &mut teacher, "/nl/my/forget", &[("confirm", "yes")]).await;
    let plan = officer.get(&format!("/nl/desk/requests/{request}")).await.text();
    assert!(plan.contains("Keur goed en wis") && plan.contains("bewaard"), "{plan}");
    approved(&house, &mut officer, &request).await;
    let running = officer.get(&format!("/nl/desk/requests/{request}")).await.text();
    assert!(running.contains("naderhand doorzocht, niets onverwachts gevonden"), "{running}");
}

#[tokio::test]
async fn something_is_corrected_everywhere_and_the_difference_is_shown() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    for (fields, says) in [
        (vec![], "Vul bij minstens één gegeven in wat het moet worden."),
        (vec![("was.last-name", "Postma"), ("to.last-name", "")], "Vul ook in wat het moet worden."),
        (vec![("was.last-name", "Postma"), ("to.last-name", "Postma")], "is hetzelfde. Vul iets anders in."),
    ] {
        let wrong = teacher.post("/nl/my/correct", &fields).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains(says), "{}", wrong.text());
    }
    let typed = [("was.last-name", "Postma"), ("to.last-name", "de Wit <b>"), ("to.phone", "")];
    let request = filed(&house, &mut teacher, "/nl/my/correct", &typed).await;
    let plan = officer.get(&format!("/nl/desk/requests/{request}")).await.text();
    assert!(plan.contains("Keur goed en verbeter"), "{plan}");
    assert!(plan.contains("<del>Postma</del> <ins>de Wit &#60;b&#62;</ins>"), "{plan}");
    approved(&house, &mut officer, &request).await;
    let part = teacher.get(&format!("/nl/my/requests/{request}")).await.text();
    assert!(part.contains("verbeterd") && part.contains("de Wit &#60;b&#62;"), "{part}");
    close_tasks(&house, &mut officer, &request).await;
    let mail = house.mail(TEACHER, "rectification-confirmation").expect("a confirmation");
    assert!(mail.text.contains("“Postma” is nu “de Wit <b>”"), "{}", mail.text);
    let register = officer.get("/nl/desk/register").await.text();
    assert!(register.contains("scope=\"row\">Rectificatie</th>"), "{register}");
}

#[tokio::test]
async fn a_pause_is_asked_given_and_ended_by_its_person() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let pause = filed(&house, &mut teacher, "/nl/my/pause", &[]).await;
    let plan = officer.get(&format!("/nl/desk/requests/{pause}")).await.text();
    assert!(plan.contains("Keur goed en zet op pauze"), "{plan}");
    approved(&house, &mut officer, &pause).await;
    close_tasks(&house, &mut officer, &pause).await;
    let page = teacher.get(&format!("/nl/my/requests/{pause}")).await.text();
    assert!(page.contains("op pauze") && page.contains("Hef de pauze op"), "{page}");
    let lifted = teacher.post(&format!("/nl/my/requests/{pause}/lift"), &[]).await;
    assert_eq!(lifted.status, 303, "{}", lifted.text());
    let twice = teacher.post(&format!("/nl/my/requests/{pause}/lift"), &[]).await;
    assert_eq!(twice.status, 409, "its end was asked for already");
    house.work().await;
    // The holders had nothing, so that none of them is asked to use anything again.
    assert!(house.mail(TEACHER, "restriction-ending").is_some());
    assert!(house.mail(TEACHER, "restriction-lifted").is_some());
    let page = teacher.get(&format!("/nl/my/requests/{pause}")).await.text();
    assert!(!page.contains("Hef de pauze op"), "it is over");
}

#[tokio::test]
async fn an_objection_stops_first_and_the_data_can_be_taken_along() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let odd = teacher.post("/nl/my/object", &[("stops", "everything"), ("reasons", "")]).await;
    assert_eq!(odd.status, 400);
    let long = "x".repeat(4001);
    let wrong = teacher.post("/nl/my/object", &[("stops", "interests"), ("reasons", &long)]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Uw uitleg is te lang"));
    let typed = [("stops", "interests"), ("reasons", "Ik wil dit <i>niet</i>.")];
    let objection = filed(&house, &mut teacher, "/nl/my/object", &typed).await;
    let page = officer.get(&format!("/nl/desk/requests/{objection}")).await.text();
    assert!(page.contains("Alles is gestopt") && page.contains("&#60;i&#62;niet"), "{page}");
    assert!(page.contains("Geef gelijk"), "{page}");
    approved(&house, &mut officer, &objection).await;
    close_tasks(&house, &mut officer, &objection).await;
    assert!(house.mail(TEACHER, "objection-confirmation").is_some());

    let marketing = [("stops", "marketing"), ("reasons", "")];
    let objection = filed(&house, &mut teacher, "/nl/my/object", &marketing).await;
    close_tasks(&house, &mut officer, &objection).await;
    let consent = filed(&house, &mut teacher, "/nl/my/withdraw-consent", &[]).await;
    close_tasks(&house, &mut officer, &consent).await;
    let bag = filed(&house, &mut teacher, "/nl/my/take-along", &[]).await;
    approved(&house, &mut officer, &bag).await;
    close_tasks(&house, &mut officer, &bag).await;
    let page = teacher.get(&format!("/nl/my/requests/{bag}")).await;
    let download = teacher.get(&page.link("/nl/my/answers/")).await;
    assert!(download.header("content-disposition").contains("overdracht"));
}

#[tokio::test]
async fn a_request_can_be_taken_back_or_refused_with_reasons() {
    let house = House::new().await;
    let mut teacher = house.signed_in("/my", TEACHER).await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let first = filed(&house, &mut teacher, "/nl/my/copy", &[]).await;
    let back = teacher.post(&format!("/nl/my/requests/{first}/withdraw"), &[]).await;
    assert!(teacher.get(back.location()).await.text().contains("Uw verzoek is ingetrokken."));

    let second = filed(&house, &mut teacher, "/nl/my/copy", &[]).await;
    let path = format!("/nl/desk/requests/{second}/refuse");
    let silent = officer.post(&path, &[("ground", "excessive"), ("reason", "  ")]).await;
    assert_eq!(silent.status, 422);
    assert!(silent.text().contains("value=\"excessive\" selected"));
    let odd = officer.post(&path, &[("ground", "because"), ("reason", "so")]).await;
    assert_eq!(odd.status, 400);
    let unfit = officer.post(&path, &[("ground", "legal-obligation"), ("reason", "so")]).await;
    assert_eq!(unfit.status, 409, "only erasure yields to a duty to keep");
    let reason = "Dit vroeg u <b>drie</b> keer in één maand.";
    let refused = officer.post(&path, &[("ground", "excessive"), ("reason", reason)]).await;
    assert_eq!(refused.status, 303, "{}", refused.text());
    let shown = teacher.get(&format!("/nl/my/requests/{second}")).await.text();
    assert!(shown.contains("Afgewezen") && shown.contains("&#60;b&#62;drie&#60;/b&#62; keer"), "{shown}");
    let closed = officer.get("/nl/desk/requests?state=closed&right=access").await.text();
    assert!(closed.contains(&second) && closed.contains(&first));
}

#[tokio::test]
async fn the_desks_other_pages_and_the_demos_show() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    for (path, says) in [
        ("/nl/desk/systems", "id=\"system-shop\""),
        ("/nl/desk/promises", "answered-in-time"),
        ("/en/desk/promises?verdict=unproven", "answered-in-time"),
        ("/nl/desk/register", "Nog geen enkel verzoek"),
        ("/nl/desk/ledger", "gestand ledger verify"),
        ("/nl/demo", TEACHER),
        ("/en/demo/mail", OFFICER),
    ] {
        let answer = officer.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains(says), "{path} does not say {says}");
    }
    let mail = officer.get("/nl/demo/mail").await.link("/nl/demo/mail/");
    assert!(officer.get(&mail).await.text().contains("letter-text"));
}
