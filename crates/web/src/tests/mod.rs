//! The faces from outside: browsers that walk through a house of their own, in memory, with a turned clock.

mod audiences;
mod browser;
mod consents;
mod countries;
mod events;
mod failures;
mod handing_over;
mod headers;
mod house;
mod in_words;
mod keeping;
mod limits;
mod messages;
mod officers;
mod outside;
mod policy;
mod programs;
mod searching;
mod signing_in;
mod systems;

mod walk;
