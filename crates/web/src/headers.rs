//! What every answer tells the browser: run nothing but the desk's keys, load nothing from elsewhere, tell nobody.

use app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::frame::Area;
use crate::here::{Here, original};

/// No script, so none can be smuggled in (but for the page on which a picture is covered, which says so itself); styles, pictures and fonts from here only.
const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// At the desk our own script runs as well: its keys.
const DESK_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Adds the headers. What a handler set itself (the cache of an asset) stays.
pub(crate) async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let here = Here::of(&app, &original(&parts), &parts.headers);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let private =
        here.area != Area::Site || response.status().is_client_error() || response.status().is_server_error();
    let response_is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    let page = here.area == Area::Desk && response_is_page;
    set(header::CONTENT_SECURITY_POLICY, if page { DESK_CSP } else { CSP });
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(header::CACHE_CONTROL, if private { "no-store" } else { "no-cache" });
    if here.secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}
