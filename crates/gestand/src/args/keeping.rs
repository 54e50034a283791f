//! The grammar of `gestand retention`, `holds` and `suppression`: what goes, what stays, who stays out.

use std::path::PathBuf;

use clap::Subcommand;

use super::Place;
use crate::output::Format;

#[derive(Debug, Subcommand)]
pub enum RetentionCommand {
    /// What each rule touches today and soon, and what is held back; reads the systems only
    Preview {
        #[command(flatten)]
        place: Place,
        /// Of this policy folder, in force or not; without it of the edition in force, with its holds
        #[arg(long)]
        policy: Option<PathBuf>,
        /// Only this system
        #[arg(long)]
        system: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Lets a rule delete what its preview showed, and from then on what passes its date
    Confirm {
        /// The rule: system/collection/term
        rule: String,
        #[command(flatten)]
        place: Place,
        /// The reading that was looked at, as the preview prints it in JSON  [default: the last one shown]
        #[arg(long)]
        digest: Option<String>,
    },
    /// Carries confirmed rules out, batch by batch
    Run {
        #[command(flatten)]
        place: Place,
        /// Only this system
        #[arg(long)]
        system: Option<String>,
        /// Rows in one transaction of a system: fewer holds locks shorter, more is quicker
        #[arg(long, default_value_t = app::retention::BATCH_ROWS, value_parser = clap::value_parser!(u32).range(1..=50_000))]
        batch_rows: u32,
        /// Counts what would go, and leaves it
        #[arg(long)]
        dry_run: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The rows of a rule that asks somebody, and what was decided about others
    Asked {
        /// The rule: system/collection/term
        rule: String,
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Decides about rows of a rule that asks somebody: delete them now, or keep them until a day
    Decide {
        /// The rule: system/collection/term
        rule: String,
        #[command(flatten)]
        place: Place,
        /// A row, as `gestand retention asked` lists it; several times
        #[arg(long = "row", required = true)]
        rows: Vec<String>,
        /// What the rule read like, as `gestand retention asked` prints it in JSON  [default: what it reads now]
        #[arg(long)]
        digest: Option<String>,
        /// They go now; many at once wait for somebody else to allow it
        #[arg(long, required_unless_present = "until", conflicts_with = "until")]
        delete: bool,
        /// The first day on which they no longer stay
        #[arg(long, requires = "reason")]
        until: Option<jiff::civil::Date>,
        /// Why they stay; names nobody
        #[arg(long)]
        reason: Option<String>,
    },
    /// Allows a deletion that somebody else decided
    Allow {
        /// The decision
        decision: String,
        #[command(flatten)]
        place: Place,
    },
    /// The last sweeps with their receipts
    Sweeps {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// What sort of hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum HoldWord {
    /// A legal claim
    Claim,
    /// A tax authority or auditor asks
    Fiscal,
    /// A case of fraud
    Fraud,
}

impl From<HoldWord> for store::holds::HoldKind {
    fn from(word: HoldWord) -> Self {
        match word {
            HoldWord::Claim => Self::Claim,
            HoldWord::Fiscal => Self::Fiscal,
            HoldWord::Fraud => Self::Fraud,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum AttestationsCommand {
    /// Enters one that an officer gave on paper; prints its id
    Add {
        #[command(flatten)]
        place: Place,
        /// The clause that it is about, as in S31
        clause: String,
        /// The e-mail address of the officer who stands for it
        #[arg(long)]
        by: String,
        /// What was looked at, where and how; names nobody
        #[arg(long)]
        looked_at: String,
        /// The document that shows it; only its digest is kept
        #[arg(long, value_name = "FILE")]
        document: PathBuf,
        /// The last day on which it counts, YYYY-MM-DD, a year from now at most
        #[arg(long)]
        review_on: jiff::civil::Date,
    },
    /// The attestations, the latest first
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Withdraws one
    Withdraw {
        id: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum HoldsCommand {
    /// Places a hold; prints its id
    Add {
        #[command(flatten)]
        place: Place,
        /// What sort of reason
        #[arg(long, value_enum)]
        kind: HoldWord,
        /// Why, in Dutch, as the person is told; names nobody
        #[arg(long)]
        reason: String,
        /// The same in English  [default: the Dutch text]
        #[arg(long)]
        reason_en: Option<String>,
        /// KIND=VALUE of whose data it keeps; may be given several times
        #[arg(long = "identity")]
        identities: Vec<inventory::Identity>,
        /// Only this system
        #[arg(long)]
        system: Option<String>,
        /// Only this collection of it
        #[arg(long, requires = "system")]
        collection: Option<String>,
        /// Only rows that this retention term lets go
        #[arg(long)]
        term: Option<String>,
        /// The first day on which it no longer holds, YYYY-MM-DD
        #[arg(long)]
        until: Option<jiff::civil::Date>,
    },
    /// The holds, the latest first; never whom they name
    List {
        #[command(flatten)]
        place: Place,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Ends a hold and wipes whom it named
    End {
        id: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum SuppressionCommand {
    /// Reads a list from standard input, one address or KIND=VALUE a line, and says which lines are on the list
    Check {
        #[command(flatten)]
        place: Place,
        /// Prints the lines that may be used instead
        #[arg(long)]
        allowed: bool,
        /// Also asks whether the addresses may be written to for this purpose: an id of the policy
        #[arg(long)]
        purpose: Option<String>,
        /// The purpose for which the addresses were collected, such as support
        #[arg(long, requires = "purpose")]
        collected_for: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Puts somebody on the list who wants to be left alone
    Add {
        /// KIND=VALUE
        identity: inventory::Identity,
        #[command(flatten)]
        place: Place,
    },
    /// Takes somebody off the list, at their own wish
    Remove {
        /// KIND=VALUE
        identity: inventory::Identity,
        #[command(flatten)]
        place: Place,
    },
    /// How many are on the list
    Count {
        #[command(flatten)]
        place: Place,
    },
}
