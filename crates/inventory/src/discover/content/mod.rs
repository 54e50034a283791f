//! What a column's values say. One detector a module; each is strict: a value that merely might be something
//! is not it. What remains uncertain (one number in eleven passes the eleven test) is settled by the share of
//! the column's values that pass.

pub mod agent;
pub mod bank;
pub mod dates;
pub mod email;
pub mod ip;
pub mod names;
pub mod nested;
pub mod number;
pub mod phone;
pub mod postal;
pub mod secret;
pub mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::confidence::Confidence;
use crate::map::Nested;

/// The longest value that is looked into, in bytes; longer ones are judged by their beginning.
pub const LONGEST: usize = 64 * 1024;

/// A form that values have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Dutch postcode.
    Postcode,
    /// A street with a house number.
    Address,
    /// An IBAN whose check digits are right.
    Iban,
    /// Nine digits that pass the eleven test of the burgerservicenummer.
    Bsn,
    /// A card number that passes Luhn's test, of an issuer's length.
    Card,
    /// An IP address.
    Ip,
    /// A first name or surname.
    Name,
    /// A first name with a surname.
    FullName,
    /// A day long enough ago to be somebody's birth.
    BirthDay,
    /// What a browser calls itself.
    Agent,
    /// A password's hash.
    PasswordHash,
    /// Random text that may open something.
    Token,
    /// Running text.
    Prose,
    /// Running text in which people stand.
    Mention,
    /// Serialised PHP or JSON.
    Structure(Nested),
    /// The same, with e-mail addresses, phone numbers, names and the like inside.
    PersonalStructure(Nested),
}

impl Form {
    /// In words, plural.
    pub fn words(self) -> &'static str {
        match self {
            Self::Email => "e-mail addresses",
            Self::Phone => "telephone numbers",
            Self::Postcode => "Dutch postcodes",
            Self::Address => "streets with a house number",
            Self::Iban => "IBANs with right check digits",
            Self::Bsn => "numbers that pass the eleven test",
            Self::Card => "card numbers that pass Luhn's test",
            Self::Ip => "IP addresses",
            Self::Name => "first names or surnames",
            Self::FullName => "full names",
            Self::BirthDay => "days that may be birthdays",
            Self::Agent => "names of browsers",
            Self::PasswordHash => "hashes of passwords",
            Self::Token => "random tokens",
            Self::Prose => "running text",
            Self::Mention => "texts that mention people",
            Self::Structure(Nested::Php) => "serialised PHP",
            Self::Structure(Nested::Json) => "JSON",
            Self::Structure(Nested::List) => "lists",
            Self::PersonalStructure(Nested::Php) => "serialised PHP with personal data inside",
            Self::PersonalStructure(Nested::Json) => "JSON with personal data inside",
            Self::PersonalStructure(Nested::List) => "lists with personal data inside",
        }
    }

    /// The data category that it is of, where the form alone says so.
    pub fn category(self) -> Option<&'static str> {
        Some(match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Postcode | Self::Address => "address",
            Self::Iban | Self::Card => "payment-details",
            Self::Bsn => "national-id",
            Self::Ip => "ip-address",
            Self::Name | Self::FullName => "name",
            Self::BirthDay => "birth-date",
            Self::Agent => "browser",
            Self::PasswordHash => "password",
            Self::Mention => "message",
            Self::PersonalStructure(_) => "profile",
            Self::Token | Self::Prose | Self::Structure(_) => return None,
        })
    }

    /// How much it means when all values have it.
    fn weight(self) -> usize {
        match self {
            Self::Email | Self::Iban | Self::Agent | Self::PasswordHash => 97,
            Self::Phone | Self::Postcode | Self::Card | Self::Mention => 90,
            Self::Ip => 80,
            Self::Address | Self::FullName => 88,
            Self::Bsn | Self::PersonalStructure(_) => 92,
            Self::Name => 75,
            Self::BirthDay => 55,
            Self::Token | Self::Prose | Self::Structure(_) => 0,
        }
    }

    /// The smallest share of values (hundredths) and the fewest values that mean anything: rare forms mean it
    /// when a few have them, forms that chance makes only when nearly all do.
    fn demand(self) -> (usize, usize) {
        match self {
            Self::Email | Self::Iban | Self::Agent | Self::PasswordHash | Self::PersonalStructure(_) => {
                (2, 1)
            }
            Self::Mention => (4, 2),
            Self::Address => (20, 2),
            Self::Phone => (10, 2),
            Self::Postcode | Self::FullName => (30, 2),
            Self::Card => (40, 2),
            Self::Ip => (30, 1),
            Self::Name => (30, 5),
            Self::Bsn => (85, 8),
            Self::BirthDay => (95, 8),
            Self::Token | Self::Prose | Self::Structure(_) => (50, 2),
        }
    }
}

/// How many of a column's values have each form.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// How many different values were looked at.
    pub values: usize,
    /// How many have a form.
    pub forms: BTreeMap<Form, usize>,
    /// The longest value, in characters.
    pub longest: usize,
}

impl Profile {
    /// Looks at values; every one counts once.
    pub fn of(values: &BTreeSet<&str>, context: &Context) -> Self {
        let mut profile = Self { values: values.len(), ..Self::default() };
        for value in values {
            profile.longest = profile.longest.max(value.chars().count());
            for form in forms(value, context) {
                *profile.forms.entry(form).or_default() += 1;
            }
        }
        profile
    }

    /// How many values have a form.
    pub fn count(&self, form: Form) -> usize {
        self.forms.get(&form).copied().unwrap_or(0)
    }

    /// The share of values with a form, in hundredths.
    pub fn share(&self, form: Form) -> usize {
        (self.count(form) * 100).checked_div(self.values).unwrap_or(0)
    }

    /// How sure it is that the column holds this, by its values alone.
    pub fn confidence(&self, form: Form) -> Confidence {
        let (least, fewest) = form.demand();
        let (share, count) = (self.share(form), self.count(form));
        if count < fewest || share < least {
            return Confidence::NONE;
        }
        // Values in which something rare stands need not be many; 60 of 100 is as good as all.
        let fullness = 70 + share.min(60) / 2;
        Confidence::percent(form.weight()).times(fullness)
    }

    /// What the values most certainly are.
    pub fn best(&self) -> Option<(Form, Confidence)> {
        let all = self.forms.keys().map(|form| (*form, self.confidence(*form)));
        all.filter(|(_, confidence)| *confidence > Confidence::NONE).max_by_key(|(_, confidence)| *confidence)
    }

    /// The encoding of most values, if they have one.
    pub fn structure(&self) -> Option<Nested> {
        let many = |nested: &Nested| self.share(Form::Structure(*nested)) >= 20;
        [Nested::Php, Nested::Json, Nested::List].into_iter().find(many)
    }
}

/// What the detectors need to know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// Today, for telling birthdays from other days.
    pub today: jiff::civil::Date,
}

/// Every form that a value has.
pub fn forms(value: &str, context: &Context) -> BTreeSet<Form> {
    let value = shortened(value).trim();
    let mut found = BTreeSet::new();
    let mut note = |is: bool, form: Form| {
        if is {
            found.insert(form);
        }
    };
    note(email::is(value), Form::Email);
    note(phone::is(value), Form::Phone);
    note(postal::is_postcode(value), Form::Postcode);
    note(postal::is_address(value), Form::Address);
    note(bank::is_iban(value), Form::Iban);
    note(bank::is_card(value), Form::Card);
    note(number::is_bsn(value), Form::Bsn);
    note(ip::is(value), Form::Ip);
    note(names::is_name(value), Form::Name);
    note(names::is_full_name(value), Form::FullName);
    note(dates::is_birthday(value, context.today), Form::BirthDay);
    note(agent::is(value), Form::Agent);
    note(secret::is_password_hash(value), Form::PasswordHash);
    note(secret::is_token(value), Form::Token);
    if let Some((nested, personal)) = nested::look(value, context) {
        note(true, Form::Structure(nested));
        note(personal, Form::PersonalStructure(nested));
    } else if text::is_prose(value) {
        note(true, Form::Prose);
        note(text::mentions(value), Form::Mention);
    }
    found
}

/// The beginning of a value, cut between characters.
fn shortened(value: &str) -> &str {
    let mut end = value.len().min(LONGEST);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value.get(..end).unwrap_or(value)
}

#[cfg(test)]
mod tests;
