//! Where a test of the binary plays: a data folder with an installation and two systems full of invented people.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use app::demo::people::TEACHER;
use app::keys::Keys;
use app::outbox::Outbox;
use app::{App, Config, Parts, editions};
use kernel::{Actor, Entropy, SystemClock};
use serde_json::Value;
use store::Store;
use tempfile::TempDir;

use crate::postgres::Database;
use crate::sql;

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_gestand");

/// The systems of the example that are databases: variable and file.
const SYSTEMS: [(&str, &str); 2] =
    [("SHOP_DATABASE_URL", "shop.db"), ("LEARNING_DATABASE_URL", "learning.db")];

/// The person whom the tests follow: the demo's teacher under an address of equal length at which nobody lives,
/// but which, unlike the reserved domains, is not withheld from a mail server.
pub(crate) const PERSON: &str = "nienke.postma@boomgaardt.internal";

/// A data folder.
pub(crate) struct Place {
    folder: TempDir,
    /// Where Gestand's own data are; none: in the folder.
    postgres: Option<Database>,
    /// Where mail is handed over; none: it stays queued.
    pub(crate) mail: Option<String>,
    /// What the environment says about where systems are; without an entry a database in this folder.
    pub(crate) elsewhere: BTreeMap<&'static str, String>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// What it printed as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:#?}"))
    }

    /// Itself, if it ended with this code.
    #[track_caller]
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

pub(crate) fn example() -> String {
    examples().join("leskracht").display().to_string()
}

impl Place {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: None, mail: None, elsewhere: BTreeMap::new() }
    }

    /// A folder with both editions of the example published and the two systems filled.
    pub(crate) fn new() -> Self {
        let place = Self::empty();
        sql::block_on(place.set_up());
        place
    }

    /// The same with Gestand's own data in PostgreSQL.
    pub(crate) fn on_postgres() -> Self {
        let place = Self { postgres: Some(Database::new()), ..Self::empty() };
        sql::block_on(place.set_up());
        place
    }

    async fn set_up(&self) {
        let app = self.open().await;
        for (name, history) in [("leskracht-2022", true), ("leskracht", false)] {
            let edition =
                editions::compile(&examples().join(name)).unwrap_or_else(|error| panic!("{error:?}"));
            editions::publish(&app, &Actor::Operator, &edition, history)
                .await
                .unwrap_or_else(|error| panic!("{error:?}"));
        }
        app::demo::seed(&app, self.path()).await.unwrap();
        app.store().close().await;
        for (_, file) in SYSTEMS {
            sql::replace_everywhere(&self.file(file), TEACHER, PERSON).await;
        }
    }

    /// The installation of this folder, opened in the test's own process, with the edition in force.
    pub(crate) async fn open(&self) -> App {
        let app = self.wire().await;
        editions::load(&app).await.unwrap();
        app
    }

    async fn wire(&self) -> App {
        let entropy = Entropy::system();
        let outbox = Outbox::default();
        let mut addresses = self.environment();
        addresses.insert(app::deployment::OWN_DATABASE.to_owned(), self.database_url());
        App::new(Parts {
            config: Config {
                data: self.path().to_owned(),
                base_url: "http://127.0.0.1:8080".into(),
                demo: false,
            },
            store: Store::open(&self.database_url()).await.unwrap(),
            keys: Keys::open(&self.path().join("keys"), &entropy).unwrap(),
            clock: Arc::new(SystemClock),
            entropy,
            mailer: Arc::new(mail::Outbox::new(Arc::new(|_| Box::pin(async { Ok(()) })))),
            outbox,
            addresses: Arc::new(move |name| addresses.get(name).cloned()),
        })
        .unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Gestand's own database.
    pub(crate) fn database(&self) -> PathBuf {
        self.file("gestand.db")
    }

    /// Its address.
    pub(crate) fn database_url(&self) -> String {
        match &self.postgres {
            Some(database) => database.url.clone(),
            None => format!("sqlite:{}", self.database().display()),
        }
    }

    /// The same folder once more, at another place. No process may be working in it.
    pub(crate) fn copy(&self) -> Self {
        self.settled();
        let postgres = self.postgres.as_ref().map(Database::copy);
        let (mail, elsewhere) = (self.mail.clone(), self.elsewhere.clone());
        let copy = Self { postgres, mail, elsewhere, ..Self::empty() };
        copy_folder(self.path(), copy.path());
        copy
    }

    /// Waits until this process has no file of this folder open. Connections that were dropped close on threads of
    /// their own; the last one to close takes the write-ahead log away, and a copy made meanwhile tears.
    fn settled(&self) {
        crate::mail::eventually("every database is closed", || {
            let open = std::fs::read_dir("/proc/self/fd").unwrap();
            let mut files = open.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
            !files.any(|file| file.starts_with(self.path()))
        });
    }

    /// Puts Gestand's own database of this folder in the place of another's.
    pub(crate) fn move_database_to(&self, other: &Self) {
        self.settled();
        other.settled();
        for ending in ["", "-wal", "-shm"] {
            let name = format!("gestand.db{ending}");
            let _ = std::fs::remove_file(other.file(&name));
            if self.file(&name).exists() {
                std::fs::copy(self.file(&name), other.file(&name)).unwrap();
            }
        }
    }

    fn environment(&self) -> BTreeMap<String, String> {
        let mut environment: BTreeMap<String, String> = SYSTEMS
            .iter()
            .map(|(name, file)| ((*name).to_owned(), format!("sqlite:{}", self.file(file).display())))
            .collect();
        environment.extend(self.elsewhere.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        environment
    }

    /// `gestand` with these words; those that speak of an installation speak of this one.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GESTAND_") {
                command.env_remove(name);
            }
        }
        // A browser takes its time: a test that is about what it sees names one.
        command.env("CHROMIUM", "none");
        command.env("GESTAND_DATA", self.path()).envs(self.environment());
        if let Some(database) = &self.postgres {
            command.env("GESTAND_DATABASE", &database.url);
        }
        if let Some(mail) = &self.mail {
            command.env("GESTAND_MAIL", mail);
        }
        command
    }

    /// Runs `gestand` to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ended {
        ended(self.command(words).output().unwrap())
    }

    /// Runs `gestand` to its end and names the boundaries that it passed, in their order.
    pub(crate) fn boundaries(&self, words: &[&str]) -> Vec<String> {
        let output = self.command(words).env("GESTAND_DIE_AT", u64::MAX.to_string()).output().unwrap();
        let ended = ended(output).with(0);
        let name = |line: &str| Some(line.split_once("passed ")?.1.split_once(", as a test")?.0.to_owned());
        ended.err.lines().filter_map(name).collect()
    }

    /// Runs `gestand` and has it killed at the n-th boundary that it passes. Says at which; none when it came to
    /// its end before.
    pub(crate) fn run_and_kill(&self, words: &[&str], n: u32) -> Option<String> {
        use std::os::unix::process::ExitStatusExt as _;
        let output = self.command(words).env("GESTAND_DIE_AT", n.to_string()).output().unwrap();
        let signal = output.status.signal();
        let ended = ended(output);
        match signal {
            Some(9) => {
                let line = ended.err.lines().find_map(|line| line.split_once("killed ")).expect("a name");
                Some(line.1.split(", as a test").next().unwrap().to_owned())
            }
            Some(other) => panic!("ended by signal {other}: {ended:#?}"),
            None => {
                ended.with(0);
                None
            }
        }
    }
}

fn ended(output: Output) -> Ended {
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
