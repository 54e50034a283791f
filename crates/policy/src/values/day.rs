//! Civil dates in facts.
//!
//! The value itself is [`jiff::civil::Date`]; this type only describes it to editors. TOML writes a date
//! bare (`2026-12-01`) or as a string; both are read.

use std::borrow::Cow;

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
