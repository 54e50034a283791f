//! Everything a hand can do to the rows, and what the checker says of it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may die like the test itself")]

#[allow(dead_code, reason = "each test file uses its own part")]
mod common;

use common::{Book, instant, key, salt, signed_at};
use ledger::fault::Witness;
use ledger::{Checkpoint, Commitment, Event, EventKind, Fault, FaultKind, Frontier, Hash, Place, Warning};
use proptest::prelude::*;
use serde_json::json;

fn first(book: &Book) -> Option<(Place, FaultKind)> {
    book.verify().faults.into_iter().next().map(|fault| (fault.place, fault.kind))
}

fn only(book: &Book) -> Option<(Place, FaultKind)> {
    let report = book.verify();
    assert!(report.faults.len() <= 1, "{:?}", report.faults);
    report.faults.into_iter().next().map(|fault| (fault.place, fault.kind))
}

#[test]
fn an_untouched_ledger_is_whole_with_redactions_and_checkpoints() {
    assert!(Book::of(0).verify().is_whole());
    let mut book = Book::of(20);
    book.checkpoint();
    book.redact(4);
    book.redact(17);
    book.checkpoint();
    let report = book.verify();
    assert!(report.is_whole(), "{:?}", report.faults);
    assert_eq!((report.entries, report.redacted, report.checkpoints), (22, 2, 2));
    assert_eq!(report.root.map(|root| root.0.to_vec()), Some(book.head.root.clone()));
}

#[test]
fn each_altered_column_is_named_for_what_it_is() {
    type Alteration = (&'static str, fn(&mut Book), FaultKind);
    let cases: [Alteration; 9] = [
        (
            "event",
            |book| book.rows[7].event = Some(book.rows[8].event.clone().unwrap()),
            FaultKind::EventAltered,
        ),
        ("salt", |book| book.rows[7].salt = Some(vec![0; 32]), FaultKind::EventAltered),
        ("time", |book| book.rows[7].at -= 1, FaultKind::TimeAltered),
        ("commitment", |book| book.rows[7].commitment[3] ^= 1, FaultKind::CommitmentAltered),
        ("leaf", |book| book.rows[7].leaf = vec![0; 32], FaultKind::LeafAltered),
        ("root", |book| book.rows[7].root.truncate(31), FaultKind::RootAltered),
        ("nodes", |book| book.rows[7].nodes[40] ^= 4, FaultKind::NodesAltered),
        ("about", |book| book.rows[7].about = Some("request-9".into()), FaultKind::AboutAltered),
        ("half", |book| book.rows[7].salt = None, FaultKind::HalfRedacted),
    ];
    for (name, alter, expected) in cases {
        let mut book = Book::of(20);
        alter(&mut book);
        assert_eq!(only(&book), Some((Place::Entry(7), expected)), "{name}");
    }
}

#[test]
fn a_row_taken_out_leaves_a_gap() {
    let mut book = Book::of(20);
    book.rows.drain(5..8);
    assert_eq!(only(&book), Some((Place::Entry(5), FaultKind::Missing { from: 5, to: 7 })));
    let text = book.verify().first_fault().map(ToString::to_string);
    assert_eq!(text.as_deref(), Some("entry 5: entries 5 to 7 are missing"));
}

#[test]
fn a_row_taken_out_and_the_rest_renumbered_is_seen_where_it_was() {
    let mut book = Book::of(20);
    book.rows.remove(5);
    for (seq, row) in book.rows.iter_mut().enumerate() {
        row.seq = i64::try_from(seq).unwrap();
    }
    assert_eq!(only(&book), Some((Place::Entry(5), FaultKind::Replaced)));
}

#[test]
fn a_row_put_in_is_told_from_an_altered_root() {
    for position in [0, 5, 20] {
        let mut book = Book::of(20);
        let mut forged = book.rows[3].clone();
        forged.root = vec![9; 32];
        book.rows.insert(position, forged);
        for (seq, row) in book.rows.iter_mut().enumerate() {
            row.seq = i64::try_from(seq).unwrap();
        }
        assert_eq!(only(&book), Some((Place::Entry(position as u64), FaultKind::Inserted)), "at {position}");
    }
    let mut book = Book::of(20);
    let mut forged = book.rows[3].clone();
    forged.seq = -4;
    book.rows.insert(0, forged);
    assert_eq!(only(&book), Some((Place::Outside(-4), FaultKind::Inserted)));
}

#[test]
fn rows_behind_the_head_were_put_in() {
    let mut book = Book::of(20);
    let head = book.head.clone();
    book.append(&Event::new(EventKind::SweepRun, json!({})).unwrap());
    book.head = head;
    assert_eq!(only(&book), Some((Place::Entry(20), FaultKind::Inserted)));
}

#[test]
fn wiping_without_a_record_is_seen_and_with_one_is_not() {
    let mut book = Book::of(20);
    book.wipe(6);
    assert_eq!(only(&book), Some((Place::Entry(6), FaultKind::RedactedUnrecorded)));
    // The record of another row does not cover it.
    book.redact(9);
    assert_eq!(only(&book), Some((Place::Entry(6), FaultKind::RedactedUnrecorded)));
    // Neither does a forged one; that is bad itself, and comes first because it may have been the true record.
    book.rows[20].event = Some(Event::redaction(6, "erasure").unwrap().canonical().to_owned());
    let found: Vec<_> = book.verify().faults.into_iter().map(|fault| (fault.place, fault.kind)).collect();
    let expected = [
        (Place::Entry(20), FaultKind::EventAltered),
        (Place::Entry(6), FaultKind::RedactedUnrecorded),
        (Place::Entry(9), FaultKind::RedactedUnrecorded),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_redacted_row_is_still_bound_to_its_time_and_place() {
    let mut book = Book::of(20);
    book.redact(6);
    book.rows[6].at += 1;
    assert_eq!(only(&book), Some((Place::Entry(6), FaultKind::TimeOrCommitmentAltered)));
    let mut book = Book::of(20);
    book.redact(6);
    book.rows[6].commitment[0] ^= 1;
    assert_eq!(only(&book), Some((Place::Entry(6), FaultKind::TimeOrCommitmentAltered)));
}

#[test]
fn a_cut_tail_is_seen_against_the_head_and_against_a_checkpoint() {
    let mut book = Book::of(20);
    book.checkpoint();
    let full = book.clone();
    book.rows.truncate(12);
    let cut = |expected, witness| Some((Place::Entry(12), FaultKind::TailCut { expected, witness }));
    assert_eq!(only(&book), cut(20, Witness::Head));
    // The head is rewritten to match: only the signed checkpoint still knows.
    book.head = Book::of(12).head;
    assert_eq!(only(&book), cut(20, Witness::Checkpoint));
    // Everything is gone.
    let mut nothing = full;
    nothing.rows.clear();
    assert_eq!(first(&nothing).map(|found| found.0), Some(Place::Entry(0)));
}

#[test]
fn an_altered_head_is_named() {
    let mut book = Book::of(20);
    book.head.root[0] ^= 1;
    assert_eq!(only(&book), Some((Place::Head, FaultKind::HeadAltered)));
    let mut book = Book::of(20);
    book.head.frontier[0] ^= 1;
    assert_eq!(only(&book), Some((Place::Head, FaultKind::HeadAltered)));
}

#[test]
fn history_rewritten_with_all_its_hashes_is_caught_by_the_checkpoint() {
    let mut book = Book::of(10);
    book.checkpoint();
    let trusted = book.clone();
    for n in 10..20 {
        book.append(&Event::new(EventKind::SweepRun, json!({ "n": n })).unwrap());
    }
    book.checkpoint();
    let mut forged = trusted;
    for n in 10..20 {
        let lie = if n == 13 { 99 } else { n };
        forged.append(&Event::new(EventKind::SweepRun, json!({ "n": lie })).unwrap());
    }
    assert!(forged.verify().is_whole(), "without the second checkpoint nobody can tell");
    forged.notes.clone_from(&book.notes);
    assert_eq!(only(&forged), Some((Place::Entry(10), FaultKind::Rewritten { size: 20 })));
}

#[test]
fn a_row_rewritten_with_its_own_hashes_does_not_join_the_next() {
    let mut book = Book::of(20);
    let (event, seq) = (Event::new(EventKind::SweepRun, json!({ "n": 1 })).unwrap(), 7usize);
    let mut frontier = Frontier::new();
    for row in &book.rows[..seq] {
        frontier.append(Hash::from_slice(&row.leaf).unwrap());
    }
    let commitment = Commitment::to(&salt(7), &event);
    let leaf = commitment.leaf(instant(7));
    let nodes = frontier.append(leaf).iter().flat_map(|node| node.0).collect();
    let row = &mut book.rows[seq];
    row.event = Some(event.canonical().to_owned());
    (row.about, row.commitment, row.leaf) = (None, commitment.0.0.to_vec(), leaf.0.to_vec());
    (row.root, row.nodes) = (frontier.root().0.to_vec(), nodes);
    assert_eq!(only(&book), Some((Place::Entry(8), FaultKind::Replaced)));
}

#[test]
fn a_forged_checkpoint_is_named_and_counts_for_nothing() {
    let mut book = Book::of(20);
    book.checkpoint();
    let forged = book.notes[0].replace("\n20\n", "\n25\n");
    book.notes.push(forged);
    let report = book.verify();
    assert_eq!(report.checkpoints, 1);
    assert!(matches!(
        report.faults.as_slice(),
        [Fault { place: Place::Checkpoint(1), kind: FaultKind::CheckpointInvalid { .. } }]
    ));
    // Two that are both signed and contradict each other: the key was misused.
    let mut book = Book::of(20);
    book.checkpoint();
    let other =
        Checkpoint { origin: "ledger.example".into(), size: 20, root: Hash([1; 32]), at: signed_at() };
    book.notes.insert(0, other.sign(&key()).unwrap());
    assert!(matches!(first(&book), Some((Place::Checkpoint(1), FaultKind::CheckpointInvalid { .. }))));
}

#[test]
fn a_checkpoint_filed_under_another_size_is_named() {
    let mut book = Book::of(20);
    book.checkpoint();
    let report = book.verify_filed_under(|_| (19, signed_at()));
    assert!(matches!(
        report.faults.as_slice(),
        [Fault { place: Place::Checkpoint(0), kind: FaultKind::CheckpointInvalid { .. } }]
    ));
}

#[test]
fn a_clock_set_back_is_a_warning() {
    let mut book = Book::of(5);
    let event = Event::new(EventKind::SweepRun, json!({})).unwrap();
    book.append_with(&event, &salt(5), instant(1));
    let report = book.verify();
    assert!(report.is_whole());
    assert_eq!(report.warnings, [Warning::TimeBackwards { seq: 5 }]);
}

#[test]
fn several_altered_rows_are_all_listed_in_order() {
    let mut book = Book::of(30);
    book.rows[21].salt = Some(vec![1; 32]);
    book.rows[4].root[0] ^= 1;
    book.rows[12].leaf[0] ^= 1;
    let places: Vec<Place> = book.verify().faults.iter().map(|fault| fault.place).collect();
    assert_eq!(places, [Place::Entry(4), Place::Entry(12), Place::Entry(21)]);
}

/// Flips a bit of one of the columns of a row, as bytes.
fn flip(book: &mut Book, row: usize, column: usize, bit: usize) -> bool {
    let entry = &mut book.rows[row];
    let flip_bytes = |bytes: &mut Vec<u8>| {
        let length = bytes.len();
        if length > 0 {
            bytes[(bit / 8) % length] ^= 1 << (bit % 8);
        }
        length > 0
    };
    match column {
        0 => {
            entry.at ^= 1 << (bit % 62);
            true
        }
        1 => entry.salt.as_mut().is_some_and(flip_bytes),
        2 => flip_bytes(&mut entry.commitment),
        3 => flip_bytes(&mut entry.leaf),
        4 => flip_bytes(&mut entry.root),
        5 => flip_bytes(&mut entry.nodes),
        // The lowest bit of an ASCII letter, so that the text stays text.
        6 => entry.event.as_mut().is_some_and(|event| flip_text(event, bit)),
        _ => entry.about.as_mut().is_some_and(|about| flip_text(about, bit)),
    }
}

fn flip_text(text: &mut String, bit: usize) -> bool {
    let mut bytes = text.clone().into_bytes();
    let length = bytes.len();
    bytes[(bit / 8) % length] ^= 1;
    String::from_utf8(bytes).map(|altered| *text = altered).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_single_bit_of_any_entry_is_caught_and_named_at_that_entry(
        size in 1u64..40,
        pick: proptest::sample::Index,
        column in 0usize..8,
        bit in 0usize..100_000,
        checkpointed: bool,
        redacted: bool,
    ) {
        let mut book = Book::of(size);
        if redacted {
            book.redact(usize::try_from(size / 2).unwrap());
        }
        if checkpointed {
            book.checkpoint();
        }
        let row = pick.index(book.rows.len());
        if flip(&mut book, row, column, bit) {
            let report = book.verify();
            prop_assert_eq!(report.first_fault().map(|fault| fault.place), Some(Place::Entry(row as u64)));
            // An altered record of a redaction leaves the redacted row without one.
            let most = if redacted { 2 } else { 1 };
            prop_assert!(report.faults.len() <= most, "{:?}", report.faults);
        } else {
            prop_assert!(book.verify().is_whole());
        }
    }

    #[test]
    fn any_row_taken_out_is_named(size in 2u64..40, pick: proptest::sample::Index, redacted: bool) {
        let mut book = Book::of(size);
        if redacted {
            book.redact(usize::try_from(size / 2).unwrap());
        }
        let row = pick.index(book.rows.len());
        book.rows.remove(row);
        let place = first(&book).map(|found| found.0);
        prop_assert_eq!(place, Some(Place::Entry(row as u64)));
    }
}
