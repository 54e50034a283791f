//! Exporting.

use std::collections::BTreeMap;

use connect::{CollectionMeta, ConnectError, Connector, RowOut, RowSink, SinkError};
use inventory::map::Relation;

use crate::engines::Database;
use crate::world::{EVA, build, connector, identities};

/// Keeps everything: by set, key and column.
#[derive(Default)]
struct Kept {
    sets: BTreeMap<String, BTreeMap<String, BTreeMap<String, Option<String>>>>,
    categories: BTreeMap<String, String>,
    now: Option<CollectionMeta>,
    refuse: bool,
}

impl RowSink for Kept {
    fn begin(&mut self, meta: &CollectionMeta) -> Result<(), SinkError> {
        assert!(self.now.is_none(), "sets do not overlap");
        for field in &meta.fields {
            let place = format!("{}.{}", meta.collection, field.column);
            self.categories.extend(field.category.clone().map(|category| (place, category)));
        }
        self.now = Some(meta.clone());
        Ok(())
    }
    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError> {
        if self.refuse {
            return Err(SinkError("the disk is full".to_owned()));
        }
        let meta = self.now.as_ref().expect("begun");
        let mark = if meta.relation == Relation::Mentions { " mentioned" } else { "" };
        let columns = meta.fields.iter().map(|field| field.column.clone()).zip(row.values.iter().cloned());
        let set = self.sets.entry(format!("{}{mark}", meta.collection)).or_default();
        let twice = set.insert(row.key.to_string(), columns.collect());
        assert!(twice.is_none(), "{} came twice", row.key);
        Ok(())
    }
    fn end(&mut self) -> Result<(), SinkError> {
        assert!(self.now.take().is_some());
        Ok(())
    }
}

pub async fn own_rows_come_whole_and_others_rows_do_not(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let given = identities(&[&format!("email={EVA}")]);
    let mut kept = Kept::default();
    let summary = connector.export(&given, &mut kept).await.unwrap();
    // The same rows as finding finds.
    let found = connector.find(&given).await.unwrap();
    let exported: u64 = summary.collections.iter().map(|part| part.own + part.mentions).sum();
    assert_eq!(exported as usize, found.own() + found.mentions());

    let text = |set: &str, key: &str, column: &str| kept.sets[set][key][column].clone();
    assert_eq!(text("users", "5", "name").as_deref(), Some("Éva O'Neil-de Wit"));
    assert_eq!(text("users", "5", "born").as_deref(), Some("1980-02-29"));
    assert!(text("users", "5", "score").is_some_and(|score| score.parse::<f64>() == Ok(12.5)));
    assert_eq!(text("users", "5", "active").as_deref(), Some("1"));
    assert_eq!(text("users", "5", "password"), None, "withheld");
    assert_eq!(text("user-meta", "2", "value"), None, "withheld by its key");
    assert_eq!(text("user-meta", "3", "value").as_deref(), Some(r#"["ring for Éva","Dorpsstraat 1"]"#));
    assert_eq!(
        text("documents", "1", "doc").as_deref(),
        Some(r#"{"owner":{"id":5},"text":"Dé \"quoted\"","n":1.50}"#)
    );
    assert!(
        text("devices", "0x0001feff", "seen").is_some_and(|seen| seen.starts_with("2026-02-03 04:05:06"))
    );
    assert_eq!(kept.categories["users.email"], "email");
    assert_eq!(kept.categories["lines.gift_note"], "text");
    assert!(!kept.categories.contains_key("lines.product"));
    let withheld = &summary.collections.iter().find(|part| part.collection == "users").unwrap().withheld;
    assert_eq!(*withheld, ["password"]);

    // Of Adam's rows: the key, and what is hers.
    let adams = &kept.sets["orders mentioned"]["4"];
    assert_eq!(adams["contact"].as_deref(), Some(EVA));
    assert!(!adams.contains_key("note") && !adams.contains_key("ship"));
    assert_eq!(adams["user"], None);
    let comment = &kept.sets["comments mentioned"]["4"];
    assert_eq!((comment["body"].clone(), comment["author_email"].clone()), (None, None));
    let setting = &kept.sets["settings mentioned"]["vips"];
    assert_eq!(setting["data"].as_deref(), Some(EVA));

    let mut full = Kept { refuse: true, ..Kept::default() };
    let error = connector.export(&given, &mut full).await.unwrap_err();
    assert!(matches!(error, ConnectError::Sink { .. }), "{error}");
}
