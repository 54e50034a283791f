//! What a site really does, seen by a real browser.
//!
//! [`browser`] starts Chromium and speaks its protocol; [`crawl`] walks a site's pages in the [`seen::State`]s of a
//! visitor (no choice, refused, each purpose alone, everything, withdrawn, a signal of the browser, no script) and
//! writes down what was [`seen`]; [`rules`] compare that with the services that a policy declares and judge the banner
//! that was met; [`known`] says what a cookie is that nobody declared; [`report`] writes it all down.
//!
//! Only `browser` and `crawl` touch a browser; everything else is pure and tried as tables. No value of a cookie, of a
//! storage key or of a query is ever kept: names, hosts, lifetimes and counts are.
//!
//! To look for something new: record it in `browser/watch.rs` (or `browser/inside.js` for what only the page can see),
//! give it a place in [`seen`], and a rule in `rules`.

pub mod browser;
pub mod crawl;
pub mod known;
pub mod limits;
pub mod report;
pub mod rules;
pub mod seen;
pub mod sites;
pub mod steps;

pub use browser::{Browser, BrowserError};
pub use crawl::{Plan, scan};
pub use limits::Limits;
pub use rules::{Comparison, compare};
pub use seen::{Scan, State};
