//! A checkpoint: the size and root of the ledger at some moment, signed, so that what came before cannot be
//! rewritten unseen. The text is a C2SP tlog-checkpoint in a C2SP signed note.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use signed_note::{Note, NoteError, VerifierList};

use crate::hash::Hash;
use crate::keys::{KeyError, PublicKey, SigningKey};

/// The head of a ledger at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The name of the ledger.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When it was signed.
    pub at: Timestamp,
}

/// A checkpoint cannot be made or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is no checkpoint in a signed note.
    #[error("this is no checkpoint in the signed-note format")]
    Malformed,
    /// The signature is not by this key.
    #[error("the checkpoint's signature is not by the key {0}: it was altered, or signed by somebody else")]
    Signature(String),
    /// It is the checkpoint of another ledger.
    #[error("the checkpoint is of the ledger “{found}”, and “{expected}” is expected")]
    Origin {
        /// The ledger of the key.
        expected: String,
        /// The ledger in the text.
        found: String,
    },
    /// The key itself is wrong.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What the extension line with the instant begins with.
const AT: &str = "signed ";

impl Checkpoint {
    /// The text that is signed: origin, size and root, a line each, and the instant as an extension line.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n{AT}{}\n", self.origin, self.size, STANDARD.encode(self.root.0), self.at)
    }

    /// The signed note.
    pub fn sign(&self, key: &SigningKey) -> Result<String, CheckpointError> {
        if self.origin != key.origin() {
            return Err(CheckpointError::Origin {
                expected: key.origin().to_owned(),
                found: self.origin.clone(),
            });
        }
        let mut note = Note::new(self.body().as_bytes(), &[]).map_err(|_| CheckpointError::Malformed)?;
        note.add_sigs(&[key.signer()]).map_err(|_| CheckpointError::Malformed)?;
        String::from_utf8(note.to_bytes()).map_err(|_| CheckpointError::Malformed)
    }

    /// Reads a signed note and checks its signature. Signatures of others (witnesses) may stand beside it.
    pub fn verify(note: &str, key: &PublicKey) -> Result<Self, CheckpointError> {
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        let known = VerifierList::new(vec![Box::new(key.verifier()?)]);
        parsed.verify(&known).map_err(|error| match error {
            NoteError::MalformedNote => CheckpointError::Malformed,
            _ => CheckpointError::Signature(key.to_string()),
        })?;
        let checkpoint = Self::read_body(parsed.text())?;
        if checkpoint.origin != key.origin() {
            return Err(CheckpointError::Origin {
                expected: key.origin().to_owned(),
                found: checkpoint.origin,
            });
        }
        Ok(checkpoint)
    }

    /// Lines after the third are extensions, which the format allows. This ledger has one.
    fn read_body(text: &[u8]) -> Result<Self, CheckpointError> {
        let text = std::str::from_utf8(text).map_err(|_| CheckpointError::Malformed)?;
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Malformed);
        };
        let number: u64 = size.parse().map_err(|_| CheckpointError::Malformed)?;
        let root = STANDARD.decode(root).map_err(|_| CheckpointError::Malformed)?;
        let root = Hash::from_slice(&root).map_err(|_| CheckpointError::Malformed)?;
        if origin.is_empty() || number.to_string() != size {
            return Err(CheckpointError::Malformed);
        }
        let at = lines.find_map(|line| line.strip_prefix(AT)).ok_or(CheckpointError::Malformed)?;
        let at = at.parse().map_err(|_| CheckpointError::Malformed)?;
        Ok(Self { origin: origin.to_owned(), size: number, root, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed("ledger.example", &[7; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "ledger.example".into(),
            size: 42,
            root: Hash([9; 32]),
            at: "2026-12-01T09:30:00.25Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_signed_note_reads_back() {
        let note = checkpoint().sign(&key()).unwrap();
        assert!(note.starts_with(
            "ledger.example\n42\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\nsigned 2026-12-01T09:30:00.25Z\n\n— ledger.example "
        ));
        assert_eq!(Checkpoint::verify(&note, key().public_key()).unwrap(), checkpoint());
    }

    #[test]
    fn any_alteration_is_refused() {
        let note = checkpoint().sign(&key()).unwrap();
        for (from, to) in [
            ("\n42\n", "\n43\n"),
            ("CQkJ", "CQkK"),
            ("ledger.example\n42", "other.example\n42"),
            ("2026-12", "2026-11"),
        ] {
            let altered = note.replacen(from, to, 1);
            assert_ne!(altered, note);
            assert!(Checkpoint::verify(&altered, key().public_key()).is_err(), "{altered}");
        }
        let other = SigningKey::from_seed("ledger.example", &[8; 32]).unwrap();
        assert!(matches!(Checkpoint::verify(&note, other.public_key()), Err(CheckpointError::Signature(_))));
        assert_eq!(Checkpoint::verify("no note", key().public_key()), Err(CheckpointError::Malformed));
    }

    #[test]
    fn a_key_signs_for_its_own_ledger_only() {
        let foreign = Checkpoint { origin: "other.example".into(), ..checkpoint() };
        assert!(matches!(foreign.sign(&key()), Err(CheckpointError::Origin { .. })));
    }

    #[test]
    fn tlog_tiles_reads_the_same_body() {
        let (hash, extension) = (tlog_tiles::Hash([9; 32]), "signed 2026-12-01T09:30:00.25Z\n");
        let theirs = tlog_tiles::Checkpoint::new("ledger.example", 42, hash, extension).ok().unwrap();
        assert_eq!(checkpoint().body().into_bytes(), theirs.to_bytes());
    }
}
