//! Editions: the same folder gives the same bytes, and no changed byte goes unseen.
#![allow(missing_docs, reason = "tests are read by their names")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![allow(clippy::format_push_string, reason = "reports for snapshots are short")]

use std::path::Path;

use kernel::Language;
use policy::{Edition, EditionError, EditionHash, compile, folder, render};

fn school() -> Edition {
    let tree = folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/school")).unwrap();
    compile(&tree).unwrap().edition
}

#[test]
fn compiling_twice_gives_the_same_edition() {
    assert_eq!(school().canonical(), school().canonical());
    assert_eq!(school().hash(), EditionHash::of(school().canonical()));
}

#[test]
fn the_canonical_bytes_are_these() {
    insta::assert_json_snapshot!(serde_json::from_slice::<serde_json::Value>(school().canonical()).unwrap());
}

#[test]
fn an_edition_reads_back_and_a_changed_one_does_not() {
    let edition = school();
    let bytes = edition.canonical().to_vec();
    assert_eq!(Edition::from_canonical(&bytes).unwrap().hash(), edition.hash());

    let mut changed = bytes.clone();
    let at = bytes.windows(8).position(|window| window == b"\"7 years").unwrap() + 1;
    changed[at] = b'8';
    assert!(matches!(Edition::from_archive(&changed, edition.hash()), Err(EditionError::Changed { .. })));
    // It is a proper edition, but another one.
    assert_ne!(Edition::from_canonical(&changed).unwrap().hash(), edition.hash());

    let spaced = String::from_utf8(bytes.clone()).unwrap().replacen("\":", "\": ", 1);
    assert!(matches!(Edition::from_canonical(spaced.as_bytes()), Err(EditionError::NotCanonical)));
    assert!(matches!(Edition::from_canonical(b"{}"), Err(EditionError::Unreadable(_))));
    let other = String::from_utf8(bytes).unwrap().replacen("\"format\":1", "\"format\":2", 1);
    assert!(matches!(Edition::from_canonical(other.as_bytes()), Err(EditionError::Format { found: 2 })));
}

#[test]
fn editions_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&school());
}

#[test]
fn a_document_reads_like_this() {
    for language in Language::ALL {
        let edition = school();
        let document = edition.document("privacy", language).unwrap();
        let mut text = format!("{}\n", document.title);
        for section in &document.sections {
            text.push_str(&format!("\n[{} #{}] {}\n", section.level, section.anchor, section.heading));
            for passage in &section.passages {
                let clause =
                    passage.clause.as_ref().map(|clause| format!("({}) ", clause.id)).unwrap_or_default();
                text.push_str(&format!("{clause}{}\n", render::plain(&passage.markdown)));
            }
        }
        insta::assert_snapshot!(format!("document_{language}"), text);
    }
}

#[test]
fn a_table_becomes_html() {
    let edition = school();
    let document = edition.document("privacy", Language::En).unwrap();
    let table = document.passages().find(|passage| passage.markdown.contains("| Cookie")).unwrap();
    insta::assert_snapshot!(render::html(&table.markdown, &edition.policy().scope));
}
