//! What a drill tries on the way of an edition: a synthetic one that widens something goes as far as being announced to
//! the drill's own person, and every short cut is tried. It is never archived, stands on no page, and is taken out again.

use std::collections::BTreeMap;

use ::consent::{Answer, standing};
use inventory::Identity;
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::ids::StaffId;
use kernel::{Actor, Language, StaffRole};
use policy::facts::Basis;
use policy::promise::evidence::{DrillStep, drill as step};
use policy::{Content, Edition};

use super::{noted, whether};
use crate::app::App;
use crate::boundary::commit;
use crate::consents::offers::{self, Known};
use crate::decision::{self, Inquiry};
use crate::error::{Error, Result};
use crate::faces::Call;
use crate::{publishing, work};

/// Every step.
pub(super) async fn walk(app: &App, identity: &Identity) -> Vec<DrillStep> {
    let mut steps = Vec::new();
    for (name, outcome) in [
        (step::ANNOUNCED, Box::pin(announced_first(app, identity)).await),
        (step::ASKED_AGAIN, asked_again(app)),
        (step::SILENT, Box::pin(visit_is_no_consent(app)).await),
        (step::BOUND, Box::pin(collected_purpose_holds(app, identity)).await),
    ] {
        steps.push(noted(name, whether(name, outcome)));
    }
    steps.extend(Box::pin(products(app)).await.map(|passed| noted(step::PRODUCTS, passed)));
    steps
}

/// The edition in force with one more category for a purpose that is asked for, or for any; and which purpose.
fn wider(app: &App, version: &str, from: Date) -> Result<(Edition, String)> {
    let deployment = app.deployment()?;
    let mut content: Content = deployment.edition.content().clone();
    let asked = offers::offer(&deployment.edition, "", &offers::AskedSince::new());
    let asked = asked.and_then(|offer| offer.purposes.first().map(|purpose| purpose.id.clone()));
    let purposes = &mut content.facts.purposes;
    let id = asked.or_else(|| purposes.keys().next().cloned()).unwrap_or_default();
    let other = content
        .facts
        .categories
        .keys()
        .find(|category| purposes.get(&id).is_some_and(|purpose| !purpose.categories.contains(category)));
    let (Some(purpose), Some(other)) = (purposes.get_mut(&id), other) else {
        return Err(Error::internal("the policy has nothing that a drill could widen"));
    };
    purpose.categories.push(other.clone());
    version.clone_into(&mut content.policy.version);
    content.policy.in_force_from = from;
    Ok((Edition::seal(content).map_err(Error::internal)?, id))
}

/// Nobody approves their own, nothing is announced too late or holds too early, and a message arrives once.
async fn announced_first(app: &App, identity: &Identity) -> Result<bool> {
    let mark = hex::encode(app.entropy().bytes::<4>());
    let today = app.today();
    let later = today.saturating_add(400.days());
    let (soon, _) = wider(app, &format!("drill-{mark}-soon"), today.saturating_add(1.days()))?;
    let (edition, _) = wider(app, &format!("drill-{mark}"), later)?;
    let passed = Box::pin(try_short_cuts(app, identity, &soon, &edition)).await;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    for edition in [&soon, &edition] {
        let hash = edition.hash().to_string();
        store::edition_notices::drop_of(&mut tx, &hash).await.map_err(Error::internal)?;
        store::publications::delete(&mut tx, &hash).await.map_err(Error::internal)?;
    }
    commit(tx, "edition of a drill taken out").await?;
    passed
}

async fn try_short_cuts(app: &App, identity: &Identity, soon: &Edition, edition: &Edition) -> Result<bool> {
    let second = Actor::Staff { id: StaffId::new(app.now(), app.entropy()), role: StaffRole::Officer };
    let code = |outcome: Result<_, Error>| outcome.err().map_or("", |error: Error| error.code);
    let hash = edition.hash().to_string();
    for edition in [soon, edition] {
        let hash = edition.hash().to_string();
        publishing::draft(app, &Actor::Drill, edition, 0).await?;
        let early = code(publishing::announce(app, &Actor::Drill, &hash).await.map(drop));
        let own = code(publishing::approve(app, &Actor::Drill, &hash).await.map(drop));
        if (early, own) != ("edition-stage", "edition-same-person") {
            return Ok(false);
        }
        publishing::approve(app, &second, &hash).await?;
    }
    let late = publishing::announce(app, &Actor::Drill, &soon.hash().to_string()).await.map(drop);
    if code(late) != "edition-too-soon" {
        return Ok(false);
    }
    publishing::announce(app, &Actor::Drill, &hash).await?;
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    publishing::list_person(app, &mut tx, &hash, &identity.value, Language::Nl).await?;
    publishing::list_person(app, &mut tx, &hash, &identity.value, Language::Nl).await?;
    commit(tx, "person of a drill listed").await?;
    publishing::tell_now(app, &hash).await?;
    work::drain(app).await?;
    publishing::tell_now(app, &hash).await?;
    work::drain(app).await?;
    let mails = app.outbox().all();
    let kind = mail::Kind::EditionAnnounced.as_str();
    let told = mails.iter().filter(|mail| mail.to == identity.value && mail.kind == kind).count();
    let held = publishing::take_force_now(app, &hash)
        .await
        .err()
        .is_some_and(|error| error.code == "edition-not-yet");
    // It stands nowhere: neither in the archive nor on a page.
    let hidden = store::editions::by_hash(app.store(), &hash).await.map_err(Error::internal)?.is_none()
        && publishing::coming(app).is_none_or(|coming| coming.hash != hash);
    Ok(told == 1 && held && hidden)
}

/// What was agreed to under the edition in force does not count for what a later one widens, and does for the rest.
fn asked_again(app: &App) -> Result<bool> {
    let deployment = app.deployment()?;
    let today = deployment.edition.clone();
    let (next, widened) = wider(app, "drill", app.today().saturating_add(400.days()))?;
    let base = &app.config().base_url;
    let before = offers::asked_since(std::slice::from_ref(&today));
    let after = offers::asked_since(&[today.clone(), next.clone()]);
    let (Some(then), Some(now)) = (Known::of(&today, base, &before), Known::of(&next, base, &after)) else {
        // Nothing is asked, so no consent can be stretched.
        return Ok(true);
    };
    let yes: BTreeMap<String, bool> = then.offer.asking().map(|service| (service.id.clone(), true)).collect();
    let same = standing(&then.offer, &then.offer, &yes, app.now(), app.now());
    let changed = standing(&now.offer, &then.offer, &yes, app.now(), app.now());
    let rest = changed.iter().filter(|(purpose, _)| **purpose != widened);
    Ok(same.values().all(|answer| *answer == Answer::Allowed)
        && changed.get(&widened) == Some(&Answer::Unknown)
        && rest.clone().all(|(_, answer)| *answer == Answer::Allowed))
}

/// Whoever visits every public page with a number of their own, and chooses nothing, has agreed to nothing.
async fn visit_is_no_consent(app: &App) -> Result<bool> {
    let id = hex::encode(app.entropy().bytes::<16>());
    let mut visited = 0;
    if let Some(faces) = app.faces().cloned() {
        for path in ["/nl", "/nl/privacy", "/nl/cookies", "/nl/editions", "/en/privacy", "/gestand.js"] {
            let call = Call {
                cookies: vec![(offers::MEMORY.to_owned(), id.clone()), ("visitor".to_owned(), id.clone())],
                ..Call::get(path)
            };
            visited += usize::from((faces.ask)(app.clone(), call).await.status < 400);
        }
        if visited == 0 {
            return Ok(false);
        }
    }
    let deployment = app.deployment()?;
    let purposes = &deployment.edition.facts().purposes;
    let asked = purposes.iter().filter(|(_, fact)| fact.basis == Basis::Consent);
    let visitor = Identity::new(crate::consents::people::COOKIE, id.as_str());
    let inquiries: Vec<Inquiry> =
        asked.map(|(id, _)| Inquiry::new(visitor.clone(), id.as_str(), vec![])).collect();
    for batch in inquiries.chunks(decision::MOST) {
        let answers = app.decisions().ask(app, &Actor::Drill, batch).await?;
        if answers.iter().any(|answer| answer.allow) {
            return Ok(false);
        }
    }
    let subject = ::consent::subject(&id).unwrap_or_default();
    Ok(store::consents::of(app.store(), &subject, 1).await.map_err(Error::internal)?.is_empty())
}

/// Every category that two purposes share is refused to the one when it was collected for the other, except where the law
/// obliges to it.
async fn collected_purpose_holds(app: &App, identity: &Identity) -> Result<bool> {
    let deployment = app.deployment()?;
    let purposes = &deployment.edition.facts().purposes;
    let mut inquiries = Vec::new();
    for (from, collected) in purposes {
        for (to, fact) in purposes.iter().filter(|(to, _)| *to != from) {
            if fact.basis == Basis::LegalObligation {
                continue;
            }
            let shared = fact.categories.iter().find(|category| collected.categories.contains(category));
            inquiries.extend(shared.map(|category| Inquiry {
                collected_for: Some(from.clone()),
                ..Inquiry::new(identity.clone(), to.as_str(), vec![category.clone()])
            }));
        }
    }
    let mut asked = 0;
    for batch in inquiries.chunks(decision::MOST) {
        let answers = app.decisions().ask(app, &Actor::Drill, batch).await?;
        if answers.iter().any(|answer| answer.allow) {
            return Ok(false);
        }
        asked += answers.len();
    }
    Ok(asked > 0)
}

/// The page of each product has the rules that are its own, in every language; nothing where no product has any.
async fn products(app: &App) -> Option<bool> {
    let faces = app.faces().cloned()?;
    let deployment = app.deployment().ok()?;
    let products = &deployment.edition.content().products;
    if products.is_empty() {
        return None;
    }
    for product in products {
        for document in &product.documents {
            let path = format!("/{}/products/{}", document.language, product.id);
            let reply = (faces.ask)(app.clone(), Call::get(path)).await;
            let text = reply.text();
            let shown = document.passages().filter_map(|passage| passage.clause.as_ref());
            let all = shown.into_iter().all(|clause| text.contains(&format!("id=\"{}\"", clause.id)));
            if reply.status != 200 || !all || !text.contains(&deployment.edition.hash().to_string()[..12]) {
                return Some(false);
            }
        }
    }
    Some(true)
}
