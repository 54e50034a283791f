//! Waiting for a condition, with a bound.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// How long anything may take before it counts as broken. Wide: it is reached only when something is.
pub const BOUND: Duration = Duration::from_secs(90);

/// The pause between two looks at something that cannot tell when it changes.
const LOOK_AGAIN: Duration = Duration::from_millis(60);

/// What `work` gives, unless it takes longer than the bound.
///
/// # Errors
/// What `work` fails with, or that `what` took too long.
pub async fn bound<T>(what: &str, work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::time::timeout(BOUND, work)
        .await
        .with_context(|| format!("{what}: nothing after {} seconds", BOUND.as_secs()))?
        .with_context(|| what.to_owned())
}

/// Looks until there is something.
///
/// # Errors
/// What looking fails with, or that `what` never was.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let found = tokio::time::timeout(BOUND, async {
        loop {
            match look().await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => tokio::time::sleep(LOOK_AGAIN).await,
                Err(error) => return Err(error),
            }
        }
    });
    match found.await {
        Ok(found) => found.with_context(|| what.to_owned()),
        Err(_) => bail!("{what}: not after {} seconds", BOUND.as_secs()),
    }
}
