//! A hundred requests in the queue, from end to end: planned, approved, carried out, packed and sealed, the register
//! written, the mail sent. The house is the real one; only its mail stays in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use app::keys::Keys;
use app::outbox::Outbox;
use app::requests::{Channel, Filing, Right};
use app::{App, Config, Parts, editions, work};
use benches::report::Goal;
use benches::{Report, Stopwatch, memory, servers};
use inventory::Identity;
use kernel::ids::RequestId;
use kernel::{Actor, Entropy, Language, SystemClock};
use policy::facts::System;
use policy::facts::systems::Mentions;
use policy::{Edition, Name};
use store::Store;
use tempfile::TempDir;

use crate::database::TenMillion;

const REQUESTS: usize = 100;
const MAP: &str = include_str!("../../../data/tenmillion.toml");

/// What a round took, in requests per minute.
struct Round {
    /// From filing to the last mail.
    whole: f64,
    /// From approval to the last mail: what the queue itself does.
    queue: f64,
}

/// Measures access and erasure, each in rounds of a hundred.
pub async fn measure(data: &mut TenMillion, rounds: usize, report: &mut Report) -> Result<()> {
    let house = House::open(&data.url).await?;
    for right in [Right::Access, Right::Erasure] {
        let mut done = Vec::new();
        for _ in 0..rounds {
            done.push(house.round(data, right).await?);
        }
        tell(right, &done, report);
    }
    let resident = memory::own()?.now;
    report.figure(
        "resident memory after all rounds",
        f64::from(u32::try_from(resident)?) / 1024.0,
        "MiB",
        None,
    );
    Ok(())
}

fn tell(right: Right, rounds: &[Round], report: &mut Report) {
    let goal = (right == Right::Access).then_some(Goal::AtLeast(3000.0));
    let mut add = |part: &str, figure: fn(&Round) -> f64, goal: Option<Goal>| {
        let mut all: Vec<f64> = rounds.iter().map(figure).collect();
        all.sort_by(f64::total_cmp);
        let (Some(least), Some(most)) = (all.first(), all.last()) else { return };
        let Some(median) = all.get(all.len() / 2) else { return };
        let what = format!("{REQUESTS} queued, {}, {part} ({least:.0}–{most:.0})", right.as_str());
        report.figure(what, *median, "requests a minute", goal);
    };
    add("approved to answered", |round| round.queue, goal);
    add("filed to answered, the planning with it", |round| round.whole, None);
}

/// How many mails of each kind have left.
type Sent = Arc<Mutex<BTreeMap<&'static str, usize>>>;

/// A house of its own in a temporary folder, with the example's policy on this one system.
struct House {
    app: App,
    sent: Sent,
    _folder: TempDir,
}

impl House {
    async fn open(url: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let (entropy, sent, url) = (Entropy::system(), Sent::default(), url.to_owned());
        let app = App::new(Parts {
            config: Config {
                data: folder.path().to_owned(),
                base_url: "http://gestand.example".to_owned(),
                demo: true,
            },
            store: Store::open(&format!("sqlite:{}", folder.path().join("gestand.db").display())).await?,
            keys: Keys::open(&folder.path().join("keys"), &entropy)?,
            clock: Arc::new(SystemClock),
            entropy,
            mailer: Arc::new(mailer(&sent)),
            outbox: Outbox::default(),
            addresses: Arc::new(move |name| (name == "BENCH_DATABASE_URL").then(|| url.clone())),
        })?;
        editions::publish(&app, &Actor::Operator, &edition()?, false)
            .await
            .map_err(|error| anyhow::anyhow!("the edition is refused: {error:?}"))?;
        work::drain(&app).await?;
        Ok(Self { app, sent, _folder: folder })
    }

    async fn round(&self, data: &mut TenMillion, right: Right) -> Result<Round> {
        let whole = Stopwatch::start();
        let mut requests = Vec::new();
        for _ in 0..REQUESTS {
            requests.push(self.file(right, &data.person()?).await?);
        }
        work::drain(&self.app).await?;
        for request in &requests {
            let view = app::requests::show(&self.app, &Actor::Operator, *request).await?;
            let digest = view.plan.and_then(|plan| plan.digest).context("a request has no plan")?;
            app::requests::approve(&self.app, &Actor::Operator, *request, &digest).await?;
        }
        let queue = Stopwatch::start();
        work::drain(&self.app).await?;
        let (queue, whole) = (queue.read(), whole.read());
        self.see_that_all_are_answered(&requests, right).await?;
        #[expect(clippy::cast_precision_loss, reason = "a hundred is exact")]
        let per_minute = |seconds: f64| REQUESTS as f64 / seconds * 60.0;
        Ok(Round { whole: per_minute(whole.as_secs_f64()), queue: per_minute(queue.as_secs_f64()) })
    }

    async fn file(&self, right: Right, email: &str) -> Result<RequestId> {
        let filing = Filing {
            identities: vec![Identity::new("email", email)],
            ..Filing::new(right, Channel::Email, Language::Nl)
        };
        Ok(app::requests::file(&self.app, &Actor::Operator, filing).await?.request)
    }

    async fn see_that_all_are_answered(&self, requests: &[RequestId], right: Right) -> Result<()> {
        for request in requests {
            let row = store::requests::get(self.app.store(), *request).await?.context("a request is gone")?;
            ensure!(row.phase == "answered", "a request is {}", row.phase);
            let archives = store::archives::by_request(self.app.store(), *request).await?;
            let sealed = archives.iter().any(|archive| archive.bytes > 0);
            ensure!(sealed == (right == Right::Access), "a sealed answer is missing or too many");
        }
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = if right == Right::Access { "access-answer-ready" } else { "erasure-confirmation" };
        ensure!(sent.get(kind) == Some(&REQUESTS), "of the mails of a round these left: {sent:?}");
        sent.clear();
        Ok(())
    }
}

fn mailer(sent: &Sent) -> mail::Outbox {
    let sent = Arc::clone(sent);
    mail::Outbox::new(Arc::new(move |kept: mail::Kept| {
        *sent.lock().unwrap_or_else(PoisonError::into_inner).entry(kept.kind.as_str()).or_default() += 1;
        Box::pin(async { Ok(()) })
    }))
}

/// The example's edition with this database as its only system.
fn edition() -> Result<Edition> {
    let example = editions::compile(&servers::root().join("examples/leskracht"))
        .map_err(|error| anyhow::anyhow!("the example does not compile: {error:?}"))?;
    let mut content = example.content().clone();
    let map = crate::compare::map()?;
    let system = System {
        id: map.system.id.clone(),
        name: Name::from(map.system.name.clone()),
        recipient: map.system.recipient.clone(),
        connector: "sql".to_owned(),
        purposes: map.system.purposes.clone(),
        url_env: map.system.url_env.clone(),
        mentions: Mentions::default(),
        map: serde_json::to_value(toml::from_str::<toml::Value>(MAP)?)?.into(),
    };
    content.facts.systems = [(system.id.clone(), system)].into();
    Ok(Edition::seal(content)?)
}
