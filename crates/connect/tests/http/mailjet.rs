//! Mailjet: lookup by address, lists of at most 1000, delete in another version of the interface, exclusion.

use serde_json::{Value, json};

use crate::contract::{EVA, SECRET, Scenario, holds};
use crate::stub::{Asked, Reply, Service, Stub, merge, only};
use crate::woocommerce::basic;
use connect::{Capability, Connector};
use inventory::{Identity, SuppressionOrder};

struct Mailer {
    contacts: Vec<Value>,
    messages: Vec<Value>,
}

impl Mailer {
    fn contact(&mut self, id: &str) -> Option<&mut Value> {
        self.contacts.iter_mut().find(|row| row["ID"].to_string() == id || row["Email"] == id)
    }
}

fn data(rows: &[Value]) -> Reply {
    Reply::json(json!({"Count": rows.len(), "Data": rows, "Total": rows.len()}))
}

impl Service for Mailer {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        if asked.header("authorization") != Some(basic("key", SECRET).as_str()) {
            return Ok(Reply::status(401));
        }
        match (asked.method.as_str(), asked.path().as_slice()) {
            ("GET", ["v3", "REST", "contact"]) => Ok(data(&self.contacts[..1])),
            ("GET", ["v3", "REST", "contact", id]) => {
                Ok(self.contact(id).map_or_else(|| Reply::status(404), |row| data(std::slice::from_ref(row))))
            }
            ("PUT", ["v3", "REST", "contact", id]) => {
                let body = asked.json();
                if body
                    .as_object()
                    .unwrap()
                    .keys()
                    .any(|name| name != "IsExcludedFromCampaigns" && name != "Name")
                {
                    return Err("only the exclusion and the name can be changed".into());
                }
                let Some(row) = self.contact(id) else { return Ok(Reply::status(404)) };
                merge(row, &body);
                Ok(data(std::slice::from_ref(row)))
            }
            ("GET", ["v3", "REST", "contactdata", id]) => Ok(self.contact(id).map_or_else(
                || Reply::status(404),
                |row| {
                    data(&[json!({"ContactID": row["ID"], "Data": [{"Name": "school", "Value": "De Eik"}]})])
                },
            )),
            ("GET", ["v3", "REST", "contact", id, "getcontactslists"]) => {
                let lists = [json!({"ListID": 11, "IsUnsub": false}), json!({"ListID": 12, "IsUnsub": true})];
                Ok(self.contact(id).map_or_else(|| Reply::status(404), |_| data(&lists)))
            }
            ("GET", ["v3", "REST", "message"]) => {
                only(asked, &["Contact", "ShowSubject", "Offset", "Limit"])?;
                let number = |name: &str| asked.query[name].parse::<usize>().unwrap();
                let (offset, limit) = (number("Offset"), number("Limit"));
                if limit > 1000 {
                    return Err("Limit is at most 1000".into());
                }
                let is = |row: &&Value| row["ContactID"].to_string() == asked.query["Contact"];
                let rows: Vec<Value> =
                    self.messages.iter().filter(is).skip(offset).take(limit).cloned().collect();
                Ok(data(&rows))
            }
            ("DELETE", ["v4", "contacts", id]) => {
                let Some(at) = self.contacts.iter().position(|row| row["ID"].to_string() == *id) else {
                    return Ok(Reply::status(404));
                };
                let row = self.contacts.remove(at);
                self.messages.retain(|message| message["ContactID"] != row["ID"]);
                Ok(Reply::status(200))
            }
            _ => Err("no such route".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"contacts": self.contacts, "messages": self.messages})
    }
}

pub async fn scenario() -> Scenario {
    let message = |id: u64, contact: u64| json!({"ID": id, "ContactID": contact, "Status": "opened", "Subject": "News"});
    let mut messages: Vec<Value> = (1..=1100).map(|id| message(id, 1)).collect();
    messages.push(message(5000, 2));
    let mailer = Mailer {
        contacts: vec![
            json!({"ID": 1, "Email": EVA, "Name": "Eva"}),
            json!({"ID": 2, "Email": "thomas@school.example"}),
        ],
        messages,
    };
    Scenario {
        file: "mailjet.toml",
        environment: vec![("MAILJET_KEY", "key".into()), ("MAILJET_SECRET", SECRET.into())],
        stub: Stub::start(mailer).await,
        identity: Identity::new("email", EVA),
        found: vec![("contacts", 1), ("properties", 1), ("lists", 2), ("messages", 1100)],
        mentions: 0,
        receipt: vec![
            ("contacts", [1, 0, 0]),
            ("properties", [1, 0, 0]),
            ("lists", [2, 0, 0]),
            ("messages", [1100, 0, 0]),
        ],
        stays: vec![],
        others: vec!["thomas", "5000"],
        shows: true,
    }
}

#[tokio::test]
async fn the_contract_holds() {
    holds(scenario().await).await;
}

#[tokio::test]
async fn a_contact_is_kept_out_of_campaigns_and_let_in_again() {
    let scenario = scenario().await;
    let connector = scenario.connector();
    let can = connector.capabilities();
    assert_eq!((can.suppress, can.restrict), (Capability::Automatic, Capability::Automatic));
    assert_eq!((can.rectify, can.suppressed), (Capability::None, Capability::Automatic));
    assert_eq!(can.unsuppress, Capability::Automatic);
    let order = SuppressionOrder { identities: scenario.identities(), now: jiff::Timestamp::UNIX_EPOCH };
    let receipt = connector.suppress(&order).await.unwrap();
    let lists: Vec<(&str, u64)> = receipt.lists.iter().map(|list| (list.list.as_str(), list.added)).collect();
    assert_eq!(lists, [("contacts", 1)]);
    assert_eq!(scenario.stub.state()["contacts"][0]["IsExcludedFromCampaigns"], true);
    assert_eq!(scenario.stub.state()["contacts"][1].get("IsExcludedFromCampaigns"), None);
    let prepared = connector.prepare_restriction(&scenario.identities()).await.unwrap();
    connector.lift(&prepared).await.unwrap();
    assert_eq!(scenario.stub.state()["contacts"][0]["IsExcludedFromCampaigns"], false);
    connector.restrict(&prepared).await.unwrap();
    assert_eq!(scenario.stub.state()["contacts"][0]["IsExcludedFromCampaigns"], true);
    let listed = connector.suppressed(&scenario.identities()).await.unwrap();
    assert_eq!((listed.lists[0].present, listed.is_complete()), (1, true));
}

#[tokio::test]
async fn only_what_we_excluded_ourselves_is_let_in_again() {
    let scenario = scenario().await;
    let connector = scenario.connector();
    let order = SuppressionOrder { identities: scenario.identities(), now: jiff::Timestamp::UNIX_EPOCH };
    let ours = connector.prepare_suppression(&scenario.identities()).await.unwrap();
    assert_eq!(ours.missing.len(), 1);
    connector.suppress(&order).await.unwrap();
    // Now she stands there: whoever comes second put her there neither now nor later.
    let second = connector.prepare_suppression(&scenario.identities()).await.unwrap();
    assert_eq!(second.missing, []);
    assert_eq!(connector.suppress(&order).await.unwrap().lists[0].present, 1);
    assert_eq!(connector.unsuppress(&second.missing).await.unwrap().lists, []);
    assert_eq!(scenario.stub.state()["contacts"][0]["IsExcludedFromCampaigns"], true);
    let removed = connector.unsuppress(&ours.missing).await.unwrap();
    assert_eq!(removed.lists.iter().map(|list| list.removed).collect::<Vec<_>>(), [1]);
    assert_eq!(scenario.stub.state()["contacts"][0]["IsExcludedFromCampaigns"], false);
    assert_eq!(connector.unsuppress(&ours.missing).await.unwrap().lists[0].removed, 0, "once is enough");
}
