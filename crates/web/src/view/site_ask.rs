//! Public pages on which somebody without an account asks something, shows who they are, or sees the ids in their own
//! browser.

use jiff::civil::Date;

use super::desk::{AskedWish, ProofFile};
use super::{Contact, FieldError, Right};

/// The form by which anybody exercises a right (S124).
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The rights that can be chosen.
    pub rights: Vec<Right>,
    /// What was chosen.
    pub right: Option<Right>,
    /// The address, as it was typed.
    pub email: String,
    /// What the right needs beside.
    pub wish: AskedWish,
    /// Within which time.
    pub answer_within: String,
    /// Ids of the reader's own browser that go with it.
    pub ids: Vec<OwnId>,
    /// It was sent: the same for every address.
    pub sent: bool,
    /// Who answers.
    pub contact: Option<Contact>,
    /// A mistake.
    pub error: Option<FieldError>,
}

impl Ask {
    /// Whether a right was chosen.
    pub fn chose(&self, right: &Right) -> bool {
        self.right == Some(*right)
    }
}

/// What the reader's browser sends along: their own ids (S125).
#[derive(Debug, Clone, Default)]
pub struct OwnIds {
    /// What came along with the reader's question for this page.
    pub ids: Vec<OwnId>,
    /// Cookies that the policy names and that did not come along.
    pub absent: Vec<NamedCookie>,
    /// The choices about cookies that were made in the reader's browser, the latest first.
    pub choices: Vec<super::choices::OwnChoice>,
}

/// An id in the reader's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnId {
    /// The cookie's name.
    pub name: String,
    /// What it holds.
    pub value: String,
    /// Of which service, as the policy has it.
    pub service: Option<String>,
}

/// A cookie that the policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCookie {
    /// Its name.
    pub name: String,
    /// The service that it belongs to.
    pub service: String,
}

/// The page on which somebody shows who they are.
#[expect(clippy::struct_excessive_bools, reason = "each is a part that is there or not")]
#[derive(Debug, Clone)]
pub struct Proof {
    /// The token of the address.
    pub token: String,
    /// What is asked.
    pub right: Right,
    /// When it was received.
    pub received: Date,
    /// Keys of the means that will do, beside the address.
    pub means: Vec<&'static str>,
    /// Whether a document may be handed in.
    pub document: bool,
    /// What was handed in.
    pub files: Vec<ProofFile>,
    /// How long what is handed in stays at most.
    pub keep: String,
    /// Who answers.
    pub contact: Contact,
    /// The address is not known, so that it shows nothing.
    pub unknown: bool,
    /// It is done: it is known who asks.
    pub done: bool,
    /// Something was handed in just now.
    pub handed_in: bool,
    /// A mistake, in the reader's language.
    pub problem: Option<String>,
}

/// What a link that works once offers to whoever has it.
#[derive(Debug, Clone)]
pub struct Handover {
    /// The token of the link.
    pub token: String,
    /// Whose copy it is.
    pub organisation: String,
    /// Until when it works.
    pub expires: jiff::civil::DateTime,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
}

/// Which mail somebody gets, chosen by the link in a mail.
#[derive(Debug, Clone)]
pub struct MailChoices {
    /// The token of the address.
    pub token: String,
    /// The address, shortened.
    pub address: String,
    /// What there is to choose.
    pub topics: Vec<MailTopic>,
    /// It was just saved.
    pub saved: bool,
}

/// A topic that can be refused.
#[derive(Debug, Clone)]
pub struct MailTopic {
    /// Its id in the form.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Whether they get it.
    pub wanted: bool,
}
