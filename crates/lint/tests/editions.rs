//! The two editions of the example: the one of 2022 shows every conflict and gap where it stands, the mended one
//! shows none.

#![expect(clippy::unwrap_used, reason = "the lints know test functions, but not their helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use kernel::Language;
use lint::{Findings, Manuscript, lint};

fn look(folder: &str, on: &str) -> Findings {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(folder);
    let source = policy::folder::read(&path).unwrap();
    let reading = policy::reading::read(&source);
    assert!(reading.diagnostics.is_none());
    let on: Date = on.parse().unwrap();
    lint(&Manuscript::of_folder(&reading, &source), on)
}

/// Where each rule must find something in the prose of 2022, in every language: clauses, and files of facts.
const STANDS: &[(&str, &str)] = &[
    ("K1", "S35 S74 S131 S134"),
    ("K2", "S132"),
    ("K3", "S119 facts/recipients.toml"),
    ("K4", "S73"),
    ("K5", "S7 S33 S34 S51 S55 S56 S110 S114 S115 S118"),
    ("K6", "S50 S52 S53 S60 S61 S116"),
    ("K7", "S64 S66 facts/recipients.toml"),
    ("K8", "S28 S30 S75"),
    ("K9", "S29"),
    ("K10", "S96"),
    ("K11", "S85 S124"),
    ("K12", "S91 S93 S94 S95"),
    ("K13", "S97"),
    ("K14", "S101"),
    ("K15", "S81"),
    ("K16", "S77"),
    ("K17", "S26 S27 S69"),
    ("K18", "S1 S2 S21 S121"),
    ("K19", "S5"),
    ("K20", "S18 S52"),
    ("K21", "S58 S117"),
    ("K22", "S74 S107 S134"),
    ("K23", "S60 S61 S99 S115"),
    ("K24", "S43"),
    ("K25", "S125"),
    ("K26", "S71"),
    ("K27", "S127"),
    ("K28", "S54 S62"),
    ("K29", "S4 S105"),
    ("K30", "S16"),
    ("K31", "S37 S65"),
    ("K32", "S88"),
    ("K33", "S83"),
    ("K34", "S9 S10"),
    ("G1", "facts/organisation.toml"),
    ("G2", "facts/purposes.toml"),
    ("G3", "facts/organisation.toml"),
    ("G4", "S29"),
    ("G5", "S109"),
    ("G6", "S89"),
    ("G7", "S16"),
    ("G8", "facts/recipients.toml"),
    ("G9", "S1"),
    ("G10", "facts/security.toml"),
    ("G11", "facts/services.toml"),
    ("G12", "facts/recipients.toml"),
    ("G13", "S1"),
    ("G14", "S114"),
    ("G15", "S9"),
    ("G16", "S9"),
];

#[test]
fn the_edition_of_2022_shows_everything_exactly_where_it_stands() {
    let findings = look("leskracht-2022", "2026-11-23");
    let expected: Vec<&str> = STANDS.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(findings.rules(), expected);
    for (rule, places) in STANDS {
        let places: BTreeSet<&str> = places.split(' ').collect();
        let of_rule = || findings.items.iter().filter(|item| item.rule == *rule);
        let facts: BTreeSet<&str> =
            of_rule().filter(|item| item.language.is_none()).map(|item| item.file.as_str()).collect();
        assert!(facts.is_subset(&places), "{rule}: {facts:?}");
        let clauses = |language| -> BTreeSet<&str> {
            of_rule()
                .filter(|item| item.language == Some(language))
                .map(|item| item.clause.as_ref().map_or(item.file.as_str(), |clause| clause.as_str()))
                .collect()
        };
        let (nl, en) = (clauses(Language::Nl), clauses(Language::En));
        let prose: BTreeSet<&str> = places.difference(&facts).copied().collect();
        assert!(
            nl.is_subset(&prose) && en.is_subset(&prose),
            "{rule}: nl {nl:?}, en {en:?}, expected {prose:?}"
        );
        assert_eq!(nl.union(&en).copied().collect::<BTreeSet<_>>(), prose, "{rule}");
        // A conflict that only one language shows is one that a reader of the other is not told of.
        if rule.starts_with('K') && facts.is_empty() {
            assert_eq!(nl, en, "{rule}");
        }
    }
    for item in &findings.items {
        assert!(item.span.len > 0 && item.line > 0 && !item.words.is_empty(), "{item}");
    }
}

#[test]
fn the_underlined_words_stand_in_the_file() {
    let findings = look("leskracht-2022", "2026-11-23");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht-2022");
    let mut whole = 0;
    for item in findings.items.iter().filter(|item| item.language.is_some()) {
        let text = std::fs::read_to_string(folder.join(&item.file)).unwrap();
        let under = &text[item.span.start..item.span.start + item.span.len];
        let line = text[..item.span.start].matches('\n').count() + 1;
        assert_eq!(line, item.line, "{item}");
        // Where no placeholder is among them they are the same words.
        if !under.contains("{{") {
            let flat = under.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(flat, item.words, "{item}");
            whole += 1;
        }
    }
    assert!(whole > 80, "{whole}");
}

#[test]
fn the_mended_edition_shows_nothing() {
    for on in ["2026-11-23", "2026-12-01", "2027-06-01"] {
        let findings = look("leskracht", on);
        assert!(findings.is_empty(), "{}", findings.render(Language::En, false));
    }
}

#[test]
fn a_dated_rule_applies_from_its_day() {
    let rules = |on: &str| -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        for item in look("leskracht-2022", on).items {
            *count.entry(item.rule).or_default() += 1;
        }
        count
    };
    for (rule, before, from) in [
        ("K3", "2020-07-15", "2020-07-16"),
        ("G16", "2025-06-27", "2025-06-28"),
        ("G15", "2026-06-18", "2026-06-19"),
    ] {
        assert!(!rules(before).contains_key(rule), "{rule} before its day");
        assert!(rules(from).contains_key(rule), "{rule} on its day");
    }
    let today = rules("2026-11-23");
    let of_2022 = rules("2022-06-01");
    assert_eq!(today.len() - of_2022.len(), 2);
}

#[test]
fn a_report_underlines_the_words_and_says_how_to_mend_them() {
    let findings = look("leskracht-2022", "2026-11-23");
    let (nl, en) = (findings.render(Language::Nl, false), findings.render(Language::En, false));
    for (report, words) in [
        (&nl, ["K25", "kopie van de cookie", "AVG 11(2), 12(2)", "help: Toon mensen op een eigen pagina"]),
        (
            &en,
            ["K25", "copy of the cookie", "GDPR 11(2), 12(2)", "help: Show people the ids of their cookies"],
        ),
    ] {
        for word in words {
            assert!(report.contains(word), "{word} is not in the report");
        }
    }
}

/// One changed fact at a time in the mended edition: what must be found, and where.
#[test]
fn facts_that_are_weaker_than_the_law_are_found_in_their_file() {
    for (file, old, new, rule, line_holds) in [
        (
            "facts/rights.toml",
            "answer_within = \"30 days\"",
            "answer_within = \"2 months\"",
            "K12",
            "2 months",
        ),
        (
            "facts/security.toml",
            "authority_within = \"72 hours\"",
            "authority_within = \"7 days\"",
            "K15",
            "7 days",
        ),
        (
            "facts/recipients.toml",
            "safeguard = \"dpf\"",
            "safeguard = \"privacy-shield\"",
            "K3",
            "privacy-shield",
        ),
        ("facts/recipients.toml", "safeguard = \"dpf\"", "safeguard = \"none\"", "G8", "none"),
        ("facts/purposes.toml", "basis = \"contract\"", "basis = \"none\"", "G2", "none"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht");
        let mut source = policy::folder::read(&path).unwrap();
        let text = String::from_utf8(source.get(file).unwrap().to_vec()).unwrap();
        assert!(text.contains(old), "{old}");
        let text = text.replacen(old, new, 1);
        source.insert(file, text.clone());
        let reading = policy::reading::read(&source);
        let findings = lint(&Manuscript::of_folder(&reading, &source), "2026-11-23".parse().unwrap());
        let hit = findings.items.iter().find(|item| item.rule == rule && item.file == file);
        let hit = hit.unwrap_or_else(|| panic!("{rule}: {:?}", findings.rules()));
        assert!(text.lines().nth(hit.line - 1).unwrap().contains(line_holds), "{hit}");
    }
}

/// What a product says and adds is read, too; it cannot say what the policy itself must say.
#[test]
fn products_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht");
    let folder = "products/toetsen/";
    let recipient = "[recipient.cloud]\nname = \"Cloud\"\nrole = \"processor\"\ntask = { nl = \"bewaart toetsen\", en = \"keeps tests\" }\n\
        countries = [\"US\"]\npurposes = [\"accounts\"]\ncategories = [\"results\"]\nsafeguard = \"privacy-shield\"\n";
    for (file, add, rule, underlined) in [
        (
            "prose/nl/toetsen.md",
            "\nDoor de toetsen te gebruiken gaat u akkoord met deze regels.\n",
            "K1",
            "Door de toetsen te gebruiken",
        ),
        ("facts/recipients.toml", recipient, "K3", "privacy-shield"),
    ] {
        let mut source = policy::folder::read(&path).unwrap();
        let file = format!("{folder}{file}");
        let mut text =
            source.get(&file).map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()).unwrap_or_default();
        text.push_str(add);
        source.insert(file.clone(), text.clone());
        let reading = policy::reading::read(&source);
        let findings = lint(&Manuscript::of_folder(&reading, &source), "2026-11-23".parse().unwrap());
        let hit = findings.items.iter().find(|item| item.rule == rule && item.file == file);
        let hit = hit.unwrap_or_else(|| panic!("{rule}: {:?}", findings.items));
        assert!(text.lines().nth(hit.line - 1).unwrap().contains(underlined), "{hit}");
    }
    // A gap of the policy stays one, whatever a product says.
    let mut source = policy::folder::read(&path).unwrap();
    let header = "facts/organisation.toml";
    let text = String::from_utf8(source.get(header).unwrap().to_vec()).unwrap();
    let without: String =
        text.lines().filter(|line| !line.starts_with("legal_name")).flat_map(|line| [line, "\n"]).collect();
    source.insert(header, without);
    let open = |source: &policy::SourceTree| {
        let reading = policy::reading::read(source);
        lint(&Manuscript::of_folder(&reading, source), "2026-11-23".parse().unwrap()).rules().len()
    };
    let before = open(&source);
    let page = format!("{folder}prose/nl/toetsen.md");
    let mut text = String::from_utf8(source.get(&page).unwrap().to_vec()).unwrap();
    text.push_str("\nVerantwoordelijk is Leskracht B.V., Dorpsstraat 1, 1234 AB Utrecht, KvK 12345678.\n");
    source.insert(page, text);
    assert_eq!(open(&source), before);
}
