//! Tasks of holders without an interface, and decisions about rows that ask somebody.

use kernel::ids::StepId;
use store::retention_decisions::{DecisionKind, DecisionRow, DecisionState};
use store::steps::{StepKind, StepRow, StepState};
use store::tasks::{AnswerRow, TaskRow};
use store::{Page, StoreError, retention_decisions, steps, tasks};

use crate::stage::{Stage, at, on_both_engines, request};

on_both_engines!(
    a_task_is_listed_until_it_is_done_and_changed_by_one_at_a_time,
    an_answer_is_read_apart_and_goes_with_its_request,
    a_decision_ends_once_and_is_forgotten_later,
    several_requests_are_read_at_once,
);

fn step(stage: &Stage, of: &store::requests::RequestRow, ordinal: i64) -> StepRow {
    StepRow {
        id: StepId::new(at(ordinal), &stage.entropy),
        request_id: of.id,
        system: "hosting".into(),
        kind: StepKind::Manual,
        ordinal,
        state: StepState::Pending,
        version: 1,
        attempts: 0,
        next_at: None,
        problem: None,
        prepared: None,
        receipt: None,
        started_at: None,
        done_at: None,
    }
}

async fn a_task_is_listed_until_it_is_done_and_changed_by_one_at_a_time(stage: Stage) {
    let store = stage.open().await;
    let rows = [request(&stage, 0), request(&stage, 1)];
    let mut both = Vec::new();
    for (n, row) in (0..).zip(&rows) {
        store::requests::insert(&store, row).await.unwrap();
        both.push(step(&stage, row, n));
    }
    steps::insert(&store, &both).await.unwrap();
    let page = Page::first(10);
    let listed = tasks::open(&store, false, &page).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.state.clone()).collect::<Vec<_>>(), [None, None]);
    assert!(tasks::open(&store, true, &page).await.unwrap().is_empty(), "a drill's are listed apart");

    let mut task = TaskRow { step_id: both[0].id, state: "sent".into(), version: 0 };
    let mut late = task.clone();
    tasks::put(&store, &mut task).await.unwrap();
    assert_eq!(tasks::get(&store, both[0].id).await.unwrap().as_ref(), Some(&task));
    late.version = 7;
    assert!(matches!(tasks::put(&store, &mut late).await, Err(StoreError::Stale { what: "task" })));
    assert_eq!(tasks::by_request(&store, rows[0].id).await.unwrap(), [task]);

    let mut done = both[0].clone();
    (done.state, done.done_at) = (StepState::Done, Some(at(9)));
    steps::update(&store, &mut done).await.unwrap();
    let left = tasks::open(&store, false, &page).await.unwrap();
    assert_eq!(left.iter().map(|one| one.step.id).collect::<Vec<_>>(), [both[1].id]);
    let over = tasks::done(&store, false, &page).await.unwrap();
    let over: Vec<_> = over.into_iter().map(|one| (one.step.id, one.state)).collect();
    assert_eq!(over, [(both[0].id, Some("sent".to_owned()))]);
}

async fn an_answer_is_read_apart_and_goes_with_its_request(stage: Stage) {
    let store = stage.open().await;
    let mut row = request(&stage, 0);
    store::requests::insert(&store, &row).await.unwrap();
    let of = step(&stage, &row, 0);
    steps::insert(&store, std::slice::from_ref(&of)).await.unwrap();
    let answer = |id: &str| AnswerRow {
        id: id.into(),
        step_id: of.id,
        request_id: row.id,
        name: vec![1],
        media: "application/pdf".into(),
        bytes: 3,
        sha256: "ab".into(),
        for_person: true,
        kept_at: at(5),
    };
    let (first, second) = (answer("a1"), answer("a2"));
    tasks::keep_answer(&store, &first, vec![7, 8, 9]).await.unwrap();
    tasks::keep_answer(&store, &second, vec![1]).await.unwrap();
    assert_eq!(tasks::answers(&store, row.id).await.unwrap(), [first.clone(), second]);
    assert_eq!(tasks::answer(&store, "a1").await.unwrap(), Some(first));
    assert_eq!(tasks::contents(&store, "a1").await.unwrap(), Some(vec![7, 8, 9]));
    assert!(tasks::over(&store, at(100), 10).await.unwrap().is_empty(), "the request is open");
    row.closed_at = Some(at(50));
    store::requests::update(&store, &mut row).await.unwrap();
    assert!(tasks::over(&store, at(49), 10).await.unwrap().is_empty());
    assert_eq!(tasks::over(&store, at(50), 1).await.unwrap().len(), 1);
    assert!(tasks::destroy(&store, "a1").await.unwrap());
    assert!(!tasks::destroy(&store, "a1").await.unwrap(), "once");
    assert_eq!(tasks::contents(&store, "a1").await.unwrap(), None);
    assert!(store::requests::delete(&store, row.id).await.unwrap());
    assert_eq!(tasks::answer(&store, "a2").await.unwrap(), None);
}

async fn a_decision_ends_once_and_is_forgotten_later(stage: Stage) {
    let store = stage.open().await;
    let decision = |id: &str, n: i64| DecisionRow {
        id: id.into(),
        rule: "learning/accounts/profiles".into(),
        digest: "d".into(),
        what: DecisionKind::Delete,
        state: DecisionState::Waiting,
        version: 1,
        keys: Some(vec![1, 2]),
        amount: 12,
        reason: String::new(),
        until: None,
        decided_by: "a".into(),
        decided_at: at(n),
        allowed_by: None,
        ended_at: None,
    };
    let (mut first, second) = (decision("1", 1), decision("2", 2));
    retention_decisions::insert(&store, &first).await.unwrap();
    retention_decisions::insert(&store, &second).await.unwrap();
    assert_eq!(retention_decisions::open(&store).await.unwrap(), [first.clone(), second.clone()]);
    let mut late = first.clone();
    (first.state, first.keys, first.ended_at) = (DecisionState::Done, None, Some(at(9)));
    first.allowed_by = Some("b".into());
    retention_decisions::update(&store, &mut first).await.unwrap();
    let late = retention_decisions::update(&store, &mut late).await;
    assert!(matches!(late, Err(StoreError::Stale { what: "retention decision" })));
    assert_eq!(retention_decisions::get(&store, "1").await.unwrap(), Some(first.clone()));
    assert_eq!(retention_decisions::open(&store).await.unwrap(), std::slice::from_ref(&second));
    let of_rule = retention_decisions::of_rule(&store, &first.rule, 10).await.unwrap();
    assert_eq!(of_rule, [second.clone(), first]);
    assert_eq!(retention_decisions::purge(&store, at(9)).await.unwrap(), 0);
    assert_eq!(retention_decisions::purge(&store, at(10)).await.unwrap(), 1);
    assert_eq!(retention_decisions::of_rule(&store, &second.rule, 10).await.unwrap(), [second]);
}

async fn several_requests_are_read_at_once(stage: Stage) {
    let store = stage.open().await;
    let rows: Vec<_> = (0..3).map(|n| request(&stage, n)).collect();
    for row in &rows {
        store::requests::insert(&store, row).await.unwrap();
        let of: Vec<_> = (0..2).map(|n| step(&stage, row, n)).collect();
        steps::insert(&store, &of).await.unwrap();
    }
    let ids: Vec<_> = rows[..2].iter().map(|row| row.id).collect();
    let mut wanted = Vec::new();
    for id in &ids {
        wanted.extend(steps::by_request(&store, *id).await.unwrap());
    }
    wanted.sort_by_key(|step| (step.request_id.to_string(), step.ordinal));
    assert_eq!(steps::by_requests(&store, &ids).await.unwrap(), wanted);
    assert_eq!(steps::by_requests(&store, &[]).await.unwrap(), []);
    let nothing: [String; 0] = [];
    assert!(store::ledger::about_any(&store, &nothing).await.unwrap().is_empty());
    assert!(store::ledger::about_any(&store, &ids).await.unwrap().is_empty());
}
