//! How often a door may be tried.
//!
//! Tries are counted by what they are made at and where they come from, and a browser in which the owner signed in
//! before has a count of its own: whoever floods an address with guesses or asks for codes uses up the strangers'
//! count, and neither the owner's known browser nor their passkey notices. Addresses that nobody has are counted in
//! the same way, so the answer tells nothing.

use jiff::SignedDuration;
use kernel::ids::uuid_v7;

use crate::accounts::{Holder, Visit};
use crate::app::App;
use crate::error::{Error, Result};
use crate::signin::Door;

/// How long a browser is known after somebody last signed in there.
pub(crate) const KNOWN: SignedDuration = SignedDuration::from_hours(24 * 180);

/// How long the longest count looks back.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// So many in so long.
#[derive(Debug, Clone, Copy)]
struct Limit {
    key: &'static str,
    most: i64,
    within: SignedDuration,
}

/// What tries at the same moment wait for each other by.
const ACCOUNT: Limit = Limit { key: "account", most: 0, within: LONGEST };

const QUARTER: SignedDuration = SignedDuration::from_mins(15);

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A code is asked for by mail.
    Code,
    /// A password is tried.
    Password,
    /// A code of an app, or a recovery code, is tried.
    SecondStep,
}

impl What {
    fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Password => "password",
            Self::SecondStep => "second-step",
        }
    }

    /// For a browser that is known: its own count and no other.
    fn known(self) -> Limit {
        let most = if self == Self::Code { 5 } else { 10 };
        Limit { key: "device", most, within: QUARTER }
    }

    /// For strangers: by account and client together, by account, by account for a day, and by client.
    fn strangers(self) -> [Limit; 4] {
        let (pair, account, day, client) = match self {
            Self::Code => (5, 20, 60, 30),
            Self::Password => (8, 12, 60, 40),
            Self::SecondStep => (8, 12, 40, 40),
        };
        [
            Limit { key: "pair", most: pair, within: QUARTER },
            Limit { key: "account", most: account, within: QUARTER },
            Limit { key: "account", most: day, within: LONGEST },
            Limit { key: "client", most: client, within: QUARTER },
        ]
    }
}

/// Whether a browser is one in which the holder of an address signed in before.
pub(crate) async fn is_known(app: &App, door: Door, address: &str, visit: &Visit) -> Result<bool> {
    let token = visit.device.as_deref().unwrap_or("none");
    let hash = device_hash(app, token);
    let since = app.now() - KNOWN;
    let of = store::tries::known_device(app.store(), &hash, since).await.map_err(Error::internal)?;
    let holder = Holder::by_address(app, door, address).await?;
    Ok(of.is_some() && of == holder.map(|holder| holder.id))
}

/// Counts a try. False: there were too many, and this one is not made.
pub(crate) async fn allow(app: &App, what: What, door: Door, address: &str, visit: &Visit) -> Result<bool> {
    let now = app.now();
    let known = is_known(app, door, address, visit).await?;
    let limits = if known { vec![what.known()] } else { what.strangers().to_vec() };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let one_by_one = format!("lock:{}", key(app, &ACCOUNT, what, door, address, visit));
    store::tries::lock(&mut tx, &one_by_one, now).await.map_err(Error::internal)?;
    for limit in &limits {
        let key = key(app, limit, what, door, address, visit);
        let count = store::tries::count(&mut tx, &key, now - limit.within).await.map_err(Error::internal)?;
        if count >= limit.most {
            return Ok(false);
        }
    }
    let mut counted: Vec<&str> = Vec::new();
    for limit in &limits {
        if counted.contains(&limit.key) {
            continue;
        }
        counted.push(limit.key);
        let id = uuid_v7(now, app.entropy()).to_string();
        let key = key(app, limit, what, door, address, visit);
        store::tries::add(&mut tx, &id, &key, now).await.map_err(Error::internal)?;
    }
    tx.commit().await.map_err(Error::internal)?;
    Ok(true)
}

/// Somebody came in: what they tried from this browser before no longer counts.
pub(crate) async fn came_in(app: &App, what: What, door: Door, address: &str, visit: &Visit) -> Result<()> {
    for limit in std::iter::once(what.known()).chain(what.strangers().into_iter().take(1)) {
        let key = key(app, &limit, what, door, address, visit);
        store::tries::forget(app.store(), &key).await.map_err(Error::internal)?;
    }
    Ok(())
}

/// The hash under which a browser's mark is kept.
pub(crate) fn device_hash(app: &App, token: &str) -> String {
    app.keys().lookup("device", token)
}

fn key(app: &App, limit: &Limit, what: What, door: Door, address: &str, visit: &Visit) -> String {
    let address = address.trim().to_lowercase();
    let by = match limit.key {
        "device" => format!("{}:{}", visit.device.as_deref().unwrap_or_default(), address),
        "pair" => format!("{address}:{}", visit.client),
        "account" => address,
        _ => visit.client.clone(),
    };
    app.keys().lookup(&format!("tries:{}:{}:{}", what.word(), limit.key, door.word()), &by)
}
