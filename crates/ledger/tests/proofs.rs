//! Proofs of trees of any size, against the definition of the tree and against an independent implementation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may die like the test itself")]

use ledger::{Frontier, Hash, Node, ProofError, ProofPlan, leaf_hash, verify_consistency, verify_inclusion};
use proptest::prelude::*;

/// A tree that keeps everything: leaves, the nodes each completed, and the root at every size.
struct Tree {
    leaves: Vec<Hash>,
    completed: Vec<Vec<Hash>>,
    roots: Vec<Hash>,
}

impl Tree {
    fn of(size: u64, seed: u64) -> Self {
        let (mut frontier, mut tree) =
            (Frontier::new(), Self { leaves: vec![], completed: vec![], roots: vec![Hash::empty_root()] });
        for n in 0..size {
            let leaf = leaf_hash(&[seed.to_be_bytes(), n.to_be_bytes()].concat());
            tree.leaves.push(leaf);
            tree.completed.push(frontier.append(leaf));
            tree.roots.push(frontier.root());
        }
        tree
    }

    /// Looks a node up where `store` does: at its last leaf.
    fn find(&self, node: Node) -> Option<Hash> {
        let last = usize::try_from(node.last_leaf()).unwrap();
        match usize::from(node.level).checked_sub(1) {
            None => self.leaves.get(last).copied(),
            Some(position) => self.completed.get(last)?.get(position).copied(),
        }
    }

    fn root(&self, size: u64) -> Hash {
        self.roots[usize::try_from(size).unwrap()]
    }
}

/// tlog_tiles reads nodes by its own numbering.
impl tlog_tiles::HashReader for Tree {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes
            .iter()
            .map(|index| {
                let (level, index) = tlog_tiles::split_stored_hash_index(*index);
                tlog_tiles::Hash(self.find(Node { level, index }).unwrap().0)
            })
            .collect())
    }
}

fn theirs(hashes: &[Hash]) -> Vec<[u8; 32]> {
    hashes.iter().map(|hash| hash.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_leaf_of_a_tree_is_proved_and_no_other(size in 1u64..400, seed: u64) {
        let tree = Tree::of(size, seed);
        let root = tree.root(size);
        for index in 0..size {
            let plan = ProofPlan::inclusion(index, size).unwrap();
            let path = plan.assemble(|node| tree.find(node)).unwrap();
            let leaf = tree.leaves[usize::try_from(index).unwrap()];
            prop_assert_eq!(verify_inclusion(&leaf, index, size, &path, &root), Ok(()));
            let oracle = tlog_tiles::prove_record(size, index, &tree).unwrap();
            prop_assert_eq!(theirs(&path), oracle.iter().map(|hash| hash.0).collect::<Vec<_>>());
            // Another leaf, another place, another size, another path: none of them holds.
            prop_assert!(verify_inclusion(&leaf_hash(b"x"), index, size, &path, &root).is_err());
            prop_assert!(verify_inclusion(&leaf, index ^ 1, size, &path, &root).is_err());
            prop_assert!(verify_inclusion(&leaf, size, size, &path, &root).is_err());
            prop_assert!(verify_inclusion(&leaf, index, size, &[path.clone(), vec![root]].concat(), &root).is_err());
            if let Some((_, shorter)) = path.split_last() {
                prop_assert!(verify_inclusion(&leaf, index, size, shorter, &root).is_err());
            }
        }
    }

    #[test]
    fn every_earlier_tree_is_proved_to_be_the_beginning(size in 1u64..300, seed: u64) {
        let tree = Tree::of(size, seed);
        let root = tree.root(size);
        for old in 0..=size {
            let plan = ProofPlan::consistency(old, size).unwrap();
            let proof = plan.assemble(|node| tree.find(node)).unwrap();
            prop_assert_eq!(verify_consistency(old, &tree.root(old), size, &root, &proof), Ok(()));
            if old > 0 {
                let oracle = tlog_tiles::prove_tree(size, old, &tree).unwrap();
                prop_assert_eq!(theirs(&proof), oracle.iter().map(|hash| hash.0).collect::<Vec<_>>());
            }
            let wrong = leaf_hash(b"x");
            prop_assert!(verify_consistency(old, &wrong, size, &root, &proof).is_err());
            prop_assert!(old == 0 || verify_consistency(old, &tree.root(old), size, &wrong, &proof).is_err());
            prop_assert!(verify_consistency(old, &tree.root(old), size, &root, &[proof, vec![wrong]].concat()).is_err());
        }
    }

    #[test]
    fn any_bit_of_a_proof_matters(size in 2u64..200, pick: proptest::sample::Index, bit in 0usize..256) {
        let tree = Tree::of(size, 7);
        let index = pick.index(usize::try_from(size).unwrap()) as u64;
        let plan = ProofPlan::inclusion(index, size).unwrap();
        let path = plan.assemble(|node| tree.find(node)).unwrap();
        let leaf = tree.leaves[usize::try_from(index).unwrap()];
        for position in 0..path.len() {
            let mut altered = path.clone();
            altered[position].0[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(verify_inclusion(&leaf, index, size, &altered, &tree.root(size)), Err(ProofError::Wrong));
        }
    }

    #[test]
    fn nothing_that_comes_from_outside_makes_it_panic(index: u64, size: u64, old: u64, length in 0usize..80) {
        let path = vec![leaf_hash(b"x"); length];
        let root = leaf_hash(b"root");
        prop_assert!(verify_inclusion(&root, index, size, &path, &root).is_err() || (size == 1 && path.is_empty()));
        prop_assert!(verify_consistency(old, &root, size, &root, &path).is_err() || old == size);
        // A plan for any size stays small.
        if let Ok(plan) = ProofPlan::inclusion(index, size) {
            prop_assert!(plan.nodes().count() <= 2 * 64);
        }
    }
}

#[test]
fn what_lies_outside_the_tree_is_refused() {
    assert_eq!(ProofPlan::inclusion(3, 3), Err(ProofError::Outside { part: 3, size: 3 }));
    assert_eq!(ProofPlan::consistency(4, 3), Err(ProofError::Outside { part: 4, size: 3 }));
    let missing = ProofPlan::inclusion(0, 2).unwrap().assemble(|_| None);
    assert_eq!(missing, Err(ProofError::NodeMissing(Node { level: 0, index: 1 })));
}

#[test]
fn a_proof_of_ten_million_entries_needs_a_few_dozen_nodes() {
    let most = (0..10_000_000u64)
        .step_by(99_991)
        .map(|index| ProofPlan::inclusion(index, 9_999_999).unwrap().nodes().count())
        .max();
    assert!(most.is_some_and(|most| most <= 48), "{most:?}");
}
