//! How long a scan of the demo's example site takes, every page in every state, with a real browser.
//!
//!     cargo xtask bench scan [--times N]
//!
//! Starts `gestand demo` and runs `gestand scan` against it, both from the release build that the command has just made.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use benches::report::Goal;
use benches::{Report, Series, Stopwatch, servers};

/// Whose hosts the trackers of the example stand for.
const STAND_INS: [(&str, &str); 6] = [
    ("ga", "google-analytics.com"),
    ("ads", "doubleclick.net"),
    ("meta", "facebook.com"),
    ("facebook", "facebook.com"),
    ("linkedin", "linkedin.com"),
    ("funnelview", "funnelview.example"),
];

/// The demo as a process; ends with this value.
struct Demo {
    process: Child,
    site_port: u16,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn main() -> Result<()> {
    let times = times()?;
    let program = program()?;
    let folder = tempfile::tempdir()?;
    let demo = start(&program, folder.path())?;
    let mut taken = Series::default();
    let mut findings = 0;
    for _ in 0..times {
        let time = Stopwatch::start();
        findings += scan(&program, demo.site_port)?;
        taken.add(time.read());
    }
    let summary = taken.summary();
    let mut report = Report::new("scan");
    report.figure(
        format!(
            "the example site in every state, median ({:.1}–{:.1} s)",
            summary.min / 1000.0,
            summary.max / 1000.0
        ),
        summary.median / 1000.0,
        "s",
        Some(Goal::AtMost(60.0)),
    );
    report.figure("findings that contradict the policy", f64::from(findings), "", Some(Goal::AtMost(0.0)));
    report.print();
    Ok(())
}

fn start(program: &Path, data: &Path) -> Result<Demo> {
    let site_port = free_pair()?;
    let mut command = Command::new(program);
    // Its own first drill looks at nothing: what is measured has the machine for itself.
    command.env("CHROMIUM", "none").current_dir(servers::root());
    command.args(["demo", "--port", "0", "--site-port", &site_port.to_string()]).arg("--data").arg(data);
    let mut process =
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("the demo does not start")?;
    let out = process.stdout.take().context("the demo says nothing")?;
    let demo = Demo { process, site_port };
    for line in BufReader::new(out).lines() {
        if line?.contains("Ctrl-C ends it") {
            return Ok(demo);
        }
    }
    bail!("the demo ended before it served")
}

/// Scans once; how much was found.
fn scan(program: &Path, port: u16) -> Result<u32> {
    let mut command = Command::new(program);
    command.current_dir(servers::root()).arg("scan").arg(format!("http://127.0.0.1:{port}/nl"));
    command.args([
        "--policy",
        "examples/leskracht",
        "--script",
        "crates/web/example/steps.toml",
        "--format",
        "json",
    ]);
    for (path, host) in STAND_INS {
        command.arg("--stands-for").arg(format!("http://127.0.0.2:{}/{path}/={host}", port + 1));
    }
    let out = command.stderr(Stdio::inherit()).output().context("the scan does not start")?;
    let report: serde_json::Value =
        serde_json::from_slice(&out.stdout).context("the scan did not end well")?;
    let complete = |state: &serde_json::Value| state["entered"] == true && state["complete"] == true;
    if !report["states"].as_array().is_some_and(|states| states.len() == 9 && states.iter().all(complete)) {
        bail!("not every state was seen: {}", report["states"]);
    }
    Ok(u32::try_from(report["findings"].as_array().map_or(0, Vec::len))?)
}

/// Two free ports in a row, for the site and the trackers.
fn free_pair() -> Result<u16> {
    for _ in 0..50 {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let next = first
            .checked_add(1)
            .is_some_and(|port| TcpListener::bind((Ipv4Addr::new(127, 0, 0, 2), port)).is_ok());
        if next {
            return Ok(first);
        }
    }
    bail!("no two free ports in a row")
}

/// The release build beside this benchmark.
fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("gestand");
    if program.is_file() {
        return Ok(program);
    }
    bail!("{} is not there: run `cargo xtask bench scan`, which builds it", program.display())
}

fn times() -> Result<usize> {
    let mut words = std::env::args().skip(1);
    match (words.next().as_deref(), words.next()) {
        (None, _) => Ok(3),
        (Some("--times"), Some(value)) => Ok(value.parse()?),
        _ => bail!("the only option is --times N"),
    }
}
