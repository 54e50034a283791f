//! WordPress' own REST interface: an application password, `context=edit` for what is not public, comments whose
//! e-mail search needs it, users that are only deleted with an heir.

use serde_json::{Value, json};

use crate::contract::{EVA, SECRET, Scenario, holds};
use crate::stub::{Asked, Reply, Service, Stub, merge, only};
use crate::woocommerce::basic;
use inventory::Identity;

struct Site {
    users: Vec<Value>,
    comments: Vec<Value>,
}

impl Site {
    fn list(rows: Vec<Value>, asked: &Asked) -> Result<Reply, String> {
        let number = |name: &str, otherwise: usize| {
            asked.query.get(name).map_or(otherwise, |text| text.parse().unwrap())
        };
        let (page, per) = (number("page", 1), number("per_page", 10));
        let pages = rows.len().div_ceil(per);
        if page > pages.max(1) {
            return Err("rest_post_invalid_page_number".into());
        }
        let part: Vec<Value> = rows.iter().skip((page - 1) * per).take(per).cloned().collect();
        Ok(Reply::json(Value::Array(part)).with("X-WP-Total", rows.len()))
    }
}

impl Service for Site {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        if asked.header("authorization") != Some(basic("admin", SECRET).as_str()) {
            return Ok(Reply::code(401, "rest_not_logged_in"));
        }
        let edit = asked.query.get("context").is_some_and(|context| context == "edit");
        let path = asked.path();
        let rest = path.strip_prefix(&["wp-json", "wp", "v2"][..]).ok_or("no such route")?;
        match (asked.method.as_str(), rest) {
            ("GET", ["users", "me"]) => Ok(Reply::json(json!({"id": 1}))),
            ("GET", ["users"]) if edit => {
                only(asked, &["search", "context", "page", "per_page"])?;
                let search = asked.query["search"].to_lowercase();
                Self::list(
                    self.users
                        .iter()
                        .filter(|row| row["email"].as_str().unwrap().contains(&search))
                        .cloned()
                        .collect(),
                    asked,
                )
            }
            (method @ ("GET" | "DELETE"), ["users", id]) => {
                let Some(at) = self.users.iter().position(|row| row["id"].to_string() == *id) else {
                    return Ok(Reply::code(404, "rest_user_invalid_id"));
                };
                if method == "GET" {
                    return Ok(Reply::json(self.users[at].clone()));
                }
                if asked.query.get("force").is_none_or(|force| force != "true")
                    || !asked.query.contains_key("reassign")
                {
                    return Err("force and reassign are required".into());
                }
                Ok(Reply::json(self.users.remove(at)))
            }
            ("GET", ["comments"]) if edit => {
                only(asked, &["author", "author_email", "context", "status", "page", "per_page"])?;
                let is = |row: &&Value| {
                    asked.query.get("author").is_none_or(|id| row["author"].to_string() == *id)
                        && asked.query.get("author_email").is_none_or(|email| row["author_email"] == **email)
                };
                Self::list(self.comments.iter().filter(is).cloned().collect(), asked)
            }
            (method @ ("GET" | "PUT"), ["comments", id]) => {
                let Some(row) = self.comments.iter_mut().find(|row| row["id"].to_string() == *id) else {
                    return Ok(Reply::code(404, "rest_comment_invalid_id"));
                };
                if method == "PUT" {
                    let body = asked.json();
                    if body["author_ip"].as_str().is_some_and(|ip| ip.parse::<std::net::IpAddr>().is_err()) {
                        return Err("author_ip is no address".into());
                    }
                    merge(row, &body);
                }
                Ok(Reply::json(row.clone()))
            }
            _ => Err("no such route, or context=edit is missing".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"users": self.users, "comments": self.comments})
    }
}

fn comment(id: u64, author: u64, email: &str) -> Value {
    json!({"id": id, "author": author, "author_email": email, "author_name": "Eva", "author_ip": "192.0.2.1", "content": {"rendered": "nice"}})
}

pub async fn scenario() -> Scenario {
    let site = Site {
        users: vec![
            json!({"id": 4, "email": EVA, "name": "Eva", "first_name": "Eva"}),
            json!({"id": 5, "email": "not-eva@school.example", "name": "Noteva"}),
        ],
        comments: vec![comment(1, 4, "other-address@school.example"), comment(2, 0, EVA), comment(3, 5, EVA)],
    };
    Scenario {
        file: "wordpress.toml",
        environment: vec![
            ("WORDPRESS_URL", "@/".into()),
            ("WORDPRESS_USER", "admin".into()),
            ("WORDPRESS_PASSWORD", SECRET.into()),
            ("WORDPRESS_REASSIGN", "1".into()),
        ],
        stub: Stub::start(site).await,
        identity: Identity::new("email", EVA),
        found: vec![("users", 1), ("comments", 2)],
        mentions: 1,
        receipt: vec![("users", [1, 0, 0]), ("comments", [0, 2, 0])],
        stays: vec![],
        others: vec!["Noteva", "\"id\":3"],
        shows: true,
    }
}

#[tokio::test]
async fn the_contract_holds() {
    holds(scenario().await).await;
}
