//! The declarations of `examples/connectors` against services that hold them to their documented contract.
//!
//! Each service is a stub over real HTTP that checks proof, parameters, page sizes and bodies, and answers
//! everything else as the service would; what it refuses lands in its list of violations, which must stay empty.
//! [`contract`] is what every declaration passes; [`faults`] is what goes wrong on the wire. To add a service,
//! write its stub as a module and a [`contract::Scenario`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::cmp_owned,
    clippy::needless_pass_by_value,
    clippy::cast_possible_truncation,
    reason = "stubs compare ids as text, and what they hold is small"
)]

mod afas;
mod contract;
mod declarations;
mod faults;
mod google;
mod graph;
mod habits;
mod leading;
mod mailjet;
mod opendsr;
mod stub;
mod woocommerce;
mod wordpress;
