//! What a reader sees when something cannot be done: what happened, what it means, what to do.

use crate::text::key;

/// A problem, by its HTTP status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub kind: ProblemKind,
    /// A sentence of the use case about this very case, already in the reader's language.
    pub detail: Option<String>,
    /// A reference under which the operator finds it in the log; for unexpected ones.
    pub reference: Option<String>,
}

/// The problems that have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// 400: the form or address makes no sense.
    BadRequest,
    /// 401: sign in first.
    SignInFirst,
    /// 403: not yours.
    Forbidden,
    /// 404: nothing here.
    NotFound,
    /// 405: cannot be asked like that.
    WrongMethod,
    /// 409: the state has changed in the meantime.
    Conflict,
    /// 410: it was here and is gone.
    Gone,
    /// 413: too much was sent.
    TooLarge,
    /// 422: understood, and not what can be asked.
    Unprocessable,
    /// 429: too often.
    TooMany,
    /// 500: our mistake.
    Internal,
    /// 503: for the moment.
    Unavailable,
}

impl ProblemKind {
    /// Every problem.
    pub const ALL: [Self; 12] = [
        Self::BadRequest,
        Self::SignInFirst,
        Self::Forbidden,
        Self::NotFound,
        Self::WrongMethod,
        Self::Conflict,
        Self::Gone,
        Self::TooLarge,
        Self::Unprocessable,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::SignInFirst => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::WrongMethod => 405,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::Unprocessable => 422,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// The problem of a status that the framework gave; what is not known is our mistake. A form that it cannot read
    /// (422) is one that makes no sense.
    pub fn from_status(status: u16) -> Self {
        if status == 422 {
            return Self::BadRequest;
        }
        Self::ALL.into_iter().find(|kind| kind.status() == status).unwrap_or(match status {
            408 | 504 => Self::Unavailable,
            400..500 => Self::BadRequest,
            _ => Self::Internal,
        })
    }

    /// What happened.
    pub fn title(&self) -> &'static str {
        match self {
            Self::BadRequest => key!("problem-bad-request"),
            Self::SignInFirst => key!("problem-sign-in-first"),
            Self::Forbidden => key!("problem-forbidden"),
            Self::NotFound => key!("problem-not-found"),
            Self::WrongMethod => key!("problem-wrong-method"),
            Self::Conflict => key!("problem-conflict"),
            Self::Gone => key!("problem-gone"),
            Self::TooLarge => key!("problem-too-large"),
            Self::Unprocessable => key!("problem-unprocessable"),
            Self::TooMany => key!("problem-too-many"),
            Self::Internal => key!("problem-internal"),
            Self::Unavailable => key!("problem-unavailable"),
        }
    }

    /// What it means and what to do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::BadRequest => key!("problem-bad-request-advice"),
            Self::SignInFirst => key!("problem-sign-in-first-advice"),
            Self::Forbidden => key!("problem-forbidden-advice"),
            Self::NotFound => key!("problem-not-found-advice"),
            Self::WrongMethod => key!("problem-wrong-method-advice"),
            Self::Conflict => key!("problem-conflict-advice"),
            Self::Gone => key!("problem-gone-advice"),
            Self::TooLarge => key!("problem-too-large-advice"),
            Self::Unprocessable => key!("problem-unprocessable-advice"),
            Self::TooMany => key!("problem-too-many-advice"),
            Self::Internal => key!("problem-internal-advice"),
            Self::Unavailable => key!("problem-unavailable-advice"),
        }
    }
}
