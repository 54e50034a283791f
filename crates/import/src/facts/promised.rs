//! What is promised about data: rights, terms, security, purposes, and the kinds of data.

use std::ops::Range;

use kernel::Text;
use lint::pattern::Pattern;

use super::parties::of;
use super::places::durations;
use super::{Found, Reader, Taken};
use crate::blocks::Kind;
use crate::known::known;

pub(super) fn find(reader: &Reader<'_>, found: &mut Found) {
    rights(reader, found);
    terms(reader, found);
    security(reader, found);
    breach(reader, found);
    opt_out(reader, found);
    officer(reader, found);
    purposes(reader, found);
    categories(reader, found);
}

/// Whether a right has a term for its answer.
fn is_answered(id: &str) -> bool {
    !matches!(id, "complaint" | "human-review")
}

fn rights(reader: &Reader<'_>, found: &mut Found) {
    let within = of(
        reader.language,
        &["binnen|uiterlijk ..3 # @tijd & reactie|antwoord*|reage*|bericht|hoort|verzoek*"],
        &["within ..4 # ..1 @time & response|respond*|reply|answer*|hear|request*"],
    );
    let mut general: Option<(String, usize, Range<usize>)> = None;
    // The rights named since the last heading: a term after one of them is its own, after several everybody's.
    let mut named: Vec<&'static str> = Vec::new();
    for (block, range) in reader.statements() {
        if matches!(reader.blocks.get(block).map(|block| block.kind), Some(Kind::Heading(_))) {
            named.clear();
        }
        name_rights(reader, found, block, &range, &mut named);
        if reader.find(block, range.clone(), &within).is_none() || found.rights.is_empty() {
            continue;
        }
        let Some((term, place)) = durations(reader.words(block), range.clone()).into_iter().next() else {
            continue;
        };
        let bytes = reader.bytes(block, place);
        let own = match named.as_slice() {
            [one] if found.rights.get(one) == Some(&None) && is_answered(one) => Some(*one),
            _ => None,
        };
        match own {
            Some(id) => {
                let path = format!("rights.{id}.answer_within");
                found.note(&path, &term, reader.text(block, range.clone()), reader.line(block));
                found.places.push(Taken { block, range: bytes, path });
                found.rights.insert(id, Some(term));
            }
            None => _ = general.get_or_insert((term, block, bytes)),
        }
    }
    if let Some(general) = general {
        everybodys(reader, found, general);
    }
}

/// Notes the rights that a statement names.
fn name_rights(
    reader: &Reader<'_>,
    found: &mut Found,
    block: usize,
    range: &Range<usize>,
    named: &mut Vec<&'static str>,
) {
    for right in &known().right {
        let Some(hit) = reader.find(block, range.clone(), right.patterns(reader.language)) else { continue };
        let id = right.id.as_str();
        if !found.rights.contains_key(id) {
            found.note(&format!("rights.{id}"), id, reader.text(block, hit), reader.line(block));
            found.rights.insert(id, None);
        }
        if !named.contains(&id) {
            named.push(id);
        }
    }
}

/// A term that is said once, for every right without one of its own.
fn everybodys(reader: &Reader<'_>, found: &mut Found, (term, block, range): (String, usize, Range<usize>)) {
    let without: Vec<&'static str> = found
        .rights
        .iter()
        .filter(|(id, within)| within.is_none() && is_answered(id) && **id != "withdrawal")
        .map(|(id, _)| *id)
        .collect();
    for id in &without {
        found.note(&format!("rights.{id}.answer_within"), &term, term.as_str(), reader.line(block));
        found.rights.insert(id, Some(term.clone()));
    }
    if let Some(id) = without.first() {
        found.places.push(Taken { block, range, path: format!("rights.{id}.answer_within") });
    }
}

fn terms(reader: &Reader<'_>, found: &mut Found) {
    let kept = of(
        reader.language,
        &["bewa*|bewaartermijn*|wissen|gewist|verwijder*|vernietig*"],
        &["keep|kept|retain*|retention|store|stored|delete*|erase*"],
    );
    for (block, range) in reader.statements() {
        let above = || {
            let mut words = reader.heading(block).iter();
            words.any(|token| token.word.starts_with("bewaar") || token.word.starts_with("retention"))
        };
        if reader.find(block, range.clone(), &kept).is_none() && !above() {
            continue;
        }
        // How long cookies stay is a fact of the service.
        if reader.text(block, range.clone()).to_lowercase().contains("cookie") {
            continue;
        }
        for (keep, place) in durations(reader.words(block), range.clone()) {
            term(reader, found, block, &range, (keep, place));
        }
    }
}

fn term(
    reader: &Reader<'_>,
    found: &mut Found,
    block: usize,
    range: &Range<usize>,
    (keep, place): (String, Range<usize>),
) {
    let about = |topic: &&crate::known::Topic| {
        reader.find(block, range.clone(), topic.patterns(reader.language)).is_some()
    };
    let topic = known().term.iter().find(about);
    let base = topic.map_or("data", |topic| topic.id.as_str());
    let other = Text { nl: "overige gegevens".into(), en: "other data".into() };
    let name = topic.map_or(other, |topic| topic.name.clone());
    let mut id = base.to_owned();
    if found.terms.get(&id).is_some_and(|(_, known)| *known == keep) {
        return;
    }
    let mut number = 2;
    while found.terms.contains_key(&id) {
        id = format!("{base}-{number}");
        number += 1;
    }
    let path = format!("terms.{id}.keep");
    found.note(&path, &keep, reader.text(block, range.clone()), reader.line(block));
    found.places.push(Taken { block, range: reader.bytes(block, place), path });
    found.terms.insert(id, (name, keep));
}

fn security(reader: &Reader<'_>, found: &mut Found) {
    for (index, measure) in known().measure.iter().enumerate() {
        if let Some((block, hit)) = reader.first(measure.patterns(reader.language)) {
            let path = format!("measures.{}", measure.id);
            found.note(&path, &measure.id, reader.text(block, hit), reader.line(block));
            found.measures.push(index);
        }
    }
}

/// What is promised for after a breach.
fn breach(reader: &Reader<'_>, found: &mut Found) {
    let breach = of(reader.language, &["^ @lek"], &["^ @breach"]);
    let told = of(
        reader.language,
        &["hoogte|kennis|inform*|licht*|meld* & !autoriteit"],
        &["notify|inform|tell|contact|alert & !authority"],
    );
    for (block, range) in reader.statements() {
        if reader.find(block, range.clone(), &breach).is_none() {
            continue;
        }
        found.breach_told |= reader.find(block, range.clone(), &told).is_some();
        let mut all = durations(reader.words(block), range.clone()).into_iter();
        let hours = all.find(|(text, _)| text.ends_with("hours"));
        if let Some((term, place)) = hours.filter(|_| found.breach.is_none()) {
            let path = "breach.authority_within";
            found.note(path, &term, reader.text(block, range.clone()), reader.line(block));
            let range = reader.bytes(block, place);
            found.places.push(Taken { block, range, path: path.into() });
            found.breach = Some(term);
        }
    }
}

/// How long an opt-out takes.
fn opt_out(reader: &Reader<'_>, found: &mut Found) {
    let lag = of(reader.language, &["@afmelden & # @tijd"], &["@unsubscribe & # ..1 @time"]);
    for (block, range) in reader.statements() {
        if reader.find(block, range.clone(), &lag).is_some()
            && let Some((term, place)) = durations(reader.words(block), range.clone()).into_iter().next()
        {
            let path = "figures.opt-out-lag";
            found.note(path, &term, reader.text(block, range.clone()), reader.line(block));
            let range = reader.bytes(block, place);
            found.places.push(Taken { block, range, path: path.into() });
            found.opt_out = Some(term);
            return;
        }
    }
}

/// Whether there is a data protection officer.
fn officer(reader: &Reader<'_>, found: &mut Found) {
    let officer =
        of(reader.language, &["^ functionaris ..3 gegevensbescherming"], &["^ data protection officer"]);
    let Some((block, hit)) = reader.first(&officer) else { return };
    let before = reader.words(block).get(hit.start.saturating_sub(5)..hit.start).unwrap_or_default();
    let none = before.iter().any(|token| matches!(token.word.as_str(), "geen" | "niet" | "no" | "not"));
    let value = if none { "false" } else { "true" };
    found.note("organisation.dpo.appointed", value, reader.text(block, hit), reader.line(block));
    found.officer = Some(!none);
}

/// How many words a legal basis may stand away from its purpose.
const NEAR: usize = 10;

fn purposes(reader: &Reader<'_>, found: &mut Found) {
    let bases: Vec<(&'static str, Vec<Pattern>)> = vec![
        ("consent", of(reader.language, &["toestemming"], &["consent"])),
        ("contract", of(reader.language, &["uitvoering ..4 overeenkomst"], &["performance ..4 contract"])),
        (
            "legal-obligation",
            of(reader.language, &["wettelijke ..2 verplichting*|plicht"], &["legal obligation*"]),
        ),
        (
            "legitimate-interest",
            of(reader.language, &["gerechtvaardigd* belang*"], &["legitimate interest*"]),
        ),
        (
            "public-task",
            of(
                reader.language,
                &["publieke|publiekrechtelijke taak", "algemeen belang"],
                &["public task|interest"],
            ),
        ),
    ];
    for (index, purpose) in known().purpose.iter().enumerate() {
        let mut basis = None;
        let mut seen = false;
        for (block, range) in reader.statements() {
            let Some(hit) = reader.find(block, range.clone(), purpose.patterns(reader.language)) else {
                continue;
            };
            if !seen {
                let path = format!("purposes.{}", purpose.id);
                found.note(&path, &purpose.id, reader.text(block, hit.clone()), reader.line(block));
                seen = true;
            }
            // Only words near those of the purpose are about it.
            let near = |basis: &Range<usize>| basis.start <= hit.end + NEAR && hit.start <= basis.end + NEAR;
            basis = basis.or_else(|| {
                let mut all = bases.iter();
                let (word, patterns) = all.find(|(_, patterns)| {
                    reader.find(block, range.clone(), patterns).is_some_and(|words| near(&words))
                })?;
                let words = reader.find(block, range.clone(), patterns)?;
                Some((*word, reader.text(block, words), reader.line(block)))
            });
        }
        if let Some((word, words, line)) = &basis {
            found.note(&format!("purposes.{}.basis", purpose.id), word, words.as_str(), *line);
        }
        if seen {
            found.purposes.insert(index, basis.map(|(word, _, _)| word));
        }
    }
}

fn categories(reader: &Reader<'_>, found: &mut Found) {
    for (index, category) in known().category.iter().enumerate() {
        if let Some((block, hit)) = reader.first(category.patterns(reader.language)) {
            let path = format!("categories.{}", category.id);
            found.note(&path, &category.id, reader.text(block, hit), reader.line(block));
            found.categories.push(index);
        }
    }
}
