//! What can go wrong with a document.

/// A document cannot be made. Each is a fault of ours, or of a chart that was handed in.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// This build makes no PDF.
    #[error("this build makes no PDF; build it with the feature “paper”")]
    Absent,
    /// The press does not start.
    #[error("the press for PDF does not start: {0}; this is a fault of this build")]
    Start(&'static str),
    /// The model has no form as data.
    #[error("the document cannot be handed to the press: {0}")]
    Model(#[from] serde_json::Error),
    /// It cannot be set.
    #[error("the document cannot be set: {0}")]
    Set(String),
    /// It cannot be written so that everybody can read it (PDF/UA-1).
    #[error("the document cannot be written as an accessible PDF: {0}")]
    Write(String),
}
