use super::*;

/// A map without a fault.
const SOUND: &str = r#"
[system]
id = "shop"
name = { nl = "Winkel", en = "Shop" }
connector = "sql"
url_env = "SHOP_DATABASE_URL"

[[identity]]
kind = "email"
normalise = ["trim", "lower"]

[[datum]]
id = "mail"
name = "E-mail"
at = ["users.email"]

[[exclusion]]
id = "post"
name = "Post"
table = "blocked"
column = "who"
kind = "email"
values = { since = "{now}" }

[[attribute]]
kind = "name"
collection = "users"
value = "{name}"

[[collection]]
id = "users"
name = "Users"
table = "users"
key = ["id"]
category = "account"
path = [{ from = "identity", on = { email = "email" } }]
fields.email = { category = "email", erase = { set = "x-{key}@erased.invalid" } }
fields.name = "name"
restrict = { set = { name = "restricted" } }
not_personal = ["created"]
erasure = { do = "anonymise" }

[[collection]]
id = "orders"
name = "Orders"
table = "orders"
key = ["id"]
category = "order"
owner = { column = "user_id", of = "users.id", none = [0, ""] }
path = [
  { from = "users", on = { user_id = "id" } },
  { from = "orders", on = { parent = "id" } },
]
personal = ["user_id"]
not_personal = ["parent", "placed", "status"]
erasure = { do = "delete" }
hold = { term = "invoices", since = "placed", where = { status = ["done", { null = true }] } }
"#;

fn problems(from: &str, to: &str) -> Vec<MapProblem> {
    let sound = sound();
    assert!(sound.contains(from), "{from} is in the sound map");
    match DataMap::parse(&sound.replacen(from, to, 1)) {
        Ok(_) => Vec::new(),
        Err(problems) => problems,
    }
}

fn sound() -> String {
    // A null test stands by itself, not in a list.
    SOUND.replace(r#"["done", { null = true }]"#, r#"["done"]"#)
}

#[test]
fn a_sound_map_is_read_and_says_what_it_refers_to() {
    let map = DataMap::parse(&sound()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(map.collections.len(), 2);
    let references = map.references();
    assert_eq!(references.terms, [("collection[1].hold".to_owned(), "invoices".to_owned())]);
    assert!(references.categories.contains(&("collection[0].fields.name".to_owned(), "name".to_owned())));
    assert_eq!(map.fingerprint().len(), 64);
    assert_ne!(map.fingerprint(), {
        let other = sound().replace("anonymise", "delete");
        DataMap::parse(&other).map(|map| map.fingerprint()).unwrap_or_default()
    });
}

#[test]
fn each_fault_is_told_at_its_place() {
    told(&[
        (r#"of = "users.id""#, r#"of = "people.id""#, "collection[1].owner.of"),
        (r#"of = "users.id""#, r#"of = "users.uid""#, "collection[1].owner.of"),
        (r#"column = "user_id", of"#, r#"column = "userid", of"#, "collection[1].owner.column"),
        (r#"{ from = "users", on"#, r#"{ from = "user", on"#, "collection[1].path[0].from"),
        (r#"on = { user_id = "id" }"#, r#"on = { userid = "id" }"#, "collection[1].path[0].on.userid"),
        (r#"on = { user_id = "id" }"#, r#"on = { user_id = "uid" }"#, "collection[1].path[0].on.user_id"),
        (r#"on = { email = "email" }"#, r#"on = { email = "mail" }"#, "collection[0].path[0].on.email"),
        (r#"on = { email = "email" }"#, r"on = {}", "collection[0].path[0].on"),
        (r#"since = "placed""#, r#"since = "date""#, "collection[1].hold"),
        (r#"since = "placed", "#, "", "collection[1].hold.since"),
        (r#"term = "invoices", since = "placed","#, r#"with = "lines","#, "collection[1].hold.with"),
        (r#"term = "invoices", since = "placed","#, r#"with = "users","#, "collection[1].hold.with"),
        (r#"do = "delete""#, r#"do = "keep""#, "collection[1].erasure"),
        (r#"key = ["id"]"#, "key = []", "collection[0].key"),
        (r#"not_personal = ["created"]"#, r#"not_personal = ["name"]"#, "collection[0].not_personal[0]"),
        (r#"value = "{name}""#, r#"value = "{nick}""#, "attribute[0].value"),
        (r#"value = "{name}""#, r#"value = "name""#, "attribute[0].value"),
        (r#"id = "orders""#, r#"id = "users""#, "collection[1].id"),
        (r#"url_env = "SHOP_DATABASE_URL""#, r#"url_env = "mysql://u:p@h/d""#, "system.url_env"),
        (r#"url_env = "SHOP_DATABASE_URL""#, "", "system.url_env"),
        ("x-{key}@erased.invalid", "x-{id}@erased.invalid", "collection[0].fields.email.erase"),
        (
            r#"fields.name = "name""#,
            r#"fields.name = { erase = "delete" }"#,
            "collection[0].fields.name.erase",
        ),
        (
            r#"{ from = "orders", on = { parent = "id" } }"#,
            r#"{ from = "attribute", on = { status = "name" }, match = "contains" }"#,
            "collection[1].path[1].relation",
        ),
        (
            r#"{ from = "users", on = { user_id = "id" } }"#,
            r#"{ from = "users", on = { user_id = "id" }, erase = "blank" }"#,
            "collection[1].path[0].erase",
        ),
        (
            r#"{ from = "users", on = { user_id = "id" } }"#,
            r#"{ from = "users", on = { user_id = "id" }, format = "x" }"#,
            "collection[1].path[0].format",
        ),
        (r#"category = "order""#, "", "collection[1].category"),
        (
            "path = [\n  { from = \"users\", on = { user_id = \"id\" } },\n",
            "path = [\n",
            "collection[1].path",
        ),
    ]);
}

#[test]
fn each_fault_of_data_marks_and_lists_is_told_at_its_place() {
    told(&[
        (r#"at = ["users.email"]"#, r#"at = ["users.email", "users.age"]"#, "datum[0].at[1]"),
        (r#"at = ["users.email"]"#, r#"at = ["users.id"]"#, "datum[0].at[0]"),
        (r#"at = ["users.email"]"#, "at = []", "datum[0].at"),
        (r#"at = ["users.email"]"#, r#"at = ["users email"]"#, "datum[0].at"),
        (r#"id = "mail""#, r#"id = """#, "datum[0].id"),
        (r#"set = { name = "restricted" }"#, r"set = { age = 1 }", "collection[0].restrict.set.age"),
        (r#"set = { name = "restricted" }"#, r"set = { id = 1 }", "collection[0].restrict.set.id"),
        (r#"set = { name = "restricted" }"#, r"set = {}", "collection[0].restrict.set"),
        (r#"column = "who""#, r#"column = """#, "exclusion[0]"),
        ("who\"\nkind = \"email\"", "who\"\nkind = \"user\"", "exclusion[0].kind"),
        (r#"since = "{now}""#, r#"since = "{today}""#, "exclusion[0].values.since"),
    ]);
}

fn told(faults: &[(&str, &str, &str)]) {
    for (from, to, place) in faults {
        let found: Vec<String> = problems(from, to).into_iter().map(|problem| problem.path).collect();
        assert!(found.iter().any(|found| found == place), "{from} → {to}: {found:?} lacks {place}");
    }
}

#[test]
fn what_does_not_parse_has_one_problem_with_its_place_in_the_text() {
    for (from, to, place, says) in [
        ("table = \"users\"", "tabel = \"users\"", "collection[0].tabel", "unknown field `tabel`"),
        ("connector = \"sql\"", "connector = \"ftp\"", "system.connector", "unknown variant"),
        ("fields.name = \"name\"", "fields.name = 5", "collection[0].fields.name", "a field is its category"),
        ("{ do = \"delete\" }", "{ do = \"burn\" }", "collection[1].erasure.do", "unknown variant"),
        ("status = [\"done\"]", "status = { nul = true }", "collection[1].hold", "{ term, since, where }"),
    ] {
        let found = problems(from, to);
        let [problem] = found.as_slice() else { panic!("{from} → {to}: {found:?}") };
        assert!(problem.message.contains(says), "{}", problem.message);
        assert!(problem.span.is_some(), "{problem:?}");
        assert!(problem.path.contains(place), "{} lacks {place}", problem.path);
    }
}

#[test]
fn a_problem_points_at_its_value() {
    let text = sound().replace(r#"of = "users.id""#, r#"of = "people.id""#);
    let problems = DataMap::parse(&text).expect_err("has a problem");
    let span = problems.iter().find_map(|problem| problem.span.clone()).expect("a span");
    assert_eq!(&text[span], "\"people.id\"");
}

#[test]
fn a_manual_system_needs_no_collections() {
    let text = r#"
        [system]
        id = "books"
        name = "Books"
        connector = "manual"
        categories = ["name"]
        [system.task]
        address = "privacy@books.example"
        answer_within = "20 days"
    "#;
    assert!(DataMap::parse(text).is_ok());
    let wrong = text.replace("connector = \"manual\"", "connector = \"manual\"\nurl_env = \"X\"");
    assert!(DataMap::parse(&wrong).is_err());
}
