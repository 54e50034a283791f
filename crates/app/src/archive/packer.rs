//! Writes an archive as a stream: rows go in, packed bytes go to a writer, memory stays bounded.

use std::io::{self, Read, Seek as _, Write};

use askama::Template as _;
use kernel::{Language, Text};
use sha2::{Digest as _, Sha256};
use tempfile::SpooledTempFile;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::collection::Forms;
use super::manifest::{Field, FileEntry, Manifest};
use super::pages::{Index, SystemHead};

const STYLE: &str = include_str!("../../templates/archive/style.css");
const SPOOL_BYTES: usize = 4 * 1024 * 1024;

/// The folder, in a system's own, of what a person uploaded. Its files are as they were: no form is promised of them.
pub(super) const OWN_FILES: &str = "files";

/// The longest name that a file keeps, in characters.
const MAX_NAME: usize = 80;

/// What an archive says about a system before its rows.
#[derive(Debug, Clone)]
pub struct SystemMeta {
    /// Its id: the folder in the archive.
    pub id: String,
    /// Its name.
    pub name: Text,
}

/// What an archive says about a collection before its rows.
#[derive(Debug, Clone)]
pub struct CollectionMeta {
    /// Its id: the file's name in the archive.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its fields, in the order of the values of each row.
    pub fields: Vec<Field>,
}

/// What an archive is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// To be read by its person (GDPR art. 15): everything, texts of others that mention them included.
    Copy,
    /// To be taken along (art. 20): the person's own data in a bag (RFC 8493), its data as JSON-LD.
    Bag,
}

impl Form {
    /// The folder that the whole archive stands in: a bag is packed from outside its own folder (RFC 8493, 4.2).
    pub(super) fn base(self) -> &'static str {
        match self {
            Self::Copy => "",
            Self::Bag => "overdracht/",
        }
    }

    /// The folder that the data stand in.
    fn folder(self) -> &'static str {
        match self {
            Self::Copy => "",
            Self::Bag => "data/",
        }
    }

    /// How files with data for computers end.
    fn data_ending(self) -> &'static str {
        match self {
            Self::Copy => "json",
            Self::Bag => "jsonld",
        }
    }
}

/// An archive cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The spool or the archive refused bytes.
    #[error("the archive cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The ZIP refused an entry.
    #[error("the archive cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Rows came outside a collection, or a collection outside a system.
    #[error("the archive was written out of order: {0}")]
    Order(&'static str),
}

/// The archive being written.
pub struct Packer<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    language: Language,
    form: Form,
    fields: Vec<Field>,
    files: Vec<FileEntry>,
    system: Option<OpenSystem>,
}

struct OpenSystem {
    id: String,
    html: SpooledTempFile,
    json: SpooledTempFile,
    collections: u32,
    forms: Option<Forms>,
    /// How many of the person's own files there are so far: their numbers keep equal names apart.
    files: u32,
    file: Option<OpenFile>,
}

/// A file of the person's that is being written.
struct OpenFile {
    path: String,
    digest: Sha256,
    bytes: u64,
}

impl<W: Write> Packer<W> {
    /// An empty archive that goes to `out`, for a reader of `language`.
    ///
    /// # Errors
    /// When even the first file cannot be written.
    pub fn new(language: Language, form: Form, out: W) -> Result<Self, PackError> {
        let zip = ZipWriter::new_stream(out);
        let mut packer = Self { zip, language, form, fields: Vec::new(), files: Vec::new(), system: None };
        packer.add("style.css", &mut STYLE.as_bytes())?;
        Ok(packer)
    }

    /// What the archive is for.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Begins a system; its collections follow.
    pub fn begin_system(&mut self, meta: &SystemMeta) -> Result<(), PackError> {
        if self.system.is_some() {
            return Err(PackError::Order("a system began inside a system"));
        }
        let mut html = SpooledTempFile::new(SPOOL_BYTES);
        let head = SystemHead { language: self.language, name: meta.name.get(self.language) };
        write!(html, "{}", head.render().map_err(io::Error::other)?)?;
        let mut json = SpooledTempFile::new(SPOOL_BYTES);
        json.write_all(b"{\n")?;
        let mut collections = 0;
        if self.form == Form::Bag {
            // What a field means stands in the manifest; here every name is made one that is the system's own.
            let vocabulary = serde_json::json!({ "@vocab": format!("urn:gestand:{}#", meta.id) });
            write!(json, "\"@context\":{vocabulary}")?;
            collections = 1;
        }
        self.system = Some(OpenSystem {
            id: meta.id.clone(),
            html,
            json,
            collections,
            forms: None,
            files: 0,
            file: None,
        });
        Ok(())
    }

    /// Begins a collection of the open system; its rows follow.
    pub fn begin_collection(&mut self, meta: CollectionMeta) -> Result<(), PackError> {
        let system = self.system.as_mut().ok_or(PackError::Order("a collection began outside a system"))?;
        if system.forms.is_some() {
            return Err(PackError::Order("a collection began inside a collection"));
        }
        self.fields.extend(meta.fields.iter().cloned());
        system.forms = Some(Forms::begin(meta, &mut system.html, self.language)?);
        Ok(())
    }

    /// Adds a row; `values` stand in the order of the collection's fields.
    pub fn row(&mut self, path: &str, mention: bool, values: &[Option<String>]) -> Result<(), PackError> {
        let system = self.system.as_mut().ok_or(PackError::Order("a row came outside a system"))?;
        let forms = system.forms.as_mut().ok_or(PackError::Order("a row came outside a collection"))?;
        forms.row(path, mention, values, &mut system.html)?;
        Ok(())
    }

    /// Begins a file of the person's own, an upload; its parts follow. Gives its path from the system's page.
    /// `size` says how large it will be, if that is known.
    pub fn begin_file(&mut self, name: &str, size: Option<u64>) -> Result<String, PackError> {
        let system = self.system.as_mut().ok_or(PackError::Order("a file came outside a system"))?;
        let forms = system.forms.as_ref().ok_or(PackError::Order("a file came outside a collection"))?;
        if system.file.is_some() {
            return Err(PackError::Order("a file began inside a file"));
        }
        system.files += 1;
        let place = format!("{OWN_FILES}/{}/{:05}-{}", forms.id(), system.files, safe_name(name));
        let path = format!("{}{}/{place}", self.form.folder(), system.id);
        // What people upload is mostly compressed already; larger than 4 GB, or of unknown size, needs the long form.
        let options = options()
            .compression_method(CompressionMethod::Stored)
            .large_file(size.is_none_or(|size| size >= u64::from(u32::MAX)));
        self.zip.start_file(format!("{}{path}", self.form.base()), options)?;
        system.file = Some(OpenFile { path, digest: Sha256::new(), bytes: 0 });
        Ok(place)
    }

    /// Adds a part to the open file.
    pub fn file_part(&mut self, part: &[u8]) -> Result<(), PackError> {
        let file = self.system.as_mut().and_then(|system| system.file.as_mut());
        let file = file.ok_or(PackError::Order("a part came outside a file"))?;
        file.digest.update(part);
        file.bytes += part.len() as u64;
        self.zip.write_all(part)?;
        Ok(())
    }

    /// Ends the open file.
    pub fn end_file(&mut self) -> Result<(), PackError> {
        let file = self.system.as_mut().and_then(|system| system.file.take());
        let OpenFile { path, digest, bytes } = file.ok_or(PackError::Order("no file to end"))?;
        self.files.push(FileEntry { path, bytes, sha256: hex::encode(digest.finalize()) });
        Ok(())
    }

    /// Ends the open collection and writes its CSV.
    pub fn end_collection(&mut self) -> Result<(), PackError> {
        let system = self.system.as_mut().ok_or(PackError::Order("a collection ended outside a system"))?;
        if system.file.is_some() {
            return Err(PackError::Order("a collection ended inside a file"));
        }
        let forms = system.forms.take().ok_or(PackError::Order("no collection to end"))?;
        let (name, mut csv, mut json) = forms.end(&mut system.html)?;
        if system.collections > 0 {
            system.json.write_all(b",\n")?;
        }
        system.collections += 1;
        json.rewind()?;
        io::copy(&mut json, &mut system.json)?;
        let path = format!("{}/{name}", system.id);
        csv.rewind()?;
        self.add(&path, &mut csv)
    }

    /// Ends the open system and writes its JSON and its page.
    pub fn end_system(&mut self) -> Result<(), PackError> {
        let mut system = self.system.take().ok_or(PackError::Order("no system to end"))?;
        system.json.write_all(b"\n}\n")?;
        system.html.write_all(b"</main></body></html>\n")?;
        system.json.rewind()?;
        system.html.rewind()?;
        let ending = self.form.data_ending();
        self.add(&format!("{}/{}.{ending}", system.id, system.id), &mut system.json)?;
        self.add(&format!("{}/index.html", system.id), &mut system.html)
    }

    /// Writes the front page and the manifest and closes the archive. `manifest` comes without fields and
    /// files: the archive itself knows those.
    pub fn finish(mut self, mut manifest: Manifest, created: String) -> Result<(W, Manifest), PackError> {
        if self.system.is_some() {
            return Err(PackError::Order("the archive ended inside a system"));
        }
        manifest.fields = std::mem::take(&mut self.fields);
        let index = Index { language: self.language, manifest: &manifest, created };
        let page = index.render().map_err(io::Error::other)?;
        self.add("index.html", &mut page.as_bytes())?;
        match self.form {
            Form::Copy => {
                let sums = sums(&self.files);
                self.add("manifest-sha256.txt", &mut sums.as_bytes())?;
                manifest.files.clone_from(&self.files);
                let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
                self.add("manifest.json", &mut text.as_slice())?;
            }
            Form::Bag => self.close_bag(&mut manifest)?,
        }
        Ok((self.zip.finish()?.into_inner(), manifest))
    }

    /// Writes what makes a folder of files a bag (RFC 8493).
    fn close_bag(&mut self, manifest: &mut Manifest) -> Result<(), PackError> {
        manifest.files.clone_from(&self.files);
        let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
        self.add("manifest.json", &mut text.as_slice())?;
        let payload = std::mem::take(&mut self.files);
        let bytes: u64 = payload.iter().map(|file| file.bytes).sum();
        let info = format!(
            "Source-Organization: {}\nBagging-Date: {}\nExternal-Identifier: {}\nPayload-Oxum: {bytes}.{}\n",
            manifest.controller,
            manifest.created.strftime("%Y-%m-%d"),
            manifest.request,
            payload.len()
        );
        self.tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?;
        self.tag("bag-info.txt", &info)?;
        self.tag("manifest-sha256.txt", &sums(&payload))?;
        let sums = sums(&self.files);
        self.tag("tagmanifest-sha256.txt", &sums)
    }

    fn tag(&mut self, path: &str, text: &str) -> Result<(), PackError> {
        self.put(path.to_owned(), &mut text.as_bytes())
    }

    fn add(&mut self, path: &str, content: &mut impl Read) -> Result<(), PackError> {
        self.put(format!("{}{path}", self.form.folder()), content)
    }

    fn put(&mut self, path: String, content: &mut impl Read) -> Result<(), PackError> {
        self.zip.start_file(format!("{}{path}", self.form.base()), options())?;
        let mut digest = Sha256::new();
        let mut bytes = 0u64;
        let mut buffer = vec![0u8; 64 * 1024];
        loop {
            let read = content.read(&mut buffer)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            digest.update(part);
            self.zip.write_all(part)?;
            bytes += part.len() as u64;
        }
        self.files.push(FileEntry { path, bytes, sha256: hex::encode(digest.finalize()) });
        Ok(())
    }
}

/// A list of files with their SHA-256, as `sha256sum` reads it.
fn sums(files: &[FileEntry]) -> String {
    let lines: Vec<String> = files.iter().map(|file| format!("{}  {}\n", file.sha256, file.path)).collect();
    lines.concat()
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o644)
        .last_modified_time(zip::DateTime::default())
}

/// A name that means the same on every machine: letters, digits, points, hyphens; nothing that leads elsewhere.
fn safe_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let skip = name.chars().count().saturating_sub(MAX_NAME);
    // The end is kept: it says what sort of file it is.
    let plain: String = name.chars().skip(skip).map(plain).collect();
    plain.trim_matches('.').replace("..", "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere() {
        for (name, safe) in [
            ("photo.jpg", "photo.jpg"),
            ("../../etc/passwd", "___etc_passwd"),
            ("a...b.txt", "a_.b.txt"),
            ("..", ""),
            ("foto van Zoë.png", "foto_van_Zoë.png"),
            ("a\u{0}b\\c:d", "a_b_c_d"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        let long = format!("{}.jpeg", "x".repeat(300));
        assert_eq!(safe_name(&long), format!("{}.jpeg", "x".repeat(MAX_NAME - 5)));
    }
}
