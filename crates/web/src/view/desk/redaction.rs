//! What is left out of the texts of a copy because it is of others.

use jiff::civil::DateTime;

use crate::view::FieldError;

/// The page on which an officer says what is left out.
#[derive(Debug, Clone, Default)]
pub struct Redaction {
    /// The request.
    pub id: String,
    /// Its short reference.
    pub reference: String,
    /// Texts in which something looks like another person's.
    pub passages: Vec<Passage>,
    /// How many more there are.
    pub more: usize,
    /// Words that are left out everywhere, one a line.
    pub words: String,
    /// When it was decided last.
    pub decided: Option<DateTime>,
    /// A mistake.
    pub error: Option<FieldError>,
}

/// A text.
#[derive(Debug, Clone, Default)]
pub struct Passage {
    /// By which the form names it.
    pub digest: String,
    /// System, collection and field.
    pub place: String,
    /// It is somebody else's text.
    pub mention: bool,
    /// The text in pieces: plain ones, and ones that may be left out.
    pub pieces: Vec<Piece>,
}

/// A piece of a text: either plain, or one that may be left out.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// Plain text.
    pub before: String,
    /// What may be left out; empty for a plain piece.
    pub text: String,
    /// Its value in the form.
    pub value: String,
    /// Key of why.
    pub sort: &'static str,
    /// Whether it is left out.
    pub left_out: bool,
}
