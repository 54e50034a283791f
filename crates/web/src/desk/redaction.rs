//! Leaving out of a copy what its texts say about others: the passages, with what may be theirs marked.

use std::collections::BTreeMap;

use app::Kind;
use app::requests::redaction::{self, Passage as Found, Proposals, Sort, Span};
use axum::extract::{Path, RawForm};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::ids::RequestId;

use super::officer::back;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::request::parse;
use crate::portal::words;
use crate::site::ask::read;
use crate::text::key;
use crate::view::desk::{Passage, Piece, Redaction};
use crate::view::{FieldError, Notice};

/// Shows the passages.
pub(crate) async fn show(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let found = redaction::propose(&here.app, here.actor(), id).await?;
    here.show(&page(&here, id, &found, None))
}

/// Decides what is left out.
pub(crate) async fn decide(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let mut texts: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    let mut typed = String::new();
    for (name, value) in read(&body) {
        match name.as_str() {
            // Every passage that was shown was judged, also one of which nothing is left out.
            "seen" if is_digest(&value) => {
                texts.entry(value).or_default();
            }
            "cut" => {
                let (digest, span) = part(&value).ok_or_else(Failure::bad_request)?;
                texts.entry(digest).or_default().push(span);
            }
            "words" => typed = value.replace("\r\n", "\n"),
            _ => {}
        }
    }
    let added: Vec<String> = typed.lines().map(str::to_owned).collect();
    match redaction::decide(&here.app, here.actor(), id, texts, &added).await {
        Ok(()) => Ok(back(&here, id, Notice::Redacted)),
        Err(error) if error.kind == Kind::Invalid => {
            let mut found = redaction::propose(&here.app, here.actor(), id).await?;
            found.words = added;
            let page = page(&here, id, &found, Some(FieldError::REDACT_WORDS));
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// "DIGEST:START-END".
fn part(text: &str) -> Option<(String, Span)> {
    let (digest, span) = text.split_once(':')?;
    let (start, end) = span.split_once('-')?;
    let span = Span { start: start.parse().ok()?, end: end.parse().ok()? };
    is_digest(digest).then(|| (digest.to_owned(), span))
}

fn page(here: &Here, id: RequestId, found: &Proposals, error: Option<FieldError>) -> Redaction {
    Redaction {
        id: id.to_string(),
        reference: words::reference(id),
        passages: found.passages.iter().map(|passage| self::passage(here, passage)).collect(),
        more: found.more,
        words: found.words.join("\n"),
        decided: found.decided.map(|at| here.moment(at)),
        error,
    }
}

fn passage(here: &Here, found: &Found) -> Passage {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (proposal, left_out) in &found.proposals {
        let Span { start, end } = proposal.span;
        let (Some(before), Some(text)) = (found.text.get(at..start), found.text.get(start..end)) else {
            continue;
        };
        pieces.push(Piece { before: before.to_owned(), ..Piece::default() });
        pieces.push(Piece {
            before: String::new(),
            text: text.to_owned(),
            value: format!("{}:{start}-{end}", found.digest),
            sort: sort(proposal.sort),
            left_out: *left_out,
        });
        at = end;
    }
    let rest = found.text.get(at..).unwrap_or_default().to_owned();
    pieces.push(Piece { before: rest, ..Piece::default() });
    pieces.retain(|piece| !piece.before.is_empty() || !piece.text.is_empty());
    Passage {
        digest: found.digest.clone(),
        place: format!(
            "{} · {} · {}",
            found.system.get(here.language),
            found.collection.get(here.language),
            found.field
        ),
        mention: found.mention,
        pieces,
    }
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Email => key!("redact-email"),
        Sort::Phone => key!("redact-phone"),
        Sort::CitizenNumber => key!("redact-citizen-number"),
        Sort::Name => key!("redact-name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_its_text_and_nothing_else_is_one() {
        let digest = "ab".repeat(32);
        assert_eq!(part(&format!("{digest}:3-9")), Some((digest.clone(), Span { start: 3, end: 9 })));
        for odd in ["", "x:1-2", &format!("{digest}:1"), &format!("{digest}:-1-2"), &format!("{digest}:a-b")]
        {
            assert_eq!(part(odd), None, "{odd}");
        }
    }
}
