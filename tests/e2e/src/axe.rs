//! axe-core: what on a page would keep somebody out.
//!
//! All rules run: WCAG 2.0 to 2.2, A and AA, and axe's own good practice. To leave one out, name it in
//! [`LEFT_OUT`] with the reason.

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::page::Page;

const AXE: &str = include_str!("../vendor/axe.min.js");

/// Rules that are not asked.
const LEFT_OUT: &[&str] = &[];

impl Page {
    /// What is wrong with the page as it stands, one line an element; empty when nothing is.
    ///
    /// # Errors
    /// When axe cannot run.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        if self.read("typeof window.axe").await? != "object" {
            self.read(&format!("{AXE};true")).await.context("axe does not load")?;
        }
        let rules: serde_json::Map<String, serde_json::Value> = LEFT_OUT
            .iter()
            .map(|rule| ((*rule).to_owned(), json!({ "enabled": false })))
            .chain([("target-size".to_owned(), json!({ "enabled": true }))])
            .collect();
        let options = json!({ "rules": rules, "resultTypes": ["violations"], "preload": false });
        let run = format!(
            "axe.run(document, {options}).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
                rule.id + ' at ' + node.target.join(' ') + ': '
                + (node.failureSummary || rule.help).replace(/\\s+/g, ' '))))"
        );
        Ok(serde_json::from_value(self.read(&run).await?)?)
    }
}
