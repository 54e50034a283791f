//! The check with its drill: what the clauses of this house come to.

use app::{check, drill, inspections, retention};
use kernel::Actor;
use policy::promise::Verdict;
use policy::promise::evidence::drill::{CLIENTS, SWEPT};

use crate::setting::{House, on_both_engines};

on_both_engines!(the_drill_turns_the_clauses_that_it_covers_to_kept_and_leaves_nothing_behind,);

async fn the_drill_turns_the_clauses_that_it_covers_to_kept_and_leaves_nothing_behind(house: House) {
    for rule in ["shop/orders/invoices", "learning/accounts/client-profile"] {
        let seen = retention::look(&house.app, &Actor::Operator, rule).await.unwrap();
        retention::confirm(&house.app, &Actor::Operator, rule, Some(&seen.rule.digest)).await.unwrap();
    }
    assert!(inspections::within(&house.app, std::time::Duration::from_secs(60)).await.unwrap().is_empty());
    let outcome = drill::run(&house.app, &Actor::Operator).await.unwrap();
    for step in &outcome.steps {
        assert!(step.passed, "{}", step.name);
    }
    for name in [SWEPT, CLIENTS] {
        assert!(
            outcome.steps.iter().any(|step| step.name == name),
            "{name}: a rule that is confirmed is tried"
        );
    }
    assert_eq!(app::suppression::count(&house.app).await.unwrap(), 0, "the drill's person is on no list");
    let checked = check::run(&house.app, &Actor::Operator).await.unwrap();
    let school = checked.gaps.iter().find(|gap| gap.gap == "G9").unwrap();
    assert_eq!(school.verdict, Verdict::Kept, "{}", school.reason.en);
    let verdicts = checked.clauses;
    assert_eq!(verdicts.len(), 134);
    for clause in [
        "S1", "S4", "S5", "S6", "S10", "S11", "S13", "S14", "S28", "S29", "S30", "S34", "S39", "S84", "S86",
        "S87", "S88", "S89", "S90", "S91", "S92", "S93", "S94", "S95", "S96", "S97", "S98", "S101", "S36",
        "S58", "S59", "S112", "S116", "S126", "S127", "S131", "S3", "S7", "S105", "S106", "S107", "S132",
        "S134",
    ] {
        let verdict = verdicts.iter().find(|verdict| verdict.clause.to_string() == clause).unwrap();
        assert_eq!(
            verdict.verdict,
            Verdict::Kept,
            "{clause}: {} / {:?}",
            verdict.reason.en,
            verdict.evidence
        );
        assert!(!verdict.evidence.is_empty(), "{clause} is kept without evidence");
    }
    // What has no machinery yet is unproven, never kept; and so is what only the pages can show: here there are none.
    let kept = verdicts.iter().filter(|verdict| verdict.verdict == Verdict::Kept).count();
    assert_eq!(
        kept,
        43,
        "{:?}",
        verdicts
            .iter()
            .filter(|v| v.verdict == Verdict::Kept)
            .map(|v| v.clause.to_string())
            .collect::<Vec<_>>()
    );
    let since: Vec<_> = verdicts.iter().map(|verdict| verdict.since).collect();
    house.clock.advance(std::time::Duration::from_secs(3600));
    let again = check::run(&house.app, &Actor::Operator).await.unwrap().clauses;
    assert_eq!(
        since,
        again.iter().map(|verdict| verdict.since).collect::<Vec<_>>(),
        "since stays while the verdict does"
    );
}
