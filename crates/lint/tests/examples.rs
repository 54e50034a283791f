//! Each rule on texts that it must find and texts that it must leave alone, in both languages, in other words
//! than those of the example policy: `tests/examples/RULE.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use kernel::Language;
use lint::{Manuscript, lint, rules};

type Texts = BTreeMap<String, Vec<String>>;

#[test]
fn every_rule_finds_its_examples_and_only_those() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    let mut wrong = Vec::new();
    for rule in &rules::book().rules {
        let text = std::fs::read_to_string(folder.join(format!("{}.toml", rule.id))).unwrap();
        let examples: BTreeMap<String, Texts> = toml::from_str(&text).unwrap();
        for (kind, expected) in [("found", true), ("clean", false)] {
            for language in Language::ALL {
                let texts = &examples[kind][language.tag()];
                assert!(!texts.is_empty(), "{} has no {kind} example in {language}", rule.id);
                for text in texts {
                    let findings =
                        lint(&Manuscript::of_text("policy.md", text), "2026-11-23".parse().unwrap());
                    let hits: Vec<_> = findings.items.iter().filter(|item| item.rule == rule.id).collect();
                    let right = hits.iter().all(|item| {
                        item.language == Some(language)
                            && (!item.words.is_empty() || item.rule.starts_with('G'))
                    });
                    if hits.is_empty() == expected || !right {
                        wrong.push(format!("{} {kind} {language}: {text} → {hits:?}", rule.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
