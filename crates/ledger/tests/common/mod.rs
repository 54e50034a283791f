//! A ledger in memory, stored as `store` stores it.

use jiff::Timestamp;
use ledger::{
    Checkpoint, Commitment, Event, EventKind, Frontier, Head, ProofFile, ProofPlan, Report, Salt, SigningKey,
    StoredEntry, Verifier,
};
use serde_json::json;

#[derive(Clone)]
pub struct Book {
    pub rows: Vec<StoredEntry>,
    pub head: Head,
    pub notes: Vec<String>,
}

pub fn key() -> SigningKey {
    SigningKey::from_seed("ledger.example", &[7; 32]).unwrap()
}

pub fn salt(n: u64) -> Salt {
    Salt(ledger::leaf_hash(&n.to_be_bytes()).0)
}

pub fn instant(n: u64) -> Timestamp {
    Timestamp::from_microsecond(1_800_000_000_000_000 + i64::try_from(n).unwrap() * 1_000).unwrap()
}

/// When every checkpoint of a book is signed.
pub fn signed_at() -> Timestamp {
    instant(1_000_000)
}

impl Book {
    pub fn of(size: u64) -> Self {
        let mut book = Self {
            rows: vec![],
            head: Head { size: 0, root: ledger::Hash::empty_root().0.to_vec(), frontier: vec![] },
            notes: vec![],
        };
        for n in 0..size {
            let event = if n % 3 == 0 {
                Event::new(EventKind::SweepRun, json!({ "rows": n })).unwrap()
            } else {
                Event::about(EventKind::StepDone, format!("request-{}", n % 5), json!({ "rows": n })).unwrap()
            };
            book.append(&event);
        }
        book
    }

    pub fn append(&mut self, event: &Event) {
        let seq = self.rows.len() as u64;
        self.append_with(event, &salt(seq), instant(seq));
    }

    pub fn append_with(&mut self, event: &Event, salt: &Salt, at: Timestamp) {
        let size = u64::try_from(self.head.size).unwrap();
        let mut frontier = Frontier::from_bytes(size, &self.head.frontier).unwrap();
        let commitment = Commitment::to(salt, event);
        let leaf = commitment.leaf(at);
        let nodes = frontier.append(leaf).iter().flat_map(|node| node.0).collect();
        self.rows.push(StoredEntry {
            seq: i64::try_from(size).unwrap(),
            at: at.as_microsecond(),
            about: event.subject_matter().map(str::to_owned),
            event: Some(event.canonical().to_owned()),
            salt: Some(salt.0.to_vec()),
            commitment: commitment.0.0.to_vec(),
            leaf: leaf.0.to_vec(),
            root: frontier.root().0.to_vec(),
            nodes,
        });
        self.head = Head {
            size: self.head.size + 1,
            root: frontier.root().0.to_vec(),
            frontier: frontier.to_bytes(),
        };
    }

    pub fn wipe(&mut self, seq: usize) {
        let row = &mut self.rows[seq];
        (row.event, row.salt, row.about) = (None, None, None);
    }

    pub fn redact(&mut self, seq: usize) {
        self.wipe(seq);
        self.append(&Event::redaction(seq as u64, "erasure").unwrap());
    }

    pub fn checkpoint(&mut self) {
        let root = ledger::Hash::from_slice(&self.head.root).unwrap();
        let size = u64::try_from(self.head.size).unwrap();
        let checkpoint = Checkpoint { origin: "ledger.example".into(), size, root, at: signed_at() };
        self.notes.push(checkpoint.sign(&key()).unwrap());
    }

    pub fn verify(&self) -> Report {
        self.verify_filed_under(|note| (note.lines().nth(1).unwrap().parse().unwrap(), signed_at()))
    }

    /// The same with the checkpoints filed under other sizes or instants than they were signed over.
    pub fn verify_filed_under(&self, filed: impl Fn(&String) -> (u64, Timestamp)) -> Report {
        let key = key();
        let notes = self.notes.iter().map(|note| {
            let (size, at) = filed(note);
            (size, at, note.as_str())
        });
        let mut verifier = Verifier::new(key.public_key(), notes);
        for row in &self.rows {
            verifier.feed(row);
        }
        verifier.finish(Some(&self.head))
    }

    pub fn prove(&self, seq: u64) -> ProofFile {
        let size = u64::try_from(self.head.size).unwrap();
        let find = |node: ledger::Node| {
            let row = &self.rows[usize::try_from(node.last_leaf()).unwrap()];
            let bytes = match usize::from(node.level).checked_sub(1) {
                None => row.leaf.as_slice(),
                Some(position) => &row.nodes[position * 32..position * 32 + 32],
            };
            ledger::Hash::from_slice(bytes).ok()
        };
        let path = ProofPlan::inclusion(seq, size).unwrap().assemble(find).unwrap();
        let event = self.rows[usize::try_from(seq).unwrap()].parsed().unwrap();
        ProofFile::new(seq, instant(seq), &event, &salt(seq), path, self.notes.last().unwrap().clone())
    }
}
