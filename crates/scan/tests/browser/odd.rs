//! Sites of kinds that a scan meets seldom, each with what is true of it. To add one: a row of [`sites`].

use std::io::Write as _;

use futures_util::future::join_all;
use policy::promise::evidence::FindingKind;
use scan::rules::compare;
use scan::seen::Run;
use scan::{Browser, State};

use crate::serve::{Answer, Site};
use crate::{chromium, limits, scanned_by};

/// What stands in the place of the tracker's address.
const THEIRS: &str = "THEIRS/";

/// A site: its name, what it answers, and what a scan must say of it.
type Odd = (&'static str, fn(&str, &str) -> Answer, fn(&Run, &[FindingKind]) -> bool);

/// A page with headers of its own.
fn with(head: &str, body: &str) -> Answer {
    match Answer::page(body) {
        Answer::Plain(status, kind, body) => Answer::Plain(status, format!("{kind}{head}"), body),
        other => other,
    }
}

fn packed(text: &str) -> Answer {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    Answer::Plain("200 OK", "content-type: application/gzip\r\n".to_owned(), writer.finish().unwrap())
}

/// How long a cookie stays.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stay {
    Seconds(i64),
    Session,
    Nowhere,
}
use Stay::{Nowhere, Seconds, Session};

fn stay(run: &Run, name: &str) -> Stay {
    match run.cookies.iter().find(|it| it.name == name) {
        Some(found) => found.seconds.map_or(Session, Seconds),
        None => Nowhere,
    }
}

fn asked(run: &Run, path: &str) -> bool {
    run.requests.iter().any(|it| !it.own && it.url.contains(path))
}

/// About so many seconds: how long is left is counted from when it was looked at.
fn about(found: Stay, expected: i64) -> bool {
    matches!(found, Seconds(it) if (it - expected).abs() <= 5)
}

const UNEQUAL: &str = "<div role=dialog id=cookiemelding style='position:fixed;bottom:0;left:0;right:0;background:#fff'>
  <p>Wij gebruiken cookies om uw bezoek leuker te maken.</p>
  <button id=ja style='font-size:22px;padding:16px 40px;background:#060;color:#fff;border:0'>Alles accepteren</button>
  <a href='#' id=nee style='font-size:11px;color:#aaa'>Weigeren</a></div>
  <script>for (const it of [ja, nee]) it.onclick = () => cookiemelding.remove()</script>";

const TICKED: &str = "<div role=dialog id=cookiemelding style='position:fixed;bottom:0;left:0;right:0;background:#fff'>
  <p>Welke cookies mogen wij plaatsen?</p><label><input type=checkbox checked disabled> Noodzakelijk</label>
  <label><input type=checkbox checked> Statistieken</label><label><input type=checkbox checked> Marketing</label>
  <button>Selectie toestaan</button> <button>Alles toestaan</button> <button>Alles weigeren</button></div>";

#[expect(clippy::too_many_lines, reason = "a list of sites")]
fn sites() -> Vec<Odd> {
    vec![
        (
            "a page that changes its address without loading",
            |path, theirs| {
                match path {
                "/" | "/les/1" => Answer::page(
                    &"<a href=/les/1>les</a><script>setTimeout(() => {
                        history.pushState({}, '', '/les/1?toon=ja#boven');
                        const it = document.createElement('script'); it.src = 'THEIRS/t.js'; document.head.append(it);
                    }, 50)</script>"
                        .replace(THEIRS, theirs),
                ),
                _ => Answer::Missing,
            }
            },
            |run, found| {
                asked(run, "/t.js")
                    && about(stay(run, "_fbp"), 600)
                    && run.pages.len() == 2
                    && found.contains(&FindingKind::BeforeConsent)
            },
        ),
        (
            "frames in frames",
            |path, theirs| match path {
                "/" => Answer::page("<iframe src=/inner></iframe>"),
                "/inner" => Answer::page(&"<iframe src=THEIRS/frame></iframe>".replace(THEIRS, theirs)),
                _ => Answer::Missing,
            },
            |run, _| {
                asked(run, "/frame")
                    && about(stay(run, "deep"), 900)
                    && run.cookies.iter().all(|it| it.name != "deep" || !it.own)
            },
        ),
        (
            "a service worker that follows",
            |path, theirs| match path {
                "/" => Answer::page("<script>navigator.serviceWorker.register('/sw.js')</script>"),
                "/sw.js" => Answer::script(
                    &"onactivate = (e) => e.waitUntil(fetch('THEIRS/from-worker', { mode: 'no-cors' }))"
                        .replace(THEIRS, theirs),
                ),
                _ => Answer::Missing,
            },
            |run, _| asked(run, "/from-worker"),
        ),
        (
            "a Dutch notice with a button beside a link",
            |path, _| if path == "/" { Answer::page(UNEQUAL) } else { Answer::Missing },
            |_, found| found.contains(&FindingKind::Unequal) && !found.contains(&FindingKind::NoRefusal),
        ),
        (
            "a Dutch notice with boxes that are ticked",
            |path, _| if path == "/" { Answer::page(TICKED) } else { Answer::Missing },
            |_, found| found.contains(&FindingKind::Ticked) && !found.contains(&FindingKind::NoRefusal),
        ),
        (
            "a page that goes elsewhere by itself",
            |path, _| match path {
                "/" => Answer::page("<script>setTimeout(() => location.replace('/next'), 20)</script>"),
                "/next" => with("set-cookie: there=1; Max-Age=60\r\n", "<p>next</p>"),
                _ => Answer::Missing,
            },
            |run, _| about(stay(run, "there"), 60) && run.complete,
        ),
        (
            "a page that only a compressed map in an index names, on a site whose policy forbids asking",
            |path, _| match path {
                "/" => with("content-security-policy: default-src 'none'\r\n", "<p>no links</p>"),
                "/robots.txt" => Answer::Plain(
                    "200 OK",
                    "content-type: text/plain\r\n".to_owned(),
                    b"Sitemap: /index.xml".to_vec(),
                ),
                "/index.xml" => {
                    packed("<sitemapindex><sitemap><loc>/one.xml.gz</loc></sitemap></sitemapindex>")
                }
                "/one.xml.gz" => packed("<urlset><url><loc>/verborgen</loc></url></urlset>"),
                "/verborgen" => with("set-cookie: hidden=1\r\n", "<p>hidden</p>"),
                _ => Answer::Missing,
            },
            |run, _| stay(run, "hidden") == Session && run.pages.len() == 2,
        ),
        (
            "cookies with every kind of life",
            |path, theirs| match path {
                "/" => with(
                    "set-cookie: both=1; Max-Age=3600; Expires=Wed, 01 Jan 2200 00:00:00 GMT\r\n\
                     set-cookie: dated=1; Expires=Wednesday, 01-Jan-2200 00:00:00 GMT\r\n\
                     set-cookie: gone=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT\r\n\
                     set-cookie: odd=1; Max-Age=soon\r\n\
                     set-cookie: __Host-mine=1; Secure; Path=/\r\n",
                    &"<iframe src=THEIRS/chips></iframe>".replace(THEIRS, theirs),
                ),
                _ => Answer::Missing,
            },
            |run, _| {
                about(stay(run, "both"), 3_600)
                    && about(stay(run, "dated"), 400 * 86_400)
                    && stay(run, "odd") == Session
                    && stay(run, "__Host-mine") == Session
                    && about(stay(run, "chips"), 600)
                    && run.cookies.iter().all(|it| it.name != "gone" || !it.left)
            },
        ),
        (
            "a tracker that is written into the page",
            |path, theirs| match path {
                "/" => Answer::page(
                    &"<script>document.write('<script src=THEIRS/t.js><\\/script>')</script>"
                        .replace(THEIRS, theirs),
                ),
                _ => Answer::Missing,
            },
            |run, _| {
                let mine = run.cookies.iter().find(|it| it.name == "_fbp");
                asked(run, "/t.js")
                    && mine.is_some_and(|it| it.set.url().is_some_and(|url| url.ends_with("/t.js")))
            },
        ),
        (
            "a policy that forbids scripts in the page",
            |path, _| match path {
                "/" => with(
                    "content-security-policy: script-src 'self'; require-trusted-types-for 'script'\r\n",
                    "<script>document.cookie = 'inline=1'</script><script src=/ok.js></script>",
                ),
                "/ok.js" => Answer::script("document.cookie = 'ok=1; max-age=60'"),
                _ => Answer::Missing,
            },
            |run, _| about(stay(run, "ok"), 60) && stay(run, "inline") == Nowhere,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_sites_are_told_as_they_are() {
    let tracker = Site::serve([127, 0, 0, 30], |path| match path.split('?').next().unwrap_or_default() {
        "/t.js" => Answer::script("document.cookie = '_fbp=fb.1.2; max-age=600; path=/'"),
        "/frame" => with("set-cookie: deep=1; Max-Age=900; SameSite=None; Secure\r\n", "frame"),
        "/chips" => with("set-cookie: chips=1; Max-Age=600; SameSite=None; Secure; Partitioned\r\n", "frame"),
        _ => Answer::page(""),
    })
    .await;
    let browser = Browser::start_as(&chromium()).await.unwrap();
    let sites = sites();
    let scans = sites.iter().zip(31_u8..).map(|((name, answer, holds), address)| {
        let (theirs, answer, browser) = (tracker.url.clone(), *answer, &browser);
        async move {
            let site = Site::serve([127, 0, 0, address], move |path| answer(path, &theirs)).await;
            let seen = scanned_by(browser, &site, vec![], limits()).await;
            let found: Vec<FindingKind> = compare(None, &seen).findings.iter().map(|it| it.kind).collect();
            let run = seen.run(&State::NoChoice).unwrap();
            (!holds(run, &found)).then(|| format!("{name}: {found:?}\n{run:#?}"))
        }
    });
    let wrong: Vec<String> = join_all(scans).await.into_iter().flatten().collect();
    browser.close().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
