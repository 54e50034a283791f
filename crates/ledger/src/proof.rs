//! Proofs: that a leaf is in a tree, and that a tree only grew.
//!
//! Making one has two halves, so that this crate needs no storage: a [`ProofPlan`] says which nodes are needed
//! (at most a few dozen, whatever the size), and [`ProofPlan::assemble`] makes the proof of their hashes.
//! Checking follows the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2 to the letter.

use crate::hash::{Hash, node_hash};

/// A complete subtree: the `index`-th of those with 2^`level` leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    /// Height above the leaves; 0 is a leaf.
    pub level: u8,
    /// Position among the nodes of this level, from 0.
    pub index: u64,
}

impl Node {
    /// The last leaf under it: the entry whose row holds its hash.
    pub fn last_leaf(self) -> u64 {
        (self.index << self.level) + ((1 << self.level) - 1)
    }

    /// The complete subtrees that a tree of `size` leaves is made of, largest first: those of a [`crate::Frontier`].
    pub fn peaks(size: u64) -> Vec<Self> {
        subtrees(0, size)
    }
}

/// A proof cannot be made or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf or the older tree lies outside the tree.
    #[error("there is no such proof: {part} lies outside a tree of {size} entries")]
    Outside {
        /// The index or the smaller size.
        part: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A node's hash was not given.
    #[error("the hash of the node at level {level}, position {index} is missing; run `gestand ledger verify`", level = .0.level, index = .0.index)]
    NodeMissing(Node),
    /// The hashes do not lead to the root.
    #[error("the proof does not hold: its hashes do not lead to the stated root")]
    Wrong,
}

/// The nodes that a proof is made of: for every hash of the proof the complete subtrees it covers, left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofPlan(Vec<Vec<Node>>);

impl ProofPlan {
    /// The plan to prove that leaf `index` is in the tree of `size` leaves (RFC 9162 section 2.1.3.1).
    pub fn inclusion(index: u64, size: u64) -> Result<Self, ProofError> {
        if index >= size {
            return Err(ProofError::Outside { part: index, size });
        }
        let (mut low, mut high, mut siblings) = (0, size, Vec::new());
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                siblings.push(subtrees(middle, high));
                high = middle;
            } else {
                siblings.push(subtrees(low, middle));
                low = middle;
            }
        }
        siblings.reverse();
        Ok(Self(siblings))
    }

    /// The plan to prove that the tree of `size` leaves begins with the tree of `old` leaves (RFC 9162 section
    /// 2.1.4.1). Empty when `old` is 0 or equals `size`: there is nothing to show.
    pub fn consistency(old: u64, size: u64) -> Result<Self, ProofError> {
        if old > size {
            return Err(ProofError::Outside { part: old, size });
        }
        if old == 0 || old == size {
            return Ok(Self(Vec::new()));
        }
        let (mut low, mut high, mut hashes) = (0, size, Vec::new());
        while old != high {
            let middle = low + split(high - low);
            if old <= middle {
                hashes.push(subtrees(middle, high));
                high = middle;
            } else {
                hashes.push(subtrees(low, middle));
                low = middle;
            }
        }
        if low > 0 {
            hashes.push(subtrees(low, high));
        }
        hashes.reverse();
        Ok(Self(hashes))
    }

    /// Every node whose hash [`ProofPlan::assemble`] will ask for.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        self.0.iter().flatten().copied()
    }

    /// Makes the proof, given a way to find a node's hash.
    pub fn assemble(&self, find: impl Fn(Node) -> Option<Hash>) -> Result<Vec<Hash>, ProofError> {
        let mut proof = Vec::with_capacity(self.0.len());
        for range in &self.0 {
            let mut joined: Option<Hash> = None;
            for node in range.iter().rev() {
                let hash = find(*node).ok_or(ProofError::NodeMissing(*node))?;
                joined = Some(joined.map_or(hash, |right| node_hash(&hash, &right)));
            }
            proof.extend(joined);
        }
        Ok(proof)
    }
}

/// The largest power of two below `n`, which is at least 2.
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The complete subtrees that make up the leaves from `low` up to `high`; `low` is where such a subtree begins.
fn subtrees(mut low: u64, high: u64) -> Vec<Node> {
    let mut nodes = Vec::new();
    while low < high {
        let level = (high - low).ilog2();
        nodes.push(Node { level: u8::try_from(level).unwrap_or(u8::MAX), index: low >> level });
        low += 1 << level;
    }
    nodes
}

/// Checks that `leaf` is leaf `index` of the tree of `size` leaves with this root (RFC 9162 section 2.1.3.2).
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Outside { part: index, size });
    }
    let (mut position, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return Err(ProofError::Wrong);
        }
        if position & 1 == 1 || position == last {
            hash = node_hash(sibling, &hash);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(ProofError::Wrong) }
}

/// Checks that the tree of `size` leaves with `root` begins with the tree of `old` leaves with `old_root` (RFC 9162
/// section 2.1.4.2; the cases of an empty and of an unchanged tree are RFC 6962's).
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > size {
        return Err(ProofError::Outside { part: old, size });
    }
    if old == size || old == 0 {
        let same = if old == 0 { *old_root == Hash::empty_root() } else { old_root == root };
        return if same && proof.is_empty() { Ok(()) } else { Err(ProofError::Wrong) };
    }
    // A power of two is a node of the new tree itself, and its hash is not repeated in the proof.
    let (first, rest) = if old.is_power_of_two() {
        (*old_root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or(ProofError::Wrong)?;
        (*first, rest)
    };
    let (mut position, mut last) = (old - 1, size - 1);
    while position & 1 == 1 {
        position >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofError::Wrong);
        }
        if position & 1 == 1 || position == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    if last == 0 && old_hash == *old_root && new_hash == *root { Ok(()) } else { Err(ProofError::Wrong) }
}
