//! Whatever is given, import ends with a folder that compiles, and nothing panics.

#![expect(clippy::panic, reason = "the lints know test functions, but not their helpers")]

use proptest::prelude::*;

fn compiles(bytes: &[u8]) {
    let import = import::import(bytes, jiff::civil::date(2026, 11, 23));
    if let Err(diagnostics) = policy::compile(&import.folder) {
        panic!("{:?}\n{}", String::from_utf8_lossy(bytes), diagnostics.render(false));
    }
}

/// Pieces that policies, pages and policy folders are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "Wij bewaren facturen 7 jaar. ",
            "binnen 30 dagen een reactie op uw verzoek. ",
            "Nederland, Duitsland ",
            "servers in Nederland en België. ",
            "Verenigde Staten ",
            "Google Analytics ",
            "Mailjet ",
            "info@a.example ",
            "privacy@b.example ",
            "www.a.example ",
            "{{ organisation.name }}",
            "{{",
            "}}",
            ":::",
            "\n::: clause S1 x\n",
            "\n# Kop\n",
            "\n---\n",
            "\n```\n",
            "<!-- ",
            "-->",
            "<p>",
            "</p>",
            "<table><tr><td>",
            "<script>",
            "| a | 2 jaar |\n",
            "_ga | Google | 13 maanden\n",
            "\n\n",
            "\n- ",
            "1. ",
            "Bloem B.V. ",
            "Dorpsstraat 1, 1234 AB Dorp ",
            "KvK 12345678 ",
            "72 uur datalek melden ",
            "recht op inzage ",
            "dertig (30) dagen ",
            "1 juni 2022 ",
            "laatst gewijzigd 31-02-2022 ",
            "Autoriteit Persoonsgegevens ",
            "artikel 15 ",
            "&amp;",
            "&#0;",
            "\u{0}",
            "\u{feff}",
            "é’—",
            "Strato. ",
            "diensten van Bloem Hosting ",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ]
}

/// Whole policies of several shapes, to be broken.
const WHOLE: [&[u8]; 4] = [
    include_bytes!("texts/belgium.txt"),
    include_bytes!("texts/britain.html"),
    include_bytes!("texts/nowhere.txt"),
    include_bytes!("texts/shop.html"),
];

/// A whole policy with bytes flipped, cut out and copied elsewhere.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let place = any::<prop::sample::Index>;
    let change = (place(), place(), any::<u8>(), 0_u8..3);
    (0..WHOLE.len(), prop::collection::vec(change, 1..12)).prop_map(|(which, changes)| {
        let mut bytes = WHOLE.get(which).map(|bytes| bytes.to_vec()).unwrap_or_default();
        for (from, to, byte, kind) in changes {
            if bytes.is_empty() {
                break;
            }
            let (a, b) = (from.index(bytes.len()), to.index(bytes.len()));
            let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 200));
            match kind {
                0 => bytes[start] = byte,
                1 => _ = bytes.drain(start..end),
                _ => {
                    let copy = bytes[start..end].to_vec();
                    let at = b.min(bytes.len());
                    bytes.splice(at..at, copy);
                }
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        compiles(&bytes);
    }

    #[test]
    fn pieces_of_policies(pieces in prop::collection::vec(piece(), 0..40)) {
        compiles(pieces.concat().as_bytes());
    }

    #[test]
    fn broken_policies(bytes in broken()) {
        compiles(&bytes);
    }

    #[test]
    fn broken_utf8_between_pieces(pieces in prop::collection::vec(piece(), 1..12), at in any::<prop::sample::Index>()) {
        let mut bytes = pieces.concat().into_bytes();
        let at = at.index(bytes.len().max(1)).min(bytes.len());
        bytes.insert(at, 0xE9);
        compiles(&bytes);
    }
}
