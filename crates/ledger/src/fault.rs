//! What can be wrong with a ledger, each with its place and a sentence that says what it means.

use serde::Serialize;

use crate::hash::Hash;

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// At the entry with this number.
    Entry(u64),
    /// In a row with a number that no entry has: below zero.
    Outside(i64),
    /// In the head row, which says how long the ledger is.
    Head,
    /// In the checkpoint that stands at this position in the list of checkpoints, from 0.
    Checkpoint(u64),
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    #[serde(flatten)]
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum FaultKind {
    /// Event or salt do not give the commitment.
    EventAltered,
    /// The instant does not give the leaf.
    TimeAltered,
    /// The commitment does not give the leaf.
    CommitmentAltered,
    /// A redacted entry whose instant and commitment do not give the leaf: with the event gone it cannot be told
    /// which of the two was altered.
    TimeOrCommitmentAltered,
    /// The stored leaf is not that of the entry.
    LeafAltered,
    /// The stored root is not that of the tree.
    RootAltered,
    /// The stored inner nodes are not those of the tree; proofs would come out wrong.
    NodesAltered,
    /// The column for look-ups does not say what the event says.
    AboutAltered,
    /// Event and salt are not both there or both gone.
    HalfRedacted,
    /// Event and salt are gone, and no later entry says so.
    RedactedUnrecorded,
    /// Rows are missing here.
    Missing {
        /// The first number that is missing.
        from: u64,
        /// The last number that is missing.
        to: u64,
    },
    /// A row that was never appended.
    Inserted,
    /// A row that does not follow from those before it, though it agrees with itself.
    Replaced,
    /// Everything from here on was cut off.
    TailCut {
        /// How many entries there should be.
        expected: u64,
        /// What says so.
        witness: Witness,
    },
    /// Head and rows disagree, though there are as many rows as the head says.
    HeadAltered,
    /// The checkpoint's text or signature is wrong.
    CheckpointInvalid {
        /// Why.
        reason: String,
    },
    /// A signed checkpoint has another root: the entries from here up to its size were rewritten, hashes and all.
    Rewritten {
        /// The size of the checkpoint that disagrees.
        size: u64,
    },
}

/// What knows how long the ledger should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Witness {
    /// The head row.
    Head,
    /// A signed checkpoint.
    Checkpoint,
}

/// Something odd that proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "warning", rename_all = "kebab-case")]
pub enum Warning {
    /// An entry is dated before the one in front of it: a clock was set back.
    TimeBackwards {
        /// The later entry.
        seq: u64,
    },
}

/// What came of looking at a whole ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many rows were read.
    pub entries: u64,
    /// How many of them are redacted.
    pub redacted: u64,
    /// The root over the rows that hold together; none when the chain is broken.
    pub root: Option<Hash>,
    /// How many signed checkpoints agree with the rows.
    pub checkpoints: u64,
    /// What is wrong, the first bad entry first; what concerns no entry comes last.
    pub faults: Vec<Fault>,
    /// How many more faults there are than are listed.
    pub more_faults: u64,
    /// What is odd.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// The first bad entry, or the first thing that is wrong elsewhere.
    pub fn first_fault(&self) -> Option<&Fault> {
        self.faults.first()
    }

    /// True when nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Entry(seq) => write!(f, "entry {seq}"),
            Self::Outside(number) => write!(f, "the row numbered {number}"),
            Self::Head => f.write_str("the head"),
            Self::Checkpoint(position) => write!(f, "checkpoint {position}"),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}

impl std::fmt::Display for FaultKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::EventAltered => "its event or its salt was altered: they do not give its commitment",
            Self::TimeAltered => "its time was altered: it does not give its leaf",
            Self::CommitmentAltered => "its commitment was altered: its event does not give it",
            Self::TimeOrCommitmentAltered => {
                "its time or its commitment was altered after its event was wiped: they do not give its leaf"
            }
            Self::LeafAltered => "its leaf was altered: its time and commitment give another one",
            Self::RootAltered => "its root was altered: the entries up to it give another one",
            Self::NodesAltered => "its inner nodes were altered: the entries up to it give others",
            Self::AboutAltered => "what it is filed under was altered: its event says otherwise",
            Self::HalfRedacted => "its event and salt are neither both there nor both gone",
            Self::RedactedUnrecorded => "its event and salt are gone, and no later entry records that they were wiped",
            Self::Missing { from, to } if from == to => return write!(f, "it is missing"),
            Self::Missing { from, to } => return write!(f, "entries {from} to {to} are missing"),
            Self::Inserted => "it was put in by hand: it was never appended",
            Self::Replaced => {
                "it does not follow from the entries before it: it or its neighbour was rewritten with new hashes, or a row was taken out and the rest renumbered"
            }
            Self::TailCut { expected, witness } => {
                let witness = match witness {
                    Witness::Head => "the head",
                    Witness::Checkpoint => "a signed checkpoint",
                };
                return write!(f, "it and all after it were cut off: {witness} counts {expected} entries");
            }
            Self::HeadAltered => "the head was altered: its root or frontier is not that of the entries",
            Self::CheckpointInvalid { reason } => return f.write_str(reason),
            Self::Rewritten { size } => {
                return write!(
                    f,
                    "from here on history was rewritten, hashes and all: the signed checkpoint of size {size} has another root"
                );
            }
        })
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TimeBackwards { seq } => {
                write!(f, "entry {seq} is dated before the one in front of it: was a clock set back?")
            }
        }
    }
}
