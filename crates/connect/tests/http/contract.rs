//! What every declaration passes, whatever the service.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use connect::{CollectionMeta, ConnectError, Connector, HttpConnector, RowOut, RowSink, SinkError};
use inventory::{Applied, DataMap, ErasureOrder, Identity, Receipt, Relation};
use jiff::civil::date;
use jiff::tz::TimeZone;

use crate::stub::{Stub, of_others};

pub const EVA: &str = "eva@school.example";
pub const SECRET: &str = "s3cret-of-the-service";

/// One declaration with its service.
pub struct Scenario {
    /// The file in `examples/connectors`.
    pub file: &'static str,
    /// What the environment holds; `@` stands for the stub's URL, `#` for an at sign.
    pub environment: Vec<(&'static str, String)>,
    pub stub: Stub,
    pub identity: Identity,
    /// Own rows by collection. Empty: the service cannot be searched.
    pub found: Vec<(&'static str, usize)>,
    /// Mentions in all.
    pub mentions: usize,
    /// Deleted, anonymised, kept by collection.
    pub receipt: Vec<(&'static str, [u64; 3])>,
    /// Own rows that still stand afterwards, kept for a reason.
    pub stays: Vec<(&'static str, usize)>,
    /// Texts that only rows of others hold.
    pub others: Vec<&'static str>,
    /// Whether the service can show that an erasure was carried out.
    pub shows: bool,
}

pub fn map(file: &str) -> DataMap {
    let path = format!("{}/../../examples/connectors/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut map = DataMap::parse(&text).unwrap_or_else(|problems| panic!("{file}: {problems:#?}"));
    let limits = &mut map.http.as_mut().unwrap().limits;
    limits.requests_per_second = 2000.0;
    limits.timeout_seconds = 2;
    limits.max_body_bytes = 200_000;
    map
}

impl Scenario {
    pub fn connector(&self) -> HttpConnector {
        self.connector_of(map(self.file))
    }

    pub fn connector_of(&self, map: DataMap) -> HttpConnector {
        let mut map = map;
        if map.system.url_env.is_none() {
            // A service with one address for everybody: the stub stands in for it.
            map.system.url_env = Some("STUB".to_owned());
        }
        let environment = |name: &str| match name {
            "STUB" => Some(self.stub.url.clone()),
            _ => self
                .environment
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.replace('@', &self.stub.url).replace('#', "@")),
        };
        HttpConnector::open(map, &environment).unwrap()
    }

    pub fn identities(&self) -> Vec<Identity> {
        vec![self.identity.clone(), Identity::new("unknown-kind", "x")]
    }

    /// A reading call where there is one, else an erasure.
    pub async fn poke(&self, connector: &HttpConnector) -> Result<(), ConnectError> {
        let identities = self.identities();
        if !self.found.is_empty() {
            return connector.find(&identities).await.map(|_| ());
        }
        let prepared = connector.prepare_erasure(&order(&identities)).await?;
        match connector.erase(&prepared).await {
            Ok(_) | Err(ConnectError::Pending { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

pub fn order(identities: &[Identity]) -> ErasureOrder {
    let term = serde_json::json!(
        {"id": "invoices", "keep": "7 years", "from": "end-of-book-year", "then": "delete"}
    );
    ErasureOrder {
        identities: identities.to_vec(),
        today: date(2026, 11, 22),
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        terms: [("invoices".to_owned(), serde_json::from_value(term).unwrap())].into(),
        pseudonym: "pseudo-7".to_owned(),
    }
}

/// Keeps what comes.
#[derive(Default)]
pub struct Kept {
    pub own: BTreeMap<String, usize>,
    pub mentions: usize,
    pub text: String,
    meta: Option<CollectionMeta>,
}

impl RowSink for Kept {
    fn begin(&mut self, meta: &CollectionMeta) -> Result<(), SinkError> {
        assert!(self.meta.is_none());
        self.meta = Some(meta.clone());
        Ok(())
    }

    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError> {
        let meta = self.meta.as_ref().unwrap();
        assert_eq!(row.values.len(), meta.fields.len());
        match meta.relation {
            Relation::Own => *self.own.entry(meta.collection.clone()).or_default() += 1,
            Relation::Mentions => self.mentions += 1,
        }
        for (field, value) in meta.fields.iter().zip(row.values) {
            let value = value.clone().unwrap_or_default();
            writeln!(self.text, "{}.{}={value}", meta.collection, field.column).unwrap();
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        self.meta.take().map(|_| ()).ok_or_else(|| SinkError("end without begin".into()))
    }
}

async fn own(connector: &HttpConnector, identities: &[Identity]) -> Vec<(String, usize)> {
    let found = connector.find(identities).await.unwrap();
    let counts = found.collections.iter().map(|part| (part.collection.clone(), part.count(Relation::Own)));
    counts.filter(|(_, count)| *count > 0).collect()
}

fn named(counts: &[(&str, usize)]) -> Vec<(String, usize)> {
    counts.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect()
}

fn counted(receipt: &Receipt) -> Vec<(&str, [u64; 3])> {
    let kept = |part: &inventory::CollectionReceipt| part.kept.iter().map(|kept| kept.rows).sum();
    let parts = receipt.collections.iter();
    parts.map(|part| (part.collection.as_str(), [part.deleted, part.anonymised, kept(part)])).collect()
}

/// Find, export, erase, recognise, find nothing more; do it again; nobody else is touched.
pub async fn holds(scenario: Scenario) {
    let connector = scenario.connector();
    let identities = scenario.identities();
    assert!(connector.probe().await.is_usable());
    let before = of_others(&scenario.stub.state(), &scenario.others);
    assert!(!before.is_empty() || scenario.others.is_empty(), "the service holds others too");

    assert_eq!(own(&connector, &identities).await, named(&scenario.found));
    assert_eq!(connector.find(&identities).await.unwrap().mentions(), scenario.mentions);
    let mut sink = Kept::default();
    let summary = connector.export(&identities, &mut sink).await.unwrap();
    let exported: BTreeMap<String, usize> = named(&scenario.found).into_iter().collect();
    assert_eq!(sink.own, exported);
    assert_eq!(sink.mentions, scenario.mentions);
    assert_eq!(
        summary.collections.iter().map(|part| part.own).sum::<u64>() as usize,
        exported.values().sum::<usize>()
    );

    let prepared = connector.prepare_erasure(&order(&identities)).await.unwrap();
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::NotApplied);
    let receipt = finish(&connector, &prepared).await;
    assert_eq!(counted(&receipt), scenario.receipt, "{receipt:#?}");
    let shown = if scenario.shows { Applied::Applied } else { Applied::NotApplied };
    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), shown);
    assert_eq!(own(&connector, &identities).await, named(&scenario.stays));

    // A second run does no harm and claims nothing new.
    let state = scenario.stub.state();
    let again = finish(&connector, &prepared).await;
    assert_eq!(scenario.stub.state(), state);
    if scenario.shows && scenario.stays.is_empty() && !scenario.found.is_empty() {
        assert_eq!(again.deleted(), 0, "{again:#?}");
    }
    assert_eq!(of_others(&scenario.stub.state(), &scenario.others), before);
    scenario.stub.assert_lawful();

    let stranger = [Identity::new(scenario.identity.kind.clone(), "nobody@school.example")];
    assert_eq!(own(&connector, &stranger).await, vec![]);
    let unknown = connector.find(&[Identity::new("unknown-kind", "x")]).await;
    assert_eq!(unknown, Err(ConnectError::NoIdentity { system: connector.map().system.id.clone() }));
}

/// Erases, asking again while the service is still at it.
async fn finish(connector: &HttpConnector, prepared: &inventory::PreparedErasure) -> Receipt {
    for _ in 0..5 {
        match connector.erase(prepared).await {
            Err(ConnectError::Pending { .. }) => {}
            other => return other.unwrap(),
        }
    }
    panic!("the service never finished")
}
