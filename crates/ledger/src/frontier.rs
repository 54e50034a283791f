//! The right edge of the tree: enough to append and to know the root, in O(log n) space.
//!
//! It holds the roots of the complete subtrees that make up the tree, largest first: one for every one-bit of the
//! size (a compact range).

use crate::hash::{Hash, node_hash};

/// The complete subtrees that a tree of this size is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// Bytes are no frontier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the ledger's head is damaged: a frontier of size {size} needs {needed} bytes, and {found} are there; run `gestand ledger verify`"
)]
pub struct FrontierError {
    /// The size it should be of.
    pub size: u64,
    /// How many bytes that takes.
    pub needed: usize,
    /// How many there are.
    pub found: usize,
}

impl Frontier {
    /// The frontier of a tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf and returns the inner nodes that it completes, lowest first.
    pub fn append(&mut self, leaf: Hash) -> Vec<Hash> {
        let mut completed = Vec::new();
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            // One peak per one-bit: the low end has as many peaks as it has ones.
            let Some(left) = self.peaks.pop() else { break };
            node = node_hash(&left, &node);
            completed.push(node);
        }
        self.peaks.push(node);
        self.size += 1;
        completed
    }

    /// The root of the tree (RFC 6962 section 2.1).
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Hash::empty_root() };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// The peaks, largest first, 32 bytes each. With the size this is all there is to know.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.peaks.iter().flat_map(|peak| peak.0).collect()
    }

    /// Reads back what [`Frontier::to_bytes`] wrote for this size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Result<Self, FrontierError> {
        let needed = size.count_ones() as usize * 32;
        if bytes.len() != needed {
            return Err(FrontierError { size, needed, found: bytes.len() });
        }
        let peaks = bytes.chunks_exact(32).filter_map(|chunk| Hash::from_slice(chunk).ok()).collect();
        Ok(Self { size, peaks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::leaf_hash;

    #[test]
    fn survives_being_written_at_every_size() {
        let mut frontier = Frontier::new();
        for n in 0u64..70 {
            let again = Frontier::from_bytes(frontier.size(), &frontier.to_bytes()).unwrap();
            assert_eq!(again, frontier);
            let completed = frontier.append(leaf_hash(&n.to_be_bytes()));
            assert_eq!(completed.len(), n.trailing_ones() as usize);
        }
        let error = Frontier::from_bytes(3, &[0; 32]).unwrap_err();
        assert_eq!((error.needed, error.found), (64, 32));
    }
}
