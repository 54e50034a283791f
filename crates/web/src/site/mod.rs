//! The public pages: handlers.

pub(crate) mod ask;
pub(crate) mod changes;
pub(crate) mod complain;
pub(crate) mod contact;
pub(crate) mod document;
pub(crate) mod editions;
pub(crate) mod entry;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod handover;
pub(crate) mod home;
pub(crate) mod letters;
pub(crate) mod mail;
pub(crate) mod paper;
pub(crate) mod products;
pub(crate) mod proof;
pub(crate) mod script;
