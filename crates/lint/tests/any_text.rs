//! Whatever the text or the folder: lint never panics, and every finding points into its file.

#![expect(clippy::unwrap_used, reason = "the lints know test functions, but not their helpers")]

use std::path::Path;

use lint::{Findings, Manuscript, lint};
use policy::SourceTree;
use proptest::prelude::*;

fn point_inside(findings: &Findings, file: impl Fn(&str) -> String) {
    for item in &findings.items {
        let text = file(&item.file);
        let end = item.span.start + item.span.len;
        assert!(end <= text.len(), "{item}");
        assert!(text.is_char_boundary(item.span.start) && text.is_char_boundary(end), "{item}");
        assert!(item.line >= 1 && item.line <= text.matches('\n').count() + 1, "{item}");
    }
    let _ = findings.render(kernel::Language::Nl, false);
}

fn example() -> SourceTree {
    policy::folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht-2022"))
        .unwrap()
}

const PIECES: &[&str] = &[
    "Door te blijven surfen gaat u akkoord. ",
    "Wij bewaren gegevens zolang nodig. ",
    "Privacy Shield ",
    "wel/niet ",
    "[naam]",
    "[",
    "](",
    "cookies ",
    "niet ",
    "geen ",
    "\n\n",
    "\n- ",
    "? Dan ",
    ". ",
    ": ",
    "een ",
    "30 ",
    "dagen ",
    "\u{ad}",
    "é",
    "👩‍🏫",
    "İ",
    "ﬁ",
    "| a | b |\n",
    "{{ organisation.name }}",
    "<!-- ",
    "by continuing you agree ",
    "we never link data ",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_text(text in "\\PC{0,300}", pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        let text = format!("{text}{}", pieces.concat());
        let findings = lint(&Manuscript::of_text("a.txt", &text), jiff::civil::date(2026, 11, 23));
        point_inside(&findings, |_| text.clone());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    /// Bytes put into a file of a folder that was fine.
    #[test]
    fn a_folder_with_damage(
        file in prop::sample::select(vec!["prose/nl/privacy.md", "prose/en/cookies.md", "facts/recipients.toml", "policy.toml"]),
        at in any::<prop::sample::Index>(),
        damage in prop::collection::vec(any::<u8>(), 1..6),
    ) {
        let mut source = example();
        let mut bytes = source.get(file).unwrap().to_vec();
        let at = at.index(bytes.len());
        bytes.splice(at..at, damage);
        source.insert(file, bytes);
        let reading = policy::reading::read(&source);
        let findings = lint(&Manuscript::of_folder(&reading, &source), jiff::civil::date(2026, 11, 23));
        point_inside(&findings, |file| String::from_utf8_lossy(source.get(file).unwrap()).into_owned());
    }
}
