//! Data that stand in several places: which of them is the original, and where its copies are, so that a
//! correction reaches them all.

use std::fmt;
use std::str::FromStr;

use kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{Name, name};

/// A place where a value stands: `accounts.user_email`, or by its key in a key-value table,
/// `account-details[billing_phone]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Place {
    /// The collection's id.
    pub collection: String,
    /// Where in its rows.
    pub at: At,
}

/// Where in a collection's rows a value stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// In this column.
    Column(String),
    /// In the value column of rows with this key.
    Pair(String),
}

/// The text names no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a place is written collection.column, or collection[key] in a key-value table")]
pub struct PlaceError;

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let (collection, at) = if let Some((collection, rest)) = text.split_once('[') {
            (collection, At::Pair(rest.strip_suffix(']').ok_or(PlaceError)?.to_owned()))
        } else {
            let (collection, column) = text.split_once('.').ok_or(PlaceError)?;
            (collection, At::Column(column.to_owned()))
        };
        let (At::Column(name) | At::Pair(name)) = &at;
        if collection.is_empty() || name.is_empty() {
            return Err(PlaceError);
        }
        Ok(Self { collection: collection.to_owned(), at })
    }
}

impl TryFrom<String> for Place {
    type Error = PlaceError;

    fn try_from(text: String) -> Result<Self, PlaceError> {
        text.parse()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> Self {
        place.to_string()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            At::Column(column) => write!(f, "{}.{column}", self.collection),
            At::Pair(key) => write!(f, "{}[{key}]", self.collection),
        }
    }
}

/// A datum that a person may have corrected, with all its places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Datum {
    /// Id, unique in the system: `email`.
    pub id: String,
    /// What people call it.
    #[serde(deserialize_with = "name")]
    #[schemars(with = "Name")]
    pub name: Text,
    /// Where it stands: the original first, then its copies. A copy that holds another value than the original is
    /// no copy (an order for somebody else, an earlier address) and is left.
    pub at: Vec<Place>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written() {
        for text in ["accounts.user_email", "account-details[billing_phone]", "settings[a.b]", "rows.a/b"] {
            assert_eq!(text.parse::<Place>().map(|place| place.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "accounts", ".x", "accounts.", "[x]", "accounts[", "accounts[]", "accounts[x"] {
            assert_eq!(text.parse::<Place>(), Err(PlaceError), "{text}");
        }
    }
}
