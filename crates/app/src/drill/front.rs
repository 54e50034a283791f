//! The drill at the front door: it asks the pages and the mail gate as people do, and looks at what they answer.

use inventory::Identity;
use kernel::ids::{RequestId, SubjectId};
use kernel::{Actor, Language};
use ledger::EventKind;
use policy::promise::evidence::{FormTrial, FrontEvidence, HandIn, IdentityTrial, RightShown};

use crate::app::App;
use crate::error::{Error, Result};
use crate::faces::{Call, Faces, Reply};
use crate::requests::{self, ProofMeans, proof};
use crate::signin::{self, Door};
use crate::{archives, work};

/// Nobody has this address in any system.
const STRANGER: &str = "gestand-drill-nobody@drill.invalid";
/// A picture with words in it that are looked for afterwards.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n gestand drill: a covered card";

/// Asks everything.
pub(super) async fn visit(app: &App, identity: &Identity) -> Result<FrontEvidence> {
    let mut seen =
        FrontEvidence { mail: super::gate::trial(app, identity).await?, ..FrontEvidence::default() };
    let Some(faces) = app.faces().cloned() else { return Ok(seen) };
    let doors = Doors { app, faces };
    (seen.guarded, seen.opened) = doors.guarded().await;
    seen.own_ids = Some(doors.own_ids().await);
    seen.rights = doors.rights().await?;
    let (form, hand_in, shown) = doors.form(&identity.value).await?;
    (seen.form, seen.handed_in, seen.identity) = (Some(form), hand_in, shown);
    // What goes wrong at one door hides nothing of the others.
    let behind = Box::pin(super::doors::trial(app, &doors.faces, identity)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the drill at the doors stopped halfway");
        None
    });
    let mut fields = super::fields::public(app, &doors.faces).await;
    seen.account = behind.map(|(account, own)| {
        fields.extend(own);
        account
    });
    seen.fields = fields;
    let written = Box::pin(super::contact::trial(app, &doors.faces, &identity.value)).await;
    seen.contact = written.unwrap_or_else(|error| {
        tracing::error!(%error, "the drill that wrote to the contact stopped halfway");
        None
    });
    Ok(seen)
}

struct Doors<'a> {
    app: &'a App,
    faces: Faces,
}

impl Doors<'_> {
    async fn ask(&self, call: Call) -> Reply {
        (self.faces.ask)(self.app.clone(), call).await
    }

    /// Every private address, asked by nobody, with a made-up session, and with a session that has ended.
    async fn guarded(&self) -> (u64, Vec<String>) {
        let (mut asked, mut opened) = (0, Vec::new());
        for guarded in &self.faces.guarded {
            let made_up = hex::encode(self.app.entropy().bytes::<32>());
            for sessions in [vec![], vec![(Some(guarded.of), made_up.clone())], vec![(None, made_up.clone())]]
            {
                let call = Call {
                    method: guarded.method,
                    path: guarded.path.clone(),
                    sessions,
                    from_here: true,
                    ..Call::default()
                };
                asked += 1;
                if self.ask(call).await.status < 300 {
                    opened.push(guarded.path.clone());
                }
            }
        }
        opened.dedup();
        (asked, opened)
    }

    /// The page of own ids shows what the browser sent, and nothing that opens a door.
    async fn own_ids(&self) -> bool {
        let mark = hex::encode(self.app.entropy().bytes::<8>());
        let key = hex::encode(self.app.entropy().bytes::<32>());
        let call = |path: &str| Call {
            cookies: vec![("drill_id".to_owned(), mark.clone())],
            sessions: vec![(Some(Door::Subject), key.clone())],
            ..Call::get(path)
        };
        let page = self.ask(call("/nl/cookie-ids")).await;
        let form = self.ask(call("/nl/request?ids=own")).await;
        let (page, sends) = (page.text(), form.text());
        page.contains(&mark) && !page.contains(&key) && sends.contains(&format!("value=\"{mark}\""))
    }

    /// Every right with its article on the public page, in every language.
    async fn rights(&self) -> Result<Vec<RightShown>> {
        let deployment = self.app.deployment()?;
        let mut shown = Vec::new();
        for language in Language::ALL {
            let page = self.ask(Call::get(format!("/{language}/privacy"))).await;
            let text = if page.status == 200 { page.text() } else { String::new() };
            for (right, fact) in deployment.edition.facts().rights.iter() {
                let article = fact.article.as_deref().is_some_and(|article| text.contains(article));
                let told = article && text.contains(fact.description.get(language));
                shown.push(RightShown { right, language, explained: told });
            }
        }
        Ok(shown)
    }

    /// The form without an account, from both a known and an unknown address, and what follows from it.
    async fn form(&self, known: &str) -> Result<(FormTrial, Option<HandIn>, Option<IdentityTrial>)> {
        let mut served = true;
        for language in Language::ALL {
            let page = self.ask(Call::get(format!("/{language}/request"))).await;
            served &= page.status == 200 && page.text().contains("name=\"email\"");
        }
        let send = |address: &str| Call::form("/nl/request", &[("right", "access"), ("email", address)]);
        let known_reply = self.ask(send(known)).await;
        let stranger_reply = self.ask(send(STRANGER)).await;
        let alike = (known_reply.status, &known_reply.location, &known_reply.body)
            == (stranger_reply.status, &stranger_reply.location, &stranger_reply.body);
        work::drain(self.app).await?;
        let (known_token, stranger_token) = (self.token(known), self.token(STRANGER));
        let asked = known_token.is_some() && stranger_token.is_some();
        let mut trial = FormTrial { served, alike, filed: false, asked };
        let (mut hand_in, mut shown) = (None, None);
        if let Some(token) = known_token {
            let request = proof::page(self.app, &token).await?.request;
            trial.filed = true;
            shown = Some(self.unknown(known, request).await?);
            hand_in = Some(self.hand_in(&token, request).await?);
            self.take_back(request).await?;
        }
        if let Some(token) = stranger_token {
            self.take_back(proof::page(self.app, &token).await?.request).await?;
        }
        self.app.outbox().forget(STRANGER);
        Ok((trial, hand_in, shown))
    }

    /// What somebody gets who has not shown who they are.
    async fn unknown(&self, known: &str, request: RequestId) -> Result<IdentityTrial> {
        let app = self.app;
        let view = requests::show(app, &Actor::Drill, request).await?;
        let digest = view.plan.as_ref().and_then(|plan| plan.digest.clone()).unwrap_or_default();
        let waits = view.summary.state == "awaiting-identity"
            && view.systems.is_empty()
            && archives::newest(app, request).await?.is_none()
            && requests::approve(app, &Actor::Drill, request, &digest).await.is_err();
        let ticket = signin::begin(app, Door::Subject, known, Language::Nl).await?;
        let wrong_code_refused = signin::complete(app, Door::Subject, &ticket, "000000").await.is_err();
        let stranger = Actor::Subject { id: SubjectId::new(app.now(), app.entropy()) };
        let others_refused = requests::show(app, &stranger, request).await.is_err()
            && requests::show(app, &Actor::Anonymous, request).await.is_err();
        Ok(IdentityTrial { waits, wrong_code_refused, others_refused })
    }

    async fn take_back(&self, request: RequestId) -> Result<()> {
        requests::withdraw(self.app, &Actor::Drill, request).await?;
        work::drain(self.app).await?;
        Ok(())
    }

    /// The token of the link in the newest mail that asks somebody who they are.
    fn token(&self, to: &str) -> Option<String> {
        let mails = self.app.outbox().all();
        let mail = mails.iter().find(|mail| mail.to == to && mail.kind == "identity-asked")?;
        Some(mail.text.split("/bewijs/").nth(1)?.split_whitespace().next()?.to_owned())
    }

    /// Hands a document in, has others try to see it, looks at it, judges it.
    async fn hand_in(&self, token: &str, request: RequestId) -> Result<HandIn> {
        let app = self.app;
        let upload = |bytes: &[u8]| {
            let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"card.png\"\r\n\r\n";
            let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
            Call {
                method: "POST",
                path: format!("/nl/proof/{token}/file"),
                content_type: Some("multipart/form-data; boundary=x".to_owned()),
                body,
                from_here: true,
                ..Call::default()
            }
        };
        let odd = self.ask(upload(b"<svg onload=alert(1)>")).await.status;
        let taken = self.ask(upload(PICTURE)).await.status;
        let files = proof::files(app, &Actor::Drill, request).await?;
        let Some(file) = files.first() else {
            return Ok(HandIn {
                taken: false,
                odd_refused: odd >= 400,
                sealed: false,
                others_refused: false,
                look_recorded: false,
                destroyed: false,
            });
        };
        let pieces = store::uploads::pieces(app.store(), &file.id).await.map_err(Error::internal)?;
        let open = |piece: &Vec<u8>| piece.windows(PICTURE.len().min(16)).any(|at| PICTURE.starts_with(at));
        let sealed = !pieces.is_empty() && !pieces.iter().any(open);
        let path = format!("/nl/desk/requests/{request}/proof/{}", file.id);
        let stranger = Actor::Subject { id: SubjectId::new(app.now(), app.entropy()) };
        let others_refused = self.ask(Call::get(path)).await.status >= 300
            && proof::view(app, &stranger, request, &file.id).await.is_err()
            && proof::view(app, &Actor::Anonymous, request, &file.id).await.is_err();
        let seen = proof::view(app, &Actor::Drill, request, &file.id).await?.bytes == PICTURE;
        let look_recorded = seen && recorded(app, request, EventKind::ProofSeen).await?;
        let means = ProofMeans::ShieldedDocument;
        proof::judge(app, &Actor::Drill, request, None, Some(means)).await?;
        let gone = store::uploads::pieces(app.store(), &file.id).await.map_err(Error::internal)?.is_empty();
        let destroyed = gone && recorded(app, request, EventKind::ProofDestroyed).await?;
        Ok(HandIn {
            taken: taken == 303,
            odd_refused: odd >= 400,
            sealed,
            others_refused,
            look_recorded,
            destroyed,
        })
    }
}

async fn recorded(app: &App, request: RequestId, kind: EventKind) -> Result<bool> {
    let entries = store::ledger::about(app.store(), request).await.map_err(Error::internal)?;
    Ok(entries.iter().filter_map(ledger::StoredEntry::parsed).any(|event| event.kind() == kind))
}
