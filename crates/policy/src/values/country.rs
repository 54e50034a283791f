//! Countries by their ISO 3166-1 alpha-2 code, with the names readers see.
//!
//! The names stand in `data/countries.tsv`, so that a name that changes is a change of data.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use kernel::{Language, Text};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

static COUNTRIES: LazyLock<BTreeMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../data/countries.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut parts = line.split('\t');
            Some((parts.next()?, (parts.next()?, parts.next()?)))
        })
        .collect()
});

/// The member states of the European Economic Area, where the GDPR itself applies. Source: EEA Agreement,
/// annex XI as amended by Joint Committee Decision 154/2018; state on 2020-02-01 (without GB).
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// A country of the ISO 3166-1 list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(&'static str);

impl Country {
    /// The country with this alpha-2 code (upper case).
    pub fn from_code(code: &str) -> Option<Self> {
        COUNTRIES.get_key_value(code).map(|(code, _)| Self(code))
    }

    /// The alpha-2 code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The name in `language`.
    pub fn name(self, language: Language) -> &'static str {
        match (COUNTRIES.get(self.0), language) {
            (Some((nl, _)), Language::Nl) => nl,
            (Some((_, en)), Language::En) => en,
            (None, _) => self.0,
        }
    }

    /// The name in every language.
    pub fn text(self) -> Text {
        Text { nl: self.name(Language::Nl).to_owned(), en: self.name(Language::En).to_owned() }
    }

    /// Whether the GDPR applies there of itself (European Economic Area); data that go elsewhere are
    /// transferred in the sense of GDPR chapter V.
    pub fn in_eea(self) -> bool {
        EEA.contains(&self.0)
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        COUNTRIES.keys().map(|code| Self(code))
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.0)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| {
            serde::de::Error::custom("no country of the ISO 3166-1 list; write two capitals, as in “NL”")
        })
    }
}

impl JsonSchema for Country {
    fn schema_name() -> Cow<'static, str> {
        "Country".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = COUNTRIES.keys().copied().collect();
        json_schema!({
            "type": "string",
            "enum": codes,
            "description": "A country by its ISO 3166-1 alpha-2 code, as in “NL”.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_has_a_code_and_two_names() {
        let lines: Vec<&str> =
            include_str!("../../data/countries.tsv").lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines.len(), 249, "ISO 3166-1 assigns 249 codes");
        for line in lines {
            let parts: Vec<&str> = line.split('\t').collect();
            assert_eq!(parts.len(), 3, "{line}");
            assert!(parts[0].len() == 2 && parts[0].bytes().all(|byte| byte.is_ascii_uppercase()), "{line}");
            assert!(parts.iter().all(|part| !part.trim().is_empty()), "{line}");
        }
    }

    #[test]
    fn names_and_the_economic_area() {
        let nl = Country::from_code("NL").unwrap();
        assert_eq!(nl.name(Language::Nl), "Nederland");
        assert_eq!(nl.name(Language::En), "Netherlands");
        assert!(nl.in_eea());
        assert!(!Country::from_code("US").unwrap().in_eea());
        assert!(Country::from_code("nl").is_none());
        assert!(EEA.iter().all(|code| Country::from_code(code).is_some()));
    }
}
