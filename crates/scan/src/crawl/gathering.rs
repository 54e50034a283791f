//! At the end of a walk: what was set is held against what the browser still keeps.

use serde_json::Value;

use crate::browser::tab::Tab;
use crate::browser::{Recorder, SetCookie};
use crate::seen::{CookieSeen, Run, Setter};
use crate::sites::{self, Sites};

/// The longest that browsers keep a cookie: 400 days.
const LONGEST: i64 = 400 * 86_400;

/// Puts everything that was seen into the run.
pub(super) async fn finish(tab: &Tab, recorder: &Recorder, run: &mut Run) {
    let jar = tab.jar().await.unwrap_or_default();
    run.cookies =
        cookies(&recorder.cookies(), &jar, &recorder.sites, recorder.wall(), recorder.limits.things);
    run.storage = recorder.storage();
    run.requests = recorder.requests();
    run.probes = recorder.probes();
    run.odd.extend(recorder.oddities());
    run.traffic = recorder.har();
}

/// Every cookie once: by name, domain and path.
fn cookies(
    set: &[SetCookie],
    jar: &[Value],
    sites: &Sites,
    wall: Option<f64>,
    most: usize,
) -> Vec<CookieSeen> {
    let mut all: Vec<CookieSeen> = Vec::new();
    for kept in jar.iter().take(most) {
        let text = |key: &str| kept[key].as_str().unwrap_or_default().to_owned();
        let (name, domain) = (text("name"), text("domain").trim_start_matches('.').to_owned());
        let by = set.iter().rev().find(|it| it.name == name && it.domain == domain && it.blocked.is_none());
        #[expect(clippy::cast_possible_truncation, reason = "seconds of this century")]
        let left =
            kept["expires"].as_f64().filter(|at| *at > 0.0).zip(wall).map(|(at, now)| (at - now) as i64);
        let seconds = if kept["session"] == true {
            None
        } else {
            by.and_then(|it| it.seconds).map(|it| it.min(LONGEST)).or(left)
        };
        all.push(CookieSeen {
            host: host(by, &domain, sites),
            own: own(by, &domain, sites),
            seconds,
            set: by.filter(|it| !it.earlier).map(|it| it.set.clone()).unwrap_or_default(),
            page: by.map(|it| it.page.clone()).unwrap_or_default(),
            http_only: kept["httpOnly"] == true,
            same_site: text("sameSite"),
            blocked: None,
            left: true,
            path: text("path"),
            name,
            domain,
        });
    }
    for gone in set {
        let known = all.iter().any(|it| it.name == gone.name && it.domain == gone.domain);
        let removes = gone.seconds.is_some_and(|it| it <= 0);
        if known || removes || gone.earlier || all.len() >= most {
            continue;
        }
        all.push(CookieSeen {
            host: host(Some(gone), &gone.domain, sites),
            own: own(Some(gone), &gone.domain, sites),
            seconds: if gone.session { None } else { gone.seconds.map(|it| it.min(LONGEST)) },
            set: gone.set.clone(),
            page: gone.page.clone(),
            http_only: false,
            same_site: String::new(),
            blocked: gone.blocked.clone(),
            left: false,
            path: "/".to_owned(),
            name: gone.name.clone(),
            domain: gone.domain.clone(),
        });
    }
    all.sort_by(|one, other| {
        (&one.name, &one.domain, &one.path).cmp(&(&other.name, &other.domain, &other.path))
    });
    all
}

/// Whose cookie it is: of the answer that set it, so that a stand-in counts as what it stands for.
fn host(by: Option<&SetCookie>, domain: &str, sites: &Sites) -> String {
    match by.map(|it| (&it.set, it.from.as_str())) {
        Some((Setter::Answer { .. }, from))
            if sites::site_of(&sites::host(from)) == sites::site_of(domain) =>
        {
            let stands_for = sites.host_of(from);
            if stands_for == sites::host(from) { domain.to_owned() } else { stands_for }
        }
        _ => domain.to_owned(),
    }
}

fn own(by: Option<&SetCookie>, domain: &str, sites: &Sites) -> bool {
    match by.map(|it| (&it.set, it.from.as_str())) {
        Some((Setter::Answer { .. }, from)) => sites.is_own(from),
        _ => sites.own.iter().any(|own| sites::site_of(own) == sites::site_of(domain)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sites::StandIn;

    fn set(name: &str, from: &str, seconds: Option<i64>, script: bool) -> SetCookie {
        let url = from.to_owned();
        SetCookie {
            name: name.to_owned(),
            domain: if script { "site.example".to_owned() } else { sites::host(from) },
            seconds,
            session: seconds.is_none(),
            set: if script { Setter::Script { url } } else { Setter::Answer { url } },
            from: from.to_owned(),
            blocked: None,
            page: "https://site.example/".to_owned(),
            earlier: false,
        }
    }

    #[test]
    fn what_was_set_meets_what_is_kept() {
        let sites = Sites {
            own: vec!["site.example".to_owned()],
            stand_ins: vec![StandIn {
                prefix: "http://127.0.0.2/ads/".into(),
                host: "doubleclick.net".into(),
            }],
        };
        let events = [
            set("_ga", "https://t.example/ga.js", Some(34_128_000), true),
            set("IDE", "http://127.0.0.2/ads/p.gif", Some(900_000_000), false),
            set("gone", "https://site.example/", Some(60), false),
            set("removed", "https://site.example/", Some(0), false),
            SetCookie { earlier: true, ..set("before", "https://site.example/", Some(60), false) },
            SetCookie { earlier: true, ..set("fr", "http://127.0.0.2/ads/x", Some(60), false) },
        ];
        let jar = [
            json!({ "name": "_ga", "domain": "site.example", "path": "/", "expires": 2.0e9, "session": false }),
            json!({ "name": "IDE", "domain": "127.0.0.2", "path": "/", "expires": 2.0e9, "session": false }),
            json!({ "name": "fr", "domain": "127.0.0.2", "path": "/", "expires": 2.0e9, "session": false }),
            json!({ "name": "old", "domain": ".site.example", "path": "/", "expires": 1_000_100.0, "session": false }),
            json!({ "name": "s", "domain": "site.example", "path": "/", "expires": -1, "session": true }),
        ];
        let seen = cookies(&events, &jar, &sites, Some(1_000_000.0), 100);
        let brief: Vec<_> =
            seen.iter().map(|it| (it.name.as_str(), it.host.as_str(), it.own, it.seconds, it.left)).collect();
        assert_eq!(
            brief,
            [
                ("IDE", "doubleclick.net", false, Some(LONGEST), true),
                ("_ga", "site.example", true, Some(34_128_000), true),
                ("fr", "doubleclick.net", false, Some(60), true),
                ("gone", "site.example", true, Some(60), false),
                ("old", "site.example", true, Some(100), true),
                ("s", "site.example", true, None, true),
            ]
        );
        assert_eq!(seen[2].set, Setter::Unseen, "it was set before");
    }
}
