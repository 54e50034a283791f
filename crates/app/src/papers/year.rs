//! The requests of a year, on paper: per month with a chart, per right, and why what was refused. Nobody can be recognised
//! in it: it holds months and counts.

use std::fmt::Write as _;

use jiff::civil::date;
use kernel::calendar::{date_text, month_name};
use kernel::{Actor, Language};
use paper::{Block, Chart, Paper, Section, Table, text};

use super::{issuer, organisation, say};
use crate::app::App;
use crate::error::{Error, Result};
use crate::register::{self, Month, Year};
use crate::wording;

/// The report of a year.
///
/// # Errors
/// The actor may not see the register, or no edition is in force.
pub async fn year(app: &App, actor: &Actor, year: i16, language: Language) -> Result<Paper> {
    let deployment = app.deployment()?;
    let figures = register::year(app, actor, year).await?;
    let edition = &deployment.edition;
    let mut about = organisation(edition, language);
    let (received, late): (u64, u64) =
        figures.rows.iter().fold((0, 0), |(received, late), row| (received + row.received, late + row.late));
    about.push((say(language, "Verzoeken", "Requests").to_owned(), text(received.to_string())));
    about.push((say(language, "Te laat", "Too late").to_owned(), text(late.to_string())));
    let first = date(year, 1, 1);
    let last = first.last_of_year();
    let so_far = last.min(app.today());
    Ok(Paper {
        language,
        title: format!("{} {year}", say(language, "Verzoeken in", "Requests in")),
        subtitle: say(
            language,
            "Wat mensen over hun gegevens vroegen, en hoe het afliep. Tellingen, geen namen.",
            "What people asked about their data, and how it ended. Counts, no names.",
        )
        .to_owned(),
        issuer: issuer(edition),
        date: app.today(),
        identifier: format!("requests-{year}-{so_far}-{received}-{late}-{language}"),
        about,
        foot: format!("{} {}", say(language, "Tot en met", "Up to"), date_text(so_far, language)),
        sections: sections(&figures, language)?,
    })
}

fn sections(year: &Year, language: Language) -> Result<Vec<Section>> {
    if year.rows.is_empty() {
        let none = say(
            language,
            "Er kwam in dit jaar niets binnen dat is afgesloten.",
            "Nothing came in within this year that was closed.",
        );
        let blocks = vec![Block::Paragraph { line: text(none) }];
        return Ok(vec![Section { level: 1, heading: String::new(), blocks }]);
    }
    let mut sections = vec![
        Section {
            level: 1,
            heading: say(language, "Per maand", "Per month").to_owned(),
            blocks: vec![Block::Chart(chart(&year.months, language)?), months(&year.months, language)],
        },
        Section {
            level: 1,
            heading: say(language, "Per recht", "Per right").to_owned(),
            blocks: vec![rights(year, language)],
        },
    ];
    if !year.refusals.is_empty() {
        let rows = year
            .refusals
            .iter()
            .map(|(ground, count)| vec![text(grounds(ground, language)), text(count.to_string())]);
        sections.push(Section {
            level: 1,
            heading: say(language, "Waarom afgewezen", "Why refused").to_owned(),
            blocks: vec![Block::Table(Table {
                caption: String::new(),
                head: vec![
                    say(language, "Grond", "Ground").to_owned(),
                    say(language, "Aantal", "Number").to_owned(),
                ],
                rows: rows.collect(),
                shares: vec![4, 1],
            })],
        });
    }
    Ok(sections)
}

fn grounds(ground: &str, language: Language) -> String {
    let known = ::requests::RefusalGround::ALL.iter().find(|known| known.as_str() == ground);
    known.map_or_else(|| ground.to_owned(), |known| wording::ground(*known).get(language).to_owned())
}

fn months(months: &[Month; 12], language: Language) -> Block {
    let row = |(at, month): (i8, &Month)| {
        vec![
            text(month_name(at, language)),
            text((month.in_time + month.late).to_string()),
            text(month.in_time.to_string()),
            text(month.late.to_string()),
        ]
    };
    let head = [
        say(language, "Maand van ontvangst", "Month of receipt"),
        say(language, "Verzoeken", "Requests"),
        say(language, "Op tijd", "In time"),
        say(language, "Te laat", "Too late"),
    ];
    Block::Table(Table {
        caption: String::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: (1..).zip(months).map(row).collect(),
        shares: vec![3, 2, 2, 2],
    })
}

fn rights(year: &Year, language: Language) -> Block {
    let head = [
        say(language, "Recht", "Right"),
        say(language, "Binnen", "Received"),
        say(language, "Beantwoord", "Answered"),
        say(language, "Afgewezen", "Refused"),
        say(language, "Ingetrokken", "Taken back"),
        say(language, "Te laat", "Too late"),
        say(language, "Dagen (midden)", "Days (median)"),
    ];
    let rows = year.rows.iter().map(|row| {
        let name = row
            .right
            .parse()
            .map_or_else(|_| row.right.clone(), |right| wording::right(right).get(language).to_owned());
        let days = year.days.get(&row.right).map_or_else(|| "–".to_owned(), u64::to_string);
        let counts =
            [row.received, row.answered, row.refused, row.withdrawn, row.late].map(|count| count.to_string());
        std::iter::once(name).chain(counts).chain([days]).map(text).collect()
    });
    Block::Table(Table {
        caption: String::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        shares: vec![4, 2, 2, 2, 2, 2, 2],
    })
}

/// How high the columns are, and how wide each with its gap.
const HEIGHT: u64 = 100;
const STEP: usize = 40;

fn chart(months: &[Month; 12], language: Language) -> Result<Chart> {
    let highest = months.iter().map(|month| month.in_time + month.late).max().unwrap_or(0).max(1);
    let tall = |count: u64| count * HEIGHT / highest;
    let mut svg =
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">"#, STEP * 12, HEIGHT + 34);
    let base = HEIGHT + 16;
    for (index, month) in months.iter().enumerate() {
        let (x, in_time, late) = (index * STEP + 6, tall(month.in_time), tall(month.late));
        let name = month_name(i8::try_from(index + 1).map_err(Error::internal)?, language);
        let name: String = name.chars().take(3).collect();
        // Writing to a String cannot fail. Too late is hatched by its edge as well as by its colour.
        let _ = write!(
            svg,
            r##"<rect x="{x}" y="{}" width="28" height="{in_time}" fill="#1f5a48"/><rect x="{x}" y="{}" width="28" height="{late}" fill="#ffffff" stroke="#a3322b" stroke-width="2"/>"##,
            base - in_time,
            base - in_time - late
        );
        let count = month.in_time + month.late;
        if count > 0 {
            let _ = write!(
                svg,
                r#"<text x="{}" y="{}" font-size="10" text-anchor="middle">{count}</text>"#,
                x + 14,
                base - in_time - late - 4
            );
        }
        let _ = write!(
            svg,
            r#"<text x="{}" y="{}" font-size="10" text-anchor="middle">{name}</text>"#,
            x + 14,
            base + 13
        );
    }
    let _ = write!(svg, r##"<path d="M0 {base}.5H{}" stroke="#161d2f"/></svg>"##, STEP * 12);
    let (total, late) = months
        .iter()
        .fold((0, 0), |(total, late), month| (total + month.in_time + month.late, late + month.late));
    Ok(Chart {
        svg,
        alt: match language {
            Language::Nl => {
                format!("Staven per maand: {total} verzoeken, waarvan {late} te laat beantwoord.")
            }
            Language::En => format!("Columns per month: {total} requests, {late} of them answered too late."),
        },
        caption: say(
            language,
            "Verzoeken naar maand van ontvangst. Vol: op tijd. Leeg met rand: te laat.",
            "Requests by month of receipt. Filled: in time. Empty with an edge: too late.",
        )
        .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::YearRow;

    #[test]
    fn a_year_is_a_chart_and_tables_in_both_languages() {
        let mut months = [Month::default(); 12];
        months[1] = Month { in_time: 3, late: 1 };
        months[11] = Month { in_time: 2, late: 0 };
        let row = YearRow {
            right: "access".into(),
            received: 6,
            answered: 5,
            refused: 1,
            late: 1,
            ..YearRow::default()
        };
        let year = Year {
            rows: vec![row],
            months,
            days: [("access".to_owned(), 9)].into(),
            refusals: vec![("excessive".into(), 1)],
        };
        for language in Language::ALL {
            let sections = sections(&year, language).unwrap();
            assert_eq!(sections.len(), 3);
            let Some(Block::Chart(chart)) = sections[0].blocks.first() else { panic!("a chart first") };
            assert!(chart.alt.contains('6') && chart.alt.contains('1'), "{}", chart.alt);
            assert_eq!(chart.svg.matches("<rect").count(), 24);
            assert!(!chart.svg.contains("height=\"-") && chart.svg.ends_with("</svg>"));
            let Some(Block::Table(table)) = sections[1].blocks.first() else { panic!("a table") };
            assert_eq!(table.rows[0].last(), Some(&text("9")));
            let Some(Block::Table(table)) = sections[2].blocks.first() else { panic!("grounds") };
            assert_ne!(table.rows[0][0], text("excessive"), "in words");
        }
        let empty = Year { rows: vec![], months: [Month::default(); 12], days: [].into(), refusals: vec![] };
        assert_eq!(sections(&empty, Language::Nl).unwrap().len(), 1);
    }
}
