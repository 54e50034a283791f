//! Writing to the privacy contact, and what came in for who answers it.

use jiff::civil::DateTime;

use super::{Contact, FieldError, Notice, Right};
use crate::text::key;

/// The form by which anybody writes to the privacy contact.
#[derive(Debug, Clone)]
pub struct Write {
    /// The address, as it was typed.
    pub email: String,
    /// The message, as it was typed.
    pub words: String,
    /// It was sent: the same for everybody.
    pub sent: bool,
    /// Who answers.
    pub contact: Contact,
    /// A mistake.
    pub error: Option<FieldError>,
}

impl Write {
    /// Whether a field is wrong.
    pub fn wrong(&self, field: &str) -> bool {
        self.error.is_some_and(|error| error.field == field)
    }
}

/// What came in.
#[derive(Debug, Clone, Default)]
pub struct Messages {
    /// Those that wait first.
    pub rows: Vec<MessageRow>,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// A message in the list: nothing of whom or what.
#[derive(Debug, Clone)]
pub struct MessageRow {
    /// Which one.
    pub id: String,
    /// Key of the way it goes.
    pub route: &'static str,
    /// It cannot wait.
    pub urgent: bool,
    /// Key of how it came.
    pub channel: &'static str,
    /// An officer sent it another way.
    pub corrected: bool,
    /// Its request, with how it is called.
    pub request: Option<(String, String)>,
    /// When it came.
    pub at: DateTime,
    /// By when somebody answers.
    pub due: DateTime,
    /// That moment is over.
    pub late: bool,
    /// Key of what became of it.
    pub outcome: Option<&'static str>,
}

/// One message.
#[derive(Debug, Clone)]
pub struct Message {
    /// As in the list.
    pub row: MessageRow,
    /// The sender's address; none when it is gone.
    pub from: Option<String>,
    /// The subject; empty for the form.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// The rights that it can become a request for, the likeliest first.
    pub rights: Vec<Right>,
    /// The words and keys of the ways it can go.
    pub ways: Vec<(&'static str, &'static str)>,
    /// The word of the way it goes now.
    pub way: &'static str,
    /// A mistake.
    pub error: Option<FieldError>,
    /// What was typed.
    pub words: String,
    /// What was just done.
    pub notice: Option<Notice>,
}

/// The key of a way.
pub fn route(word: &str) -> &'static str {
    match word {
        "breach" => key!("route-breach"),
        "complaint" => key!("route-complaint"),
        "right" => key!("route-right"),
        "reply" => key!("route-reply"),
        _ => key!("route-other"),
    }
}

/// The key of how a message came.
pub fn channel(word: &str) -> &'static str {
    if word == "mail" { key!("message-by-mail") } else { key!("message-by-form") }
}

/// The key of what became of one.
pub fn outcome(word: &str) -> &'static str {
    match word {
        "answered" => key!("message-answered"),
        "request" => key!("message-requested"),
        _ => key!("message-handled"),
    }
}
