//! Mail that came back.

use jiff::civil::DateTime;

use crate::text::key;
use crate::view::Notice;

/// What came back and waits for somebody.
#[derive(Debug, Clone, Default)]
pub struct Bounces {
    /// Each, the oldest first.
    pub bounces: Vec<Bounce>,
    /// Something that was just done.
    pub notice: Option<Notice>,
}

/// A message that came back.
#[derive(Debug, Clone)]
pub struct Bounce {
    /// The message.
    pub id: String,
    /// The request it was about: id and reference.
    pub request: Option<(String, String)>,
    /// Which text it was, in words.
    pub kind: String,
    /// It will never arrive there.
    pub hard: bool,
    /// The code of the mail server.
    pub status: String,
    /// When it came back.
    pub at: DateTime,
    /// When somebody dealt with it.
    pub ended: Option<DateTime>,
    /// The answer can be announced again.
    pub can_again: bool,
}

impl Bounce {
    /// What the code means, in words.
    pub fn means(&self) -> &'static str {
        match self.status.split('.').nth(1) {
            Some("1") => key!("bounce-address"),
            Some("2") => key!("bounce-mailbox"),
            Some("7") => key!("bounce-policy"),
            _ => key!("bounce-other"),
        }
    }
}
