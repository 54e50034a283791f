//! Sealing: what Gestand keeps of a person's data between two steps is encrypted at rest.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) with a random 24-byte nonce in front of each sealed piece.
//! Every piece names what it belongs to as associated data, so that a piece cannot be put in another's place.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use kernel::Entropy;

/// The key that seals; it lives in the key folder, never in the database.
#[derive(Clone)]
pub struct SealKey(XChaCha20Poly1305);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// A sealed piece does not open: it was altered, belongs elsewhere, or was sealed with another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a sealed piece does not open: it was altered, or sealed with another key than the one in the key folder"
)]
pub struct Unopened;

const NONCE: usize = 24;

impl SealKey {
    /// The key from its 32 bytes.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Seals `plain` for the place named `place` (such as `archive:ID:3`).
    ///
    /// # Errors
    /// Only when `plain` is longer than the cipher allows (256 GiB).
    pub fn seal(&self, place: &str, plain: &[u8], entropy: &Entropy) -> Result<Vec<u8>, Unopened> {
        let nonce: [u8; NONCE] = entropy.bytes();
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| Unopened)?;
        let mut piece = Vec::with_capacity(NONCE + sealed.len());
        piece.extend_from_slice(&nonce);
        piece.extend_from_slice(&sealed);
        Ok(piece)
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// [`Unopened`] when anything about the piece, its place or the key differs.
    pub fn open(&self, place: &str, piece: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (nonce, sealed) = piece.split_first_chunk::<NONCE>().ok_or(Unopened)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Unopened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_in_its_own_place_and_unaltered() {
        let entropy = Entropy::seeded(1);
        let key = SealKey::new(&entropy.bytes());
        let piece = key.seal("archive:a:0", b"a teacher's data", &entropy).unwrap();
        assert_eq!(key.open("archive:a:0", &piece).unwrap(), b"a teacher's data");
        assert_eq!(key.open("archive:a:1", &piece), Err(Unopened));
        assert_eq!(SealKey::new(&entropy.bytes()).open("archive:a:0", &piece), Err(Unopened));
        for index in 0..piece.len() {
            let mut altered = piece.clone();
            altered[index] ^= 1;
            assert_eq!(key.open("archive:a:0", &altered), Err(Unopened), "byte {index}");
        }
        assert_eq!(key.open("archive:a:0", b"short"), Err(Unopened));
    }
}
