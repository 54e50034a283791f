//! The drill at the doors: the synthetic person comes with the right thing and with the wrong one, and reports a leak.
//!
//! What it sets up (a password, an app, a report) goes again afterwards, whatever happened.

use std::time::Duration;

use inventory::Identity;
use jiff::SignedDuration;
use kernel::Language;
use kernel::ids::MessageId;
use ledger::EventKind;
use policy::promise::evidence::{AccountTrial, FieldShown};

use crate::accounts::{Holder, Visit, apps, passwords};
use crate::app::App;
use crate::error::{Error, Result};
use crate::faces::{Call, Faces};
use crate::outbox::Captured;
use crate::signin::{self, Door, Session, SignedIn};
use crate::work;

/// Plain words, which nobody else has.
const WORDS: &str = "tafel regent zelden paars";
/// Nobody has this address in any system.
const STRANGER: &str = "gestand-drill-nobody@drill.invalid";

/// An id of a message begins with the moment at which it was written: so many characters of it.
const MOMENT: usize = 13;

/// How long a code may take: this often,
const TURNS: u32 = 100;
/// and so long each time.
const TURN: Duration = Duration::from_millis(50);

/// Comes to the doors, and takes everything away again.
pub(super) async fn trial(
    app: &App,
    faces: &Faces,
    identity: &Identity,
) -> Result<Option<(AccountTrial, Vec<FieldShown>)>> {
    let doors = Doors { app, faces, address: &identity.value };
    let outcome = doors.walk().await;
    if let Some(holder) = Holder::by_address(app, Door::Subject, doors.address).await? {
        store::credentials::forget_holder(app.store(), &holder.id).await.map_err(Error::internal)?;
        store::tries::forget_devices(app.store(), &holder.id).await.map_err(Error::internal)?;
        store::sessions::delete_of(app.store(), &holder.id).await.map_err(Error::internal)?;
    }
    for row in store::leak_reports::drills(app.store()).await.map_err(Error::internal)? {
        store::leak_reports::delete(app.store(), &row.id).await.map_err(Error::internal)?;
    }
    outcome.map(Some)
}

struct Doors<'a> {
    app: &'a App,
    faces: &'a Faces,
    address: &'a str,
}

impl Doors<'_> {
    async fn walk(&self) -> Result<(AccountTrial, Vec<FieldShown>)> {
        let app = self.app;
        let (ticket, code) = self.ask().await?;
        let (other, _) = self.ask().await?;
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let mut wrong_refused = signin::complete(app, Door::Subject, &ticket, wrong).await.is_err();
        let mut replay_refused = signin::complete(app, Door::Subject, &other, &code).await.is_err();
        let first = signin::complete(app, Door::Subject, &ticket, &code).await?;
        replay_refused &= signin::complete(app, Door::Subject, &ticket, &code).await.is_err();
        let mut let_in = self.opens(&first).await;
        let me = self.me(&first).await?;
        let weak_refused = passwords::set(app, &me, "kort").await.is_err()
            && passwords::set(app, &me, "password12345").await.is_err()
            && passwords::set(app, &me, WORDS).await.is_ok();
        let tries = |address: &str| {
            let address = address.to_owned();
            async move {
                let visit = visit("drill");
                let refused = passwords::sign_in(app, Door::Subject, &address, "geraden", &visit).await;
                refused.err().map(|error| (error.kind, error.code))
            }
        };
        let (known, unknown) = (tries(self.address).await, tries(STRANGER).await);
        wrong_refused &= known.is_some();
        let (second_step, replayed, entered) = self.second_step(&me).await?;
        replay_refused &= replayed;
        let_in &= entered;
        let advice = self.advice(&first).await;
        let fields = super::fields::own(app, self.faces, &first).await;
        let leak = self.leak(&first).await?;
        let account = AccountTrial {
            wrong_refused,
            replay_refused,
            second_step,
            let_in,
            alike: known == unknown,
            weak_refused,
            advice,
            sessions_ended: leak.0,
            password_gone: leak.1,
            triage_opened: leak.2,
        };
        Ok((account, fields))
    }

    /// With an app: the first step alone opens nothing, its code opens, and not twice.
    async fn second_step(&self, me: &SignedIn) -> Result<(bool, bool, bool)> {
        let app = self.app;
        apps::begin(app, me).await?;
        let shown = async |ahead: i64| -> Result<String> {
            let at = app.now() + SignedDuration::from_secs(ahead);
            apps::shown(app, &Holder::of(me)?.id, at).await
        };
        apps::confirm(app, me, &shown(0).await?).await?;
        let half = passwords::sign_in(app, Door::Subject, self.address, WORDS, &visit("drill")).await?;
        let closed = half.half && !self.opens(&half).await;
        // The code that confirmed the app is used up; the next one counts already.
        let next = shown(30).await?;
        let whole = apps::second_step(app, &half.token, &next, &visit("drill")).await?;
        let again = passwords::sign_in(app, Door::Subject, self.address, WORDS, &visit("drill")).await?;
        let replayed = apps::second_step(app, &again.token, &next, &visit("drill")).await.is_err();
        Ok((closed, replayed, self.opens(&whole).await))
    }

    /// The page of the password, in every language.
    async fn advice(&self, session: &Session) -> bool {
        for language in Language::ALL {
            let page = self.get(&format!("/{language}/my/security"), session).await.1;
            let advice = page.split("id=\"advice\">").nth(1).and_then(|rest| rest.split('<').next());
            if advice.is_none_or(|words| words.trim().len() < 20) {
                return false;
            }
        }
        true
    }

    /// One press of the button, and what is left afterwards.
    async fn leak(&self, session: &Session) -> Result<(bool, bool, bool)> {
        let app = self.app;
        let me = self.me(session).await?;
        let holder = Holder::of(&me)?;
        // The second step was tried before; without it a code alone shows what the report leaves open.
        apps::remove(app, &me).await?;
        let before = self.recorded().await?;
        let call = Call {
            sessions: vec![(Some(Door::Subject), session.token.clone())],
            ..Call::form("/nl/my/security/leaked", &[])
        };
        let pressed = (self.faces.ask)(app.clone(), call).await.status == 303;
        let left =
            store::sessions::list_of(app.store(), &holder.id, app.now()).await.map_err(Error::internal)?;
        let ended = pressed && left.is_empty() && !self.opens(session).await;
        let refused =
            passwords::sign_in(app, Door::Subject, self.address, WORDS, &visit("drill")).await.is_err();
        let (ticket, code) = self.ask().await?;
        let back = match signin::complete(app, Door::Subject, &ticket, &code).await {
            // Nothing opens but the page on which a new password is chosen, or none.
            Ok(again) => {
                !self.opens(&again).await && self.get("/nl/my/new-password", &again).await.0 == 200 && {
                    passwords::go_without(app, &self.me(&again).await?).await?;
                    self.opens(&again).await
                }
            }
            Err(_) => false,
        };
        let triage = !store::leak_reports::drills(app.store()).await.map_err(Error::internal)?.is_empty();
        Ok((ended, refused && back, triage && self.recorded().await? > before))
    }

    /// How many reports of leaks stand in the newest part of the ledger.
    async fn recorded(&self) -> Result<usize> {
        let entries = store::ledger::latest(self.app.store(), None, 500).await.map_err(Error::internal)?;
        let events = entries.iter().filter_map(ledger::StoredEntry::parsed);
        Ok(events.filter(|event| event.kind() == EventKind::LeakReported).count())
    }

    /// Asks for a code and reads the mail.
    async fn ask(&self) -> Result<(String, String)> {
        let app = self.app;
        app.outbox().forget(self.address);
        let from = visit(&hex::encode(app.entropy().bytes::<8>()));
        let asked = MessageId::new(app.now(), app.entropy()).to_string();
        let ticket = signin::begin_from(app, Door::Subject, self.address, Language::Nl, &from).await?;
        // A code that was asked for before may still be on its way with another worker.
        let ours = |mail: &&Captured| {
            mail.to == self.address
                && mail.kind == "sign-in-code"
                && mail.id.get(..MOMENT) >= asked.get(..MOMENT)
        };
        for _ in 0..TURNS {
            work::drain(app).await?;
            let mails = app.outbox().all();
            let mail = mails.iter().find(ours);
            let digits = |text: &'_ str| {
                text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).map(str::to_owned)
            };
            if let Some(code) = mail.and_then(|mail| digits(&mail.text)) {
                return Ok((ticket, code));
            }
            // Another worker has it in hand.
            tokio::time::sleep(TURN).await;
        }
        Err(Error::internal("the drill got no code"))
    }

    async fn me(&self, session: &Session) -> Result<SignedIn> {
        signin::session(self.app, &session.token)
            .await?
            .ok_or_else(|| Error::internal("the drill’s own session is gone"))
    }

    async fn opens(&self, session: &Session) -> bool {
        self.get("/nl/my", session).await.0 == 200
    }

    async fn get(&self, path: &str, session: &Session) -> (u16, String) {
        let call = Call { sessions: vec![(Some(Door::Subject), session.token.clone())], ..Call::get(path) };
        let reply = (self.faces.ask)(self.app.clone(), call).await;
        (reply.status, reply.text())
    }
}

fn visit(client: &str) -> Visit {
    Visit { client: client.to_owned(), device: None, browser: String::new() }
}
