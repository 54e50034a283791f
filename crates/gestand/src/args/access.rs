//! The grammar of `gestand staff` and `gestand keys`: who may come in.

use clap::Subcommand;

use super::Place;
use crate::output::Format;

#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Lets somebody use the desk
    Add {
        email: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, default_value = "")]
        name: String,
        /// officer | engineer | auditor
        #[arg(long, default_value = "officer")]
        role: String,
    },
    /// Who may use the desk
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Makes a key for a program and prints it, once
    Create {
        /// What the program is called
        name: String,
        #[command(flatten)]
        place: Place,
        /// What it may do; may be given several times: decide, events, mail, requests
        #[arg(long = "may", default_value = "decide")]
        may: Vec<app::programs::Scope>,
        /// How many requests a minute it may make; each may hold many questions
        #[arg(long, default_value_t = app::programs::PER_MINUTE, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        per_minute: u32,
    },
    /// The keys, the latest first; never the secrets
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Prints the secret with which a mail provider signs what it tells (Standard Webhooks)
    Webhook {
        #[command(flatten)]
        place: Place,
    },
    /// Ends a key at once
    Revoke {
        /// The key, as `gestand keys list` names it
        id: kernel::ids::ProgramId,
        #[command(flatten)]
        place: Place,
    },
}
