//! `gestand banner`: the script for a site that is served elsewhere.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use app::consents::offers;
use app::consents::script::{Mode, Script};
use app::editions;

use crate::command::policy::report;
use crate::exit::Code;
use crate::output::Format;

pub fn run(
    policy: &Path,
    earlier: &[PathBuf],
    out: &Path,
    base_url: &str,
    strict: bool,
    no_record: bool,
) -> Result<Code> {
    let mut line = Vec::new();
    for dir in earlier.iter().map(PathBuf::as_path).chain([policy]) {
        match editions::compile(dir) {
            Ok(edition) => line.push(edition),
            Err(refused) => {
                report(&refused, Format::Table)?;
                return Ok(Code::Finding);
            }
        }
    }
    let since = offers::asked_since(&line);
    let Some(edition) = line.last() else { return Ok(Code::Finding) };
    let Some(mut offer) = offers::offer(edition, base_url, &since) else {
        eprintln!(
            "This policy has no banner: declare the cookie {} with a necessary service in facts/services.toml.",
            offers::MEMORY
        );
        return Ok(Code::Finding);
    };
    if no_record {
        offer.urls.record = None;
    }
    let (mode, name) = if strict { (Mode::Strict, "gestand-strict.js") } else { (Mode::Plain, "gestand.js") };
    let script = Script::of(&offer, mode)?;
    std::fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
    let packed = format!("{name}.br");
    for (file, bytes) in [(name, &script.plain), (packed.as_str(), &script.brotli)] {
        let path = out.join(file);
        std::fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
        println!("{}: {} bytes", path.display(), bytes.len());
    }
    println!("version {} of edition {}", script.version, edition.policy().version);
    Ok(Code::Good)
}
