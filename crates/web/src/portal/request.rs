//! One request, followed by its person; its answer, collected.

use app::requests::view::{AnswerView, SystemView};
use app::requests::{View, withdraw as take_back};
use axum::Form;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::ids::{ArchiveId, RequestId};
use policy::Edition;

use crate::desk::tasks::download;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::words;
use crate::site::home::authority;
use crate::view::portal::{Archive, FromHolder, Related, Request, SystemPart};
use crate::view::{Event, FieldError, Happening, Notice, Right, Stage};

/// Shows it.
pub(crate) async fn show(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let view = app::requests::show(&here.app, here.actor(), parse(&id)?).await?;
    let edition = app::editions::current(&here.app)?;
    here.show(&page(&here, &edition, view, said.notice()))
}

/// What the person answers when they were asked back.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    words: String,
}

/// Answers what was asked back.
pub(crate) async fn answer(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(said): Form<Answered>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    match app::requests::officer::answer(&here.app, here.actor(), id, &said.words).await {
        Ok(()) => Ok(here.go(&format!("/my/requests/{id}?said={}", Notice::QuestionEnded.slug()))),
        Err(error) if error.kind == app::Kind::Invalid => {
            let view = app::requests::show(&here.app, here.actor(), id).await?;
            let edition = app::editions::current(&here.app)?;
            let mut page = page(&here, &edition, view, None);
            page.error = Some(FieldError::ANSWER);
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes it back.
pub(crate) async fn withdraw(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id = parse(&id)?;
    take_back(&here.app, here.actor(), id).await?;
    Ok(here.go(&format!("/my/requests/{id}?said={}", Notice::Withdrawn.slug())))
}

/// Ends a pause: the person is told first.
pub(crate) async fn lift(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let filed = app::requests::lift(&here.app, here.actor(), parse(&id)?).await?;
    Ok(here.go(&format!("/my/requests/{}?said={}", filed.request, Notice::Filed.slug())))
}

/// Hands over a sealed answer, piece by piece.
pub(crate) async fn collect(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id: ArchiveId = id.parse().map_err(|_| Failure::not_found())?;
    let download = app::archives::open(&here.app, here.actor(), id).await?;
    let disposition = format!("attachment; filename=\"{}\"", plain(&download.file_name));
    let mut response = Body::from_stream(download.stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(download.bytes));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Hands over what a recipient sent for the person.
pub(crate) async fn from_holder(
    here: Here,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let file = app::tasks::open_own(&here.app, here.actor(), &id).await?;
    Ok(download(&file.name, &file.media, file.bytes))
}

/// An id in an address; what is none leads nowhere.
pub(crate) fn parse(id: &str) -> Result<RequestId, Failure> {
    id.parse().map_err(|_| Failure::not_found())
}

/// A file name that needs no quoting in a header.
pub(crate) fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "the page is made of the whole view")]
fn page(here: &Here, edition: &Edition, view: View, notice: Option<Notice>) -> Request {
    let stage = words::stage(view.summary.state);
    let right = words::right_of(&view.summary);
    let events = view.history.iter().filter_map(|entry| {
        let what = Happening::from_word(&entry.kind).filter(Happening::concerns_subject)?;
        Some(Event { at: here.moment(entry.at), what })
    });
    Request {
        id: view.summary.id.to_string(),
        reference: words::reference(view.summary.id),
        right,
        stage,
        filed: here.moment(view.summary.received),
        due: view.summary.due,
        answered: view.summary.closed.map(|at| here.day(at)),
        wish: words::wish(&view, here.language),
        refusal: words::refusal(&view),
        judgement: words::judgement(&view),
        authority: authority(here, edition),
        events: events.collect(),
        systems: words::largest_first(&view.systems)
            .into_iter()
            .map(|system| part(here, edition, system))
            .collect(),
        archive_gone: view.answer.is_none()
            && matches!(right, Right::Access | Right::Portability)
            && stage == Stage::Answered,
        archive: view.answer.as_ref().map(|answer| archive(here, answer, right)),
        from_holders: view.from_holders.iter().map(|file| from_holder_line(here, &view, file)).collect(),
        related: related(&view),
        question: view.question.as_ref().map(|question| (question.words.clone(), question.said.clone())),
        answerable: view.can.contains(&"answer-question"),
        extension: view.extension.as_ref().map(|one| one.reasons.clone()),
        error: None,
        withdrawable: view.can.contains(&"withdraw"),
        liftable: view.can.contains(&"lift"),
        notice,
    }
}

fn from_holder_line(here: &Here, view: &View, file: &app::tasks::Answer) -> FromHolder {
    let of = view.systems.iter().find(|system| system.step == file.step);
    FromHolder {
        href: here.to(&format!("/my/holders/{}", file.id)),
        system: of.map(|system| system.name.get(here.language).to_owned()).unwrap_or_default(),
        name: file.name.clone(),
        bytes: file.bytes,
    }
}

fn archive(here: &Here, answer: &AnswerView, right: Right) -> Archive {
    Archive {
        href: here.to(&format!("/my/answers/{}", answer.archive)),
        bytes: answer.bytes,
        sha256: answer.sha256.clone(),
        expires: here.moment(answer.expires),
        downloads: answer.downloads,
        portable: right == Right::Portability,
    }
}

/// The requests that belong with one.
pub(crate) fn related(view: &View) -> Vec<Related> {
    let waits = view.waits_for.map(|id| (id, true));
    let belongs = view.linked.filter(|id| view.waits_for != Some(*id)).map(|id| (id, false));
    waits
        .into_iter()
        .chain(belongs)
        .map(|(id, waits)| Related { id: id.to_string(), reference: words::reference(id), waits })
        .collect()
}

fn part(here: &Here, edition: &Edition, system: &SystemView) -> SystemPart {
    SystemPart {
        name: system.name.get(here.language).to_owned(),
        holder: holder_of_system(here, edition, &system.system),
        state: words::step(system.state),
        lines: words::lines(system, here.language),
        kept: words::kept(system.kept.iter().map(|kept| (kept, None)), here.language),
        texts_of_others: system.texts_of_others,
        left_out: system.left_out,
        reported: system.reported.map(words::reported),
        why_not: system.why_not.clone(),
    }
}

/// Who holds a system: its recipient, or the organisation itself.
pub(crate) fn holder_of_system(here: &Here, edition: &Edition, system: &str) -> String {
    let recipient = edition.facts().systems.get(system).and_then(|system| system.recipient.as_deref());
    holder(here, edition, recipient.unwrap_or_default())
}

/// The name of a recipient; the organisation itself when there is none.
pub(crate) fn holder(here: &Here, edition: &Edition, recipient: &str) -> String {
    let facts = edition.facts();
    facts
        .recipients
        .get(recipient)
        .map_or_else(|| facts.organisation.name.clone(), |fact| fact.name.get(here.language).to_owned())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        assert_eq!(plain("mijn gegevens\"\r\nX: y;é.zip"), "mijn-gegevens---X--y--.zip");
    }
}
