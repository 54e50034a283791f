//! Reads a finished archive back and checks what the policy promises about its form: readable by people,
//! readable by machines, every file as the manifest says, every field with its category, every recipient.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::manifest::{FORMAT, Manifest};
use super::packer::OWN_FILES;

/// What reading an archive back showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validation {
    /// How many files were read and had the size and SHA-256 of the manifest.
    pub files: usize,
    /// How many CSV files parsed with the same number of fields in every record.
    pub csv: usize,
    /// How many JSON files parsed.
    pub json: usize,
    /// How many readable pages there are.
    pub html: usize,
    /// How many fields the manifest gives a category.
    pub fields: usize,
    /// How many recipients the manifest names.
    pub recipients: usize,
    /// What is wrong; empty when the archive is as promised.
    pub problems: Vec<String>,
}

impl Validation {
    /// Whether the archive is as promised.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.files > 0 && self.html > 0 && self.recipients > 0
    }
}

/// The manifest of an archive.
///
/// # Errors
/// It is no archive of this format; the words name files, never their contents.
pub fn manifest_of(bytes: &[u8]) -> Result<Manifest, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("not a ZIP: {error}"))?;
    let manifest = file(&mut zip, "manifest.json")?;
    let manifest: Manifest = serde_json::from_slice(&manifest)
        .map_err(|error| format!("manifest.json does not parse: {error}"))?;
    if manifest.format != FORMAT {
        return Err(format!("manifest.json is of another format than {FORMAT}"));
    }
    Ok(manifest)
}

/// Checks a whole archive in memory. Problems name files, never their contents.
pub fn validate(bytes: &[u8]) -> Validation {
    let mut seen = Validation::default();
    match read(bytes, &mut seen) {
        Ok(()) => {}
        Err(problem) => seen.problems.push(problem),
    }
    seen
}

fn read(bytes: &[u8], seen: &mut Validation) -> Result<(), String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("not a ZIP: {error}"))?;
    let manifest = manifest_of(bytes)?;
    seen.recipients = manifest.recipients.len();
    seen.fields = manifest.fields.iter().filter(|field| !field.category.is_empty()).count();
    if seen.fields != manifest.fields.len() {
        seen.problems.push("a field has no category".into());
    }
    let listed: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.path.as_str()).collect();
    for name in zip.file_names().filter_map(std::result::Result::ok) {
        if name != "manifest.json" && !listed.contains(name.as_ref()) {
            seen.problems.push(format!("{name} is not in the manifest"));
        }
    }
    for entry in &manifest.files {
        let content = file(&mut zip, &entry.path)?;
        if content.len() as u64 != entry.bytes || hex::encode(Sha256::digest(&content)) != entry.sha256 {
            seen.problems.push(format!("{} differs from the manifest", entry.path));
            continue;
        }
        seen.files += 1;
        // What a person uploaded is given as it was, sound or not.
        if entry.path.split('/').nth(1).is_none_or(|folder| folder != OWN_FILES) {
            check_form(&entry.path, &content, seen);
        }
    }
    Ok(())
}

fn check_form(path: &str, content: &[u8], seen: &mut Validation) {
    match path.rsplit('.').next() {
        Some("csv") => {
            let mut reader = csv::ReaderBuilder::new().from_reader(content);
            if reader.records().all(|record| record.is_ok()) {
                seen.csv += 1;
            } else {
                seen.problems.push(format!("{path} is no CSV of RFC 4180"));
            }
        }
        Some("json") => match serde_json::from_slice::<serde_json::Value>(content) {
            Ok(_) => seen.json += 1,
            Err(_) => seen.problems.push(format!("{path} is no JSON")),
        },
        Some("html") if content.ends_with(b"</html>\n") || content.ends_with(b"</html>") => seen.html += 1,
        Some("html") => seen.problems.push(format!("{path} is cut off")),
        _ => {}
    }
}

fn file(zip: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Result<Vec<u8>, String> {
    let mut entry = zip.by_name(path).map_err(|_| format!("{path} is missing"))?;
    let mut content = Vec::new();
    entry.read_to_end(&mut content).map_err(|error| format!("{path} cannot be read: {error}"))?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::super::manifest::{Field, RecipientEntry};
    use super::super::{CollectionMeta, Manifest, Packer, SystemMeta, manifest};
    use super::*;
    use kernel::{Language, Text};

    fn archive(values: &[Option<String>]) -> Vec<u8> {
        let mut packer = Packer::new(Language::Nl, Vec::new()).unwrap();
        packer.begin_system(&SystemMeta { id: "shop".into(), name: Text::same("Shop") }).unwrap();
        let fields = ["id", "note"].map(|field| Field {
            system: "shop".into(),
            collection: "orders".into(),
            field: field.into(),
            category: "order".into(),
            category_name: Text::same("Order"),
            withheld: false,
        });
        let meta = CollectionMeta { id: "orders".into(), name: Text::same("Orders"), fields: fields.into() };
        packer.begin_collection(meta).unwrap();
        packer.row("email → orders", false, values).unwrap();
        packer.row("email → orders", true, values).unwrap();
        packer.end_collection().unwrap();
        packer.end_system().unwrap();
        packer.finish(manifest(), "vandaag".into()).unwrap().0
    }

    fn manifest() -> Manifest {
        Manifest {
            format: manifest::FORMAT.into(),
            request: "r".into(),
            right: "access".into(),
            created: jiff::Timestamp::UNIX_EPOCH,
            controller: "Leskracht".into(),
            edition: "00".into(),
            systems: vec![],
            recipients: vec![RecipientEntry {
                recipient: "strato".into(),
                name: "Strato".into(),
                role: "processor".into(),
                role_name: Text::same("processor"),
                task: Text::same("hosting"),
                countries: vec!["DE".into()],
                country_names: vec![Text::same("Duitsland")],
                safeguard: "not-needed".into(),
                categories: vec!["name".into()],
                category_names: vec![Text::same("naam")],
            }],
            fields: vec![],
            outstanding: vec![],
            files: vec![],
        }
    }

    #[test]
    fn what_is_packed_reads_back_sound_whatever_the_values() {
        for hostile in ["", "a,b\"c\r\n;=1+1", "<script>alert(1)</script>", "Ł\u{202e}😀\0"] {
            let seen = validate(&archive(&[Some(hostile.into()), None]));
            assert!(seen.is_sound(), "{:?}", seen.problems);
            assert_eq!((seen.csv, seen.json, seen.html, seen.fields), (1, 1, 2, 2));
        }
    }

    #[test]
    fn uploads_are_packed_as_they_are() {
        let mut packer = Packer::new(Language::En, Vec::new()).unwrap();
        packer.begin_system(&SystemMeta { id: "uploads".into(), name: Text::same("Uploads") }).unwrap();
        let meta = CollectionMeta { id: "photos".into(), name: Text::same("Photos"), fields: vec![] };
        packer.begin_collection(meta).unwrap();
        for name in ["me.json", "me.json", "../../me.html"] {
            let place = packer.begin_file(name, None).unwrap();
            assert!(place.starts_with("files/photos/0000") && place.matches('/').count() == 2, "{place}");
            assert!(packer.begin_file(name, None).is_err() && packer.end_collection().is_err());
            packer.file_part(b"{ no JSON").unwrap();
            packer.file_part(&[0xff, 0xd8]).unwrap();
            packer.end_file().unwrap();
            packer.row("email", false, &[]).unwrap();
        }
        packer.end_collection().unwrap();
        packer.end_system().unwrap();
        let (bytes, manifest) = packer.finish(manifest(), "today".into()).unwrap();
        let own: Vec<_> =
            manifest.files.iter().filter(|file| file.path.starts_with("uploads/files/")).collect();
        assert!(own.len() == 3 && own.iter().all(|file| file.bytes == 11), "{own:?}");
        let seen = validate(&bytes);
        assert!(seen.problems.is_empty(), "{:?}", seen.problems);
        assert_eq!(seen.json, 1, "the system's own");
    }

    #[test]
    fn an_altered_archive_is_not_sound() {
        let whole = archive(&[Some("x".into()), None]);
        // Inside the first file, which is longer than that: an altered header may mean the same.
        for position in 100..300 {
            let mut bytes = whole.clone();
            bytes[position] ^= 0x55;
            assert!(!validate(&bytes).is_sound(), "byte {position}");
        }
        assert!(!validate(b"not a zip").is_sound());
    }
}
