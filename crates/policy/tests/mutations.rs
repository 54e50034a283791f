//! Whatever the bytes of a folder: compiling never panics, every problem points into its file, and what does
//! compile round-trips byte for byte.
#![allow(missing_docs, reason = "tests are read by their names")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![allow(clippy::format_push_string, reason = "reports for snapshots are short")]

use std::path::Path;

use policy::{Edition, SourceTree, compile, folder};
use proptest::prelude::*;

/// Pieces that mean something somewhere in the format, and some that should mean nothing anywhere.
const PIECES: &[&[u8]] = &[
    b"{{",
    b"}}",
    b"{{ ",
    b" }}",
    b":::",
    b"::: clause S1 ",
    b"---\n",
    b"```\n",
    b"~~~\n",
    b"<!--",
    b"-->",
    b"](",
    b"[",
    b"]",
    b"[[",
    b"\"",
    b"'",
    b"\"\"\"",
    b"=",
    b".",
    b"\n",
    b"\r\n",
    b"\t",
    b"#",
    b"# ",
    b"|",
    b"\\",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xe2\x82",
    "é".as_bytes(),
    "ë".as_bytes(),
    "👩‍🏫".as_bytes(),
    "\u{200b}".as_bytes(),
    "ﬁ".as_bytes(),
    "İ".as_bytes(),
    b"{{ table cookies }}",
    b"{{ services.basket.cookies.. }}",
    b"{{ rights }}",
    b"30 ",
    b" dagen",
    b"honderd",
    b"99999999999999999999",
    b"1e400",
    b"nan",
    b"2026-02-30",
    b"@",
    b"a@b",
    b"-",
    b"- ",
    b"1. ",
    b"   ",
    b"void=K1",
    b"term=",
    b"=,",
    b"S999999",
];

#[derive(Debug, Clone)]
enum Change {
    Insert { file: usize, at: usize, piece: usize },
    Cut { file: usize, at: usize, len: usize },
    Flip { file: usize, at: usize, byte: u8 },
    Copy { file: usize, from: usize, len: usize, to: usize },
    Remove { file: usize },
    Rename { file: usize, to: usize },
}

/// Where a file may move to.
const PATHS: &[&str] = &[
    "policy.toml",
    "facts/rights.toml",
    "facts/systems/.toml",
    "facts/systems/a/b.toml",
    "prose/nl/x.md",
    "prose//x.md",
    "prose/nl/.md",
    "prose/en/cookies.md",
    "prose/xx/a.md",
    "facts/unknown.toml",
    "products/tests/facts/rights.toml",
    "products/tests/prose/nl/privacy.md",
    "products//product.toml",
    "products/x.toml",
    "",
    "/",
    "README.md",
];

fn change() -> impl Strategy<Value = Change> {
    let place = any::<usize>;
    prop_oneof![
        6 => (place(), place(), place()).prop_map(|(file, at, piece)| Change::Insert { file, at, piece }),
        3 => (place(), place(), 0_usize..200).prop_map(|(file, at, len)| Change::Cut { file, at, len }),
        3 => (place(), place(), any::<u8>()).prop_map(|(file, at, byte)| Change::Flip { file, at, byte }),
        2 => (place(), place(), 0_usize..400, place()).prop_map(|(file, from, len, to)| Change::Copy { file, from, len, to }),
        1 => place().prop_map(|file| Change::Remove { file }),
        1 => (place(), place()).prop_map(|(file, to)| Change::Rename { file, to }),
    ]
}

fn apply(tree: &mut SourceTree, change: &Change) {
    let paths: Vec<String> = tree.iter().map(|(path, _)| path.to_owned()).collect();
    let pick = |file: usize| paths[file % paths.len()].clone();
    let edit = |tree: &mut SourceTree, file: usize, edit: &dyn Fn(&mut Vec<u8>)| {
        let path = pick(file);
        let mut bytes = tree.get(&path).unwrap_or_default().to_vec();
        edit(&mut bytes);
        tree.insert(path, bytes);
    };
    match change {
        Change::Insert { file, at, piece } => edit(tree, *file, &|bytes| {
            let at = at % (bytes.len() + 1);
            bytes.splice(at..at, PIECES[piece % PIECES.len()].iter().copied());
        }),
        Change::Cut { file, at, len } => edit(tree, *file, &|bytes| {
            let at = at % (bytes.len() + 1);
            bytes.drain(at..(at + len).min(bytes.len()));
        }),
        Change::Flip { file, at, byte } => edit(tree, *file, &|bytes| {
            if !bytes.is_empty() {
                let at = at % bytes.len();
                bytes[at] = *byte;
            }
        }),
        Change::Copy { file, from, len, to } => edit(tree, *file, &|bytes| {
            let from = from % (bytes.len() + 1);
            let piece = bytes[from..(from + len).min(bytes.len())].to_vec();
            let to = to % (bytes.len() + 1);
            bytes.splice(to..to, piece);
        }),
        Change::Remove { file } if paths.len() > 1 => tree.remove(&pick(*file)),
        Change::Remove { .. } => {}
        Change::Rename { file, to } => {
            let bytes = tree.get(&pick(*file)).unwrap_or_default().to_vec();
            tree.insert(PATHS[to % PATHS.len()], bytes);
        }
    }
}

fn check(tree: &SourceTree) {
    // What is read for lint is read of every folder, of one that does not compile, too.
    let reading = policy::reading::read(tree);
    assert_eq!(reading.edition.is_none(), reading.diagnostics.is_some());
    match compile(tree) {
        Ok(compiled) => {
            let edition = compiled.edition;
            let again = Edition::from_archive(edition.canonical(), edition.hash()).unwrap();
            assert_eq!(again.canonical(), edition.canonical());
            for product in &edition.content().products {
                assert!(edition.for_product(product).is_ok(), "what is laid over facts fits them");
            }
            for document in &edition.content().documents {
                for passage in document.passages() {
                    let _ = policy::render::html(&passage.markdown, &[]);
                    let _ = policy::render::plain(&passage.markdown);
                }
            }
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty());
            for item in diagnostics.iter() {
                let length = tree.get(&item.file).map_or(0, <[u8]>::len);
                assert!(item.span.start + item.span.len <= length, "{item} points outside its file");
                assert!(!item.message.is_empty() && item.line >= 1 && item.column >= 1);
            }
            assert!(diagnostics.render(false).lines().count() >= diagnostics.len());
        }
    }
}

fn school() -> SourceTree {
    let mut tree =
        folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/school")).unwrap();
    for (file, text) in PRODUCT {
        tree.insert(format!("products/tests/{file}"), *text);
    }
    tree
}

/// A product over the fixture, so that what is said of folders is said of those with products, too.
const PRODUCT: &[(&str, &str)] = &[
    ("product.toml", "inherits = \"school\"\nname = { nl = \"Toetsen\", en = \"Tests\" }\n"),
    ("facts/figures.toml", "[figure.opt_out]\nvalue = \"5 working days\"\n"),
    (
        "prose/nl/tests.md",
        "---\ndocument: tests\ntitle: Toetsen\n---\n\n# Toetsen\n\n::: clause T1 mail-unsubscribe\nU bent binnen {{ figures.opt_out }} afgemeld.\n:::\n",
    ),
    (
        "prose/en/tests.md",
        "---\ndocument: tests\ntitle: Tests\n---\n\n# Tests\n\n::: clause T1 mail-unsubscribe\nYou are off the list within {{ figures.opt_out }}.\n:::\n",
    ),
];

#[test]
fn the_folder_that_is_changed_compiles_with_its_product() {
    let edition = compile(&school()).unwrap_or_else(|problems| panic!("{}", problems.render(false))).edition;
    assert_eq!(edition.content().products.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_folders_never_panic(changes in prop::collection::vec(change(), 1..8)) {
        let mut tree = school();
        for change in &changes {
            apply(&mut tree, change);
        }
        check(&tree);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), file in any::<usize>()) {
        let mut tree = school();
        let paths: Vec<String> = tree.iter().map(|(path, _)| path.to_owned()).collect();
        tree.insert(paths[file % paths.len()].clone(), bytes);
        check(&tree);
    }
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let mut tree = school();
    for deep in [
        "a.".repeat(100_000) + "b = 1",
        "a = ".to_owned() + &"[".repeat(100_000),
        "[".to_owned() + &"a.".repeat(50_000) + "b]\n",
    ] {
        tree.insert("facts/figures.toml", deep.clone());
        tree.insert("facts/systems/shop.toml", deep);
        check(&tree);
    }
    let mut tree = school();
    let quotes = "> ".repeat(20_000) + "text";
    let prose = String::from_utf8(tree.get("prose/nl/privacy.md").unwrap().to_vec()).unwrap();
    tree.insert("prose/nl/privacy.md", prose.replace("Geen computer besluit over u.", &quotes));
    check(&tree);
}
