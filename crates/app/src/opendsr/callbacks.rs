//! Telling another system how far a request is that it passed on, at the addresses that it gave (OpenDSR 2.0): the newest
//! status, signed, again and again with growing pauses until it is taken.
//!
//! What was told is a row, and what there is to tell is the request's state; so a status that is overtaken before it was
//! told is left out, and a crash at worst tells one twice. Nothing is told without a certificate: nobody could know that it
//! is ours.

use std::time::Duration;

use ::requests::{Failure, Retry, Verdict};
use connect::outward::{self, OutwardError, Parcel};
use futures_util::{StreamExt as _, stream};
use http::{HeaderName, HeaderValue, Method, header};
use kernel::ids::RequestId;
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Tx;
use store::outside_requests::OutsideRow;
use store::requests::RequestRow;
use store::status_callbacks::CallbackRow;

use super::{VERSION, signature, word};
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::change;
use crate::work::Progress;

/// The most addresses of one request.
const MOST: usize = 5;
/// How long telling may take.
const WITHIN: Duration = Duration::from_secs(30);
/// How patiently it is tried: for about a day.
const RETRY: Retry = Retry { first_seconds: 30, longest_seconds: 3_600, alarm_after: 5, attempts: 30 };
const DOMAIN: HeaderName = HeaderName::from_static("x-opendsr-processor-domain");
const SIGNATURE: HeaderName = HeaderName::from_static("x-opendsr-signature");

/// The addresses that can be told; none where nothing is told.
pub(super) fn understood(app: &App, given: &[String]) -> Result<Vec<String>> {
    if app.certified().is_none() {
        return Ok(Vec::new());
    }
    let checked = given.iter().map(|url| outward::check(url, app.reach()).map(|url| url.to_string()));
    let checked: Result<Vec<String>, OutwardError> = checked.collect();
    checked.ok().filter(|urls| urls.len() <= MOST).ok_or_else(|| {
        Error::new(
            Kind::Invalid,
            "callback-url",
            "Er zijn hooguit 5 adressen voor de voortgang, elk https op het openbare internet.",
            "There are at most 5 addresses for the status, each https on the public internet.",
        )
    })
}

/// Keeps them. That it is pending, the answer to the question says.
pub(super) async fn keep(app: &App, tx: &mut Tx, request: RequestId, urls: &[String]) -> Result<()> {
    for url in urls {
        let id = kernel::ids::uuid_v7(app.now(), app.entropy()).to_string();
        let sealed = app.keys().seal.seal(&place(&id), url.as_bytes(), app.entropy());
        let row = CallbackRow {
            url: sealed.map_err(Error::internal)?,
            id,
            request_id: request,
            told: "pending".to_owned(),
            failures: 0,
            next_at: None,
            ended: None,
        };
        store::status_callbacks::insert(&mut *tx, &row).await.map_err(Error::internal)?;
    }
    Ok(())
}

/// How many addresses of a request are told.
pub(super) async fn count(app: &App, request: RequestId) -> Result<usize> {
    let rows = store::status_callbacks::of(app.store(), request).await.map_err(Error::internal)?;
    Ok(rows.iter().filter(|row| row.ended.is_none()).count())
}

/// The job of telling how far a request is.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tell {
    request: RequestId,
}

/// Queues it in the transaction that changed a request.
pub(crate) async fn queue(app: &App, tx: &mut Tx, request: RequestId) -> Result<()> {
    change::enqueue(app, tx, "status-callback", &Tell { request }, Some(&format!("callback:{request}"))).await
}

/// Tells everybody who has not heard the newest.
pub(crate) async fn tell(app: &App, job: &Tell) -> Result<Progress> {
    let rows = store::status_callbacks::of(app.store(), job.request).await.map_err(Error::internal)?;
    let request = store::requests::get(app.store(), job.request).await.map_err(Error::internal)?;
    let from = store::outside_requests::of(app.store(), job.request).await.map_err(Error::internal)?;
    let (Some(request), Some(from)) = (request, from) else { return Ok(Progress::Done) };
    let valid = store::programs::valid(app.store()).await.map_err(Error::internal)?;
    let known = valid.iter().any(|program| program.id == from.program_id);
    let status = word(&change::parse(&request)?);
    let mut next = None;
    for row in rows.iter().filter(|row| row.ended.is_none() && row.told != status) {
        if !known {
            end(app, row, "key-ended").await?;
            continue;
        }
        if let Some(at) = row.next_at.filter(|at| *at > app.now()) {
            next = Some(next.map_or(at, |before: jiff::Timestamp| before.min(at)));
            continue;
        }
        match one(app, row, &request, &from, status).await? {
            Ok(answered) => told(app, row, status, answered).await?,
            Err(problem) => {
                let failure = if problem.may_pass() { Failure::Retryable } else { Failure::Final };
                let failures = u32::try_from(row.failures + 1).unwrap_or(u32::MAX);
                if let Verdict::Again { at, .. } = RETRY.after(failures, failure, app.now()) {
                    store::status_callbacks::failed(app.store(), &row.id, at)
                        .await
                        .map_err(Error::internal)?;
                    next = Some(next.map_or(at, |before| before.min(at)));
                } else {
                    end(app, row, problem.word()).await?;
                }
            }
        }
    }
    Ok(next.map_or(Progress::Done, Progress::Later))
}

async fn one(
    app: &App,
    row: &CallbackRow,
    request: &RequestRow,
    from: &OutsideRow,
    status: &str,
) -> Result<Result<u16, OutwardError>> {
    let url = app.keys().seal.open(&place(&row.id), &row.url).map_err(Error::internal)?;
    let url = String::from_utf8(url).map_err(Error::internal)?;
    let deadline = change::deadline_of(app, &change::parse(request)?)?;
    let body = json!({
        "api_version": VERSION,
        "controller_id": from.program_id,
        "subject_request_id": from.external_id,
        "request_status": status,
        "expected_completion_time": deadline.ends,
        "status_callback_url": url,
        "results_url": null,
    });
    let body = serde_json::to_vec(&body).map_err(Error::internal)?;
    let (Some(signature), Ok(to)) = (signature(app, &body), outward::check(&url, app.reach())) else {
        return Ok(Err(OutwardError::Address));
    };
    let domain = app.config().base_url.split("://").nth(1).unwrap_or_default();
    let header = |value: &str| HeaderValue::from_str(value).map_err(Error::internal);
    let parcel = Parcel {
        method: Method::POST,
        to,
        headers: vec![
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (DOMAIN, header(domain)?),
            (SIGNATURE, header(&signature)?),
        ],
        bytes: body.len() as u64,
        largest: 64 * 1024,
        within: WITHIN,
        contents: stream::iter([Ok(body)]).boxed(),
    };
    Ok(outward::send(parcel, app.reach()).await.map(|receipt| receipt.status))
}

async fn told(app: &App, row: &CallbackRow, status: &str, answered: u16) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::status_callbacks::told(&mut tx, &row.id, status).await.map_err(Error::internal)?;
    let data = json!({ "callback": row.id, "status": status, "answered": answered });
    journal::record_about(app, &mut tx, EventKind::StatusTold, row.request_id, data).await?;
    commit(tx, "status told").await
}

async fn end(app: &App, row: &CallbackRow, why: &str) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    if store::status_callbacks::end(&mut tx, &row.id, why).await.map_err(Error::internal)? {
        let data = json!({ "callback": row.id, "because": why });
        journal::record_about(app, &mut tx, EventKind::StatusUntold, row.request_id, data).await?;
    }
    commit(tx, "status not told").await
}

fn place(id: &str) -> String {
    format!("callback:{id}")
}
