use jiff::civil::date;
use proptest::prelude::*;
use retention::{Start, Term, Then};

use super::*;

/// Orders with two terms, lines that follow them, and details by key.
const MAP: &str = r#"
system = { id = "s", name = "S", connector = "sql", url_env = "U" }
identity = [{ kind = "email" }]

[[collection]]
id = "orders"
name = "Orders"
table = "orders"
key = ["id"]
category = "order"
path = [
  { from = "identity", on = { email = "email" } },
  { from = "identity", on = { note = "email" }, match = "nested", relation = "mentions", erase = "remove" },
  { from = "identity", on = { cache = "email" }, match = "contains", relation = "mentions", erase = "delete" },
]
fields.email = { category = "email" }
fields.note = { category = "text", nested = "php" }
fields.ship = { category = "address", while_held = "keep" }
fields.cache = { category = "text", erase = "redact" }
fields.kind = { category = "order", erase = "keep" }
not_personal = ["placed", "status"]
erasure = { do = "delete" }
hold = [
  { term = "invoices", since = "placed", where = { status = "done" } },
  { term = "disputes", since = "placed", where = { kind = "b" } },
]

[[collection]]
id = "lines"
name = "Lines"
table = "lines"
key = ["id"]
category = "order"
path = [{ from = "orders", on = { order_id = "id" } }]
personal = ["gift"]
not_personal = ["order_id"]
erasure = { do = "delete" }
hold = { with = "orders" }

[[collection]]
id = "details"
name = "Details"
table = "details"
key = ["id"]
category = "order"
path = [{ from = "lines", on = { line_id = "id" } }]
pairs = { key = "k", value = "v" }
pair = [
  { match = ["total"], while_held = "keep" },
  { match = ["note"], erase = "blank" },
  { match = ["theme"], erase = "keep" },
  { match = ["ip"] },
]
not_personal = ["line_id"]
erasure = { do = "delete" }
hold = { with = "lines" }

[[collection]]
id = "mail"
name = "Mail"
table = "mail"
key = ["id"]
category = "email"
path = [{ from = "identity", on = { to = "email" } }]
personal = ["to"]
erasure = { do = "keep", reason = { nl = "r", en = "r" } }
"#;

fn map() -> DataMap {
    DataMap::parse(MAP).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn terms() -> Terms {
    let term = |id: &str, keep: &str, from| {
        (id.to_owned(), Term::new(id, keep.parse().expect("a span"), from, Then::Delete).expect("a term"))
    };
    [term("invoices", "7 years", Start::EndOfBookYear), term("disputes", "20 years", Start::Creation)].into()
}

fn row(key: &str, values: &[Option<&str>]) -> FoundRow {
    FoundRow {
        key: Key::single(key),
        relation: Relation::Own,
        trail: 0,
        path: 0,
        also: Vec::new(),
        values: values.iter().map(|value| value.map(str::to_owned)).collect(),
    }
}

fn part(collection: &str, columns: &[&str], rows: Vec<FoundRow>) -> FoundCollection {
    FoundCollection {
        collection: collection.to_owned(),
        table: collection.to_owned(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        trails: vec!["email".to_owned()],
        rows,
        ..FoundCollection::default()
    }
}

fn decided(parts: Vec<FoundCollection>) -> Decided {
    let found = Found { system: "s".to_owned(), collections: parts };
    let zone = TimeZone::UTC;
    let terms = terms();
    decide(&map(), &found, Day { today: date(2026, 11, 22), zone: &zone, terms: &terms }).expect("decides")
}

/// What happens to each row, in words, by key.
fn outcomes(decided: &Decided, collection: &str) -> BTreeMap<String, String> {
    let part = decided.collections.iter().find(|part| part.collection == collection);
    part.into_iter()
        .flat_map(|part| &part.groups)
        .flat_map(|group| group.rows.iter().map(move |row| (row.key.to_string(), words(&group.action))))
        .collect()
}

fn words(action: &Action) -> String {
    let list = |changes: &BTreeMap<String, Change>| changes.keys().cloned().collect::<Vec<_>>().join(",");
    match action {
        Action::Delete => "delete".to_owned(),
        Action::Anonymise { changes } => format!("change {}", list(changes)),
        Action::Keep { reason, .. } => format!("keep {}", reason.is_some()),
        Action::Hold { term, release, changes } => {
            let release = release.map_or_else(|| "?".to_owned(), |day| day.to_string());
            format!("{term} until {release} change {}", list(changes))
        }
    }
}

#[test]
fn a_row_is_held_by_the_longest_term_that_applies() {
    let columns = ["id", "kind", "placed", "status"];
    let order = |key: &str, kind: &str, placed: Option<&str>, status: &str| {
        row(key, &[Some(key), Some(kind), placed, Some(status)])
    };
    let decided = decided(vec![part(
        "orders",
        &columns,
        vec![
            order("1", "a", Some("2020-03-05 10:00:00"), "cart"),
            order("2", "a", Some("2020-03-05 10:00:00"), "done"),
            order("3", "a", Some("2018-12-31"), "done"),
            order("4", "b", Some("2020-03-05"), "done"),
            order("5", "a", None, "done"),
            order("6", "a", Some("0000-00-00 00:00:00"), "done"),
            order("7", "b", Some("2001-01-01"), "done"),
        ],
    )]);
    let expected = [
        ("1", "delete"),
        ("2", "invoices until 2028-01-01 change cache,email,note"),
        ("3", "delete"),
        ("4", "disputes until 2040-03-06 change cache,email,note"),
        ("5", "invoices until ? change cache,email,note"),
        ("6", "invoices until ? change cache,email,note"),
        ("7", "delete"),
    ];
    let expected: BTreeMap<String, String> =
        expected.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect();
    assert_eq!(outcomes(&decided, "orders"), expected);
}

#[test]
fn children_are_held_as_long_as_their_parent_and_keys_have_rules_of_their_own() {
    let orders = vec![
        row("1", &[Some("1"), Some("a"), Some("2020-03-05"), Some("done")]),
        row("2", &[Some("2"), Some("a"), Some("2020-03-05"), Some("cart")]),
    ];
    let lines = vec![row("10", &[Some("10"), Some("1")]), row("20", &[Some("20"), Some("2")])];
    let detail = |key: &str, line: &str, name: Option<&str>| row(key, &[name, Some(line)]);
    let details = vec![
        detail("100", "10", Some("total")),
        detail("101", "10", Some("note")),
        detail("102", "10", Some("theme")),
        detail("103", "10", Some("ip")),
        detail("104", "10", Some("unknown")),
        detail("105", "10", None),
        detail("200", "20", Some("total")),
        detail("201", "20", Some("note")),
        detail("202", "20", Some("theme")),
        detail("203", "20", Some("unknown")),
    ];
    let decided = decided(vec![
        part("orders", &["id", "kind", "placed", "status"], orders),
        part("lines", &["id", "order_id"], lines),
        part("details", &["k", "line_id"], details),
    ]);
    let hold = "invoices until 2028-01-01 change ";
    assert_eq!(outcomes(&decided, "lines")["10"], format!("{hold}gift"));
    assert_eq!(outcomes(&decided, "lines")["20"], "delete");
    let details = outcomes(&decided, "details");
    assert_eq!(details["100"], hold);
    assert_eq!(details["101"], format!("{hold}v"));
    assert_eq!(details["102"], hold);
    for gone in ["103", "104", "105", "200", "203"] {
        assert_eq!(details[gone], "delete", "{gone}");
    }
    assert_eq!(details["201"], "change v");
    assert_eq!(details["202"], "keep false");
}

#[test]
fn a_mention_is_treated_as_its_own_path_says_and_each_path_for_itself() {
    let mut mention = row("9", &[Some("9"), None, None, None]);
    mention.relation = Relation::Mentions;
    mention.path = 1;
    mention.also = vec![(0, 2)];
    let mut by_owner = row("8", &[Some("8"), None, None, None]);
    by_owner.relation = Relation::Mentions;
    let decided = decided(vec![
        part("orders", &["id", "kind", "placed", "status"], vec![mention, by_owner]),
        part("mail", &["id"], vec![row("1", &[Some("1")])]),
    ]);
    let actions: Vec<(String, String, MentionAction)> =
        decided.mentions.iter().map(|m| (m.key.to_string(), m.column.clone(), m.action.clone())).collect();
    let remove = MentionAction::Change {
        change: Change::Remove { nested: Some(Nested::Php), stood: Stood::default() },
    };
    assert_eq!(
        actions,
        [
            ("9".to_owned(), "note".to_owned(), remove),
            ("9".to_owned(), "cache".to_owned(), MentionAction::Delete),
            ("8".to_owned(), "email".to_owned(), MentionAction::Report),
        ]
    );
    assert_eq!(outcomes(&decided, "mail")["1"], "keep true");
}

#[test]
fn a_term_that_the_policy_lacks_stops_everything() {
    let found = Found {
        system: "s".to_owned(),
        collections: vec![part(
            "orders",
            &["id", "kind", "placed", "status"],
            vec![row("1", &[Some("1"), None, None, Some("done")])],
        )],
    };
    let none = Terms::new();
    let zone = TimeZone::UTC;
    let outcome = decide(&map(), &found, Day { today: date(2026, 1, 1), zone: &zone, terms: &none });
    assert!(matches!(outcome, Err(DecideError::UnknownTerm { .. })));
}

proptest! {
    /// Whatever the dates and states: every own row gets exactly one action, nothing is deleted that a term holds,
    /// and nothing is held that no term covers.
    #[test]
    fn every_row_gets_one_action_and_held_rows_stay(
        rows in prop::collection::vec(("(cart|done)", prop::option::of(2000i16..2027), "(a|b)"), 0..30)
    ) {
        let found: Vec<FoundRow> = rows
            .iter()
            .enumerate()
            .map(|(key, (status, year, kind))| {
                let placed = year.map(|year| format!("{year}-06-01"));
                row(&key.to_string(), &[Some("x"), Some(kind), placed.as_deref(), Some(status)])
            })
            .collect();
        let decided = decided(vec![part("orders", &["id", "kind", "placed", "status"], found)]);
        let outcomes = outcomes(&decided, "orders");
        prop_assert_eq!(outcomes.len(), rows.len());
        for (key, (status, year, kind)) in rows.iter().enumerate() {
            let fiscal = status == "done" && year.is_none_or(|year| year + 8 > 2026);
            let dispute = kind == "b" && year.is_none_or(|year| year + 20 > 2026);
            let deleted = outcomes[&key.to_string()] == "delete";
            prop_assert_eq!(deleted, !fiscal && !dispute);
        }
    }
}

#[test]
fn a_number_in_somebody_elses_line_goes_only_where_it_is_the_persons() {
    let map = DataMap::parse(
        r#"
system = { id = "s", name = "S", connector = "sql", url_env = "U" }
identity = [{ kind = "email" }]
[[collection]]
id = "accounts"
name = "Accounts"
table = "accounts"
key = ["id"]
category = "name"
path = [{ from = "identity", on = { email = "email" } }]
personal = ["email"]
erasure = { do = "anonymise" }
[[collection]]
id = "log"
name = "Log"
table = "log"
key = ["id"]
category = "usage"
path = [{ from = "accounts", on = { related = "id" } }]
fields.related = { of = "accounts.id" }
fields.object = { of = "accounts.id", when = { table = "user" } }
not_personal = ["table"]
erasure = { do = "anonymise" }
"#,
    )
    .unwrap_or_else(|problems| panic!("{problems:?}"));
    let log = map.collection("log").expect("a log");
    assert!(
        crate::columns::judged(&map, log)
            .is_superset(&["object", "related", "table"].map(str::to_owned).into())
    );
    let accounts = map.collection("accounts").expect("accounts");
    assert!(crate::columns::links(&map, accounts).contains("id"));
    let lines = [
        ("1", [Some("5"), Some("5"), Some("user")], "change object,related"),
        ("2", [Some("5"), Some("5"), Some("role")], "change related"),
        ("3", [Some("6"), Some("5"), Some("user")], "change object"),
        ("4", [Some("5"), Some("6"), Some("user")], "change related"),
        ("5", [Some("55"), None, None], "change "),
        ("6", [Some("8"), Some("5"), Some("user")], "change object"),
    ];
    let mut others = row("8", &[Some("8")]);
    others.relation = Relation::Mentions;
    let rows = lines.iter().map(|(key, values, _)| row(key, values)).collect();
    let found = Found {
        system: "s".to_owned(),
        collections: vec![
            part("accounts", &["id"], vec![row("5", &[Some("5")]), others]),
            part("log", &["related", "object", "table"], rows),
        ],
    };
    let terms = terms();
    let day = Day { today: date(2026, 11, 22), zone: &TimeZone::UTC, terms: &terms };
    let outcomes = outcomes(&decide(&map, &found, day).expect("decides"), "log");
    let expected = lines.map(|(key, _, words)| (key.to_owned(), words.to_owned()));
    assert_eq!(outcomes, expected.into());
}

/// Members of houses, and bills that are of the house or of who paid.
const HOUSES: &str = r#"
[system]
id = "s"
name = "S"
connector = "sql"
url_env = "S_URL"
[[identity]]
kind = "email"
[[collection]]
id = "members"
name = "Members"
table = "member"
key = ["id"]
category = "account"
path = [{ from = "identity", on = { email = "email" } }]
personal = ["email", "house"]
erasure = { do = "delete" }
[[collection]]
id = "houses"
name = "Houses"
table = "house"
key = ["id"]
category = "address"
path = [{ from = "members", on = { id = "house" } }]
personal = ["street"]
erasure = { do = "delete", unless_shared = "members" }
[[collection]]
id = "bills"
name = "Bills"
table = "bill"
key = ["id"]
category = "order"
path = [{ from = "houses", on = { house = "id" } }, { from = "members", on = { payer = "id" } }]
personal = ["house", "payer"]
erasure = { do = "delete" }
"#;

#[test]
fn what_somebody_else_has_a_part_in_stays_with_what_hangs_on_it() {
    let map = DataMap::parse(HOUSES).unwrap_or_else(|problems| panic!("{problems:?}"));
    let bills = map.collection("bills").expect("bills");
    assert!(crate::columns::judged(&map, bills).contains("house"));
    let mut houses = part("houses", &["id"], vec![row("A", &[Some("A")]), row("B", &[Some("B")])]);
    houses.shared.insert(Key::single("A"));
    let mut paid = row("3", &[Some("A"), Some("5")]);
    paid.path = 1;
    let bills = part(
        "bills",
        &["house", "payer"],
        vec![row("1", &[Some("A"), None]), row("2", &[Some("B"), None]), paid],
    );
    let members = part("members", &["house", "id"], vec![row("5", &[Some("A"), Some("5")])]);
    let found = Found { system: "s".to_owned(), collections: vec![members, houses, bills] };
    let (zone, terms) = (TimeZone::UTC, terms());
    let day = Day { today: jiff::civil::date(2026, 11, 22), zone: &zone, terms: &terms };
    let decided = decide(&map, &found, day).expect("it is decided");
    let stays = |id: &str| -> Vec<String> {
        let part = decided.collections.iter().find(|part| part.collection == id);
        let groups = part.iter().flat_map(|part| &part.groups);
        let kept = groups.filter(|group| matches!(&group.action, Action::Keep { reason: Some(_), .. }));
        kept.flat_map(|group| &group.rows).map(|row| row.key.to_string()).collect()
    };
    assert_eq!(
        (stays("members"), stays("houses"), stays("bills")),
        (vec![], vec!["A".to_owned()], vec!["1".to_owned()])
    );
}
