//! Known answers: the reference tree of Certificate Transparency (the vectors of its C++ and Go tests), and the
//! worked example of RFC 6962 section 2.1.3 (RFC 9162 section 2.1.5).

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may die like the test itself")]

use ledger::{Frontier, Hash, Node, ProofPlan, leaf_hash, node_hash, verify_consistency, verify_inclusion};

const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const A: &str = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
const B: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const CD: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const E: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const EF: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const GH: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const EFGH: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

fn hash(text: &str) -> Hash {
    text.parse().unwrap()
}

fn leaves() -> Vec<Hash> {
    LEAVES.iter().map(|data| leaf_hash(&hex::decode(data).unwrap())).collect()
}

/// The hash of a complete subtree, straight from the definition.
fn subtree(leaves: &[Hash], node: Node) -> Option<Hash> {
    let width = 1usize << node.level;
    let start = usize::try_from(node.index).unwrap() * width;
    let mut row = leaves.get(start..start + width)?.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    row.first().copied()
}

#[test]
fn the_empty_tree_has_the_hash_of_nothing() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(Frontier::new().root(), hash(empty));
}

#[test]
fn the_reference_tree_has_its_root_at_every_size() {
    let mut frontier = Frontier::new();
    for (leaf, root) in leaves().into_iter().zip(ROOTS) {
        frontier.append(leaf);
        assert_eq!(frontier.root(), hash(root), "size {}", frontier.size());
    }
}

#[test]
fn the_reference_inclusion_proofs() {
    let cases: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (0, 8, &[B, CD, EFGH]),
        (5, 8, &[E, GH, ROOTS[3]]),
        (2, 3, &[ROOTS[1]]),
        (1, 5, &[A, CD, E]),
    ];
    for (index, size, expected) in cases {
        let expected: Vec<Hash> = expected.iter().map(|text| hash(text)).collect();
        let plan = ProofPlan::inclusion(index, size).unwrap();
        assert_eq!(plan.assemble(|node| subtree(&leaves(), node)).unwrap(), expected, "{index} of {size}");
        let root = hash(ROOTS[usize::try_from(size).unwrap() - 1]);
        let leaf = leaves()[usize::try_from(index).unwrap()];
        verify_inclusion(&leaf, index, size, &expected, &root).unwrap();
    }
}

#[test]
fn the_reference_consistency_proofs() {
    let cases: [(u64, u64, &[&str]); 5] =
        [(1, 1, &[]), (1, 8, &[B, CD, EFGH]), (6, 8, &[EF, GH, ROOTS[3]]), (2, 5, &[CD, E]), (0, 8, &[])];
    for (old, size, expected) in cases {
        let expected: Vec<Hash> = expected.iter().map(|text| hash(text)).collect();
        let plan = ProofPlan::consistency(old, size).unwrap();
        assert_eq!(plan.assemble(|node| subtree(&leaves(), node)).unwrap(), expected, "{old} to {size}");
        let root = |size: u64| match usize::try_from(size).unwrap() {
            0 => Hash::empty_root(),
            size => hash(ROOTS[size - 1]),
        };
        verify_consistency(old, &root(old), size, &root(size), &expected).unwrap();
    }
}

/// RFC 6962 section 2.1.3: the tree of seven leaves d0 to d6 with the nodes a to l.
#[test]
fn the_worked_example_of_the_rfc() {
    let node = |name: char| match name {
        'a'..='f' => Node { level: 0, index: name as u64 - 'a' as u64 },
        'g' => Node { level: 1, index: 0 },
        'h' => Node { level: 1, index: 1 },
        'i' => Node { level: 1, index: 2 },
        'j' => Node { level: 0, index: 6 },
        'k' => Node { level: 2, index: 0 },
        other => panic!("{other} is the node over i and j, no complete subtree"),
    };
    // The RFC calls leaf hashes a, b, c, d, e, f, j; l is the node over i and j.
    let expand = |names: &str| -> Vec<Vec<Node>> {
        names
            .chars()
            .map(|name| if name == 'l' { vec![node('i'), node('j')] } else { vec![node(name)] })
            .collect()
    };
    let flat = |names: &str| -> Vec<Node> { expand(names).into_iter().flatten().collect() };
    for (index, path) in [(0, "bhl"), (3, "cgl"), (4, "fjk"), (6, "ik")] {
        let plan = ProofPlan::inclusion(index, 7).unwrap();
        assert_eq!(plan.nodes().collect::<Vec<_>>(), flat(path), "d{index}");
    }
    for (old, proof) in [(3, "cdgl"), (4, "l"), (6, "ijk")] {
        let plan = ProofPlan::consistency(old, 7).unwrap();
        assert_eq!(plan.nodes().collect::<Vec<_>>(), flat(proof), "PROOF({old}, D[7])");
    }
}
