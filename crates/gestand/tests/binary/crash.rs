//! Killing the process (SIGKILL) at any moment of a request loses nothing and repeats nothing.
//!
//! Each case is one command on a prepared data folder. It is run to its end once; then again on a fresh copy of
//! the folder for the boundaries that it passes (`app::boundary`, [`killing`]), killed there and continued by
//! `gestand requests run`. What stands in the two systems, in the receipts, in the register, in the queue of
//! mail and in the log, and what reached the mail server, must be what it was without the kill.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use app::requests::{self, Channel, Correction, Filing, Right, TaskOutcome, Wish};
use app::work;
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Language};
use serde_json::Value;

use crate::killing;
use crate::outcome::{self, Outcome};
use crate::setting::{PERSON, Place};
use crate::smtp::Server;
use crate::sql;

/// How far the request of a case has come before its command.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Start {
    /// There is none.
    Nothing,
    /// The plan is shown.
    Planned,
    /// The plan is approved; nothing of it has begun.
    Approved,
    /// The holders of systems without an interface have answered; the two databases have not been touched.
    Executing,
}

/// A prepared folder and what is run in it.
struct Case {
    place: Place,
    request: Option<RequestId>,
    words: Vec<String>,
}

/// Where a run must have been killed at least once, by what was run.
const FILING: &[&str] = &[
    "before request filed",
    "after request filed",
    "before mail queued",
    "after work queued",
    "before system planned",
    "after system planned",
    "before plan recorded",
    "after plan recorded",
    "after jobs taken",
    "before job ended",
    "after job ended",
];
const APPROVING: &[&str] = &["before approved together", "after approved together"];
const BEGINNING: &[&str] = &["before request begun", "after request begun"];
const COLLECTING: &[&str] = &[
    "after system collected",
    "after answer packed",
    "after piece kept",
    "before answer kept",
    "after answer kept",
    "before mail queued",
];
/// What every change of a system passes, whichever it is.
const CHANGING: &[&str] = &[
    "before change prepared",
    "after change prepared",
    "before system changed",
    "after system changed",
    "before change receipted",
    "after change receipted",
];
/// What a change passes that is answered at once: an objection that must be judged first does not.
const CHANGED: &[&str] = &["before change answered", "after change answered"];
const ANSWERING: &[&str] = &[
    "before register written",
    "after register written",
    "after mail taken",
    "before mail handed over",
    "after mail handed over",
    "before mail recorded",
    "after mail recorded",
];
const HALTING: &[&str] =
    &["before halt begun", "after halt begun", "before halt recorded", "after halt recorded"];
const FORGETTING: &[&str] = &["before forgetting confirmed", "after forgetting confirmed"];

#[test]
fn filing_an_access_request() {
    everywhere(&Case::new(Right::Access, Start::Nothing), &[FILING]);
}

#[test]
fn filing_an_erasure_request() {
    everywhere(&Case::new(Right::Erasure, Start::Nothing), &[FILING]);
}

#[test]
fn approving() {
    everywhere(&Case::new(Right::Erasure, Start::Planned), &[APPROVING]);
}

#[test]
fn collecting_for_a_part_of_the_answer() {
    everywhere(&Case::new(Right::Access, Start::Approved), &[BEGINNING, COLLECTING]);
}

#[test]
fn erasing_for_a_part_of_the_answer() {
    everywhere(&Case::new(Right::Erasure, Start::Approved), &[BEGINNING, CHANGING, CHANGED]);
}

#[test]
fn collecting_to_the_end() {
    everywhere(&Case::new(Right::Access, Start::Executing), &[COLLECTING, ANSWERING]);
}

#[test]
fn erasing_to_the_end() {
    everywhere(&Case::new(Right::Erasure, Start::Executing), &[CHANGING, CHANGED, ANSWERING, FORGETTING]);
}

#[test]
fn correcting_for_a_part_of_the_answer() {
    everywhere(&Case::new(Right::Rectification, Start::Approved), &[BEGINNING, CHANGING, CHANGED]);
}

#[test]
fn restricting_for_a_part_of_the_answer() {
    everywhere(&Case::new(Right::Restriction, Start::Approved), &[BEGINNING, CHANGING, CHANGED]);
}

#[test]
fn stopping_at_once_for_an_objection() {
    everywhere(&Case::objecting(&["--reasons", "Ik wil dit niet."]), &[FILING, HALTING, CHANGING]);
}

#[test]
fn leaving_out_of_marketing_for_an_objection() {
    let case = Case::objecting(&["--marketing"]);
    let before = sql::contents(&case.place.file("shop.db"))[outcome::OPT_OUTS].len();
    assert_eq!(case.uninterrupted().1.outcome.opted_out(), before + 1, "the shop leaves the person out");
    everywhere(&case, &[FILING, HALTING, CHANGING, CHANGED]);
}

#[test]
fn erasing_with_our_own_data_in_postgres() {
    everywhere(
        &Case::at(Place::on_postgres(), Right::Erasure, Start::Approved),
        &[BEGINNING, CHANGING, CHANGED],
    );
}

#[test]
fn killed_again_and_again() {
    let case = Case::new(Right::Erasure, Start::Executing);
    let (_, wanted) = case.uninterrupted();
    let (place, server) = case.fresh();
    // Far enough for each run to get something done, and never twice the same way.
    let mut killed = 0;
    while place.run_and_kill(&case.words(), 12 + killed % 7).is_some() {
        killed += 1;
        assert!(killed < 100, "it comes no further");
    }
    assert!(killed > 2, "{killed}");
    let (request, got) = continued(&case, &place);
    got.must_be(&wanted.outcome, "killed again and again");
    assert_eq!(delivered(&server, request).0, wanted.delivered);
}

#[test]
fn killed_at_any_moment() {
    for right in [Right::Access, Right::Erasure] {
        let case = Case::new(right, Start::Executing);
        let (took, wanted) = case.uninterrupted();
        for part in 1..=12u32 {
            let (place, server) = case.fresh();
            let mut child =
                place.command(&case.words()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(took * part / 13);
            child.kill().unwrap();
            child.wait().unwrap();
            let (request, got) = continued(&case, &place);
            got.must_be(&wanted.outcome, &format!("{right} killed after {part}/13 of {took:?}"));
            assert_eq!(delivered(&server, request).0, wanted.delivered);
        }
    }
}

/// What an uninterrupted run comes to.
struct Wanted {
    outcome: Outcome,
    delivered: BTreeMap<String, u32>,
}

impl Case {
    fn new(right: Right, start: Start) -> Self {
        Self::at(Place::new(), right, start)
    }

    fn at(place: Place, right: Right, start: Start) -> Self {
        let request = sql::block_on(prepare(&place, right, start));
        let id = request.map(|id| id.to_string()).unwrap_or_default();
        let identity = format!("email={PERSON}");
        let words: Vec<&str> = match start {
            Start::Nothing => {
                vec!["file", "--right", right.as_str(), "--identity", &identity, "--format", "json"]
            }
            Start::Planned => vec!["approve", &id],
            Start::Approved | Start::Executing => vec!["run", &id, "--format", "json"],
        };
        let words = std::iter::once("requests").chain(words).map(str::to_owned).collect();
        Self { place, request, words }
    }

    /// Filing an objection: what it is against stops before anybody judges it.
    fn objecting(against: &[&str]) -> Self {
        let mut case = Self::new(Right::Objection, Start::Nothing);
        case.words.extend(against.iter().map(|&word| word.to_owned()));
        case
    }

    fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// The folder as it was prepared, with a mail server of its own.
    fn fresh(&self) -> (Place, Server) {
        let server = Server::start();
        let mut place = self.place.copy();
        place.mail = Some(server.url.clone());
        (place, server)
    }

    fn uninterrupted(&self) -> (Duration, Wanted) {
        let (place, server) = self.fresh();
        #[expect(clippy::disallowed_methods, reason = "only to spread the moments of killing over a run")]
        let begun = Instant::now();
        place.run(&self.words()).with(0);
        let took = begun.elapsed();
        let (request, outcome) = continued(self, &place);
        let (delivered, twice) = delivered(&server, request);
        assert!(twice.is_empty(), "{twice:?}");
        (took, Wanted { outcome, delivered })
    }
}

/// Kills the case's command at the boundaries that it passes, and names those that must be among them.
fn everywhere(case: &Case, must: &[&[&str]]) {
    let (_, wanted) = case.uninterrupted();
    let (place, _server) = case.fresh();
    let passed = place.boundaries(&case.words());
    killing::everywhere(&passed, must, |n| {
        let (place, server) = case.fresh();
        let at = place.run_and_kill(&case.words(), n)?;
        let unrecorded = outcome::mail_without_record(&place);
        let (request, got) = continued(case, &place);
        got.must_be(&wanted.outcome, &format!("killed at boundary {n}, {at}"));
        let (delivered, twice) = delivered(&server, request);
        assert_eq!(delivered, wanted.delivered, "killed at boundary {n}, {at}");
        // SMTP cannot be asked whether a message came. So one that had left, but not on our record, comes
        // again, as the same message; no other does.
        for id in twice {
            assert!(unrecorded.contains(&id), "{id} came twice, killed at boundary {n}, {at}");
        }
        Some(at)
    });
}

/// Carries on after a kill, as an operator would: once more what did not happen at all, then the work.
fn continued(case: &Case, place: &Place) -> (RequestId, Outcome) {
    let listed = place.run(&["requests", "list", "--all", "--format", "json"]).with(0).json();
    let listed = listed.as_array().unwrap().clone();
    assert!(listed.len() <= 1, "it was filed twice: {listed:#?}");
    let undone = match listed.first() {
        None => true,
        Some(request) => case.words[1] == "approve" && request["state"] == "planned",
    };
    if undone {
        place.run(&case.words()).with(0);
    }
    let request = case.request.unwrap_or_else(|| {
        let listed = place.run(&["requests", "list", "--all", "--format", "json"]).with(0).json();
        listed[0]["id"].as_str().unwrap().parse().unwrap()
    });
    let view: Value =
        place.run(&["requests", "run", &request.to_string(), "--format", "json"]).with(0).json();
    (request, outcome::of(place, request, &view))
}

/// How many messages reached the mail server, by recipient and subject, and the ids of those that came twice.
fn delivered(server: &Server, request: RequestId) -> (BTreeMap<String, u32>, Vec<String>) {
    let mut by_id: BTreeMap<String, (String, u32)> = BTreeMap::new();
    for taken in server.taken() {
        let subject = taken.text.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap_or_default();
        let subject = subject.replace(&request.to_string(), "…");
        by_id.entry(taken.id).or_insert_with(|| (format!("{}: {subject}", taken.to), 0)).1 += 1;
    }
    let mut messages = BTreeMap::new();
    let mut twice = Vec::new();
    for (id, (subject, count)) in by_id {
        if count > 1 {
            assert_eq!(count, 2, "{subject} came {count} times");
            twice.push(id.trim_start_matches('<').split('@').next().unwrap_or_default().to_owned());
        }
        *messages.entry(subject).or_default() += 1;
    }
    (messages, twice)
}

async fn prepare(place: &Place, right: Right, start: Start) -> Option<RequestId> {
    if start == Start::Nothing {
        return None;
    }
    let app = place.open().await;
    let wish = match right {
        Right::Rectification => Wish::Correct {
            corrections: vec![Correction {
                field: "email".into(),
                was: Some(PERSON.into()),
                to: "corrected@school.example".into(),
            }],
        },
        _ => Wish::Nothing,
    };
    let identities = vec![Identity::new("email", PERSON)];
    let filing = Filing { identities, wish, ..Filing::new(right, Channel::Operator, Language::Nl) };
    let id = requests::file(&app, &Actor::Operator, filing).await.unwrap().request;
    work::drain(&app).await.unwrap();
    let plan = requests::show(&app, &Actor::Operator, id).await.unwrap().plan.expect("a plan");
    if start != Start::Planned {
        requests::approve(&app, &Actor::Operator, id, &plan.digest.expect("a whole plan")).await.unwrap();
    }
    app.store().close().await;
    // Its connectors have the databases open as well, Gestand's own among them.
    drop(app);
    if start == Start::Executing {
        holders_answer(place, id).await;
    }
    Some(id)
}

/// Begins the request while the two databases are away, records the answers of everybody else, and forgets that
/// the databases were away.
async fn holders_answer(place: &Place, id: RequestId) {
    let mut cut_off = place.copy();
    for name in ["SHOP_DATABASE_URL", "LEARNING_DATABASE_URL"] {
        cut_off.elsewhere.insert(name, format!("sqlite:{}", place.file("nowhere.db").display()));
    }
    let app = cut_off.open().await;
    work::drain(&app).await.unwrap();
    let view = requests::show(&app, &Actor::Operator, id).await.unwrap();
    for system in view.systems.iter().filter(|system| system.state == "outstanding") {
        requests::close_task(&app, &Actor::Operator, id, &system.system, TaskOutcome::NothingHeld)
            .await
            .unwrap();
    }
    app.store().close().await;
    drop(app);
    cut_off.move_database_to(place);
    sql::execute(
        &place.database(),
        "UPDATE steps SET attempts = 0, next_at = NULL, problem = NULL WHERE state <> 'done'; \
         UPDATE jobs SET run_at = 0, problem = NULL WHERE state = 'queued'",
    )
    .await;
}
