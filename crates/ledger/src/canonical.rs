//! One spelling for one JSON value: RFC 8785 (JCS), limited to what an event may hold.
//!
//! Keys are sorted by UTF-16 code units and nothing stands between tokens. Fractions are refused instead of
//! being spelled as ECMAScript would: an event counts and names things, and a number that has one spelling only
//! cannot be hashed in two ways. Integers keep to ±2⁵³, the range that every JSON reader keeps exactly.

use serde_json::Value;

const LARGEST: u64 = 1 << 53;

/// A value has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A fraction.
    #[error("a fraction stands in the value; write a whole number in a smaller unit, or text")]
    Fraction,
    /// An integer beyond ±2⁵³.
    #[error("a number beyond 2^53 stands in the value; write it as text")]
    TooLarge,
}

/// Writes `value` in its one spelling.
pub fn to_string(value: &Value) -> Result<String, CanonicalError> {
    let mut out = String::new();
    write_value(value, &mut out)?;
    Ok(out)
}

fn write_value(value: &Value, out: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            let size = size.ok_or(CanonicalError::Fraction)?;
            if size > LARGEST {
                return Err(CanonicalError::TooLarge);
            }
            out.push_str(&number.to_string());
        }
        // serde_json escapes exactly what RFC 8785 section 3.2.2.2 asks for.
        Value::String(text) => out.push_str(&Value::String(text.clone()).to_string()),
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write_value(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (position, (key, member)) in members.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_value(member, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn spells_every_value_in_one_way() {
        for (value, expected) in [
            (json!({"b": 1, "a": [true, null, "x"]}), r#"{"a":[true,null,"x"],"b":1}"#),
            (
                json!({"\u{20ac}": 1, "\r": 2, "1": 3, "\u{1f600}": 4, "\u{fb33}": 5}),
                "{\"\\r\":2,\"1\":3,\"\u{20ac}\":1,\"\u{1f600}\":4,\"\u{fb33}\":5}",
            ),
            (json!("\u{8}\u{c}\n\u{1f}\"\\/é"), "\"\\b\\f\\n\\u001f\\\"\\\\/é\""),
            (json!(-9_007_199_254_740_992_i64), "-9007199254740992"),
            (json!({}), "{}"),
        ] {
            assert_eq!(to_string(&value).unwrap(), expected);
        }
    }

    #[test]
    fn refuses_what_has_two_spellings() {
        assert_eq!(to_string(&json!(1.5)), Err(CanonicalError::Fraction));
        assert_eq!(to_string(&json!([9_007_199_254_740_993_u64])), Err(CanonicalError::TooLarge));
    }
}
