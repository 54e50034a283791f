//! The mailer that hands messages to an SMTP server.
//!
//! The server is named by a URL, `smtp://user:password@host:port?tls=required`, with `tls` one of `required`
//! (STARTTLS, the default), `wrapper` (TLS from the first byte; also written `smtps://`) and `none`. A password
//! is never sent without TLS, except to this machine itself.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::deliver::{Delivery, Mailer, Problem, is_reserved};
use crate::dkim::Dkim;
use crate::message::Message;

/// How long one exchange with the server may take when nothing else is said.
const EXCHANGE: Duration = Duration::from_secs(20);

/// Hands messages to a server; one connection for each, so that a broken one harms no other.
#[derive(Clone)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    /// The bound for a whole message: greeting, secure connection, sign-in, envelope, content.
    whole: Duration,
    /// What signs, where something does.
    dkim: Option<Arc<Dkim>>,
}

/// The URL names no server that mail may be handed to. Without the URL in it: it holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    /// Not a URL of this kind.
    #[error(
        "the mail server's address cannot be read; write it like smtp://user:password@mail.leskracht.example:587?tls=required"
    )]
    Unreadable,
    /// A way of securing the connection that does not exist.
    #[error("“tls={0}” is no way to secure a connection; write required, wrapper or none")]
    Tls(String),
    /// A password would go over the line readably.
    #[error("a password for the mail server would be sent without TLS; write tls=required")]
    PasswordInTheClear,
}

impl SmtpMailer {
    /// A mailer for the server that `url` names. Nothing is connected yet.
    pub fn from_url(url: &str) -> Result<Self, SmtpError> {
        Self::with_patience(url, EXCHANGE)
    }

    /// The same, waiting at most `exchange` for each answer of the server, and four times that for a message.
    pub fn with_patience(url: &str, exchange: Duration) -> Result<Self, SmtpError> {
        let transport = builder(url)?.timeout(Some(exchange)).build();
        Ok(Self { transport, whole: exchange.saturating_mul(4), dkim: None })
    }

    /// The same, signing every message.
    #[must_use]
    pub fn signing(self, dkim: Dkim) -> Self {
        Self { dkim: Some(Arc::new(dkim)), ..self }
    }
}

/// Translates the URL into the library's own, which spells the ways of TLS differently and would send a
/// password in the clear.
fn builder(url: &str) -> Result<AsyncSmtpTransportBuilder, SmtpError> {
    let (scheme, rest) = url.split_once("://").ok_or(SmtpError::Unreadable)?;
    let (server, query) = rest.split_once('?').unwrap_or((rest, ""));
    let server = server.trim_end_matches('/');
    let tls = match (scheme, query.split_once('=')) {
        ("smtps", None) => "wrapper",
        ("smtp", None) if query.is_empty() => "required",
        ("smtp" | "smtps", Some(("tls", way))) => way,
        _ => return Err(SmtpError::Unreadable),
    };
    let (credentials, host) =
        server.rsplit_once('@').map_or((None, server), |(user, host)| (Some(user), host));
    let translated = match tls {
        "required" if scheme == "smtp" => format!("smtp://{server}?tls=required"),
        "wrapper" => format!("smtps://{server}"),
        "none" if scheme == "smtp" => {
            if credentials.is_some() && !is_this_machine(host) {
                return Err(SmtpError::PasswordInTheClear);
            }
            format!("smtp://{server}")
        }
        other => return Err(SmtpError::Tls(other.chars().take(20).collect())),
    };
    AsyncSmtpTransport::<Tokio1Executor>::from_url(&translated).map_err(|_| SmtpError::Unreadable)
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(literal) => literal.split(']').next().unwrap_or(literal),
        None => host.split(':').next().unwrap_or(host),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl std::fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The transport would print the password.
        f.write_str("SmtpMailer")
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(&'a self, message: &'a Message) -> Pin<Box<dyn Future<Output = Delivery> + Send + 'a>> {
        Box::pin(async move {
            if is_reserved(message.to()) {
                return Delivery::Withheld;
            }
            let Some(mut wire) = message.wire() else {
                return Delivery::RefusedForGood { problem: Problem::Incomprehensible };
            };
            if let Some(dkim) = &self.dkim {
                dkim.sign(&mut wire);
            }
            let delivery = match tokio::time::timeout(self.whole, self.transport.send(wire)).await {
                Ok(Ok(_)) => Delivery::Accepted,
                Ok(Err(error)) => judge(&error),
                Err(_) => Delivery::RefusedForNow { problem: Problem::TooSlow },
            };
            if let Delivery::RefusedForNow { problem } | Delivery::RefusedForGood { problem } = delivery {
                tracing::warn!(message = %message.id(), kind = %message.kind(), %problem, "mail was not taken");
            }
            delivery
        })
    }
}

/// Sorts a failure into "later" and "never". Only a permanent reply (RFC 5321 section 4.2.1) about this message
/// is a never; whatever may be our own setting, the line or the server's mood is kept and tried again.
fn judge(error: &lettre::transport::smtp::Error) -> Delivery {
    let later = |problem| Delivery::RefusedForNow { problem };
    if let Some(code) = error.status().map(u16::from) {
        return match code {
            // Authentication (RFC 4954) and "no mail service here" (RFC 7504) are about us or the server.
            530 | 534 | 535 | 538 => later(Problem::Credentials { code }),
            521 => later(Problem::Refused { code }),
            _ if error.is_permanent() => Delivery::RefusedForGood { problem: Problem::Refused { code } },
            _ => later(Problem::Refused { code }),
        };
    }
    if error.is_timeout() {
        later(Problem::TooSlow)
    } else if error.is_tls() {
        later(Problem::Insecure)
    } else if error.is_response() || error.is_client() {
        later(Problem::Incomprehensible)
    } else {
        later(Problem::Unreachable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_named_by_a_url() {
        for (url, problem) in [
            ("smtp://mail.leskracht.nl:587", None),
            ("smtp://mail.leskracht.nl", None),
            ("smtp://u:p%40ss@mail.leskracht.nl:587?tls=required", None),
            ("smtps://u:p@mail.leskracht.nl", None),
            ("smtp://u:p@mail.leskracht.nl:465?tls=wrapper", None),
            ("smtp://127.0.0.1:2525?tls=none", None),
            ("smtp://u:p@127.0.0.1:2525?tls=none", None),
            ("smtp://u:p@[::1]:2525?tls=none", None),
            ("smtp://u:p@localhost:2525?tls=none", None),
            ("smtp://mail.leskracht.nl?tls=none", None),
            ("smtp://u:p@mail.leskracht.nl?tls=none", Some(SmtpError::PasswordInTheClear)),
            ("smtp://u:p@127.evil.nl?tls=none", Some(SmtpError::PasswordInTheClear)),
            ("smtp://mail.leskracht.nl?tls=opportunistic", Some(SmtpError::Tls("opportunistic".into()))),
            ("smtps://mail.leskracht.nl?tls=none", Some(SmtpError::Tls("none".into()))),
            ("smtp://mail.leskracht.nl?starttls=yes", Some(SmtpError::Unreadable)),
            ("http://mail.leskracht.nl", Some(SmtpError::Unreadable)),
            ("mail.leskracht.nl:25", Some(SmtpError::Unreadable)),
            ("smtp://", Some(SmtpError::Unreadable)),
        ] {
            assert_eq!(SmtpMailer::from_url(url).err(), problem, "{url}");
        }
    }

    #[test]
    fn the_password_is_never_printed() {
        let mailer = SmtpMailer::from_url("smtp://u:hemelwater@mail.leskracht.nl").unwrap();
        assert!(!format!("{mailer:?}").contains("hemelwater"));
        let error = SmtpMailer::from_url("smtp://u:hemelwater@mail.leskracht.nl?tls=none").unwrap_err();
        assert!(!format!("{error:?} {error}").contains("hemelwater"));
    }
}
