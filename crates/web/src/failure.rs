//! Whatever went wrong, shown once and in one way: a page for people, problem+json (RFC 9457) for programs.
//!
//! A handler returns a [`Failure`]; it travels to [`present`] in the response's extensions, where place and
//! language are known. Answers that the framework makes by itself (unknown path, wrong method, too large)
//! pass there as well, so that no bare text ever leaves. To add a kind, see [`crate::view::problem`].

use std::fmt::Display;

use app::{App, Error, Kind};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Entropy, Language, Text};
use serde::Serialize;

use crate::here::{Here, original};
use crate::text::{Phrase, key};
use crate::view::problem::{Problem, ProblemKind};

/// Something that could not be done.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    kind: ProblemKind,
    code: &'static str,
    detail: Option<Text>,
    context: String,
}

impl Failure {
    /// A failure that its kind says all about.
    pub(crate) fn of(kind: ProblemKind) -> Self {
        Self { kind, code: slug(kind), detail: None, context: String::new() }
    }

    /// There is nothing here.
    pub(crate) fn not_found() -> Self {
        Self::of(ProblemKind::NotFound)
    }

    /// The form or address makes no sense.
    pub(crate) fn bad_request() -> Self {
        Self::of(ProblemKind::BadRequest)
    }

    /// The client has been here too often and may come again in so many minutes.
    pub(crate) fn too_often(minutes: u64) -> Self {
        let say = |language| Phrase::new(language, key!("too-often")).with("minutes", minutes).to_string();
        let detail = Text { nl: say(Language::Nl), en: say(Language::En) };
        Self { detail: Some(detail), ..Self::of(ProblemKind::TooMany) }
    }

    /// Staff come from where they may not.
    pub(crate) fn out_of_place(why: &'static str) -> Self {
        let say = |language| Phrase::new(language, why).to_string();
        let detail = Text { nl: say(Language::Nl), en: say(Language::En) };
        Self { code: "out-of-place", detail: Some(detail), ..Self::of(ProblemKind::Forbidden) }
    }

    /// What was sent cannot be read.
    pub(crate) fn malformed(detail: Text) -> Self {
        Self { detail: Some(detail), ..Self::bad_request() }
    }

    /// What was sent is well formed and cannot be answered; `code` and `detail` say why, without repeating it.
    pub(crate) fn unprocessable(code: &'static str, detail: Text) -> Self {
        Self { code, detail: Some(detail), ..Self::of(ProblemKind::Unprocessable) }
    }

    /// A fault of ours. The context goes to the log only.
    pub(crate) fn internal(context: impl Display) -> Self {
        Self { context: context.to_string(), ..Self::of(ProblemKind::Internal) }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = match error.kind {
            Kind::Invalid => ProblemKind::BadRequest,
            Kind::Unauthenticated => ProblemKind::SignInFirst,
            Kind::Forbidden => ProblemKind::Forbidden,
            Kind::NotFound => ProblemKind::NotFound,
            Kind::Conflict => ProblemKind::Conflict,
            Kind::Gone => ProblemKind::Gone,
            Kind::TooMany => ProblemKind::TooMany,
            Kind::Unavailable => ProblemKind::Unavailable,
            Kind::Internal => ProblemKind::Internal,
        };
        Self { kind, code: error.code, detail: Some(error.text), context: error.context }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Problem details of RFC 9457.
#[derive(Debug, Serialize)]
struct Details {
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

/// What of an answer's own headers stays when it becomes a page or problem details.
const KEPT: [HeaderName; 6] = [
    header::ALLOW,
    header::RETRY_AFTER,
    header::SET_COOKIE,
    header::WWW_AUTHENTICATE,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::VARY,
];

/// Turns every answer of 400 and above into a page or problem details.
pub(crate) async fn present(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let here = Here::of(&app, &original(&parts), &parts.headers);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if response.extensions_mut().remove::<Shown>().is_some() {
        return response;
    }
    let failure = response.extensions_mut().remove::<Failure>();
    let failure = failure.unwrap_or_else(|| Failure::of(ProblemKind::from_status(status.as_u16())));
    let here = response.extensions_mut().remove::<Here>().unwrap_or(here);
    let mut told = tell(&here, &failure);
    // What the framework adds to its own answers stays: Allow with 405, Retry-After with 429 and 503.
    for name in KEPT {
        if let Some(value) = response.headers_mut().remove(&name) {
            told.headers_mut().insert(name, value);
        }
    }
    told
}

/// Marks an answer whose page is complete although its status is one of an error: a form with a mistake.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown;

fn tell(here: &Here, failure: &Failure) -> Response {
    let kind = failure.kind;
    let reference = matches!(kind, ProblemKind::Internal | ProblemKind::Unavailable)
        .then(|| kernel::ids::uuid_v7(here.app.now(), &Entropy::system()).to_string());
    if let Some(reference) = &reference {
        tracing::error!(
            reference,
            code = failure.code,
            context = failure.context,
            "a page could not be given"
        );
    }
    let detail = failure.detail.as_ref().map(|text| text.get(here.language).to_owned());
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if here.json {
        let say = |key| Phrase::new(here.language, key).to_string();
        let details = Details {
            r#type: "about:blank",
            title: say(kind.title()),
            status: kind.status(),
            detail: detail.unwrap_or_else(|| say(kind.advice())),
            code: failure.code,
            reference,
        };
        let mut response = (status, Json(details)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        return response;
    }
    let page = Problem { kind, detail, reference };
    here.show_as(status, &page).unwrap_or_else(|_| status.into_response())
}

/// The stable code of a kind, for programs.
fn slug(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::BadRequest => "bad-request",
        ProblemKind::SignInFirst => "sign-in-first",
        ProblemKind::Forbidden => "forbidden",
        ProblemKind::NotFound => "not-found",
        ProblemKind::WrongMethod => "wrong-method",
        ProblemKind::Conflict => "conflict",
        ProblemKind::Gone => "gone",
        ProblemKind::TooLarge => "too-large",
        ProblemKind::Unprocessable => "unprocessable",
        ProblemKind::TooMany => "too-many",
        ProblemKind::Internal => "internal",
        ProblemKind::Unavailable => "unavailable",
    }
}
