//! What is known of cookies that nobody declared: the Open Cookie Database, and what it lacks.
//!
//! The data are text that is part of the program and searched line by line when something is asked: nothing is built, nothing
//! is kept in memory. The database's own labels call much “functional” that is not necessary; only what it calls marketing or
//! analytics is taken as such, and nothing in it makes a cookie necessary. To add a cookie: a line in `data/own.tsv`.

use serde::{Deserialize, Serialize};

use crate::sites::is_below;

const DATABASE: &str = include_str!("../data/open-cookie-database.tsv");
const OWN: &str = include_str!("../data/own.tsv");

/// What a cookie is for, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// The site does not work without it.
    Necessary,
    /// Ease of use, or something that nobody looked at closely.
    Functional,
    /// Measuring.
    Analytics,
    /// Advertising.
    Marketing,
}

impl Use {
    /// Whether it follows people.
    pub fn follows(self) -> bool {
        matches!(self, Self::Analytics | Self::Marketing)
    }
}

/// What is known of a cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Known {
    /// What it is for.
    pub for_what: Use,
    /// Who sets it.
    pub company: &'static str,
    /// How long it usually lives, in the database's words.
    pub life: &'static str,
    /// What it does, in the database's words.
    pub what: &'static str,
}

/// What is known of a cookie with this name on this host.
pub fn lookup(name: &str, host: &str) -> Option<Known> {
    // Ours were looked at by us.
    best(OWN, name, host).or_else(|| best(DATABASE, name, host))
}

fn best(lines: &'static str, name: &str, host: &str) -> Option<Known> {
    let fits = lines.lines().filter_map(|line| rate(line, name, host));
    fits.max_by_key(|(rank, _)| *rank).map(|(_, known)| known)
}

/// How well a line fits, and what it says; nothing when it does not.
fn rate(line: &'static str, name: &str, host: &str) -> Option<(usize, Known)> {
    let mut fields = line.split('\t');
    let pattern = fields.next()?;
    let open = fields.next()? == "*";
    let exact = pattern == name;
    let fits = exact || (open && name.starts_with(pattern));
    if !fits || line.starts_with('#') {
        return None;
    }
    let for_what = match fields.next()? {
        "necessary" => Use::Necessary,
        "analytics" => Use::Analytics,
        "marketing" => Use::Marketing,
        _ => Use::Functional,
    };
    let company = fields.next()?;
    let domain = fields.next()?;
    let here = !domain.is_empty() && is_below(host, domain);
    // A short name is anybody's.
    if pattern.len() < 4 && !here && !domain.is_empty() {
        return None;
    }
    let rank = usize::from(here) * 2_000
        + usize::from(exact) * 1_000
        + usize::from(domain.is_empty()) * 500
        + pattern.len();
    Some((rank, Known { for_what, company, life: fields.next()?, what: fields.next()? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_reads() {
        let mut lines = 0;
        for line in OWN.lines().chain(DATABASE.lines()).filter(|line| !line.starts_with('#')) {
            assert_eq!(line.split('\t').count(), 7, "{line}");
            lines += 1;
        }
        assert!(lines > 2_200, "{lines}");
    }

    #[test]
    fn cookies_that_everybody_meets() {
        for (name, host, for_what, company) in [
            ("_ga", "shop.example", Use::Analytics, "Google"),
            ("_ga_ABC123", "shop.example", Use::Analytics, "Google"),
            ("_fbp", "shop.example", Use::Marketing, "Facebook"),
            ("IDE", "doubleclick.net", Use::Marketing, "Google"),
            ("li_sugr", "linkedin.com", Use::Marketing, "LinkedIn"),
            ("MoodleSession", "learn.example", Use::Necessary, "Moodle"),
            ("MoodleSessionshop", "learn.example", Use::Necessary, "Moodle"),
            ("wp_woocommerce_session_0123", "shop.example", Use::Necessary, "WooCommerce"),
            ("wc_cart_hash_0a1b", "shop.example", Use::Necessary, "WooCommerce"),
            ("sbjs_current", "shop.example", Use::Analytics, "WooCommerce"),
            ("wc_order_attribution_utm_source", "shop.example", Use::Analytics, "WooCommerce"),
            ("wordpress_logged_in_ab", "shop.example", Use::Necessary, "WordPress"),
            ("gestand_choice", "shop.example", Use::Necessary, "Gestand"),
        ] {
            let known = lookup(name, host).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((known.for_what, known.company), (for_what, company), "{name}");
        }
        assert_eq!(lookup("fr", "shop.example"), None, "two letters on somebody else’s host");
        assert_eq!(lookup("fr", "www.facebook.com").unwrap().for_what, Use::Marketing);
        assert_eq!(lookup("no_such_cookie_anywhere", "shop.example"), None);
    }
}
