//! One request, complete.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use app::requests::part::Role;
use app::requests::view::{
    MentionView, PlanCollection as Collection, PlanSystem as SystemOfPlan, PlanView, SystemView, TaskView,
};
use app::requests::{RefusalGround, View};
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::ids::RequestId;
use policy::Edition;

use crate::desk::officer::officer_view;
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::overview::Said;
use crate::portal::request::{holder, parse, related};
use crate::portal::words;
use crate::view::desk::{
    Can, Deadline, HistoryEntry, Part, Plan, PlanCollection, PlanSystem, RefuseForm, Remains, RemainsClass,
    Request, Standing, Task, TaskAnswer, Work,
};
use crate::view::{FieldError, Happening, Notice, Stage};

/// Shows it.
pub(crate) async fn show(
    here: Here,
    Path((_, id)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Failure> {
    let page = page(&here, parse(&id)?, said.notice()).await?;
    here.show(&page)
}

/// Shows it again with what is wrong in the form of refusing.
pub(crate) async fn refuse_again(here: &Here, id: RequestId, form: RefuseForm) -> Result<Response, Failure> {
    let mut page = page(here, id, None).await?;
    page.refuse = RefuseForm { grounds: page.refuse.grounds, ..form };
    let typed = [Some(FieldError::REASON), Some(FieldError::PASS_TO)];
    let status = if typed.contains(&page.refuse.error) {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::CONFLICT
    };
    here.show_as(status, &page)
}

/// Shows it again with what is wrong in a form of a task: that of a step, or the open one of a system.
pub(crate) async fn task_again(
    here: &Here,
    id: RequestId,
    of: &str,
    error: FieldError,
) -> Result<Response, Failure> {
    let mut page = page(here, id, None).await?;
    for work in &mut page.work {
        let by_system = work.system == of;
        if let Some(task) = &mut work.task
            && (task.step == of || (by_system && task.is_open()))
        {
            task.error = Some(error);
        }
    }
    here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(crate) async fn page(here: &Here, id: RequestId, notice: Option<Notice>) -> Result<Request, Failure> {
    let view = app::requests::show(&here.app, here.actor(), id).await?;
    let edition = app::editions::current(&here.app)?;
    let can = |what: &str| view.can.contains(&what);
    let stage = words::stage(view.summary.state);
    let grounds = RefusalGround::ALL.iter().filter(|ground| ground.fits(view.summary.right));
    Ok(Request {
        id: id.to_string(),
        reference: words::reference(id),
        right: words::right_of(&view.summary),
        stage,
        drill: view.summary.drill,
        filed: here.moment(view.summary.received),
        channel: app::wording::channel(view.summary.channel).get(here.language).to_owned(),
        address: view.address.clone(),
        end_of_service: view.summary.end_of_service,
        end_of_restriction: view.summary.end_of_restriction,
        related: related(&view),
        deadline: deadline(here, &view, stage),
        plan: view.plan.as_ref().map(|plan| self::plan(here, &edition, plan)),
        work: works(here, &view),
        can: Can {
            approve: can("approve"),
            judge: can("judge"),
            replan: can("replan"),
            refuse: can("refuse"),
            close_tasks: can("close-task"),
            try_again: can("try-again"),
            lift: can("lift"),
            told: can("told"),
        },
        wish: words::wish(&view, here.language),
        refusal: words::refusal(&view),
        judgement: words::judgement(&view),
        refuse: RefuseForm {
            grounds: grounds.filter_map(|ground| words::ground(*ground)).collect(),
            ..RefuseForm::default()
        },
        history: history(here, &view),
        officer: officer_view(here, &view),
        notice,
    })
}

fn deadline(here: &Here, view: &View, stage: Stage) -> Deadline {
    let begun = here.day(view.summary.received);
    let whole = days_between(begun, view.deadline.effective).max(1);
    let used = days_between(begun, here.app.today()).clamp(0, whole);
    Deadline {
        law: view.deadline.law,
        article: view.deadline.article.clone(),
        policy: view.deadline.policy,
        effective: view.deadline.effective,
        extended: view.deadline.extended,
        suspended: view.deadline.suspended,
        days_left: view.summary.days_left,
        used_percent: u8::try_from(used * 100 / whole).unwrap_or(100),
        answered: view.summary.closed.filter(|_| stage.closed()).map(|at| here.day(at)),
    }
}

fn days_between(from: jiff::civil::Date, to: jiff::civil::Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn history(here: &Here, view: &View) -> Vec<HistoryEntry> {
    view.history
        .iter()
        .map(|entry| HistoryEntry {
            seq: entry.seq,
            at: here.moment(entry.at),
            what: Happening::from_word(&entry.kind),
            word: entry.kind.clone(),
        })
        .collect()
}

fn plan(here: &Here, edition: &Edition, plan: &PlanView) -> Plan {
    let mut systems: Vec<_> = plan.systems.iter().map(|system| plan_system(here, edition, system)).collect();
    // Where most is, is looked at first.
    systems.sort_by_key(|system| Reverse(system.own()));
    Plan { made: plan.made.map(|at| here.moment(at)), digest: plan.digest.clone(), systems }
}

fn plan_system(here: &Here, edition: &Edition, system: &SystemOfPlan) -> PlanSystem {
    let kept = system
        .collections
        .iter()
        .flat_map(|row| row.kept.iter().map(|kept| (kept, Some(row.name.get(here.language)))));
    PlanSystem {
        system: system.system.clone(),
        name: system.name.get(here.language).to_owned(),
        holder: holder(here, edition, &system.recipient),
        part: match system.role {
            None => Part::Unknown,
            Some(Role::Automatic) => Part::Automatic,
            Some(Role::Manual) => Part::ByHand,
            Some(Role::Unconcerned) => Part::Unconcerned,
            Some(Role::KnowsNobody) => Part::KnowsNobody,
            Some(Role::NotInUse) => Part::NotInUse,
        },
        problem: system.problem.as_ref().map(|problem| words::trouble(problem, here.language)),
        by_hand: system.by_hand.as_ref().map(|why| words::trouble(why, here.language)),
        collections: system.collections.iter().map(|row| plan_collection(here, row)).collect(),
        kept: words::kept(kept, here.language),
        texts_of_others: system.texts_of_others,
    }
}

fn plan_collection(here: &Here, row: &Collection) -> PlanCollection {
    PlanCollection {
        name: row.name.get(here.language).to_owned(),
        table: row.table.clone(),
        own: row.own,
        mentions: row.mentions,
        deleted: row.delete,
        anonymised: row.anonymise,
        kept: row.kept.iter().map(|kept| kept.count).sum(),
        corrected: row.correct,
        unchanged: row.unchanged,
    }
}

/// What is done per system; a system that several things are done in has an anchor for each.
fn works(here: &Here, view: &View) -> Vec<Work> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut works = Vec::new();
    for system in words::largest_first(&view.systems) {
        let count = seen.entry(&system.system).or_default();
        *count += 1;
        let anchor = if *count == 1 { system.system.clone() } else { format!("{}-{count}", system.system) };
        works.push(Work { anchor, ..work(here, system) });
    }
    works
}

fn work(here: &Here, system: &SystemView) -> Work {
    Work {
        anchor: system.system.clone(),
        system: system.system.clone(),
        name: system.name.get(here.language).to_owned(),
        state: words::step(system.state),
        problem: system.problem.as_ref().map(|problem| words::trouble(problem, here.language)),
        next_try: system.next_try.map(|at| here.moment(at)),
        done: system.done_at.map(|at| here.moment(at)),
        lines: words::lines(system, here.language),
        kept: words::kept(system.kept.iter().map(|kept| (kept, None)), here.language),
        remains: system.mentions.iter().map(|mention| remains(here, mention)).collect(),
        clean: system.clean,
        task: system.task.as_ref().map(|task| self::task(here, task)),
        reported: system.reported.map(words::reported),
    }
}

fn task(here: &Here, task: &TaskView) -> Task {
    let answer = |answer: &app::tasks::Answer| TaskAnswer {
        id: answer.id.clone(),
        name: answer.name.clone(),
        bytes: answer.bytes,
        sha256: answer.sha256.clone(),
        kept: here.moment(answer.kept),
        for_person: answer.for_person,
    };
    Task {
        step: task.step.to_string(),
        standing: Standing::of(task.state, task.overdue),
        address: task.address.clone(),
        mailable: task.mailable,
        letter: task.letter.clone(),
        due: task.due,
        sent: task.sent.map(|at| here.moment(at)),
        acknowledged: task.acknowledged.map(|at| here.moment(at)),
        promised: task.promised,
        answers: task.answers.iter().map(answer).collect(),
        error: None,
    }
}

fn remains(here: &Here, mention: &MentionView) -> Remains {
    Remains {
        place: format!("{}.{}", mention.table, mention.column),
        key: mention.key.clone(),
        kinds: words::kinds(&mention.kinds, here.language),
        class: match mention.class.as_str() {
            "kept" => RemainsClass::Kept,
            "unexpected" => RemainsClass::Unexpected,
            _ => RemainsClass::Other,
        },
    }
}
