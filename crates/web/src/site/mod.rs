//! The public pages: handlers.

pub(crate) mod document;
pub(crate) mod editions;
pub(crate) mod entry;
pub(crate) mod files;
pub(crate) mod home;
pub(crate) mod script;
