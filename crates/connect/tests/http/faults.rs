//! What goes wrong on the wire, for every declaration: what passes, what is tried again, and what is said.

use connect::{ConnectError, Connector, HttpConnector};
use inventory::Identity;

use crate::contract::{EVA, SECRET, Scenario};
use crate::stub::{Fault, Reply, Service, Stub};
use crate::{afas, google, graph, mailjet, opendsr, woocommerce, wordpress};

async fn scenarios() -> Vec<Scenario> {
    vec![
        woocommerce::with(3).await,
        wordpress::scenario().await,
        afas::scenario().await,
        mailjet::scenario().await,
        graph::scenario().await,
        google::scenario().await,
        opendsr::scenario().await,
    ]
}

fn tuned(scenario: &Scenario, attempts: u32, max_wait: u64) -> HttpConnector {
    let mut map = crate::contract::map(scenario.file);
    let limits = &mut map.http.as_mut().unwrap().limits;
    limits.attempts = attempts;
    limits.max_wait_seconds = max_wait;
    limits.timeout_seconds = 1;
    scenario.connector_of(map)
}

/// An error is for a desk and a log: no secret, no person, not even in its inner form.
fn assert_discreet(error: &ConnectError) {
    for text in [error.to_string(), format!("{error:?}"), error.public()] {
        for hidden in [SECRET, "s3cret", EVA, "eva", "123456789"] {
            assert!(!text.contains(hidden), "{text}");
        }
    }
}

/// What lies under an interrupted erasure.
fn root(error: ConnectError) -> ConnectError {
    match error {
        ConnectError::Interrupted { cause, .. } => *cause,
        other => other,
    }
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for scenario in scenarios().await {
        for fault in
            [Fault::Status(429, Some(1)), Fault::Status(503, None), Fault::Status(500, None), Fault::Cut]
        {
            scenario.stub.fail([fault.clone()]);
            let result = scenario.poke(&tuned(&scenario, 3, 5)).await;
            assert_eq!(result, Ok(()), "{}: {fault:?}", scenario.file);
        }
        scenario.stub.assert_lawful();
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_job() {
    for scenario in scenarios().await {
        let connector = tuned(&scenario, 5, 5);
        let before = scenario.stub.calls().len();
        scenario.stub.fail([Fault::Status(429, Some(3600))]);
        let error = scenario.poke(&connector).await.unwrap_err();
        assert_eq!(root(error.clone()).name(), "busy", "{}", scenario.file);
        assert!(error.retryable());
        assert_eq!(scenario.stub.calls().len(), before + 1, "{}: one call, then patience", scenario.file);
        assert_discreet(&error);
    }
}

#[tokio::test]
async fn what_does_not_pass_is_told_apart() {
    for scenario in scenarios().await {
        let cases: [(Fault, &str, bool); 7] = [
            (Fault::Status(502, None), "busy", true),
            (Fault::Slow, "timeout", true),
            (Fault::Cut, "unreachable", true),
            (Fault::Status(403, None), "permission", false),
            (Fault::Status(400, None), "answer", false),
            (Fault::Redirect("http://elsewhere.example/".into()), "answer", false),
            (Fault::Huge, "answer", false),
        ];
        for (fault, name, again) in cases {
            // A token that is being asked for is refused with 400 and 403: that is a wrong secret, not a wrong call.
            let connector = tuned(&scenario, 2, 5);
            assert_eq!(scenario.poke(&connector).await, Ok(()), "{}: healthy", scenario.file);
            scenario.stub.fail([fault.clone(), fault.clone()]);
            let result = scenario.poke(&connector).await;
            scenario.stub.heal();
            let error = result.expect_err(&format!("{}: {fault:?}", scenario.file));
            assert_discreet(&error);
            assert_eq!(error.retryable(), again, "{}: {fault:?}: {error}", scenario.file);
            assert_eq!(root(error).name(), name, "{}: {fault:?}", scenario.file);
        }
    }
}

#[tokio::test]
async fn what_is_no_json_is_no_answer() {
    for scenario in scenarios().await.into_iter().filter(|scenario| !scenario.found.is_empty()) {
        let connector = tuned(&scenario, 2, 5);
        scenario.poke(&connector).await.unwrap();
        for fault in [Fault::Html, Fault::NotJson] {
            scenario.stub.fail([fault.clone(), fault.clone()]);
            let error = scenario.poke(&connector).await.unwrap_err();
            scenario.stub.heal();
            assert_eq!(error.name(), "answer", "{}: {fault:?}", scenario.file);
            assert_discreet(&error);
        }
    }
}

#[tokio::test]
async fn wrong_secrets_are_refused_and_not_repeated() {
    for mut scenario in scenarios().await {
        for (name, value) in &mut scenario.environment {
            if value == SECRET && !name.ends_with("CERTIFICATE") {
                *value = "wrong-s3cret".into();
            }
        }
        let connector = tuned(&scenario, 4, 5);
        let error = scenario.poke(&connector).await.unwrap_err();
        assert_eq!(error.name(), "refused", "{}", scenario.file);
        assert_discreet(&error);
        assert!(scenario.stub.calls().len() <= 2, "{}: no hammering with a wrong secret", scenario.file);
        assert!(!connector.probe().await.is_usable());
        assert!(!format!("{connector:?}").contains("wrong-s3cret"), "{}", scenario.file);
    }
}

#[tokio::test]
async fn a_missing_secret_is_named_before_anything_is_called() {
    let scenario = woocommerce::with(3).await;
    let environment = |name: &str| (name == "WOOCOMMERCE_URL").then(|| scenario.stub.url.clone());
    let error = HttpConnector::open(crate::contract::map(scenario.file), &environment).unwrap_err();
    assert!(error.to_string().contains("WOOCOMMERCE_KEY"), "{error}");
    assert!(scenario.stub.calls().is_empty());
}

#[tokio::test]
async fn a_page_that_is_cut_short_is_noticed() {
    for scenario in [woocommerce::with(3).await, wordpress::scenario().await] {
        scenario.stub.fail([Fault::Short]);
        let error = scenario.poke(&tuned(&scenario, 3, 5)).await.unwrap_err();
        assert_eq!(error.name(), "incomplete");
        assert!(error.retryable());
    }
}

#[tokio::test]
async fn an_erasure_that_stops_on_the_way_says_so_and_goes_on() {
    let scenario = woocommerce::with(3).await;
    let connector = tuned(&scenario, 1, 5);
    let prepared = connector.prepare_erasure(&crate::contract::order(&scenario.identities())).await.unwrap();
    let reads = scenario.stub.calls().len();
    // As many reads again, then three writes that work and one that does not.
    let stub = Stopping { after: reads + 3, stub: scenario.stub.clone() };
    let error = stub.erase(&connector, &prepared).await;
    match error {
        ConnectError::Interrupted { done, ref cause, .. } => {
            assert_eq!((done, cause.name()), (3, "busy"));
            assert!(error.retryable());
            assert_discreet(&error);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), inventory::Applied::NotApplied);
    let receipt = connector.erase(&prepared).await.unwrap();
    let total = |receipt: &inventory::Receipt| {
        let gone: u64 = receipt.collections.iter().map(|part| part.gone).sum();
        receipt.deleted() + receipt.anonymised() + receipt.kept() + gone
    };
    assert_eq!(total(&receipt), 8, "every prepared row is accounted for: {receipt:#?}");
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), inventory::Applied::Applied);
}

/// Lets so many calls through, then answers 503 until the erasure gives up.
struct Stopping {
    after: usize,
    stub: Stub,
}

impl Stopping {
    async fn erase(&self, connector: &HttpConnector, prepared: &inventory::PreparedErasure) -> ConnectError {
        let faults: Vec<Fault> = (0..self.after)
            .map(|_| Fault::Pass)
            .chain(std::iter::repeat_n(Fault::Status(503, None), 3))
            .collect();
        self.stub.fail(faults);
        let error = connector.erase(prepared).await.unwrap_err();
        self.stub.heal();
        error
    }
}

/// A service that answers a call about one row with another row.
struct Confused;

impl Service for Confused {
    fn answer(&mut self, _asked: &crate::stub::Asked) -> Result<Reply, String> {
        Ok(Reply::json(serde_json::json!({"Count": 1, "Data": [{"ID": 99, "Email": EVA}], "rows": []})))
    }

    fn state(&self) -> serde_json::Value {
        serde_json::Value::Null
    }
}

#[tokio::test]
async fn a_service_that_shows_another_row_is_not_believed() {
    let scenario = mailjet::scenario().await;
    let connector = scenario.connector();
    let prepared = connector.prepare_erasure(&crate::contract::order(&scenario.identities())).await.unwrap();
    let confused = Scenario { stub: Stub::start(Confused).await, ..scenario };
    let error = confused.connector().verify_applied(&prepared).await.unwrap_err();
    assert_eq!(error.name(), "answer");
    let stranger = [Identity::new("email", "kim@school.example")];
    assert_eq!(
        confused.connector().find(&stranger).await.unwrap().own(),
        0,
        "a loose answer is nobody's row"
    );
}
