//! The page on which somebody sees how they sign in and where they are signed in, and changes or ends it.

use app::accounts::{self, apps, leaks, passkeys, passwords, raising, sessions};
use app::{Error, Kind};
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::Response;
use kernel::{Actor, StaffRole};
use serde::Deserialize;

use crate::account::second::shown;
use crate::account::{signed_in, start, with_script, words};
use crate::cookies::Cookie;
use crate::failure::Failure;
use crate::here::Here;
use crate::view::Notice;
use crate::view::account::{AppSetup, Codes, Glass, Passkey, Security, Session, means};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Happened {
    said: Option<String>,
}

impl Happened {
    /// As a notice.
    pub(crate) fn notice(&self) -> Option<Notice> {
        self.said.as_deref().and_then(Notice::from_slug)
    }
}

/// A new password.
#[derive(Deserialize)]
pub(crate) struct NewPassword {
    password: String,
}

/// The first code of an app.
#[derive(Deserialize)]
pub(crate) struct FirstCode {
    code: String,
}

/// A name.
#[derive(Deserialize)]
pub(crate) struct Name {
    name: String,
}

/// Why the glass is broken, and for how long.
#[derive(Deserialize)]
pub(crate) struct Breaking {
    reason: String,
    hours: i64,
}

type One = Path<(String, String)>;

/// The page.
pub(crate) async fn show(here: Here, Query(happened): Query<Happened>) -> Result<Response, Failure> {
    let page = Security { notice: happened.notice(), ..page(&here).await? };
    with_script(&here, StatusCode::OK, &page)
}

/// Sets a password.
pub(crate) async fn set_password(here: Here, Form(new): Form<NewPassword>) -> Result<Response, Failure> {
    let done = passwords::set(&here.app, signed_in(&here)?, &new.password).await;
    said(&here, done, Notice::PasswordSet).await
}

/// Removes it.
pub(crate) async fn remove_password(here: Here) -> Result<Response, Failure> {
    let done = passwords::remove(&here.app, signed_in(&here)?).await;
    said(&here, done, Notice::PasswordRemoved).await
}

/// Gives a passkey another name.
pub(crate) async fn name_passkey(
    here: Here,
    Path((_, id)): One,
    Form(new): Form<Name>,
) -> Result<Response, Failure> {
    let done = passkeys::rename(&here.app, signed_in(&here)?, &id, &new.name).await;
    said(&here, done, Notice::PasskeyNamed).await
}

/// Forgets a passkey.
pub(crate) async fn remove_passkey(here: Here, Path((_, id)): One) -> Result<Response, Failure> {
    let done = passkeys::remove(&here.app, signed_in(&here)?, &id).await;
    said(&here, done, Notice::PasskeyRemoved).await
}

/// The page on which an app is set up.
pub(crate) async fn app_form(here: Here) -> Result<Response, Failure> {
    match apps::begin(&here.app, signed_in(&here)?).await {
        Ok(setup) => here.show(&AppSetup { setup: shown(&setup), problem: None }),
        Err(error) => said(&here, Err(error), Notice::AppRemoved).await,
    }
}

/// Takes its first code; the recovery codes are shown once.
pub(crate) async fn confirm_app(here: Here, Form(first): Form<FirstCode>) -> Result<Response, Failure> {
    match apps::confirm(&here.app, signed_in(&here)?, &first.code).await {
        Ok(codes) => here.show(&Codes { codes, next: here.door().security().to_owned() }),
        Err(error) if error.kind == Kind::Invalid => {
            let setup = apps::begin(&here.app, signed_in(&here)?).await?;
            let page = AppSetup { setup: shown(&setup), problem: Some(words(&here, &error)) };
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the app away.
pub(crate) async fn remove_app(here: Here) -> Result<Response, Failure> {
    let done = apps::remove(&here.app, signed_in(&here)?).await;
    said(&here, done, Notice::AppRemoved).await
}

/// Makes new recovery codes and shows them once.
pub(crate) async fn renew_codes(here: Here) -> Result<Response, Failure> {
    match apps::renew_codes(&here.app, signed_in(&here)?).await {
        Ok(codes) => here.show(&Codes { codes, next: here.door().security().to_owned() }),
        Err(error) => said(&here, Err(error), Notice::AppRemoved).await,
    }
}

/// Ends one session.
pub(crate) async fn end_session(here: Here, Path((_, id)): One) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    let done = sessions::end(&here.app, signed_in(&here)?, id).await;
    said(&here, done, Notice::SessionEnded).await
}

/// Ends all but this one.
pub(crate) async fn end_others(here: Here) -> Result<Response, Failure> {
    let done = sessions::end_others(&here.app, signed_in(&here)?).await.map(drop);
    said(&here, done, Notice::OthersEnded).await
}

/// "My password has leaked": everything ends, this session too.
pub(crate) async fn leaked(here: Here) -> Result<Response, Failure> {
    leaks::report(&here.app, signed_in(&here)?).await?;
    let path = format!("{}/sign-in?said={}", start(&here), Notice::LeakReported.slug());
    let mut response = here.go(&path);
    for cookie in [Cookie::Session(here.door()), Cookie::Device(here.door())] {
        if let Some(header) = cookie.write("", 0, here.secure()) {
            response.headers_mut().append(header::SET_COOKIE, header);
        }
    }
    Ok(response)
}

/// Breaks the glass.
pub(crate) async fn raise(here: Here, Form(breaking): Form<Breaking>) -> Result<Response, Failure> {
    let done = raising::raise(&here.app, here.actor(), &breaking.reason, breaking.hours).await.map(drop);
    said(&here, done, Notice::RoleRaised).await
}

/// Gives the role back.
pub(crate) async fn give_back(here: Here) -> Result<Response, Failure> {
    let done = raising::give_back(&here.app, here.actor()).await;
    said(&here, done, Notice::RoleReturned).await
}

/// Back to the page with what was done, or with what was wrong.
async fn said(here: &Here, done: Result<(), Error>, notice: Notice) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(here.go(&format!("{}?said={}", here.door().security(), notice.slug()))),
        Err(error)
            if matches!(error.kind, Kind::Invalid | Kind::Conflict) || error.code == "sign-in-again" =>
        {
            let page = Security { problem: Some(words(here, &error)), ..page(here).await? };
            with_script(here, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(here: &Here) -> Result<Security, Failure> {
    let signed_in = signed_in(here)?;
    let app = &here.app;
    let factors = apps::own(app, signed_in).await?;
    let passkeys = passkeys::list(app, signed_in).await?;
    let sessions = sessions::list(app, signed_in).await?;
    let glass = match (&signed_in.actor, signed_in.raised_until) {
        (_, Some(until)) => Glass::Broken(here.moment(until)),
        (Actor::Staff { role: StaffRole::Engineer | StaffRole::Auditor, .. }, None) => Glass::Whole,
        _ => Glass::Nothing,
    };
    Ok(Security {
        email: signed_in.address.clone(),
        notice: None,
        problem: None,
        password: passwords::since(app, signed_in).await?.map(|at| here.moment(at)),
        possible: passkeys::possible(app),
        passkeys: passkeys
            .into_iter()
            .map(|passkey| Passkey {
                id: passkey.id,
                name: passkey.name,
                since: here.moment(passkey.since),
                used: passkey.used.map(|at| here.moment(at)),
            })
            .collect(),
        app: factors.app,
        codes: factors.codes,
        sessions: sessions
            .into_iter()
            .map(|session| Session {
                id: session.id.to_string(),
                device: session.device,
                means: means(&session.means),
                since: here.moment(session.since),
                seen: here.moment(session.seen),
                this: session.this,
            })
            .collect(),
        stale: app.now().duration_since(signed_in.since) > accounts::FRESH,
        glass,
    })
}
