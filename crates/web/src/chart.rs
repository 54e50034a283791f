//! Pictures of figures, drawn on the server as SVG: no script, no style attribute, the numbers beside them.

use kernel::Language;

use crate::text;
use crate::view::{Tally, Verdict, YearMonth};

/// Width of a column with its gap, in units of the picture.
const STEP: usize = 44;
/// Height of the plot.
const HEIGHT: u64 = 120;

/// A column per month, each split in two: answered in time (below) and the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The months, oldest first.
    pub months: Vec<Month>,
}

/// One month of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Which month.
    pub month: YearMonth,
    /// How many in time.
    pub in_time: u64,
    /// How many late.
    pub late: u64,
}

/// A column, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Left edge.
    pub x: usize,
    /// Centre, for the labels.
    pub middle: usize,
    /// Top of the part in time.
    pub in_time_y: u64,
    /// Height of the part in time.
    pub in_time_height: u64,
    /// Top of the late part.
    pub late_y: u64,
    /// Height of the late part.
    pub late_height: u64,
    /// The count above the column.
    pub count: u64,
    /// Where the count stands.
    pub count_y: u64,
    /// The month, short; with the year in January and at the left edge.
    pub label: String,
    /// The year below it, where it begins.
    pub year: Option<i16>,
}

impl Columns {
    /// Width of the picture.
    pub fn width(&self) -> usize {
        self.months.len() * STEP + 8
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.months.iter().map(|month| month.in_time + month.late).sum()
    }

    /// How many late.
    pub fn late(&self) -> u64 {
        self.months.iter().map(|month| month.late).sum()
    }

    /// The columns, laid out in a picture of [`Self::width`] by 180.
    pub fn layout(&self, language: &Language) -> Vec<Column> {
        let highest = self.months.iter().map(|month| month.in_time + month.late).max().unwrap_or(0).max(1);
        let scaled = |count: u64| if count == 0 { 0 } else { (count * HEIGHT / highest).max(2) };
        self.months
            .iter()
            .enumerate()
            .map(|(index, month)| {
                let (in_time_height, late_height) = (scaled(month.in_time), scaled(month.late));
                let in_time_y = (20 + HEIGHT).saturating_sub(in_time_height);
                let late_y = in_time_y.saturating_sub(late_height);
                Column {
                    x: index * STEP + 12,
                    middle: index * STEP + 26,
                    in_time_y,
                    in_time_height,
                    late_y,
                    late_height,
                    count: month.in_time + month.late,
                    count_y: late_y.saturating_sub(6),
                    label: text::month_short(*language, month.month.month).to_owned(),
                    year: (index == 0 || month.month.month == 1).then_some(month.month.year),
                }
            })
            .collect()
    }
}

/// One tile of the wall: a promise, by its verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// Left edge.
    pub x: usize,
    /// Top.
    pub y: usize,
    /// How the promise stands.
    pub verdict: Verdict,
}

impl Tally {
    /// How many tiles stand in a row of the wall.
    const ROW: usize = 27;

    /// The wall of tiles: a promise each, in the order of the document, 27 in a row, 20 units apart.
    pub fn tiles(&self) -> Vec<Tile> {
        self.verdicts
            .iter()
            .enumerate()
            .map(|(index, verdict)| Tile {
                x: index % Self::ROW * 20 + 1,
                y: index / Self::ROW * 20 + 1,
                verdict: *verdict,
            })
            .collect()
    }

    /// Width of the wall.
    pub fn wall_width(&self) -> usize {
        self.total().min(Self::ROW) * 20
    }

    /// Height of the wall.
    pub fn wall_height(&self) -> usize {
        self.total().div_ceil(Self::ROW) * 20
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_inside_the_picture_and_never_hide_a_count() {
        let columns = Columns {
            months: vec![
                Month { month: YearMonth { year: 2026, month: 12 }, in_time: 400, late: 1 },
                Month { month: YearMonth { year: 2027, month: 1 }, in_time: 0, late: 0 },
                Month { month: YearMonth { year: 2027, month: 2 }, in_time: 1, late: 0 },
            ],
        };
        let layout = columns.layout(&Language::Nl);
        assert_eq!(layout.iter().map(|each| each.year).collect::<Vec<_>>(), [Some(2026), Some(2027), None]);
        for column in &layout {
            assert!(column.late_y + column.late_height == column.in_time_y);
            assert!(column.in_time_y + column.in_time_height == 140);
            assert!(column.count == 0 || column.in_time_height + column.late_height >= 2);
        }
        assert_eq!(layout[1].in_time_height, 0);
    }

    #[test]
    fn a_wall_has_a_tile_for_every_promise() {
        let tally = Tally { verdicts: vec![Verdict::Kept; 134] };
        assert_eq!(tally.tiles().len(), 134);
        assert_eq!((tally.wall_width(), tally.wall_height()), (540, 100));
        assert_eq!(Tally::default().wall_height(), 0);
    }
}
