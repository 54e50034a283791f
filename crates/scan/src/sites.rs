//! Whose a host is: the site's own, somebody else's, and who stands behind an address.

use serde::{Deserialize, Serialize};
use url::Url;

/// The registrable domain of a host (`shop.example.nl` → `example.nl`); an address or a bare name is its own.
pub fn site_of(host: &str) -> String {
    let host = host.trim_matches('.').to_ascii_lowercase();
    let numeric = host.contains(':') || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if numeric {
        return host;
    }
    psl::domain_str(&host).map_or_else(|| host.clone(), str::to_owned)
}

/// Whether `host` is `domain` or below it.
pub fn is_below(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.trim_start_matches('.'), domain.trim_start_matches('.'));
    host.eq_ignore_ascii_case(domain)
        || host.len() > domain.len()
            && host.is_char_boundary(host.len() - domain.len())
            && host[host.len() - domain.len()..].eq_ignore_ascii_case(domain)
            && host[..host.len() - domain.len()].ends_with('.')
}

/// An address that stands for a host: the demo's trackers are at one address of this machine and behave like several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIn {
    /// What addresses begin with.
    pub prefix: String,
    /// The host that they stand for.
    pub host: String,
}

/// Whose hosts are whose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sites {
    /// Hosts of the site itself, and of what belongs to it (its Gestand), with the port where it matters.
    pub own: Vec<String>,
    /// Addresses that stand for hosts.
    pub stand_ins: Vec<StandIn>,
}

impl Sites {
    /// The host that an address belongs to, as a policy would name it.
    pub fn host_of(&self, url: &str) -> String {
        if let Some(found) = self.stand_ins.iter().find(|it| url.starts_with(&it.prefix)) {
            return found.host.clone();
        }
        host(url)
    }

    /// Whether an address is the site's own.
    pub fn is_own(&self, url: &str) -> bool {
        if self.stand_ins.iter().any(|it| url.starts_with(&it.prefix)) {
            return false;
        }
        let host = host(url);
        !host.is_empty() && self.own.iter().any(|own| site_of(own) == site_of(&host))
    }
}

/// The host of an address in small letters; nothing for `data:` and the like.
pub fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_ascii_lowercase)).unwrap_or_default()
}

/// An address without values: no user, no fragment, of the query the names only.
pub fn without_values(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return String::new() };
    if !matches!(parsed.scheme(), "http" | "https" | "ws" | "wss") {
        return format!("{}:", parsed.scheme());
    }
    // These fail only for addresses that cannot have them.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    parsed.set_fragment(None);
    let names: Vec<String> =
        parsed.query_pairs().map(|(name, _)| name.chars().take(40).collect()).take(40).collect();
    parsed.set_query(None);
    let mut text: String = parsed.as_str().chars().take(300).collect();
    if !names.is_empty() {
        text.push('?');
        text.push_str(&names.join("&"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registrable_domains() {
        for (host, site) in [
            ("shop.example.nl", "example.nl"),
            ("www.example.co.uk", "example.co.uk"),
            ("a.github.io", "a.github.io"),
            ("127.0.0.1", "127.0.0.1"),
            ("localhost", "localhost"),
            ("::1", "::1"),
        ] {
            assert_eq!(site_of(host), site, "{host}");
        }
    }

    #[test]
    fn below() {
        for (host, domain, expected) in [
            ("google.com", "google.com", true),
            ("www.google.com", "google.com", true),
            (".google.com", "google.com", true),
            ("notgoogle.com", "google.com", false),
            ("google.com", "www.google.com", false),
            ("ü.nl", "nl", true),
        ] {
            assert_eq!(is_below(host, domain), expected, "{host} {domain}");
        }
    }

    #[test]
    fn addresses_lose_their_values() {
        for (url, kept) in [
            ("https://a.example/p?email=x%40y.nl&b=2#frag", "https://a.example/p?email&b"),
            ("https://user:secret@a.example/", "https://a.example/"),
            ("data:image/gif;base64,AAAA", "data:"),
            ("not an address", ""),
        ] {
            assert_eq!(without_values(url), kept);
        }
    }

    #[test]
    fn a_stand_in_is_never_own() {
        let sites = Sites {
            own: vec!["127.0.0.1".to_owned()],
            stand_ins: vec![StandIn {
                prefix: "http://127.0.0.1:9/ga/".into(),
                host: "google-analytics.com".into(),
            }],
        };
        assert!(sites.is_own("http://127.0.0.1:8/x"));
        assert!(!sites.is_own("http://127.0.0.1:9/ga/x"));
        assert_eq!(sites.host_of("http://127.0.0.1:9/ga/x"), "google-analytics.com");
        assert!(!sites.is_own("https://elsewhere.example/"));
    }
}
