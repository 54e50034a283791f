//! Reading a policy folder from disk: the one module of this crate that touches files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::SourceTree;

/// Files above this size are no policy: they are refused before they are read.
const MAX_FILE_BYTES: u64 = 4 << 20;
/// Folders below this depth are not looked into; the format has three levels.
const MAX_DEPTH: u32 = 8;

/// A policy folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The path is no folder.
    #[error("{path} is no folder; give the folder that contains policy.toml")]
    NotAFolder {
        /// The path as given.
        path: PathBuf,
    },
    /// Something in it cannot be read.
    #[error("{path} cannot be read: {source}; check that it exists and who may read it")]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// A file is too large.
    #[error("{path} is larger than {MAX_FILE_BYTES} bytes and so no part of a policy; move it elsewhere")]
    TooLarge {
        /// The path.
        path: PathBuf,
    },
}

/// Reads the TOML and Markdown files of the folder `root`. Hidden files and other kinds are left alone.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn read(root: &Path) -> Result<SourceTree, FolderError> {
    if !root.is_dir() {
        return Err(FolderError::NotAFolder { path: root.to_owned() });
    }
    let mut tree = SourceTree::new();
    read_into(root, "", 0, &mut tree)?;
    Ok(tree)
}

/// Whether the format knows files of this kind.
fn is_policy_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml" || extension == "md")
}

fn read_into(folder: &Path, prefix: &str, depth: u32, tree: &mut SourceTree) -> Result<(), FolderError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| FolderError::Unreadable { path, source }
    };
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let metadata = fs::metadata(&path).map_err(unreadable(&path))?;
        if metadata.is_dir() && depth < MAX_DEPTH {
            read_into(&path, &format!("{prefix}{name}/"), depth + 1, tree)?;
        } else if metadata.is_file() && is_policy_file(&path) {
            if metadata.len() > MAX_FILE_BYTES {
                return Err(FolderError::TooLarge { path });
            }
            tree.insert(format!("{prefix}{name}"), fs::read(&path).map_err(unreadable(&path))?);
        }
    }
    Ok(())
}
