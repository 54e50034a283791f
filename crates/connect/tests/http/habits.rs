//! Habits of services that no shipped declaration has: the example of the documentation, links in headers, calls
//! that must not be sent twice, keys that make them safe.

use connect::{Connector, HttpConnector};
use inventory::{DataMap, Identity};
use serde_json::{Value, json};

use crate::contract::{EVA, order};
use crate::stub::{Asked, Fault, Reply, Service, Stub};

/// A helpdesk that lists three tickets a page, in the way it was told to.
struct Helpdesk {
    tickets: Vec<Value>,
    links: bool,
    keys: Vec<Option<String>>,
}

impl Helpdesk {
    fn new(links: bool) -> Self {
        let ticket =
            |id: u64| json!({"id": id, "requester": {"email": EVA}, "subject": "Help", "status": "open"});
        Self { tickets: (1..=8).map(ticket).collect(), links, keys: Vec::new() }
    }
}

impl Service for Helpdesk {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        match (asked.method.as_str(), asked.path().as_slice()) {
            ("GET", ["api", "tickets"]) => {
                let from = asked.query.get("cursor").map_or(0, |text| text.parse::<usize>().unwrap());
                let items: Vec<&Value> = self.tickets.iter().skip(from).take(3).collect();
                let more = from + 3 < self.tickets.len();
                let next = if more && !self.links { json!((from + 3).to_string()) } else { Value::Null };
                let reply = Reply::json(json!({"items": items, "next": next}));
                let link = format!("</api/tickets?q=x&cursor={}>; rel=\"next\"", from + 3);
                Ok(if more && self.links { reply.with("Link", link) } else { reply })
            }
            ("GET", ["api", "tickets", id]) => {
                let row = self.tickets.iter().find(|row| row["id"].to_string() == *id);
                Ok(row.map_or_else(|| Reply::status(404), |row| Reply::json(row.clone())))
            }
            ("DELETE", ["api", "tickets", id]) | ("POST", ["api", "tickets", id, "erase"]) => {
                self.keys.push(asked.header("idempotency-key").map(str::to_owned));
                self.tickets.retain(|row| row["id"].to_string() != *id);
                Ok(Reply::status(204))
            }
            _ => Err("no such route".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"tickets": self.tickets, "keys": self.keys})
    }
}

/// The example of `docs/connectors.md`, with a line replaced.
fn example(from: &str, to: &str) -> DataMap {
    let path = format!("{}/../../docs/connectors.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let toml = text.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(toml.contains(from), "{from}");
    let mut map =
        DataMap::parse(&toml.replacen(from, to, 1)).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let limits = &mut map.http.as_mut().unwrap().limits;
    limits.requests_per_second = 2000.0;
    limits.attempts = 2;
    map
}

fn open(map: DataMap, stub: &Stub) -> HttpConnector {
    let environment = |name: &str| match name {
        "HELPDESK_URL" => Some(stub.url.clone()),
        "HELPDESK_TOKEN" => Some("hush".to_owned()),
        _ => None,
    };
    HttpConnector::open(map, &environment).unwrap()
}

fn eva() -> [Identity; 1] {
    [Identity::new("email", EVA)]
}

#[tokio::test]
async fn listings_go_on_by_cursor_and_by_link() {
    let cursor = "paging = { kind = \"cursor\", at = \"/next\", query = \"cursor\" }";
    for (paging, links) in [(cursor, false), ("paging = { kind = \"link\" }", true)] {
        let stub = Stub::start(Helpdesk::new(links)).await;
        let connector = open(example(cursor, paging), &stub);
        assert_eq!(connector.find(&eva()).await.unwrap().own(), 8, "{paging}");
        assert_eq!(stub.calls().len(), 3, "{paging}");
    }
}

#[tokio::test]
async fn a_listing_without_end_is_given_up() {
    let stub = Stub::start(Helpdesk::new(false)).await;
    let mut map = example("at = \"/next\"", "at = \"/items/0/id\"");
    map.http.as_mut().unwrap().limits.max_pages = 4;
    let error = open(map, &stub).find(&eva()).await.unwrap_err();
    assert_eq!(error.name(), "answer");
    assert!(stub.calls().len() <= 4);
}

#[tokio::test]
async fn a_redirect_within_the_host_is_followed() {
    let stub = Stub::start(Helpdesk::new(false)).await;
    stub.fail([Fault::Redirect("/api/tickets?q=y".into())]);
    assert_eq!(open(example("x", "x"), &stub).find(&eva()).await.unwrap().own(), 8);
}

const DELETE: &str = "{ method = \"DELETE\", path = \"/api/tickets/{id}\" }";

/// Erases while the first call that changes something is answered with 500: how often was it sent?
async fn sent(delete: &str) -> (Result<u64, String>, Stub) {
    let stub = Stub::start(Helpdesk::new(false)).await;
    let connector = open(example(DELETE, delete), &stub);
    let prepared = connector.prepare_erasure(&order(&eva())).await.unwrap();
    // Three pages are read again before the first ticket goes.
    stub.fail([Fault::Pass, Fault::Pass, Fault::Pass, Fault::Status(500, None)]);
    let receipt = connector.erase(&prepared).await;
    (receipt.map(|receipt| receipt.deleted()).map_err(|error| error.name().to_owned()), stub)
}

#[tokio::test]
async fn a_call_whose_outcome_is_unknown_is_sent_again_only_when_that_is_safe() {
    let post = "{ method = \"POST\", path = \"/api/tickets/{id}/erase\" }";
    let keyed =
        "{ method = \"POST\", path = \"/api/tickets/{id}/erase\", idempotency_header = \"Idempotency-Key\" }";
    let repeatable = "{ method = \"POST\", path = \"/api/tickets/{id}/erase\", repeatable = true }";
    for (call, expected, calls) in [
        (DELETE, Ok(8), 3 + 3 + 9),
        (post, Err("busy".to_owned()), 3 + 3 + 1),
        (keyed, Ok(8), 3 + 3 + 9),
        (repeatable, Ok(8), 3 + 3 + 9),
    ] {
        let (result, stub) = sent(call).await;
        assert_eq!(result, expected, "{call}");
        assert_eq!(stub.calls().len(), calls, "{call}");
    }
}

#[tokio::test]
async fn the_same_erasure_of_the_same_row_has_the_same_key() {
    let keyed =
        "{ method = \"POST\", path = \"/api/tickets/{id}/erase\", idempotency_header = \"Idempotency-Key\" }";
    let (_, first) = sent(keyed).await;
    let (_, second) = sent(keyed).await;
    assert_eq!(first.state()["keys"], second.state()["keys"]);
    let posts: Vec<Asked> = first.calls().into_iter().filter(|call| call.method == "POST").collect();
    let key = |call: &Asked| call.header("idempotency-key").unwrap().to_owned();
    assert_eq!(key(&posts[0]), key(&posts[1]), "the repeated call carries the key of the first");
    let keys: std::collections::BTreeSet<String> = posts.iter().map(key).collect();
    assert_eq!(keys.len(), 8);
    assert!(keys.iter().all(|key| key.len() == 64 && !key.contains("eva")));
}
