use super::*;

const MAP: &str = r#"
system = { id = "s", name = "S", connector = "sql", url_env = "U" }
identity = [{ kind = "email" }]
datum = [{ id = "email", name = "E-mail", at = ["users.email", "users.backup", "details[mail]"] }]

[[collection]]
id = "users"
name = "Users"
table = "users"
key = ["id"]
category = "account"
path = [{ from = "identity", on = { email = "email" } }]
personal = ["email", "backup", "nick"]
fields.id = { erase = "keep" }
fields.token = { secret = true }
fields.doc = { nested = "json" }
erasure = { do = "anonymise" }

[[collection]]
id = "details"
name = "Details"
table = "details"
key = ["id"]
category = "account"
path = [{ from = "users", on = { user = "id" } }]
pairs = { key = "k", value = "v" }
pair = [{ match = ["mail", "phone*"] }, { match = ["token"], secret = true }]
not_personal = ["user"]
erasure = { do = "delete" }
"#;

fn map() -> DataMap {
    DataMap::parse(MAP).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn a_field_is_a_datum_with_its_copies_or_a_single_place() {
    let map = map();
    for (field, places) in [
        ("email", vec!["users.email", "users.backup copy", "details[mail] copy"]),
        ("users.email", vec!["users.email", "users.backup copy", "details[mail] copy"]),
        ("users.backup", vec!["users.backup"]),
        ("details[phone1]", vec!["details[phone1]"]),
    ] {
        let located = locate(&map, field).expect(field);
        let words =
            located.iter().map(|here| format!("{}{}", here.place, if here.copy { " copy" } else { "" }));
        assert_eq!(words.collect::<Vec<_>>(), places);
    }
    for field in ["phone", "users", "users.age", "nobody.email", "users[mail]", "details[fax]"] {
        assert_eq!(locate(&map, field), Err(RectifyError::Unknown(field.to_owned())));
    }
    for field in ["users.id", "users.token", "users.doc", "details[token]"] {
        assert_eq!(locate(&map, field), Err(RectifyError::NotAValue(field.to_owned())));
    }
}

/// Rows of `users.email` and `users.backup` with these values, numbered from 1.
fn values(email: &[Option<&str>], backup: &[Option<&str>]) -> Values {
    let rows = |values: &[Option<&str>]| {
        let keyed = values.iter().enumerate();
        keyed.map(|(row, value)| (Key::single((row + 1).to_string()), value.map(str::to_owned))).collect()
    };
    Values::from([
        ("users.email".parse().expect("a place"), rows(email)),
        ("users.backup".parse().expect("a place"), rows(backup)),
    ])
}

#[test]
fn only_the_wrong_value_is_chosen() {
    let map = map();
    let located = locate(&map, "email").expect("a datum");
    let chosen = |was: Option<&str>, to: &str, email: &[Option<&str>], backup: &[Option<&str>]| {
        let correction =
            Correction { field: "email".to_owned(), was: was.map(str::to_owned), to: to.to_owned() };
        let fields = choose(&located, &correction, &values(email, backup), &Decided::default())?;
        let counts = fields.iter().map(|field| (field.rows.len(), field.other));
        Ok::<_, RectifyError>(counts.collect::<Vec<_>>())
    };
    let several = || Err(RectifyError::Several("users.email".to_owned()));
    let nothing = |field: &str| Err(RectifyError::Nothing(field.to_owned()));
    assert_eq!(
        chosen(None, "new", &[Some("old")], &[Some(" OLD "), Some("x")]),
        Ok(vec![(1, 0), (1, 1), (0, 0)])
    );
    // Another row of the original has the right value already.
    assert_eq!(chosen(None, "new", &[Some("old"), Some("new")], &[]), Ok(vec![(1, 1), (0, 0), (0, 0)]));
    // Only its capitals are wrong.
    assert_eq!(chosen(None, "Old", &[Some("old")], &[Some("Old")]), Ok(vec![(1, 0), (0, 0), (0, 0)]));
    // It was empty: a copy that is empty too gets the value.
    assert_eq!(chosen(Some(""), "new", &[None], &[Some("x"), None]), Ok(vec![(1, 0), (1, 1), (0, 0)]));
    assert_eq!(chosen(None, "new", &[Some("a"), Some("b")], &[]), several());
    assert_eq!(chosen(Some("c"), "new", &[Some("a")], &[Some("a")]), nothing("email"));
    assert_eq!(chosen(None, "new", &[], &[]), nothing("users.email"));
    assert_eq!(chosen(None, " ", &[Some("a")], &[]), Err(RectifyError::Empty("email".to_owned())));
}

#[test]
fn what_a_term_keeps_is_counted_and_left() {
    let map = map();
    let located = locate(&map, "users.backup").expect("a place");
    let row = |id: &str| crate::erasure::PreparedRow { key: Key::single(id), links: Vec::new() };
    let hold = |changes: BTreeMap<String, crate::erasure::Change>| Action::Hold {
        term: "invoices".to_owned(),
        release: None,
        changes,
    };
    let erased = BTreeMap::from([("backup".to_owned(), crate::erasure::Change::Blank)]);
    let decided = Decided {
        collections: vec![crate::erasure::PreparedCollection {
            collection: "users".to_owned(),
            table: "users".to_owned(),
            links: Vec::new(),
            groups: vec![
                crate::erasure::PreparedGroup { action: hold(BTreeMap::new()), rows: vec![row("1")] },
                crate::erasure::PreparedGroup { action: hold(erased), rows: vec![row("2")] },
            ],
        }],
        mentions: Vec::new(),
    };
    let correction =
        Correction { field: "users.backup".to_owned(), was: Some("old".to_owned()), to: "new".to_owned() };
    let standing = values(&[], &[Some("old"), Some("old")]);
    let fields = choose(&located, &correction, &standing, &decided).expect("chosen");
    let counts: Vec<_> = fields.iter().map(PreparedField::counts).collect();
    assert_eq!((counts[0].corrected, counts[0].held), (1, 1));
    assert_eq!(fields[0].rows[0].key, Key::single("2"));
}
