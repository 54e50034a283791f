//! The key folder: three secrets that exist as files only, made once, readable by the owner alone.
//!
//! `ledger.key` signs checkpoints (Ed25519 seed), `seal.key` encrypts what is kept of a person between two
//! steps, `lookup.key` turns an address into a keyed hash where only equality matters. Losing `seal.key`
//! loses uncollected answers, which can be made again; losing `ledger.key` ends the log's identity. Beside
//! them stands `ledger.name`, the name under which the log signs: it is fixed with the first signature, so
//! that the log stays the same log when the installation moves to another address.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use hmac::digest::{Key, KeyInit};
use hmac::{Hmac, Mac as _};
use kernel::Entropy;
use sha2::Sha256;

use crate::seal::SealKey;

const LEDGER_NAME: &str = "ledger.name";

/// The secrets of one installation.
#[derive(Clone)]
pub struct Keys {
    /// The Ed25519 seed that signs checkpoints.
    pub ledger_seed: [u8; 32],
    /// Seals archives and prepared steps.
    pub seal: SealKey,
    /// Ready to take a value: a keyed hash is made for every question that is decided.
    lookup: Hmac<Sha256>,
    folder: PathBuf,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The key folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Reading or writing failed.
    #[error(
        "the key file {path} cannot be read or made: {source}. Give this user the right to read and write it"
    )]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds something else than 32 bytes in hexadecimal.
    #[error(
        "the key file {0} does not hold 64 hexadecimal digits. Restore it from your backup: a new key cannot open what the old one sealed"
    )]
    Malformed(PathBuf),
}

impl Keys {
    /// Reads the keys in `folder`, making each that is missing.
    ///
    /// # Errors
    /// When the folder or a file cannot be used; nothing is overwritten.
    pub fn open(folder: &Path, entropy: &Entropy) -> Result<Self, KeyError> {
        fs::create_dir_all(folder).map_err(|source| KeyError::Io { path: folder.to_path_buf(), source })?;
        let seal = read_or_make(&folder.join("seal.key"), entropy)?;
        Ok(Self {
            ledger_seed: read_or_make(&folder.join("ledger.key"), entropy)?,
            seal: SealKey::new(&seal),
            lookup: keyed(&read_or_make(&folder.join("lookup.key"), entropy)?),
            folder: folder.to_path_buf(),
        })
    }

    /// The name under which the log signs, once it has one.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn ledger_name(&self) -> Result<Option<String>, KeyError> {
        let path = self.folder.join(LEDGER_NAME);
        match fs::read_to_string(&path) {
            Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(KeyError::Io { path, source }),
        }
    }

    /// Fixes the name under which the log signs. One that it has already stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn name_ledger(&self, name: &str) -> Result<(), KeyError> {
        let path = self.folder.join(LEDGER_NAME);
        let written = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| file.write_all(name.as_bytes()).and_then(|()| file.sync_all()));
        match written {
            Err(source) if source.kind() != ErrorKind::AlreadyExists => Err(KeyError::Io { path, source }),
            _ => Ok(()),
        }
    }

    /// A keyed hash (HMAC-SHA-256, hexadecimal) of `value` for the use named `domain`: equal values of one
    /// domain give equal hashes, and nobody without the key can try addresses against it.
    pub fn lookup(&self, domain: &str, value: &str) -> String {
        hex::encode(self.lookup_bytes(&[domain], value))
    }

    /// The same as bytes; the domain may come in pieces.
    pub fn lookup_bytes(&self, domain: &[&str], value: &str) -> [u8; 32] {
        let mut mac = self.lookup.clone();
        for piece in domain {
            mac.update(piece.as_bytes());
        }
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // A key that is shorter than a block is filled up with zeros (RFC 2104 section 2).
    let mut block = Key::<Hmac<Sha256>>::default();
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    <Hmac<Sha256> as KeyInit>::new(&block)
}

fn read_or_make(path: &Path, entropy: &Entropy) -> Result<[u8; 32], KeyError> {
    let io = |source| KeyError::Io { path: path.to_path_buf(), source };
    match fs::read_to_string(path) {
        Ok(text) => {
            let mut key = [0u8; 32];
            hex::decode_to_slice(text.trim(), &mut key)
                .map_err(|_| KeyError::Malformed(path.to_path_buf()))?;
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key: [u8; 32] = entropy.bytes();
            let mut file =
                fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(io)?;
            file.write_all(hex::encode(key).as_bytes()).and_then(|()| file.sync_all()).map_err(io)?;
            Ok(key)
        }
        Err(error) => Err(io(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_its_first_name() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &Entropy::seeded(1)).unwrap();
        assert_eq!(keys.ledger_name().unwrap(), None);
        keys.name_ledger("privacy.example/ledger").unwrap();
        keys.name_ledger("moved.example/ledger").unwrap();
        assert_eq!(keys.ledger_name().unwrap().as_deref(), Some("privacy.example/ledger"));
    }

    #[test]
    fn keys_are_made_once_and_only_the_owner_may_read_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let first = Keys::open(folder.path(), &Entropy::seeded(1)).unwrap();
        let second = Keys::open(folder.path(), &Entropy::seeded(2)).unwrap();
        assert_eq!(first.ledger_seed, second.ledger_seed);
        assert_eq!(first.lookup("a", "x"), second.lookup("a", "x"));
        assert_ne!(first.lookup("a", "x"), first.lookup("b", "x"));
        let mode = fs::metadata(folder.path().join("seal.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::write(folder.path().join("seal.key"), "short").unwrap();
        assert!(matches!(Keys::open(folder.path(), &Entropy::seeded(1)), Err(KeyError::Malformed(_))));
    }
}
