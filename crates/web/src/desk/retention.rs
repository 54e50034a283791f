//! Retention: what each rule touches, confirming it, having it carried out, what will be due.

use app::retention::asked::Decide;
use app::retention::{self as keeping, RulePreview, SweepView};
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Actor, StaffRole};
use serde::Deserialize;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::words;
use crate::view::desk::{
    AskedRows, Calendar, CalendarRow, DecisionRow, DecisionState, HeldLine, Retention, Rule, RuleCounts,
    RuleRow, RuleState, SweepRow, SweepState, Then,
};
use crate::view::{FieldError, Notice, YearMonth};

/// Sweeps that are shown.
const SWEEPS: u32 = 20;

/// Which reading is confirmed: the one that was shown.
#[derive(Debug, Deserialize)]
pub(crate) struct Confirmation {
    digest: String,
}

/// Shows what every rule touches.
pub(crate) async fn show(here: Here, Query(said): Query<Said>) -> Result<Response, Failure> {
    let preview = keeping::preview(&here.app, here.actor(), None).await?;
    let sweeps = keeping::sweeps(&here.app, here.actor(), SWEEPS).await?;
    here.show(&Retention {
        day: preview.day,
        rules: preview.rules.iter().map(|rule| row(&here, rule)).collect(),
        uncovered: preview.uncovered.iter().map(|term| term.name.get(here.language).to_owned()).collect(),
        sweeps: sweeps.iter().map(|sweep| sweep_row(&here, sweep)).collect(),
        can_decide: decides(&here),
        notice: said.notice(),
    })
}

/// Shows one rule closely.
pub(crate) async fn rule(
    here: Here,
    Path((_, system, collection, term)): Path<(String, String, String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let page = closely(&here, (&system, &collection, &term), said.notice()).await?;
    here.show(&page)
}

async fn closely(
    here: &Here,
    (system, collection, term): (&str, &str, &str),
    notice: Option<Notice>,
) -> Result<Rule, Failure> {
    let look = keeping::look(&here.app, here.actor(), &id(system, collection, term)).await?;
    let deployment = here.app.deployment()?;
    let named = |ids: &[String]| {
        let name = |id: &String| deployment.collection_name(system, id).get(here.language).to_owned();
        ids.iter().map(name).collect()
    };
    let rule = &look.rule;
    let row = row(here, rule);
    let asks = row.state == RuleState::Asks && row.then == Some(Then::Ask) && decides(here);
    let asked = if asks && row.problem.is_none() { Some(asked(here, &row.id).await?) } else { None };
    Ok(Rule {
        digest: rule.digest.clone(),
        cutoff: rule.cutoff,
        along: named(&rule.along),
        left_behind: named(&rule.left_behind),
        lifted_by: rule.lifted_by.clone(),
        holds: rule
            .holds
            .iter()
            .map(|hold| HeldLine {
                reason: hold.reason.get(here.language).to_owned(),
                until: hold.until,
                all: hold.all,
            })
            .collect(),
        open_requests: rule.open_requests,
        samples: look.samples,
        can_confirm: decides(here) && row.state == RuleState::Awaiting && row.counts.is_some(),
        asked,
        notice,
        row,
    })
}

async fn asked(here: &Here, id: &str) -> Result<AskedRows, Failure> {
    let seen = keeping::asked::asked(&here.app, here.actor(), id).await?;
    let decision = |one: &keeping::asked::DecisionView| DecisionRow {
        id: one.id.clone(),
        until: one.until.as_ref().and_then(|day| day.parse().ok()),
        state: match one.state {
            keeping::asked::DecisionState::Waiting => DecisionState::Waiting,
            keeping::asked::DecisionState::Allowed => DecisionState::Allowed,
            keeping::asked::DecisionState::Done => DecisionState::Done,
            keeping::asked::DecisionState::Dropped => DecisionState::Dropped,
        },
        rows: one.rows,
        reason: one.reason.clone(),
        by: one.by.clone(),
        at: here.moment(one.at),
        allowed_by: one.allowed_by.clone(),
        can_allow: one.can_allow,
    };
    Ok(AskedRows {
        decisions: seen.decisions.iter().map(decision).collect(),
        keys: seen.keys,
        more: seen.more,
        second_person_from: seen.second_person_from,
        ..AskedRows::default()
    })
}

/// Decides about rows that wait: the ones that are ticked.
pub(crate) async fn decide(
    here: Here,
    Path((_, system, collection, term)): Path<(String, String, String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let all = |name: &'static str| {
        fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.clone())
    };
    let first = |name: &'static str| all(name).next().unwrap_or_default();
    let id = id(&system, &collection, &term);
    let rows: Vec<String> = all("row").collect();
    let decide = match (first("decide").as_str(), first("until").trim().parse()) {
        ("delete", _) => Some(Decide::Delete),
        ("keep", Ok(until)) => Some(Decide::Keep { until, reason: first("reason") }),
        _ => None,
    };
    let code = match decide.filter(|_| !rows.is_empty()) {
        None => "decision-unusable",
        Some(decide) => {
            let digest = first("digest");
            let decided =
                keeping::asked::decide(&here.app, here.actor(), &id, &digest, (&rows[..], decide)).await;
            match decided {
                Ok(_) => {
                    let said = Notice::RowsDecided.slug();
                    return Ok(here.go(&format!("/desk/retention/{id}?said={said}")));
                }
                Err(error) if matches!(error.code, "decision-unusable" | "rows-gone") => error.code,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let error = if code == "rows-gone" { FieldError::ROWS_GONE } else { FieldError::DECISION };
    let mut page = closely(&here, (&system, &collection, &term), None).await?;
    if let Some(asked) = &mut page.asked {
        asked.chosen = rows;
        asked.until = first("until");
        asked.reason = first("reason");
        asked.error = Some(error);
    }
    here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Allows what somebody else decided.
pub(crate) async fn allow(here: Here, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let rule = keeping::asked::allow(&here.app, here.actor(), &id).await?;
    Ok(here.go(&format!("/desk/retention/{rule}?said={}", Notice::RowsDecided.slug())))
}

/// Confirms a rule as it was shown.
pub(crate) async fn confirm(
    here: Here,
    Path((_, system, collection, term)): Path<(String, String, String, String)>,
    Form(form): Form<Confirmation>,
) -> Result<Response, Failure> {
    let id = id(&system, &collection, &term);
    keeping::confirm(&here.app, here.actor(), &id, Some(&form.digest)).await?;
    Ok(here.go(&format!("/desk/retention/{id}?said={}", Notice::RuleConfirmed.slug())))
}

/// Has every confirmed rule carried out now.
pub(crate) async fn run(here: Here) -> Result<Response, Failure> {
    keeping::queue(&here.app, here.actor(), None, keeping::BATCH_ROWS).await?;
    Ok(here.go(&format!("/desk/retention?said={}", Notice::SweepsQueued.slug())))
}

/// Shows what will be due.
pub(crate) async fn calendar(here: Here) -> Result<Response, Failure> {
    let calendar = keeping::calendar(&here.app, here.actor()).await?;
    let row = |rule: keeping::CalendarRule| CalendarRow {
        term: rule.term.get(here.language).to_owned(),
        place: format!("{} · {}", rule.collection.get(here.language), rule.system.get(here.language)),
        rows: rule.rows,
        id: rule.rule,
    };
    here.show(&Calendar {
        months: calendar
            .months
            .iter()
            .map(|day| YearMonth { year: day.year(), month: day.month() })
            .collect(),
        rows: calendar.rules.into_iter().map(row).collect(),
        silent: calendar.silent,
    })
}

fn id(system: &str, collection: &str, term: &str) -> String {
    format!("{system}/{collection}/{term}")
}

/// Whether the reader decides; others look.
pub(super) fn decides(here: &Here) -> bool {
    matches!(here.actor(), Actor::Staff { role: StaffRole::Officer, .. })
}

fn row(here: &Here, rule: &RulePreview) -> RuleRow {
    let say = |text: &kernel::Text| text.get(here.language).to_owned();
    let span = rule.keep.as_deref().and_then(|text| text.parse::<kernel::calendar::Span>().ok());
    RuleRow {
        id: rule.rule.clone(),
        term: say(&rule.term_name),
        system: say(&rule.system_name),
        collection: say(&rule.collection_name),
        keep: span.map(|span| span.text(here.language)),
        then: rule.then.map(|then| match then {
            keeping::Then::Delete => Then::Delete,
            keeping::Then::Anonymise => Then::Anonymise,
            keeping::Then::Archive => Then::Archive,
            keeping::Then::Ask => Then::Ask,
        }),
        clauses: rule.clauses.clone(),
        state: match rule.state {
            "confirmed" => RuleState::Confirmed,
            "awaiting" => RuleState::Awaiting,
            "asks" => RuleState::Asks,
            _ => RuleState::Unusable,
        },
        counts: rule.count.as_ref().map(|count| {
            let later = |place: usize| count.later.get(place).copied().unwrap_or(0);
            RuleCounts {
                rows: count.rows,
                due: count.due,
                soon: later(0),
                later: later(1),
                held: count.held + count.spared,
                undated: count.undated,
            }
        }),
        problem: rule.problem.as_ref().map(|problem| words::trouble(problem, here.language)),
    }
}

fn sweep_row(here: &Here, sweep: &SweepView) -> SweepRow {
    let deployment = here.app.deployment().ok();
    let system = sweep.rule.split('/').next().unwrap_or_default();
    let name = |collection: &str| {
        let named = deployment.as_ref().map(|deployment| deployment.collection_name(system, collection));
        named.map_or_else(|| collection.to_owned(), |name| name.get(here.language).to_owned())
    };
    SweepRow {
        rule: sweep.rule.clone(),
        state: match sweep.state.as_str() {
            "done" => SweepState::Done,
            "stopped" => SweepState::Stopped,
            _ => SweepState::Running,
        },
        started: here.moment(sweep.started),
        ended: sweep.ended.map(|at| here.moment(at)),
        deleted: sweep.counts.iter().map(|part| part.deleted).sum(),
        anonymised: sweep.counts.iter().map(|part| part.anonymised).sum(),
        batches: sweep.batches,
        parts: sweep
            .counts
            .iter()
            .filter(|part| part.deleted + part.anonymised > 0)
            .map(|part| (name(&part.collection), part.deleted + part.anonymised))
            .collect(),
        problem: sweep.problem.as_ref().map(|problem| words::trouble(problem, here.language)),
    }
}
