//! Leaving out of a copy what stands in its texts about others (GDPR art. 15(4), 20(4)): the rest is given.
//!
//! Before a copy is approved an officer can look at the passages in which something looks like another person's
//! ([`propose`]), say what is left out ([`decide`]) and add words of their own. The decision is sealed and names each
//! text by its digest. When the copy is packed, [`Redactor`] leaves out what was decided; a text that has come or changed
//! since loses everything that looks like another's, because nobody has judged it. Who never looked leaves nothing out.
//! The person is told how much was left out, by which article, and what they can do against it.

use std::collections::BTreeMap;

use ::requests::State;
use connect::{CollectionMeta, FileMeta, RowOut, RowSink, SinkError};
use inventory::redact::{self, LEFT_OUT, Own};
pub use inventory::redact::{Proposal, Sort, Span};
use inventory::{DataMap, Relation};
use jiff::Timestamp;
use kernel::ids::RequestId;
use kernel::{Actor, Language, Text};
use ledger::EventKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::redactions::RedactionRow;
use store::requests::RequestRow;

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Reach;
use crate::error::{Error, Kind, Result};
use crate::journal;
use crate::requests::{change, decide as deciding, notes, rights};

/// How many passages are shown at once; the rest is judged by what is decided about words.
const MOST_PASSAGES: usize = 200;
/// The longest passage that is shown; of a longer one only what surrounds the proposals could be read anyway.
const LONGEST_PASSAGE: usize = 20_000;
/// How many words of their own an officer adds, and the longest.
const MOST_WORDS: usize = 50;
const LONGEST_WORD: usize = 100;
/// How many values of the person's own are remembered.
const MOST_OWN: usize = 400;
/// Columns of these categories hold what the person is known by.
const OWN_CATEGORIES: [&str; 4] = ["name", "email", "phone", "account"];

/// What an officer decides about.
#[derive(Debug, Clone, Serialize)]
pub struct Proposals {
    /// The passages, those of others' texts first.
    pub passages: Vec<Passage>,
    /// How many more there are.
    pub more: usize,
    /// Words that are left out everywhere, as they were decided.
    pub words: Vec<String>,
    /// When it was decided last.
    pub decided: Option<Timestamp>,
}

/// A text in which something looks like another person's. Personal data.
#[derive(Debug, Clone, Serialize)]
pub struct Passage {
    /// By which it is named: SHA-256 of the text, hexadecimal.
    pub digest: String,
    /// The system.
    pub system: Text,
    /// The collection.
    pub collection: Text,
    /// The field.
    pub field: String,
    /// Whether it is somebody else's text, which mentions the person.
    pub mention: bool,
    /// The text.
    pub text: String,
    /// What may be left out, and whether it is.
    pub proposals: Vec<(Proposal, bool)>,
}

/// What was decided, as it is sealed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Decided {
    /// What is left out, per text by its digest; nothing of a text that was looked at and stays whole.
    texts: BTreeMap<String, Vec<Span>>,
    /// Words that are left out everywhere.
    words: Vec<String>,
    /// What the person is known by: never taken for another's.
    own: Vec<String>,
}

/// Looks through the texts of a copy that waits for approval.
///
/// # Errors
/// The actor does not decide, the request gives no copy or does not wait, or a system does not answer now.
pub async fn propose(app: &App, actor: &Actor, id: RequestId) -> Result<Proposals> {
    deciding::decider(actor)?;
    let row = waiting(app, id).await?;
    let decided = stored(app, id).await?;
    let (texts, own) = gather(app, &row).await?;
    let before = decided.as_ref().map(|(decided, _)| decided);
    let empty = Vec::new();
    let words = before.map_or(&empty, |decided| &decided.words);
    let mut passages: Vec<Passage> =
        texts.into_iter().filter_map(|text| passage(text, &own, before, words)).collect();
    passages.sort_by_key(|passage| !passage.mention);
    let more = passages.len().saturating_sub(MOST_PASSAGES);
    passages.truncate(MOST_PASSAGES);
    Ok(Proposals { passages, more, words: words.clone(), decided: decided.map(|(_, at)| at) })
}

/// Decides what is left out: per text that was shown its parts, and words everywhere.
///
/// # Errors
/// As [`propose`], or there are too many words or too long ones.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: RequestId,
    texts: BTreeMap<String, Vec<Span>>,
    words: &[String],
) -> Result<()> {
    deciding::decider(actor)?;
    let row = waiting(app, id).await?;
    let words: Vec<String> =
        words.iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect();
    if words.len() > MOST_WORDS || words.iter().any(|word| word.chars().count() > LONGEST_WORD) {
        return Err(Error::new(
            Kind::Invalid,
            "too-many-words",
            "Geef hooguit 50 woorden of namen op, elk van hooguit 100 tekens.",
            "Give at most 50 words or names, each of at most 100 characters.",
        ));
    }
    let (_, own) = gather(app, &row).await?;
    let mut decided = stored(app, id).await?.map(|(decided, _)| decided).unwrap_or_default();
    decided.texts.extend(texts);
    decided.words = words;
    decided.own = own;
    let parts: usize = decided.texts.values().map(Vec::len).sum();
    let plain = serde_json::to_vec(&decided).map_err(Error::internal)?;
    let contents = app.keys().seal.seal(&place(id), &plain, app.entropy()).map_err(Error::internal)?;
    let decision =
        RedactionRow { request_id: id, contents, decided_at: app.now(), decided_by: notes::writer(actor) };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    store::redactions::put(&mut tx, &decision).await.map_err(Error::internal)?;
    let data = json!({ "texts": decided.texts.len(), "parts": parts, "words": decided.words.len() });
    journal::record_about(app, &mut tx, EventKind::RedactionDecided, id, data).await?;
    commit(tx, "redaction decided").await
}

/// Whether somebody has decided what is left out of a copy, and when.
pub(crate) async fn decided_at(app: &App, id: RequestId) -> Result<Option<Timestamp>> {
    let row = store::redactions::of(app.store(), id).await.map_err(Error::internal)?;
    Ok(row.map(|row| row.decided_at))
}

async fn waiting(app: &App, id: RequestId) -> Result<RequestRow> {
    let row = change::load(app, id).await?;
    let request = change::parse(&row)?;
    if !rights::of(&request).answers_with_copy() || !matches!(request.state, State::Planned { .. }) {
        return Err(Error::new(
            Kind::Conflict,
            "nothing-to-redact",
            "Weglaten kan alleen bij een kopie die nog moet worden goedgekeurd.",
            "Something can only be left out of a copy that waits for approval.",
        ));
    }
    Ok(row)
}

async fn stored(app: &App, id: RequestId) -> Result<Option<(Decided, Timestamp)>> {
    let row = store::redactions::of(app.store(), id).await.map_err(Error::internal)?;
    let Some(row) = row else { return Ok(None) };
    let plain = app.keys().seal.open(&place(id), &row.contents).map_err(Error::internal)?;
    Ok(Some((serde_json::from_slice(&plain).map_err(Error::internal)?, row.decided_at)))
}

fn place(id: RequestId) -> String {
    format!("redaction:{id}")
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A text of the copy.
struct FreeText {
    system: Text,
    collection: Text,
    field: String,
    mention: bool,
    text: String,
}

fn passage(text: FreeText, own: &[String], decided: Option<&Decided>, words: &[String]) -> Option<Passage> {
    let digest = digest(&text.text);
    let known = Own::new(own.iter().map(String::as_str));
    let before = decided.and_then(|decided| decided.texts.get(&digest));
    let mut proposals: Vec<(Proposal, bool)> = redact::propose(&text.text, &known)
        .into_iter()
        .map(|proposal| (proposal, before.is_none_or(|spans| spans.contains(&proposal.span))))
        .collect();
    let by_word = words.iter().flat_map(|word| redact::find(&text.text, word));
    for span in by_word {
        let free =
            |other: &(Proposal, bool)| other.0.span.end <= span.start || span.end <= other.0.span.start;
        if proposals.iter().all(free) {
            proposals.push((Proposal { span, sort: redact::Sort::Name }, true));
        }
    }
    proposals.sort_by_key(|(proposal, _)| proposal.span);
    (!proposals.is_empty() && text.text.len() <= LONGEST_PASSAGE).then_some(Passage {
        digest,
        system: text.system,
        collection: text.collection,
        field: text.field,
        mention: text.mention,
        text: text.text,
        proposals,
    })
}

/// The texts of a copy, and what its person is known by.
async fn gather(app: &App, row: &RequestRow) -> Result<(Vec<FreeText>, Vec<String>)> {
    let deployment = app.deployment()?;
    let identities = change::identities(app, row)?;
    let mut own: Vec<String> = identities.iter().map(|identity| identity.value.clone()).collect();
    let mut texts = Vec::new();
    for system in deployment.systems.values() {
        let Reach::Connector(connector) = &system.reach else { continue };
        if connector.capabilities().find == connect::Capability::Manual || system.is_own() {
            continue;
        }
        let mut reader = Reader { map: &system.map, columns: Vec::new(), meta: None, texts: Vec::new(), own };
        let read = connector.export(&identities, &mut reader).await;
        own = reader.own;
        texts.append(&mut reader.texts);
        match read {
            Ok(_) | Err(connect::ConnectError::NoIdentity { .. }) => {}
            Err(problem) => return Err(unreachable(&problem)),
        }
    }
    own.sort();
    own.dedup();
    own.truncate(MOST_OWN);
    let mut seen = std::collections::BTreeSet::new();
    texts.retain(|text: &FreeText| seen.insert(digest(&text.text)));
    Ok((texts, own))
}

fn unreachable(problem: &connect::ConnectError) -> Error {
    Error::new(
        Kind::Unavailable,
        "texts-unreachable",
        "Een van de systemen antwoordt nu niet, dus de teksten zijn niet te lezen. Probeer het later opnieuw.",
        "One of the systems does not answer now, so the texts cannot be read. Try again later.",
    )
    .because(problem.name())
}

/// What a column is for this.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Free,
    Own,
    Other,
}

/// Whether a column holds free text, as the map says.
pub(crate) fn is_free(map: &DataMap, collection: &str, column: &str) -> bool {
    let Some(collection) = map.collection(collection) else { return false };
    let of_field = collection.fields.get(column).is_some_and(|field| field.text.is_some());
    let of_pairs = collection.pairs.as_ref().is_some_and(|pairs| {
        pairs.value == column && collection.pair_rules.iter().any(|rule| rule.text.is_some())
    });
    of_field || of_pairs
}

/// Reads texts and names out of an export, and keeps nothing else.
struct Reader<'m> {
    map: &'m DataMap,
    columns: Vec<Column>,
    meta: Option<CollectionMeta>,
    texts: Vec<FreeText>,
    own: Vec<String>,
}

impl RowSink for Reader<'_> {
    fn begin(&mut self, meta: &CollectionMeta) -> Result<(), SinkError> {
        let of = |field: &connect::FieldMeta| {
            if is_free(self.map, &meta.collection, &field.column) {
                return Column::Free;
            }
            let named = field.category.as_deref().is_some_and(|id| OWN_CATEGORIES.contains(&id));
            if named && meta.relation == Relation::Own { Column::Own } else { Column::Other }
        };
        self.columns = meta.fields.iter().map(of).collect();
        self.meta = Some(meta.clone());
        Ok(())
    }

    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError> {
        let Some(meta) = &self.meta else { return Ok(()) };
        for ((column, field), value) in self.columns.iter().zip(&meta.fields).zip(row.values) {
            let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) else { continue };
            match column {
                Column::Own if self.own.len() < MOST_OWN && value.chars().count() <= 100 => {
                    self.own.push(value.to_owned());
                }
                Column::Free => self.texts.push(FreeText {
                    system: self.map.system.name.clone(),
                    collection: self
                        .map
                        .collection(&meta.collection)
                        .map_or_else(|| Text::same(meta.collection.as_str()), |part| part.name.clone()),
                    field: field.column.clone(),
                    mention: meta.relation == Relation::Mentions,
                    text: value.to_owned(),
                }),
                Column::Own | Column::Other => {}
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        self.meta = None;
        Ok(())
    }

    fn begin_file(&mut self, _file: &FileMeta<'_>) -> Result<String, SinkError> {
        Ok(String::new())
    }

    fn file_part(&mut self, _part: &[u8]) -> Result<(), SinkError> {
        Ok(())
    }

    fn end_file(&mut self) -> Result<(), SinkError> {
        Ok(())
    }
}

/// Leaves out of texts what was decided.
pub(crate) struct Redactor {
    decided: Decided,
    own: Own,
    mark: &'static str,
    texts: u64,
}

impl Redactor {
    /// What was decided about a request; none where nobody has looked.
    pub(crate) async fn of(app: &App, row: &RequestRow) -> Result<Option<Self>> {
        let Some((decided, _)) = stored(app, row.id).await? else { return Ok(None) };
        let own = Own::new(decided.own.iter().map(String::as_str));
        let [nl, en] = LEFT_OUT;
        let mark = if row.language == Language::Nl { nl } else { en };
        Ok(Some(Self { decided, own, mark, texts: 0 }))
    }

    /// The text as it is given, when something is left out of it.
    pub(crate) fn given(&mut self, text: &str) -> Option<String> {
        let mut spans = match self.decided.texts.get(&digest(text)) {
            Some(spans) => spans.clone(),
            // Nobody has judged this text: what looks like another's goes.
            None => redact::propose(text, &self.own).iter().map(|proposal| proposal.span).collect(),
        };
        spans.extend(self.decided.words.iter().flat_map(|word| redact::find(text, word)));
        if spans.is_empty() {
            return None;
        }
        self.texts += 1;
        Some(redact::cut(text, &spans, self.mark))
    }

    /// In how many texts something was left out since the last time that this was asked.
    pub(crate) fn take_count(&mut self) -> u64 {
        std::mem::take(&mut self.texts)
    }
}
