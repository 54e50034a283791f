//! The data map: which collections of a system hold what about whom, how they join to a person, and what
//! erasure does to them.
//!
//! One file `facts/systems/ID.toml` is one [`DataMap`]. The types here are the language, one module per part:
//! [`system`] (the head), [`collection`] (a table seen as a set of somebody's rows), [`path`] (how it is
//! reached), [`field`] (what is in it and how it goes), [`condition`] (fixed conditions), [`erasure`] (delete,
//! anonymise, keep, holds), [`retain`] (how long rows stay whoever's they are), [`datum`] (what stands in several
//! places), [`restriction`] (marks and exclusion lists), [`lead`] (what leads on to other systems), [`http`] (the
//! interface of a service), [`events`] (what a system tells by itself), [`files`] (a folder or bucket). To extend the
//! language, add the field here, its check in [`crate::check`] and its
//! meaning in the connector; unknown keys are refused, so a map never silently means less than it says.

pub mod collection;
pub mod condition;
pub mod datum;
pub mod drill;
pub mod erasure;
pub mod events;
pub mod field;
pub mod files;
pub mod http;
pub mod lead;
pub mod path;
pub mod restriction;
pub mod retain;
pub mod schema;
mod several;
pub mod system;
mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use collection::{Audience, Collection, Owner, SqlType, Told};
pub use condition::{Condition, Conditions, Scalar};
pub use datum::{At, Datum, Place};
pub use drill::{DrillRow, DrillValue};
pub use erasure::{Do, ErasureRule, Hold};
pub use events::Events;
pub use field::{Erase, Field, FreeText, Nested, PairRule, Pairs, WhileHeld};
pub use files::Files;
pub use lead::Lead;
pub use path::{Match, MentionErase, Path, Relation, Rest, Source, Twins};
pub use restriction::{Exclusion, Restrict};
pub use retain::Retain;
pub use system::{AttributeKind, AttributeRule, ConnectorKind, IdentityRule, ManualTask, System};

/// A system and everything it holds about people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataMap {
    /// The system itself.
    pub system: System,
    /// The kinds of identity a caller may give, and how values of a kind are made equal.
    #[serde(default, rename = "identity", skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<IdentityRule>,
    /// What else identifies the person in free text, read from the person's own rows.
    #[serde(default, rename = "attribute", skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRule>,
    /// What it posts to us when something happens there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Events>,
    /// The interface of a service. HTTP only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http: Option<http::Http>,
    /// Where the files stand. Files only, and only for a bucket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<files::Files>,
    /// The collections, in the order in which people see them.
    #[serde(default, rename = "collection", skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<Collection>,
    /// What of a person's own rows is an identity in another system. SQL only.
    #[serde(default, rename = "lead", skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<Lead>,
    /// The data that a person may have corrected, with all their places.
    #[serde(default, rename = "datum", skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<Datum>,
    /// The lists of people who are left out of something. SQL only.
    #[serde(default, rename = "exclusion", skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Exclusion>,
    /// The rows of a synthetic person, in the order in which they are put in.
    #[serde(default, rename = "drill", skip_serializing_if = "Vec::is_empty")]
    pub drills: Vec<DrillRow>,
}

impl DataMap {
    /// The collection with this id.
    pub fn collection(&self, id: &str) -> Option<&Collection> {
        self.collections.iter().find(|collection| collection.id == id)
    }

    /// The position of the collection with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.collections.iter().position(|collection| collection.id == id)
    }

    /// The rule of an identity kind.
    pub fn identity(&self, kind: &str) -> Option<&IdentityRule> {
        self.identities.iter().find(|rule| rule.kind == kind)
    }

    /// SHA-256 over the canonical JSON of the map, in hexadecimal: a prepared erasure names the map it was
    /// made under, and is refused under another.
    pub fn fingerprint(&self) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(json))
    }
}
