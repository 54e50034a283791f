//! Fixed conditions on columns: `where = { type = ["shop_order"], parent = { null = true } }`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A literal in a condition. Text may carry `*` for any text; `\*` is the character itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a condition's value is a text, a whole number or true/false")]
pub enum Scalar {
    /// True or false; as a number 1 or 0.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text, perhaps with wildcards.
    Text(String),
}

impl Scalar {
    /// The value as the connector compares it: booleans as 1 and 0.
    pub fn as_text(&self) -> String {
        match self {
            Self::Bool(value) => u8::from(*value).to_string(),
            Self::Int(value) => value.to_string(),
            Self::Text(value) => value.clone(),
        }
    }
}

/// A null test: `{ null = true }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Null {
    /// True: the column is null. False: it is not.
    pub null: bool,
}

/// What one column must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a condition is a value, a list of values, or { null = true }")]
pub enum Condition {
    /// Any of these.
    AnyOf(Vec<Scalar>),
    /// Null, or not.
    Null(Null),
    /// This one value.
    Is(Scalar),
}

impl Condition {
    /// Whether a value, as text, meets the condition. Null meets only a null test.
    pub fn holds(&self, value: Option<&str>) -> bool {
        match self {
            Self::Null(test) => value.is_none() == test.null,
            Self::Is(scalar) => value.is_some_and(|text| wildcard(&scalar.as_text()).matches(text)),
            Self::AnyOf(scalars) => value
                .is_some_and(|text| scalars.iter().any(|scalar| wildcard(&scalar.as_text()).matches(text))),
        }
    }

    /// The literals, when it is not a null test.
    pub fn scalars(&self) -> &[Scalar] {
        match self {
            Self::Null(_) => &[],
            Self::Is(scalar) => std::slice::from_ref(scalar),
            Self::AnyOf(scalars) => scalars,
        }
    }
}

/// Conditions by column; all must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Conditions(pub BTreeMap<String, Condition>);

impl Conditions {
    /// No conditions: everything meets them.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The columns named.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a row meets all conditions; `value` gives a column's text or none for null.
    pub fn hold<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> bool {
        self.0.iter().all(|(column, condition)| condition.holds(value(column)))
    }
}

/// A text with wildcards, cut at them. `pieces` has one element when there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wildcard {
    /// The literal texts between the wildcards.
    pub pieces: Vec<String>,
}

impl Wildcard {
    /// The literal, when there is no wildcard in it.
    pub fn literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether a text has this form, case counting.
    pub fn matches(&self, text: &str) -> bool {
        let [first, rest @ ..] = self.pieces.as_slice() else { return false };
        let Some((last, middle)) = rest.split_last() else { return text == first };
        let Some(mut remaining) = text.strip_prefix(first.as_str()) else { return false };
        for piece in middle {
            let Some((_, after)) = remaining.split_once(piece.as_str()) else { return false };
            remaining = after;
        }
        remaining.ends_with(last.as_str())
    }
}

/// Cuts a text at its unescaped `*`.
pub fn wildcard(text: &str) -> Wildcard {
    let mut pieces = vec![String::new()];
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '*' {
            pieces.push(String::new());
            continue;
        }
        let literal = if character == '\\' && characters.peek() == Some(&'*') {
            characters.next().unwrap_or('*')
        } else {
            character
        };
        if let Some(piece) = pieces.last_mut() {
            piece.push(literal);
        }
    }
    Wildcard { pieces }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_any_text_and_nothing_else() {
        for (pattern, text, expected) in [
            ("order", "order", true),
            ("order", "Order", false),
            ("order", "orders", false),
            ("_billing_*", "_billing_first_name", true),
            ("_billing_*", "x_billing_first", false),
            ("*_capabilities", "wp_capabilities", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
            (r"5\*", "5*", true),
            (r"5\*", "55", false),
        ] {
            assert_eq!(wildcard(pattern).matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn null_meets_only_a_null_test() {
        let is = Condition::Is(Scalar::Text("a".into()));
        assert!(!is.holds(None));
        assert!(Condition::Null(Null { null: true }).holds(None));
        assert!(!Condition::Null(Null { null: true }).holds(Some("")));
        assert!(Condition::Null(Null { null: false }).holds(Some("")));
        assert!(Condition::Is(Scalar::Bool(true)).holds(Some("1")));
    }
}
