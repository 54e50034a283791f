//! How soon the demo answers on a data folder that exists, what it takes when idle, and how large the program is.
//!
//!     cargo xtask bench start [--times N]
//!
//! Starts `gestand demo` from the release build that the command has just made.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use benches::report::Goal;
use benches::{Report, Series, Stopwatch, memory, servers};

/// The page that must answer.
const PAGE: &str = "/nl/demo";
const LONGEST: Duration = Duration::from_mins(1);
const IDLE: Duration = Duration::from_secs(10);
/// What the first drill, without a browser, needs on top of that on a small machine.
const FIRST_DRILL: Duration = Duration::from_secs(20);

/// The demo as a process; ends with this value.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Demo {
    /// Starts it and waits until its page answers with 200; gives how long that took.
    fn start(program: &Path, data: &Path) -> Result<(Self, Duration)> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let time = Stopwatch::start();
        let mut command = Command::new(program);
        // What is measured is the program: its first drill starts no browser beside it.
        command.env("CHROMIUM", "none");
        command.arg("demo").args(["--port", &port.to_string()]).arg("--data").arg(data);
        let child = command.current_dir(servers::root()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut demo = Self(child.with_context(|| format!("{} does not start", program.display()))?);
        while !answers(port) {
            if let Some(status) = demo.0.try_wait()? {
                bail!("the demo ended with {status}");
            }
            if time.read() > LONGEST {
                bail!("the demo did not answer within {} s", LONGEST.as_secs());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok((demo, time.read()))
    }

    fn resident_mib(&self) -> Result<f64> {
        let resident = memory::of(&self.0.id().to_string())?;
        Ok(f64::from(u32::try_from(resident.now)?) / 1024.0)
    }
}

fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        write!(stream, "GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
        let mut head = [0u8; 12];
        stream.read_exact(&mut head)?;
        Ok(head.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}

fn main() -> Result<()> {
    let times = times()?;
    let program = program()?;
    let mut report = Report::new("start");
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("demo");
    let (demo, first) = Demo::start(&program, &data)?;
    report.figure("first start, on an empty folder", first.as_secs_f64() * 1000.0, "ms", None);
    std::thread::sleep(IDLE);
    let busy = demo.resident_mib()?;
    std::thread::sleep(FIRST_DRILL);
    drop(demo);
    let mut starts = Series::default();
    let mut resident: Vec<f64> = Vec::new();
    for turn in 0..times {
        let (demo, time) = Demo::start(&program, &data)?;
        starts.add(time);
        if turn % 4 == 0 {
            std::thread::sleep(IDLE);
            resident.push(demo.resident_mib()?);
        }
    }
    let summary = starts.summary();
    report.figure(
        format!(
            "start on an existing folder until {PAGE} answers, median ({:.0}–{:.0})",
            summary.min, summary.max
        ),
        summary.median,
        "ms",
        Some(Goal::AtMost(1000.0)),
    );
    let most = resident.iter().copied().fold(0.0, f64::max);
    report.figure(
        "resident memory ten seconds after the very first start, at work on its first drill",
        busy,
        "MiB",
        None,
    );
    report.figure("resident memory after ten idle seconds, at most", most, "MiB", Some(Goal::AtMost(60.0)));
    let bytes = std::fs::metadata(&program)?.len();
    report.figure("the program", f64::from(u32::try_from(bytes / 1024)?) / 1024.0, "MiB", None);
    report.print();
    Ok(())
}

/// The release build beside this benchmark.
fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("gestand");
    if program.is_file() {
        return Ok(program);
    }
    bail!("{} is not there: run `cargo xtask bench start`, which builds it", program.display())
}

fn times() -> Result<usize> {
    let mut words = std::env::args().skip(1);
    match (words.next().as_deref(), words.next()) {
        (None, _) => Ok(10),
        (Some("--times"), Some(value)) => Ok(value.parse()?),
        _ => bail!("the only option is --times N"),
    }
}
