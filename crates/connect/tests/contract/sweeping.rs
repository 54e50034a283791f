//! Retention: counting what is past its date, and letting it go batch by batch.

use std::collections::BTreeSet;

use connect::{Connector as _, SqlConnector, SqlOptions, SweepCount};
use inventory::dates::event_date;
use inventory::{DataMap, Identity, Key, Sweep, Terms, sweep};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use retention::{Start, Term, Then};

use crate::engines::{Database, Engine};

const TODAY: Date = date(2026, 11, 22);

const MAP: &str = r#"
system = { id = "s", name = "S", connector = "sql", url_env = "U" }
identity = [{ kind = "email", normalise = ["trim", "lower"] }]

[[collection]]
id = "sales"
name = "Sales"
table = "sale"
key = ["id"]
category = "order"
path = [{ from = "identity", on = { who = "email" } }]
fields.who = "email"
not_personal = ["placed", "status"]
where_not = { status = "template" }
erasure = { do = "delete" }
hold = [
  { term = "invoices", since = "placed", utc = true, where = { status = "done" } },
  { term = "disputes", since = "placed", utc = true, where = { status = "dispute" } },
]
retain = { term = "carts", since = "placed", utc = true }

[[collection]]
id = "lines"
name = "Lines"
table = "sale line"
key = ["sale_id", "line_no"]
category = "order"
path = [{ from = "sales", on = { sale_id = "id" } }]
personal = ["gift"]
types = { line_no = "integer" }
erasure = { do = "delete" }
retain = { with = "sales" }

[[collection]]
id = "engravings"
name = "Engravings"
table = "engraving"
key = ["id"]
category = "order"
path = [
  { from = "lines", on = { sale_id = "sale_id", line_no = "line_no" } },
  { from = "identity", on = { made_for = "email" } },
]
personal = ["words", "made_for"]
not_personal = ["sale_id", "line_no"]
erasure = { do = "delete" }
retain = { with = "lines" }

[[collection]]
id = "reviews"
name = "Reviews"
table = "review"
key = ["id"]
category = "text"
path = [{ from = "sales", on = { sale_ref = "id" }, format = "sale-{}" }]
fields.words = { category = "text", erase = { set = "gone-{key}" } }
fields.name = { category = "name" }
not_personal = ["sale_ref"]
erasure = { do = "anonymise" }
retain = { with = "sales" }

[[collection]]
id = "hits"
name = "Hits"
table = "hit"
key = ["id"]
category = "usage"
path = [{ from = "identity", on = { ip = "email" } }]
personal = ["ip"]
fields.who = { category = "internal-id", erase = { set = "0" } }
not_personal = ["at_day", "at_time", "at_unix", "at_text"]
types = { at_unix = "integer" }
erasure = { do = "delete" }
retain = [
  { term = "day", since = "at_day" },
  { term = "time", since = "at_time" },
  { term = "time-utc", since = "at_time", utc = true },
  { term = "unix", since = "at_unix" },
  { term = "text", since = "at_text" },
  { term = "text-utc", since = "at_text", utc = true },
  { term = "trim", since = "at_time", fields = { ip = "blank", who = { set = "0" }, at_text = { set = "gone-{key}" } } },
]
"#;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn terms() -> Terms {
    let term = |id: &str, keep: &str, from, then| {
        (id.to_owned(), Term::new(id, keep.parse().unwrap(), from, then).unwrap())
    };
    Terms::from([
        term("invoices", "7 years", Start::EndOfBookYear, Then::Delete),
        term("disputes", "10 years", Start::Creation, Then::Delete),
        term("carts", "30 days", Start::Creation, Then::Delete),
        term("day", "30 days", Start::Creation, Then::Delete),
        term("time", "30 days", Start::Creation, Then::Delete),
        term("time-utc", "30 days", Start::Creation, Then::Delete),
        term("unix", "30 days", Start::Creation, Then::Delete),
        term("text", "30 days", Start::Creation, Then::Delete),
        term("text-utc", "30 days", Start::Creation, Then::Delete),
        term("trim", "30 days", Start::Creation, Then::Anonymise),
    ])
}

fn map() -> DataMap {
    DataMap::parse(MAP).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn rule(term: &str) -> Sweep {
    let rule = sweep::rules(&map()).into_iter().find(|rule| rule.term == term).unwrap();
    Sweep {
        term: terms()[term].clone(),
        rule,
        least: Vec::new(),
        terms: terms(),
        today: TODAY,
        zone: zone(),
        only: None,
    }
}

fn connector(database: &Database) -> SqlConnector {
    SqlConnector::open(map(), &database.url, &SqlOptions::default()).unwrap()
}

async fn build(database: &Database) {
    let (int, text, time) = match database.engine {
        Engine::Sqlite => ("INTEGER", "TEXT", "TEXT"),
        Engine::Postgres => ("BIGINT", "TEXT", "TIMESTAMP"),
        Engine::Mariadb => ("BIGINT", "LONGTEXT", "DATETIME"),
    };
    let day = if database.engine == Engine::Sqlite { "TEXT" } else { "DATE" };
    let q = |name: &str| database.quote(name);
    database
        .run(&[
            format!("CREATE TABLE sale (id {int} PRIMARY KEY, placed {time}, status VARCHAR(20), who VARCHAR(100))"),
            format!(
                "CREATE TABLE {} (sale_id {int} NOT NULL, line_no {int} NOT NULL, gift {text}, \
                 PRIMARY KEY (sale_id, line_no), FOREIGN KEY (sale_id) REFERENCES sale (id))",
                q("sale line")
            ),
            format!(
                "CREATE TABLE engraving (id {int} PRIMARY KEY, sale_id {int}, line_no {int}, words {text}, \
                 made_for VARCHAR(100))"
            ),
            format!(
                "CREATE TABLE review (id {int} PRIMARY KEY, sale_ref VARCHAR(40), words {text}, name VARCHAR(50) NOT NULL)"
            ),
            format!(
                "CREATE TABLE hit (id {int} PRIMARY KEY, at_day {day}, at_time {time}, at_unix {int}, \
                 at_text {text}, ip VARCHAR(50) NOT NULL, who {int})"
            ),
            "INSERT INTO sale (id, placed, status, who) VALUES \
             (1, '2018-12-31 22:59:59', 'done', 'eva@x.example'), \
             (2, '2018-12-31 23:00:00', 'done', 'eva@x.example'), \
             (3, '2018-05-01 10:00:00', 'done', 'adam@x.example'), \
             (4, '2018-05-01 10:00:00', 'dispute', 'noor@x.example'), \
             (5, '2026-10-20 10:00:00', 'cart', 'noor@x.example'), \
             (6, '2026-11-20 10:00:00', 'cart', 'noor@x.example'), \
             (7, NULL, 'cart', 'noor@x.example'), \
             (8, '2018-05-01 10:00:00', 'template', ''), \
             (9, '2018-06-01 10:00:00', 'done', 'bo@x.example'), \
             (10, '2018-06-01 10:00:00', NULL, 'bo@x.example')"
                .to_owned(),
            format!(
                "INSERT INTO {} (sale_id, line_no, gift) VALUES (1, 1, 'x'), (1, 2, 'y'), (2, 1, 'x'), (3, 1, 'x'), (5, 1, 'x'), (6, 1, 'x')",
                q("sale line")
            ),
            "INSERT INTO engraving (id, sale_id, line_no, words, made_for) VALUES \
             (1, 1, 1, 'w', ''), (2, 1, 2, 'w', ''), (3, 2, 1, 'w', ''), (4, 3, 1, 'w', 'guest@x.example'), (5, 77, 1, 'w', '')"
                .to_owned(),
            "INSERT INTO review (id, sale_ref, words, name) VALUES (1, 'sale-1', 'good', 'Eva'), (2, 'sale-2', 'bad', 'Eva'), (3, '1', 'other', 'Jo')"
                .to_owned(),
        ])
        .await;
}

/// The keys of a table, sorted.
async fn ids(database: &Database, sql: &str) -> Vec<String> {
    let sql = match database.engine {
        Engine::Postgres => {
            sql.replace("@id", "id::text").replace("@key", "sale_id::text || '.' || line_no::text")
        }
        Engine::Mariadb => {
            sql.replace("@id", "CAST(id AS CHAR)").replace("@key", "CONCAT(sale_id, '.', line_no)")
        }
        Engine::Sqlite => sql.replace("@id", "CAST(id AS TEXT)").replace("@key", "sale_id || '.' || line_no"),
    };
    database.texts(&sql).await
}

async fn count(connector: &SqlConnector, sweep: &Sweep) -> SweepCount {
    connector.count_due(sweep, &[], &[]).await.unwrap()
}

/// Sweeps everything in batches of `most`; gives rows of the rule's own collection per batch.
async fn run(connector: &SqlConnector, sweep: &Sweep, most: u32, spared: &[Key]) -> Vec<u64> {
    let mut place: Option<Key> = None;
    let mut sizes = Vec::new();
    while let Some(batch) = connector.next_batch(sweep, place.as_ref(), most, spared).await.unwrap() {
        assert!(!connector.is_swept(sweep, &batch, spared).await.unwrap());
        let done = connector.sweep_batch(sweep, &batch, spared).await.unwrap();
        assert_eq!(done, batch.counts, "what was written down is what was done");
        assert!(connector.is_swept(sweep, &batch, spared).await.unwrap());
        sizes.push(batch.rows());
        place = Some(batch.last);
        assert!(sizes.len() < 50, "it does not end");
    }
    sizes
}

/// Dates around the cutoff, in every form that systems write them: the database judges as the rule of one value
/// does.
pub async fn dates_of_every_kind_are_judged_as_one_value_is(database: Database) {
    build(&database).await;
    // The last day that goes is 22 October; midnight in Amsterdam is 22:00 UTC.
    let moments = [
        "2026-10-21 12:00:00",
        "2026-10-22 00:00:00",
        "2026-10-22 21:59:59",
        "2026-10-22 22:00:00",
        "2026-10-22 23:59:59",
        "2026-10-23 00:00:00",
        "2026-10-24 00:00:00",
        "1999-01-01 00:00:00",
    ];
    let texts = [
        "2026-10-22",
        "2026-10-23",
        "2026-10-22T21:59:59Z",
        "2026-10-22T22:00:00Z",
        "2026-10-22T23:00:00",
        "2026-10-23T00:00:00",
        "soon",
        "",
        "0000-00-00 00:00:00",
        "1480000000",
        "1792900000",
    ];
    let mut rows: Vec<String> = Vec::new();
    for (id, moment) in moments.iter().enumerate() {
        let unix = format!("{}Z", moment.replace(' ', "T")).parse::<jiff::Timestamp>().unwrap().as_second();
        rows.push(format!("({id}, '{}', '{moment}', {unix}, '{moment}', 'a', 1)", &moment[..10]));
    }
    for (id, text) in texts.iter().enumerate() {
        rows.push(format!("({}, NULL, NULL, 0, '{text}', 'a', 1)", 100 + id));
    }
    rows.push("(200, NULL, NULL, NULL, NULL, 'a', 1)".to_owned());
    database
        .run(&[format!(
            "INSERT INTO hit (id, at_day, at_time, at_unix, at_text, ip, who) VALUES {}",
            rows.join(", ")
        )])
        .await;
    let connector = connector(&database);
    let days: Vec<&str> = moments.iter().map(|moment| &moment[..10]).collect();
    let unix: Vec<String> = moments
        .iter()
        .map(|moment| format!("{}Z", moment.replace(' ', "T")).parse::<jiff::Timestamp>().unwrap())
        .map(|moment| moment.as_second().to_string())
        .collect();
    let unix: Vec<&str> = unix.iter().map(String::as_str).chain(["0"; 11]).collect();
    let all: Vec<&str> = moments.iter().chain(&texts).copied().collect();
    for (term, utc, values, without) in [
        ("day", false, &days[..], 12),
        ("time", false, &moments[..], 12),
        ("time-utc", true, &moments[..], 12),
        ("unix", false, &unix[..], 1),
        ("text", false, &all[..], 1),
        ("text-utc", true, &all[..], 1),
    ] {
        let sweep = rule(term);
        let cutoff = sweep.cutoff(TODAY).unwrap();
        assert_eq!(cutoff, date(2026, 10, 22));
        let dates: Vec<Option<Date>> = values.iter().map(|text| event_date(text, utc, &zone())).collect();
        let past = dates.iter().flatten().filter(|day| **day <= cutoff).count() as u64;
        let undated = dates.iter().filter(|day| day.is_none()).count() as u64 + without;
        let seen = count(&connector, &sweep).await;
        assert_eq!((seen.due, seen.undated, seen.rows), (past, undated, 20), "{term}");
        assert!(past > 1, "{term} proves nothing");
    }
    // And what is counted goes, in batches, without what is spared.
    let time = rule("time");
    let due = count(&connector, &time).await.due;
    let spared = [Key::single("1"), Key::single("200")];
    let sizes = run(&connector, &time, 2, &spared).await;
    assert_eq!(sizes.iter().sum::<u64>(), due - 1, "{sizes:?}");
    assert_eq!(ids(&database, "SELECT @id FROM hit WHERE id < 100 ORDER BY id + 0").await, ["1", "5", "6"]);
}

pub async fn what_is_counted_is_what_goes_with_everything_on_it(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let invoices = rule("invoices");
    let later = [date(2027, 1, 1), date(2030, 1, 1)];
    let seen = connector.count_due(&invoices, &later, &[]).await.unwrap();
    // Orders 1, 3 and 9 end today; 2 was placed in the next year by the clock of Amsterdam.
    assert_eq!(seen, SweepCount { rows: 4, due: 3, later: vec![4, 4], held: 0, spared: 0, undated: 0 });
    assert_eq!(run(&connector, &invoices, 2, &[]).await, [2, 1]);
    assert_eq!(
        ids(&database, "SELECT @id FROM sale ORDER BY id + 0").await,
        ["2", "4", "5", "6", "7", "8", "10"]
    );
    assert_eq!(
        ids(&database, &format!("SELECT @key FROM {} ORDER BY 1", database.quote("sale line"))).await,
        ["2.1", "5.1", "6.1"]
    );
    assert_eq!(ids(&database, "SELECT @id FROM engraving ORDER BY id + 0").await, ["3", "5"]);
    // A review stays, without what led to somebody; the others are untouched.
    assert_eq!(database.texts("SELECT words FROM review ORDER BY id + 0").await, ["gone-1", "bad", "other"]);
    assert_eq!(database.texts("SELECT name FROM review ORDER BY id + 0").await, ["", "Eva", "Jo"]);
    assert_eq!(count(&connector, &invoices).await.due, 0);
}

pub async fn what_another_term_holds_stays(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let carts = rule("carts");
    // The cart rule is about every sale; invoices and disputes hold theirs longer. A sale without status is held
    // by nothing; one without date never goes.
    let seen = count(&connector, &carts).await;
    assert_eq!((seen.rows, seen.due, seen.held, seen.undated), (9, 5, 2, 1));
    run(&connector, &carts, 100, &[]).await;
    assert_eq!(ids(&database, "SELECT @id FROM sale ORDER BY id + 0").await, ["2", "4", "6", "7", "8"]);
}

pub async fn what_somebody_needs_is_spared_with_what_it_hangs_on(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let invoices = rule("invoices");
    let mut found = Vec::new();
    for email in ["bo@x.example", "guest@x.example"] {
        found.push(connector.find(&[Identity::new("email", email)]).await.unwrap());
    }
    // Bo's own orders, and order 3: an engraving of the guest hangs on a line of it.
    let spared = connector.spared_keys(&invoices, &found).await.unwrap();
    assert_eq!(spared, ["10", "3", "9"].map(Key::single));
    let seen = connector.count_due(&invoices, &[TODAY], &spared).await.unwrap();
    assert_eq!((seen.due, seen.spared, seen.later), (1, 2, vec![1]));
    assert_eq!(run(&connector, &invoices, 1, &spared).await, [1]);
    let left: BTreeSet<String> =
        ids(&database, "SELECT @id FROM sale ORDER BY id + 0").await.into_iter().collect();
    assert!(left.contains("3") && left.contains("9") && !left.contains("1"), "{left:?}");
    assert_eq!(ids(&database, "SELECT @id FROM engraving ORDER BY id + 0").await, ["3", "4", "5"]);
}

pub async fn a_row_that_became_young_again_stays(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let invoices = rule("invoices");
    let batch = connector.next_batch(&invoices, None, 100, &[]).await.unwrap().unwrap();
    assert_eq!(
        (batch.first.to_string().as_str(), batch.last.to_string().as_str(), batch.rows()),
        ("1", "9", 3)
    );
    database.run(&["UPDATE sale SET placed = '2026-01-01 00:00:00' WHERE id = 3".to_owned()]).await;
    let done = connector.sweep_batch(&invoices, &batch, &[]).await.unwrap();
    assert_eq!(done[0].deleted, 2);
    assert_eq!(
        ids(&database, "SELECT @id FROM sale WHERE status = 'done' ORDER BY id + 0").await,
        ["2", "3"]
    );
}

pub async fn a_batch_that_was_done_is_recognised_although_new_rows_came(database: Database) {
    build(&database).await;
    let connector = connector(&database);
    let invoices = rule("invoices");
    let batch = connector.next_batch(&invoices, None, 2, &[]).await.unwrap().unwrap();
    connector.sweep_batch(&invoices, &batch, &[]).await.unwrap();
    database
        .run(&["INSERT INTO sale (id, placed, status, who) VALUES (0, '2001-01-01 00:00:00', 'done', '')"
            .to_owned()])
        .await;
    assert!(connector.is_swept(&invoices, &batch, &[]).await.unwrap());
    // Whoever runs it a second time finds nothing of the first.
    let again = connector.sweep_batch(&invoices, &batch, &[]).await.unwrap();
    assert_eq!(again[0].deleted, 1);
}

pub async fn anonymising_is_done_once(database: Database) {
    build(&database).await;
    database
        .run(&["INSERT INTO hit (id, at_day, at_time, at_unix, at_text, ip, who) VALUES \
             (1, NULL, '2026-01-01 00:00:00', 0, '', '192.0.2.1', 5), (2, NULL, '2026-01-02 00:00:00', 0, '', '', 6), \
             (3, NULL, '2026-01-03 00:00:00', 0, 'gone-3', '', 0), (4, NULL, '2026-11-20 00:00:00', 0, '', '192.0.2.9', 7)"
            .to_owned()])
        .await;
    let connector = connector(&database);
    let trim = rule("trim");
    assert_eq!(count(&connector, &trim).await.due, 2);
    assert_eq!(run(&connector, &trim, 1, &[]).await, [1, 1]);
    assert_eq!(database.texts("SELECT ip FROM hit ORDER BY id + 0").await, ["", "", "", "192.0.2.9"]);
    assert_eq!(ids(&database, "SELECT @id FROM hit WHERE who = 0 ORDER BY id + 0").await, ["1", "2", "3"]);
    assert_eq!(
        database.texts("SELECT at_text FROM hit ORDER BY id").await,
        ["gone-1", "gone-2", "gone-3", ""]
    );
    assert_eq!(count(&connector, &trim).await.due, 0);
}

pub async fn rows_that_others_refer_to_refuse_before_anything_is_written(database: Database) {
    build(&database).await;
    let int = if database.engine == Engine::Sqlite { "INTEGER" } else { "BIGINT" };
    database
        .run(&[
            format!(
                "CREATE TABLE audit (id {int} PRIMARY KEY, sale_id {int}, FOREIGN KEY (sale_id) REFERENCES sale (id) ON DELETE CASCADE)"
            ),
            "INSERT INTO audit (id, sale_id) VALUES (1, 9)".to_owned(),
        ])
        .await;
    let connector = connector(&database);
    let invoices = rule("invoices");
    let batch = connector.next_batch(&invoices, None, 100, &[]).await.unwrap().unwrap();
    let problem = connector.sweep_batch(&invoices, &batch, &[]).await.unwrap_err();
    assert!(matches!(problem, connect::ConnectError::Constraint { .. }), "{problem}");
    assert_eq!(ids(&database, "SELECT @id FROM sale ORDER BY id + 0").await.len(), 10);
}
