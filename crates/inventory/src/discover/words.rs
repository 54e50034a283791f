//! What a column's name says, from the word lists in `words.toml` (Dutch and English).
//!
//! Names come in every style: `first_name`, `firstName`, `firstname`, `billing_first_name`. A list's entry is
//! words with spaces; it matches the whole name however it is written, a run of whole words in it, or, when it is
//! long enough not to be chance, its end or beginning where the name has no seams.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::confidence::Confidence;

static LISTS: LazyLock<Lists> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

/// The lists.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    rule: Vec<Rule>,
    /// Nouns for people: tables of accounts and columns that refer to them.
    people: Vec<String>,
    /// Words for somebody who did something about somebody else's row.
    actors: Vec<String>,
    /// Words for whose row it is, besides the people.
    owners: Vec<String>,
    /// Names of columns that say how a system works, not something about anybody.
    technical: Vec<String>,
    /// The same, as the last words of a name without seams.
    technical_ends: Vec<String>,
    /// What a reference in somebody's row is the point of: a product, an answer.
    choices: Vec<String>,
    /// Nouns for what people do.
    acts: Vec<String>,
    /// Who judges somebody's work.
    judges: Vec<String>,
    /// Words of tables that keep how a system was set up.
    upkeep: Vec<String>,
    /// Nouns for what people carry.
    devices: Vec<String>,
    /// Names of columns whose meaning another column decides.
    discriminators: Vec<String>,
    /// Names of columns that refer to different tables.
    polymorphic: Vec<String>,
    /// Names of key columns of key-value tables.
    pair_keys: Vec<String>,
    /// Names of value columns of key-value tables.
    pair_values: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    category: String,
    /// In words: "an e-mail address".
    what: String,
    confidence: u8,
    names: Vec<String>,
    /// Words that take the meaning away: `email_sent`.
    #[serde(default)]
    never: Vec<String>,
    /// Password hashes, tokens, keys.
    #[serde(default)]
    secret: bool,
    /// Text that may mention anybody.
    #[serde(default)]
    free: bool,
}

/// What a name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The data category.
    pub category: &'static str,
    /// The same in words.
    pub what: &'static str,
    /// How sure.
    pub confidence: Confidence,
    /// It is never exported.
    pub secret: bool,
    /// It is text that people typed.
    pub free: bool,
}

/// How well an entry fits a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It begins or ends a name without seams.
    Edge,
    /// It is a run of whole words in it.
    Words,
    /// It is the name.
    Whole,
}

/// A name cut at its seams.
#[derive(Debug, Clone)]
pub struct Name {
    /// Its words, lower case.
    pub words: Vec<String>,
    /// The words joined.
    pub compact: String,
}

impl Name {
    /// Cuts a name at underscores, points, spaces and capitals; digits at the end of a word are dropped.
    pub fn of(name: &str) -> Self {
        let mut words: Vec<String> = vec![String::new()];
        let mut lower_before = false;
        for character in name.chars() {
            let seam = !character.is_alphanumeric() || (character.is_uppercase() && lower_before);
            if seam {
                words.push(String::new());
            }
            lower_before = character.is_lowercase();
            if character.is_alphanumeric()
                && let Some(word) = words.last_mut()
            {
                word.extend(character.to_lowercase());
            }
        }
        let trimmed = words.iter().map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()));
        let words: Vec<String> = trimmed.filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let compact = words.concat();
        Self { words, compact }
    }

    fn fit(&self, entry: &str) -> Option<Fit> {
        let parts: Vec<&str> = entry.split(' ').collect();
        let joined = parts.concat();
        if joined.is_empty() {
            return None;
        }
        if self.compact == joined {
            return Some(Fit::Whole);
        }
        let run = self.words.windows(parts.len()).any(|window| window.iter().eq(parts.iter()));
        // `order_firstname`: the entry's words are written as one inside a longer name.
        if run || (parts.len() > 1 && self.words.contains(&joined)) {
            return Some(Fit::Words);
        }
        let long = joined.len() >= 5;
        let edge =
            self.words.iter().any(|word| long && (word.ends_with(&joined) || word.starts_with(&joined)));
        edge.then_some(Fit::Edge)
    }

    fn any(&self, entries: &[String]) -> Option<Fit> {
        entries.iter().filter_map(|entry| self.fit(entry)).max()
    }

    /// The stem of a reference: `orderId` is about an order. None when the name does not end like one.
    pub fn stem(&self) -> Option<String> {
        let endings = ["id", "fk", "ref", "nr", "uuid", "key"];
        if let Some((last, rest)) = self.words.split_last()
            && !rest.is_empty()
            && endings.contains(&last.as_str())
        {
            return Some(rest.concat());
        }
        // Words that end so without being the id of anything.
        let plain =
            ["paid", "valid", "invalid", "grid", "guid", "bid", "void", "android", "hybrid", "solid", "said"];
        let stem = self.compact.strip_suffix("id").or_else(|| self.compact.strip_suffix("nr"));
        let real = !plain.iter().any(|word| self.compact.ends_with(word));
        stem.filter(|stem| stem.len() >= 2 && real).map(str::to_owned)
    }
}

/// The most certain thing that a name says about the data in the column.
pub fn said(name: &str) -> Option<Said> {
    let name = Name::of(name);
    let rules = LISTS.rule.iter().filter(|rule| name.any(&rule.never).is_none_or(|fit| fit == Fit::Edge));
    rules
        .filter_map(|rule| {
            let fit = name.any(&rule.names)?;
            let confidence = match fit {
                Fit::Whole => Confidence::percent(rule.confidence.into()),
                Fit::Words => Confidence::percent(rule.confidence.into()).minus(5),
                Fit::Edge => Confidence::percent(rule.confidence.into()).minus(12),
            };
            let said = Said {
                category: &rule.category,
                what: &rule.what,
                confidence,
                secret: rule.secret,
                free: rule.free,
            };
            Some(((fit == Fit::Whole, confidence), said))
        })
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, said)| said)
}

/// Whether a word is a noun for people, in the singular or plural.
pub fn is_people(word: &str) -> bool {
    let forms = stems(word);
    LISTS.people.iter().any(|noun| forms.contains(noun.as_str()))
}

/// What a column that refers to people says about the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The row is theirs.
    Owner,
    /// They did something to it.
    Actor,
}

/// The role of a column that, by its name, refers to somebody.
pub fn role(column: &str) -> Option<Role> {
    let name = Name::of(column);
    let switch = ["hide", "show", "allow", "enable", "require", "is", "has"];
    if is_technical(column)
        || switch.iter().any(|word| name.compact.starts_with(word) && name.stem().is_none())
    {
        return None;
    }
    let by = name.words.len() > 1 && name.words.last().is_some_and(|word| word == "by" || word == "door");
    let plain = ["standby", "nearby", "hobby", "rugby", "lobby", "whereby", "thereby"];
    let joined_by = name.compact.len() > 6
        && name.compact.ends_with("by")
        && !plain.iter().any(|word| name.compact.ends_with(word));
    if by || joined_by || name.any(&LISTS.actors).is_some() {
        return Some(Role::Actor);
    }
    let stem = name.stem().unwrap_or_else(|| name.compact.clone());
    let owner = LISTS.owners.contains(&stem) || name.any(&LISTS.owners).is_some_and(|fit| fit != Fit::Edge);
    (owner || is_noun(&name, &stem)).then_some(Role::Owner)
}

/// Whether a name is a noun for people, or ends in one: relateduserid, customer_nr.
fn is_noun(name: &Name, stem: &str) -> bool {
    let last = name.words.iter().rev().find(|word| *word != "id").map_or("", String::as_str);
    LISTS.people.iter().any(|noun| {
        let whole = stems(stem).contains(noun.as_str()) || stems(last).contains(noun.as_str());
        whole || (noun.len() > 3 && name.compact.contains(&format!("{noun}id")))
    })
}

/// Whether a name describes people instead of naming one: returning_customer.
pub fn describes(column: &str) -> bool {
    let name = Name::of(column);
    name.words.len() > 1 && name.stem().is_none() && name.words.last().is_some_and(|word| is_people(word))
}

/// Whether a name says how a system works rather than something about anybody.
pub fn is_technical(column: &str) -> bool {
    let name = Name::of(column);
    let whole = name.any(&LISTS.technical).is_some_and(|fit| fit == Fit::Whole);
    whole || LISTS.technical_ends.iter().any(|end| name.compact.ends_with(&end.replace(' ', "")))
}

/// Whether a name speaks of somebody: the author's, the owner's, a customer's.
pub fn speaks_of_somebody(column: &str) -> bool {
    let name = Name::of(column);
    let words = LISTS.owners.iter().chain(&LISTS.people).filter(|word| word.len() >= 5);
    words.into_iter().any(|word| name.compact.contains(&word.replace(' ', "")))
}

/// Whether a reference is what somebody's row is about: what they bought, chose, agreed to.
pub fn is_choice(column: &str) -> bool {
    let name = Name::of(column);
    name.stem().is_some() && name.any(&LISTS.choices).is_some()
}

/// Whether a word is a noun for something that people do.
pub fn is_act(word: &str) -> bool {
    let forms = stems(word);
    LISTS.acts.iter().any(|noun| forms.contains(noun))
}

/// Whether a word is a noun for something that people carry.
pub fn is_device(word: &str) -> bool {
    let forms = stems(word);
    LISTS.devices.iter().any(|noun| forms.contains(noun))
}

/// Whether a column says who judged somebody's work.
pub fn is_judge(column: &str) -> bool {
    Name::of(column).any(&LISTS.judges).is_some()
}

/// Whether a name says when something happened: timemodified, created_at.
pub fn is_moment(column: &str) -> bool {
    let compact = Name::of(column).compact;
    ["time", "date", "tijd", "datum"].iter().any(|word| compact.starts_with(word) || compact.ends_with(word))
        || compact.ends_with("createdat")
        || compact.ends_with("updatedat")
}

/// Whether a table keeps how a system was set up.
pub fn is_upkeep(words: &[String]) -> bool {
    words.iter().any(|word| LISTS.upkeep.contains(word))
}

/// What the format or type of is said by a name such as `descriptionformat`: the rest of it.
pub fn said_of(column: &str) -> Option<String> {
    let compact = Name::of(column).compact;
    let rest = compact.strip_suffix("format").or_else(|| compact.strip_suffix("type"));
    rest.filter(|rest| !rest.is_empty()).map(str::to_owned)
}

/// Whether another column decides what a column of this name refers to.
pub fn is_polymorphic(column: &str) -> bool {
    Name::of(column).any(&LISTS.polymorphic) == Some(Fit::Whole)
}

/// Whether the column may be the one that decides it.
pub fn is_discriminator(column: &str) -> bool {
    Name::of(column).any(&LISTS.discriminators).is_some_and(|fit| fit == Fit::Whole)
}

/// Whether a column may be the key of a key-value table.
pub fn is_pair_key(column: &str) -> bool {
    Name::of(column).any(&LISTS.pair_keys).is_some_and(|fit| fit >= Fit::Words)
}

/// Whether a column may be the value of a key-value table.
pub fn is_pair_value(column: &str) -> bool {
    Name::of(column).any(&LISTS.pair_values).is_some_and(|fit| fit >= Fit::Words)
}

/// A word and what its singular may be, in English and Dutch.
pub fn stems(word: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([word.to_owned()]);
    for (ending, instead) in
        [("ies", "y"), ("es", ""), ("s", ""), ("'s", ""), ("en", ""), ("n", ""), ("ren", "")]
    {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 3
        {
            forms.insert(format!("{stem}{instead}"));
            // klassen → klas
            let mut letters = stem.chars().rev();
            if instead.is_empty()
                && let (Some(last), Some(before)) = (letters.next(), letters.next())
                && last == before
            {
                forms.insert(stem.chars().take(stem.chars().count() - 1).collect());
            }
        }
    }
    if word == "leden" {
        forms.insert("lid".to_owned());
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_whole() {
        assert!(LISTS.rule.len() > 15, "words.toml does not parse, or lost rules");
        assert!(!LISTS.people.is_empty() && !LISTS.actors.is_empty() && !LISTS.technical.is_empty());
    }

    #[test]
    fn names_are_read_in_every_style_and_both_languages() {
        for (name, category) in [
            ("email", Some("email")),
            ("billing_email", Some("email")),
            ("e_mailadres", Some("email")),
            ("contactEmail", Some("email")),
            ("email_sent", None),
            ("firstname", Some("name")),
            ("FirstName", Some("name")),
            ("achternaam", Some("name")),
            ("roepnaam", Some("name")),
            ("tussenvoegsel", Some("name")),
            ("geb_datum", Some("birth-date")),
            ("dob", Some("birth-date")),
            ("telefoon_thuis", Some("phone")),
            ("mobiel", Some("phone")),
            ("postcode", Some("address")),
            ("huisnummer", Some("address")),
            ("bsn", Some("national-id")),
            ("iban", Some("payment-details")),
            ("lastip", Some("ip-address")),
            ("user_agent", Some("browser")),
            ("wachtwoord_hash", Some("password")),
            ("sortorder", None),
            ("", None),
            ("__", None),
            ("kleur", None),
            ("shipment", None),
        ] {
            assert_eq!(said(name).map(|said| said.category), category, "{name}");
        }
    }

    #[test]
    fn references_to_people_tell_owners_from_actors() {
        for (name, expected) in [
            ("user_id", Some(Role::Owner)),
            ("userid", Some(Role::Owner)),
            ("useridto", Some(Role::Owner)),
            ("relateduserid", Some(Role::Owner)),
            ("customerId", Some(Role::Owner)),
            ("leerling_id", Some(Role::Owner)),
            ("klantnr", Some(Role::Owner)),
            ("author", Some(Role::Owner)),
            ("usermodified", Some(Role::Actor)),
            ("created_by", Some(Role::Actor)),
            ("createdby", Some(Role::Actor)),
            ("modifierid", Some(Role::Actor)),
            ("aangemaakt_door", Some(Role::Actor)),
            ("course_id", None),
            ("status", None),
            ("standby", None),
        ] {
            assert_eq!(role(name), expected, "{name}");
        }
    }

    #[test]
    fn singulars() {
        for (plural, singular) in
            [("orders", "order"), ("categories", "category"), ("leerlingen", "leerling"), ("klassen", "klas")]
        {
            assert!(stems(plural).contains(singular), "{plural}");
        }
    }
}
