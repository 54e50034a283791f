//! The log after somebody with a SQLite shell was at it, and proofs that need no database.

use crate::setting::{Place, example};
use crate::sql;

/// An installation with a history and a checkpoint in the middle of it. Gives how many entries there are.
fn with_history() -> (Place, u64) {
    let place = Place::new();
    let file = ["requests", "file", "--right", "access", "--identity", "email=somebody@school.example"];
    place.run(&file).with(0);
    place.run(&["ledger", "checkpoint"]).with(0);
    place.run(&file).with(0);
    let report = place.run(&["ledger", "verify", "--format", "json"]).with(0).json();
    assert_eq!(report["whole"], true);
    (place, report["entries"].as_u64().unwrap())
}

#[test]
fn whatever_is_altered_by_hand_the_first_bad_entry_is_named() {
    let (place, size) = with_history();
    assert!(size > 6, "{size}");
    let last = size - 1;
    let columns = "seq, at, about, event, salt, commitment, leaf, root, nodes";
    let set = |change: &str| format!("UPDATE ledger_entries SET {change} WHERE seq = 5");
    let swap = "UPDATE ledger_entries SET seq = -1 WHERE seq = 5; UPDATE ledger_entries SET seq = 5 WHERE seq = 6; \
                UPDATE ledger_entries SET seq = 6 WHERE seq = -1";
    let cases = [
        (set("event = replace(event, '{', '{ ')"), "entry 5"),
        (set("event = replace(event, 'request', 'Request')"), "entry 5"),
        (set("event = NULL"), "entry 5"),
        (set("event = NULL, salt = NULL, about = NULL"), "entry 5"),
        (set("at = at + 1"), "entry 5"),
        (set("about = 'nobody'"), "entry 5"),
        (set("salt = zeroblob(32)"), "entry 5"),
        (set("salt = NULL"), "entry 5"),
        (set("commitment = zeroblob(32)"), "entry 5"),
        (set("leaf = zeroblob(32)"), "entry 5"),
        (set("root = zeroblob(32)"), "entry 5"),
        (set("nodes = zeroblob(64)"), "entry 5"),
        (set("seq = -3"), "entry 5"),
        ("DELETE FROM ledger_entries WHERE seq = 5".to_owned(), "entry 5"),
        ("DELETE FROM ledger_entries WHERE seq IN (0, 5)".to_owned(), "entry 0"),
        (swap.to_owned(), "entry 5"),
        (
            format!(
                "INSERT INTO ledger_entries ({columns}) SELECT {size}, at, about, event, salt, commitment, leaf, root, nodes \
                 FROM ledger_entries WHERE seq = 5"
            ),
            &format!("entry {size}"),
        ),
        (format!("DELETE FROM ledger_entries WHERE seq = {last}"), &format!("entry {last}")),
        (
            // The tail cut off with the head set back accordingly: the signed checkpoint still counts it.
            "DELETE FROM ledger_entries WHERE seq >= 4; \
             UPDATE ledger_head SET size = 4, root = (SELECT root FROM ledger_entries WHERE seq = 3)"
                .to_owned(),
            "entry 4",
        ),
        ("DELETE FROM ledger_entries".to_owned(), "entry 0"),
        ("UPDATE ledger_head SET size = size + 1".to_owned(), &format!("entry {size}")),
        ("UPDATE ledger_head SET size = size - 1".to_owned(), &format!("entry {last}")),
        ("UPDATE ledger_head SET root = zeroblob(32)".to_owned(), "the head"),
        ("UPDATE ledger_head SET frontier = zeroblob(32)".to_owned(), "the head"),
        ("DELETE FROM ledger_head".to_owned(), "the head"),
        ("UPDATE ledger_checkpoints SET note = replace(note, 'ledger', 'Ledger')".to_owned(), "checkpoint 0"),
        ("UPDATE ledger_checkpoints SET size = size + 1".to_owned(), "checkpoint 0"),
        ("UPDATE ledger_checkpoints SET at = at + 1000000".to_owned(), "checkpoint 0"),
    ];
    for (change, first_bad) in cases {
        let altered = place.copy();
        sql::run(&altered.database(), &change);
        let ended = altered.run(&["ledger", "verify", "--format", "json"]);
        assert_eq!(ended.code, Some(1), "{change}: {ended:#?}");
        let report = ended.json();
        assert_eq!(report["whole"], false, "{change}");
        assert_eq!(report["first_bad"], first_bad, "{change}: {report:#}");
        let told = altered.run(&["ledger", "verify"]).with(1);
        assert!(told.out.contains("NOT whole") && told.out.contains(first_bad), "{change}: {told:#?}");
    }
}

#[test]
fn what_the_ledger_attests_elsewhere_is_compared_with_it() {
    let place = Place::new();
    let check = ["check", "--policy", &example(), "--format", "json"];
    place.run(&["check", "--policy", &example(), "--drill"]).with(0);
    let verify = |place: &Place| place.run(&["ledger", "verify", "--format", "json"]);
    let sound = verify(&place).with(0).json();
    let attested = |name: &str| sound["attested"][name].as_u64().unwrap();
    assert!(attested("register") >= 2 && attested("receipts") >= 6, "{sound:#}");
    let verdict = |place: &Place, clause: &str| {
        let rows = place.run(&check).json();
        let row = rows.as_array().unwrap().iter().find(|row| row["clause"] == clause).unwrap().clone();
        row["verdict"].as_str().unwrap().to_owned()
    };
    for clause in ["S29", "S86"] {
        assert_eq!(verdict(&place, clause), "kept");
    }
    // An ending whose copy no request for erasure belongs to.
    let other = place.copy();
    sql::run(&other.database(), "UPDATE requests SET linked_to = NULL");
    assert_eq!(verdict(&other, "S29"), "broken");

    let one = "(SELECT min(id) FROM register)";
    let attesting = |kind: &str, about: &str| {
        let sql = format!(
            "SELECT 'entry ' || min(seq) FROM ledger_entries WHERE event LIKE '%{kind}%' AND event LIKE '%' || {about} || '%'"
        );
        sql::column(&place.database(), &sql).remove(0)
    };
    let of_row = attesting("register-written", one);
    let step = "(SELECT min(id) FROM steps WHERE kind = 'erase' AND receipt IS NOT NULL)";
    let of_receipt = attesting("step-done", step);
    let altered = [
        (format!("UPDATE register SET outcome = 'refused' WHERE id = {one}"), of_row.clone(), "broken"),
        (format!("UPDATE register SET in_time = NOT in_time WHERE id = {one}"), of_row.clone(), "broken"),
        (format!("DELETE FROM register WHERE id = {one}"), of_row, "broken"),
        (
            format!(
                "INSERT INTO register SELECT 'put-in', exercised, received_on, closed_on, systems, outcome, in_time, drill \
                 FROM register WHERE id = {one}"
            ),
            "the register".to_owned(),
            "broken",
        ),
        (format!("UPDATE steps SET receipt = receipt || ' ' WHERE id = {step}"), of_receipt.clone(), "kept"),
        (format!("UPDATE steps SET receipt = NULL WHERE id = {step}"), of_receipt, "kept"),
    ];
    for (change, first_bad, s86) in altered {
        let other = place.copy();
        sql::run(&other.database(), &change);
        let report = verify(&other).with(1).json();
        assert_eq!((&report["whole"], &report["first_bad"]), (&false.into(), &first_bad.into()), "{change}");
        assert!(other.run(&["ledger", "verify"]).with(1).out.contains("attest"), "{change}");
        assert_eq!(verdict(&other, "S86"), s86, "{change}");
    }
}

#[test]
fn a_history_that_was_rewritten_as_a_whole_does_not_fit_a_checkpoint_that_was_kept_elsewhere() {
    let (place, _) = with_history();
    let note = place.run(&["ledger", "checkpoint"]).with(0).out;
    let kept = place.file("kept.txt");
    std::fs::write(&kept, &note).unwrap();
    let verify = ["ledger", "verify", "--checkpoint", kept.to_str().unwrap(), "--format", "json"];
    assert_eq!(place.run(&verify).with(0).json()["checkpoint_contained"], true);
    place.run(&["requests", "file", "--right", "access", "--identity", "email=a@school.example"]).with(0);
    assert_eq!(place.run(&verify).with(0).json()["checkpoint_contained"], true, "it only grew");

    // Somebody who has the key as well begins a new log and signs it: in itself it is whole.
    let other = Place::new();
    std::fs::copy(place.file("keys/ledger.key"), other.file("keys/ledger.key")).unwrap();
    for _ in 0..3 {
        other.run(&["requests", "file", "--right", "access", "--identity", "email=a@school.example"]).with(0);
    }
    other.run(&["ledger", "verify"]).with(0);
    let report = other.run(&verify).with(1).json();
    assert_eq!((&report["whole"], &report["checkpoint_contained"]), (&false.into(), &false.into()));
    std::fs::write(&kept, note.replace("ledger", "lodger")).unwrap();
    assert_eq!(place.run(&verify).with(1).json()["checkpoint_contained"], false, "its signature is not ours");
}

#[test]
fn a_proof_verifies_with_the_public_key_alone() {
    let (place, size) = with_history();
    let file = place.file("proof.json");
    let path = file.to_str().unwrap();
    place.run(&["ledger", "prove", "3", "--out", path]).with(0);
    let told = place.run(&["ledger", "checkpoint"]).with(0).err;
    let key = told.trim().strip_prefix("public key: ").expect("a public key");
    let nowhere = Place::empty();
    let proven = nowhere.run(&["ledger", "verify-proof", path, "--key", key]).with(0);
    assert!(proven.out.starts_with("Entry 3 of ") && proven.out.contains("The proof holds"), "{proven:#?}");
    assert_eq!(std::fs::read_dir(nowhere.path()).unwrap().count(), 0, "it needed no installation");

    let text = std::fs::read_to_string(&file).unwrap();
    let proof: serde_json::Value = serde_json::from_str(&text).unwrap();
    let wrong = [
        ("seq", text.replacen("\"seq\": 3", "\"seq\": 4", 1)),
        ("event", text.replacen("identity-proved", "identity-refused", 1)),
        ("salt", text.replacen(proof["salt"].as_str().unwrap(), proof["path"][0].as_str().unwrap(), 1)),
        ("nothing", String::new()),
    ];
    for (what, text) in wrong {
        let changed = place.file("changed.json");
        std::fs::write(&changed, text).unwrap();
        let ended = nowhere.run(&["ledger", "verify-proof", changed.to_str().unwrap(), "--key", key]);
        assert_eq!(ended.code, Some(1), "{what}: {ended:#?}");
    }
    let other = key.replace("127.0.0.1:8080", "elsewhere.example");
    nowhere.run(&["ledger", "verify-proof", path, "--key", &other]).with(1);
    place.run(&["ledger", "prove", &(size + 100).to_string()]).with(2);
    place.run(&["ledger", "verify-proof", "no such file", "--key", key]).with(2);
}
