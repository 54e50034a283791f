//! What is answered in words: a human looks at an automated decision, and a complaint is answered; and who was told.

use app::demo::people::TEACHER;
use app::requests::told::{How, told};
use app::requests::{self, Channel, Filing, Finding, Right, Wish};
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Language};

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_human_looks_at_a_decision_and_the_person_reads_what_they_found,
    whoever_asks_how_to_complain_hears_it_at_once_and_a_complaint_is_read,
    a_stranger_who_complains_is_answered_and_learns_nothing_of_anybody,
    the_person_sees_who_was_told_with_what_receipt,
);

fn say(right: Right, decision: &str, words: &str) -> Filing {
    let wish = Wish::Say { decision: decision.into(), words: words.into() };
    Filing { wish, ..Filing::new(right, Channel::Portal, Language::Nl) }
}

async fn filed(house: &House, actor: &Actor, filing: Filing) -> RequestId {
    let filed = requests::file(&house.app, actor, filing).await.unwrap();
    app::work::drain(&house.app).await.unwrap();
    filed.request
}

async fn digest(house: &House, officer: &Actor, request: RequestId) -> String {
    let view = requests::show(&house.app, officer, request).await.unwrap();
    view.plan.expect("a plan").digest.expect("a complete plan")
}

async fn a_human_looks_at_a_decision_and_the_person_reads_what_they_found(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    for (wish, code) in [
        (Wish::Nothing, "no-decision"),
        (Wish::Say { decision: "  ".into(), words: "x".into() }, "no-decision"),
        (Wish::Stop { scope: requests::Scope::Marketing, reasons: String::new() }, "wish-does-not-fit"),
        (Wish::Say { decision: "é".repeat(501), words: String::new() }, "too-long"),
    ] {
        let filing = Filing { wish, ..Filing::new(Right::HumanReview, Channel::Portal, Language::Nl) };
        let error = requests::file(&house.app, &teacher, filing).await.unwrap_err();
        assert_eq!(error.code, code);
    }
    let filing =
        say(Right::HumanReview, " Op rekening bestellen geweigerd ", "Ik betaal altijd 💶\r\nop tijd.");
    let request = filed(&house, &teacher, filing).await;
    assert_eq!(house.state(request).await, "planned", "no system is asked, so none holds it up");
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let wish = view.wish.as_ref().expect("the officer reads it");
    assert_eq!(
        (wish.decision.as_str(), wish.reasons.as_str()),
        ("Op rekening bestellen geweigerd", "Ik betaal altijd 💶\nop tijd.")
    );
    assert!(view.can.contains(&"judge") && !view.can.contains(&"approve"), "{:?}", view.can);
    let plan = digest(&house, &officer, request).await;
    let unseen = requests::approve(&house.app, &officer, request, &plan).await.unwrap_err();
    assert_eq!(unseen.code, "not-judged");
    for (who, found, words, code) in [
        (&teacher, Finding::Changed, "x", "decide-request"),
        (&officer, Finding::Replied, "x", "finding-does-not-fit"),
        (&officer, Finding::Changed, " \n", "reasons-missing"),
    ] {
        let error = requests::judge(&house.app, who, request, None, found, words).await.unwrap_err();
        assert_eq!(error.code, code);
    }
    let seen = Some(view.version);
    requests::judge(&house.app, &officer, request, seen, Finding::Upheld, "Nee.").await.unwrap();
    let late = requests::judge(&house.app, &officer, request, seen, Finding::Changed, "x").await.unwrap_err();
    assert_eq!(late.code, "changed-meanwhile");
    let own = requests::show(&house.app, &teacher, request).await.unwrap();
    assert!(own.judgement.is_none(), "what is not sent is not seen");
    let words = "U hebt gelijk. U kunt weer op rekening bestellen.";
    requests::judge(&house.app, &officer, request, None, Finding::Changed, words).await.unwrap();
    house.approve(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    let mail = house.newest(TEACHER, "review-answered").expect("to the known address");
    for said in ["Op rekening bestellen geweigerd", "bekeken en veranderd", words, "klacht", "rechter"] {
        assert!(mail.text.contains(said), "{said} is not in\n{}", mail.text);
    }
    let own = requests::show(&house.app, &teacher, request).await.unwrap();
    assert_eq!(own.judgement.map(|one| (one.found, one.words)), Some((Finding::Changed, words.to_owned())));
    assert!(own.history.iter().any(|entry| entry.kind == "request-judged"));
}

async fn whoever_asks_how_to_complain_hears_it_at_once_and_a_complaint_is_read(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let asked = filed(&house, &teacher, Filing::new(Right::Complaint, Channel::Portal, Language::En)).await;
    assert_eq!(house.state(asked).await, "answered", "there is nothing to judge");
    let mail = house.newest(TEACHER, "complaint-answered").expect("how to complain");
    for said in ["autoriteitpersoonsgegevens", "GDPR article 77", "UAVG art. 35", "6 weeks", "You choose"] {
        assert!(mail.text.contains(said), "{said} is not in\n{}", mail.text);
    }
    let request = filed(&house, &teacher, say(Right::Complaint, "", "Het duurde te lang.")).await;
    assert_eq!(house.state(request).await, "planned", "somebody reads it");
    requests::judge(&house.app, &officer, request, None, Finding::Replied, "Dat spijt ons.").await.unwrap();
    house.approve(&officer, request).await;
    let mail = house.newest(TEACHER, "complaint-answered").expect("answered");
    assert!(mail.text.contains("Dat spijt ons.") && mail.text.contains("rechtbank"), "{}", mail.text);
}

async fn a_stranger_who_complains_is_answered_and_learns_nothing_of_anybody(house: House) {
    let officer = house.officer().await;
    let filing = Filing {
        identities: vec![Identity::new("email", "boos@elders.example")],
        wish: Wish::Say { decision: String::new(), words: "U mailt mij steeds.".into() },
        ..Filing::new(Right::Complaint, Channel::Form, Language::Nl)
    };
    let request = filed(&house, &Actor::Anonymous, filing).await;
    assert_eq!(house.state(request).await, "planned", "nobody is asked who they are to hear how to complain");
    assert!(house.newest("boos@elders.example", "identity-asked").is_none());
    requests::judge(&house.app, &officer, request, None, Finding::Replied, "Wij zoeken het uit.")
        .await
        .unwrap();
    house.approve(&officer, request).await;
    let mail = house.newest("boos@elders.example", "complaint-answered").expect("where they said");
    assert!(mail.text.contains("Wij zoeken het uit.") && !mail.text.contains("/mijn/"), "{}", mail.text);
}

async fn the_person_sees_who_was_told_with_what_receipt(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let nobody = told(&house.app, &teacher, None).await.unwrap();
    assert!(nobody.requests.is_empty());
    let request = house.file(&teacher, Right::Restriction).await;
    house.approve(&officer, request).await;
    let first = told(&house.app, &teacher, None).await.unwrap();
    let of = &first.requests[0];
    assert_eq!((of.request, of.right), (request, Right::Restriction));
    let marked =
        of.recipients.iter().find(|one| one.system.en == "Learning environment").expect("its holder");
    assert_eq!((marked.how, marked.at.is_some()), (How::Changed, true));
    assert!(
        marked.receipt.is_some() && marked.entry.is_some(),
        "a receipt that the ledger attests: {marked:#?}"
    );
    assert!(of.recipients.iter().any(|one| one.how == How::Ready && one.receipt.is_none()));
    house.close_tasks(&officer, request).await;
    let after = told(&house.app, &teacher, Some(request)).await.unwrap();
    assert!(
        after.requests[0].recipients.iter().any(|one| one.how == How::NothingHeld && one.entry.is_some())
    );
    // Recipients without a system on the map are named, and nothing is claimed about them.
    assert!(after.unrecorded.iter().any(|one| one.name.en.contains("Databox")), "{:#?}", after.unrecorded);
    let of_officer = told(&house.app, &officer, Some(request)).await.unwrap();
    assert_eq!(of_officer.requests.len(), 1);
    let stranger = kernel::ids::SubjectId::new(house.app.now(), &kernel::Entropy::seeded(4));
    let stranger = Actor::Subject { id: stranger };
    assert_eq!(told(&house.app, &stranger, Some(request)).await.unwrap_err().kind, app::Kind::NotFound);
    assert!(told(&house.app, &Actor::Anonymous, Some(request)).await.is_err());
}
