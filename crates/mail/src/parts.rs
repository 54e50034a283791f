//! What mails are made of: the lines and words that several of them share.

use jiff::civil::Date;
use kernel::Text;
use requests::Right;
use serde::{Deserialize, Serialize};

/// Which request a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The right that is exercised.
    pub right: Right,
    /// What the person may quote when they call: the request's id, nothing that says who they are.
    pub reference: String,
    /// The day it was received.
    pub received: Date,
}

/// So many rows of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    /// The system's name.
    pub system: Text,
    /// The collection's name.
    pub collection: Text,
    /// Rows.
    pub count: u64,
}

/// Rows that stay for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLine {
    /// Why they stay: a sentence without its full stop.
    pub reason: Text,
    /// The legal provision that demands it, if one does.
    pub law: Option<String>,
    /// Which, per collection.
    pub rows: Vec<CountLine>,
    /// The first days on which they may go, the earliest first.
    pub releases: Vec<Release>,
    /// A term keeps some of them that has not begun, so that no day is known.
    pub not_begun: bool,
}

/// A day on which rows may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The first day.
    pub day: Date,
    /// How many rows.
    pub count: u64,
}

/// What a holder without an interface did with our instruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderLine {
    /// The system's name.
    pub system: Text,
    /// Who holds it.
    pub holder: String,
    /// What they said.
    #[serde(flatten)]
    pub report: HolderReport,
}

/// What a holder reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "kebab-case")]
pub enum HolderReport {
    /// Nothing yet.
    Outstanding {
        /// Until when they have.
        due: Date,
    },
    /// It is done.
    Done {
        /// How many rows, if they said so.
        count: Option<u64>,
    },
    /// They held nothing about the person.
    NothingHeld,
    /// They did not do it.
    Refused {
        /// Why: a sentence without its full stop.
        reason: String,
    },
    /// They did not answer in time.
    Silent,
}

/// What a holder without an interface is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Give everything held (GDPR 15).
    Access,
    /// Erase everything held (GDPR 17).
    Erasure,
    /// Correct what is wrong (GDPR 16).
    Rectification,
    /// Set everything held aside (GDPR 18).
    Restriction,
    /// Use it again (GDPR 18(3)).
    Lift,
    /// Leave the person out for good (GDPR 21).
    Suppression,
}

/// On what ground a holder can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// A processor acts on instruction (GDPR 28(3)(e)).
    Instruction,
    /// Joint controllers have agreed who does what (GDPR 26).
    Arrangement,
    /// Whoever received data is told (GDPR 19).
    Notice,
}

/// What the holder knows somebody by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// What it is: an address, a number.
    pub name: Text,
    /// The key itself.
    pub value: String,
}

/// The letter to a holder without an interface. Personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// To whom.
    pub holder: Text,
    /// The system that it is about.
    pub system: Text,
    /// What is asked.
    pub asked: Asked,
    /// Why it can be asked.
    pub ground: Ground,
    /// What the holder may quote: the request's id.
    pub reference: String,
    /// How the agreement with the holder is referred to.
    pub agreement: Option<String>,
    /// By when they must have answered.
    pub due: Date,
    /// What they know the person by.
    pub keys: Vec<KeyLine>,
    /// The data categories concerned.
    pub categories: Vec<Text>,
    /// What is wrong, and what is right.
    pub corrections: Vec<CorrectedValue>,
    /// What to do there, as the data map says.
    pub instruction: Option<Text>,
    /// Whether it reaches into back-ups.
    pub backups: bool,
}

/// A task of a holder, in a mail to the officer. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    /// The system's name.
    pub system: Text,
    /// Who holds it.
    pub holder: Text,
    /// Of a request for which right.
    pub right: Right,
    /// The request's id.
    pub reference: String,
    /// By when they must have answered.
    pub due: Date,
}

/// A wish to be left alone that has not reached everybody. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckLine {
    /// The request's id.
    pub reference: String,
    /// The day it was said.
    pub said: Date,
    /// The last day on which it is in time.
    pub limit: Date,
    /// The systems that it has not reached.
    pub systems: Vec<Text>,
}

/// A system that is awaited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutstandingLine {
    /// The system's name.
    pub system: Text,
    /// Who holds it.
    pub holder: String,
    /// Until when they have.
    pub due: Date,
}

/// Exactly what an erasure did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ErasureOutcome {
    /// Rows that are gone.
    pub erased: Vec<CountLine>,
    /// Rows that no longer say whom they are about.
    pub anonymised: Vec<CountLine>,
    /// Rows that stay, each with its reason.
    pub kept: Vec<KeptLine>,
    /// Systems that people were instructed to handle.
    pub instructed: Vec<HolderLine>,
    /// Texts of others that mention the person, untouched.
    pub reported: Vec<CountLine>,
}

/// A value that was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedValue {
    /// What people call it.
    pub name: Text,
    /// The wrong value, where the person gave it.
    pub was: Option<String>,
    /// The right one.
    pub to: String,
}

/// Exactly what a correction did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CorrectionOutcome {
    /// What was wrong and what it is now.
    pub values: Vec<CorrectedValue>,
    /// Where it was corrected.
    pub corrected: Vec<CountLine>,
    /// Where a duty to keep leaves it as it was: invoices that were issued.
    pub unchanged: Vec<CountLine>,
    /// Who was told, and what they said.
    pub instructed: Vec<HolderLine>,
}

/// What was stopped, or goes on again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StopOutcome {
    /// Rows that are set aside, or no longer are.
    pub marked: Vec<CountLine>,
    /// Systems that leave the person out by a list of their own.
    pub listed: Vec<Text>,
    /// Who was told, and what they said.
    pub instructed: Vec<HolderLine>,
}

/// What somebody changed about how they sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountChange {
    /// A password was set.
    PasswordSet,
    /// The password was removed.
    PasswordRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// An app with codes was added.
    AppAdded,
    /// The app was removed.
    AppRemoved,
    /// New recovery codes were made.
    CodesRenewed,
    /// A recovery code was used.
    CodeUsed,
    /// The administrator took every second factor away.
    Reset,
}

impl AccountChange {
    /// Every change.
    pub const ALL: [Self; 9] = [
        Self::PasswordSet,
        Self::PasswordRemoved,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::AppAdded,
        Self::AppRemoved,
        Self::CodesRenewed,
        Self::CodeUsed,
        Self::Reset,
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PasswordSet => "password-set",
            Self::PasswordRemoved => "password-removed",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::AppAdded => "app-added",
            Self::AppRemoved => "app-removed",
            Self::CodesRenewed => "codes-renewed",
            Self::CodeUsed => "code-used",
            Self::Reset => "reset",
        }
    }
}
