//! A request from the question to the answer, by commands alone.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::setting::{Ended, PERSON, Place, example};
use crate::smtp::Server;

fn identity() -> String {
    format!("email={PERSON}")
}

fn file(place: &Place, right: &str) -> (String, Value) {
    let words = ["requests", "file", "--right", right, "--identity", &identity(), "--format", "json"];
    let view = place.run(&words).with(0).json();
    (view["summary"]["id"].as_str().unwrap().to_owned(), view)
}

fn show(place: &Place, id: &str) -> Value {
    place.run(&["requests", "show", id, "--format", "json"]).with(0).json()
}

fn system<'a>(systems: &'a Value, id: &str) -> &'a Value {
    systems.as_array().unwrap().iter().find(|system| system["system"] == id).expect("the system")
}

/// Reports for every holder; gives how many were asked.
fn holders_answer(place: &Place, id: &str) -> usize {
    let view = show(place, id);
    let asked: Vec<_> = view["systems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|system| system["state"] == "outstanding")
        .collect();
    for system in &asked {
        assert!(system["task"]["letter"].as_str().unwrap().len() > 100, "{system:#}");
        place.run(&["requests", "task", id, system["system"].as_str().unwrap(), "nothing-held"]).with(0);
    }
    asked.len()
}

fn find(place: &Place, words: &[&str]) -> Ended {
    let example = example();
    let mut all = vec!["find", "--policy", &example, "--format", "json"];
    all.extend(words);
    place.run(&all)
}

/// `system table key` of every row found, by relation.
fn rows(found: &Value, relation: &str) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for part in found.as_array().unwrap() {
        let keys: BTreeSet<&str> = part.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["collection", "rows", "system", "table"].into(), "the documented shape");
        for row in part["rows"].as_array().unwrap() {
            let keys: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, ["key", "path", "relation"].into(), "the documented shape");
            let path = row["path"].as_str().unwrap();
            assert!(path.contains("email") || path.starts_with("name"), "{row:#}");
            if row["relation"] == relation {
                let place =
                    format!("{} {}", part["system"].as_str().unwrap(), part["table"].as_str().unwrap());
                assert!(
                    rows.insert(format!("{place} {}", row["key"].as_str().unwrap())),
                    "found twice: {row:#}"
                );
            }
        }
    }
    rows
}

#[test]
fn a_person_is_found_row_by_row() {
    let place = Place::new();
    let found = find(&place, &["--identity", &identity()]).with(0).json();
    let own = rows(&found, "own");
    let orders = own.iter().filter(|row| row.starts_with("shop wp_wc_orders ")).count();
    assert_eq!(orders, 6, "{own:#?}");
    assert!(own.iter().any(|row| row.starts_with("learning mdl_user ")), "{own:#?}");
    // The same person twice is the same rows; another way to write the address as well.
    let shouted = format!("email= {} ", PERSON.to_uppercase());
    let twice = find(&place, &["--identity", &identity(), "--identity", &shouted]).with(0).json();
    assert_eq!(rows(&twice, "own"), own);
    assert_eq!(rows(&find(&place, &["--identity", &shouted]).with(0).json(), "own"), own);
    let shop = find(&place, &["--identity", &identity(), "--system", "shop"]).with(0).json();
    assert!(shop.as_array().unwrap().iter().all(|part| part["system"] == "shop"));
    let nobody = find(&place, &["--identity", "email=nobody.at.all@school.example"]).with(0).json();
    assert!(rows(&nobody, "own").is_empty());
}

#[test]
fn half_an_answer_is_none() {
    let mut place = Place::new();
    place.elsewhere.insert("LEARNING_DATABASE_URL", format!("sqlite:{}", place.file("gone.db").display()));
    let ended = find(&place, &["--identity", &identity()]).with(2);
    assert!(ended.out.is_empty() && ended.err.contains("learning"), "{ended:#?}");
    for name in ["SHOP_DATABASE_URL", "LEARNING_DATABASE_URL"] {
        place.elsewhere.insert(name, String::new());
    }
    let ended = find(&place, &["--identity", &identity()]).with(2);
    assert!(ended.err.contains("no system was searched"), "{ended:#?}");
    find(&place, &["--identity", "no equals sign"]).with(2);
}

#[test]
fn access_from_the_question_to_the_archive() {
    let mut place = Place::new();
    let server = Server::start();
    place.mail = Some(server.url.clone());
    let (id, view) = file(&place, "access");
    assert_eq!(view["summary"]["state"], "planned");
    let shop = system(&view["plan"]["systems"], "shop");
    let orders = shop["collections"].as_array().unwrap().iter().find(|part| part["table"] == "wp_wc_orders");
    assert_eq!(orders.unwrap()["own"], 6);

    let listed = place.run(&["requests", "list", "--format", "json"]).with(0).json();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["id"]), (1, &view["summary"]["id"]));
    place.run(&["requests", "approve", &id]).with(0);
    let ran = place.run(&["requests", "run", &id, "--format", "json"]).with(0).json();
    assert_eq!(ran["summary"]["state"], "answered-in-part");
    assert!(holders_answer(&place, &id) > 0);
    assert_eq!(show(&place, &id)["summary"]["state"], "answered");
    assert!(
        place.run(&["requests", "list", "--format", "json"]).with(0).json().as_array().unwrap().is_empty()
    );
    let all = place.run(&["requests", "list", "--all", "--format", "json"]).with(0).json();
    assert_eq!(all.as_array().unwrap().len(), 1);

    let out = place.file("answer.zip");
    place.run(&["requests", "collect", &id, "--out", out.to_str().unwrap()]).with(0);
    let bytes = std::fs::read(&out).unwrap();
    let seen = app::archive::validate(&bytes);
    assert!(seen.is_sound(), "{:?}", seen.problems);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for ending in [".html", ".json", ".csv"] {
        assert!(names.iter().any(|name| name.ends_with(ending)), "no {ending} in {names:?}");
    }
    let mut orders = String::new();
    let name =
        names.iter().find(|name| name.contains("shop") && name.contains("orders.csv")).expect("orders");
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut orders).unwrap();
    assert_eq!(orders.lines().count(), 7, "{orders}");
    assert_eq!(show(&place, &id)["answer"]["downloads"], 1);
    let mails: Vec<_> = server.taken().into_iter().filter(|taken| taken.to == PERSON).collect();
    assert!(mails.iter().any(|mail| mail.text.contains(&id)), "{mails:#?}");
    place.run(&["ledger", "verify"]).with(0);
}

#[test]
fn erasure_from_the_question_to_being_forgotten() {
    let mut place = Place::new();
    let server = Server::start();
    place.mail = Some(server.url.clone());
    let before = find(&place, &["--identity", &identity()]).with(0).json();
    let (id, view) = file(&place, "erasure");
    let shop = system(&view["plan"]["systems"], "shop");
    let orders = shop["collections"].as_array().unwrap().iter().find(|part| part["table"] == "wp_wc_orders");
    let orders = orders.unwrap();
    assert_eq!(orders["delete"], 1, "one is older than the fiscal term: {orders:#}");
    let kept = orders["kept"].as_array().unwrap();
    assert!(kept.iter().all(|kept| kept["release"].is_string() && kept["law"].is_string()), "{kept:#?}");

    place.run(&["requests", "approve", &id]).with(0);
    place.run(&["requests", "run", &id]).with(0);
    holders_answer(&place, &id);
    let done = show(&place, &id);
    assert_eq!((&done["summary"]["state"], &done["address"]), (&"answered".into(), &Value::Null));
    assert_eq!(system(&done["systems"], "shop")["clean"], true, "{done:#}");
    let deleted: u64 = system(&done["systems"], "shop")["counts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|count| count["what"] == "deleted")
        .map(|count| count["count"].as_u64().unwrap())
        .sum();
    assert!(deleted > 1);
    let after = find(&place, &["--identity", &identity()]).with(0).json();
    assert!(!rows(&before, "own").is_empty() && rows(&after, "own").is_empty(), "{after:#}");
    let confirmations =
        server.taken().into_iter().filter(|taken| taken.to == PERSON && taken.text.contains("AWR"));
    // Once when the systems were done, and once when the last holder had reported.
    assert_eq!(confirmations.count(), 2, "both name the law for what was kept");
    place.run(&["ledger", "verify"]).with(0);
    // Whom it was about is nowhere in Gestand's own data.
    for (table, rows) in crate::sql::contents(&place.database()) {
        assert!(rows.iter().all(|row| !row.contains(PERSON)), "{table}");
    }
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let place = Place::new();
    let (id, _) = file(&place, "access");
    let unknown = "01a207a2-3280-7cd3-afe2-538ad11e0449";
    let out = place.file("x.zip").display().to_string();
    let cases: &[&[&str]] = &[
        &["requests", "file", "--right", "access"],
        &["requests", "file", "--right", "rectification", "--identity", "email=a@school.example"],
        &["requests", "file", "--right", "nonsense", "--identity", "email=a@school.example"],
        &[
            "requests",
            "file",
            "--right",
            "access",
            "--identity",
            "email=a@school.example",
            "--language",
            "fr",
        ],
        &["requests", "show", unknown],
        &["requests", "show", "not an id"],
        &["requests", "approve", unknown],
        &["requests", "run", unknown],
        &["requests", "task", &id, "afas", "perhaps"],
        &["requests", "task", &id, "afas", "done"],
        &["requests", "task", &id, "no-such-system", "done"],
        &["requests", "collect", &id, "--out", &out],
        &["no-such-command"],
        &[],
    ];
    for words in cases {
        let ended = place.run(words);
        assert_eq!(ended.code, Some(2), "{words:?}: {ended:#?}");
        assert!(!ended.err.trim().is_empty(), "{words:?} says nothing");
    }
    assert_eq!(show(&place, &id)["summary"]["state"], "planned");
    place.run(&["requests", "approve", &id]).with(0);
    place.run(&["requests", "approve", &id]).with(2);
    let all = place.run(&["requests", "list", "--all", "--format", "json"]).with(0).json();
    assert_eq!(all.as_array().unwrap().len(), 1);
    let nowhere = Place::empty();
    let ended = nowhere.run(&["requests", "list"]);
    assert_ne!(ended.code, Some(1), "{ended:#?}");
    let ended = nowhere
        .run(&["requests", "file", "--right", "access", "--identity", "email=a@school.example"])
        .with(2);
    assert!(ended.err.contains("gestand publish"), "{ended:#?}");
}

#[test]
fn why_each_row_was_found_is_a_tree() {
    let place = Place::new();
    let example = example();
    let mut found: Vec<String> =
        rows(&find(&place, &["--identity", &format!("email={PERSON}")]).with(0).json(), "own")
            .into_iter()
            .filter(|row| row.starts_with("learning "))
            .collect();
    let words = ["map", "explain", PERSON, "--policy", &example, "--system", "learning"];
    let told = place.run(&words).with(0);
    for part in ["(learning)", "─ email", "mdl_user.email = email, where deleted = 0: 1", "accounts.id"] {
        assert!(told.out.contains(part), "{part} is not in {}", told.out);
    }
    // The address may be written as an identity, before the options or as one of them.
    let pair = format!("email={PERSON}");
    let rest = ["--policy", &example, "--system", "learning"];
    for given in [vec![pair.as_str()], vec!["--identity", &pair]] {
        assert_eq!(place.run(&[&["map", "explain"], &given[..], &rest[..]].concat()).with(0).out, told.out);
    }
    let by_number = ["map", "explain", "nosuchkind=1", "--policy", &example, "--system", "learning"];
    assert!(!place.run(&by_number).with(2).err.is_empty(), "a kind that no map knows finds nobody");
    let json = place.run(&[&words[..], &["--format", "json"]].concat()).with(0).json();
    let mut explained = Vec::new();
    for root in json[0]["roots"].as_array().unwrap() {
        keys(root, &mut explained);
    }
    explained.sort();
    found.sort();
    assert_eq!(explained, found, "every row stands in the tree, once");
    let nobody = place.run(&["map", "explain", "nobody@boomgaardt.internal", "--policy", &example]).with(0);
    assert!(nobody.out.contains("Nothing was found"), "{nobody:#?}");
    place.run(&["map", "explain", "--policy", &example]).with(2);
    place.run(&["map", "explain", PERSON, "--policy", &example, "--system", "nosuch"]).with(2);
}

/// `system table key` of every own row of a tree.
fn keys(branch: &Value, into: &mut Vec<String>) {
    for way in branch["ways"].as_array().into_iter().flatten().filter(|way| way["relation"] == "own") {
        let table = branch["table"].as_str().unwrap();
        let keys = way["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap());
        into.extend(keys.map(|key| format!("learning {table} {key}")));
    }
    for inner in branch["branches"].as_array().into_iter().flatten() {
        keys(inner, into);
    }
}
