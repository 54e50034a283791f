//! `policy.toml`: which policy this is and from when it holds.

use jiff::civil::Date;
use kernel::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::values::DayText;

/// The head of a policy folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyHeader {
    /// The policy's own id, as in "leskracht".
    #[schemars(length(min = 1))]
    pub id: String,
    /// The label of this version, usually its date.
    #[schemars(length(min = 1))]
    pub version: String,
    /// The first day, in the policy's time zone, on which this version holds.
    #[schemars(with = "DayText")]
    pub in_force_from: Date,
    /// The IANA time zone in which dates and terms are counted, as in "Europe/Amsterdam".
    #[schemars(extend("format" = "time-zone"))]
    pub time_zone: String,
    /// The languages of the prose. The first is the one shown to a reader without a preference.
    #[schemars(length(min = 1))]
    pub languages: Vec<Language>,
    /// The addresses of the sites that the policy covers, as in "https://www.leskracht.nl".
    pub scope: Vec<String>,
}
