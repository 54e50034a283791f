//! What was published and can be reached: the archive of editions, what is served, the privacy contact, the mails.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::*;

/// The archive of editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionsEvidence {
    /// When the archive was hashed again.
    pub at: Timestamp,
    /// Every edition in the archive.
    pub archive: Vec<ArchivedEdition>,
    /// The hashes of the editions in force at that moment: exactly one when all is well.
    pub in_force: Vec<EditionHash>,
    /// What the public pages say they were rendered from.
    pub served: Vec<ServedDocument>,
    /// How the editions of this installation came into force, or are about to.
    #[serde(default)]
    pub published: Vec<PublishedRow>,
}

/// How an edition came into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedRow {
    /// The version label.
    pub version: String,
    /// Whether nobody was bound by another before it: then there was nobody to tell.
    pub first: bool,
    /// How people were told; absent when they were not.
    pub announced: Option<Announcement>,
    /// The day on which it really came into force; absent while it did not.
    pub since: Option<jiff::civil::Date>,
    /// How many people were told by mail.
    pub told: u64,
}

/// One edition of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedEdition {
    /// The version label.
    pub version: String,
    /// The hash that the archive names.
    pub hash: EditionHash,
    /// The hash of the bytes in the archive; absent when they could not be read.
    pub found: Option<EditionHash>,
}

/// A document as it was served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedDocument {
    /// The document's id.
    pub document: String,
    /// The language's tag.
    pub language: kernel::Language,
    /// The edition that it was rendered from.
    pub edition: EditionHash,
}

/// Whether the privacy contact can be found and answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactEvidence {
    /// Every mail that goes to subjects, and whether it names the contact.
    pub mails: Vec<MailTemplate>,
    /// The last probe of the mailbox.
    pub probe: Option<MailboxProbe>,
}

/// A mail that goes to subjects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailTemplate {
    /// The mail's name.
    pub name: String,
    /// Its language.
    pub language: kernel::Language,
    /// Whether the rendered mail contains the contact's address.
    pub names_contact: bool,
    /// Whether it answers a request, or a part of one.
    #[serde(default)]
    pub answers: bool,
    /// Whether it says where one complains to the authority.
    #[serde(default)]
    pub names_authority: bool,
    /// Whether opening it loads anything; none when that was not looked at.
    #[serde(default)]
    pub loads: Option<bool>,
}

/// A try whether the contact's mailbox takes mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxProbe {
    /// When.
    pub at: Timestamp,
    /// Whether the mail server took a message for it.
    pub accepted: bool,
}
