//! Pictures of figures, drawn on the server as SVG: no script, no style attribute, the numbers beside them.

use kernel::Language;

use crate::text;
use crate::view::{Tally, Verdict, YearMonth};
use jiff::civil::Date;

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

/// A column per day, each in three parts, one on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The days, oldest first.
    pub days: Vec<Day>,
}

/// One day of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which day.
    pub day: Date,
    /// The part at the top: everything was allowed.
    pub all: u64,
    /// The part in the middle: something was.
    pub some: u64,
    /// The part at the bottom: nothing was.
    pub none: u64,
}

/// A day, laid out: each part has a top and a height.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayColumn {
    /// Left edge.
    pub x: usize,
    /// Centre, for the label.
    pub middle: usize,
    /// The part at the top.
    pub all: (u64, u64),
    /// The part in the middle.
    pub some: (u64, u64),
    /// The part at the bottom.
    pub none: (u64, u64),
    /// The day of the month and the month, in figures.
    pub label: String,
    /// Whether there is room for the label: once a week.
    pub labelled: bool,
}

impl Days {
    /// Width of a column with its gap.
    const STEP: usize = 22;

    /// Width of the picture.
    pub fn width(&self) -> usize {
        self.days.len() * Self::STEP + 24
    }

    /// Everything was allowed, so many times.
    pub fn all(&self) -> u64 {
        self.days.iter().map(|day| day.all).sum()
    }

    /// Something was.
    pub fn some(&self) -> u64 {
        self.days.iter().map(|day| day.some).sum()
    }

    /// Nothing was.
    pub fn none(&self) -> u64 {
        self.days.iter().map(|day| day.none).sum()
    }

    /// The columns, laid out in a picture of [`Self::width`] by 164.
    pub fn layout(&self) -> Vec<DayColumn> {
        let highest = self.days.iter().map(|day| day.all + day.some + day.none).max().unwrap_or(0).max(1);
        let scaled = |count: u64| if count == 0 { 0 } else { (count * HEIGHT / highest).max(1) };
        let last = self.days.len().saturating_sub(1);
        let column = |(index, day): (usize, &Day)| {
            let part = |under: u64, count: u64| {
                let height = scaled(count);
                (under.saturating_sub(height), height)
            };
            let none = part(20 + HEIGHT, day.none);
            let some = part(none.0, day.some);
            let all = part(some.0, day.all);
            DayColumn {
                x: index * Self::STEP + 12,
                middle: index * Self::STEP + 20,
                all,
                some,
                none,
                label: format!("{}-{}", day.day.day(), day.day.month()),
                labelled: (last - index).is_multiple_of(7),
            }
        };
        self.days.iter().enumerate().map(column).collect()
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
    fn days_stand_on_the_axis_and_their_parts_on_each_other() {
        let day = |n: i8, all, some, none| Day { day: Date::constant(2026, 12, n), all, some, none };
        let days = Days { days: vec![day(1, 1000, 0, 1), day(2, 0, 0, 0), day(3, 300, 200, 501)] };
        let layout = days.layout();
        for column in &layout {
            assert_eq!(column.none.0 + column.none.1, 140, "on the axis");
            assert_eq!(column.some.0 + column.some.1, column.none.0);
            assert_eq!(column.all.0 + column.all.1, column.some.0);
            assert!(column.all.0 <= 140);
        }
        assert_eq!(layout[0].none.1, 1, "one in a thousand is seen");
        assert_eq!((days.all(), days.some(), days.none()), (1300, 200, 502));
        assert!(layout[2].labelled && !layout[1].labelled);
    }

    #[test]
    fn a_wall_has_a_tile_for_every_promise() {
        let tally = Tally { verdicts: vec![Verdict::Kept; 134] };
        assert_eq!(tally.tiles().len(), 134);
        assert_eq!((tally.wall_width(), tally.wall_height()), (540, 100));
        assert_eq!(Tally::default().wall_height(), 0);
    }
}
