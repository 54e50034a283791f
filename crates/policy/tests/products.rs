//! Products: what they may add, and what is underlined because it is looser than the policy.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use kernel::Language;
use policy::{Code, SourceTree, compile, folder};

fn example() -> SourceTree {
    folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/leskracht")).unwrap()
}

#[test]
fn a_product_tightens_and_adds() {
    let edition = compile(&example()).unwrap_or_else(|error| panic!("{}", error.render(false))).edition;
    let product = edition.product("toetsen").unwrap();
    assert_eq!(product.name.get(Language::Nl), "Leskracht Toetsen");
    assert_eq!(product.documents.len(), 2);
    let text: String =
        product.documents.iter().flat_map(policy::Document::passages).map(|it| it.markdown.clone()).collect();
    assert!(
        text.contains("groepen van 25 leerlingen")
            && text.contains("2 weeks")
            && text.contains("Duitsland en Nederland")
    );
    assert!(!text.contains("Denemarken"));
    // The policy itself says what it said.
    assert!(edition.facts().storage.countries.len() > 1);
    assert!(edition.clauses().iter().all(|(_, clause)| clause.id.as_str() != "T1"));
    // What reads differently for the product is told as it reads there.
    assert!(
        product
            .restated
            .iter()
            .any(|clause| clause.clause.as_str() == "S73" && clause.language == Language::En)
    );
    assert!(!product.rules.is_empty());
    // Only what differs is kept; laid over, it is what the product was compiled with.
    let own = edition.for_product(product).unwrap();
    let countries: Vec<String> = own.facts().storage.countries.iter().map(ToString::to_string).collect();
    assert_eq!(countries, ["DE", "NL"]);
    assert_eq!(own.facts().purposes, edition.facts().purposes);
    // An edition with products is read back from its own bytes.
    let again = policy::Edition::from_canonical(edition.canonical()).unwrap();
    assert_eq!(again.hash(), edition.hash());
    let without: SourceTree = {
        let mut tree = SourceTree::new();
        for (path, bytes) in example().iter().filter(|(path, _)| !path.starts_with("products/")) {
            tree.insert(path, bytes);
        }
        tree
    };
    let plain = compile(&without).unwrap().edition;
    assert_ne!(plain.hash(), edition.hash());
    let gone = policy::difference::between(&edition, &plain);
    assert!(gone.facts.iter().any(
        |change| change.path == "products.toetsen" && change.class == policy::difference::Class::Widening
    ));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_is_looser_or_out_of_place_is_underlined_where_it_stands() {
    let facts = "products/toetsen/facts/";
    // The file, what it says, the words that are underlined, and the code.
    let cases: [(String, &str, &str, Code); 9] = [
        (
            format!("{facts}storage.toml"),
            "countries = [\"NL\", \"US\"]",
            "[\"NL\", \"US\"]",
            Code::ProductLoosens,
        ),
        (
            format!("{facts}figures.toml"),
            "[figure.smallest_group]\nvalue = 5\n[figure.test_view]\nvalue = \"2 weeks\"\nabout = { nl = \"a\", en = \"b\" }",
            "5",
            Code::ProductLoosens,
        ),
        (
            format!("{facts}rights.toml"),
            "[right.access]\nanswer_within = \"60 days\"",
            "\"60 days\"",
            Code::ProductLoosens,
        ),
        (
            format!("{facts}purposes.toml"),
            "[purpose.orders]\ncategories = [\"name\", \"email\", \"phone\", \"address\", \"order\", \"internal-id\", \"results\"]",
            "[\"name\", \"email\", \"phone\", \"address\", \"order\", \"internal-id\", \"results\"]",
            Code::ProductLoosens,
        ),
        (
            format!("{facts}retention.toml"),
            "[term.support]\nkeep = \"5 years\"",
            "\"5 years\"",
            Code::ProductLoosens,
        ),
        (format!("{facts}systems/own.toml"), "[system]", "", Code::UnknownFile),
        ("products/toetsen/prose/nl/privacy.md".into(), "x", "", Code::UnknownFile),
        (
            "products/toetsen/product.toml".into(),
            "inherits = \"other\"\nname = \"x\"",
            "\"other\"",
            Code::WrongValue,
        ),
        (format!("{facts}storage.toml"), "countries = [", "", Code::Syntax),
    ];
    for (file, text, underlined, code) in cases {
        let mut tree = example();
        tree.insert(file.clone(), text);
        let problems = compile(&tree).expect_err(&file);
        let hit = problems.iter().find(|problem| problem.code == code && problem.file == file);
        let Some(hit) = hit else { panic!("{file}: {}", problems.render(false)) };
        if !underlined.is_empty() {
            assert_eq!(text.get(hit.span.start..hit.span.start + hit.span.len), Some(underlined), "{file}");
        }
    }
    let mut tree = example();
    tree.remove("products/toetsen/product.toml");
    let problems = compile(&tree).unwrap_err();
    assert!(problems.iter().any(|problem| problem.code == Code::MissingFile));
    // A clause that the policy has cannot be said again, weaker.
    let mut tree = example();
    let path = "products/toetsen/prose/nl/toetsen.md";
    let text = String::from_utf8(tree.get(path).unwrap().to_vec()).unwrap();
    tree.insert(path, text.replace("clause T1 storage-regions", "clause S73 storage-regions"));
    assert!(
        compile(&tree)
            .unwrap_err()
            .iter()
            .any(|problem| problem.code == Code::DuplicateClause && problem.file == path)
    );
}

#[test]
fn the_rules_of_a_product_are_judged_by_its_own_facts() {
    use policy::promise::Verdict;
    use policy::promise::evidence::Evidence;

    let edition = compile(&example()).unwrap().edition;
    let now: jiff::Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
    let verdicts = policy::promise::check_products(&edition, &Evidence::default(), now).unwrap();
    let ids: Vec<&str> = verdicts.iter().map(|verdict| verdict.clause.as_str()).collect();
    // Its own, and what reads stricter for it; nothing that it only inherits.
    assert!(ids.starts_with(&["S61"]) || ids.contains(&"S73"), "{ids:?}");
    assert!(["T1", "T2", "T3"].iter().all(|id| ids.contains(id)) && !ids.contains(&"S1"), "{ids:?}");
    assert!(verdicts.iter().all(|verdict| verdict.product.as_deref() == Some("toetsen")));
    assert!(
        verdicts.iter().all(|verdict| verdict.verdict == Verdict::Unproven),
        "nothing shows anything yet"
    );
    // The policy's own verdicts say nothing of products.
    let policy = policy::promise::check(&edition, &Evidence::default(), now);
    assert_eq!(policy.len(), 134);
    assert!(policy.iter().all(|verdict| verdict.product.is_none()));
}
