//! Objecting: everything stops first, in every system, and is judged afterwards; marketing is not judged at all.

use app::demo::people::TEACHER;
use app::requests::{self, Channel, Filing, RefusalGround, Right, Scope, Wish};
use app::{deployment, suppression, work};
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use policy::promise::Verdict;

use crate::restricting::{decided, marks};
use crate::setting::{House, letters, on_both_engines};

on_both_engines!(
    everything_stops_first_and_goes_on_when_the_person_is_not_right,
    who_is_right_gets_a_copy_and_what_only_our_interest_kept_is_erased,
    marketing_stops_for_good_without_anybody_judging,
    a_withdrawal_of_consent_is_carried_out_at_once,
);

async fn objected(house: &House, teacher: &Actor, scope: Scope) -> RequestId {
    let wish = Wish::Stop { scope, reasons: "Ik wil dit niet.".into() };
    let filing = Filing { wish, ..Filing::new(Right::Objection, Channel::Portal, Language::Nl) };
    let filed = requests::file(&house.app, teacher, filing).await.unwrap();
    work::drain(&house.app).await.unwrap();
    filed.request
}

/// Whether the shop leaves the teacher out of what it has a list for.
async fn is_listed(house: &House) -> bool {
    let deployment = house.app.deployment().unwrap();
    let deployment::Reach::Connector(connector) = &deployment.systems["shop"].reach else {
        panic!("reached")
    };
    connector.suppressed(&[Identity::new("email", TEACHER)]).await.unwrap().is_complete()
}

async fn is_suppressed(house: &House) -> bool {
    let of = [Identity::new("email", TEACHER)];
    !suppression::check(&house.app, &Actor::Operator, &of).await.unwrap().is_empty()
}

async fn history(house: &House, request: RequestId) -> Vec<String> {
    let view = requests::show(&house.app, &Actor::Operator, request).await.unwrap();
    view.history.into_iter().map(|entry| entry.kind).collect()
}

async fn everything_stops_first_and_goes_on_when_the_person_is_not_right(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = objected(&house, &teacher, Scope::Interests).await;
    assert_eq!(house.state(request).await, "planned", "it is judged by a person");
    assert_eq!((marks(&house).await, is_listed(&house).await), ((1, 1), true));
    let halted = history(&house, request).await;
    let place = |kind: &str| halted.iter().position(|each| each == kind).expect(kind);
    assert!(place("request-filed") < place("request-halted"));
    let mail = house.newest(TEACHER, "objection-halted").expect("told that it stopped");
    assert!(mail.text.contains("meteen mee gestopt") && mail.text.contains("Leeromgeving"), "{}", mail.text);
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!(view.wish.as_ref().map(|wish| wish.reasons.as_str()), Some("Ik wil dit niet."));
    let asked = view.systems.iter().filter(|system| system.state == "outstanding").count();
    assert!(asked > 1, "holders were asked to stop: {:#?}", view.systems);

    let reasons = "Wij houden hiermee het platform veilig voor alle scholen.".to_owned();
    requests::refuse(&house.app, &officer, request, RefusalGround::RightDoesNotApply, reasons).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(house.newest(TEACHER, "refusal").is_none(), "the officer may think again for ten minutes");
    house.later(10).await;
    assert_eq!(marks(&house).await, (0, 0), "the halt is over");
    assert!(history(&house, request).await.contains(&"request-released".to_owned()));
    let mail = house.newest(TEACHER, "refusal").expect("told why not");
    assert!(mail.text.contains("veilig voor alle scholen") && mail.text.contains("rechter"), "{}", mail.text);
    // Whoever was asked to stop is told that it goes on; then nothing is left of whom it was about.
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(view.can.contains(&"close-task"));
    let letter = letters(&view).remove(0);
    assert!(letter.contains("apart had gezet"), "{letter}");
    house.close_tasks(&officer, request).await;
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(view.address.is_none() && view.wish.is_none());
    assert!(!is_suppressed(&house).await);
}

async fn who_is_right_gets_a_copy_and_what_only_our_interest_kept_is_erased(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = objected(&house, &teacher, Scope::Interests).await;
    let plan = requests::show(&house.app, &officer, request).await.unwrap().plan.unwrap();
    let learning = plan.systems.iter().find(|system| system.system == "learning").unwrap();
    let accounts = learning.collections.iter().find(|part| part.collection == "accounts").unwrap();
    assert_eq!((accounts.delete, accounts.anonymise), (0, 0), "the account rests on the contract");
    let gone = |part: &requests::view::PlanCollection| part.delete + part.anonymise;
    assert!(learning.collections.iter().map(gone).sum::<u64>() > 0, "{learning:#?}");
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    let view = requests::show(&house.app, &teacher, request).await.unwrap();
    assert!(view.answer.is_some() && view.can.contains(&"collect"), "a copy of before");
    let order = history(&house, request).await;
    let first = |kind: &str| order.iter().position(|each| each == kind).expect(kind);
    let last = |kind: &str| order.iter().rposition(|each| each == kind).expect(kind);
    assert!(
        first("answer-sealed") < last("step-started"),
        "the copy is made before anything goes: {order:?}"
    );
    assert_eq!(marks(&house).await, (0, 0), "the service goes on");
    assert!(is_listed(&house).await && is_suppressed(&house).await, "and it stays stopped");
    let mail = house.newest(TEACHER, "objection-confirmation").expect("a confirmation");
    assert!(mail.text.contains("U krijgt gelijk") && mail.text.contains("Gewist"), "{}", mail.text);
    assert_eq!(house.verdict("S98").await, Verdict::Kept);
    assert_eq!(house.verdict("S97").await, Verdict::Kept);
    let again = house.file(&teacher, Right::Access).await;
    let plan = requests::show(&house.app, &officer, again).await.unwrap().plan.unwrap();
    let learning = plan.systems.iter().find(|system| system.system == "learning").unwrap();
    assert!(learning.collections.iter().any(|part| part.collection == "accounts"));
}

async fn marketing_stops_for_good_without_anybody_judging(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = objected(&house, &teacher, Scope::Marketing).await;
    assert_eq!(house.state(request).await, "answered-in-part", "only holders have still to report");
    assert_eq!(marks(&house).await, (0, 0), "the service is left alone");
    assert!(is_listed(&house).await);
    let mail = house.newest(TEACHER, "objection-halted").expect("told at once");
    assert!(mail.text.contains("beginnen er niet meer mee"), "{}", mail.text);
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    let asked: Vec<&str> = view
        .systems
        .iter()
        .filter(|system| system.state == "outstanding")
        .map(|system| system.system.as_str())
        .collect();
    assert_eq!(asked, ["mailjet"], "bookkeeping sends no marketing, and the others know no address");
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    assert!(is_suppressed(&house).await && house.newest(TEACHER, "objection-confirmation").is_some());
    assert_eq!(decided(&house).await, policy::decision::Reason::Basis, "the contract is not touched");
    assert_eq!(house.verdict("S101").await, Verdict::Kept);
    // An opt-out that hangs: broken as soon as ten working days have gone by.
    objected(&house, &teacher, Scope::Marketing).await;
    house.clock.advance(std::time::Duration::from_secs(60 * 60 * 24 * 10));
    assert_eq!(house.verdict("S101").await, Verdict::Kept, "some days of these are no working days");
    house.clock.advance(std::time::Duration::from_secs(60 * 60 * 24 * 10));
    assert_eq!(house.verdict("S101").await, Verdict::Broken);
}

async fn a_withdrawal_of_consent_is_carried_out_at_once(house: House) {
    let teacher = house.teacher().await;
    let officer = house.officer().await;
    let request = house.file(&teacher, Right::Withdrawal).await;
    assert_eq!(house.state(request).await, "answered-in-part");
    assert!(is_listed(&house).await);
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    assert!(is_suppressed(&house).await);
    let odd = Filing::new(Right::Objection, Channel::Portal, Language::Nl);
    assert_eq!(requests::file(&house.app, &teacher, odd).await.unwrap_err().code, "no-scope");
}
