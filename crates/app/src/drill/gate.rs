//! The drill at the mail gate: a message that can be refused, the one click that refuses it, and what must and must not
//! leave after that; and a letter that is asked for, confirmed from the mailbox, proved, and ended.

use inventory::Identity;
use kernel::{Actor, Language};
use ledger::EventKind;
use policy::facts::Basis;
use policy::promise::evidence::{LetterTrial, MailTrial};

use crate::app::App;
use crate::consents::{letters, receipts};
use crate::error::{Error, Result};
use crate::faces::{Call, Faces};
use crate::messages::{self, Class, Outgoing};
use crate::{ledger_log, mailbox, preferences, work};

const PLAIN: &str = "Dit is een oefening van Gestand.";

/// Nobody has this address in any system.
const STRANGER: &str = "gestand-drill-letters@drill.invalid";
/// The mail that asks somebody whether it was they.
const ASKED: &str = "letter-asked";

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
        let trial = MailTrial {
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
            letter: None,
        };
        let letter = Box::pin(self.letter()).await;
        for address in [self.to.as_str(), STRANGER] {
            letters::forget(self.app, address).await?;
        }
        Ok(MailTrial { letter: letter?, ..trial })
    }

    /// Asks for a letter on the form, confirms it from the mailbox, agrees to be followed, and ends it all.
    async fn letter(&self) -> Result<Option<LetterTrial>> {
        let topics = letters::topics(self.app, Language::Nl)?;
        let of = |follows| topics.iter().find(move |topic| topic.follows == follows).map(|it| it.id.as_str());
        let Some(letter) = of(false) else { return Ok(None) };
        let stranger = self.ask_for(STRANGER, &[letter]).await;
        let first = self.ask_for(&self.to, &[letter]).await;
        let token = self.token(&self.to).await?;
        let pressed = format!("/nl/letters/{token}");
        let looked = (self.faces.ask)(self.app.clone(), Call::get(pressed.as_str())).await;
        let early = self.marketing(letter, PLAIN).await?;
        let confirmed = self.press(&token).await;
        let left = confirmed && self.marketing(letter, PLAIN).await?;
        let unasked = self.marketing(letter, TELLING).await?;
        let proved = self.proves(&token, letter).await?;
        let again = self.ask_for(&self.to, &[letter]).await;
        let followed = match of(true) {
            Some(follow) => {
                self.ask_for(&self.to, &[letter, follow]).await;
                let token = self.token(&self.to).await?;
                self.press(&token).await && self.marketing(letter, TELLING).await?
            }
            None => true,
        };
        work::drain(self.app).await?;
        let (_, one_click) = self.newest().await?.unwrap_or_default();
        self.click(one_click.rsplit('/').next().unwrap_or_default()).await;
        let ended = !self.marketing(letter, PLAIN).await? && !self.marketing(letter, TELLING).await?;
        for _ in 0..letters::MOST_A_DAY {
            self.ask_for(STRANGER, &[letter]).await;
        }
        work::drain(self.app).await?;
        let mails = self.app.outbox().all();
        let mails = mails.iter().filter(|mail| mail.to == STRANGER && mail.kind == ASKED).count();
        self.app.outbox().forget(STRANGER);
        Ok(Some(LetterTrial {
            nothing_before: !token.is_empty() && looked.status == 200 && !early,
            alike_and_limited: first == stranger
                && again == stranger
                && i64::try_from(mails).is_ok_and(|mails| mails == letters::MOST_A_DAY),
            left,
            proved,
            followed_by_own_consent: !unasked && followed,
            ended,
        }))
    }

    /// Sends the form, and gives what it answered.
    async fn ask_for(&self, address: &str, topics: &[&str]) -> (u16, String, String) {
        let mut fields = vec![("email", address)];
        fields.extend(topics.iter().map(|topic| ("topic", *topic)));
        let reply = (self.faces.ask)(self.app.clone(), Call::form("/nl/letters", &fields)).await;
        (reply.status, reply.location.clone(), reply.text())
    }

    /// The token of the link in the newest mail that asks somebody whether it was they.
    async fn token(&self, address: &str) -> Result<String> {
        work::drain(self.app).await?;
        let kept = self.app.outbox().all();
        let mail = kept.into_iter().find(|mail| mail.to == address && mail.kind == ASKED);
        let text = mail.map(|mail| mail.text).unwrap_or_default();
        let link = text.split("/letters/").nth(1).and_then(|rest| rest.split_whitespace().next());
        Ok(link.unwrap_or_default().to_owned())
    }

    /// Presses the button behind the link.
    async fn press(&self, token: &str) -> bool {
        let call = Call::form(format!("/nl/letters/{token}"), &[]);
        (self.faces.ask)(self.app.clone(), call).await.status < 400
    }

    async fn marketing(&self, purpose: &str, body: &str) -> Result<bool> {
        self.leaves(Class::Marketing, purpose, body).await
    }

    /// Whether the consent stands in the register with a receipt that holds.
    async fn proves(&self, token: &str, letter: &str) -> Result<bool> {
        let Ok(given) = receipts::of_id(self.app, token).await else { return Ok(false) };
        let key = ledger_log::signing_key(self.app)?.public_key().to_string();
        let newest = given.first().and_then(|receipt| receipts::verify(&receipt.to_string(), &key).ok());
        Ok(newest.is_some_and(|shown| shown.record.purposes.get(letter) == Some(&true)))
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
        let taken = self.click(token).await;
        Ok((looked, taken && preferences::refuses(self.app, &self.to, &self.service).await?))
    }

    /// Posts as a mail program does.
    async fn click(&self, token: &str) -> bool {
        let click = Call {
            method: "POST",
            path: format!("/mail/one-click/{token}"),
            content_type: Some("application/x-www-form-urlencoded".to_owned()),
            body: b"List-Unsubscribe=One-Click".to_vec(),
            ..Call::default()
        };
        (self.faces.ask)(self.app.clone(), click).await.status == 200
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
