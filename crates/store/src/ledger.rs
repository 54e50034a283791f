//! The rows of the ledger. The rules (what is hashed, how a proof is made, what a bad row looks like) are in the
//! crate `ledger`; here they are stored so that appending costs one statement per batch and a proof reads a few
//! dozen rows of any ledger.
//!
//! Appending locks the single head row until the transaction ends. So append last: everything before it runs in
//! parallel, and two transactions cannot wait for each other.

use std::collections::HashMap;

use ::ledger::{
    Commitment, Event, EventError, EventKind, Frontier, Hash, Head, Node, ProofFile, ProofFileError,
    ProofPlan, PublicKey, Report, Salt, StoredEntry, Verifier,
};
use jiff::Timestamp;

use crate::db::{Conn, Store, Tx};
use crate::error::StoreError;
use crate::statement::statements;
use crate::value::{Columns, FromRow, Lossy, Value, values};

/// Rows read or written by one statement at most.
const BATCH: usize = 1_000;

/// An event to append.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// What happened.
    pub event: Event,
    /// 32 random bytes.
    pub salt: Salt,
    /// When.
    pub at: Timestamp,
}

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// How many entries it covers.
    pub size: u64,
    /// When it was signed.
    pub at: Timestamp,
    /// The signed note.
    pub note: String,
}

/// An entry cannot be wiped.
#[derive(Debug, thiserror::Error)]
pub enum RedactError {
    /// There is no such entry.
    #[error("the ledger has no entry {0}")]
    NoEntry(u64),
    /// Its event is gone already.
    #[error("entry {0} was wiped before")]
    Already(u64),
    /// It records that another entry was wiped; without it that one would look tampered with.
    #[error("entry {0} records that another entry was wiped and must stay")]
    Redaction(u64),
    /// The reason cannot be recorded.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An entry cannot be proved.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// There is no such entry.
    #[error("the ledger has no entry {0}")]
    NoEntry(u64),
    /// Its event is gone, so there is nothing to show.
    #[error("entry {0} was wiped; what it said can no longer be shown")]
    Redacted(u64),
    /// No checkpoint covers it yet.
    #[error("no signed checkpoint covers entry {0} yet; run `gestand ledger checkpoint`")]
    NoCheckpoint(u64),
    /// The proof does not hold: something was altered.
    #[error("the proof does not hold; run `gestand ledger verify`: {0}")]
    Altered(#[from] ProofFileError),
    /// The database did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

macro_rules! columns {
    () => {
        "seq, at, about, event, salt, commitment, leaf, root, nodes"
    };
}

statements! {
    write HEAD_LOCKED = "SELECT size, root, frontier FROM ledger_head WHERE id = 1 @lock";
    read HEAD = "SELECT size, root, frontier FROM ledger_head WHERE id = 1";
    write MAKE_HEAD = "INSERT INTO ledger_head (id, size, root, frontier) VALUES (1, 0, $1, $2) ON CONFLICT (id) DO NOTHING";
    write MOVE_HEAD = "UPDATE ledger_head SET size = $2, root = $3, frontier = $4 WHERE id = 1 AND size = $1";
    write APPEND = concat!("INSERT INTO ledger_entries (", columns!(), ") VALUES @rows(9)");
    read GET = concat!("SELECT ", columns!(), " FROM ledger_entries WHERE seq = $1");
    read AFTER = concat!("SELECT ", columns!(), " FROM ledger_entries WHERE seq > $1 ORDER BY seq LIMIT $2");
    read BEFORE = concat!("SELECT ", columns!(), " FROM ledger_entries WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
    read ABOUT = concat!("SELECT ", columns!(), " FROM ledger_entries WHERE about = $1 ORDER BY seq");
    read ABOUT_ANY = concat!("SELECT ", columns!(), " FROM ledger_entries WHERE about IN (@list(0)) ORDER BY seq");
    read NODES = "SELECT seq, leaf, nodes FROM ledger_entries WHERE seq IN (@list(0))";
    write REDACT = "UPDATE ledger_entries SET event = NULL, salt = NULL, about = NULL WHERE seq = $1";
    write PUT_CHECKPOINT = "INSERT INTO ledger_checkpoints (size, at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING";
    read CHECKPOINTS = "SELECT size, at, note FROM ledger_checkpoints ORDER BY size";
    read LATEST_CHECKPOINT = "SELECT size, at, note FROM ledger_checkpoints WHERE size > $1 ORDER BY size DESC LIMIT 1";
}

/// A row as it stands there, for the checker: nothing about it is taken for granted.
struct RawEntry(StoredEntry);

impl FromRow for RawEntry {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self(StoredEntry {
            seq: columns.take()?,
            at: columns.take()?,
            about: columns.take::<Option<Lossy>>()?.map(|text| text.0),
            event: columns.take::<Option<Lossy>>()?.map(|text| text.0),
            salt: columns.take()?,
            commitment: columns.take()?,
            leaf: columns.take()?,
            root: columns.take()?,
            nodes: columns.take()?,
        }))
    }
}

struct RawHead(Head);

impl FromRow for RawHead {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self(Head { size: columns.take()?, root: columns.take()?, frontier: columns.take()? }))
    }
}

struct RawCheckpoint(CheckpointRow);

impl FromRow for RawCheckpoint {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        let size: i64 = columns.take()?;
        let size = u64::try_from(size).unwrap_or(0);
        Ok(Self(CheckpointRow { size, at: columns.take()?, note: columns.take()? }))
    }
}

fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

/// Appends one event and gives its number. Append last in a transaction (see the module).
pub async fn append(tx: &mut Tx, event: &Event, salt: &Salt, at: Timestamp) -> Result<u64, StoreError> {
    append_all(tx, &[NewEntry { event: event.clone(), salt: *salt, at }]).await
}

/// Appends events in one go and gives the number of the first; the others follow on.
pub async fn append_all(tx: &mut Tx, entries: &[NewEntry]) -> Result<u64, StoreError> {
    let mut on = Conn::from(tx);
    let mut frontier = lock_head(&mut on).await?;
    let first = frontier.size();
    for batch in entries.chunks(BATCH) {
        let mut values = Vec::with_capacity(batch.len() * 9);
        for entry in batch {
            values.extend(row_values(&mut frontier, entry));
        }
        on.execute(&APPEND, values).await?;
    }
    let values = values![number(first), number(frontier.size()), hash(&frontier.root()), frontier.to_bytes()];
    match on.execute(&MOVE_HEAD, values).await? {
        0 => Err(StoreError::Stale { what: "head of the ledger" }),
        _ => Ok(first),
    }
}

fn hash(hash: &Hash) -> Vec<u8> {
    hash.as_bytes().to_vec()
}

fn row_values(frontier: &mut Frontier, entry: &NewEntry) -> Vec<Value> {
    let seq = frontier.size();
    let commitment = Commitment::to(&entry.salt, &entry.event);
    let leaf = commitment.leaf(entry.at);
    let nodes: Vec<u8> = frontier.append(leaf).iter().flat_map(|node| node.0).collect();
    values![
        number(seq),
        entry.at,
        entry.event.subject_matter(),
        entry.event.canonical(),
        entry.salt.0.as_slice(),
        hash(&commitment.0),
        hash(&leaf),
        hash(&frontier.root()),
        nodes,
    ]
}

async fn lock_head(on: &mut Conn<'_>) -> Result<Frontier, StoreError> {
    let mut head: Option<RawHead> = on.first(&HEAD_LOCKED, Vec::new()).await?;
    if head.is_none() {
        on.execute(&MAKE_HEAD, values![hash(&Hash::empty_root()), Vec::<u8>::new()]).await?;
        head = on.first(&HEAD_LOCKED, Vec::new()).await?;
    }
    let RawHead(head) = head.ok_or(StoreError::Missing { what: "head of the ledger" })?;
    let size = u64::try_from(head.size).unwrap_or(0);
    Ok(Frontier::from_bytes(size, &head.frontier)?)
}

/// How many entries there are, and the root over them; 0 and the empty root before the first.
pub async fn head(on: impl Into<Conn<'_>>) -> Result<(u64, Hash), StoreError> {
    let head: Option<RawHead> = on.into().first(&HEAD, Vec::new()).await?;
    let Some(RawHead(head)) = head else { return Ok((0, Hash::empty_root())) };
    let root = Hash::from_slice(&head.root).map_err(|_| StoreError::Corrupt {
        statement: HEAD.name,
        column: 1,
        reason: "a SHA-256 hash",
    })?;
    Ok((u64::try_from(head.size).unwrap_or(0), root))
}

/// The entry with this number.
pub async fn get(on: impl Into<Conn<'_>>, seq: u64) -> Result<Option<StoredEntry>, StoreError> {
    Ok(on.into().first::<RawEntry>(&GET, values![number(seq)]).await?.map(|raw| raw.0))
}

/// Entries from `from` on, in order, at most `limit`. Reading goes on behind the last one's number.
pub async fn page(on: impl Into<Conn<'_>>, from: u64, limit: u32) -> Result<Vec<StoredEntry>, StoreError> {
    let rows: Vec<RawEntry> =
        on.into().all(&AFTER, values![number(from).saturating_sub(1), i64::from(limit)]).await?;
    Ok(rows.into_iter().map(|raw| raw.0).collect())
}

/// Entries before `before` (none: from the end), the latest first.
pub async fn latest(
    on: impl Into<Conn<'_>>,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<StoredEntry>, StoreError> {
    let before = before.map_or(i64::MAX, number);
    let rows: Vec<RawEntry> = on.into().all(&BEFORE, values![before, i64::from(limit)]).await?;
    Ok(rows.into_iter().map(|raw| raw.0).collect())
}

/// The entries about one thing (a request id, the hash of an edition), in order.
pub async fn about(
    on: impl Into<Conn<'_>>,
    about: impl std::fmt::Display,
) -> Result<Vec<StoredEntry>, StoreError> {
    let rows: Vec<RawEntry> = on.into().all(&ABOUT, values![about.to_string()]).await?;
    Ok(rows.into_iter().map(|raw| raw.0).collect())
}

/// The entries about any of several things, at most a few hundred, in order.
pub async fn about_any<T: std::fmt::Display>(
    on: impl Into<Conn<'_>>,
    things: &[T],
) -> Result<Vec<StoredEntry>, StoreError> {
    if things.is_empty() {
        return Ok(Vec::new());
    }
    let things = things.iter().flat_map(|thing| values![thing.to_string()]).collect();
    let rows: Vec<RawEntry> = on.into().all(&ABOUT_ANY, things).await?;
    Ok(rows.into_iter().map(|raw| raw.0).collect())
}

/// Wipes the event and salt of an entry and records that in an entry of its own, whose number is given.
pub async fn redact(
    tx: &mut Tx,
    seq: u64,
    reason: &str,
    salt: &Salt,
    at: Timestamp,
) -> Result<u64, RedactError> {
    let entry = get(&mut *tx, seq).await?.ok_or(RedactError::NoEntry(seq))?;
    if entry.event.is_none() {
        return Err(RedactError::Already(seq));
    }
    if entry.parsed().is_some_and(|event| event.kind() == EventKind::EntryRedacted) {
        return Err(RedactError::Redaction(seq));
    }
    let event = Event::redaction(seq, reason)?;
    Conn::from(&mut *tx).execute(&REDACT, values![number(seq)]).await?;
    Ok(append(tx, &event, salt, at).await?)
}

/// Stores a signed checkpoint; one of the same size that is there already stays.
pub async fn insert_checkpoint(on: impl Into<Conn<'_>>, row: &CheckpointRow) -> Result<(), StoreError> {
    on.into().execute(&PUT_CHECKPOINT, values![number(row.size), row.at, &row.note]).await.map(drop)
}

/// Every checkpoint, the smallest first.
pub async fn checkpoints(on: impl Into<Conn<'_>>) -> Result<Vec<CheckpointRow>, StoreError> {
    let rows: Vec<RawCheckpoint> = on.into().all(&CHECKPOINTS, Vec::new()).await?;
    Ok(rows.into_iter().map(|raw| raw.0).collect())
}

/// The latest checkpoint.
pub async fn latest_checkpoint(on: impl Into<Conn<'_>>) -> Result<Option<CheckpointRow>, StoreError> {
    let row: Option<RawCheckpoint> = on.into().first(&LATEST_CHECKPOINT, values![-1i64]).await?;
    Ok(row.map(|raw| raw.0))
}

/// The proof that entry `seq` is in the tree of `size` entries.
pub async fn inclusion(on: impl Into<Conn<'_>>, seq: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
    assemble(on.into(), &ProofPlan::inclusion(seq, size)?).await
}

/// The proof that the tree of `size` entries begins with the one of `old` entries.
pub async fn consistency(on: impl Into<Conn<'_>>, old: u64, size: u64) -> Result<Vec<Hash>, StoreError> {
    assemble(on.into(), &ProofPlan::consistency(old, size)?).await
}

/// Every node is in the row of its last leaf, so a proof reads as many rows as it has nodes: two for each
/// doubling of the ledger at most.
async fn assemble(mut on: Conn<'_>, plan: &ProofPlan) -> Result<Vec<Hash>, StoreError> {
    let hashes = hashes(&mut on, plan.nodes()).await?;
    Ok(plan.assemble(|node| hashes.get(&node).copied())?)
}

/// The hashes of nodes, as far as their rows are there.
async fn hashes(
    on: &mut Conn<'_>,
    nodes: impl Iterator<Item = Node>,
) -> Result<HashMap<Node, Hash>, StoreError> {
    let nodes: Vec<Node> = nodes.collect();
    let mut wanted: Vec<i64> = nodes.iter().map(|node| number(node.last_leaf())).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = if wanted.is_empty() {
        Vec::new()
    } else {
        on.all(&NODES, wanted.into_iter().map(Value::from).collect()).await?
    };
    let find = |node: Node| {
        let last = number(node.last_leaf());
        let (_, leaf, nodes) = rows.iter().find(|(seq, ..)| *seq == last)?;
        match usize::from(node.level).checked_sub(1) {
            None => Hash::from_slice(leaf).ok(),
            Some(position) => Hash::from_slice(nodes.chunks_exact(32).nth(position)?).ok(),
        }
    };
    Ok(nodes.into_iter().filter_map(|node| Some((node, find(node)?))).collect())
}

/// Makes the proof file of an entry under the latest checkpoint, and checks it before handing it over.
pub async fn prove(store: &Store, seq: u64, key: &PublicKey) -> Result<ProofFile, ProveError> {
    let mut tx = store.snapshot().await?;
    let entry = get(&mut tx, seq).await?.ok_or(ProveError::NoEntry(seq))?;
    let covering: Option<RawCheckpoint> =
        Conn::from(&mut tx).first(&LATEST_CHECKPOINT, values![number(seq)]).await?;
    let checkpoint = covering.ok_or(ProveError::NoCheckpoint(seq))?.0;
    let event = entry.parsed().ok_or(ProveError::Redacted(seq))?;
    let salt = entry.salt.as_deref().and_then(|salt| salt.try_into().ok()).map(Salt);
    let salt = salt.ok_or(ProveError::Redacted(seq))?;
    let corrupt = StoreError::Corrupt { statement: GET.name, column: 1, reason: "microseconds since 1970" };
    let at = Timestamp::from_microsecond(entry.at).map_err(|_| corrupt)?;
    let path = inclusion(&mut tx, seq, checkpoint.size).await?;
    let file = ProofFile::new(seq, at, &event, &salt, path, checkpoint.note);
    file.verify(key)?;
    Ok(file)
}

/// Looks at every row of the ledger as it is at one moment and says what was found. With no key the checkpoints
/// are left out, and a history that was rewritten with all its hashes goes unseen. `progress` is told after each
/// batch how many entries have been read and how many the head counts.
pub async fn verify(
    store: &Store,
    key: Option<&PublicKey>,
    progress: impl FnMut(u64, u64) + Send,
) -> Result<Report, StoreError> {
    let mut tx = store.snapshot().await?;
    let verifier = match key {
        Some(key) => {
            let notes = checkpoints(&mut tx).await?;
            Verifier::new(key, notes.iter().map(|row| (row.size, row.at, row.note.as_str())))
        }
        None => Verifier::without_checkpoints(),
    };
    finish(&mut tx, verifier, i64::MIN, progress).await
}

/// The same for what came behind a beginning that was found whole before: its size and root, which the caller answers
/// for. None when the rows that are there now do not begin with it: then only looking at everything says what is wrong.
pub async fn verify_behind(
    store: &Store,
    key: &PublicKey,
    (size, root): (u64, &Hash),
) -> Result<Option<Report>, StoreError> {
    let mut tx = store.snapshot().await?;
    let peaks = Node::peaks(size);
    let hashes = hashes(&mut Conn::from(&mut tx), peaks.iter().copied()).await?;
    let bytes: Vec<u8> = peaks.iter().filter_map(|peak| hashes.get(peak)).flat_map(|hash| hash.0).collect();
    let Ok(frontier) = Frontier::from_bytes(size, &bytes) else { return Ok(None) };
    if frontier.root() != *root {
        return Ok(None);
    }
    let notes = checkpoints(&mut tx).await?;
    let notes = notes.iter().map(|row| (row.size, row.at, row.note.as_str()));
    let verifier = Verifier::resuming(key, notes, frontier);
    finish(&mut tx, verifier, number(size).saturating_sub(1), |_, _| ()).await.map(Some)
}

/// Feeds every row behind `last` and ends with the head.
async fn finish(
    tx: &mut Tx,
    mut verifier: Verifier,
    mut last: i64,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<Report, StoreError> {
    let head: Option<RawHead> = Conn::from(&mut *tx).first(&HEAD, Vec::new()).await?;
    let head = head.map(|raw| raw.0);
    let total = head.as_ref().and_then(|head| u64::try_from(head.size).ok()).unwrap_or(0);
    let mut done = 0u64;
    loop {
        let rows: Vec<RawEntry> =
            Conn::from(&mut *tx).all(&AFTER, values![last, number(BATCH as u64)]).await?;
        let Some(RawEntry(end)) = rows.last() else { break };
        last = end.seq;
        done += rows.len() as u64;
        for RawEntry(entry) in &rows {
            verifier.feed(entry);
        }
        progress(done, total);
    }
    Ok(verifier.finish(head.as_ref()))
}
