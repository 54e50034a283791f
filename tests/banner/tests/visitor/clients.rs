//! Browsers that answer for their user press what the user wants, without knowing us or by a rule from `docs/clients`.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::{SHUT, Visit, choice, holds, meet, until};

const AUTOCONSENT: &str = include_str!("../../vendor/autoconsent.playwright.js");
const CONSENT_O_MATIC: &str = include_str!("consent-o-matic.js");
const RULES: [&str; 2] = [
    include_str!("../../../../docs/clients/autoconsent.json"),
    include_str!("../../../../docs/clients/consent-o-matic.json"),
];

/// What the browser around autoconsent answers it: what its user wants, and the rules it knows.
fn browser(wants: &str, rules: &Value) -> String {
    let config = json!({
        "enabled": true, "autoAction": wants, "disabledCmps": [], "enablePrehide": false, "enableCosmeticRules": true,
        "enableGeneratedRules": true, "detectRetries": 20, "isMainWorld": false, "prehideTimeout": 2000,
        "enableHeuristicDetection": true, "enablePopupMutationObserver": true, "visualTest": false,
        "logs": {}, "performanceLoggingEnabled": false, "heuristicPopupSearchTimeout": 1000, "heuristicMode": "reject",
    });
    let answer = json!({ "type": "initResp", "config": config, "rules": { "autoconsent": rules } });
    format!(
        "window.said = []; window.autoconsentSendMessage = async (it) => {{ window.said.push(it); \
         if (it.type === 'init') setTimeout(() => window.autoconsentReceiveMessage({answer})); }};\n{AUTOCONSENT}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_refuses_for_its_user_without_knowing_us_and_by_our_rule_does_either() -> Result<()> {
    let rule: Value = RULES[0].parse()?;
    for (wants, rules, name) in [
        ("optOut", json!([]), "HEURISTIC-REJECT"),
        ("optOut", json!([rule]), "gestand"),
        ("optIn", json!([rule]), "gestand"),
    ] {
        for path in ["/nl", "/en"] {
            let visit = Visit::begin().await?;
            let page = &visit.page;
            let script = json!({ "source": browser(wants, &rules) });
            page.tell("Page.addScriptToEvaluateOnNewDocument", script).await?;
            page.go(path).await?;
            until(page, "window.said.some(it => it.type === 'autoconsentDone')")
                .await
                .with_context(|| format!("{wants} {path} by {name}"))?;
            let result = page
                .read("(() => { const it = window.said.find(it => /^opt(In|Out)Result$/.test(it.type)); return [it.type, it.cmp, it.result]; })()")
                .await?;
            ensure!(result == json!([format!("{wants}Result"), name, true]), "{wants} {path}: {result}");
            until(page, SHUT).await?;
            let made = choice(page).await?;
            let agreed = made["yes"].as_object().context("a choice")?.len();
            ensure!(agreed == if wants == "optIn" { 5 } else { 0 }, "{wants} {path}: {made}");
            if wants == "optOut" {
                ensure!(visit.scene.tracker.asked().is_empty(), "{:?}", visit.scene.tracker.lines());
            } else {
                until(page, "(window.ran || []).includes('meta')").await?;
            }
            let proofs = visit.proofs()?;
            ensure!(proofs.len() == 1, "its user's choice is recorded as anybody's: {proofs:?}");
            visit.end().await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_o_matic_ticks_what_its_user_wants_by_our_rule() -> Result<()> {
    let rules: Value = RULES[1].parse()?;
    let all = ["funnelview", "google-ads", "google-analytics", "linkedin-insight", "meta-pixel"];
    let cases: [(Value, &[&str]); 3] = [
        (json!({"B": false, "D": false, "E": false, "F": false}), &[]),
        (json!({"B": true, "D": false, "E": false, "F": false}), &["funnelview", "google-analytics"]),
        (json!({"B": true, "D": true, "E": true, "F": true}), &all),
    ];
    for (wanted, expected) in cases {
        for path in ["/nl", "/en"] {
            let visit = Visit::begin().await?;
            let page = &visit.page;
            meet(page, path).await?;
            let done = page.read_text(&format!("{CONSENT_O_MATIC}({}, {wanted})", rules["gestand"])).await?;
            ensure!(done == "OPEN_OPTIONS,DO_CONSENT,SAVE_CONSENT", "{done}");
            until(page, SHUT).await?;
            let made = choice(page).await?;
            let mut yes: Vec<&str> =
                made["yes"].as_object().context("a choice")?.keys().map(String::as_str).collect();
            yes.sort_unstable();
            ensure!(yes == expected, "{wanted} {path}: {made}");
            holds(page, "window.gestand.choice().source === 'second-layer'").await?;
            visit.end().await?;
        }
    }
    Ok(())
}
