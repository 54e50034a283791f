//! Measures import against what a person found in the same policy (`tests/expected/leskracht.toml`): how many promises end
//! up in a clause, and recall and precision of the facts. `cargo xtask bench import` runs it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a measurement speaks on its standard streams")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    promises: BTreeMap<String, (usize, String)>,
    facts: BTreeMap<String, Vec<String>>,
}

/// What share of the promises must end up in a clause.
const PLACED: f64 = 0.95;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("give the text of the policy");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{path} cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    let expected: Expected = match toml::from_str(include_str!("../tests/expected/leskracht.toml")) {
        Ok(expected) => expected,
        Err(error) => {
            eprintln!("the expectation cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    let import = import::import(&bytes, jiff::civil::date(2026, 11, 23));
    let compiles = policy::compile(&import.folder).is_ok();
    println!(
        "{} clauses, {} passages for a person, the folder compiles: {compiles}",
        import.clauses.len(),
        import.unplaced.len()
    );

    let text = import::text_of(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let missing: Vec<&str> = expected
        .promises
        .iter()
        .filter(|(_, (line, word))| !placed(&import, &lines, *line, word))
        .map(|(id, _)| id.as_str())
        .collect();
    let total = expected.promises.len();
    let share = ratio(total - missing.len(), total);
    println!(
        "promises in a clause: {} of {total} ({:.1} %); not: {}",
        total - missing.len(),
        share * 100.0,
        missing.join(" ")
    );

    compare(&import, &expected.facts);
    if let Err(error) = others() {
        eprintln!("an expectation cannot be read: {error}");
        return ExitCode::from(2);
    }
    if compiles && share >= PLACED { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Policies of other shapes, written here: numbered, from Belgium; a page with a table, from Britain.
fn others() -> Result<(), toml::de::Error> {
    #[derive(Deserialize)]
    struct Facts {
        facts: BTreeMap<String, Vec<String>>,
    }
    let texts: [(&str, &[u8], &str); 2] = [
        (
            "belgium",
            include_bytes!("../tests/texts/belgium.txt"),
            include_str!("../tests/expected/belgium.toml"),
        ),
        (
            "britain",
            include_bytes!("../tests/texts/britain.html"),
            include_str!("../tests/expected/britain.toml"),
        ),
    ];
    for (name, bytes, expected) in texts {
        let expected: Facts = toml::from_str(expected)?;
        println!("{name}");
        compare(&import::import(bytes, jiff::civil::date(2026, 11, 23)), &expected.facts);
    }
    Ok(())
}

/// Recall and precision of the facts.
fn compare(import: &import::Import, facts: &BTreeMap<String, Vec<String>>) {
    let found: BTreeSet<(&str, &str)> =
        import.facts.iter().map(|fact| (fact.path.as_str(), fact.value.as_str())).collect();
    let wanted: BTreeSet<(&str, &str)> = facts
        .iter()
        .flat_map(|(path, values)| values.iter().map(move |value| (path.as_str(), value.as_str())))
        .collect();
    let right = found.intersection(&wanted).count();
    println!(
        "facts: recall {:.1} % ({right} of {}), precision {:.1} % ({right} of {})",
        ratio(right, wanted.len()) * 100.0,
        wanted.len(),
        ratio(right, found.len()) * 100.0,
        found.len()
    );
    for (path, value) in wanted.difference(&found) {
        println!("  not found: {path} = {value}");
    }
    for (path, value) in found.difference(&wanted) {
        println!("  not expected: {path} = {value}");
    }
}

/// Whether a clause holds the word on that line: it begins there or above, and no later than the line.
fn placed(import: &import::Import, lines: &[&str], line: usize, word: &str) -> bool {
    // Lines of a list belong to the block that begins before them.
    let near = |clause: &&import::Clause| clause.line <= line + 2 && clause.line + 12 > line;
    let in_source = lines
        .get(line.saturating_sub(3)..(line + 4).min(lines.len()))
        .is_some_and(|around| around.iter().any(|text| text.contains(word)));
    let pieces: Vec<&str> = word.split('/').collect();
    let holds = |clause: &&import::Clause| {
        pieces.iter().all(|piece| clause.text.to_lowercase().contains(&piece.to_lowercase()))
    };
    in_source && import.clauses.iter().filter(near).any(|clause| holds(&clause))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few hundred")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
