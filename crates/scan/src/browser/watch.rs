//! Hearing everything that the browser says, and knowing whose it is: [`Hub`] knows which tab a session belongs to, has each
//! new frame and worker listened to before it begins, and puts away what pages put in the way (dialogs, windows).

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::protocol::{Connection, Event, locked};
use super::record::Recorder;
use super::text;

/// Who hears what.
#[derive(Default)]
pub(super) struct Hub {
    sessions: Mutex<HashMap<String, Heard>>,
}

#[derive(Clone)]
struct Heard {
    recorder: Arc<Recorder>,
    main: bool,
}

impl Hub {
    /// From now on this tab's session is heard.
    pub fn know(&self, session: &str, recorder: &Arc<Recorder>) {
        locked(&self.sessions)
            .insert(session.to_owned(), Heard { recorder: Arc::clone(recorder), main: true });
    }

    /// Everything that the browser says, as it says it.
    pub fn hear(&self, connection: &Connection, event: &Event) {
        if event.method == "Target.targetCreated" {
            let info = &event.params["targetInfo"];
            // A window that a page opened: it is noted where it is attached, and never looked at.
            if info["type"] == "page" && info["openerId"].is_string() {
                connection.tell(None, "Target.closeTarget", &json!({ "targetId": info["targetId"] }));
            }
            return;
        }
        let Some(session) = event.session.as_deref() else {
            return;
        };
        let Some(heard) = locked(&self.sessions).get(session).cloned() else { return };
        match event.method.as_str() {
            "Target.attachedToTarget" => self.attached(connection, &heard, &event.params),
            "Target.detachedFromTarget" => {
                locked(&self.sessions).remove(&text(&event.params["sessionId"]));
            }
            "Page.javascriptDialogOpening" => {
                // Leaving is allowed, everything else is declined.
                let accept = event.params["type"] == "beforeunload";
                connection.tell(Some(session), "Page.handleJavaScriptDialog", &json!({ "accept": accept }));
                heard.recorder.odd("dialog");
            }
            _ => {
                if !heard.recorder.take(session, heard.main, event) {
                    connection.tell(Some(session), "Network.disable", &json!({}));
                }
            }
        }
    }

    /// A frame, worker or window of a page: it waits until we listen.
    fn attached(&self, connection: &Connection, heard: &Heard, params: &Value) {
        let session = text(&params["sessionId"]);
        let kind = params["targetInfo"]["type"].as_str().unwrap_or_default();
        if kind == "page" {
            heard.recorder.odd("window");
            connection.tell(
                None,
                "Target.closeTarget",
                &json!({ "targetId": params["targetInfo"]["targetId"] }),
            );
            return;
        }
        if !heard.recorder.another_frame() {
            // It stays paused for ever, which is what it gets for being one too many.
            heard.recorder.odd("too-many-frames");
            return;
        }
        if kind.contains("worker") {
            heard.recorder.odd("worker");
        }
        locked(&self.sessions)
            .insert(session.clone(), Heard { recorder: Arc::clone(&heard.recorder), main: false });
        prepare(connection, &session, kind == "iframe", &heard.recorder);
        connection.tell(Some(&session), "Runtime.runIfWaitingForDebugger", &json!({}));
    }
}

/// Has a session say what we want to know, before it does anything.
pub(super) fn prepare(connection: &Connection, session: &str, has_page: bool, recorder: &Recorder) {
    let network = json!({ "maxTotalBufferSize": 2_000_000, "maxResourceBufferSize": 200_000, "maxPostDataSize": 65_536 });
    let tell = |method: &str, params: Value| connection.tell(Some(session), method, &params);
    tell("Network.enable", network);
    if recorder.gpc {
        tell("Network.setExtraHTTPHeaders", json!({ "headers": { "Sec-GPC": "1" } }));
    }
    // A visitor who is a scan leaves no choice in anybody's register.
    tell(
        "Network.setBlockedURLs",
        json!({ "urls": ["*/v1/consents*"], "urlPatterns": [{ "urlPattern": "*://*:*/*v1/consents*", "block": true }] }),
    );
    tell("Runtime.enable", json!({}));
    if has_page {
        tell("Page.enable", json!({}));
        tell("Page.setLifecycleEventsEnabled", json!({ "enabled": true }));
        tell("DOMStorage.enable", json!({}));
        tell("Inspector.enable", json!({}));
        tell("Runtime.addBinding", json!({ "name": recorder.binding }));
        tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": recorder.inside() }));
        if !recorder.scripts {
            tell("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
        }
    }
    let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
    tell("Target.setAutoAttach", attach);
}
