//! The machine that a benchmark ran on, and how busy it was with other things.

use std::fs;

use serde::Serialize;

/// What to know of a machine when reading a figure.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// The processor's name.
    pub processor: String,
    /// How many cores there are.
    pub cores: usize,
    /// Memory in GiB.
    pub memory_gib: u64,
    /// The load average of the last minute when the benchmark began.
    pub load: f64,
}

impl Machine {
    /// This one, now.
    pub fn here() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let after = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned())).unwrap_or_default()
        };
        let memory = after(&read("/proc/meminfo"), "MemTotal");
        let kib: u64 =
            memory.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or_default();
        let load = read("/proc/loadavg");
        Self {
            processor: after(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory_gib: kib.div_ceil(1024 * 1024),
            load: load.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or_default(),
        }
    }
}
