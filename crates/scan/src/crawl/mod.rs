//! Walking a site: which pages, in which states, within which bounds.
//!
//! The first walk, with nothing chosen, finds the pages: those that were given, those of the sitemap, and what they link to
//! on the same site. Each other state is a visitor of its own who walks the same pages.

mod entering;
mod gathering;
mod maps;
mod marks;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use kernel::{Clock, Entropy};
use serde_json::{Value, json};
use tokio::time::Instant;
use url::Url;

use crate::browser::tab::{Beside, ENDED, Tab};
use crate::browser::{Browser, BrowserError, Recorder};
use crate::limits::{BANNER, Limits};
use crate::seen::{BannerSeen, LinksSeen, PageSeen, Run, Scan, State};
use crate::sites::{self, Sites};
use crate::steps::Script;

/// What is to be looked at.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The addresses to begin with.
    pub start: Vec<String>,
    /// Whether the sitemap and links on the same site are followed.
    pub follow: bool,
    /// Whose hosts are whose.
    pub sites: Sites,
    /// The states, in order; [`State::NoChoice`] is looked at first in any case.
    pub states: Vec<State>,
    /// Steps that a visitor takes after the pages.
    pub script: Script,
    /// The bounds.
    pub limits: Limits,
    /// Where pictures are put.
    pub pictures: Option<PathBuf>,
}

/// How long a page may take to say what is on it.
const PAGE_FACTS: Duration = Duration::from_secs(6);

/// What every walk of a scan has in common.
struct Walk<'a> {
    plan: &'a Plan,
    browser: &'a Browser,
    secret: String,
    until: Instant,
}

/// Scans.
///
/// # Errors
/// The browser cannot be spoken to at all. Whatever goes wrong with a page is in the scan.
pub async fn scan(
    browser: &Browser,
    plan: &Plan,
    clock: &dyn Clock,
    entropy: &Entropy,
) -> Result<Scan, BrowserError> {
    let began = clock.now();
    let walk = Walk {
        plan,
        browser,
        secret: hex::encode(entropy.bytes::<8>()),
        until: Instant::now() + plan.limits.scan,
    };
    let mut notes = Vec::new();
    let (first, pages) = walk.run(&State::NoChoice, None).await?;
    let banner = first.banner.clone();
    let mut runs = vec![first];
    let rest: Vec<State> = plan.states.iter().filter(|state| **state != State::NoChoice).cloned().collect();
    let (possible, not): (Vec<State>, Vec<State>) =
        rest.into_iter().partition(|state| offers(banner.as_ref(), state));
    notes.extend(not.iter().map(|state| format!("{state}: no notice was found that offers this")));
    if runs.iter().any(|run| run.pages.iter().any(PageSeen::is_there)) {
        let mut others: Vec<(usize, Run)> = futures_util::stream::iter(possible.into_iter().enumerate())
            .map(|(at, state)| {
                let (walk, pages) = (&walk, &pages);
                async move { walk.run(&state, Some(pages)).await.map(|(run, _)| (at, run)) }
            })
            .buffer_unordered(plan.limits.beside.max(1))
            .filter_map(async |run| run.ok())
            .collect()
            .await;
        others.sort_by_key(|(at, _)| *at);
        runs.extend(others.into_iter().map(|(_, run)| run));
    }
    for run in runs.iter().filter(|run| !run.complete) {
        notes.push(format!("{}: ended before every page was seen", run.state));
    }
    if pages.len() >= plan.limits.pages {
        notes.push(format!("only the first {} pages were looked at", plan.limits.pages));
    }
    Ok(Scan {
        began,
        ended: clock.now(),
        browser: browser.version().to_owned(),
        start: plan.start.iter().map(|url| sites::without_values(url)).collect(),
        sites: plan.sites.clone(),
        runs,
        notes,
    })
}

/// Whether a state can be entered with this banner.
fn offers(banner: Option<&BannerSeen>, state: &State) -> bool {
    match state {
        State::NoChoice | State::Gpc | State::NoScript => true,
        State::Refused | State::All | State::Withdrawn => banner.is_some(),
        State::Only(_) => banner.is_some_and(|banner| banner.gestand),
    }
}

impl maps::Fetch for Beside {
    async fn fetch(&self, url: &str, most: u64) -> Option<Vec<u8>> {
        tokio::time::timeout(PAGE_FACTS, self.load(url, most)).await.ok()?.ok()?
    }
}

impl Walk<'_> {
    /// One state. Without `pages` they are found on the way, and given back.
    async fn run(&self, state: &State, pages: Option<&[String]>) -> Result<(Run, Vec<String>), BrowserError> {
        let limits = self.plan.limits;
        let recorder = Arc::new(Recorder::new(
            self.plan.sites.clone(),
            limits,
            *state == State::Gpc,
            *state != State::NoScript,
            &self.secret,
            marks::forms(&self.secret),
        ));
        let mut tab = self.browser.visitor(&recorder).await?;
        let mut run = Run::new(state.clone());
        let mut found: Vec<String> = pages.map(<[String]>::to_vec).unwrap_or_default();
        let until = (Instant::now() + limits.state).min(self.until);
        let walked = self.walk(&mut tab, &recorder, &mut run, pages, &mut found);
        run.complete = tokio::time::timeout_at(until, walked).await.unwrap_or(false);
        gathering::finish(&tab, &recorder, &mut run).await;
        tab.leave().await;
        Ok((run, found))
    }

    /// Goes through everything; whether it came to the end.
    async fn walk(
        &self,
        tab: &mut Tab,
        recorder: &Recorder,
        run: &mut Run,
        pages: Option<&[String]>,
        found: &mut Vec<String>,
    ) -> bool {
        let Some(first) = self.plan.start.first() else { return false };
        let gone = tab.go(first).await;
        if gone.as_deref() == Some(ENDED) {
            return false;
        }
        if run.state != State::NoScript {
            run.banner = self.banner(tab).await;
        }
        self.picture(tab, &run.state, "first").await;
        match entering::enter(self, tab, recorder, run, first).await {
            Ok(clicks) => {
                run.entered = clicks.is_some();
                run.clicks = clicks.unwrap_or_default();
            }
            Err(error) => run.odd.push(format!("the choice could not be made: {error}")),
        }
        if !run.entered {
            return false;
        }
        let all = match pages {
            Some(pages) => self.visit(tab, recorder, run, pages).await,
            None => self.discover(tab, recorder, run, found).await,
        };
        if !self.plan.script.is_empty() {
            run.walked = true;
            if let Err(why) = self.plan.script.walk(tab, first).await {
                run.failed_steps.push(why);
            }
        }
        self.picture(tab, &run.state, "last").await;
        if run.state == State::NoChoice {
            entering::look_deeper(tab, run, first).await;
        }
        all
    }

    /// Visits these pages; whether each was.
    async fn visit(&self, tab: &mut Tab, recorder: &Recorder, run: &mut Run, pages: &[String]) -> bool {
        for url in pages {
            let (page, _) = self.page(tab, recorder, run, url).await;
            let ended = page.problem.as_deref() == Some(ENDED);
            run.pages.push(page);
            if ended {
                return false;
            }
        }
        true
    }

    /// Visits what was given and what it leads to.
    async fn discover(
        &self,
        tab: &mut Tab,
        recorder: &Recorder,
        run: &mut Run,
        found: &mut Vec<String>,
    ) -> bool {
        let mut waiting: VecDeque<String> = self.plan.start.iter().filter_map(|url| plain(url)).collect();
        let mut asked_for_map = !self.plan.follow;
        while let Some(url) = waiting.pop_front() {
            if found.len() >= self.plan.limits.pages {
                break;
            }
            if found.contains(&url) {
                continue;
            }
            let (page, links) = self.page(tab, recorder, run, &url).await;
            let ended = page.problem.as_deref() == Some(ENDED);
            // What a link leads to and is no page (a file, a page that is gone) is not asked for in every state.
            let worth =
                page.is_there() || self.plan.start.iter().any(|given| plain(given).as_ref() == Some(&url));
            if worth {
                found.push(url);
                run.pages.push(page);
            }
            if ended {
                return false;
            }
            if self.plan.follow {
                waiting.extend(
                    links.into_iter().filter(|link| self.is_here(link)).filter_map(|link| plain(&link)),
                );
            }
            if !asked_for_map {
                asked_for_map = true;
                waiting.extend(self.sitemap(tab).await);
            }
        }
        true
    }

    /// Whether an address is on one of the sites that were given.
    fn is_here(&self, url: &str) -> bool {
        let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin());
        let here = origin(url);
        here.is_some() && self.plan.start.iter().any(|given| origin(given) == here)
    }

    /// The pages that the sitemaps name.
    async fn sitemap(&self, tab: &Tab) -> Vec<String> {
        let root = self.plan.start.first().and_then(|url| Url::parse(url).ok());
        let Some(root) = root else { return Vec::new() };
        // A page's own policy may forbid it to ask.
        let Ok(beside) = tab.beside().await else { return Vec::new() };
        let named = maps::pages(&beside, &root, self.plan.limits.pages).await;
        named.iter().filter_map(|url| plain(url)).filter(|url| self.is_here(url)).collect()
    }

    /// One page, and the links on it.
    async fn page(
        &self,
        tab: &mut Tab,
        recorder: &Recorder,
        run: &mut Run,
        url: &str,
    ) -> (PageSeen, Vec<String>) {
        let began = Instant::now();
        let problem = tab.go(url).await;
        let mut page = PageSeen {
            url: sites::without_values(url),
            status: recorder.status(),
            problem,
            settings: None,
            links: LinksSeen::default(),
            millis: 0,
        };
        let mut links = Vec::new();
        if page.problem.is_none() {
            match tokio::time::timeout(PAGE_FACTS, self.facts(tab, run)).await {
                Ok(Some(facts)) => read_page(&facts, &mut page, &mut links, &run.state),
                Ok(None) | Err(_) => page.problem = Some("it does not answer".to_owned()),
            }
        }
        // What a page does that answers no more or never rests must not reach into the next one.
        if (page.problem.is_some() || recorder.is_flooded()) && tab.fresh().await.is_err() {
            page.problem = Some(ENDED.to_owned());
        }
        page.millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        (page, links)
    }

    /// Uses the page as a visitor would, and says what is on it; nothing when it does not answer.
    async fn facts(&self, tab: &Tab, run: &mut Run) -> Option<Value> {
        if run.state == State::All {
            let what = json!({ "email": marks::email(&self.secret), "name": marks::name(&self.secret) });
            if tab.act("fill", &what).await.is_ok_and(|filled| filled.as_u64() > Some(0)) {
                run.typed = true;
                tab.calm().await;
            }
        }
        // Using a page means nothing: it is scrolled, as anybody would.
        tab.read("scrollTo(0, document.body ? document.body.scrollHeight / 2 : 0)").await.ok()?;
        let given = self.plan.start.iter().map(|url| sites::host(url));
        let own: Vec<String> = given.chain(self.plan.sites.own.iter().cloned()).collect();
        tab.act("page", &json!({ "own": own })).await.ok()
    }

    /// The banner, once it has come; some come late.
    async fn banner(&self, tab: &Tab) -> Option<BannerSeen> {
        let until = Instant::now() + BANNER;
        loop {
            let seen = tab.act("look", &Value::Null).await.ok()?;
            if let Ok(banner) = serde_json::from_value::<BannerSeen>(seen) {
                return Some(banner);
            }
            if Instant::now() >= until {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn picture(&self, tab: &Tab, state: &State, which: &str) {
        let Some(folder) = &self.plan.pictures else { return };
        let Ok(bytes) = tab.picture().await else { return };
        let name = state.name().replace(':', "-");
        if let Err(error) = std::fs::write(folder.join(format!("{name}-{which}.png")), bytes) {
            tracing::warn!(%error, "a picture of a scan cannot be written");
        }
    }
}

fn read_page(facts: &Value, page: &mut PageSeen, links: &mut Vec<String>, state: &State) {
    let number = |key: &str| u32::try_from(facts[key].as_u64().unwrap_or_default()).unwrap_or(u32::MAX);
    page.links =
        LinksSeen { external: number("external"), telling: number("telling"), share: number("share") };
    if facts["asks"] == true && !matches!(state, State::NoScript) {
        page.settings = Some(facts["settings"] == true);
    }
    links.extend(
        facts["own"].as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)),
    );
}

/// An address without its fragment, if it is one of the web.
fn plain(url: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
