//! Addresses that were corrected. Much of what a person did stands under the address of then, in logs and in texts
//! that a correction leaves alone: so whoever is known by the new address is looked for under the old one too.
//!
//! The other way round only when somebody has shown that the new address is theirs, by signing in with it: a
//! request to write somebody else's address into one's own account must open nothing of theirs.

use std::collections::BTreeSet;

use inventory::Identity;
use jiff::Timestamp;
use kernel::calendar::Span;
use ledger::EventKind;
use mail::Mail;
use policy::facts::FigureValue;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::former_addresses::FormerAddress;
use store::requests::RequestRow;

use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::about::About;
use crate::{journal, mailbox};

/// The kind of identity, and the id of the datum in every map, that an address is.
const EMAIL: &str = "email";

/// What a row holds in words.
#[derive(Serialize, Deserialize)]
struct Pair {
    former: String,
    current: String,
}

/// In the transaction that answers a correction: remembers the old address beside the new one.
pub(crate) async fn after_rectification(app: &App, tx: &mut Tx, request: &RequestRow) -> Result<()> {
    let about = About::of(app, request)?;
    for correction in about.wish.corrections().iter().filter(|correction| correction.field == EMAIL) {
        let wrong = |identity: &&Identity| {
            identity.kind == EMAIL
                && correction.was.as_deref().is_none_or(|was| same(was, &identity.value))
                && !same(&identity.value, &correction.to)
        };
        for identity in about.identities.iter().filter(wrong) {
            let (current, former) = (key(app, &correction.to), key(app, &identity.value));
            let pair = Pair { former: identity.value.clone(), current: correction.to.clone() };
            let plain = serde_json::to_vec(&pair).map_err(Error::internal)?;
            let place = place(&current, &former);
            let sealed = app.keys().seal.seal(&place, &plain, app.entropy()).map_err(Error::internal)?;
            let row = FormerAddress { current, former, sealed, since: app.now() };
            store::former_addresses::put(&mut *tx, &row).await.map_err(Error::internal)?;
            // Whoever had it in their power to change the address is told where the change cannot be hidden.
            let usable = ::requests::address_usable_from(app.now(), wait(app), &app.zone(), app.calendar());
            let mail = Mail::AddressChanged {
                changed: app.today(),
                usable: kernel::clock::date_in(usable, &app.zone()),
            };
            mailbox::queue(app, &mut *tx, &mail, &identity.value, request.language, None).await?;
            journal::record_about(app, &mut *tx, EventKind::AddressChangeTold, request.id, json!({})).await?;
        }
    }
    Ok(())
}

/// In the transaction that answers an erasure: forgets the corrections of whoever it was about.
pub(crate) async fn forget(app: &App, tx: &mut Tx, row: &RequestRow) -> Result<()> {
    for identity in About::of(app, row)?.identities.iter().filter(|identity| identity.kind == EMAIL) {
        let key = key(app, &identity.value);
        store::former_addresses::delete_of(&mut *tx, &key).await.map_err(Error::internal)?;
    }
    Ok(())
}

/// The same identities with the addresses that the person had before. `vouched`: whoever asks answers for it that
/// all of them are the person's.
pub(crate) async fn with_former(
    app: &App,
    mut identities: Vec<Identity>,
    vouched: bool,
) -> Result<Vec<Identity>> {
    let emails = identities.iter().filter(|identity| identity.kind == EMAIL);
    let mut to_do: Vec<String> = emails.map(|identity| identity.value.clone()).collect();
    let mut known: BTreeSet<String> = to_do.iter().map(|address| address.to_lowercase()).collect();
    while let Some(address) = to_do.pop() {
        let own = key(app, &address);
        for row in store::former_addresses::of(app.store(), &own).await.map_err(Error::internal)? {
            let pair = open(app, &row)?;
            let other = if row.current == own { pair.former } else { pair.current };
            let may = row.current == own || vouched || is_proved(app, &other).await?;
            if may && known.insert(other.to_lowercase()) {
                identities.push(Identity::new(EMAIL, other.as_str()));
                to_do.push(other);
            }
        }
    }
    Ok(identities)
}

/// Until when an address must wait before an answer may go there, because it took another's place a moment ago
/// (S84); none when it need not.
pub(crate) async fn waits_until(app: &App, address: &str) -> Result<Option<Timestamp>> {
    let own = key(app, address);
    let rows = store::former_addresses::of(app.store(), &own).await.map_err(Error::internal)?;
    let changed = rows.iter().filter(|row| row.current == own).map(|row| row.since).max();
    let usable = changed
        .map(|changed| ::requests::address_usable_from(changed, wait(app), &app.zone(), app.calendar()));
    Ok(usable.filter(|usable| *usable > app.now()))
}

/// How long a new address waits.
fn wait(app: &App) -> Span {
    let figure = app.deployment().ok().and_then(|deployment| {
        let figure = deployment.edition.facts().figures.get("new_address_wait")?;
        match figure.value {
            FigureValue::Span(span) => Some(span),
            _ => None,
        }
    });
    figure.unwrap_or(Span::days(7))
}

/// Whether somebody has signed in with an address.
async fn is_proved(app: &App, address: &str) -> Result<bool> {
    let subject = store::subjects::by_email(app.store(), address).await.map_err(Error::internal)?;
    Ok(subject.is_some())
}

fn open(app: &App, row: &FormerAddress) -> Result<Pair> {
    let plain =
        app.keys().seal.open(&place(&row.current, &row.former), &row.sealed).map_err(Error::internal)?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

fn key(app: &App, address: &str) -> String {
    app.keys().lookup("address", &address.trim().to_lowercase())
}

fn place(current: &str, former: &str) -> String {
    format!("address:{current}:{former}")
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
