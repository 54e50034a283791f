//! The application: what every use case needs, wired once at start.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use connect::outward::Reach;
use connect::signing::Certified;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::calendar::Calendar;
use kernel::{Clock, Entropy};
use mail::{Composer, Mailer};
use requests::Law;
use store::Store;
use tokio::sync::watch;

use crate::accounts::Settings;
use crate::accounts::places::Countries;
use crate::consents::Consents;
use crate::decision::Decisions;
use crate::deployment::Deployment;
use crate::error::{Error, Kind, Result};
use crate::faces::{Faces, OpenExample};
use crate::keys::Keys;
use crate::outbox::Outbox;
use crate::programs::Valid;
use crate::work::presence::Presence;

/// How this installation is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of keys and, by default, the embedded database.
    pub data: PathBuf,
    /// The address under which people reach it, without a slash at the end.
    pub base_url: String,
    /// Whether this is the demo: mail stays on the machine and can be read on a page.
    pub demo: bool,
}

/// Gives the address of a system by the name of its environment variable.
pub type Addresses = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Everything an application is made of.
pub struct Parts {
    /// How it is set up.
    pub config: Config,
    /// Gestand's own database.
    pub store: Store,
    /// The secrets.
    pub keys: Keys,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Entropy,
    /// Outgoing mail.
    pub mailer: Arc<dyn Mailer>,
    /// The mail that stayed on this machine.
    pub outbox: Outbox,
    /// Where the systems are.
    pub addresses: Arc<Addresses>,
}

/// The application. Clones are the same application.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    parts: Parts,
    calendar: Calendar,
    law: Law,
    composer: Composer,
    current: RwLock<Option<Arc<Deployment>>>,
    wake: watch::Sender<()>,
    presence: OnceLock<Presence>,
    last: Mutex<crate::work::Last>,
    decisions: Decisions,
    consents: Consents,
    programs: Valid,
    faces: OnceLock<Faces>,
    access: OnceLock<Settings>,
    reach: OnceLock<Reach>,
    certified: OnceLock<Certified>,
    countries: Countries,
    example: OnceLock<OpenExample>,
    coming: RwLock<Option<crate::publishing::Coming>>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("config", &self.0.parts.config).finish_non_exhaustive()
    }
}

impl App {
    /// Wires an application. No edition is in force until one is loaded from the store.
    ///
    /// # Errors
    /// Only when the embedded calendar, law data or mail templates do not parse, which tests exclude.
    pub fn new(parts: Parts) -> Result<Self> {
        let calendar = Calendar::netherlands().map_err(Error::internal)?;
        let law = Law::embedded().map_err(Error::internal)?;
        let composer = Composer::new().map_err(Error::internal)?;
        let inner = Inner {
            parts,
            calendar,
            law,
            composer,
            current: RwLock::new(None),
            wake: watch::Sender::new(()),
            presence: OnceLock::new(),
            last: Mutex::default(),
            decisions: Decisions::default(),
            consents: Consents::default(),
            programs: Valid::default(),
            faces: OnceLock::new(),
            access: OnceLock::new(),
            reach: OnceLock::new(),
            certified: OnceLock::new(),
            countries: Countries::default(),
            example: OnceLock::new(),
            coming: RwLock::default(),
        };
        Ok(Self(Arc::new(inner)))
    }

    /// How it is set up.
    pub fn config(&self) -> &Config {
        &self.0.parts.config
    }

    /// The present instant, UTC.
    pub fn now(&self) -> Timestamp {
        self.0.parts.clock.now()
    }

    /// Gestand's own database.
    pub fn store(&self) -> &Store {
        &self.0.parts.store
    }

    /// The mail that stayed on this machine.
    pub fn outbox(&self) -> &Outbox {
        &self.0.parts.outbox
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.parts.keys
    }

    pub(crate) fn entropy(&self) -> &Entropy {
        &self.0.parts.entropy
    }

    pub(crate) fn mailer(&self) -> &dyn Mailer {
        self.0.parts.mailer.as_ref()
    }

    pub(crate) fn address(&self, variable: &str) -> Option<String> {
        (self.0.parts.addresses)(variable)
    }

    /// Working days and holidays.
    pub fn calendar(&self) -> &Calendar {
        &self.0.calendar
    }

    /// The law's own terms.
    pub fn law(&self) -> &Law {
        &self.0.law
    }

    /// What renders mails.
    pub(crate) fn composer(&self) -> &Composer {
        &self.0.composer
    }

    /// The edition in force with its systems.
    ///
    /// # Errors
    /// [`Kind::Unavailable`] when none has been published.
    pub fn deployment(&self) -> Result<Arc<Deployment>> {
        self.0.current.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(|| {
            Error::new(
                Kind::Unavailable,
                "no-edition",
                "Er is nog geen beleid gepubliceerd. Publiceer er een met `gestand publish MAP`.",
                "No policy has been published yet. Publish one with `gestand publish FOLDER`.",
            )
        })
    }

    pub(crate) fn set_deployment(&self, deployment: Deployment) {
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(deployment));
    }

    /// The organisation's time zone; UTC while nothing is published.
    pub fn zone(&self) -> TimeZone {
        self.deployment().map_or(TimeZone::UTC, |deployment| deployment.zone.clone())
    }

    /// Today, as the organisation's calendar has it.
    pub fn today(&self) -> jiff::civil::Date {
        kernel::clock::date_in(self.now(), &self.zone())
    }

    /// Tells the worker that there is something to do.
    pub(crate) fn wake(&self) {
        self.0.wake.send_replace(());
    }

    /// Changes whenever there is something to do.
    pub(crate) fn woken(&self) -> watch::Receiver<()> {
        self.0.wake.subscribe()
    }

    /// What the leases of this process name it by.
    pub(crate) fn worker(&self) -> &str {
        let begin = || {
            let id = kernel::ids::uuid_v7(self.now(), self.entropy()).to_string();
            Presence::begin(&self.config().data, id)
        };
        self.0.presence.get_or_init(begin).id()
    }

    /// The decision point, with what is known of people kept warm.
    pub fn decisions(&self) -> &Decisions {
        &self.0.decisions
    }

    /// What visitors are asked, and what they chose.
    pub(crate) fn consents(&self) -> &Consents {
        &self.0.consents
    }

    /// Takes what opens the example site, for scans.
    pub fn show_example(&self, open: OpenExample) {
        let _ = self.0.example.set(open);
    }

    /// What opens the example site; none where there is none.
    pub(crate) fn example(&self) -> Option<OpenExample> {
        self.0.example.get().copied()
    }

    /// Hands the pages in; a second time changes nothing.
    pub fn show_faces(&self, faces: Faces) {
        let _ = self.0.faces.set(faces);
    }

    /// The pages, where there are any.
    pub(crate) fn faces(&self) -> Option<&Faces> {
        self.0.faces.get()
    }

    /// Says what was set up about accounts; a second time changes nothing.
    pub fn set_access(&self, settings: Settings) {
        let _ = self.0.access.set(settings);
    }

    /// What was set up about accounts.
    pub fn access(&self) -> &Settings {
        static NOTHING: Settings = Settings { countries: None, own_networks: Vec::new(), service: None };
        self.0.access.get().unwrap_or(&NOTHING)
    }

    /// Takes the certificate whose key signs what goes to other systems; a second time changes nothing.
    pub fn set_certified(&self, certified: Certified) {
        let _ = self.0.certified.set(certified);
    }

    /// The certificate whose key signs what goes to other systems, where there is one.
    pub(crate) fn certified(&self) -> Option<&Certified> {
        self.0.certified.get()
    }

    /// Says which networks of the operator's own copies and callbacks may go to; a second time changes nothing.
    pub fn set_reach(&self, reach: Reach) {
        let _ = self.0.reach.set(reach);
    }

    /// Which networks may be reached: the public internet, unless more was said.
    pub(crate) fn reach(&self) -> &Reach {
        static PUBLIC: Reach = Reach::public();
        self.0.reach.get().unwrap_or(&PUBLIC)
    }

    pub(crate) fn countries(&self) -> &Countries {
        &self.0.countries
    }

    /// The announced edition that comes next, as last looked.
    pub(crate) fn coming(&self) -> &RwLock<Option<crate::publishing::Coming>> {
        &self.0.coming
    }

    pub(crate) fn programs(&self) -> &Valid {
        &self.0.programs
    }

    pub(crate) fn last(&self) -> &Mutex<crate::work::Last> {
        &self.0.last
    }
}
