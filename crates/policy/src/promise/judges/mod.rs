//! The judges: for each promise that machinery exists for, the function that looks at its evidence.
//!
//! Each file has one function `judge` and a table of cases. A judge answers broken as soon as anything shows
//! that the promise was not kept, kept only when there is something recent that shows that it was, and
//! unproven otherwise.

pub(super) mod access_complete;
pub(super) mod access_content;
pub(super) mod answered_in_time;
pub(super) mod answers_to_known_address;
pub(super) mod edition_archive;
pub(super) mod ending_opens_erasure;
pub(super) mod erasure_anonymised;
pub(super) mod fiscal_hold;
pub(super) mod machine_readable;
pub(super) mod notice_complete;
pub(super) mod privacy_contact;
pub(super) mod request_register;
#[cfg(test)]
mod sample;

use jiff::Timestamp;

use super::evidence::{Evidence, RequestRow, is_counted};
use super::judgement::{EvidenceItem, Judgement, text};

/// What a drill shows.
fn drill_item(at: Timestamp, nl: &str, en: &str) -> EvidenceItem {
    EvidenceItem::new("drill", format!("oefening: {nl}"), format!("drill: {en}")).at(at)
}

/// The judgement when a step of the last drill failed.
fn drill_failed(at: Timestamp, nl: &str, en: &str) -> Judgement {
    Judgement::broken(
        text(format!("De laatste oefening liet zien: {nl}."), format!("The last drill showed: {en}.")),
        vec![drill_item(at, nl, en)],
        text("Een geslaagde oefening.", "A drill that passes."),
    )
}

/// The judgement when nothing was established, or too long ago.
fn nothing(nl: &str, en: &str, change_nl: &str, change_en: &str) -> Judgement {
    Judgement::unproven(text(nl, en), text(change_nl, change_en))
}

/// The requests that are looked at.
fn counted(evidence: &Evidence, now: Timestamp) -> impl Iterator<Item = &RequestRow> {
    evidence.requests.iter().filter(move |request| is_counted(request.received, request.drill, now))
}

/// "1 verzoek", "2 verzoeken".
fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
