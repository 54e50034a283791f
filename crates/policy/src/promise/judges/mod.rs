//! The judges: for each promise that machinery exists for, the function that looks at its evidence.
//!
//! Each file has one function `judge` and a table of cases. A judge answers broken as soon as anything shows
//! that the promise was not kept, kept only when there is something recent that shows that it was, and
//! unproven otherwise.

pub(super) mod access_complete;
pub(super) mod access_content;
pub(super) mod addresses_stay_out_of_lists;
pub(super) mod answered_in_time;
pub(super) mod answers_to_known_address;
pub(super) mod archive_access;
mod carried_out;
pub(super) mod changes_announced;
pub(super) mod choice_remembered;
mod choices;
pub(super) mod client_term;
pub(super) mod close_is_refusal;
pub(super) mod consent_scope;
pub(super) mod consent_text_shown;
pub(super) mod contact_routed;
pub(super) mod content_indexed;
pub(super) mod doors;
pub(super) mod edition_archive;
pub(super) mod ending_opens_erasure;
pub(super) mod erasure_anonymised;
pub(super) mod field_consequences;
pub(super) mod fiscal_hold;
pub(super) mod front_door;
pub(super) mod internal_id_in_access;
pub(super) mod invoice_payload;
pub(super) mod machine_readable;
pub(super) mod mail_tracking;
pub(super) mod no_automated_decisions;
pub(super) mod no_payment_numbers;
pub(super) mod not_bound_by_use;
pub(super) mod notice_complete;
pub(super) mod objection;
pub(super) mod opt_out_lag;
pub(super) mod plain_language;
pub(super) mod portability;
pub(super) mod privacy_contact;
pub(super) mod processing_shown;
pub(super) mod product_overlays;
pub(super) mod purpose_at_collection;
pub(super) mod purpose_limited;
pub(super) mod purposes_own_choice;
pub(super) mod rectification_confirmed;
pub(super) mod request_register;
pub(super) mod restriction_enforced;
pub(super) mod retention_terms;
#[cfg(test)]
pub(super) mod sample;
pub(in crate::promise) mod site;
pub(super) mod sources_combined_by_list;
pub(super) mod subjects_mapped;
pub(super) mod vendors;
pub(super) mod withdrawal;

use jiff::Timestamp;

use super::ClauseContext;
use super::evidence::{Evidence, RequestRow, is_counted};
use super::judgement::{EvidenceItem, Judgement, text};

/// What a drill shows.
pub(super) fn drill_item(at: Timestamp, nl: &str, en: &str) -> EvidenceItem {
    EvidenceItem::new("drill", format!("oefening: {nl}"), format!("drill: {en}")).at(at)
}

/// The judgement when a step of the last drill failed.
pub(super) fn drill_failed(at: Timestamp, nl: &str, en: &str) -> Judgement {
    Judgement::broken(
        text(format!("De laatste oefening liet zien: {nl}."), format!("The last drill showed: {en}.")),
        vec![drill_item(at, nl, en)],
        text("Een geslaagde oefening.", "A drill that passes."),
    )
}

/// The judgement when nothing was established, or too long ago.
/// What a person attests of the clause, as evidence; none when nobody does now.
pub(super) fn attested(
    evidence: &Evidence,
    context: &ClauseContext<'_>,
    now: Timestamp,
) -> Option<EvidenceItem> {
    let given = evidence.attested(context, now)?;
    let short: String = given.document.chars().take(12).collect();
    let nl = format!("een medewerker staat ervoor in wat geen systeem laat zien (stuk {short})");
    let en = format!("a member of staff stands for what no system shows (document {short})");
    Some(EvidenceItem::new("attestation", nl, en).at(given.at))
}

pub(super) fn nothing(nl: &str, en: &str, change_nl: &str, change_en: &str) -> Judgement {
    Judgement::unproven(text(nl, en), text(change_nl, change_en))
}

/// The requests that are looked at.
fn counted(evidence: &Evidence, now: Timestamp) -> impl Iterator<Item = &RequestRow> {
    evidence.requests.iter().filter(move |request| is_counted(request.received, request.drill, now))
}

/// A word for things that are counted, one and more, in both languages.
struct Noun {
    nl: [&'static str; 2],
    en: [&'static str; 2],
}

const ANSWERS: Noun = Noun { nl: ["antwoord", "antwoorden"], en: ["answer", "answers"] };
const COLLECTIONS: Noun = Noun { nl: ["verzameling", "verzamelingen"], en: ["collection", "collections"] };
const COLUMNS: Noun = Noun { nl: ["kolom", "kolommen"], en: ["column", "columns"] };
const COPIES: Noun = Noun { nl: ["kopie", "kopieën"], en: ["copy", "copies"] };
const DOCUMENTS: Noun = Noun { nl: ["document", "documenten"], en: ["document", "documents"] };
const EDITIONS: Noun = Noun { nl: ["versie", "versies"], en: ["edition", "editions"] };
const ENDINGS: Noun = Noun { nl: ["opzegging", "opzeggingen"], en: ["ending", "endings"] };
const ERASURES: Noun = Noun { nl: ["verwijdering", "verwijderingen"], en: ["erasure", "erasures"] };
const FIELDS: Noun = Noun { nl: ["veld", "velden"], en: ["field", "fields"] };
const MESSAGES: Noun = Noun { nl: ["bericht", "berichten"], en: ["message", "messages"] };
const MAILS: Noun = Noun { nl: ["mail", "mails"], en: ["mail", "mails"] };
const RECEIPTS: Noun = Noun { nl: ["ontvangstbewijs", "ontvangstbewijzen"], en: ["receipt", "receipts"] };
const REQUESTS: Noun = Noun { nl: ["verzoek", "verzoeken"], en: ["request", "requests"] };
const RULES: Noun = Noun { nl: ["bewaarregel", "bewaarregels"], en: ["retention rule", "retention rules"] };
const ROWS: Noun = Noun { nl: ["regel", "regels"], en: ["row", "rows"] };
const SYSTEMS: Noun = Noun { nl: ["systeem", "systemen"], en: ["system", "systems"] };

impl Noun {
    /// Evidence of a number of these, as in "2 verzoeken beantwoord".
    fn item(&self, kind: &str, count: u64, nl: &str, en: &str) -> EvidenceItem {
        let [nl_one, nl_more] = self.nl;
        let [en_one, en_more] = self.en;
        let (nl_noun, en_noun) = if count == 1 { (nl_one, en_one) } else { (nl_more, en_more) };
        EvidenceItem::new(kind, format!("{count} {nl_noun} {nl}"), format!("{count} {en_noun} {en}"))
            .figure(count)
    }
}

/// A number of things in memory as a figure.
fn figure(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
