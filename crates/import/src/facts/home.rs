//! Where the organisation is at home: its country and, for counting days, its time zone. Nothing is assumed: a text that
//! gives nothing away has no country, and its days are counted in UTC until a person says otherwise.

use std::sync::LazyLock;

use kernel::Text;
use policy::Country;
use serde::Deserialize;

use super::{Found, Reader};
use crate::known::known;

/// A country by what gives it away (`data/homes.toml`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// ISO 3166-1.
    pub country: String,
    /// Its time zone; of several the one where most people live.
    pub zone: String,
    calling: String,
    ends: Vec<String>,
    /// Its trade register.
    pub register: Register,
    /// How a postcode is written.
    pub postcode: String,
}

/// A trade register.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    words: Vec<String>,
    nl: String,
    en: String,
}

impl Register {
    /// Its name.
    pub fn name(&self) -> Text {
        Text { nl: self.nl.clone(), en: self.en.clone() }
    }
}

#[derive(Debug, Default, Deserialize)]
struct Data {
    home: Vec<Home>,
}

static HOMES: LazyLock<Vec<Home>> =
    LazyLock::new(|| toml::from_str::<Data>(include_str!("../../data/homes.toml")).unwrap_or_default().home);

/// Every country that is known.
pub fn homes() -> &'static [Home] {
    &HOMES
}

/// The one with this code.
pub fn of(code: &str) -> Option<&'static Home> {
    homes().iter().find(|home| home.country == code)
}

/// How much each sign weighs: a register or an authority says more than the end of an address.
const AUTHORITY: u32 = 3;
const REGISTER: u32 = 3;
const POSTCODE: u32 = 3;
const CALLING: u32 = 2;
const NAMED: u32 = 2;
const ENDING: u32 = 2;

/// The country, with the words that say so; none when nothing does, or two say so equally.
pub fn look(reader: &Reader<'_>, found: &Found) -> Option<(&'static Home, String)> {
    let mut scored: Vec<(u32, &Home, String)> =
        homes().iter().map(|home| score(home, reader, found)).filter(|(score, _, _)| *score > 0).collect();
    scored.sort_by_key(|(score, _, _)| std::cmp::Reverse(*score));
    match scored.as_slice() {
        [(first, ..), (second, ..), ..] if first == second => None,
        [(_, home, words), ..] => Some((home, words.clone())),
        [] => None,
    }
}

fn score<'h>(home: &'h Home, reader: &Reader<'_>, found: &Found) -> (u32, &'h Home, String) {
    let mut score = 0;
    let mut said = String::new();
    let mut count = |weight: u32, words: &str| {
        score += weight;
        if said.is_empty() {
            words.clone_into(&mut said);
        }
    };
    let authority = found.authority.and_then(|index| known().authority.get(index));
    if let Some(authority) = authority.filter(|authority| authority.country == home.country) {
        count(AUTHORITY, &authority.name);
    }
    if let Some((street, postcode, city)) = &found.address
        && !home.postcode.is_empty()
        && shape(postcode) == home.postcode
    {
        count(POSTCODE, &format!("{street}, {postcode} {city}"));
    }
    if let Some(phone) = &found.phone {
        let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let called = [format!("+{}", home.calling), format!("00{}", home.calling)];
        if called.iter().any(|start| digits.starts_with(start.as_str())) {
            count(CALLING, phone);
        }
    }
    let hosts = found.emails.iter().take(1).filter_map(|email| email.rsplit_once('.'));
    let site = found.website.as_deref().and_then(|site| site.rsplit_once('.'));
    if let Some((_, end)) = hosts.chain(site).find(|(_, end)| home.ends.iter().any(|known| known == end)) {
        count(ENDING, &format!(".{end}"));
    }
    let name = found.legal_name.as_deref().or(found.name.as_deref()).unwrap_or_default();
    let code = Country::from_code(&home.country);
    for (index, block) in reader.blocks.iter().enumerate() {
        let words = reader.words(index);
        if let Some(word) = words.iter().find(|token| {
            home.register.words.iter().any(|known| token.word.trim_end_matches([':', '.', '-']) == known)
        }) && found.registration.is_some()
        {
            count(REGISTER, &word.word);
        }
        // The country is named where the organisation says who it is.
        let here = !name.is_empty() && block.text.contains(name);
        let named = code.map(|code| code.name(reader.language)).filter(|named| block.text.contains(named));
        if let Some(named) = named.filter(|_| here && block.text.chars().any(|c| c.is_ascii_digit())) {
            count(NAMED, named);
        }
    }
    (score, home, said)
}

/// How a postcode is written.
pub fn shape(postcode: &str) -> &'static str {
    let figures = postcode.bytes().filter(u8::is_ascii_digit).count();
    let letters = postcode.bytes().filter(u8::is_ascii_uppercase).count();
    match (figures, letters, postcode.starts_with(|c: char| c.is_ascii_digit())) {
        (4, 2, true) => "nl",
        (4, 0, true) => "4",
        (5, 0, true) => "5",
        (2 | 3, 3..=5, false) => "gb",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_reads_and_its_countries_and_zones_exist() {
        assert!(homes().len() >= 6);
        for home in homes() {
            assert!(Country::from_code(&home.country).is_some(), "{}", home.country);
            assert!(jiff::tz::TimeZone::get(&home.zone).is_ok(), "{}", home.zone);
        }
    }

    #[test]
    fn a_postcode_has_its_shape() {
        for (postcode, expected) in [
            ("1234 AB", "nl"),
            ("1000", "4"),
            ("10115", "5"),
            ("LS1 4AP", "gb"),
            ("SW1A 1AA", "gb"),
            ("12", ""),
        ] {
            assert_eq!(shape(postcode), expected, "{postcode}");
        }
    }
}
