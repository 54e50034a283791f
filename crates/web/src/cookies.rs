//! The cookies: a session for each face, the ticket of a sign-in under way, and the mark of a browser in which somebody
//! signed in before, which keeps a flood of tries by others from shutting them out. No other is ever set.
//!
//! On https their names begin with `__Host-` (RFC 6265bis), so that no other host of the domain can set them
//! and they are sent only here. Sessions are `SameSite=Lax`: a link in a mail must find its reader signed in;
//! what changes something is a POST, and those are checked for their origin (see [`crate::guard`]). The
//! values are hexadecimal, so nothing in them needs quoting.

use app::signin::Door;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The session behind a door.
    Session(Door),
    /// The sealed ticket of somebody who asked for a code at a door.
    Ticket(Door),
    /// The mark of a browser in which somebody came through a door before.
    Device(Door),
    /// The ticket of somebody who is away at the organisation's sign-in service.
    Service,
}

impl Cookie {
    /// Its name.
    pub(crate) fn name(self, secure: bool) -> String {
        let name = match self {
            Self::Session(Door::Subject) => "gestand-my",
            Self::Session(Door::Staff) => "gestand-desk",
            Self::Ticket(Door::Subject) => "gestand-my-ticket",
            Self::Ticket(Door::Staff) => "gestand-desk-ticket",
            Self::Device(Door::Subject) => "gestand-my-device",
            Self::Device(Door::Staff) => "gestand-desk-device",
            Self::Service => "gestand-desk-service",
        };
        if secure { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// Its value, when the browser sent it.
    pub(crate) fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let name = self.name(secure);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| value.to_owned())
    }

    /// The `Set-Cookie` that keeps `value` for `seconds`; with 0 the browser forgets the cookie.
    pub(crate) fn write(self, value: &str, seconds: i64, secure: bool) -> Option<HeaderValue> {
        let same_site = match self {
            // Who comes back from the sign-in service comes from elsewhere.
            Self::Session(_) | Self::Service => "Lax",
            Self::Ticket(_) | Self::Device(_) => "Strict",
        };
        let secure_attribute = if secure { "; Secure" } else { "" };
        let name = self.name(secure);
        let text = format!(
            "{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite={same_site}{secure_attribute}",
            seconds.max(0)
        );
        HeaderValue::from_str(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (secure, name) in [(true, "__Host-gestand-my"), (false, "gestand-my")] {
            let cookie = Cookie::Session(Door::Subject);
            let set = cookie.write("abc123", 60, secure).expect("a header");
            let set = set.to_str().expect("text");
            assert!(set.starts_with(&format!("{name}=abc123; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")));
            assert_eq!(set.contains("; Secure"), secure);
            let mut headers = HeaderMap::new();
            let sent = format!("other=1; {name}=abc123; gestand-desk=zzz");
            headers.insert(COOKIE, HeaderValue::from_str(&sent).expect("a header"));
            assert_eq!(cookie.read(&headers, secure).as_deref(), Some("abc123"));
            assert_eq!(Cookie::Ticket(Door::Subject).read(&headers, secure), None);
        }
    }

    #[test]
    fn a_session_of_plain_http_is_no_session_of_https() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("gestand-desk=abc"));
        assert_eq!(Cookie::Session(Door::Staff).read(&headers, true), None);
    }
}
