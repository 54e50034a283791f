//! What changed between two editions: clause by clause in words, and fact by fact, and what it means for people.
//!
//! Every change is wording, narrowing (people are better protected, or told more) or widening (more is done with
//! their data, or a right gets weaker). A widening that touches something people consented to ends those
//! consents: [`Difference::asks_again`]. Nobody is bound by silence or by use, so nothing else follows from it.
//!
//! How facts are judged stands in [`facts`]: one table of paths. What no line of it knows is wording.

mod facts;
mod labels;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::{Language, Text};
use serde::Serialize;

use crate::document::{Clause, ClauseId};
use crate::edition::Edition;
use crate::facts::{Basis, ServiceKind};
use crate::render;

pub use facts::FactChange;
pub use words::{Piece, Words};

/// What a change means for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The same in other words.
    Wording,
    /// Less is done with data, or people get more.
    Narrowing,
    /// More is done with data, or people get less.
    Widening,
}

impl Class {
    /// The word that output uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wording => "wording",
            Self::Narrowing => "narrowing",
            Self::Widening => "widening",
        }
    }
}

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It was not there.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// One of the two editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its hash.
    pub hash: String,
    /// The policy's id.
    pub policy: String,
    /// Its label.
    pub version: String,
    /// The first day on which it holds.
    pub in_force_from: Date,
}

/// A clause that is not the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClauseChange {
    /// The clause.
    pub clause: ClauseId,
    /// The document it stands in, in the later edition when it stands in both.
    pub document: String,
    /// What happened.
    pub kind: Kind,
    /// What it means.
    pub class: Class,
    /// Why it is judged so.
    pub why: Text,
    /// The words per language, where they differ.
    pub words: BTreeMap<Language, Words>,
}

/// Text outside clauses that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LooseChange {
    /// The document.
    pub document: String,
    /// The language.
    pub language: Language,
    /// Added or removed.
    pub kind: Kind,
    /// The text, plain.
    pub text: String,
}

/// A purpose whose consents end, with the changes that end them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskAgain {
    /// The purpose.
    pub purpose: String,
    /// Its name.
    pub name: Text,
    /// The paths of the changed facts.
    pub because: Vec<String>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The earlier edition.
    pub from: Side,
    /// The later one.
    pub to: Side,
    /// The widest of all changes; none when nothing changed.
    pub class: Option<Class>,
    /// The clauses, in their order.
    pub clauses: Vec<ClauseChange>,
    /// The facts, in the order of their paths.
    pub facts: Vec<FactChange>,
    /// Text outside clauses.
    pub loose: Vec<LooseChange>,
    /// Purposes for which consent must be asked again.
    pub asks_again: Vec<AskAgain>,
}

impl Difference {
    /// How many changes are of `class`.
    pub fn count(&self, class: Class) -> usize {
        self.clauses.iter().filter(|change| change.class == class).count()
            + self.facts.iter().filter(|change| change.class == class).count()
    }
}

/// What changed from `from` to `to`.
pub fn between(from: &Edition, to: &Edition) -> Difference {
    let facts = facts::changes(from, to);
    let clauses = clauses(from, to, &facts);
    let loose = loose(from, to);
    let asks_again = ending(from, to, &facts);
    let classes = clauses.iter().map(|change| change.class).chain(facts.iter().map(|change| change.class));
    let class = classes.chain((!loose.is_empty()).then_some(Class::Wording)).max();
    Difference { from: side(from), to: side(to), class, clauses, facts, loose, asks_again }
}

/// The purposes whose consents end from `from` to `to`: what [`between`] says of it, without comparing words.
pub fn asks_again(from: &Edition, to: &Edition) -> Vec<AskAgain> {
    ending(from, to, &facts::changes(from, to))
}

/// The facts that differ, and what each difference means.
pub(crate) fn facts_between(from: &Edition, to: &Edition) -> Vec<FactChange> {
    facts::changes(from, to)
}

fn side(edition: &Edition) -> Side {
    let header = edition.policy();
    Side {
        hash: edition.hash().to_string(),
        policy: header.id.clone(),
        version: header.version.clone(),
        in_force_from: header.in_force_from,
    }
}

/// The languages that both editions have.
fn languages(from: &Edition, to: &Edition) -> Vec<Language> {
    let both = |language: &&Language| to.policy().languages.contains(language);
    from.policy().languages.iter().filter(both).copied().collect()
}

/// A clause where it stands.
struct Found<'e> {
    document: &'e str,
    clause: &'e Clause,
    text: String,
}

fn find_all(edition: &Edition, language: Language) -> BTreeMap<&ClauseId, Found<'_>> {
    let mut all = BTreeMap::new();
    for document in edition.documents(language) {
        for passage in document.passages() {
            if let Some(clause) = &passage.clause {
                let text = render::plain(&passage.markdown);
                all.insert(&clause.id, Found { document: &document.id, clause, text });
            }
        }
    }
    all
}

fn clauses(from: &Edition, to: &Edition, facts: &[FactChange]) -> Vec<ClauseChange> {
    let mut changes: BTreeMap<ClauseId, ClauseChange> = BTreeMap::new();
    for language in languages(from, to) {
        let (old, new) = (find_all(from, language), find_all(to, language));
        let ids: BTreeSet<&ClauseId> = old.keys().chain(new.keys()).copied().collect();
        for id in ids {
            let Some(change) = clause(id, old.get(id), new.get(id), facts, language) else { continue };
            match changes.get_mut(id) {
                Some(known) => {
                    known.words.extend(change.words);
                    if change.class > known.class {
                        (known.class, known.why) = (change.class, change.why);
                    }
                }
                None => _ = changes.insert(id.clone(), change),
            }
        }
    }
    changes.into_values().collect()
}

fn clause(
    id: &ClauseId,
    old: Option<&Found<'_>>,
    new: Option<&Found<'_>>,
    facts: &[FactChange],
    language: Language,
) -> Option<ClauseChange> {
    let change = |kind, document: &str, class, why, words| {
        let words = BTreeMap::from([(language, words)]);
        Some(ClauseChange { clause: id.clone(), document: document.to_owned(), kind, class, why, words })
    };
    match (old, new) {
        (None, None) => None,
        (None, Some(new)) => {
            let why = Text {
                nl: "Een belofte die er nog niet stond.".into(),
                en: "A promise that was not there yet.".into(),
            };
            change(Kind::Added, new.document, Class::Narrowing, why, words::compare("", &new.text))
        }
        (Some(old), None) => {
            let why = Text {
                nl: "Deze belofte staat er niet meer.".into(),
                en: "This promise is no longer there.".into(),
            };
            change(Kind::Removed, old.document, Class::Widening, why, words::compare(&old.text, ""))
        }
        (Some(old), Some(new)) => {
            let same_promise =
                old.clause.promise == new.clause.promise && old.clause.params == new.clause.params;
            if same_promise && old.text == new.text && old.document == new.document {
                return None;
            }
            let words = words::compare(&old.text, &new.text);
            let (class, why) = judge(old.clause, new.clause, &words, facts);
            change(Kind::Changed, new.document, class, why, words)
        }
    }
}

/// What a changed clause means: another promise, a changed fact that it names, or weaker or firmer words.
fn judge(old: &Clause, new: &Clause, words: &Words, facts: &[FactChange]) -> (Class, Text) {
    if old.promise != new.promise {
        let why = Text {
            nl: "Deze passage belooft iets anders dan eerst.".into(),
            en: "This passage promises something else than before.".into(),
        };
        return (Class::Widening, why);
    }
    let named: BTreeSet<String> = [old, new]
        .into_iter()
        .flat_map(|clause| &clause.params)
        .flat_map(|(topic, ids)| ids.iter().map(move |id| labels::path_of(topic, id)))
        .collect();
    let touched = facts.iter().filter(|change| {
        named.iter().any(|path| change.path == *path || change.path.starts_with(&format!("{path}.")))
    });
    if let Some(widest) =
        touched.filter(|change| change.class > Class::Wording).max_by_key(|change| change.class)
    {
        return (widest.class, widest.what.clone());
    }
    match words.leaning() {
        Some((class, word)) => {
            let nl = match class {
                Class::Widening => format!("De woorden zijn zwakker geworden (“{word}”)."),
                _ => format!("De woorden zijn sterker geworden (“{word}”)."),
            };
            let en = match class {
                Class::Widening => format!("The words have become weaker (“{word}”)."),
                _ => format!("The words have become firmer (“{word}”)."),
            };
            (class, Text { nl, en })
        }
        None => (Class::Wording, Text { nl: "Andere woorden.".into(), en: "Other words.".into() }),
    }
}

fn loose(from: &Edition, to: &Edition) -> Vec<LooseChange> {
    let mut changes = Vec::new();
    for language in languages(from, to) {
        let (old, new) = (loose_texts(from, language), loose_texts(to, language));
        for (texts, others, kind) in [(&old, &new, Kind::Removed), (&new, &old, Kind::Added)] {
            let gone = texts.iter().filter(|entry| !others.contains(entry));
            changes.extend(gone.map(|(document, text)| LooseChange {
                document: document.clone(),
                language,
                kind,
                text: text.clone(),
            }));
        }
    }
    changes
}

fn loose_texts(edition: &Edition, language: Language) -> Vec<(String, String)> {
    let documents = edition.documents(language);
    documents
        .flat_map(|document| {
            let loose = document.passages().filter(|passage| passage.clause.is_none());
            loose.map(|passage| (document.id.clone(), render::plain(&passage.markdown)))
        })
        .collect()
}

/// The purposes for which somebody may have consented: their basis is consent, or a service for them stores or
/// reads on the device without being necessary (Tw 11.7a asks consent for that whatever the basis is).
fn consented(edition: &Edition) -> BTreeSet<&str> {
    let facts = edition.facts();
    let by_basis = facts.purposes.iter().filter(|(_, purpose)| purpose.basis == Basis::Consent);
    let on_device = facts.services.values().filter(|service| service.kind != ServiceKind::Necessary);
    by_basis.map(|(id, _)| id.as_str()).chain(on_device.map(|service| service.purpose.as_str())).collect()
}

fn ending(from: &Edition, to: &Edition, facts: &[FactChange]) -> Vec<AskAgain> {
    let before = consented(from);
    let after = consented(to);
    let mut because: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for change in facts.iter().filter(|change| change.class == Class::Widening) {
        for purpose in &change.purposes {
            // A purpose that is new has no consents to end, but nobody was asked yet either.
            let known = before.get(purpose.as_str()).or_else(|| after.get(purpose.as_str()));
            if let Some(purpose) = known {
                let paths = because.entry(purpose).or_default();
                // Several things may have changed under one path; it is one reason.
                if paths.last() != Some(&change.path) {
                    paths.push(change.path.clone());
                }
            }
        }
    }
    because
        .into_iter()
        .filter(|(purpose, _)| after.contains(purpose))
        .filter_map(|(purpose, because)| {
            let name = to.facts().purposes.get(purpose)?.name.text().clone();
            Some(AskAgain { purpose: purpose.to_owned(), name, because })
        })
        .collect()
}

#[cfg(test)]
mod tests;
