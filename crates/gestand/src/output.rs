//! Printing: a table for people, JSON for programs.

use clap::ValueEnum;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// How data is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
}

/// Prints `data` as JSON, or as the table that `rows` makes of it.
pub fn print<T: Serialize>(
    format: Format,
    data: &T,
    header: &[&str],
    rows: impl FnOnce() -> Vec<Vec<String>>,
) -> anyhow::Result<()> {
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(data)?),
        Format::Table => {
            let mut table = Table::new();
            table.load_style(presets::UTF8_HORIZONTAL_ONLY);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_header(header.to_vec());
            for row in rows() {
                table.add_row(row);
            }
            println!("{table}");
        }
    }
    Ok(())
}

/// A failure in words, with its causes, without a stack trace.
pub fn problem(error: &anyhow::Error) -> String {
    if let Some(error) = error.downcast_ref::<app::Error>() {
        let context = if error.context.is_empty() { String::new() } else { format!("\n  {}", error.context) };
        return format!("gestand: {}{context}", error.text.en);
    }
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    format!("gestand: {}", causes.join("\n  because: "))
}
