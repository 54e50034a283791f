//! How and where to complain (GDPR art. 77, 79).

use super::{Contact, FieldError, Link};

/// The page; signed in it has a form.
#[derive(Debug, Clone)]
pub struct Complain {
    /// Who answers at the organisation.
    pub contact: Contact,
    /// The supervisory authority.
    pub authority: Link,
    /// The article that gives the complaint to it.
    pub authority_article: String,
    /// The article that gives the way to the court.
    pub court_article: String,
    /// The provision of the Member State about it.
    pub court_provision: String,
    /// Within which time after an answer one goes to the court.
    pub court_within: String,
    /// The form, for who is signed in.
    pub form: Option<ComplainForm>,
}

/// The form of a complaint.
#[derive(Debug, Clone)]
pub struct ComplainForm {
    /// The address that the answer goes to.
    pub email: String,
    /// Within which time.
    pub answer_within: String,
    /// What was typed.
    pub words: String,
    /// The mistake.
    pub error: Option<FieldError>,
}

impl Complain {
    /// The mistake of the form.
    pub fn error(&self) -> Option<FieldError> {
        self.form.as_ref().and_then(|form| form.error)
    }
}
