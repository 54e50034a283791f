//! The head of a files system: where its folder or bucket stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The columns that every file has.
pub const FILE_COLUMNS: [&str; 4] = ["path", "size", "modified", "content"];

/// What a files system needs besides its address. Left out for a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// For a bucket. `url_env` then gives `https://HOST/BUCKET`, or `https://HOST/BUCKET/FOLDER` for a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3: Option<S3>,
}

/// A bucket of a service that speaks S3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// The region, part of every signature.
    pub region: String,
    /// Where the bucket's name stands in a request.
    #[serde(default)]
    pub style: BucketStyle,
    /// The environment variable with the access key.
    pub key_env: String,
    /// The environment variable with the secret key.
    pub secret_env: String,
}

/// Where the bucket's name stands in a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BucketStyle {
    /// In the path: `https://HOST/BUCKET/KEY`.
    #[default]
    Path,
    /// In the host's name: `https://BUCKET.HOST/KEY`.
    Host,
}
