//! Opening a request.

use ::requests::{Channel, Filing as Opened, FollowUp, IdentityProof, MailKind, Origin, ProofMeans, Right};
use inventory::Identity;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::ids::{RequestId, SubjectId};
use kernel::{Actor, Language, StaffRole};
use store::Tx;
use store::requests::RequestRow;

use crate::addresses;
use crate::app::App;
use crate::boundary::commit;
use crate::error::{Error, Kind, Result};
use crate::oblivion;
use crate::preferences;
use crate::requests::about::{About, OnBehalf, Wish};
use crate::requests::{alike, change, decide, proof, rights};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Which right.
    pub right: Right,
    /// How it came in.
    pub channel: Channel,
    /// The language of the answer.
    pub language: Language,
    /// Who it is about. A subject may leave this empty: it is then about themselves; whatever they give is
    /// ignored, for answers go to the known address only (S84).
    pub identities: Vec<Identity>,
    /// The person ends the service, which opens an erasure by itself (S29).
    pub end_of_service: bool,
    /// With that: first a copy of everything; the erasure waits for it.
    pub copy_first: bool,
    /// What the right alone does not say.
    pub wish: Wish,
    /// What an officer knows of something that came in by letter, telephone or mail.
    pub entry: Entry,
}

/// What an officer enters beside what is asked.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The day on which anybody in the organisation received it; the clock starts there. Today where none is given.
    pub received: Option<Date>,
    /// How the officer knows who asks; none: that must still be asked.
    pub means: Option<ProofMeans>,
    /// Who asks on the person's behalf.
    pub on_behalf: Option<OnBehalf>,
}

impl Filing {
    /// The exercise of a right, with nothing more said.
    pub fn new(right: Right, channel: Channel, language: Language) -> Self {
        Self {
            right,
            channel,
            language,
            identities: Vec::new(),
            end_of_service: false,
            copy_first: false,
            wish: Wish::Nothing,
            entry: Entry::default(),
        }
    }
}

/// What was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Filed {
    /// The request.
    pub request: RequestId,
    /// The access request that it waits for.
    pub linked: Option<RequestId>,
}

/// Whom a request is about and how that is known.
struct Who {
    subject: Option<SubjectId>,
    address: Option<String>,
    identities: Vec<Identity>,
    proof: Option<IdentityProof>,
    /// Where they can be asked who they are, while that is not known.
    contact: Option<String>,
    received: Timestamp,
    drill: bool,
}

/// Files the end of a restriction that is in force: its person asks for it, or the law makes it end and an officer
/// files it. The person is told before it ends.
///
/// # Errors
/// There is no such restriction for this actor, it is over, or its end is under way.
pub async fn lift(app: &App, actor: &Actor, restriction: RequestId) -> Result<Filed> {
    let row = change::load(app, restriction).await?;
    let (channel, proof) = match actor {
        Actor::Subject { id } => {
            decide::own(&row, *id)?;
            (Channel::Portal, IdentityProof::SignedIn { at: app.now() })
        }
        Actor::Drill => (Channel::Drill, IdentityProof::Synthetic),
        other => {
            let by = decide::decider(other)?;
            let means = ::requests::ProofMeans::SharedKnowledge;
            (Channel::Operator, IdentityProof::Judged { by, means, at: app.now() })
        }
    };
    if !is_liftable(app, &row).await? {
        return Err(Error::new(
            Kind::Conflict,
            "no-restriction",
            "Er is geen pauze die kan worden opgeheven, of dat is al gevraagd.",
            "There is no pause that can be ended, or its end was asked for already.",
        ));
    }
    let who = Who {
        subject: row.subject_id,
        address: row.address.clone(),
        identities: About::of(app, &row)?.identities,
        proof: Some(proof),
        contact: None,
        received: app.now(),
        drill: row.drill,
    };
    let filing = Filing::new(Right::Restriction, channel, row.language);
    let opened = opened(Right::Restriction, Origin::EndOfRestriction, &filing, &who, None);
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let request = insert(app, &mut tx, opened, &filing, &who, Some(restriction)).await?;
    commit(tx, "request filed").await?;
    app.wake();
    Ok(Filed { request, linked: Some(restriction) })
}

/// Whether a request is a restriction in force whose end nobody has asked for.
pub(crate) async fn is_liftable(app: &App, row: &RequestRow) -> Result<bool> {
    if !oblivion::keeps(row)? {
        return Ok(false);
    }
    let linked = store::requests::linked_to(app.store(), row.id).await.map_err(Error::internal)?;
    Ok(linked.iter().all(|ending| ending.closed_at.is_some()))
}

/// Files a request; one transaction writes the row, its ledger entries and the work that follows.
pub async fn file(app: &App, actor: &Actor, filing: Filing) -> Result<Filed> {
    let right = if filing.end_of_service { Right::Erasure } else { filing.right };
    let filing = Filing { wish: filing.wish.tidy(), right, ..filing };
    filing.wish.check()?;
    rights::exercise(right, Origin::Asked).check(right, app.deployment()?.as_ref(), &filing.wish)?;
    let who = who(app, actor, &filing).await?;
    if who.contact.is_some() && alike::too_many(app, &who.identities).await? {
        // The same answer as always: whoever floods somebody else's address learns nothing, and nobody is mailed.
        return Ok(Filed { request: RequestId::new(app.now(), app.entropy()), linked: None });
    }
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let copy = if filing.end_of_service && filing.copy_first {
        let opened = opened(Right::Access, Origin::EndOfService, &filing, &who, None);
        Some(insert(app, &mut tx, opened, &filing, &who, None).await?)
    } else {
        None
    };
    let origin = if filing.end_of_service { Origin::EndOfService } else { Origin::Asked };
    let opened = opened(right, origin, &filing, &who, copy);
    let request = insert(app, &mut tx, opened, &filing, &who, copy).await?;
    commit(tx, "request filed").await?;
    app.wake();
    Ok(Filed { request, linked: copy })
}

fn opened(right: Right, origin: Origin, filing: &Filing, who: &Who, waits_for: Option<RequestId>) -> Opened {
    Opened { right, channel: filing.channel, origin, received: who.received, identity: who.proof, waits_for }
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    opened: Opened,
    filing: &Filing,
    who: &Who,
    linked: Option<RequestId>,
) -> Result<RequestId> {
    let now = app.now();
    let id = RequestId::new(now, app.entropy());
    let mut decision = ::requests::file(opened, now).map_err(change::refusal)?;
    if who.drill {
        let officer = FollowUp::Notify { mail: MailKind::OfficerNewRequest };
        decision.follow_ups.retain(|follow_up| *follow_up != officer);
    }
    let about = About {
        identities: who.identities.clone(),
        wish: filing.wish.clone(),
        contact: who.contact.clone(),
        on_behalf: filing.entry.on_behalf.clone(),
        pass_to: None,
        said: String::new(),
    };
    let deadline = change::deadline_of(app, &decision.request)?;
    let origin = decision.request.origin.as_str().to_owned();
    let mut row = RequestRow {
        id,
        right: decision.request.right.as_str().to_owned(),
        phase: decision.request.state.name().to_owned(),
        state: serde_json::to_string(&decision.request).map_err(Error::internal)?,
        version: 1,
        subject_id: who.subject,
        address: who.address.clone(),
        identities: Some(about.seal(app, id)?),
        language: filing.language,
        channel: filing.channel.as_str().to_owned(),
        received_at: who.received,
        due_at: deadline.ends,
        linked_to: linked,
        waits_for: decision.request.waits_for,
        drill: who.drill,
        closed_at: None,
        cause: Some(origin),
    };
    store::requests::insert(&mut *tx, &row).await.map_err(Error::internal)?;
    change::leave_behind(app, tx, id, &decision).await?;
    if !who.drill {
        alike::remember(app, tx, id, &who.identities).await?;
    }
    // Whoever used the public form is asked at once, so that the clock may stand still until they answer.
    let known = who.proof.is_some() || !decision.request.right.needs_identity();
    if matches!(filing.channel, Channel::Form | Channel::Api) && !known {
        proof::ask_in(app, tx, &mut row, "house", proof::OF_FORM).await?;
    }
    Ok(id)
}

async fn who(app: &App, actor: &Actor, filing: &Filing) -> Result<Who> {
    let mut who = named(app, actor, filing).await?;
    let vouched = matches!(actor, Actor::Operator);
    who.identities = addresses::with_former(app, who.identities, vouched).await?;
    Ok(who)
}

/// Somebody says for whom; who that is, the person shows themselves.
fn unproved(filing: &Filing, received: Timestamp, drill: bool) -> Result<Who> {
    Ok(Who {
        subject: None,
        address: None,
        contact: address(&filing.identities),
        identities: given(filing)?,
        proof: None,
        received,
        drill,
    })
}

async fn named(app: &App, actor: &Actor, filing: &Filing) -> Result<Who> {
    match actor {
        Actor::Subject { id } => {
            let subject = store::subjects::get(app.store(), *id)
                .await
                .map_err(Error::internal)?
                .ok_or_else(|| Error::not_found("subject"))?;
            Ok(Who {
                subject: Some(*id),
                identities: vec![Identity::new("email", subject.email.as_str())],
                address: Some(subject.email),
                proof: Some(IdentityProof::SignedIn { at: app.now() }),
                contact: None,
                received: app.now(),
                drill: false,
            })
        }
        Actor::Operator => Ok(Who {
            subject: None,
            address: address(&filing.identities),
            identities: given(filing)?,
            // Whoever has a shell here vouches for the person; the ledger says so.
            proof: Some(IdentityProof::Judged {
                by: ::requests::Decider::Operator,
                means: filing.entry.means.unwrap_or(ProofMeans::SharedKnowledge),
                at: app.now(),
            }),
            contact: None,
            received: received(app, filing)?,
            drill: false,
        }),
        Actor::Staff { role: StaffRole::Officer, .. } => {
            let by = decide::decider(actor)?;
            let known = |means| IdentityProof::Judged { by, means, at: app.now() };
            let address = address(&filing.identities);
            let proof = filing.entry.means.map(known);
            let (address, contact) = if proof.is_some() { (address, None) } else { (None, address) };
            let (identities, received) = (given(filing)?, received(app, filing)?);
            Ok(Who { subject: None, address, identities, proof, contact, received, drill: false })
        }
        Actor::Staff { role: StaffRole::SchoolContact, .. } if filing.channel == Channel::School => {
            unproved(filing, received(app, filing)?, false)
        }
        Actor::Anonymous if filing.channel == Channel::Form => {
            // Nobody lives on that domain: it is a drill's, which tries the form as people find it.
            let drill = address(&filing.identities).is_some_and(|address| preferences::is_drill(&address));
            unproved(filing, app.now(), drill)
        }
        // Another system passes on what somebody asked there; it does not vouch for them.
        Actor::Program { .. } if filing.channel == Channel::Api => unproved(filing, app.now(), false),
        Actor::Drill => Ok(Who {
            subject: None,
            address: address(&filing.identities),
            identities: given(filing)?,
            proof: Some(IdentityProof::Synthetic),
            contact: None,
            received: app.now(),
            drill: true,
        }),
        _ => Err(Error::forbidden("file-request")),
    }
}

/// When it came in: the given day, at noon or now, whichever is earlier; the hour does not matter for the term.
fn received(app: &App, filing: &Filing) -> Result<Timestamp> {
    let Some(day) = filing.entry.received else { return Ok(app.now()) };
    let odd = || {
        Error::new(
            Kind::Invalid,
            "odd-receipt",
            "Op deze dag kan het verzoek niet zijn ontvangen. Geef de dag waarop het binnenkwam.",
            "The request cannot have been received on that day. Give the day on which it came in.",
        )
    };
    let today = app.today();
    if day > today || app.law().on(day).is_none() {
        return Err(odd());
    }
    let noon = day.at(12, 0, 0, 0).to_zoned(app.zone()).map_err(|_| odd())?.timestamp();
    Ok(noon.min(app.now()))
}

fn given(filing: &Filing) -> Result<Vec<Identity>> {
    if filing.identities.is_empty() {
        return Err(Error::new(
            Kind::Invalid,
            "no-identity",
            "Geef minstens één gegeven waarmee de persoon te vinden is, bijvoorbeeld email=….",
            "Give at least one thing by which the person can be found, for example email=….",
        ));
    }
    Ok(filing.identities.clone())
}

fn address(identities: &[Identity]) -> Option<String> {
    identities
        .iter()
        .find(|identity| identity.kind == "email")
        .map(|identity| identity.value.trim().to_owned())
}
