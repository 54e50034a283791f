//! What a mail about a request says, from the request and its receipts.

use ::requests::{Decider, Judgement, MailKind, Origin, Request, Right, State};
use kernel::Text;
use kernel::clock::date_in;
use mail::{About, CountLine, HolderLine, HolderReport, Mail, OutstandingLine};
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::requests::about::{About as AboutPerson, Scope};
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::requests::{change, judge};
use crate::tasks;

/// Whether a mail of this kind gives an answer, or a part of it.
pub(super) fn is_answer(kind: MailKind) -> bool {
    !matches!(
        kind,
        MailKind::RequestReceived
            | MailKind::IdentityAsked
            | MailKind::QuestionAsked
            | MailKind::RequestExtended
            | MailKind::RestrictionEnding
            | MailKind::ObjectionHalted
            | MailKind::Refusal
            | MailKind::OfficerNewRequest
    )
}

/// Whether what was done for a right has an outcome of its own, and no rows that are set aside.
fn is_told_apart(right: Right) -> bool {
    matches!(right, Right::Erasure | Right::Rectification)
}

pub(super) struct Writer<'a> {
    pub(super) app: &'a App,
    pub(super) deployment: &'a Deployment,
    pub(super) row: &'a RequestRow,
    pub(super) request: &'a Request,
    pub(super) steps: &'a [StepRow],
}

impl Writer<'_> {
    pub(super) fn about(&self) -> About {
        About {
            right: self.request.right,
            reference: self.row.id.to_string(),
            received: date_in(self.request.received, &self.deployment.zone),
        }
    }

    pub(super) fn desk_link(&self) -> String {
        format!("{}/desk/requests/{}", self.app.config().base_url, self.row.id)
    }

    fn portal_link(&self) -> String {
        format!("{}/mijn/verzoeken/{}", self.app.config().base_url, self.row.id)
    }

    pub(super) async fn mail(&self, kind: MailKind) -> Result<Mail> {
        let about = self.about();
        let deadline = change::deadline_of(self.app, self.request)?;
        let link = self.row.subject_id.map(|_| self.portal_link());
        Ok(match kind {
            MailKind::RequestReceived => Mail::RequestReceived {
                about,
                due: deadline.effective,
                link,
                end_of_service: self.request.origin == Origin::EndOfService,
                copy_first: self.request.waits_for.is_some(),
            },
            MailKind::IdentityAsked => Mail::IdentityAsked { about, link: self.portal_link(), code: None },
            MailKind::QuestionAsked => Mail::QuestionAsked {
                about,
                question: self.request.question.as_ref().map(|asked| asked.words.clone()).unwrap_or_default(),
                link,
            },
            MailKind::RestrictionEnding => {
                let asked = self.request.state.approval().is_some_and(|given| given.by == Decider::Law);
                Mail::RestrictionEnding { about, asked, link }
            }
            MailKind::ObjectionHalted => Mail::ObjectionHalted {
                about,
                for_good: self.is_for_good()?,
                stop: self.stop()?,
                due: deadline.effective,
            },
            MailKind::RequestExtended => Mail::RequestExtended {
                about,
                due: deadline.effective,
                reasons: self.request.extension.as_ref().map(|e| e.reasons.clone()).unwrap_or_default(),
                article: deadline.article.clone(),
            },
            MailKind::OfficerNewRequest => Mail::OfficerNewRequest {
                about,
                channel: self.request.channel,
                due: deadline.effective,
                link: self.desk_link(),
            },
            MailKind::Refusal => self.refusal(about)?,
            answer => self.answer(answer, about, deadline.effective).await?,
        })
    }

    /// An answer, or a part of it.
    async fn answer(&self, kind: MailKind, about: About, due: jiff::civil::Date) -> Result<Mail> {
        let link = self.row.subject_id.map(|_| self.portal_link());
        let right = self.request.right;
        Ok(match kind {
            MailKind::AccessAnswerReady => Mail::AccessAnswerReady {
                about,
                link: self.portal_link(),
                expires: self.expires().await?.unwrap_or(due),
                systems: self.answered(),
                holders: self.holders()?,
                left_out: self.left_out()?,
            },
            MailKind::ErasureConfirmation => Mail::ErasureConfirmation { about, outcome: self.outcome()? },
            MailKind::RectificationConfirmation => {
                Mail::RectificationConfirmation { about, correction: self.correction()? }
            }
            MailKind::RestrictionConfirmation => {
                Mail::RestrictionConfirmation { about, stop: self.stop()?, link }
            }
            MailKind::RestrictionLifted => Mail::RestrictionLifted { about, stop: self.stop()? },
            MailKind::ObjectionConfirmation => {
                let expires = self.expires().await?;
                Mail::ObjectionConfirmation {
                    about,
                    stop: self.stop()?,
                    outcome: self.when(self.erases()?, Self::outcome)?,
                    link: link.filter(|_| expires.is_some()),
                    expires,
                }
            }
            MailKind::AnsweredInPart => Mail::AnsweredInPart {
                about,
                outstanding: self.outstanding()?,
                expires: self.expires().await?,
                link: self.expires().await?.map(|_| self.portal_link()),
                outcome: self.when(self.erases()?, Self::outcome)?,
                correction: self.when(right == Right::Rectification, Self::correction)?,
                stop: self.when(right.changes_systems() && !is_told_apart(right), Self::stop)?,
            },
            MailKind::ReviewAnswered => {
                let wish = AboutPerson::of(self.app, self.row)?.wish;
                let judgement = self.judgement()?;
                let decision = wish.said().map(|(decision, _)| decision.to_owned()).unwrap_or_default();
                let words = judgement.words.clone();
                Mail::ReviewAnswered { about, decision, found: judgement.found, words, link }
            }
            MailKind::ComplaintAnswered => self.complaint(about)?,
            _ => Mail::RequestAnswered { about, done: self.app.today(), systems: self.answered(), link },
        })
    }

    fn judgement(&self) -> Result<&Judgement> {
        let missing = || Error::internal("an answer in words was asked for a request that nobody judged");
        self.request.judgement.as_ref().ok_or_else(missing)
    }

    fn complaint(&self, about: About) -> Result<Mail> {
        let remedies = judge::remedies_on(self.app, about.received)?;
        Ok(Mail::ComplaintAnswered {
            reply: self.request.judgement.as_ref().map(|one| one.words.clone()),
            authority_article: remedies.authority_article,
            court_article: format!("{}; {}", remedies.court_article, remedies.court_provision),
            court_within: remedies.court_within,
            about,
        })
    }

    /// The announcement of an answer once more: that it can be collected until an instant, or seen.
    pub(super) fn again(&self, until: Option<jiff::Timestamp>) -> Result<Mail> {
        let about = self.about();
        Ok(match until {
            Some(until) => Mail::AccessAnswerReady {
                about,
                link: self.portal_link(),
                expires: date_in(until, &self.deployment.zone),
                systems: self.answered(),
                holders: self.holders()?,
                left_out: self.left_out()?,
            },
            None => Mail::RequestAnswered {
                about,
                done: date_in(self.row.closed_at.unwrap_or(self.row.received_at), &self.deployment.zone),
                systems: self.answered(),
                link: Some(self.portal_link()),
            },
        })
    }

    /// What an outcome says, where the request has one.
    fn when<T>(&self, has: bool, outcome: impl FnOnce(&Self) -> Result<T>) -> Result<Option<T>> {
        if has { outcome(self).map(Some) } else { Ok(None) }
    }

    /// Whether something is erased by it: also by an objection that was judged.
    pub(super) fn erases(&self) -> Result<bool> {
        let right = self.request.right;
        Ok(right == Right::Erasure || (right == Right::Objection && !self.is_for_good()?))
    }

    /// Whether there is nothing to judge: what has stopped stays stopped.
    fn is_for_good(&self) -> Result<bool> {
        let scope = AboutPerson::of(self.app, self.row)?.wish.scope();
        Ok(self.request.right == Right::Withdrawal || scope == Some(Scope::Marketing))
    }

    fn refusal(&self, about: About) -> Result<Mail> {
        let State::Refused { ground, reasons, .. } = &self.request.state else {
            return Err(Error::internal("a refusal mail was asked for a request that is not refused"));
        };
        let rules = self.app.law().on(about.received);
        let article = rules.map(|rules| rules.ground(*ground).to_owned()).unwrap_or_default();
        Ok(Mail::Refusal { about, ground: *ground, article, reasons: reasons.clone() })
    }

    async fn expires(&self) -> Result<Option<jiff::civil::Date>> {
        let archives =
            store::archives::by_request(self.app.store(), self.row.id).await.map_err(Error::internal)?;
        let newest = archives.iter().max_by_key(|archive| archive.created_at);
        Ok(newest.map(|archive| date_in(archive.expires_at, &self.deployment.zone)))
    }

    pub(super) fn carrying_out(&self) -> impl Iterator<Item = &StepRow> {
        self.steps.iter().filter(|step| step.kind != StepKind::Find)
    }

    /// The systems that Gestand itself did it in. What holders without an interface did stands apart: they may have
    /// refused.
    pub(super) fn answered(&self) -> Vec<Text> {
        self.carrying_out()
            .filter(|step| step.state == StepState::Done && step.kind != StepKind::Manual)
            .map(|step| self.deployment.system_name(&step.system))
            .collect()
    }

    /// In how many texts of the copy something of others was left out.
    fn left_out(&self) -> Result<u64> {
        let mut texts = 0;
        for step in self.carrying_out() {
            if let Some(StepReceipt::Collected { left_out, .. }) = Self::receipt(step)? {
                texts += left_out;
            }
        }
        Ok(texts)
    }

    /// The holders without an interface, and what they said.
    fn holders(&self) -> Result<Vec<HolderLine>> {
        self.carrying_out().filter_map(|step| self.instructed(step).transpose()).collect()
    }

    pub(super) fn holder(&self, system: &str) -> String {
        let facts = self.deployment.edition.facts();
        self.deployment
            .systems
            .get(system)
            .and_then(|system| system.map.system.recipient.as_ref())
            .and_then(|id| facts.recipients.get(id))
            .map_or_else(
                || facts.organisation.name.clone(),
                |fact| fact.name.get(self.row.language).to_owned(),
            )
    }

    fn due(&self, step: &StepRow) -> Result<jiff::civil::Date> {
        tasks::due_of(self.app, self.row, step)
    }

    fn outstanding(&self) -> Result<Vec<OutstandingLine>> {
        self.carrying_out()
            .filter(|step| step.kind == StepKind::Manual && step.state != StepState::Done)
            .map(|step| {
                Ok(OutstandingLine {
                    system: self.deployment.system_name(&step.system),
                    holder: self.holder(&step.system),
                    due: self.due(step)?,
                })
            })
            .collect()
    }

    /// What a step left behind.
    pub(super) fn receipt(step: &StepRow) -> Result<Option<StepReceipt>> {
        let read = |text: &str| serde_json::from_str(text).map_err(Error::internal);
        step.receipt.as_deref().map(read).transpose()
    }

    /// What the holder of a system without an interface was asked and said; none for what Gestand does itself.
    pub(super) fn instructed(&self, step: &StepRow) -> Result<Option<HolderLine>> {
        let report = match Self::receipt(step)? {
            Some(StepReceipt::Reported { outcome, count, note }) => match outcome {
                ReportedOutcome::Done => HolderReport::Done { count },
                ReportedOutcome::NothingHeld => HolderReport::NothingHeld,
                ReportedOutcome::Refused => HolderReport::Refused { reason: note },
                ReportedOutcome::Silent => HolderReport::Silent,
            },
            _ if step.kind == StepKind::Manual => HolderReport::Outstanding { due: self.due(step)? },
            _ => return Ok(None),
        };
        let (system, holder) = (self.deployment.system_name(&step.system), self.holder(&step.system));
        Ok(Some(HolderLine { system, holder, report }))
    }

    /// So many rows of a collection.
    pub(super) fn line(&self, system: &str, collection: &str, count: u64) -> CountLine {
        CountLine {
            system: self.deployment.system_name(system),
            collection: self.deployment.collection_name(system, collection),
            count,
        }
    }
}
