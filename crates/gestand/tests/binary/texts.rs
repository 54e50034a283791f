//! Texts as their writers check them: what lint finds, with the exit codes that scripts rely on.

use std::collections::BTreeSet;

use crate::setting::{Place, examples};

#[test]
fn lint_tells_a_mended_policy_from_a_faulty_one_and_from_no_policy() {
    let place = Place::empty();
    let mended = examples().join("leskracht").display().to_string();
    let report = place.run(&["lint", &mended, "--format", "json"]).with(0).json();
    assert_eq!((&report["ok"], report["findings"].as_array().unwrap().len()), (&true.into(), 0));

    let faulty = examples().join("leskracht-2022").display().to_string();
    let report = place.run(&["lint", &faulty, "--format", "json", "--on", "2026-11-23"]).with(1).json();
    let rules: BTreeSet<&str> =
        report["findings"].as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap()).collect();
    assert_eq!(rules.len(), 34 + 16);
    for found in report["findings"].as_array().unwrap() {
        assert!(
            found["line"].as_u64().unwrap() > 0 && !found["words"].as_str().unwrap().is_empty(),
            "{found:#}"
        );
        for text in ["article", "message", "help"] {
            assert!(
                !found[text]["nl"].as_str().unwrap().is_empty()
                    && !found[text]["en"].as_str().unwrap().is_empty()
            );
        }
    }
    let told = place.run(&["lint", &faulty, "--language", "nl"]).with(1);
    assert!(told.out.contains("34 conflicts and 16 gaps"), "{}", told.out);
    assert!(told.out.contains("AVG 13(1)(a)"));

    place.run(&["lint", "no-such-place"]).with(2);
    let text = place.file("policy.txt");
    std::fs::write(&text, "Door onze site te blijven gebruiken gaat u akkoord met cookies.").unwrap();
    let report = place.run(&["lint", &text.display().to_string(), "--format", "json"]).with(1).json();
    assert!(report["rules"].as_array().unwrap().contains(&"K1".into()));
}

#[test]
fn diff_says_what_changed_and_which_consents_end() {
    let place = Place::empty();
    let (old, new) = (examples().join("leskracht-2022"), examples().join("leskracht"));
    let (old, new) = (old.display().to_string(), new.display().to_string());
    let same = place.run(&["diff", &new, &new, "--format", "json"]).with(0).json();
    assert_eq!(same["class"], serde_json::Value::Null);
    let wider = place.run(&["diff", &old, &new, "--format", "json"]).with(1).json();
    assert_eq!(wider["class"], "widening");
    assert!(wider["clauses"].as_array().unwrap().len() > 120);
    assert!(wider["facts"].as_array().unwrap().iter().any(|fact| fact["path"] == "rights.erasure"));
    assert!(!wider["asks_again"].as_array().unwrap().is_empty());
    let told = place.run(&["diff", &old, &new, "--language", "nl"]).with(1);
    assert!(told.out.contains("recht “gegevenswissing” is nieuw"), "{}", told.out);
    place.run(&["diff", &old, "no-such-place"]).with(2);
}
