//! Style sheet, fonts and icon: compiled into the binary, addressed by their content, cached for a year.
//!
//! An address contains the first half of the file's SHA-256, so a changed file has a new address and no
//! reader ever sees an old style with a new page. To add a file: one line in [`files`], used by its function.

use std::fmt::Write;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// A file that the browser may keep for good.
#[derive(Debug)]
pub struct Asset {
    /// Address, with the hash of the content in it.
    pub path: String,
    /// Media type.
    pub media: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

struct Files {
    style: Asset,
    display: Asset,
    text: Asset,
    icon: Asset,
    mask: Asset,
    passkey: Asset,
    desk: Asset,
}

static FILES: LazyLock<Files> = LazyLock::new(files);

fn files() -> Files {
    let font = |name, bytes: &[u8]| asset(name, "woff2", "font/woff2", bytes.to_vec());
    let display = font("newsreader-display", include_bytes!("../assets/newsreader-display.woff2"));
    let text = font("newsreader-text", include_bytes!("../assets/newsreader-text.woff2"));
    let style = include_str!("../assets/gestand.css")
        .replace("newsreader-display.woff2", &display.path)
        .replace("newsreader-text.woff2", &text.path);
    Files {
        style: asset("gestand", "css", "text/css; charset=utf-8", style.into_bytes()),
        mask: asset(
            "mask",
            "js",
            "text/javascript; charset=utf-8",
            include_bytes!("../assets/mask.js").to_vec(),
        ),
        passkey: asset(
            "passkey",
            "js",
            "text/javascript; charset=utf-8",
            include_bytes!("../assets/passkey.js").to_vec(),
        ),
        desk: asset(
            "desk",
            "js",
            "text/javascript; charset=utf-8",
            include_bytes!("../assets/desk.js").to_vec(),
        ),
        icon: asset("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg").to_vec()),
        display,
        text,
    }
}

fn asset(name: &str, extension: &str, media: &'static str, bytes: Vec<u8>) -> Asset {
    let mut hash = String::new();
    for byte in Sha256::digest(&bytes).iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    Asset { path: format!("/assets/{name}.{hash}.{extension}"), media, bytes }
}

/// Every file.
pub fn all() -> [&'static Asset; 7] {
    [&FILES.style, &FILES.display, &FILES.text, &FILES.icon, &FILES.mask, &FILES.passkey, &FILES.desk]
}

/// The file with this address.
pub fn find(path: &str) -> Option<&'static Asset> {
    all().into_iter().find(|asset| asset.path == path)
}

/// Address of the style sheet.
pub fn style_path() -> &'static str {
    &FILES.style.path
}

/// Address of the script that covers parts of a picture.
pub fn mask_path() -> &'static str {
    &FILES.mask.path
}

/// Address of the script that asks the browser for passkeys.
pub fn passkey_path() -> &'static str {
    &FILES.passkey.path
}

/// Address of the script of the desk's keys.
pub fn desk_path() -> &'static str {
    &FILES.desk.path
}

/// Address of the icon.
pub fn icon_path() -> &'static str {
    &FILES.icon.path
}

/// Addresses of the fonts: headings, then prose.
pub fn font_paths() -> [&'static str; 2] {
    [&FILES.display.path, &FILES.text.path]
}

#[cfg(test)]
mod tests {
    const STYLE: &str = include_str!("../assets/gestand.css");

    /// The browser tests look for barriers that depend on layout in light only.
    #[test]
    fn dark_changes_colours_and_nothing_else() {
        let blocks: Vec<&str> = STYLE.split("@media (prefers-color-scheme:").skip(1).collect();
        assert_eq!(blocks.len(), 1, "one block");
        let (_, block) = blocks[0].split_once(":root {").expect("the colours of the root");
        let (colours, after) = block.split_once('}').expect("its end");
        assert!(after.trim_start().starts_with('}'), "nothing else stands in the block");
        for line in colours.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(": #").unwrap_or_else(|| panic!("“{line}” sets no colour"));
            assert!(name.starts_with("--") && value.trim_end_matches(';').len() == 6, "{line}");
        }
        for elsewhere in ["light-dark(", "color-mix("] {
            assert!(!STYLE.contains(elsewhere), "{elsewhere} is not looked at here");
        }
    }
}
