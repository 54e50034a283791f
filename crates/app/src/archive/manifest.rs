//! The shape of `manifest.json`: what the archive holds, of whom it came, and what is still to come.

use jiff::Timestamp;
use kernel::Text;
use serde::{Deserialize, Serialize};

/// The format's own name and version; a reader refuses what it does not know.
pub const FORMAT: &str = "gestand-archive/1";

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The request that this answers.
    pub request: String,
    /// The right, with its GDPR article.
    pub right: String,
    /// When it was made, UTC.
    pub created: Timestamp,
    /// Who answers: the controller.
    pub controller: String,
    /// SHA-256 of the edition that was in force.
    pub edition: String,
    /// Every system that was searched, with what was found.
    pub systems: Vec<SystemEntry>,
    /// Everybody who holds or receives the data (GDPR art. 15(1)(c), C-154/21).
    pub recipients: Vec<RecipientEntry>,
    /// The data category of every field in the archive.
    pub fields: Vec<Field>,
    /// Systems that have not answered yet; empty when the answer is complete.
    pub outstanding: Vec<Outstanding>,
    /// Every other file with its size and SHA-256.
    pub files: Vec<FileEntry>,
}

/// One system's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemEntry {
    /// The system's id.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// The recipient that holds it: its id, empty for the organisation itself.
    pub recipient: String,
    /// Who holds it, in words.
    #[serde(default)]
    pub holder: Text,
    /// Rows that are the person's own.
    pub own: u64,
    /// Rows of others in which the person is mentioned.
    pub mentions: u64,
    /// Texts of which something was left out because it is of others (GDPR art. 15(4)).
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl Manifest {
    /// Texts of which something was left out, in all.
    pub fn left_out(&self) -> u64 {
        self.systems.iter().map(|system| system.left_out).sum()
    }
}

/// One recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientEntry {
    /// Its id in the policy.
    pub recipient: String,
    /// Its name.
    pub name: String,
    /// Processor, controller, …
    pub role: String,
    /// The role in words.
    #[serde(default)]
    pub role_name: Text,
    /// What it does.
    pub task: Text,
    /// Where it does it, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// The same in words.
    #[serde(default)]
    pub country_names: Vec<Text>,
    /// What protects the data outside the EEA.
    pub safeguard: String,
    /// The categories of data it holds.
    pub categories: Vec<String>,
    /// The same in words.
    #[serde(default)]
    pub category_names: Vec<Text>,
}

/// One field and what sort of data it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The system.
    pub system: String,
    /// The collection.
    pub collection: String,
    /// The field (column).
    pub field: String,
    /// The category's id.
    pub category: String,
    /// The category's name.
    pub category_name: Text,
    /// Whether the value is withheld: a password hash or token, named but not given.
    pub withheld: bool,
}

/// A system whose part comes later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outstanding {
    /// The system.
    pub system: String,
    /// Its name.
    pub name: Text,
    /// Why its part is not here.
    pub reason: Text,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path in the archive.
    pub path: String,
    /// Its size in bytes, unpacked.
    pub bytes: u64,
    /// SHA-256 of its contents, hexadecimal.
    pub sha256: String,
}
