//! Many small facts as one entry: a tree over their leaves, whose root stands in the entry's event.
//!
//! Where thousands of facts come in a second, an entry each would make the log long and slow. A batch is one entry
//! with the root and the number of its leaves; a fact is proved by its path to that root, and the root by the proof
//! of the entry. The leaves stay when a fact is forgotten: a salted hash whose salt is gone says nothing, and the
//! others keep their proofs.

use sha2::{Digest, Sha256};

use crate::frontier::Frontier;
use crate::hash::{Hash, leaf_hash};
use crate::proof::{Node, ProofError, ProofPlan};

/// The leaf of a fact: the leaf hash over SHA-256(salt ‖ text).
pub fn leaf(salt: &[u8], text: &str) -> Hash {
    let commitment = Sha256::new().chain_update(salt).chain_update(text).finalize();
    leaf_hash(&commitment)
}

/// The root over the leaves of a batch.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.append(*leaf);
    }
    frontier.root()
}

/// The path of leaf `index` to the root of its batch. It is checked with [`crate::verify_inclusion`].
///
/// # Errors
/// There is no such leaf.
pub fn path(leaves: &[Hash], index: u64) -> Result<Vec<Hash>, ProofError> {
    let size = u64::try_from(leaves.len()).unwrap_or(u64::MAX);
    ProofPlan::inclusion(index, size)?.assemble(|node| subtree(leaves, node))
}

/// The root of a complete subtree of the batch.
fn subtree(leaves: &[Hash], node: Node) -> Option<Hash> {
    let last = usize::try_from(node.last_leaf()).ok()?;
    let first = usize::try_from(node.index << node.level).ok()?;
    leaves.get(first..=last).map(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::verify_inclusion;

    #[test]
    fn every_leaf_of_every_size_is_proved_and_no_other() {
        for size in 1..40u64 {
            let leaves: Vec<Hash> = (0..size).map(|n| leaf(&[7; 16], &n.to_string())).collect();
            let root = root(&leaves);
            for (index, one) in (0..).zip(&leaves) {
                let path = path(&leaves, index).unwrap();
                verify_inclusion(one, index, size, &path, &root).unwrap();
                let other = leaf(&[8; 16], &index.to_string());
                assert_eq!(verify_inclusion(&other, index, size, &path, &root), Err(ProofError::Wrong));
            }
            assert!(path(&leaves, size).is_err());
        }
    }

    #[test]
    fn the_salt_is_part_of_the_leaf() {
        assert_ne!(leaf(&[1; 16], "yes"), leaf(&[2; 16], "yes"));
        assert_ne!(leaf(&[1; 16], "yes"), leaf(&[1; 16], "no"));
    }
}
