//! The rules as tables: what was seen, and what is found.

use policy::promise::evidence::FindingKind::{self, *};

use super::*;
use crate::seen::{BannerSeen, ControlKind, ControlSeen, PageSeen, ProbeSeen, StorageSeen};
use crate::sites::Sites;

const SERVICES: &str = r#"
[service.basket]
name = "Basket"
purpose = "orders"
kind = "necessary"
description = { nl = "mand", en = "basket" }
cookie = [{ name = "basket_*", lifetime = "session", party = "first" }]

[service.ga]
name = "Google Analytics"
purpose = "analytics"
kind = "analytics"
hosts = ["google-analytics.com"]
description = { nl = "telt", en = "counts" }
cookie = [{ name = "_ga", lifetime = "13 months", party = "first" }]

[service.ads]
name = "Ads"
purpose = "marketing"
kind = "marketing"
hosts = ["doubleclick.net"]
description = { nl = "reclame", en = "ads" }
cookie = [{ name = "IDE", lifetime = "13 months", party = "third", host = "doubleclick.net" }]
"#;

/// The example policy with these services.
fn edition() -> Edition {
    static EDITION: std::sync::OnceLock<Edition> = std::sync::OnceLock::new();
    EDITION
        .get_or_init(|| {
            let folder =
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/tests/fixtures/school");
            let tree = policy::folder::read(&folder).unwrap();
            let mut content = policy::compile(&tree).unwrap().edition.content().clone();
            let file: policy::facts::ServicesFile = toml::from_str(SERVICES).unwrap();
            content.facts.services = file.service;
            Edition::seal(content).unwrap()
        })
        .clone()
}

fn scan(runs: Vec<Run>) -> Scan {
    Scan {
        began: jiff::Timestamp::UNIX_EPOCH,
        ended: jiff::Timestamp::UNIX_EPOCH,
        browser: "Chrome/1".to_owned(),
        start: vec!["https://site.example/".to_owned()],
        sites: Sites { own: vec!["site.example".to_owned()], stand_ins: vec![] },
        runs,
        notes: vec![],
    }
}

fn run(state: &str) -> Run {
    let page = PageSeen {
        url: "https://site.example/".to_owned(),
        status: Some(200),
        problem: None,
        settings: None,
        links: crate::seen::LinksSeen::default(),
        millis: 1,
    };
    Run {
        entered: true,
        complete: true,
        clicks: 1,
        pages: vec![page],
        ..Run::new(State::from_name(state).unwrap())
    }
}

fn cookie(name: &str, host: &str, seconds: Option<i64>) -> CookieSeen {
    CookieSeen {
        name: name.to_owned(),
        domain: host.to_owned(),
        path: "/".to_owned(),
        host: host.to_owned(),
        own: host.ends_with("site.example"),
        seconds,
        set: Setter::Script { url: "https://site.example/x.js".to_owned() },
        page: "https://site.example/".to_owned(),
        http_only: false,
        same_site: String::new(),
        blocked: None,
        left: true,
    }
}

fn request(host: &str) -> RequestSeen {
    RequestSeen {
        url: format!("https://{host}/p.gif"),
        host: host.to_owned(),
        own: host.ends_with("site.example"),
        kind: "Image".to_owned(),
        method: "GET".to_owned(),
        pixel: false,
        initiator: "https://site.example/".to_owned(),
        redirected_from: None,
        page: "https://site.example/".to_owned(),
        times: 1,
        stopped: None,
        identity: None,
    }
}

/// What is found, as kind, service and what.
fn found(edition: Option<&Edition>, scan: &Scan) -> Vec<(FindingKind, String, String)> {
    let out = compare(edition, scan).findings;
    out.into_iter().map(|it| (it.kind, it.service.unwrap_or_default(), it.what)).collect()
}

fn expect(scan: &Scan, wanted: &[(FindingKind, &str, &str)]) {
    let found = found(Some(&edition()), scan);
    let found: Vec<(FindingKind, &str, &str)> =
        found.iter().map(|(kind, service, what)| (*kind, service.as_str(), what.as_str())).collect();
    assert_eq!(found, wanted);
}

const MONTH: i64 = 31 * 86_400;

#[test]
fn cookies_in_every_state() {
    type Row = (&'static str, CookieSeen, &'static [(FindingKind, &'static str, &'static str)]);
    let ga = || cookie("_ga", "site.example", Some(12 * MONTH));
    let ide = || cookie("IDE", "ad.doubleclick.net", Some(12 * MONTH));
    let rows: Vec<Row> = vec![
        ("no-choice", cookie("basket_1", "site.example", None), &[]),
        ("no-choice", ga(), &[(BeforeConsent, "ga", "_ga")]),
        ("refused", ga(), &[(BeforeConsent, "ga", "_ga")]),
        ("no-script", ga(), &[(BeforeConsent, "ga", "_ga")]),
        ("only:marketing", ga(), &[(BeforeConsent, "ga", "_ga")]),
        ("only:analytics", ga(), &[]),
        ("all", ga(), &[]),
        ("withdrawn", ga(), &[(AfterWithdrawal, "ga", "_ga")]),
        ("gpc", ga(), &[(BeforeConsent, "ga", "_ga")]),
        ("gpc", ide(), &[(AgainstSignal, "ads", "IDE")]),
        ("all", ide(), &[]),
        // Still there after withdrawing, and not set again: only its own party can remove it.
        ("withdrawn", CookieSeen { set: Setter::Unseen, ..ide() }, &[]),
        ("withdrawn", CookieSeen { set: Setter::Unseen, ..ga() }, &[(AfterWithdrawal, "ga", "_ga")]),
        ("all", cookie("_ga", "site.example", Some(14 * MONTH)), &[(LivesLonger, "ga", "_ga")]),
        ("all", cookie("_ga", "site.example", None), &[]),
        ("all", cookie("basket_1", "site.example", Some(60)), &[(NotSession, "basket", "basket_1")]),
        ("all", cookie("IDE", "elsewhere.example", Some(60)), &[(OtherParty, "ads", "IDE")]),
        ("all", cookie("who_knows", "site.example", None), &[(Undeclared, "", "who_knows")]),
        ("no-choice", cookie("who_knows", "site.example", None), &[(Undeclared, "", "who_knows")]),
        // Known to follow: undeclared, and there before anybody chose.
        (
            "no-choice",
            cookie("_fbp", "site.example", None),
            &[(Undeclared, "", "_fbp"), (BeforeConsent, "", "_fbp")],
        ),
        (
            "all",
            CookieSeen { blocked: Some("SameSite".to_owned()), ..cookie("x", "site.example", None) },
            &[],
        ),
    ];
    for (state, cookie, wanted) in rows {
        expect(&scan(vec![Run { cookies: vec![cookie], ..run(state) }]), wanted);
    }
}

#[test]
fn requests_in_every_state() {
    type Row = (&'static str, RequestSeen, &'static [(FindingKind, &'static str, &'static str)]);
    let ga = || request("www.google-analytics.com");
    let other = || request("cdn.other.example");
    let rows: Vec<Row> = vec![
        ("no-choice", request("img.site.example"), &[]),
        ("refused", ga(), &[(BeforeConsent, "ga", "www.google-analytics.com")]),
        ("all", ga(), &[]),
        ("only:analytics", ga(), &[]),
        (
            "no-choice",
            RequestSeen { pixel: true, ..ga() },
            &[(BeforeConsent, "ga", "www.google-analytics.com"), (Pixel, "ga", "www.google-analytics.com")],
        ),
        ("all", other(), &[(UndeclaredHost, "", "cdn.other.example")]),
        // The site's own policy stopped it: nobody was asked.
        ("all", RequestSeen { stopped: Some("csp".to_owned()), ..other() }, &[]),
        (
            "no-choice",
            RequestSeen { stopped: Some("net::ERR_ABORTED".to_owned()), ..ga() },
            &[(BeforeConsent, "ga", "www.google-analytics.com")],
        ),
        (
            "all",
            RequestSeen { identity: Some("e-mail, MD5".to_owned()), ..ga() },
            &[(IdentitySent, "ga", "www.google-analytics.com")],
        ),
    ];
    for (state, request, wanted) in rows {
        let banner = Some(banner(vec![control(ControlKind::Accept), control(ControlKind::Refuse)]));
        expect(&scan(vec![Run { requests: vec![request], banner, ..run(state) }]), wanted);
    }
}

#[test]
fn keys_probes_pages_and_steps() {
    let key = |key: &str, host: &str| StorageSeen {
        kind: "local".to_owned(),
        key: key.to_owned(),
        host: host.to_owned(),
        own: host.ends_with("site.example"),
        set: Setter::Unseen,
        page: String::new(),
        left: true,
    };
    expect(
        &scan(vec![Run { storage: vec![key("mine", "site.example")], ..run("all") }]),
        &[(Undeclared, "", "mine")],
    );
    expect(
        &scan(vec![Run { storage: vec![key("x", "www.google-analytics.com")], ..run("refused") }]),
        &[(BeforeConsent, "ga", "x")],
    );
    let probe = |way: &str, script: &str| ProbeSeen {
        way: way.to_owned(),
        script: script.to_owned(),
        host: crate::sites::host(script),
        page: String::new(),
        times: 1,
    };
    let (own, other) = ("https://site.example/a.js", "https://t.example/f.js");
    for (state, probes, wanted) in [
        ("no-choice", vec![probe("canvas", own)], &[][..]),
        ("no-choice", vec![probe("canvas", own), probe("audio", own)], &[(Fingerprint, "", "site.example")]),
        ("refused", vec![probe("canvas", other)], &[(Fingerprint, "", "t.example")]),
        ("all", vec![probe("canvas", other)], &[]),
    ] {
        expect(&scan(vec![Run { probes, ..run(state) }]), wanted);
    }
    let mut silent = run("refused");
    silent.pages[0].settings = Some(false);
    expect(&scan(vec![silent]), &[(SettingsMissing, "", "https://site.example/")]);
    let failed = Run { failed_steps: vec!["step 2: no".to_owned()], walked: true, ..run("refused") };
    expect(&scan(vec![run("all"), failed.clone()]), &[(StepFailed, "", "step 2: no")]);
    // What fails for everybody is no matter of consent.
    let all = Run { failed_steps: vec!["step 2: no".to_owned()], ..run("all") };
    expect(&scan(vec![all, failed]), &[]);
    let mut gone = run("no-script");
    gone.pages[0].status = Some(500);
    expect(&scan(vec![run("all"), gone]), &[(StepFailed, "", "https://site.example/")]);
    // A state that was not entered says nothing.
    let not = Run { entered: false, cookies: vec![cookie("_ga", "site.example", None)], ..run("refused") };
    expect(&scan(vec![not]), &[]);
}

fn control(kind: ControlKind) -> ControlSeen {
    ControlSeen {
        kind,
        text: format!("{kind:?}"),
        button: true,
        size: (120.0, 44.0),
        letters: 16.0,
        weight: 400.0,
        contrast: 8.0,
        standing_out: 6.0,
    }
}

fn banner(controls: Vec<ControlSeen>) -> BannerSeen {
    BannerSeen {
        gestand: false,
        text: "We use cookies".to_owned(),
        controls,
        ticked: 0,
        covers: 0.3,
        page_usable: true,
        links: true,
        deeper_refuse: None,
        deeper_ticked: 0,
    }
}

#[test]
fn notices() {
    use ControlKind::{Accept, Close, Refuse, Settings};
    let both = |change: fn(&mut ControlSeen)| {
        let mut refuse = control(Refuse);
        change(&mut refuse);
        banner(vec![control(Accept), refuse])
    };
    let rows: Vec<(&str, BannerSeen, &[FindingKind])> = vec![
        ("equal", both(|_| {}), &[]),
        ("a link", both(|it| it.button = false), &[Unequal]),
        ("small", both(|it| it.size = (60.0, 20.0)), &[Unequal]),
        ("small letters", both(|it| it.letters = 12.0), &[Unequal]),
        ("pale", both(|it| it.contrast = 2.0), &[Unequal]),
        ("flat", both(|it| it.standing_out = 1.1), &[Unequal]),
        ("none", banner(vec![control(Accept), control(Settings)]), &[NoRefusal]),
        ("ticked", BannerSeen { ticked: 2, ..both(|_| {}) }, &[Ticked]),
        ("ticked behind the settings", BannerSeen { deeper_ticked: 2, ..both(|_| {}) }, &[Ticked]),
        (
            "ticked in a reopened notice of ours",
            BannerSeen { gestand: true, deeper_ticked: 2, ..both(|_| {}) },
            &[],
        ),
        ("wall", BannerSeen { page_usable: false, ..banner(vec![control(Accept)]) }, &[NoRefusal, Wall]),
        (
            "a wall with a way out",
            BannerSeen { page_usable: false, ..banner(vec![control(Accept), control(Close)]) },
            &[NoRefusal],
        ),
        ("implied", BannerSeen { text: "By continuing you agree".to_owned(), ..both(|_| {}) }, &[Wording]),
        ("nothing to decide", banner(vec![control(Close)]), &[]),
    ];
    for (name, banner, wanted) in rows {
        let scan = scan(vec![Run { banner: Some(banner), ..run("no-choice") }]);
        let found: Vec<FindingKind> = found(None, &scan).into_iter().map(|it| it.0).collect();
        assert_eq!(found, wanted, "{name}");
    }
    let silent =
        Run { requests: vec![RequestSeen { pixel: true, ..request("t.example") }], ..run("no-choice") };
    let kinds: Vec<FindingKind> = found(None, &scan(vec![silent])).into_iter().map(|it| it.0).collect();
    assert_eq!(kinds, [Pixel, NoNotice], "it follows and does not ask");
}

#[test]
fn taking_back() {
    for (clicks, entered, wanted) in
        [(2, true, &[][..]), (3, true, &[HardToWithdraw]), (0, false, &[HardToWithdraw])]
    {
        let scan = scan(vec![run("no-choice"), run("all"), Run { entered, clicks, ..run("withdrawn") }]);
        let found: Vec<FindingKind> = found(None, &scan).into_iter().map(|it| it.0).collect();
        assert_eq!(found, wanted);
    }
}

#[test]
fn what_is_missing_is_proposed_and_compiles() {
    let runs = vec![Run {
        cookies: vec![
            cookie("_fbp", "site.example", Some(90 * 86_400)),
            cookie("\"odd\\name", "site.example", None),
            cookie("uid", "track.other.example", Some(3_600)),
        ],
        requests: vec![request("track.other.example"), request("fonts.host.example")],
        ..run("all")
    }];
    let text = propose::propose(Some(&edition()), &scan(runs)).unwrap();
    let file: policy::facts::ServicesFile =
        toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let cookies = |id: &str| -> Vec<(String, String)> {
        let it = file.service.get(id).unwrap_or_else(|| panic!("{id} in\n{text}"));
        it.cookie.iter().map(|it| (it.name.clone(), it.lifetime.to_string())).collect()
    };
    assert_eq!(cookies("facebook"), [("_fbp".to_owned(), "3 months".to_owned())]);
    assert_eq!(cookies("own-cookies"), [("\"odd\\name".to_owned(), "session".to_owned())]);
    assert_eq!(file.service["other-example"].hosts, ["other.example"]);
    assert_eq!(file.service["host-example"].hosts, ["host.example"]);
    assert_eq!(propose::propose(Some(&edition()), &scan(vec![run("all")])), None);
    // With what was proposed, nothing is undeclared any more.
    let mut content = edition().content().clone();
    content.facts.services.extend(file.service);
    let widened = Edition::seal(content).unwrap();
    let again =
        scan(vec![Run { cookies: vec![cookie("uid", "track.other.example", Some(3_600))], ..run("all") }]);
    assert_eq!(found(Some(&widened), &again), []);
}

#[test]
fn a_scan_becomes_evidence() {
    let ga = Run { cookies: vec![cookie("_ga", "site.example", Some(60))], typed: true, ..run("all") };
    let unfinished = Run { complete: false, ..run("gpc") };
    let shown = evidence(
        &edition(),
        &scan(vec![run("no-choice"), ga, Run { clicks: 2, ..run("withdrawn") }, unfinished]),
        true,
    );
    assert_eq!(shown.states, ["no-choice", "all", "withdrawn"]);
    assert_eq!(shown.unfinished, ["gpc"]);
    assert_eq!((shown.pages, shown.clicks, shown.typed, shown.walked), (1, Some((1, 2)), true, false));
    assert_eq!(shown.services.len(), 1);
    assert_eq!(shown.stored[0].seconds, Some(60));
}

#[test]
fn a_report_of_a_hostile_site_is_text() {
    let name = "<script>alert(1)</script>";
    let scan = scan(vec![Run { cookies: vec![cookie(name, "site.example", None)], ..run("all") }]);
    let report = crate::report::Report::of(Some(&edition()), &scan);
    let page = crate::report::html::html(&report, kernel::Language::En);
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    assert!(serde_json::to_string(&report).unwrap().contains("alert"));
}

#[test]
fn what_went_to_a_declared_service_is_kept_by_name() {
    let ask = |url: &str, host: &str| RequestSeen { url: url.to_owned(), ..request(host) };
    let ran = Run {
        requests: vec![
            ask("https://www.google-analytics.com/collect?cid&uid", "www.google-analytics.com"),
            ask("https://www.google-analytics.com/collect?cid&dp", "www.google-analytics.com"),
            ask("https://site.example/?secret", "site.example"),
            RequestSeen {
                stopped: Some("blocked".to_owned()),
                ..ask("https://doubleclick.net/?x", "doubleclick.net")
            },
        ],
        ..run("all")
    };
    let sent = evidence(&edition(), &scan(vec![ran]), true).sent;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].service.as_str(), sent[0].parameters.join(" ").as_str()), ("ga", "cid dp uid"));
}
