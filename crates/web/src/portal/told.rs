//! Who was told what about the reader's data (GDPR art. 19).

use app::requests::told::{self, How, Notified, ToldOf};
use axum::response::Response;

use crate::failure::Failure;
use crate::here::Here;
use crate::portal::words;
use crate::view::portal::{Told, ToldRecipient, ToldRequest, Way};

/// Shows it.
pub(crate) async fn show(here: Here) -> Result<Response, Failure> {
    let told = told::told(&here.app, here.actor(), None).await?;
    let other = |one: &told::Unrecorded| {
        (one.name.get(here.language).to_owned(), one.task.get(here.language).to_owned())
    };
    here.show(&Told {
        requests: told.requests.iter().map(|one| request(&here, one)).collect(),
        unrecorded: told.unrecorded.iter().map(other).collect(),
    })
}

fn request(here: &Here, told: &ToldOf) -> ToldRequest {
    ToldRequest {
        id: told.request.to_string(),
        reference: words::reference(told.request),
        right: words::right(told.right).unwrap_or(crate::view::Right::Restriction),
        end_of_restriction: told.end_of_restriction,
        filed: here.day(told.received),
        recipients: told.recipients.iter().map(|one| recipient(here, one)).collect(),
    }
}

/// One recipient, as the pages show it.
pub(crate) fn recipient(here: &Here, told: &Notified) -> ToldRecipient {
    ToldRecipient {
        name: told.recipient.get(here.language).to_owned(),
        system: told.system.get(here.language).to_owned(),
        way: match told.how {
            How::Changed => Way::Changed,
            How::Waiting => Way::Waiting,
            How::Ready => Way::Ready,
            How::Mailed => Way::Mailed,
            How::Sent => Way::Sent,
            How::Acknowledged => Way::Acknowledged,
            How::Done => Way::Done,
            How::NothingHeld => Way::NothingHeld,
            How::Refused => Way::Refused,
            How::Silent => Way::Silent,
        },
        at: told.at.map(|at| here.moment(at)),
        receipt: told.receipt.clone(),
        entry: told.entry,
    }
}
