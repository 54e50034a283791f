//! The people, their rows and their files.
//!
//! Eva (5) has two profile photos, a piece of work, and one that Adam (6) handed in as well: one content, one file.
//! Adam's photos stand beside hers; so do those of 55 and of a folder whose name begins like hers.

use std::collections::BTreeMap;
use std::sync::Arc;

use connect::{
    CollectionMeta, Connector, FileMeta, FilesConnector, Leads, RowOut, RowSink, SinkError, Source,
    SqlConnector, SqlOptions,
};
use inventory::{DataMap, ErasureOrder, Identity};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::ManualClock;
use sqlx::Connection as _;
use tempfile::TempDir;

use crate::stub::Stub;

pub const EVA: &str = "eva@school.example";
pub const ADAM: &str = "adam@school.example";

/// The content hashes of the pieces of work.
pub const HERS: &str = "ab12ef";
pub const SHARED: &str = "ab99ff";
pub const PUBLISHED: &str = "cd00aa";

const SCHOOL: &str = r#"
[system]
id = "school"
name = "School"
connector = "sql"
url_env = "SCHOOL"

[[identity]]
kind = "email"
normalise = ["trim", "lower"]
[[identity]]
kind = "school_user"

[[lead]]
kind = "school_user"
collection = "accounts"
column = "id"
shared = false
[[lead]]
kind = "school_file"
collection = "uploads"
column = "hash"
shared = true
where = { area = ["work", "news"] }
[[lead]]
kind = "school_file"
collection = "published"
column = "hash"
shared = true
where = { area = ["work", "news"] }

[[collection]]
id = "accounts"
name = "Accounts"
table = "account"
key = ["id"]
category = "name"
personal = ["email", "name"]
erasure = { do = "anonymise" }
path = [{ from = "identity", on = { email = "email" } }, { from = "identity", on = { id = "school_user" } }]

[[collection]]
id = "uploads"
name = "Uploads"
table = "upload"
key = ["id"]
category = "files"
personal = ["hash"]
not_personal = ["account_id", "area"]
where = { area = ["work", "draft"] }
erasure = { do = "delete" }
path = [{ from = "accounts", on = { account_id = "id" } }]

[[collection]]
id = "published"
name = "Published"
table = "upload"
key = ["id"]
category = "files"
fields.hash = { erase = "keep" }
personal = ["account_id"]
not_personal = ["area"]
where = { area = "news" }
erasure = { do = "anonymise" }
path = [{ from = "accounts", on = { account_id = "id" } }]
"#;

pub const UPLOADS: &str = r#"
[system]
id = "uploads"
name = "Uploads"
connector = "files"
url_env = "UPLOADS"

[[identity]]
kind = "school_user"
[[identity]]
kind = "school_file"

[[collection]]
id = "photos"
name = "Profile photos"
table = "avatars"
key = ["path"]
category = "photo"
personal = ["content"]
not_personal = ["size", "modified"]
audience = "members"
erasure = { do = "delete" }
path = [{ from = "identity", on = { path = "school_user" }, format = "avatars/{}/*" }]

[[collection]]
id = "work"
name = "Work handed in"
table = "filedir"
key = ["path"]
category = "files"
personal = ["content"]
not_personal = ["size", "modified"]
erasure = { do = "delete" }
path = [{ from = "identity", on = { path = "school_file" }, format = "filedir/{0..2}/{2..4}/{}" }]
"#;

/// A database, and the files that its rows lead to.
pub struct World {
    database: TempDir,
    place: Place,
    pub clock: ManualClock,
}

enum Place {
    Folder(TempDir),
    Bucket(Stub),
}

impl World {
    pub async fn folder() -> Self {
        Self::new(Place::Folder(tempfile::tempdir().unwrap())).await
    }

    pub async fn bucket() -> Self {
        Self::new(Place::Bucket(Stub::start().await)).await
    }

    async fn new(place: Place) -> Self {
        let clock = ManualClock::at("2026-11-22T10:00:00Z".parse().unwrap());
        let world = Self { database: tempfile::tempdir().unwrap(), place, clock };
        world
            .sql(
                "CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL);
                 CREATE TABLE upload (id INTEGER PRIMARY KEY, account_id INTEGER, hash TEXT, area TEXT);
                 INSERT INTO account VALUES (5, 'Eva@School.example', 'Eva'), (6, 'adam@school.example', 'Adam');
                 INSERT INTO upload VALUES (1, 5, 'ab12ef', 'work'), (2, 5, 'ab99ff', 'work'), (3, 6, 'ab99ff', 'work'),
                     (4, 6, 'ff0000', 'work');",
            )
            .await;
        for (path, content) in [
            ("avatars/5/f1.jpg", "eva"),
            ("avatars/5/f2 groot+klein.jpg", "EVA"),
            ("avatars/5/thumbs/f1.jpg", "below: not meant"),
            ("avatars/6/f1.jpg", "adam"),
            ("avatars/55/f1.jpg", "another"),
            ("filedir/ab/12/ab12ef", "her essay"),
            ("filedir/ab/99/ab99ff", "the same worksheet"),
            ("filedir/ff/00/ff0000", "his essay"),
            ("filedir/ab/12/ab12ee", "an orphan"),
        ] {
            world.put(path, content.as_bytes());
        }
        world
    }

    fn url(&self) -> String {
        format!("sqlite://{}/school.db", self.database.path().display())
    }

    pub async fn sql(&self, statements: &str) {
        let url = format!("{}?mode=rwc", self.url());
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    pub fn school(&self) -> SqlConnector {
        SqlConnector::open(DataMap::parse(SCHOOL).unwrap(), &self.url(), &SqlOptions::default()).unwrap()
    }

    pub fn uploads(&self) -> FilesConnector {
        self.uploads_of(UPLOADS)
    }

    pub fn uploads_of(&self, map: &str) -> FilesConnector {
        self.open(map, "the right secret").unwrap()
    }

    pub fn open(&self, map: &str, secret: &str) -> Result<FilesConnector, connect::ConnectError> {
        let s3 = "[files.s3]\nregion = \"nl-1\"\nkey_env = \"S3_KEY\"\nsecret_env = \"S3_SECRET\"\n";
        let map = match self.place {
            Place::Folder(_) => map.to_owned(),
            Place::Bucket(_) => format!("{map}\n{s3}"),
        };
        let map = DataMap::parse(&map).unwrap_or_else(|problems| panic!("{problems:#?}"));
        let environment = |name: &str| match name {
            "UPLOADS" => Some(match &self.place {
                Place::Folder(folder) => folder.path().display().to_string(),
                Place::Bucket(stub) => format!("{}/school-files/up loads", stub.url),
            }),
            "S3_KEY" => Some("the-key".to_owned()),
            "S3_SECRET" => Some(secret.to_owned()),
            _ => None,
        };
        let school = self.school();
        let source = Source::Open(Arc::new(school.clone()));
        let leads = Leads::to(&map, [(school.map(), source)]);
        FilesConnector::open(map, &environment, leads, Arc::new(self.clock.clone()))
    }

    pub fn stub(&self) -> &Stub {
        match &self.place {
            Place::Bucket(stub) => stub,
            Place::Folder(_) => panic!("no bucket"),
        }
    }

    pub fn root(&self) -> &std::path::Path {
        match &self.place {
            Place::Folder(folder) => folder.path(),
            Place::Bucket(_) => panic!("no folder"),
        }
    }

    pub fn put(&self, path: &str, content: &[u8]) {
        match &self.place {
            Place::Folder(folder) => {
                let file = folder.path().join(path);
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(&file, content).unwrap();
                let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_760_000_000);
                std::fs::File::options().write(true).open(file).unwrap().set_modified(at).unwrap();
            }
            Place::Bucket(stub) => stub.put(&format!("up loads/{path}"), content),
        }
    }

    /// Every file there is, by path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        match &self.place {
            Place::Folder(folder) => {
                let mut files = BTreeMap::new();
                collect(folder.path(), folder.path(), &mut files);
                files
            }
            Place::Bucket(stub) => {
                let files = stub.files().into_iter();
                files
                    .map(|(key, content)| (key.strip_prefix("up loads/").unwrap().to_owned(), content))
                    .collect()
            }
        }
    }
}

fn collect(root: &std::path::Path, dir: &std::path::Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            files.insert(name, std::fs::read(&path).unwrap_or_default());
        }
    }
}

pub fn email(address: &str) -> Vec<Identity> {
    vec![Identity::new("email", address)]
}

pub fn order(address: &str) -> ErasureOrder {
    let term = serde_json::json!({"id": "photos", "keep": "2 years", "from": "creation", "then": "delete"});
    ErasureOrder {
        identities: email(address),
        today: date(2026, 11, 22),
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        terms: [("photos".to_owned(), serde_json::from_value(term).unwrap())].into(),
        pseudonym: "pseudo-7".to_owned(),
    }
}

/// Keeps what comes, and how much came at once.
#[derive(Default)]
pub struct Kept {
    /// Values by column, per row.
    pub rows: Vec<BTreeMap<String, Option<String>>>,
    pub files: BTreeMap<String, Vec<u8>>,
    pub largest: usize,
    meta: Option<CollectionMeta>,
    open: Option<String>,
}

impl RowSink for Kept {
    fn begin(&mut self, meta: &CollectionMeta) -> Result<(), SinkError> {
        assert!(self.meta.is_none());
        self.meta = Some(meta.clone());
        Ok(())
    }

    fn row(&mut self, row: &RowOut<'_>) -> Result<(), SinkError> {
        assert!(self.open.is_none());
        let meta = self.meta.as_ref().unwrap();
        assert_eq!(row.values.len(), meta.fields.len());
        let columns = meta.fields.iter().map(|field| field.column.clone());
        self.rows.push(columns.zip(row.values.iter().cloned()).collect());
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        assert!(self.meta.take().is_some() && self.open.is_none());
        Ok(())
    }

    fn begin_file(&mut self, file: &FileMeta<'_>) -> Result<String, SinkError> {
        assert!(self.meta.is_some() && self.open.is_none());
        let place = format!("{}-{}", self.files.len(), file.name);
        self.files.insert(place.clone(), Vec::new());
        self.open = Some(place.clone());
        Ok(place)
    }

    fn file_part(&mut self, part: &[u8]) -> Result<(), SinkError> {
        self.largest = self.largest.max(part.len());
        self.files.get_mut(self.open.as_ref().unwrap()).unwrap().extend_from_slice(part);
        Ok(())
    }

    fn end_file(&mut self) -> Result<(), SinkError> {
        assert!(self.open.take().is_some());
        Ok(())
    }
}
