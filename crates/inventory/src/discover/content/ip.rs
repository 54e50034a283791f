//! IP addresses, version 4 and 6.

use std::net::IpAddr;

/// Whether a value is an address, perhaps with a port or a prefix length. `::` and `0.0.0.0` are nobody's.
pub fn is(value: &str) -> bool {
    let bare = value.split('/').next().unwrap_or(value);
    let address =
        bare.parse::<IpAddr>().ok().or_else(|| Some(bare.parse::<std::net::SocketAddr>().ok()?.ip()));
    bare.len() >= 3 && address.is_some_and(|address| !address.is_unspecified())
}
