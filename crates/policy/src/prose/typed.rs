//! Finds what was typed by hand in prose although a fact has it: figures with units in digits and in words,
//! names, e-mail addresses, countries, articles of the law. What is typed by hand stays behind when the fact changes.

use std::ops::Range;

use kernel::Language;
use kernel::calendar::{self, Unit};

use super::numerals;
use super::parse::{Block, ProseFile};
use super::resolve::not_prose;
use crate::compile::load::Loaded;
use crate::compile::shape::is_address;
use crate::diagnostic::{Code, Collector, Span};
use crate::facts::{Facts, FigureValue, PolicyHeader};
use crate::values::{Country, Lifetime};

/// What prose must not repeat: each value with the path that shows it.
pub(crate) struct Values {
    spans: Vec<(calendar::Span, String)>,
    numbers: Vec<(u32, String)>,
    articles: Vec<(u32, String)>,
    /// Names and phrases, longest first.
    names: Vec<(String, String)>,
    countries: Vec<(Country, String)>,
}

impl Values {
    /// Gathers the values of a policy.
    pub(crate) fn gather(loaded: &Loaded) -> Self {
        let facts = &loaded.facts;
        let mut values = Self {
            spans: spans(facts),
            numbers: Vec::new(),
            articles: Vec::new(),
            names: Vec::new(),
            countries: countries(facts),
        };
        for (kind, right) in facts.rights.iter() {
            let number = right
                .article
                .as_deref()
                .map(|article| article.chars().take_while(char::is_ascii_digit).collect::<String>());
            if let Some(number) = number.and_then(|number| number.parse().ok()) {
                values.articles.push((number, format!("rights.{kind}.article")));
            }
        }
        values.figures(facts);
        values.add_names(facts, loaded.header.as_ref());
        values.names.retain(|(name, _)| name.chars().count() > 1);
        values.names.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        values.names.dedup_by(|(a, _), (b, _)| a == b);
        values
    }

    fn figures(&mut self, facts: &Facts) {
        for (id, figure) in &facts.figures {
            let path = format!("figures.{id}");
            match &figure.value {
                FigureValue::Number(number) => {
                    self.numbers.extend(u32::try_from(*number).ok().map(|number| (number, path)));
                }
                FigureValue::Span(span) => self.spans.push((*span, path)),
                FigureValue::Word(word) => self.phrase(word, &path),
                FigureValue::Text(text) => {
                    self.phrase(&text.nl, &path);
                    self.phrase(&text.en, &path);
                }
            }
        }
    }

    /// A word or phrase of a figure. A single small word is too ordinary to be looked for.
    fn phrase(&mut self, phrase: &str, path: &str) {
        if phrase.contains(char::is_whitespace)
            || phrase.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
        {
            self.names.push((phrase.to_owned(), path.to_owned()));
        }
    }

    fn add_names(&mut self, facts: &Facts, header: Option<&PolicyHeader>) {
        let organisation = &facts.organisation;
        let mut add = |name: &str, path: String| {
            // A name that is an ordinary noun ("betaaldienst") may be used as one.
            if name.starts_with(char::is_uppercase) || name.contains(|c: char| c.is_ascii_digit()) {
                self.names.push((name.to_owned(), path));
            }
        };
        add(&organisation.name, "organisation.name".to_owned());
        if let Some(name) = &organisation.legal_name {
            add(name, "organisation.legal_name".to_owned());
        }
        if let Some(address) = &organisation.address {
            add(&address.street, "organisation.address.street".to_owned());
            add(&address.postcode, "organisation.address.postcode".to_owned());
        }
        if let Some(registration) = &organisation.registration {
            add(&registration.number, "organisation.registration.number".to_owned());
        }
        if let Some(phone) = &organisation.contact.phone {
            add(phone, "organisation.contact.phone".to_owned());
        }
        for language in Language::ALL {
            if let Some(authority) = &organisation.authority {
                add(authority.name.get(language), "organisation.authority.name".to_owned());
            }
            for (id, fact) in &facts.recipients {
                add(fact.name.get(language), format!("recipients.{id}"));
            }
            for (id, fact) in &facts.services {
                add(fact.name.get(language), format!("services.{id}"));
            }
        }
        let sites = header.iter().flat_map(|header| &header.scope).map(|site| (site, "policy.scope"));
        for (site, path) in sites.chain([(&organisation.website, "organisation.website")]) {
            let host = site.split_once("://").map_or(site.as_str(), |(_, rest)| rest).trim_end_matches('/');
            if host.contains('.') {
                self.names.push((host.to_owned(), path.to_owned()));
            }
        }
    }
}

fn spans(facts: &Facts) -> Vec<(calendar::Span, String)> {
    let mut found = Vec::new();
    for (kind, right) in facts.rights.iter() {
        found.extend(right.answer_within.map(|term| (term, format!("rights.{kind}.answer_within"))));
        found.extend(right.extension.map(|term| (term, format!("rights.{kind}.extension"))));
    }
    for (id, term) in &facts.terms {
        found.extend(term.keep.map(|keep| (keep, format!("terms.{id}.keep"))));
    }
    found.extend(facts.breach.authority_within.map(|term| (term, "breach.authority_within".to_owned())));
    for (id, service) in &facts.services {
        for cookie in &service.cookie {
            if let Lifetime::For(duration) = cookie.lifetime {
                found.push((duration, format!("services.{id}.cookies.{}.lifetime", cookie.name)));
            }
        }
    }
    found
}

fn countries(facts: &Facts) -> Vec<(Country, String)> {
    let mut found = Vec::new();
    let organisation = &facts.organisation;
    found.extend(
        organisation
            .address
            .as_ref()
            .map(|address| (address.country, "organisation.address.country".to_owned())),
    );
    found.extend(
        organisation
            .authority
            .as_ref()
            .map(|authority| (authority.country, "organisation.authority.country".to_owned())),
    );
    found.extend(facts.storage.countries.iter().map(|country| (*country, "storage.countries".to_owned())));
    found
        .extend(facts.storage.access_from.iter().map(|country| (*country, "storage.access_from".to_owned())));
    for (id, recipient) in &facts.recipients {
        found.extend(
            recipient.countries.iter().map(|country| (*country, format!("recipients.{id}.countries"))),
        );
    }
    found
}

/// A word of prose.
struct Token<'t> {
    text: &'t str,
    range: Range<usize>,
}

/// Reports everything in `prose` that a fact should have been asked for.
pub(crate) fn check(prose: &ProseFile<'_>, values: &Values, out: &mut Collector<'_>) {
    let masked = mask(prose);
    let tokens = tokens(&masked);
    let mut checker = Checker { file: &prose.path, masked: &masked, values, out };
    checker.addresses();
    checker.names();
    checker.countries(prose.language);
    checker.figures(&tokens);
}

/// The file with everything blanked that is not prose: fences, placeholders, comments, link targets, code.
fn mask(prose: &ProseFile<'_>) -> String {
    let text = prose.text;
    let mut keep = vec![false; text.len()];
    let ranges = prose.blocks.iter().map(|block| match block {
        Block::Heading { text, .. } | Block::Passage { text, .. } => text,
    });
    for range in ranges.chain([&prose.title]) {
        keep.get_mut(range.clone()).unwrap_or_default().fill(true);
    }
    for range in not_prose(text).into_iter().chain(link_targets(text)) {
        keep.get_mut(range).unwrap_or_default().fill(false);
    }
    let bytes =
        text.bytes().zip(keep).map(|(byte, keep)| if keep || byte == b'\n' { byte } else { b' ' }).collect();
    // Ranges end on character boundaries, so this is always UTF-8; the other arm only satisfies the types.
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where links go: what stands in `](…)`.
fn link_targets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("](")).map(|index| at + index + 2) {
        let line_end =
            text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |index| start + index);
        let end =
            text.get(start..line_end).and_then(|rest| rest.find(')')).map_or(line_end, |index| start + index);
        found.push(start..end);
        at = end;
    }
    found
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || (c == '-' && start.is_some()), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if let Some(word) = text.get(from..at) {
                    let word = word.trim_end_matches('-');
                    found.push(Token { text: word, range: from..from + word.len() });
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

struct Checker<'a, 'b, 'c> {
    file: &'a str,
    masked: &'a str,
    values: &'a Values,
    out: &'b mut Collector<'c>,
}

impl Checker<'_, '_, '_> {
    fn report(&mut self, code: Code, range: Range<usize>, what: &str, path: &str) {
        let typed: String = self.masked.get(range.clone()).unwrap_or_default().chars().take(60).collect();
        let message = format!("{what} typed by hand: “{typed}”");
        let help = format!("a fact has it: write “{{{{ {path} }}}}”");
        self.out.add(code, self.file, Span::new(range.start, range.end), message, help);
    }

    fn addresses(&mut self) {
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
        let masked = self.masked;
        let mut start = None;
        for (at, c) in masked.char_indices().chain([(masked.len(), ' ')]) {
            match (inside(c), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    start = None;
                    let text = masked.get(from..at).unwrap_or_default().trim_end_matches('.');
                    if text.contains('@') && is_address(text) {
                        let help =
                            "state it as a fact and write “{{ organisation.contact.email }}” or another path";
                        let span = Span::new(from, from + text.len());
                        self.out.add(
                            Code::TypedAddress,
                            self.file,
                            span,
                            "an e-mail address typed by hand",
                            help,
                        );
                    }
                }
                _ => {}
            }
        }
    }

    fn names(&mut self) {
        let mut taken: Vec<Range<usize>> = Vec::new();
        for (name, path) in &self.values.names {
            for range in occurrences(self.masked, name) {
                if taken.iter().all(|other| range.end <= other.start || other.end <= range.start) {
                    taken.push(range.clone());
                    self.report(Code::TypedName, range, "a name", path);
                }
            }
        }
    }

    fn countries(&mut self, language: Language) {
        let mut seen = Vec::new();
        for (country, path) in &self.values.countries {
            if seen.contains(country) {
                continue;
            }
            seen.push(*country);
            for range in occurrences(self.masked, country.name(language)) {
                self.report(Code::TypedName, range, "a country", path);
            }
        }
    }

    fn figures(&mut self, tokens: &[Token<'_>]) {
        let mut done = 0;
        for (index, token) in tokens.iter().enumerate() {
            // "dertig (30) dagen" is one figure.
            if token.range.start < done {
                continue;
            }
            let before = index
                .checked_sub(1)
                .and_then(|index| tokens.get(index))
                .map(|token| token.text.to_lowercase());
            let article = before
                .as_deref()
                .is_some_and(|word| matches!(word, "artikel" | "artikelen" | "article" | "articles" | "art"));
            let after = tokens.get(index + 1..).unwrap_or_default();
            if let Some((number, in_words)) = numerals::parse(token.text) {
                if self.in_larger_number(&token.range) {
                    continue;
                }
                if article {
                    self.find_number(number, &token.range, true);
                } else if let Some((unit, end)) = self.unit(token.range.end, after) {
                    self.span(number, unit, token.range.start..end);
                    done = end;
                } else if !in_words || number > 12 {
                    self.find_number(number, &token.range, false);
                }
            } else if let Some((number, unit)) = compound(token.text) {
                self.span(number, unit, token.range.clone());
            }
        }
    }

    /// Whether digits go on after a point, a comma or a colon: a date, a time, an amount.
    fn in_larger_number(&self, range: &Range<usize>) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let joint = |c: Option<char>| matches!(c, Some('.' | ',' | ':' | '/'));
        let mut before = self.masked.get(..range.start).unwrap_or_default().chars().rev();
        let mut after = self.masked.get(range.end..).unwrap_or_default().chars();
        (joint(before.next()) && digit(before.next())) || (joint(after.next()) && digit(after.next()))
    }

    /// The unit that the next words name, and where it ends.
    fn unit(&self, from: usize, after: &[Token<'_>]) -> Option<(Unit, usize)> {
        let adjacent = |from: usize, to: usize| {
            self.masked.get(from..to).is_some_and(|gap| {
                gap.chars().all(|c| c.is_whitespace() || matches!(c, '(' | ')' | '*'))
                    && gap.matches('\n').count() < 2
            })
        };
        let first = after.first().filter(|token| adjacent(from, token.range.start))?;
        let second = after.get(1).filter(|token| adjacent(first.range.end, token.range.start));
        let lower = first.text.to_lowercase();
        let working = matches!(lower.as_str(), "working" | "business");
        let filler = matches!(lower.as_str(), "calendar" | "full" | "whole" | "volle" | "hele");
        if working || filler {
            let unit = unit_word(second?.text)?;
            let unit = if working && unit == Unit::Days { Unit::WorkingDays } else { unit };
            return Some((unit, second?.range.end));
        }
        // "dertig (30) dagen": the number again, then the unit.
        if numerals::parse(&lower).is_some() {
            return unit_word(second?.text)
                .map(|unit| (unit, second.map_or(first.range.end, |token| token.range.end)));
        }
        unit_word(&lower).map(|unit| (unit, first.range.end))
    }

    fn span(&mut self, number: u32, unit: Unit, range: Range<usize>) {
        let Ok(typed) = calendar::Span::new(number, unit) else { return };
        let values = self.values;
        let exact = values.spans.iter().find(|(span, _)| *span == typed);
        let same = exact.or_else(|| values.spans.iter().find(|(span, _)| span.normal() == typed.normal()));
        if let Some((_, path)) = same {
            self.report(Code::TypedFigure, range, "a figure", path);
        }
    }

    fn find_number(&mut self, number: u32, range: &Range<usize>, article: bool) {
        let values = self.values;
        let list = if article { &values.articles } else { &values.numbers };
        if let Some((_, path)) = list.iter().find(|(value, _)| *value == number) {
            self.report(
                Code::TypedFigure,
                range.clone(),
                if article { "an article" } else { "a figure" },
                path,
            );
        }
    }
}

/// "30-day", "72-uurs": a number and a unit in one word.
fn compound(token: &str) -> Option<(u32, Unit)> {
    let (number, unit) = token.split_once('-')?;
    let (number, _) = numerals::parse(number)?;
    let unit = unit.split('-').next()?;
    unit_word(unit).or_else(|| unit_word(unit.strip_suffix('s')?)).map(|unit| (number, unit))
}

fn unit_word(word: &str) -> Option<Unit> {
    Some(match word.to_lowercase().as_str() {
        "uur" | "uren" | "hour" | "hours" => Unit::Hours,
        "dag" | "dagen" | "kalenderdag" | "kalenderdagen" | "day" | "days" => Unit::Days,
        "werkdag" | "werkdagen" => Unit::WorkingDays,
        "week" | "weken" | "weeks" => Unit::Weeks,
        "maand" | "maanden" | "month" | "months" => Unit::Months,
        "jaar" | "jaren" | "year" | "years" => Unit::Years,
        _ => return None,
    })
}

/// Where `name` stands as a whole word.
fn occurrences(text: &str, name: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(name)).map(|index| at + index) {
        let end = start + name.len();
        let before = text.get(..start).and_then(|rest| rest.chars().next_back());
        let after = text.get(end..).and_then(|rest| rest.chars().next());
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if edge(before) && edge(after) {
            found.push(start..end);
        }
        at = end;
    }
    found
}
