//! One table or a list of them, where a map may say either.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// As it is written. Of several that apply, the longest counts.
#[derive(Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "one of its tables, as in { term, since, where } or { with = \"collection\" }, or a list of them"
)]
pub(super) enum Several<T> {
    One(T),
    Many(Vec<T>),
}

pub(super) fn several<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(match Several::deserialize(deserializer)? {
        Several::One(one) => vec![one],
        Several::Many(many) => many,
    })
}
