//! Tasks of recipients without an interface: over all requests, and the letter of one, ready to be printed.

use jiff::civil::{Date, DateTime};

use super::{Pressure, Standing};
use crate::view::Right;

/// The list of tasks.
#[derive(Debug, Clone)]
pub struct Tasks {
    /// Those that are over instead of those that are open.
    pub done: bool,
    /// The tasks.
    pub rows: Vec<TaskRow>,
    /// Address of the following page, with its query.
    pub next: Option<String>,
}

impl Tasks {
    /// How many of those shown are late.
    pub fn late(&self) -> usize {
        self.rows.iter().filter(|row| row.standing == Standing::Overdue).count()
    }
}

/// One task of the list.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// The request's id, for the address.
    pub request: String,
    /// The request's short reference.
    pub reference: String,
    /// The system's id: its place on the page of the request.
    pub system: String,
    /// Its name.
    pub name: String,
    /// Who holds it, unless its name says so.
    pub holder: Option<String>,
    /// What is asked.
    pub right: Right,
    /// Where it stands.
    pub standing: Standing,
    /// It should be done by this day.
    pub due: Date,
    /// Days until then; negative when late.
    pub days_left: i64,
    /// When the letter was sent first.
    pub sent: Option<DateTime>,
    /// When it was over.
    pub done: Option<DateTime>,
}

impl TaskRow {
    /// By how many days it is late.
    pub fn days_late(&self) -> i64 {
        -self.days_left
    }

    /// How much it presses; one that is over does not.
    pub fn pressure(&self) -> Pressure {
        if self.standing.is_open() { Pressure::of(self.days_left) } else { Pressure::Calm }
    }
}

/// The letter of a task, ready to be printed.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The step, for the address of its file.
    pub step: String,
    /// The request's id, for the way back.
    pub request: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}
