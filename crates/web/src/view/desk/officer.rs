//! What an officer does with a request beside judging its plan: who asks, notes, what may be taken back, other requests
//! of the same person. And the page on which something that came in by letter or telephone is entered.

use jiff::civil::{Date, DateTime};

use super::Bounce;
use crate::text::key;
use crate::view::{FieldError, Notice, Right, Stage};

/// What an officer does with a request beside judging its plan.
#[derive(Debug, Clone, Default)]
pub struct Officer {
    /// Which version of the request the page shows.
    pub version: i64,
    /// Where the person can be asked who they are, while that is not known.
    pub contact: Option<String>,
    /// Who asks on their behalf: the key of the quality, and a name.
    pub on_behalf: Option<(&'static str, String)>,
    /// How it is known who asks.
    pub known_by: Option<&'static str>,
    /// What was asked to show who they are.
    pub asked: Vec<Asked>,
    /// What was handed in for that.
    pub files: Vec<ProofFile>,
    /// What would do as proof.
    pub means: Vec<Means>,
    /// Notes, the oldest first.
    pub notes: Vec<Note>,
    /// Other requests that may be of the same person.
    pub alike: Vec<Alike>,
    /// What can be taken back.
    pub undo: Vec<Undo>,
    /// Two people must allow it.
    pub two_people: bool,
    /// When the first of them did, and whether that was the reader.
    pub endorsed: Option<(DateTime, bool)>,
    /// What the person was asked back.
    pub question: Option<Question>,
    /// When and why the term was extended.
    pub extension: Option<(DateTime, String)>,
    /// A copy that can go by post, because somebody judged who the person is: its id.
    pub post: Option<String>,
    /// Mail about it that came back.
    pub bounces: Vec<Bounce>,
    /// What the person answered to mails about it.
    pub messages: Vec<crate::view::messages::MessageRow>,
    /// Texts of the copy can be looked at for what is of others; and when that was decided last.
    pub redaction: Option<Option<DateTime>>,
    /// What the reader may do.
    pub may: May,
    /// What was typed and could not be done, and in which form.
    pub typed: Typed,
}

impl Officer {
    /// Plans of the same person that can be approved together with this one.
    pub fn together(&self) -> impl Iterator<Item = &Alike> {
        self.alike.iter().filter(|alike| alike.digest.is_some())
    }

    /// Whether there is anything to say about who asks.
    pub fn has_identity(&self) -> bool {
        self.may.ask_identity
            || self.may.judge_identity
            || !self.asked.is_empty()
            || self.contact.is_some()
            || self.on_behalf.is_some()
            || self.known_by.is_some()
    }
}

/// What the reader may do beside judging the plan.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a form that is there or not")]
pub struct May {
    /// Extend the term.
    pub extend: bool,
    /// Ask who somebody is.
    pub ask_identity: bool,
    /// Judge what they showed.
    pub judge_identity: bool,
    /// Ask them something.
    pub ask_back: bool,
    /// Take their answer down.
    pub end_question: bool,
    /// Write a note.
    pub note: bool,
}

/// Something typed that could not be done as it was.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The field it stands in.
    pub field: &'static str,
    /// What was typed.
    pub words: String,
    /// The mistake.
    pub error: Option<FieldError>,
}

impl Typed {
    /// What stands in a field again.
    pub fn of(&self, field: &str) -> &str {
        if self.field == field { &self.words } else { "" }
    }

    /// Whether the mistake is in that field.
    pub fn is_in(&self, field: &str) -> bool {
        self.field == field && self.error.is_some()
    }
}

/// One time that somebody was asked to show who they are.
#[derive(Debug, Clone)]
pub struct Asked {
    /// When.
    pub at: DateTime,
    /// Keys of the means that would do.
    pub means: Vec<&'static str>,
    /// How it ended.
    pub outcome: Option<&'static str>,
}

/// A file that was handed in.
#[derive(Debug, Clone)]
pub struct ProofFile {
    /// Its id, for the address.
    pub id: String,
    /// What it is.
    pub media: String,
    /// How long.
    pub bytes: u64,
    /// When it came.
    pub at: DateTime,
    /// When it is destroyed at the latest.
    pub expires: DateTime,
    /// How often it was looked at.
    pub views: u64,
    /// When it was destroyed.
    pub destroyed: Option<DateTime>,
}

/// A means by which somebody can show who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// Its value in forms.
    pub value: &'static str,
    /// In words.
    pub key: &'static str,
}

impl Means {
    /// Every means, the least first.
    pub const ALL: [Self; 6] = [
        Self { value: "shared-knowledge", key: key!("means-shared-knowledge") },
        Self { value: "call-back", key: key!("means-call-back") },
        Self { value: "school", key: key!("means-school") },
        Self { value: "in-person", key: key!("means-in-person") },
        Self { value: "authorisation", key: key!("means-authorisation") },
        Self { value: "shielded-document", key: key!("means-shielded-document") },
    ];

    /// A means, or another way in which it is known who asks, in words.
    pub fn words(value: &str) -> &'static str {
        match value {
            "signed-in" => key!("means-signed-in"),
            "known-address-code" => key!("means-known-address-code"),
            "synthetic" => key!("drill"),
            "not-needed" => key!("means-not-needed"),
            other => Self::ALL
                .into_iter()
                .find(|means| means.value == other)
                .map_or(key!("means-shared-knowledge"), |means| means.key),
        }
    }
}

/// A note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its id, for the address.
    pub id: String,
    /// When.
    pub at: DateTime,
    /// By whom.
    pub by: String,
    /// Whether the reader wrote it.
    pub own: bool,
    /// What it says.
    pub words: String,
}

/// Another request that may be of the same person.
#[derive(Debug, Clone)]
pub struct Alike {
    /// Its id, for the address.
    pub id: String,
    /// Short reference.
    pub reference: String,
    /// What is asked.
    pub right: Right,
    /// How far it is.
    pub stage: Stage,
    /// When it came in.
    pub filed: Date,
    /// The identity is the same; otherwise it only looks alike.
    pub same: bool,
    /// The plan that can be approved together with this one's.
    pub digest: Option<String>,
}

/// Something that can be taken back.
#[derive(Debug, Clone)]
pub struct Undo {
    /// Its value in the form.
    pub what: &'static str,
    /// Until when; none for what waits for something else than time.
    pub until: Option<DateTime>,
}

impl Undo {
    /// What is taken back, in words.
    pub fn key(&self) -> &'static str {
        match self.what {
            "refusal" => key!("undo-refusal"),
            "extension" => key!("undo-extension"),
            _ => key!("undo-approval"),
        }
    }
}

/// What the person was asked back.
#[derive(Debug, Clone)]
pub struct Question {
    /// What.
    pub words: String,
    /// When.
    pub asked: DateTime,
    /// When it ended.
    pub ended: Option<DateTime>,
    /// What the person said.
    pub said: String,
}

/// The page on which something that came in by another way is entered.
#[derive(Debug, Clone, Default)]
pub struct Enter {
    /// The rights that can be chosen.
    pub rights: Vec<Right>,
    /// What was chosen.
    pub right: Option<Right>,
    /// How it came in.
    pub channel: String,
    /// The day, as it was typed.
    pub received: String,
    /// The address, as it was typed.
    pub email: String,
    /// Another thing to find them by, as KIND=VALUE.
    pub identity: String,
    /// The language of the answer.
    pub language: String,
    /// How it is known who asks; empty: not yet.
    pub means: String,
    /// In which quality somebody asks on their behalf; empty: they ask themselves.
    pub behalf: String,
    /// Who that is.
    pub behalf_name: String,
    /// What the right needs beside.
    pub wish: AskedWish,
    /// Today, the latest day that can be chosen.
    pub today: Option<Date>,
    /// A mistake.
    pub error: Option<FieldError>,
    /// What was just done.
    pub notice: Option<Notice>,
    /// The reader is a school's contact, who says for whom and no more.
    pub school: bool,
}

impl Enter {
    /// Ways in, with their words.
    pub const CHANNELS: [(&str, &str); 4] = [
        ("letter", key!("enter-letter")),
        ("phone", key!("enter-phone")),
        ("email", key!("enter-email")),
        ("school", key!("enter-school")),
    ];
    /// On whose behalf, with their words.
    pub const BEHALVES: [(&str, &str); 3] = [
        ("parent", key!("behalf-parent")),
        ("school", key!("behalf-school")),
        ("authorised", key!("behalf-authorised")),
    ];

    /// The ways in.
    pub fn channels(&self) -> [(&'static str, &'static str); 4] {
        Self::CHANNELS
    }

    /// On whose behalf.
    pub fn behalves(&self) -> [(&'static str, &'static str); 3] {
        Self::BEHALVES
    }

    /// What would do as proof.
    pub fn every_means(&self) -> [Means; 6] {
        Means::ALL
    }

    /// Whether a right was chosen.
    pub fn chose(&self, right: &Right) -> bool {
        self.right == Some(*right)
    }
}

/// What some rights need beside the asking: on the desk's page of entering and the public form.
#[derive(Debug, Clone, Default)]
pub struct AskedWish {
    /// What can be corrected: ids with names.
    pub data: Vec<(String, String)>,
    /// What is to be corrected.
    pub datum: String,
    /// What stands there now.
    pub was: String,
    /// What it should be.
    pub to: String,
    /// What an objection is against.
    pub stops: String,
    /// The reasons.
    pub reasons: String,
    /// The decision that a human is to look at.
    pub decision: String,
    /// What is said to it, or complained about.
    pub words: String,
    /// The reader came to say something in their own words.
    pub says: bool,
}

impl AskedWish {
    /// Whether this is what is to be corrected.
    pub fn is_datum(&self, id: &str) -> bool {
        self.datum == id
    }
}
