//! Handing a message over, and what came of it.

use std::pin::Pin;

use serde::{Deserialize, Serialize};

use crate::message::Message;

/// Something that takes mail away. Two exist: a server, and a place on this machine.
pub trait Mailer: Send + Sync {
    /// Hands `message` over. Never waits for ever, and says nothing about the recipient in what it returns or
    /// logs.
    fn send<'a>(&'a self, message: &'a Message) -> Pin<Box<dyn Future<Output = Delivery> + Send + 'a>>;
}

/// What came of handing a message over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "delivery", rename_all = "kebab-case")]
pub enum Delivery {
    /// It is no longer ours.
    Accepted,
    /// It was not sent, and must not be: the address is one of a reserved domain, behind which nobody lives.
    Withheld,
    /// Not now: keep it and try again.
    RefusedForNow {
        /// Why.
        #[serde(flatten)]
        problem: Problem,
    },
    /// Not ever: a person must look.
    RefusedForGood {
        /// Why.
        #[serde(flatten)]
        problem: Problem,
    },
}

/// Why a message was not taken. Never what the server said in words: servers quote addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum Problem {
    /// No connection.
    #[error("the mail server cannot be reached")]
    Unreachable,
    /// The server took too long.
    #[error("the mail server took too long")]
    TooSlow,
    /// No secure connection.
    #[error(
        "no secure connection to the mail server could be made; check its certificate and the tls setting"
    )]
    Insecure,
    /// The server does not know us.
    #[error("the mail server did not accept the user name and password; correct them (reply {code})")]
    Credentials {
        /// Its reply code.
        code: u16,
    },
    /// The server said no.
    #[error("the mail server refused the message (reply {code})")]
    Refused {
        /// Its reply code (RFC 5321 section 4.2).
        code: u16,
    },
    /// The server broke off in the middle, or does not speak SMTP as we know it.
    #[error("the mail server broke off, gave an answer that is no SMTP, or lacks what this message needs")]
    Incomprehensible,
    /// The place on this machine could not keep it.
    #[error("the message could not be kept on this machine")]
    NotKept,
}

/// Whether nobody can live behind this address: its domain is reserved for examples and tests (RFC 2606 and
/// RFC 6761). Invented people live there, and mail to them must not leave.
pub fn is_reserved(address: &str) -> bool {
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain);
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let ends_in = |reserved: &str| {
        domain.strip_suffix(reserved).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    ["invalid", "example", "test", "localhost", "example.com", "example.net", "example.org"]
        .into_iter()
        .any(ends_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_people_live_on_reserved_domains() {
        for (address, reserved) in [
            ("els@school.example", true),
            ("els@EXAMPLE", true),
            ("els@school.example.", true),
            ("drill@gestand.invalid", true),
            ("a@b.test", true),
            ("a@example.com", true),
            ("a@mail.example.org", true),
            ("a@localhost", true),
            ("a@notexample.com", false),
            ("a@test.nl", false),
            ("a@latest", false),
            ("test@school.nl", false),
        ] {
            assert_eq!(is_reserved(address), reserved, "{address}");
        }
    }

    #[test]
    fn what_came_of_it_survives_being_stored() {
        for delivery in [
            Delivery::Accepted,
            Delivery::Withheld,
            Delivery::RefusedForNow { problem: Problem::Unreachable },
            Delivery::RefusedForGood { problem: Problem::Refused { code: 550 } },
        ] {
            let json = serde_json::to_string(&delivery).unwrap();
            assert_eq!(serde_json::from_str::<Delivery>(&json).unwrap(), delivery, "{json}");
        }
    }
}
