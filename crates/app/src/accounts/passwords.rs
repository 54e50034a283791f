//! Passwords, for who wants one.
//!
//! The work of a try is the same whether the address is known, has a password, or neither; and so is the answer.

use credentials::password::{self, Weakness};
use mail::AccountChange;
use tokio::sync::Semaphore;

use crate::accounts::tries::{self, What};
use crate::accounts::{Holder, Visit, changes, fresh};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::signin::{self, Door, Means, Session, SignedIn};

/// A hash takes 19 MiB and some tens of milliseconds: so many are made at once, and the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Signs in with a password.
pub async fn sign_in(app: &App, door: Door, address: &str, given: &str, visit: &Visit) -> Result<Session> {
    if !tries::allow(app, What::Password, door, address, visit).await? {
        return Err(too_many());
    }
    let holder = Holder::by_address(app, door, address).await?;
    let id = holder.as_ref().map_or("nobody", |holder| holder.id.as_str());
    let kept = store::credentials::password(app.store(), id).await.map_err(Error::internal)?;
    let right = verified(app, given, kept.map(|(hash, _)| hash)).await?;
    let Some(holder) = holder.filter(|_| right) else { return Err(wrong()) };
    tries::came_in(app, What::Password, door, address, visit).await?;
    signin::open_session(app, &holder, Means::Password, visit).await
}

/// Sets a password, in the place of the one before; other sessions end with the old one.
pub async fn set(app: &App, signed_in: &SignedIn, new: &str) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    fresh(app, signed_in)?;
    let about = known_about(&holder.address);
    let known: Vec<&str> = about.iter().map(String::as_str).collect();
    password::check(new, &known).map_err(weak)?;
    let hash = hashed(app, new).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::credentials::set_password(&mut tx, &holder.id, &hash, app.now()).await.map_err(Error::internal)?;
    store::credentials::chose(&mut tx, &holder.id).await.map_err(Error::internal)?;
    store::sessions::delete_others(&mut tx, &holder.id, signed_in.session).await.map_err(Error::internal)?;
    changes::told(app, &mut tx, &holder, AccountChange::PasswordSet).await?;
    commit(tx, "password set").await
}

/// Goes back to codes by e-mail alone.
pub async fn remove(app: &App, signed_in: &SignedIn) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    fresh(app, signed_in)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::credentials::drop_password(&mut tx, &holder.id).await.map_err(Error::internal)? {
        changes::told(app, &mut tx, &holder, AccountChange::PasswordRemoved).await?;
    }
    commit(tx, "password removed").await
}

/// Goes on without a password, after it leaked.
pub async fn go_without(app: &App, signed_in: &SignedIn) -> Result<()> {
    let holder = Holder::of(signed_in)?;
    store::credentials::chose(app.store(), &holder.id).await.map_err(Error::internal)
}

/// Since when somebody has a password.
pub async fn since(app: &App, signed_in: &SignedIn) -> Result<Option<jiff::Timestamp>> {
    let holder = Holder::of(signed_in)?;
    let kept = store::credentials::password(app.store(), &holder.id).await.map_err(Error::internal)?;
    Ok(kept.map(|(_, at)| at))
}

/// What others know of an account, and what a password must therefore not be made of.
fn known_about(address: &str) -> Vec<String> {
    let mut known = vec![address.to_owned(), "gestand".to_owned()];
    known.extend(
        address.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2).map(str::to_owned),
    );
    known
}

pub(crate) async fn hashed(app: &App, new: &str) -> Result<String> {
    let (new, salt, pepper) = (new.to_owned(), app.entropy().bytes::<16>(), pepper(app));
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || password::hash(&new, salt, &pepper))
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)
}

async fn verified(app: &App, given: &str, kept: Option<String>) -> Result<bool> {
    // Nobody keeps the machine busy with a book.
    let given: String = given.chars().take(password::LONGEST + 1).collect();
    let pepper = pepper(app);
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || password::verify(&given, kept.as_deref(), &pepper))
        .await
        .map_err(Error::internal)
}

/// The secret of the house that goes into every hash.
fn pepper(app: &App) -> [u8; 32] {
    app.keys().lookup_bytes(&["password"], "pepper")
}

fn weak(weakness: Weakness) -> Error {
    match weakness {
        Weakness::Short => Error::new(
            Kind::Invalid,
            "password-short",
            "Dit wachtwoord is te kort. Neem er een van 12 tekens of meer, bijvoorbeeld een paar woorden achter elkaar.",
            "This password is too short. Take one of 12 characters or more, for instance a few words in a row.",
        ),
        Weakness::Long => Error::new(
            Kind::Invalid,
            "password-long",
            "Dit wachtwoord is langer dan 200 tekens. Neem een korter.",
            "This password is longer than 200 characters. Take a shorter one.",
        ),
        Weakness::Leaked => Error::new(
            Kind::Invalid,
            "password-leaked",
            "Dit wachtwoord staat op een lijst van gelekte wachtwoorden. Anderen proberen zulke wachtwoorden als eerste. Kies een ander.",
            "This password is on a list of leaked passwords. Others try such passwords first. Choose another.",
        ),
        Weakness::Guessable => Error::new(
            Kind::Invalid,
            "password-guessable",
            "Dit wachtwoord is te makkelijk te raden. Neem een paar woorden die niets met elkaar of met u te maken hebben.",
            "This password is too easy to guess. Take a few words that have nothing to do with each other or with you.",
        ),
    }
}

fn wrong() -> Error {
    Error::new(
        Kind::Invalid,
        "wrong-password",
        "Dit adres en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw, of meld u aan met een code per e-mail.",
        "This address and this password do not belong together. Try again, or sign in with a code by e-mail.",
    )
}

fn too_many() -> Error {
    Error::new(
        Kind::TooMany,
        "too-many-passwords",
        "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier, of meld u nu aan met een code per e-mail.",
        "A wrong password was given too often. Wait a quarter of an hour, or sign in now with a code by e-mail.",
    )
}
