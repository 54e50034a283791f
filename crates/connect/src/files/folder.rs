//! A folder on this machine's disk, or on one that is mounted here.
//!
//! Every path is walked segment by segment from the root's own descriptor, and no link is followed: neither `..` nor
//! a link, put there before or meanwhile, leads out of the root or into somebody else's folder. A link that stands
//! among a person's files is itself one of them: it goes, what it points at stays.

use std::fs::File;
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;

use inventory::map::condition::Wildcard;
use inventory::pattern::{Glob, is_plain};
use jiff::Timestamp;
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::FileSeen;
use crate::error::ConnectError;

/// A folder of files.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    pub(super) system: String,
    pub(super) root: PathBuf,
}

/// A folder below the root deeper than this is no folder of uploads.
const MAX_DEPTH: usize = 64;

impl Folder {
    /// The files that are meant.
    pub(super) fn list(&self, glob: &Glob) -> Result<Vec<FileSeen>, ConnectError> {
        let mut files = Vec::new();
        let root = self.root()?;
        self.walk(&root, &glob.segments, glob.deep, &mut Vec::new(), &mut files)?;
        Ok(files)
    }

    /// One file, if it is there.
    pub(super) fn stat(&self, path: &str) -> Result<Option<FileSeen>, ConnectError> {
        let Some((parent, name)) = self.parent(path)? else { return Ok(None) };
        match self.entry(&parent, name)? {
            Some(stat) if is_file(&stat) => Ok(Some(seen(path, &stat))),
            _ => Ok(None),
        }
    }

    /// Opens a file for reading; none when it is gone, or is a link.
    pub(super) fn open(&self, path: &str) -> Result<Option<File>, ConnectError> {
        let Some((parent, name)) = self.parent(path)? else { return Ok(None) };
        // Without waiting: a pipe put in a file's place would otherwise keep us for ever.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        match rustix::fs::openat(&parent, name, flags, Mode::empty()) {
            Ok(file) => {
                let stat = rustix::fs::fstat(&file).map_err(|error| self.failed(error))?;
                let regular = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
                Ok(regular.then(|| File::from(file)))
            }
            Err(Errno::NOENT | Errno::LOOP | Errno::NXIO) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Takes a file away, and the folders that were the person's and are empty now: those below the first `own`
    /// segments. False: it was gone.
    pub(super) fn remove(&self, path: &str, own: usize) -> Result<bool, ConnectError> {
        let Some((parent, name)) = self.parent(path)? else { return Ok(false) };
        let removed = match self.entry(&parent, name)? {
            Some(stat) if is_file(&stat) => match rustix::fs::unlinkat(&parent, name, AtFlags::empty()) {
                Ok(()) => true,
                Err(Errno::NOENT) => false,
                Err(error) => return Err(self.failed(error)),
            },
            _ => false,
        };
        if removed {
            // After a power cut it must not be back.
            rustix::fs::fsync(&parent).map_err(|error| self.failed(error))?;
        }
        self.tidy(path, own)?;
        Ok(removed)
    }

    /// Whether the root is there, and whether files can be taken away from it.
    pub(super) fn look(&self) -> Result<bool, ConnectError> {
        let root = self.root()?;
        match rustix::fs::accessat(&root, ".", rustix::fs::Access::WRITE_OK, AtFlags::empty()) {
            Ok(()) => Ok(true),
            Err(Errno::ROFS | Errno::ACCESS | Errno::PERM) => Ok(false),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn root(&self) -> Result<OwnedFd, ConnectError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        rustix::fs::open(&self.root, flags, Mode::empty()).map_err(|error| match error {
            Errno::NOENT | Errno::NOTDIR => ConnectError::Unreachable { system: self.system.clone() },
            error => self.failed(error),
        })
    }

    fn walk(
        &self,
        dir: &OwnedFd,
        segments: &[Wildcard],
        deep: bool,
        way: &mut Vec<String>,
        files: &mut Vec<FileSeen>,
    ) -> Result<(), ConnectError> {
        if way.len() > MAX_DEPTH {
            return Err(self.odd("a folder is nested too deeply"));
        }
        let (wanted, rest) = match segments {
            [] => (None, segments),
            [first, rest @ ..] => (Some(first), rest),
        };
        let last = rest.is_empty() && !(deep && wanted.is_some());
        let names = match wanted.and_then(Wildcard::literal) {
            Some(name) => vec![name.to_owned()],
            None => self.names(dir, wanted)?,
        };
        for name in names {
            let Some(stat) = self.entry(dir, &name)? else { continue };
            let is_dir = FileType::from_raw_mode(stat.st_mode) == FileType::Directory;
            // A link in a named folder's place is refused there; among others it is passed over.
            let named = wanted.and_then(Wildcard::literal).is_some();
            way.push(name);
            let name = way.last().map_or("", String::as_str);
            if last && is_file(&stat) {
                files.push(seen(&way.join("/"), &stat));
            } else if (is_dir || named)
                && (!last || wanted.is_none())
                && let Some(below) = self.below(dir, name)?
            {
                self.walk(&below, rest, deep, way, files)?;
            }
            way.pop();
        }
        Ok(())
    }

    /// The names in a folder that are meant, in order.
    fn names(&self, dir: &OwnedFd, wanted: Option<&Wildcard>) -> Result<Vec<String>, ConnectError> {
        let mut names = Vec::new();
        let entries = Dir::read_from(dir).map_err(|error| self.failed(error))?;
        for entry in entries {
            let entry = entry.map_err(|error| self.failed(error))?;
            let Ok(name) = entry.file_name().to_str() else {
                return Err(self.odd("a file's name is not in UTF-8: nobody can say whether it is meant"));
            };
            if !matches!(name, "." | "..") && wanted.is_none_or(|wanted| wanted.matches(name)) {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// The folder that a path stands in, and the name there; none when it is not there.
    fn parent<'p>(&self, path: &'p str) -> Result<Option<(OwnedFd, &'p str)>, ConnectError> {
        if !is_plain(path) {
            return Err(self.odd("a path leads out of the root"));
        }
        let (folders, name) = path.rsplit_once('/').map_or((None, path), |(way, name)| (Some(way), name));
        let mut dir = self.root()?;
        for segment in folders.into_iter().flat_map(|way| way.split('/')) {
            match self.below(&dir, segment)? {
                Some(below) => dir = below,
                None => return Ok(None),
            }
        }
        Ok(Some((dir, name)))
    }

    /// A folder in a folder; none when there is no folder of that name.
    fn below(&self, dir: &OwnedFd, name: &str) -> Result<Option<OwnedFd>, ConnectError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match rustix::fs::openat(dir, name, flags, Mode::empty()) {
            Ok(below) => Ok(Some(below)),
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::NOTDIR | Errno::LOOP) => match self.entry(dir, name)? {
                // Followed it would lead elsewhere, and passed over it would hide what is there.
                Some(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink => {
                    Err(self.odd("a folder on the way is a link; only the root's own folders are read"))
                }
                _ => Ok(None),
            },
            Err(error) => Err(self.failed(error)),
        }
    }

    fn entry(&self, dir: impl AsFd, name: &str) -> Result<Option<Stat>, ConnectError> {
        match rustix::fs::statat(dir, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(stat)),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::NAMETOOLONG) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// A folder that is named after the person, and is empty, goes too.
    fn tidy(&self, path: &str, own: usize) -> Result<(), ConnectError> {
        let mut way: Vec<&str> = path.split('/').collect();
        way.pop();
        while way.len() > own {
            let folder = way.join("/");
            let Some((dir, name)) = self.parent(&folder)? else {
                way.pop();
                continue;
            };
            match rustix::fs::unlinkat(&dir, name, AtFlags::REMOVEDIR) {
                Ok(()) | Err(Errno::NOENT) => {}
                // Not empty, or not ours to take away: it stays.
                Err(
                    Errno::NOTEMPTY
                    | Errno::EXIST
                    | Errno::NOTDIR
                    | Errno::ACCESS
                    | Errno::PERM
                    | Errno::BUSY,
                ) => {
                    return Ok(());
                }
                Err(error) => return Err(self.failed(error)),
            }
            way.pop();
        }
        Ok(())
    }

    fn odd(&self, reason: &str) -> ConnectError {
        ConnectError::Answer { system: self.system.clone(), reason: reason.to_owned() }
    }

    fn failed(&self, error: Errno) -> ConnectError {
        let system = self.system.clone();
        match error {
            Errno::ACCESS | Errno::PERM => ConnectError::Permission { system, table: None },
            Errno::ROFS => ConnectError::ReadOnly { system },
            Errno::STALE | Errno::IO | Errno::NODEV => ConnectError::Unreachable { system },
            error => ConnectError::Failed { system, code: format!("os-{}", error.raw_os_error()) },
        }
    }
}

/// A file or a link: what can be taken away by its name.
fn is_file(stat: &Stat) -> bool {
    matches!(FileType::from_raw_mode(stat.st_mode), FileType::RegularFile | FileType::Symlink)
}

fn seen(path: &str, stat: &Stat) -> FileSeen {
    let regular = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
    FileSeen {
        path: path.to_owned(),
        size: regular.then(|| u64::try_from(stat.st_size).unwrap_or_default()),
        modified: Timestamp::from_second(stat.st_mtime).ok(),
    }
}
