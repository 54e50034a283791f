//! What is refused, before anything is written.

use connect::{ConnectError, Connector};

use crate::engines::Database;
use crate::world::{EVA, build, connector, dump, identities, map, order, table, with};

pub async fn other_peoples_rows_do_not_go_along(database: Database) {
    build(&database).await;
    let connector = with(&database, map(database.engine, "delete"));
    let before = dump(&database).await;
    let prepared = connector.prepare_erasure(&order(&[&format!("email={EVA}")])).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    let ConnectError::Constraint { reason, .. } = &error else { panic!("{error:?}") };
    assert!(reason.contains("1 rows") && reason.contains("message") && reason.contains("circle"), "{reason}");
    assert_eq!(dump(&database).await, before, "Adam's message would have gone with her circle");
}

pub async fn what_is_computed_from_something_that_stays_is_seen(database: Database) {
    build(&database).await;
    let mut map = map(database.engine, "anonymise");
    let collection = map.collections.iter_mut().find(|part| part.id == "subscriptions").unwrap();
    collection.fields.get_mut("eMail").unwrap().erase = inventory::map::Erase::Keep;
    let connector = with(&database, map);
    let before = dump(&database).await;
    let prepared = connector.prepare_erasure(&order(&[&format!("email={EVA}")])).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    assert!(error.public().contains("eMailKey") && error.public().contains("computed"), "{error}");
    assert_eq!(dump(&database).await, before);
}

/// An account that row policies apply to sees too little, and says so.
pub async fn rows_that_a_policy_hides(database: Database) {
    build(&database).await;
    let role = format!("stranger_{}", std::process::id());
    let name = table(&database, "message");
    database
        .run(&[
            format!("DROP ROLE IF EXISTS {role}"),
            format!("CREATE ROLE {role} LOGIN"),
            format!("GRANT USAGE ON SCHEMA club, audit TO {role}"),
            format!("GRANT SELECT ON ALL TABLES IN SCHEMA club, audit TO {role}"),
            format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"),
            format!("CREATE POLICY own_tenant ON {name} USING (tenant = 2)"),
        ])
        .await;
    let mut url = url::Url::parse(&database.url).unwrap();
    url.set_username(&role).unwrap();
    let limited =
        with(&Database { engine: database.engine, url: url.to_string() }, map(database.engine, "anonymise"));
    let found = limited.find(&identities(&[&format!("email={EVA}")])).await;
    let probe = limited.probe().await;
    database.run(&[format!("DROP OWNED BY {role}"), format!("DROP ROLE {role}")]).await;
    assert!(
        matches!(&found, Err(ConnectError::Hidden { table, .. }) if table == "club.message"),
        "{found:?}"
    );
    assert!(!probe.is_usable(), "{probe:?}");
    // Whoever may see everything finds everything.
    assert!(connector(&database).find(&identities(&[&format!("email={EVA}")])).await.is_ok());
}

/// MariaDB keeps the earlier states of such a table's rows, and gives them out again.
pub async fn a_table_that_remembers(database: Database) {
    build(&database).await;
    database.run(&["ALTER TABLE message ADD SYSTEM VERSIONING".to_owned()]).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = connector.prepare_erasure(&order(&[&format!("email={EVA}")])).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    assert!(error.public().contains("earlier state"), "{error}");
    assert_eq!(dump(&database).await, before);
}
