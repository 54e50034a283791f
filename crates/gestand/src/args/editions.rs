//! Commands about editions on their way.

use std::path::PathBuf;

use clap::Subcommand;

use super::Place;
use crate::output::Format;

/// `gestand edition`.
#[derive(Debug, Subcommand)]
pub enum EditionCommand {
    /// Keeps a policy folder as a draft, and checks its text: conflicts with the law, gaps, the checklist
    Draft {
        /// The policy folder
        dir: PathBuf,
        /// The member of staff who drafted it, by their address  [default: whoever runs this command]
        #[arg(long = "as")]
        by: Option<String>,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Allows an edition, as a second person: an officer who did not draft it
    Approve {
        /// The edition: its label, its first day, or the first digits of its hash
        edition: String,
        /// The officer's address
        #[arg(long = "as")]
        by: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Announces an edition: on every page, and by mail to everybody with an account
    Announce {
        /// The edition: its label, its first day, or the first digits of its hash
        edition: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Gives an edition up that is not announced
    Drop {
        /// The edition: its label, its first day, or the first digits of its hash
        edition: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Lists editions and where they are on their way
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Shows one with what it changes, who is told of it and what can be done next
    Show {
        /// The edition: its label, its first day, or the first digits of its hash
        edition: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}
