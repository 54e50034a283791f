//! Jobs: each is run by one worker, and none is lost.

use std::collections::BTreeSet;

use kernel::ids::JobId;
use store::jobs::{self, JobState, NewJob};
use store::{Store, StoreError};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    jobs_run_in_the_order_in_which_they_are_due,
    no_job_is_handed_to_two_workers,
    a_killed_workers_job_is_taken_again_and_the_late_worker_is_told,
    what_a_dead_worker_had_is_taken_at_once,
    a_key_waits_once_and_runs_once_at_a_time,
    a_retry_gives_way_to_the_job_that_waits_already,
    what_was_given_up_is_counted_and_purged,
);

pub(crate) fn job(stage: &Stage, run_at: i64, key: Option<&str>) -> NewJob {
    NewJob {
        id: JobId::new(at(run_at), &stage.entropy),
        kind: "plan".into(),
        payload: r#"{"n":1}"#.into(),
        unique_key: key.map(str::to_owned),
        run_at: at(run_at),
        created_at: at(0),
    }
}

async fn claim(store: &Store, now: i64, limit: u32) -> Vec<jobs::JobRow> {
    jobs::claim(store, "worker-1", at(now), at(now + 60), limit).await.unwrap()
}

async fn jobs_run_in_the_order_in_which_they_are_due(stage: Stage) {
    let store = stage.open().await;
    assert_eq!(jobs::next_due(&store).await.unwrap(), None);
    let due = [30, 10, 20, 99].map(|second| job(&stage, second, None));
    for job in &due {
        assert!(jobs::enqueue(&store, job).await.unwrap());
    }
    assert_eq!(jobs::next_due(&store).await.unwrap(), Some(at(10)));
    assert!(claim(&store, 9, 10).await.is_empty());
    let claimed = claim(&store, 30, 2).await;
    assert_eq!(claimed.iter().map(|job| job.id).collect::<Vec<_>>(), [due[1].id, due[2].id]);
    let first = &claimed[0];
    assert_eq!((first.state, first.attempts, first.lease_until), (JobState::Leased, 1, Some(at(90))));
    assert_eq!((first.kind.as_str(), first.payload.as_str()), ("plan", r#"{"n":1}"#));
    assert_eq!(claim(&store, 30, 10).await.len(), 1);
    jobs::complete(&store, first, at(31)).await.unwrap();
    let done = jobs::get(&store, first.id).await.unwrap().unwrap();
    assert_eq!((done.state, done.finished_at, done.lease_until), (JobState::Done, Some(at(31)), None));
    let counts = [(JobState::Done, 1), (JobState::Leased, 2), (JobState::Queued, 1)];
    assert_eq!(jobs::counts(&store).await.unwrap(), counts);
    assert_eq!(jobs::next_due(&store).await.unwrap(), Some(at(90)), "a lease that ends is due as well");
}

async fn no_job_is_handed_to_two_workers(stage: Stage) {
    let store = stage.open().await;
    for n in 0..200 {
        jobs::enqueue(&store, &job(&stage, n % 7, None)).await.unwrap();
    }
    let workers: Vec<_> = (0..8)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = vec![];
                loop {
                    let jobs = claim(&store, 10, 1 + n % 4).await;
                    if jobs.is_empty() {
                        return taken;
                    }
                    for job in jobs {
                        jobs::complete(&store, &job, at(11)).await.unwrap();
                        taken.push(job.id);
                    }
                }
            })
        })
        .collect();
    let mut taken = vec![];
    for worker in workers {
        taken.extend(worker.await.unwrap());
    }
    assert_eq!(taken.len(), 200);
    assert_eq!(taken.into_iter().collect::<BTreeSet<_>>().len(), 200);
    assert_eq!(jobs::counts(&store).await.unwrap(), [(JobState::Done, 200)]);
}

async fn a_killed_workers_job_is_taken_again_and_the_late_worker_is_told(stage: Stage) {
    let store = stage.open().await;
    jobs::enqueue(&store, &job(&stage, 0, Some("plan"))).await.unwrap();
    let first = claim(&store, 0, 1).await.remove(0);
    assert!(claim(&store, 59, 1).await.is_empty(), "leased");
    let second = claim(&store, 60, 1).await.remove(0);
    assert_eq!((second.id, second.attempts), (first.id, 2));
    let late = [
        jobs::complete(&store, &first, at(61)).await,
        jobs::retry(&store, &first, at(99), "late").await,
        jobs::fail(&store, &first, at(61), "late").await,
        jobs::renew(&store, &first, at(500)).await,
    ];
    assert!(late.iter().all(|result| matches!(result, Err(StoreError::Stale { what: "job" }))));
    jobs::renew(&store, &second, at(500)).await.unwrap();
    assert!(claim(&store, 499, 1).await.is_empty(), "the lease was extended");
    jobs::complete(&store, &second, at(499)).await.unwrap();
    assert!(claim(&store, 10_000, 1).await.is_empty());
}

async fn what_a_dead_worker_had_is_taken_at_once(stage: Stage) {
    let store = stage.open().await;
    for second in 0..4 {
        jobs::enqueue(&store, &job(&stage, second, Some(&format!("key-{second}")))).await.unwrap();
    }
    let lost = jobs::claim(&store, "dead", at(9), at(60), 3).await.unwrap();
    jobs::complete(&store, &lost[0], at(9)).await.unwrap();
    jobs::retry(&store, &lost[1], at(70), "the shop does not answer").await.unwrap();
    let other = jobs::claim(&store, "alive", at(9), at(60), 1).await.unwrap().remove(0);
    assert!(jobs::claim(&store, "alive", at(10), at(60), 9).await.unwrap().is_empty());
    assert_eq!(jobs::release_of(&store, "dead", at(10)).await.unwrap(), 1, "only what it still held");
    assert_eq!(jobs::release_of(&store, "dead", at(10)).await.unwrap(), 0);
    let again = jobs::claim(&store, "alive", at(10), at(60), 9).await.unwrap();
    assert_eq!(again.iter().map(|job| job.id).collect::<Vec<_>>(), [lost[2].id]);
    assert_eq!((again[0].attempts, again[0].leased_by.as_deref()), (2, Some("alive")));
    let late = jobs::complete(&store, &lost[2], at(11)).await;
    assert!(matches!(late, Err(StoreError::Stale { what: "job" })));
    jobs::complete(&store, &other, at(11)).await.unwrap();
}

async fn a_key_waits_once_and_runs_once_at_a_time(stage: Stage) {
    let store = stage.open().await;
    let waiting = job(&stage, 50, Some("request-1"));
    assert!(jobs::enqueue(&store, &waiting).await.unwrap());
    assert!(!jobs::enqueue(&store, &job(&stage, 90, Some("request-1"))).await.unwrap());
    assert!(!jobs::enqueue(&store, &job(&stage, 5, Some("request-1"))).await.unwrap());
    assert!(jobs::enqueue(&store, &job(&stage, 5, Some("request-2"))).await.unwrap());
    let stored = jobs::get(&store, waiting.id).await.unwrap().unwrap();
    assert_eq!(stored.run_at, at(5), "the earlier of the times asked for");
    let running = claim(&store, 5, 10).await;
    assert_eq!(running.len(), 2);
    // Asked for again while it runs: waits, and runs when the first run has ended.
    let again = job(&stage, 6, Some("request-1"));
    assert!(jobs::enqueue(&store, &again).await.unwrap());
    assert!(claim(&store, 7, 10).await.is_empty());
    let first = running.iter().find(|job| job.id == waiting.id).unwrap();
    jobs::complete(&store, first, at(8)).await.unwrap();
    assert_eq!(claim(&store, 9, 10).await.iter().map(|job| job.id).collect::<Vec<_>>(), [again.id]);
}

async fn a_retry_gives_way_to_the_job_that_waits_already(stage: Stage) {
    let store = stage.open().await;
    jobs::enqueue(&store, &job(&stage, 0, Some("request-1"))).await.unwrap();
    let running = claim(&store, 0, 1).await.remove(0);
    jobs::retry(&store, &running, at(30), "the shop does not answer").await.unwrap();
    let put_back = jobs::get(&store, running.id).await.unwrap().unwrap();
    assert_eq!((put_back.state, put_back.run_at, put_back.lease_until), (JobState::Queued, at(30), None));
    assert_eq!(put_back.problem.as_deref(), Some("the shop does not answer"));
    let running = claim(&store, 30, 1).await.remove(0);
    let fresh = job(&stage, 31, Some("request-1"));
    jobs::enqueue(&store, &fresh).await.unwrap();
    jobs::retry(&store, &running, at(90), "again").await.unwrap();
    assert_eq!(jobs::get(&store, running.id).await.unwrap().unwrap().state, JobState::Done);
    assert_eq!(claim(&store, 31, 10).await.iter().map(|job| job.id).collect::<Vec<_>>(), [fresh.id]);
}

async fn what_was_given_up_is_counted_and_purged(stage: Stage) {
    let store = stage.open().await;
    for second in 0..3 {
        jobs::enqueue(&store, &job(&stage, second, None)).await.unwrap();
    }
    let claimed = claim(&store, 5, 2).await;
    jobs::fail(&store, &claimed[0], at(6), "no such system").await.unwrap();
    jobs::complete(&store, &claimed[1], at(7)).await.unwrap();
    let failed = jobs::failed(&store, 10).await.unwrap();
    assert_eq!(failed.iter().map(|job| job.id).collect::<Vec<_>>(), [claimed[0].id]);
    assert_eq!(failed[0].problem.as_deref(), Some("no such system"));
    assert_eq!(jobs::purge(&store, at(6)).await.unwrap(), 1);
    assert_eq!(jobs::purge(&store, at(99)).await.unwrap(), 1);
    assert_eq!(jobs::counts(&store).await.unwrap(), [(JobState::Queued, 1)]);
}
