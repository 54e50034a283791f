//! The faces: public site, the subject's portal, the officer's desk. Handlers and templates only.
//!
//! No SQL and no rules live here: a handler turns a request into a use case of `app` and its answer into a
//! view, a template turns the view into a page. Pages work without script and ask nothing of anybody else's
//! server.

pub mod assets;
pub mod chart;
pub mod frame;
pub mod markdown;
pub mod page;
pub mod text;
pub mod view;
