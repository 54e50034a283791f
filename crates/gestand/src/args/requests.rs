//! The grammar of `gestand requests`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Place;
use crate::output::Format;
use crate::wish::WishArgs;

#[derive(Debug, Subcommand)]
pub enum RequestsCommand {
    /// Files a request on behalf of a person
    File {
        #[command(flatten)]
        place: Place,
        /// access, rectification, erasure, restriction, portability, objection or withdrawal
        #[arg(long)]
        right: ::requests::Right,
        /// KIND=VALUE; the known address is email=…
        #[arg(long = "identity", required = true)]
        identities: Vec<inventory::Identity>,
        #[command(flatten)]
        wish: WishArgs,
        /// nl or en
        #[arg(long, default_value = "nl")]
        language: String,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The requests, the most urgent first
    List {
        #[command(flatten)]
        place: Place,
        /// Also those that are closed
        #[arg(long)]
        all: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// One request with its plan and its receipts
    Show {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Approves the plan of a request
    Approve {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
    },
    /// Works on a request until it is answered or waits for somebody
    Run {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Records what a system without an interface answered
    Task {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// The system
        system: String,
        /// done | nothing-held | refused | silent (only when its date has passed)
        outcome: String,
        /// What they said, without personal data
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Writes the packed answer to a file; the download is recorded
    Collect {
        #[command(flatten)]
        place: Place,
        id: kernel::ids::RequestId,
        /// Where to
        #[arg(long)]
        out: PathBuf,
    },
}
