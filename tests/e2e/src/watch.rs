//! What the browser must never have seen: a request to somebody else, a breach of the content security
//! policy, a script that failed, an asset that is missing, an answer that says that we failed.

use serde_json::Value;

use crate::cdp::Event;

/// Every fault in what a browser that may ask `homes` said, in order, each once.
pub fn faults(events: &[Event], homes: &[&str]) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    for fault in events.iter().filter_map(|event| fault(event, homes)) {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    faults
}

fn fault(event: &Event, homes: &[&str]) -> Option<String> {
    let params = &event.params;
    match event.method.as_str() {
        "Network.requestWillBeSent" => {
            let url = params["request"]["url"].as_str().unwrap_or_default();
            (!homes.iter().any(|home| is_home(url, home)))
                .then(|| format!("a request to somebody else: {url}"))
        }
        "Network.responseReceived" => {
            let status = params["response"]["status"].as_u64().unwrap_or_default();
            let url = params["response"]["url"].as_str().unwrap_or_default();
            let asset = params["type"] != "Document";
            (status >= 500 || (asset && status >= 400)).then(|| format!("{url} answered {status}"))
        }
        "Network.loadingFailed" if params["canceled"] != true => {
            Some(format!("something did not load: {} {}", params["errorText"], params["blockedReason"]))
        }
        "Runtime.exceptionThrown" => Some(format!("a script failed: {}", params["exceptionDetails"]["text"])),
        "Runtime.consoleAPICalled" if is_bad(&params["type"]) => {
            Some(format!("the console says: {}", params["args"]))
        }
        // A page that answers 404 on purpose is reported here too; answers are judged above.
        "Log.entryAdded" if is_bad(&params["entry"]["level"]) && params["entry"]["source"] != "network" => {
            Some(format!("the browser complains: {}", params["entry"]["text"]))
        }
        // Advice on speed, such as to read cookies later: the banner must read its own before anything runs.
        "Audits.issueAdded" if params["issue"]["code"] == "PerformanceIssue" => None,
        "Audits.issueAdded" if is_theirs(params, homes) => None,
        "Audits.issueAdded" => {
            let code = params["issue"]["code"].as_str().unwrap_or_default();
            Some(format!("the browser raises an issue: {code} {}", params["issue"]["details"]))
        }
        "Inspector.targetCrashed" => Some("a page crashed".to_owned()),
        _ => None,
    }
}

/// A warning about third-party cookies of a server that the test named: it is there to be somebody else.
fn is_theirs(params: &Value, homes: &[&str]) -> bool {
    let details = &params["issue"]["details"]["cookieIssueDetails"];
    let url = details["cookieUrl"].as_str().unwrap_or_default();
    let warned = details["cookieExclusionReasons"].as_array().is_some_and(Vec::is_empty);
    warned && homes.iter().skip(1).any(|home| is_home(url, home))
}

fn is_bad(level: &Value) -> bool {
    matches!(level.as_str(), Some("error" | "warning" | "assert"))
}

fn is_home(url: &str, home: &str) -> bool {
    let ours =
        url.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    ours || url.starts_with("data:") || url.starts_with("about:")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_must_not_happen_is_named_and_the_rest_is_not() {
        let home = "http://127.0.0.1:8080";
        for (method, params, bad) in [
            ("Network.requestWillBeSent", json!({"request": {"url": "http://127.0.0.1:8080/nl"}}), false),
            ("Network.requestWillBeSent", json!({"request": {"url": "http://127.0.0.1:80801/nl"}}), true),
            ("Network.requestWillBeSent", json!({"request": {"url": "https://fonts.example/a.css"}}), true),
            ("Network.requestWillBeSent", json!({"request": {"url": "data:image/svg+xml,x"}}), false),
            ("Network.responseReceived", json!({"response": {"status": 404}, "type": "Document"}), false),
            ("Network.responseReceived", json!({"response": {"status": 404}, "type": "Font"}), true),
            ("Network.responseReceived", json!({"response": {"status": 503}, "type": "Document"}), true),
            ("Network.loadingFailed", json!({"canceled": true}), false),
            ("Network.loadingFailed", json!({"canceled": false, "blockedReason": "csp"}), true),
            ("Runtime.exceptionThrown", json!({"exceptionDetails": {"text": "x"}}), true),
            ("Log.entryAdded", json!({"entry": {"level": "error", "source": "security"}}), true),
            ("Log.entryAdded", json!({"entry": {"level": "error", "source": "network"}}), false),
            ("Log.entryAdded", json!({"entry": {"level": "info", "source": "security"}}), false),
            ("Audits.issueAdded", json!({"issue": {"code": "ContentSecurityPolicyIssue"}}), true),
            ("Page.loadEventFired", json!({}), false),
        ] {
            let event = Event { session: None, method: method.into(), params };
            assert_eq!(!faults(std::slice::from_ref(&event), &[home]).is_empty(), bad, "{event:?}");
        }
    }
}
