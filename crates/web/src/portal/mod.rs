//! The subject's own pages: handlers. What both faces show of a request is put into words here as well.

pub(crate) mod choices;
pub(crate) mod file;
pub(crate) mod file_other;
pub(crate) mod handover;
pub(crate) mod overview;
pub(crate) mod request;
pub(crate) mod sealed;
pub(crate) mod sign_in;
pub(crate) mod told;
pub(crate) mod words;
