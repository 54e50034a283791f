//! A library: keys that the database compares without regard to capitals, lists of addresses and of numbers in a
//! column, numbers too large to have a sign, references to a key of two columns, and in PostgreSQL a materialised view.

use connect::sql::sample::Surveyor;
use connect::{ConnectError, Connector};
use inventory::discover::{content::Context, print, propose, questions};
use inventory::map::Nested;
use inventory::{DataMap, Relation};

use crate::engines::{Database, Engine};
use crate::world::{identities, order, with};

/// Ticket numbers: as large as they get.
fn ticket(engine: Engine, number: u64) -> u64 {
    let most = if engine == Engine::Mariadb { u64::MAX } else { u64::MAX >> 1 };
    most - 10 + number
}

fn tables(engine: Engine) -> Vec<String> {
    let folded = match engine {
        Engine::Sqlite => "TEXT COLLATE NOCASE",
        Engine::Postgres => "citext",
        Engine::Mariadb => "varchar(80)",
    };
    let number = if engine == Engine::Mariadb { "bigint unsigned" } else { "bigint" };
    let (texts, numbers, json) = match engine {
        Engine::Sqlite => ("TEXT", "TEXT", "JSON"),
        Engine::Postgres => ("text[]", "int[]", "jsonb"),
        Engine::Mariadb => ("text", "text", "json"),
    };
    let words = "varchar(80)";
    let mut all = vec![
        format!(
            "CREATE TABLE member (handle {folded} NOT NULL PRIMARY KEY, no int NOT NULL, email {words} NOT NULL)"
        ),
        format!(
            "CREATE TABLE loan (id int PRIMARY KEY, reader {folded} REFERENCES member (handle), mail {words})"
        ),
        format!(
            "CREATE TABLE circle (id int PRIMARY KEY, addresses {texts}, members {numbers}, posted {words}, doc {json})"
        ),
        format!(
            "CREATE TABLE ticket (id {number} NOT NULL PRIMARY KEY, reader {folded} NOT NULL REFERENCES member (handle))"
        ),
        format!(
            "CREATE TABLE part (ticket {number} NOT NULL REFERENCES ticket (id), no int NOT NULL, seat {words}, PRIMARY KEY (ticket, no))"
        ),
        format!(
            "CREATE TABLE stub (id int PRIMARY KEY, ticket {number}, no int, FOREIGN KEY (ticket, no) REFERENCES part{})",
            if engine == Engine::Mariadb { " (ticket, no)" } else { "" }
        ),
        format!(
            "CREATE TABLE topic (id int PRIMARY KEY, member {folded} REFERENCES member (handle), title {words})"
        ),
        format!(
            "CREATE TABLE post (id int PRIMARY KEY, topic int REFERENCES topic (id), member {folded} REFERENCES member (handle), body {words})"
        ),
    ];
    if engine == Engine::Postgres {
        all.insert(0, "CREATE EXTENSION citext".to_owned());
    }
    all
}

fn rows(engine: Engine) -> Vec<String> {
    let list = |values: &str| match engine {
        Engine::Postgres => format!("'{{{values}}}'"),
        _ => format!("'{values}'"),
    };
    let of = |number| ticket(engine, number);
    vec![
        "INSERT INTO member VALUES ('Eva', 12, 'eva@club.example'), ('Adam', 2, 'adam@club.example'), ('Noor', 112, 'noor@club.example'), ('Bo', 7, 'bo@club.example')".to_owned(),
        "INSERT INTO loan VALUES (1, 'Eva', NULL), (2, 'EVA', NULL), (3, 'adam', 'eva@club.example'), (4, NULL, 'eva@club.example'), (5, 'eva', 'adam@club.example')".to_owned(),
        format!(
            "INSERT INTO circle VALUES (1, {}, {}, 'u_2:u_12:u_112', '{{\"head\": {{\"by\": 12}}, \"size\": 12}}'), (2, {}, {}, 'u_112', '{{\"head\": {{\"by\": 112}}}}')",
            list("adam@club.example,EVA@club.example"),
            list("2,12,112"),
            list("noor@club.example"),
            list("112")
        ),
        format!("INSERT INTO ticket VALUES ({}, 'eva'), ({}, 'Adam'), (0, 'Noor')", of(1), of(2)),
        format!("INSERT INTO part VALUES ({}, 1, 'A1'), ({}, 2, 'A2'), ({}, 1, 'B1'), (0, 1, 'C1')", of(1), of(1), of(2)),
        format!("INSERT INTO stub VALUES (1, {}, 1)", of(2)),
        "INSERT INTO topic VALUES (1, 'Noor', 'Poetry')".to_owned(),
        "INSERT INTO post VALUES (1, 1, 'Noor', 'a'), (2, 1, 'Bo', 'b'), (3, 1, 'Bo', 'c'), (4, 1, 'Noor', 'd'), (5, 1, 'Bo', 'e')".to_owned(),
    ]
}

fn map(engine: Engine) -> DataMap {
    let refresh = if engine == Engine::Postgres { "refresh = [\"faces\"]" } else { "" };
    let text = include_str!("library.toml").replace("{refresh}", refresh);
    DataMap::parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

async fn build(database: &Database) {
    database.run(&tables(database.engine)).await;
    database.run(&rows(database.engine)).await;
    if database.engine == Engine::Postgres {
        let sql = "CREATE MATERIALIZED VIEW faces AS SELECT handle::text AS who, email FROM member";
        database.run(&[sql.to_owned()]).await;
    }
}

async fn dump(database: &Database, table: &str, columns: &[&str]) -> Vec<String> {
    let cast = if database.engine == Engine::Mariadb { "CHAR" } else { "TEXT" };
    let columns: Vec<String> =
        columns.iter().map(|column| format!("COALESCE(CAST({column} AS {cast}), '-')")).collect();
    let list = match database.engine {
        Engine::Mariadb => format!("CONCAT_WS(' ', {})", columns.join(", ")),
        _ => columns.join(" || ' ' || "),
    };
    database.texts(&format!("SELECT {list} FROM {table} ORDER BY 1")).await
}

pub async fn lists_capitals_and_large_numbers(database: Database) {
    build(&database).await;
    let connector = with(&database, map(database.engine));
    let found = connector.find(&identities(&["email=eva@club.example"])).await.unwrap();
    let keys = |id: &str, relation: Relation| -> Vec<String> {
        let part = found.collection(id).into_iter().flat_map(|part| &part.rows);
        let mut keys: Vec<String> =
            part.filter(|row| row.relation == relation).map(|row| row.key.to_string()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys("loans", Relation::Own), ["1", "2", "4", "5"], "the reader counts before the address");
    assert_eq!(keys("loans", Relation::Mentions), ["3"]);
    assert_eq!(keys("circles", Relation::Mentions), ["1"]);
    let hers = ticket(database.engine, 1);
    assert_eq!(keys("tickets", Relation::Own), [hers.to_string()]);
    assert_eq!(keys("parts", Relation::Own), [format!("{hers}|1"), format!("{hers}|2")]);

    let prepared = connector.prepare_erasure(&order(&["email=eva@club.example"])).await.unwrap();
    let receipt = connector.erase(&prepared).await.unwrap();
    assert_eq!(dump(&database, "member", &["handle"]).await, ["Adam", "Bo", "Noor"]);
    assert_eq!(dump(&database, "loan", &["id", "mail"]).await, ["3 eva@club.example"], "his, and reported");
    let circles =
        dump(&database, "circle", &["id", "addresses", "members", "posted", "doc"]).await.join("\n");
    let bare = circles.replace(['{', '}', '"', ' '], "");
    assert_eq!(
        bare,
        "1adam@club.example2,112u_2:u_112head:by:null,size:12\n2noor@club.example112u_112head:by:112"
    );
    let theirs = ticket(database.engine, 2);
    assert_eq!(
        dump(&database, "part", &["ticket", "seat"]).await,
        ["0 C1".to_owned(), format!("{theirs} B1")]
    );
    let residue = receipt.residue.unwrap();
    assert!(residue.is_clean(), "{residue:?}");
    if database.engine == Engine::Postgres {
        assert_eq!(
            dump(&database, "faces", &["who"]).await,
            ["Adam", "Bo", "Noor"],
            "the copy is built anew"
        );
    }
}

pub async fn copies_and_references_outside_the_map_are_told(database: Database) {
    build(&database).await;
    let mut map = map(database.engine);
    map.system.refresh.clear();
    let connector = with(&database, map);
    // What refers to a part of a ticket is not in the map: counted by both columns, whichever the database names.
    let prepared = connector.prepare_erasure(&order(&["email=adam@club.example"])).await.unwrap();
    let error = connector.erase(&prepared).await.unwrap_err();
    let ConnectError::Constraint { reason, .. } = &error else { panic!("{error:?}") };
    assert!(reason.contains("1 rows") && reason.contains("stub"), "{reason}");
    if database.engine == Engine::Postgres {
        let probe = connector.probe().await;
        assert!(probe.findings.iter().any(|finding| finding.message.contains("“faces”")), "{probe:?}");
        let prepared = connector.prepare_erasure(&order(&["email=eva@club.example"])).await.unwrap();
        let residue = connector.erase(&prepared).await.unwrap().residue.unwrap();
        assert!(residue.hits.iter().any(|hit| hit.table == "faces"), "{residue:?}");
    }
}

pub async fn a_draft_knows_lists_and_keys_of_two_columns_and_whose_posts_are_whose(database: Database) {
    build(&database).await;
    let context = Context { today: jiff::civil::date(2026, 12, 1) };
    let surveyor = Surveyor::open(&database.url, 100).unwrap();
    let surveyed = surveyor.survey(&mut |_, _| ()).await.unwrap();
    let answers = surveyor.ask(questions(&surveyed.survey, &context), &mut |_, _| ()).await.unwrap();
    let draft = propose(&surveyed.survey, &answers, "library", &context).expect("a library has readers");
    let text = print::print(&draft, &surveyed.survey.server, 100);
    assert_eq!(DataMap::parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}")), draft.map);
    let paths = |table: &str| -> Vec<(String, String)> {
        let parts = draft.map.collections.iter().filter(|part| part.table == table);
        let all = parts.flat_map(|part| &part.paths);
        all.map(|path| {
            let on: Vec<String> = path.on.iter().map(|(here, there)| format!("{here}={there}")).collect();
            (path.from.clone(), on.join(" "))
        })
        .collect()
    };
    let stub = ("part".to_owned(), "no=no ticket=ticket".to_owned());
    assert!(paths("stub").contains(&stub), "{text}");
    // Bo's posts are not of whoever began the topic.
    assert!(paths("post").iter().any(|(from, _)| from == "member"), "{text}");
    assert!(paths("post").iter().all(|(from, _)| from != "topic"), "{text}");
    if database.engine == Engine::Postgres {
        let circle = draft.map.collections.iter().find(|part| part.table == "circle").unwrap();
        assert_eq!(circle.fields["addresses"].nested, Some(Nested::List), "{text}");
        assert_eq!(draft.map.system.refresh, ["faces"]);
    }
}
