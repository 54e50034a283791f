//! Outgoing mail: composing into the queue, and sending what is due.
//!
//! A message is queued in the transaction of what it tells; it leaves later ([`sending`]), as often tried as needed.
//! Once it has left, its contents and address are wiped from the queue.

mod sending;

use ::requests::{MailKind, Request, Right, State};
use inventory::{MentionAction, ResidueClass};
use jiff::Timestamp;
use kernel::clock::date_in;
use kernel::ids::{MessageId, RequestId};
use kernel::{Language, Text};
use ledger::EventKind;
use mail::{
    About, CountLine, ErasureOutcome, HolderLine, HolderReport, KeptLine, Letterhead, Mail,
    OutstandingLine, Release,
};
use serde_json::json;
use store::Tx;
use store::messages::{MessageRow, MessageState};
use store::requests::RequestRow;
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Deployment;
use crate::error::{Error, Result};
use crate::requests::part::{ReportedOutcome, StepReceipt};
use crate::requests::{change, view};
use crate::{journal, letter};

pub use crate::outbox::Captured;
pub use sending::send_due;

/// The mails that stayed on this machine, the newest first: the demo's mail page.
pub fn captured(app: &App) -> Vec<Captured> {
    app.outbox().all()
}

/// One of them.
pub fn one(app: &App, id: &str) -> Option<Captured> {
    app.outbox().one(id)
}

/// Queues a mail inside `tx`.
pub async fn queue(
    app: &App,
    tx: &mut Tx,
    mail: &Mail,
    to: &str,
    language: Language,
    request: Option<&RequestRow>,
) -> Result<()> {
    let deployment = app.deployment()?;
    let composed = app
        .composer()
        .compose(mail, &letterhead(&deployment), language, &deployment.zone)
        .map_err(Error::internal)?;
    let now = app.now();
    let row = MessageRow {
        id: MessageId::new(now, app.entropy()),
        request_id: request.map(|row| row.id),
        kind: mail.kind().as_str().to_owned(),
        class: "transactional".to_owned(),
        language,
        to_address: to.to_owned(),
        subject: composed.subject,
        text: composed.text,
        html: Some(composed.html),
        headers: "{}".to_owned(),
        state: MessageState::Queued,
        attempts: 0,
        next_at: Some(now),
        leased_by: None,
        sent_at: None,
        receipt: None,
        drill: request.is_some_and(|row| row.drill),
        created_at: now,
    };
    store::messages::insert(tx, &row).await.map_err(Error::internal)?;
    app.wake();
    Ok(())
}

/// What stands at the head and foot of every mail, from the facts.
pub fn letterhead(deployment: &Deployment) -> Letterhead {
    let organisation = &deployment.edition.facts().organisation;
    let both = |name: &policy::Name| Text {
        nl: name.get(Language::Nl).to_owned(),
        en: name.get(Language::En).to_owned(),
    };
    let authority = organisation.authority.as_ref();
    Letterhead {
        organisation: organisation.name.clone(),
        website: organisation.website.clone(),
        contact_name: both(&organisation.contact.name),
        contact_email: organisation.contact.email.clone(),
        authority_name: authority
            .map_or_else(|| Text::same("Autoriteit Persoonsgegevens"), |authority| both(&authority.name)),
        authority_url: authority
            .and_then(|authority| authority.url.clone())
            .unwrap_or_else(|| "https://www.autoriteitpersoonsgegevens.nl".to_owned()),
    }
}

/// Queues the mail that a decision asks for, once: a message of the same kind since the state began is enough.
pub async fn notify(app: &App, request_id: RequestId, kind: MailKind) -> Result<()> {
    let row = change::load(app, request_id).await?;
    let request = change::parse(&row)?;
    let sent = store::messages::by_request(app.store(), request_id).await.map_err(Error::internal)?;
    let repeats = matches!(kind, MailKind::IdentityAsked);
    if !repeats && sent.iter().any(|message| message.kind == mail::Kind::from(kind).as_str()) {
        return Ok(());
    }
    let officer = kind == MailKind::OfficerNewRequest;
    let deployment = app.deployment()?;
    let to = if officer {
        Some(deployment.edition.facts().organisation.contact.email.clone())
    } else {
        row.address.clone()
    };
    // Without a known address there is nowhere that an answer may go (S84); the officer sees it on the desk.
    let Some(to) = to else { return Ok(()) };
    let steps = store::steps::by_request(app.store(), request_id).await.map_err(Error::internal)?;
    let writer = Writer { app, deployment: &deployment, row: &row, request: &request, steps: &steps };
    let mail = writer.mail(kind).await?;
    let language = if officer { Language::Nl } else { row.language };
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    queue(app, &mut tx, &mail, &to, language, Some(&row)).await?;
    let data = json!({ "kind": mail.kind().as_str() });
    if matches!(kind, MailKind::AccessAnswerReady | MailKind::ErasureConfirmation | MailKind::AnsweredInPart)
    {
        journal::record_about(app, &mut tx, EventKind::AnswerAnnounced, request_id, data).await?;
    }
    commit(tx, "mail queued").await
}

/// Tells the officer that a system does not do its part.
pub async fn step_failed(
    app: &App,
    tx: &mut Tx,
    row: &RequestRow,
    step: &StepRow,
    next: Timestamp,
) -> Result<()> {
    let deployment = app.deployment()?;
    let request = change::parse(row)?;
    let writer = Writer { app, deployment: &deployment, row, request: &request, steps: &[] };
    let problem = step.problem.clone().unwrap_or_default();
    let mail = Mail::OfficerStepFailed {
        about: writer.about(),
        system: deployment.system_name(&step.system),
        problem: Text::same(problem),
        failures: u32::try_from(step.attempts).unwrap_or(u32::MAX),
        next_try: Some(next),
        due: change::deadline_of(app, &request)?.effective,
        link: writer.desk_link(),
    };
    let to = deployment.edition.facts().organisation.contact.email.clone();
    queue(app, tx, &mail, &to, Language::Nl, Some(row)).await
}

/// Sends a marked message to the privacy contact's own mailbox, to see that it takes mail (S6).
pub async fn probe_contact(app: &App) -> Result<()> {
    let deployment = app.deployment()?;
    let mail = Mail::ContactProbe { link: format!("{}/desk", app.config().base_url), answer_by: app.today() };
    let to = deployment.edition.facts().organisation.contact.email.clone();
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    queue(app, &mut tx, &mail, &to, Language::Nl, None).await?;
    commit(tx, "contact probe queued").await
}

struct Writer<'a> {
    app: &'a App,
    deployment: &'a Deployment,
    row: &'a RequestRow,
    request: &'a Request,
    steps: &'a [StepRow],
}

impl Writer<'_> {
    fn about(&self) -> About {
        About {
            right: self.request.right,
            reference: self.row.id.to_string(),
            received: date_in(self.request.received, &self.deployment.zone),
        }
    }

    fn desk_link(&self) -> String {
        format!("{}/desk/requests/{}", self.app.config().base_url, self.row.id)
    }

    fn portal_link(&self) -> String {
        format!("{}/mijn/verzoeken/{}", self.app.config().base_url, self.row.id)
    }

    async fn mail(&self, kind: MailKind) -> Result<Mail> {
        let about = self.about();
        let deadline = change::deadline_of(self.app, self.request)?;
        let link = self.row.subject_id.map(|_| self.portal_link());
        Ok(match kind {
            MailKind::RequestReceived => Mail::RequestReceived {
                about,
                due: deadline.effective,
                link,
                end_of_service: self.request.origin == ::requests::Origin::EndOfService,
                copy_first: self.request.waits_for.is_some(),
            },
            MailKind::IdentityAsked => Mail::IdentityAsked { about, link: self.portal_link(), code: None },
            MailKind::AccessAnswerReady => Mail::AccessAnswerReady {
                about,
                link: self.portal_link(),
                expires: self.expires().await?.unwrap_or(deadline.effective),
                systems: self.answered(),
            },
            MailKind::ErasureConfirmation => Mail::ErasureConfirmation { about, outcome: self.outcome()? },
            MailKind::RequestAnswered => {
                Mail::RequestAnswered { about, done: self.app.today(), systems: self.answered(), link }
            }
            MailKind::AnsweredInPart => Mail::AnsweredInPart {
                about,
                outstanding: self.outstanding()?,
                link: Some(self.portal_link()).filter(|_| self.request.right != Right::Erasure),
                expires: self.expires().await?,
                outcome: if self.request.right == Right::Erasure { Some(self.outcome()?) } else { None },
            },
            MailKind::RequestExtended => Mail::RequestExtended {
                about,
                due: deadline.effective,
                reasons: self.request.extension.as_ref().map(|e| e.reasons.clone()).unwrap_or_default(),
                article: deadline.article.clone(),
            },
            MailKind::Refusal => self.refusal(about)?,
            MailKind::OfficerNewRequest => Mail::OfficerNewRequest {
                about,
                channel: self.request.channel,
                due: deadline.effective,
                link: self.desk_link(),
            },
        })
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

    fn carrying_out(&self) -> impl Iterator<Item = &StepRow> {
        self.steps.iter().filter(|step| step.kind != StepKind::Find)
    }

    fn answered(&self) -> Vec<Text> {
        self.carrying_out()
            .filter(|step| step.state == StepState::Done)
            .map(|step| self.deployment.system_name(&step.system))
            .collect()
    }

    fn holder(&self, system: &str) -> String {
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

    fn due(&self, system: &str) -> Result<jiff::civil::Date> {
        let deadline = change::deadline_of(self.app, self.request)?;
        let map = self.deployment.systems.get(system).map(|system| &system.map);
        let Some(map) = map else { return Ok(deadline.effective) };
        let task = inventory::Task::new(map, crate::requests::plan::task_kind(self.request.right), &[]);
        Ok(letter::due(&task, &deadline, self.app))
    }

    fn outstanding(&self) -> Result<Vec<OutstandingLine>> {
        self.carrying_out()
            .filter(|step| step.kind == StepKind::Manual && step.state != StepState::Done)
            .map(|step| {
                Ok(OutstandingLine {
                    system: self.deployment.system_name(&step.system),
                    holder: self.holder(&step.system),
                    due: self.due(&step.system)?,
                })
            })
            .collect()
    }

    /// What an erasure did, line by line, from the receipts alone.
    fn outcome(&self) -> Result<ErasureOutcome> {
        let mut outcome = ErasureOutcome::default();
        for step in self.carrying_out() {
            let receipt: Option<StepReceipt> = match step.receipt.as_deref() {
                Some(text) => Some(serde_json::from_str(text).map_err(Error::internal)?),
                None => None,
            };
            match receipt {
                Some(StepReceipt::Erased { receipt }) => self.erased(&mut outcome, &step.system, &receipt),
                Some(StepReceipt::Reported { outcome: reported, count, note }) => {
                    let report = match reported {
                        ReportedOutcome::Done => HolderReport::Done { count },
                        ReportedOutcome::NothingHeld => HolderReport::NothingHeld,
                        ReportedOutcome::Refused => HolderReport::Refused { reason: note },
                    };
                    outcome.instructed.push(self.holder_line(&step.system, report));
                }
                _ if step.kind == StepKind::Manual => {
                    let report = HolderReport::Outstanding { due: self.due(&step.system)? };
                    outcome.instructed.push(self.holder_line(&step.system, report));
                }
                _ => {}
            }
        }
        Ok(outcome)
    }

    fn holder_line(&self, system: &str, report: HolderReport) -> HolderLine {
        HolderLine { system: self.deployment.system_name(system), holder: self.holder(system), report }
    }

    fn erased(&self, outcome: &mut ErasureOutcome, system: &str, receipt: &inventory::Receipt) {
        let line = |collection: &str, count: u64| CountLine {
            system: self.deployment.system_name(system),
            collection: self.deployment.collection_name(system, collection),
            count,
        };
        for part in &receipt.collections {
            if part.deleted > 0 {
                outcome.erased.push(line(&part.collection, part.deleted));
            }
            if part.anonymised > 0 {
                outcome.anonymised.push(line(&part.collection, part.anonymised));
            }
            for kept in &part.kept {
                let kept = view::kept_view(self.deployment, kept);
                keep(&mut outcome.kept, line(&part.collection, kept.count), kept);
            }
        }
        let map = self.deployment.systems.get(system).map(|system| &system.map);
        for (place, count) in texts_of_others(receipt) {
            let collection =
                map.and_then(|map| map.collections.iter().find(|one| one.id == place || one.table == place));
            outcome.reported.push(line(collection.map_or(place.as_str(), |one| one.id.as_str()), count));
        }
    }
}

/// Adds rows that stay to the line of their reason.
fn keep(lines: &mut Vec<KeptLine>, rows: CountLine, kept: view::KeptView) {
    let at = lines.iter().position(|line| line.reason == kept.reason && line.law == kept.law);
    let at = at.unwrap_or_else(|| {
        let (reason, law) = (kept.reason, kept.law);
        lines.push(KeptLine { reason, law, rows: Vec::new(), releases: Vec::new(), not_begun: false });
        lines.len() - 1
    });
    let Some(line) = lines.get_mut(at) else { return };
    line.not_begun |= kept.term.is_some() && kept.release.is_none();
    if let Some(day) = kept.release {
        let known = line.releases.binary_search_by_key(&day, |release| release.day);
        match known.map(|at| line.releases.get_mut(at)) {
            Ok(Some(release)) => release.count += rows.count,
            Ok(None) => {}
            Err(at) => line.releases.insert(at, Release { day, count: rows.count }),
        }
    }
    let same = |one: &&mut CountLine| one.system == rows.system && one.collection == rows.collection;
    match line.rows.iter_mut().find(same) {
        Some(one) => one.count += rows.count,
        None => line.rows.push(rows),
    }
}

/// How many rows and texts of others still mention the person, per collection or table.
fn texts_of_others(receipt: &inventory::Receipt) -> std::collections::BTreeMap<String, u64> {
    let mut counts = std::collections::BTreeMap::new();
    if let Some(residue) = &receipt.residue {
        for hit in residue.hits.iter().filter(|hit| hit.class == ResidueClass::Other) {
            *counts.entry(hit.table.clone()).or_default() += 1;
        }
        return counts;
    }
    for mention in receipt.mentions.iter().filter(|mention| mention.action == MentionAction::Report) {
        let place = mention.collection.clone().unwrap_or_else(|| mention.table.clone());
        *counts.entry(place).or_default() += 1;
    }
    counts
}
