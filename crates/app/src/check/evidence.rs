//! Gathering what can be shown: the plain records that promises judge. Nothing gathered here names a person.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::requests::{Request, Right, State};
use jiff::Timestamp;
use kernel::Language;
use kernel::ids::RequestId;
use ledger::EventKind;
use policy::EditionHash;
use policy::facts::RightKind;
use policy::promise::evidence as record;
use serde_json::Value;
use store::Page;
use store::edition_notices::NoticeState;
use store::editions::EditionHead;
use store::requests::{Filter, RequestRow};
use store::steps::{StepKind, StepRow, StepState};

use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::requests::part::{PlanPart, ReportedOutcome, Role, StepReceipt};
use crate::{attest, ledger_log, mailbox};

/// What the ledger says about a request, in order.
pub(super) type Events = Vec<(Timestamp, ledger::Event)>;

/// How many requests are read at a time.
const PAGE: u32 = 500;

/// Gathers everything.
pub async fn gather(app: &App) -> Result<record::Evidence> {
    let mut evidence = record::Evidence {
        editions: Some(editions(app).await?),
        contact: Some(contact(app).await?),
        ledger: Some(ledger(app).await?),
        drill: drill(app).await?,
        ..record::Evidence::default()
    };
    let (mut closed, mut endings) = (0, Endings::default());
    let mut page = Page::first(PAGE);
    loop {
        let rows = store::requests::list(app.store(), Filter::All, &page).await.map_err(Error::internal)?;
        let mut told = Told::of(app, &rows).await?;
        for row in &rows {
            let (request, events) = one_request(app, row, told.about(row.id), &mut evidence)?;
            // A refusal that can still be taken back is not closed for good.
            closed += u64::from(row.closed_at.is_some() && request.before.is_none());
            endings.see(row, &request, &events);
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else { break };
        page = Page::after(last.received_at.as_microsecond(), last.id, PAGE);
    }
    evidence.endings = endings.rows();
    evidence.register = Some(register(app, closed).await?);
    super::retention_evidence::add(app, &mut evidence).await?;
    super::systems_evidence::add(app, &mut evidence).await?;
    super::rights_evidence::add_in_force(app, &mut evidence).await?;
    super::front_evidence::add(app, &mut evidence).await?;
    evidence.attestations = crate::attestations::evidence(app).await?;
    evidence.choices = crate::consents::evidence::gather(app).await?;
    evidence.site = crate::scans::evidence(app).await?;
    Ok(evidence)
}

async fn editions(app: &App) -> Result<record::EditionsEvidence> {
    let deployment = app.deployment()?;
    let heads = store::editions::list_all(app.store()).await.map_err(Error::internal)?;
    let mut archive = Vec::new();
    for head in &heads {
        let row = store::editions::by_hash(app.store(), &head.hash).await.map_err(Error::internal)?;
        let hash: EditionHash = head.hash.parse().map_err(Error::internal)?;
        // An edition's hash is over its bytes: bytes with that hash are the edition, and need not be read.
        let found = row.map(|row| EditionHash::of(&row.canonical));
        archive.push(record::ArchivedEdition { version: head.version.clone(), hash, found });
    }
    let policy = &deployment.edition.policy().id;
    let in_force =
        store::editions::in_force(app.store(), policy, app.today()).await.map_err(Error::internal)?;
    let in_force = match in_force {
        Some(row) => vec![row.head.hash.parse().map_err(Error::internal)?],
        None => Vec::new(),
    };
    let served = Language::ALL
        .into_iter()
        .flat_map(|language| deployment.edition.documents(language))
        .map(|document| record::ServedDocument {
            document: document.id.clone(),
            language: document.language,
            edition: deployment.edition.hash(),
        })
        .collect();
    let published = published(app, &heads).await?;
    Ok(record::EditionsEvidence { at: app.now(), archive, in_force, served, published })
}

/// How each edition came into force, from the archive and from what is on record of its way.
async fn published(app: &App, heads: &[EditionHead]) -> Result<Vec<record::PublishedRow>> {
    let mut rows = Vec::new();
    for head in heads {
        // What was recorded as history was in force before this installation was there.
        let way = store::publications::get(app.store(), &head.hash).await.map_err(Error::internal)?;
        let zone = app.zone();
        let history = way.is_none()
            && head.holds_from.is_some_and(|day| day < kernel::clock::date_in(head.published_at, &zone));
        if history {
            continue;
        }
        let way: Option<policy::publication::Publication> =
            way.map(|row| serde_json::from_str(&row.state)).transpose().map_err(Error::internal)?;
        let counts =
            store::edition_notices::counts(app.store(), &head.hash).await.map_err(Error::internal)?;
        let told = counts.iter().find(|(state, _)| *state == NoticeState::Told).map_or(0, |(_, told)| *told);
        let announced = way.as_ref().and_then(|way| way.state.announcement().cloned());
        rows.push(record::PublishedRow {
            version: head.version.clone(),
            first: announced.is_none() && way.is_some(),
            announced,
            since: head.holds_from,
            told: u64::try_from(told).unwrap_or(0),
        });
    }
    Ok(rows)
}

async fn contact(app: &App) -> Result<record::ContactEvidence> {
    let deployment = app.deployment()?;
    let letterhead = mailbox::letterhead(&deployment);
    let composer = app.composer();
    let mut mails = Vec::new();
    for (_, sample) in mail::samples().into_iter().filter(|(_, sample)| sample.kind().is_for_subjects()) {
        for language in Language::ALL {
            let composed = composer
                .compose(&sample, &letterhead, language, &deployment.zone)
                .map_err(Error::internal)?;
            mails.push(record::MailTemplate {
                name: sample.kind().as_str().to_owned(),
                language,
                names_contact: composed.text.contains(&letterhead.contact_email),
                answers: sample.kind().answers_a_request(),
                names_authority: composed.text.contains(&letterhead.authority_url),
                loads: Some(loads(&composed.html)),
            });
        }
    }
    Ok(record::ContactEvidence { mails, probe: probe(app).await? })
}

/// Whether opening a mail fetches anything from anywhere.
fn loads(html: &str) -> bool {
    let html = html.to_ascii_lowercase();
    ["<img", "<script", "<link", "<iframe", "src=", "background=", "url(", "@import"]
        .iter()
        .any(|it| html.contains(it))
}

/// The last try whether the contact's mailbox takes mail, from the ledger.
async fn probe(app: &App) -> Result<Option<record::MailboxProbe>> {
    let mut before = None;
    for _ in 0..40 {
        let entries = store::ledger::latest(app.store(), before, 500).await.map_err(Error::internal)?;
        for entry in &entries {
            let Some(event) = entry.parsed() else { continue };
            let accepted = match event.kind() {
                EventKind::MessageSent => true,
                EventKind::MessageFailed => false,
                _ => continue,
            };
            if event.data().get("kind").and_then(Value::as_str) == Some("contact-probe") {
                let withheld = event.data().get("receipt").and_then(Value::as_str) == Some("withheld");
                return Ok(Some(record::MailboxProbe {
                    at: instant(entry.at),
                    accepted: accepted && !withheld,
                }));
            }
        }
        match entries.last() {
            Some(last) => before = u64::try_from(last.seq).ok(),
            None => break,
        }
    }
    Ok(None)
}

async fn ledger(app: &App) -> Result<record::LedgerEvidence> {
    let ledger_log::Looked { report, whole_at } = ledger_log::look(app).await?;
    let first_bad = report.first_fault().map(|fault| match fault.place {
        ledger::Place::Entry(seq) => seq,
        _ => report.entries,
    });
    Ok(record::LedgerEvidence { at: app.now(), size: report.entries, first_bad, whole_at: Some(whole_at) })
}

async fn drill(app: &App) -> Result<Option<record::DrillEvidence>> {
    let last = store::drills::list(app.store(), 1).await.map_err(Error::internal)?;
    last.first().map(|row| serde_json::from_str(&row.outcome).map_err(Error::internal)).transpose()
}

/// The register beside the closed requests, and each of its rows beside what the ledger attests of it. Which row
/// belongs to which request cannot be told after an erasure, so the two are compared by number.
async fn register(app: &App, closed: u64) -> Result<record::RegisterEvidence> {
    let compared = attest::compare(app).await?;
    Ok(record::RegisterEvidence {
        at: app.now(),
        closed,
        registered: compared.registered,
        strays: compared.registered.saturating_sub(closed),
        in_ledger: compared.register_attested,
    })
}

/// The steps of a page of requests and what the ledger says about them: two questions to the store for all.
#[derive(Default)]
struct Told {
    steps: HashMap<RequestId, Vec<StepRow>>,
    events: HashMap<String, Events>,
}

impl Told {
    async fn of(app: &App, rows: &[RequestRow]) -> Result<Self> {
        let ids: Vec<RequestId> = rows.iter().map(|row| row.id).collect();
        let mut told = Self::default();
        for step in store::steps::by_requests(app.store(), &ids).await.map_err(Error::internal)? {
            told.steps.entry(step.request_id).or_default().push(step);
        }
        for entry in store::ledger::about_any(app.store(), &ids).await.map_err(Error::internal)? {
            let (Some(event), Some(about)) = (entry.parsed(), &entry.about) else { continue };
            told.events.entry(about.clone()).or_default().push((instant(entry.at), event));
        }
        Ok(told)
    }

    fn about(&mut self, id: RequestId) -> (Vec<StepRow>, Events) {
        let events = self.events.remove(&id.to_string());
        (self.steps.remove(&id).unwrap_or_default(), events.unwrap_or_default())
    }
}

/// What one request shows: its own row, its archives, its erasures. Gives it with what the ledger says about it.
fn one_request(
    app: &App,
    row: &RequestRow,
    (steps, events): (Vec<StepRow>, Events),
    evidence: &mut record::Evidence,
) -> Result<(Request, Events)> {
    let request = change::parse(row)?;
    let Some(right) = RightKind::from_word(request.right.as_str()) else { return Ok((request, events)) };
    let answered = matches!(request.state, State::Answered { .. }).then_some(row.closed_at).flatten();
    evidence.requests.push(record::RequestRow {
        right,
        received: request.received,
        due: change::deadline_of(app, &request)?.ends,
        extended: request.extension.is_some(),
        answered,
        ended: row.closed_at,
        closed: row.closed_at.is_some(),
        outcome: outcome(&request.state),
        delivery: delivery(request.right, &events),
        systems: systems(&steps)?,
        drill: row.drill,
    });
    for (at, event) in &events {
        if event.kind() == EventKind::AnswerSealed
            && let Some(archive) = archive(*at, row.drill, event.data())
        {
            evidence.archives.push(archive);
        }
    }
    let exercised =
        super::rights_evidence::Exercised { row, request: &request, steps: &steps, events: &events };
    exercised.add(app, &mut evidence.rights, evidence.requests.last())?;
    if request.right == Right::Erasure && answered.is_some() {
        evidence.erasures.push(erasure(answered.unwrap_or(request.received), row.drill, &steps, &events)?);
    }
    Ok((request, events))
}

/// Relations that were ended, by what the ledger says was filed for them.
#[derive(Default)]
struct Endings {
    /// Erasure requests that an ending opened: what they wait for, if anything.
    erasures: Vec<(record::EndingRow, Option<RequestId>)>,
    /// Copies that were asked for at an ending.
    copies: Vec<(record::EndingRow, RequestId)>,
}

impl Endings {
    fn see(&mut self, row: &RequestRow, request: &Request, events: &Events) {
        if request.origin != ::requests::Origin::EndOfService {
            return;
        }
        let filed = events.iter().any(|(_, event)| {
            let says = |name, value| event.data().get(name).and_then(Value::as_str) == Some(value);
            event.kind() == EventKind::RequestFiled
                && says("right", "erasure")
                && says("origin", "end-of-service")
        });
        let ending = record::EndingRow { at: request.received, erasure_linked: filed, drill: row.drill };
        if request.right == Right::Erasure {
            self.erasures.push((ending, row.linked_to));
        } else {
            self.copies.push((ending, row.id));
        }
    }

    /// One row for each ending. A copy to which no erasure request is linked is an ending that opened none.
    fn rows(self) -> Vec<record::EndingRow> {
        let linked: BTreeSet<RequestId> = self.erasures.iter().filter_map(|(_, copy)| *copy).collect();
        let loose = self.copies.into_iter().filter(|(_, copy)| !linked.contains(copy));
        self.erasures.into_iter().map(|(row, _)| row).chain(loose.map(|(row, _)| row)).collect()
    }
}

fn outcome(state: &State) -> Option<record::Outcome> {
    match state {
        State::Answered { .. } => Some(record::Outcome::Granted),
        State::Refused { .. } => Some(record::Outcome::Refused),
        State::Withdrawn { .. } => Some(record::Outcome::Withdrawn),
        _ => None,
    }
}

/// How the answer reached the person, by what the ledger says was announced and collected.
fn delivery(right: Right, events: &[(Timestamp, ledger::Event)]) -> Option<record::Delivery> {
    let happened = |kind| events.iter().any(|(_, event)| event.kind() == kind);
    let by_operator = events.iter().any(|(_, event)| {
        event.kind() == EventKind::AnswerCollected
            && event.data().get("by").and_then(Value::as_str) == Some("operator")
    });
    if by_operator {
        return Some(record::Delivery::AfterIdentification);
    }
    if !happened(EventKind::AnswerAnnounced) {
        return None;
    }
    Some(match right {
        Right::Access | Right::Portability => record::Delivery::SignInKnownAddress,
        _ => record::Delivery::NoticeKnownAddress,
    })
}

fn systems(steps: &[StepRow]) -> Result<Vec<record::SystemReceipt>> {
    let mut receipts: BTreeMap<&str, record::SystemReceipt> = BTreeMap::new();
    for step in steps {
        let entry = receipts.entry(&step.system).or_insert_with(|| record::SystemReceipt {
            system: step.system.clone(),
            receipt: false,
            records: 0,
        });
        let Some(text) = step.receipt.as_deref().filter(|_| step.state == StepState::Done) else { continue };
        if step.kind == StepKind::Find {
            let part: PlanPart = serde_json::from_str(text).map_err(Error::internal)?;
            // A system that knows nobody by what was given has answered by that.
            entry.receipt |= matches!(part.role, Role::KnowsNobody | Role::NotInUse | Role::Unconcerned);
            continue;
        }
        entry.receipt = true;
        let receipt: StepReceipt = serde_json::from_str(text).map_err(Error::internal)?;
        entry.records += receipt.records();
    }
    Ok(receipts.into_values().collect())
}

fn archive(
    at: Timestamp,
    drill: bool,
    data: &serde_json::Map<String, Value>,
) -> Option<record::ArchiveEvidence> {
    let number = |name: &str| data.get(name).and_then(Value::as_u64).unwrap_or(0);
    let list = |name: &str| {
        let values = data.get(name).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    // An archive that was too large to be read back here proves nothing about its form.
    let sound = data.get("read_back").and_then(Value::as_bool)?;
    Some(record::ArchiveEvidence {
        at,
        drill,
        json: sound && number("json") > 0,
        csv: sound,
        html: sound && number("html") > 0,
        manifest: sound,
        fields: number("fields"),
        fields_with_category: number("fields_with_category"),
        recipients: list("recipients"),
        systems: list("systems"),
    })
}

fn erasure(
    at: Timestamp,
    drill: bool,
    steps: &[StepRow],
    events: &[(Timestamp, ledger::Event)],
) -> Result<record::ErasureEvidence> {
    let mut kept = Vec::new();
    for step in steps.iter().filter(|step| step.kind == StepKind::Erase) {
        let Some(text) = step.receipt.as_deref() else { continue };
        let StepReceipt::Erased { receipt } = serde_json::from_str(text).map_err(Error::internal)? else {
            continue;
        };
        for part in &receipt.collections {
            for rows in &part.kept {
                let (term, reason, release) = match &rows.why {
                    inventory::Why::Term { term, release } => (Some(term.clone()), true, *release),
                    inventory::Why::Reason { reason, until } => (None, reason.is_some(), *until),
                };
                kept.push(record::KeptRows {
                    system: step.system.clone(),
                    collection: part.collection.clone(),
                    rows: rows.rows,
                    term,
                    reason,
                    release,
                });
            }
        }
    }
    let tested = events.iter().rev().find(|(_, event)| event.kind() == EventKind::RequestClosed);
    let hits =
        tested.and_then(|(_, event)| event.data().get("reidentification_hits")).and_then(Value::as_u64);
    let (told, untold) = told(steps, events)?;
    let filed = events.iter().find(|(_, event)| event.kind() == EventKind::RequestFiled);
    let origin = filed.and_then(|(_, event)| event.data().get("origin")).and_then(Value::as_str);
    let alone = origin == Some("asked");
    Ok(record::ErasureEvidence { at, drill, kept, reidentification_hits: hits, alone, told, untold })
}

/// Of how many holders it is on record that they know (GDPR 19): those that did it by themselves, those that a letter
/// was sent to, and those that answered. And of how many it is not.
fn told(steps: &[StepRow], events: &[(Timestamp, ledger::Event)]) -> Result<(u64, u64)> {
    let sent: BTreeSet<&str> = events
        .iter()
        .filter(|(_, event)| event.kind() == EventKind::TaskSent)
        .filter_map(|(_, event)| event.data().get("step").and_then(Value::as_str))
        .collect();
    let (mut told, mut untold) = (0, 0);
    for step in steps.iter().filter(|step| matches!(step.kind, StepKind::Erase | StepKind::Manual)) {
        let receipt: Option<StepReceipt> =
            step.receipt.as_deref().map(serde_json::from_str).transpose().map_err(Error::internal)?;
        let knows = match receipt {
            Some(StepReceipt::Reported { outcome: ReportedOutcome::Silent, .. }) | None => {
                sent.contains(step.id.to_string().as_str())
            }
            Some(_) => true,
        };
        if knows { told += 1 } else { untold += 1 }
    }
    Ok((told, untold))
}

fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}
