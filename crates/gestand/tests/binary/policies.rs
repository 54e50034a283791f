//! Policy folders: what is wrong with one, what is in force, what it promises.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::mail::Running;
use crate::setting::{Place, copy_folder, example, examples};
use crate::sql;

/// The example in a place of its own, with one text put in the place of another.
fn changed(place: &Place, name: &str, changes: &[(&str, &str, &str)]) -> String {
    let folder: PathBuf = place.file(name);
    copy_folder(&examples().join("leskracht"), &folder);
    for (file, old, new) in changes {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old} is not in {file}");
        std::fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    folder.display().to_string()
}

fn broken(place: &Place) -> String {
    let changes = [
        ("prose/nl/privacy.md", "{{ organisation.name }}", "{{ organisation.nome }}"),
        ("prose/en/privacy.md", "::: clause S2 ", "::: clause S1 "),
        ("facts/retention.toml", "keep = \"7 years\"", "keep = \"seven years\""),
    ];
    changed(place, "broken", &changes)
}

#[test]
fn everything_that_is_wrong_with_a_folder_is_said_at_once() {
    let place = Place::empty();
    let good = place.run(&["policy", "check", &example(), "--format", "json"]).with(0).json();
    assert_eq!((&good["ok"], &good["clauses"]), (&true.into(), &134.into()));
    assert_eq!(good["hash"].as_str().unwrap().len(), 64);

    let broken = broken(&place);
    let report = place.run(&["policy", "check", &broken, "--format", "json"]).with(1).json();
    assert_eq!(report["ok"], false);
    let files: BTreeSet<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["file"].as_str().unwrap())
        .collect();
    for file in ["prose/nl/privacy.md", "prose/en/privacy.md", "facts/retention.toml"] {
        assert!(files.contains(file), "{file} is not among {files:?}");
    }
    for found in report["diagnostics"].as_array().unwrap() {
        assert!(found["line"].as_u64().unwrap() > 0 && found["span"]["len"].is_u64(), "{found:#}");
        assert!(!found["message"].as_str().unwrap().is_empty());
    }
    let told = place.run(&["policy", "check", &broken]).with(1);
    for word in ["organisation.nome", "seven years", "S1"] {
        assert!(told.err.contains(word), "{word} is not in {}", told.err);
    }
    place.run(&["policy", "check", "no such folder"]).with(2);
}

#[test]
fn a_broken_folder_never_starts_a_server_and_is_never_published() {
    let place = Place::empty();
    let broken = broken(&place);
    let ended = place.run(&["serve", "--listen", "127.0.0.1:0", "--policy", &broken]).with(1);
    assert!(!ended.out.contains("serves") && ended.err.contains("organisation.nome"), "{ended:#?}");
    place.run(&["publish", &broken]).with(1);
    place.run(&["check", "--policy", &broken]).with(1);
    place.run(&["find", "--policy", &broken, "--identity", "email=a@school.example"]).with(1);
    place.run(&["map", "check", "--policy", &broken]).with(1);
    place.run(&["map", "explain", "a@school.example", "--policy", &broken]).with(1);
    // Without any policy there is nothing to serve either.
    let ended = place.run(&["serve", "--listen", "127.0.0.1:0"]).with(2);
    assert!(ended.err.contains("gestand publish"), "{ended:#?}");
}

#[test]
fn a_published_edition_never_changes_and_a_running_server_keeps_it() {
    let place = Place::empty();
    let first = place.run(&["publish", &example(), "--format", "json"]).with(0).json();
    assert_eq!((&first["new"], &first["in_force_from"]), (&true.into(), &"2026-09-01".into()));
    let again = place.run(&["publish", &example(), "--format", "json"]).with(0).json();
    assert_eq!((&again["new"], &again["hash"]), (&false.into(), &first["hash"]));

    let (serving, line) = Running::start(&place, &["serve", "--listen", "127.0.0.1:0"]);
    let address = line.split("http://").nth(1).unwrap().split(',').next().unwrap().to_owned();
    let text = |day: &str| place.run(&["policy", "text", "--on", day]).with(0).out;
    let before = (text("2026-11-01"), page(&address, "/nl/privacy"));
    assert!(before.1.starts_with("HTTP/1.1 200"), "{}", before.1.lines().next().unwrap_or_default());

    let other =
        changed(&place, "other", &[("facts/figures.toml", "value = \"2 days\"", "value = \"3 days\"")]);
    let refused = place.run(&["publish", &other]).with(2);
    assert!(refused.err.contains("never changes"), "{refused:#?}");
    let broken = broken(&place);
    place.run(&["publish", &broken]).with(1);
    assert_eq!((text("2026-11-01"), page(&address, "/nl/privacy")), before);
    assert_eq!(serving.stop(), Some(0));
    // A later day may have it.
    let later = changed(
        &place,
        "later",
        &[
            ("facts/figures.toml", "value = \"2 days\"", "value = \"3 days\""),
            ("policy.toml", "in_force_from = \"2026-09-01\"", "in_force_from = \"2126-09-01\""),
        ],
    );
    place.run(&["publish", &later]).with(0);
    assert_eq!(text("2026-11-01"), before.0);
    place.run(&["policy", "text", "--on", "2020-01-01"]).with(2);
    // History is recorded only for days that have passed.
    place.run(&["publish", &later, "--as-history"]).with(2);
}

/// What a page of a document says, clause by clause, with its status line. How it stands with each clause is left
/// out: that the server finds out while it runs.
fn page(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let mut text: Vec<&str> = answer.lines().take(1).collect();
    let mut said = false;
    for line in answer.lines() {
        said = (said || line == "<div class=\"said\">") && !line.starts_with("<aside");
        if said {
            text.push(line);
        }
    }
    assert!(text.len() > 134, "{text:?}");
    text.join("\n")
}

#[test]
fn by_when_a_request_must_be_answered() {
    // Regulation 1182/71 and the promise of thirty days: received, law, policy, the earlier of the two.
    let asked = [
        ("2026-08-31", "2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-11-25", "2026-12-28", "2026-12-25", "2026-12-25"),
        ("2027-01-31", "2027-03-01", "2027-03-02", "2027-03-01"),
        ("2028-01-31", "2028-02-29", "2028-03-01", "2028-02-29"),
        ("2027-03-05", "2027-04-05", "2027-04-04", "2027-04-04"),
    ];
    let place = Place::empty();
    let deadline = |words: &[&str]| {
        let example = example();
        let mut all = vec!["deadline", "--policy", &example, "--format", "json", "--received"];
        all.extend(words);
        place.run(&all).with(0).json()
    };
    for (received, law, policy, effective) in asked {
        let due = deadline(&[received]);
        let got = [&due["law"], &due["policy"], &due["effective"]].map(|day| day.as_str().unwrap());
        assert_eq!(got, [law, policy, effective], "{received}");
    }
    for (received, law) in [("2026-11-25", "2027-02-25"), ("2027-03-05", "2027-06-07")] {
        assert_eq!(deadline(&[received, "--extended"])["law"], law, "{received}, extended");
    }
    place.run(&["deadline", "--policy", &example(), "--received", "2026-02-30"]).with(2);
}

#[test]
fn a_database_that_is_not_as_its_map_says_is_named() {
    let mut place = Place::new();
    let example = example();
    let check = |place: &Place| place.run(&["map", "check", "--policy", &example, "--format", "json"]);
    let sound = check(&place).with(0).json();
    let systems: BTreeSet<&str> =
        sound.as_array().unwrap().iter().map(|probe| probe["system"].as_str().unwrap()).collect();
    assert!(systems.contains("shop") && systems.contains("learning"), "{systems:?}");

    sql::run(&place.file("shop.db"), "ALTER TABLE wp_users ADD COLUMN shoe_size TEXT");
    let drift = check(&place).with(1);
    assert!(drift.out.contains("shoe_size"), "{drift:#?}");
    let only = place.run(&["map", "check", "--policy", &example, "--system", "learning"]);
    only.with(0);
    sql::run(&place.file("learning.db"), "ALTER TABLE mdl_user RENAME COLUMN email TO mail");
    let drift = check(&place).with(1);
    assert!(drift.out.contains("mdl_user"), "{drift:#?}");
    place.elsewhere.insert("SHOP_DATABASE_URL", format!("sqlite:{}", place.file("gone.db").display()));
    let away = check(&place).with(1).json();
    let shop = away.as_array().unwrap().iter().find(|probe| probe["system"] == "shop").unwrap();
    assert_eq!(shop["reachable"], false);
}

#[test]
fn every_clause_gets_a_verdict_and_the_drill_proves_what_it_can() {
    let mut place = Place::new();
    place.elsewhere.insert("CHROMIUM", chromium());
    // A demo's folder: its mail, the probe of the privacy contact among it, is delivered on this machine.
    std::fs::write(place.path().join("demo"), "").unwrap();
    let ended = place.run(&["check", "--policy", &example(), "--drill", "--format", "json"]).with(0);
    let verdicts = ended.json();
    let (gaps, verdicts): (Vec<Value>, Vec<Value>) =
        verdicts.as_array().unwrap().iter().cloned().partition(|row| row.get("gap").is_some());
    // The rules of a product are rows of their own, named with it.
    let (products, verdicts): (Vec<Value>, Vec<Value>) =
        verdicts.into_iter().partition(|row| row.get("product").is_some());
    assert_eq!((verdicts.len(), gaps.len()), (134, 16));
    let rules: BTreeSet<&str> = products.iter().map(|row| row["clause"].as_str().unwrap()).collect();
    assert!(rules.contains("toetsen/T1") && rules.contains("toetsen/S73"), "{rules:?}");
    assert!(
        products.iter().all(|row| row["product"] == "toetsen" && row["since"].is_string()),
        "{products:#?}"
    );
    assert!(gaps.iter().any(|row| row["gap"] == "G7" && row["verdict"] == "kept"), "{gaps:#?}");
    let clauses: BTreeSet<&str> = verdicts.iter().map(|row| row["clause"].as_str().unwrap()).collect();
    assert_eq!(clauses.len(), 134);
    for row in &verdicts {
        for field in ["clause", "promise", "verdict", "evidence", "since"] {
            assert!(row.get(field).is_some(), "{field} is not in {row:#}");
        }
    }
    let kept: BTreeSet<&str> = verdicts
        .iter()
        .filter(|row| row["verdict"] == "kept")
        .map(|row| row["clause"].as_str().unwrap())
        .collect();
    let promised = [
        "S1", "S4", "S5", "S6", "S10", "S11", "S13", "S14", "S20", "S22", "S23", "S24", "S29", "S30", "S34",
        "S39", "S76", "S77", "S78", "S80", "S82", "S83", "S84", "S85", "S86", "S87", "S88", "S89", "S90",
        "S91", "S92", "S93", "S94", "S95", "S96", "S97", "S98", "S100", "S101", "S102", "S124", "S125",
        "S36", "S58", "S59", "S112", "S116", "S126", "S127", "S131",
        // What a real browser saw on the example site, and in mail.
        "S32", "S35", "S37", "S38", "S50", "S52", "S53", "S55", "S57", "S60", "S61", "S65", "S103", "S109",
        "S110", "S111", "S113", "S114", "S115", "S120", "S121", "S122", "S123", "S128", "S129", "S130",
        "S133", // What editions did, and what a drill of one showed.
        "S3", "S7", "S104", "S105", "S106", "S107", "S108", "S132", "S134",
    ];
    for gap in ["G5", "G9", "G11"] {
        assert!(gaps.iter().any(|row| row["gap"] == gap && row["verdict"] == "kept"), "{gap}: {gaps:#?}");
    }
    assert_eq!(kept, promised.into(), "{}", ended.err);
    // A letter was asked for, confirmed, proved and ended.
    let letter = "\"letter\":{\"nothing_before\":true,\"alike_and_limited\":true,\"left\":true,\"proved\":true,\"followed_by_own_consent\":true,\"ended\":true}";
    let drills = &sql::contents(&place.database())["drills"];
    assert!(drills.iter().any(|row| row.contains(letter)), "{drills:#?}");
    // The synthetic person is gone from the systems, and the log of it all is whole.
    for file in ["shop.db", "learning.db"] {
        for (table, rows) in sql::contents(&place.file(file)) {
            assert!(rows.iter().all(|row| !row.contains("drill.invalid")), "{file} {table}");
        }
    }
    place.run(&["ledger", "verify"]).with(0);
}

/// The browser of the tests.
fn chromium() -> String {
    std::env::var("TEST_CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned())
}

#[test]
fn without_a_browser_nothing_is_said_about_the_site() {
    let place = Place::new();
    std::fs::write(place.path().join("demo"), "").unwrap();
    let ended = place.run(&["check", "--policy", &example(), "--drill", "--format", "json"]).with(0);
    let rows = ended.json();
    let verdict = |clause: &str| {
        let row = rows.as_array().unwrap().iter().find(|row| row["clause"] == clause).unwrap();
        row["verdict"].as_str().unwrap().to_owned()
    };
    for clause in ["S32", "S35", "S50", "S60", "S114", "S130", "S133", "G5", "G11"] {
        assert_eq!(verdict(clause), "unproven", "{clause}");
    }
    assert!(!ended.err.contains("banner-in-a-browser"), "{}", ended.err);
}

#[test]
fn a_drill_reads_its_own_mail_where_no_mail_leaves() {
    let place = Place::new();
    let ended = place.run(&["check", "--policy", &example(), "--drill", "--format", "json"]);
    let rows = ended.json();
    for clause in ["S77", "S78", "S82", "S85", "S87"] {
        let row = rows.as_array().unwrap().iter().find(|row| row["clause"] == clause).unwrap();
        assert_eq!(row["verdict"], "kept", "{row:#}");
    }
}

#[test]
fn a_scan_says_in_its_code_whether_it_could_look() {
    let place = Place::new();
    let away = place.run(&["scan", "http://127.0.0.1:9/"]).with(2);
    assert!(away.err.contains("no Chromium was found"), "{away:#?}");
    let wrong = place.run(&["scan", "ftp://example.org"]).with(2);
    assert!(wrong.err.contains("no address of a web site"), "{wrong:#?}");
    let state = place.run(&["scan", "http://127.0.0.1:9/", "--state", "sometimes"]).with(2);
    assert!(state.err.contains("no state of a visitor"), "{state:#?}");
    let nowhere = place.run(&["scan", "http://127.0.0.1:9/", "--format", "pdf"]).with(2);
    assert!(nowhere.err.contains("--out"), "{nowhere:#?}");
    place.run(&["scan", "http://127.0.0.1:9/", "--lang", "de"]).with(2);
}

#[test]
fn staff_and_schemas() {
    let place = Place::new();
    place.run(&["staff", "add", "officer@school.example", "--name", "Officer"]).with(0);
    place.run(&["staff", "add", "officer@school.example", "--role", "auditor"]).with(0);
    let staff = place.run(&["staff", "list", "--format", "json"]).with(0).json();
    assert_eq!(staff.as_array().unwrap().len(), 1);
    assert_eq!(
        (&staff[0]["email"], &staff[0]["role"]),
        (&"officer@school.example".into(), &"auditor".into())
    );
    place.run(&["staff", "add", "no address"]).with(2);
    place.run(&["staff", "add", "contact@school.example", "--role", "school-contact"]).with(0);
    place.run(&["staff", "sign-out", "officer@school.example"]).with(0);
    place.run(&["staff", "remove", "officer@school.example"]).with(0);
    place.run(&["staff", "remove", "nobody@school.example"]).with(2);
    let staff = place.run(&["staff", "list", "--format", "json"]).with(0).json();
    let active: Vec<_> =
        staff.as_array().unwrap().iter().map(|row| (&row["email"], &row["active"])).collect();
    assert!(active.contains(&(&"officer@school.example".into(), &false.into())), "{active:?}");
    assert!(active.contains(&(&"contact@school.example".into(), &true.into())), "{active:?}");
    assert_eq!(place.run(&["staff", "looks", "--format", "json"]).with(0).json(), serde_json::json!([]));
    place.run(&["staff", "place", "203.0.113.7"]).with(0);
    place.run(&["staff", "place", "203.0.113.7", "--countries", "no-such.mmdb"]).with(2);
    place.run(&["staff", "add", "a@school.example", "--role", "king"]).with(2);

    let schemas = place.file("schemas");
    place.run(&["policy", "schemas", schemas.to_str().unwrap()]).with(0);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    for entry in std::fs::read_dir(&committed).unwrap().flatten() {
        let written = std::fs::read(schemas.join(entry.file_name())).unwrap();
        assert_eq!(
            written,
            std::fs::read(entry.path()).unwrap(),
            "{:?} is not as committed",
            entry.file_name()
        );
    }
}
