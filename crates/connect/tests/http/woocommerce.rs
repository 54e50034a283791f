//! WooCommerce REST v3 as documented: Basic proof, pages of at most 100 with `X-WP-Total`, loose search, addresses
//! that must be addresses, a customer that is only deleted by force.

use serde_json::{Value, json};

use crate::contract::{EVA, SECRET, Scenario, holds};
use crate::stub::{Asked, Reply, Service, Stub, merge, only};
use inventory::Identity;

struct Shop {
    customers: Vec<Value>,
    orders: Vec<Value>,
    notes: Vec<Value>,
    reviews: Vec<Value>,
}

fn order(id: u64, customer: u64, email: &str, status: &str, created: &str, note: &str) -> Value {
    json!({
        "id": id, "customer_id": customer, "status": status, "date_created_gmt": created, "total": "12.00",
        "customer_note": note, "customer_ip_address": "192.0.2.7",
        "billing": {"first_name": "Eva", "last_name": "Jansen", "email": email, "phone": "0612345678", "city": "Delft"},
        "shipping": {"first_name": "Eva", "city": "Delft"}, "plugin_field": "beyond the map",
    })
}

impl Shop {
    fn new(old: u64) -> Self {
        // More than a page of old orders, one that the law still wants, one of a guest, and three of other people:
        // Thomas' own that names Eva's address, a guest whose address holds hers, and one that only mentions it.
        let mut orders: Vec<Value> = (1..=old)
            .map(|id| order(id, 7, "old@school.example", "completed", "2012-03-01T10:00:00", "hi"))
            .collect();
        orders.push(order(200, 7, EVA, "completed", "2026-03-01T10:00:00", "held"));
        orders.push(order(201, 0, "Eva@School.example", "cancelled", "2026-03-01T10:00:00", "guest"));
        orders.push(order(300, 8, EVA, "completed", "2026-03-01T10:00:00", "thomas"));
        orders.push(order(
            301,
            0,
            "not-eva@school.example.example",
            "completed",
            "2026-03-01T10:00:00",
            "guest other",
        ));
        orders.push(order(
            302,
            0,
            "kim@school.example",
            "completed",
            "2026-03-01T10:00:00",
            "for eva@school.example",
        ));
        let person = |id: u64, email: &str, name: &str| json!({"id": id, "email": email, "first_name": name, "billing": {"city": "Delft"}});
        Self {
            customers: vec![person(7, EVA, "Eva"), person(8, "thomas@school.example", "Thomas")],
            orders,
            notes: vec![
                json!({"id": 1, "order": 200, "note": "Eva called"}),
                json!({"id": 2, "order": 300, "note": "thomas called"}),
            ],
            reviews: vec![
                json!({"id": 5, "reviewer": "Eva", "reviewer_email": EVA, "review": "fine"}),
                json!({"id": 6, "reviewer": "Thomas", "reviewer_email": "thomas@school.example", "review": "eva@school.example liked it"}),
            ],
        }
    }

    fn list(rows: Vec<Value>, asked: &Asked) -> Result<Reply, String> {
        let number = |name: &str, otherwise: usize| {
            asked
                .query
                .get(name)
                .map_or(Ok(otherwise), |text| text.parse().map_err(|_| format!("{name} is no number")))
        };
        let (page, per) = (number("page", 1)?, number("per_page", 10)?);
        if per > 100 || page == 0 {
            return Err("per_page is at most 100, pages count from 1".into());
        }
        let part: Vec<Value> = rows.iter().skip((page - 1) * per).take(per).cloned().collect();
        let pages = rows.len().div_ceil(per);
        Ok(Reply::json(Value::Array(part)).with("X-WP-Total", rows.len()).with("X-WP-TotalPages", pages))
    }

    fn customers(&mut self, asked: &Asked, rest: &[&str]) -> Result<Reply, String> {
        match (asked.method.as_str(), rest) {
            ("GET", []) => {
                only(asked, &["email", "role", "page", "per_page"])?;
                let email = asked.query.get("email");
                let is = |row: &&Value| {
                    email.is_none_or(|email| row["email"].as_str().unwrap().eq_ignore_ascii_case(email))
                };
                Self::list(self.customers.iter().filter(is).cloned().collect(), asked)
            }
            (method, [id]) => {
                let Some(at) = self.customers.iter().position(|row| row["id"].to_string() == *id) else {
                    return Ok(Reply::code(400, "woocommerce_rest_invalid_id"));
                };
                if method == "GET" {
                    return Ok(Reply::json(self.customers[at].clone()));
                }
                only(asked, &["force", "reassign"])?;
                if method != "DELETE" || asked.query.get("force").is_none_or(|force| force != "true") {
                    return Err("customers do not support trashing: force is required".into());
                }
                let row = self.customers.remove(at);
                for order in self.orders.iter_mut().filter(|order| order["customer_id"] == row["id"]) {
                    order["customer_id"] = json!(0);
                }
                Ok(Reply::json(row))
            }
            _ => Err("no such route".into()),
        }
    }

    fn orders(&mut self, asked: &Asked, rest: &[&str]) -> Result<Reply, String> {
        match (asked.method.as_str(), rest) {
            ("GET", []) => {
                only(asked, &["customer", "search", "page", "per_page"])?;
                let customer = asked.query.get("customer");
                let search = asked.query.get("search").map(|text| text.to_lowercase());
                let is = |row: &&Value| {
                    customer.is_none_or(|id| row["customer_id"].to_string() == *id)
                        && search.as_ref().is_none_or(|text| row.to_string().to_lowercase().contains(text))
                };
                Self::list(self.orders.iter().filter(is).cloned().collect(), asked)
            }
            (method, [id]) => {
                let Some(row) = self.orders.iter_mut().find(|row| row["id"].to_string() == *id) else {
                    return Ok(Reply::code(404, "woocommerce_rest_shop_order_invalid_id"));
                };
                if method == "PUT" {
                    let body = asked.json();
                    if body["billing"]["email"].as_str().is_some_and(|email| !email.contains('@')) {
                        return Err("billing.email is no address".into());
                    }
                    if body.get("customer_id").is_some_and(|id| !id.is_u64()) {
                        return Err("customer_id is an integer".into());
                    }
                    if let Some(name) = ["customer_ip_address", "date_created_gmt", "order_key"]
                        .iter()
                        .find(|name| body.get(**name).is_some())
                    {
                        return Err(format!("{name} is read-only"));
                    }
                    merge(row, &body);
                }
                Ok(Reply::json(row.clone()))
            }
            ("GET", [order, "notes"]) => {
                only(asked, &[])?;
                let mut rows: Vec<Value> =
                    self.notes.iter().filter(|note| note["order"].to_string() == *order).cloned().collect();
                for row in &mut rows {
                    row.as_object_mut().unwrap().remove("order");
                }
                Ok(Reply::json(Value::Array(rows)))
            }
            (method, [order, "notes", id]) => {
                let is = |note: &Value| note["order"].to_string() == *order && note["id"].to_string() == *id;
                let Some(at) = self.notes.iter().position(is) else {
                    return Ok(Reply::code(404, "woocommerce_rest_invalid_id"));
                };
                Ok(Reply::json(if method == "DELETE" {
                    self.notes.remove(at)
                } else {
                    self.notes[at].clone()
                }))
            }
            _ => Err("no such route".into()),
        }
    }

    fn reviews(&mut self, asked: &Asked, rest: &[&str]) -> Result<Reply, String> {
        match (asked.method.as_str(), rest) {
            ("GET", []) => {
                only(asked, &["search", "status", "page", "per_page"])?;
                let search = asked.query.get("search").cloned().unwrap_or_default();
                Self::list(
                    self.reviews.iter().filter(|row| row.to_string().contains(&search)).cloned().collect(),
                    asked,
                )
            }
            (method, [id]) => {
                let Some(row) = self.reviews.iter_mut().find(|row| row["id"].to_string() == *id) else {
                    return Ok(Reply::code(404, "woocommerce_rest_review_invalid_id"));
                };
                if method == "PUT" {
                    merge(row, &asked.json());
                }
                Ok(Reply::json(row.clone()))
            }
            _ => Err("no such route".into()),
        }
    }
}

impl Service for Shop {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        if asked.header("authorization") != Some(basic("ck_1", SECRET).as_str()) {
            return Ok(Reply::code(401, "woocommerce_rest_cannot_view"));
        }
        match asked.path().as_slice() {
            ["wp-json", "wc", "v3", "customers", rest @ ..] => self.customers(asked, rest),
            ["wp-json", "wc", "v3", "orders", rest @ ..] => self.orders(asked, rest),
            ["wp-json", "wc", "v3", "products", "reviews", rest @ ..] => self.reviews(asked, rest),
            _ => Err("no such route".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"customers": self.customers, "orders": self.orders, "notes": self.notes, "reviews": self.reviews})
    }
}

pub fn basic(user: &str, password: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}")))
}

pub async fn scenario() -> Scenario {
    with(110).await
}

/// With so many old orders.
pub async fn with(old: u64) -> Scenario {
    Scenario {
        file: "woocommerce.toml",
        environment: vec![
            ("WOOCOMMERCE_URL", "@".into()),
            ("WOOCOMMERCE_KEY", "ck_1".into()),
            ("WOOCOMMERCE_SECRET", SECRET.into()),
        ],
        stub: Stub::start(Shop::new(old)).await,
        identity: Identity::new("email", " EVA@school.example"),
        found: vec![("customers", 1), ("orders", old as usize + 2), ("order-notes", 1), ("reviews", 1)],
        mentions: 1,
        receipt: vec![
            ("customers", [1, 0, 0]),
            ("orders", [0, old + 1, 1]),
            ("order-notes", [1, 0, 0]),
            ("reviews", [0, 1, 0]),
        ],
        stays: vec![],
        others: vec!["thomas", "guest other", "for eva@school.example"],
        shows: true,
    }
}

#[tokio::test]
async fn the_contract_holds() {
    holds(scenario().await).await;
}

#[tokio::test]
async fn what_tax_law_wants_stays_and_nothing_else() {
    use connect::Connector;
    let scenario = with(3).await;
    let connector = scenario.connector();
    let prepared = connector.prepare_erasure(&crate::contract::order(&scenario.identities())).await.unwrap();
    let receipt = connector.erase(&prepared).await.unwrap();
    let state = scenario.stub.state();
    let find =
        |id: u64| state["orders"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
    assert_eq!(
        find(200)["billing"],
        json!({"first_name": "Eva", "last_name": "Jansen", "email": "erased-200@erased.invalid", "phone": "", "city": "Delft"}),
    );
    assert_eq!(find(200)["customer_note"], "");
    assert_eq!(find(1)["billing"]["last_name"], "");
    assert_eq!(find(1)["total"], "12.00");
    let orders = receipt.collections.iter().find(|part| part.collection == "orders").unwrap();
    assert_eq!(orders.kept[0].trimmed, 1);
    assert_eq!(
        serde_json::to_value(&orders.kept[0].why).unwrap(),
        json!({"by": "term", "term": "invoices", "release": "2034-01-01"}),
    );
}

#[tokio::test]
async fn a_field_that_the_map_does_not_know_is_not_lost() {
    use connect::Connector;
    let scenario = with(3).await;
    let mut sink = crate::contract::Kept::default();
    scenario.connector().export(&scenario.identities(), &mut sink).await.unwrap();
    assert!(sink.text.contains(r#"orders.other={"plugin_field":"beyond the map"}"#));
    assert!(!sink.text.contains("thomas called"));
}
