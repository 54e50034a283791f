//! The list of requests, the most urgent first.

use jiff::civil::Date;

use crate::text::key;
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
    /// The ways in which requests come in: word and name.
    pub channels: Vec<(String, String)>,
    /// The reader may look for the requests of an address.
    pub by_address: bool,
    /// The address that was looked for.
    pub address: Option<String>,
}

/// Which requests the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InboxState {
    /// Open ones.
    #[default]
    Open,
    /// Closed ones.
    Closed,
    /// Both.
    All,
}

impl InboxState {
    /// Every case.
    pub const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::All];

    /// Its word in the address.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    /// Its name.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Open => key!("filter-open"),
            Self::Closed => key!("filter-closed"),
            Self::All => key!("filter-all"),
        }
    }
}

/// What the list is narrowed to; it stands in the address, and nothing of anybody does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InboxFilter {
    /// Open, closed or all.
    pub state: InboxState,
    /// Only this right.
    pub right: Option<Right>,
    /// Only how far.
    pub stage: Option<Stage>,
    /// Only by this way in: its word.
    pub channel: Option<String>,
    /// Only those whose number ends so.
    pub number: Option<String>,
}

impl InboxFilter {
    /// The address of the list with this filter.
    pub fn path(&self) -> String {
        let mut path = format!("/desk/requests?state={}", self.state.slug());
        let parts = [
            ("right", self.right.map(|right| right.slug())),
            ("stage", self.stage.as_ref().map(Stage::slug)),
            ("channel", self.channel.as_deref()),
            ("number", self.number.as_deref()),
        ];
        for (name, value) in parts {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                path.extend(["&", name, "=", value]);
            }
        }
        path
    }

    /// The same, open, closed or all. How far a request is belongs to one of them, so it goes.
    #[must_use]
    pub fn with_state(&self, state: &InboxState) -> Self {
        Self { state: *state, stage: None, ..self.clone() }
    }

    /// The same state, another right.
    #[must_use]
    pub fn with_right(&self, right: &Right) -> Self {
        Self { right: Some(*right), ..self.clone() }
    }

    /// Whether only this right is shown.
    pub fn is_right(&self, right: &Right) -> bool {
        self.right == Some(*right)
    }

    /// The same state, every right.
    #[must_use]
    pub fn with_every_right(&self) -> Self {
        Self { right: None, ..self.clone() }
    }

    /// Nothing but the state.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { state: self.state, ..Self::default() }
    }

    /// Whether something is searched for.
    pub fn searches(&self) -> bool {
        self.stage.is_some() || self.channel.is_some() || self.number.is_some()
    }

    /// The number as it was typed.
    pub fn typed(&self) -> &str {
        self.number.as_deref().unwrap_or_default()
    }

    /// Whether only how far this is shown.
    pub fn is_stage(&self, stage: &Stage) -> bool {
        self.stage == Some(*stage)
    }

    /// Whether only this way in is shown.
    pub fn is_channel(&self, channel: &str) -> bool {
        self.channel.as_deref() == Some(channel)
    }
}

impl Inbox {
    /// How many there are of a state; nobody counts all.
    pub fn count(&self, state: &InboxState) -> usize {
        match state {
            InboxState::Open => self.open,
            InboxState::Closed => self.closed,
            InboxState::All => self.open + self.closed,
        }
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
