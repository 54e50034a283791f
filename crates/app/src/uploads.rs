//! Files that people hand in: known by their bytes and not by their names, small, sealed at rest, given out as
//! downloads only, every look on the record, destroyed when they have served or their time is over.
//!
//! A file belongs to a place, such as `identity:REQUEST`; who may hand in there and who may look is decided by
//! whoever owns the place.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::uploads::UploadRow;

use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::media::{Media, PICTURES};

/// The largest file, in bytes: a photograph of a page.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// The most files that stand in one place.
pub const MOST: usize = 5;
/// How much is sealed as one piece.
const PIECE: usize = 512 * 1024;

/// A file that was handed in.
#[derive(Debug, Clone, Serialize)]
pub struct UploadView {
    /// Which one.
    pub id: String,
    /// What it is.
    pub media: String,
    /// How long, in bytes.
    pub bytes: u64,
    /// When it came, UTC.
    pub at: Timestamp,
    /// When it is destroyed at the latest, UTC.
    pub expires: Timestamp,
    /// How often it was looked at.
    pub views: u64,
    /// When it was destroyed, UTC.
    pub destroyed: Option<Timestamp>,
}

/// A file on its way to whoever may see it.
#[derive(Debug)]
pub struct Opened {
    /// A name that says nothing.
    pub file_name: String,
    /// What it is.
    pub media: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// Takes a file in, inside `tx`.
///
/// # Errors
/// It is too large, empty, or nothing that is taken; or there are too many in that place.
pub(crate) async fn take(
    app: &App,
    tx: &mut Tx,
    place: &str,
    bytes: &[u8],
    expires: Timestamp,
) -> Result<UploadRow> {
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    let media = Media::of(bytes, &PICTURES).ok_or_else(not_taken)?;
    let there = store::uploads::of(&mut *tx, place).await.map_err(Error::internal)?;
    if there.iter().filter(|row| row.destroyed_at.is_none()).count() >= MOST {
        return Err(Error::new(
            Kind::Conflict,
            "too-many-files",
            "U hebt al vijf bestanden ingeleverd. Dat is genoeg.",
            "You have handed in five files already. That is enough.",
        ));
    }
    let id = kernel::ids::uuid_v7(app.now(), app.entropy()).to_string();
    let seal = |(n, piece): (usize, &[u8])| {
        app.keys().seal.seal(&piece_place(&id, n), piece, app.entropy()).map_err(Error::internal)
    };
    let pieces: Vec<Vec<u8>> = bytes.chunks(PIECE).enumerate().map(seal).collect::<Result<_>>()?;
    let row = UploadRow {
        id: id.clone(),
        place: place.to_owned(),
        media: media.name().to_owned(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        sha256: hex::encode(Sha256::digest(bytes)),
        created_at: app.now(),
        expires_at: expires,
        views: 0,
        destroyed_at: None,
    };
    store::uploads::insert(&mut *tx, &row, &pieces).await.map_err(Error::internal)?;
    Ok(row)
}

/// Opens a file inside `tx`, which also records that somebody looked.
///
/// # Errors
/// It is gone.
pub(crate) async fn open(app: &App, tx: &mut Tx, row: &UploadRow) -> Result<Opened> {
    if row.expires_at <= app.now()
        || !store::uploads::viewed(&mut *tx, &row.id).await.map_err(Error::internal)?
    {
        return Err(gone());
    }
    let mut bytes = Vec::new();
    let pieces = store::uploads::pieces(&mut *tx, &row.id).await.map_err(Error::internal)?;
    for (n, piece) in pieces.iter().enumerate() {
        bytes.extend(app.keys().seal.open(&piece_place(&row.id, n), piece).map_err(Error::internal)?);
    }
    let ending = Media::named(&row.media).map_or("bin", Media::ending);
    let file_name = format!("{}.{ending}", row.id.get(24..).unwrap_or("file"));
    Ok(Opened { file_name, media: row.media.clone(), bytes })
}

/// Destroys what stands in a place, inside `tx`. Gives the receipt: how many files, and which (by their hashes).
pub(crate) async fn destroy_all(app: &App, tx: &mut Tx, place: &str) -> Result<Option<serde_json::Value>> {
    let mut hashes = Vec::new();
    for row in store::uploads::of(&mut *tx, place).await.map_err(Error::internal)? {
        if store::uploads::destroy(&mut *tx, &row.id, app.now()).await.map_err(Error::internal)? {
            hashes.push(row.sha256);
        }
    }
    Ok((!hashes.is_empty()).then(|| json!({ "files": hashes.len(), "sha256": hashes })))
}

/// What stands, or stood, in a place.
pub(crate) async fn list(app: &App, place: &str) -> Result<Vec<UploadView>> {
    let rows = store::uploads::of(app.store(), place).await.map_err(Error::internal)?;
    let view = |row: UploadRow| UploadView {
        id: row.id,
        media: row.media,
        bytes: u64::try_from(row.bytes).unwrap_or(0),
        at: row.created_at,
        expires: row.expires_at,
        views: u64::try_from(row.views).unwrap_or(0),
        destroyed: row.destroyed_at,
    };
    Ok(rows.into_iter().map(view).collect())
}

fn piece_place(id: &str, n: usize) -> String {
    format!("upload:{id}:{n}")
}

fn too_large() -> Error {
    Error::new(
        Kind::Invalid,
        "file-too-large",
        "Dit bestand is te groot. Hooguit 8 MB: maak de foto kleiner, of scan de bladzijde opnieuw.",
        "This file is too large. 8 MB at most: make the picture smaller, or scan the page again.",
    )
}

fn not_taken() -> Error {
    Error::new(
        Kind::Invalid,
        "file-not-taken",
        "Dit is geen foto of PDF die wij kunnen lezen. Lever een PNG, JPEG, WebP of PDF in.",
        "This is no picture or PDF that we can read. Hand in a PNG, JPEG, WebP or PDF.",
    )
}

fn gone() -> Error {
    Error::new(
        Kind::Gone,
        "file-gone",
        "Dit bestand is er niet meer: het is vernietigd.",
        "This file is no longer there: it was destroyed.",
    )
}
