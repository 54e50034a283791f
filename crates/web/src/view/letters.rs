//! Letters by mail: the form that asks for them, and the page that confirms them.

use super::{Contact, FieldError};

/// The form by which anybody asks for letters.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The address, as it was typed.
    pub email: String,
    /// What there is to ask for; nothing when the policy has no letters.
    pub topics: Vec<Topic>,
    /// It was sent: the same for everybody.
    pub sent: bool,
    /// Who answers.
    pub contact: Contact,
    /// A mistake.
    pub error: Option<FieldError>,
}

impl Ask {
    /// Whether a field is wrong.
    pub fn wrong(&self, field: &str) -> bool {
        self.error.is_some_and(|error| error.field == field)
    }
}

/// The page behind the link of the mail.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// The token of the link.
    pub token: String,
    /// The address, shortened.
    pub address: String,
    /// Who sends it.
    pub controller: String,
    /// What was asked for.
    pub topics: Vec<Topic>,
    /// It was just confirmed.
    pub done: bool,
}

impl Confirm {
    /// Whether being followed is among it, which is decided by itself.
    pub fn follows(&self) -> bool {
        self.topics.iter().any(|topic| topic.follows)
    }
}

/// A letter, or being followed in letters.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Its id in the form.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Who else receives something for it.
    pub who: Vec<String>,
    /// It is about being followed.
    pub follows: bool,
    /// It is ticked.
    pub wanted: bool,
}
