//! The traffic of a scan as HAR 1.2, without values: addresses have the names of their queries only, and there are no
//! headers, cookies or bodies.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::seen::Scan;

/// The whole file.
pub fn har(scan: &Scan) -> Value {
    let mut pages = Vec::new();
    let mut entries = Vec::new();
    for run in &scan.runs {
        let state = run.state.name();
        let mut known: Vec<String> = Vec::new();
        for request in &run.traffic {
            let url = request["page"].as_str().unwrap_or_default();
            let page = format!("{state} {url}");
            let began = moment(&request["wall"]);
            if !known.contains(&page) {
                known.push(page.clone());
                pages.push(json!({ "id": page, "title": page, "startedDateTime": began, "pageTimings": {} }));
            }
            entries.push(json!({
                "pageref": page,
                "startedDateTime": began,
                "time": request["millis"],
                "request": {
                    "method": request["method"], "url": request["url"], "httpVersion": "", "cookies": [],
                    "headers": [], "queryString": [], "headersSize": -1, "bodySize": -1,
                },
                "response": {
                    "status": request["status"].as_u64().unwrap_or(0), "statusText": "", "httpVersion": "",
                    "cookies": [], "headers": [], "redirectURL": "", "headersSize": -1, "bodySize": -1,
                    "content": { "size": request["size"], "mimeType": request["mime"] },
                },
                "cache": {},
                "timings": { "send": 0, "wait": request["millis"], "receive": 0 },
                "_resourceType": request["kind"],
            }));
        }
    }
    let creator = json!({ "name": "gestand", "version": env!("CARGO_PKG_VERSION") });
    json!({ "log": { "version": "1.2", "creator": creator, "browser": { "name": scan.browser, "version": "" }, "pages": pages, "entries": entries } })
}

fn moment(wall: &Value) -> String {
    let at = wall.as_f64().and_then(|wall| {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of this century")]
        let millis = (wall * 1000.0) as i64;
        Timestamp::from_millisecond(millis).ok()
    });
    at.unwrap_or_default().to_string()
}
