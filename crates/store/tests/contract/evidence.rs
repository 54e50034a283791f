//! Verdicts, drills and the state of systems.

use store::drills::{self, DrillRow};
use store::systems::{self, SystemRow};
use store::verdicts::{self, VerdictRow};

use crate::stage::{Stage, at, on_both_engines};

on_both_engines!(
    a_verdict_keeps_its_since_for_as_long_as_it_stands,
    drills_are_listed_latest_first,
    a_system_has_one_present_state,
);

async fn a_verdict_keeps_its_since_for_as_long_as_it_stands(stage: Stage) {
    let store = stage.open().await;
    let verdict = |clause: &str, verdict: &str, second: i64| VerdictRow {
        clause: clause.into(),
        promise: "answered-in-time".into(),
        verdict: verdict.into(),
        evidence: format!(r#"{{"looked":{second}}}"#),
        since: at(second),
        checked_at: at(second),
    };
    // As many as there are clauses, in one go.
    let all: Vec<_> = (1..=600).map(|n| verdict(&format!("S{n}"), "unproven", 1)).collect();
    verdicts::upsert(&store, &all).await.unwrap();
    assert_eq!(verdicts::list(&store).await.unwrap().len(), 600);
    for (now, second, since) in
        [("unproven", 2, 1), ("kept", 3, 3), ("kept", 4, 3), ("broken", 5, 5), ("kept", 6, 6)]
    {
        verdicts::upsert(&store, &[verdict("S91", now, second)]).await.unwrap();
        let stored = verdicts::get(&store, "S91").await.unwrap().unwrap();
        assert_eq!((stored.since, stored.checked_at), (at(since), at(second)), "{now} at {second}");
        assert_eq!(stored.evidence, format!(r#"{{"looked":{second}}}"#));
    }
    assert_eq!(verdicts::get(&store, "S0").await.unwrap(), None);
}

async fn drills_are_listed_latest_first(stage: Stage) {
    let store = stage.open().await;
    let rows = [1, 3, 2].map(|second| DrillRow {
        id: format!("drill-{second}"),
        at: at(second),
        outcome: r#"{"ok":true}"#.into(),
    });
    for row in &rows {
        drills::insert(&store, row).await.unwrap();
    }
    assert_eq!(drills::list(&store, 2).await.unwrap(), [rows[1].clone(), rows[2].clone()]);
}

async fn a_system_has_one_present_state(stage: Stage) {
    let store = stage.open().await;
    let up = SystemRow {
        system: "shop".into(),
        probed_at: at(1),
        reachable: true,
        problem: None,
        drift: "[]".into(),
    };
    systems::upsert(&store, &up).await.unwrap();
    let down = SystemRow {
        probed_at: at(2),
        reachable: false,
        problem: Some("the shop does not answer".into()),
        ..up.clone()
    };
    systems::upsert(&store, &down).await.unwrap();
    assert_eq!(systems::list(&store).await.unwrap(), vec![down.clone()]);
    assert_eq!(systems::get(&store, "shop").await.unwrap(), Some(down));
    assert_eq!(systems::get(&store, "learning").await.unwrap(), None);
}
