//! The grammar of `gestand tasks`: what holders of systems without an interface are asked.

use std::path::PathBuf;

use clap::Subcommand;
use kernel::ids::StepId;

use super::Place;
use crate::output::Format;

#[derive(Debug, Subcommand)]
pub enum TasksCommand {
    /// The tasks that are open over all requests, the most urgent request first
    List {
        #[command(flatten)]
        place: Place,
        /// Those that are over instead, the latest first
        #[arg(long)]
        done: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Prints the letter of a task; it names the person
    Letter {
        #[command(flatten)]
        place: Place,
        /// The task, as `list` prints it
        task: StepId,
        /// nl or en  [default: the holder's own]
        #[arg(long)]
        language: Option<String>,
    },
    /// Sends the letter by mail, to the address that the policy names for the holder
    Send {
        #[command(flatten)]
        place: Place,
        /// The task
        task: StepId,
    },
    /// Puts on record that the letter was sent in another way
    Sent {
        #[command(flatten)]
        place: Place,
        /// The task
        task: StepId,
    },
    /// Puts on record that the holder has the letter
    Acknowledge {
        #[command(flatten)]
        place: Place,
        /// The task
        task: StepId,
        /// The day by which they say they will be done, YYYY-MM-DD
        #[arg(long)]
        promised: Option<jiff::civil::Date>,
    },
    /// Keeps a file that the holder sent, sealed; `requests task` says how it ended
    Keep {
        #[command(flatten)]
        place: Place,
        /// The task
        task: StepId,
        /// The file: a PDF, zip or office file, picture or plain text of 10 MB at most
        file: PathBuf,
        /// The person may collect it too
        #[arg(long)]
        for_person: bool,
    },
    /// Writes a file that a holder sent to a file of yours
    Open {
        #[command(flatten)]
        place: Place,
        /// The file, as `requests show --format json` names it
        answer: String,
        /// Where to
        #[arg(long)]
        out: PathBuf,
    },
    /// Gives the reminders that are due; a serving Gestand does so by itself
    Remind {
        #[command(flatten)]
        place: Place,
    },
}
