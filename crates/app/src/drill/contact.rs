//! The drill that writes to the privacy contact: by the form and by mail, with a request, a breach, a complaint and
//! another question; each goes its own way, and an officer deals with them. What it wrote is taken away again.

use ::requests::{Right, Route};
use kernel::ids::{RequestId, SubjectId};
use kernel::{Actor, Language};
use policy::promise::evidence::ContactTrial;
use store::incoming::IncomingRow;

use crate::app::App;
use crate::error::{Error, Result};
use crate::faces::{Call, Faces};
use crate::incoming::{self, Taken};
use crate::{requests, work};

/// What is written, and where it must go.
const WRITTEN: [(&str, Route); 4] = [
    ("Welke gegevens bewaart u van mij?", Route::Right),
    ("Ik kreeg de factuur van iemand anders in mijn mail.", Route::Breach),
    ("Ik heb een klacht over uw antwoord.", Route::Complaint),
    ("Wanneer bent u open?", Route::Other),
];
const ANSWER: &str = "Wij zijn op werkdagen open. Dit is een oefening.";

/// Writes, deals with it, and takes it away.
pub(super) async fn trial(app: &App, faces: &Faces, address: &str) -> Result<Option<ContactTrial>> {
    let mut filed = None;
    let outcome = walk(app, faces, address, &mut filed).await;
    if let Some(request) = filed {
        requests::withdraw(app, &Actor::Drill, request).await?;
        work::drain(app).await?;
    }
    for row in store::incoming::drills(app.store()).await.map_err(Error::internal)? {
        store::incoming::delete(app.store(), &row.id).await.map_err(Error::internal)?;
    }
    outcome.map(Some)
}

async fn walk(
    app: &App,
    faces: &Faces,
    address: &str,
    filed: &mut Option<RequestId>,
) -> Result<ContactTrial> {
    let ask = async |call: Call| (faces.ask)(app.clone(), call).await;
    let mut served = true;
    for language in Language::ALL {
        let page = ask(Call::get(format!("/{language}/contact"))).await;
        served &= page.status == 200 && page.text().contains("name=\"words\"");
    }
    for (words, _) in WRITTEN {
        let call = Call::form("/nl/contact", &[("email", address), ("words", words)]);
        served &= ask(call).await.status == 303;
    }
    let mail = |headers: &str, words: &str| {
        format!("From: <{address}>\r\nTo: <contact@drill.invalid>\r\n{headers}\r\n{words}\r\n").into_bytes()
    };
    let (breach, _) = WRITTEN[1];
    let by_mail = incoming::mailed(app, &mail("Subject: Help\r\n", breach)).await?;
    let machine = incoming::mailed(app, &mail("Auto-Submitted: auto-replied\r\n", "Ik ben er niet.")).await?;
    let rows = store::incoming::drills(app.store()).await.map_err(Error::internal)?;
    let wanted = WRITTEN.iter().map(|(_, route)| *route).chain([Route::Breach]);
    let routed = rows.len() == WRITTEN.len() + 1
        && by_mail == Taken::AtDesk
        && rows.iter().zip(wanted).all(|(row, route)| row.route == route.as_str());
    let [right, .., complaint, other, _] = rows.as_slice() else {
        return Err(Error::internal("the drill’s messages did not arrive"));
    };
    let sealed = rows.iter().all(|row| is_sealed(row, address));
    let stranger = Actor::Subject { id: SubjectId::new(app.now(), app.entropy()) };
    let page = ask(Call::get(format!("/nl/desk/messages/{}", other.id))).await;
    let others_refused = page.status >= 300
        && incoming::read(app, &stranger, &other.id).await.is_err()
        && incoming::read(app, &Actor::Anonymous, &other.id).await.is_err();
    incoming::correct(app, &Actor::Drill, &complaint.id, Route::Breach).await?;
    let now = store::incoming::get(app.store(), &complaint.id).await.map_err(Error::internal)?;
    let corrected = now.is_some_and(|now| now.route == "breach" && now.due_at < complaint.due_at);
    incoming::answer(app, &Actor::Drill, &other.id, ANSWER).await?;
    work::drain(app).await?;
    let arrived = |mail: &crate::mailbox::Captured| {
        mail.to == address && mail.kind == "message-answered" && mail.text.contains(ANSWER)
    };
    let answered = app.outbox().all().iter().any(arrived);
    let request = incoming::make_request(app, &Actor::Drill, &right.id, Right::Access).await?;
    *filed = Some(request);
    let view = requests::show(app, &Actor::Drill, request).await?;
    Ok(ContactTrial {
        served,
        routed,
        sealed,
        others_refused,
        corrected,
        answered,
        requested: view.summary.state == "awaiting-identity",
        machines_dropped: machine == Taken::Dropped,
    })
}

/// Whether what was written stands nowhere in the open.
fn is_sealed(row: &IncomingRow, address: &str) -> bool {
    let contents = row.contents.as_deref().unwrap_or_default();
    let text = String::from_utf8_lossy(contents);
    !contents.is_empty() && WRITTEN.iter().all(|(words, _)| !text.contains(words)) && !text.contains(address)
}
