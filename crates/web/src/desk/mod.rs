//! The officer's pages: handlers.

pub(crate) mod attestations;
pub(crate) mod choices;
pub(crate) mod decide;
pub(crate) mod editions;
pub(crate) mod enter;
pub(crate) mod found;
pub(crate) mod holds;
pub(crate) mod inbox;
pub(crate) mod ledger;
pub(crate) mod mail;
pub(crate) mod messages;
pub(crate) mod officer;
pub(crate) mod promises;
pub(crate) mod redaction;
pub(crate) mod register;
pub(crate) mod request;
pub(crate) mod retention;
pub(crate) mod site;
pub(crate) mod systems;
pub(crate) mod tasks;
