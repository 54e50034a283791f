//! Posts of others that are signed as Standard Webhooks has it (standardwebhooks.com): an id, an instant and the body,
//! under HMAC-SHA-256 with a secret that only they and this installation know.
//!
//! The secret of a use is made of the key folder, so that nothing has to be kept of it: `gestand keys webhook` shows it.
//! A post that is older than a few minutes is refused, so that one that was overheard is of no use later; a post that
//! comes twice is the use case's to recognise.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use sha2::Sha256;

use crate::app::App;
use crate::error::{Error, Kind, Result};

/// How far the instant of a post may be from ours.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// What posts are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A mail provider tells what became of messages.
    MailEvents,
}

impl Use {
    fn domain(self) -> &'static str {
        match self {
            Self::MailEvents => "webhook:mail-events",
        }
    }
}

/// The headers of a signed post.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`: seconds since 1970.
    pub timestamp: &'a str,
    /// `webhook-signature`: one or more, with blanks between.
    pub signature: &'a str,
}

/// The secret of a use, in the form of Standard Webhooks.
///
/// # Errors
/// The actor is not the operator.
pub fn secret(app: &App, actor: &Actor, of: Use) -> Result<String> {
    if !matches!(actor, Actor::Operator) {
        return Err(Error::forbidden("show-webhook-secret"));
    }
    Ok(format!("whsec_{}", STANDARD.encode(key(app, of))))
}

fn key(app: &App, of: Use) -> [u8; 32] {
    app.keys().lookup_bytes(&[of.domain()], "v1")
}

/// Whether a post is signed with the secret of a use, now.
///
/// # Errors
/// It is not, or it is too old.
pub fn verify(app: &App, of: Use, signed: Signed<'_>, body: &[u8]) -> Result<()> {
    let refused = || {
        Error::new(
            Kind::Unauthenticated,
            "webhook-unsigned",
            "Dit bericht is niet ondertekend met ons geheim, of het is te oud.",
            "This post is not signed with our secret, or it is too old.",
        )
    };
    let at: i64 = signed.timestamp.parse().map_err(|_| refused())?;
    let at = Timestamp::from_second(at).map_err(|_| refused())?;
    if app.now().duration_since(at).abs() > TOLERANCE {
        return Err(refused());
    }
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&key(app, of)).map_err(Error::internal)?;
    for part in [signed.id.as_bytes(), b".", signed.timestamp.as_bytes(), b".", body] {
        mac.update(part);
    }
    let given = signed.signature.split_whitespace().filter_map(|one| one.strip_prefix("v1,"));
    let fits = |one: &str| STANDARD.decode(one).is_ok_and(|bytes| mac.clone().verify_slice(&bytes).is_ok());
    if given.take(8).any(fits) { Ok(()) } else { Err(refused()) }
}
