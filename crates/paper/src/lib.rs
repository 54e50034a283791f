//! Paper: a document as a tagged PDF (PDF/UA-1), fit to hand to a regulator or to send by post.
//!
//! A [`Paper`] is a small model: title, what it is about, sections of paragraphs, lists, tables and charts. [`pdf`]
//! makes bytes of it. How it looks stands in `template.typ`, which reads the model as data: no text of anybody is
//! ever read as markup. To add something that can stand on paper: a variant of [`Block`] or [`Run`], and its case in the
//! template.
//!
//! Nothing is loaded before the first document, and what one takes is let go with it: an installation that prints
//! nothing does not pay for this.

mod error;
mod model;
#[cfg(feature = "press")]
mod press;
#[cfg(feature = "press")]
mod sound;

pub use error::PressError;
pub use model::{Block, Chart, Line, Paper, Run, Section, Table, Tone, text};
#[cfg(feature = "press")]
pub use press::pdf;

/// Makes no PDF: this build has no press.
///
/// # Errors
/// Always.
#[cfg(not(feature = "press"))]
pub fn pdf(_: &Paper) -> Result<Vec<u8>, PressError> {
    Err(PressError::Absent)
}
