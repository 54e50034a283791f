//! The pages' side of a record: what frames told of cookies, storage and questions about the device, and what the browser says
//! of its storage.

use serde_json::Value;

use super::{Inside, Recorder, SetCookie, text};
use crate::seen::{ProbeSeen, Setter, StorageSeen};
use crate::sites;

impl Recorder {
    /// What a frame told.
    pub(super) fn told(&self, it: &mut Inside, params: &Value) {
        let Ok(said) = serde_json::from_str::<Value>(params["payload"].as_str().unwrap_or_default()) else {
            return;
        };
        let script = text(&said["script"]);
        let host = Some(text(&said["host"]))
            .filter(|it| !it.is_empty())
            .unwrap_or_else(|| sites::host(&it.page_full));
        let (page, times) =
            (it.page.clone(), u32::try_from(said["times"].as_u64().unwrap_or(1)).unwrap_or(1));
        match said["it"].as_str() {
            Some("cookie") => {
                if it.cookies.len() >= self.limits.things {
                    *it.odd.entry("more-cookies".to_owned()).or_default() += 1;
                    return;
                }
                it.cookies.push(SetCookie {
                    name: text(&said["name"]),
                    domain: said["domain"].as_str().map_or(host, str::to_ascii_lowercase),
                    seconds: said["seconds"].as_i64(),
                    session: said["seconds"].is_null(),
                    set: Setter::Script { url: sites::without_values(&script) },
                    from: script,
                    blocked: None,
                    page,
                    earlier: false,
                });
            }
            Some("storage") => {
                let (kind, key) = (text(&said["kind"]), text(&said["key"]));
                self.keep_key(it, (kind, key, host), &Setter::Script { url: sites::without_values(&script) });
            }
            Some("probe") => {
                let way = text(&said["way"]);
                let host = self.sites.host_of(&script);
                let clean = sites::without_values(&script);
                let row = it.probes.entry((way.clone(), clean.clone())).or_insert(ProbeSeen {
                    way,
                    script: clean,
                    host,
                    page,
                    times: 0,
                });
                row.times = row.times.max(times);
            }
            _ => {}
        }
    }

    pub(super) fn stored(&self, it: &mut Inside, params: &Value) {
        let (kind, host) = place(&params["storageId"]);
        let key = (kind.to_owned(), text(&params["key"]).chars().take(200).collect(), host);
        self.keep_key(it, key, &Setter::Unseen);
    }

    fn keep_key(&self, it: &mut Inside, key: (String, String, String), set: &Setter) {
        if it.storage.len() >= self.limits.things && !it.storage.contains_key(&key) {
            *it.odd.entry("more-keys".to_owned()).or_default() += 1;
            return;
        }
        let page = it.page.clone();
        let own = self.sites.own.iter().any(|own| sites::site_of(own) == sites::site_of(&key.2));
        let row = it.storage.entry(key.clone()).or_insert_with(|| StorageSeen {
            kind: key.0,
            key: key.1,
            host: key.2,
            own,
            set: Setter::Unseen,
            page,
            left: true,
        });
        if row.set == Setter::Unseen {
            row.set = set.clone();
        }
        row.left = true;
    }
}

/// Which storage is meant, and whose.
fn place(id: &Value) -> (&'static str, String) {
    let origin = id["storageKey"].as_str().or(id["securityOrigin"].as_str()).unwrap_or_default();
    let kind = if id["isLocalStorage"] == true { "local" } else { "session" };
    (kind, sites::host(origin))
}

pub(super) fn removed(it: &mut Inside, params: &Value) {
    let (kind, host) = place(&params["storageId"]);
    let key = params["key"].as_str();
    for row in it.storage.values_mut() {
        if row.kind == kind && row.host == host && key.is_none_or(|key| row.key == key) {
            row.left = false;
        }
    }
}
