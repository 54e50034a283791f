//! The faces: public site, the subject's portal, the officer's desk. Handlers and templates only.
//!
//! No SQL and no rules live here: a handler turns a request into a use case of `app` and its answer into a
//! view, a template turns the view into a page. Pages work without script and ask nothing of anybody else's
//! server.
//!
//! A request's way: [`mod@router`] finds the route, `guard` lets its audience in, a handler in `site`,
//! `portal`, `desk` or `demo` fills a [`view`], [`page`] renders it in its [`frame`]; `failure` shows whatever
//! went wrong. To add a page: see [`page`]; to add a route: a line in `routes`.

mod account;
mod api;
pub mod assets;
mod browser;
pub mod chart;
mod cookies;
mod demo;
mod desk;

pub mod example;
pub mod faces;
mod failure;
pub mod frame;
mod guard;
mod headers;
mod here;
pub mod html;
mod limits;
pub mod page;
mod portal;
mod router;
mod routes;
mod site;
#[cfg(test)]
mod tests;
pub mod text;
pub mod view;

pub use limits::{Proxies, ProxyError};
pub use router::{router, serve};
