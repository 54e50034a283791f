//! What a benchmark found: a table for people, and one line of JSON for programs.

use comfy_table::{Table, presets};
use serde::Serialize;

use crate::machine::Machine;
use crate::series::{Series, Summary};

/// What was found, in the order in which it was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    bench: &'static str,
    machine: Machine,
    comparisons: Vec<Comparison>,
    figures: Vec<Figure>,
}

#[derive(Debug, Serialize)]
struct Comparison {
    what: String,
    by_hand_ms: Summary,
    gestand_ms: Summary,
    /// Median over median.
    ratio: f64,
    at_most: f64,
}

#[derive(Debug, Serialize)]
struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<Goal>,
}

/// What a figure should be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
    /// Exactly this.
    Exactly(f64),
}

impl Goal {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
            Self::Exactly(whole) => (value - whole).abs() < 0.5,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtLeast(least) => format!("≥ {}", number(least)),
            Self::AtMost(most) => format!("≤ {}", number(most)),
            Self::Exactly(whole) => format!("= {}", number(whole)),
        }
    }
}

impl Report {
    /// An empty report of a benchmark that begins now.
    pub fn new(bench: &'static str) -> Self {
        Self { bench, machine: Machine::here(), comparisons: Vec::new(), figures: Vec::new() }
    }

    /// Adds the same work done by hand and by Gestand, in turns in one run.
    pub fn compare(&mut self, what: impl Into<String>, by_hand: &Series, gestand: &Series, at_most: f64) {
        let (by_hand_ms, gestand_ms) = (by_hand.summary(), gestand.summary());
        let ratio = gestand_ms.median / by_hand_ms.median;
        self.comparisons.push(Comparison { what: what.into(), by_hand_ms, gestand_ms, ratio, at_most });
    }

    /// Adds a figure.
    pub fn figure(&mut self, what: impl Into<String>, value: f64, unit: &'static str, goal: Option<Goal>) {
        self.figures.push(Figure { what: what.into(), value, unit, goal });
    }

    /// Prints everything.
    pub fn print(&self) {
        println!(
            "\n{}: {}, {} cores, {} GiB, load {:.1} at the start\n",
            self.bench,
            self.machine.processor,
            self.machine.cores,
            self.machine.memory_gib,
            self.machine.load
        );
        if !self.comparisons.is_empty() {
            println!("{}\n", self.comparison_table());
        }
        if !self.figures.is_empty() {
            println!("{}\n", self.figure_table());
        }
        if let Ok(json) = serde_json::to_string(self) {
            println!("{json}");
        }
    }

    fn comparison_table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(["median ms (min–max, times)", "by hand", "Gestand", "ratio", "goal"]);
        for row in &self.comparisons {
            let words = |summary: &Summary| {
                format!("{:.2} ({:.2}–{:.2}, {})", summary.median, summary.min, summary.max, summary.times)
            };
            table.add_row([
                row.what.clone(),
                words(&row.by_hand_ms),
                words(&row.gestand_ms),
                format!("{:.2}", row.ratio),
                judged(row.ratio, Goal::AtMost(row.at_most)),
            ]);
        }
        table
    }

    fn figure_table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY);
        table.set_header(["figure", "value", "goal"]);
        for figure in &self.figures {
            let goal = figure.goal.map(|goal| judged(figure.value, goal)).unwrap_or_default();
            table.add_row([figure.what.clone(), format!("{} {}", number(figure.value), figure.unit), goal]);
        }
        table
    }
}

fn judged(value: f64, goal: Goal) -> String {
    let mark = if goal.is_met(value) { "reached" } else { "MISSED" };
    format!("{} {mark}", goal.words())
}

/// A number with as many decimals as its size deserves.
fn number(value: f64) -> String {
    if value.fract() == 0.0 || value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
