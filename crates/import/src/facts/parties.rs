//! Who gets data and where they are: recipients, services with their cookies, countries.

use std::ops::Range;

use kernel::{Language, Text};
use lint::pattern::Pattern;

use super::places::{countries, durations};
use super::{Found, Reader, Recipient, Service, Taken};
use crate::blocks::Kind;
use crate::known::known;

pub(super) fn find(reader: &Reader<'_>, found: &mut Found) {
    services(reader, found);
    vendors(reader, found);
    unknown_recipients(reader, found);
    storage(reader, found);
    cookies(reader, found);
}

pub(super) fn patterns(texts: &[&str]) -> Vec<Pattern> {
    texts.iter().filter_map(|text| Pattern::read(text).ok()).collect()
}

/// Patterns that say the same in both languages.
pub(super) fn of(language: Language, nl: &[&str], en: &[&str]) -> Vec<Pattern> {
    patterns(match language {
        Language::Nl => nl,
        Language::En => en,
    })
}

/// Where `name` stands as whole words, as written: the block.
fn named(reader: &Reader<'_>, name: &str) -> Vec<usize> {
    let whole = |text: &str| {
        text.match_indices(name).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(|c| c.is_alphanumeric() || c == '@' || c == '.')
                && !after.is_some_and(char::is_alphanumeric)
        })
    };
    reader.blocks.iter().enumerate().filter(|(_, block)| whole(&block.text)).map(|(index, _)| index).collect()
}

fn vendors(reader: &Reader<'_>, found: &mut Found) {
    for vendor in &known().vendor {
        if found.name.as_deref().is_some_and(|own| vendor.names.iter().any(|name| name == own)) {
            continue;
        }
        let hits = vendor.names.iter().find_map(|name| {
            let blocks = named(reader, name);
            (!blocks.is_empty()).then(|| (name.clone(), blocks))
        });
        let Some((name, blocks)) = hits else { continue };
        let first = blocks.first().copied().unwrap_or_default();
        let path = format!("recipients.{}", vendor.id);
        found.note(&path, &name, name.as_str(), reader.line(first));
        let mut recipient = Recipient { name, task: vendor.task.clone(), ..Recipient::default() };
        look_closer(reader, &blocks, &vendor.names, &mut recipient);
        for code in &recipient.countries {
            found.note(&format!("{path}.countries"), code, recipient.name.as_str(), reader.line(first));
        }
        if recipient.processor {
            found.note(&format!("{path}.role"), "processor", recipient.name.as_str(), reader.line(first));
        }
        if let Some(safeguard) = recipient.safeguard {
            found.note(&format!("{path}.safeguard"), safeguard, recipient.name.as_str(), reader.line(first));
        }
        found.recipients.insert(vendor.id.clone(), recipient);
    }
}

/// Country, role and safeguard, from the statements that name the company.
fn look_closer(reader: &Reader<'_>, blocks: &[usize], names: &[String], recipient: &mut Recipient) {
    let processor = of(
        reader.language,
        &[
            "namens ons",
            "in ..2 onze opdracht",
            "deze|onze verwerker",
            "verwerkersovereenkomst",
            "geheimhouding verplicht",
        ],
        &["on our behalf", "our processor", "data processing agreement", "processor"],
    );
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    for (block, range) in reader.statements().filter(|(block, _)| blocks.contains(block)) {
        if reader.find(block, range.clone(), &processor).is_some() {
            recipient.processor = true;
        }
        let words = reader.words(block);
        let here = words.get(range.clone()).unwrap_or_default();
        let names_it = here
            .iter()
            .any(|token| lower.iter().any(|name| name.split(' ').next() == Some(token.word.as_str())));
        if !names_it {
            continue;
        }
        for (code, _) in countries(words, range.clone(), reader.language) {
            if !recipient.countries.contains(&code) {
                recipient.countries.push(code);
            }
        }
        let safeguards = [
            ("privacy-shield", "privacy shield"),
            ("dpf", "data privacy framework"),
            ("scc", "standard contractual"),
            ("scc", "standaardcontract*"),
            ("scc", "modelcontract*"),
        ];
        for (word, pattern) in safeguards {
            if recipient.safeguard.is_none()
                && reader.find(block, range.clone(), &patterns(&[pattern])).is_some()
            {
                recipient.safeguard = Some(word);
            }
        }
    }
}

/// Companies that no list has: "wij maken gebruik van de diensten van Bloem Hosting".
fn unknown_recipients(reader: &Reader<'_>, found: &mut Found) {
    let cues = of(
        reader.language,
        &[
            "diensten van",
            "diensten af van",
            "gebruik van de diensten van",
            "gehost bij|door",
            "uitbesteed aan",
            "partner",
        ],
        &["services of|from", "hosted by|at|with", "provided by", "outsourced to"],
    );
    for (block, range) in reader.statements() {
        let Some(hit) = reader.find(block, range.clone(), &cues) else { continue };
        let words = reader.words(block);
        let text = &reader.blocks.get(block).map_or("", |block| block.text.as_str());
        let mut end = hit.end;
        while end < range.end && end - hit.end < 4 {
            let Some(token) = words.get(end) else { break };
            let word = text.get(token.range.clone()).unwrap_or_default();
            let glued = words
                .get(end.saturating_sub(1))
                .and_then(|before| text.get(before.range.end..token.range.start));
            let broken =
                end > hit.end && glued.is_some_and(|between| between.contains([',', '.', ';', ':', '(']));
            if !word.starts_with(char::is_uppercase) || broken {
                break;
            }
            end += 1;
        }
        let name = reader.text(block, hit.end..end);
        let id = slug(&name);
        let own = found.name.as_deref().is_some_and(|own| name.contains(own));
        let usual = ["Wij", "Deze", "U", "The", "This", "Our", "We", "Derden"].contains(&name.as_str());
        let known = found.recipients.values().any(|known| name.contains(&known.name))
            || found.services.values().any(|known| name.contains(&known.name) || known.name.contains(&name));
        if name.is_empty() || id.is_empty() || own || usual || known || found.recipients.contains_key(&id) {
            continue;
        }
        found.note(
            &format!("recipients.{id}"),
            &name,
            reader.text(block, hit.start..end),
            reader.line(block),
        );
        let task = Text { nl: "nog in te vullen".into(), en: "to be filled in".into() };
        found.recipients.insert(id, Recipient { name, task, ..Recipient::default() });
    }
}

/// Small letters, digits and dashes.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if out.starts_with(|c: char| c.is_ascii_digit()) { format!("n-{out}") } else { out }
}

fn services(reader: &Reader<'_>, found: &mut Found) {
    for service in &known().service {
        let hit = service
            .names
            .iter()
            .find_map(|name| named(reader, name).first().map(|block| (name.clone(), *block)));
        let Some((name, block)) = hit else { continue };
        found.note(&format!("services.{}", service.id), &name, name.as_str(), reader.line(block));
        let recipient = Some(service.vendor.clone()).filter(|vendor| !vendor.is_empty());
        found.services.insert(
            service.id.clone(),
            Service { name, recipient, kind: service.kind.clone(), cookies: Vec::new() },
        );
    }
}

fn storage(reader: &Reader<'_>, found: &mut Found) {
    let stored = of(
        reader.language,
        &["@opslag", "serverpark|servers|datacenter*"],
        &["stored|hosted|servers|server|located", "data centre|center"],
    );
    let ours =
        of(reader.language, &["onze ..2 servers|systemen|gegevens|data"], &["our ..2 servers|systems|data"]);
    let reached = of(
        reader.language,
        &["toegankelijk|medewerkers|toegang|personeel"],
        &["accessible|employees|staff|accessed"],
    );
    for (block, range) in reader.statements() {
        let Some(at) = reader.find(block, range.clone(), &stored) else { continue };
        let words = reader.words(block);
        let all = countries(words, range.clone(), reader.language);
        // A company's own country is the company's.
        let text = reader.text(block, range.clone());
        let others = found.recipients.values().any(|recipient| text.contains(&recipient.name));
        if all.is_empty() || others && reader.find(block, range.clone(), &ours).is_none() {
            continue;
        }
        let access = reader.find(block, range.clone(), &reached).filter(|hit| hit.start > at.start);
        for group in groups(&all) {
            let Some((first, last)) = group.first().zip(group.last()) else { continue };
            let is_access = access.as_ref().is_some_and(|hit| first.1.start > hit.start);
            let (list, path) = if is_access {
                (&mut found.access, "storage.access_from")
            } else {
                (&mut found.storage, "storage.countries")
            };
            if !list.is_empty() {
                continue;
            }
            list.extend(group.iter().map(|(code, _)| *code));
            let codes: Vec<&str> = list.clone();
            let bytes = reader.bytes(block, first.1.start..last.1.end);
            found.places.push(Taken { block, range: bytes, path: path.to_owned() });
            for code in codes {
                found.note(path, code, reader.text(block, first.1.start..last.1.end), reader.line(block));
            }
        }
    }
}

/// Countries with at most one word between them are one list.
fn groups<'c>(all: &'c [(&'static str, Range<usize>)]) -> Vec<Vec<&'c (&'static str, Range<usize>)>> {
    let mut groups: Vec<Vec<&(&'static str, Range<usize>)>> = Vec::new();
    for country in all {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| country.1.start <= last.1.end + 2) => {
                group.push(country);
            }
            _ => groups.push(vec![country]),
        }
    }
    groups
}

/// Rows of a table about cookies: a name that looks like one, and how long it stays.
fn cookies(reader: &Reader<'_>, found: &mut Found) {
    for (index, block) in reader.blocks.iter().enumerate().filter(|(_, block)| block.kind == Kind::Row) {
        let cells: Vec<&str> = block.text.split(['|', '\t']).map(str::trim).collect();
        let Some(name) = cells.iter().copied().find(|cell| looks_like_cookie(cell)) else { continue };
        let words = reader.words(index);
        let session = words.iter().any(|token| matches!(token.word.as_str(), "sessie" | "session"));
        let lifetime = durations(words, 0..words.len()).into_iter().next().map(|(text, _)| text);
        let Some(lifetime) = lifetime.or_else(|| session.then(|| "session".to_owned())) else { continue };
        let lower = block.text.to_lowercase();
        let service = found
            .services
            .iter()
            .find(|(_, service)| lower.contains(&service.name.to_lowercase()))
            .map(|(id, _)| id.clone());
        let third = service.is_some();
        let id = service.unwrap_or_else(|| "site".to_owned());
        found.note(&format!("services.{id}.cookies.{name}"), &lifetime, block.text.as_str(), block.first);
        let service = found.services.entry(id).or_insert_with(|| Service {
            name: match reader.language {
                Language::Nl => "de website zelf".into(),
                Language::En => "the website itself".into(),
            },
            kind: "functional".into(),
            ..Service::default()
        });
        if service.cookies.iter().all(|(known, ..)| known != name) {
            service.cookies.push((name.to_owned(), lifetime, third));
        }
    }
}

fn looks_like_cookie(cell: &str) -> bool {
    let shape = cell.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '*'));
    let mark = cell.contains('_')
        || cell.ends_with("ID")
        || cell.to_lowercase().contains("sess")
        || cell.contains('-') && cell.is_ascii();
    shape && mark && (2..=60).contains(&cell.len()) && cell.chars().any(char::is_alphabetic)
}
