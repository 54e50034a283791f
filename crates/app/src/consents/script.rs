//! The file that sites load: the banner's build, called with what the edition asks. Made once an edition, kept
//! compressed.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use ::consent::Offer;
use sha2::{Digest as _, Sha256};

use super::offers;
use crate::app::App;
use crate::error::{Error, Result};

/// The build of `banner/`, and the one that also holds back what scripts start by themselves.
const BUILDS: [&str; 2] = [
    include_str!("../../../../banner/dist/gestand.js"),
    include_str!("../../../../banner/dist/gestand-strict.js"),
];

/// Which build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// What is marked waits.
    Plain,
    /// So does what scripts start by themselves.
    Strict,
}

/// The script of an edition.
#[derive(Debug)]
pub struct Script {
    /// What it says of itself to caches: digits of its SHA-256.
    pub version: String,
    /// The text.
    pub plain: Vec<u8>,
    /// The same, compressed with Brotli (RFC 7932).
    pub brotli: Vec<u8>,
}

/// Scripts by version of the edition and build.
#[derive(Debug, Default)]
pub(super) struct Scripts(Mutex<HashMap<(String, Mode), Arc<Script>>>);

impl Script {
    /// Makes the script of an offer.
    ///
    /// # Errors
    /// It cannot be written as JSON or compressed, which tests exclude.
    pub fn of(offer: &Offer, mode: Mode) -> Result<Self> {
        let [plain, strict] = BUILDS;
        let build = if mode == Mode::Strict { strict } else { plain };
        // A line separator would end a line in old engines; `<` could end a script that somebody puts into a page.
        let edition = serde_json::to_string(offer).map_err(Error::internal)?;
        let edition =
            edition.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        let plain = format!("{}({edition});\n", build.trim()).into_bytes();
        let mut packer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
        packer.write_all(&plain).map_err(Error::internal)?;
        let version = hex::encode(Sha256::digest(&plain)).chars().take(16).collect();
        Ok(Self { version, brotli: packer.into_inner(), plain })
    }
}

/// The script of the edition in force.
///
/// # Errors
/// No edition is in force, or it has no banner.
pub async fn current(app: &App, mode: Mode) -> Result<Arc<Script>> {
    let known = offers::current(app).await?;
    let key = (known.edition.clone(), mode);
    let scripts = &app.consents().scripts.0;
    let kept = |key| scripts.lock().unwrap_or_else(PoisonError::into_inner).get(key).map(Arc::clone);
    if let Some(script) = kept(&key) {
        return Ok(script);
    }
    let offer = known.offer.clone();
    let made = tokio::task::spawn_blocking(move || Script::of(&offer, mode)).await;
    let script = Arc::new(made.map_err(Error::internal)??);
    let mut scripts = scripts.lock().unwrap_or_else(PoisonError::into_inner);
    // Of earlier editions nothing is asked any more.
    scripts.retain(|(edition, _), _| *edition == known.edition);
    scripts.insert(key, Arc::clone(&script));
    Ok(script)
}
