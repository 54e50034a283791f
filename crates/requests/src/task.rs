//! The task of a holder without an interface: from the letter that is ready to what became of it.
//!
//! [`task`] says what a command does to one: a pure function from the task, the command and the time to the new task
//! and what the ledger keeps. Nobody has to send a letter from here, and nobody has to confirm that it came: a holder
//! who reports by telephone closes the task at once. Whether one is overdue is no state of its own, for it changes by
//! itself: [`Task::is_overdue`] says so on a day. [`reminders`] says which reminders a day asks for; each is given
//! once, because the task remembers it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::right::words;

/// Days after its beginning at which a letter that nobody has sent is asked after.
const UNSENT_DAYS: i32 = 3;
/// Days before the due date at which it is told that the date comes near.
const SOON_DAYS: i32 = 3;

words! {
    /// How a letter went to its holder.
    Way = "way of sending" {
        /// As a mail from here.
        Mail = "mail",
        /// In another way, by the officer: post, a portal, an encrypted mail of their own.
        Otherwise = "otherwise",
    }
}

words! {
    /// How a task ended.
    TaskEnd = "end of a task" {
        /// The holder did it.
        Done = "done",
        /// They hold nothing about the person.
        NothingHeld = "nothing-held",
        /// They did not do it, and said why.
        Refused = "refused",
        /// They did not answer in time, and the officer waits no longer.
        Silent = "silent",
    }
}

words! {
    /// What somebody is reminded of.
    Reminder = "reminder" {
        /// The officer, of a letter that has not been sent.
        Unsent = "unsent",
        /// The officer, of a date that comes near.
        Soon = "soon",
        /// The officer, of a date that has passed.
        Overdue = "overdue",
        /// The holder, of a date that comes near.
        HolderSoon = "holder-soon",
        /// The holder, of a date that has passed.
        HolderOverdue = "holder-overdue",
    }
}

impl Reminder {
    /// Whether it goes to the holder; otherwise to the officer.
    pub fn is_for_holder(self) -> bool {
        matches!(self, Self::HolderSoon | Self::HolderOverdue)
    }
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Standing {
    /// The letter is ready; nobody has sent it.
    Ready,
    /// The letter was sent.
    Sent {
        /// When, the last time.
        at: Timestamp,
        /// How.
        way: Way,
    },
    /// The holder said that they have it.
    Acknowledged {
        /// When that was put on record.
        at: Timestamp,
        /// By when they say they will be done.
        promised: Option<Date>,
    },
    /// It is over.
    Closed {
        /// When that was put on record.
        at: Timestamp,
        /// How it ended.
        end: TaskEnd,
    },
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Where it stands.
    pub standing: Standing,
    /// When the letter was sent first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Timestamp>,
    /// The reminders that were given.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reminded: BTreeSet<Reminder>,
}

impl Default for Task {
    fn default() -> Self {
        Self { standing: Standing::Ready, sent: None, reminded: BTreeSet::new() }
    }
}

impl Task {
    /// The plain name of where it stands.
    pub fn name(&self) -> &'static str {
        match self.standing {
            Standing::Ready => "ready",
            Standing::Sent { .. } => "sent",
            Standing::Acknowledged { .. } => "acknowledged",
            Standing::Closed { end, .. } => end.as_str(),
        }
    }

    /// Whether nobody has to do anything any more.
    pub fn is_closed(&self) -> bool {
        matches!(self.standing, Standing::Closed { .. })
    }

    /// Whether it should have been done by now: open, and its due date has passed.
    pub fn is_overdue(&self, due: Date, today: Date) -> bool {
        !self.is_closed() && today > due
    }
}

/// What somebody does with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum TaskCommand {
    /// The letter was sent, or is sent again.
    Send {
        /// How.
        way: Way,
    },
    /// The holder said that they have it.
    Acknowledge {
        /// By when they say they will be done.
        promised: Option<Date>,
    },
    /// Somebody is reminded.
    Remind {
        /// Of what.
        of: Reminder,
    },
    /// It is over.
    Close {
        /// How it ended.
        end: TaskEnd,
        /// Whether its due date has passed.
        overdue: bool,
    },
}

/// What the ledger keeps of it. INVARIANT: no personal data and no free text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum TaskEvent {
    /// The letter was sent.
    Sent {
        /// How.
        way: Way,
    },
    /// The holder said that they have it.
    Acknowledged,
    /// Somebody was reminded.
    Reminded {
        /// Of what.
        of: Reminder,
    },
    /// It is over.
    Closed {
        /// How it ended.
        end: TaskEnd,
    },
}

/// Why a command does not fit a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefusal {
    /// It is over already.
    #[error("the task is closed; what its holder does from now on changes nothing in it")]
    Closed,
    /// Its holder still has time.
    #[error("the holder still has time to answer; wait until the due date has passed")]
    NotOverdue,
}

/// What a command does to a task at `now`. No event: it changed nothing.
///
/// # Errors
/// The command does not fit where the task stands.
pub fn task(
    task: &Task,
    command: &TaskCommand,
    now: Timestamp,
) -> Result<(Task, Option<TaskEvent>), TaskRefusal> {
    if task.is_closed() {
        return match command {
            // Who closes twice has pressed twice, or two officers did.
            TaskCommand::Close { end, .. } if task.name() == end.as_str() => Ok((task.clone(), None)),
            _ => Err(TaskRefusal::Closed),
        };
    }
    let mut next = task.clone();
    let event = match command {
        TaskCommand::Send { way } => {
            // A holder who has said that they have it need not say so again because of a second letter.
            if !matches!(task.standing, Standing::Acknowledged { .. }) {
                next.standing = Standing::Sent { at: now, way: *way };
            }
            next.sent.get_or_insert(now);
            TaskEvent::Sent { way: *way }
        }
        TaskCommand::Acknowledge { promised } => {
            if let Standing::Acknowledged { promised: known, .. } = &task.standing
                && known == promised
            {
                return Ok((next, None));
            }
            next.standing = Standing::Acknowledged { at: now, promised: *promised };
            TaskEvent::Acknowledged
        }
        TaskCommand::Remind { of } => {
            if !next.reminded.insert(*of) {
                return Ok((next, None));
            }
            TaskEvent::Reminded { of: *of }
        }
        TaskCommand::Close { end: TaskEnd::Silent, overdue: false } => return Err(TaskRefusal::NotOverdue),
        TaskCommand::Close { end, .. } => {
            next.standing = Standing::Closed { at: now, end: *end };
            TaskEvent::Closed { end: *end }
        }
    };
    Ok((next, Some(event)))
}

/// The reminders that are to be given on `today` and have not been, for a task that began on `began` and is due on
/// `due`. `holder`: its holder is to be reminded too. A holder is reminded only of a letter that was sent.
pub fn reminders(task: &Task, (began, due): (Date, Date), today: Date, holder: bool) -> Vec<Reminder> {
    if task.is_closed() {
        return Vec::new();
    }
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let unsent = task.sent.is_none() && !matches!(task.standing, Standing::Acknowledged { .. });
    let late = today > due;
    let soon = !late && days(today, due) <= SOON_DAYS;
    let wanted = [
        (Reminder::Unsent, unsent && days(began, today) >= UNSENT_DAYS),
        (Reminder::Soon, soon),
        (Reminder::Overdue, late),
        (Reminder::HolderSoon, holder && !unsent && soon),
        (Reminder::HolderOverdue, holder && !unsent && late),
    ];
    let due = |(of, is): (Reminder, bool)| (is && !task.reminded.contains(&of)).then_some(of);
    wanted.into_iter().filter_map(due).collect()
}

#[cfg(test)]
mod tests;
