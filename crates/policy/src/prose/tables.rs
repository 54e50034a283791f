//! Tables of facts in Markdown, with headings in the reader's language.
//!
//! To add a kind: a word in [`KINDS`], a variant, its columns and its rows.

use std::collections::BTreeSet;

use kernel::{Language, Text};

use super::paths;
use super::resolve::escape;
use crate::compile::references::FactRef;
use crate::compile::topic::Topic;
use crate::facts::{Basis, Facts, Term};
use crate::values::join_list;

/// The words of [`Kind`].
pub(crate) const KINDS: [&str; 9] =
    ["purposes", "categories", "recipients", "services", "cookies", "terms", "rights", "measures", "systems"];

/// What a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The facts of a topic.
    Of(Topic),
    /// The cookies of services, one a row.
    Cookies,
}

impl Kind {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        if word == "cookies" {
            return Some(Self::Cookies);
        }
        KINDS.contains(&word).then(|| Topic::from_plural(word).map(Self::Of)).flatten()
    }

    /// The fields that rows can be chosen by.
    pub(crate) fn filters(self) -> &'static [&'static str] {
        match self {
            Self::Of(Topic::Purpose) => &["id", "basis", "term", "subject", "category"],
            Self::Of(Topic::Category) => &["id", "source", "purpose"],
            Self::Of(Topic::Recipient) => &["id", "role", "safeguard", "purpose", "category"],
            Self::Of(Topic::Service) => &["id", "kind", "recipient", "purpose"],
            Self::Cookies => &["service", "kind", "party", "recipient", "purpose"],
            Self::Of(Topic::Term) => &["id", "from", "then", "category"],
            Self::Of(Topic::Measure) => &["id", "kind"],
            Self::Of(Topic::System) => &["id", "recipient", "purpose"],
            Self::Of(_) => &["id"],
        }
    }
}

/// A table as Markdown.
pub(crate) struct Rendered {
    pub(crate) markdown: String,
    pub(crate) rows: usize,
    /// The facts that it lists.
    pub(crate) used: BTreeSet<FactRef>,
}

/// A row: the facts it shows, the values it can be chosen by, its cells.
struct Row {
    used: Vec<FactRef>,
    keys: Vec<(&'static str, Vec<String>)>,
    cells: Vec<String>,
}

/// The filters asked for: a field and the values that are let through.
pub(crate) type Wanted = [(String, Vec<String>)];

/// Renders a table.
pub(crate) fn render(kind: Kind, wanted: &Wanted, facts: &Facts, language: Language) -> Rendered {
    let cells = Cells { facts, language };
    let rows: Vec<Row> = cells.rows(kind).into_iter().filter(|row| matches(row, wanted)).collect();
    let columns = columns(kind);
    // A column that is empty in every row tells a reader nothing.
    let shown: Vec<usize> = (0..columns.len())
        .filter(|index| rows.iter().any(|row| row.cells.get(*index).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let mut markdown = String::from("\n");
    let mut line = |cells: Vec<&str>| {
        markdown.push_str("| ");
        markdown.push_str(&cells.join(" | "));
        markdown.push_str(" |\n");
    };
    line(
        shown.iter().filter_map(|index| columns.get(*index)).map(|(nl, en)| pick(language, nl, en)).collect(),
    );
    line(shown.iter().map(|_| "---").collect());
    for row in &rows {
        line(
            shown
                .iter()
                .filter_map(|index| row.cells.get(*index))
                .map(|cell| if cell.is_empty() { "–" } else { cell })
                .collect(),
        );
    }
    let markdown = if rows.is_empty() { String::new() } else { markdown };
    Rendered { markdown, rows: rows.len(), used: rows.into_iter().flat_map(|row| row.used).collect() }
}

fn matches(row: &Row, wanted: &Wanted) -> bool {
    wanted.iter().all(|(key, values)| {
        row.keys.iter().any(|(name, have)| name == key && have.iter().any(|value| values.contains(value)))
    })
}

fn pick<'a>(language: Language, nl: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}

/// The headings of a table, Dutch and English.
fn columns(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Of(Topic::Purpose) => &[
            ("Doel", "Purpose"),
            ("Wat we doen", "What we do"),
            ("Grondslag", "Legal basis"),
            ("Gegevens", "Data"),
            ("Bewaartermijn", "Kept"),
        ],
        Kind::Of(Topic::Category) => &[
            ("Gegevens", "Data"),
            ("Waar ze vandaan komen", "Where they come from"),
            ("Verplicht", "Required"),
            ("Als u ze niet geeft", "If you do not give them"),
        ],
        Kind::Of(Topic::Recipient) => &[
            ("Ontvanger", "Recipient"),
            ("Rol", "Role"),
            ("Waarvoor", "For what"),
            ("Gegevens", "Data"),
            ("Landen", "Countries"),
            ("Waarborg", "Safeguard"),
        ],
        Kind::Of(Topic::Service) => &[
            ("Dienst", "Service"),
            ("Soort", "Kind"),
            ("Doel", "Purpose"),
            ("Ontvanger", "Recipient"),
            ("Wat het doet", "What it does"),
        ],
        Kind::Cookies => &[
            ("Cookie", "Cookie"),
            ("Dienst", "Service"),
            ("Soort", "Kind"),
            ("Duur", "Duration"),
            ("Geplaatst door", "Set by"),
            ("Wat ermee gelezen wordt", "What is read with it"),
        ],
        Kind::Of(Topic::Term) => &[
            ("Wat", "What"),
            ("Hoe lang", "How long"),
            ("Daarna", "Then"),
            ("Waarom", "Why"),
            ("Gegevens", "Data"),
        ],
        Kind::Of(Topic::Right) => &[
            ("Recht", "Right"),
            ("Artikel AVG", "GDPR article"),
            ("Antwoord binnen", "Answer within"),
            ("Wat het betekent", "What it means"),
        ],
        Kind::Of(Topic::Measure) => &[("Maatregel", "Measure"), ("Soort", "Kind")],
        Kind::Of(Topic::System) => &[("Systeem", "System"), ("Bij wie", "Held by"), ("Waarvoor", "For what")],
        Kind::Of(_) => &[],
    }
}

struct Cells<'a> {
    facts: &'a Facts,
    language: Language,
}

impl Cells<'_> {
    fn text(&self, text: &Text) -> String {
        escape(text.get(self.language))
    }

    fn optional(&self, text: Option<&Text>) -> String {
        text.map(|text| self.text(text)).unwrap_or_default()
    }

    fn names(&self, topic: Topic, ids: &[String]) -> String {
        let names: Vec<String> = ids
            .iter()
            .filter_map(|id| paths::name(self.facts, topic, id))
            .map(|name| self.text(&name))
            .collect();
        join_list(&names, self.language)
    }

    fn joined(&self, items: impl Iterator<Item = Text>) -> String {
        let items: Vec<String> = items.map(|item| self.text(&item)).collect();
        join_list(&items, self.language)
    }

    fn yes(&self, flag: bool) -> String {
        pick(self.language, if flag { "ja" } else { "nee" }, if flag { "yes" } else { "no" }).to_owned()
    }

    fn rows(&self, kind: Kind) -> Vec<Row> {
        match kind {
            Kind::Of(Topic::Purpose) => self.purposes(),
            Kind::Of(Topic::Category) => self.categories(),
            Kind::Of(Topic::Recipient) => self.recipients(),
            Kind::Of(Topic::Service) => self.services(),
            Kind::Cookies => self.cookies(),
            Kind::Of(Topic::Term) => self.terms(),
            Kind::Of(Topic::Right) => self.rights(),
            Kind::Of(Topic::Measure) => self.measures(),
            Kind::Of(Topic::System) => self.systems(),
            Kind::Of(Topic::Subject | Topic::Figure) => Vec::new(),
        }
    }

    fn purposes(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &crate::facts::Purpose)| {
            let basis = match (&fact.interest, fact.basis) {
                (Some(interest), Basis::LegitimateInterest) => {
                    format!("{}: {}", self.text(&fact.basis.text()), self.text(interest))
                }
                _ => self.text(&fact.basis.text()),
            };
            let term = fact.term.as_ref().and_then(|id| self.facts.terms.get(id)).map(|term| self.keep(term));
            Row {
                used: vec![(Topic::Purpose, id.clone())],
                keys: vec![
                    ("id", vec![id.clone()]),
                    ("basis", vec![fact.basis.word().to_owned()]),
                    ("term", fact.term.iter().cloned().collect()),
                    ("subject", fact.subjects.clone()),
                    ("category", fact.categories.clone()),
                ],
                cells: vec![
                    self.text(fact.name.text()),
                    self.text(&fact.description),
                    basis,
                    self.names(Topic::Category, &fact.categories),
                    term.unwrap_or_default(),
                ],
            }
        };
        self.facts.purposes.iter().map(row).collect()
    }

    fn categories(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &crate::facts::Category)| Row {
            used: vec![(Topic::Category, id.clone())],
            keys: vec![
                ("id", vec![id.clone()]),
                ("source", fact.source.iter().map(|source| source.word().to_owned()).collect()),
                (
                    "purpose",
                    self.facts
                        .purposes
                        .iter()
                        .filter(|(_, purpose)| purpose.categories.contains(id))
                        .map(|(id, _)| id.clone())
                        .collect(),
                ),
            ],
            cells: vec![
                self.text(fact.name.text()),
                self.joined(fact.source.iter().map(|source| source.text())),
                fact.required.map(|required| self.yes(required)).unwrap_or_default(),
                self.optional(fact.consequence.as_ref()),
            ],
        };
        self.facts.categories.iter().map(row).collect()
    }

    fn recipients(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &crate::facts::Recipient)| Row {
            used: vec![(Topic::Recipient, id.clone())],
            keys: vec![
                ("id", vec![id.clone()]),
                ("role", fact.role.iter().map(|role| role.word().to_owned()).collect()),
                ("safeguard", vec![fact.safeguard.word().to_owned()]),
                ("purpose", fact.purposes.clone()),
                ("category", fact.categories.clone()),
            ],
            cells: vec![
                self.text(fact.name.text()),
                fact.role.map(|role| self.text(&role.text())).unwrap_or_default(),
                self.text(&fact.task),
                self.names(Topic::Category, &fact.categories),
                self.joined(fact.countries.iter().map(|country| country.text())),
                self.text(&fact.safeguard.text()),
            ],
        };
        self.facts.recipients.iter().map(row).collect()
    }

    fn services(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &crate::facts::Service)| {
            let recipient: Vec<String> = fact.recipient.iter().cloned().collect();
            Row {
                used: vec![(Topic::Service, id.clone())],
                keys: vec![
                    ("id", vec![id.clone()]),
                    ("kind", vec![fact.kind.word().to_owned()]),
                    ("recipient", recipient.clone()),
                    ("purpose", vec![fact.purpose.clone()]),
                ],
                cells: vec![
                    self.text(fact.name.text()),
                    self.text(&fact.kind.text()),
                    self.names(Topic::Purpose, std::slice::from_ref(&fact.purpose)),
                    self.names(Topic::Recipient, &recipient),
                    self.text(&fact.description),
                ],
            }
        };
        self.facts.services.iter().map(row).collect()
    }

    fn cookies(&self) -> Vec<Row> {
        let rows = self.facts.services.iter().flat_map(|(id, fact)| {
            fact.cookie.iter().map(move |cookie| {
                let host =
                    cookie.host.as_ref().map(|host| format!(" ({})", escape(host))).unwrap_or_default();
                Row {
                    used: vec![(Topic::Service, id.clone())],
                    keys: vec![
                        ("service", vec![id.clone()]),
                        ("kind", vec![fact.kind.word().to_owned()]),
                        ("party", vec![cookie.party.word().to_owned()]),
                        ("recipient", fact.recipient.iter().cloned().collect()),
                        ("purpose", vec![fact.purpose.clone()]),
                    ],
                    cells: vec![
                        escape(&cookie.name),
                        self.text(fact.name.text()),
                        self.text(&fact.kind.text()),
                        cookie.lifetime.render(self.language),
                        format!("{}{host}", self.text(&cookie.party.text())),
                        self.optional(cookie.reads.as_ref()),
                    ],
                }
            })
        });
        rows.collect()
    }

    /// A term as a reader sees it: "7 jaar na afloop van het boekjaar".
    fn keep(&self, term: &Term) -> String {
        let from = term.from.map(|from| self.text(&from.text()));
        match (term.keep, from) {
            (Some(keep), Some(from)) => format!("{} {from}", keep.text(self.language)),
            (Some(keep), None) => keep.text(self.language),
            (None, _) => self.text(term.name.text()),
        }
    }

    fn terms(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &Term)| {
            let reason = self.optional(fact.reason.as_ref());
            let why = match &fact.law {
                Some(law) if reason.is_empty() => escape(law),
                Some(law) => format!("{reason} ({})", escape(law)),
                None => reason,
            };
            Row {
                used: vec![(Topic::Term, id.clone())],
                keys: vec![
                    ("id", vec![id.clone()]),
                    ("from", fact.from.iter().map(|from| from.word().to_owned()).collect()),
                    ("then", fact.then.iter().map(|then| then.word().to_owned()).collect()),
                    ("category", fact.categories.clone()),
                ],
                cells: vec![
                    self.text(fact.name.text()),
                    self.keep(fact),
                    fact.then.map(|then| self.text(&then.text())).unwrap_or_default(),
                    why,
                    self.names(Topic::Category, &fact.categories),
                ],
            }
        };
        self.facts.terms.iter().map(row).collect()
    }

    fn rights(&self) -> Vec<Row> {
        let rows = self.facts.rights.iter().map(|(kind, fact)| Row {
            used: vec![(Topic::Right, kind.word().to_owned())],
            keys: vec![("id", vec![kind.word().to_owned()])],
            cells: vec![
                self.text(&kind.text()),
                fact.article.as_deref().map(escape).unwrap_or_default(),
                fact.answer_within.map(|term| term.text(self.language)).unwrap_or_default(),
                self.text(&fact.description),
            ],
        });
        rows.collect()
    }

    fn measures(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &crate::facts::Measure)| Row {
            used: vec![(Topic::Measure, id.clone())],
            keys: vec![("id", vec![id.clone()]), ("kind", vec![fact.kind.word().to_owned()])],
            cells: vec![self.text(fact.name.text()), self.text(&fact.kind.text())],
        };
        self.facts.measures.iter().map(row).collect()
    }

    fn systems(&self) -> Vec<Row> {
        let row = |(id, fact): (&String, &crate::facts::System)| {
            let recipient: Vec<String> = fact.recipient.iter().cloned().collect();
            Row {
                used: vec![(Topic::System, id.clone())],
                keys: vec![
                    ("id", vec![id.clone()]),
                    ("recipient", recipient.clone()),
                    ("purpose", fact.purposes.clone()),
                ],
                cells: vec![
                    self.text(fact.name.text()),
                    self.names(Topic::Recipient, &recipient),
                    self.names(Topic::Purpose, &fact.purposes),
                ],
            }
        };
        self.facts.systems.iter().map(row).collect()
    }
}
