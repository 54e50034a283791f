//! The feed of editions (Atom, RFC 4287): one entry for each, with its first day and what it changed.

use std::fmt::Write as _;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::here::Here;
use crate::text::{Phrase, key};

/// Every edition, the newest first.
pub(crate) async fn atom(here: Here) -> Result<Response, Failure> {
    let editions = app::editions::list(&here.app).await?;
    let base = format!("{}/{}", here.app.config().base_url, here.language);
    let name = app::editions::current(&here.app)?.facts().organisation.name.clone();
    let updated = editions.iter().map(|edition| edition.published_at).max().unwrap_or_default();
    let title = Phrase::new(here.language, key!("editions-title")).to_string();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{} – {}</title>\n<id>{}</id>\n<link rel=\"self\" href=\"{}\"/>\n<link href=\"{}\"/>\n<updated>{updated}</updated>\n\
         <author><name>{}</name></author>\n",
        here.language,
        escape(&title),
        escape(&name),
        escape(&format!("{base}/editions")),
        escape(&format!("{base}/editions.atom")),
        escape(&format!("{base}/editions")),
        escape(&name),
    );
    let first = editions.iter().map(|edition| edition.in_force_from).min();
    for edition in &editions {
        let changes = first.is_some_and(|first| edition.in_force_from > first);
        let page = if changes { "editions" } else { "privacy" };
        let from = Phrase::new(here.language, key!("edition-from"))
            .with("from", kernel::calendar::date_text(edition.in_force_from, here.language))
            .to_string();
        let _ = writeln!(
            out,
            "<entry><id>urn:sha256:{}</id><title>{}</title><updated>{}</updated><link href=\"{}\"/><summary>{}</summary></entry>",
            edition.hash,
            escape(&edition.version),
            edition.published_at,
            escape(&format!("{base}/{page}/{}", edition.in_force_from)),
            escape(&from),
        );
    }
    out.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], out).into_response())
}

/// `text` for XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
