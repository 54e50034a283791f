//! Correcting, restricting and lifting, and exclusion lists.

use connect::{Capability, ConnectError, Connector, SqlConnector};
use inventory::{
    Applied, Correction, PreparedRectification, PreparedRestriction, PreparedSuppression, RectificationOrder,
    SuppressionOrder,
};
use jiff::Timestamp;

use crate::engines::{Database, Engine};
use crate::erasing::{difference, one};
use crate::world::{EVA, build, connector, dump, identities, order};

const NEW: &str = "eva.new@school.example";

fn hers() -> String {
    format!("email={EVA}")
}

fn correction(field: &str, was: Option<&str>, to: &str) -> Correction {
    Correction { field: field.to_owned(), was: was.map(str::to_owned), to: to.to_owned() }
}

fn ordered(corrections: Vec<Correction>) -> RectificationOrder {
    let order = order(&[&hers()]);
    RectificationOrder {
        identities: order.identities,
        corrections,
        today: order.today,
        zone: order.zone,
        terms: order.terms,
        now: moment(),
    }
}

fn moment() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

async fn prepare(
    connector: &SqlConnector,
    corrections: Vec<Correction>,
) -> Result<PreparedRectification, ConnectError> {
    let prepared = connector.prepare_rectification(&ordered(corrections)).await?;
    // It survives being stored.
    Ok(serde_json::from_str(&serde_json::to_string(&prepared).unwrap()).unwrap())
}

/// Corrected, held and other rows by place.
fn counted(fields: &[inventory::FieldCounts]) -> Vec<(String, [u64; 4])> {
    let counts =
        |field: &inventory::FieldCounts| [field.corrected, field.held, field.other, field.not_theirs];
    fields.iter().map(|field| (field.place.to_string(), counts(field))).collect()
}

fn row(place: &str, counts: [u64; 4]) -> (String, [u64; 4]) {
    (place.to_owned(), counts)
}

pub async fn everything_is_declared(database: Database) {
    let can = connector(&database).capabilities();
    for capability in [can.rectify, can.restrict, can.suppress, can.suppressed] {
        assert_eq!(capability, Capability::Automatic);
    }
    let mut map = crate::world::map();
    map.exclusions.clear();
    map.collections.iter_mut().for_each(|collection| collection.restrict = None);
    let poor = SqlConnector::open(map, &database.url, &connect::SqlOptions::default()).unwrap();
    let can = poor.capabilities();
    assert_eq!(
        (can.restrict, can.suppress, can.suppressed),
        (Capability::None, Capability::None, Capability::None)
    );
    let given = identities(&[&hers()]);
    assert_eq!(poor.prepare_restriction(&given).await.unwrap_err().name(), "unsupported");
    assert_eq!(poor.suppressed(&given).await.unwrap_err().name(), "unsupported");
}

pub async fn a_correction_reaches_every_copy_and_nothing_else(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = prepare(&connector, vec![correction("email", None, NEW)]).await.unwrap();
    assert_eq!(dump(&database).await, before, "preparing changes nothing");
    assert_eq!(connector.verify_rectified(&prepared).await.unwrap(), Applied::NotApplied);
    let receipt = connector.rectify(&prepared).await.unwrap();
    // Her order with another address on purpose, and refunds without one, are no copies.
    let expected = vec![
        row("users.email", [1, 0, 0, 0]),
        row("orders.contact", [3, 0, 3, 0]),
        row("comments.author_email", [2, 0, 0, 0]),
    ];
    assert_eq!(counted(&receipt.fields), expected);
    assert_eq!(counted(&prepared.counts()), expected, "what the officer saw is what was done");
    let json = serde_json::to_string(&receipt).unwrap();
    assert!(!json.contains("eva") && !json.contains("neil"), "a receipt holds nothing of the person: {json}");
    let changed = difference(&before, &dump(&database).await);
    // She had opted out of mailings under the old address, and has so under the new one.
    let expected = [("user", (1, 1)), ("order", (3, 3)), ("comment", (2, 2)), ("unsubscribed", (0, 1))];
    let lists: Vec<_> = receipt.lists.iter().map(|list| (list.list.as_str(), list.added)).collect();
    assert_eq!(lists, [("mailing", 1)]);
    let asked = connector.suppressed(&identities(&[&format!("email={NEW}")])).await.unwrap();
    assert_eq!(asked.lists.iter().map(|list| list.present).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(changed, expected.map(|(table, counts)| (table.to_owned(), counts)).into());
    assert_eq!(one(&database, "user", "email,name", "id = 5").await, [NEW, "Éva O'Neil-de Wit"]);
    assert_eq!(connector.verify_rectified(&prepared).await.unwrap(), Applied::Applied);
    // By hand again with the new address: nothing is wrong any more.
    let mut again = ordered(vec![correction("email", Some(EVA), NEW)]);
    again.identities = identities(&[&format!("email={NEW}")]);
    let error = connector.prepare_rectification(&again).await.unwrap_err();
    assert_eq!((error.name(), error.retryable()), ("uncorrectable", false));
}

pub async fn an_issued_invoice_is_not_rewritten(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let moved = correction("orders.ship", Some("dorpsstraat 1"), "Kerkstraat 2");
    let called = correction("phone", None, "06-87654321");
    let prepared = prepare(&connector, vec![moved, called]).await.unwrap();
    let receipt = connector.rectify(&prepared).await.unwrap();
    let expected = [row("orders.ship", [5, 1, 0, 0]), row("user-meta[phone]", [1, 0, 0, 0])];
    assert_eq!(counted(&receipt.fields), expected);
    assert_eq!(one(&database, "order", "ship", "id = 1").await, ["Dorpsstraat 1"]);
    assert_eq!(one(&database, "order", "ship", "id = 2").await, ["Kerkstraat 2"]);
    assert_eq!(one(&database, "order", "ship", "id = 6").await, ["Dorpsstraat 1"], "Adam lives there too");
    assert_eq!(one(&database, "meta", "value", "id = 1").await, ["06-87654321"]);
    assert_eq!(one(&database, "meta", "value", "id = 5").await, ["Dorpsstraat 1"], "another key");
}

pub async fn what_changed_meanwhile_is_not_corrected(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let q = |name: &str| database.quote(name);
    let both = vec![correction("email", None, NEW), correction("users.name", None, "Eva de Wit")];
    let prepared = prepare(&connector, both).await.unwrap();
    database.run(&[format!("UPDATE {} SET {} = 'Eva Smit' WHERE id = 5", q("user"), q("name"))]).await;
    let before = dump(&database).await;
    let error = connector.rectify(&prepared).await.unwrap_err();
    assert!(matches!(&error, ConnectError::Outdated { table, .. } if table == "user"), "{error}");
    assert!(!error.retryable() && !error.public().contains("Eva"), "{error}");
    assert_eq!(dump(&database).await, before, "the address is not corrected either");
    // An order that was given to somebody else is that person's.
    let prepared = prepare(&connector, vec![correction("email", None, NEW)]).await.unwrap();
    database.run(&[format!("UPDATE {} SET {} = 6 WHERE id = 1", q("order"), q("user"))]).await;
    let receipt = connector.rectify(&prepared).await.unwrap();
    assert_eq!(counted(&receipt.fields)[1], row("orders.contact", [2, 0, 3, 1]));
    assert_eq!(one(&database, "order", "contact", "id = 1").await, [EVA]);
}

pub async fn senseless_corrections_are_refused_before_anything_is_written(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let long = "x".repeat(101);
    for (field, was, to, name) in [
        // Somebody else's address, in whatever capitals: from then on both would be one.
        ("email", None, "ADAM@school.example", "constraint"),
        ("email", None, long.as_str(), "constraint"),
        ("email", None, "  ", "uncorrectable"),
        ("email", Some("nobody@x.example"), NEW, "uncorrectable"),
        ("orders.contact", None, NEW, "uncorrectable"),
        ("users.password", None, "x", "uncorrectable"),
        ("users.id", None, "6", "uncorrectable"),
        ("documents.doc", None, "x", "uncorrectable"),
        ("users.nothing", None, "x", "uncorrectable"),
        ("nothing", None, "x", "uncorrectable"),
        ("user-meta[cart]", None, "x", "uncorrectable"),
    ] {
        // SQLite's columns have no length.
        if to == long && database.engine == Engine::Sqlite {
            continue;
        }
        let error = prepare(&connector, vec![correction(field, was, to)]).await.unwrap_err();
        assert_eq!((error.name(), error.retryable()), (name, false), "{field}: {error}");
        assert!(!error.public().to_lowercase().contains("adam@"), "{error}");
    }
    assert_eq!(dump(&database).await, before);
    // The address was free when it was prepared, and is not any more.
    let prepared = prepare(&connector, vec![correction("email", None, NEW)]).await.unwrap();
    let q = |name: &str| database.quote(name);
    database.run(&[format!("UPDATE {} SET {} = '{NEW}' WHERE id = 8", q("user"), q("email"))]).await;
    let before = dump(&database).await;
    assert_eq!(connector.rectify(&prepared).await.unwrap_err().name(), "constraint");
    assert_eq!(dump(&database).await, before);
}

async fn restriction(connector: &SqlConnector) -> PreparedRestriction {
    let prepared = connector.prepare_restriction(&identities(&[&hers()])).await.unwrap();
    serde_json::from_str(&serde_json::to_string(&prepared).unwrap()).unwrap()
}

pub async fn a_restriction_marks_and_lifting_puts_back(database: Database) {
    build(&database).await;
    let q = |name: &str| database.quote(name);
    let connector = connector(&database);
    for score in ["12.50", "NULL"] {
        database.run(&[format!("UPDATE {} SET score = {score} WHERE id = 5", q("user"))]).await;
        let before = dump(&database).await;
        let prepared = restriction(&connector).await;
        assert_eq!(connector.verify_restricted(&prepared).await.unwrap(), Applied::NotApplied);
        let receipt = connector.restrict(&prepared).await.unwrap();
        let counts = |receipt: &inventory::RestrictionReceipt| {
            let of = |part: &inventory::MarkCounts| {
                (part.collection.clone(), [part.rows, part.not_theirs, part.changed])
            };
            receipt.collections.iter().map(of).collect::<Vec<_>>()
        };
        assert_eq!(counts(&receipt), [("users".to_owned(), [1, 0, 0])]);
        assert_eq!(receipt.collections, prepared.counts());
        assert_eq!(difference(&before, &dump(&database).await), [("user".to_owned(), (1, 1))].into());
        assert_eq!(connector.verify_restricted(&prepared).await.unwrap(), Applied::Applied);
        // Twice is once.
        let marked = dump(&database).await;
        assert_eq!(connector.restrict(&prepared).await.unwrap(), receipt);
        assert_eq!(dump(&database).await, marked);
        assert_eq!(counts(&connector.lift(&prepared).await.unwrap()), [("users".to_owned(), [1, 0, 0])]);
        assert_eq!(dump(&database).await, before);
        assert_eq!(counts(&connector.lift(&prepared).await.unwrap()), [("users".to_owned(), [1, 0, 0])]);
        assert_eq!(dump(&database).await, before);
    }
    // What somebody sets meanwhile stays theirs.
    let prepared = restriction(&connector).await;
    connector.restrict(&prepared).await.unwrap();
    database.run(&[format!("UPDATE {} SET score = 7 WHERE id = 5", q("user"))]).await;
    let changed = dump(&database).await;
    let receipt = connector.lift(&prepared).await.unwrap();
    assert_eq!((receipt.collections[0].rows, receipt.collections[0].changed), (0, 1));
    assert_eq!(dump(&database).await, changed);
    // What is prepared no longer fits: nothing is marked.
    let prepared = restriction(&connector).await;
    database.run(&[format!("UPDATE {} SET score = 8 WHERE id = 5", q("user"))]).await;
    let error = connector.restrict(&prepared).await.unwrap_err();
    assert!(matches!(&error, ConnectError::Outdated { table, .. } if table == "user"), "{error}");
    // Nobody has nothing to mark.
    let nobody = connector.prepare_restriction(&identities(&["email=nobody@x.example"])).await.unwrap();
    assert_eq!(connector.verify_restricted(&nobody).await.unwrap(), Applied::Empty);
}

pub async fn a_busy_row_is_marked_later(database: Database) {
    build(&database).await;
    let connector =
        SqlConnector::open(crate::world::map(), &database.url, &crate::refusing::quick()).unwrap();
    let prepared = restriction(&connector).await;
    let correcting = prepare(&connector, vec![correction("email", None, NEW)]).await.unwrap();
    let before = dump(&database).await;
    let both = async { (connector.restrict(&prepared).await, connector.rectify(&correcting).await) };
    let (restricted, corrected) = crate::refusing::while_locked(&database, both).await;
    for error in [restricted.unwrap_err(), corrected.unwrap_err()] {
        assert_eq!((error.name(), error.retryable()), ("locked", true), "{error}");
    }
    assert_eq!(dump(&database).await, before);
}

/// Her address is on the first list since long, by her own choice; on the second we put it.
pub async fn only_what_we_put_on_a_list_is_taken_off_again(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    assert_eq!(connector.capabilities().unsuppress, Capability::Automatic);
    let before = dump(&database).await;
    let upper = format!("email={}", EVA.to_uppercase());
    let prepared = connector.prepare_suppression(&identities(&[&upper, "user=5"])).await.unwrap();
    let again = serde_json::to_string(&prepared).unwrap();
    assert_eq!(serde_json::from_str::<PreparedSuppression>(&again).unwrap(), prepared);
    let places: Vec<&str> = prepared.missing.iter().map(|entry| entry.list.as_str()).collect();
    assert_eq!(places, ["post"]);
    let ordered = SuppressionOrder { identities: identities(&[&upper]), now: moment() };
    connector.suppress(&ordered).await.unwrap();
    let others = SuppressionOrder { identities: identities(&["email=new@x.example"]), now: moment() };
    connector.suppress(&others).await.unwrap();
    let with_both = dump(&database).await;
    let receipt = connector.unsuppress(&prepared.missing).await.unwrap();
    let counts: Vec<_> =
        receipt.lists.iter().map(|list| (list.list.as_str(), list.removed, list.missing)).collect();
    assert_eq!(counts, [("post", 1, 0)]);
    let after = dump(&database).await;
    assert_eq!(
        difference(&with_both, &after).into_iter().collect::<Vec<_>>(),
        [("setting".to_owned(), (1, 0))]
    );
    assert_eq!(after["unsubscribed"], with_both["unsubscribed"], "what she chose herself stays");
    assert_eq!(difference(&before, &after).len(), 2, "and so do others");
    // Again: nothing is left to take off; and nobody's choice is on the list of nobody.
    let receipt = connector.unsuppress(&prepared.missing).await.unwrap();
    assert_eq!(receipt.lists.iter().map(|list| (list.removed, list.missing)).collect::<Vec<_>>(), [(0, 1)]);
    assert_eq!(connector.unsuppress(&[]).await.unwrap().lists, []);
    assert_eq!(dump(&database).await, after);
}

pub async fn nobody_stands_on_a_list_twice(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let q = |name: &str| database.quote(name);
    let now = moment();
    let suppress = async |who: &[&str]| {
        let receipt =
            connector.suppress(&SuppressionOrder { identities: identities(who), now }).await.unwrap();
        receipt.lists.iter().map(|list| [list.added, list.present, list.missing]).collect::<Vec<_>>()
    };
    let asked = async |who: &[&str]| {
        let receipt = connector.suppressed(&identities(who)).await.unwrap();
        let complete = receipt.is_complete();
        (
            receipt.lists.iter().map(|list| [list.added, list.present, list.missing]).collect::<Vec<_>>(),
            complete,
        )
    };
    // Her address is on the first list by its hash.
    assert_eq!(asked(&[&hers()]).await, (vec![[0, 1, 0], [0, 0, 1]], false));
    let upper = format!("email={}", EVA.to_uppercase());
    assert_eq!(suppress(&[&upper, &hers()]).await, [[0, 1, 0], [1, 0, 0]]);
    assert_eq!(suppress(&[&hers()]).await, [[0, 1, 0], [0, 1, 0]]);
    assert_eq!(asked(&[&upper]).await, (vec![[0, 1, 0], [0, 1, 0]], true));
    let hers_alone = format!("{} = '{}'", q("name"), EVA.replace('\'', "''"));
    assert_eq!(one(&database, "setting", "data", &hers_alone).await, ["no post"]);
    // Somebody of whom nothing is held can be left out all the same.
    assert_eq!(suppress(&["email=new@x.example"]).await, [[1, 0, 0], [1, 0, 0]]);
    let hash = inventory::identity::HashKind::Sha256.hex("new@x.example");
    let since = one(&database, "unsubscribed", "since", &format!("{} = '{hash}'", q("hash"))).await;
    assert_eq!(since, [now.as_second().to_string()]);
    // A number is on no list, and one of another kind of system is nobody's.
    assert_eq!(suppress(&["user=5"]).await, [[0, 0, 0], [0, 0, 0]]);
    let error = connector.suppressed(&identities(&["other=5"])).await.unwrap_err();
    assert!(matches!(error, ConnectError::NoIdentity { .. }));
    // A look at the system names a list that is not as the map says.
    let mut map = crate::world::map();
    map.exclusions[0].column = "print".to_owned();
    map.exclusions[1].table = "nowhere".to_owned();
    let other = SqlConnector::open(map, &database.url, &connect::SqlOptions::default()).unwrap();
    let findings = other.probe().await.findings;
    for (table, column) in [("unsubscribed", Some("print")), ("nowhere", None)] {
        let named = findings.iter().any(|finding| {
            finding.weight == connect::Weight::Gap
                && finding.table.as_deref() == Some(table)
                && finding.column.as_deref() == column
        });
        assert!(named, "{table}: {findings:?}");
    }
    // A list that is gone.
    if database.engine != Engine::Sqlite {
        database.run(&[format!("DROP TABLE {}", q("unsubscribed"))]).await;
        let error = connector.suppressed(&identities(&[&hers()])).await.unwrap_err();
        assert!(
            matches!(&error, ConnectError::SchemaDiffers { table, .. } if table == "unsubscribed"),
            "{error}"
        );
    }
}
