//! Looking at a ledger, whole or behind a beginning that was looked at before: row after row, in bounded memory, naming the first bad entry and why.
//!
//! Every row carries its own leaf and the root just after it. So the chain heals behind an altered column (the
//! other columns still say what it was) and everything after it can be checked as well. It does not heal behind
//! a row that is missing, put in or rewritten with new hashes; from there on only redaction entries are collected.
//!
//! A root that nothing explains is held in suspicion until the next row, which tells an altered root column (the
//! next row follows on) from a row put in (the next row follows on without it).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use crate::checkpoint::Checkpoint;
use crate::entry::{Commitment, StoredEntry};
use crate::event::EventKind;
use crate::fault::{Fault, FaultKind, Place, Report, Warning, Witness};
use crate::frontier::Frontier;
use crate::hash::Hash;
use crate::keys::PublicKey;

/// How many faults and warnings are listed; more are counted.
const LISTED: usize = 1_000;

/// The head row as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub size: i64,
    /// The root over them.
    pub root: Vec<u8>,
    /// The frontier ([`Frontier::to_bytes`]).
    pub frontier: Vec<u8>,
}

/// The checker. Feed it every stored row in the order of its number, then finish it with the head.
#[derive(Debug)]
pub struct Verifier {
    frontier: Frontier,
    suspect: Option<Suspect>,
    /// Set at a fault behind which the chain cannot be followed.
    broken: bool,
    /// Signed checkpoints by size.
    checkpoints: BTreeMap<u64, Hash>,
    /// The size up to which a signed checkpoint agrees.
    trusted: u64,
    agreeing: u64,
    /// Redacted rows that no redaction entry has named yet.
    unrecorded: BTreeSet<u64>,
    entries: u64,
    redacted: u64,
    last_at: Option<i64>,
    faults: Vec<Fault>,
    more_faults: u64,
    warnings: Vec<Warning>,
}

/// A row whose root nothing explains yet.
#[derive(Debug)]
struct Suspect {
    seq: u64,
    before: Frontier,
    /// What the tree would be with each leaf that the row might stand for.
    after: Vec<Frontier>,
}

impl Verifier {
    /// A checker that knows the signed checkpoints, in any order, each with the size and instant under which it is
    /// filed.
    /// Without a key their signatures cannot be checked and they count for nothing: pass none of them then.
    pub fn new<'a>(
        key: &PublicKey,
        checkpoints: impl IntoIterator<Item = (u64, Timestamp, &'a str)>,
    ) -> Self {
        let mut verifier = Self::without_checkpoints();
        for (position, (filed, at, note)) in checkpoints.into_iter().enumerate() {
            let place = Place::Checkpoint(position as u64);
            match Checkpoint::verify(note, key) {
                Ok(checkpoint) => {
                    if checkpoint.size != filed {
                        let reason = format!(
                            "it is filed under {filed} entries and was signed over {}",
                            checkpoint.size
                        );
                        verifier.fault(place, FaultKind::CheckpointInvalid { reason });
                    }
                    if checkpoint.at != at {
                        let reason = format!("it is dated {at} and was signed {}", checkpoint.at);
                        verifier.fault(place, FaultKind::CheckpointInvalid { reason });
                    }
                    let known = verifier.checkpoints.insert(checkpoint.size, checkpoint.root);
                    if known.is_some_and(|root| root != checkpoint.root) {
                        let reason = "two signed checkpoints of one size have different roots".to_owned();
                        verifier.fault(place, FaultKind::CheckpointInvalid { reason });
                    }
                }
                Err(error) => {
                    verifier.fault(place, FaultKind::CheckpointInvalid { reason: error.to_string() });
                }
            }
        }
        verifier
    }

    /// A checker for a ledger that has no checkpoints: it sees alterations, but not a history that was rewritten
    /// with all its hashes.
    pub fn without_checkpoints() -> Self {
        Self {
            frontier: Frontier::new(),
            suspect: None,
            broken: false,
            checkpoints: BTreeMap::new(),
            trusted: 0,
            agreeing: 0,
            unrecorded: BTreeSet::new(),
            entries: 0,
            redacted: 0,
            last_at: None,
            faults: Vec::new(),
            more_faults: 0,
            warnings: Vec::new(),
        }
    }

    /// A checker that goes on behind a beginning which was found whole before: feed it the rows from the frontier's
    /// size on. Whoever calls it answers for the frontier. Checkpoints within the beginning are left out.
    pub fn resuming<'a>(
        key: &PublicKey,
        checkpoints: impl IntoIterator<Item = (u64, Timestamp, &'a str)>,
        frontier: Frontier,
    ) -> Self {
        let known = frontier.size();
        let later = checkpoints.into_iter().filter(|(filed, ..)| *filed > known);
        Self { entries: known, trusted: known, frontier, ..Self::new(key, later) }
    }

    /// Looks at the next row.
    pub fn feed(&mut self, entry: &StoredEntry) {
        if entry.seq < 0 {
            // It is none of the chain; the place from which it was taken shows as missing.
            return self.fault(Place::Outside(entry.seq), FaultKind::Inserted);
        }
        self.entries += 1;
        self.look_at_contents(entry);
        if !self.broken {
            self.resolve_suspicion(Some(entry));
        }
        if !self.broken {
            self.follow_chain(entry);
        }
    }

    /// Ends with the head row (none when it is missing) and says what was found.
    pub fn finish(mut self, head: Option<&Head>) -> Report {
        if !self.broken {
            self.resolve_at_head(head);
        }
        if !self.broken {
            self.compare_head(head);
        }
        if !self.broken {
            let have = self.frontier.size();
            if let Some(size) = self.checkpoints.keys().copied().filter(|size| *size > have).max() {
                let kind = FaultKind::TailCut { expected: size, witness: Witness::Checkpoint };
                self.fault(Place::Entry(have), kind);
            }
        }
        for seq in std::mem::take(&mut self.unrecorded) {
            self.fault(Place::Entry(seq), FaultKind::RedactedUnrecorded);
        }
        self.sort_faults();
        Report {
            entries: self.entries,
            redacted: self.redacted,
            root: (!self.broken).then(|| self.frontier.root()),
            checkpoints: self.agreeing,
            faults: self.faults,
            more_faults: self.more_faults,
            warnings: self.warnings,
        }
    }

    /// The first bad entry first. A wiped row whose record is not found stands behind a bad entry further on:
    /// that one may be the very record, and then the wiped row is as it should be.
    fn sort_faults(&mut self) {
        let unrecorded = |fault: &Fault| fault.kind == FaultKind::RedactedUnrecorded;
        let last_bad =
            self.faults.iter().filter(|fault| !unrecorded(fault)).filter_map(|fault| match fault.place {
                Place::Entry(seq) => Some(seq),
                Place::Outside(_) | Place::Head | Place::Checkpoint(_) => None,
            });
        let last_bad = last_bad.max();
        self.faults.sort_by_key(|fault| match fault.place {
            Place::Entry(seq) if unrecorded(fault) && last_bad > Some(seq) => (1, seq),
            Place::Entry(seq) => (0, seq),
            Place::Outside(number) => (2, number.unsigned_abs()),
            Place::Head => (3, 0),
            Place::Checkpoint(position) => (4, position),
        });
    }

    /// What a row says by itself, wherever it stands in the chain.
    fn look_at_contents(&mut self, entry: &StoredEntry) {
        let seq = u64::try_from(entry.seq).unwrap_or(0);
        match (&entry.event, &entry.salt) {
            (Some(event), Some(salt)) => {
                let genuine = Commitment::to_text(salt, event).0.as_bytes().as_slice() == entry.commitment;
                let value: Value = serde_json::from_str(event).unwrap_or(Value::Null);
                if genuine && value.get("about").and_then(Value::as_str) != entry.about.as_deref() {
                    self.fault(Place::Entry(seq), FaultKind::AboutAltered);
                }
                let kind = value.get("kind").and_then(Value::as_str);
                if genuine && kind == Some(EventKind::EntryRedacted.as_str()) {
                    let named = value.pointer("/data/seq").and_then(Value::as_u64);
                    if let Some(named) = named {
                        self.unrecorded.remove(&named);
                    }
                }
            }
            (None, None) => {
                self.redacted += 1;
                self.unrecorded.insert(seq);
                if entry.about.is_some() {
                    self.fault(Place::Entry(seq), FaultKind::AboutAltered);
                }
            }
            _ => self.fault(Place::Entry(seq), FaultKind::HalfRedacted),
        }
        if self.last_at.is_some_and(|last| entry.at < last) && self.warnings.len() < LISTED {
            self.warnings.push(Warning::TimeBackwards { seq });
        }
        self.last_at = Some(entry.at);
    }

    fn follow_chain(&mut self, entry: &StoredEntry) {
        let expected = self.frontier.size();
        let Ok(seq) = u64::try_from(entry.seq) else {
            return self.break_at(0, FaultKind::Inserted);
        };
        if seq < expected {
            return self.break_at(seq, FaultKind::Inserted);
        }
        if seq > expected {
            return self.break_at(expected, FaultKind::Missing { from: expected, to: seq - 1 });
        }
        let before = self.frontier.clone();
        let mut after = Vec::new();
        for leaf in possible_leaves(entry) {
            let mut tree = before.clone();
            let completed = tree.append(leaf);
            if tree.root().as_bytes().as_slice() == entry.root {
                self.frontier = tree;
                if let Some(kind) = contents_fault(entry, leaf) {
                    self.fault(Place::Entry(seq), kind);
                }
                if completed.iter().flat_map(|node| node.0).ne(entry.nodes.iter().copied()) {
                    self.fault(Place::Entry(seq), FaultKind::NodesAltered);
                }
                return self.compare_checkpoint();
            }
            after.push(tree);
        }
        self.suspect = Some(Suspect { seq, before, after });
    }

    /// Decides about the row before `next`, now that `next` shows which tree goes on.
    fn resolve_suspicion(&mut self, next: Option<&StoredEntry>) {
        let (Some(suspect), Some(next)) = (self.suspect.take(), next) else { return };
        let follows = |tree: &Frontier| {
            possible_leaves(next).into_iter().any(|leaf| {
                let mut tree = tree.clone();
                tree.append(leaf);
                tree.root().as_bytes().as_slice() == next.root
            })
        };
        if let Some(tree) = suspect.after.iter().find(|tree| follows(tree)) {
            self.accept_despite_root(suspect.seq, tree.clone());
        } else {
            let put_in = follows(&suspect.before);
            self.break_at(suspect.seq, if put_in { FaultKind::Inserted } else { FaultKind::Replaced });
        }
    }

    /// Decides about the last row by the head.
    fn resolve_at_head(&mut self, head: Option<&Head>) {
        let Some(suspect) = self.suspect.take() else { return };
        let is_head =
            |tree: &Frontier| head.is_some_and(|head| tree.root().as_bytes().as_slice() == head.root);
        if let Some(tree) = suspect.after.iter().find(|tree| is_head(tree)) {
            self.accept_despite_root(suspect.seq, tree.clone());
        } else {
            let put_in = is_head(&suspect.before);
            self.break_at(suspect.seq, if put_in { FaultKind::Inserted } else { FaultKind::Replaced });
        }
    }

    fn accept_despite_root(&mut self, seq: u64, tree: Frontier) {
        self.fault(Place::Entry(seq), FaultKind::RootAltered);
        self.frontier = tree;
        self.compare_checkpoint();
    }

    fn compare_checkpoint(&mut self) {
        let size = self.frontier.size();
        let Some(root) = self.checkpoints.get(&size) else { return };
        if *root == self.frontier.root() {
            self.trusted = size;
            self.agreeing += 1;
        } else {
            self.break_at(self.trusted, FaultKind::Rewritten { size });
        }
    }

    fn compare_head(&mut self, head: Option<&Head>) {
        let have = self.frontier.size();
        let Some(head) = head else {
            if have > 0 {
                self.fault(Place::Head, FaultKind::HeadAltered);
            }
            return;
        };
        match u64::try_from(head.size) {
            Ok(size) if size > have => {
                self.break_at(have, FaultKind::TailCut { expected: size, witness: Witness::Head });
            }
            Ok(size) if size < have => self.break_at(size, FaultKind::Inserted),
            Ok(_) => {
                let root = self.frontier.root();
                if root.as_bytes().as_slice() != head.root || self.frontier.to_bytes() != head.frontier {
                    self.fault(Place::Head, FaultKind::HeadAltered);
                }
            }
            Err(_) => self.fault(Place::Head, FaultKind::HeadAltered),
        }
    }

    fn break_at(&mut self, seq: u64, kind: FaultKind) {
        self.broken = true;
        self.fault(Place::Entry(seq), kind);
    }

    fn fault(&mut self, place: Place, kind: FaultKind) {
        if self.faults.len() < LISTED {
            self.faults.push(Fault { place, kind });
        } else {
            self.more_faults += 1;
        }
    }
}

/// The leaves that a row may stand for: the stored one, and those that its other columns give. The stored one
/// comes first, so that an untouched row takes one attempt.
fn possible_leaves(entry: &StoredEntry) -> Vec<Hash> {
    let mut leaves = Vec::with_capacity(3);
    leaves.extend(Hash::from_slice(&entry.leaf));
    if let Ok(commitment) = Hash::from_slice(&entry.commitment) {
        leaves.push(Commitment(commitment).leaf_at(entry.at));
    }
    if let (Some(event), Some(salt)) = (&entry.event, &entry.salt) {
        leaves.push(Commitment::to_text(salt, event).leaf_at(entry.at));
    }
    leaves.dedup();
    leaves
}

/// What is wrong with a row whose true leaf is known.
fn contents_fault(entry: &StoredEntry, leaf: Hash) -> Option<FaultKind> {
    if leaf.as_bytes().as_slice() != entry.leaf {
        return Some(FaultKind::LeafAltered);
    }
    let stated = Hash::from_slice(&entry.commitment).ok().map(Commitment);
    let derived = match (&entry.event, &entry.salt) {
        (Some(event), Some(salt)) => Some(Commitment::to_text(salt, event)),
        _ => None,
    };
    let stated_holds = stated.is_some_and(|commitment| commitment.leaf_at(entry.at) == leaf);
    match derived {
        None if stated_holds => None,
        None => Some(FaultKind::TimeOrCommitmentAltered),
        Some(derived) if stated == Some(derived) => (!stated_holds).then_some(FaultKind::TimeAltered),
        Some(_) if stated_holds => Some(FaultKind::EventAltered),
        Some(derived) if derived.leaf_at(entry.at) == leaf => Some(FaultKind::CommitmentAltered),
        Some(_) => Some(FaultKind::EventAltered),
    }
}
