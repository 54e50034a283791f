//! Policies of very different shape: each becomes a folder that compiles, with the facts that it states.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the lints know test functions, but not their helpers"
)]

use import::{Import, import};
use kernel::Language;

fn read(bytes: &[u8]) -> Import {
    let import = import(bytes, "2026-11-23".parse().unwrap());
    if let Err(diagnostics) = policy::compile(&import.folder) {
        panic!("{}", diagnostics.render(false));
    }
    import
}

fn has(import: &Import, facts: &[(&str, &str)]) {
    for (path, value) in facts {
        let found: Vec<&str> =
            import.facts.iter().filter(|fact| fact.path == *path).map(|fact| fact.value.as_str()).collect();
        assert!(found.contains(value), "{path}: {found:?}, expected {value}");
    }
}

fn lacks(import: &Import, paths: &[&str]) {
    for path in paths {
        let found = import.facts.iter().find(|fact| fact.path == *path);
        assert!(found.is_none(), "{found:?}");
    }
}

const SAAS: &str = include_str!("texts/saas.txt");
const TOWN: &str = include_str!("texts/town.txt");
const SHOP: &str = include_str!("texts/shop.html");
const FLAT: &str = include_str!("texts/flat.txt");

#[test]
fn an_english_service() {
    let import = read(SAAS.as_bytes());
    assert_eq!(import.language, Language::En);
    has(
        &import,
        &[
            ("organisation.name", "Brightleaf"),
            ("organisation.contact.email", "privacy@brightleaf.example"),
            ("policy.in_force_from", "2024-03-05"),
            ("recipients.stripe", "Stripe"),
            ("recipients.amazon-web-services", "Amazon Web Services"),
            ("services.google-analytics", "Google Analytics"),
            ("rights.access", "access"),
            ("rights.erasure", "erasure"),
            ("rights.portability", "portability"),
            ("rights.withdrawal", "withdrawal"),
            ("rights.access.answer_within", "30 days"),
            ("storage.countries", "IE"),
            ("breach.authority_within", "72 hours"),
            ("terms.invoices.keep", "7 years"),
            ("terms.support.keep", "24 months"),
            ("measures.encryption", "encryption"),
            ("organisation.dpo.appointed", "true"),
        ],
    );
    assert!(import.clauses.len() >= 15, "{}", import.clauses.len());
}

#[test]
fn a_dutch_town() {
    let import = read(TOWN.as_bytes());
    assert_eq!(import.language, Language::Nl);
    has(
        &import,
        &[
            ("organisation.name", "Gemeente Lindedorp"),
            ("organisation.address", "Stadsplein 3, 1234 AB Lindedorp"),
            ("organisation.contact.phone", "020 123 45 67"),
            ("organisation.authority", "Autoriteit Persoonsgegevens"),
            ("organisation.dpo.appointed", "true"),
            ("policy.in_force_from", "2023-01-15"),
            ("rights.access.answer_within", "1 month"),
            ("terms.camera.keep", "4 weeks"),
            ("terms.applications.keep", "4 weeks"),
            ("purposes.legal.basis", "legal-obligation"),
        ],
    );
    lacks(&import, &["services.google-analytics", "recipients.google"]);
}

#[test]
fn a_page_with_tables_and_nested_lists() {
    let import = read(SHOP.as_bytes());
    has(
        &import,
        &[
            ("organisation.name", "Zonnehoed"),
            ("organisation.legal_name", "Zonnehoed B.V."),
            ("organisation.registration.number", "12345678"),
            ("services.google-analytics.cookies._ga", "13 months"),
            ("services.site.cookies.PHPSESSID", "session"),
            ("recipients.mollie", "Mollie"),
            ("recipients.postnl", "PostNL"),
            ("terms.orders.keep", "7 years"),
            ("figures.opt-out-lag", "5 working days"),
        ],
    );
    assert!(import.clauses.iter().any(|clause| clause.promise == "cookie-table"));
}

#[test]
fn a_text_without_headings_on_long_lines() {
    let import = read(FLAT.as_bytes());
    has(
        &import,
        &[("organisation.contact.email", "info@wilgenhof.example"), ("terms.accounts.keep", "2 years")],
    );
    assert!(import.clauses.len() >= 5, "{:?}", import.clauses);
}

#[test]
fn other_ways_of_writing_bytes() {
    let plain = read(TOWN.as_bytes());
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend_from_slice(TOWN.replace('\n', "\r\n").as_bytes());
    assert_eq!(read(&marked).facts, plain.facts);
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(TOWN.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide).facts, plain.facts);
    let windows = read(b"Priv\xE9beleid van Stichting Wilg. Wij bewaren caf\xE9-foto\x92s 2 jaar. \x80 5.");
    assert_eq!(windows.language, Language::Nl);
    assert!(
        windows.clauses.iter().any(|clause| clause.text.contains("café-foto’s")),
        "{:?}",
        windows.clauses
    );
}

#[test]
fn what_says_nothing_is_still_a_folder() {
    for bytes in [
        &b""[..],
        b"\n\n\n",
        b"\x00\xFF\xFE\x01",
        b"<html></html>",
        b"{{ x }} ::: clause S1 a=b\n---\n```",
        b"# # #",
    ] {
        let import = read(bytes);
        assert!(import.folder.get("README.md").is_some());
    }
}

#[test]
fn a_huge_text_is_read() {
    let many = TOWN.repeat(60);
    let import = read(many.as_bytes());
    assert!(import.clauses.len() > 300, "{}", import.clauses.len());
}

const BELGIUM: &str = include_str!("texts/belgium.txt");
const BRITAIN: &str = include_str!("texts/britain.html");
const NOWHERE: &str = include_str!("texts/nowhere.txt");

fn header(import: &Import) -> String {
    String::from_utf8(import.folder.get("policy.toml").unwrap().to_vec()).unwrap()
}

fn organisation(import: &Import) -> String {
    String::from_utf8(import.folder.get("facts/organisation.toml").unwrap().to_vec()).unwrap()
}

#[test]
fn a_numbered_text_from_belgium() {
    let import = read(BELGIUM.as_bytes());
    assert_eq!(import.language, Language::Nl);
    has(
        &import,
        &[
            ("organisation.name", "Zonnehoek"),
            ("organisation.contact.email", "privacy@zonnehoek.example"),
            ("organisation.address", "Kerkstraat 12, 9000 Gent"),
            ("policy.in_force_from", "2025-03-01"),
            ("policy.time_zone", "Europe/Brussels"),
            ("services.google-analytics", "Google Analytics"),
            ("rights.access.answer_within", "30 days"),
            ("terms.invoices.keep", "10 years"),
        ],
    );
    assert!(header(&import).contains("time_zone = \"Europe/Brussels\""));
    assert!(organisation(&import).contains("country = \"BE\""));
    assert!(!organisation(&import).contains("\"NL\""));
}

#[test]
fn a_page_from_britain_with_a_table() {
    let import = read(BRITAIN.as_bytes());
    assert_eq!(import.language, Language::En);
    has(
        &import,
        &[
            ("organisation.name", "Larkfield Software"),
            ("organisation.registration.number", "09876543"),
            ("organisation.address", "14 Mill Lane, LS1 4AP Leeds"),
            ("policy.in_force_from", "2024-05-25"),
            ("policy.time_zone", "Europe/London"),
            ("recipients.stripe", "Stripe"),
            ("terms.invoices.keep", "6 years"),
            ("rights.portability", "portability"),
        ],
    );
    assert!(
        organisation(&import).contains("country = \"GB\"")
            && organisation(&import).contains("Companies House")
    );
    assert!(!header(&import).contains("Amsterdam"));
}

#[test]
fn a_text_that_gives_no_country_away_has_none() {
    let import = read(NOWHERE.as_bytes());
    lacks(&import, &["policy.time_zone", "organisation.address"]);
    assert!(header(&import).contains("time_zone = \"UTC\""));
    assert!(!organisation(&import).contains("country"));
    let readme = String::from_utf8(import.folder.get("README.md").unwrap().to_vec()).unwrap();
    assert!(readme.contains("UTC"), "{readme}");
}
