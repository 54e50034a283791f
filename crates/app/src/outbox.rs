//! Mail that stays on this machine: what the demo shows on its mail page, and where drills look for theirs.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

/// One message as it would have left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The message's id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Its subject line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Where messages like it are ended.
    pub unsubscribe: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Which mail of ours it is.
    pub kind: String,
}

impl From<mail::Kept> for Captured {
    fn from(kept: mail::Kept) -> Self {
        Self {
            id: kept.id.to_string(),
            to: kept.to,
            subject: kept.subject,
            text: kept.text,
            unsubscribe: kept.unsubscribe,
            at: kept.at,
            kind: kept.kind.as_str().to_owned(),
        }
    }
}

const KEPT: usize = 500;

/// The newest messages that stayed here, in memory only.
#[derive(Debug, Clone, Default)]
pub struct Outbox(Arc<Mutex<VecDeque<Captured>>>);

impl Outbox {
    /// Keeps a message; the oldest go when there are many.
    pub fn keep(&self, message: Captured) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(message);
        kept.truncate(KEPT);
    }

    /// All that is kept, the newest first.
    pub fn all(&self) -> Vec<Captured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// One message.
    pub fn one(&self, id: &str) -> Option<Captured> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().find(|message| message.id == id).cloned()
    }

    /// Takes away what was sent to an address.
    pub fn forget(&self, to: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|message| message.to != to);
    }
}
