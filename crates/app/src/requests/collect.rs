//! Carrying out access: every system's rows into one sealed archive, in one go.
//!
//! Reading twice harms nobody, so a crash anywhere before the last transaction simply begins again; that
//! transaction keeps the archive, the receipts and the answer together. Nothing is called complete while a
//! system does not answer.

use std::collections::BTreeSet;

use ::requests::{Command, State};
use jiff::Timestamp;
use kernel::Text;
use kernel::ids::{ArchiveId, RequestId};
use ledger::EventKind;
use serde_json::json;
use store::archives::ArchiveRow;
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::archive::{
    ArchiveSink, Form, Manifest, Outstanding, Packer, RecipientEntry, SealedPieces, SealedSpool, SystemEntry,
    SystemMeta, manifest,
};
use crate::boundary::{boundary, commit};
use crate::deployment::{Deployment, Reach};
use crate::error::{Error, Result};
use crate::requests::part::{FoundCount, StepReceipt};
use crate::requests::redaction::Redactor;
use crate::requests::{change, execute, rights};
use crate::work::Progress;
use crate::{attest, journal};

/// How long a copy can be collected when the policy names no figure `download_valid`.
const DOWNLOAD_VALID: &str = "14 days";

/// Collects and seals the answer, as far as the systems let it.
pub async fn collect(app: &App, id: RequestId) -> Result<Progress> {
    let row = change::load(app, id).await?;
    let deployment = app.deployment()?;
    let mut steps = execute::carrying_out(app, id).await?;
    let waiting = steps.iter().filter(|step| step.state != StepState::Done);
    if let Some(at) = waiting.filter_map(|step| step.next_at).filter(|at| *at > app.now()).min() {
        return Ok(Progress::Later(at));
    }
    let archive = ArchiveId::new(app.now(), app.entropy());
    let spool = SealedSpool::new(archive, app.keys().seal.clone(), app.entropy().clone());
    let right = rights::of(&change::parse(&row)?);
    let mut packer = Packer::new(row.language, right.form(), spool).map_err(Error::internal)?;
    let identities = change::identities(app, &row)?;
    let mut redactor = Redactor::of(app, &row).await?;
    let mut entries = Vec::new();
    let mut receipts = Vec::new();
    for step in steps.iter_mut().filter(|step| step.kind == StepKind::Export) {
        match one_system(&deployment, step, &identities, &mut packer, redactor.as_mut()).await {
            Ok((entry, receipt)) => {
                entries.push(entry);
                receipts.push((step.id, receipt));
            }
            Err(Failure::System(problem)) => {
                return Ok(Progress::Later(execute::mark_problem(app, step, &problem).await?));
            }
            Err(Failure::Archive(error)) => return Err(Error::internal(error)),
        }
    }
    let manifest = manifest(app, &row, &deployment, entries, &steps);
    let created =
        kernel::calendar::date_text(kernel::clock::date_in(app.now(), &deployment.zone), row.language);
    let (spool, manifest) = packer.finish(manifest, created).map_err(Error::internal)?;
    let mut pieces = spool.finish().map_err(Error::internal)?;
    boundary("after", "answer packed");
    let read_back = read_back(app, archive, &mut pieces)?;
    let entry = sealed_entry(&manifest, right.form(), read_back);
    keep(app, id, archive, pieces, &entry, receipts).await?;
    Ok(Progress::Done)
}

enum Failure {
    System(connect::ConnectError),
    Archive(crate::archive::PackError),
}

async fn one_system(
    deployment: &Deployment,
    step: &StepRow,
    identities: &[inventory::Identity],
    packer: &mut Packer<SealedSpool>,
    mut redactor: Option<&mut Redactor>,
) -> Result<(SystemEntry, StepReceipt), Failure> {
    let unconfigured = || connect::ConnectError::Address {
        system: step.system.clone(),
        reason: "it is no longer part of the policy in force, or not in use here".to_owned(),
    };
    let system = deployment.systems.get(&step.system).ok_or_else(|| Failure::System(unconfigured()))?;
    let connector = match &system.reach {
        Reach::Connector(connector) => connector,
        Reach::Unconfigured(problem) => return Err(Failure::System(problem.clone())),
        Reach::NotInUse => return Err(Failure::System(unconfigured())),
    };
    let meta = SystemMeta { id: step.system.clone(), name: system.map.system.name.clone() };
    packer.begin_system(&meta).map_err(Failure::Archive)?;
    let mut sink = ArchiveSink::new(packer, &system.map, &deployment.categories, redactor.as_deref_mut());
    let summary = connector.export(identities, &mut sink).await.map_err(Failure::System)?;
    boundary("after", "system collected");
    packer.end_system().map_err(Failure::Archive)?;
    let collections: Vec<FoundCount> = summary
        .collections
        .iter()
        .map(|part| FoundCount {
            collection: part.collection.clone(),
            table: part.table.clone(),
            own: part.own,
            mentions: part.mentions,
        })
        .collect();
    let left_out = redactor.map_or(0, Redactor::take_count);
    let entry = SystemEntry {
        system: step.system.clone(),
        name: meta.name,
        recipient: system.map.system.recipient.clone().unwrap_or_default(),
        holder: deployment.holder_name(system.map.system.recipient.as_deref()),
        own: collections.iter().map(|part| part.own).sum(),
        mentions: collections.iter().map(|part| part.mentions).sum(),
        left_out,
    };
    Ok((entry, StepReceipt::Collected { collections, left_out }))
}

async fn keep(
    app: &App,
    id: RequestId,
    archive: ArchiveId,
    mut pieces: SealedPieces,
    entry: &serde_json::Value,
    receipts: Vec<(kernel::ids::StepId, StepReceipt)>,
) -> Result<()> {
    let now = app.now();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = store::requests::get(&mut tx, id)
        .await
        .map_err(Error::internal)?
        .ok_or_else(|| Error::not_found("request"))?;
    let expires = expiry(app)?;
    let mut archived = ArchiveRow {
        id: archive,
        request_id: id,
        created_at: now,
        expires_at: expires,
        bytes: 0,
        sha256: String::new(),
        chunks: 0,
        purged_at: None,
    };
    store::archives::insert(&mut tx, &archived).await.map_err(Error::internal)?;
    while let Some(piece) = pieces.next_piece().map_err(Error::internal)? {
        store::archives::put_chunk(&mut tx, archive, archived.chunks, piece)
            .await
            .map_err(Error::internal)?;
        archived.chunks += 1;
        boundary("after", "piece kept");
    }
    let bytes = i64::try_from(pieces.bytes).map_err(Error::internal)?;
    store::archives::complete(&mut tx, archive, bytes, &pieces.sha256, archived.chunks)
        .await
        .map_err(Error::internal)?;
    let mut steps = store::steps::by_request(&mut tx, id).await.map_err(Error::internal)?;
    let mut attested = serde_json::Map::new();
    for (step_id, receipt) in receipts {
        let Some(step) = steps.iter_mut().find(|step| step.id == step_id) else { continue };
        let receipt = serde_json::to_string(&receipt).map_err(Error::internal)?;
        attested.insert(step_id.to_string(), json!(attest::digest(&receipt)));
        execute::mark_done(app, &mut tx, step, receipt).await?;
    }
    let request = change::parse(&row)?;
    // What follows a copy that is made before data go, answers; otherwise the copy is the answer.
    if rights::of(&request).answers_with_copy() {
        if matches!(request.state, State::Executing { .. }) {
            let outstanding = execute::outstanding(&steps);
            let finish = Command::Finish { outstanding };
            change::apply_quietly(app, &mut tx, &mut row, finish).await?;
        }
        change::apply(app, &mut tx, &mut row, Command::RecordAnswer).await?;
    }
    let mut data = entry.clone();
    data["sha256"] = json!(pieces.sha256);
    data["receipts"] = attested.into();
    journal::record_about(app, &mut tx, EventKind::AnswerSealed, id, data).await?;
    commit(tx, "answer kept").await
}

/// The largest archive that is read back whole after packing.
const READ_BACK_BYTES: u64 = 16 * 1024 * 1024;

/// Opens and reads the archive as the person will, and says whether its form is as promised (S88, S92). A very
/// large one is not read back: then nothing is said.
fn read_back(app: &App, archive: ArchiveId, pieces: &mut SealedPieces) -> Result<Option<bool>> {
    if pieces.bytes > READ_BACK_BYTES {
        return Ok(None);
    }
    let mut whole = Vec::new();
    let mut number = 0;
    while let Some(piece) = pieces.next_piece().map_err(Error::internal)? {
        let place = crate::archive::place(archive, number);
        whole.extend(app.keys().seal.open(&place, &piece).map_err(Error::internal)?);
        number += 1;
    }
    pieces.rewind().map_err(Error::internal)?;
    let seen = crate::archive::validate(&whole);
    if !seen.is_sound() {
        tracing::error!(%archive, problems = ?seen.problems, "a packed answer does not read back as promised");
    }
    Ok(Some(seen.is_sound()))
}

/// What the ledger keeps of a sealed answer: its form and counts; nothing of what it says.
fn sealed_entry(manifest: &Manifest, form: Form, read_back: Option<bool>) -> serde_json::Value {
    let with_category = manifest.fields.iter().filter(|field| !field.category.is_empty()).count();
    let count = |ending: &str| manifest.files.iter().filter(|file| file.path.ends_with(ending)).count();
    json!({
        "read_back": read_back,
        "files": manifest.files.len(),
        "form": if form == Form::Bag { "bag" } else { "copy" },
        "json": count(".json") + count(".jsonld"),
        "csv": count(".csv"),
        "html": count(".html"),
        "fields": manifest.fields.len(),
        "fields_with_category": with_category,
        "texts_left_out_of": manifest.left_out(),
        "recipients": manifest.recipients.iter().map(|entry| entry.recipient.as_str()).collect::<Vec<_>>(),
        "systems": manifest.systems.iter().map(|entry| entry.system.as_str()).collect::<Vec<_>>(),
        "outstanding": manifest.outstanding.iter().map(|entry| entry.system.as_str()).collect::<Vec<_>>(),
    })
}

fn expiry(app: &App) -> Result<Timestamp> {
    let deployment = app.deployment()?;
    let figure = deployment
        .edition
        .facts()
        .figures
        .get("download_valid")
        .map(|figure| figure.value.render(kernel::Language::En));
    let span = figure.and_then(|text| text.parse().ok()).or_else(|| DOWNLOAD_VALID.parse().ok());
    let span: kernel::calendar::Span = span.ok_or_else(|| Error::internal("no validity of downloads"))?;
    Ok(span.after_instant(app.now(), &deployment.zone, app.calendar()))
}

fn manifest(
    app: &App,
    row: &RequestRow,
    deployment: &Deployment,
    systems: Vec<SystemEntry>,
    steps: &[StepRow],
) -> Manifest {
    let facts = deployment.edition.facts();
    let waiting = execute::outstanding(steps);
    let outstanding = waiting
        .iter()
        .map(|system| Outstanding {
            system: system.clone(),
            name: deployment.system_name(system),
            reason: kernel::Text {
                nl: "de beheerder van dit systeem is gevraagd wat hij van u heeft".into(),
                en: "the holder of this system has been asked what they have of you".into(),
            },
        })
        .collect();
    Manifest {
        format: manifest::FORMAT.to_owned(),
        request: row.id.to_string(),
        right: row.right.clone(),
        created: app.now(),
        controller: facts.organisation.name.clone(),
        edition: deployment.edition.hash().to_string(),
        recipients: recipients(deployment, &systems, &waiting),
        systems,
        fields: Vec::new(),
        outstanding,
        files: Vec::new(),
    }
}

/// Everybody who holds or receives data of this person (art. 15(1)(c), C-154/21): the holders of the systems
/// that have rows or are still asked, and every recipient that the policy gives the same categories to.
fn recipients(deployment: &Deployment, systems: &[SystemEntry], waiting: &[String]) -> Vec<RecipientEntry> {
    let holding = systems.iter().filter(|entry| entry.own + entry.mentions > 0).map(|entry| &entry.system);
    let holders: BTreeSet<String> = holding
        .chain(waiting)
        .filter_map(|id| deployment.systems.get(id))
        .filter_map(|system| system.map.system.recipient.clone())
        .collect();
    let language = |name: &policy::Name| name.get(kernel::Language::En).to_owned();
    let facts = deployment.edition.facts();
    let category = |id: &String| deployment.categories.get(id).cloned().unwrap_or_else(|| Text::same(id));
    facts
        .recipients
        .iter()
        .filter(|(id, _)| holders.contains(*id))
        .map(|(id, fact)| RecipientEntry {
            recipient: id.clone(),
            name: language(&fact.name),
            role: fact.role.map(|role| role.word().to_owned()).unwrap_or_default(),
            role_name: fact.role.map(policy::facts::Role::text).unwrap_or_default(),
            task: fact.task.clone(),
            countries: fact.countries.iter().map(ToString::to_string).collect(),
            country_names: fact.countries.iter().map(|country| country.text()).collect(),
            safeguard: fact.safeguard.word().to_owned(),
            category_names: fact.categories.iter().map(category).collect(),
            categories: fact.categories.clone(),
        })
        .collect()
}
