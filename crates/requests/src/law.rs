//! The law's figures and articles on answering a request, as dated data.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::calendar::Span;
use serde::Deserialize;

use crate::refusal::{RefusalGround, Remedy};
use crate::right::Right;

/// Embedded so that no deployment can lack it.
const LAW: &str = include_str!("law.toml");

/// Every set of rules, each for the requests received between its dates.
#[derive(Debug, Clone)]
pub struct Law(Vec<LawRules>);

/// The rules for requests received in one period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawRules {
    #[serde(deserialize_with = "date")]
    in_force_from: Date,
    #[serde(default, deserialize_with = "optional_date")]
    until: Option<Date>,
    /// The text that the articles are of.
    pub source: String,
    /// The article that sets the term.
    pub article: String,
    /// The term for an answer.
    pub answer_within: Span,
    /// By how much the term may be extended once.
    pub extension: Span,
    /// Whether this was compared with the official text.
    pub checked: bool,
    /// The article under which somebody may be asked who they are.
    pub identity_article: String,
    /// Asking who somebody is stops the clock only when it is done within this time.
    pub ask_identity_within: Span,
    /// Within which time after the answer one goes to the court about it.
    pub court_within: Span,
    /// The provision of the Member State that says so.
    pub court_provision: String,
    right: BTreeMap<Right, String>,
    ground: BTreeMap<RefusalGround, String>,
    remedy: BTreeMap<Remedy, String>,
}

/// The file of rules cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// The TOML is not as expected.
    #[error(
        "the file with the law's terms for requests cannot be read, so no deadline can be computed; mend it"
    )]
    Unreadable(#[from] toml::de::Error),
    /// A right, ground or remedy has no article.
    #[error("the rules in force from {from} name no article for “{word}”; add it")]
    NoArticle {
        /// First day of the rules.
        from: Date,
        /// The right, ground or remedy.
        word: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rules: Vec<LawRules>,
}

impl Law {
    /// The rules that ship with the product.
    pub fn embedded() -> Result<Self, LawError> {
        Self::from_toml(LAW)
    }

    /// Rules from a file like `law.toml`, which describes its own form.
    pub fn from_toml(text: &str) -> Result<Self, LawError> {
        let file: File = toml::from_str(text)?;
        for rules in &file.rules {
            let no_article = |word| Err(LawError::NoArticle { from: rules.in_force_from, word });
            if let Some(right) = Right::ALL.iter().find(|right| !rules.right.contains_key(right)) {
                return no_article(right.as_str());
            }
            if let Some(ground) = RefusalGround::ALL.iter().find(|g| !rules.ground.contains_key(g)) {
                return no_article(ground.as_str());
            }
            if let Some(remedy) = Remedy::ALL.iter().find(|remedy| !rules.remedy.contains_key(remedy)) {
                return no_article(remedy.as_str());
            }
        }
        Ok(Self(file.rules))
    }

    /// The rules for a request received on `day`; none before the law was in force.
    pub fn on(&self, day: Date) -> Option<&LawRules> {
        self.0.iter().find(|rules| rules.in_force_from <= day && rules.until.is_none_or(|until| day < until))
    }
}

impl LawRules {
    /// The article of a right, like "15".
    pub fn right(&self, right: Right) -> &str {
        self.right.get(&right).map_or("", String::as_str)
    }

    /// The article that allows a refusal on this ground.
    pub fn ground(&self, ground: RefusalGround) -> &str {
        self.ground.get(&ground).map_or("", String::as_str)
    }

    /// The article that gives a remedy.
    pub fn remedy(&self, remedy: Remedy) -> &str {
        self.remedy.get(&remedy).map_or("", String::as_str)
    }
}

fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let date = toml::value::Datetime::deserialize(deserializer)?.to_string();
    date.parse()
        .map_err(|_| serde::de::Error::custom(format!("“{date}” is no calendar date like 2018-05-25")))
}

fn optional_date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    date(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_rules_count_for_requests_received_between_their_dates() {
        let next = LAW.replace("2018-05-25", "2030-01-01").replace("\"1 month\"", "\"3 weeks\"");
        let first = LAW.replace("2018-05-25\nsource", "2018-05-25\nuntil = 2030-01-01\nsource");
        let law = Law::from_toml(&format!("{first}\n{next}")).unwrap();
        assert_eq!(law.on(date(2018, 5, 24)), None);
        for (day, term) in [
            (date(2018, 5, 25), Span::months(1)),
            (date(2029, 12, 31), Span::months(1)),
            (date(2030, 1, 1), Span::weeks(3)),
        ] {
            assert_eq!(law.on(day).unwrap().answer_within, term, "{day}");
        }
    }

    #[test]
    fn every_right_ground_and_remedy_has_its_article() {
        let law = Law::embedded().unwrap();
        let rules = law.on(date(2026, 11, 22)).unwrap();
        assert_eq!(rules.right(Right::Erasure), "17");
        assert_eq!(rules.ground(RefusalGround::LegalObligation), "17(3)(b)");
        assert_eq!(rules.remedy(Remedy::Court), "79");
        for line in ["erasure = \"17\"", "excessive = \"12(5)\"", "court = \"79\""] {
            let error = Law::from_toml(&LAW.replace(line, "")).unwrap_err();
            assert!(error.to_string().contains(line.split(' ').next().unwrap()), "{error}");
        }
    }

    #[test]
    fn wrong_data_is_refused() {
        for (from, to) in
            [("\"1 month\"", "\"soon\""), ("2018-05-25", "\"spring\""), ("erasure =", "forgetting =")]
        {
            assert!(Law::from_toml(&LAW.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
