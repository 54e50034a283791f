//! Somebody else's server: what trackers do, and how often each was asked. Nothing about who asked is kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

/// How often each path was asked for.
type Seen = Arc<Mutex<BTreeMap<String, u64>>>;

/// What a path answers.
struct Tracker {
    path: &'static str,
    kind: &'static str,
    body: &'static str,
    /// Cookies that the server itself sets: those of a third party.
    cookies: &'static [&'static str],
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const PICTURE: &str = "image/svg+xml";
const PIXEL: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
const TRACKERS: &[Tracker] = &[
    Tracker { path: "/ga/gtag.js", kind: SCRIPT, body: include_str!("../../example/ga.js"), cookies: &[] },
    Tracker { path: "/ga/collect", kind: PICTURE, body: PIXEL, cookies: &[] },
    Tracker {
        path: "/ads/conversion.js",
        kind: SCRIPT,
        body: include_str!("../../example/ads.js"),
        cookies: &[],
    },
    Tracker {
        path: "/ads/pixel.gif",
        kind: PICTURE,
        body: PIXEL,
        cookies: &["IDE=demo; Path=/; Max-Age=34128000; SameSite=None; Secure"],
    },
    Tracker {
        path: "/meta/fbevents.js",
        kind: SCRIPT,
        body: include_str!("../../example/meta.js"),
        cookies: &[],
    },
    Tracker { path: "/meta/tr.gif", kind: PICTURE, body: PIXEL, cookies: &[] },
    Tracker {
        path: "/linkedin/insight.js",
        kind: SCRIPT,
        body: include_str!("../../example/linkedin.js"),
        cookies: &[],
    },
    Tracker {
        path: "/linkedin/px.gif",
        kind: PICTURE,
        body: PIXEL,
        cookies: &[
            "li_sugr=demo; Path=/; Max-Age=7776000; SameSite=None; Secure",
            "bcookie=demo; Path=/; Max-Age=31536000; SameSite=None; Secure",
        ],
    },
    Tracker {
        path: "/funnelview/track.js",
        kind: SCRIPT,
        body: include_str!("../../example/funnelview.js"),
        cookies: &[],
    },
    Tracker { path: "/funnelview/visit.gif", kind: PICTURE, body: PIXEL, cookies: &[] },
    Tracker { path: "/mail/open.gif", kind: PICTURE, body: PIXEL, cookies: &[] },
    Tracker {
        path: "/facebook/video",
        kind: "text/html; charset=utf-8",
        body: include_str!("../../example/video.html"),
        cookies: &["fr=demo; Path=/; Max-Age=7776000; SameSite=None; Secure"],
    },
];

pub(super) fn router() -> Router {
    let seen = Seen::default();
    Router::new().route("/seen", get(told)).fallback(track).with_state(seen)
}

/// How often each was asked for, for whoever wants to see that nothing was.
async fn told(State(seen): State<Seen>) -> Response {
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
    open(Json(seen).into_response())
}

async fn track(State(seen): State<Seen>, uri: Uri) -> Response {
    let Some(tracker) = TRACKERS.iter().find(|tracker| tracker.path == uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    *seen.lock().unwrap_or_else(PoisonError::into_inner).entry(tracker.path.to_owned()).or_default() += 1;
    let mut answer = ([(header::CONTENT_TYPE, tracker.kind)], tracker.body).into_response();
    for cookie in tracker.cookies {
        answer.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(cookie));
    }
    open(answer)
}

/// Anybody may load it, as it is with trackers.
fn open(mut answer: Response) -> Response {
    let cross = HeaderName::from_static("cross-origin-resource-policy");
    answer.headers_mut().insert(cross, HeaderValue::from_static("cross-origin"));
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
