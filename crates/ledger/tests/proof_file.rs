//! The proof of one entry as a file: it holds with the public key alone, and any change to it is noticed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may die like the test itself")]

#[allow(dead_code, reason = "each test file uses its own part")]
mod common;

use common::{Book, key};
use ledger::{Event, EventKind, ProofFileError, SigningKey, verify_proof_file};
use serde_json::{Value, json};

fn book() -> Book {
    let mut book = Book::of(13);
    book.checkpoint();
    book
}

#[test]
fn every_entry_is_proved_with_only_the_public_key() {
    let (book, key) = (book(), key().public_key().to_string());
    for seq in 0..13u64 {
        let text = book.prove(seq).to_text().unwrap();
        let proven = verify_proof_file(&text, &key).unwrap();
        assert_eq!(proven.seq, seq);
        assert_eq!(proven.event.data()["rows"], json!(seq));
        assert_eq!(proven.checkpoint.size, 13);
    }
}

#[test]
fn any_change_to_the_file_is_noticed() {
    let key = key().public_key().to_string();
    let file: Value = serde_json::from_str(&book().prove(7).to_text().unwrap()).unwrap();
    assert!(verify_proof_file(&file.to_string(), &key).is_ok());
    let changes: [(&str, Value); 8] = [
        ("/format", json!("gestand-proof-2")),
        ("/seq", json!(6)),
        ("/at", json!("2027-01-15T08:00:00.008Z")),
        ("/event/kind", json!(EventKind::StepFailed.as_str())),
        ("/event/data/rows", json!(8)),
        ("/event/about", json!("request-4")),
        ("/salt", json!("00".repeat(32))),
        ("/path/1", json!("11".repeat(32))),
    ];
    for (pointer, value) in changes {
        let mut altered = file.clone();
        let place = altered.pointer_mut(pointer).unwrap();
        assert_ne!(*place, value, "{pointer}");
        *place = value;
        assert!(verify_proof_file(&altered.to_string(), &key).is_err(), "{pointer}");
    }
    let mut altered = file.clone();
    let note = altered["checkpoint"].as_str().unwrap().replace("\n13\n", "\n14\n");
    altered["checkpoint"] = json!(note);
    assert!(matches!(verify_proof_file(&altered.to_string(), &key), Err(ProofFileError::Checkpoint(_))));
}

#[test]
fn digits_finer_than_what_is_proved_are_not_repeated() {
    let key = key().public_key().to_string();
    let mut file: Value = serde_json::from_str(&book().prove(7).to_text().unwrap()).unwrap();
    let at = file["at"].as_str().unwrap().replace(".007Z", ".007000999Z");
    assert!(at.ends_with("000999Z"), "{at}");
    file["at"] = json!(at);
    let proven = verify_proof_file(&file.to_string(), &key).unwrap();
    assert_eq!(proven.at, common::instant(7));
}

#[test]
fn somebody_elses_key_proves_nothing() {
    let other = SigningKey::from_seed("ledger.example", &[8; 32]).unwrap();
    let text = book().prove(7).to_text().unwrap();
    assert!(verify_proof_file(&text, &other.public_key().to_string()).is_err());
    assert!(verify_proof_file(&text, "no key").is_err());
    assert!(matches!(
        verify_proof_file("{}", &other.public_key().to_string()),
        Err(ProofFileError::Malformed(_))
    ));
}

#[test]
fn a_file_without_a_subject_matter_holds_as_well() {
    let mut book = Book::of(1);
    book.append(&Event::new(EventKind::EditionPublished, Value::Null).unwrap());
    book.checkpoint();
    assert!(verify_proof_file(&book.prove(1).to_text().unwrap(), &key().public_key().to_string()).is_ok());
}
