//! A script of steps that a visitor takes on the site in every state: signing in, filling a basket.
//!
//! A TOML file of steps in order. What is secret stands in an environment variable, which the file names:
//!
//! ```toml
//! [[step]]
//! go = "/login"
//! [[step]]
//! fill = "#password"
//! with_env = "SCAN_PASSWORD"
//! [[step]]
//! click = "button[type=submit]"
//! [[step]]
//! see = ".dashboard"
//! ```

use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::browser::BrowserError;
use crate::browser::tab::Tab;

/// A script.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The steps in order.
    #[serde(default)]
    step: Vec<Step>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Step {
    go: Option<String>,
    click: Option<String>,
    fill: Option<String>,
    with: Option<String>,
    with_env: Option<String>,
    see: Option<String>,
}

/// Why a script cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ScriptError {
    /// It is no such file.
    #[error("the script cannot be read: {0}")]
    Unreadable(String),
    /// A step does not say one thing.
    #[error(
        "step {0} of the script must say exactly one of go, click, fill (with `with` or `with_env`) and see"
    )]
    Unclear(usize),
    /// A variable is not set.
    #[error("step {0} of the script needs the environment variable {1}, which is not set")]
    Variable(usize, String),
}

impl Script {
    /// Reads a script; `variable` gives the value of an environment variable.
    ///
    /// # Errors
    /// It is not one, or a variable is missing.
    pub fn parse(text: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ScriptError> {
        let mut script: Self =
            toml::from_str(text).map_err(|error| ScriptError::Unreadable(error.message().to_owned()))?;
        for (at, step) in script.step.iter_mut().enumerate() {
            let said =
                [&step.go, &step.click, &step.fill, &step.see].iter().filter(|it| it.is_some()).count();
            let values = usize::from(step.with.is_some()) + usize::from(step.with_env.is_some());
            if said != 1 || values != usize::from(step.fill.is_some()) {
                return Err(ScriptError::Unclear(at + 1));
            }
            if let Some(name) = step.with_env.take() {
                step.with = Some(variable(&name).ok_or(ScriptError::Variable(at + 1, name))?);
            }
        }
        Ok(script)
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.step.is_empty()
    }

    /// Walks the steps; the first that does not work ends it and is told.
    pub(crate) async fn walk(&self, tab: &mut Tab, base: &str) -> Result<(), String> {
        for (at, step) in self.step.iter().enumerate() {
            step.take(tab, base).await.map_err(|why| format!("step {}: {why}", at + 1))?;
        }
        Ok(())
    }
}

const PLACE: &str = "(selector => {
    const one = [...document.querySelectorAll(selector)].find(it => it.getClientRects().length > 0);
    if (!one) return null;
    one.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = one.getClientRects()[0];
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    return { x, y, over: !!hit && !(one.contains(hit) || hit.contains(one)) };
})";

impl Step {
    async fn take(&self, tab: &mut Tab, base: &str) -> Result<(), String> {
        if let Some(to) = &self.go {
            let url =
                Url::parse(base).and_then(|base| base.join(to)).map_err(|_| format!("{to} is no address"))?;
            return tab.go(url.as_str()).await.map_or(Ok(()), Err);
        }
        let said = |error: BrowserError| error.to_string();
        if let Some(selector) = self.click.as_ref().or(self.fill.as_ref()) {
            let place = tab.read(&format!("{PLACE}({})", json!(selector))).await.map_err(said)?;
            let (Some(x), Some(y)) = (place["x"].as_f64(), place["y"].as_f64()) else {
                return Err(format!("nothing visible is called {selector}"));
            };
            if place["over"] == true {
                return Err(format!("something lies over {selector}"));
            }
            tab.click(x, y).await.map_err(said)?;
            if let Some(words) = &self.with {
                return tab.write(words).await.map_err(said);
            }
            tab.calm().await;
            return Ok(());
        }
        let selector = self.see.as_deref().unwrap_or_default();
        let shown = format!(
            "[...document.querySelectorAll({})].some(it => it.getClientRects().length > 0 && it.innerText.trim() !== '')",
            json!(selector)
        );
        for _ in 0..20 {
            if tab.read(&shown).await.map_err(said)? == true {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        Err(format!("{selector} never came"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        let set = |name: &str| (name == "SECRET").then(|| "s".to_owned());
        let one = |text: &str| Script::parse(text, set);
        assert!(one("").unwrap().is_empty());
        assert_eq!(
            one("[[step]]\ngo = '/a'\n[[step]]\nfill = '#p'\nwith_env = 'SECRET'").unwrap().step.len(),
            2
        );
        assert_eq!(one("[[step]]\ngo = '/a'\nclick = 'b'"), Err(ScriptError::Unclear(1)));
        assert_eq!(one("[[step]]"), Err(ScriptError::Unclear(1)));
        assert_eq!(one("[[step]]\nfill = '#p'"), Err(ScriptError::Unclear(1)));
        assert_eq!(
            one("[[step]]\nfill = '#p'\nwith_env = 'OTHER'"),
            Err(ScriptError::Variable(1, "OTHER".into()))
        );
        assert!(matches!(one("[[step]]\nrun = 'x'"), Err(ScriptError::Unreadable(_))));
    }
}
