//! The rows of a synthetic person: what a drill puts into a system, clearly marked, and takes out again.
//!
//! Values may hold `{mark}` (random, the same in one drill), `{email}`, `{name}`, `{phone}`, `{recent}` and
//! `{past}` (a date and time a month and ten years ago), `{recent_unix}` and `{past_unix}` (the same in seconds
//! since 1970), and `{NAME}` for the key of an earlier row with `as = "NAME"`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One row of a synthetic person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrillRow {
    /// By what name later rows refer to its key.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The table.
    pub table: String,
    /// The key column. When `values` does not give it, the database does.
    pub key: String,
    /// Columns and their values.
    pub values: BTreeMap<String, DrillValue>,
}

/// A value of a synthetic row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum DrillValue {
    /// A whole number.
    Number(i64),
    /// Text, with placeholders.
    Text(String),
}

impl DrillValue {
    /// Whether it consists of values that are known by name, one at least, and fixed text.
    pub fn names(&self, known: &BTreeMap<String, String>) -> bool {
        let Self::Text(text) = self else { return false };
        let named = known.keys().any(|name| text.contains(&format!("{{{name}}}")));
        named && !self.fill(known).contains('{')
    }

    /// The value with its placeholders filled in; a placeholder that is not known stays as it is.
    pub fn fill(&self, known: &BTreeMap<String, String>) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => {
                let mut filled = text.clone();
                for (name, value) in known {
                    filled = filled.replace(&format!("{{{name}}}"), value);
                }
                filled
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay() {
        let known =
            BTreeMap::from([("mark".to_owned(), "ab12".to_owned()), ("account".to_owned(), "7".to_owned())]);
        for (text, filled) in
            [("gestand-{mark}", "gestand-ab12"), ("{account}", "7"), ("{other}", "{other}"), ("{}", "{}")]
        {
            assert_eq!(DrillValue::Text(text.to_owned()).fill(&known), filled);
        }
        assert_eq!(DrillValue::Number(3).fill(&known), "3");
    }
}
