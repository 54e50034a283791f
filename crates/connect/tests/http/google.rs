//! Google Analytics: a token by refresh, one client id per call, nothing that could be looked at.

use serde_json::{Value, json};

use crate::contract::{SECRET, Scenario, holds};
use crate::stub::{Asked, Reply, Service, Stub};
use inventory::Identity;

#[derive(Default)]
struct Analytics {
    deleted: std::collections::BTreeSet<String>,
}

impl Service for Analytics {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        if asked.path() == ["token"] {
            let form: std::collections::BTreeMap<String, String> =
                url::form_urlencoded::parse(&asked.body).into_owned().collect();
            if form["grant_type"] != "refresh_token"
                || form["refresh_token"] != "again"
                || form["client_secret"] != SECRET
            {
                return Ok(Reply::status(400));
            }
            return Ok(Reply::json(json!({"access_token": "ya29"})));
        }
        if asked.header("authorization") != Some("Bearer ya29") {
            return Ok(Reply::status(401));
        }
        match (asked.method.as_str(), asked.path().as_slice()) {
            ("GET", ["v1beta", "properties", "42"]) => Ok(Reply::json(json!({"name": "properties/42"}))),
            ("POST", ["v1alpha", "properties", "42:submitUserDeletion"]) => {
                let body = asked.json();
                let id = body["clientId"].as_str().filter(|_| body.as_object().unwrap().len() == 1);
                self.deleted.insert(id.ok_or("exactly one of the ids is given")?.to_owned());
                Ok(Reply::json(json!({"deletionRequestTime": "2026-11-22T00:00:00Z"})))
            }
            _ => Err("no such route".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"deleted": self.deleted})
    }
}

pub async fn scenario() -> Scenario {
    Scenario {
        file: "google-analytics.toml",
        environment: vec![
            ("GOOGLE_LOGIN_URL", "@".into()),
            ("GOOGLE_CLIENT_ID", "app".into()),
            ("GOOGLE_CLIENT_SECRET", SECRET.into()),
            ("GOOGLE_REFRESH_TOKEN", "again".into()),
            ("GOOGLE_ANALYTICS_PROPERTY", "42".into()),
        ],
        stub: Stub::start(Analytics::default()).await,
        identity: Identity::new("cookie-id", "123456789.1700000000"),
        found: vec![],
        mentions: 0,
        receipt: vec![("events", [1, 0, 0])],
        stays: vec![],
        others: vec![],
        shows: false,
    }
}

#[tokio::test]
async fn the_contract_holds() {
    let scenario = scenario().await;
    let stub = scenario.stub.clone();
    holds(scenario).await;
    assert_eq!(stub.state(), json!({"deleted": ["123456789.1700000000"]}));
}

#[tokio::test]
async fn it_does_not_pretend_to_find() {
    use connect::{Capability, Connector};
    let scenario = scenario().await;
    let can = scenario.connector().capabilities();
    assert_eq!(
        (can.find, can.export, can.erase),
        (Capability::None, Capability::None, Capability::Automatic)
    );
}
