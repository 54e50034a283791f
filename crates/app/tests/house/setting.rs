//! A house of its own for every test, in a temporary folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::demo::people::{OFFICER, TEACHER};
use app::keys::Keys;
use app::outbox::{Captured, Outbox};
use app::requests::{self, Channel, Filed, Filing, Right, TaskOutcome};
use app::signin::{self, Door};
use app::{App, Config, Parts, editions, work};
use kernel::ids::RequestId;
use kernel::{Actor, Entropy, Language, ManualClock, StaffRole};
use store::Store;
use tempfile::TempDir;

pub struct House {
    pub app: App,
    pub clock: ManualClock,
    pub folder: TempDir,
    /// The addresses of systems; a test may take one away and give it back.
    pub addresses: Arc<Mutex<BTreeMap<String, String>>>,
}

pub const NOW: &str = "2026-11-23T09:00:00Z";

pub fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

impl House {
    /// A house with both editions published and the demo's people in its systems.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let addresses = Arc::new(Mutex::new(BTreeMap::new()));
        for (name, file) in [
            ("SHOP_DATABASE_URL", "shop.db"),
            ("LEARNING_DATABASE_URL", "learning.db"),
            ("GESTAND_OWN_DATABASE", "gestand.db"),
        ] {
            let url = format!("sqlite:{}", folder.path().join(file).display());
            addresses.lock().unwrap().insert(name.to_owned(), url);
        }
        let clock = ManualClock::at(NOW.parse().unwrap());
        let app = open(folder.path(), &clock, &addresses).await;
        for (name, history) in [("leskracht-2022", true), ("leskracht", false)] {
            let edition =
                editions::compile(&examples().join(name)).unwrap_or_else(|error| panic!("{error:?}"));
            editions::publish(&app, &Actor::Operator, &edition, history)
                .await
                .unwrap_or_else(|error| panic!("{error:?}"));
        }
        app::demo::seed(&app, folder.path()).await.unwrap();
        app::staff::add(&app, &Actor::Operator, OFFICER, "Officer", StaffRole::Officer).await.unwrap();
        Self { app, clock, folder, addresses }
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

    pub fn newest(&self, to: &str, kind: &str) -> Option<Captured> {
        self.app.outbox().all().into_iter().find(|mail| mail.to == to && mail.kind == kind)
    }

    pub async fn file(&self, actor: &Actor, right: Right) -> RequestId {
        let filing = Filing {
            right,
            channel: Channel::Portal,
            language: Language::Nl,
            identities: Vec::new(),
            end_of_service: false,
            copy_first: false,
        };
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

    pub async fn state(&self, request: RequestId) -> &'static str {
        requests::show(&self.app, &Actor::Operator, request).await.unwrap().summary.state
    }
}

pub async fn open(
    folder: &Path,
    clock: &ManualClock,
    addresses: &Arc<Mutex<BTreeMap<String, String>>>,
) -> App {
    let entropy = Entropy::seeded(7);
    let outbox = Outbox::default();
    let kept = outbox.clone();
    let mailer = mail::Outbox::new(Arc::new(move |message: mail::Kept| {
        kept.keep(Captured {
            id: message.id.to_string(),
            to: message.to,
            subject: message.subject,
            text: message.text,
            at: message.at,
            kind: message.kind.as_str().to_owned(),
        });
        Box::pin(async { Ok(()) })
    }));
    let addresses = Arc::clone(addresses);
    App::new(Parts {
        config: Config { data: folder.to_owned(), base_url: "http://gestand.test".into(), demo: true },
        store: Store::open(&format!("sqlite:{}", folder.join("gestand.db").display())).await.unwrap(),
        keys: Keys::open(&folder.join("keys"), &entropy).unwrap(),
        clock: Arc::new(clock.clone()),
        entropy,
        mailer: Arc::new(mailer),
        outbox,
        addresses: Arc::new(move |name| addresses.lock().unwrap().get(name).cloned()),
    })
    .unwrap()
}

pub fn code_in(text: &str) -> String {
    let digits = |word: &str| word.len() == 6 && word.chars().all(|letter| letter.is_ascii_digit());
    text.split_whitespace()
        .map(|word| word.trim_matches(|letter: char| !letter.is_ascii_digit()))
        .find(|word| digits(word))
        .expect("a code of six digits")
        .to_owned()
}
