//! axe-core: what on a page would keep somebody out.
//!
//! All rules run: WCAG 2.0 to 2.2, A and AA, and axe's own good practice. To leave one out, name it in
//! [`LEFT_OUT`] with the reason. That axe sees what it should is shown by planted barriers in
//! `tests/people/pages.rs`.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::page::Page;

const AXE: &str = include_str!("../vendor/axe.min.js");

/// Rules that are not asked.
const LEFT_OUT: &[&str] = &[];

/// The rules that depend on colours.
const COLOURS: [&str; 2] = ["color-contrast", "link-in-text-block"];

impl Page {
    /// What is wrong with the page as it stands, one line an element; empty when nothing is.
    ///
    /// # Errors
    /// When axe cannot run.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        let rules: serde_json::Map<String, Value> = LEFT_OUT
            .iter()
            .map(|rule| ((*rule).to_owned(), json!({ "enabled": false })))
            .chain([("target-size".to_owned(), json!({ "enabled": true }))])
            .collect();
        self.run_axe(&json!({ "rules": rules })).await
    }

    /// The same, by the rules about colours only: all that can differ between a page in light and the same page
    /// in dark, because the style sheet changes nothing but colours (a test of `web` holds it to that).
    ///
    /// # Errors
    /// When axe cannot run.
    pub async fn colour_barriers(&self) -> Result<Vec<String>> {
        let rules: Vec<&str> = COLOURS.into_iter().filter(|rule| !LEFT_OUT.contains(rule)).collect();
        self.run_axe(&json!({ "runOnly": { "type": "rule", "values": rules } })).await
    }

    async fn run_axe(&self, which: &Value) -> Result<Vec<String>> {
        // Once a page: it stays there until another page comes.
        if self.read("typeof window.axe").await? != "object" {
            self.read(&format!("{AXE};true")).await.context("axe does not load")?;
        }
        let mut options = which.clone();
        options["resultTypes"] = json!(["violations"]);
        options["preload"] = json!(false);
        let run = format!(
            "axe.run(document, {options}).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
                rule.id + ' at ' + node.target.join(' ') + ': '
                + (node.failureSummary || rule.help).replace(/\\s+/g, ' '))))"
        );
        Ok(serde_json::from_value(self.read(&run).await?)?)
    }
}
