//! The drill at the mail gate: a message that can be refused, the one click that refuses it, and what must and must not
//! leave after that.

use inventory::Identity;
use kernel::{Actor, Language};
use ledger::EventKind;
use policy::facts::Basis;
use policy::promise::evidence::MailTrial;

use crate::app::App;
use crate::error::{Error, Result};
use crate::faces::{Call, Faces};
use crate::messages::{self, Class, Outgoing};
use crate::{mailbox, preferences, work};

const PLAIN: &str = "Dit is een oefening van Gestand.";

/// Belongs to an order, and would tell who opened it.
const TELLING: &str = "Uw bestelling is onderweg: https://mail.example/track/abc";

/// The drill's person, and the purposes that are written for.
struct Gate<'a> {
    app: &'a App,
    faces: Faces,
    to: String,
    service: String,
    newsletter: String,
}

/// Tries the gate. Nothing when the policy has no purposes to write for, or there are no pages.
pub(super) async fn trial(app: &App, identity: &Identity) -> Result<Option<MailTrial>> {
    let Some(faces) = app.faces().cloned() else { return Ok(None) };
    let deployment = app.deployment()?;
    let purposes = &deployment.edition.facts().purposes;
    let writes = |basis: Basis, sells: bool| {
        purposes.iter().find(|(_, purpose)| {
            purpose.basis == basis
                && preferences::sells(purpose) == sells
                && purpose.categories.iter().any(|category| category == "email")
        })
    };
    let (Some((service, _)), Some((newsletter, _))) =
        (writes(Basis::Contract, false), writes(Basis::Consent, true))
    else {
        return Ok(None);
    };
    let to = identity.value.clone();
    let gate = Gate { app, faces, to, service: service.clone(), newsletter: newsletter.clone() };
    preferences::forget(app, &gate.to).await?;
    let trial = gate.trial().await?;
    preferences::forget(app, &gate.to).await?;
    work::drain(app).await?;
    app.outbox().forget(&gate.to);
    Ok(Some(trial))
}

impl Gate<'_> {
    async fn trial(&self) -> Result<MailTrial> {
        let first = self.leaves(Class::Service, &self.service, PLAIN).await?;
        let (text, one_click) = self.newest().await?.unwrap_or_default();
        let token = one_click.rsplit('/').next().unwrap_or_default();
        let deployment = self.app.deployment()?;
        let address = deployment.edition.facts().organisation.address.as_ref();
        let says_who = address.is_some_and(|address| text.contains(&address.street));
        let (looked, clicked) = self.one_click(token).await?;
        let ended = clicked && !self.leaves(Class::Service, &self.service, PLAIN).await?;
        Ok(MailTrial {
            says_how: first && says_who && text.contains(&format!("/mail/{token}")),
            headers: one_click.contains("/mail/one-click/"),
            looking_changes_nothing: !looked,
            one_click: ended,
            transactional_left: self.leaves(Class::Transactional, &self.service, PLAIN).await?,
            promotion_kept_in: !self.leaves(Class::Transactional, &self.service, "Nu 10% korting!").await?,
            codeless_kept_in: !self.leaves(Class::Service, "no-such-purpose", PLAIN).await?,
            unconsented_kept_in: !self.leaves(Class::Marketing, &self.newsletter, PLAIN).await?,
            basis_recorded: self.basis_recorded().await?,
            tracking_kept_in: Some(!self.leaves(Class::Transactional, &self.service, TELLING).await?),
        })
    }

    /// Whether a message leaves.
    async fn leaves(&self, class: Class, purpose: &str, body: &str) -> Result<bool> {
        let message = Outgoing {
            to: self.to.clone(),
            language: Language::Nl,
            class,
            purpose: purpose.to_owned(),
            title: "Een oefening".to_owned(),
            body: body.to_owned(),
        };
        match messages::send(self.app, &Actor::Drill, &message).await {
            Ok(()) => Ok(true),
            Err(error) if error.code == "message-kept-in" => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Looks at the link, then posts to it as a mail program does: from nowhere, without a session. Says whether looking
    /// ended anything, and whether the post did.
    async fn one_click(&self, token: &str) -> Result<(bool, bool)> {
        let ask = |call: Call| (self.faces.ask)(self.app.clone(), call);
        let path = format!("/mail/one-click/{token}");
        ask(Call::get(path.as_str())).await;
        ask(Call::get(format!("/nl/mail/{token}"))).await;
        let looked = preferences::refuses(self.app, &self.to, &self.service).await?;
        let click = Call {
            method: "POST",
            path,
            content_type: Some("application/x-www-form-urlencoded".to_owned()),
            body: b"List-Unsubscribe=One-Click".to_vec(),
            ..Call::default()
        };
        let taken = ask(click).await.status == 200;
        Ok((looked, taken && preferences::refuses(self.app, &self.to, &self.service).await?))
    }

    /// The text of the newest message, and where one click ends it.
    async fn newest(&self) -> Result<Option<(String, String)>> {
        let page = store::Page::first(50);
        let rows = store::messages::list(self.app.store(), &page).await.map_err(Error::internal)?;
        if let Some(row) = rows.into_iter().find(|row| row.to_address == self.to && row.kind == "bulletin") {
            let link = mailbox::unsubscribe(&row).unwrap_or_default();
            return Ok(Some((row.text, link)));
        }
        // A worker was faster: what left for the drill lies in the outbox.
        let kept = self.app.outbox().all();
        let kept = kept.into_iter().find(|kept| kept.to == self.to && kept.kind == "bulletin");
        Ok(kept.map(|kept| (kept.text, kept.unsubscribe.unwrap_or_default())))
    }

    /// Whether what was let out has its class, purpose and basis on the record.
    async fn basis_recorded(&self) -> Result<bool> {
        let entries = store::ledger::latest(self.app.store(), None, 100).await.map_err(Error::internal)?;
        let mut admitted = entries
            .iter()
            .filter_map(ledger::StoredEntry::parsed)
            .filter(|event| event.kind() == EventKind::MessageAdmitted);
        Ok(admitted.any(|event| {
            let text =
                |name: &str| event.data().get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
            text("purpose") == self.service && !text("basis").is_empty() && !text("class").is_empty()
        }))
    }
}
