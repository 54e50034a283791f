//! The JSON Schema of a system's file, for editors: it completes the words of the map language and says what each
//! means. The committed copy is named in a file's first line, `#:schema ../../../../schemas/system.schema.json`.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::DataMap;

/// The name of the committed copy.
pub const FILE: &str = "system.schema.json";

/// The schema of `facts/systems/*.toml`.
pub fn schema() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<DataMap>().to_value()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Editors read the committed file. `UPDATE_SCHEMAS=1 cargo test -p inventory` writes it anew.
    #[test]
    fn the_committed_schema_is_up_to_date() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas").join(FILE);
        let expected = format!("{}\n", serde_json::to_string_pretty(&schema()).expect("a schema"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::write(&path, &expected).expect("it is written");
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(committed, expected, "run UPDATE_SCHEMAS=1 cargo test -p inventory");
    }

    /// Every word of the language is explained, and no other is taken.
    #[test]
    fn every_word_is_explained() {
        let schema = schema();
        let definitions = schema["$defs"].as_object().expect("definitions");
        let mut unsaid = Vec::new();
        for (name, definition) in definitions.iter().chain([(&"DataMap".to_owned(), &schema)]) {
            let Some(members) = definition["properties"].as_object() else { continue };
            assert_eq!(definition["additionalProperties"], false, "{name} takes any word");
            for (member, about) in members {
                if about["description"].as_str().is_none_or(str::is_empty) {
                    unsaid.push(format!("{name}.{member}"));
                }
            }
        }
        assert_eq!(unsaid, Vec::<String>::new());
    }
}
