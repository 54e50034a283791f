//! What an officer does with a request beside judging its plan: the forms and their answers.

use app::requests::{ProofMeans, Taken, View, notes, officer, proof};
use app::{Error, Kind};
use axum::Form;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::ids::RequestId;
use serde::Deserialize;

use super::mail::bounce;
use crate::desk::request::page;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::request::parse;
use crate::portal::words;
use crate::text::key;
use crate::view::desk::{Alike, Asked, May, Means, Note, Officer, ProofFile, Question, Typed, Undo};
use crate::view::{FieldError, Notice};

/// Words, and which version of the request the page showed.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    seen: Option<i64>,
    #[serde(default)]
    words: String,
}

/// What is taken back.
#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    what: String,
}

/// What was judged.
#[derive(Debug, Deserialize)]
pub(crate) struct Judged {
    seen: Option<i64>,
    #[serde(default)]
    means: String,
}

type Place = Path<(String, String)>;

/// Extends the term.
pub(crate) async fn extend(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<Words>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let done = officer::extend(&here.app, here.actor(), id, form.seen, &form.words).await;
    let mistake = |error: &Error| match error.code {
        "too-late-to-extend" => FieldError::TOO_LATE_TO_EXTEND,
        _ => FieldError::EXTEND,
    };
    answered(&here, id, done, Notice::Extended, "extend-reasons", form.words, mistake).await
}

/// Asks the person something.
pub(crate) async fn ask(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<Words>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let done = officer::ask_back(&here.app, here.actor(), id, form.seen, &form.words).await;
    answered(&here, id, done, Notice::AskedBack, "question", form.words, |_| FieldError::QUESTION).await
}

/// Takes the person's answer down, or goes on without one.
pub(crate) async fn answer(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<Words>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    officer::answer(&here.app, here.actor(), id, &form.words).await?;
    Ok(back(&here, id, Notice::QuestionEnded))
}

/// Asks who somebody is.
pub(crate) async fn ask_identity(
    here: Here,
    Path((_, id)): Place,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let values = |name: &str| {
        let name = name.to_owned();
        fields.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value.as_str())
    };
    let means: Vec<ProofMeans> = values("means").filter_map(|value| value.parse().ok()).collect();
    let seen = values("seen").find_map(|value| value.parse().ok());
    let done = proof::ask(&here.app, here.actor(), id, seen, &means).await;
    answered(&here, id, done, Notice::IdentityAsked, "means", String::new(), |_| FieldError::MEANS).await
}

/// Judges what somebody showed.
pub(crate) async fn judge(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<Judged>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let accepted = match form.means.as_str() {
        "" => None,
        means => Some(means.parse::<ProofMeans>().map_err(|_| Failure::bad_request())?),
    };
    proof::judge(&here.app, here.actor(), id, form.seen, accepted).await?;
    let notice = if accepted.is_some() { Notice::IdentityProved } else { Notice::IdentityRefused };
    Ok(back(&here, id, notice))
}

/// Gives out what was handed in, as a download; the look is on the record.
pub(crate) async fn look(
    here: Here,
    Path((_, id, upload)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let opened = proof::view(&here.app, here.actor(), parse(&id)?, &upload).await?;
    let mut response = Body::from(opened.bytes).into_response();
    let headers = response.headers_mut();
    // Never shown by the browser itself: what somebody handed in runs nowhere.
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let disposition = format!("attachment; filename=\"proof-{}\"", opened.file_name);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// What was found, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InWords {
    seen: Option<i64>,
    found: String,
    words: String,
}

/// Writes down what was found, where that is the answer.
pub(crate) async fn judge_words(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<InWords>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let Ok(found) = form.found.parse() else {
        let missing = app::Error::new(Kind::Invalid, "finding-missing", "", "");
        return answered(&here, id, Err(missing), Notice::Judged, "found", form.words, |_| FieldError::FOUND)
            .await;
    };
    let done = app::requests::judge(&here.app, here.actor(), id, form.seen, found, &form.words).await;
    answered(&here, id, done, Notice::Judged, "judge-words", form.words, |_| FieldError::JUDGE).await
}

/// Writes a note.
pub(crate) async fn note(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<Words>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let done = notes::add(&here.app, here.actor(), id, &form.words).await;
    answered(&here, id, done, Notice::NoteWritten, "note", form.words, |_| FieldError::NOTE).await
}

/// Takes a note away.
pub(crate) async fn remove_note(
    here: Here,
    Path((_, id, note)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    notes::remove(&here.app, here.actor(), id, &note).await?;
    Ok(back(&here, id, Notice::NoteRemoved))
}

/// Takes back what was decided.
pub(crate) async fn undo(
    here: Here,
    Path((_, id)): Place,
    Form(form): Form<Back>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let what: Taken = form.what.parse().map_err(|_| Failure::bad_request())?;
    officer::take_back(&here.app, here.actor(), id, what).await?;
    Ok(back(&here, id, Notice::TakenBack))
}

/// Approves the plans of several requests of one person.
pub(crate) async fn together(
    here: Here,
    Path((_, id)): Place,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let mut plans = Vec::new();
    for (_, value) in fields.iter().filter(|(name, _)| name == "plan") {
        let (request, digest) = value.split_once(':').ok_or_else(Failure::bad_request)?;
        plans.push((parse(request)?, digest.to_owned()));
    }
    officer::approve_together(&here.app, here.actor(), &plans).await?;
    Ok(back(&here, id, Notice::Approved))
}

/// Goes on when it was done; shows the page again, with what was typed, when it was not.
async fn answered(
    here: &Here,
    id: RequestId,
    done: app::Result<()>,
    notice: Notice,
    field: &'static str,
    words: String,
    mistake: impl Fn(&Error) -> FieldError,
) -> Result<Response, Failure> {
    let error = match done {
        Ok(()) => return Ok(back(here, id, notice)),
        Err(error) => error,
    };
    let (status, error) = match (error.kind, error.code) {
        (_, "changed-meanwhile") => (StatusCode::CONFLICT, FieldError::changed_meanwhile(field)),
        (Kind::Invalid, _) | (_, "too-late-to-extend") => (StatusCode::UNPROCESSABLE_ENTITY, mistake(&error)),
        _ => return Err(error.into()),
    };
    let mut page = page(here, id, None).await?;
    if let Some(officer) = &mut page.officer {
        officer.typed = Typed { field, words, error: Some(error) };
    }
    here.show_as(status, &page)
}

pub(crate) fn back(here: &Here, id: RequestId, notice: Notice) -> Response {
    here.go(&format!("/desk/requests/{id}?said={}", notice.slug()))
}

/// The copy that may be sealed for another way than the portal, once somebody has looked at who they are: what the sign-in
/// shows by itself is no such judgement.
fn sent_by_post(view: &View, known_by: Option<&str>) -> Option<String> {
    let method = known_by.unwrap_or("not-needed");
    let judged = !["signed-in", "known-address-code", "synthetic", "not-needed"].contains(&method);
    view.answer.as_ref().filter(|_| judged).map(|answer| answer.archive.to_string())
}

fn may(can: &[&str]) -> May {
    let can = |what: &str| can.contains(&what);
    May {
        extend: can("extend"),
        ask_identity: can("ask-identity"),
        judge_identity: can("judge-identity"),
        ask_back: can("ask-back"),
        end_question: can("end-question"),
        note: can("note"),
    }
}

/// What the page shows of it.
pub(crate) fn officer_view(here: &Here, view: &View) -> Option<Officer> {
    let officer = view.officer.as_ref()?;
    let can = |what: &str| view.can.contains(&what);
    let notes = officer.notes.iter().map(|note| Note {
        id: note.id.clone(),
        at: here.moment(note.at),
        by: note.by.clone(),
        own: note.own,
        words: note.words.clone(),
    });
    let alike = officer.alike.iter().map(|one| Alike {
        id: one.summary.id.to_string(),
        reference: words::reference(one.summary.id),
        right: words::right_of(&one.summary),
        stage: words::stage(one.summary.state),
        filed: here.day(one.summary.received),
        same: one.same,
        digest: one.digest.clone(),
    });
    let undo = officer
        .undo
        .iter()
        .map(|(what, until)| Undo { what: what.as_str(), until: until.map(|until| here.moment(until)) });
    Some(Officer {
        version: view.version,
        contact: officer.contact.clone(),
        on_behalf: officer
            .on_behalf
            .as_ref()
            .map(|behalf| (quality(behalf.role.as_str()), behalf.name.clone())),
        known_by: officer.known_by.as_deref().map(Means::words),
        asked: officer.asked.iter().map(|ask| asked(here, ask)).collect(),
        files: officer.files.iter().map(|file| proof_file(here, file)).collect(),
        means: Means::ALL.to_vec(),
        notes: notes.collect(),
        alike: alike.collect(),
        undo: undo.collect(),
        two_people: officer.two_people && can("approve"),
        endorsed: officer.endorsed.map(|(at, own)| (here.moment(at), own)),
        question: view.question.as_ref().map(|question| Question {
            words: question.words.clone(),
            asked: here.moment(question.asked),
            ended: question.ended.map(|at| here.moment(at)),
            said: question.said.clone(),
        }),
        extension: view.extension.as_ref().map(|one| (here.moment(one.at), one.reasons.clone())),
        post: sent_by_post(view, officer.known_by.as_deref()),
        bounces: officer.bounces.iter().map(|one| bounce(here, one)).collect(),
        messages: officer.messages.iter().map(|one| crate::desk::messages::row(here, one)).collect(),
        redaction: officer.redaction.map(|decided| decided.map(|at| here.moment(at))),
        may: may(&view.can),
        typed: Typed::default(),
    })
}

/// One time that somebody was asked who they are.
fn asked(here: &Here, ask: &proof::AskView) -> Asked {
    Asked {
        at: here.moment(ask.at),
        means: ask.means.iter().map(|means| Means::words(means.as_str())).collect(),
        outcome: ask.outcome.as_deref().map(|outcome| match outcome {
            "accepted" => key!("identity-accepted"),
            "rejected" => key!("identity-rejected"),
            "closed" => key!("identity-closed"),
            _ => key!("identity-replaced"),
        }),
    }
}

/// In which quality somebody asks for another, in words.
fn quality(role: &str) -> &'static str {
    match role {
        "parent" => key!("behalf-parent"),
        "school" => key!("behalf-school"),
        _ => key!("behalf-authorised"),
    }
}

/// A file that was handed in, as the pages show it.
pub(crate) fn proof_file(here: &Here, file: &app::uploads::UploadView) -> ProofFile {
    ProofFile {
        id: file.id.clone(),
        media: file.media.clone(),
        bytes: file.bytes,
        at: here.moment(file.at),
        expires: here.moment(file.expires),
        views: file.views,
        destroyed: file.destroyed.map(|at| here.moment(at)),
    }
}
