//! The guard before every handler: the language exists, the audience fits, and what changes something comes
//! from our own pages.
//!
//! Requests that change something must say that they come from this site: `Sec-Fetch-Site: same-origin`
//! (every current browser sends it), or, without it, an `Origin` that is ours. Together with `SameSite`
//! cookies this stops cross-site forgery without tokens in forms. A request that says neither is refused.

use std::sync::Arc;
use std::time::Duration;

use app::accounts::{Visit, places};
use app::programs::{self, Program, Scope};
use app::{Kind, signin};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Actor, StaffRole};

use crate::browser;
use crate::cookies::Cookie;
use crate::failure::Failure;
use crate::frame::Area;
use crate::here::{Here, original, split};
use crate::routes::{Audience, Post};
use crate::text::key;
use crate::view::problem::ProblemKind;

/// Lets a request through to its handler, with its [`Here`].
pub(crate) async fn stand(State(post): State<Post>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let uri = original(&parts);
    let mut here = Here::of(&post.app, &uri, &parts.headers);
    if let Audience::Program(scope) = post.audience {
        return match known_program(&post, scope, &parts.headers).await {
            Ok(program) => {
                parts.extensions.insert(program);
                next.run(Request::from_parts(parts, body)).await
            }
            Err(response) => *response,
        };
    }
    if post.in_language && split(uri.path()).0.is_none() {
        return Failure::not_found().into_response();
    }
    if post.changes && !from_here(&parts.headers, &post.app.config().base_url) {
        return failed(Failure::of(ProblemKind::Forbidden), here);
    }
    if let Some(gate) = post.gate
        && let Err(wait) = post.limits.pass(gate, &parts)
    {
        return too_often(wait, here);
    }
    if here.area == Area::Desk
        && let Err(response) = in_place(&post, &parts, &here).await
    {
        return *response;
    }
    if matches!(here.area, Area::Portal | Area::Desk) {
        here.visit = visit(&post, &parts, &here);
        let token = Cookie::Session(here.door()).read(&parts.headers, here.secure());
        if let Some(token) = token {
            match signin::session(&post.app, &token).await {
                Ok(Some(signed_in)) => here.signed_in = Some(signed_in),
                Ok(None) => match signin::half(&post.app, &token).await {
                    Ok(half) => here.half_in = half.is_some(),
                    Err(error) => return failed(error.into(), here),
                },
                Err(error) => return failed(error.into(), here),
            }
        }
    }
    if let Err(response) = admit(&post, &here) {
        return *response;
    }
    parts.extensions.insert(here.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    response.extensions_mut().insert(here);
    response
}

/// The program whose key came along, when it may do this and has not been here too often.
async fn known_program(
    post: &Post,
    scope: Scope,
    headers: &HeaderMap,
) -> Result<Arc<Program>, Box<Response>> {
    let program = match programs::recognise(&post.app, key(headers).as_deref(), scope).await {
        Ok(program) => program,
        Err(error) => {
            let unknown = error.kind == Kind::Unauthenticated;
            let mut response = Failure::from(error).into_response();
            if unknown {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            return Err(Box::new(response));
        }
    };
    match post.limits.pass_program(&program) {
        Ok(()) => Ok(program),
        Err(wait) => {
            let seconds = wait.as_secs() + 1;
            let mut response = Failure::of(ProblemKind::TooMany).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Err(Box::new(response))
        }
    }
}

/// The key that came along (RFC 6750 section 2.1), or the password of services that know no other way (RFC 7617). A key
/// in the address is none: addresses end up in logs.
fn key(headers: &HeaderMap) -> Option<String> {
    let (scheme, given) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(given.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(given.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

/// Come back later: when, stands in the page and, for programs, in `Retry-After`.
fn too_often(wait: Duration, here: Here) -> Response {
    let seconds = wait.as_secs() + 1;
    let mut response = failed(Failure::too_often(seconds.div_ceil(60)), here);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn failed(failure: Failure, here: Here) -> Response {
    let mut response = failure.into_response();
    response.extensions_mut().insert(here);
    response
}

/// Whether the audience may enter; otherwise what they get instead.
fn admit(post: &Post, here: &Here) -> Result<(), Box<Response>> {
    let fits = match post.audience {
        Audience::Public | Audience::Open => true,
        Audience::Demo => here.app.config().demo,
        Audience::Subject => matches!(here.actor(), Actor::Subject { .. }),
        Audience::Officer => matches!(here.actor(), Actor::Staff { role: StaffRole::Officer, .. }),
        Audience::Staff(roles) => {
            matches!(here.actor(), Actor::Staff { role, .. } if roles.contains(role))
        }
        // Let in, or not, before anything of a person is looked at.
        Audience::Program(_) => false,
    };
    let private = matches!(post.audience, Audience::Subject | Audience::Officer | Audience::Staff(_));
    let chooses = here.signed_in.as_ref().is_some_and(|signed_in| signed_in.must_choose);
    // Their password leaked: nothing opens before they chose a new one, or to go on without.
    if fits && private && chooses && !is_choice(here) {
        return Err(Box::new(if post.changes || here.json {
            failed(Failure::of(ProblemKind::Forbidden), here.clone())
        } else {
            here.go(&format!("{}/new-password", if here.area == Area::Desk { "/desk" } else { "/my" }))
        }));
    }
    if fits {
        return Ok(());
    }
    Err(Box::new(match post.audience {
        Audience::Demo | Audience::Public | Audience::Open | Audience::Program(_) => {
            failed(Failure::not_found(), here.clone())
        }
        Audience::Subject | Audience::Officer | Audience::Staff(_) if here.signed_in.is_some() => {
            failed(Failure::of(ProblemKind::Forbidden), here.clone())
        }
        // A reader who follows a link signs in and comes back; a form or a program is told.
        Audience::Subject | Audience::Officer | Audience::Staff(_) if !post.changes && !here.json => {
            here.go(&sign_in(here))
        }
        Audience::Subject | Audience::Officer | Audience::Staff(_) => {
            failed(Failure::of(ProblemKind::SignInFirst), here.clone())
        }
    }))
}

/// Whether this is where somebody chooses after their password leaked.
fn is_choice(here: &Here) -> bool {
    let path = here.path.split('?').next().unwrap_or_default();
    ["/my", "/desk"]
        .iter()
        .filter_map(|start| path.strip_prefix(start))
        .any(|rest| rest == "/new-password" || rest == "/new-password/none")
}

fn sign_in(here: &Here) -> String {
    let start = if here.area == Area::Desk { "/desk" } else { "/my" };
    let path = here.path.split('?').next().unwrap_or(start);
    let door = if here.half_in { "second-step" } else { "sign-in" };
    if path == start || !is_return(path) {
        format!("{start}/{door}")
    } else {
        format!("{start}/{door}?next={path}")
    }
}

/// Lets staff knock only from the countries that the policy names.
async fn in_place(post: &Post, parts: &Parts, here: &Here) -> Result<(), Box<Response>> {
    let place = places::of(&post.app, post.limits.address(parts));
    if place.is_allowed() {
        return Ok(());
    }
    if let Err(error) = places::kept_out(&post.app, &place).await {
        return Err(Box::new(failed(error.into(), here.clone())));
    }
    Err(Box::new(failed(Failure::out_of_place(key!("kept-out")), here.clone())))
}

/// Where a request comes from, for the counts of tries and for the list of sessions.
fn visit(post: &Post, parts: &Parts, here: &Here) -> Visit {
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Visit {
        client: post.limits.client(parts).to_string(),
        device: Cookie::Device(here.door()).read(&parts.headers, here.secure()),
        browser: browser::words(agent.unwrap_or_default()),
    }
}

/// Whether an address may be returned to after signing in: a path of portal or desk, nothing else.
pub(crate) fn is_return(path: &str) -> bool {
    (path.starts_with("/my/") || path.starts_with("/desk/"))
        && path.len() <= 120
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'/' || byte == b'-')
        && !path.contains("//")
}

fn from_here(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let ours = text(header::HOST).is_some_and(|host| {
        origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) == Some(host)
    });
    origin == base_url || ours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may_change_something() {
        for (headers, allowed) in [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("sec-fetch-site", "cross-site"), ("origin", "https://privacy.example")], false),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("origin", "https://privacy.example")], true),
            (vec![("origin", "https://privacy.example.evil.example")], false),
            (vec![("origin", "null")], false),
            (vec![("origin", "http://127.0.0.1:9"), ("host", "127.0.0.1:9")], true),
            (vec![], false),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in &headers {
                map.insert(header::HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(from_here(&map, "https://privacy.example"), allowed, "{headers:?}");
        }
    }

    #[test]
    fn a_key_comes_as_a_token_or_as_a_password() {
        let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
        for (given, known) in [
            ("Bearer gst_a".to_owned(), Some("gst_a")),
            ("bearer  gst_a ".to_owned(), Some("gst_a")),
            (basic("mailjet:gst_a"), Some("gst_a")),
            (basic("mailjet:gst_a:b"), Some("gst_a:b")),
            (basic("gst_a"), None),
            ("Basic gst_a".to_owned(), None),
            ("Digest gst_a".to_owned(), None),
            ("gst_a".to_owned(), None),
        ] {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, given.parse().unwrap())]);
            assert_eq!(key(&headers).as_deref(), known, "{given}");
        }
        assert_eq!(key(&HeaderMap::new()), None);
    }

    #[test]
    fn one_returns_only_to_our_own_pages() {
        for (path, allowed) in [
            ("/my/requests/0198c3e2-7d4a", true),
            ("/desk/ledger", true),
            ("//evil.example/my/", false),
            ("/my//evil.example", false),
            ("/my/../desk", false),
            ("https://evil.example/my/", false),
            ("/privacy", false),
            ("/my/x?y", false),
            ("/my/\r\nSet-Cookie", false),
        ] {
            assert_eq!(is_return(path), allowed, "{path}");
        }
    }
}
