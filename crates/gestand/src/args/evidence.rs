//! The grammar of `gestand ledger` and `gestand map`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Place;
use crate::output::Format;

#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Recomputes the whole log and names the first entry that does not hold
    Verify {
        #[command(flatten)]
        place: Place,
        /// A checkpoint that was kept elsewhere: the log must still contain it
        #[arg(long)]
        checkpoint: Option<PathBuf>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Writes a proof of one entry that verifies offline
    Prove {
        #[command(flatten)]
        place: Place,
        /// The entry's number
        entry: u64,
        /// Where to [default: standard output]
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Verifies a proof file with the public key alone; needs no database
    VerifyProof {
        file: PathBuf,
        /// The log's public key, as `ledger checkpoint` prints it
        #[arg(long)]
        key: String,
    },
    /// Verifies a visitor's receipt of a choice with the public key alone; needs no database
    VerifyReceipt {
        file: PathBuf,
        /// The log's public key, as `ledger checkpoint` prints it
        #[arg(long)]
        key: String,
    },
    /// Signs the log as it stands now, to be kept elsewhere
    Checkpoint {
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum MapCommand {
    /// Looks at a live database and proposes a data map; reads only
    Draft {
        /// The database: postgres://…, mysql://…, mariadb://… or sqlite:PATH; or the name of the environment
        /// variable that holds it, so that no password stands on the command line
        url: String,
        /// The id of the system
        #[arg(long, default_value = "system")]
        system: String,
        /// At most this many rows of each table
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        sample: u32,
        /// Where to; an existing file is not overwritten  [default: standard output]
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Shows why each row about a person was found, way by way, as a tree; reads only
    Explain {
        /// The person's e-mail address
        #[arg(required_unless_present = "identities")]
        email: Option<String>,
        /// The policy folder
        #[arg(long)]
        policy: PathBuf,
        /// Another key that finds the person: KIND=VALUE; may be given several times
        #[arg(long = "identity", value_name = "KIND=VALUE")]
        identities: Vec<inventory::Identity>,
        /// Only this system
        #[arg(long)]
        system: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Holds the data maps of a policy against the live databases
    Check {
        /// The policy folder
        #[arg(long)]
        policy: PathBuf,
        /// Only this system
        #[arg(long)]
        system: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}
