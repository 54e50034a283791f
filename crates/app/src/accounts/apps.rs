//! Codes of an app as second factor, with recovery codes for when the app is lost.
//!
//! Whoever has an app is asked for its code after a code by e-mail or a password; a passkey needs none. For staff a
//! second factor is not a choice: without one they stand at the second step, and can do nothing there but get one.

use credentials::{recovery, totp};
use mail::AccountChange;
use store::Tx;

use crate::accounts::tries::{self, What};
use crate::accounts::{Holder, Visit, changes, fresh, open, seal, second_factor_waived};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::signin::{self, Door, Means, Session, SignedIn};

/// An app that is being set up: shown to its owner once more until its first code came.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The secret as people type it.
    pub typed: String,
    /// The address that an app reads it from.
    pub address: String,
}

/// Which second factors somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Factors {
    /// An app that counts.
    pub app: bool,
    /// How many recovery codes are left.
    pub codes: u64,
    /// How many passkeys.
    pub passkeys: usize,
}

/// Which second factors an account has.
pub(crate) async fn factors(app: &App, holder: &str) -> Result<Factors> {
    let row = store::credentials::app(app.store(), holder).await.map_err(Error::internal)?;
    let codes = store::credentials::codes_left(app.store(), holder).await.map_err(Error::internal)?;
    let passkeys = store::credentials::passkeys(app.store(), holder).await.map_err(Error::internal)?;
    Ok(Factors {
        app: row.is_some_and(|row| row.confirmed_at.is_some()),
        codes: u64::try_from(codes).unwrap_or_default(),
        passkeys: passkeys.len(),
    })
}

/// One's own.
pub async fn own(app: &App, signed_in: &SignedIn) -> Result<Factors> {
    factors(app, &Holder::of(signed_in)?.id).await
}

/// Begins setting an app up, or shows the one that is being set up again.
pub async fn begin(app: &App, signed_in: &SignedIn) -> Result<Setup> {
    fresh(app, signed_in)?;
    begin_for(app, &Holder::of(signed_in)?).await
}

/// From the app's first code on it counts. The recovery codes are shown this once.
pub async fn confirm(app: &App, signed_in: &SignedIn, typed: &str) -> Result<Vec<String>> {
    fresh(app, signed_in)?;
    confirm_for(app, &Holder::of(signed_in)?, typed).await
}

/// The same for a member of staff at the second step who has no second factor yet.
pub async fn begin_first(app: &App, token: &str) -> Result<Setup> {
    begin_for(app, &signin::first_factor(app, token).await?).await
}

/// And from its first code on they are in.
pub async fn confirm_first(
    app: &App,
    token: &str,
    typed: &str,
    visit: &Visit,
) -> Result<(Vec<String>, Session)> {
    let holder = signin::first_factor(app, token).await?;
    let codes = confirm_for(app, &holder, typed).await?;
    let means = signin::half(app, token).await?.map_or(Means::Code, |half| half.means);
    signin::sign_out(app, token).await?;
    Ok((codes, signin::open_whole(app, &holder, means.with_app(), visit).await?))
}

async fn begin_for(app: &App, holder: &Holder) -> Result<Setup> {
    let row = store::credentials::app(app.store(), &holder.id).await.map_err(Error::internal)?;
    let secret = match row {
        Some(row) if row.confirmed_at.is_some() => return Err(there()),
        Some(row) => secret(app, &row.secret)?,
        None => {
            let secret = app.entropy().bytes::<{ totp::SECRET }>();
            let sealed = seal(app, "code-app", &secret)?;
            store::credentials::set_app(app.store(), &holder.id, &sealed, app.now())
                .await
                .map_err(Error::internal)?;
            secret
        }
    };
    let deployment = app.deployment()?;
    let issuer = &deployment.edition.facts().organisation.name;
    Ok(Setup { typed: totp::typed(&secret), address: totp::address(&secret, &holder.address, issuer) })
}

async fn confirm_for(app: &App, holder: &Holder, typed: &str) -> Result<Vec<String>> {
    let row = store::credentials::app(app.store(), &holder.id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("app"))?;
    if row.confirmed_at.is_some() {
        return Err(there());
    }
    let step = totp::check(&secret(app, &row.secret)?, typed, app.now(), row.last_step).ok_or_else(wrong)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if !store::credentials::confirm_app(&mut tx, &holder.id, app.now(), step)
        .await
        .map_err(Error::internal)?
    {
        return Err(there());
    }
    let codes = new_codes(app, &mut tx, holder).await?;
    changes::told(app, &mut tx, holder, AccountChange::AppAdded).await?;
    commit(tx, "app confirmed").await?;
    Ok(codes)
}

/// What somebody's app shows at an instant: for the drill, which is its own synthetic person's telephone.
pub(crate) async fn shown(app: &App, holder: &str, at: jiff::Timestamp) -> Result<String> {
    let row = store::credentials::app(app.store(), holder)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("app"))?;
    totp::code(&secret(app, &row.secret)?, at).ok_or_else(|| Error::internal("no code"))
}

/// Takes the app away. Staff keep it until they have a passkey.
pub async fn remove(app: &App, signed_in: &SignedIn) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    fresh(app, signed_in)?;
    let has = factors(app, &holder.id).await?;
    keeps_one(app, &holder, Factors { app: false, ..has })?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let dropped = store::credentials::drop_app(&mut tx, &holder.id).await.map_err(Error::internal)?;
    store::credentials::drop_codes(&mut tx, &holder.id).await.map_err(Error::internal)?;
    if dropped {
        changes::told(app, &mut tx, &holder, AccountChange::AppRemoved).await?;
    }
    commit(tx, "app removed").await
}

/// Refuses to leave a member of staff without a second factor: whoever has only their mail would set up a new one.
pub(crate) fn keeps_one(app: &App, holder: &Holder, left: Factors) -> Result<()> {
    if holder.door == Door::Subject || left.app || left.passkeys > 0 || second_factor_waived(app) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Conflict,
        "last-factor",
        "Dit is uw enige tweede stap, en die is hier verplicht. Stel eerst een andere in.",
        "This is your only second step, and you must have one here. Set up another first.",
    ))
}

/// Makes new recovery codes; the old ones no longer work. They are shown this once.
pub async fn renew_codes(app: &App, signed_in: &SignedIn) -> Result<Vec<String>> {
    let holder = Holder::of(signed_in)?;
    fresh(app, signed_in)?;
    if !factors(app, &holder.id).await?.app {
        return Err(Error::not_found("app"));
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let codes = new_codes(app, &mut tx, &holder).await?;
    changes::told(app, &mut tx, &holder, AccountChange::CodesRenewed).await?;
    commit(tx, "recovery codes renewed").await?;
    Ok(codes)
}

async fn new_codes(app: &App, tx: &mut Tx, holder: &Holder) -> Result<Vec<String>> {
    store::credentials::drop_codes(&mut *tx, &holder.id).await.map_err(Error::internal)?;
    let codes = recovery::make(app.entropy());
    for code in &codes {
        let hash = code_hash(app, &holder.id, code);
        store::credentials::add_code(&mut *tx, &holder.id, &hash).await.map_err(Error::internal)?;
    }
    Ok(codes)
}

/// Takes the second step with a code of the app or a recovery code: each works once.
pub async fn second_step(app: &App, token: &str, typed: &str, visit: &Visit) -> Result<Session> {
    let half = signin::half(app, token).await?.ok_or_else(gone)?;
    let holder = half.holder;
    if !tries::allow(app, What::SecondStep, holder.door, &holder.address, visit).await? {
        return Err(too_many());
    }
    let row = store::credentials::app(app.store(), &holder.id).await.map_err(Error::internal)?;
    let row = row.filter(|row| row.confirmed_at.is_some());
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let right = if recovery::normal(typed).is_some() {
        let hash = code_hash(app, &holder.id, typed);
        let used = store::credentials::use_code(&mut tx, &holder.id, &hash, app.now())
            .await
            .map_err(Error::internal)?;
        if used {
            changes::told(app, &mut tx, &holder, AccountChange::CodeUsed).await?;
        }
        used
    } else if let Some(row) = row {
        match totp::check(&secret(app, &row.secret)?, typed, app.now(), row.last_step) {
            Some(step) => {
                store::credentials::step_used(&mut tx, &holder.id, step).await.map_err(Error::internal)?
            }
            None => false,
        }
    } else {
        false
    };
    if !right {
        return Err(wrong());
    }
    commit(tx, "second step taken").await?;
    tries::came_in(app, What::SecondStep, holder.door, &holder.address, visit).await?;
    signin::sign_out(app, token).await?;
    signin::open_whole(app, &holder, half.means.with_app(), visit).await
}

fn code_hash(app: &App, holder: &str, code: &str) -> String {
    let normal = recovery::normal(code).unwrap_or_default();
    app.keys().lookup("recovery-code", &format!("{holder}:{normal}"))
}

fn secret(app: &App, sealed: &str) -> Result<[u8; totp::SECRET]> {
    open(app, "code-app", sealed)?.try_into().map_err(|_| Error::internal("a secret of another length"))
}

fn wrong() -> Error {
    Error::new(
        Kind::Invalid,
        "wrong-second-step",
        "Deze code klopt niet of is al gebruikt. Wacht op de volgende code van uw app, of neem een herstelcode.",
        "This code is not right or was used before. Wait for the next code of your app, or take a recovery code.",
    )
}

fn there() -> Error {
    Error::new(
        Kind::Conflict,
        "app-there",
        "Er is al een app ingesteld. Verwijder die eerst als u een andere wilt.",
        "An app has been set up already. Remove it first if you want another.",
    )
}

fn gone() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "second-step-gone",
        "Deze aanmelding is verlopen. Meld u opnieuw aan.",
        "This sign-in has expired. Sign in again.",
    )
}

fn too_many() -> Error {
    Error::new(
        Kind::TooMany,
        "too-many-second-steps",
        "Er is te vaak een verkeerde code ingevuld. Wacht een kwartier en probeer het opnieuw.",
        "A wrong code was given too often. Wait a quarter of an hour and try again.",
    )
}
