//! The JSON Schemas of a policy folder's TOML files, for editors and for the compiler itself.
//!
//! They come from the types in [`crate::facts`]; the committed copies are what editors read through a first
//! line such as `#:schema ../../../schemas/purposes.schema.json`.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::compile::products::ProductHeader;
use crate::facts::{
    CategoriesFile, FiguresFile, Organisation, PolicyHeader, PurposesFile, RecipientsFile, RetentionFile,
    RightsFile, SecurityFile, ServicesFile, Storage, SubjectsFile,
};

/// The schema of the file type `T`.
pub(crate) fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// Every schema, by the name of its committed file.
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("policy.schema.json", of::<PolicyHeader>()),
        ("organisation.schema.json", of::<Organisation>()),
        ("subjects.schema.json", of::<SubjectsFile>()),
        ("categories.schema.json", of::<CategoriesFile>()),
        ("purposes.schema.json", of::<PurposesFile>()),
        ("recipients.schema.json", of::<RecipientsFile>()),
        ("services.schema.json", of::<ServicesFile>()),
        ("retention.schema.json", of::<RetentionFile>()),
        ("rights.schema.json", of::<RightsFile>()),
        ("security.schema.json", of::<SecurityFile>()),
        ("storage.schema.json", of::<Storage>()),
        ("figures.schema.json", of::<FiguresFile>()),
        ("product.schema.json", of::<ProductHeader>()),
    ]
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Editors read the committed files. `UPDATE_SCHEMAS=1 cargo test -p policy` writes them anew.
    #[test]
    fn the_committed_schemas_are_up_to_date() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
        for (name, schema) in schemas() {
            let expected = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
            let path = folder.join(name);
            if std::env::var_os("UPDATE_SCHEMAS").is_some() {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&path, &expected).unwrap();
            }
            let committed = fs::read_to_string(&path).unwrap_or_default();
            assert_eq!(
                committed, expected,
                "{name} is out of date: run UPDATE_SCHEMAS=1 cargo test -p policy"
            );
        }
    }
}
