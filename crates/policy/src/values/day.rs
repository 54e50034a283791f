//! Civil dates in facts.
//!
//! The value itself is [`jiff::civil::Date`]; this type only describes it to editors. TOML writes a date
//! bare (`2026-12-01`) or as a string; both are read.

use std::borrow::Cow;

use jiff::civil::Date;
use kernel::Language;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The JSON Schema of a civil date.
#[derive(Debug)]
pub struct DayText;

impl JsonSchema for DayText {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A date: year, month, day, as in 2026-12-01." })
    }
}

/// A date as a reader sees it: "1 december 2026", "1 December 2026".
pub fn render(date: Date, language: Language) -> String {
    const NL: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = usize::try_from(date.month() - 1).unwrap_or(0);
    let month = match language {
        Language::Nl => NL.get(index),
        Language::En => EN.get(index),
    };
    format!("{} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
}
