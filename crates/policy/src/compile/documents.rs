//! Resolves prose files into the documents of an edition.

use std::collections::{BTreeMap, BTreeSet};

use super::load::Loaded;
use super::references::FactRef;
use crate::diagnostic::Collector;
use crate::document::{Clause, Document, Passage, Section};
use crate::prose::parse::{Block, FenceHead, ProseFile};
use crate::prose::resolve::{Resolver, Target};

/// Every document, sorted by id and language. `used` grows by the facts that the texts show.
pub(super) fn build(
    files: &[ProseFile<'_>],
    loaded: &Loaded,
    used: &mut BTreeSet<FactRef>,
    out: &mut Collector<'_>,
) -> Vec<Document> {
    let mut documents: Vec<Document> = files
        .iter()
        .map(|file| {
            let resolver = Resolver { loaded, out, file: &file.path, language: file.language, used };
            document(file, resolver)
        })
        .collect();
    documents.sort_by(|a, b| (&a.id, a.language).cmp(&(&b.id, b.language)));
    documents
}

fn document(file: &ProseFile<'_>, mut resolver: Resolver<'_, '_, '_>) -> Document {
    let title = resolver.resolve(file.text, file.title.clone(), Target::Plain);
    let mut sections: Vec<Section> = Vec::new();
    let mut anchors = BTreeMap::new();
    for block in &file.blocks {
        match block {
            Block::Heading { level, text } => {
                let heading = resolver.resolve(file.text, text.clone(), Target::Plain);
                let anchor = anchor(&heading, &mut anchors);
                sections.push(Section { level: *level, heading, anchor, passages: Vec::new() });
            }
            Block::Passage { clause, text } => {
                let markdown = resolver.resolve(file.text, text.clone(), Target::Markdown);
                let markdown = markdown.trim_matches(['\n', '\r', ' ']).replace("\r\n", "\n");
                if markdown.is_empty() {
                    continue;
                }
                if sections.is_empty() {
                    sections.push(Section {
                        level: 0,
                        heading: String::new(),
                        anchor: String::new(),
                        passages: Vec::new(),
                    });
                }
                if let Some(section) = sections.last_mut() {
                    section.passages.push(Passage { clause: clause.as_ref().map(self::clause), markdown });
                }
            }
        }
    }
    Document { id: file.document.clone(), language: file.language, title, sections }
}

fn clause(head: &FenceHead) -> Clause {
    let params = head
        .params
        .iter()
        .map(|param| (param.key.clone(), param.values.iter().map(|(value, _)| value.clone()).collect()))
        .collect();
    Clause { id: head.id.clone(), promise: head.promise.clone(), params }
}

/// A link target from a heading: small letters, digits and dashes, with a number when it stands already.
fn anchor(heading: &str, taken: &mut BTreeMap<String, u32>) -> String {
    let mut slug = String::new();
    for c in heading.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let mut slug = slug.trim_end_matches('-').to_owned();
    if slug.is_empty() {
        slug.push_str("section");
    }
    let count = taken.entry(slug.clone()).or_insert(0);
    *count += 1;
    if *count == 1 {
        return slug;
    }
    let numbered = format!("{slug}-{count}");
    taken.insert(numbered.clone(), 1);
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_and_unique() {
        let mut taken = BTreeMap::new();
        for (heading, expected) in [
            ("Uw rechten", "uw-rechten"),
            ("Uw rechten", "uw-rechten-2"),
            ("Uw  rechten!", "uw-rechten-3"),
            ("Cookies & co.", "cookies-co"),
            ("Één begin", "één-begin"),
            ("?", "section"),
        ] {
            assert_eq!(anchor(heading, &mut taken), expected);
        }
    }
}
