//! Reads a finished archive back and checks what the policy promises about its form: readable by people,
//! readable by machines, every file as the manifest says, every field with its category, every recipient.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::manifest::{FORMAT, Manifest};
use super::packer::{Form, OWN_FILES};

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
    let bag = is_bag(&zip);
    let base = if bag { Form::Bag.base() } else { Form::Copy.base() };
    let manifest = file(&mut zip, base, if bag { "data/manifest.json" } else { "manifest.json" })?;
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
    let bag = is_bag(&zip);
    let base = if bag { Form::Bag.base() } else { Form::Copy.base() };
    let manifest = manifest_of(bytes)?;
    seen.recipients = manifest.recipients.len();
    seen.fields = manifest.fields.iter().filter(|field| !field.category.is_empty()).count();
    if seen.fields != manifest.fields.len() {
        seen.problems.push("a field has no category".into());
    }
    if bag {
        check_bag(&mut zip, seen)?;
    }
    let listed: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.path.as_str()).collect();
    for name in names(&zip) {
        let Some(name) = name.strip_prefix(base) else {
            seen.problems.push(format!("{name} stands outside the archive's folder"));
            continue;
        };
        let of_the_bag = bag && (!name.starts_with("data/") || name == "data/manifest.json");
        if name != "manifest.json" && !of_the_bag && !listed.contains(name) {
            seen.problems.push(format!("{name} is not in the manifest"));
        }
    }
    for entry in &manifest.files {
        let content = file(&mut zip, base, &entry.path)?;
        if content.len() as u64 != entry.bytes || hex::encode(Sha256::digest(&content)) != entry.sha256 {
            seen.problems.push(format!("{} differs from the manifest", entry.path));
            continue;
        }
        seen.files += 1;
        // What a person uploaded is given as it was, sound or not.
        if entry.path.trim_start_matches("data/").split('/').nth(1).is_none_or(|folder| folder != OWN_FILES) {
            check_form(&entry.path, &content, seen);
        }
    }
    Ok(())
}

/// Whether a bag is complete and valid (RFC 8493, section 3): every file of the payload stands in its manifest
/// with its hash, and every tag file in the manifest of those.
fn check_bag(zip: &mut ZipArchive<Cursor<&[u8]>>, seen: &mut Validation) -> Result<(), String> {
    let base = Form::Bag.base();
    let names: Vec<String> =
        names(zip).iter().filter_map(|name| name.strip_prefix(base)).map(str::to_owned).collect();
    for (list, payload) in [("manifest-sha256.txt", true), ("tagmanifest-sha256.txt", false)] {
        let text = String::from_utf8(file(zip, base, list)?).map_err(|_| format!("{list} is no text"))?;
        let mut listed = BTreeSet::new();
        for line in text.lines() {
            let (sum, path) = line.split_once("  ").ok_or_else(|| format!("{list} has an odd line"))?;
            if hex::encode(Sha256::digest(file(zip, base, path)?)) != sum {
                seen.problems.push(format!("{path} differs from {list}"));
            }
            listed.insert(path.to_owned());
        }
        let own = names
            .iter()
            .filter(|name| name.starts_with("data/") == payload && name.as_str() != "tagmanifest-sha256.txt");
        seen.problems.extend(
            own.filter(|name| !listed.contains(*name)).map(|name| format!("{name} is not in {list}")),
        );
    }
    if !file(zip, base, "bagit.txt")?.starts_with(b"BagIt-Version: 1.0\n") {
        seen.problems.push("bagit.txt names no version".into());
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
        Some("json" | "jsonld") => match serde_json::from_slice::<serde_json::Value>(content) {
            Ok(_) => seen.json += 1,
            Err(_) => seen.problems.push(format!("{path} is no JSON")),
        },
        Some("html") if content.ends_with(b"</html>\n") || content.ends_with(b"</html>") => seen.html += 1,
        Some("html") => seen.problems.push(format!("{path} is cut off")),
        _ => {}
    }
}

fn is_bag(zip: &ZipArchive<Cursor<&[u8]>>) -> bool {
    zip.index_for_name(&format!("{}bagit.txt", Form::Bag.base())).is_some()
}

fn names(zip: &ZipArchive<Cursor<&[u8]>>) -> Vec<String> {
    zip.file_names().filter_map(std::result::Result::ok).map(std::borrow::Cow::into_owned).collect()
}

fn file(zip: &mut ZipArchive<Cursor<&[u8]>>, base: &str, path: &str) -> Result<Vec<u8>, String> {
    let mut entry = zip.by_name(&format!("{base}{path}")).map_err(|_| format!("{path} is missing"))?;
    let mut content = Vec::new();
    entry.read_to_end(&mut content).map_err(|error| format!("{path} cannot be read: {error}"))?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::super::manifest::{Field, RecipientEntry};
    use super::super::{CollectionMeta, Form, Manifest, Packer, SystemMeta, manifest};
    use super::*;
    use kernel::{Language, Text};

    fn archive(form: Form, values: &[Option<String>]) -> Vec<u8> {
        let mut packer = Packer::new(Language::Nl, form, Vec::new()).unwrap();
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
            let seen = validate(&archive(Form::Copy, &[Some(hostile.into()), None]));
            assert!(seen.is_sound(), "{:?}", seen.problems);
            assert_eq!((seen.csv, seen.json, seen.html, seen.fields), (1, 1, 2, 2));
        }
    }

    #[test]
    fn what_is_taken_along_is_a_bag_with_linked_data() {
        let whole = archive(Form::Bag, &[Some("a,b\"c".into()), None]);
        let seen = validate(&whole);
        assert!(seen.is_sound(), "{:?}", seen.problems);
        let mut zip = ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
        let base = Form::Bag.base();
        for path in
            ["bagit.txt", "bag-info.txt", "tagmanifest-sha256.txt", "data/index.html", "data/manifest.json"]
        {
            file(&mut zip, base, path).unwrap();
        }
        let data = file(&mut zip, base, "data/shop/shop.jsonld").unwrap();
        let data: serde_json::Value = serde_json::from_slice(&data).unwrap();
        assert_eq!(data["@context"]["@vocab"], "urn:gestand:shop#");
        assert_eq!(data["orders"][0]["id"], "a,b\"c");
    }

    #[test]
    fn a_bag_with_one_file_altered_is_not_valid() {
        // Written anew with one file's contents exchanged, so that only the bag's own sums can tell.
        let whole = archive(Form::Bag, &[Some("x".into()), None]);
        let base = Form::Bag.base();
        for victim in ["data/shop/orders.csv", "bag-info.txt", "manifest-sha256.txt"] {
            let mut zip = ZipArchive::new(Cursor::new(whole.as_slice())).unwrap();
            let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for name in names(&zip) {
                let path = name.strip_prefix(base).unwrap().to_owned();
                let mut content = file(&mut zip, base, &path).unwrap();
                if path == victim {
                    content.extend_from_slice(b"\n");
                }
                out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                std::io::Write::write_all(&mut out, &content).unwrap();
            }
            let altered = out.finish().unwrap().into_inner();
            assert!(!validate(&altered).is_sound(), "{victim}");
        }
    }

    #[test]
    fn uploads_are_packed_as_they_are() {
        let mut packer = Packer::new(Language::En, Form::Copy, Vec::new()).unwrap();
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
        let whole = archive(Form::Copy, &[Some("x".into()), None]);
        // Inside the first file, which is longer than that: an altered header may mean the same.
        for position in 100..300 {
            let mut bytes = whole.clone();
            bytes[position] ^= 0x55;
            assert!(!validate(&bytes).is_sound(), "byte {position}");
        }
        assert!(!validate(b"not a zip").is_sound());
    }
}
