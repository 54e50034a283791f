//! The whole house below the web: use cases, worker, store and connectors, on the demo's people, with a clock
//! that the tests turn.

mod access;
mod check;
mod ending;
mod erasure;
mod failing;
mod setting;
mod signing_in;
