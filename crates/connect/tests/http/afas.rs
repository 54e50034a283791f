//! AFAS Profit: the wrapped token, filters with operators, skip and take, persons that are only updated.

use serde_json::{Value, json};

use crate::contract::{EVA, SECRET, Scenario, holds};
use crate::stub::{Asked, Reply, Service, Stub, only};
use inventory::Identity;

struct Profit {
    persons: Vec<Value>,
    debtors: Vec<Value>,
    invoices: Vec<Value>,
}

impl Profit {
    fn get(rows: &[Value], asked: &Asked) -> Result<Reply, String> {
        only(asked, &["filterfieldids", "filtervalues", "operatortypes", "skip", "take"])?;
        if asked.query.get("operatortypes").is_none_or(|operator| operator != "1") {
            return Err("operator 1 is equals".into());
        }
        let (field, value) = (&asked.query["filterfieldids"], &asked.query["filtervalues"]);
        let number =
            |name: &str| asked.query[name].parse::<usize>().map_err(|_| format!("{name} is no number"));
        let (skip, take) = (number("skip")?, number("take")?);
        let is = |row: &&Value| match &row[field] {
            Value::String(text) => text.eq_ignore_ascii_case(value),
            other => other.to_string() == *value,
        };
        // A server may hand out less than was asked for.
        let rows: Vec<&Value> = rows.iter().filter(is).skip(skip).take(take.min(2)).collect();
        Ok(Reply::json(json!({"skip": skip, "take": take, "rows": rows})))
    }

    fn update(&mut self, asked: &Asked) -> Result<Reply, String> {
        let body = asked.json();
        let fields =
            body["KnPerson"]["Element"]["Fields"].as_object().ok_or("the form is KnPerson/Element/Fields")?;
        if fields["MatchPer"] != "0" || fields.get("LaNm").is_some_and(|name| name == "") {
            return Err("persons are matched by BcCo, and have a surname".into());
        }
        let row =
            self.persons.iter_mut().find(|row| row["BcCo"] == fields["BcCo"]).ok_or("no such person")?;
        for (name, column) in [
            ("EmAd", "Email"),
            ("TeNr", "Phone"),
            ("MbNr", "Mobile"),
            ("DaBi", "BirthDate"),
            ("FiNm", "FirstName"),
            ("LaNm", "LastName"),
        ] {
            if let Some(value) = fields.get(name) {
                row[column] = value.clone();
            }
        }
        let known = ["MatchPer", "BcCo", "EmAd", "TeNr", "MbNr", "DaBi", "FiNm", "LaNm"];
        match fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(format!("KnPerson has no field {name}")),
            None => Ok(Reply::status(201)),
        }
    }
}

impl Service for Profit {
    fn answer(&mut self, asked: &Asked) -> Result<Reply, String> {
        use base64::Engine as _;
        let token = format!("<token><version>1</version><data>{SECRET}</data></token>");
        let expected = format!("AfasToken {}", base64::engine::general_purpose::STANDARD.encode(token));
        if asked.header("authorization") != Some(expected.as_str()) {
            return Ok(Reply::status(401));
        }
        let path = asked.path();
        let rest = path.strip_prefix(&["ProfitRestServices"][..]).ok_or("no such route")?;
        match (asked.method.as_str(), rest) {
            ("GET", ["metainfo"]) => Ok(Reply::json(json!({"updateConnectors": [], "getConnectors": []}))),
            ("GET", ["connectors", "Gestand_Persons"]) => Self::get(&self.persons, asked),
            ("GET", ["connectors", "Gestand_Debtors"]) => Self::get(&self.debtors, asked),
            ("GET", ["connectors", "Gestand_Invoices"]) => Self::get(&self.invoices, asked),
            ("PUT", ["connectors", "KnPerson"]) => self.update(asked),
            _ => Err("no such route: a person cannot be deleted".into()),
        }
    }

    fn state(&self) -> Value {
        json!({"persons": self.persons, "debtors": self.debtors, "invoices": self.invoices})
    }
}

pub async fn scenario() -> Scenario {
    let person = |number: &str, email: &str| json!({"BcCo": number, "Email": email, "FirstName": "Eva", "LastName": "Jansen", "Phone": "0612345678", "BirthDate": "1990-01-02T00:00:00Z"});
    let profit = Profit {
        persons: vec![person("P1", EVA), person("P2", "thomas@school.example")],
        debtors: vec![json!({"DebtorId": "10001", "BcCo": "P1", "DebtorName": "E. Jansen"}), json!({"DebtorId": "10002", "BcCo": "P2", "DebtorName": "Thomas"})],
        invoices: (1..=5).map(|id| json!({"InvoiceId": id, "DebtorId": "10001", "InvoiceDate": "2025-01-01", "Amount": 10.5})).collect(),
    };
    Scenario {
        file: "afas.toml",
        environment: vec![("AFAS_URL", "@/ProfitRestServices".into()), ("AFAS_TOKEN", SECRET.into())],
        stub: Stub::start(profit).await,
        identity: Identity::new("email", EVA),
        found: vec![("persons", 1), ("debtors", 1), ("invoices", 5)],
        mentions: 0,
        receipt: vec![("persons", [0, 1, 0]), ("debtors", [0, 0, 1]), ("invoices", [0, 0, 5])],
        stays: vec![],
        others: vec!["P2"],
        shows: true,
    }
}

#[tokio::test]
async fn the_contract_holds() {
    holds(scenario().await).await;
}

#[tokio::test]
async fn a_debtor_with_postings_is_left_standing() {
    use connect::Connector;
    let scenario = scenario().await;
    let connector = scenario.connector();
    let prepared = connector.prepare_erasure(&crate::contract::order(&scenario.identities())).await.unwrap();
    connector.erase(&prepared).await.unwrap();
    let state = scenario.stub.state();
    assert_eq!(state["debtors"].as_array().unwrap().len(), 2);
    assert_eq!(
        state["persons"][0],
        json!({"BcCo": "P1", "Email": "", "FirstName": "", "LastName": "Verwijderd P1", "Phone": "", "Mobile": "", "BirthDate": null}),
    );
}
