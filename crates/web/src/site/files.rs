//! Files: the assets, and what stands under `/.well-known`.

use axum::Json;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::tz::TimeZone;

use crate::assets;
use crate::failure::Failure;
use crate::here::Here;

/// A style sheet, font or picture; its address names its content, so it never changes.
pub(crate) async fn asset(Path(file): Path<String>) -> Result<Response, Failure> {
    let asset = assets::find(&format!("/assets/{file}")).ok_or_else(Failure::not_found)?;
    let headers =
        [(header::CONTENT_TYPE, asset.media), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.bytes.as_slice()).into_response())
}

/// Where to report a leak (RFC 9116). It is made anew for every reader, so it never expires by neglect.
pub(crate) async fn security_txt(here: Here) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let contact = &edition.facts().organisation.contact.email;
    let base = &here.app.config().base_url;
    let expires =
        here.app.now().to_zoned(TimeZone::UTC).checked_add(180.days()).map_err(Failure::internal)?;
    let expires = expires.strftime("%Y-%m-%dT00:00:00Z");
    let text = format!(
        "Contact: mailto:{contact}\nExpires: {expires}\nPreferred-Languages: nl, en\n\
         Canonical: {base}/.well-known/security.txt\nPolicy: {base}/en/privacy\n"
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// The newest signed checkpoint of the log (C2SP tlog-checkpoint), so that whoever keeps it can see later that nothing
/// before it was changed.
pub(crate) async fn checkpoint(here: Here) -> Result<Response, Failure> {
    let Some((note, key)) = app::ledger_log::public_checkpoint(&here.app).await? else {
        return Err(Failure::not_found());
    };
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    let mut response = (headers, note).into_response();
    if let Ok(key) = header::HeaderValue::from_str(&key) {
        response.headers_mut().insert("x-log-public-key", key);
    }
    Ok(response)
}

/// That Global Privacy Control is honoured, and since which edition.
pub(crate) async fn gpc(here: Here) -> Result<Response, Failure> {
    let edition = app::editions::current(&here.app)?;
    let since = edition.policy().in_force_from.to_string();
    Ok(Json(serde_json::json!({ "gpc": true, "lastUpdate": since })).into_response())
}
