//! A house of its own for every test, in a temporary folder; with Gestand's own database on either engine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use app::demo::people::{OFFICER, TEACHER};
use app::keys::Keys;
use app::outbox::{Captured, Outbox};
use app::requests::{self, Channel, Filed, Filing, Right, TaskOutcome};
use app::signin::{self, Door};
use app::{App, Config, Parts, editions, work};
use kernel::ids::RequestId;
use kernel::{Actor, Entropy, Language, ManualClock, StaffRole};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use store::Store;
use tempfile::TempDir;

/// A case is an async function that takes a house; this makes two tests of it.
macro_rules! on_both_engines {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $case() { super::$case($crate::setting::House::new().await).await; })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $case() { $crate::setting::on_postgres(super::$case).await; })*
        }
    };
}
pub(crate) use on_both_engines;

pub struct House {
    pub app: App,
    pub clock: ManualClock,
    pub folder: TempDir,
    /// Where Gestand's own database is.
    pub database: String,
}

pub const NOW: &str = "2026-11-23T09:00:00Z";

pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

impl House {
    /// A house with both editions published and the demo's people in its systems.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("gestand.db").display());
        Self::of(folder, &database).await
    }

    async fn of(folder: TempDir, database: &str) -> Self {
        let addresses = addresses(&folder, database);
        let clock = ManualClock::at(NOW.parse().unwrap());
        let app = open(folder.path(), database, &clock, &addresses, true).await;
        for (name, history) in [("leskracht-2022", true), ("leskracht", false)] {
            let edition =
                editions::compile(&examples().join(name)).unwrap_or_else(|error| panic!("{error:?}"));
            editions::publish(&app, &Actor::Operator, &edition, history)
                .await
                .unwrap_or_else(|error| panic!("{error:?}"));
        }
        app::demo::seed(&app, folder.path()).await.unwrap();
        app::staff::add(&app, &Actor::Operator, OFFICER, "Officer", StaffRole::Officer).await.unwrap();
        Self { app, clock, folder, database: database.to_owned() }
    }

    /// The same house as one for real people: nothing of it is a demo's.
    pub async fn for_real(self) -> Self {
        let addresses = addresses(&self.folder, &self.database);
        let app = open(self.folder.path(), &self.database, &self.clock, &addresses, false).await;
        editions::load(&app).await.unwrap();
        Self { app, ..self }
    }

    /// Signs somebody in with the code from their mail.
    pub async fn sign_in(&self, door: Door, address: &str) -> Actor {
        let ticket = signin::begin(&self.app, door, address, Language::Nl).await.unwrap();
        work::drain(&self.app).await.unwrap();
        let code =
            self.newest(address, "sign-in-code").map(|mail| code_in(&mail.text)).expect("a code by mail");
        let session = signin::complete(&self.app, door, &ticket, &code).await.unwrap();
        signin::session(&self.app, &session.token).await.unwrap().expect("a session").actor
    }

    pub async fn teacher(&self) -> Actor {
        self.sign_in(Door::Subject, TEACHER).await
    }

    pub async fn officer(&self) -> Actor {
        self.sign_in(Door::Staff, OFFICER).await
    }

    /// Signs a second officer in.
    pub async fn second_officer(&self) -> Actor {
        let second = "tweede@leskracht.example";
        app::staff::add(&self.app, &Actor::Operator, second, "Second", StaffRole::Officer).await.unwrap();
        self.sign_in(Door::Staff, second).await
    }

    /// Turns the clock on by so many minutes and lets the worker do what is due.
    pub async fn later(&self, minutes: u64) {
        self.clock.advance(std::time::Duration::from_secs(minutes * 60));
        work::drain(&self.app).await.unwrap();
    }

    /// The demo's policy with a figure of another value, in force from now on.
    pub async fn with_figure(&self, figure: &str, value: &str) {
        let head = format!("[figure.{figure}]\nvalue = ");
        self.with_line("facts/figures.toml", &head, value).await;
    }

    /// The demo's policy with one line of a file ending otherwise behind `head`, in force from now on.
    pub async fn with_line(&self, file: &str, head: &str, value: &str) {
        let folder = self.folder.path().join("changed");
        copy(&examples().join("leskracht"), &folder);
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, after) = text.split_once(head).expect("the line is there");
        let (_, rest) = after.split_once('\n').unwrap();
        std::fs::write(&path, format!("{before}{head}{value}\n{rest}")).unwrap();
        let policy = std::fs::read_to_string(folder.join("policy.toml")).unwrap();
        let policy = policy.replace("2026-09-01", "2026-11-01").replace("\"2026-09\"", "\"2026-11\"");
        std::fs::write(folder.join("policy.toml"), policy).unwrap();
        let edition = editions::compile(&folder).unwrap_or_else(|error| panic!("{error:?}"));
        editions::publish(&self.app, &Actor::Operator, &edition, false)
            .await
            .unwrap_or_else(|error| panic!("{error:?}"));
    }

    pub fn newest(&self, to: &str, kind: &str) -> Option<Captured> {
        self.app.outbox().all().into_iter().find(|mail| mail.to == to && mail.kind == kind)
    }

    pub async fn file(&self, actor: &Actor, right: Right) -> RequestId {
        let filing = Filing::new(right, Channel::Portal, Language::Nl);
        let Filed { request, .. } = requests::file(&self.app, actor, filing).await.unwrap();
        work::drain(&self.app).await.unwrap();
        request
    }

    /// Approves the plan as it stands and lets the worker carry it out.
    pub async fn approve(&self, officer: &Actor, request: RequestId) {
        let view = requests::show(&self.app, officer, request).await.unwrap();
        let digest = view.plan.expect("a plan").digest.expect("a complete plan");
        requests::approve(&self.app, officer, request, &digest).await.unwrap();
        work::drain(&self.app).await.unwrap();
    }

    /// Reports for every holder without an interface.
    pub async fn close_tasks(&self, officer: &Actor, request: RequestId) {
        let view = requests::show(&self.app, officer, request).await.unwrap();
        for system in view.systems.iter().filter(|system| system.state == "outstanding") {
            requests::close_task(&self.app, officer, request, &system.system, TaskOutcome::NothingHeld)
                .await
                .unwrap();
        }
        work::drain(&self.app).await.unwrap();
    }

    /// What the check says of a clause now.
    pub async fn verdict(&self, clause: &str) -> policy::promise::Verdict {
        let verdicts = app::check::run(&self.app, &Actor::Operator).await.unwrap().clauses;
        verdicts.iter().find(|verdict| verdict.clause.to_string() == clause).expect("a clause").verdict
    }

    pub async fn state(&self, request: RequestId) -> &'static str {
        requests::show(&self.app, &Actor::Operator, request).await.unwrap().summary.state
    }
}

/// Runs a case with Gestand's own data in a PostgreSQL database that is gone afterwards, whatever happened.
pub async fn on_postgres<F>(case: impl FnOnce(House) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        panic!(
            "TEST_POSTGRES_URL is not set: this case needs a PostgreSQL server; run `cargo xtask test`, which starts one"
        );
    };
    let name = format!("gestand_house_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut server = PgConnection::connect(&admin).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut server).await.unwrap();
    let url = PgConnectOptions::from_str(&admin).unwrap().database(&name).to_url_lossy().to_string();
    // In a task of its own, so that the database goes away even when the case panics.
    let outcome = tokio::spawn(async move {
        let house = House::of(tempfile::tempdir().unwrap(), &url).await;
        assert_eq!(house.app.store().engine(), store::Engine::Postgres);
        case(house).await;
    })
    .await;
    let drop = format!("DROP DATABASE {name} WITH (FORCE)");
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut server).await.unwrap();
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
}

type Systems = Arc<Mutex<BTreeMap<String, String>>>;

/// Where the systems are.
fn addresses(folder: &TempDir, database: &str) -> Systems {
    let addresses = Arc::new(Mutex::new(BTreeMap::new()));
    for (name, file) in [("SHOP_DATABASE_URL", "shop.db"), ("LEARNING_DATABASE_URL", "learning.db")] {
        let url = format!("sqlite:{}", folder.path().join(file).display());
        addresses.lock().unwrap().insert(name.to_owned(), url);
    }
    // Only asked for under a policy with a system of files.
    let files = folder.path().join("moodledata").display().to_string();
    addresses.lock().unwrap().insert("LEARNING_FILES".to_owned(), files);
    let own = app::deployment::OWN_DATABASE.to_owned();
    addresses.lock().unwrap().insert(own, database.to_owned());
    addresses
}

async fn open(folder: &Path, database: &str, clock: &ManualClock, addresses: &Systems, demo: bool) -> App {
    let entropy = Entropy::seeded(7);
    let outbox = Outbox::default();
    let kept = outbox.clone();
    let mailer = mail::Outbox::new(Arc::new(move |message: mail::Kept| {
        kept.keep(message.into());
        Box::pin(async { Ok(()) })
    }));
    let addresses = Arc::clone(addresses);
    App::new(Parts {
        config: Config { data: folder.to_owned(), base_url: "http://gestand.test".into(), demo },
        store: Store::open(database).await.unwrap(),
        keys: Keys::open(&folder.join("keys"), &entropy).unwrap(),
        clock: Arc::new(clock.clone()),
        entropy,
        mailer: Arc::new(mailer),
        outbox,
        addresses: Arc::new(move |name| addresses.lock().unwrap().get(name).cloned()),
    })
    .unwrap()
}

/// Copies a folder with what is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// The letters that stand ready on a request.
pub fn letters(view: &requests::View) -> Vec<String> {
    view.systems.iter().filter_map(|system| system.task.as_ref()?.letter.clone()).collect()
}

pub fn code_in(text: &str) -> String {
    let digits = |word: &str| word.len() == 6 && word.chars().all(|letter| letter.is_ascii_digit());
    text.split_whitespace()
        .map(|word| word.trim_matches(|letter: char| !letter.is_ascii_digit()))
        .find(|word| digits(word))
        .expect("a code of six digits")
        .to_owned()
}

/// A hand in Gestand's own database.
pub async fn by_hand(house: &House, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if house.database.starts_with("postgres") {
        let mut own = PgConnection::connect(&house.database).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut own).await.unwrap();
        own.close().await.unwrap();
    } else {
        let mut own = SqliteConnection::connect(&house.database).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut own).await.unwrap();
        own.close().await.unwrap();
    }
}
