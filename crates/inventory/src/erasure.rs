//! An erasure as data: the order, what was prepared for it, and the receipt.
//!
//! A [`PreparedErasure`] holds every key and the person's own names and addresses: it is personal data, lives
//! sealed with the request and goes when the receipt is in. A [`Receipt`] holds counts and, of rows that are
//! not the person's, table and key; never a text.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Text;
use retention::Term;
use serde::{Deserialize, Serialize};

use crate::found::Key;
use crate::held::HeldBack;
use crate::identity::Identity;
use crate::manual::Task;
use crate::map::{AttributeKind, Nested};

/// Retention terms by id.
pub type Terms = BTreeMap<String, Term>;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct ErasureOrder {
    /// Who.
    pub identities: Vec<Identity>,
    /// The day on which it is decided what is still held, in the organisation's zone.
    pub today: Date,
    /// The organisation's time zone, for holds that count from an instant.
    pub zone: TimeZone,
    /// The retention terms that holds may name.
    pub terms: Terms,
    /// What takes the place of pseudonymised values: random, never derived from the person.
    pub pseudonym: String,
}

/// Everything that is needed to carry out an erasure in one system, and to recognise that it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedErasure {
    /// The system's id.
    pub system: String,
    /// [`crate::DataMap::fingerprint`] of the map that it was made under.
    pub map: String,
    /// The day on which holds were judged.
    pub today: Date,
    /// The zone of holds, as an IANA name.
    pub zone: String,
    /// Who.
    pub identities: Vec<Identity>,
    /// The retention terms that the map names.
    pub terms: Terms,
    /// What takes the place of pseudonymised values.
    pub pseudonym: String,
    /// What else identifies the person in text.
    pub attributes: Vec<KnownValue>,
    /// Own rows by collection.
    pub collections: Vec<PreparedCollection>,
    /// Other people's rows and texts in which the person stands.
    pub mentions: Vec<Mention>,
    /// What a person must do by hand; only from a manual system.
    pub task: Option<Task>,
    /// What is kept for a reason that stands in no map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldBack>,
    /// By what carrying it out may see that nothing has changed; only from databases that can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub census: Option<Census>,
}

/// How much there was, and up to which moment: the mark that a preparation leaves in a database's own terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    /// What was counted: a digest of the question, without its values.
    pub asked: String,
    /// Which run of the server counted, as it names itself.
    pub server: String,
    /// The first transaction that could not be seen.
    pub horizon: String,
    /// How many rows all paths lead to.
    pub rows: u64,
}

/// Something that identifies the person in text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct KnownValue {
    /// What sort of thing.
    pub kind: AttributeKind,
    /// The value as it stands in the system.
    pub value: String,
}

/// One collection's part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedCollection {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// The columns of [`PreparedRow::links`].
    pub links: Vec<String>,
    /// Rows by what happens to them.
    pub groups: Vec<PreparedGroup>,
}

/// Rows to which the same thing happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreparedGroup {
    /// What happens.
    pub action: Action,
    /// To which rows.
    pub rows: Vec<PreparedRow>,
}

/// A row and the values by which others hang on it: so that its children are still found when somebody else
/// has removed the row itself in the meantime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreparedRow {
    /// The primary key.
    pub key: Key,
    /// The values of [`PreparedCollection::links`].
    pub links: Vec<Option<String>>,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// The row goes.
    Delete,
    /// The row stays, these columns change.
    Anonymise {
        /// Columns and what becomes of them.
        changes: BTreeMap<String, Change>,
    },
    /// A retention term keeps the row; these columns change all the same.
    Hold {
        /// The term's id.
        term: String,
        /// The first day on which the row may go; none when the term has not begun.
        release: Option<Date>,
        /// Columns and what becomes of them.
        changes: BTreeMap<String, Change>,
    },
    /// The row stays as it is.
    Keep {
        /// Why.
        reason: Option<Text>,
        /// The first day on which the reason no longer holds; none: it has no end, or nobody knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
}

impl Action {
    /// The columns that change.
    pub fn changes(&self) -> Option<&BTreeMap<String, Change>> {
        match self {
            Self::Anonymise { changes } | Self::Hold { changes, .. } => Some(changes),
            Self::Delete | Self::Keep { .. } => None,
        }
    }

    /// Whether anything is written for it.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Delete) || self.changes().is_some_and(|changes| !changes.is_empty())
    }
}

/// What becomes of a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "kebab-case")]
pub enum Change {
    /// Null, or the empty value of the column's type.
    Blank,
    /// The erasure's pseudonym.
    Pseudonym,
    /// A fixed text; `{key}` and `{pseudonym}` are filled in.
    Set {
        /// The text.
        text: String,
    },
    /// Every leaf of the nested structure emptied.
    BlankLeaves {
        /// The encoding.
        nested: Nested,
    },
    /// Occurrences of the person's values become "[…]", inside the leaves when nested.
    Redact {
        /// The encoding, when there is one.
        nested: Option<Nested>,
        /// Keys of own rows by which the person stands there.
        #[serde(default, skip_serializing_if = "Stood::is_nothing")]
        stood: Stood,
    },
    /// Leaves that are one of the person's values taken out, text occurrences replaced by "[…]".
    Remove {
        /// The encoding; tried when not given.
        nested: Option<Nested>,
        /// Keys of own rows by which the person stands there.
        #[serde(default, skip_serializing_if = "Stood::is_nothing")]
        stood: Stood,
    },
}

/// What a person stands by in a mention besides identities and attributes: keys of own rows, as a list of members or
/// the author in a structure holds them. The number of an account means something at its place only.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stood {
    /// The values as they stand there.
    pub values: Vec<String>,
    /// Only the leaf at this place (see [`crate::map::Path::at`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

impl Stood {
    /// Identities and attributes are all that is looked for.
    pub fn is_nothing(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether the leaf at a place is one of the values.
    pub fn is_leaf(&self, place: &str, leaf: &str) -> bool {
        self.values.iter().any(|value| value == leaf)
            && self.at.as_deref().is_none_or(|wanted| crate::nested::is_at(wanted, place))
    }
}

/// A row of somebody else, or of nobody, in which the person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The collection, when the map has one for it.
    pub collection: Option<String>,
    /// The table.
    pub table: String,
    /// The row's key.
    pub key: Key,
    /// The column.
    pub column: String,
    /// What of the person stands there: an identity kind or an attribute kind.
    pub kinds: Vec<String>,
    /// How it was found, in words.
    pub path: String,
    /// What happens to it.
    pub action: MentionAction,
}

/// What happens to a mention.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum MentionAction {
    /// Listed, left alone.
    Report,
    /// The row goes.
    Delete,
    /// The column changes.
    Change {
        /// To what.
        change: Change,
    },
}

/// Whether a prepared erasure has been carried out: the answer after a crash between commit and receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applied {
    /// Everything is as the erasure leaves it.
    Applied,
    /// Something is still there: carry it out (again).
    NotApplied,
    /// There is nothing to carry out.
    Empty,
}

/// What an erasure did in one system.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The system's id.
    pub system: String,
    /// Per collection.
    pub collections: Vec<CollectionReceipt>,
    /// Mentions and what happened to them; reported ones included.
    pub mentions: Vec<Mention>,
    /// What a search of all text found afterwards; none when the system is not searched.
    pub residue: Option<Residue>,
    /// What a person does by hand; only from a manual system.
    pub task: Option<Task>,
}

impl Receipt {
    /// Rows deleted in all.
    pub fn deleted(&self) -> u64 {
        self.collections.iter().map(|part| part.deleted).sum()
    }

    /// Rows anonymised in all.
    pub fn anonymised(&self) -> u64 {
        self.collections.iter().map(|part| part.anonymised).sum()
    }

    /// Rows kept in all, by a hold or for a reason.
    pub fn kept(&self) -> u64 {
        self.collections.iter().flat_map(|part| &part.kept).map(|kept| kept.rows).sum()
    }
}

/// What was done in one collection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CollectionReceipt {
    /// The collection's id.
    pub collection: String,
    /// Its table.
    pub table: String,
    /// Rows that went.
    pub deleted: u64,
    /// Rows that stayed with their fields erased.
    pub anonymised: u64,
    /// Rows that stayed, and why.
    pub kept: Vec<Kept>,
    /// Of the above: rows that appeared after the preparation.
    pub appeared: u64,
    /// Prepared rows that were gone already.
    pub gone: u64,
    /// Prepared rows that turned out to be somebody else's by now: untouched.
    pub not_theirs: u64,
}

/// Rows kept for one reason until one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// How many.
    pub rows: u64,
    /// Why.
    pub why: Why,
    /// The columns with personal data that keep it. Empty: all of the row's.
    pub columns: Vec<String>,
    /// How many of the rows had other columns erased.
    pub trimmed: u64,
}

/// Why rows are kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum Why {
    /// A retention term.
    Term {
        /// Its id.
        term: String,
        /// The first day on which the rows may go; none when the term has not begun.
        release: Option<Date>,
    },
    /// A reason of the map.
    Reason {
        /// In words.
        reason: Option<Text>,
        /// The first day on which it no longer holds; none: it has no end, or nobody knows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
}

/// What of the person is still found in the text of a database.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Residue {
    /// Tables read.
    pub tables: u64,
    /// Rows read.
    pub rows: u64,
    /// What was found.
    pub hits: Vec<ResidueHit>,
}

impl Residue {
    /// Whether nothing unexpected was found.
    pub fn is_clean(&self) -> bool {
        self.hits.iter().all(|hit| hit.class != ResidueClass::Unexpected)
    }
}

/// One place where something of the person still stands. Never the text itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResidueHit {
    /// The table.
    pub table: String,
    /// The row's key.
    pub key: Key,
    /// The column.
    pub column: String,
    /// What of the person stands there: an identity kind or an attribute kind.
    pub kinds: Vec<String>,
    /// What it means.
    pub class: ResidueClass,
}

/// What a place means where something of the person still stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "class", rename_all = "kebab-case")]
pub enum ResidueClass {
    /// Kept for a reason.
    Kept {
        /// The reason.
        why: Why,
    },
    /// Another person's row or text: listed, not touched.
    Other,
    /// It should be gone, or stands where the map knows of nothing personal.
    Unexpected,
}
