//! The rules: conflicts K1 to K34 and gaps G1 to G16, as data.
//!
//! A rule is a table of `data/rules/*.toml`. Each part of it holds patterns per language (see
//! [`crate::pattern`]):
//!
//! | key | meaning |
//! |---|---|
//! | `find` | the wrong words |
//! | `claim`, `against` | two statements that cannot both be true |
//! | `when` | only texts that say this are concerned |
//! | `unless` | a text that says this (`need` times) is not |
//! | `have`, `at` | for a gap: what closes it, and where it is underlined |
//!
//! To mend or widen a rule, edit its table and put an example beside it in `tests/examples`. What a conflict
//! is and where the law says it stands once, in `policy`'s `data/conflicts.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use kernel::{Language, Text};
use serde::Deserialize;

use crate::pattern::{Lists, Malformed, Pattern, names, sequence};

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// "K1" or "G1".
    pub id: String,
    /// Whether something is missing, rather than wrong.
    pub gap: bool,
    /// Where the law says it.
    pub article: Text,
    /// What is wrong.
    pub what: Text,
    /// How to mend it.
    pub mend: Text,
    /// Whether leftovers of a model text are looked for as well.
    pub residue: bool,
    /// Gaps of which one must be found for this rule to speak.
    pub after: Vec<String>,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// How two statements belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Same {
    /// Anywhere in the texts of one language.
    #[default]
    Anywhere,
    /// They must speak of the same company.
    Name,
}

/// Patterns of a rule that belong together.
#[derive(Debug, Clone)]
pub struct Part {
    /// The day from which it applies.
    pub since: Option<Date>,
    /// How the two statements of a contradiction belong together.
    pub same: Same,
    /// Whether both statements of a contradiction are underlined, not only the claim.
    pub both: bool,
    /// Whether recipients outside the EEA count as the statement against.
    pub outside: bool,
    /// How many places must say `unless`.
    pub need: usize,
    nl: Side,
    en: Side,
}

impl Part {
    /// The patterns of a language.
    pub fn side(&self, language: Language) -> &Side {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }
}

/// The patterns of one language.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// Only texts that say this are concerned.
    pub when: Vec<Pattern>,
    /// The wrong words.
    pub find: Vec<Pattern>,
    /// A text that says this is not concerned.
    pub unless: Vec<Pattern>,
    /// One statement of a contradiction.
    pub claim: Vec<Pattern>,
    /// The other.
    pub against: Vec<Pattern>,
    /// What closes a gap.
    pub have: Vec<Pattern>,
    /// Where a gap is underlined.
    pub at: Vec<Pattern>,
}

/// The rules and the word lists.
#[derive(Debug, Default)]
pub struct Book {
    /// The rules by id, conflicts first, in the order of their numbers.
    pub rules: Vec<Rule>,
    nl: Lists,
    en: Lists,
}

impl Book {
    /// The word lists of a language.
    pub fn lists(&self, language: Language) -> &Lists {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    since: Option<String>,
    article: Option<Text>,
    what: Option<Text>,
    mend: Text,
    #[serde(default)]
    residue: bool,
    #[serde(default)]
    after: Vec<String>,
    part: Vec<RawPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    since: Option<String>,
    #[serde(default)]
    same: Same,
    #[serde(default)]
    both: bool,
    #[serde(default)]
    outside: bool,
    #[serde(default)]
    need: Option<usize>,
    nl: RawSide,
    en: RawSide,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RawSide {
    when: Vec<String>,
    find: Vec<String>,
    unless: Vec<String>,
    claim: Vec<String>,
    against: Vec<String>,
    have: Vec<String>,
    at: Vec<String>,
}

const RULES: &[&str] = &[
    include_str!("../data/rules/consent.toml"),
    include_str!("../data/rules/changes.toml"),
    include_str!("../data/rules/transfers.toml"),
    include_str!("../data/rules/tracking.toml"),
    include_str!("../data/rules/rights.toml"),
    include_str!("../data/rules/keeping.toml"),
    include_str!("../data/rules/gaps.toml"),
];

static BOOK: LazyLock<Book> = LazyLock::new(|| read().unwrap_or_default());

/// The rules that this program comes with.
pub fn book() -> &'static Book {
    &BOOK
}

/// What is wrong with the data, for the test that keeps it right.
type Wrong = String;

fn read() -> Result<Book, Wrong> {
    let mut rules = Vec::new();
    for text in RULES {
        let raw: BTreeMap<String, RawRule> = toml::from_str(text).map_err(|error| error.to_string())?;
        for (id, rule) in raw {
            rules.push(self::rule(&id, rule).map_err(|wrong| format!("{id}: {wrong}"))?);
        }
    }
    rules.sort_by_key(|rule| (rule.gap, rule.id.get(1..).and_then(|number| number.parse::<u32>().ok())));
    let lists = |text: &str| -> Result<Lists, Wrong> {
        let raw: BTreeMap<String, Vec<String>> = toml::from_str(text).map_err(|error| error.to_string())?;
        raw.into_iter()
            .map(|(name, phrases)| {
                let read: Result<Vec<_>, Malformed> = phrases.iter().map(|phrase| sequence(phrase)).collect();
                read.map(|read| (name, read)).map_err(|wrong| wrong.0)
            })
            .collect()
    };
    let book = Book {
        rules,
        nl: lists(include_str!("../data/words/nl.toml"))?,
        en: lists(include_str!("../data/words/en.toml"))?,
    };
    for language in Language::ALL {
        let lists = book.lists(language);
        let used = book.rules.iter().flat_map(|rule| &rule.parts).flat_map(|part| part.side(language).all());
        let mut named: Vec<&str> = used.flat_map(Pattern::lists).collect();
        named.extend(lists.values().flatten().flat_map(|phrase| names(phrase)));
        if let Some(missing) = named.into_iter().find(|name| !lists.contains_key(*name)) {
            return Err(format!("no word list @{missing} in {language}"));
        }
    }
    Ok(book)
}

impl Side {
    fn all(&self) -> impl Iterator<Item = &Pattern> {
        [&self.when, &self.find, &self.unless, &self.claim, &self.against, &self.have, &self.at]
            .into_iter()
            .flatten()
    }
}

fn rule(id: &str, raw: RawRule) -> Result<Rule, Wrong> {
    let since = day(raw.since.as_deref())?;
    let known = policy::promise::conflict(id);
    let article = raw.article.or_else(|| known.map(|known| known.law.clone()));
    let what = raw.what.or_else(|| known.map(|known| known.holds.clone()));
    let parts = raw.part.into_iter().map(|part| {
        Ok(Part {
            since: day(part.since.as_deref())?.or(since),
            same: part.same,
            both: part.both,
            outside: part.outside,
            need: part.need.unwrap_or(1),
            nl: side(&part.nl)?,
            en: side(&part.en)?,
        })
    });
    Ok(Rule {
        id: id.to_owned(),
        gap: id.starts_with('G'),
        article: article.ok_or("no article")?,
        what: what.ok_or("it does not say what is wrong")?,
        mend: raw.mend,
        residue: raw.residue,
        after: raw.after,
        parts: parts.collect::<Result<_, Wrong>>()?,
    })
}

fn day(text: Option<&str>) -> Result<Option<Date>, Wrong> {
    text.map(|text| text.parse().map_err(|_| format!("“{text}” is no day"))).transpose()
}

fn side(raw: &RawSide) -> Result<Side, Wrong> {
    let read = |patterns: &[String]| {
        patterns
            .iter()
            .map(|text| Pattern::read(text).map_err(|wrong| wrong.0))
            .collect::<Result<Vec<_>, Wrong>>()
    };
    // Who says that there is no officer has said it: a negation does not matter where only presence counts.
    let presence = |patterns: &[String]| {
        read(patterns)
            .map(|patterns| patterns.into_iter().map(Pattern::whatever_negation).collect::<Vec<_>>())
    };
    Ok(Side {
        when: presence(&raw.when)?,
        find: read(&raw.find)?,
        unless: presence(&raw.unless)?,
        claim: read(&raw.claim)?,
        against: read(&raw.against)?,
        have: presence(&raw.have)?,
        at: presence(&raw.at)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_of_negations_says_that_they_do_not_matter() {
        for rule in &read().unwrap().rules {
            for (part, language) in rule.parts.iter().flat_map(|part| Language::ALL.map(|l| (part, l))) {
                for pattern in part.side(language).all() {
                    assert!(!pattern.negates_itself(), "{} in {language}: {pattern:?}", rule.id);
                }
            }
        }
    }

    #[test]
    fn the_data_reads_and_every_rule_stands_once() {
        let book = read().unwrap();
        let ids: Vec<&str> = book.rules.iter().map(|rule| rule.id.as_str()).collect();
        let expected: Vec<String> =
            (1..=34).map(|n| format!("K{n}")).chain((1..=16).map(|n| format!("G{n}"))).collect();
        assert_eq!(ids, expected);
        for rule in &book.rules {
            for text in [&rule.article, &rule.what, &rule.mend] {
                assert!(!text.nl.is_empty() && !text.en.is_empty(), "{}", rule.id);
            }
            for language in Language::ALL {
                let says = |part: &Part| {
                    let side = part.side(language);
                    !side.find.is_empty() || !side.have.is_empty() || !side.claim.is_empty()
                };
                assert!(rule.parts.iter().all(says), "{} in {language}", rule.id);
            }
        }
    }
}
