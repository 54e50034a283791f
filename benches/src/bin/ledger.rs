//! The ledger on SQLite: appending one by one and in batches, verifying the whole, proving one entry of many.
//!
//!     cargo xtask bench ledger [--entries N]
//!
//! Every commit is forced to disk, as in production.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark speaks on its standard streams")]

use anyhow::{Context as _, Result, bail, ensure};
use benches::{Report, Series, Stopwatch};
use jiff::Timestamp;
use kernel::ids::RequestId;
use kernel::{Clock as _, Entropy, SystemClock};
use ledger::{Checkpoint, Event, EventKind, Salt, SigningKey};
use store::Store;
use store::ledger::{CheckpointRow, NewEntry};

const SINGLE: u32 = 2000;
const BATCH: u32 = 1000;
const PROOFS: u32 = 200;

#[tokio::main]
async fn main() -> Result<()> {
    let entries = entries()?;
    let mut report = Report::new("ledger");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("ledger.db");
    let store = Store::open(&format!("sqlite:{}", file.display())).await?;
    let entropy = Entropy::seeded(1);

    let time = Stopwatch::start();
    for _ in 0..SINGLE {
        append(&store, &entropy, 1).await?;
    }
    report.figure(
        "appended one by one",
        f64::from(SINGLE) / time.read().as_secs_f64(),
        "entries a second",
        None,
    );

    let batches = entries.saturating_sub(SINGLE).div_ceil(BATCH);
    let time = Stopwatch::start();
    for _ in 0..batches {
        append(&store, &entropy, BATCH).await?;
    }
    let rate = f64::from(batches * BATCH) / time.read().as_secs_f64();
    report.figure(format!("appended {BATCH} at a time"), rate, "entries a second", None);

    let key = SigningKey::from_seed("bench.example/ledger", &entropy.bytes())?;
    let (size, root) = store::ledger::head(&store).await?;
    let at = SystemClock.now();
    let note = Checkpoint { origin: key.origin().to_owned(), size, root, at }.sign(&key)?;
    store::ledger::insert_checkpoint(&store, &CheckpointRow { size, at, note }).await?;

    let mut proofs = Series::default();
    for _ in 0..PROOFS {
        let entry = entropy.below(size);
        let time = Stopwatch::start();
        store::ledger::prove(&store, entry, key.public_key()).await?;
        proofs.add(time.read());
    }
    let summary = proofs.summary();
    report.figure(
        format!("the proof of one entry of {size}, checked, median ({:.2}–{:.2})", summary.min, summary.max),
        summary.median,
        "ms",
        None,
    );

    let time = Stopwatch::start();
    let verified = store::ledger::verify(&store, Some(key.public_key()), |_, _| ()).await?;
    ensure!(verified.is_whole(), "the ledger that was just written does not verify");
    let whole = f64::from(u32::try_from(size)?);
    report.figure("verified", whole / time.read().as_secs_f64(), "entries a second", None);
    store.close().await;
    let bytes = std::fs::metadata(&file)?.len();
    report.figure("on disk", f64::from(u32::try_from(bytes / size)?), "bytes an entry", None);
    report.print();
    Ok(())
}

async fn append(store: &Store, entropy: &Entropy, count: u32) -> Result<()> {
    let at: Timestamp = SystemClock.now();
    let request = RequestId::new(at, entropy);
    let mut entries = Vec::new();
    for rows in 0..count {
        let data = serde_json::json!({ "system": "shop", "deleted": rows, "anonymised": 12, "kept": 3 });
        let event = Event::about(EventKind::StepDone, request, data)?;
        entries.push(NewEntry { event, salt: Salt(entropy.bytes()), at });
    }
    let mut tx = store.begin().await?;
    store::ledger::append_all(&mut tx, &entries).await?;
    Ok(tx.commit().await?)
}

fn entries() -> Result<u32> {
    let mut words = std::env::args().skip(1);
    match (words.next().as_deref(), words.next()) {
        (None, _) => Ok(1_000_000),
        (Some("--entries"), value) => Ok(value.context("--entries needs a number")?.parse()?),
        _ => bail!("the only option is --entries N"),
    }
}
