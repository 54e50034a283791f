//! The list of requests, the most urgent first.

use jiff::civil::Date;

use crate::view::{Right, Stage};

/// The list of requests, the most urgent first.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// What is shown.
    pub filter: InboxFilter,
    /// How many are open.
    pub open: usize,
    /// How many are closed.
    pub closed: usize,
    /// How many messages came back and wait for somebody.
    pub bounced: usize,
    /// The requests.
    pub rows: Vec<InboxRow>,
    /// Address of the following page, with its query.
    pub next: Option<String>,
}

/// What the list shows; it stands in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboxFilter {
    /// Closed requests instead of open ones.
    pub closed: bool,
    /// Only this right.
    pub right: Option<Right>,
}

impl InboxFilter {
    /// The address of the list with this filter.
    pub fn path(&self) -> String {
        let state = if self.closed { "closed" } else { "open" };
        match self.right {
            None => format!("/desk/requests?state={state}"),
            Some(right) => format!("/desk/requests?state={state}&right={}", right.slug()),
        }
    }

    /// The same right, open or closed.
    #[must_use]
    pub fn with_closed(&self, closed: bool) -> Self {
        Self { closed, ..*self }
    }

    /// The same state, another right.
    #[must_use]
    pub fn with_right(&self, right: &Right) -> Self {
        Self { right: Some(*right), ..*self }
    }

    /// Whether only this right is shown.
    pub fn is_right(&self, right: &Right) -> bool {
        self.right == Some(*right)
    }

    /// The same state, every right.
    #[must_use]
    pub fn with_every_right(&self) -> Self {
        Self { right: None, ..*self }
    }
}

/// One request of the list.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// Its id, for the address.
    pub id: String,
    /// Short reference.
    pub reference: String,
    /// What is asked.
    pub right: Right,
    /// How far it is.
    pub stage: Stage,
    /// When it came in.
    pub filed: Date,
    /// When it must be answered.
    pub due: Date,
    /// Days until then; negative when late.
    pub days_left: i64,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// How many systems do not do their part.
    pub problems: u32,
    /// Ending the service opened it.
    pub end_of_service: bool,
    /// It is a drill's synthetic person.
    pub drill: bool,
}

/// How much a deadline presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressure {
    /// Enough time.
    Calm,
    /// A week or less.
    Soon,
    /// Passed.
    Late,
}

impl Pressure {
    /// From the days that are left. A week is the span in which a manual recipient usually answers.
    pub fn of(days_left: i64) -> Self {
        match days_left {
            ..0 => Self::Late,
            0..=7 => Self::Soon,
            _ => Self::Calm,
        }
    }

    /// Class name.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Soon => "soon",
            Self::Late => "late",
        }
    }
}

impl InboxRow {
    /// By how many days it is late.
    pub fn days_late(&self) -> i64 {
        -self.days_left
    }

    /// How much it presses; a closed one does not.
    pub fn pressure(&self) -> Pressure {
        if self.stage.closed() { Pressure::Calm } else { Pressure::of(self.days_left) }
    }
}
