//! Both languages say the same things, and nothing is asked that is not said.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

/// The messages of a file: key to text. Own reading, so that a line that Fluent drops is noticed.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    let mut last: Option<String> = None;
    for line in source(language).lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            last = None;
        } else if let Some((key, text)) =
            line.split_once(" = ").filter(|(key, _)| !key.starts_with([' ', '}']))
        {
            assert!(
                messages.insert(key.to_owned(), text.to_owned()).is_none(),
                "{language}: {key} stands twice"
            );
            last = Some(key.to_owned());
        } else {
            let key =
                last.as_ref().unwrap_or_else(|| panic!("{language}: a line belongs to no text: {line}"));
            messages.get_mut(key).expect("seen before").push_str(line);
        }
    }
    messages
}

fn placeables(text: &str) -> BTreeSet<&str> {
    text.split('$').skip(1).filter_map(|rest| rest.split([' ', '}']).next()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the crate") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Every key that a template or a source file names.
fn used() -> BTreeSet<String> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut keys = BTreeSet::new();
    for path in files(&crate_folder.join("templates")).into_iter().chain(files(&crate_folder.join("src"))) {
        if path.ends_with("text/tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        for marker in [".say(\"", "key!(\"", "ui::back(", "ui::without("] {
            for rest in text.split(marker).skip(1) {
                let key = match marker {
                    "ui::back(" => rest.split('"').nth(3),
                    "ui::without(" => rest.split('"').nth(5),
                    _ => rest.split('"').next(),
                };
                keys.extend(key.filter(|key| !key.is_empty() && *key != "key").map(str::to_owned));
            }
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_placeables() {
    let (nl, en) = (messages(Language::Nl), messages(Language::En));
    assert_eq!(nl.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (key, text) in &nl {
        assert_eq!(
            placeables(text),
            placeables(&en[key]),
            "{key} is filled with the same things in both languages"
        );
    }
}

#[test]
fn fluent_reads_every_text() {
    for language in Language::ALL {
        for key in messages(language).keys() {
            assert!(bundle(language).has_message(key), "{language}: {key} does not parse");
        }
    }
}

#[test]
fn every_text_that_is_used_exists_and_every_text_is_used() {
    let said: BTreeSet<String> = messages(Language::Nl).into_keys().collect();
    let used = used();
    let missing: Vec<_> = used.difference(&said).collect();
    let idle: Vec<_> = said.difference(&used).collect();
    assert!(missing.is_empty(), "used but not written: {missing:?}");
    assert!(idle.is_empty(), "written but not used: {idle:?}");
}

#[test]
fn counts_choose_their_plural_and_are_grouped() {
    let say = |language, count: i64| Phrase::new(language, "problems").with("count", count).to_string();
    assert_eq!(say(Language::Nl, 1), "1 systeem heeft hulp nodig");
    assert_eq!(say(Language::Nl, 1_204), "1.204 systemen hebben hulp nodig");
    assert_eq!(say(Language::En, 0), "0 systems need help");
    assert_eq!(say(Language::En, 1_204), "1,204 systems need help");
    assert_eq!(number(Language::Nl, -1_234_567), "-1.234.567");
}

#[test]
fn no_bidi_marks_are_woven_in() {
    let text = Phrase::new(Language::Nl, "since").with("date", "vandaag").to_string();
    assert_eq!(text, "sinds vandaag");
}

#[test]
fn sizes_and_short_months_read_as_people_write_them() {
    assert_eq!(size(Language::Nl, 999), "999 B");
    assert_eq!(size(Language::Nl, 411_001), "412 kB");
    assert_eq!(size(Language::Nl, 3_412_876), "3,5 MB");
    assert_eq!(size(Language::En, 3_412_876), "3.5 MB");
    assert_eq!(month_short(Language::Nl, 3), "mrt");
    assert_eq!(month_short(Language::Nl, 5), "mei");
    assert_eq!(month_short(Language::En, 9), "Sep");
}
