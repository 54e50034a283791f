//! Requests in a list: the most urgent first for staff, the newest for the person.

use ::requests::{Channel, Origin, Request, Right, State};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Actor;
use kernel::ids::RequestId;
use serde::Serialize;
use store::requests::{Filter as Rows, RequestRow, Search};

use crate::app::App;
use crate::error::{Error, Result};
use crate::paging;
use crate::requests::change;

/// Which requests.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only open (`true`) or only closed (`false`).
    pub open: Option<bool>,
    /// Only this right.
    pub right: Option<Right>,
    /// Only these states: the lifecycle's words. Staff only, as what follows.
    pub states: Vec<&'static str>,
    /// Only what came in this way.
    pub channel: Option<Channel>,
    /// Only those whose number ends so.
    pub number: Option<String>,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// How many at most; 0 means 50.
    pub limit: u32,
}

/// A page of requests.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// The requests.
    pub items: Vec<Summary>,
    /// The cursor of the next page, when there is one.
    pub next: Option<String>,
}

/// A request in a line.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own in the line")]
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Its id.
    pub id: RequestId,
    /// Which right.
    pub right: Right,
    /// How it came in.
    pub channel: Channel,
    /// Where it stands: the lifecycle's word.
    pub state: &'static str,
    /// When it was received, UTC.
    pub received: Timestamp,
    /// The last day on which an answer is in time.
    pub due: Date,
    /// Days until then; negative when it has passed.
    pub days_left: i64,
    /// When it was answered, refused or withdrawn, UTC.
    pub closed: Option<Timestamp>,
    /// Whether the term has passed without an answer.
    pub overdue: bool,
    /// Steps that wait for a system that does not do its part.
    pub problems: u32,
    /// Whether it is a drill's.
    pub drill: bool,
    /// Whether ending the service opened it.
    pub end_of_service: bool,
    /// Whether it is the end of a restriction.
    pub end_of_restriction: bool,
}

/// Lists requests: a subject's own, or everybody's for staff.
pub async fn list(app: &App, actor: &Actor, filter: &Filter) -> Result<Listed> {
    let page = paging::page::<RequestId>(filter.after.as_deref(), filter.limit)?;
    let rows = match actor {
        Actor::Subject { id } => store::requests::list(app.store(), Rows::OfSubject(*id), &page).await,
        Actor::Staff { .. } | Actor::Operator => {
            store::requests::search(app.store(), &searched(filter), &page).await
        }
        _ => return Err(Error::forbidden("list-requests")),
    };
    let rows = rows.map_err(Error::internal)?;
    let next = paging::next(&rows, &page, |row| {
        let moment = match filter.open {
            Some(true) => row.due_at,
            Some(false) => row.closed_at.unwrap_or(row.received_at),
            None => row.received_at,
        };
        (Some(moment), row.id)
    });
    let mut items = Vec::new();
    for row in &rows {
        let request = change::parse(row)?;
        if filter.right.is_none_or(|right| right == request.right) {
            items.push(summary(app, row, &request).await?);
        }
    }
    Ok(Listed { items, next })
}

/// What staff look for, as the store has it. A number is the end of an id; what can be none of one finds nothing.
fn searched(filter: &Filter) -> Search {
    let number = filter.number.as_deref().map(|number| {
        let digits = number.trim().trim_start_matches('#').to_ascii_lowercase();
        let sound = (3..=36).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        if sound { format!("%{digits}") } else { "-".to_owned() }
    });
    let states: Vec<String> = filter.states.iter().map(|state| format!("{state},")).collect();
    Search {
        closed: filter.open.map(|open| !open),
        right: filter.right.map(|right| right.as_str().to_owned()).unwrap_or_default(),
        phases: if states.is_empty() { String::new() } else { format!(",{}", states.concat()) },
        channel: filter.channel.map(|channel| channel.as_str().to_owned()).unwrap_or_default(),
        id: number.unwrap_or_default(),
    }
}

/// A row in a line.
pub async fn summary(app: &App, row: &RequestRow, request: &Request) -> Result<Summary> {
    let deadline = change::deadline_of(app, request)?;
    let now = app.now();
    let steps = if row.closed_at.is_none() {
        store::steps::by_request(app.store(), row.id).await.map_err(Error::internal)?
    } else {
        Vec::new()
    };
    let answered = matches!(request.state, State::Answered { .. });
    Ok(Summary {
        id: row.id,
        right: request.right,
        channel: request.channel,
        state: request.state.name(),
        received: request.received,
        due: deadline.effective,
        days_left: deadline.days_left(now, &app.zone()),
        closed: row.closed_at,
        overdue: !answered && row.closed_at.is_none() && deadline.is_overdue(now),
        problems: u32::try_from(steps.iter().filter(|step| step.problem.is_some()).count())
            .unwrap_or(u32::MAX),
        drill: row.drill,
        end_of_service: request.origin == Origin::EndOfService,
        end_of_restriction: request.origin == Origin::EndOfRestriction,
    })
}

/// How many requests there are, for the head of the inbox.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    /// Open ones.
    pub open: usize,
    /// Open ones whose term has passed.
    pub overdue: usize,
    /// Closed ones.
    pub closed: usize,
}

/// Counts requests, for staff.
pub async fn counts(app: &App, actor: &Actor) -> Result<Counts> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("count-requests"));
    }
    let counts = store::requests::counts(app.store(), app.now()).await.map_err(Error::internal)?;
    let number = |count: i64| usize::try_from(count).unwrap_or(0);
    Ok(Counts { open: number(counts.open), overdue: number(counts.overdue), closed: number(counts.closed) })
}
