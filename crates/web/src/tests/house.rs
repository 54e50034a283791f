//! A house in a temporary folder: both editions published, the demo's people in its systems.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::demo::people::OFFICER;
use app::keys::Keys;
use app::outbox::{Captured, Outbox};
use app::{App, Config, Parts, editions, work};
use axum::Router;
use kernel::{Actor, Entropy, ManualClock, StaffRole};
use store::Store;
use tempfile::TempDir;

use super::browser::Browser;
use crate::limits::{Limits, Proxies};
use crate::router::routed;

/// A house, and the router before it.
pub(super) struct House {
    pub(super) app: App,
    pub(super) router: Router,
    pub(super) clock: ManualClock,
    pub(super) limits: Arc<Limits>,
    pub(super) folder: TempDir,
}

impl House {
    /// A demo on plain http.
    pub(super) async fn new() -> Self {
        Self::at("http://gestand.test", true).await
    }

    /// A house at an address; `demo` tells whether it is the demo.
    pub(super) async fn at(base_url: &str, demo: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = ManualClock::at("2026-12-02T09:00:00Z".parse().expect("an instant"));
        let app = open(folder.path(), base_url, demo, clock.clone()).await;
        for (name, history) in [("leskracht-2022", true), ("leskracht", false)] {
            let examples: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
            let edition =
                editions::compile(&examples.join(name)).unwrap_or_else(|refused| panic!("{refused:?}"));
            editions::publish(&app, &Actor::Operator, &edition, history)
                .await
                .unwrap_or_else(|refused| panic!("{refused:?}"));
        }
        app::demo::seed(&app, folder.path()).await.expect("the systems are filled");
        app::staff::add(&app, &Actor::Operator, OFFICER, "", StaffRole::Officer).await.expect("an officer");
        let limits = Limits::new(&app, Proxies::default());
        Self { router: routed(app.clone(), &limits), app, clock, limits, folder }
    }

    /// The same house behind proxies that it believes.
    pub(super) fn behind(self, proxies: &str) -> Self {
        let limits = Limits::new(&self.app, proxies.parse().expect("proxies"));
        Self { router: routed(self.app.clone(), &limits), limits, ..self }
    }

    /// Somebody who has never been here.
    pub(super) fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), &self.app.config().base_url)
    }

    /// Lets the worker do everything that is due.
    pub(super) async fn work(&self) {
        work::drain(&self.app).await.expect("the worker works");
    }

    /// The newest mail of a kind to an address.
    pub(super) fn mail(&self, to: &str, kind: &str) -> Option<Captured> {
        self.app.outbox().all().into_iter().find(|mail| mail.to == to && mail.kind == kind)
    }

    /// A browser signed in through the forms of a face: `/my` or `/desk`.
    pub(super) async fn signed_in(&self, face: &str, address: &str) -> Browser {
        let mut browser = self.browser();
        let sent = browser.post(&format!("/nl{face}/sign-in"), &[("email", address)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        self.work().await;
        let code =
            self.mail(address, "sign-in-code").map(|mail| code_in(&mail.text)).expect("a code by mail");
        let entered = browser.post(&format!("/nl{face}/code"), &[("code", &code)]).await;
        assert_eq!(entered.status, 303, "{}", entered.text());
        browser
    }
}

/// The code in a mail.
pub(super) fn code_in(text: &str) -> String {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|digits| digits.len() == 6).expect("a code of six digits").to_owned()
}

async fn open(folder: &Path, base_url: &str, demo: bool, clock: ManualClock) -> App {
    let entropy = Entropy::seeded(7);
    let outbox = Outbox::default();
    let kept = outbox.clone();
    let mailer = mail::Outbox::new(Arc::new(move |message: mail::Kept| {
        kept.keep(message.into());
        Box::pin(async { Ok(()) })
    }));
    let address = folder.to_owned();
    App::new(Parts {
        config: Config { data: folder.to_owned(), base_url: base_url.to_owned(), demo },
        store: Store::open(&format!("sqlite:{}", folder.join("gestand.db").display()))
            .await
            .expect("a database"),
        keys: Keys::open(&folder.join("keys"), &entropy).expect("keys"),
        clock: Arc::new(clock),
        entropy,
        mailer: Arc::new(mailer),
        outbox,
        addresses: Arc::new(move |name| {
            let file = match name {
                "SHOP_DATABASE_URL" => "shop.db",
                "LEARNING_DATABASE_URL" => "learning.db",
                _ => "gestand.db",
            };
            Some(format!("sqlite:{}", address.join(file).display()))
        }),
    })
    .expect("an application")
}
