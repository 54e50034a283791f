//! The house seen through a real browser: Chromium, the built binary, and the people who use it.
//!
//! [`browser`] starts Chromium and ends it; [`page`] is one tab: going, clicking, typing, reading; [`keys`] is
//! the keyboard; [`look`] is how a page is seen (screen, colours, pictures); [`watch`] judges everything that
//! the browser asked for and complained about; [`axe`] looks for what would keep somebody out; [`demo`] runs
//! the binary. The walks themselves stand in `tests/people`, one file a person. To add one: a file there.
//!
//! Nothing here sleeps to let something happen: everything waits for a condition, and gives up with what it
//! was waiting for after [`within::BOUND`]. The browser is driven over the DevTools protocol by a few hundred
//! lines of our own, because the tests need exactly what the protocol says, unfiltered.

pub mod axe;
pub mod browser;
pub mod cdp;
pub mod demo;
pub mod keys;
pub mod look;
pub mod page;
pub mod watch;
pub mod within;

pub use serde_json::Value;
