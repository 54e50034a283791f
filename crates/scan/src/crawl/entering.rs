//! Making the choice of a state, with the controls that people have.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::Walk;
use crate::browser::tab::Tab;
use crate::browser::{BrowserError, Recorder};
use crate::limits::BANNER;
use crate::seen::{BannerSeen, ControlKind, Run, State};

/// How many pages are visited between giving and taking back.
const BETWEEN: usize = 3;

/// Brings the visitor into the state of the run: with how many clicks, or nothing when it cannot be.
pub(super) async fn enter(
    walk: &Walk<'_>,
    tab: &mut Tab,
    recorder: &Recorder,
    run: &Run,
    first: &str,
) -> Result<Option<u32>, BrowserError> {
    match &run.state {
        State::NoChoice | State::Gpc | State::NoScript => Ok(Some(0)),
        State::Refused => refuse(tab).await,
        State::All => press(tab, "accept").await,
        State::Only(purpose) => only(tab, purpose).await,
        State::Withdrawn => {
            if press(tab, "accept").await?.is_none() {
                return Ok(None);
            }
            for url in walk.plan.start.iter().take(BETWEEN) {
                tab.go(url).await;
            }
            tab.go(first).await;
            recorder.begin_again();
            withdraw(tab).await
        }
    }
}

/// Presses a control of the banner and waits for what follows.
async fn press(tab: &Tab, kind: &str) -> Result<Option<u32>, BrowserError> {
    let pressed = tab.press("place", &json!({ "kind": kind })).await?;
    if pressed {
        tab.calm().await;
    }
    Ok(pressed.then_some(1))
}

/// Refuses: on the first layer, or behind “settings” with everything unticked.
async fn refuse(tab: &Tab) -> Result<Option<u32>, BrowserError> {
    if let Some(clicks) = press(tab, "refuse").await? {
        return Ok(Some(clicks));
    }
    if press(tab, "settings").await?.is_none() {
        return Ok(None);
    }
    if press(tab, "refuse").await?.is_some() {
        return Ok(Some(2));
    }
    tab.act("untick", &Value::Null).await?;
    Ok(press(tab, "save").await?.map(|_| 2))
}

async fn only(tab: &Tab, purpose: &str) -> Result<Option<u32>, BrowserError> {
    if press(tab, "settings").await?.is_none()
        || !tab.press("purpose", &json!({ "purpose": purpose })).await?
    {
        return Ok(None);
    }
    Ok(press(tab, "save").await?.map(|_| 3))
}

/// Takes everything back: reopens the choices, refuses.
async fn withdraw(tab: &Tab) -> Result<Option<u32>, BrowserError> {
    if !tab.press("reopen", &Value::Null).await? {
        return Ok(None);
    }
    tab.calm().await;
    Ok(refuse(tab).await?.map(|clicks| clicks + 1))
}

/// What lies behind “settings” of a banner: whether one can refuse there, and what is ticked already.
pub(super) async fn look_deeper(tab: &mut Tab, run: &mut Run, first: &str) {
    let Some(banner) = &mut run.banner else { return };
    if tab.go(first).await.is_some() {
        return;
    }
    let until = Instant::now() + BANNER;
    while !tab.act("look", &Value::Null).await.is_ok_and(|it| !it.is_null()) {
        if Instant::now() >= until {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    if !matches!(press(tab, "settings").await, Ok(Some(_))) {
        return;
    }
    let seen = tab.act("look", &Value::Null).await.unwrap_or_default();
    if let Ok(deeper) = serde_json::from_value::<BannerSeen>(seen) {
        banner.deeper_refuse = Some(deeper.control(ControlKind::Refuse).is_some());
        banner.deeper_ticked = deeper.ticked;
    }
}
