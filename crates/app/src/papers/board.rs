//! How every promise stands, on paper: the check report. It is public, so it counts nobody who could be recognised.

use kernel::Language;
use kernel::calendar::{date_text, moment_text};
use paper::{Block, Line, Paper, Run, Section, Table, text};
use policy::promise::Verdict;

use super::{issuer, organisation, say};
use crate::app::App;
use crate::check::{Board, BoardRow};
use crate::error::Result;

/// The check report of the edition in force.
///
/// # Errors
/// No edition is in force, or our own database does not answer.
pub async fn board(app: &App, language: Language) -> Result<Paper> {
    let deployment = app.deployment()?;
    let edition = &deployment.edition;
    let board = crate::check::board(app).await?;
    let mut about = organisation(edition, language);
    about.push((say(language, "Versie", "Version").to_owned(), text(edition.policy().version.clone())));
    about.push((
        say(language, "Controlegetal", "Checksum").to_owned(),
        vec![Run::Exact(edition.hash().to_string())],
    ));
    if let Some(at) = board.checked {
        let at = moment_text(at.to_zoned(deployment.zone.clone()).datetime(), language);
        about.push((say(language, "Nagekeken", "Checked").to_owned(), text(at)));
    }
    for verdict in VERDICTS {
        let count = board.rows.iter().filter(|row| row.verdict == verdict).count();
        about.push((sentence(verdict.text().get(language)), text(count.to_string())));
    }
    if let Some((note, key)) = crate::ledger_log::public_checkpoint(app).await? {
        about.push((say(language, "Sleutel", "Key").to_owned(), vec![Run::Exact(key)]));
        let lines = note.lines().take(3).collect::<Vec<_>>().join(" · ");
        about.push((say(language, "Logboek", "Log").to_owned(), vec![Run::Exact(lines)]));
    }
    Ok(Paper {
        language,
        title: say(language, "Hoe de beloften staan", "How the promises stand").to_owned(),
        subtitle: say(
            language,
            "Elke belofte van het privacybeleid, met wat laat zien of zij wordt nagekomen.",
            "Every promise of the privacy policy, with what shows whether it is kept.",
        )
        .to_owned(),
        issuer: issuer(edition),
        date: app.today(),
        identifier: format!("{}-board-{:?}-{language}", edition.hash(), board.checked),
        about,
        foot: date_text(app.today(), language),
        sections: sections(&board, language),
    })
}

/// What wants attention first.
const VERDICTS: [Verdict; 4] = [Verdict::Broken, Verdict::Unproven, Verdict::Void, Verdict::Kept];

fn sections(board: &Board, language: Language) -> Vec<Section> {
    let mut sections = Vec::new();
    for verdict in VERDICTS {
        let rows: Vec<&BoardRow> = board.rows.iter().filter(|row| row.verdict == verdict).collect();
        if !rows.is_empty() {
            let heading = sentence(verdict.text().get(language));
            sections.push(Section { level: 1, heading, blocks: vec![table(&rows, language, false)] });
        }
    }
    let heading = say(
        language,
        "Wat de wet verlangt en geen zin belooft",
        "What the law demands and no clause promises",
    );
    let gaps: Vec<&BoardRow> = board.gaps.iter().collect();
    sections.push(Section {
        level: 1,
        heading: heading.to_owned(),
        blocks: vec![table(&gaps, language, true)],
    });
    for product in board.products.iter().filter(|product| !product.rows.is_empty()) {
        let rows: Vec<&BoardRow> = product.rows.iter().collect();
        let heading = format!(
            "{} {}",
            say(language, "Extra regels van", "Additional rules of"),
            product.name.get(language)
        );
        sections.push(Section { level: 1, heading, blocks: vec![table(&rows, language, false)] });
    }
    sections
}

fn table(rows: &[&BoardRow], language: Language, with_verdict: bool) -> Block {
    let head = ["", say(language, "Belofte", "Promise"), say(language, "Wat het laat zien", "What shows it")];
    let cells = |row: &&BoardRow| {
        let mut shown: Line = Vec::new();
        if with_verdict {
            shown.push(Run::Strong(format!("{}. ", sentence(row.verdict.text().get(language)))));
        }
        shown.push(Run::Text(row.reason.get(language).to_owned()));
        if !row.public.is_empty() {
            let items: Vec<&str> = row.public.iter().map(|text| text.get(language)).collect();
            shown.push(Run::Text(format!(" {}.", sentence(&items.join("; ")))));
        }
        vec![vec![Run::Strong(row.clause.clone())], text(row.promise_text.get(language)), shown]
    };
    Block::Table(Table {
        caption: String::new(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.iter().map(cells).collect(),
        shares: vec![2, 9, 14],
    })
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
