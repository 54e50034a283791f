//! The example policies compile: with no diagnostics, and with a clause for every row of the first policy.
#![allow(missing_docs, reason = "tests are read by their names")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]
#![allow(clippy::format_push_string, reason = "reports for snapshots are short")]

use std::path::Path;

use policy::{Compiled, Evidence, check, compile, folder};

fn example(name: &str) -> Compiled {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let tree = folder::read(&path).unwrap();
    match compile(&tree) {
        Ok(compiled) => compiled,
        Err(diagnostics) => panic!("{} problems in {name}:\n{diagnostics}", diagnostics.len()),
    }
}

#[test]
fn the_first_edition_compiles() {
    assert_eq!(example("leskracht-2022").edition.clauses().len(), 134);
}

#[test]
fn the_edition_in_force_compiles() {
    assert_eq!(example("leskracht").edition.clauses().len(), 134);
}

/// The promise that each clause of the first policy makes, S1 to S134.
const PROMISES: [&str; 134] = [
    "subjects-mapped",
    "school-agreements",
    "plain-language",
    "edition-archive",
    "notice-complete",
    "privacy-contact",
    "sources-combined-by-list",
    "collected-fields-declared",
    "payments-hosted",
    "no-payment-numbers",
    "purpose-limited",
    "support-term",
    "addresses-stay-out-of-lists",
    "content-indexed",
    "content-audience",
    "source-notice",
    "events-declared",
    "device-data-declared",
    "egress-declared",
    "field-consequences",
    "purposes-separate",
    "mail-unsubscribe",
    "purpose-codes",
    "mail-basis",
    "research-aggregated",
    "interest-assessed",
    "authority-disclosures",
    "client-term",
    "ending-opens-erasure",
    "fiscal-hold",
    "archive-access",
    "tools-declared",
    "linked-by-consent",
    "internal-id-in-access",
    "no-tracking-before-consent",
    "purposes-own-choice",
    "beacons-by-consent",
    "works-without-cookies",
    "processing-shown",
    "shop-egress",
    "transport-and-passwords",
    "processor-contract",
    "metadata-personal",
    "processor-review",
    "processor-contract",
    "mailbox-rights",
    "invoice-payload",
    "transfer-secured",
    "processor-contract",
    "third-party-blocked",
    "app-analytics-separate",
    "vendor-data-matrix",
    "third-party-controlled",
    "analytics-settings",
    "analytics-payload",
    "analytics-not-joined",
    "cookie-expiry",
    "analytics-withdrawal",
    "consent-text-shown",
    "marketing-by-consent",
    "marketing-by-consent",
    "aggregates-only",
    "mail-through-mailer",
    "processor-contract",
    "mail-tracking",
    "processor-contract",
    "disclosures-registered",
    "profile-audience",
    "authority-disclosures",
    "processor-instructions",
    "merger-disclosure",
    "disclosures-registered",
    "storage-regions",
    "storage-not-consent",
    "retention-terms",
    "accounts-protected",
    "password-advice",
    "leaked-password",
    "measures-tested",
    "secure-channel",
    "breach-notices",
    "identity-verified",
    "rights-explained",
    "answers-to-known-address",
    "identity-proof",
    "request-register",
    "erasure-anonymised",
    "machine-readable",
    "complaint-in-answers",
    "access-complete",
    "answered-in-time",
    "access-content",
    "rectification-confirmed",
    "restriction-enforced",
    "portability-complete",
    "portability-keeps-service",
    "objection-halts",
    "objection-ends",
    "no-automated-decisions",
    "mail-unsubscribe",
    "opt-out-lag",
    "opt-out-transactional",
    "external-links",
    "product-overlays",
    "purpose-at-collection",
    "changes-announced",
    "not-bound-by-use",
    "contact-routed",
    "tools-declared",
    "claim-corrected",
    "scripts-by-consent",
    "choice-remembered",
    "session-cookies",
    "own-tracking",
    "advertiser-tracking",
    "consent-text-shown",
    "setting-decided",
    "address-not-sent",
    "transfer-basis",
    "marketing-by-consent",
    "marketing-by-consent",
    "cookie-table",
    "share-buttons",
    "web-request-form",
    "own-cookie-ids",
    "withdrawal-in-site",
    "consent-scope",
    "cookie-durations",
    "works-without-cookies",
    "cookie-list-complete",
    "close-is-refusal",
    "changes-announced",
    "settings-always-there",
    "not-bound-by-use",
];

#[test]
fn every_clause_makes_the_promise_of_its_row() {
    for name in ["leskracht-2022", "leskracht"] {
        let edition = example(name).edition;
        let made: Vec<(String, &str)> = edition
            .clauses()
            .into_iter()
            .map(|(_, clause)| (clause.id.to_string(), clause.promise.as_str()))
            .collect();
        let rows: Vec<(String, &str)> =
            (1..).zip(PROMISES).map(|(number, promise)| (format!("S{number}"), promise)).collect();
        assert_eq!(made, rows, "{name}");
    }
}

/// Without evidence nothing is kept but what the edition itself shows.
#[test]
fn a_check_without_evidence() {
    for name in ["leskracht-2022", "leskracht"] {
        let edition = example(name).edition;
        let now = "2026-12-15T12:00:00Z".parse().unwrap();
        let mut report = String::new();
        for verdict in check(&edition, &Evidence::default(), now) {
            report.push_str(&format!(
                "{} {}: {}. {}\n",
                verdict.clause, verdict.promise, verdict.verdict, verdict.reason.en
            ));
            for item in &verdict.evidence {
                report.push_str(&format!("    {}: {}\n", item.kind, item.text.en));
            }
        }
        insta::assert_snapshot!(format!("check_{name}"), report);
    }
}

/// An editor finds the schema of a file through its first line.
#[test]
fn every_facts_file_names_its_schema() {
    for name in ["examples/leskracht-2022", "examples/leskracht", "crates/policy/tests/fixtures/school"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
        let tree = folder::read(&root).unwrap();
        let facts = tree.iter().filter(|(path, _)| {
            // What a product lays over a file is only a part of one.
            let part = path.starts_with("facts/systems/")
                || path.starts_with("products/") && path.contains("/facts/");
            path.rsplit_once('.').is_some_and(|(_, end)| end == "toml") && !part
        });
        for (path, bytes) in facts {
            let text = std::str::from_utf8(bytes).unwrap();
            let hint = text.lines().next().and_then(|line| line.strip_prefix("#:schema "));
            let hint = hint.unwrap_or_else(|| panic!("{name}/{path} does not start with #:schema"));
            let file = root.join(path).parent().unwrap().join(hint);
            assert!(file.is_file(), "{name}/{path} names {hint}, which does not exist");
            let stem = Path::new(path).file_stem().unwrap().to_str().unwrap();
            assert!(
                hint.ends_with(&format!("/{stem}.schema.json")),
                "{name}/{path} names the schema of another file"
            );
        }
    }
}
