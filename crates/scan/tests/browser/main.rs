//! Scans with a real Chromium, of sites that are served here: one that is hostile, and one that follows people and has a
//! notice of the worst kind.
//!
//! `TEST_CHROMIUM` names the browser; without it the one on the path is taken, and a missing one is a failure.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod odd;
mod serve;

use std::path::PathBuf;
use std::time::Duration;

use kernel::{Entropy, SystemClock};
use policy::promise::evidence::FindingKind;
use scan::rules::compare;
use scan::sites::Sites;
use scan::steps::Script;
use scan::{Browser, Limits, Plan, Scan, State, scan as look};
use serve::{Answer, Site};

fn chromium() -> PathBuf {
    let given = std::env::var_os("TEST_CHROMIUM").map(PathBuf::from).or_else(scan::browser::find);
    given.expect("these tests need Chromium: `cargo xtask test` installs it where it may")
}

fn limits() -> Limits {
    Limits { page: Duration::from_secs(4), state: Duration::from_secs(90), ..Limits::default() }
}

async fn scanned(site: &Site, states: Vec<State>, limits: Limits) -> Scan {
    let browser = Browser::start_as(&chromium()).await.unwrap();
    let seen = scanned_by(&browser, site, states, limits).await;
    browser.close().await;
    seen
}

async fn scanned_by(browser: &Browser, site: &Site, states: Vec<State>, limits: Limits) -> Scan {
    let plan = Plan {
        start: vec![site.url.clone()],
        follow: true,
        sites: Sites { own: vec![site.host.clone()], stand_ins: vec![] },
        states,
        script: Script::default(),
        limits,
        pictures: None,
    };
    look(browser, &plan, &SystemClock, &Entropy::system()).await.unwrap()
}

/// Endless redirects of both kinds, a page that never answers, one that never rests, dialogs, downloads, windows, workers,
/// ten thousand cookies, a flood of requests: each page is left in its time, and what it did is told.
#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "a long list of what pages do")]
async fn hostile_pages_end_in_time_with_what_was_seen() {
    let pages = [
        "/redirect",
        "/meta",
        "/silent",
        "/busy",
        "/dialogs",
        "/download",
        "/windows",
        "/workers",
        "/cookies",
        "/flood",
        "/unload",
        "/history",
    ];
    let links: Vec<String> = pages.map(|page| format!("<a href=\"{page}\">x</a>")).into();
    let links = links.concat();
    let site = Site::serve([127, 0, 0, 4], move |path| {
        let page = |script: &str| Answer::page(&format!("<p>page</p><script>{script}</script>"));
        match path.split('?').next().unwrap_or_default() {
            "/" => Answer::page(&links),
            "/redirect" => Answer::to("/redirect?again"),
            "/meta" => Answer::page("<meta http-equiv=refresh content=\"0;url=/meta?again\">"),
            "/silent" => Answer::Never,
            "/busy" => page("document.cookie='before=1'; setTimeout(() => { for (;;) {} }, 50)"),
            "/dialogs" => page("for (let i = 0; i < 30; i++) { alert(i); confirm(i); prompt(i); }"),
            "/download" => page("for (let i = 0; i < 5; i++) location.href = '/file?' + i"),
            "/file" => Answer::file(),
            "/windows" => page("for (let i = 0; i < 20; i++) window.open('/other?' + i)"),
            "/other" => Answer::page("other"),
            "/workers" => page("for (let i = 0; i < 200; i++) new Worker('/worker.js?' + i)"),
            "/worker.js" => Answer::script("setInterval(() => fetch('/tick'), 1)"),
            "/tick" => Answer::page(""),
            "/cookies" => Answer::page(
                "<script>for (let i = 0; i < 10000; i++) document.cookie = 'c' + i + '=1'</script>",
            ),
            "/flood" => {
                page("setInterval(() => { for (let i = 0; i < 50; i++) fetch('/tick?' + Math.random()) }, 1)")
            }
            "/unload" => page("onbeforeunload = () => 'stay'; onunload = () => { for (;;) {} }"),
            "/history" => page("setInterval(() => history.pushState({}, '', '/h' + Math.random()), 1)"),
            _ => Answer::Missing,
        }
    })
    .await;
    let seen = tokio::time::timeout(Duration::from_mins(3), scanned(&site, vec![State::NoScript], limits()))
        .await
        .expect("it ends in time");
    let first = seen.run(&State::NoChoice).unwrap();
    assert!(first.complete, "{:#?}", first.odd);
    let odd = first.odd.join(" ");
    for what in ["dialog", "worker"] {
        assert!(odd.contains(what), "{what} is not in {odd}: {:#?}", first.pages);
    }
    assert!(
        first.cookies.iter().any(|cookie| cookie.name == "before"),
        "what a busy page did before is told"
    );
    let many = first.cookies.iter().filter(|cookie| cookie.name.starts_with('c')).count();
    assert!((100..=2_000).contains(&many), "{many} of ten thousand cookies");
    assert!(first.requests.len() <= 2_000);
    assert!(first.pages.iter().any(|page| page.url.ends_with("/cookies") && page.is_there()));
    let scriptless = seen.run(&State::NoScript).unwrap();
    assert!(scriptless.complete && scriptless.cookies.is_empty(), "{:#?}", scriptless.cookies);
}

const NOTICE: &str = r#"
<style>
  .shade { position: fixed; inset: 0; background: rgba(0, 0, 0, .8) }
  #cookie-wall { position: fixed; left: 20%; right: 20%; top: 30%; background: #fff; padding: 2em; z-index: 9 }
  #yes { font-size: 20px; padding: 1em 3em; background: #0a0; color: #fff; border: 0 }
  #more { font-size: 11px; color: #bbb; background: none; border: 0 }
  body { overflow: hidden; height: 3000px }
</style>
<div class="shade"></div>
<div id="cookie-wall" role="dialog"><p>We use cookies. By continuing to use this site you agree.</p>
<button id="yes">Accept all</button> <button id="more">Preferences</button>
<div id="layer" hidden><label><input type="checkbox" checked> Marketing</label><button id="save">Save</button></div></div>
<script>
  const wall = document.querySelector('#cookie-wall'), shade = document.querySelector('.shade');
  if (localStorage.done) { wall.remove(); shade.remove(); }
  document.querySelector('#more')?.addEventListener('click', () => layer.hidden = false);
  for (const it of ['#yes', '#save']) document.querySelector(it)?.addEventListener('click', () => {
    localStorage.done = 1; wall.remove(); shade.remove();
  });
</script>"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_site_that_follows_before_anybody_chose() {
    let tracker = Site::serve([127, 0, 0, 5], |path| match path.split('?').next().unwrap_or_default() {
        "/t.js" => Answer::script(
            "const c = document.createElement('canvas'); c.toDataURL();
             document.cookie = '_fbp=fb.1.2; max-age=7776000; path=/';
             localStorage.setItem('seen', '1');
             const src = new URL(document.currentScript.src).origin;
             new Image().src = src + '/p.gif?u=1';
             document.addEventListener('change', (e) => { navigator.sendBeacon(src + '/form', e.target.value); });",
        ),
        "/p.gif" => Answer::pixel("uid=1; Max-Age=99999999; SameSite=None; Secure"),
        _ => Answer::page(""),
    })
    .await;
    let script = format!("<script src=\"{}t.js\"></script>", tracker.url);
    let body = format!("{NOTICE}<form><input type=email name=email></form>{script}<a href=\"/two\">two</a>");
    let site = Site::serve([127, 0, 0, 6], move |path| match path {
        "/" | "/two" => Answer::page(&body),
        _ => Answer::Missing,
    })
    .await;
    let seen = scanned(&site, State::every(&[]), limits()).await;
    assert_eq!(seen.run(&State::NoChoice).unwrap().pages.len(), 2, "the link was followed");
    let comparison = compare(None, &seen);
    let has = |kind: FindingKind| comparison.findings.iter().any(|it| it.kind == kind);
    for kind in [
        FindingKind::BeforeConsent,
        FindingKind::Pixel,
        FindingKind::Fingerprint,
        FindingKind::IdentitySent,
        FindingKind::NoRefusal,
        FindingKind::Ticked,
        FindingKind::Wall,
        FindingKind::Wording,
        FindingKind::HardToWithdraw,
    ] {
        assert!(has(kind), "{kind} is not in {:#?}", comparison.findings);
    }
    let all = seen.run(&State::All).unwrap();
    let cookie = |name: &str| all.cookies.iter().find(|it| it.name == name).unwrap();
    assert_eq!((cookie("_fbp").own, cookie("_fbp").seconds), (true, Some(7_776_000)));
    assert!(cookie("_fbp").set.url().unwrap().ends_with("/t.js"), "the script that set it is known");
    // Browsers keep nothing for longer than 400 days.
    assert_eq!((cookie("uid").own, cookie("uid").seconds), (false, Some(400 * 86_400)));
    assert!(all.storage.iter().any(|it| it.key == "seen" && it.set.url().is_some()));
    let refused = seen.run(&State::Refused).unwrap();
    assert!(refused.entered && refused.clicks == 2, "refused behind the settings: {refused:#?}");
    let quiet = seen.run(&State::NoScript).unwrap();
    assert!(quiet.cookies.iter().all(|it| it.name != "_fbp"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_is_sent_and_a_site_that_heeds_it_is_clean() {
    let site = Site::serve([127, 0, 0, 7], |path| match path {
        "/" => Answer::page(
            "<script>if (!navigator.globalPrivacyControl) document.cookie = '_ga=1; max-age=600'</script>",
        ),
        _ => Answer::Missing,
    })
    .await;
    let seen = scanned(&site, vec![State::Gpc], limits()).await;
    assert_eq!(seen.run(&State::NoChoice).unwrap().cookies.len(), 1);
    assert!(seen.run(&State::Gpc).unwrap().cookies.is_empty());
    assert!(site.asked().iter().any(|request| request.to_lowercase().contains("sec-gpc: 1")));
    let gone = Site { url: "http://127.0.0.1:9/".to_owned(), ..site };
    assert!(!scanned(&gone, vec![], limits()).await.reached(), "what does not answer was not seen");
}
