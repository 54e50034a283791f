//! Commands about texts: lint, diff and import.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use kernel::Language;

use super::Place;

/// How a report about a text is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ReportFormat {
    /// For people: each place with its lines, the words underlined.
    #[default]
    #[value(alias = "table")]
    Pretty,
    /// For programs.
    Json,
}

/// `gestand lint`.
#[derive(Debug, Args)]
pub struct LintArguments {
    /// A policy folder, or a text file of a policy that is no folder yet
    pub path: PathBuf,
    /// The day whose law counts, YYYY-MM-DD  [default: today, or the day it comes into force when that is later]
    #[arg(long)]
    pub on: Option<Date>,
    /// The language of the report: nl or en
    #[arg(long, default_value = "en", value_parser = language)]
    pub language: Language,
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// `gestand diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The earlier text: a policy folder, or a published edition by version, day or the first digits of its hash
    pub from: String,
    /// The later text, named in the same way
    pub to: String,
    #[command(flatten)]
    pub place: Place,
    /// The language of the report: nl or en
    #[arg(long, default_value = "en", value_parser = language)]
    pub language: Language,
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// `gestand import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The policy as plain text or HTML
    pub file: PathBuf,
    /// Writes the policy folder here; it must not exist yet
    #[arg(long)]
    pub out: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
}

/// `gestand paper`.
#[derive(Debug, Args)]
pub struct PaperArguments {
    /// privacy | cookies | changes | promises
    pub what: String,
    /// Of the edition of this day, YYYY-MM-DD  [default: today]
    #[arg(long)]
    pub on: Option<Date>,
    /// The file to write
    #[arg(long)]
    pub out: PathBuf,
    /// nl or en
    #[arg(long, default_value = "nl", value_parser = language)]
    pub language: Language,
    #[command(flatten)]
    pub place: Place,
}

/// nl or en.
pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| "the languages are nl and en".to_owned())
}
