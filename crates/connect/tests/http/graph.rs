//! Microsoft Graph: a token from another address that grows old, a search in a phrase, next links, permanentDelete.

use serde_json::{Value, json};

use crate::contract::{EVA, SECRET, Scenario, holds};
use crate::stub::{Asked, Fault, Reply, Service, Stub, only};
use inventory::Identity;

struct Graph {
    /// Calls that a token lasts: old tokens are refused, as after their hour.
    lasts: u32,
    token: u32,
    used: u32,
    messages: Vec<Value>,
}

impl Graph {
    fn token(&mut self, asked: &Asked) -> Reply {
        let form: std::collections::BTreeMap<String, String> =
            url::form_urlencoded::parse(&asked.body).into_owned().collect();
        let expected = [
            ("client_id", "app"),
            ("client_secret", SECRET),
            ("grant_type", "client_credentials"),
            ("scope", "https://graph.microsoft.com/.default"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        if asked.method != "POST" || form != std::collections::BTreeMap::from(expected) {
            return Reply::status(400);
        }
        self.token += 1;
        self.used = 0;
        Reply::json(
            json!({"token_type": "Bearer", "expires_in": 3599, "access_token": format!("t{}", self.token)}),
        )
    }

    fn list(&self, mailbox: &str, asked: &Asked) -> Result<Reply, String> {
        only(asked, &["$search", "$top", "skip"])?;
        let phrase =
            asked.query["$search"].strip_prefix("\"participants:").and_then(|text| text.strip_suffix('"'));
        let person = phrase.filter(|text| !text.contains('"')).ok_or("the search is a quoted phrase")?;
        let skip: usize = asked.query.get("skip").map_or(0, |text| text.parse().unwrap());
        let is = |row: &&Value| row["box"] == mailbox && row.to_string().contains(person);
        let rows: Vec<Value> = self.messages.iter().filter(is).cloned().collect();
        let page: Vec<&Value> = rows.iter().skip(skip).take(2).collect();
        let mut json = json!({"value": page});
        if skip + 2 < rows.len() {
            let host = asked.header("host").unwrap();
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("$search", &asked.query["$search"])
                .append_pair("skip", &(skip + 2).to_string())
                .finish();
            json["@odata.nextLink"] = json!(format!("http://{host}/v1.0/users/{mailbox}/messages?{query}"));
        }
        Ok(Reply::json(json))
    }
}

impl Service for Graph {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        if asked.path() == ["contoso", "oauth2", "v2.0", "token"] {
            return Ok(self.token(asked));
        }
        self.used += 1;
        if asked.header("authorization") != Some(format!("Bearer t{}", self.token).as_str())
            || self.used > self.lasts
        {
            self.token += 100;
            return Ok(Reply::code(401, "InvalidAuthenticationToken"));
        }
        if asked.header("prefer") != Some("IdType=\"ImmutableId\"") {
            return Err("ids must survive a move".into());
        }
        let path = asked.path();
        let rest = path.strip_prefix(&["v1.0", "users"][..]).ok_or("no such route")?;
        match (asked.method.as_str(), rest) {
            ("GET", [mailbox, "messages"]) => self.list(mailbox, asked),
            ("GET", [mailbox, "messages", id]) => {
                let row = self.messages.iter().find(|row| row["box"] == *mailbox && row["id"] == *id);
                Ok(row.map_or_else(
                    || Reply::code(404, "ErrorItemNotFound"),
                    |row| Reply::json(json!({"id": row["id"]})),
                ))
            }
            ("POST", [mailbox, "messages", id, "permanentDelete"]) => {
                let before = self.messages.len();
                self.messages.retain(|row| !(row["box"] == *mailbox && row["id"] == *id));
                Ok(if self.messages.len() < before {
                    Reply::status(204)
                } else {
                    Reply::code(404, "ErrorItemNotFound")
                })
            }
            _ => Err("no such route".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"messages": self.messages})
    }
}

fn message(mailbox: &str, id: &str, from: &str, to: &str, cc: &str) -> Value {
    let address = |text: &str| json!({"emailAddress": {"address": text, "name": "x"}});
    json!({"box": mailbox, "id": id, "from": address(from), "toRecipients": [address(to)], "ccRecipients": [address(cc)], "subject": "Vraag"})
}

pub async fn scenario() -> Scenario {
    let (info, help) = ("info@school.example", "help@school.example");
    let messages = vec![
        message(info, "A/+1=", EVA, info, "x@school.example"),
        message(info, "A2", info, EVA, "x@school.example"),
        message(info, "A3", EVA, info, "x@school.example"),
        message(help, "B1", EVA, help, "x@school.example"),
        message(help, "B2", "kim@school.example", help, EVA),
        message(help, "B3", "not-eva@school.example", help, "x@school.example"),
        message("private@school.example", "C1", EVA, "private@school.example", "x@school.example"),
    ];
    Scenario {
        file: "microsoft-graph.toml",
        environment: vec![
            ("MICROSOFT_LOGIN_URL", "@".into()),
            ("MICROSOFT_TENANT", "contoso".into()),
            ("MICROSOFT_MAILBOXES", "info#school.example, help#school.example".into()),
            ("MICROSOFT_CLIENT_ID", "app".into()),
            ("MICROSOFT_CLIENT_SECRET", SECRET.into()),
        ],
        stub: Stub::start(Graph { lasts: 7, token: 0, used: 0, messages }).await,
        identity: Identity::new("email", EVA),
        found: vec![("messages", 4)],
        mentions: 1,
        receipt: vec![("messages", [4, 0, 0])],
        stays: vec![],
        others: vec!["kim@", "not-eva@", "private@"],
        shows: true,
    }
}

#[tokio::test]
async fn the_contract_holds() {
    holds(scenario().await).await;
}

#[tokio::test]
async fn a_listing_does_not_lead_to_another_host() {
    use connect::Connector;
    let scenario = scenario().await;
    let other = Stub::start(Graph { lasts: 100, token: 0, used: 0, messages: vec![] }).await;
    let mut map = crate::contract::map(scenario.file);
    // The token is asked for first; then the list redirects.
    map.http.as_mut().unwrap().limits.attempts = 1;
    let connector = scenario.connector_of(map);
    connector.find(&scenario.identities()).await.unwrap();
    scenario.stub.fail([Fault::Redirect(format!("{}/v1.0/users/x/messages", other.url))]);
    let error = connector.find(&scenario.identities()).await.unwrap_err();
    assert_eq!(error.name(), "answer");
    assert!(other.calls().is_empty(), "the token never went to another host");
}
