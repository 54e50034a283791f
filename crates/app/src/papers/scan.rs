//! What a scan saw, on paper: the same words as on the page.

use kernel::Language;
use kernel::calendar::date_text;
use paper::{Block, Paper, Run, Section, Table, text};
use scan::report::Report;
use scan::report::sheet::{Part, sheet};
use sha2::{Digest as _, Sha256};

use super::say;

/// The report of a scan.
pub fn scan(report: &Report, language: Language) -> Paper {
    let sheet = sheet(report, language);
    let date = report.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let digest = hex::encode(Sha256::digest(format!("{report:?}")));
    let mut about = vec![(say(language, "Bekeken", "Looked at").to_owned(), text(report.start.join(", ")))];
    about.push((say(language, "Browser", "Browser").to_owned(), text(report.browser.clone())));
    if let Some((version, hash)) = &report.edition {
        about.push((say(language, "Versie", "Edition").to_owned(), text(version.clone())));
        about.push((say(language, "Controlegetal", "Checksum").to_owned(), vec![Run::Exact(hash.clone())]));
    }
    Paper {
        language,
        title: sheet.title,
        subtitle: sheet.lead.join(" "),
        issuer: report.start.join(", "),
        date,
        identifier: format!("{digest}-scan-{language}"),
        about,
        foot: date_text(date, language),
        sections: sheet.parts.into_iter().map(section).collect(),
    }
}

fn section(part: Part) -> Section {
    let mut blocks = Vec::new();
    if !part.text.is_empty() {
        blocks.push(Block::Paragraph { line: text(part.text) });
    }
    if !part.rows.is_empty() {
        let rows = part.rows.into_iter().map(|row| row.into_iter().map(text).collect()).collect();
        blocks.push(Block::Table(Table {
            caption: part.heading.clone(),
            head: part.head,
            rows,
            shares: Vec::new(),
        }));
    }
    if !part.list.is_empty() {
        blocks.push(Block::List { numbered: false, items: part.list.into_iter().map(text).collect() });
    }
    Section { level: 1, heading: part.heading, blocks }
}
