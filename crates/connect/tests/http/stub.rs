//! The stub: an HTTP server whose service is a plain function of the call, and which can be told to fail first.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use serde_json::{Value, json};

/// A call as the service sees it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    /// Decoded segment by segment: a slash in a value stays part of its segment.
    pub path: Vec<String>,
    pub query: BTreeMap<String, String>,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn json(&self) -> Value {
        let kind = self.header("content-type");
        assert_eq!(kind, Some("application/json"), "a JSON body says what it is");
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }
}

/// What the service answers.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub json: Option<Value>,
}

impl Reply {
    pub fn json(json: Value) -> Self {
        Self { status: 200, headers: Vec::new(), json: Some(json) }
    }

    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), json: None }
    }

    pub fn code(status: u16, code: &str) -> Self {
        Self { status, headers: Vec::new(), json: Some(json!({"code": code})) }
    }

    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

/// A service.
pub trait Service: Send {
    /// Answers. An error is a breach of the documented contract: noted, and answered with 400.
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String>;
    /// What it holds, for tests to look at.
    fn state(&self) -> Value;
}

/// What goes wrong with the next call.
#[derive(Debug, Clone)]
pub enum Fault {
    Status(u16, Option<u64>),
    Html,
    NotJson,
    Cut,
    Redirect(String),
    Slow,
    Huge,
    /// Nothing: for faults that come later.
    Pass,
    /// Drops the last row of a list, and says nothing.
    Short,
}

struct Shared {
    service: Box<dyn Service>,
    faults: VecDeque<Fault>,
    calls: Vec<Asked>,
    violations: Vec<String>,
}

/// A running stub.
#[derive(Clone)]
pub struct Stub {
    shared: Arc<Mutex<Shared>>,
    pub url: String,
}

impl Stub {
    pub async fn start(service: impl Service + 'static) -> Self {
        let shared = Shared {
            service: Box::new(service),
            faults: VecDeque::new(),
            calls: Vec::new(),
            violations: Vec::new(),
        };
        let shared = Arc::new(Mutex::new(shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(handle).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { shared, url }
    }

    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.lock().unwrap().faults.extend(faults);
    }

    pub fn heal(&self) {
        self.shared.lock().unwrap().faults.clear();
    }

    pub fn calls(&self) -> Vec<Asked> {
        self.shared.lock().unwrap().calls.clone()
    }

    pub fn state(&self) -> Value {
        self.shared.lock().unwrap().service.state()
    }

    /// Nothing was asked that the service's documentation does not allow.
    pub fn assert_lawful(&self) {
        assert_eq!(self.shared.lock().unwrap().violations, Vec::<String>::new());
    }
}

async fn handle(
    State(shared): State<Arc<Mutex<Shared>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let asked = Asked {
        method: method.to_string(),
        path: uri.path().split('/').skip(1).map(decode).collect(),
        query: url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect(),
        headers,
        body: body.to_vec(),
    };
    let fault = shared.lock().unwrap().faults.pop_front();
    if let Some(Fault::Slow) = fault {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    }
    let mut shared = shared.lock().unwrap();
    shared.calls.push(asked.clone());
    match fault {
        None | Some(Fault::Slow | Fault::Short | Fault::Pass) => {
            let mut reply = shared.service.answer(&asked).unwrap_or_else(|breach| {
                shared.violations.push(format!("{} {}: {breach}", asked.method, asked.path.join("/")));
                Reply::code(400, "breach")
            });
            if let (Some(Fault::Short), Some(Value::Array(rows))) = (&fault, &mut reply.json) {
                rows.pop();
            }
            write(&reply)
        }
        Some(fault) => broken(&fault),
    }
}

fn write(reply: &Reply) -> Response<Body> {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    match &reply.json {
        Some(json) => response
            .header("content-type", "application/json; charset=utf-8")
            .body(Body::from(serde_json::to_vec(json).unwrap())),
        None => response.body(Body::empty()),
    }
    .unwrap()
}

fn broken(fault: &Fault) -> Response<Body> {
    let response = Response::builder();
    let json = || Response::builder().status(200).header("content-type", "application/json");
    match fault {
        Fault::Status(status, after) => {
            let response = match after {
                Some(seconds) => response.header("retry-after", seconds.to_string()),
                None => response,
            };
            // What a server says in its errors may quote the caller's words: it must go nowhere.
            response.status(*status).body(Body::from("eva@school.example s3cret"))
        }
        Fault::Html => response.header("content-type", "text/html").body(Body::from("<h1>Maintenance</h1>")),
        Fault::NotJson => json().body(Body::from("[{\"id\": 1,")),
        Fault::Cut => {
            let chunks = [Ok(Bytes::from_static(b"[{\"id\": 1")), Err(std::io::Error::other("cut"))];
            json().body(Body::from_stream(futures_util::stream::iter(chunks)))
        }
        Fault::Redirect(target) => response.status(302).header("location", target).body(Body::empty()),
        Fault::Huge => json().body(Body::from(format!("[\"{}\"]", "x".repeat(300_000)))),
        Fault::Slow | Fault::Short | Fault::Pass => unreachable!("handled with the service"),
    }
    .unwrap()
}

/// Only these parameters, or it is a breach.
pub fn only(asked: &Asked, known: &[&str]) -> Result<(), String> {
    match asked.query.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("the parameter {name} is unknown")),
        None => Ok(()),
    }
}

/// A row that is nobody's concern must be the same before and after.
pub fn of_others(state: &Value, marks: &[&str]) -> Vec<String> {
    let mut rows = Vec::new();
    for list in state.as_object().unwrap().values().filter_map(Value::as_array) {
        let texts = list.iter().map(Value::to_string);
        rows.extend(texts.filter(|text| marks.iter().any(|mark| text.contains(mark))));
    }
    rows
}

/// Merges an object into another, as services do with a PUT of some fields.
pub fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}
