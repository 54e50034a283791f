//! What a request left behind, everywhere: to be compared between a run that was killed and one that was not.

use std::collections::{BTreeMap, BTreeSet};

use kernel::ids::RequestId;
use ledger::SigningKey;
use serde_json::{Value, json};
use store::jobs::JobState;
use store::messages::MessageState;
use store::{Page, Store};

use crate::setting::Place;
use crate::sql;

/// The shop's list of who wants no mail: it notes the second at which somebody was put on it.
pub(crate) const OPT_OUTS: &str = "wp_wc_email_unsubscribes";

/// Everything that must be the same.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Every row of the two systems.
    systems: BTreeMap<&'static str, BTreeMap<String, Vec<String>>>,
    /// State, counts and receipts, as `requests show` has them, without times.
    request: Value,
    /// How often each thing happened to the request, by the log.
    log: BTreeMap<String, u32>,
    /// Mails by kind and state.
    mail: BTreeMap<String, u32>,
    /// Right, outcome, punctuality and systems of every row of the register.
    register: Vec<String>,
    /// Answers that can be collected.
    answers: usize,
}

impl Outcome {
    /// How many are on the shop's list of who wants no mail.
    pub(crate) fn opted_out(&self) -> usize {
        self.systems["shop.db"][OPT_OUTS].len()
    }

    /// Fails with every difference from what was wanted.
    #[track_caller]
    pub(crate) fn must_be(&self, wanted: &Self, when: &str) {
        let mut differences = Vec::new();
        for (file, tables) in &wanted.systems {
            for (table, rows) in tables {
                if self.systems[file].get(table) != Some(rows) {
                    let got = &self.systems[file][table];
                    differences.push(format!("{file} {table}: {got:#?} instead of {rows:#?}"));
                }
            }
        }
        let parts = ["state", "problems", "address", "plan", "systems"];
        for part in parts.into_iter().filter(|part| self.request[part] != wanted.request[part]) {
            differences.push(format!(
                "request, {part}: {:#} instead of {:#}",
                self.request[part], wanted.request[part]
            ));
        }
        let mut compare = |what: &str, got: String, wanted: String| {
            if got != wanted {
                differences.push(format!("{what}: {got} instead of {wanted}"));
            }
        };
        compare("log", format!("{:?}", self.log), format!("{:?}", wanted.log));
        compare("mail", format!("{:?}", self.mail), format!("{:?}", wanted.mail));
        compare("register", format!("{:?}", self.register), format!("{:?}", wanted.register));
        compare("answers", self.answers.to_string(), wanted.answers.to_string());
        assert!(differences.is_empty(), "{when}\n{}", differences.join("\n"));
    }
}

/// Looks at everything, and that nothing is left under way and the log is whole.
pub(crate) fn of(place: &Place, request: RequestId, view: &Value) -> Outcome {
    let systems = ["shop.db", "learning.db"].map(|file| {
        let mut contents = sql::contents(&place.file(file));
        for row in contents.get_mut(OPT_OUTS).into_iter().flatten() {
            *row = without_moments(row);
        }
        (file, contents)
    });
    sql::block_on(async {
        let store = Store::open(&place.database_url()).await.unwrap();
        nothing_is_under_way(place, &store).await;
        log_is_whole(place, &store).await;
        let outcome = Outcome {
            systems: systems.into(),
            request: without_times(view),
            log: log(&store, request).await,
            mail: mail(&store).await,
            register: register(&store).await,
            answers: store::archives::by_request(&store, request).await.unwrap().len(),
        };
        store.close().await;
        outcome
    })
}

/// The ids of the messages of which it is not on record that they left.
pub(crate) fn mail_without_record(place: &Place) -> BTreeSet<String> {
    sql::block_on(async {
        let store = Store::open(&place.database_url()).await.unwrap();
        let messages = store::messages::list(&store, &Page::first(500)).await.unwrap();
        store.close().await;
        let queued = messages.into_iter().filter(|message| message.state == MessageState::Queued);
        queued.map(|message| message.id.to_string()).collect()
    })
}

async fn nothing_is_under_way(place: &Place, store: &Store) {
    for (state, count) in store::jobs::counts(store).await.unwrap() {
        assert_eq!(state, JobState::Done, "{count} jobs are not done");
    }
    let workers = std::fs::read_dir(place.file("workers")).unwrap().flatten().map(|entry| entry.file_name());
    assert_eq!(workers.count(), 0, "dead workers were not cleaned up");
}

async fn log_is_whole(place: &Place, store: &Store) {
    let seed = std::fs::read_to_string(place.file("keys/ledger.key")).unwrap();
    let mut key = [0; 32];
    hex::decode_to_slice(seed.trim(), &mut key).unwrap();
    let key = SigningKey::from_seed("127.0.0.1:8080/ledger", &key).unwrap();
    let report = store::ledger::verify(store, Some(key.public_key()), |_, _| {}).await.unwrap();
    assert!(report.is_whole(), "{:?}", report.faults);
}

async fn log(store: &Store, request: RequestId) -> BTreeMap<String, u32> {
    let mut kinds = BTreeMap::new();
    for entry in store::ledger::about(store, request).await.unwrap() {
        *kinds.entry(entry.parsed().unwrap().kind().to_string()).or_default() += 1;
    }
    kinds
}

async fn mail(store: &Store) -> BTreeMap<String, u32> {
    let mut kinds = BTreeMap::new();
    for message in store::messages::list(store, &Page::first(500)).await.unwrap() {
        *kinds.entry(format!("{} {:?}", message.kind, message.state)).or_default() += 1;
    }
    kinds
}

async fn register(store: &Store) -> Vec<String> {
    let rows = store::register::list(store, None, 100).await.unwrap();
    rows.iter().map(|row| format!("{} {} {} {}", row.right, row.outcome, row.in_time, row.systems)).collect()
}

/// A row without its moments.
fn without_moments(row: &str) -> String {
    let is_moment = |field: &str| field.trim_matches('\'').parse::<jiff::civil::DateTime>().is_ok();
    let fields = row.split(", ").map(|field| if is_moment(field) { "…" } else { field });
    fields.collect::<Vec<_>>().join(", ")
}

/// A view as it is the same at any time: state, plan and receipts. Gestand's own data are left out of the last
/// two: which mail is on its way depends on the moment at which one looks.
fn without_times(view: &Value) -> Value {
    let others = |systems: &Value| -> Vec<Value> {
        let all = systems.as_array().unwrap();
        all.iter().filter(|system| system["system"] != "gestand").cloned().collect()
    };
    let mut systems = others(&view["systems"]);
    for system in &mut systems {
        let system = system.as_object_mut().unwrap();
        for name in ["done_at", "next_try", "step", "task"] {
            system.remove(name);
        }
    }
    json!({
        "state": view["summary"]["state"],
        "problems": view["summary"]["problems"],
        "address": view["address"],
        "plan": others(&view["plan"]["systems"]),
        "systems": systems,
    })
}
