//! Identities: the keys that find a person, and how two writings of one are made equal.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::map::IdentityRule;

/// A key that finds a person: `email=eva@school.example`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// The kind, as data maps name it.
    pub kind: String,
    /// The value as it was given.
    pub value: String,
}

/// The text is no identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an identity is written KIND=VALUE, for example email=eva@school.example")]
pub struct IdentityError;

impl Identity {
    /// An identity of a kind.
    pub fn new(kind: impl Into<String>, value: impl Into<String>) -> Self {
        Self { kind: kind.into(), value: value.into() }
    }

    /// The value as the rule makes it comparable. Empty when nothing remains: such a value finds nobody.
    pub fn normalised(&self, rule: &IdentityRule) -> String {
        normalise(&self.value, &rule.normalise)
    }
}

impl std::str::FromStr for Identity {
    type Err = IdentityError;
    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let (kind, value) = text.split_once('=').ok_or(IdentityError)?;
        if kind.trim().is_empty() || value.trim().is_empty() {
            return Err(IdentityError);
        }
        Ok(Self::new(kind.trim(), value))
    }
}

/// One step of making values comparable.
///
/// Only what is certain to mean the same person: the part after a plus sign, for one, may be another person's
/// mailbox and is never cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Normalise {
    /// White space at both ends goes.
    Trim,
    /// Lower case, by the whole of Unicode.
    Lower,
}

/// A value after the steps. Doing it twice changes nothing.
pub fn normalise(value: &str, steps: &[Normalise]) -> String {
    let mut value = value.to_owned();
    for step in steps {
        value = match step {
            Normalise::Trim => value.trim().to_owned(),
            Normalise::Lower => value.to_lowercase(),
        };
    }
    value
}

/// A hash that a system keeps instead of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HashKind {
    /// SHA-256.
    Sha256,
    /// SHA-1.
    Sha1,
    /// MD5.
    Md5,
}

impl HashKind {
    /// The hash of a value's UTF-8, in lower-case hexadecimal.
    pub fn hex(self, value: &str) -> String {
        use sha1::Digest as _;
        match self {
            Self::Sha256 => hex::encode(sha2::Sha256::digest(value.as_bytes())),
            Self::Sha1 => hex::encode(sha1::Sha1::digest(value.as_bytes())),
            Self::Md5 => hex::encode(md5::Md5::digest(value.as_bytes())),
        }
    }
}
