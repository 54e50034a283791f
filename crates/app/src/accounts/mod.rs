//! Accounts: how people and staff show who they are, what follows from it, and what they can see and undo of it.
//!
//! A door ([`crate::signin::Door`]) opens by a code to a known address, which always exists ([`crate::signin`]); by a
//! password, for who wants one ([`passwords`]); by a passkey ([`passkeys`]); for staff also by their organisation's own
//! sign-in service ([`service`]). Staff need a second factor, people may have one ([`apps`]); a passkey is both at
//! once. [`tries`] limits guessing without keeping the owner out, [`places`] keeps staff to the countries that the
//! policy names, [`raising`] is the glass that is broken in an emergency, [`leaks`] ends everything when a password
//! leaked, and [`looks`] tells a person which of the staff looked at their data.

pub mod apps;
pub mod changes;
pub mod leaks;
pub mod looks;
pub mod passkeys;
pub mod passwords;
pub mod places;
pub mod raising;
pub mod service;
pub mod sessions;
pub mod settings;
pub(crate) mod tries;

use jiff::SignedDuration;
use kernel::{Actor, Language};

use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::signin::{Door, SignedIn};

pub use settings::Settings;

/// How long ago somebody may have shown who they are to change how they do.
pub const FRESH: SignedDuration = SignedDuration::from_mins(30);

/// Who an account is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The id of the subject or member of staff.
    pub id: String,
    /// At which door.
    pub door: Door,
    /// Their address.
    pub address: String,
    /// Their language.
    pub language: Language,
}

impl Holder {
    /// The account of whoever is signed in.
    pub fn of(signed_in: &SignedIn) -> Result<Self> {
        let (id, door) = match &signed_in.actor {
            Actor::Subject { id } => (id.to_string(), Door::Subject),
            Actor::Staff { id, .. } => (id.to_string(), Door::Staff),
            _ => return Err(Error::forbidden("no-account")),
        };
        Ok(Self { id, door, address: signed_in.address.clone(), language: signed_in.language })
    }

    /// The account with an address at a door, when it exists and is in use.
    pub(crate) async fn by_address(app: &App, door: Door, address: &str) -> Result<Option<Self>> {
        let address = address.trim();
        Ok(match door {
            Door::Subject => {
                let row = store::subjects::by_email(app.store(), address).await.map_err(Error::internal)?;
                row.map(|row| Self {
                    id: row.id.to_string(),
                    door,
                    address: row.email,
                    language: row.language,
                })
            }
            Door::Staff => {
                let row = store::staff::by_email(app.store(), address).await.map_err(Error::internal)?;
                row.filter(|row| row.active).map(|row| Self {
                    id: row.id.to_string(),
                    door,
                    address: row.email,
                    language: row.language,
                })
            }
        })
    }

    /// The account with an id at a door.
    pub(crate) async fn by_id(app: &App, door: Door, id: &str) -> Result<Option<Self>> {
        Ok(match door {
            Door::Subject => {
                let Ok(id) = id.parse() else { return Ok(None) };
                let row = store::subjects::get(app.store(), id).await.map_err(Error::internal)?;
                row.map(|row| Self {
                    id: row.id.to_string(),
                    door,
                    address: row.email,
                    language: row.language,
                })
            }
            Door::Staff => {
                let Ok(id) = id.parse() else { return Ok(None) };
                let row = store::staff::get(app.store(), id).await.map_err(Error::internal)?;
                row.filter(|row| row.active).map(|row| Self {
                    id: row.id.to_string(),
                    door,
                    address: row.email,
                    language: row.language,
                })
            }
        })
    }
}

/// Where somebody knocks from.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// The client that they are counted as: the address of a household.
    pub client: String,
    /// The mark of a browser in which somebody signed in before.
    pub device: Option<String>,
    /// What the browser calls itself, in a few words.
    pub browser: String,
}

/// Refuses to change how somebody signs in when they showed who they are too long ago.
pub(crate) fn fresh(app: &App, signed_in: &SignedIn) -> Result<()> {
    if app.now().duration_since(signed_in.since) <= FRESH {
        return Ok(());
    }
    Err(Error::new(
        Kind::Forbidden,
        "sign-in-again",
        "U bent al een tijd aangemeld. Meld u af en opnieuw aan, en probeer het dan nog eens.",
        "You have been signed in for a while. Sign out and in again, and then try once more.",
    ))
}

/// Whether the demo's staff come in without a second factor: only in the demo, and never behind https, so no
/// installation for real people can have it.
pub fn second_factor_waived(app: &App) -> bool {
    app.config().demo && !app.config().base_url.starts_with("https://")
}

pub(crate) fn seal(app: &App, place: &str, plain: &[u8]) -> Result<String> {
    app.keys().seal.seal(place, plain, app.entropy()).map(hex::encode).map_err(Error::internal)
}

pub(crate) fn open(app: &App, place: &str, sealed: &str) -> Result<Vec<u8>> {
    let piece = hex::decode(sealed).map_err(Error::internal)?;
    app.keys().seal.open(place, &piece).map_err(Error::internal)
}

/// Deletes what no longer counts: tries, browsers that nobody uses, and what was looked at or taken long ago.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    let now = app.now();
    store::tries::purge(app.store(), now - tries::LONGEST).await.map_err(Error::internal)?;
    store::tries::purge_devices(app.store(), now - tries::KNOWN).await.map_err(Error::internal)?;
    leaks::forget_old(app).await?;
    looks::forget_old(app).await?;
    raising::forget_old(app).await
}
