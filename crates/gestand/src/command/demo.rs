//! `gestand demo`: the whole product on invented people, on this machine only.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use app::demo::people::{OFFICER, TEACHER};
use app::outbox::Outbox;
use app::retention;
use app::{App, Config, editions};
use kernel::{Actor, Clock, ManualClock, StaffRole, SystemClock};
use tokio::net::TcpListener;

use crate::command::policy::report;
use crate::command::serve;
use crate::exit::Code;
use crate::open::{self, DEMO_MARK};
use crate::output::Format;

/// How the demo is set up.
pub struct Demo {
    pub port: u16,
    pub site_port: u16,
    pub data: PathBuf,
    pub policy: PathBuf,
    pub earlier: PathBuf,
    pub fresh: bool,
    /// Begins with some months behind it.
    pub seeded: bool,
}

pub async fn run(demo: Demo) -> Result<Code> {
    if demo.fresh || demo.seeded {
        clear(&demo.data)?;
    }
    std::fs::create_dir_all(&demo.data)
        .with_context(|| format!("the data folder {} cannot be made", demo.data.display()))?;
    std::fs::write(demo.data.join(DEMO_MARK), "this folder holds a demo: mail stays on this machine\n")?;
    let listener = serve::listen_on(SocketAddr::from((Ipv4Addr::LOCALHOST, demo.port))).await?;
    let base_url = format!("http://{}", listener.local_addr()?);
    if demo.seeded
        && let Some(code) = live_through(&demo, &base_url).await?
    {
        return Ok(code);
    }
    let app = open_demo(&demo, &base_url, Arc::new(SystemClock)).await?;
    if let Some(code) = publish(&app, &demo).await? {
        return Ok(code);
    }
    let example = Example::listen(&demo).await?;
    app::consents::offers::add_site(&app, &example.url);
    web::example::offer(&app);
    println!("The example site: {}\n", example.url);
    say_where_to_look(&base_url, &demo.data, &example.url);
    let served = tokio::spawn(example.serve(base_url));
    start(app, &demo.data, listener).await?;
    served.abort();
    Ok(Code::Good)
}

async fn open_demo(demo: &Demo, base_url: &str, clock: Arc<dyn Clock>) -> Result<App> {
    let outbox = Outbox::default();
    let mailer = open::captured(&outbox);
    let config = Config { data: demo.data.clone(), base_url: base_url.to_owned(), demo: true };
    let folder = demo.data.clone();
    let addresses = move |name: &str| open::address(name, Some(&folder));
    open::open_with(config, None, mailer, outbox, Arc::new(addresses), clock).await
}

/// Lives through the months before today by a clock that is turned. An unusable folder ends the demo.
async fn live_through(demo: &Demo, base_url: &str) -> Result<Option<Code>> {
    let today = SystemClock.now();
    let edition = match editions::compile(&demo.policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, Format::Table)?;
            return Ok(Some(Code::Finding));
        }
    };
    // Nothing happens under a policy before it is in force.
    let in_force = edition.policy().in_force_from.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp();
    let begins = (today - app::demo::history::length()).max(in_force).min(today);
    let clock = ManualClock::at(begins);
    let app = open_demo(demo, base_url, Arc::new(clock.clone())).await?;
    if let Some(code) = publish(&app, demo).await? {
        return Ok(Some(code));
    }
    app::demo::seed(&app, &demo.data).await?;
    let lived = app::demo::history::live(&app, &clock, today).await?;
    println!("{lived} requests of the months before today were asked and answered.\n");
    Ok(None)
}

/// Publishes the two editions of the example, unless they are there. An unusable folder ends the demo.
async fn publish(app: &App, demo: &Demo) -> Result<Option<Code>> {
    if app.deployment().is_ok() {
        return Ok(None);
    }
    for (dir, as_history) in [(&demo.earlier, true), (&demo.policy, false)] {
        let edition = match editions::compile(dir) {
            Ok(edition) => edition,
            Err(refused) => {
                report(&refused, Format::Table)?;
                return Ok(Some(Code::Finding));
            }
        };
        if let Err(refused) = editions::publish(app, &Actor::Operator, &edition, as_history).await {
            report(&refused, Format::Table)?;
            return Ok(Some(Code::Finding));
        }
    }
    app::staff::add(app, &Actor::Operator, OFFICER, "", StaffRole::Officer).await?;
    Ok(None)
}

/// Fills the systems when they are not there yet, then serves. What it says stands on the screen before.
async fn start(app: App, folder: &Path, listener: TcpListener) -> Result<()> {
    app::demo::seed(&app, folder).await?;
    // The first drill asks the pages as visitors do.
    web::faces::show(&app);
    let checked = app.clone();
    tokio::spawn(async move {
        if let Err(error) = confirm_for_the_walk(&checked).await {
            tracing::warn!(%error, "the demo's retention rules could not be confirmed");
        }
        // A first drill fills the board of promises with evidence; the pages are there meanwhile.
        if app::check::board(&checked).await.is_ok_and(|board| board.checked.is_none())
            && let Err(error) = app::drill::run(&checked, &Actor::Operator).await
        {
            tracing::warn!(%error, "the demo's first drill did not end");
        }
        if let Err(error) = app::check::run(&checked, &Actor::Operator).await {
            tracing::warn!(%error, "the demo's promises could not be checked");
        }
    });
    serve::serve(app, listener, web::Proxies::default(), true).await
}

/// The example site and the trackers beside it, on addresses that are two sites to a browser.
struct Example {
    site: TcpListener,
    trackers: TcpListener,
    url: String,
    theirs: String,
}

impl Example {
    async fn listen(demo: &Demo) -> Result<Self> {
        let next = if demo.site_port == 0 { 0 } else { demo.site_port.saturating_add(1) };
        let site = serve::listen_on(SocketAddr::from((Ipv4Addr::LOCALHOST, demo.site_port))).await?;
        // Some machines have one loopback address only: then a name makes the difference.
        let elsewhere = TcpListener::bind(SocketAddr::from(([127, 0, 0, 2], next))).await;
        let (trackers, host) = match elsewhere {
            Ok(listener) => (listener, "127.0.0.2"),
            Err(_) => (serve::listen_on(SocketAddr::from((Ipv4Addr::LOCALHOST, next))).await?, "localhost"),
        };
        let url = format!("http://{}", site.local_addr()?);
        let theirs = format!("http://{host}:{}", trackers.local_addr()?.port());
        Ok(Self { site, trackers, url, theirs })
    }

    /// Serves both until the process ends.
    async fn serve(self, gestand: String) -> std::io::Result<()> {
        let places = web::example::Places { gestand, trackers: self.theirs };
        web::example::serve(places, self.site, self.trackers, futures_util::future::pending()).await
    }
}

/// The rule that is left for whoever walks along to confirm.
const LEFT_TO_CONFIRM: &str = "shop/orders/invoices";

/// Confirms the demo's retention rules but one, as its operator, so that terms are seen at work. In an installation with
/// real people only somebody who looked at what a rule takes does that; here everybody is invented, and every page says
/// so.
async fn confirm_for_the_walk(app: &App) -> Result<()> {
    let preview = retention::preview(app, &Actor::Operator, None).await?;
    let awaiting = preview.rules.iter().filter(|rule| rule.state == "awaiting" && rule.problem.is_none());
    for rule in awaiting.filter(|rule| rule.rule != LEFT_TO_CONFIRM) {
        retention::confirm(app, &Actor::Operator, &rule.rule, Some(&rule.digest)).await?;
    }
    Ok(())
}

fn clear(data: &Path) -> Result<()> {
    // Only a folder that says it is a demo's is ever cleared.
    if data.join(DEMO_MARK).is_file() {
        std::fs::remove_dir_all(data).with_context(|| format!("{} cannot be cleared", data.display()))?;
    }
    Ok(())
}

fn say_where_to_look(base_url: &str, data: &Path, site: &str) {
    let data = data.display();
    println!(
        "Gestand's demo runs on this machine only, with invented people. Open\n\n    {base_url}/demo\n\n\
         and walk along:\n\
         \x20 1  read the policy           {base_url}/nl/privacy\n\
         \x20 2  be a teacher              {base_url}/nl/my         sign in as {TEACHER}\n\
         \x20 3  find the code in the mail {base_url}/demo/mail\n\
         \x20 4  be the privacy officer    {base_url}/desk          sign in as {OFFICER}\n\
         \x20 5  check the evidence        cargo run --release -- ledger verify --data {data}\n\
         \x20 6  visit a site with trackers {site}\n\n\
         Ctrl-C ends it."
    );
}
