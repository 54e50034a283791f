//! Writing the declarations that are missing, for somebody to look at: what the browser saw, as `facts/services.toml` has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use policy::Edition;
use policy::facts::services::Place;
use policy::facts::{Basis, ServiceKind};

use super::declared::{self, Declared, Fit};
use super::went_out;
use crate::known::{self, Use};
use crate::seen::{CookieSeen, Scan};
use crate::sites::site_of;

/// A service that nobody declares yet.
#[derive(Default)]
struct Missing {
    company: String,
    kind: Option<Use>,
    hosts: BTreeSet<String>,
    cookies: BTreeMap<String, Thing>,
}

struct Thing {
    lifetime: policy::Lifetime,
    own: bool,
    host: String,
    what: String,
}

/// The missing services as TOML; nothing when none is missing.
pub fn propose(edition: Option<&Edition>, scan: &Scan) -> Option<String> {
    let declared = Declared::new(edition);
    let mut missing: BTreeMap<String, Missing> = BTreeMap::new();
    for run in &scan.runs {
        for cookie in run.cookies.iter().filter(|it| it.blocked.is_none()) {
            if matches!(declared.cookie(cookie), Fit::Nobody) {
                add_cookie(&mut missing, cookie);
            }
        }
        for thing in &run.storage {
            if declared.key(&thing.key, thing.own, &thing.host).is_none() {
                let id = if thing.own { "own-storage".to_owned() } else { id_of(&site_of(&thing.host)) };
                let lifetime = if thing.kind == "session" { None } else { Some(400 * 86_400) };
                let known = known::lookup(&thing.key, &thing.host);
                let service = missing.entry(known.as_ref().map_or(id, |it| id_of(it.company))).or_default();
                service.learn(known.as_ref(), if thing.own { "the site" } else { &thing.host });
                service.keep(&thing.key, lifetime, thing.own, &thing.host, known.map_or("", |it| it.what));
            }
        }
        for request in run.requests.iter().filter(|it| !it.own && went_out(it)) {
            if declared.host(&request.host).is_empty() {
                let site = site_of(&request.host);
                let by_host =
                    missing.iter().find(|(_, it)| it.hosts.contains(&site)).map(|(id, _)| id.clone());
                let service = missing.entry(by_host.unwrap_or_else(|| id_of(&site))).or_default();
                service.learn(None, &site);
                service.hosts.insert(site);
            }
        }
    }
    (!missing.is_empty()).then(|| write(edition, &missing))
}

fn add_cookie(missing: &mut BTreeMap<String, Missing>, cookie: &CookieSeen) {
    let known = known::lookup(&cookie.name, &cookie.host);
    let site = site_of(&cookie.host);
    let id = match &known {
        Some(known) => id_of(known.company),
        None if cookie.own => "own-cookies".to_owned(),
        None => id_of(&site),
    };
    let service = missing.entry(id).or_default();
    service.learn(known.as_ref(), if cookie.own { "the site" } else { &site });
    if !cookie.own {
        service.hosts.insert(site);
    }
    service.keep(&cookie.name, cookie.seconds, cookie.own, &cookie.host, known.map_or("", |it| it.what));
}

impl Missing {
    fn learn(&mut self, known: Option<&known::Known>, otherwise: &str) {
        if let Some(known) = known {
            known.company.clone_into(&mut self.company);
            let more = self.kind.is_none_or(|kind| rank(known.for_what) > rank(kind));
            if more {
                self.kind = Some(known.for_what);
            }
        } else if self.company.is_empty() {
            otherwise.clone_into(&mut self.company);
        }
    }

    fn keep(&mut self, name: &str, seconds: Option<i64>, own: bool, host: &str, what: &str) {
        let lifetime = declared::lifetime_of(seconds);
        let longer = |it: &Thing| declared::seconds(lifetime) > declared::seconds(it.lifetime);
        if self.cookies.get(name).is_none_or(longer) {
            let thing = Thing { lifetime, own, host: site_of(host), what: what.to_owned() };
            self.cookies.insert(name.to_owned(), thing);
        }
    }
}

fn rank(it: Use) -> u8 {
    match it {
        Use::Necessary => 0,
        Use::Functional => 1,
        Use::Analytics => 2,
        Use::Marketing => 3,
    }
}

/// An id from a name: "Google Analytics" gives "google-analytics".
fn id_of(name: &str) -> String {
    let mut id = String::new();
    for letter in name.to_ascii_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "unknown".to_owned() } else { id.to_owned() }
}

fn write(edition: Option<&Edition>, missing: &BTreeMap<String, Missing>) -> String {
    let mut out = String::from(
        "# Proposed from what a browser saw. Nobody has looked at it yet: say what each is for, who receives it and why it\n\
         # is there, or take it off the site. Only what is called necessary here works without consent.\n",
    );
    for (id, service) in missing {
        let kind = match service.kind {
            Some(Use::Necessary) => ServiceKind::Necessary,
            Some(Use::Functional) => ServiceKind::Functional,
            Some(Use::Analytics) => ServiceKind::Analytics,
            // What is not known is taken for what asks most.
            Some(Use::Marketing) | None => ServiceKind::Marketing,
        };
        let taken = edition.is_some_and(|it| it.facts().services.contains_key(id));
        let id = if taken { format!("{id}-more") } else { id.clone() };
        let name = &service.company;
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n[service.{id}]\nname = {}", quoted(name));
        let _ = writeln!(out, "purpose = {}\nkind = \"{kind}\"", quoted(&purpose(edition, kind)));
        if !service.hosts.is_empty() {
            let hosts: Vec<String> = service.hosts.iter().map(|host| quoted(host)).collect();
            let _ = writeln!(out, "hosts = [{}]", hosts.join(", "));
        }
        let what = service.cookies.values().map(|it| it.what.as_str()).find(|it| !it.is_empty());
        let (nl, en) = (format!("nog te beschrijven: {name}"), what.unwrap_or("to be described"));
        let _ = writeln!(out, "description = {{ nl = {}, en = {} }}", quoted(&nl), quoted(en));
        for (name, thing) in &service.cookies {
            let _ = writeln!(
                out,
                "\n[[service.{id}.cookie]]\nname = {}\nlifetime = \"{}\"",
                quoted(name),
                thing.lifetime
            );
            if thing.own {
                out.push_str("party = \"first\"\n");
            } else {
                let _ = writeln!(out, "party = \"third\"\nhost = {}", quoted(&thing.host));
            }
        }
    }
    out
}

/// A purpose that fits: that of a declared service of the kind, or one that rests on consent.
fn purpose(edition: Option<&Edition>, kind: ServiceKind) -> String {
    let Some(facts) = edition.map(Edition::facts) else { return kind.to_string() };
    let alike = facts.services.values().find(|it| it.kind == kind && it.place == Place::Site);
    let alike = alike.map(|it| it.purpose.clone());
    let consented =
        || facts.purposes.iter().find(|(_, it)| it.basis == Basis::Consent).map(|(id, _)| id.clone());
    alike
        .or_else(consented)
        .or_else(|| facts.purposes.keys().next().cloned())
        .unwrap_or_else(|| kind.to_string())
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
