//! What an officer decides: approve, search again, try a system again, refuse, close a task by hand.

use app::Kind;
use app::requests::{RefusalGround, TaskOutcome};
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use kernel::ids::RequestId;
use serde::Deserialize;

use crate::desk::request::{refuse_again, task_again};
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::request::parse;
use crate::view::desk::{RefuseForm, TaskEnd};
use crate::view::portal::Ground;
use crate::view::{FieldError, Notice};

/// Which plan is approved: the one that was shown.
#[derive(Debug, Deserialize)]
pub(crate) struct Approval {
    digest: String,
}

/// Why a request is refused.
#[derive(Debug, Deserialize)]
pub(crate) struct Refusal {
    ground: String,
    reason: String,
    #[serde(default)]
    pass_to: String,
    seen: Option<i64>,
}

/// How a task ended.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    end: Option<String>,
    #[serde(default)]
    count: String,
    #[serde(default)]
    note: String,
}

/// Approves the plan that was shown.
pub(crate) async fn approve(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<Approval>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    app::requests::approve(&here.app, here.actor(), id, &form.digest).await?;
    let view = app::requests::show(&here.app, here.actor(), id).await?;
    let first =
        view.officer.is_some_and(|officer| officer.endorsed.is_some()) && view.can.contains(&"approve");
    Ok(back(&here, id, if first { Notice::Endorsed } else { Notice::Approved }))
}

/// Has the systems searched again.
pub(crate) async fn replan(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id = parse(&id)?;
    app::requests::replan(&here.app, here.actor(), id).await?;
    Ok(back(&here, id, Notice::Replanned))
}

/// Has a system that did not do its part tried again now.
pub(crate) async fn try_again(
    here: Here,
    Path((_, id, system)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    app::requests::try_again(&here.app, here.actor(), id, &system).await?;
    Ok(back(&here, id, Notice::TriedAgain))
}

/// Files the end of a restriction.
pub(crate) async fn lift(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let filed = app::requests::lift(&here.app, here.actor(), parse(&id)?).await?;
    Ok(here.go(&format!("/desk/requests/{}", filed.request)))
}

/// Records that the person was told in another way than by mail.
pub(crate) async fn told(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id = parse(&id)?;
    app::requests::told(&here.app, here.actor(), id).await?;
    Ok(back(&here, id, Notice::Told))
}

/// Refuses, with ground and reasons.
pub(crate) async fn refuse(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Form(form): Form<Refusal>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let ground: RefusalGround = form.ground.parse().map_err(|_| Failure::bad_request())?;
    let again = |error| RefuseForm {
        ground: Ground::from_slug(&form.ground),
        reasons: form.reason.clone(),
        pass_to: form.pass_to.clone(),
        error: Some(error),
        ..RefuseForm::default()
    };
    if form.reason.trim().is_empty() {
        return refuse_again(&here, id, again(FieldError::REASON)).await;
    }
    let (app, actor, reasons) = (&here.app, here.actor(), form.reason.trim());
    let refused = if ground == RefusalGround::NotTheController {
        app::requests::officer::pass_on(app, actor, id, form.seen, &form.pass_to, reasons).await
    } else {
        app::requests::officer::refuse(app, actor, id, form.seen, ground, reasons).await
    };
    match refused {
        Ok(()) => Ok(back(&here, id, Notice::Refused)),
        Err(error) if error.code == "pass-on-nowhere" => {
            refuse_again(&here, id, again(FieldError::PASS_TO)).await
        }
        // What was written is not lost: it stands in the form, beside what the other one did.
        Err(error) if error.code == "changed-meanwhile" => {
            refuse_again(&here, id, again(FieldError::changed_meanwhile("reason"))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Records what the holder of a system without an interface reported.
pub(crate) async fn close_task(
    here: Here,
    Path((_, id, system)): Path<(String, String, String)>,
    Form(report): Form<Report>,
) -> Result<Response, Failure> {
    let id = parse(&id)?;
    let Some(outcome) = outcome(&report) else {
        return task_again(&here, id, &system, FieldError::TASK_END).await;
    };
    match app::requests::close_task(&here.app, here.actor(), id, &system, outcome).await {
        Ok(()) => Ok(back(&here, id, Notice::TaskClosed)),
        Err(error) if error.code == "task-not-overdue" => {
            task_again(&here, id, &system, FieldError::TASK_END).await
        }
        // Somebody else closed it a moment ago: the page says so by itself.
        Err(error) if error.kind == Kind::NotFound && error.code == "no-task" => {
            Ok(here.go(&format!("/desk/requests/{id}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// What was reported; none when the form does not say it, or says a refusal without its reason.
fn outcome(report: &Report) -> Option<TaskOutcome> {
    let end = report.end.as_deref()?;
    let note = report.note.trim().to_owned();
    let end = TaskEnd::ALL.into_iter().find(|each| each.slug() == end)?;
    match end {
        TaskEnd::Done => {
            let count = report.count.trim();
            let count = if count.is_empty() { None } else { Some(count.parse().ok()?) };
            Some(TaskOutcome::Done { count, note })
        }
        TaskEnd::NoneHeld => Some(TaskOutcome::NothingHeld),
        TaskEnd::Refused if note.is_empty() => None,
        TaskEnd::Refused => Some(TaskOutcome::Refused { reason: note }),
        TaskEnd::Silent => Some(TaskOutcome::Silent),
    }
}

fn back(here: &Here, id: RequestId, notice: Notice) -> Response {
    here.go(&format!("/desk/requests/{id}?said={}", notice.slug()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_how_it_ended_and_a_refusal_says_why() {
        for (end, count, note, understood) in [
            (None, "", "", false),
            (Some("elsewhere"), "", "", false),
            (Some("done"), "", "", true),
            (Some("done"), " 60 ", "", true),
            (Some("done"), "sixty", "", false),
            (Some("none-held"), "", "", true),
            (Some("refused"), "", "  ", false),
            (Some("refused"), "", "not ours", true),
            (Some("silent"), "", "", true),
        ] {
            let report = Report { end: end.map(Into::into), count: count.into(), note: note.into() };
            assert_eq!(outcome(&report).is_some(), understood, "{report:?}");
        }
    }
}
