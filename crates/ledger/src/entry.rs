//! An entry: the commitment to an event, the leaf it becomes, and the row as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::event::Event;
use crate::hash::{Hash, leaf_hash};

/// 32 random bytes that keep an event from being guessed out of its hash. They live in the entry's row and die
/// with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

/// SHA-256(salt ‖ canonical event). It binds to the event and, once the salt is gone, says nothing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(pub Hash);

impl Commitment {
    /// The commitment to an event.
    pub fn to(salt: &Salt, event: &Event) -> Self {
        Self::to_text(&salt.0, event.canonical())
    }

    /// The commitment to an event as it stands in a row, which may have been altered: any salt, any text.
    pub(crate) fn to_text(salt: &[u8], canonical: &str) -> Self {
        Self(Hash(Sha256::new().chain_update(salt).chain_update(canonical).finalize().into()))
    }

    /// The leaf of the entry with this commitment at this instant.
    pub fn leaf(&self, at: Timestamp) -> Hash {
        self.leaf_at(at.as_microsecond())
    }

    /// The instant is in the leaf, so that a row's time cannot be moved, and it is outside the commitment, so
    /// that it can still be checked after the event is wiped.
    pub(crate) fn leaf_at(&self, micros: i64) -> Hash {
        let mut data = [0u8; 40];
        let (instant, commitment) = data.split_at_mut(8);
        instant.copy_from_slice(&micros.to_be_bytes());
        commitment.copy_from_slice(self.0.as_bytes());
        leaf_hash(&data)
    }
}

/// The leaf of an entry: the leaf hash over the instant (microseconds since 1970 UTC, 8 bytes, big-endian) and
/// the commitment to the event.
pub fn leaf(salt: &Salt, event: &Event, at: Timestamp) -> Hash {
    Commitment::to(salt, event).leaf(at)
}

/// An entry as it stands in its row. Nothing in it is trusted: it is what [`crate::Verifier`] looks at, so the
/// hashes are bytes of any length and the number may be any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its number: the index of its leaf, from 0.
    pub seq: i64,
    /// When it was recorded, microseconds since 1970 UTC.
    pub at: i64,
    /// What the event is about, kept beside it for look-ups.
    pub about: Option<String>,
    /// The event's canonical form; none once redacted.
    pub event: Option<String>,
    /// The salt; none once redacted.
    pub salt: Option<Vec<u8>>,
    /// The commitment.
    pub commitment: Vec<u8>,
    /// The leaf hash.
    pub leaf: Vec<u8>,
    /// The root of the tree just after this entry.
    pub root: Vec<u8>,
    /// The hashes of the inner nodes that this entry completed, lowest first, 32 bytes each. Entry `n` completes
    /// as many as `n` has one-bits at its low end, so proofs find every node in the row of its last leaf.
    pub nodes: Vec<u8>,
}

impl StoredEntry {
    /// The event, when it is still there and this version knows its kind.
    pub fn parsed(&self) -> Option<Event> {
        Event::parse(self.event.as_deref()?).ok()
    }
}
