//! Canonical JSON: one value has exactly one sequence of bytes, so that its hash means something.
//!
//! The form is RFC 8785 (JSON Canonicalization Scheme) for the part of JSON that editions use: objects with
//! keys sorted by UTF-16 code units, no white space, strings with the shortest escapes, whole numbers within
//! ±(2^53 - 1), `true`, `false` and `null`. Numbers with a fraction do not occur: a policy has none, and
//! their shortest decimal form is the one part of RFC 8785 that implementations get wrong.

use serde_json::Value;

/// The largest whole number that every JSON reader keeps exactly (RFC 8785 section 3.2.2.3 with RFC 7493 2.2).
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// A value has no canonical form here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the number {number} has no canonical form: an edition holds whole numbers up to {MAX_INTEGER} only; write it as a text"
)]
pub struct CanonicalError {
    /// The number.
    pub number: String,
}

/// The canonical bytes of `value`.
///
/// # Errors
/// When it holds a number with a fraction or outside ±(2^53 - 1).
pub fn to_bytes(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out.into_bytes())
}

fn write(value: &Value, out: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            let whole = number.as_i64().filter(|whole| whole.abs_diff(0) <= MAX_INTEGER.unsigned_abs());
            let whole = whole.ok_or_else(|| CanonicalError { number: number.to_string() })?;
            out.push_str(&whole.to_string());
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (index, (key, item)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(key, out);
                out.push(':');
                write(item, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_string(text: &str, out: &mut String) {
    use std::fmt::Write;
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a String cannot fail.
            c if c < ' ' => _ = write!(out, "\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_by_utf_16_and_strings_escaped_shortest() {
        // The example of RFC 8785 section 3.2.3: by UTF-16, U+1F600 sorts before U+FB33.
        let value = json!({ "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis" });
        let text = String::from_utf8(to_bytes(&value).unwrap()).unwrap();
        let expected = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}";
        assert_eq!(text, expected);
        assert_eq!(to_bytes(&json!("\u{1f}\u{8}\"\\/")).unwrap(), b"\"\\u001f\\b\\\"\\\\/\"");
    }

    #[test]
    fn numbers_are_whole_and_safe() {
        assert_eq!(
            to_bytes(&json!([0, -1, MAX_INTEGER, true, null])).unwrap(),
            b"[0,-1,9007199254740991,true,null]"
        );
        for value in [json!(1.5), json!(MAX_INTEGER + 1), json!(i64::MIN), json!(u64::MAX)] {
            assert!(to_bytes(&value).is_err(), "{value}");
        }
    }
}
