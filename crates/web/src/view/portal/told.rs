//! Who was told what about somebody's data.

use jiff::civil::{Date, DateTime};

use crate::text::key;
use crate::view::Right;

/// The page of who was told.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Per request, the newest first.
    pub requests: Vec<ToldRequest>,
    /// Recipients that hold no system of ours, with what they do.
    pub unrecorded: Vec<(String, String)>,
}

/// Who was told of one request.
#[derive(Debug, Clone)]
pub struct ToldRequest {
    /// Its id, for the address.
    pub id: String,
    /// Short reference.
    pub reference: String,
    /// Which right.
    pub right: Right,
    /// It is the end of a pause.
    pub end_of_restriction: bool,
    /// When it was asked.
    pub filed: Date,
    /// Each recipient.
    pub recipients: Vec<ToldRecipient>,
}

impl ToldRequest {
    /// What was asked, in words.
    pub fn asked(&self) -> &'static str {
        if self.end_of_restriction { key!("lift-pause") } else { self.right.asked() }
    }
}

/// One recipient that was told, or is to be.
#[derive(Debug, Clone)]
pub struct ToldRecipient {
    /// Who.
    pub name: String,
    /// Through which system.
    pub system: String,
    /// How, and what became of it.
    pub way: Way,
    /// When.
    pub at: Option<DateTime>,
    /// SHA-256 of the receipt, hexadecimal.
    pub receipt: Option<String>,
    /// The number of the ledger entry that attests it.
    pub entry: Option<u64>,
}

/// How a recipient was told, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Changed in their system by us.
    Changed,
    /// Will be.
    Waiting,
    /// A letter is ready.
    Ready,
    /// A letter went by mail.
    Mailed,
    /// A letter went in another way.
    Sent,
    /// They have it.
    Acknowledged,
    /// They did it.
    Done,
    /// They hold nothing.
    NothingHeld,
    /// They did not do it.
    Refused,
    /// They did not answer.
    Silent,
}

impl Way {
    /// In words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Changed => key!("told-changed"),
            Self::Waiting => key!("told-waiting"),
            Self::Ready => key!("told-ready"),
            Self::Mailed => key!("told-mailed"),
            Self::Sent => key!("told-sent"),
            Self::Acknowledged => key!("told-acknowledged"),
            Self::Done => key!("told-done"),
            Self::NothingHeld => key!("told-nothing-held"),
            Self::Refused => key!("told-refused"),
            Self::Silent => key!("told-silent"),
        }
    }

    /// Class name of its state.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Changed | Self::Done | Self::NothingHeld => "done",
            Self::Mailed | Self::Sent | Self::Acknowledged => "busy",
            Self::Waiting | Self::Ready => "waiting",
            Self::Refused | Self::Silent => "stuck",
        }
    }
}
