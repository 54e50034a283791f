//! Writing down what a person of the organisation finds, where that is the answer: of an automated decision (GDPR
//! art. 22(3)), or to somebody who complains (art. 77). It can be written again until it is sent, which is the
//! approval.

use ::requests::{Command, Finding, Remedy};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::ids::RequestId;
use kernel::{Actor, Language, Text};
use serde::Serialize;

use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Result};
use crate::requests::officer::{seen_row, words};
use crate::requests::{change, decide};

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct JudgementView {
    /// What.
    pub found: Finding,
    /// In words, as the person reads them.
    pub words: String,
    /// When it was written.
    pub at: Timestamp,
}

/// Where the law lets people go who are not satisfied.
#[derive(Debug, Clone, Serialize)]
pub struct Remedies {
    /// The article of the GDPR that gives the complaint to the authority.
    pub authority_article: String,
    /// The article that gives the way to the court.
    pub court_article: String,
    /// The provision of the Member State about the court.
    pub court_provision: String,
    /// Within which time after an answer one goes there.
    pub court_within: Text,
}

/// Where the law lets people go today.
///
/// # Errors
/// The law data name nothing for today.
pub fn remedies(app: &App) -> Result<Remedies> {
    remedies_on(app, app.today())
}

/// The same for what was received on a day.
pub(crate) fn remedies_on(app: &App, day: Date) -> Result<Remedies> {
    let rules = app.law().on(day);
    let rules = rules.ok_or_else(|| Error::internal("the law data name no remedies for that day"))?;
    let span = |language| rules.court_within.text(language);
    Ok(Remedies {
        authority_article: rules.remedy(Remedy::Authority).to_owned(),
        court_article: rules.remedy(Remedy::Court).to_owned(),
        court_provision: rules.court_provision.clone(),
        court_within: Text { nl: span(Language::Nl), en: span(Language::En) },
    })
}

/// Writes down what was found.
///
/// # Errors
/// The actor does not decide, the finding does not fit the right, there are no words, or somebody was faster.
pub async fn judge(
    app: &App,
    actor: &Actor,
    id: RequestId,
    seen: Option<i64>,
    found: Finding,
    said: &str,
) -> Result<()> {
    let by = decide::decider(actor)?;
    let words = words(said)?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let mut row = seen_row(&mut tx, id, seen).await?;
    change::apply(app, &mut tx, &mut row, Command::Judge { by, found, words }).await?;
    commit(tx, "judged").await
}
