//! An edition: a policy folder as compiled, immutable, with the hash over its canonical bytes.
//!
//! The bytes are the edition: they are what is archived, and what anybody can hash again to see that the
//! archive holds what was published. See [`crate::canonical`] for their form.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use kernel::{Language, Text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::canonical;
use crate::document::{Clause, ClauseId, Document};
use crate::facts::{Facts, PolicyHeader};

/// The version of the content's shape. It rises when a reader of old editions would misread new ones.
pub const FORMAT: u32 = 1;

/// SHA-256 over the canonical bytes of an edition; written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EditionHash([u8; 32]);

impl EditionHash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first twelve digits: enough for a person to tell editions apart.
    pub fn short(&self) -> String {
        hex::encode(&self.0[..6])
    }
}

impl fmt::Display for EditionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for EditionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EditionHash({self})")
    }
}

/// The text is no edition hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is no edition hash; a hash is 64 hexadecimal digits")]
pub struct HashError {
    /// What was given, cut to a readable length.
    pub given: String,
}

impl FromStr for EditionHash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)
            .map_err(|_| HashError { given: text.chars().take(70).collect() })?;
        Ok(Self(bytes))
    }
}

impl Serialize for EditionHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EditionHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Everything that an edition says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The version of this shape: [`FORMAT`].
    pub format: u32,
    /// The head of the policy.
    pub policy: PolicyHeader,
    /// The facts, systems and their data maps included.
    pub facts: Facts,
    /// The documents, sorted by id and then by language.
    pub documents: Vec<Document>,
    /// Additional rules per product, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Product>,
}

/// The additional rules of one product. They only tighten the policy, or add to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// What is stricter or comes on top, a line each.
    pub rules: Vec<Text>,
    /// The facts that differ for it, laid over the policy's (see [`crate::overlay`]). None when no fact does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stricter: Option<serde_json::Value>,
    /// Inherited clauses that read differently for it.
    pub restated: Vec<Restated>,
    /// Its own documents.
    pub documents: Vec<Document>,
}

/// An inherited clause as it reads for a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restated {
    /// The clause.
    pub clause: ClauseId,
    /// The document that it stands in.
    pub document: String,
    /// The language.
    pub language: Language,
    /// Its text.
    pub markdown: String,
}

/// The bytes are no edition, or another one than expected.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// A number without canonical form.
    #[error(transparent)]
    Canonical(#[from] canonical::CanonicalError),
    /// The bytes cannot be read as an edition.
    #[error("these bytes are no edition: {0}; restore the edition from a backup or publish it again")]
    Unreadable(#[from] serde_json::Error),
    /// The bytes are an edition, but not in canonical form: they were changed after publication.
    #[error(
        "these bytes are not in canonical form, so no hash can vouch for them; restore the edition from a backup"
    )]
    NotCanonical,
    /// The bytes are of a shape that this program does not know.
    #[error(
        "this edition has format {found}, this program reads {FORMAT}; use the version of the program that published it"
    )]
    Format {
        /// The format found.
        found: u32,
    },
    /// The hash is another.
    #[error(
        "the edition’s bytes hash to {found}, but {expected} was expected: the archive was changed; restore it from a backup"
    )]
    Changed {
        /// The hash that the archive names.
        expected: EditionHash,
        /// The hash of the bytes.
        found: EditionHash,
    },
}

struct Inner {
    hash: EditionHash,
    bytes: Vec<u8>,
    content: Content,
}

/// An immutable edition. A clone shares everything.
#[derive(Clone)]
pub struct Edition(Arc<Inner>);

impl Edition {
    /// Seals `content`.
    ///
    /// # Errors
    /// When it holds a number without canonical form.
    pub fn seal(content: Content) -> Result<Self, EditionError> {
        let bytes = canonical::to_bytes(&serde_json::to_value(&content)?)?;
        Ok(Self(Arc::new(Inner { hash: EditionHash::of(&bytes), bytes, content })))
    }

    /// Reads an edition back. Only canonical bytes are accepted, so [`Self::canonical`] gives back exactly `bytes`.
    ///
    /// # Errors
    /// When the bytes are no edition, of an unknown format, or not canonical.
    pub fn from_canonical(bytes: &[u8]) -> Result<Self, EditionError> {
        let content: Content = serde_json::from_slice(bytes)?;
        if content.format != FORMAT {
            return Err(EditionError::Format { found: content.format });
        }
        let edition = Self::seal(content)?;
        if edition.canonical() == bytes { Ok(edition) } else { Err(EditionError::NotCanonical) }
    }

    /// Reads an edition back from an archive that names its hash.
    ///
    /// # Errors
    /// As [`Self::from_canonical`], and when the bytes have another hash.
    pub fn from_archive(bytes: &[u8], expected: EditionHash) -> Result<Self, EditionError> {
        let found = EditionHash::of(bytes);
        if found != expected {
            return Err(EditionError::Changed { expected, found });
        }
        Self::from_canonical(bytes)
    }

    /// The hash over the canonical bytes: the edition's identity.
    pub fn hash(&self) -> EditionHash {
        self.0.hash
    }

    /// The canonical bytes.
    pub fn canonical(&self) -> &[u8] {
        &self.0.bytes
    }

    /// Everything that the edition says.
    pub fn content(&self) -> &Content {
        &self.0.content
    }

    /// The head of the policy.
    pub fn policy(&self) -> &PolicyHeader {
        &self.0.content.policy
    }

    /// The facts.
    pub fn facts(&self) -> &Facts {
        &self.0.content.facts
    }

    /// The language for a reader without a preference: the first that the policy names.
    pub fn default_language(&self) -> Language {
        self.policy().languages.first().copied().unwrap_or_default()
    }

    /// The document `id` in `language`.
    pub fn document(&self, id: &str, language: Language) -> Option<&Document> {
        self.0.content.documents.iter().find(|document| document.id == id && document.language == language)
    }

    /// The documents in `language`.
    pub fn documents(&self, language: Language) -> impl Iterator<Item = &Document> {
        self.0.content.documents.iter().filter(move |document| document.language == language)
    }

    /// The product with this id.
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.0.content.products.iter().find(|product| product.id == id)
    }

    /// Every clause with the id of its document, in clause order. Languages have the same clauses, so those
    /// of the default language are all.
    pub fn clauses(&self) -> Vec<(&str, &Clause)> {
        let mut clauses: Vec<(&str, &Clause)> = self
            .documents(self.default_language())
            .flat_map(|document| {
                document
                    .passages()
                    .filter_map(|passage| Some((document.id.as_str(), passage.clause.as_ref()?)))
            })
            .collect();
        clauses.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        clauses
    }

    /// The clause `id`.
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses().into_iter().map(|(_, clause)| clause).find(|clause| clause.id == *id)
    }
}

impl PartialEq for Edition {
    fn eq(&self, other: &Self) -> bool {
        self.0.hash == other.0.hash
    }
}

impl Eq for Edition {}

impl fmt::Debug for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edition")
            .field("hash", &self.0.hash)
            .field("policy", &self.0.content.policy.id)
            .field("version", &self.0.content.policy.version)
            .finish_non_exhaustive()
    }
}
