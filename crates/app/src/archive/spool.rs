//! A sealed spool: what is written to it is sealed piece by piece before it may touch a disk, and read back
//! piece by piece on its way to the store.

use std::io::{self, Read as _, Seek as _, Write};

use kernel::Entropy;
use kernel::ids::ArchiveId;
use sha2::{Digest as _, Sha256};
use tempfile::SpooledTempFile;

use crate::seal::{SealKey, Unopened};

/// How many plain bytes one sealed piece holds.
pub const PIECE_BYTES: usize = 512 * 1024;

const SPOOL_BYTES: usize = 4 * 1024 * 1024;

/// The place name of piece `number` of an archive; it binds the piece to its archive and order.
pub fn place(archive: ArchiveId, number: u64) -> String {
    format!("archive:{archive}:{number}")
}

/// A writer whose bytes are sealed.
pub struct SealedSpool {
    archive: ArchiveId,
    key: SealKey,
    entropy: Entropy,
    plain: Vec<u8>,
    spool: SpooledTempFile,
    pieces: u64,
    bytes: u64,
    digest: Sha256,
}

/// A finished spool, ready to be read piece by piece.
pub struct SealedPieces {
    spool: SpooledTempFile,
    pieces: u64,
    left: u64,
    /// How many plain bytes there are in all.
    pub bytes: u64,
    /// SHA-256 of the plain bytes, hexadecimal.
    pub sha256: String,
}

impl SealedSpool {
    /// An empty spool for one archive.
    pub fn new(archive: ArchiveId, key: SealKey, entropy: Entropy) -> Self {
        Self {
            archive,
            key,
            entropy,
            plain: Vec::with_capacity(PIECE_BYTES.min(64 * 1024)),
            spool: SpooledTempFile::new(SPOOL_BYTES),
            pieces: 0,
            bytes: 0,
            digest: Sha256::new(),
        }
    }

    fn seal_piece(&mut self) -> io::Result<()> {
        let place = place(self.archive, self.pieces);
        let sealed = self
            .key
            .seal(&place, &self.plain, &self.entropy)
            .map_err(|Unopened| io::Error::other("a piece of the archive cannot be sealed"))?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.spool.write_all(&length.to_le_bytes())?;
        self.spool.write_all(&sealed)?;
        self.pieces += 1;
        self.plain.clear();
        Ok(())
    }

    /// Seals what is left and turns the spool round for reading.
    pub fn finish(mut self) -> io::Result<SealedPieces> {
        if !self.plain.is_empty() || self.pieces == 0 {
            self.seal_piece()?;
        }
        self.spool.rewind()?;
        Ok(SealedPieces {
            spool: self.spool,
            pieces: self.pieces,
            left: self.pieces,
            bytes: self.bytes,
            sha256: hex::encode(self.digest.finalize()),
        })
    }
}

impl Write for SealedSpool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE_BYTES.saturating_sub(self.plain.len());
        let taken = bytes.get(..bytes.len().min(room)).unwrap_or(bytes);
        self.plain.extend_from_slice(taken);
        self.digest.update(taken);
        self.bytes += taken.len() as u64;
        if self.plain.len() >= PIECE_BYTES {
            self.seal_piece()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SealedPieces {
    /// Goes back to the first piece.
    pub fn rewind(&mut self) -> io::Result<()> {
        self.left = self.pieces;
        self.spool.rewind()
    }

    /// The next sealed piece.
    pub fn next_piece(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let mut length = [0u8; 4];
        self.spool.read_exact(&mut length)?;
        let mut piece = vec![0u8; u32::from_le_bytes(length) as usize];
        self.spool.read_exact(&mut piece)?;
        Ok(Some(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_open_in_order_and_give_back_what_was_written() {
        let entropy = Entropy::seeded(3);
        let archive = ArchiveId::new(jiff::Timestamp::UNIX_EPOCH, &entropy);
        let key = SealKey::new(&entropy.bytes());
        for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES * 2 + 7] {
            let content: Vec<u8> = (0..size).map(|index| u8::try_from(index % 251).unwrap()).collect();
            let mut spool = SealedSpool::new(archive, key.clone(), entropy.clone());
            spool.write_all(&content).unwrap();
            let mut pieces = spool.finish().unwrap();
            assert_eq!(pieces.sha256, hex::encode(Sha256::digest(&content)));
            let mut back = Vec::new();
            let mut number = 0;
            while let Some(piece) = pieces.next_piece().unwrap() {
                back.extend(key.open(&place(archive, number), &piece).unwrap());
                number += 1;
            }
            assert_eq!(back, content, "{size}");
        }
    }
}
