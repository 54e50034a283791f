//! The grammar of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::output::Format;
use crate::wish::WishArgs;

/// A privacy policy that runs.
#[derive(Debug, Parser)]
#[command(
    name = "gestand",
    version,
    about,
    after_help = "Exit codes: 0 in order; 1 done, but something is not in order (diagnostics, a broken promise, a bad ledger entry); 2 not done."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// Where Gestand keeps its own things.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The data folder: keys, and the embedded database when no other is named
    #[arg(long, env = "GESTAND_DATA", default_value = "gestand-data")]
    pub data: PathBuf,
    /// Gestand's own database: sqlite:PATH or postgres://…  [default: sqlite in the data folder]
    #[arg(long, env = "GESTAND_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// The address under which people reach this installation
    #[arg(long, env = "GESTAND_BASE_URL", default_value = "http://127.0.0.1:8080")]
    pub base_url: String,
    /// Outgoing mail: smtp://user:password@host:port?from=privacy@example.org; without it mail stays queued
    #[arg(long, env = "GESTAND_MAIL", hide_env_values = true)]
    pub mail: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Shows the whole product on invented people, on this machine only
    Demo {
        /// The port of the pages
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The demo's data folder
        #[arg(long, default_value = "gestand-data/demo")]
        data: PathBuf,
        /// The policy that is in force
        #[arg(long, default_value = "examples/leskracht")]
        policy: PathBuf,
        /// The policy that was in force before it
        #[arg(long, default_value = "examples/leskracht-2022")]
        earlier: PathBuf,
        /// Starts over with fresh invented people
        #[arg(long)]
        fresh: bool,
    },
    /// Serves the site, the portal and the desk, and does the work
    Serve {
        #[command(flatten)]
        place: Place,
        /// The address to listen on
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: std::net::SocketAddr,
        /// Publishes this policy folder first, when it differs from the edition in force
        #[arg(long)]
        policy: Option<PathBuf>,
        /// Reverse proxies whose X-Forwarded-For says who a client is, such as 127.0.0.1,10.0.0.0/8
        #[arg(long, env = "GESTAND_TRUSTED_PROXIES", default_value = "")]
        trusted_proxies: web::Proxies,
        /// Leaves the work to `gestand work` on other machines
        #[arg(long)]
        no_work: bool,
    },
    /// Does the work of requests, mail and schedules, without serving pages
    Work {
        #[command(flatten)]
        place: Place,
    },
    /// Policy folders
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Publishes a policy folder as an edition
    Publish {
        /// The policy folder
        dir: PathBuf,
        #[command(flatten)]
        place: Place,
        /// Records an edition that was in force in the past: the checklist is reported but does not block
        #[arg(long)]
        as_history: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Finds a person's rows in the systems of a policy; reads only
    Find {
        /// The policy folder with the data maps
        #[arg(long)]
        policy: PathBuf,
        /// KIND=VALUE, for example email=eva@school.example; may be given several times
        #[arg(long = "identity", required = true)]
        identities: Vec<inventory::Identity>,
        /// Only this system
        #[arg(long)]
        system: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Requests of people
    #[command(subcommand)]
    Requests(RequestsCommand),
    /// The evidence log
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Data maps
    #[command(subcommand)]
    Map(MapCommand),
    /// A verdict with evidence for every clause
    Check {
        /// The policy folder to check
        #[arg(long)]
        policy: PathBuf,
        #[command(flatten)]
        place: Place,
        /// Sends a marked synthetic person through everything first, and cleans up
        #[arg(long)]
        drill: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// By when a request must be answered
    Deadline {
        /// The day of receipt, YYYY-MM-DD
        #[arg(long)]
        received: jiff::civil::Date,
        /// The right
        #[arg(long, default_value = "access")]
        right: requests::Right,
        /// The term was extended
        #[arg(long)]
        extended: bool,
        /// Take the policy's term from this folder
        #[arg(long, default_value = "examples/leskracht")]
        policy: PathBuf,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Whether data of a person may be used for a purpose now; a JSON list on standard input when nobody is named
    Decide {
        #[command(flatten)]
        place: Place,
        /// KIND=VALUE
        #[arg(long)]
        identity: Option<inventory::Identity>,
        /// The purpose: an id of the policy
        #[arg(long)]
        purpose: Option<String>,
        /// A data category: an id of the policy; may be given several times
        #[arg(long = "category")]
        categories: Vec<String>,
        /// mail | phone | post | push
        #[arg(long)]
        channel: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// How long data stay, and letting them go
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Reasons to keep data that stand in no policy: a claim, a fiscal question, a fraud case
    #[command(subcommand)]
    Holds(HoldsCommand),
    /// Who must not come back by an import, or be written to
    #[command(subcommand)]
    Suppression(SuppressionCommand),
    /// People who may use the desk
    #[command(subcommand)]
    Staff(StaffCommand),
}

#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Compiles a folder and reports everything that is wrong with it
    Check {
        /// The policy folder
        dir: PathBuf,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Writes the JSON Schemas of the facts, for editors
    Schemas {
        /// Where to
        #[arg(default_value = "schemas")]
        dir: PathBuf,
    },
    /// The text that was in force on a day
    Text {
        /// The day, YYYY-MM-DD
        #[arg(long)]
        on: jiff::civil::Date,
        #[command(flatten)]
        place: Place,
        /// nl or en
        #[arg(long, default_value = "nl")]
        language: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum RequestsCommand {
    /// Files a request on behalf of a person
    File {
        #[command(flatten)]
        place: Place,
        /// access, rectification, erasure, restriction, portability, objection or withdrawal
        #[arg(long)]
        right: requests::Right,
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
        /// done | nothing-held | refused
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
