//! Who the policy is of, how to reach them, and from when it holds.

use jiff::civil::Date;
use kernel::Language;
use kernel::calendar::month_name;
use lint::token::Token;

use super::{Found, Reader};
use crate::known::known;

pub(super) fn find(reader: &Reader<'_>, found: &mut Found) {
    addresses(reader, found);
    website(reader, found);
    name(reader, found);
    numbers(reader, found);
    date(reader, found);
    authority(reader, found);
    if let Some((home, words)) = super::home::look(reader, found) {
        found.home = Some(&home.country);
        found.note("policy.time_zone", &home.zone, words, 1);
    }
}

/// Words of an address that is for privacy, the best first.
const BOXES: &[&str] = &[
    "privacy",
    "avg",
    "gdpr",
    "fg",
    "dpo",
    "dataprotection",
    "gegevensbescherming",
    "info",
    "contact",
    "support",
];

fn is_address(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.') && word.is_ascii()
}

fn addresses(reader: &Reader<'_>, found: &mut Found) {
    for (block, text) in reader.blocks.iter().enumerate().map(|(index, block)| (index, &block.text)) {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
        for word in text.split(|c| !inside(c)).map(|word| word.trim_matches(['.', '-'])) {
            if is_address(word) && !found.emails.iter().any(|known| known == word) {
                found.emails.push(word.to_owned());
                found.note("organisation.contact.email", word, word, reader.line(block));
            }
        }
    }
    let rank = |address: &String| {
        let lower = address.to_ascii_lowercase();
        BOXES.iter().position(|name| lower.starts_with(name)).unwrap_or(BOXES.len())
    };
    found.emails.sort_by_key(rank);
    // The contact is one address; others are figures.
    let contact = found.emails.first().cloned();
    found
        .facts
        .retain(|fact| fact.path != "organisation.contact.email" || Some(&fact.value) == contact.as_ref());
}

fn website(reader: &Reader<'_>, found: &mut Found) {
    let domain = found
        .emails
        .first()
        .and_then(|email| email.split_once('@'))
        .map(|(_, host)| host.to_ascii_lowercase());
    let mut best: Option<(bool, String, usize)> = None;
    for (block, text) in reader.blocks.iter().enumerate().map(|(index, block)| (index, &block.text)) {
        for word in text
            .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | '“' | '”' | ','))
        {
            let lower = word.trim_end_matches(['.', ';', ':', '/', '’', '\'']).to_ascii_lowercase();
            let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
            let host = host.split(['/', '?', '#']).next().unwrap_or_default();
            let web = lower.contains("://") || host.starts_with("www.") || domain.as_deref() == Some(host);
            let plain = host.contains('.')
                && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
            let well = plain && !host.starts_with('.') && !host.contains("..");
            if !web || !well || host.contains('@') {
                continue;
            }
            let own = domain.as_deref().is_some_and(|domain| host.ends_with(domain));
            if best.as_ref().is_none_or(|(known, _, _)| own && !known) && (own || domain.is_none()) {
                best = Some((own, host.to_owned(), block));
            }
        }
    }
    let free = ["gmail.com", "hotmail.com", "outlook.com", "live.nl", "yahoo.com"];
    match (best, domain) {
        (Some((_, host, block)), _) => {
            let site = format!("https://{host}");
            found.note("organisation.website", &site, host, reader.line(block));
            found.website = Some(site);
        }
        (None, Some(domain)) if !free.contains(&domain.as_str()) => {
            found.website = Some(format!("https://www.{domain}"));
        }
        _ => {}
    }
}

const FORMS: &[&str] = &[
    "B.V.", "BV", "N.V.", "NV", "V.O.F.", "VOF", "Inc.", "Inc", "Ltd.", "Ltd", "LLC", "GmbH", "plc", "PLC",
    "Limited", "S.A.",
];
const KINDS: &[&str] = &[
    "Gemeente",
    "gemeente",
    "Stichting",
    "Vereniging",
    "Coöperatie",
    "Universiteit",
    "Hogeschool",
    "Provincie",
    "Waterschap",
];

fn name(reader: &Reader<'_>, found: &mut Found) {
    if let Some((legal, block)) = legal_name(reader) {
        found.note("organisation.legal_name", &legal, legal.as_str(), reader.line(block));
        let short = FORMS.iter().find_map(|form| legal.strip_suffix(form)).unwrap_or(&legal);
        let short = short.trim_end_matches([' ', ',']).to_owned();
        found.note("organisation.name", &short, legal.as_str(), reader.line(block));
        if short == legal {
            found.facts.retain(|fact| fact.path != "organisation.legal_name");
        } else {
            found.legal_name = Some(legal);
        }
        found.name = Some(short);
        return;
    }
    // A word that is also the name of the site is the name.
    let label = found.website.as_deref().and_then(|site| {
        let host = site.trim_start_matches("https://").trim_start_matches("www.");
        host.split('.').next().map(str::to_lowercase)
    });
    let by_label = label.as_deref().and_then(|label| {
        reader.blocks.iter().enumerate().find_map(|(index, block)| {
            let words = block.text.split(|c: char| !c.is_alphanumeric() && c != '-');
            let mut words =
                words.filter(|word| word.to_lowercase() == label && word.starts_with(char::is_uppercase));
            words.next().map(|word| (word.to_owned(), index))
        })
    });
    if let Some((name, block)) = by_label.or_else(|| most_named(reader)) {
        found.note("organisation.name", &name, name.as_str(), reader.line(block));
        found.name = Some(name);
    }
}

fn capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// A name with a legal form, or of a kind of organisation: "Bloem B.V.", "Gemeente Voorbeeldstad".
fn legal_name(reader: &Reader<'_>) -> Option<(String, usize)> {
    let vendors: Vec<&str> =
        known().vendor.iter().flat_map(|vendor| vendor.names.iter().map(String::as_str)).collect();
    for (index, block) in reader.blocks.iter().enumerate() {
        let words: Vec<&str> = block.text.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let bare = word.trim_end_matches([',', ';', ':', ')', '”', '"', '(']);
            let exact = FORMS
                .iter()
                .find(|form| bare == **form || bare.trim_end_matches('.') == form.trim_end_matches('.'));
            if let Some(form) = exact.filter(|_| at > 0) {
                let mut start = at;
                while start > 0
                    && at - start < 4
                    && words
                        .get(start - 1)
                        .is_some_and(|word| capital(word) && !word.ends_with(['.', ':', ';']))
                {
                    start -= 1;
                }
                let name = words.get(start..at).unwrap_or_default().join(" ");
                let name = name.trim_matches([',', '(', '“', '"']).trim_start_matches("Wij van ").to_owned();
                if !name.is_empty() && !vendors.contains(&name.as_str()) {
                    return Some((format!("{name} {form}"), index));
                }
            }
            if KINDS.contains(&bare) && index < 12 {
                let next = words.get(at + 1).map(|next| next.trim_matches(|c: char| !c.is_alphanumeric()));
                if let Some(next) = next.filter(|next| capital(next)) {
                    return Some((format!("{bare} {next}"), index));
                }
            }
        }
    }
    None
}

/// The capitalised word that stands most often inside sentences and is no company that is known.
fn most_named(reader: &Reader<'_>) -> Option<(String, usize)> {
    let known = known();
    let others = known
        .vendor
        .iter()
        .flat_map(|vendor| &vendor.names)
        .chain(known.service.iter().flat_map(|service| &service.names));
    let others: Vec<&String> = others.collect();
    let mut counts: std::collections::BTreeMap<&str, (usize, usize)> = std::collections::BTreeMap::new();
    for (index, block) in reader.blocks.iter().enumerate() {
        let words: Vec<&str> = block.text.split_whitespace().collect();
        for pair in words.windows(2) {
            let [before, word] = pair else { continue };
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let inside = !before.ends_with(['.', '!', '?', ':', '-', '•', '|']);
            let usual = [
                "Privacy",
                "Policy",
                "Personal",
                "Data",
                "Service",
                "Services",
                "Terms",
                "AVG",
                "GDPR",
                "EU",
                "IP",
                "Information",
                "Wij",
                "Cookies",
                "Autoriteit",
                "Persoonsgegevens",
            ];
            let lower = bare.chars().any(char::is_lowercase);
            if inside
                && capital(bare)
                && lower
                && bare.len() > 2
                && !usual.contains(&bare)
                && !others.iter().any(|other| other.contains(bare))
            {
                counts.entry(bare).or_insert((0, index)).0 += 1;
            }
        }
    }
    let best = counts.into_iter().max_by_key(|(_, (count, index))| (*count, std::cmp::Reverse(*index)))?;
    (best.1.0 >= 2).then(|| (best.0.to_owned(), best.1.1))
}

fn numbers(reader: &Reader<'_>, found: &mut Found) {
    for (block, range) in reader.statements() {
        let words = reader.words(block).get(range.clone()).unwrap_or_default();
        for (at, token) in words.iter().enumerate() {
            let after = words.get(at + 1..(at + 6).min(words.len())).unwrap_or_default();
            let kvk = token.word.starts_with("kvk")
                || matches!(
                    token.word.as_str(),
                    "ondernemingsnummer" | "kbo" | "hrb" | "siren" | "siret" | "cvr"
                )
                || token.word == "handelsregister"
                || token.word == "koophandel";
            let company = matches!(token.word.as_str(), "company" | "registration")
                && after.first().is_some_and(|next| matches!(next.word.as_str(), "number" | "no"));
            if (kvk || company) && found.registration.is_none() {
                let number = after.iter().find(|next| {
                    let digits = next.word.bytes().filter(u8::is_ascii_digit).count();
                    (6..=12).contains(&digits) && next.word.len() <= 14
                });
                if let Some(number) = number {
                    let value = number.word.replace('.', "");
                    found.note(
                        "organisation.registration.number",
                        &value,
                        reader.text(block, range.start + at..range.start + at + 1),
                        reader.line(block),
                    );
                    found.registration = Some(value);
                }
            }
        }
        let text = reader.blocks.get(block).map_or("", |block| block.text.as_str());
        if found.phone.is_none()
            && words.iter().any(|token| {
                ["tel", "telefoon", "telefonisch", "phone", "bellen", "telefoonnummer", "telephone", "bel"]
                    .contains(&token.word.as_str())
            })
            && let Some(phone) = phone(text)
        {
            found.note("organisation.contact.phone", &phone, phone.as_str(), reader.line(block));
            found.phone = Some(phone);
        }
        if found.address.is_none()
            && let Some(address) = address(text)
        {
            let value = format!("{}, {} {}", address.0, address.1, address.2);
            found.note("organisation.address", &value, value.as_str(), reader.line(block));
            found.address = Some(address);
        }
    }
}

/// A run of digits as phone numbers are written.
fn phone(text: &str) -> Option<String> {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')');
    let runs = text.split(|c| !part(c)).map(|run| run.trim_matches([' ', '-', ')']));
    let fits = |run: &&str| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        (9..=13).contains(&digits) && run.starts_with(['0', '+', '('])
    };
    runs.filter(fits).map(str::to_owned).next()
}

/// An address in any of the ways that are known, as street with number, postcode and town.
fn address(text: &str) -> Option<(String, String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    dutch(&words).or_else(|| british(&words)).or_else(|| continental(&words))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// "14 Mill Lane, Leeds LS1 4AP".
fn british(words: &[&str]) -> Option<(String, String, String)> {
    words.windows(3).enumerate().find_map(|(at, window)| {
        let [town, out, inner] = window else { return None };
        let (town, out, inner) = (bare(town), bare(out), bare(inner));
        let upper = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let outer = (2..=4).contains(&out.len())
            && out.starts_with(|c: char| c.is_ascii_uppercase())
            && out.bytes().any(|byte| byte.is_ascii_digit());
        let fits = outer && inner.len() == 3 && inner.starts_with(|c: char| c.is_ascii_digit());
        if !(fits && upper(out) && upper(inner) && capital(town)) {
            return None;
        }
        // The street begins with its number, a few words before.
        let start = (at.saturating_sub(5)..at).rev().find(|place| {
            words.get(*place).is_some_and(|word| bare(word).starts_with(|c: char| c.is_ascii_digit()))
        })?;
        let street = words.get(start..at)?.join(" ");
        let street = street.trim_end_matches([',', ' ']).to_owned();
        (at - start >= 2).then(|| (street, format!("{out} {inner}"), town.to_owned()))
    })
}

/// "Kerkstraat 12, 9000 Gent": four or five figures between a numbered street and a town.
fn continental(words: &[&str]) -> Option<(String, String, String)> {
    words.windows(4).enumerate().find_map(|(at, window)| {
        let [name, number, code, town] = window else { return None };
        let figures = bare(code);
        let postcode = matches!(figures.len(), 4 | 5) && figures.bytes().all(|byte| byte.is_ascii_digit());
        let numbered = bare(number).starts_with(|c: char| c.is_ascii_digit()) && bare(number).len() <= 4;
        let ends = number.ends_with(',');
        if !(postcode && numbered && ends && capital(bare(name)) && capital(bare(town))) {
            return None;
        }
        let mut start = at;
        while start > 0
            && at - start < 4
            && words
                .get(start - 1)
                .is_some_and(|word| capital(word) && !word.ends_with([',', '.', ':', ';', '|', '-']))
        {
            start -= 1;
        }
        let street = words.get(start..=at)?.join(" ");
        Some((format!("{street} {}", bare(number)), figures.to_owned(), bare(town).to_owned()))
    })
}

/// "Dorpsstraat 1, 1234 AB Voorbeeldstad".
fn dutch(words: &[&str]) -> Option<(String, String, String)> {
    words.windows(3).enumerate().find_map(|(at, window)| {
        let [digits, letters, city] = window else { return None };
        let digits = digits.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = letters.trim_matches(|c: char| !c.is_alphanumeric());
        let postcode = digits.len() == 4
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
            && letters.len() == 2
            && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        let city = city.trim_matches(|c: char| !c.is_alphanumeric() && c != '-' && c != '’');
        if !postcode || !capital(city) {
            return None;
        }
        let number = words.get(at.checked_sub(1)?)?.trim_matches(|c: char| !c.is_alphanumeric());
        let mut start = at - 1;
        while start > 0
            && at - start < 5
            && words.get(start - 1).is_some_and(|word| !word.ends_with([',', '.', ':', ';', '|', '-']))
            && capital(words.get(start - 1)?)
        {
            start -= 1;
        }
        let street = words.get(start..at - 1)?.join(" ");
        let street = street.trim_matches(|c: char| !c.is_alphanumeric());
        let numbered = number.starts_with(|c: char| c.is_ascii_digit());
        (numbered && !street.is_empty())
            .then(|| (format!("{street} {number}"), format!("{digits} {letters}"), city.to_owned()))
    })
}

fn date(reader: &Reader<'_>, found: &mut Found) {
    let cues = [
        "ingangsdatum",
        "geldt",
        "gewijzigd",
        "bijgewerkt",
        "updated",
        "effective",
        "modified",
        "revised",
        "versie",
        "version",
        "geldig",
        "ingang",
        "inwerking",
        "datum",
        "date",
        "sinds",
        "aangepast",
    ];
    let mut best: Option<(usize, Date, String, usize)> = None;
    for (block, range) in reader.statements() {
        let words = reader.words(block);
        let cue = words
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .position(|token| cues.contains(&token.word.as_str()));
        let Some(cue) = cue.map(|at| range.start + at) else { continue };
        for at in cue..(cue + 14).min(words.len()) {
            if let Some((date, len)) = day(words.get(at..).unwrap_or_default(), reader.language) {
                let rank = cues
                    .iter()
                    .position(|word| words.get(cue).is_some_and(|token| token.word == *word))
                    .unwrap_or(99);
                if best.as_ref().is_none_or(|(known, ..)| rank < *known) {
                    let text = reader.text(block, cue..at + len);
                    let bytes = reader.bytes(block, at..at + len);
                    found.places.retain(|place| place.path != "policy.in_force_from");
                    found.places.push(super::Taken {
                        block,
                        range: bytes,
                        path: "policy.in_force_from".into(),
                    });
                    best = Some((rank, date, text, reader.line(block)));
                }
                break;
            }
        }
    }
    if let Some((_, date, words, line)) = best {
        found.note("policy.in_force_from", &date.to_string(), words, line);
        found.date = Some(date);
    }
}

/// The day that `words` begins with: 01/06/2022, 1-6-2022, 2022-06-01, 1 juni 2022, June 1, 2022.
fn day(words: &[Token], language: Language) -> Option<(Date, usize)> {
    let first = words.first()?;
    let parts: Vec<i16> = first.word.split(['/', '-', '.']).filter_map(|part| part.parse().ok()).collect();
    if let [a, b, c] = parts.as_slice() {
        let date = if *a > 31 { make(*a, *b, *c) } else { make(*c, *b, *a).or_else(|| make(*c, *a, *b)) };
        return date.map(|date| (date, 1));
    }
    // "01/06/2022" may be cut into three words.
    let number = |at: usize| {
        words.get(at).and_then(|token: &Token| {
            token.word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>().ok()
        })
    };
    let month = |at: usize| {
        let word = words.get(at)?.word.as_str();
        (1..=12).find(|month| {
            [language, Language::En, Language::Nl].into_iter().any(|language| {
                let name = month_name(*month, language).to_lowercase();
                name == word || word.len() == 3 && name.starts_with(word)
            })
        })
    };
    if let (Some(day), Some(month), Some(year)) = (number(0), month(1), number(2)) {
        return make(year, i16::from(month), day).map(|date| (date, 3));
    }
    if let (Some(month), Some(day), Some(year)) = (month(0), number(1), number(2)) {
        return make(year, i16::from(month), day).map(|date| (date, 3));
    }
    if let (Some(month), Some(year)) = (month(0), number(1)) {
        return make(year, i16::from(month), 1).map(|date| (date, 2));
    }
    None
}

fn make(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1990..2100).contains(&year).then_some(date)
}

fn authority(reader: &Reader<'_>, found: &mut Found) {
    for (index, authority) in known().authority.iter().enumerate() {
        let hit = reader.blocks.iter().position(|block| block.text.contains(&authority.name));
        if let Some(block) = hit {
            found.note(
                "organisation.authority",
                &authority.name,
                authority.name.as_str(),
                reader.line(block),
            );
            found.authority = Some(index);
            return;
        }
    }
}
