//! `/gestand.js`: the banner with what the edition in force asks, one file for every visitor alike.
//!
//! Its address stays, so that no site has to change when an edition does; its version is in the `ETag`, so that a
//! browser that has it is sent nothing. `/gestand/VERSION.js` is the same under an address that never changes
//! what it gives, for whoever wants to pin it.

use app::App;
use app::consents::script::{self, Mode, Script};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;

/// For how long a browser asks nothing: an edition that came into force is everywhere after ten minutes.
const FOR_NOW: &str = "public, max-age=600, stale-while-revalidate=86400";
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The banner.
pub(crate) async fn plain(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    let script = script::current(&app, Mode::Plain).await?;
    Ok(give(&script, &headers, FOR_NOW))
}

/// The banner that also holds back what scripts start by themselves.
pub(crate) async fn strict(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    let script = script::current(&app, Mode::Strict).await?;
    Ok(give(&script, &headers, FOR_NOW))
}

/// One version of either.
pub(crate) async fn version(
    State(app): State<App>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let wanted = file.strip_suffix(".js").ok_or_else(Failure::not_found)?;
    for mode in [Mode::Plain, Mode::Strict] {
        let script = script::current(&app, mode).await?;
        if script.version == wanted {
            return Ok(give(&script, &headers, FOR_GOOD));
        }
    }
    Err(Failure::not_found())
}

fn give(script: &Script, headers: &HeaderMap, cache: &'static str) -> Response {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tag = format!("\"{}\"", script.version);
    let known = text(header::IF_NONE_MATCH).split(',').any(|it| it.trim().trim_start_matches("W/") == tag);
    let packed = accepts_brotli(text(header::ACCEPT_ENCODING));
    let mut answer = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else if packed {
        ([(header::CONTENT_ENCODING, "br")], script.brotli.clone()).into_response()
    } else {
        script.plain.clone().into_response()
    };
    let all = answer.headers_mut();
    all.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    all.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    all.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    // Public, and the same for everybody: any site may load it, with its digest if it likes.
    all.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    all.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        all.insert(header::ETAG, tag);
    }
    answer
}

/// Whether a client takes Brotli (RFC 9110 section 12.5.3): a weight of zero means no.
fn accepts_brotli(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let none = parts.any(|weight| {
            weight.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
        });
        named && !none
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_goes_to_whoever_takes_it() {
        for (accepted, takes) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=0.5", true),
            ("BR", true),
            ("gzip, br;q=0", false),
            ("br;q=0.000", false),
            ("gzip", false),
            ("brotli", false),
            ("", false),
        ] {
            assert_eq!(accepts_brotli(accepted), takes, "{accepted}");
        }
    }
}
