//! The mailer of the demo and of drills: it keeps every message on this machine, where the demo's mail page
//! shows it, and sends nothing.

use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::ids::MessageId;
use serde::{Deserialize, Serialize};

use crate::content::Kind;
use crate::deliver::{Delivery, Mailer, Problem};
use crate::message::Message;

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its id: keeping it twice is keeping it once.
    pub id: MessageId,
    /// Which mail it is.
    pub kind: Kind,
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// When it was written.
    pub at: Timestamp,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// Where messages like it are ended.
    pub unsubscribe: Option<String>,
}

/// The message could not be kept; the mail is tried again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the message could not be kept")]
pub struct NotKept;

/// Where kept messages go: the store, or a list in a test.
pub type Keep = Arc<dyn Fn(Kept) -> Pin<Box<dyn Future<Output = Result<(), NotKept>> + Send>> + Send + Sync>;

/// Keeps messages instead of sending them.
#[derive(Clone)]
pub struct Outbox(Keep);

impl Outbox {
    /// An outbox that hands each message to `keep`.
    pub fn new(keep: Keep) -> Self {
        Self(keep)
    }
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outbox")
    }
}

impl Mailer for Outbox {
    fn send<'a>(&'a self, message: &'a Message) -> Pin<Box<dyn Future<Output = Delivery> + Send + 'a>> {
        let composed = message.composed();
        let kept = (self.0)(Kept {
            id: message.id(),
            kind: message.kind(),
            from: message.from().to_owned(),
            to: message.to().to_owned(),
            at: message.at(),
            subject: composed.subject.clone(),
            text: composed.text.clone(),
            html: composed.html.clone(),
            unsubscribe: message.unsubscribe().map(str::to_owned),
        });
        Box::pin(async move {
            match kept.await {
                Ok(()) => Delivery::Accepted,
                Err(NotKept) => Delivery::RefusedForNow { problem: Problem::NotKept },
            }
        })
    }
}
