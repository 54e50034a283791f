//! Opening an installation: database, keys, clock, mail, systems.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use app::keys::Keys;
use app::outbox::Outbox;
use app::{App, Config, Parts};
use connect::outward::Reach;
use connect::signing::Certified;
use kernel::{Clock, Entropy, SystemClock};
use mail::{Delivery, Dkim, Mailer, Message, Problem, SmtpMailer};
use store::Store;

use crate::args::Place;

/// The file that marks a data folder as the demo's: mail of commands on it stays on this machine too.
pub const DEMO_MARK: &str = "demo";

/// Opens the installation at `place`, with the edition in force, if there is one.
pub async fn open(place: &Place) -> Result<App> {
    let demo = place.data.join(DEMO_MARK).is_file();
    let outbox = Outbox::default();
    let mailer: Arc<dyn Mailer> = match &place.mail {
        Some(url) => {
            let mailer = SmtpMailer::from_url(url).context("the --mail address cannot be used")?;
            Arc::new(match &place.dkim {
                Some(given) => mailer.signing(dkim(given)?),
                None => mailer,
            })
        }
        None if demo => captured(&outbox),
        None => Arc::new(NoMail),
    };
    let config =
        Config { data: place.data.clone(), base_url: place.base_url.trim_end_matches('/').to_owned(), demo };
    let demo_folder = demo.then(|| place.data.clone());
    let addresses = move |name: &str| address(name, demo_folder.as_deref());
    let clock = Arc::new(SystemClock);
    let host =
        place.base_url.split("://").nth(1).unwrap_or_default().split([':', '/']).next().unwrap_or_default();
    let certified = place.opendsr.as_deref().map(|given| certified(given, host)).transpose()?;
    let app =
        open_with(config, place.database.as_deref(), mailer, outbox, Arc::new(addresses), clock).await?;
    app.set_reach(Reach::with(place.reach.clone()));
    if let Some(certified) = certified {
        app.set_certified(certified);
    }
    Ok(app)
}

/// What signs callbacks, from CERTIFICATE:KEY.
fn certified(given: &str, host: &str) -> Result<Certified> {
    let Some((certificate, key)) = given.split_once(':') else {
        anyhow::bail!(
            "write --opendsr as CERTIFICATE:KEY, for example /etc/gestand/dsr.pem:/etc/gestand/dsr-key.pem"
        );
    };
    let read = |file: &str| {
        std::fs::read_to_string(file).with_context(|| format!("the file {file} of --opendsr cannot be read"))
    };
    Certified::read(&read(certificate)?, &read(key)?, host).context("--opendsr cannot be used")
}

/// What signs outgoing mail, from DOMAIN:SELECTOR:FILE.
fn dkim(given: &str) -> Result<Dkim> {
    let mut parts = given.splitn(3, ':');
    let (Some(domain), Some(selector), Some(file)) = (parts.next(), parts.next(), parts.next()) else {
        anyhow::bail!(
            "write --dkim as DOMAIN:SELECTOR:FILE, for example school.example:gestand1:/etc/gestand/dkim.pem"
        );
    };
    let key = std::fs::read_to_string(file).with_context(|| format!("the key file {file} cannot be read"))?;
    Dkim::new(domain, selector, &key).context("--dkim cannot be used")
}

/// Opens an installation from its parts.
pub async fn open_with(
    config: Config,
    database: Option<&str>,
    mailer: Arc<dyn Mailer>,
    outbox: Outbox,
    addresses: Arc<app::Addresses>,
    clock: Arc<dyn Clock>,
) -> Result<App> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("the data folder {} cannot be made", config.data.display()))?;
    let entropy = Entropy::system();
    let keys = Keys::open(&config.data.join("keys"), &entropy)?;
    let embedded = format!("sqlite:{}", config.data.join("gestand.db").display());
    let database = database.map_or(embedded, own_url);
    let store = Store::open(&database).await?;
    let addresses: Arc<app::Addresses> = Arc::new(move |name| match name {
        app::deployment::OWN_DATABASE => Some(database.clone()),
        other => addresses(other),
    });
    let app = App::new(Parts { config, store, keys, clock, entropy, mailer, outbox, addresses })?;
    app::editions::load(&app).await?;
    Ok(app)
}

/// A database URL in the form that a data map's address has: a bare path is an SQLite file.
fn own_url(database: &str) -> String {
    if database.contains(':') { database.to_owned() } else { format!("sqlite:{database}") }
}

/// A mailer whose messages stay in the outbox on this machine.
pub fn captured(outbox: &Outbox) -> Arc<dyn Mailer> {
    let outbox = outbox.clone();
    Arc::new(mail::Outbox::new(Arc::new(move |kept: mail::Kept| {
        outbox.keep(kept.into());
        Box::pin(async { Ok(()) })
    })))
}

/// Where a system is: from the environment; in the demo's folder, from its own two databases.
pub fn address(name: &str, demo: Option<&Path>) -> Option<String> {
    if let Some(given) = std::env::var(name).ok().filter(|value| !value.is_empty()) {
        return Some(given);
    }
    let file = match name {
        "SHOP_DATABASE_URL" => "shop.db",
        "LEARNING_DATABASE_URL" => "learning.db",
        _ => return None,
    };
    demo.map(|folder| format!("sqlite:{}", folder.join(file).display()))
}

/// No way out for mail has been set up: everything stays queued, nothing is lost.
struct NoMail;

impl Mailer for NoMail {
    fn send<'a>(&'a self, _: &'a Message) -> std::pin::Pin<Box<dyn Future<Output = Delivery> + Send + 'a>> {
        Box::pin(async { Delivery::RefusedForNow { problem: Problem::Unreachable } })
    }
}
