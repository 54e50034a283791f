//! What a file is, by its first bytes. The name and type that a browser gives are not believed.
//!
//! A closed list: what is on it can be kept and handed out as a download, and what is not on it is refused. To add a
//! kind, add a line and a case to the test. None is ever shown in a page.

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Media {
    /// Its media type (RFC 6838).
    pub(super) name: &'static str,
    /// What its name ends in.
    pub(super) ending: &'static str,
}

const PDF: Media = Media { name: "application/pdf", ending: "pdf" };
/// Also what office programs write, which is left as it is named.
const ZIP: Media = Media { name: "application/zip", ending: "zip" };
const PNG: Media = Media { name: "image/png", ending: "png" };
const JPEG: Media = Media { name: "image/jpeg", ending: "jpg" };
const TEXT: Media = Media { name: "text/plain", ending: "txt" };

/// Endings that text and packed files may keep: none of them runs by being opened.
const TEXT_ENDINGS: [&str; 5] = ["txt", "csv", "json", "xml", "eml"];
const ZIP_ENDINGS: [&str; 5] = ["zip", "docx", "xlsx", "odt", "ods"];

/// What a file is; none when it is nothing of the list.
pub(super) fn sniff(bytes: &[u8]) -> Option<Media> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"%PDF-") {
        Some(PDF)
    } else if begins(b"PK\x03\x04") {
        Some(ZIP)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some(PNG)
    } else if begins(b"\xff\xd8\xff") {
        Some(JPEG)
    } else if is_text(bytes) {
        Some(TEXT)
    } else {
        None
    }
}

/// Text of a person or a program: UTF-8 without control characters but line ends and tabs, and no page or picture that
/// a browser would run.
fn is_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let plain = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t');
    let head: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(512).collect();
    let head = head.to_ascii_lowercase();
    let runs = ["<!doctype html", "<html", "<script", "<svg", "#!"];
    !text.trim().is_empty() && text.chars().all(plain) && !runs.iter().any(|mark| head.contains(mark))
}

/// The name under which a file is handed out: its own, without what could lead astray, ending in what it is.
pub(super) fn file_name(given: &str, media: Media) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let ending = ending.to_ascii_lowercase();
    let own = match media.ending {
        "txt" => TEXT_ENDINGS.contains(&ending.as_str()),
        "zip" => ZIP_ENDINGS.contains(&ending.as_str()),
        "jpg" => ending == "jpeg" || ending == "jpg",
        only => ending == only,
    };
    let fit = |letter: char| if letter.is_alphanumeric() || "-_ ".contains(letter) { letter } else { '-' };
    let stem: String = stem.chars().take(80).map(fit).collect();
    let stem = stem.trim().trim_matches('-');
    let stem = if stem.is_empty() { "antwoord" } else { stem };
    format!("{stem}.{}", if own { ending.as_str() } else { media.ending })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with_and_nothing_else() {
        for (what, bytes, media) in [
            ("a PDF", b"%PDF-1.7\n".as_slice(), Some(PDF)),
            ("a packed file", b"PK\x03\x04\x14\x00", Some(ZIP)),
            ("a picture", b"\x89PNG\r\n\x1a\n\x00", Some(PNG)),
            ("a photograph", b"\xff\xd8\xff\xe0", Some(JPEG)),
            ("text", "Gewist op 3 december: één regel.\r\n".as_bytes(), Some(TEXT)),
            ("a table", b"a;b\n1;2\n", Some(TEXT)),
            ("nothing", b"", None),
            ("only space", b" \n", None),
            ("a page", b"  <!DOCTYPE html><p>x", None),
            ("a page behind a comment", b"<!-- x --><html>", None),
            ("a picture that runs", b"<?xml version='1.0'?><svg xmlns='x'>", None),
            ("a program", b"MZ\x90\x00\x03", None),
            ("a script", b"#!/bin/sh\nrm", None),
            ("other text", b"caf\xe9", None),
        ] {
            assert_eq!(sniff(bytes), media, "{what}");
        }
    }

    #[test]
    fn a_name_cannot_lead_astray() {
        for (given, media, name) in [
            ("Bevestiging Strato.pdf", PDF, "Bevestiging Strato.pdf"),
            ("../../etc/passwd", TEXT, "passwd.txt"),
            ("C:\\Users\\x\\export.csv", TEXT, "export.csv"),
            ("page.html", TEXT, "page.txt"),
            ("invoice.pdf.exe", PDF, "invoice-pdf.pdf"),
            ("a\"b\r\nc.png", PNG, "a-b--c.png"),
            ("lijst.xlsx", ZIP, "lijst.xlsx"),
            ("foto.JPEG", JPEG, "foto.jpeg"),
            ("", PDF, "antwoord.pdf"),
            ("…", PDF, "antwoord.pdf"),
        ] {
            assert_eq!(file_name(given, media), name, "{given}");
        }
    }
}
