//! Files: uploads in a folder or a bucket, found by the patterns of the map.
//!
//! A file is a row: its key is its path, its columns are size, time of change and content. Whose it is, is said by
//! an identity in its path (`avatars/12/…`), or by a row of another system that refers to it: that system leads here
//! ([`crate::leads`]), and its own finding says whose the row is. [`search`] finds, [`export`] streams, [`erase`]
//! takes away; [`folder`] and [`bucket`] are the two places. There is no transaction: each file is one step, safe to
//! repeat, and what others refer to as well stays.

mod bucket;
mod erase;
mod export;
mod folder;
mod search;

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt};
use inventory::map::Do;
use inventory::pattern::Glob;
use inventory::{Applied, DataMap, ErasureOrder, Found, Identity, PreparedErasure, Receipt};
use jiff::Timestamp;
use kernel::Clock;
use tokio::task::spawn_blocking;

use self::bucket::Bucket;
use self::folder::Folder;
use crate::connector::{Capabilities, Capability, Connector};
use crate::error::ConnectError;
use crate::leads::Leads;
use crate::probe::{Finding, FindingKind, Probe, Weight};
use crate::sink::{ExportSummary, RowSink};

/// The connector of a folder or bucket.
#[derive(Debug, Clone)]
pub struct FilesConnector(Arc<Files>);

#[derive(Debug)]
struct Files {
    map: Arc<DataMap>,
    place: Place,
    leads: Leads,
}

/// Where the files are.
#[derive(Debug)]
enum Place {
    Folder(Folder),
    Bucket(Box<Bucket>),
}

/// A file as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileSeen {
    /// From the root, without a slash at either end.
    path: String,
    /// In bytes; none for a link, which has no content of its own.
    size: Option<u64>,
    modified: Option<Timestamp>,
}

impl FilesConnector {
    /// For a map with `connector = "files"`. `environment` gives the value of a variable; `leads` are the systems
    /// that lead here. Nothing is looked at yet.
    ///
    /// # Errors
    /// [`ConnectError::Address`] naming the variable that is missing or makes no sense.
    pub fn open(
        map: impl Into<Arc<DataMap>>,
        environment: &dyn Fn(&str) -> Option<String>,
        leads: Leads,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConnectError> {
        let map = map.into();
        let system = map.system.id.clone();
        let unusable = |reason: String| ConnectError::Address { system: system.clone(), reason };
        let variable = map.system.url_env.clone().unwrap_or_default();
        let given = environment(&variable).filter(|value| !value.trim().is_empty());
        let given =
            given.ok_or_else(|| unusable(format!("the environment variable {variable} is not set")))?;
        let place = match map.files.as_ref().and_then(|files| files.s3.as_ref()) {
            Some(s3) => {
                let bucket = Bucket::open(&system, s3, &given, environment, clock).map_err(unusable)?;
                Place::Bucket(Box::new(bucket))
            }
            None => Place::Folder(Folder { system: system.clone(), root: root(&given).map_err(unusable)? }),
        };
        Ok(Self(Arc::new(Files { map, place, leads })))
    }

    async fn look(&self) -> Probe {
        let map = &self.0.map;
        let mut probe = Probe {
            system: map.system.id.clone(),
            reachable: true,
            server: Some(if matches!(self.0.place, Place::Folder(_)) { "folder" } else { "S3" }.to_owned()),
            read_only: false,
            findings: Vec::new(),
        };
        match self.0.place.look().await {
            Ok(writable) => {
                probe.read_only = !writable;
                if !writable {
                    let message = "files cannot be taken away here: the account may only read".to_owned();
                    probe.findings.push(finding(Weight::Gap, FindingKind::ReadOnly, message));
                }
                if let Err(error) = self.0.place.erases().await {
                    probe.findings.push(finding(Weight::Gap, FindingKind::UnsafeErasure, error.public()));
                }
            }
            Err(error) => {
                probe.reachable =
                    !matches!(error, ConnectError::Unreachable { .. } | ConnectError::Timeout { .. });
                probe.findings.push(finding(Weight::Fatal, FindingKind::Unreachable, error.public()));
            }
        }
        probe
    }
}

impl Place {
    async fn list(&self, glob: Glob) -> Result<Vec<FileSeen>, ConnectError> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                blocking(&folder.system.clone(), move || match glob.single() {
                    Some(path) => Ok(folder.stat(&path)?.into_iter().collect()),
                    None => folder.list(&glob),
                })
                .await
            }
            Self::Bucket(bucket) => match glob.single() {
                Some(path) => Ok(bucket.stat(&path).await?.into_iter().collect()),
                None => bucket.list(&glob).await,
            },
        }
    }

    async fn stat(&self, path: &str) -> Result<Option<FileSeen>, ConnectError> {
        match self {
            Self::Folder(folder) => {
                let (folder, path) = (folder.clone(), path.to_owned());
                blocking(&folder.system.clone(), move || folder.stat(&path)).await
            }
            Self::Bucket(bucket) => bucket.stat(path).await,
        }
    }

    /// `own`: so many folders at the beginning of the path are nobody's, and stay though they be empty.
    async fn remove(&self, path: &str, own: usize) -> Result<bool, ConnectError> {
        match self {
            Self::Folder(folder) => {
                let (folder, path) = (folder.clone(), path.to_owned());
                blocking(&folder.system.clone(), move || folder.remove(&path, own)).await
            }
            Self::Bucket(bucket) => bucket.remove(path).await,
        }
    }

    /// Whether it answers; false when nothing can be taken away.
    async fn look(&self) -> Result<bool, ConnectError> {
        match self {
            Self::Folder(folder) => {
                let folder = folder.clone();
                blocking(&folder.system.clone(), move || folder.look()).await
            }
            Self::Bucket(bucket) => bucket.look().await.map(|()| true),
        }
    }

    async fn erases(&self) -> Result<(), ConnectError> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Bucket(bucket) => bucket.erases().await,
        }
    }
}

/// Disks block: what reads one does so beside the other work.
async fn blocking<T: Send + 'static>(
    system: &str,
    work: impl FnOnce() -> Result<T, ConnectError> + Send + 'static,
) -> Result<T, ConnectError> {
    let stopped = |_| ConnectError::Failed { system: system.to_owned(), code: "stopped".to_owned() };
    spawn_blocking(work).await.map_err(stopped)?
}

/// The folder that an address names: a path from the disk's root, or the same as a `file:` URL.
fn root(given: &str) -> Result<PathBuf, String> {
    let path = match given.trim().strip_prefix("file://") {
        Some(path) => percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned(),
        None => given.trim().to_owned(),
    };
    let path = FilePath::new(&path);
    if !path.is_absolute() {
        return Err("it is no folder: write its path from the root of the disk".to_owned());
    }
    if path.components().count() < 2 {
        return Err("the whole disk is no folder of uploads".to_owned());
    }
    Ok(path.to_owned())
}

fn finding(weight: Weight, kind: FindingKind, message: String) -> Finding {
    Finding { weight, kind, collection: None, table: None, column: None, message }
}

impl Connector for FilesConnector {
    fn map(&self) -> &DataMap {
        &self.0.map
    }

    fn capabilities(&self) -> Capabilities {
        let erases = self.0.map.collections.iter().any(|part| part.erasure.what == Do::Delete);
        Capabilities {
            find: Capability::Automatic,
            export: Capability::Automatic,
            rectify: Capability::None,
            restrict: Capability::None,
            suppress: Capability::None,
            suppressed: Capability::None,
            unsuppress: Capability::None,
            erase: if erases { Capability::Automatic } else { Capability::None },
            residue: Capability::None,
            payment_numbers: Capability::None,
        }
    }

    fn is_led_to(&self) -> bool {
        !self.0.leads.is_empty()
    }

    fn probe(&self) -> BoxFuture<'_, Probe> {
        self.look().boxed()
    }

    fn find<'a>(&'a self, identities: &'a [Identity]) -> BoxFuture<'a, Result<Found, ConnectError>> {
        async move { Ok(self.0.follow_and_search(identities).await?.1.found) }.boxed()
    }

    fn export<'a>(
        &'a self,
        identities: &'a [Identity],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<ExportSummary, ConnectError>> {
        self.0.hand_over(identities, sink).boxed()
    }

    /// Files that a row of somebody else, or a row that stays, refers to as well are kept, and the plan says so.
    fn prepare_erasure<'a>(
        &'a self,
        order: &'a ErasureOrder,
    ) -> BoxFuture<'a, Result<PreparedErasure, ConnectError>> {
        self.0.prepare(order).boxed()
    }

    /// Not one transaction: file by file, each safe to repeat. Waits ([`ConnectError::Pending`]) while the person's
    /// own rows in the systems that lead here still refer to what is to go.
    fn erase<'a>(&'a self, prepared: &'a PreparedErasure) -> BoxFuture<'a, Result<Receipt, ConnectError>> {
        self.0.carry_out(prepared).boxed()
    }

    fn verify_applied<'a>(
        &'a self,
        prepared: &'a PreparedErasure,
    ) -> BoxFuture<'a, Result<Applied, ConnectError>> {
        self.0.verify(prepared).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_folder_of_its_own_is_a_root() {
        for (given, fits) in [
            ("/srv/uploads", true),
            ("file:///srv/up%20loads", true),
            ("/", false),
            ("file:///", false),
            ("uploads", false),
            ("../uploads", false),
        ] {
            assert_eq!(root(given).is_ok(), fits, "{given}");
        }
    }
}
