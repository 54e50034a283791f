//! Which service something that was seen belongs to.

use jiff::SignedDuration;
use kernel::calendar::{Span, Unit};
use policy::facts::services::Place;
use policy::facts::{Cookie, Party, Service, ServiceKind};
use policy::{Edition, Lifetime};

use crate::seen::{CookieSeen, State};
use crate::sites::is_below;

/// The services of an edition that people meet on the site.
pub(crate) struct Declared<'a> {
    services: Vec<(&'a str, &'a Service)>,
    given: bool,
}

/// What a cookie is to an edition.
pub(crate) enum Fit<'a> {
    /// This cookie of this service.
    Declared {
        /// The service's id.
        id: &'a str,
        /// The service.
        service: &'a Service,
        /// The cookie as declared.
        cookie: &'a Cookie,
    },
    /// By its name it is of this service, but another party set it.
    OtherParty {
        /// The service's id.
        id: &'a str,
        /// The service.
        service: &'a Service,
    },
    /// Nobody declares it.
    Nobody,
}

/// Whether a service may work in a state.
pub(crate) fn may_work(service: &Service, state: &State) -> bool {
    service.kind == ServiceKind::Necessary || state.allows(&service.purpose)
}

impl<'a> Declared<'a> {
    pub fn new(edition: Option<&'a Edition>) -> Self {
        let services = edition.map(|it| &it.facts().services);
        let on_site = services.into_iter().flatten().filter(|(_, service)| service.place == Place::Site);
        Self {
            services: on_site.map(|(id, service)| (id.as_str(), service)).collect(),
            given: edition.is_some(),
        }
    }

    /// Whether there is an edition at all.
    pub fn is_some(&self) -> bool {
        self.given
    }

    /// The service that a cookie belongs to; the most exact name wins.
    pub fn cookie(&self, seen: &CookieSeen) -> Fit<'a> {
        let mut fits: Vec<(bool, usize, &'a str, &'a Service, &'a Cookie)> = Vec::new();
        for (id, service) in &self.services {
            for cookie in service.cookie.iter().filter(|cookie| is_named(&cookie.name, &seen.name)) {
                let party = match cookie.party {
                    Party::First => seen.own,
                    Party::Third => {
                        !seen.own && cookie.host.as_deref().is_none_or(|host| is_below(&seen.host, host))
                    }
                };
                fits.push((party, cookie.name.len(), id, service, cookie));
            }
        }
        match fits.into_iter().max_by_key(|(party, length, ..)| (*party, *length)) {
            Some((true, _, id, service, cookie)) => Fit::Declared { id, service, cookie },
            Some((false, _, id, service, _)) => Fit::OtherParty { id, service },
            None => Fit::Nobody,
        }
    }

    /// The service that a key of other storage belongs to.
    pub fn key(&self, key: &str, own: bool, host: &str) -> Option<(&'a str, &'a Service)> {
        let named = self.services.iter().find(|(_, service)| {
            service
                .cookie
                .iter()
                .any(|cookie| is_named(&cookie.name, key) && (cookie.party == Party::First) == own)
        });
        let hosted = || if own { None } else { self.host(host).into_iter().next() };
        named.copied().or_else(hosted)
    }

    /// The services that may speak to a host.
    pub fn host(&self, host: &str) -> Vec<(&'a str, &'a Service)> {
        let speaks = |service: &Service| {
            service.hosts.iter().any(|it| is_below(host, it))
                || service.cookie.iter().filter_map(|it| it.host.as_deref()).any(|it| is_below(host, it))
        };
        self.services.iter().filter(|(_, service)| speaks(service)).copied().collect()
    }

    /// Declared things that were not met, as "_gcl_au (google-ads)".
    pub fn not_met(&self, stored: &[(String, String, Option<i64>)]) -> Vec<String> {
        let mut missing = Vec::new();
        for (id, service) in &self.services {
            for cookie in &service.cookie {
                if !stored.iter().any(|(of, name, _)| of == id && *name == cookie.name) {
                    missing.push(format!("{} ({id})", cookie.name));
                }
            }
        }
        missing
    }
}

/// Whether a declared name, with `*` or `<id>` for what differs, is this name. `__Host-` and `__Secure-` (RFC 6265bis)
/// say how a cookie is set, not which one it is: on plain http the same one goes without.
pub(crate) fn is_named(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (plain(pattern), plain(name));
    let mut fixed = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(['*', '<']) {
        fixed.push(&rest[..at]);
        let after = &rest[at..];
        rest = if after.starts_with('<') {
            after.split_once('>').map_or("", |(_, rest)| rest)
        } else {
            after.get(1..).unwrap_or_default()
        };
    }
    fixed.push(rest);
    let Some((first, more)) = fixed.split_first() else { return false };
    let Some((last, middle)) = more.split_last() else { return pattern == name };
    let Some(mut left) = name.strip_prefix(first).and_then(|left| left.strip_suffix(last)) else {
        return false;
    };
    for part in middle {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    // What differs is something: "_ga_" is not "_ga_<id>".
    !left.is_empty() || !middle.is_empty()
}

fn plain(name: &str) -> &str {
    name.strip_prefix("__Host-").or_else(|| name.strip_prefix("__Secure-")).unwrap_or(name)
}

/// The longest that a declared life can be, in seconds; none until the browser closes.
pub(crate) fn seconds(lifetime: Lifetime) -> Option<i64> {
    match lifetime {
        Lifetime::Session => None,
        // A day has room for many hours.
        Lifetime::For(span) if span.unit() == Unit::Hours => Some(i64::from(span.count()) * 3_600),
        Lifetime::For(span) => {
            let days = i64::try_from(span.at_most_days().max(1)).unwrap_or(i64::MAX);
            Some(days.saturating_mul(SignedDuration::from_hours(24).as_secs()))
        }
    }
}

/// The shortest plain span that is no shorter than what was seen.
pub(crate) fn lifetime_of(seen: Option<i64>) -> Lifetime {
    let Some(seconds) = seen else { return Lifetime::Session };
    let up = |unit: i64| u32::try_from((seconds.max(1) + unit - 1) / unit).unwrap_or(u32::MAX);
    let (hours, days) = (up(3_600), up(86_400));
    let (count, unit) = match days {
        0..=2 => (hours, Unit::Hours),
        3..=60 => (days, Unit::Days),
        // A month of thirty-one days, as those who compare with a declared one take it.
        61..=800 => (up(2_678_400), Unit::Months),
        _ => (up(31_622_400), Unit::Years),
    };
    Span::new(count, unit).map_or(Lifetime::Session, Lifetime::For)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_gaps() {
        for (pattern, name, expected) in [
            ("_ga", "_ga", true),
            ("_ga", "_gat", false),
            ("_ga_<id>", "_ga_DEMO1", true),
            ("_ga_<id>", "_ga_", false),
            ("wp_woocommerce_session_*", "wp_woocommerce_session_demo", true),
            ("a*b", "aXb", true),
            ("a*b", "ab", false),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c", false),
            ("*", "x", true),
            ("", "x", false),
            ("<unclosed", "x", true),
        ] {
            assert_eq!(is_named(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn lives_in_words_are_never_shorter_than_what_was_seen() {
        for (seconds, text) in [
            (None, "session"),
            (Some(60), "1 hour"),
            (Some(3_601), "2 hours"),
            (Some(86_400), "24 hours"),
            (Some(172_800), "48 hours"),
            (Some(7 * 86_400), "7 days"),
            (Some(7_776_000), "3 months"),
            (Some(34_128_000), "13 months"),
            (Some(34_560_000), "13 months"),
        ] {
            let lifetime = lifetime_of(seconds);
            assert_eq!(lifetime.to_string(), text);
            assert!(super::seconds(lifetime) >= seconds, "{text}");
        }
        let hours = |text: &str| super::seconds(Lifetime::For(text.parse().unwrap()));
        assert_eq!((hours("2 hours"), hours("24 hours")), (Some(7_200), Some(86_400)), "hours are no days");
    }
}
