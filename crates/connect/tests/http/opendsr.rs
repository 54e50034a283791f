//! OpenDSR 2.0: requests with an id of ours, a status that takes its time, every answer signed by the processor.
//!
//! `processor.pem` and its key are made up for these tests: an invented processor on a reserved domain.

use std::collections::BTreeMap;

use base64::Engine as _;
use connect::{ConnectError, Connector};
use inventory::Identity;
use rustls::SignatureScheme;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

use crate::contract::{EVA, SECRET, Scenario, holds, order};
use crate::stub::{Asked, Reply, Service, Stub};

struct Processor {
    /// Looks at a request until it is completed.
    takes: u32,
    ends: &'static str,
    requests: BTreeMap<String, (Value, u32)>,
    domain: &'static str,
    tampers: bool,
}

impl Processor {
    fn new(takes: u32) -> Self {
        Self {
            takes,
            ends: "completed",
            requests: BTreeMap::new(),
            domain: "processor.example",
            tampers: false,
        }
    }

    fn signed(&self, status: u16, json: Value) -> Reply {
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("processor-key.pem")).unwrap();
        let key = rustls::crypto::ring::sign::any_supported_type(&key).unwrap();
        let signer = key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256]).unwrap();
        let signature = signer.sign(&serde_json::to_vec(&json).unwrap()).unwrap();
        let json = if self.tampers { json!({"request_status": "completed"}) } else { json };
        let signature = base64::engine::general_purpose::STANDARD.encode(signature);
        Reply { status, headers: Vec::new(), json: Some(json) }
            .with("X-OpenDSR-Processor-Domain", self.domain)
            .with("X-OpenDSR-Signature", signature)
    }

    fn file(&mut self, body: &Value) -> Result<Reply, String> {
        let id = body["subject_request_id"].as_str().ok_or("subject_request_id is missing")?;
        let uuid = id.len() == 36
            && id.as_bytes()[14] == b'4'
            && matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b');
        let expected = json!([{"identity_type": "email", "identity_value": EVA, "identity_format": "raw"}]);
        let fits = body["regulation"] == "gdpr"
            && body["subject_request_type"] == "erasure"
            && body["submitted_time"] == "2026-11-22T00:00:00Z"
            && body["subject_identities"] == expected;
        if !uuid || !fits {
            return Err("the request is not in the form of OpenDSR 2.0".into());
        }
        if self.requests.contains_key(id) {
            return Ok(self.signed(409, json!({"error": "exists"})));
        }
        self.requests.insert(id.to_owned(), (body.clone(), 0));
        Ok(self.signed(201, json!({"subject_request_id": id})))
    }
}

impl Service for Processor {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        if asked.header("authorization") != Some(format!("Bearer {SECRET}").as_str()) {
            return Ok(Reply::status(401));
        }
        match (asked.method.as_str(), asked.path().as_slice()) {
            ("GET", ["discovery"]) => Ok(self.signed(200, json!({"api_version": "2.0"}))),
            ("POST", ["requests"]) => self.file(&asked.json()),
            ("GET", ["requests", id]) => {
                let Some((_, looks)) = self.requests.get_mut(*id) else { return Ok(Reply::status(404)) };
                *looks += 1;
                let status = match *looks {
                    looks if looks > self.takes => self.ends,
                    1 => "pending",
                    _ => "in_progress",
                };
                Ok(self.signed(200, json!({"subject_request_id": id, "request_status": status})))
            }
            _ => Err("no such route".into()),
        }
    }

    fn state(&self) -> Value {
        let filed: Vec<&Value> = self.requests.values().map(|(body, _)| body).collect();
        json!({"requests": filed})
    }
}

async fn with(processor: Processor) -> Scenario {
    Scenario {
        file: "opendsr.toml",
        environment: vec![
            ("OPENDSR_URL", "@".into()),
            ("OPENDSR_TOKEN", SECRET.into()),
            ("OPENDSR_PROCESSOR_DOMAIN", "processor.example".into()),
            ("OPENDSR_CERTIFICATE", include_str!("processor.pem").into()),
        ],
        stub: Stub::start(processor).await,
        identity: Identity::new("email", EVA),
        found: vec![],
        mentions: 0,
        receipt: vec![("by-email", [1, 0, 0])],
        stays: vec![],
        others: vec![],
        shows: true,
    }
}

pub async fn scenario() -> Scenario {
    with(Processor::new(2)).await
}

#[tokio::test]
async fn the_contract_holds() {
    holds(scenario().await).await;
}

#[tokio::test]
async fn one_erasure_is_one_request_however_often_it_is_tried() {
    let scenario = with(Processor::new(4)).await;
    let connector = scenario.connector();
    let prepared = connector.prepare_erasure(&order(&scenario.identities())).await.unwrap();
    for _ in 0..4 {
        let system = "opendsr".to_owned();
        assert_eq!(connector.erase(&prepared).await, Err(ConnectError::Pending { system }));
    }
    assert!(connector.erase(&prepared).await.unwrap().deleted() == 1);
    assert_eq!(scenario.stub.state()["requests"].as_array().unwrap().len(), 1);
    let posts = scenario.stub.calls().iter().filter(|call| call.method == "POST").count();
    assert_eq!(posts, 1);
}

#[tokio::test]
async fn a_request_that_was_cancelled_is_not_called_done() {
    let scenario = with(Processor { ends: "cancelled", ..Processor::new(0) }).await;
    let connector = scenario.connector();
    let prepared = connector.prepare_erasure(&order(&scenario.identities())).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    assert!(!error.retryable(), "{error}");
}

#[tokio::test]
async fn an_answer_counts_only_with_the_processors_signature() {
    let forged = [
        Processor { tampers: true, ..Processor::new(0) },
        Processor { domain: "elsewhere.example", ..Processor::new(0) },
    ];
    for processor in forged {
        let scenario = with(processor).await;
        let connector = scenario.connector();
        assert!(!connector.probe().await.is_usable());
        let prepared = connector.prepare_erasure(&order(&scenario.identities())).await.unwrap();
        let error = connector.erase(&prepared).await.unwrap_err();
        assert_eq!(error.name(), "answer");
    }
}
