//! Passkeys: making, using, naming and forgetting them. What a page waits for is kept for one answer and a few minutes.

use credentials::passkey::{Begun, PasskeyError, Site};
use jiff::{SignedDuration, Timestamp};
use kernel::ids::uuid_v7;
use mail::AccountChange;
use serde_json::Value;
use store::credentials::PasskeyRow;

use crate::accounts::apps::{self, Factors};
use crate::accounts::{Holder, Visit, changes, fresh, open, seal};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::signin::{self, Door, Means, Session, SignedIn};

/// How long a page waits for the device.
const WAIT: SignedDuration = SignedDuration::from_mins(5);
/// How many passkeys an account has at most.
const MOST: usize = 20;
/// How long a name may be.
const NAME: usize = 60;

/// What a page hands to the browser, and what it gives back with the answer.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Asked {
    /// Which ceremony.
    pub ceremony: String,
    /// For the browser.
    pub options: Value,
}

/// A passkey, for its owner.
#[derive(Debug, Clone)]
pub struct PasskeyView {
    /// Which one.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

/// Whether this site can have passkeys at all.
pub fn possible(app: &App) -> bool {
    site(app).is_ok()
}

/// Somebody's own passkeys.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<Vec<PasskeyView>> {
    let holder = Holder::of(signed_in)?;
    let rows = store::credentials::passkeys(app.store(), &holder.id).await.map_err(Error::internal)?;
    let views = rows.into_iter().map(|row| PasskeyView {
        id: row.id,
        name: row.name,
        since: row.created_at,
        used: row.used_at,
    });
    Ok(views.collect())
}

/// Begins making one.
pub async fn begin_making(app: &App, signed_in: &SignedIn) -> Result<Asked> {
    fresh(app, signed_in)?;
    begin_for(app, &Holder::of(signed_in)?).await
}

/// Takes in what the device made.
pub async fn finish_making(
    app: &App,
    signed_in: &SignedIn,
    ceremony: &str,
    answer: &Value,
    name: &str,
) -> Result<()> {
    fresh(app, signed_in)?;
    finish_for(app, &Holder::of(signed_in)?, ceremony, answer, name).await
}

/// The same for a member of staff who has no second factor yet and stands at the second step.
pub async fn begin_first(app: &App, token: &str) -> Result<Asked> {
    begin_for(app, &signin::first_factor(app, token).await?).await
}

/// And takes it in: with it they are in.
pub async fn finish_first(
    app: &App,
    token: &str,
    ceremony: &str,
    answer: &Value,
    name: &str,
    visit: &Visit,
) -> Result<Session> {
    let holder = signin::first_factor(app, token).await?;
    finish_for(app, &holder, ceremony, answer, name).await?;
    signin::sign_out(app, token).await?;
    signin::open_session(app, &holder, Means::Passkey, visit).await
}

async fn begin_for(app: &App, holder: &Holder) -> Result<Asked> {
    let known = store::credentials::passkeys(app.store(), &holder.id).await.map_err(Error::internal)?;
    if known.len() >= MOST {
        return Err(Error::new(
            Kind::Conflict,
            "too-many-passkeys",
            "U hebt al 20 passkeys. Verwijder er eerst een die u niet meer gebruikt.",
            "You have 20 passkeys already. Remove one that you no longer use first.",
        ));
    }
    let known: Vec<String> = known.into_iter().map(|row| row.kept).collect();
    let begun = site(app)?.begin_making(&holder.id, &holder.address, &known).map_err(odd)?;
    keep(app, "make-passkey", Some(&holder.id), begun).await
}

async fn finish_for(app: &App, holder: &Holder, ceremony: &str, answer: &Value, name: &str) -> Result<()> {
    let state = take(app, "make-passkey", ceremony, Some(&holder.id)).await?;
    let made = site(app)?.finish_making(answer, &state).map_err(odd)?;
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME).collect();
    let now = app.now();
    let row = PasskeyRow {
        id: uuid_v7(now, app.entropy()).to_string(),
        holder: holder.id.clone(),
        credential: made.id,
        kept: made.kept,
        name: if name.is_empty() { "Passkey".to_owned() } else { name },
        created_at: now,
        used_at: None,
    };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    match store::credentials::add_passkey(&mut tx, &row).await {
        Err(store::StoreError::Taken { .. }) => return Err(refused()),
        other => other.map_err(Error::internal)?,
    }
    changes::told(app, &mut tx, holder, AccountChange::PasskeyAdded).await?;
    commit(tx, "passkey made").await
}

/// Gives somebody's own passkey another name.
pub async fn rename(app: &App, signed_in: &SignedIn, id: &str, name: &str) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME).collect();
    if name.is_empty() {
        return Err(Error::new(
            Kind::Invalid,
            "no-name",
            "Geef de passkey een naam, bijvoorbeeld die van het apparaat.",
            "Give the passkey a name, for instance the one of the device.",
        ));
    }
    let there = store::credentials::name_passkey(app.store(), id, &holder.id, &name)
        .await
        .map_err(Error::internal)?;
    if there { Ok(()) } else { Err(Error::not_found("passkey")) }
}

/// Forgets somebody's own passkey.
pub async fn remove(app: &App, signed_in: &SignedIn, id: &str) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    fresh(app, signed_in)?;
    let has = apps::factors(app, &holder.id).await?;
    apps::keeps_one(app, &holder, Factors { passkeys: has.passkeys.saturating_sub(1), ..has })?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::credentials::drop_passkey(&mut tx, id, &holder.id).await.map_err(Error::internal)? {
        return Err(Error::not_found("passkey"));
    }
    changes::told(app, &mut tx, &holder, AccountChange::PasskeyRemoved).await?;
    commit(tx, "passkey removed").await
}

/// Begins asking for a passkey at a door, whosever it is: the answer is the same for everybody.
pub async fn begin_asking(app: &App, door: Door) -> Result<Asked> {
    let begun = site(app)?.begin_asking().map_err(odd)?;
    keep(app, asking(door), None, begun).await
}

/// Signs in with the passkey that answered.
pub async fn finish_asking(
    app: &App,
    door: Door,
    ceremony: &str,
    answer: &Value,
    visit: &Visit,
) -> Result<Session> {
    let state = take(app, asking(door), ceremony, None).await?;
    let site = site(app)?;
    let (said, credential) = site.named(answer).map_err(odd)?;
    let row = store::credentials::passkey(app.store(), &credential)
        .await
        .map_err(Error::internal)?
        .filter(|row| row.holder == said)
        .ok_or_else(refused)?;
    let answered = site.finish_asking(answer, &state, &row.kept).map_err(odd)?;
    // A passkey of the portal opens no desk, and the other way round.
    let holder = Holder::by_id(app, door, &row.holder).await?.ok_or_else(refused)?;
    let kept = answered.kept.unwrap_or(row.kept);
    store::credentials::passkey_used(app.store(), &row.id, app.now(), &kept)
        .await
        .map_err(Error::internal)?;
    signin::open_session(app, &holder, Means::Passkey, visit).await
}

fn asking(door: Door) -> &'static str {
    match door {
        Door::Subject => "ask-passkey:subject",
        Door::Staff => "ask-passkey:staff",
    }
}

async fn keep(app: &App, kind: &str, holder: Option<&str>, begun: Begun) -> Result<Asked> {
    let ceremony = hex::encode(app.entropy().bytes::<16>());
    let state = seal(app, "ceremony", begun.state.as_bytes())?;
    let until = app.now() + WAIT;
    store::credentials::begin(app.store(), &ceremony, kind, holder, &state, until)
        .await
        .map_err(Error::internal)?;
    Ok(Asked { ceremony, options: begun.options })
}

async fn take(app: &App, kind: &str, ceremony: &str, holder: Option<&str>) -> Result<String> {
    let row = store::credentials::take(app.store(), ceremony, kind)
        .await
        .map_err(Error::internal)?
        .filter(|row| row.expires_at > app.now() && row.holder.as_deref() == holder)
        .ok_or_else(|| {
            Error::new(
                Kind::Gone,
                "passkey-too-late",
                "Dit duurde te lang, of het antwoord is al gebruikt. Probeer het opnieuw.",
                "This took too long, or the answer was used before. Try again.",
            )
        })?;
    String::from_utf8(open(app, "ceremony", &row.state)?).map_err(Error::internal)
}

fn site(app: &App) -> Result<Site> {
    let edition = app.deployment()?;
    Site::new(&app.config().base_url, &edition.edition.facts().organisation.name).map_err(odd)
}

fn odd(problem: PasskeyError) -> Error {
    match problem {
        PasskeyError::Address => Error::new(
            Kind::Unavailable,
            "no-passkeys-here",
            "Op dit adres kunnen geen passkeys worden gebruikt. Daarvoor is https met een naam nodig.",
            "Passkeys cannot be used at this address. They need https with a name.",
        ),
        PasskeyError::Answer(_) | PasskeyError::Unreadable(_) => refused().because(problem),
    }
}

fn refused() -> Error {
    Error::new(
        Kind::Invalid,
        "passkey-refused",
        "Deze passkey past hier niet. Gebruik een andere, of meld u aan met een code per e-mail.",
        "This passkey does not fit here. Use another, or sign in with a code by e-mail.",
    )
}
