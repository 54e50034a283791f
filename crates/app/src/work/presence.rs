//! Proof that a worker lives, or that it is dead.
//!
//! A worker holds the lock of a file of its own, `DATA/workers/ID.lock`, as long as its process lives. The
//! operating system drops the lock when the process ends, however it ends. So whoever gets the lock of another
//! worker's file knows that its process is gone, and ends its leases at once; there is no guessing by time, and
//! no number of a process that another process may have got since.
//!
//! Files tell about this machine (or container with this folder) only. A worker elsewhere has no file here; its
//! leases end by themselves, because it no longer renews them. The same holds where files cannot be locked.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::error::{Error, Result};

const ENDING: &str = ".lock";

/// One worker: this process, from its first claim to its end.
#[derive(Debug)]
pub(crate) struct Presence {
    id: String,
    /// None where files cannot be locked: then only time ends its leases.
    held: Option<(PathBuf, File)>,
}

impl Presence {
    pub(crate) fn begin(data: &Path, id: String) -> Self {
        let held = hold(&data.join("workers"), &id)
            .inspect_err(|error| tracing::warn!(%error, "this worker cannot lock a file of its own in the data folder; should it be killed, its work waits until the lease ends"))
            .ok();
        Self { id, held }
    }

    /// What its leases name.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        if let Some((path, _)) = &self.held {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn hold(folder: &Path, id: &str) -> io::Result<(PathBuf, File)> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(format!("{id}{ENDING}"));
    loop {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        file.lock()?;
        // Between making and locking it, another worker may have taken it for a dead one's and removed it.
        if file.metadata()?.nlink() > 0 {
            return Ok((path, file));
        }
    }
}

/// Ends the leases of every worker of this data folder whose process is gone.
pub(crate) async fn take_over(app: &App) -> Result<()> {
    let Ok(folder) = std::fs::read_dir(app.config().data.join("workers")) else { return Ok(()) };
    for entry in folder.flatten() {
        let name = entry.file_name();
        let Some(id) = name.to_str().and_then(|name| name.strip_suffix(ENDING)) else { continue };
        if id == app.worker() {
            continue;
        }
        let Some(file) = lock_of_the_dead(&entry.path()) else { continue };
        let now = app.now();
        let jobs = store::jobs::release_of(app.store(), id, now).await.map_err(Error::internal)?;
        let mail = store::messages::release_of(app.store(), id, now).await.map_err(Error::internal)?;
        // Last, so that a crash in here only means that it is done again.
        let _ = std::fs::remove_file(entry.path());
        drop(file);
        if jobs + mail > 0 {
            tracing::info!(worker = id, jobs, mail, "a worker was killed; its work is taken over");
        }
    }
    Ok(())
}

/// The lock of a file whose worker is dead. None while it lives, and where nothing can be proved.
fn lock_of_the_dead(path: &Path) -> Option<File> {
    let file = OpenOptions::new().read(true).write(true).open(path).ok()?;
    match file.try_lock() {
        Ok(()) => Some(file),
        Err(TryLockError::WouldBlock) => None,
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the lock of a worker's file cannot be tried");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_had_only_when_its_worker_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("workers/one.lock");
        let alive = Presence::begin(folder.path(), "one".to_owned());
        assert!(lock_of_the_dead(&file).is_none());
        // A process that is killed loses its lock and leaves its file.
        let Presence { held, .. } = &alive;
        held.as_ref().unwrap().1.unlock().unwrap();
        let dead = lock_of_the_dead(&file).expect("the lock of the dead");
        assert!(lock_of_the_dead(&file).is_none(), "one alone takes over");
        drop(dead);
        drop(alive);
        assert!(!file.exists(), "a worker that ends takes its file along");
    }
}
