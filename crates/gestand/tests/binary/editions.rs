//! Editions as whoever keeps the installation publishes them: from a folder to an announcement, with the exit codes that
//! scripts rely on; and on paper.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::killing;
use crate::setting::{Place, examples};
use crate::sql;

/// The example with one more category for measuring visits, from a day far ahead.
fn wider(place: &Place) -> PathBuf {
    let folder = place.file("wider");
    copy(&examples().join("leskracht"), &folder);
    for (file, from, to) in [
        ("policy.toml", "2026-09-01", "2099-02-01"),
        ("policy.toml", "\"2026-09\"", "\"2099-02\""),
        (
            "facts/purposes.toml",
            "\"referral\", \"visit-time\"",
            "\"referral\", \"ip-address\", \"visit-time\"",
        ),
    ] {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn an_edition_is_drafted_approved_by_another_and_announced() {
    let place = Place::new();
    let folder = wider(&place).display().to_string();
    let draft = place.run(&["edition", "draft", &folder, "--format", "json"]).with(0).json();
    assert_eq!((&draft["stage"], &draft["material"]), (&"checked".into(), &true.into()));
    assert_eq!(draft["asks_again"], serde_json::json!(["analytics"]));
    place.run(&["edition", "announce", "2099-02"]).with(2);
    place.run(&["edition", "approve", "2099-02", "--as", "nobody@leskracht.example"]).with(2);
    for (address, role) in [("fg@leskracht.example", "officer"), ("tech@leskracht.example", "engineer")] {
        place.run(&["staff", "add", address, "--role", role]).with(0);
    }
    place.run(&["edition", "approve", "2099-02", "--as", "tech@leskracht.example"]).with(2);
    place.run(&["edition", "approve", "2099-02", "--as", "fg@leskracht.example"]).with(0);
    let told = place.run(&["edition", "announce", "2099-02"]).with(0);
    assert!(told.out.contains("announced"), "{}", told.out);
    let list = place.run(&["edition", "list", "--format", "json"]).with(0).json();
    let stages: Vec<&str> =
        list.as_array().unwrap().iter().map(|row| row["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["announced", "in-force"]);
    // Its text can be read, and today's is the old one.
    let text = place.run(&["policy", "text", "--on", "2099-02-01"]).with(0);
    assert!(text.out.contains("2099-02"));
    let text = place.run(&["policy", "text", "--on", "2026-11-23"]).with(0);
    assert!(text.out.contains("2026-09") && !text.out.contains("2099-02"));
    // The same folder again is no new draft.
    place.run(&["edition", "draft", &folder]).with(2);
}

#[test]
fn an_edition_and_what_it_changes_can_be_printed() {
    let place = Place::new();
    for what in ["cookies", "changes"] {
        let file = place.file(&format!("{what}.pdf"));
        let out = file.display().to_string();
        place.run(&["paper", what, "--out", &out, "--language", "en"]).with(0);
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"), "{what}");
        assert!(bytes.windows(14).any(|at| at == b"StructTreeRoot"), "{what} is tagged");
    }
    place.run(&["paper", "poem", "--out", "x.pdf"]).with(2);
}

/// The way of an edition to everybody: what is run, how far it is when that was done, and where it must have been killed.
const WAY: [(&[&str], &str, &[&str]); 3] = [
    (&["edition", "draft"], "checked", &["before edition drafted", "after edition drafted"]),
    (
        &["edition", "approve", "2099-02", "--as", "fg@leskracht.example"],
        "approved",
        &["before edition approved", "after edition approved"],
    ),
    (
        &["edition", "announce", "2099-02"],
        "announced",
        &["before edition announced", "after edition announced"],
    ),
];

/// What the worker does with an announcement until the first messages are written; the messages themselves leave as all
/// others do, and where that can be cut off stands in `crash.rs`.
const TELLING: &[&str] = &[
    "after jobs taken",
    "before people to be told listed",
    "after people to be told listed",
    "before account holders listed",
    "after account holders listed",
    "before list of who is told made",
    "after list of who is told made",
    "before messages about an edition written",
    "after messages about an edition written",
];

/// What an archive comes to: the editions with their stages, and what the log says of each.
fn archive(place: &Place) -> (Value, Vec<(&'static str, Value)>) {
    place.run(&["ledger", "verify"]).with(0);
    let list = place.run(&["edition", "list", "--format", "json"]).with(0).json();
    let editions = list.as_array().unwrap().iter();
    let stages = editions.map(|row| json!({ "hash": row["hash"], "stage": row["stage"] })).collect();
    (stages, sql::block_on(said(place)))
}

/// What the log says of editions, in order.
async fn said(place: &Place) -> Vec<(&'static str, Value)> {
    let app = place.open().await;
    let entries = store::ledger::latest(app.store(), None, 500).await.unwrap();
    let events = entries.iter().filter_map(ledger::StoredEntry::parsed);
    let mut said: Vec<_> = events
        .filter(|event| event.kind().as_str().starts_with("edition-"))
        .map(|event| (event.kind().as_str(), event.data()["hash"].clone()))
        .collect();
    said.sort_by_key(|(kind, hash)| (*kind, hash.to_string()));
    app.store().close().await;
    said
}

fn stage(place: &Place) -> Option<String> {
    let list = place.run(&["edition", "list", "--format", "json"]).with(0).json();
    let own = list.as_array().unwrap().iter().find(|row| row["version"] == "2099-02")?.clone();
    own["stage"].as_str().map(str::to_owned)
}

/// Killed before or after any commit of drafting, approving and announcing, what was begun can be done again, happens
/// once, and leaves the same archive and the same log.
#[test]
fn publishing_killed_at_any_moment() {
    let mut prepared = Place::new();
    prepared.run(&["staff", "add", "fg@leskracht.example", "--role", "officer"]).with(0);
    let folder = wider(&prepared).display().to_string();
    for (words, reached, must) in WAY {
        let mut words = words.to_vec();
        if words == ["edition", "draft"] {
            words.push(&folder);
        }
        let whole = prepared.copy();
        whole.run(&words).with(0);
        let wanted = archive(&whole);
        let passed = prepared.copy().boundaries(&words);
        killing::everywhere(&passed, &[must], |n| {
            let place = prepared.copy();
            let at = place.run_and_kill(&words, n)?;
            if stage(&place).as_deref() != Some(reached) {
                place.run(&words).with(0);
            }
            assert_eq!(archive(&place), wanted, "killed {at}");
            Some(at)
        });
        prepared = whole;
    }
    telling_killed(&prepared);
}

/// Who is on the list of an announced edition, and how many messages stand for how many people of it.
fn told(place: &Place) -> (Vec<String>, [String; 3]) {
    let own = |sql: &str| sql::column(&place.database(), sql);
    let one = |sql: &str| own(sql).remove(0);
    (
        own("SELECT recipient FROM edition_notices ORDER BY recipient"),
        [
            one("SELECT COUNT(*) FROM edition_notices WHERE message_id IS NOT NULL"),
            one("SELECT COUNT(*) FROM messages WHERE kind = 'edition-announced'"),
            one("SELECT COUNT(DISTINCT message_id) FROM edition_notices"),
        ],
    )
}

/// Killed while the list is made and messages are written, everybody is on the list once and has one message.
fn telling_killed(announced: &Place) {
    // Nothing is swept: no rule is confirmed. The work that waits is done.
    const WORK: [&str; 2] = ["retention", "run"];
    let whole = announced.copy();
    whole.run(&WORK).with(0);
    let (wanted, _) = told(&whole);
    assert!(wanted.len() > 100, "{} people", wanted.len());
    let mut seen = BTreeSet::new();
    for n in 0.. {
        let place = announced.copy();
        let at = place.run_and_kill(&WORK, n).expect("messages are written");
        let last = at == "after messages about an edition written";
        place.run(&WORK).with(0);
        let (list, counts) = told(&place);
        assert_eq!(list, wanted, "killed {at}");
        // How many batches were due by now is the clock's; each message is one person's, and none is left over.
        assert!(
            counts[0] != "0" && counts.iter().all(|count| *count == counts[0]),
            "killed {at}: {counts:?}"
        );
        seen.insert(at);
        if last {
            break;
        }
    }
    for name in TELLING {
        assert!(seen.contains(*name), "it was never killed {name}; it was killed {seen:#?}");
    }
}

#[test]
fn whoever_stops_reading_is_told_nothing() {
    let place = Place::empty();
    let (old, new) = (examples().join("leskracht-2022"), examples().join("leskracht"));
    let words = ["diff", &old.display().to_string(), &new.display().to_string()];
    let mut child = place.command(&words).spawn().unwrap();
    // More is printed than the pipe holds.
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(141));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}
