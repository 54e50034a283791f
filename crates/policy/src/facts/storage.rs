//! `facts/storage.toml`: where data are stored and from where they are reached.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::Country;

/// Where the organisation's own storage is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// The countries where servers stand.
    pub countries: Vec<Country>,
    /// The countries from which staff reach the data.
    pub access_from: Vec<Country>,
}
