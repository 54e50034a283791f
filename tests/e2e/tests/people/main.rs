//! What people do, in a real browser, against the real binary.
//!
//! One file a person: [`visitor`], [`choosing`], [`subject`], [`officer`]. [`house`] is the whole job from the first page to
//! the proof, [`keyboard`] goes without a mouse, [`pages`] looks at every page on every screen, in both
//! languages and both colour schemes, for barriers, and keeps pictures. [`steps`] is what they share. Every
//! browser is judged when it closes: a request to anybody else or a complaint of the browser fails the test.

mod choosing;
mod house;
mod keyboard;
mod officer;
mod pages;
mod passkeys;
mod steps;
mod subject;
mod visitor;
