//! One request with everything that its person, or an officer, may see of it.

mod plan;
mod system;

use ::requests::{Deadline, RefusalGround, Request, State, Taken};
use jiff::Timestamp;
use kernel::ids::{ArchiveId, RequestId};
use kernel::{Actor, Language, StaffRole, Text};
use serde::Serialize;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow};

use crate::accounts::looks::{self, What};
use crate::app::App;
use crate::bounces::{self, BounceView};
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::incoming::{self, MessageView};
use crate::requests::about::{About, OnBehalf, Scope, Wish};
use crate::requests::alike::{self, AlikeView};
use crate::requests::judge::JudgementView;
use crate::requests::list::{Summary, summary};
use crate::requests::notes::{self, NoteView};
use crate::requests::proof::{self, AskView};
use crate::requests::{change, decide, execute, file, officer, redaction, rights};
use crate::tasks::{self, Answer};
use crate::uploads::UploadView;
pub use plan::{KeptView, PlanCollection, PlanSystem, PlanView, kept_view};
use system::Known;
pub use system::{CountView, MentionView, SystemView, TaskView, corrected, mentions_of};

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// In a line.
    pub summary: Summary,
    /// The language of the answer.
    pub language: Language,
    /// The known address that answers go to; none once it was forgotten.
    pub address: Option<String>,
    /// What is wished beyond the right itself; for its person and for who decides, as long as it is known.
    pub wish: Option<WishView>,
    /// By when it must be answered.
    pub deadline: Deadline,
    /// What was found and would be done.
    pub plan: Option<PlanView>,
    /// What each system did, once it began.
    pub systems: Vec<SystemView>,
    /// The sealed answer.
    pub answer: Option<AnswerView>,
    /// What the ledger says happened.
    pub history: Vec<HistoryView>,
    /// Why it was refused.
    pub refusal: Option<RefusalView>,
    /// What a person of the organisation found, where that is the answer: for who decides as soon as it is written,
    /// for its person when it was sent.
    pub judgement: Option<JudgementView>,
    /// For its person: what holders without an interface sent for them.
    pub from_holders: Vec<Answer>,
    /// The request that it belongs with.
    pub linked: Option<RequestId>,
    /// The request whose answer it waits for.
    pub waits_for: Option<RequestId>,
    /// What the actor can do now: approve, refuse, replan, withdraw, close-task, try-again, collect, lift, told,
    /// extend, judge, ask-identity, judge-identity, ask-back, answer-question, end-question, note.
    pub can: Vec<&'static str>,
    /// How often it was changed: whoever decides says which version they had before them.
    pub version: i64,
    /// What the officers do beside judging the plan.
    pub officer: Option<OfficerView>,
    /// What the person was asked back.
    pub question: Option<QuestionView>,
    /// Why the term was extended, as the person was told.
    pub extension: Option<ExtensionView>,
}

/// What officers do beside judging the plan; for who decides.
#[derive(Debug, Clone, Serialize)]
pub struct OfficerView {
    /// Where the person can be asked who they are, while that is not known.
    pub contact: Option<String>,
    /// Who asks on their behalf.
    pub on_behalf: Option<OnBehalf>,
    /// How it is known who asks: the ledger's word.
    pub known_by: Option<String>,
    /// What was asked to show who they are.
    pub asked: Vec<AskView>,
    /// What was handed in for that.
    pub files: Vec<UploadView>,
    /// Notes, the oldest first.
    pub notes: Vec<NoteView>,
    /// Other requests that may be of the same person.
    pub alike: Vec<AlikeView>,
    /// What can be taken back, and until when.
    pub undo: Vec<(Taken, Option<Timestamp>)>,
    /// Two people must allow it.
    pub two_people: bool,
    /// When the first of them did, and whether that was the reader.
    pub endorsed: Option<(Timestamp, bool)>,
    /// Mail about it that came back.
    pub bounces: Vec<BounceView>,
    /// What the person answered to mails about it, the oldest first.
    pub messages: Vec<MessageView>,
    /// Texts of the copy can be looked at for what is of others; and when that was decided last.
    pub redaction: Option<Option<Timestamp>>,
    /// Moments at which the officer was warned of the term.
    pub warned: Vec<(String, Timestamp)>,
}

/// What the person was asked back.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// What.
    pub words: String,
    /// When.
    pub asked: Timestamp,
    /// When the answer came or was no longer waited for.
    pub ended: Option<Timestamp>,
    /// What the person said.
    pub said: String,
}

/// Why the term was extended.
#[derive(Debug, Clone, Serialize)]
pub struct ExtensionView {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reasons: String,
}

/// What is wished beyond the right itself. Personal data.
#[derive(Debug, Clone, Default, Serialize)]
pub struct WishView {
    /// What is wrong and what is right.
    pub corrections: Vec<CorrectionView>,
    /// What is to stop.
    pub scope: Option<Scope>,
    /// The person's reasons, or what they say to a decision or complain about.
    pub reasons: String,
    /// The automated decision that a human is to look at.
    pub decision: String,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionView {
    /// What people call it.
    pub name: Text,
    /// The wrong value, where the person gave it.
    pub was: Option<String>,
    /// The right one.
    pub to: String,
}

/// Why a request was refused.
#[derive(Debug, Clone, Serialize)]
pub struct RefusalView {
    /// The ground in the law.
    pub ground: RefusalGround,
    /// The officer's reasons, as the person was told them.
    pub reasons: String,
}

/// The sealed answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerView {
    /// Its id.
    pub archive: ArchiveId,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of it, hexadecimal.
    pub sha256: String,
    /// When it was made.
    pub created: Timestamp,
    /// Until when it can be collected.
    pub expires: Timestamp,
    /// How often it was collected.
    pub downloads: u32,
}

/// A line of the history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryView {
    /// The ledger entry.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// What happened: the ledger's word.
    pub kind: String,
}

/// Shows one request to its person or to staff.
pub async fn show(app: &App, actor: &Actor, id: RequestId) -> Result<View> {
    let row = change::load(app, id).await?;
    let staff = match actor {
        Actor::Subject { id: subject } => {
            decide::own(&row, *subject)?;
            false
        }
        Actor::Staff { .. } | Actor::Operator | Actor::Drill => true,
        _ => return Err(Error::forbidden("show-request")),
    };
    let contents = staff
        && !matches!(
            actor,
            Actor::Staff { role: StaffRole::Engineer | StaffRole::Auditor | StaffRole::SchoolContact, .. }
        );
    if contents {
        looks::at_request(app, actor, &row, What::Request).await?;
    }
    let request = change::parse(&row)?;
    let deployment = app.deployment()?;
    let steps = store::steps::by_request(app.store(), id).await.map_err(Error::internal)?;
    let deadline = change::deadline_of(app, &request)?;
    let answer = answer(app, id).await?;
    let own = matches!(actor, Actor::Subject { .. });
    let answers = if own || contents { tasks::answers::of_request(app, id).await? } else { Vec::new() };
    let known =
        Known { tasks: store::tasks::by_request(app.store(), id).await.map_err(Error::internal)?, answers };
    let mut systems = Vec::new();
    for step in steps.iter().filter(|step| step.kind != StepKind::Find) {
        systems.push(system::system_view(app, &deployment, &row, step, &known, staff, contents)?);
    }
    let wish = if own || contents { wish(app, &deployment, &row)? } else { None };
    Ok(View {
        summary: summary(app, &row, &request).await?,
        language: row.language,
        address: row.address.clone().filter(|_| own || contents),
        wish,
        plan: plan::plan_view(&deployment, &request, &steps),
        systems,
        can: can(actor, &request, &steps, answer.is_some(), file::is_liftable(app, &row).await?),
        answer,
        history: history(app, id).await?,
        refusal: refusal(&request.state),
        judgement: judgement(&request, decide::decider(actor).is_ok()),
        from_holders: known.answers.into_iter().filter(|answer| own && answer.for_person).collect(),
        linked: row.linked_to,
        waits_for: row.waits_for,
        version: row.version,
        officer: officer_view(app, actor, &row, &request).await?,
        question: if own || contents { question(app, &row, &request)? } else { None },
        extension: request
            .extension
            .as_ref()
            .map(|extension| ExtensionView { at: extension.at, reasons: extension.reasons.clone() }),
        deadline,
    })
}

async fn officer_view(
    app: &App,
    actor: &Actor,
    row: &RequestRow,
    request: &Request,
) -> Result<Option<OfficerView>> {
    let Ok(by) = decide::decider(actor) else { return Ok(None) };
    let about = About::of(app, row)?;
    let endorsed = request.endorsed.as_ref().map(|first| (first.at, first.by == by));
    Ok(Some(OfficerView {
        contact: about.contact,
        on_behalf: about.on_behalf,
        known_by: request.state.identity().map(|proof| proof.method().to_owned()),
        asked: proof::of(app, row.id).await?,
        files: proof::files(app, actor, row.id).await?,
        notes: notes::list(app, actor, row.id).await?,
        alike: alike::others(app, actor, row.id).await?,
        undo: officer::undoable(app, request, row.id).await?,
        two_people: officer::needs_two(app, row, &request.state),
        endorsed,
        bounces: bounces::list(app, actor, Some(row.id)).await?,
        messages: incoming::of(app, actor, row.id).await?,
        redaction: redaction(app, row, request).await?,
        warned: store::warnings::of(app.store(), row.id).await.map_err(Error::internal)?,
    }))
}

async fn redaction(app: &App, row: &RequestRow, request: &Request) -> Result<Option<Option<Timestamp>>> {
    if !rights::of(request).answers_with_copy() || !matches!(request.state, State::Planned { .. }) {
        return Ok(None);
    }
    redaction::decided_at(app, row.id).await.map(Some)
}

fn question(app: &App, row: &RequestRow, request: &Request) -> Result<Option<QuestionView>> {
    let Some(question) = &request.question else { return Ok(None) };
    let said = About::of(app, row)?.said;
    Ok(Some(QuestionView {
        words: question.words.clone(),
        asked: question.asked,
        ended: question.ended,
        said,
    }))
}

fn wish(app: &App, deployment: &Deployment, row: &RequestRow) -> Result<Option<WishView>> {
    let about = About::of(app, row)?;
    let names = rights::data(deployment);
    let view = match about.wish {
        Wish::Nothing => return Ok(None),
        Wish::Correct { corrections } => {
            let named = |one: inventory::Correction| CorrectionView {
                name: names.get(&one.field).cloned().unwrap_or_else(|| Text::same(one.field.as_str())),
                was: one.was,
                to: one.to,
            };
            WishView { corrections: corrections.into_iter().map(named).collect(), ..WishView::default() }
        }
        Wish::Stop { scope, reasons } => WishView { scope: Some(scope), reasons, ..WishView::default() },
        Wish::Say { decision, words } => WishView { decision, reasons: words, ..WishView::default() },
    };
    Ok(Some(view))
}

fn refusal(state: &State) -> Option<RefusalView> {
    match state {
        State::Refused { ground, reasons, .. } => {
            Some(RefusalView { ground: *ground, reasons: reasons.clone() })
        }
        _ => None,
    }
}

fn judgement(request: &Request, decides: bool) -> Option<JudgementView> {
    let sent = matches!(request.state, State::Answered { .. });
    let judgement = request.judgement.as_ref().filter(|_| decides || sent)?;
    Some(JudgementView { found: judgement.found, words: judgement.words.clone(), at: judgement.at })
}

fn can(
    actor: &Actor,
    request: &Request,
    steps: &[StepRow],
    answered: bool,
    liftable: bool,
) -> Vec<&'static str> {
    let mut can = Vec::new();
    let decides = decide::decider(actor).is_ok();
    if liftable && (decides || matches!(actor, Actor::Subject { .. })) {
        can.push("lift");
    }
    if decides && request.must_tell_first() && matches!(request.state, State::Approved { .. }) {
        can.push("told");
    }
    if decide::may_try_again(actor)
        && !request.state.is_closed()
        && steps.iter().any(decide::waits_for_its_system)
    {
        can.push("try-again");
    }
    let under_way = matches!(
        request.state,
        State::Executing { .. } | State::Answering { .. } | State::AnsweredInPart { .. }
    );
    if decides {
        can.extend(beside(request));
        match request.state {
            State::Planned { .. } if request.is_asking() => can.push("refuse"),
            State::Planned { .. } if request.right.is_answered_in_words() => {
                can.extend(["judge", "refuse"]);
                if request.judgement.is_some() {
                    can.push("approve");
                }
            }
            State::Planned { .. } => can.extend(["approve", "replan", "refuse"]),
            State::Filed
            | State::AwaitingIdentity { .. }
            | State::Planning { .. }
            | State::Approved { .. } => {
                can.push("refuse");
            }
            State::Executing { .. } | State::Answering { .. } | State::AnsweredInPart { .. } => {
                can.push("close-task");
            }
            State::Refused { .. } | State::Withdrawn { .. } if !execute::outstanding(steps).is_empty() => {
                can.push("close-task");
            }
            _ => {}
        }
    }
    if let Actor::Subject { .. } = actor {
        if request.is_asking() {
            can.push("answer-question");
        }
        if !request.state.is_closed() && !under_way {
            can.push("withdraw");
        }
        if answered {
            can.push("collect");
        }
    }
    can
}

/// What an officer may do beside judging the plan.
fn beside(request: &Request) -> Vec<&'static str> {
    if request.state.is_closed() {
        return Vec::new();
    }
    let mut can = vec!["note"];
    if request.extension.is_none() {
        can.push("extend");
    }
    if request.is_asking() {
        can.push("end-question");
    }
    match request.state {
        State::Filed => can.push("ask-identity"),
        State::Planning { .. } | State::Planned { .. } if !request.is_asking() => {
            can.push("ask-back");
            if request.right.needs_identity() {
                can.push("ask-identity");
            }
        }
        _ => {}
    }
    if matches!(request.state, State::Filed | State::AwaitingIdentity { .. }) {
        can.push("judge-identity");
    }
    can
}

async fn answer(app: &App, id: RequestId) -> Result<Option<AnswerView>> {
    let archives = store::archives::by_request(app.store(), id).await.map_err(Error::internal)?;
    let now = app.now();
    let newest = archives
        .into_iter()
        .filter(|archive| archive.purged_at.is_none() && archive.expires_at > now && archive.bytes > 0)
        .max_by_key(|archive| archive.created_at);
    let Some(archive) = newest else { return Ok(None) };
    let downloads = store::archives::downloads(app.store(), archive.id).await.map_err(Error::internal)?;
    Ok(Some(AnswerView {
        archive: archive.id,
        bytes: u64::try_from(archive.bytes).unwrap_or(0),
        sha256: archive.sha256,
        created: archive.created_at,
        expires: archive.expires_at,
        downloads: u32::try_from(downloads.len()).unwrap_or(u32::MAX),
    }))
}

async fn history(app: &App, id: RequestId) -> Result<Vec<HistoryView>> {
    let entries = store::ledger::about(app.store(), id).await.map_err(Error::internal)?;
    Ok(entries
        .iter()
        .filter_map(|entry| {
            let event = entry.parsed()?;
            let at = Timestamp::from_microsecond(entry.at).ok()?;
            Some(HistoryView {
                seq: u64::try_from(entry.seq).ok()?,
                at,
                kind: event.kind().as_str().to_owned(),
            })
        })
        .collect())
}
