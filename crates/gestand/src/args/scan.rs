//! `gestand scan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use kernel::Language;

/// How a report of a scan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ScanFormat {
    /// For people: findings and what was stored.
    #[default]
    Table,
    /// For programs.
    Json,
    /// A page that needs nothing else.
    Html,
    /// A document to hand on; needs --out.
    Pdf,
}

/// `gestand scan`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing was found; 1 something was; 2 the site or a browser could not be reached, or a bound was reached before everything was seen."
)]
pub struct ScanArguments {
    /// The addresses to begin with
    #[arg(required = true)]
    pub urls: Vec<String>,
    /// The policy folder whose services are declared; without it only the notice and known trackers are judged
    #[arg(long)]
    pub policy: Option<PathBuf>,
    /// A state to look at, such as refused or only:analytics; may be repeated  [default: every state]
    #[arg(long = "state")]
    pub states: Vec<String>,
    /// Looks at the given addresses only, not at the sitemap and links on the same site
    #[arg(long)]
    pub only_these: bool,
    /// How many pages are looked at
    #[arg(long, default_value_t = 25)]
    pub pages: usize,
    /// How many seconds the whole scan may take
    #[arg(long, default_value_t = 1800)]
    pub seconds: u64,
    /// A further host of the site's own, such as its Gestand; may be repeated
    #[arg(long = "own")]
    pub own: Vec<String>,
    /// Addresses that stand for a host, as http://127.0.0.2:8082/ga/=google-analytics.com; may be repeated
    #[arg(long = "stands-for", value_name = "PREFIX=HOST")]
    pub stand_ins: Vec<String>,
    /// A TOML file of steps that a visitor takes: go, click, fill, see
    #[arg(long)]
    pub script: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub format: ScanFormat,
    /// The language of the report: nl or en
    #[arg(long = "lang", default_value = "nl", value_parser = super::texts::language)]
    pub language: Language,
    /// Writes the report here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Writes the traffic here, without values
    #[arg(long)]
    pub har: Option<PathBuf>,
    /// Puts pictures of each state into this folder
    #[arg(long)]
    pub screenshots: Option<PathBuf>,
    /// Writes the missing declarations as facts/services.toml has them: to this file, or to standard output
    #[arg(long, num_args = 0..=1, default_missing_value = "-", value_name = "FILE")]
    pub propose: Option<PathBuf>,
}
