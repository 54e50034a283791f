//! Every kind of problem is found, with its file, its place and the text it underlines; and all at once.
#![allow(missing_docs, reason = "tests are read by their names")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![allow(clippy::format_push_string, reason = "reports for snapshots are short")]

use std::path::Path;

use policy::{Diagnostics, SourceTree, compile, folder};

fn school() -> SourceTree {
    folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/school")).unwrap()
}

fn text(tree: &SourceTree, file: &str) -> String {
    String::from_utf8(tree.get(file).unwrap_or_else(|| panic!("{file} is no file of the fixture")).to_vec())
        .unwrap()
}

/// The school's policy with changes: in a file, one text for another.
fn changed(changes: &[(&str, &str, &str)]) -> SourceTree {
    let mut tree = school();
    for (file, from, to) in changes {
        let before = text(&tree, file);
        assert!(before.contains(from), "{file} does not contain {from}");
        tree.insert(*file, before.replacen(from, to, 1));
    }
    tree
}

fn problems(tree: &SourceTree) -> Diagnostics {
    match compile(tree) {
        Ok(_) => panic!("this folder should not compile"),
        Err(diagnostics) => diagnostics,
    }
}

/// One problem as "code file:line “underlined”".
fn lines(tree: &SourceTree) -> Vec<String> {
    let diagnostics = problems(tree);
    diagnostics
        .iter()
        .map(|item| {
            let bytes = tree.get(&item.file).unwrap_or_default();
            let marked = bytes.get(item.span.start..item.span.start + item.span.len).unwrap_or_default();
            format!("{} {}:{} “{}”", item.code, item.file, item.line, String::from_utf8_lossy(marked))
        })
        .collect()
}

#[test]
fn the_fixture_itself_is_fine() {
    compile(&school()).unwrap();
}

/// Changes to one file; what follows from each stands in the snapshot.
const SINGLE: &[(&str, &str, &str)] = &[
    // TOML and its shape.
    ("facts/storage.toml", "countries = [", "countries = = ["),
    ("facts/subjects.toml", "dpv =", "dvp ="),
    ("facts/purposes.toml", "basis = \"contract\"\n", ""),
    ("facts/categories.toml", "required = true", "required = \"yes\""),
    ("facts/purposes.toml", "basis = \"contract\"", "basis = \"contracts\""),
    ("facts/retention.toml", "\"7 years\"", "\"7 jaar\""),
    ("facts/storage.toml", "\"DE\"", "\"DUI\""),
    ("facts/recipients.toml", "2026-01-15", "\"15 januari\""),
    ("facts/figures.toml", "value = 16", "value = 16.5"),
    ("facts/organisation.toml", "privacy@school.example", "privacy"),
    ("facts/organisation.toml", "en = \"privacy contact\"", "de = \"Kontakt\""),
    ("policy.toml", "Europe/Amsterdam", "Amsterdam"),
    ("facts/subjects.toml", "[subject.customer]", "[subject.Customer]"),
    ("facts/systems/shop.toml", "id = \"shop\"", "id = \"store\""),
    ("facts/systems/shop.toml", "connector = \"sql\"\n", ""),
    // References between facts.
    ("facts/purposes.toml", "term = \"invoices\"", "term = \"invoice\""),
    ("facts/recipients.toml", "purposes = [\"orders\"]", "purposes = [\"order\"]"),
    ("facts/systems/shop.toml", "category = \"order\"", "category = \"orders\""),
    ("facts/systems/shop.toml", "term = \"invoices\"", "term = \"invoice\""),
    ("facts/services.toml", "purpose = \"orders\"", "purpose = \"basket\""),
    // Facts that nothing uses.
    (
        "facts/figures.toml",
        "[figure.age]",
        "[figure.minimum]\nvalue = 3\nabout = { nl = \"x\", en = \"x\" }\n\n[figure.age]",
    ),
    ("facts/subjects.toml", "[subject.customer]", "[subject.pupil]\nname = \"pupil\"\n\n[subject.customer]"),
    // Prose: front matter, fences, placeholders.
    ("prose/en/privacy.md", "document: privacy\n", ""),
    ("prose/en/privacy.md", "title:", "titel:"),
    ("prose/nl/privacy.md", "::: clause S5 notice-complete", "::: S5 notice-complete"),
    ("prose/nl/privacy.md", "wat de wet vraagt.\n:::", "wat de wet vraagt."),
    ("prose/nl/privacy.md", "## Waarvoor", ":::\n\n## Waarvoor"),
    ("prose/nl/privacy.md", "Hier staat alles", "## Alles\nHier staat alles"),
    ("prose/nl/privacy.md", "Hier staat alles wat de wet vraagt.", "<!-- later -->"),
    ("prose/nl/privacy.md", "{{ terms.invoices.keep }}", "{{ terms.invoice.keep }}"),
    ("prose/nl/privacy.md", "{{ terms.invoices.keep }}", "{{ terms.invoices.kept }}"),
    ("prose/nl/privacy.md", "{{ terms.invoices.keep }}", "{{ term.invoices.keep }}"),
    ("prose/nl/privacy.md", "{{ organisation.name }}", "{{ organisation.dpo.email }}"),
    ("prose/nl/privacy.md", "{{ terms.invoices.keep }}", "{{ terms.invoices.keep "),
    ("prose/nl/privacy.md", "{{ terms.invoices.keep }}", "{{}}"),
    ("prose/nl/privacy.md", "{{ table purposes }}", "{{ table purpose }}"),
    ("prose/nl/privacy.md", "{{ table purposes }}", "{{ table purposes basis=vital }}"),
    ("prose/nl/privacy.md", "{{ table purposes }}", "{{ table purposes colour=red }}"),
    ("prose/nl/privacy.md", "{{ table purposes }}", "Doelen: {{ table purposes }}"),
    // Clauses and promises.
    ("prose/nl/privacy.md", "::: clause S5 notice-complete", "::: clause S4 notice-complete"),
    ("prose/nl/privacy.md", "S5 notice-complete", "S05 notice-complete"),
    ("prose/nl/privacy.md", "answered-in-time right=access", "answered-in-tme right=access"),
    ("prose/nl/privacy.md", "answered-in-time right=access", "answered-in-time service=basket"),
    ("prose/nl/privacy.md", "S30 fiscal-hold term=invoices", "S30 fiscal-hold term=invoices,bills"),
    ("prose/nl/privacy.md", "S99 no-automated-decisions", "S99 no-automated-decisions void=K99"),
    // Languages.
    ("policy.toml", "[\"nl\", \"en\"]", "[\"nl\"]"),
    ("policy.toml", "[\"nl\", \"en\"]", "[\"nl\", \"en\", \"de\"]"),
    // What was typed by hand.
    ("prose/nl/privacy.md", "binnen {{ rights.access.answer_within }}", "binnen 30 dagen"),
    ("prose/nl/privacy.md", "binnen {{ rights.access.answer_within }}", "binnen dertig dagen"),
    ("prose/nl/privacy.md", "binnen {{ rights.access.answer_within }}", "binnen dertig (30)\ndagen"),
    ("prose/en/privacy.md", "{{ rights.access.answer_within }}", "thirty calendar days"),
    ("prose/en/privacy.md", "{{ rights.access.answer_within }}", "a 30-day term"),
    ("prose/nl/privacy.md", "{{ terms.invoices.keep }}", "zeven jaar"),
    ("prose/en/privacy.md", "{{ breach.authority_within }}", "three days"),
    ("prose/en/privacy.md", "{{ figures.opt_out }}", "{{ figures.opt_out }} (10 business days)"),
    ("prose/nl/privacy.md", "jonger dan {{ figures.age }}", "jonger dan {{ figures.age }}, dus 16"),
    ("prose/nl/privacy.md", "als verzoek", "als verzoek (artikel 17)"),
    ("prose/nl/privacy.md", "## Bij wie", "## Bij Voorbeeldhost"),
    ("prose/nl/privacy.md", "Geen computer", "Bij Voorbeeldschool Winkel B.V. geldt: geen computer"),
    ("prose/nl/privacy.md", "Geen computer", "Op www.school.example besluit geen computer"),
    ("prose/nl/privacy.md", "Geen computer", "Volgens het Convenant Voorbeeld besluit geen computer"),
    ("prose/en/privacy.md", "in {{ storage.countries }}", "in {{ storage.countries }}, so also in Germany"),
    ("prose/nl/privacy.md", "Geen computer", "Schrijf a.b@c.example. Geen computer"),
];

#[test]
fn each_problem_is_found_where_it_is() {
    let mut report = String::new();
    for (file, from, to) in SINGLE {
        report.push_str(&format!("{file}: {from:?} became {to:?}\n"));
        for line in lines(&changed(&[(file, from, to)])) {
            report.push_str(&format!("    {}\n", line.replace('\n', "\\n")));
        }
    }
    insta::assert_snapshot!(report);
}

/// A change after which the folder still compiles: what looks like a problem and is none.
#[test]
fn what_is_no_problem() {
    for (file, from, to) in [
        ("prose/nl/privacy.md", "Geen computer", "Na 31 dagen of 30 weken besluit geen computer"),
        ("prose/nl/privacy.md", "Geen computer", "In versie 1.16, om 16:30 en in 2016 besluit geen computer"),
        (
            "prose/nl/privacy.md",
            "Geen computer",
            "Volgens de Nederlandse wet en artikel 13 besluit geen computer",
        ),
        (
            "prose/nl/privacy.md",
            "Geen computer",
            "[Meer](https://www.school.example/voorbeeld) <!-- Voorbeeldhost, 30 dagen --> Geen computer",
        ),
        ("prose/nl/privacy.md", "Geen computer", "Ook na een dag besluit geen computer"),
        ("prose/nl/privacy.md", "Geen computer", "```\n::: geen hek\n# geen kop\n```\nGeen computer"),
        (
            "prose/nl/privacy.md",
            "{{ table purposes }}",
            "{{ table purposes basis=contract,legitimate-interest }}",
        ),
        ("facts/recipients.toml", "signed = 2026-01-15", "signed = \"2026-01-15\""),
        (
            "facts/organisation.toml",
            "{ nl = \"handelsregister\", en = \"trade register\" }",
            "\"Handelsregister\"",
        ),
    ] {
        let tree = changed(&[(file, from, to)]);
        if let Err(diagnostics) = compile(&tree) {
            panic!("“{to}”: {diagnostics}");
        }
    }
}

#[test]
fn missing_and_strange_files() {
    let mut tree = school();
    tree.remove("facts/organisation.toml");
    tree.remove("prose/en/privacy.md");
    tree.insert("facts/purpose.toml", "");
    tree.insert("prose/de/privacy.md", "");
    tree.insert("facts/rights.toml", vec![b'#', 0xff, b'\n']);
    assert_eq!(
        lines(&tree),
        [
            "missing-file facts/organisation.toml:1 “”",
            "unknown-file facts/purpose.toml:1 “”",
            "not-utf8 facts/rights.toml:1 “\u{fffd}”",
            "unsupported-language prose/de/privacy.md:1 “”",
            "missing-document prose/nl/privacy.md:2 “privacy”",
        ]
    );
}

#[test]
fn an_empty_folder_says_what_a_policy_needs() {
    let found = lines(&SourceTree::new());
    assert_eq!(
        found,
        [
            "missing-file facts/organisation.toml:1 “”",
            "missing-file facts/security.toml:1 “”",
            "missing-file facts/storage.toml:1 “”",
            "missing-file policy.toml:1 “”",
        ]
    );
}

#[test]
fn clauses_in_another_order_are_found() {
    let mut tree = school();
    let prose = text(&tree, "prose/en/privacy.md");
    let moved = "::: clause S5 notice-complete\nEverything that the law asks is here.\n:::\n\n";
    let prose = prose.replacen(moved, "", 1) + "\n" + moved;
    tree.insert("prose/en/privacy.md", prose);
    assert_eq!(lines(&tree), ["clause-order prose/en/privacy.md:138 “S5”"]);
}

#[test]
fn a_second_document_of_one_name_is_found() {
    let mut tree = school();
    tree.insert("prose/nl/second.md", "---\ndocument: privacy\ntitle: Nog een\n---\nTekst.\n");
    assert_eq!(lines(&tree), ["front-matter prose/nl/second.md:2 “privacy”"]);
}

/// The changes of the two tests below: many problems in one folder.
fn spoiled() -> SourceTree {
    changed(&[
        ("facts/purposes.toml", "basis = \"contract\"", "basis = \"contracts\""),
        ("facts/purposes.toml", "dpv = \"ServiceProvision\"", "dvp = \"ServiceProvision\""),
        ("facts/recipients.toml", "task =", "taks ="),
        ("facts/systems/shop.toml", "term = \"invoices\"", "term = \"invoice\""),
        ("prose/nl/privacy.md", "::: clause S5 notice-complete", "::: clause S4 notice-complet"),
        ("prose/nl/privacy.md", "binnen {{ rights.access.answer_within }}", "binnen dertig dagen"),
        ("prose/en/privacy.md", "{{ storage.countries }}", "{{ storage.country }}"),
        ("prose/en/privacy.md", "No computer decides about you.\n:::", "No computer decides about you."),
    ])
}

#[test]
fn all_problems_are_reported_at_once_and_drawn() {
    insta::assert_snapshot!(problems(&spoiled()).render(false));
}

#[test]
fn problems_are_data_too() {
    insta::assert_json_snapshot!(problems(&spoiled()));
}
