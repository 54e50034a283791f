//! The ledger as its operator and its auditors use it: verify, prove, sign.

use jiff::{SignedDuration, Timestamp};
use kernel::Actor;
use ledger::{Checkpoint, Hash, Report, SigningKey};
use serde::{Deserialize, Serialize};
use store::ledger::CheckpointRow;
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::error::{Error, Kind, Result};

/// The ledger in a few figures.
#[derive(Debug, Clone, Serialize)]
pub struct LedgerStatus {
    /// How many entries there are.
    pub size: u64,
    /// The root of the tree over them, base64.
    pub root: String,
    /// The log's name.
    pub origin: String,
    /// The public key that verifies checkpoints and proofs.
    pub public_key: String,
    /// The newest signed checkpoint.
    pub checkpoint: Option<String>,
    /// When it was signed.
    pub checkpoint_at: Option<Timestamp>,
}

/// The key that signs this installation's log: under the name of its first signature, and before that under
/// the installation's address.
pub fn signing_key(app: &App) -> Result<SigningKey> {
    let host = app.config().base_url.trim_start_matches("https://").trim_start_matches("http://");
    let name = app.keys().ledger_name().map_err(Error::internal)?;
    let name = name.unwrap_or_else(|| format!("{host}/ledger"));
    SigningKey::from_seed(&name, &app.keys().ledger_seed).map_err(Error::internal)
}

/// The ledger in a few figures, for staff.
pub async fn status(app: &App, actor: &Actor) -> Result<LedgerStatus> {
    if !matches!(actor, Actor::Staff { .. } | Actor::Operator) {
        return Err(Error::forbidden("see-ledger"));
    }
    let key = signing_key(app)?;
    let (size, root) = store::ledger::head(app.store()).await.map_err(Error::internal)?;
    let newest = store::ledger::latest_checkpoint(app.store()).await.map_err(Error::internal)?;
    Ok(LedgerStatus {
        size,
        root: root.to_string(),
        origin: key.origin().to_owned(),
        public_key: key.public_key().to_string(),
        checkpoint: newest.as_ref().map(|row| row.note.clone()),
        checkpoint_at: newest.map(|row| row.at),
    })
}

/// For how many days a look at the whole log is built upon: after that the whole of it is looked at again.
pub const WHOLE_DAYS: i64 = 7;

/// What a look at the log found, and when the whole of it was looked at last.
#[derive(Debug, Clone)]
pub struct Looked {
    /// What was found.
    pub report: Report,
    /// When every entry was recomputed.
    pub whole_at: Timestamp,
}

/// The log as it was when every entry was recomputed and was as written. It stands in the database under a mark that
/// nobody makes without a key of the key folder.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    origin: String,
    at: Timestamp,
    size: u64,
    root: Hash,
}

/// Recomputes the whole log; `progress` is told (entries done, entries in all). When every entry is as it was written,
/// later looks ([`look`]) begin behind what was seen here.
pub async fn verify(app: &App, progress: impl FnMut(u64, u64) + Send) -> Result<Report> {
    let key = signing_key(app)?;
    let report = store::ledger::verify(app.store(), Some(key.public_key()), progress)
        .await
        .map_err(Error::internal)?;
    if let Some(root) = report.root.filter(|_| report.is_whole()) {
        let note = Note { origin: key.origin().to_owned(), at: app.now(), size: report.entries, root };
        let note = serde_json::to_string(&note).map_err(Error::internal)?;
        let mark = app.keys().lookup(MARKED, &note);
        store::ledger_looks::put(app.store(), &note, &mark).await.map_err(Error::internal)?;
    }
    Ok(report)
}

/// Recomputes what came behind the last look at the whole log, and the whole of it once a week, or when the note of that
/// look is missing, was altered, or no longer fits. An entry that was tampered with before it shows in the next whole look.
pub async fn look(app: &App) -> Result<Looked> {
    if let Some(note) = note(app).await? {
        let key = signing_key(app)?;
        let seen = (note.size, &note.root);
        let report = store::ledger::verify_behind(app.store(), key.public_key(), seen)
            .await
            .map_err(Error::internal)?;
        if let Some(report) = report.filter(Report::is_whole) {
            return Ok(Looked { report, whole_at: note.at });
        }
    }
    Ok(Looked { report: verify(app, |_, _| ()).await?, whole_at: app.now() })
}

/// What marks are made for.
const MARKED: &str = "ledger-whole";

/// The note of the last look at the whole log, when it is genuine and not too old.
async fn note(app: &App) -> Result<Option<Note>> {
    let Some((text, mark)) = store::ledger_looks::get(app.store()).await.map_err(Error::internal)? else {
        return Ok(None);
    };
    let ours = app.keys().lookup(MARKED, &text);
    if !bool::from(ours.as_bytes().ct_eq(mark.as_bytes())) {
        return Ok(None);
    }
    let note: Note = serde_json::from_str(&text).map_err(Error::internal)?;
    let (age, most) = (app.now().duration_since(note.at), SignedDuration::from_hours(24 * WHOLE_DAYS));
    let ours = note.origin == signing_key(app)?.origin();
    Ok(Some(note).filter(|_| ours && !age.is_negative() && age < most))
}

/// Whether a checkpoint that was kept elsewhere still fits the log: its size is not beyond the log's, its
/// signature is ours, and its root is the one that the log had at that size.
pub async fn contains(app: &App, note: &str) -> Result<bool> {
    let key = signing_key(app)?;
    let Ok(kept) = Checkpoint::verify(note, key.public_key()) else { return Ok(false) };
    if kept.size == 0 {
        return Ok(true);
    }
    let entry = store::ledger::get(app.store(), kept.size - 1).await.map_err(Error::internal)?;
    Ok(entry.is_some_and(|entry| entry.root == kept.root.as_bytes()))
}

/// A proof of one entry that verifies offline with the public key; signs a checkpoint when none covers it.
pub async fn prove(app: &App, seq: u64) -> Result<String> {
    let key = signing_key(app)?;
    let proof = match store::ledger::prove(app.store(), seq, key.public_key()).await {
        Err(store::ledger::ProveError::NoCheckpoint(_)) => {
            checkpoint(app).await?;
            store::ledger::prove(app.store(), seq, key.public_key()).await
        }
        other => other,
    };
    let proof = proof.map_err(|error| {
        Error::new(
            Kind::NotFound,
            "no-proof",
            "Voor dit nummer kan geen bewijs worden gemaakt.",
            "No proof can be made for this number.",
        )
        .because(error)
    })?;
    serde_json::to_string_pretty(&proof).map_err(Error::internal)
}

/// Verifies a proof file with nothing but the public key.
pub fn verify_proof(text: &str, key: &str) -> Result<ledger::Proven> {
    let invalid = |error: String| {
        Error::new(
            Kind::Invalid,
            "proof-does-not-hold",
            "Dit bewijs klopt niet met deze sleutel.",
            "This proof does not hold with this key.",
        )
        .because(error)
    };
    ledger::verify_proof_file(text, key).map_err(|error| invalid(error.to_string()))
}

/// Signs the log as it stands now and keeps the note.
pub async fn checkpoint(app: &App) -> Result<String> {
    app.keys().name_ledger(signing_key(app)?.origin()).map_err(Error::internal)?;
    // Read again: another process may have named it first.
    let key = signing_key(app)?;
    let (size, root) = store::ledger::head(app.store()).await.map_err(Error::internal)?;
    let at = app.now();
    let note =
        Checkpoint { origin: key.origin().to_owned(), size, root, at }.sign(&key).map_err(Error::internal)?;
    let row = CheckpointRow { size, at, note: note.clone() };
    store::ledger::insert_checkpoint(app.store(), &row).await.map_err(Error::internal)?;
    Ok(note)
}

/// Signs the log when it has grown since the last time.
pub async fn checkpoint_if_grown(app: &App) -> Result<()> {
    let (size, _) = store::ledger::head(app.store()).await.map_err(Error::internal)?;
    let newest = store::ledger::latest_checkpoint(app.store()).await.map_err(Error::internal)?;
    if size > 0 && newest.is_none_or(|row| row.size < size) {
        checkpoint(app).await?;
    }
    Ok(())
}

/// The newest signed checkpoint with the key that checks it: for everybody, because it holds nothing about anybody.
///
/// # Errors
/// Our own database does not answer.
pub async fn public_checkpoint(app: &App) -> Result<Option<(String, String)>> {
    let status = status(app, &Actor::Operator).await?;
    Ok(status.checkpoint.map(|note| (note, status.public_key)))
}
