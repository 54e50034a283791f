//! The README of an imported folder: what was found with its words, what was assumed, what a person must decide.

use std::fmt::Write as _;

use kernel::Language;

use crate::Import;

/// Writes it, in the language of the text.
pub fn write(import: &Import) -> String {
    let nl = import.language == Language::Nl;
    let say = |dutch: &'static str, english: &'static str| if nl { dutch } else { english };
    let mut out = format!("# {}\n\n", say("Ingelezen beleid", "Imported policy"));
    out.push_str(say(
        "Deze map is gemaakt uit een bestaande tekst. Zij compileert, maar is nog van niemand: loop elk deel hieronder na.\n",
        "This folder was made from an existing text. It compiles, but nobody stands for it yet: go through each part below.\n",
    ));
    let _ = write!(out, "\n## {}\n\n", say("Gevonden feiten", "Facts found"));
    if import.facts.is_empty() {
        out.push_str(say("Geen.\n", "None.\n"));
    }
    for fact in &import.facts {
        let words = fact.words.replace(['\n', '`'], " ");
        let _ = writeln!(
            out,
            "- `{}` = {} — {} {}: “{words}”",
            fact.path,
            fact.value,
            say("regel", "line"),
            fact.line
        );
    }
    let _ = write!(out, "\n## {}\n\n", say("Aangenomen", "Assumed"));
    for (path, dutch, english) in ASSUMED {
        if import.facts.iter().all(|fact| fact.path != *path) {
            let _ = writeln!(out, "- `{path}`: {}", if nl { dutch } else { english });
        }
    }
    let _ = write!(out, "\n## {}\n\n", say("Clausules", "Clauses"));
    for clause in &import.clauses {
        let _ =
            writeln!(out, "- {} `{}` — {} {}", clause.id, clause.promise, say("regel", "line"), clause.line);
    }
    let _ = write!(out, "\n## {}\n\n", say("Voor een mens: niet geplaatst", "For a person: not placed"));
    if import.unplaced.is_empty() {
        out.push_str(say("Niets.\n", "Nothing.\n"));
    }
    for passage in &import.unplaced {
        let words = passage.text.replace(['\n', '`'], " ");
        let _ = writeln!(out, "- {} {}: “{words}”", say("regel", "line"), passage.line);
    }
    out
}

/// What is written where the text names nothing.
const ASSUMED: &[(&str, &str, &str)] = &[
    ("organisation.name", "niet gevonden: “onbekend”", "not found: “onbekend”"),
    (
        "organisation.website",
        "niet gevonden: afgeleid van het e-mailadres, of unknown.invalid",
        "not found: from the e-mail address, or unknown.invalid",
    ),
    (
        "organisation.contact.email",
        "niet gevonden: unknown@unknown.invalid",
        "not found: unknown@unknown.invalid",
    ),
    ("policy.in_force_from", "niet gevonden: de dag van inlezen", "not found: the day of import"),
    (
        "policy.time_zone",
        "niet gevonden waar u gevestigd bent: UTC",
        "not found where you are established: UTC",
    ),
    ("storage.countries", "niet gevonden: leeg", "not found: empty"),
    ("breach.authority_within", "niet gevonden: leeg", "not found: empty"),
];
