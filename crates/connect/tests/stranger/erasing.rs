//! Erasing, restricting, and lists.

use connect::Connector;
use inventory::{Applied, PreparedErasure, SuppressionOrder, Why};

use crate::engines::{Database, Engine};
use crate::world::{EVA, build, connector, dump, identities, order, table};

pub async fn only_hers_goes_and_what_is_shared_stays(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = connector.prepare_erasure(&order(&[&format!("email={EVA}")])).await.unwrap();
    let prepared: PreparedErasure = serde_json::from_str(&serde_json::to_string(&prepared).unwrap()).unwrap();
    assert_eq!(dump(&database).await, before, "preparing changes nothing");
    let receipt = connector.erase(&prepared).await.unwrap();
    let after = dump(&database).await;
    let gone = |table: &str| {
        let rows = before[table].iter().filter(|row| !after[table].contains(row));
        rows.cloned().collect::<Vec<_>>()
    };
    let new = |table: &str| {
        let rows = after[table].iter().filter(|row| !before[table].contains(row));
        rows.cloned().collect::<Vec<_>>()
    };
    // Both accounts; and Adam and the other Eva no longer refer to her.
    assert_eq!((gone("Member").len(), new("Member").len()), (4, 2), "{:?}", new("Member"));
    assert!(new("Member").iter().all(|row| !row.contains("Prins@") && !row.contains("éva")));
    assert!(
        after["Member"].iter().any(|row| row.contains("noor@")),
        "member 7 of another tenant is nobody of hers"
    );
    assert_eq!((gone("address").len(), new("address").len()), (2, 0));
    // The household with Adam stays, with its telephone and what was noted about it; her own goes.
    assert_eq!((gone("household_member").len(), gone("household").len()), (2, 1));
    assert!(gone("household")[0].contains("alleen"));
    assert_eq!((gone("household_contact").len(), gone("note").len()), (1, 2));
    assert!(after["note"].iter().any(|row| row.contains("about both")));
    assert_eq!((gone("event").len(), new("event").len()), (3, 1));
    assert!(new("event")[0].contains("noor@") && !new("event")[0].contains("prins"), "{:?}", new("event"));
    assert_eq!((gone("circle").len(), new("circle").len()), (1, 1), "the circle stays for its readers");
    assert_eq!((gone("message").len(), new("message").len()), (1, 0));
    assert_eq!((gone("profile").len(), new("profile").len()), (2, 2));
    assert_eq!((gone("subscription").len(), new("subscription").len()), (1, 1));
    assert_eq!((gone("Select from").len(), new("Select from").len()), (1, 1));
    assert_eq!(gone("unsubscribe").len(), 0);
    // What the triggers wrote on the way is gone as well, what they wrote about others stays.
    let log = after["change"].join("\n");
    assert!(!log.to_lowercase().contains("éva.prins"), "{log}");
    assert!(log.contains("adam@"), "{log}");
    assert_eq!(gone("change").len(), 1);

    let part = |id: &str| receipt.collections.iter().find(|part| part.collection == id).unwrap();
    assert!(part("changes").appeared >= 2, "{:?}", part("changes"));
    let kept = &part("households").kept;
    assert!(
        matches!(&kept[0].why, Why::Reason { reason: Some(reason), .. } if reason.en.contains("somebody else"))
    );
    assert_eq!((part("households").deleted, kept[0].rows), (1, 1));
    let residue = receipt.residue.as_ref().unwrap();
    let unexpected: Vec<_> = residue
        .hits
        .iter()
        .filter(|hit| hit.class == inventory::ResidueClass::Unexpected)
        .map(|hit| (&hit.table, &hit.key, &hit.column))
        .collect();
    assert!(residue.is_clean(), "{unexpected:?}");

    assert_eq!(connector.verify_applied(&prepared).await.unwrap(), Applied::Applied);
    let again = connector.erase(&prepared).await.unwrap();
    assert_eq!(again.deleted(), 0, "{again:?}");
    assert_eq!(dump(&database).await, after);
}

pub async fn the_last_of_a_household_takes_it_along(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let eva = connector.prepare_erasure(&order(&[&format!("email={EVA}")])).await.unwrap();
    connector.erase(&eva).await.unwrap();
    let adam = connector.prepare_erasure(&order(&["email=adam@club.example"])).await.unwrap();
    connector.erase(&adam).await.unwrap();
    let after = dump(&database).await;
    assert_eq!((after["household"].len(), after["household_contact"].len()), (0, 0));
    assert!(after["note"].iter().all(|row| !row.contains("about both")));
    // The second one's names are unique beside the first one's.
    assert_eq!(after["profile"].len(), 4);
}

pub async fn marks_are_set_and_taken_off(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let before = dump(&database).await;
    let prepared = connector.prepare_restriction(&identities(&[&format!("email={EVA}")])).await.unwrap();
    connector.restrict(&prepared).await.unwrap();
    assert_eq!(connector.verify_restricted(&prepared).await.unwrap(), Applied::Applied);
    let from = table(&database, "Member");
    let cast = if database.engine == Engine::Mariadb { "CHAR" } else { "TEXT" };
    let marked =
        database.texts(&format!("SELECT CAST(status AS {cast}) FROM {from} WHERE status = 'frozen'")).await;
    assert_eq!(marked.len(), 2);
    connector.lift(&prepared).await.unwrap();
    assert_eq!(dump(&database).await["Member"], before["Member"], "each is what it was");
}

pub async fn lists_of_digests_take_people_in(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let before = dump(&database).await["unsubscribe"].len();
    let order = |email: &str| SuppressionOrder {
        identities: identities(&[&format!("email={email}")]),
        now: "2026-11-22T10:57:37Z".parse().unwrap(),
    };
    let eva = connector.suppress(&order(EVA)).await.unwrap();
    assert_eq!((eva.lists[0].added, eva.lists[0].present), (0, 1), "she stands there already");
    let adam = connector.suppress(&order(" Adam@club.example")).await.unwrap();
    assert_eq!((adam.lists[0].added, adam.lists[0].present), (1, 0));
    assert_eq!(dump(&database).await["unsubscribe"].len(), before + 1);
    let found = connector.find(&identities(&["email=adam@club.example"])).await.unwrap();
    assert!(found.collection("unsubscribed").is_some(), "what was put there is found again");
}
