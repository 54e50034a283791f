//! The places at which a crash must lose nothing and repeat nothing, named, so that a test can have the process
//! killed at each of them (`crates/gestand/tests/binary/crash.rs`).
//!
//! Everything that lasts goes through [`commit`], which has such a place before and after it; what reaches
//! further than our own database (a system's commit, a mail server) has a [`boundary`] of its own. Whoever adds
//! an effect that outlives the process adds its boundary.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use store::Tx;

use crate::error::{Error, Result};

/// How many transactions this process has made lasting.
static COMMITTED: AtomicU64 = AtomicU64::new(0);
static PASSED: AtomicU64 = AtomicU64::new(0);
static DIE_AT: OnceLock<Option<u64>> = OnceLock::new();

/// Makes a transaction lasting. `what` names what it does.
pub(crate) async fn commit(tx: Tx, what: &'static str) -> Result<()> {
    boundary("before", what);
    tx.commit().await.map_err(Error::internal)?;
    COMMITTED.fetch_add(1, Ordering::SeqCst);
    boundary("after", what);
    Ok(())
}

/// How many transactions this process has made lasting: while it is the same, so is what they wrote.
pub(crate) fn committed() -> u64 {
    COMMITTED.load(Ordering::SeqCst)
}

/// Passes a boundary. In debug builds a test may have the process killed at the n-th that is passed
/// (`GESTAND_DIE_AT=n`, from 0): SIGKILL, no clean-up of any kind. Those before it are told on the log, so that a
/// number that is never reached lists them all. Release builds do nothing here.
pub(crate) fn boundary(moment: &'static str, what: &'static str) {
    if !cfg!(debug_assertions) {
        return;
    }
    let die_at = *DIE_AT.get_or_init(|| std::env::var("GESTAND_DIE_AT").ok()?.parse().ok());
    let Some(die_at) = die_at else { return };
    if die_at == PASSED.fetch_add(1, Ordering::SeqCst) {
        tracing::warn!("killed {moment} {what}, as a test asked");
        // The shell's own kill: the program of that name is not on every machine.
        let myself = std::process::id().to_string();
        let _ = std::process::Command::new("sh").args(["-c", "kill -9 \"$0\"", &myself]).status();
        std::thread::park();
    } else {
        tracing::warn!("passed {moment} {what}, as a test wants to know");
    }
}
