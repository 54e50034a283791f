//! What a drill's visitor does with the banner's questions: closes, allows one purpose, allows all, withdraws; and tries
//! what must not be taken. Everything goes the way that a visitor's choice goes, on a site that nobody has, and is
//! taken out again.

use ::consent::{Offer, Refusal, subject};
use inventory::Identity;
use kernel::Actor;
use policy::promise::evidence::{DrillStep, drill as step};
use serde_json::{Map, Value, json};

use super::noted;
use crate::app::App;
use crate::boundary::commit;
use crate::consents::evidence::DRILL_SITE;
use crate::consents::intake::{self, NotTaken};
use crate::consents::{offers, people, receipts};
use crate::decision::Inquiry;
use crate::error::{Error, Result};

/// A visitor of one drill.
struct Visitor {
    id: String,
    /// Choices of one visitor are a millisecond apart.
    made: i64,
}

/// Every step; none where the edition asks for nothing.
pub(super) async fn walk(app: &App) -> Vec<DrillStep> {
    let Ok(known) = offers::current(app).await else { return Vec::new() };
    offers::add_site(app, &format!("https://{DRILL_SITE}"));
    let mut steps = Vec::new();
    let offer = &known.offer;
    for (name, outcome) in [
        (step::CLOSED, Box::pin(closing_refuses(app, offer)).await),
        (step::OWN_CHOICE, Box::pin(each_purpose_has_its_own(app, offer)).await),
        (step::CHOSEN, Box::pin(recorded_and_proved(app, offer)).await),
        (step::WITHDRAWN, Box::pin(withdrawn_at_once(app, offer)).await),
        (step::SCOPED, Box::pin(other_sites_are_refused(app, offer)).await),
    ] {
        let passed = outcome.unwrap_or_else(|error| {
            tracing::error!(%error, step = name, "a step of the drill stopped halfway");
            false
        });
        steps.push(noted(name, passed));
    }
    offers::remove_site(app, DRILL_SITE);
    if let Err(error) = clean_up(app).await {
        tracing::error!(%error, "the choices of a drill were not taken out");
        steps.iter_mut().for_each(|step| step.passed = false);
    }
    steps
}

async fn clean_up(app: &App) -> Result<()> {
    let mut tx = app.store().begin().await.map_err(Error::internal)?;
    let day = crate::consents::day(app.now()) - 1;
    store::consents::remove_site(&mut tx, day, DRILL_SITE).await.map_err(Error::internal)?;
    commit(tx, "choices of a drill taken out").await
}

impl Visitor {
    fn new(app: &App) -> Self {
        Self { id: hex::encode(app.entropy().bytes::<16>()), made: 0 }
    }

    /// Chooses: what is `allowed`, by which control, on which site.
    async fn choose(
        &mut self,
        app: &App,
        offer: &Offer,
        allowed: impl Fn(&str) -> bool,
        control: &str,
        site: &str,
    ) -> Result<intake::Taken, NotTaken> {
        self.made += 1;
        let at = app.now().as_millisecond() - 100 + self.made;
        let at = jiff::Timestamp::from_millisecond(at).map_err(Error::internal)?;
        let (mut services, mut purposes) = (Map::new(), Map::new());
        for service in offer.asking() {
            let yes = allowed(&service.purpose);
            services.insert(service.id.clone(), yes.into());
            purposes.insert(service.purpose.clone(), yes.into());
        }
        let language = offer.languages.first().copied().unwrap_or_default();
        let choice = json!({
            "id": self.id, "edition": offer.hash, "at": at.to_string(), "language": language.tag(),
            "source": if control == "save" { "second-layer" } else { "first-layer" }, "control": control,
            "gpc": false, "scope": site, "purposes": purposes, "services": services,
        });
        intake::take(app, choice.to_string().as_bytes()).await
    }

    /// Whether what rests on consent may be done, for every purpose that is asked for.
    async fn may(&self, app: &App, offer: &Offer) -> Result<Vec<(String, bool)>> {
        let identity = Identity::new(people::COOKIE, self.id.as_str());
        let inquiries: Vec<Inquiry> =
            offer.purposes.iter().map(|it| Inquiry::new(identity.clone(), it.id.as_str(), vec![])).collect();
        let answers = app.decisions().ask(app, &Actor::Drill, &inquiries).await?;
        let purposes = offer.purposes.iter().map(|it| it.id.clone());
        Ok(purposes.zip(answers.iter().map(|answer| answer.allow)).collect())
    }
}

fn taken(outcome: Result<intake::Taken, NotTaken>) -> Result<bool> {
    match outcome {
        Ok(taken) => Ok(taken.new),
        Err(NotTaken::Error(error)) => Err(error),
        Err(NotTaken::Refused(_) | NotTaken::Unreadable(_)) => Ok(false),
    }
}

/// Closing allows nothing; a closing that says that it does is refused.
async fn closing_refuses(app: &App, offer: &Offer) -> Result<bool> {
    let mut visitor = Visitor::new(app);
    let closed = taken(visitor.choose(app, offer, |_| false, "close", DRILL_SITE).await)?;
    let sly = visitor.choose(app, offer, |_| true, "close", DRILL_SITE).await;
    let refused = matches!(sly, Err(NotTaken::Refused(Refusal::Contradiction)));
    Ok(closed && refused && visitor.may(app, offer).await?.iter().all(|(_, allow)| !allow))
}

/// Each purpose is allowed once, alone, and nothing else is then allowed.
async fn each_purpose_has_its_own(app: &App, offer: &Offer) -> Result<bool> {
    for purpose in &offer.purposes {
        let mut visitor = Visitor::new(app);
        if !taken(visitor.choose(app, offer, |it| it == purpose.id, "save", DRILL_SITE).await)? {
            return Ok(false);
        }
        if visitor.may(app, offer).await?.iter().any(|(id, allow)| *allow != (*id == purpose.id)) {
            return Ok(false);
        }
    }
    Ok(!offer.purposes.is_empty())
}

/// The receipt of a choice holds with the public key alone, and the visitor's number stands nowhere.
async fn recorded_and_proved(app: &App, offer: &Offer) -> Result<bool> {
    let mut visitor = Visitor::new(app);
    if !taken(visitor.choose(app, offer, |_| true, "accept", DRILL_SITE).await)? {
        return Ok(false);
    }
    let key = crate::ledger_log::signing_key(app)?.public_key().to_string();
    let given: Vec<Value> = receipts::of_id(app, &visitor.id).await?;
    let [receipt] = given.as_slice() else { return Ok(false) };
    let shown = receipts::verify(&receipt.to_string(), &key)?;
    let own = subject(&visitor.id).is_some_and(|subject| subject == shown.record.subject);
    let hidden = store::own_data::search(app.store(), &visitor.id).await.map_err(Error::internal)?.is_empty();
    Ok(own && hidden && !receipt.to_string().contains(&visitor.id))
}

/// One choice allows everything, one refuses it again; the decision after it is no.
async fn withdrawn_at_once(app: &App, offer: &Offer) -> Result<bool> {
    let mut visitor = Visitor::new(app);
    let given = taken(visitor.choose(app, offer, |_| true, "accept", DRILL_SITE).await)?
        && visitor.may(app, offer).await?.iter().all(|(_, allow)| *allow);
    let withdrawn = taken(visitor.choose(app, offer, |_| false, "refuse", DRILL_SITE).await)?
        && visitor.may(app, offer).await?.iter().all(|(_, allow)| !allow);
    Ok(given && withdrawn)
}

/// A choice for a site that the policy does not name is refused, and nothing of it stays.
async fn other_sites_are_refused(app: &App, offer: &Offer) -> Result<bool> {
    let mut visitor = Visitor::new(app);
    let outcome = visitor.choose(app, offer, |_| true, "accept", "elsewhere.invalid").await;
    let refused = matches!(outcome, Err(NotTaken::Refused(Refusal::Site)));
    let left = receipts::of_id(app, &visitor.id).await.is_err();
    Ok(refused && left)
}
