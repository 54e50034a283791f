//! `gestand`: the one binary.
//!
//! [`args`] is the grammar, [`command`] has a file per command, [`output`] prints tables and JSON,
//! [`exit`] says what each exit code means. A command parses, calls a use case in `app` and prints: no rules
//! stand here.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its standard streams"
)]

mod args;
mod command;
mod exit;
mod memory;
mod open;
mod output;
mod wish;

use std::process::ExitCode;

use clap::Parser as _;

/// The exit code of a program that ends because nobody reads what it prints: 128 and the number of the signal that says so.
const UNREAD: i32 = 141;

/// Whoever reads may stop reading, as `head` does. That is no fault, and no trace of the program is of use to them.
fn end_quietly_when_nobody_reads() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload().downcast_ref::<String>().map_or("", String::as_str);
        if said.starts_with("failed printing to stdout") && said.contains("Broken pipe") {
            std::process::exit(UNREAD);
        }
        report(panic);
    }));
}

fn main() -> ExitCode {
    memory::share_one_heap();
    end_quietly_when_nobody_reads();
    let arguments = args::Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("GESTAND_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,app=info,web=info")),
        )
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gestand cannot start: {error}");
            return exit::Code::Failed.into();
        }
    };
    match runtime.block_on(command::run(arguments)) {
        Ok(code) => code.into(),
        Err(problem) => {
            eprintln!("{}", output::problem(&problem));
            exit::Code::Failed.into()
        }
    }
}
