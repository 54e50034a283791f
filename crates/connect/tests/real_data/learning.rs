//! The learning environment. Its own schema is the witness: whatever column is named like a user's number must
//! lead to a row that was found.

use std::collections::{BTreeMap, BTreeSet};

use inventory::map::Relation;

use connect::Connector;

use crate::compare::{Table, difference, places, tables};
use crate::database::{Databases, reading, writing};
use crate::person::{assert_only_the_prepared_rows_changed, connector, erase, find, keys, map, only_notices};

const DUMP: &str = "moodle.sql.gz";

/// Columns that name an account, under all the names that Moodle has for it.
const USER_COLUMNS: &str = "^(user(id|idfrom|idto|modified|created|viewas)|grader(id)?|(related|real)userid|loggeduser|\
    (modifier|creator|owner|owneruser|author|reviewer|recipient|contact|blockeduser|requesteduser|actionuser|rater)id|\
    (created|modified|requested|override|gradeover|gradinggradeover)by|requester|importer|allocatedmarker|privatereplyto|dpo|tiuserid)$";

/// A pupil with an account whose address differs from another pupil's in capitals only, a teacher, and accounts
/// that Moodle "deleted".
const PUPIL: &str = "email=annefleur.vanthof@student.delinde.example";
const TWIN: &str = "email=AnneFleur.vantHof@student.delinde.example";

#[test]
fn whatever_names_the_account_is_found() {
    reading("numbers", DUMP, |databases| async move {
        let map = map("learning");
        let connector = connector(&map, &databases);
        let tables = tables(&databases, &map).await;
        for number in [2, 103, 106, 112, 280, 465, 601] {
            let found = find(&connector, &[&format!("learning_user={number}")]).await;
            let mut all = keys(&found, Relation::Own);
            for (table, keys) in keys(&found, Relation::Mentions) {
                all.entry(table).or_default().extend(keys);
            }
            for (table, rows) in naming(&databases, &tables, number).await {
                let none = BTreeSet::new();
                let missed: Vec<&String> = rows.difference(all.get(&table).unwrap_or(&none)).collect();
                assert!(missed.is_empty(), "{table}: {missed:?} name account {number}");
            }
        }
    });
}

#[test]
fn accounts_that_share_an_address_are_two_people() {
    reading("twins", DUMP, |databases| async move {
        let connector = connector(&map("learning"), &databases);
        for (identity, own, other) in [(PUPIL, "103", "106"), (TWIN, "106", "103")] {
            let found = find(&connector, &[identity]).await;
            assert_eq!(keys(&found, Relation::Own)["mdl_user"], [own.to_owned()].into(), "{identity}");
            assert_eq!(keys(&found, Relation::Mentions)["mdl_user"], [other.to_owned()].into(), "{identity}");
            // Nothing hangs on the other account's row.
            assert!(!keys(&found, Relation::Own)["mdl_user_info_data"].is_empty());
        }
        // Two accounts with the very same address: neither, until the officer says which.
        let shared = "email=aicha_verstappen@student.delinde.example";
        let found = find(&connector, &[shared]).await;
        assert_eq!(found.own(), 0);
        assert_eq!(keys(&found, Relation::Mentions)["mdl_user"], ["280", "465"].map(str::to_owned).into());
        let found = find(&connector, &[shared, "learning_user=280"]).await;
        assert_eq!(keys(&found, Relation::Own)["mdl_user"], ["280".to_owned()].into());
        // An account that Moodle "deleted" is still found by the address that it hid in the user name.
        let found = find(&connector, &["email=hulya91@student.delinde.example"]).await;
        assert_eq!(keys(&found, Relation::Own)["mdl_user"], ["602".to_owned()].into());
    });
}

#[test]
fn a_deleted_account_is_the_persons_only_when_no_live_one_answers() {
    writing("deleted", DUMP, |databases| async move {
        let connector = connector(&map("learning"), &databases);
        let copy = databases.copy.clone();
        let add = async |username: &str, email: &str, deleted: u8| {
            let sql = format!(
                "INSERT INTO `{copy}`.mdl_user (mnethostid, username, email, firstname, lastname, deleted) \
                 VALUES (1, '{username}', '{email}', 'Nieuw', 'Iemand', {deleted})"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .execute(&databases.pool)
                .await
                .unwrap()
                .last_insert_id()
                .to_string()
        };
        let accounts = async |identities: &[&str]| {
            let found = find(&connector, identities).await;
            let of = |relation| keys(&found, relation).remove("mdl_user").unwrap_or_default();
            (of(Relation::Own), of(Relation::Mentions))
        };
        let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<String>>();
        let address = "email=hulya91@student.delinde.example";
        assert_eq!(accounts(&[address]).await, (set(&["602"]), set(&[])));

        // The school gives the address to a new pupil: hers is the live account, in any writing of the address.
        let new = add("hulya.nieuw", "Hulya91@student.delinde.example", 0).await;
        for given in
            [address, "email=HULYA91@STUDENT.delinde.example", "email=Hulya91@student.delinde.example"]
        {
            assert_eq!(accounts(&[given]).await, (set(&[&new]), set(&["602"])), "{given}");
        }
        let erased = erase(&connector, &[address]).await;
        for (table, rows) in naming(&databases, &tables(&databases, &map("learning")).await, 602).await {
            let own = keys(&erased.found, Relation::Own);
            let hers: Vec<&String> =
                rows.iter().filter(|row| own.get(&table).is_some_and(|own| own.contains(*row))).collect();
            assert!(hers.is_empty(), "{table} {hers:?} are the deleted account's");
        }
        let kept = databases
            .texts(format!(
                "SELECT CONCAT_WS(' ', deleted, username, firstname) FROM `{copy}`.mdl_user WHERE id = 602"
            ))
            .await;
        assert_eq!(kept, ["1 hulya91@student.delinde.example.1795346115 Hülya"]);

        // Found out to be the same person: the officer adds the number, and loses nothing by it.
        let again = add("hulya.weer", "hulya91@student.delinde.example", 0).await;
        assert_eq!(accounts(&[address, "learning_user=602"]).await, (set(&["602", &again]), set(&[])));

        // The other traces of a deleted account, and addresses that only begin alike.
        let hashed =
            add("x.1795346115", &inventory::identity::HashKind::Md5.hex("q.bakker@school.example"), 1).await;
        assert_eq!(accounts(&["email=Q.Bakker@school.example"]).await.0, set(&[&hashed]));
        let plain = add("r.bakker", "r.bakker@school.example", 1).await;
        assert_eq!(accounts(&["email=r.bakker@school.example"]).await.0, set(&[&plain]));
        add("p.jansen@school.example.nl.1795346115", "ffff", 1).await;
        assert_eq!(accounts(&["email=p.jansen@school.example"]).await, (set(&[]), set(&[])));
        // Deleted twice: neither, until the officer says which.
        let first = add("s.visser@school.example.1795346115", "aaaa", 1).await;
        let second = add("s.visser@school.example.1795346119", "bbbb", 1).await;
        assert_eq!(accounts(&["email=s.visser@school.example"]).await, (set(&[]), set(&[&first, &second])));
    });
}

#[test]
fn a_restricted_pupil_is_set_aside_and_comes_back_as_before() {
    writing("restricted", DUMP, |databases| async move {
        let map = map("learning");
        let connector = connector(&map, &databases);
        let user = tables(&databases, &map).await.into_iter().find(|table| table.name == "mdl_user").unwrap();
        let changed = async || difference(&databases, &user).await.changed;
        let prepared = connector.prepare_restriction(&[PUPIL.parse().unwrap()]).await.unwrap();
        connector.restrict(&prepared).await.unwrap();
        let columns: BTreeSet<String> = ["emailstop", "suspended"].map(str::to_owned).into();
        assert_eq!(changed().await, [("103".to_owned(), columns)].into());
        assert_eq!(connector.verify_restricted(&prepared).await.unwrap(), inventory::Applied::Applied);
        connector.lift(&prepared).await.unwrap();
        assert!(changed().await.is_empty());
    });
}

#[test]
fn the_map_fits_the_database() {
    reading("fits", DUMP, |databases| async move {
        assert_eq!(only_notices(&connector(&map("learning"), &databases)).await, Vec::<String>::new());
    });
}

/// Also of the tables in which nobody has a row yet: the schema says which could name an account.
#[test]
fn every_table_that_can_name_an_account_is_mapped() {
    reading("covered", DUMP, |databases| async move {
        let map = map("learning");
        let mapped: BTreeSet<&str> = map.collections.iter().map(|part| part.table.as_str()).collect();
        let all = tables(&databases, &map).await;
        assert_eq!(all.len(), 483, "the tables of the dump");
        assert!(mapped.len() >= 209, "Moodle itself declares personal data in 209 tables: {}", mapped.len());
        let named = databases
            .texts(format!(
                "SELECT DISTINCT CAST(table_name AS CHAR) FROM information_schema.columns \
                 WHERE table_schema = '{}' AND column_name REGEXP '{USER_COLUMNS}'",
                databases.reference,
            ))
            .await;
        let missed: Vec<&String> = named.iter().filter(|table| !mapped.contains(table.as_str())).collect();
        assert!(
            named.len() >= 200 && missed.is_empty(),
            "{} tables name an account; not mapped: {missed:?}",
            named.len()
        );
        let absent: Vec<&&str> =
            mapped.iter().filter(|name| !all.iter().any(|table| table.name == **name)).collect();
        assert!(absent.is_empty(), "{absent:?}");
    });
}

#[test]
fn an_erased_pupil_leaves_threads_and_nothing_personal() {
    writing("pupil", DUMP, |databases| async move {
        let map = map("learning");
        let connector = connector(&map, &databases);
        let tables = tables(&databases, &map).await;
        let erased = erase(&connector, &[PUPIL]).await;
        assert_only_the_prepared_rows_changed(&databases, &tables, &erased).await;
        assert!(erased.receipt.residue.as_ref().is_some_and(inventory::Residue::is_clean));
        let own = keys(&erased.found, Relation::Own);
        let needles = ["annefleur.vanthof@student.delinde.example", "Anne-Fleur van ’t Hof", "s100000"];
        for place in places(&databases, &databases.copy, &tables, &needles).await {
            let hers = own.get(&place.table).is_some_and(|keys| keys.contains(&place.key));
            assert!(!hers, "{place:?}");
        }
        // No post is gone, none is under her account, and the texts of others are as they were.
        let copy = &databases.copy;
        let posts = databases
            .texts(format!(
                "SELECT CAST(COUNT(*) AS CHAR) FROM `{copy}`.mdl_forum_posts UNION ALL \
                            SELECT CAST(COUNT(*) AS CHAR) FROM `{copy}`.mdl_forum_posts WHERE userid = 103"
            ))
            .await;
        assert_eq!(posts, ["608", "0"]);
        // What still names her account: the emptied account itself, her side of conversations, and the proof
        // that she agreed to a policy, which a term holds.
        let left: BTreeSet<String> = naming(&databases, &tables, 103)
            .await
            .into_iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(table, _)| table)
            .collect();
        assert_eq!(
            left,
            ["mdl_message_conversation_members", "mdl_messages", "mdl_tool_policy_acceptances"]
                .map(str::to_owned)
                .into(),
        );
    });
}

#[test]
fn an_erased_teacher_leaves_the_grades_of_pupils() {
    writing("teacher", DUMP, |databases| async move {
        let map = map("learning");
        let connector = connector(&map, &databases);
        let tables = tables(&databases, &map).await;
        let erased = erase(&connector, &["learning_user=112"]).await;
        assert_only_the_prepared_rows_changed(&databases, &tables, &erased).await;
        let Databases { reference, copy, .. } = &databases;
        let grades = databases
            .texts(format!(
                "SELECT CAST(r.id AS CHAR) FROM `{reference}`.mdl_assign_grades r \
                 LEFT JOIN `{copy}`.mdl_assign_grades c ON c.id = r.id AND c.grade = r.grade AND c.userid = r.userid AND c.grader = 0 \
                 WHERE r.grader = 112 AND c.id IS NULL"
            ))
            .await;
        assert!(grades.is_empty(), "grades lost or still signed: {grades:?}");
    });
}

/// What others did with an account stays theirs: in their lines only what names the account goes.
#[test]
fn the_log_lines_of_others_keep_what_they_were_about() {
    writing("lines", DUMP, |databases| async move {
        let map = map("learning");
        let connector = connector(&map, &databases);
        let tables = tables(&databases, &map).await;
        let log = tables.iter().find(|table| table.name == "mdl_logstore_standard_log").unwrap();
        let Databases { reference, .. } = &databases;
        let numbers = "(103, 112, 280, 602)";
        let held = databases
            .texts(format!(
                "SELECT CAST(CONCAT_WS('|', id, COALESCE(objecttable = 'user' AND objectid IN {numbers}, 0), \
                 COALESCE(contextlevel = 30 AND contextinstanceid IN {numbers}, 0), \
                 COALESCE(relateduserid IN {numbers}, 0)) AS CHAR) \
                 FROM `{reference}`.mdl_logstore_standard_log WHERE userid NOT IN {numbers}"
            ))
            .await;
        let held: BTreeMap<&str, Vec<bool>> = held
            .iter()
            .filter_map(|line| line.split_once('|'))
            .map(|(key, held)| (key, held.split('|').map(|part| part == "1").collect()))
            .collect();
        for number in numbers.trim_matches(['(', ')']).split(", ") {
            erase(&connector, &[&format!("learning_user={number}")]).await;
        }
        let mut others = 0;
        for (key, columns) in difference(&databases, log).await.changed {
            let Some(held) = held.get(key.as_str()) else { continue };
            others += 1;
            for (column, held) in ["objectid", "contextinstanceid", "relateduserid"].into_iter().zip(held) {
                assert_eq!(
                    columns.contains(column),
                    *held,
                    "{key}: {column} goes where it names one of the four"
                );
            }
            assert_eq!(
                columns.contains("contextid"),
                held[1],
                "{key}: the context is the account's, or it stays"
            );
        }
        assert!(others > 20, "{others} lines of others");
    });
}

/// Rows of the copy in which the account's number stands in a column named for it, by table; without the account.
async fn naming(databases: &Databases, tables: &[Table], number: i64) -> Vec<(String, BTreeSet<String>)> {
    let columns = databases
        .texts(format!(
            "SELECT CAST(CONCAT(table_name, '.', column_name) AS CHAR) FROM information_schema.columns \
             WHERE table_schema = '{}' AND column_name REGEXP '{USER_COLUMNS}' AND data_type LIKE '%int'",
            databases.copy,
        ))
        .await;
    assert!(columns.len() > 200, "{} columns", columns.len());
    let mut naming = Vec::new();
    for table in tables {
        let tests: Vec<String> = columns
            .iter()
            .filter_map(|column| column.split_once('.'))
            .filter(|(name, _)| *name == table.name)
            .map(|(_, column)| format!("`{column}` = {number}"))
            .collect();
        if !tests.is_empty() {
            let sql = format!(
                "SELECT CAST(id AS CHAR) FROM `{}`.`{}` WHERE {}",
                databases.copy,
                table.name,
                tests.join(" OR "),
            );
            naming.push((table.name.clone(), databases.texts(sql).await.into_iter().collect()));
        }
    }
    naming
}
