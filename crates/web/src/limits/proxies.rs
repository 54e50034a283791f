//! Which machines in front of us may say who the client is.
//!
//! Behind a reverse proxy every connection comes from the proxy, and who the client is stands in
//! `X-Forwarded-For`. Anybody can write that header, so it is read only when the connection comes from a
//! machine that the operator named, and from its end: each proxy adds who spoke to it. The first address from
//! the end that is no named proxy is the client; whatever stands before it was claimed by the client itself.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::extract::ConnectInfo;
use axum::http::HeaderName;
use axum::http::request::Parts;
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The proxies that are believed. None by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

/// The text names no proxies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no network address; name proxies like 127.0.0.1 or 10.0.0.0/8, with commas between them")]
pub struct ProxyError(String);

impl FromStr for Proxies {
    type Err = ProxyError;

    /// Reads "127.0.0.1, 10.0.0.0/8, 2001:db8::/32".
    fn from_str(text: &str) -> Result<Self, ProxyError> {
        let named = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let network = |name: &str| {
            let alone = name.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
            alone.or_else(|_| name.parse()).map_err(|_| ProxyError(name.chars().take(60).collect()))
        };
        Ok(Self(named.map(network).collect::<Result<_, _>>()?))
    }
}

impl Proxies {
    /// The address that a request comes from. Connections without an address count as one client together.
    pub(crate) fn client(&self, parts: &Parts) -> IpAddr {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let mut client = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical());
        let said: Vec<&str> =
            parts.headers.get_all(&FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok()).collect();
        for hop in said.iter().flat_map(|line| line.split(',')).rev() {
            if !self.trust(client) {
                break;
            }
            let Some(address) = address(hop.trim()) else { break };
            client = address.to_canonical();
        }
        client
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// An address as proxies write it: bare, or with a port.
fn address(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, Request};

    use super::*;

    fn client(proxies: &str, peer: &str, said: &[&str]) -> String {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        for line in said {
            parts.headers.append(FORWARDED_FOR, HeaderValue::from_str(line).unwrap());
        }
        proxies.parse::<Proxies>().unwrap().client(&parts).to_string()
    }

    #[test]
    fn only_a_named_proxy_says_who_the_client_is() {
        for (proxies, peer, said, expected) in [
            // Nobody is believed unless named.
            ("", "203.0.113.7", &["198.51.100.1"][..], "203.0.113.7"),
            ("10.0.0.0/8", "203.0.113.7", &["198.51.100.1"], "203.0.113.7"),
            ("127.0.0.1", "127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", "127.0.0.1", &[], "127.0.0.1"),
            // What the client itself wrote before its proxy's word is not believed.
            ("127.0.0.1", "127.0.0.1", &["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", "127.0.0.1", &["192.0.2.66", "198.51.100.1"], "198.51.100.1"),
            // Several proxies in a row.
            ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", &["198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            ("127.0.0.1", "127.0.0.1", &["198.51.100.1, 10.1.2.3"], "10.1.2.3"),
            // What is no address ends the search.
            ("127.0.0.1", "127.0.0.1", &["198.51.100.1, unknown"], "127.0.0.1"),
            ("127.0.0.1", "127.0.0.1", &["198.51.100.1:5501"], "198.51.100.1"),
            ("::1", "::1", &["[2001:db8::5]:443"], "2001:db8::5"),
            // IPv4 in IPv6's clothes is IPv4.
            ("127.0.0.1", "::ffff:127.0.0.1", &["198.51.100.1"], "198.51.100.1"),
        ] {
            assert_eq!(client(proxies, peer, said), expected, "{proxies} {peer} {said:?}");
        }
    }

    #[test]
    fn what_names_no_network_is_refused_with_how_to_write_it() {
        for text in ["proxy.example", "10.0.0.0/33", "10.0.0.0/8;127.0.0.1", "127.0.0.1:80"] {
            let error = text.parse::<Proxies>().unwrap_err().to_string();
            assert!(error.contains("like 127.0.0.1 or 10.0.0.0/8"), "{error}");
        }
        assert_eq!(" , ".parse::<Proxies>().unwrap(), Proxies::default());
    }
}
