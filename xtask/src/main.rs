//! The project's own commands: `cargo xtask test | arrows | banner | bench | licences`.
//!
//! A command is one file with one `run`. Everything that a newcomer or the CI needs starts here, so that the
//! README can stay at two commands.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its standard streams"
)]

mod arrows;
mod banner;
mod bench;
mod licences;
mod servers;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask COMMAND

  test [FILTER …]   everything: format, lints, arrows, licences, and every test against real PostgreSQL,
                    MariaDB and Chromium, which it installs when missing (Debian, as root) and starts itself
  arrows            the layer check: which crate may use which
  banner [--check]  builds the consent banner from its sources (needs node), or checks that the committed build
                    is what they give
  licences          every crate in use is licensed as deny.toml allows
  bench NAME        a benchmark on servers of its own: requests | real | discovery | sweep |
                    decide | start | ledger
  servers           starts the test servers and prints their addresses until interrupted
";

fn main() -> ExitCode {
    // The causes in a line each, never a stack trace.
    run().map_or_else(
        |error| {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

fn run() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    std::env::set_current_dir(tools::root()?)?;
    match command.as_str() {
        "test" => test::run(&rest),
        "arrows" => arrows::run(),
        "banner" => banner::run(&rest),
        "licences" => licences::run(),
        "bench" => bench::run(&rest),
        "servers" => servers::run(),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no command “{other}”\n\n{HELP}"),
    }
}
