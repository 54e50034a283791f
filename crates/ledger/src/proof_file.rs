//! One entry, provable anywhere: the event, its salt, the path to a signed root. A file that somebody can keep,
//! and check years later with nothing but the public key.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::{Salt, leaf};
use crate::event::{Event, EventError};
use crate::hash::Hash;
use crate::keys::PublicKey;
use crate::proof::{ProofError, verify_inclusion};

/// The format's name and version, first thing in the file.
pub const FORMAT: &str = "gestand-proof-1";

/// The proof of one entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    /// [`FORMAT`].
    pub format: String,
    /// The entry's number: the index of its leaf, from 0.
    pub seq: u64,
    /// When it was recorded, UTC.
    pub at: Timestamp,
    /// The event.
    pub event: Value,
    /// The salt, hexadecimal.
    pub salt: Hash,
    /// The hashes beside the way from the leaf to the root, lowest first.
    pub path: Vec<Hash>,
    /// The signed checkpoint that holds the root.
    pub checkpoint: String,
}

/// What a proof file proves.
#[derive(Debug, Clone, PartialEq)]
pub struct Proven {
    /// The entry's number.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The event.
    pub event: Event,
    /// The checkpoint that holds it.
    pub checkpoint: Checkpoint,
}

/// A proof file proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum ProofFileError {
    /// It is no proof file.
    #[error("this is no proof file of the format {FORMAT}: {0}")]
    Malformed(String),
    /// The event in it is none.
    #[error("the event in the proof file cannot be read: {0}")]
    Event(#[from] EventError),
    /// The checkpoint does not hold.
    #[error("the checkpoint in the proof file does not hold: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not in the tree of the checkpoint.
    #[error(
        "the proof file does not prove its entry: the event, its time or its salt was altered, or the path is wrong"
    )]
    Proof(#[from] ProofError),
}

impl ProofFile {
    /// Puts a proof file together.
    pub fn new(
        seq: u64,
        at: Timestamp,
        event: &Event,
        salt: &Salt,
        path: Vec<Hash>,
        checkpoint: String,
    ) -> Self {
        let mut object = serde_json::Map::new();
        object.insert("kind".into(), event.kind().as_str().into());
        if let Some(about) = event.subject_matter() {
            object.insert("about".into(), about.into());
        }
        object.insert("data".into(), Value::Object(event.data().clone()));
        Self {
            format: FORMAT.into(),
            seq,
            at,
            event: Value::Object(object),
            salt: Hash(salt.0),
            path,
            checkpoint,
        }
    }

    /// The file's text.
    pub fn to_text(&self) -> Result<String, ProofFileError> {
        serde_json::to_string_pretty(self).map_err(|error| ProofFileError::Malformed(error.to_string()))
    }

    /// Checks everything in it against the public key.
    pub fn verify(&self, key: &PublicKey) -> Result<Proven, ProofFileError> {
        if self.format != FORMAT {
            return Err(ProofFileError::Malformed(format!("its format is “{}”", self.format)));
        }
        let checkpoint = Checkpoint::verify(&self.checkpoint, key)?;
        let event = Event::parse(&self.event.to_string())?;
        // Only whole microseconds are hashed: finer digits would be believed without proof.
        let at = Timestamp::from_microsecond(self.at.as_microsecond()).unwrap_or(self.at);
        let leaf = leaf(&Salt(self.salt.0), &event, at);
        verify_inclusion(&leaf, self.seq, checkpoint.size, &self.path, &checkpoint.root)?;
        Ok(Proven { seq: self.seq, at, event, checkpoint })
    }
}

/// Reads a proof file and checks it against the public key (`name+id+base64`). Needs no ledger and no network.
pub fn verify_proof_file(text: &str, public_key: &str) -> Result<Proven, ProofFileError> {
    let file: ProofFile =
        serde_json::from_str(text).map_err(|error| ProofFileError::Malformed(error.to_string()))?;
    let key: PublicKey = public_key.parse().map_err(CheckpointError::from)?;
    file.verify(&key)
}
