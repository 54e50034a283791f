//! What an operator sets up about accounts: the file of countries, the networks of the organisation itself, and its
//! own sign-in service. Nothing of it is read before it is needed.

use std::path::PathBuf;

pub use credentials::sso::Provider;
use ipnet::IpNet;

/// The settings. The default keeps nobody out by country and has no sign-in service.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// A MaxMind DB file that says in which country a network address is.
    pub countries: Option<PathBuf>,
    /// Networks that are the organisation's own, such as those behind its VPN: they count as a country that the policy
    /// names.
    pub own_networks: Vec<IpNet>,
    /// The organisation's own sign-in service.
    pub service: Option<Provider>,
}
