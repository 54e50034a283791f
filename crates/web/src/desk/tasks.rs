//! Tasks of recipients without an interface: over all requests, their letters, and what is put on record about them.

use app::tasks::{self as asks, Filter, TaskLine};
use axum::Form;
use axum::extract::{Multipart, Path, Query};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use kernel::ids::{RequestId, StepId};
use serde::Deserialize;

use crate::desk::request::task_again;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::view::desk::{Letter, Standing, TaskRow, Tasks};
use crate::view::{FieldError, Notice, Right};

/// What a recipient's file may weigh with the rest of its form.
pub(crate) const ANSWER_BYTES: usize = asks::answers::LARGEST + 64 * 1024;

/// The filter as it stands in the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    state: Option<String>,
    after: Option<String>,
}

/// By when the recipient says they will be done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Promise {
    #[serde(default)]
    promised: String,
}

/// Shows the list.
pub(crate) async fn list(here: Here, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let done = asked.state.as_deref() == Some("done");
    let filter = Filter { done, after: asked.after, limit: 50 };
    let listed = asks::list(&here.app, here.actor(), &filter).await?;
    let state = if done { "done" } else { "open" };
    here.show(&Tasks {
        done,
        rows: listed.items.iter().map(|line| row(&here, line)).collect(),
        next: listed.next.map(|cursor| format!("/desk/tasks?state={state}&after={cursor}")),
    })
}

fn row(here: &Here, line: &TaskLine) -> TaskRow {
    let (name, holder) = (line.name.get(here.language), line.holder.get(here.language));
    TaskRow {
        request: line.request.to_string(),
        reference: words::reference(line.request),
        system: line.system.clone(),
        name: name.to_owned(),
        holder: (!name.contains(holder)).then(|| holder.to_owned()),
        right: words::right(line.right).unwrap_or(Right::Objection),
        standing: Standing::of(line.state, line.overdue),
        due: line.due,
        days_left: line.days_left,
        sent: line.sent.map(|at| here.moment(at)),
        done: line.done.map(|at| here.moment(at)),
    }
}

/// Shows a letter, in the language of the address, to be printed.
pub(crate) async fn letter(here: Here, Path((_, step)): Path<(String, String)>) -> Result<Response, Failure> {
    let step = parse(&step)?;
    let (letter, _) = asks::letter(&here.app, here.actor(), step, Some(here.language)).await?;
    let request = asks::request_of(&here.app, step).await?;
    here.show(&Letter {
        step: step.to_string(),
        request: request.to_string(),
        subject: letter.subject,
        text: letter.text,
    })
}

/// Gives a letter as a file.
pub(crate) async fn letter_file(
    here: Here,
    Path((_, step)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let step = parse(&step)?;
    let (letter, language) = asks::letter(&here.app, here.actor(), step, Some(here.language)).await?;
    let text = format!("{}\r\n\r\n{}", letter.subject, letter.text.replace('\n', "\r\n"));
    Ok(download(&format!("letter-{language}.txt"), "text/plain; charset=utf-8", text.into_bytes()))
}

/// Sends a letter from here.
pub(crate) async fn send(here: Here, Path((_, step)): Path<(String, String)>) -> Result<Response, Failure> {
    let step = parse(&step)?;
    asks::send(&here.app, here.actor(), step).await?;
    back(&here, step, Notice::LetterQueued).await
}

/// Puts on record that a letter was sent in another way.
pub(crate) async fn sent(here: Here, Path((_, step)): Path<(String, String)>) -> Result<Response, Failure> {
    let step = parse(&step)?;
    asks::sent(&here.app, here.actor(), step).await?;
    back(&here, step, Notice::LetterSent).await
}

/// Puts on record that the recipient has the letter.
pub(crate) async fn acknowledge(
    here: Here,
    Path((_, step)): Path<(String, String)>,
    Form(form): Form<Promise>,
) -> Result<Response, Failure> {
    let step = parse(&step)?;
    let promised: Option<Date> = match form.promised.trim() {
        "" => None,
        day => match day.parse() {
            Ok(day) => Some(day),
            Err(_) => return again(&here, step, FieldError::PROMISED).await,
        },
    };
    match asks::acknowledge(&here.app, here.actor(), step, promised).await {
        Ok(()) => back(&here, step, Notice::TaskAcknowledged).await,
        Err(error) if error.code == "promised-in-the-past" => again(&here, step, FieldError::PROMISED).await,
        Err(error) => Err(error.into()),
    }
}

/// Keeps a file that the recipient sent.
pub(crate) async fn keep(
    here: Here,
    Path((_, step)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, Failure> {
    let step = parse(&step)?;
    let sent = match read(form).await {
        Ok(Some(sent)) => sent,
        Ok(None) => return again(&here, step, FieldError::ANSWER_MISSING).await,
        Err(error) => return again(&here, step, error).await,
    };
    let file = (sent.name.as_str(), sent.bytes.as_slice());
    match asks::keep(&here.app, here.actor(), step, file, sent.for_person).await {
        Ok(_) => back(&here, step, Notice::AnswerKept).await,
        Err(error) => match error.code {
            "answer-too-large" => again(&here, step, FieldError::ANSWER_LARGE).await,
            "answer-unknown-kind" => again(&here, step, FieldError::ANSWER_KIND).await,
            _ => Err(error.into()),
        },
    }
}

/// Hands a recipient's file to the officer.
pub(crate) async fn open(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let file = asks::open(&here.app, here.actor(), &id).await?;
    Ok(download(&file.name, &file.media, file.bytes))
}

/// A file as a download: never shown in a page, whatever it is, and not taken for anything else.
pub(crate) fn download(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    let fit = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().map(fit).collect();
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    // The kind that was found is told, but nothing that a browser would open by itself.
    let media = if media == "text/html" { "application/octet-stream" } else { media };
    if let (Ok(media), Ok(disposition)) =
        (HeaderValue::from_str(media), HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")))
    {
        headers.insert(header::CONTENT_TYPE, media);
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

struct Sent {
    name: String,
    bytes: Vec<u8>,
    for_person: bool,
}

/// The form's file; none when there is none.
async fn read(mut form: Multipart) -> Result<Option<Sent>, FieldError> {
    let (mut file, mut for_person) = (None, false);
    while let Some(field) = form.next_field().await.map_err(|_| FieldError::ANSWER_LARGE)? {
        match field.name() {
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(|_| FieldError::ANSWER_LARGE)?;
                if !name.is_empty() || !bytes.is_empty() {
                    file = Some((name, bytes.to_vec()));
                }
            }
            Some("for_person") => for_person = true,
            _ => {}
        }
    }
    Ok(file.map(|(name, bytes)| Sent { name, bytes, for_person }))
}

async fn back(here: &Here, step: StepId, notice: Notice) -> Result<Response, Failure> {
    let request = asks::request_of(&here.app, step).await?;
    Ok(here.go(&format!("/desk/requests/{request}?said={}", notice.slug())))
}

async fn again(here: &Here, step: StepId, error: FieldError) -> Result<Response, Failure> {
    let request: RequestId = asks::request_of(&here.app, step).await?;
    task_again(here, request, &step.to_string(), error).await
}

fn parse(step: &str) -> Result<StepId, Failure> {
    step.parse().map_err(|_| Failure::not_found())
}
