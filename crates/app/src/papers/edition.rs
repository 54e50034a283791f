//! A document of an edition on paper.

use kernel::Language;
use kernel::calendar::date_text;
use paper::{Block, Paper, Run, Section, Tone};
use policy::{Document, Edition};

use super::{issuer, organisation, passage, say};
use crate::app::App;
use crate::error::{Error, Result};

/// One document of an edition, with the rules of its products when it is the policy itself.
///
/// # Errors
/// The edition has no such document.
pub fn edition(app: &App, edition: &Edition, id: &str, language: Language) -> Result<Paper> {
    let text = edition
        .document(id, language)
        .or_else(|| edition.document(id, edition.default_language()))
        .ok_or_else(|| Error::not_found("the edition has no document of that name"))?;
    let header = edition.policy();
    let hash = edition.hash().to_string();
    let mut about = organisation(edition, language);
    let day = date_text(header.in_force_from, language);
    about.push((say(language, "Versie", "Version").to_owned(), paper::text(header.version.clone())));
    about.push((say(language, "Geldt vanaf", "Applies from").to_owned(), paper::text(day)));
    about.push((say(language, "Controlegetal", "Checksum").to_owned(), vec![Run::Exact(hash.clone())]));
    let mut sections = sections(app, text);
    if id == "privacy" {
        for product in &edition.content().products {
            for own in product.documents.iter().filter(|document| document.language == text.language) {
                let heading = own.title.clone();
                sections.push(Section { level: 1, heading, blocks: Vec::new() });
                sections.extend(self::sections(app, own));
            }
        }
    }
    Ok(Paper {
        language: text.language,
        title: text.title.clone(),
        subtitle: String::new(),
        issuer: issuer(edition),
        date: header.in_force_from,
        identifier: format!("{hash}-{id}-{language}"),
        about,
        foot: format!("{} {}", header.version, edition.hash().short()),
        sections,
    })
}

fn sections(app: &App, text: &Document) -> Vec<Section> {
    let mut sections = Vec::new();
    for section in &text.sections {
        let mut blocks = Vec::new();
        for part in &section.passages {
            let inner = passage(app, &part.markdown);
            match &part.clause {
                None => blocks.extend(inner),
                Some(clause) => blocks.push(Block::Clause {
                    id: clause.id.to_string(),
                    blocks: inner,
                    tone: Tone::Plain,
                    note: Vec::new(),
                }),
            }
        }
        let level = section.level.saturating_sub(1).max(1);
        sections.push(Section { level, heading: section.heading.clone(), blocks });
    }
    sections
}
