//! What officers do beside judging a plan, alone and two at a time.

use app::demo::people::{OFFICER, TEACHER};
use app::requests::{
    self, Channel, Entry, Filing, ProofMeans, RefusalGround, Right, Taken, alike, notes, officer, proof,
};
use app::work;
use inventory::Identity;
use jiff::civil::date;
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use policy::promise::Verdict;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    an_extension_needs_reasons_and_the_first_month,
    what_was_decided_is_taken_back_until_it_leaves,
    the_second_officer_sees_that_the_first_was_faster,
    a_large_erasure_needs_two_people,
    a_question_stops_the_clock_until_the_person_answers,
    notes_are_for_officers_and_go_with_the_request,
    a_letter_is_entered_on_the_day_it_came,
    one_persons_requests_are_shown_and_never_merged,
    the_officer_is_warned_once_a_moment_and_the_promise_breaks,
);

const REASONS: &str = "Wij moeten vier systemen met de hand doorzoeken.";

async fn due(house: &House, id: RequestId) -> jiff::civil::Date {
    requests::show(&house.app, &Actor::Operator, id).await.unwrap().deadline.effective
}

async fn code<T: std::fmt::Debug>(outcome: impl Future<Output = app::Result<T>>) -> &'static str {
    outcome.await.unwrap_err().code
}

async fn an_extension_needs_reasons_and_the_first_month(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let late = house.file(&teacher, Right::Access).await;
    let request = house.file(&teacher, Right::Access).await;
    assert_eq!(due(&house, request).await, date(2026, 12, 23));
    assert_eq!(code(officer::extend(&house.app, &officer, request, None, "  ")).await, "reasons-missing");
    assert_eq!(code(officer::extend(&house.app, &teacher, request, None, REASONS)).await, "decide-request");
    officer::extend(&house.app, &officer, request, None, REASONS).await.unwrap();
    house.later(0).await;
    assert!(house.newest(TEACHER, "request-extended").is_none(), "it can still be taken back");
    assert_eq!(due(&house, request).await, date(2027, 2, 23));
    house.later(10).await;
    let mail = house.newest(TEACHER, "request-extended").expect("told");
    assert!(mail.text.contains(REASONS) && mail.text.contains("23 februari 2027"), "{}", mail.text);
    assert_eq!(code(officer::extend(&house.app, &officer, request, None, REASONS)).await, "already-extended");
    assert_eq!(code(officer::take_back(&house.app, &officer, request, Taken::Extension)).await, "has-left");
    house.later(31 * 24 * 60).await;
    assert_eq!(code(officer::extend(&house.app, &officer, late, None, REASONS)).await, "too-late-to-extend");
}

async fn what_was_decided_is_taken_back_until_it_leaves(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Access).await;
    let refuse = || officer::refuse(&house.app, &officer, request, None, RefusalGround::Excessive, REASONS);
    refuse().await.unwrap();
    house.later(9).await;
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!((view.summary.state, house.newest(TEACHER, "refusal")), ("refused", None));
    let undo = view.officer.unwrap().undo;
    assert!(matches!(undo.as_slice(), [(Taken::Refusal, Some(_))]), "{undo:?}");
    officer::take_back(&house.app, &officer, request, Taken::Refusal).await.unwrap();
    house.later(60).await;
    assert_eq!(house.state(request).await, "planned", "as it stood");
    assert_eq!(house.newest(TEACHER, "refusal"), None);
    assert!(app::register::list(&house.app, &officer).await.unwrap().is_empty());
    refuse().await.unwrap();
    house.later(10).await;
    let mail = house.newest(TEACHER, "refusal").expect("told");
    assert!(mail.text.contains("rechter") && mail.text.contains(REASONS), "{}", mail.text);
    assert_eq!(code(officer::take_back(&house.app, &officer, request, Taken::Refusal)).await, "has-left");
    assert_eq!(app::register::list(&house.app, &officer).await.unwrap().len(), 1);
}

async fn the_second_officer_sees_that_the_first_was_faster(house: House) {
    let (teacher, first) = (house.teacher().await, house.officer().await);
    let second = house.second_officer().await;
    let request = house.file(&teacher, Right::Access).await;
    let seen = requests::show(&house.app, &second, request).await.unwrap().version;
    officer::extend(&house.app, &first, request, Some(seen), REASONS).await.unwrap();
    let refuse =
        |seen| officer::refuse(&house.app, &second, request, Some(seen), RefusalGround::Excessive, REASONS);
    assert_eq!(code(refuse(seen)).await, "changed-meanwhile");
    let view = requests::show(&house.app, &second, request).await.unwrap();
    assert_eq!((view.summary.state, view.extension.is_some()), ("planned", true), "the first one's stands");
    refuse(view.version).await.unwrap();
    // Two at the very same moment: one of them wins, the other changes nothing.
    let request = house.file(&teacher, Right::Access).await;
    let seen = requests::show(&house.app, &first, request).await.unwrap().version;
    let (one, other) = tokio::join!(
        officer::extend(&house.app, &first, request, Some(seen), REASONS),
        officer::ask_back(&house.app, &second, request, Some(seen), "Welk jaar?"),
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
}

async fn a_large_erasure_needs_two_people(house: House) {
    house.with_figure("second_person_rows", "3").await;
    let (teacher, first) = (house.teacher().await, house.officer().await);
    let second = house.second_officer().await;
    let request = house.file(&teacher, Right::Erasure).await;
    let view = requests::show(&house.app, &first, request).await.unwrap();
    assert!(view.officer.as_ref().unwrap().two_people);
    let digest = view.plan.unwrap().digest.unwrap();
    requests::approve(&house.app, &first, request, &digest).await.unwrap();
    assert_eq!(house.state(request).await, "planned", "one yes carries nothing out");
    assert_eq!(code(requests::approve(&house.app, &first, request, &digest)).await, "second-person");
    officer::take_back(&house.app, &first, request, Taken::Approval).await.unwrap();
    let view = requests::show(&house.app, &second, request).await.unwrap();
    assert_eq!(view.officer.unwrap().endorsed, None);
    for officer in [&first, &second] {
        requests::approve(&house.app, officer, request, &digest).await.unwrap();
    }
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "answered-in-part");
    // Access is not erasure: one person is enough.
    let access = house.file(&teacher, Right::Access).await;
    house.approve(&first, access).await;
    assert_eq!(house.state(access).await, "answered-in-part");
}

async fn a_question_stops_the_clock_until_the_person_answers(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Access).await;
    let before = due(&house, request).await;
    officer::ask_back(&house.app, &officer, request, None, "Om welk jaar gaat het?").await.unwrap();
    work::drain(&house.app).await.unwrap();
    let mail = house.newest(TEACHER, "question-asked").expect("asked");
    assert!(mail.text.contains("Om welk jaar gaat het?") && mail.text.contains("staat de termijn"));
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert!(!view.can.contains(&"approve") && view.deadline.suspended);
    house.later(5 * 24 * 60).await;
    let own = requests::show(&house.app, &teacher, request).await.unwrap();
    assert!(own.can.contains(&"answer-question"));
    assert_eq!(code(officer::answer(&house.app, &teacher, request, " ")).await, "reasons-missing");
    officer::answer(&house.app, &teacher, request, "2025").await.unwrap();
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!(view.question.map(|question| question.said), Some("2025".to_owned()));
    assert!(view.can.contains(&"approve") && !view.deadline.suspended);
    assert_eq!(before.until(view.deadline.effective).unwrap().get_days(), 5);
}

async fn notes_are_for_officers_and_go_with_the_request(house: House) {
    let (teacher, first) = (house.teacher().await, house.officer().await);
    let second = house.second_officer().await;
    let request = house.file(&teacher, Right::Access).await;
    let secret = "Gebeld op nummer 0612345678";
    notes::add(&house.app, &first, request, secret).await.unwrap();
    assert_eq!(code(notes::add(&house.app, &first, request, " \n ")).await, "note-unusable");
    assert_eq!(code(notes::add(&house.app, &teacher, request, "x")).await, "decide-request");
    assert_eq!(code(notes::list(&house.app, &teacher, request)).await, "decide-request");
    let of_second = notes::list(&house.app, &second, request).await.unwrap();
    assert_eq!((of_second[0].words.as_str(), of_second[0].own), (secret, false));
    assert_eq!(of_second[0].by, OFFICER);
    assert!(!notes::remove(&house.app, &second, request, &of_second[0].id).await.unwrap());
    let hits = store::own_data::search(house.app.store(), secret).await.unwrap();
    assert!(hits.is_empty(), "it stands nowhere in the open: {hits:?}");
    officer::refuse(&house.app, &first, request, None, RefusalGround::Excessive, REASONS).await.unwrap();
    house.later(10).await;
    assert!(notes::list(&house.app, &first, request).await.unwrap().is_empty());
    assert_eq!(code(notes::add(&house.app, &first, request, "na afloop")).await, "closed");
}

/// Something that came in by another way than the portal.
fn entered(right: Right, channel: Channel, email: &str, entry: Entry) -> Filing {
    let filing = Filing::new(right, channel, Language::Nl);
    Filing { identities: vec![Identity::new("email", email)], entry, ..filing }
}

async fn a_letter_is_entered_on_the_day_it_came(house: House) {
    let officer = house.officer().await;
    let entry = Entry { received: Some(date(2026, 11, 16)), ..Entry::default() };
    let letter = entered(Right::Access, Channel::Letter, TEACHER, entry.clone());
    let request = requests::file(&house.app, &officer, letter).await.unwrap().request;
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "filed", "it is not known who wrote it");
    assert_eq!(due(&house, request).await, date(2026, 12, 16));
    assert_eq!(
        house.newest(TEACHER, "request-received"),
        None,
        "nothing goes to an address that nobody proved"
    );
    // Asked after a week: the delay is the organisation's own, the clock does not stand still.
    proof::ask(&house.app, &officer, request, None, &[ProofMeans::CallBack]).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(house.newest(TEACHER, "identity-asked").is_some());
    house.later(3 * 24 * 60).await;
    assert_eq!(due(&house, request).await, date(2026, 12, 16));
    proof::judge(&house.app, &officer, request, None, Some(ProofMeans::CallBack)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    house.approve(&officer, request).await;
    house.close_tasks(&officer, request).await;
    assert!(house.newest(TEACHER, "access-answer-ready").is_some());
    // What cannot be is refused.
    for day in [date(2026, 12, 1), date(2018, 5, 24)] {
        let entry = Entry { received: Some(day), ..entry.clone() };
        let letter = entered(Right::Access, Channel::Letter, TEACHER, entry);
        assert_eq!(code(requests::file(&house.app, &officer, letter)).await, "odd-receipt", "{day}");
    }
    // A school vouches for its pupil: it is planned at once.
    let entry = Entry { means: Some(ProofMeans::School), ..Entry::default() };
    let school = entered(Right::Access, Channel::School, TEACHER, entry);
    let request = requests::file(&house.app, &officer, school).await.unwrap().request;
    work::drain(&house.app).await.unwrap();
    assert_eq!(house.state(request).await, "planned");
}

async fn one_persons_requests_are_shown_and_never_merged(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let first = house.file(&teacher, Right::Access).await;
    let again = house.file(&teacher, Right::Portability).await;
    let (local, domain) = TEACHER.split_once('@').unwrap();
    let variant = format!("{}+privacy@{domain}", local.replace('.', "").to_uppercase());
    let letter = entered(Right::Access, Channel::Letter, &variant, Entry::default());
    let alike_one = requests::file(&house.app, &officer, letter).await.unwrap().request;
    let other = entered(Right::Access, Channel::Letter, "iemand.anders@school.example", Entry::default());
    let other = requests::file(&house.app, &officer, other).await.unwrap().request;
    work::drain(&house.app).await.unwrap();
    let seen = alike::others(&house.app, &officer, first).await.unwrap();
    let pairs: Vec<_> = seen.iter().map(|one| (one.summary.id, one.same)).collect();
    assert_eq!(pairs, [(alike_one, false), (again, true)]);
    assert!(!pairs.iter().any(|(id, _)| *id == other));
    assert!(alike::others(&house.app, &teacher, first).await.is_err(), "only who decides sees it");
    // What only looks alike finds nothing of the teacher's: it is another identity.
    let plans: Vec<_> = [first, again]
        .into_iter()
        .zip([
            requests::show(&house.app, &officer, first).await.unwrap().plan.unwrap().digest.unwrap(),
            seen[1].digest.clone().expect("planned, and the same person's"),
        ])
        .collect();
    officer::approve_together(&house.app, &officer, &plans).await.unwrap();
    work::drain(&house.app).await.unwrap();
    for id in [first, again] {
        assert_eq!(house.state(id).await, "answered-in-part");
    }
    // After an erasure nothing is recognised any more.
    let erasure = house.file(&teacher, Right::Erasure).await;
    assert!(!alike::others(&house.app, &officer, erasure).await.unwrap().is_empty());
    house.approve(&officer, erasure).await;
    house.close_tasks(&officer, erasure).await;
    assert_eq!(house.state(erasure).await, "answered");
    assert!(alike::others(&house.app, &officer, erasure).await.unwrap().is_empty());
}

async fn the_officer_is_warned_once_a_moment_and_the_promise_breaks(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Access).await;
    let warnings = || {
        let all = house.app.outbox().all();
        all.into_iter()
            .filter(|mail| mail.kind == "officer-deadline")
            .map(|mail| mail.text)
            .collect::<Vec<_>>()
    };
    let mut seen = Vec::new();
    // 8, 7, 6, 3, 1 and 0 days before, and 1 and 4 days late.
    for days in [22, 1, 1, 3, 2, 1, 1, 3] {
        house.later(days * 24 * 60).await;
        app::work::reconcile(&house.app).await.unwrap();
        work::drain(&house.app).await.unwrap();
        seen.push(warnings().len());
    }
    assert_eq!(seen, [0, 1, 1, 2, 3, 4, 5, 5]);
    assert_eq!(warnings().len(), 5);
    assert!(warnings()[0].contains("belofte van het beleid gebroken"), "{}", warnings()[0]);
    assert!(!warnings()[0].contains(TEACHER), "a warning names nobody");
    assert_eq!(house.verdict("S91").await, Verdict::Broken);
    let view = requests::show(&house.app, &officer, request).await.unwrap();
    assert_eq!(view.officer.unwrap().warned.len(), 5);
}
