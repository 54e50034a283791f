//! What a file is, by its first bytes. The name and type that a browser gives are not believed: they lie.
//!
//! A closed list: what is on it can be kept and handed out as a download, and what is not on it is refused. Whoever takes
//! files says which of the list. To add a kind, add a line everywhere that the compiler asks for one and a case to the
//! test. None is ever shown in a page.

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// PNG (ISO 15948).
    Png,
    /// JPEG (ISO 10918).
    Jpeg,
    /// WebP (RFC 9649).
    Webp,
    /// PDF (ISO 32000).
    Pdf,
    /// ZIP; also what office programs write, which is left as it is named.
    Zip,
    /// Text in UTF-8 that nothing runs.
    Text,
}

/// Pictures and pages, as a person shows who they are with.
pub(crate) const PICTURES: [Media; 4] = [Media::Png, Media::Jpeg, Media::Webp, Media::Pdf];

/// What organisations answer with.
pub(crate) const ANSWERS: [Media; 6] =
    [Media::Pdf, Media::Zip, Media::Png, Media::Jpeg, Media::Webp, Media::Text];

impl Media {
    /// What these bytes are, when it is one of `taken`.
    pub(crate) fn of(bytes: &[u8], taken: &[Self]) -> Option<Self> {
        sniff(bytes).filter(|media| taken.contains(media))
    }

    /// The kind with this media type.
    pub(crate) fn named(name: &str) -> Option<Self> {
        ANSWERS.into_iter().find(|media| media.name() == name)
    }

    /// Its media type (RFC 6838).
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Zip => "application/zip",
            Self::Text => "text/plain",
        }
    }

    /// What the name of such a file may end in, the usual first. None of them runs by being opened.
    pub(crate) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
            Self::Zip => &["zip", "docx", "xlsx", "odt", "ods"],
            Self::Text => &["txt", "csv", "json", "xml", "eml"],
        }
    }

    /// What its name ends in, unless it has a fitting end of its own.
    pub(crate) fn ending(self) -> &'static str {
        self.endings().first().copied().unwrap_or("bin")
    }
}

fn sniff(bytes: &[u8]) -> Option<Media> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"%PDF-") {
        Some(Media::Pdf)
    } else if begins(b"PK\x03\x04") {
        Some(Media::Zip)
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        Some(Media::Png)
    } else if begins(b"\xff\xd8\xff") {
        Some(Media::Jpeg)
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
        Some(Media::Webp)
    } else if is_text(bytes) {
        Some(Media::Text)
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

/// The name under which a file is handed out: its own, without what could lead astray, ending in what it is; `otherwise`
/// when nothing of its own is left.
pub(crate) fn file_name(given: &str, media: Media, otherwise: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let ending = ending.to_ascii_lowercase();
    let ending = media.endings().iter().find(|own| **own == ending).copied().unwrap_or(media.ending());
    let fit = |letter: char| if letter.is_alphanumeric() || "-_ ".contains(letter) { letter } else { '-' };
    let stem: String = stem.chars().take(80).map(fit).collect();
    let stem = stem.trim().trim_matches('-');
    let stem = if stem.is_empty() { otherwise } else { stem };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with_and_nothing_else() {
        for (what, bytes, media) in [
            ("a PDF", b"%PDF-1.7\n".as_slice(), Some(Media::Pdf)),
            ("a packed file", b"PK\x03\x04\x14\x00", Some(Media::Zip)),
            ("a picture", b"\x89PNG\r\n\x1a\n\x00", Some(Media::Png)),
            ("a photograph", b"\xff\xd8\xff\xe0", Some(Media::Jpeg)),
            ("text", "Gewist op 3 december: één regel.\r\n".as_bytes(), Some(Media::Text)),
            ("a table", b"a;b\n1;2\n", Some(Media::Text)),
            ("a picture of the web", b"RIFF\x10\0\0\0WEBPVP8 ", Some(Media::Webp)),
            ("sound", b"RIFF\x10\0\0\0WAVEfmt ", None),
            ("half a picture", b"\x89PN", None),
            ("nothing", b"", None),
            ("only space", b" \n", None),
            ("a page", b"  <!DOCTYPE html><p>x", None),
            ("a page behind a comment", b"<!-- x --><html>", None),
            ("a picture that runs", b"<?xml version='1.0'?><svg xmlns='x'>", None),
            ("a program", b"MZ\x90\x00\x03", None),
            ("a script", b"#!/bin/sh\nrm", None),
            ("other text", b"caf\xe9", None),
        ] {
            assert_eq!(Media::of(bytes, &ANSWERS), media, "{what}");
            let picture = media.filter(|media| !matches!(media, Media::Zip | Media::Text));
            assert_eq!(Media::of(bytes, &PICTURES), picture, "{what}");
        }
    }

    #[test]
    fn every_kind_is_found_again_by_its_name() {
        for media in ANSWERS {
            assert_eq!(Media::named(media.name()), Some(media));
        }
        assert_eq!(Media::named("text/html"), None);
    }

    #[test]
    fn a_name_cannot_lead_astray() {
        for (given, media, name) in [
            ("Bevestiging Strato.pdf", Media::Pdf, "Bevestiging Strato.pdf"),
            ("../../etc/passwd", Media::Text, "passwd.txt"),
            ("C:\\Users\\x\\export.csv", Media::Text, "export.csv"),
            ("page.html", Media::Text, "page.txt"),
            ("invoice.pdf.exe", Media::Pdf, "invoice-pdf.pdf"),
            ("a\"b\r\nc.png", Media::Png, "a-b--c.png"),
            ("lijst.xlsx", Media::Zip, "lijst.xlsx"),
            ("foto.JPEG", Media::Jpeg, "foto.jpeg"),
            ("", Media::Pdf, "antwoord.pdf"),
            ("…", Media::Pdf, "antwoord.pdf"),
        ] {
            assert_eq!(file_name(given, media, "antwoord"), name, "{given}");
        }
    }
}
