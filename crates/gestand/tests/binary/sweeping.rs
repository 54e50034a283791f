//! Letting go of what is past its date, as an operator does it; and killing the process (SIGKILL) at any moment of
//! it loses nothing and repeats nothing: what stands in the system, in the receipts and in the log is what it was
//! without the kill.

use std::collections::BTreeMap;

use kernel::{Clock as _, SystemClock};
use serde_json::Value;

use crate::killing;
use crate::setting::{Place, example};
use crate::sql;

const RULE: &str = "shop/orders/invoices";
const RUN: [&str; 6] = ["retention", "run", "--batch-rows", "30", "--format", "json"];

/// A rule that asks somebody, and deletes what was decided about.
const ASKS: &str = "shop/customer-profiles/sleeping-account";

/// Where a run of a confirmed rule must have been killed besides.
const QUEUED: &[&str] = &["before sweeps queued", "after sweeps queued"];

/// Where a run must have been killed at least once.
const MUST: &[&str] = &[
    "before sweep begun",
    "after sweep begun",
    "before batch prepared",
    "after batch prepared",
    "before system swept",
    "after system swept",
    "before batch receipted",
    "after batch receipted",
    "before sweep ended",
    "after sweep ended",
];

/// What a run comes to, however often it was begun.
#[derive(Debug, PartialEq)]
struct Outcome {
    shop: BTreeMap<String, Vec<String>>,
    /// Per collection, what the sweeps say they did.
    receipts: BTreeMap<String, u64>,
    /// Per collection, what the log says of the batches.
    logged: BTreeMap<String, u64>,
    batches: u64,
    running: usize,
    /// What became of what somebody decided: what, its state, and how many rows.
    decided: Vec<(String, String, i64)>,
}

fn outcome(place: &Place) -> Outcome {
    let sweeps = place.run(&["retention", "sweeps", "--format", "json"]).with(0).json();
    let sweeps = sweeps.as_array().unwrap();
    let mut receipts = BTreeMap::new();
    for sweep in sweeps {
        add(&mut receipts, &sweep["counts"]);
    }
    place.run(&["ledger", "verify"]).with(0);
    let (mut logged, mut batches) = (BTreeMap::new(), 0);
    let (events, decided) = sql::block_on(recorded(place));
    for event in events {
        if event.data().contains_key("batch") {
            batches += 1;
            add(&mut logged, &event.data()["counts"]);
        }
    }
    Outcome {
        shop: sql::contents(&place.file("shop.db")),
        receipts,
        logged,
        batches,
        running: sweeps.iter().filter(|sweep| sweep["state"] == "running").count(),
        decided,
    }
}

/// What the log says of sweeps, and what became of decisions.
async fn recorded(place: &Place) -> (Vec<ledger::Event>, Vec<(String, String, i64)>) {
    let app = place.open().await;
    let entries = store::ledger::latest(app.store(), None, 500).await.unwrap();
    let events = entries.iter().filter_map(ledger::StoredEntry::parsed);
    let swept = events.filter(|event| event.kind() == ledger::EventKind::SweepRun).collect();
    let decisions = store::retention_decisions::of_rule(app.store(), ASKS, 10).await.unwrap();
    let decided = decisions.iter().map(|row| {
        let (what, state) = (row.what.as_str().to_owned(), row.state.as_str().to_owned());
        (what, state, row.amount)
    });
    let mut decided: Vec<_> = decided.collect();
    decided.sort();
    app.store().close().await;
    (swept, decided)
}

fn add(sum: &mut BTreeMap<String, u64>, counts: &Value) {
    for part in counts.as_array().unwrap() {
        let rows = part["deleted"].as_u64().unwrap() + part["anonymised"].as_u64().unwrap();
        if rows > 0 {
            *sum.entry(part["collection"].as_str().unwrap().to_owned()).or_default() += rows;
        }
    }
}

/// A folder in which somebody decided about those who sleep: six go, two stay, and one was not decided about.
fn decided() -> Place {
    let place = Place::new();
    for id in 901..=909 {
        let row = format!(
            "INSERT INTO wp_wc_customer_lookup (customer_id, first_name, email, date_last_active) \
             VALUES ({id}, 'Gast', 'gast{id}@school.example', '2020-01-01 10:00:00')"
        );
        sql::run(&place.file("shop.db"), &row);
    }
    let keep = ["--row", "907", "--row", "908", "--until", "2400-01-01", "--reason", "Zij vroegen erom."];
    let today = kernel::clock::date_in(SystemClock.now(), &jiff::tz::TimeZone::UTC);
    let until = (today + jiff::Span::new().days(100)).to_string();
    let keep = keep.map(|word| if word == "2400-01-01" { until.as_str() } else { word });
    let gone: Vec<String> = (901..=906).map(|id| format!("--row={id}")).collect();
    let gone: Vec<&str> = gone.iter().map(String::as_str).chain(["--delete"]).collect();
    for words in [&keep[..], &gone[..]] {
        place.run(&[&["retention", "decide", ASKS], words].concat()).with(0);
    }
    place
}

/// A folder in which the rule is confirmed.
fn confirmed(place: Place) -> Place {
    place.run(&["retention", "preview", "--format", "json"]);
    place.run(&["retention", "confirm", RULE]).with(0);
    place
}

#[test]
fn an_operator_looks_confirms_and_lets_go() {
    let place = Place::new();
    let orders = || sql::column(&place.file("shop.db"), "SELECT COUNT(*) FROM wp_wc_orders")[0].clone();
    let all = orders();
    let early = place.run(&["retention", "confirm", RULE]).with(2);
    assert!(early.err.contains("Look at what it touches first"), "{early:#?}");
    let preview = place.run(&["retention", "preview", "--system", "shop", "--format", "json"]).with(0).json();
    let rule = preview["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == RULE).unwrap();
    let due = rule["count"]["due"].as_u64().unwrap();
    assert!(due > 50 && rule["state"] == "awaiting", "{rule:#}");
    let table = place.run(&["retention", "preview"]).with(0).out;
    assert!(table.contains(RULE) && table.contains("no rule carries out the term"), "{table}");
    // A policy folder alone tells the same, without an installation.
    let bare =
        place.run(&["retention", "preview", "--policy", &example(), "--system", "shop", "--format", "json"]);
    let bare = bare.with(0).json();
    let same = bare["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == RULE).unwrap();
    assert_eq!((&same["count"], &same["digest"]), (&rule["count"], &rule["digest"]));

    let waiting = place.run(&["retention", "run"]).with(0).out;
    assert!(waiting.contains("not swept: shop/orders/invoices (nobody has confirmed it"), "{waiting}");
    assert_eq!(orders(), all);
    place.run(&["retention", "confirm", RULE, "--digest", "other"]).with(2);
    place.run(&["retention", "confirm", RULE, "--digest", rule["digest"].as_str().unwrap()]).with(0);

    // A hold on the term stops it; its end lets it go on.
    let reason = ["--reason", "boekenonderzoek", "--reason-en", "audit"];
    let mut words = vec!["holds", "add", "--kind", "fiscal", "--term", "invoices"];
    words.extend(reason);
    let hold = place.run(&words).with(0).out.trim().to_owned();
    let listed = place.run(&["holds", "list", "--format", "json"]).with(0).json();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["names_somebody"]),
        (&Value::from(hold.as_str()), &Value::from(false))
    );
    assert!(place.run(&["retention", "run"]).with(0).out.contains("a hold keeps all of it"));
    assert_eq!(orders(), all);
    place.run(&["holds", "end", &hold]).with(0);
    place.run(&["holds", "end", &hold]).with(2);
    place.run(&["holds", "add", "--kind", "claim", "--reason", "x"]).with(2);

    place.run(&["retention", "run", "--dry-run"]).with(0);
    assert_eq!(orders(), all);
    let done = place.run(&RUN).with(0).json();
    assert_eq!(done[0]["state"], "done");
    assert_eq!(orders().parse::<u64>().unwrap(), all.parse::<u64>().unwrap() - due);
    let rest = place.run(&["retention", "preview", "--format", "json"]).with(0).json();
    let rest = rest["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == RULE).unwrap();
    assert_eq!((&rest["count"]["due"], &rest["state"]), (&Value::from(0), &Value::from("confirmed")));
}

#[test]
fn killed_at_any_moment_of_a_sweep() {
    everywhere(&confirmed(Place::new()), &[QUEUED, MUST]);
}

#[test]
fn killed_at_any_moment_of_what_somebody_decided() {
    let prepared = decided();
    let wanted = everywhere(&prepared, &[MUST]);
    assert_eq!(wanted.receipts, BTreeMap::from([("customer-profiles".to_owned(), 6)]));
    let state = |what: &str, state: &str, rows| (what.to_owned(), state.to_owned(), rows);
    assert_eq!(wanted.decided, [state("delete", "done", 6), state("keep", "allowed", 2)]);
}

#[test]
fn killed_with_our_own_data_in_postgres() {
    everywhere(&confirmed(Place::on_postgres()), &[QUEUED, MUST]);
}

#[test]
fn killed_again_and_again() {
    let prepared = confirmed(Place::new());
    let wanted = uninterrupted(&prepared);
    assert!(wanted.batches > 1, "{} batches", wanted.batches);
    let place = prepared.copy();
    let mut killed = 0;
    while place.run_and_kill(&RUN, 14 + killed % 7).is_some() {
        killed += 1;
        assert!(killed < 100, "it comes no further");
    }
    assert!(killed > 2, "{killed}");
    assert_eq!(outcome(&place), wanted);
}

fn uninterrupted(prepared: &Place) -> Outcome {
    let place = prepared.copy();
    place.run(&RUN).with(0);
    let wanted = outcome(&place);
    assert!(wanted.batches > 0 && wanted.running == 0, "{} batches", wanted.batches);
    assert_eq!(wanted.receipts, wanted.logged);
    wanted
}

fn everywhere(prepared: &Place, must: &[&[&str]]) -> Outcome {
    let wanted = uninterrupted(prepared);
    let passed = prepared.copy().boundaries(&RUN);
    killing::everywhere(&passed, must, |n| {
        let place = prepared.copy();
        let at = place.run_and_kill(&RUN, n)?;
        place.run(&RUN).with(0);
        assert_eq!(outcome(&place), wanted, "killed at boundary {n}, {at}");
        Some(at)
    });
    wanted
}
