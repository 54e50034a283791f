//! Resident memory of a process, as Linux counts it.

use std::fs;

use anyhow::{Context as _, Result};

/// Resident memory in KiB: now, and the most since the last [`reset_peak`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resident {
    /// Now.
    pub now: u64,
    /// At most.
    pub peak: u64,
}

/// This process.
pub fn own() -> Result<Resident> {
    of("self")
}

/// A process by its number (or `self`).
pub fn of(process: &str) -> Result<Resident> {
    let text = fs::read_to_string(format!("/proc/{process}/status"))?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.with_context(|| format!("/proc/{process}/status has no {name}"))
    };
    Ok(Resident { now: field("VmRSS:")?, peak: field("VmHWM:")? })
}

/// Begins counting this process's peak anew.
pub fn reset_peak() -> Result<()> {
    fs::write("/proc/self/clear_refs", "5").context("the peak of resident memory cannot be reset")
}
