//! A small site with the banner on it, and somebody else's server that behaves like a tracker.
//!
//! The site listens on 127.0.0.1 and the tracker on 127.0.0.2: two sites to a browser. Both remember every
//! request. The walks stand in `tests/visitor`, one file for one promise of the banner. To add a page, give it
//! a path in [`pages`].

pub mod pages;
pub mod serve;
