use super::*;
use crate::found::{FoundCollection, FoundRow, Key};

const MAP: &str = r#"
[system]
id = "shop"
name = { nl = "Winkel <1>", en = "Shop & <1>" }
connector = "sql"
url_env = "SHOP"
[[identity]]
kind = "email"
[[collection]]
id = "accounts"
name = { nl = "Accounts", en = "Accounts" }
table = "users"
key = ["id"]
category = "name"
personal = ["email"]
erasure = { do = "delete" }
path = [{ from = "identity", on = { email = "email" } }]
[[collection]]
id = "orders"
name = { nl = "Bestellingen", en = "Orders" }
table = "orders"
key = ["id"]
category = "order"
personal = ["contact", "note", "user_id"]
not_personal = ["kind"]
erasure = { do = "delete" }
path = [
  { from = "accounts", on = { user_id = "id" }, where = { kind = "sale" } },
  { from = "identity", on = { contact = "email" } },
  { from = "identity", on = { note = "email" }, match = "contains", relation = "mentions" },
]
"#;

fn row(key: &str, relation: Relation, trail: usize, path: usize) -> FoundRow {
    FoundRow { key: Key::single(key), relation, trail, path, also: Vec::new(), values: Vec::new() }
}

fn explained() -> Explanation {
    let map = DataMap::parse(MAP).unwrap();
    let mut mentioned = row("9", Relation::Mentions, 1, 2);
    mentioned.also.push((1, 1));
    let found = Found {
        system: "shop".into(),
        collections: vec![
            FoundCollection {
                collection: "accounts".into(),
                trails: vec!["email → accounts.email".into()],
                rows: vec![row("5", Relation::Own, 0, 0)],
                ..FoundCollection::default()
            },
            FoundCollection {
                collection: "orders".into(),
                trails: vec!["email → accounts → orders.user_id".into(), "email → orders.contact".into()],
                rows: vec![
                    row("1", Relation::Own, 0, 0),
                    row("2", Relation::Own, 0, 0),
                    row("3", Relation::Own, 1, 1),
                    mentioned,
                ],
                ..FoundCollection::default()
            },
        ],
    };
    explain(&map, &found)
}

#[test]
fn every_row_stands_where_its_way_ends_with_its_rule() {
    let drawn = "Shop & <1> (shop)
└─ email
   ├─ Accounts [users]: 1 row
   │  │   users.email = email: 5
   │  └─ Orders [orders]: 2 rows
   │         orders.user_id = accounts.id, where kind = sale: 1, 2
   └─ Orders [orders]: 1 row, 2 of others
          orders.contact = email: 3
          orders.note mentions email: 9
          orders.contact = email: 9
";
    assert_eq!(text(&explained(), Language::En), drawn);
    let json = serde_json::to_value(explained()).unwrap();
    assert_eq!(
        json["roots"][0]["branches"][0]["branches"][0]["ways"][0]["keys"],
        serde_json::json!(["1", "2"])
    );
}

#[test]
fn the_picture_is_whole_xml_and_says_in_words_what_it_shows() {
    for language in [Language::Nl, Language::En] {
        let drawn = svg(&explained(), language, "e\"1");
        assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>"));
        assert!(!drawn.contains("<1>") && drawn.contains("&lt;1&gt;"), "{drawn}");
        assert!(drawn.contains("aria-labelledby=\"e1-title e1-words\""), "{drawn}");
        assert_eq!(drawn.matches("<circle").count(), 4);
        assert_eq!(drawn.matches("<path").count(), 3, "every step but the first has a line to it");
        for part in ["svg", "title", "desc", "text", "tspan"] {
            let open = drawn.matches(&format!("<{part}")).count();
            assert_eq!(open, drawn.matches(&format!("</{part}>")).count(), "{part}");
        }
    }
    let nl = svg(&explained(), Language::Nl, "e");
    assert!(nl.contains("email → Accounts → Bestellingen: 2 gegevens"), "{nl}");
    assert!(nl.contains("email → Bestellingen: 1 gegeven, 2 van een ander"), "{nl}");
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let mut explanation = explained();
    explanation.roots[0].branches[0].ways[0].keys = (1..=12).map(|key| key.to_string()).collect();
    assert!(text(&explanation, Language::En).contains("users.email = email: 1, 2, 3, 4, 5 … +7\n"));
}

#[test]
fn nothing_found_is_a_picture_that_says_so() {
    let nothing = Explanation { roots: Vec::new(), ..explained() };
    assert!(svg(&nothing, Language::Nl, "e").contains("niets gevonden"));
}
