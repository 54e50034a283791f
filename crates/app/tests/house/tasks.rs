//! Tasks of holders without an interface: their letters, what becomes of them, reminders, and what is sent back.

use std::time::Duration;

use app::check;
use app::demo::people::{self, TEACHER};
use app::requests::{self, Right, TaskOutcome, View};
use app::tasks::{self, Filter, TaskLine};
use app::work;
use kernel::ids::{RequestId, StepId};
use kernel::{Actor, Language, StaffRole};

use crate::setting::{House, on_both_engines};

on_both_engines!(
    a_letter_is_sent_acknowledged_and_reported,
    reminders_come_once_and_the_silent_are_waited_for_no_longer,
    what_is_sent_back_is_sealed_and_goes_with_the_request,
    an_access_request_gives_what_the_holder_sent,
    who_was_erased_is_not_kept_in_an_answer,
);

const DAY: u64 = 24 * 3600;
/// Where the policy says that questions go.
const CONTACT: &str = "info@leskracht.nl";

/// The person, and their request as soon as holders are asked.
async fn asked(house: &House, officer: &Actor, right: Right) -> (Actor, RequestId) {
    let teacher = house.teacher().await;
    let request = house.file(&teacher, right).await;
    house.approve(officer, request).await;
    (teacher, request)
}

async fn shown(house: &House, officer: &Actor, request: RequestId) -> View {
    requests::show(&house.app, officer, request).await.unwrap()
}

fn step(view: &View, system: &str) -> StepId {
    let of = |one: &&requests::view::SystemView| one.system == system;
    view.systems.iter().find(of).and_then(|one| one.task.as_ref()).expect("a task").step
}

fn state(view: &View, system: &str) -> &'static str {
    let of = |one: &&requests::view::SystemView| one.system == system;
    view.systems.iter().find(of).and_then(|one| one.task.as_ref()).expect("a task").state
}

async fn listed(house: &House, officer: &Actor, done: bool) -> Vec<TaskLine> {
    let filter = Filter { done, ..Filter::default() };
    tasks::list(&house.app, officer, &filter).await.unwrap().items
}

fn sent_to(house: &House, to: &str, kind: &str) -> usize {
    house.app.outbox().all().iter().filter(|mail| mail.to == to && mail.kind == kind).count()
}

async fn history(house: &House, request: RequestId) -> Vec<String> {
    let view = shown(house, &Actor::Operator, request).await;
    view.history.into_iter().map(|entry| entry.kind).collect()
}

async fn a_letter_is_sent_acknowledged_and_reported(house: House) {
    let officer = house.officer().await;
    let (_, request) = asked(&house, &officer, Right::Erasure).await;
    let view = shown(&house, &officer, request).await;
    let (strato, microsoft) = (step(&view, "strato"), step(&view, "microsoft"));
    assert_eq!(state(&view, "strato"), "ready");

    // The letter names the person by what the holder knows, in the language asked for.
    let (dutch, _) = tasks::letter(&house.app, &officer, strato, None).await.unwrap();
    assert!(
        dutch.text.contains(TEACHER) && dutch.text.contains("artikel 28, derde lid, onder e"),
        "{}",
        dutch.text
    );
    assert!(dutch.text.contains("VO-STRATO") && dutch.text.contains("reservekopieën"), "{}", dutch.text);
    let (english, _) = tasks::letter(&house.app, &officer, strato, Some(Language::En)).await.unwrap();
    assert!(english.text.contains("Article 28(3)(e)") && english.text.contains(TEACHER), "{}", english.text);
    // Engineers and auditors keep the house running and look at evidence; whom it is about they do not see.
    for role in [StaffRole::Engineer, StaffRole::Auditor] {
        let other = Actor::Staff {
            id: kernel::ids::StaffId::new(house.app.now(), &kernel::Entropy::seeded(3)),
            role,
        };
        assert!(tasks::letter(&house.app, &other, strato, None).await.is_err(), "{role:?}");
        assert!(tasks::send(&house.app, &other, strato).await.is_err(), "{role:?}");
        assert!(shown(&house, &other, request).await.systems.iter().all(|one| one.task.is_none()));
    }

    // Where the policy names an address it leaves from here; elsewhere the officer sends it and says so.
    tasks::send(&house.app, &officer, strato).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let mail = house.newest("privacy@strato.example", "holder-instruction").expect("sent from here");
    assert!(mail.text.contains(TEACHER), "{}", mail.text);
    let refused = tasks::send(&house.app, &officer, microsoft).await.unwrap_err();
    assert_eq!(refused.code, "no-holder-address");
    tasks::sent(&house.app, &officer, microsoft).await.unwrap();
    tasks::acknowledge(&house.app, &officer, microsoft, None).await.unwrap();
    let view = shown(&house, &officer, request).await;
    assert_eq!((state(&view, "strato"), state(&view, "microsoft")), ("sent", "acknowledged"));
    let yesterday = house.app.today().yesterday().unwrap();
    assert!(tasks::acknowledge(&house.app, &officer, strato, Some(yesterday)).await.is_err());
    let kinds = history(&house, request).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "task-sent").count(), 2, "{kinds:?}");
    assert!(kinds.contains(&"task-acknowledged".to_owned()));

    // All of it stands in one list, and what is over in another.
    let open = listed(&house, &officer, false).await;
    assert!(open.iter().any(|line| line.system == "strato" && line.state == "sent" && line.mailable));
    let reason = "dat bewaren wij nog voor een geschil".to_owned();
    let refusal = TaskOutcome::Refused { reason };
    requests::close_task(&house.app, &officer, request, "microsoft", refusal).await.unwrap();
    let done = listed(&house, &officer, true).await;
    assert_eq!(done.iter().map(|line| line.state).collect::<Vec<_>>(), ["refused"]);
    assert_eq!(listed(&house, &officer, false).await.len(), open.len() - 1);
    assert!(tasks::letter(&house.app, &officer, microsoft, None).await.is_err(), "nobody needs it any more");
    house.close_tasks(&officer, request).await;
    // The person reads plainly what the refusal means.
    let mail = house.newest(TEACHER, "erasure-confirmation").expect("a confirmation");
    assert!(mail.text.contains("wist niet. Reden: dat bewaren wij nog voor een geschil"), "{}", mail.text);
    assert!(mail.text.contains("Microsoft deed niet wat wij vroegen"), "{}", mail.text);
}

async fn reminders_come_once_and_the_silent_are_waited_for_no_longer(house: House) {
    let officer = house.officer().await;
    let (_, request) = asked(&house, &officer, Right::Erasure).await;
    let view = shown(&house, &officer, request).await;
    let strato = step(&view, "strato");
    let due = listed(&house, &officer, false).await.first().expect("tasks").due;
    tasks::send(&house.app, &officer, strato).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let silent = || requests::close_task(&house.app, &officer, request, "strato", TaskOutcome::Silent);
    assert_eq!(silent().await.unwrap_err().code, "task-not-overdue");

    let remind = async || {
        work::remind(&house.app, &Actor::Operator).await.unwrap();
        work::drain(&house.app).await.unwrap();
        (
            sent_to(&house, CONTACT, "officer-tasks"),
            sent_to(&house, "privacy@strato.example", "holder-reminder"),
        )
    };
    assert_eq!(remind().await, (0, 0), "nothing on the first day");
    house.clock.advance(Duration::from_secs(4 * DAY));
    assert_eq!(remind().await, (1, 0), "letters that nobody sent");
    let mail = house.newest(CONTACT, "officer-tasks").unwrap();
    assert!(mail.text.contains("Brief nog niet verstuurd") && !mail.text.contains(TEACHER), "{}", mail.text);
    assert_eq!(remind().await, (1, 0), "once");
    assert_eq!(listed(&house, &officer, false).await.first().expect("tasks").due, due, "dates do not move");
    house.clock.advance(Duration::from_secs(8 * DAY));
    assert_eq!(remind().await, (2, 1), "the date comes near");
    house.clock.advance(Duration::from_secs(4 * DAY));
    assert_eq!(remind().await, (3, 2), "the date has passed");
    assert_eq!(remind().await, (3, 2), "once");
    house.clock.advance(Duration::from_secs(3 * DAY));
    assert_eq!(remind().await, (3, 2), "and never again");
    let reminder = house.newest("privacy@strato.example", "holder-reminder").unwrap();
    assert!(!reminder.text.contains(TEACHER), "a reminder names nobody: {}", reminder.text);
    let overdue = listed(&house, &officer, false).await;
    assert!(overdue.iter().all(|line| line.overdue && line.days_left < 0), "{overdue:?}");
    let reminded = history(&house, request).await.iter().filter(|kind| *kind == "task-reminded").count();
    assert!(reminded > 4, "{reminded}");

    silent().await.unwrap();
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    let mail = house.newest(TEACHER, "erasure-confirmation").expect("a confirmation");
    assert!(mail.text.contains("Strato gaf geen antwoord, ook niet na onze herinnering"), "{}", mail.text);
    assert!(mail.text.contains("autoriteitpersoonsgegevens"), "{}", mail.text);
}

async fn what_is_sent_back_is_sealed_and_goes_with_the_request(house: House) {
    let officer = house.officer().await;
    let (teacher, request) = asked(&house, &officer, Right::Restriction).await;
    let view = shown(&house, &officer, request).await;
    let strato = step(&view, "strato");
    let text = format!("Apart gezet voor {TEACHER}\n");
    let file = ("../bevestiging.html", text.as_bytes());
    let kept = tasks::keep(&house.app, &officer, strato, file, false).await.unwrap();
    assert_eq!((kept.name.as_str(), kept.media.as_str()), ("bevestiging.txt", "text/plain"));
    let again = tasks::keep(&house.app, &officer, strato, file, false).await.unwrap();
    assert_eq!(again.id, kept.id, "the same file is kept once");
    for (what, bytes) in [
        ("a page", b"<!doctype html><script>1</script>".as_slice()),
        ("a program", b"MZ\x90\x00"),
        ("nothing", b""),
    ] {
        let refused = tasks::keep(&house.app, &officer, strato, ("x.pdf", bytes), false).await.unwrap_err();
        assert_eq!(refused.code, "answer-unknown-kind", "{what}");
    }
    let large = vec![b'a'; tasks::answers::LARGEST + 1];
    let refused = tasks::keep(&house.app, &officer, strato, ("x.txt", &large), false).await.unwrap_err();
    assert_eq!(refused.code, "answer-too-large");
    archives_are_kept_as_they_come(&house, &officer, strato).await;
    let opened = tasks::open(&house.app, &officer, &kept.id).await.unwrap();
    assert_eq!(opened.bytes, text.as_bytes());
    assert!(tasks::open(&house.app, &teacher, &kept.id).await.is_err());
    assert!(tasks::open_own(&house.app, &teacher, &kept.id).await.is_err(), "not meant for the person");
    // At rest neither the name nor what is in it can be read.
    let row = store::tasks::answers(house.app.store(), request).await.unwrap().remove(0);
    let sealed = store::tasks::contents(house.app.store(), &row.id).await.unwrap().unwrap();
    let holds = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!holds(&sealed, TEACHER) && !holds(&row.name, "bevestiging"));
    assert!(history(&house, request).await.contains(&"task-answer-kept".to_owned()));

    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    house.clock.advance(Duration::from_secs(60 * DAY));
    work::remind(&house.app, &Actor::Operator).await.unwrap();
    assert_eq!(
        shown(&house, &officer, request)
            .await
            .systems
            .iter()
            .filter_map(|one| one.task.as_ref())
            .map(|task| task.answers.len())
            .sum::<usize>(),
        3,
        "the letter and the two archives"
    );
    house.clock.advance(Duration::from_secs(40 * DAY));
    work::remind(&house.app, &Actor::Operator).await.unwrap();
    assert!(tasks::open(&house.app, &officer, &kept.id).await.is_err(), "its term is over");
    assert!(history(&house, request).await.contains(&"task-answer-destroyed".to_owned()));
}

async fn an_access_request_gives_what_the_holder_sent(house: House) {
    let officer = house.officer().await;
    let (teacher, request) = asked(&house, &officer, Right::Access).await;
    let view = shown(&house, &officer, request).await;
    let strato = step(&view, "strato");
    let kept = tasks::keep(&house.app, &officer, strato, ("export.csv", b"datum;ip\n"), true).await.unwrap();
    let done = TaskOutcome::Done { count: Some(1), note: String::new() };
    requests::close_task(&house.app, &officer, request, "strato", done).await.unwrap();
    let reason = "wij vinden niemand zonder cookie".to_owned();
    requests::close_task(&house.app, &officer, request, "microsoft", TaskOutcome::Refused { reason })
        .await
        .unwrap();
    house.close_tasks(&officer, request).await;

    let own = shown(&house, &teacher, request).await;
    assert_eq!(own.from_holders.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["export.csv"]);
    assert!(own.systems.iter().all(|one| one.task.is_none()), "tasks are the officer's");
    let file = tasks::open_own(&house.app, &teacher, &kept.id).await.unwrap();
    assert_eq!(file.bytes, b"datum;ip\n");
    assert!(history(&house, request).await.contains(&"task-answer-collected".to_owned()));
    let stranger = house.sign_in(app::signin::Door::Subject, &people::invent(20_261_122, 2)[1].email).await;
    assert!(tasks::open_own(&house.app, &stranger, &kept.id).await.is_err());

    let mail = house.newest(TEACHER, "access-answer-ready").expect("the copy is ready");
    assert!(mail.text.contains("gaf ons niets. Reden: wij vinden niemand zonder cookie"), "{}", mail.text);
    let (searched, _) = mail.text.split_once("Wat anderen").expect("holders stand apart");
    assert!(!searched.contains("Microsoft"), "who refused was not searched: {}", mail.text);
}

async fn who_was_erased_is_not_kept_in_an_answer(house: House) {
    let officer = house.officer().await;
    let (_, request) = asked(&house, &officer, Right::Erasure).await;
    let view = shown(&house, &officer, request).await;
    let strato = step(&view, "strato");
    let text = format!("Gewist: {TEACHER}");
    let kept = tasks::keep(&house.app, &officer, strato, ("g.txt", text.as_bytes()), true).await.unwrap();
    // A letter that waits for the mail server when its task is closed does not leave any more.
    tasks::send(&house.app, &officer, strato).await.unwrap();
    house.close_tasks(&officer, request).await;
    assert_eq!(house.state(request).await, "answered");
    assert!(tasks::open(&house.app, &officer, &kept.id).await.is_err(), "destroyed with whom it was about");
    let late =
        tasks::keep(&house.app, &officer, strato, ("h.txt", text.as_bytes()), false).await.unwrap_err();
    assert_eq!(late.code, "request-over");
    let evidence = check::gather(&house.app).await.unwrap();
    let hits: Vec<_> = evidence.erasures.iter().map(|erasure| erasure.reidentification_hits).collect();
    assert_eq!(hits, [Some(0)], "nothing of the letters or files is left");
}

/// An archive with one file in it, which claims to be `claimed` bytes long once it is unpacked (APPNOTE 4.3.7, 4.5.3).
fn archive(name: &str, contents: &[u8], claimed: u64) -> Vec<u8> {
    let length = u16::try_from(name.len()).unwrap();
    let mut zip = b"PK\x03\x04\x2d\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00".to_vec();
    zip.extend([0xff; 8]);
    zip.extend(length.to_le_bytes());
    zip.extend(20u16.to_le_bytes());
    zip.extend(name.as_bytes());
    zip.extend([1, 0, 16, 0]);
    zip.extend(claimed.to_le_bytes());
    zip.extend((contents.len() as u64).to_le_bytes());
    zip.extend(contents);
    zip
}

async fn archives_are_kept_as_they_come(house: &House, officer: &Actor, strato: StepId) {
    // An archive is a file like any other: what it claims to hold is neither believed nor looked at, so that one that
    // would fill the disk when unpacked takes its own length and no more, and comes out as it went in.
    let bomb = archive("alles.bin", &vec![0; 9 * 1024 * 1024], 10 * 1024 * 1024 * 1024);
    let nested = archive("binnenste.zip", &bomb, 10 * 1024 * 1024 * 1024);
    for zip in [bomb, nested] {
        let kept = tasks::keep(&house.app, officer, strato, ("alles.zip", &zip), false).await.unwrap();
        assert_eq!((kept.media.as_str(), kept.bytes), ("application/zip", zip.len() as u64));
        let sealed = store::tasks::contents(house.app.store(), &kept.id).await.unwrap().unwrap();
        assert!(sealed.len() < zip.len() + 1024, "{} of {}", sealed.len(), zip.len());
        let opened = tasks::open(&house.app, officer, &kept.id).await.unwrap();
        assert_eq!(opened.name, "alles.zip");
        assert!(opened.bytes == zip, "it comes out as it went in");
    }
}
