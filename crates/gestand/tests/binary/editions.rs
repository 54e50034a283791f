//! Editions as whoever keeps the installation publishes them: from a folder to an announcement, with the exit codes that
//! scripts rely on; and on paper.

use std::path::{Path, PathBuf};

use crate::setting::{Place, examples};

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
