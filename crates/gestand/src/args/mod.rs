//! The grammar of the command line; the subcommands stand in files by what they are about.

mod access;
mod editions;
mod evidence;
mod keeping;
mod requests;
mod scan;
mod tasks;
mod texts;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::output::Format;

pub use access::{AccessArguments, KeysCommand, StaffCommand};
pub use editions::EditionCommand;
pub use evidence::{LedgerCommand, MapCommand};
pub use keeping::{AttestationsCommand, HoldsCommand, RetentionCommand, SuppressionCommand};
pub use requests::RequestsCommand;
pub use scan::{ScanArguments, ScanFormat};
pub use tasks::TasksCommand;
pub use texts::{DiffArguments, ImportArguments, LintArguments, PaperArguments, ReportFormat};

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
    /// Signs outgoing mail (DKIM): DOMAIN:SELECTOR:FILE, where FILE holds an RSA key ("BEGIN RSA PRIVATE KEY") or an
    /// Ed25519 key in base64
    #[arg(long, env = "GESTAND_DKIM")]
    pub dkim: Option<String>,
    /// Networks of your own that copies and callbacks may be sent to besides the public internet, such as 10.20.0.0/16
    #[arg(long, env = "GESTAND_REACH", value_delimiter = ',')]
    pub reach: Vec<ipnet::IpNet>,
    /// Signs callbacks of OpenDSR: CERTIFICATE:KEY, two PEM files, of which the certificate is published
    #[arg(long, env = "GESTAND_OPENDSR")]
    pub opendsr: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Shows the whole product on invented people, on this machine only
    Demo {
        /// The port of the pages
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The port of the example site; the trackers beside it take the next one
        #[arg(long, default_value_t = 8081)]
        site_port: u16,
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
        /// Starts over with some months behind it: requests that came and were answered
        #[arg(long)]
        seeded: bool,
    },
    /// Looks with a real browser at what a site does on a visitor's device
    Scan(ScanArguments),
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
        #[command(flatten)]
        access: AccessArguments,
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
    /// What a policy may not say and may not leave out: conflicts with the law and gaps, with line and mending
    Lint(LintArguments),
    /// Makes a policy folder of an existing text
    Import(ImportArguments),
    /// What changed between two texts, and which consents that ends
    Diff(DiffArguments),
    /// An edition, what it changes, or how its promises stand, as a PDF that everybody can read (PDF/UA-1)
    Paper(PaperArguments),
    /// Editions on their way: draft, checked, approved by a second person, announced, in force
    #[command(subcommand)]
    Edition(EditionCommand),
    /// Publishes the first edition of an installation, or one that was in force before; later ones are announced first
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
    /// Writes the script that asks visitors, for a site that is served elsewhere
    Banner {
        /// The policy folder
        #[arg(long)]
        policy: PathBuf,
        /// The folder of an edition that was in force before, the oldest first; may be given several times. What a later one
        /// widened is asked again of whoever agreed under an earlier one
        #[arg(long)]
        earlier: Vec<PathBuf>,
        /// The folder to write gestand.js and its Brotli form into
        #[arg(long)]
        out: PathBuf,
        /// The address under which people reach Gestand: choices are recorded there
        #[arg(long, env = "GESTAND_BASE_URL", default_value = "http://127.0.0.1:8080")]
        base_url: String,
        /// Also holds back what scripts of the site start by themselves
        #[arg(long)]
        strict: bool,
        /// Records no choices: for a site without Gestand behind it
        #[arg(long)]
        no_record: bool,
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
    /// What holders of systems without an interface are asked
    #[command(subcommand)]
    Tasks(TasksCommand),
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
        right: ::requests::Right,
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
        /// The purpose for which the data were collected, when it is another
        #[arg(long)]
        collected_for: Option<String>,
        /// The day from which the retention term of the data counts, YYYY-MM-DD
        #[arg(long)]
        since: Option<jiff::civil::Date>,
        /// The country that the data would go to, such as NL
        #[arg(long)]
        country: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// How long data stay, and letting them go
    #[command(subcommand)]
    Retention(RetentionCommand),
    /// Reasons to keep data that stand in no policy: a claim, a fiscal question, a fraud case
    #[command(subcommand)]
    Holds(HoldsCommand),
    /// What members of staff stand for where no system can show it
    #[command(subcommand)]
    Attestations(AttestationsCommand),
    /// Who must not come back by an import, or be written to
    #[command(subcommand)]
    Suppression(SuppressionCommand),
    /// Sends a message that answers no request, when its receiver, the policy and the lint allow it
    Message {
        #[command(flatten)]
        place: Place,
        /// To whom
        #[arg(long)]
        to: String,
        /// transactional | service | marketing
        #[arg(long)]
        class: app::messages::Class,
        /// The purpose: an id of the policy
        #[arg(long)]
        purpose: String,
        /// One line
        #[arg(long)]
        title: String,
        /// Plain text
        #[arg(long)]
        body: String,
        /// nl or en
        #[arg(long, default_value = "nl")]
        language: String,
    },
    /// The yearly report of handled requests, without anybody in it
    Report {
        #[command(flatten)]
        place: Place,
        /// The year; this one when left out
        #[arg(long)]
        year: Option<i16>,
        /// Comma separated values (RFC 4180) instead
        #[arg(long)]
        csv: bool,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// People who may use the desk
    #[command(subcommand)]
    Staff(StaffCommand),
    /// Programs that may ask for decisions
    #[command(subcommand)]
    Keys(KeysCommand),
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
