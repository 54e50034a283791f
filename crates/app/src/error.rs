//! What can go wrong in a use case, in words that any face of the product can pass on.
//!
//! One error for all use cases: a kind that decides status and exit code, a stable code for programs, a
//! public text in every language, and a private context for the log. Neither text nor context ever holds
//! personal data: contexts name ids, systems and causes.

use std::fmt;

use kernel::Text;

/// What sort of failure it is; faces turn it into an HTTP status (RFC 9110) or an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What was given cannot be used as it is (400).
    Invalid,
    /// Nobody is signed in, or the session has ended (401).
    Unauthenticated,
    /// The actor may not do this (403).
    Forbidden,
    /// There is no such thing, or not for this actor (404).
    NotFound,
    /// The thing has changed or is in a state that does not allow this (409).
    Conflict,
    /// It was there and is gone for good (410).
    Gone,
    /// Too many tries (429).
    TooMany,
    /// Something we depend on is away; trying later may help (503).
    Unavailable,
    /// A fault of ours (500).
    Internal,
}

/// A failed use case.
#[derive(Debug, Clone)]
pub struct Error {
    /// What sort of failure.
    pub kind: Kind,
    /// A stable kebab-case code for programs.
    pub code: &'static str,
    /// What happened, what it means and what to do, for the person.
    pub text: Text,
    /// What the log may know: ids and causes, never personal data.
    pub context: String,
}

impl Error {
    /// An error with its public text in Dutch and English.
    pub fn new(kind: Kind, code: &'static str, nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind, code, text: Text { nl: nl.into(), en: en.into() }, context: String::new() }
    }

    /// Adds what the log should know.
    #[must_use]
    pub fn because(mut self, context: impl fmt::Display) -> Self {
        self.context = context.to_string();
        self
    }

    /// A fault of ours; the person learns that nothing was lost and that we know.
    pub fn internal(context: impl fmt::Display) -> Self {
        Self::new(
            Kind::Internal,
            "internal",
            "Er ging bij ons iets mis. Er is niets verloren gegaan. Probeer het over een paar minuten opnieuw.",
            "Something went wrong on our side. Nothing was lost. Please try again in a few minutes.",
        )
        .because(context)
    }

    /// The actor may not do this.
    pub fn forbidden(code: &'static str) -> Self {
        Self::new(
            Kind::Forbidden,
            code,
            "U mag dit niet doen met dit account. Meld u aan met een account dat het wel mag.",
            "This account may not do this. Sign in with an account that may.",
        )
    }

    /// There is no such thing for this actor.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(
            Kind::NotFound,
            "not-found",
            "Dit bestaat niet, of het is niet voor u bestemd. Controleer het adres of ga terug naar het overzicht.",
            "This does not exist, or it is not for you. Check the address or go back to the overview.",
        )
        .because(what)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.en)?;
        if !self.context.is_empty() {
            write!(f, " ({})", self.context)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;
