//! The promises about services of others: how they are set, what a browser sent them, and that nothing of theirs is joined
//! with what is known of customers.
//!
//! Each is a row of [`ASKS`]: which settings must be declared and off (`settings` of the service in `facts/services.toml`),
//! which names may not stand among the parameters that a real browser was seen to send. How an account at the service is
//! really set only the organisation can see: that part a member of staff attests, and without it nothing here is kept. To
//! judge another such promise: a row here.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::choices::Both;
use super::{attested, figure, nothing, site};
use crate::facts::{Basis, Facts};
use crate::promise::ClauseContext;
use crate::promise::evidence::{
    CollectionLook, DrillResult, Evidence, FindingKind, SiteEvidence, drill, is_fresh,
};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

/// What a promise is judged by.
struct Ask {
    promise: &'static str,
    /// Settings that must be declared of each named service, and off.
    off: &'static [&'static str],
    /// Whether leaving one undeclared already breaks the promise: that it was decided.
    decided: bool,
    /// Names that no parameter may have.
    never: &'static [&'static str],
    kept: Both,
    broken: Both,
}

/// Names under which measuring services are told who somebody is.
const PERSON: &[&str] =
    &["uid", "user_id", "userid", "external_id", "customer_id", "account_id", "member_id", "email", "em"];
/// Names under which they are told an address of the network.
const ADDRESS: &[&str] = &["uip", "_uip", "ip", "ip_address", "client_ip", "ip_override"];

const ASKS: &[Ask] = &[
    Ask {
        promise: "analytics-settings",
        off: &["signals", "product_sharing"],
        decided: false,
        never: PERSON,
        kept: ("De dienst staat ingesteld zoals hier staat.", "The service is set as stated here."),
        broken: (
            "De dienst staat anders ingesteld dan hier staat.",
            "The service is set otherwise than stated here.",
        ),
    },
    Ask {
        promise: "setting-decided",
        off: &["product_sharing"],
        decided: true,
        never: &[],
        kept: ("De instelling is gekozen en staat uit.", "The setting was chosen, and it is off."),
        broken: ("De instelling is niet gekozen of staat aan.", "The setting was not chosen, or it is on."),
    },
    Ask {
        promise: "analytics-not-joined",
        off: &["signals", "user_id", "data_import"],
        decided: false,
        never: PERSON,
        kept: (
            "Bezoekcijfers worden met niets over u gecombineerd.",
            "Visit figures are combined with nothing about you.",
        ),
        broken: (
            "Bezoekcijfers kunnen met iets over u worden gecombineerd.",
            "Visit figures can be combined with something about you.",
        ),
    },
    Ask {
        promise: "address-not-sent",
        off: &["keeps_address"],
        decided: false,
        never: ADDRESS,
        kept: (
            "Het IP-adres ging niet mee met de meting en wordt daar niet bewaard.",
            "The IP address did not go along with the measurement and is not kept there.",
        ),
        broken: (
            "Het IP-adres ging mee met de meting of wordt daar bewaard.",
            "The IP address went along with the measurement or is kept there.",
        ),
    },
    Ask {
        promise: "aggregates-only",
        off: &["user_id"],
        decided: false,
        never: PERSON,
        kept: ("Deze partijen krijgen alleen tellingen.", "These parties get counts only."),
        broken: ("Een partij krijgt meer dan tellingen.", "A party gets more than counts."),
    },
];

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let named = site::named(context);
    let Some(ask) =
        ASKS.iter().find(|ask| ask.promise == context.clause.promise).filter(|_| !named.is_empty())
    else {
        return nothing(
            "De clausule noemt geen dienst.",
            "The clause names no service.",
            "Een clausule die de dienst noemt.",
            "A clause that names the service.",
        );
    };
    let mut items = match declared(ask, context, &named) {
        Ok(items) => items,
        Err(judgement) => return *judgement,
    };
    match watched(ask, evidence, &named, now) {
        Ok(Some(item)) => items.push(item),
        Ok(None) => {}
        Err(judgement) => return *judgement,
    }
    let Some(item) = attested(evidence, context, now) else {
        return nothing(
            "Hoe het account bij de dienst echt staat, ziet alleen wie daar inlogt; niemand staat daar nu voor in.",
            "How the account at the service is really set only whoever signs in there sees; nobody stands for it now.",
            "Een verklaring van wie het nakeek, met het stuk erbij.",
            "An attestation of whoever looked, with the document.",
        )
        .seen(items);
    };
    items.push(item);
    Judgement::kept(
        text(ask.kept.0, ask.kept.1),
        items,
        text(
            "Een andere instelling, een scan die iets anders ziet, of een verklaring die verloopt.",
            "Another setting, a scan that sees something else, or an attestation that runs out.",
        ),
    )
}

/// The settings as the policy declares them, or what is wrong with them.
fn declared(
    ask: &Ask,
    context: &ClauseContext<'_>,
    named: &BTreeSet<String>,
) -> Result<Vec<EvidenceItem>, Box<Judgement>> {
    let mut items = Vec::new();
    for id in named {
        let Some(service) = context.edition.facts().services.get(id) else { continue };
        for name in ask.off {
            let value = service.settings.get(*name);
            let (nl, en) = match value {
                Some(true) => ("aan", "on"),
                Some(false) => ("uit", "off"),
                None => ("niet vastgelegd", "not declared"),
            };
            let item =
                EvidenceItem::new("setting", format!("{id}: {name} {nl}"), format!("{id}: {name} {en}"));
            match value {
                Some(false) => items.push(item),
                None if !ask.decided => {
                    return Err(Box::new(
                        nothing(
                            "Hoe deze dienst ingesteld moet staan, ligt niet vast.",
                            "How this service must be set is not on record.",
                            "De instelling bij de dienst in services.toml.",
                            "The setting, with the service in services.toml.",
                        )
                        .seen(vec![item]),
                    ));
                }
                _ => return Err(Box::new(contradicted(ask.broken, item))),
            }
        }
    }
    Ok(items)
}

/// What a browser sent to these services while everything was allowed, or what was wrong with it.
fn watched(
    ask: &Ask,
    evidence: &Evidence,
    named: &BTreeSet<String>,
    now: Timestamp,
) -> Result<Option<EvidenceItem>, Box<Judgement>> {
    if ask.never.is_empty() {
        return Ok(None);
    }
    let Some(seen) = evidence.site.as_ref().filter(|seen| is_fresh(seen.at, now)) else {
        return Err(Box::new(unseen()));
    };
    if let Some(item) = telling(seen, named, ask.never) {
        return Err(Box::new(contradicted(ask.broken, item)));
    }
    let sent: Vec<_> = seen.sent.iter().filter(|it| named.contains(&it.service)).collect();
    // A browser that sent nothing to a service showed nothing about it.
    if !seen.own || !seen.typed || !seen.states.iter().any(|it| it == "all") || sent.is_empty() {
        return Err(Box::new(unseen()));
    }
    let names: BTreeSet<&str> = sent.iter().flat_map(|it| &it.parameters).map(String::as_str).collect();
    let list = names.into_iter().collect::<Vec<_>>().join(", ");
    let count = figure(sent.len());
    let item = EvidenceItem::new(
        "scan",
        format!("een echte browser stuurde deze diensten alleen: {list}"),
        format!("a real browser sent these services only: {list}"),
    );
    Ok(Some(item.figure(count).at(seen.at)))
}

/// What was sent that tells too much: a parameter of such a name, or something that the visitor typed.
fn telling(seen: &SiteEvidence, named: &BTreeSet<String>, never: &[&str]) -> Option<EvidenceItem> {
    let about = |service: &str| named.is_empty() || named.contains(service);
    let parameter = seen.sent.iter().filter(|it| about(&it.service)).find_map(|it| {
        let name = it.parameters.iter().find(|name| never.contains(&name.to_ascii_lowercase().as_str()))?;
        Some((it.service.clone(), name.clone()))
    });
    let typed = seen
        .findings
        .iter()
        .find(|it| it.kind == FindingKind::IdentitySent && it.service.as_deref().is_none_or(about));
    let (service, what) =
        parameter.or_else(|| Some((typed?.service.clone().unwrap_or_default(), typed?.what.clone())))?;
    let item = EvidenceItem::new(
        "finding",
        format!("{service} kreeg mee: {what}"),
        format!("{service} was sent: {what}"),
    );
    Some(item.at(seen.at))
}

fn unseen() -> Judgement {
    nothing(
        "Nog geen scan van de eigen site zag deze diensten aan het werk en wat zij toegestuurd kregen.",
        "No scan of the own site has seen these services at work and what was sent to them yet.",
        "Een scan van de site tot het einde.",
        "A scan of the site that came to its end.",
    )
}

fn contradicted(words: Both, item: EvidenceItem) -> Judgement {
    Judgement::broken(
        text(words.0, words.1),
        vec![item],
        text("Een instelling en een scan zoals beloofd.", "A setting and a scan as promised."),
    )
}

/// The data categories that the policy has for consent alone.
fn by_consent_only(facts: &Facts) -> BTreeSet<&str> {
    let of = |consent: bool| {
        let purposes = facts.purposes.values().filter(move |it| (it.basis == Basis::Consent) == consent);
        purposes.flat_map(|it| &it.categories).map(String::as_str)
    };
    let otherwise: BTreeSet<&str> = of(false).collect();
    of(true).filter(|id| !otherwise.contains(id)).collect()
}

/// The first collection of a customer's own data that has such a category for another purpose than consent: `system/collection`.
fn beside<'e>(evidence: &'e Evidence, context: &ClauseContext<'_>) -> Option<(&'e str, &'e CollectionLook)> {
    let facts = context.edition.facts();
    let only = by_consent_only(facts);
    let consented = |look: &CollectionLook| {
        let purpose = look.purpose.as_ref().and_then(|id| facts.purposes.get(id));
        purpose.is_some_and(|it| it.basis == Basis::Consent)
    };
    let looks = evidence.systems.iter().flat_map(|seen| &seen.systems);
    looks
        .flat_map(|look| look.collections.iter().map(|it| (look.system.as_str(), it)))
        .find(|(_, it)| it.own && !consented(it) && it.categories.iter().any(|id| only.contains(id.as_str())))
}

/// How many databases there are, when each of them was looked at whole and lately and no personal column is off its map.
fn looked_at(evidence: &Evidence, now: Timestamp) -> Option<u64> {
    let systems = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now))?;
    let databases: Vec<_> = systems.systems.iter().filter(|look| look.is_database()).collect();
    let whole = databases.iter().all(|look| {
        let seen = look.personal.as_ref().filter(|seen| is_fresh(seen.at, now));
        seen.is_some_and(|seen| seen.personal.is_empty() && seen.unread == 0)
    });
    (whole && !databases.is_empty()).then(|| figure(databases.len()))
}

/// The judgement when a map has room for browsing beside a customer.
fn possible(evidence: &Evidence, context: &ClauseContext<'_>) -> Option<Judgement> {
    let (system, look) = beside(evidence, context)?;
    let place = format!("{system}/{}", look.collection);
    let judged = nothing(
        "Volgens de kaart kan surfgedrag naast een klant staan; hoeveel er staat is niet geteld.",
        "By the map, browsing may stand beside a customer; how much there is was not counted.",
        "Een systeem dat het niet bewaart, of een kaart zonder die kolom.",
        "A system that does not keep it, or a map without that column.",
    );
    Some(judged.seen(vec![EvidenceItem::new("map", place.clone(), place)]))
}

/// "linked-by-consent": browsing is in no column beside a customer, a browser sends no service who somebody is, and a
/// withdrawal ends every use at once.
pub(crate) fn linked(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let words = (
        "Surfgedrag is aan een klant te koppelen zonder toestemming.",
        "Browsing can be linked to a customer without consent.",
    );
    let site = evidence.site.as_ref().filter(|seen| is_fresh(seen.at, now));
    if let Some(item) = site.and_then(|seen| telling(seen, &BTreeSet::new(), PERSON)) {
        return contradicted(words, item);
    }
    let withdrawn = match evidence.drilled(drill::WITHDRAWN, now) {
        DrillResult::Failed(at) => {
            return super::drill_failed(
                at,
                "na een intrekking ging gebruik door",
                "use went on after a withdrawal",
            );
        }
        DrillResult::Passed(at) => Some(at),
        DrillResult::Nothing => None,
    };
    let databases = looked_at(evidence, now);
    if let Some(judgement) = possible(evidence, context) {
        return judgement;
    }
    let (Some(at), Some(site), Some(count)) =
        (withdrawn, site.filter(|seen| seen.own && seen.typed), databases)
    else {
        return nothing(
            "Nog niet alles is bekeken: de systemen, de site en een oefening die toestemming intrekt.",
            "Not everything has been looked at yet: the systems, the site, and a drill that withdraws consent.",
            "Een blik in elk systeem, een scan en een oefening.",
            "A look into each system, a scan and a drill.",
        );
    };
    Judgement::kept(
        text(
            "Surfgedrag staat nergens bij een klant, en wie intrekt is overal meteen los.",
            "Browsing stands with no customer, and whoever withdraws is free of it everywhere at once.",
        ),
        vec![
            super::SYSTEMS.item(
                "map",
                count,
                "zonder surfgedrag bij een klant",
                "without browsing beside a customer",
            ),
            EvidenceItem::new(
                "scan",
                "niemand kreeg te horen wie iemand is",
                "nobody was told who somebody is",
            )
            .at(site.at),
            super::drill_item(at, "een intrekking gold meteen", "a withdrawal counted at once"),
        ],
        text(
            "Een kolom die surfgedrag aan een klant koppelt.",
            "A column that links browsing to a customer.",
        ),
    )
}

/// "app-analytics-separate": what an app measures stands in no collection with other data than its purpose names.
pub(crate) fn separate(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let purposes = context.param("purpose");
    let systems = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now));
    let of_purpose = |look: &&CollectionLook| look.purpose.as_ref().is_some_and(|id| purposes.contains(id));
    let looks = systems.into_iter().flat_map(|seen| &seen.systems).flat_map(|look| &look.collections);
    let measured: BTreeSet<&String> = context
        .edition
        .facts()
        .purposes
        .iter()
        .filter(|(id, _)| purposes.contains(id))
        .flat_map(|(_, purpose)| &purpose.categories)
        .collect();
    let more = |look: &CollectionLook| look.categories.iter().any(|id| !measured.contains(id));
    let joined = looks.filter(of_purpose).find(|look| look.own && more(look));
    if let Some(look) = joined {
        let name = &look.collection;
        let item = EvidenceItem::new(
            "map",
            format!("{name}: metingen van de app naast wat iemand invoert"),
            format!("{name}: measurements of the app beside what somebody enters"),
        );
        return contradicted(
            (
                "Metingen van de app staan bij wat iemand invoert.",
                "Measurements of the app stand with what somebody enters.",
            ),
            item,
        );
    }
    let (Some(_), Some(item)) = (systems, attested(evidence, context, now)) else {
        return nothing(
            "Wat de app meet, loopt niet langs Gestand; niemand staat er nu voor in.",
            "What the app measures does not pass Gestand; nobody stands for it now.",
            "Een verklaring van wie het verkeer van de app bekeek.",
            "An attestation of whoever looked at the app's traffic.",
        );
    };
    Judgement::kept(
        text(
            "Metingen van de app hebben een eigen nummer en staan nergens bij een persoon.",
            "Measurements of the app have a number of their own and stand with no person.",
        ),
        vec![
            EvidenceItem::new("map", "geen kaart heeft ze bij een persoon", "no map has them with a person"),
            item,
        ],
        text(
            "Een kaart die ze bij een persoon heeft, of een verklaring die verloopt.",
            "A map that has them with a person, or an attestation that runs out.",
        ),
    )
}

fn unlooked(late: Vec<EvidenceItem>) -> Judgement {
    nothing(
        "Van een partij is niet op tijd nagekeken of de waarborg nog geldt.",
        "For a party it was not looked at in time whether the safeguard still holds.",
        "Een nieuwe controle met een nieuwe datum.",
        "A new check with a new date.",
    )
    .seen(late)
}

/// "transfer-basis": each party outside the European Economic Area has a safeguard that can be one, somebody was to look at it
/// again by a day that has not come, and somebody attests that it still stood when they looked (GDPR 44 to 46).
pub(crate) fn transfer(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    use crate::facts::Safeguard;
    let named = context.param("recipient");
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let outside = context.edition.facts().recipients.iter().filter(|(id, recipient)| {
        (named.is_empty() || named.contains(id))
            && recipient.countries.iter().any(|country| !country.in_eea())
    });
    let (mut items, mut late) = (Vec::new(), Vec::new());
    for (id, recipient) in outside {
        let guard = recipient.safeguard.text();
        let item = |nl: &str, en: &str| {
            EvidenceItem::new(
                "recipient",
                format!("{id}: {}{nl}", guard.nl),
                format!("{id}: {}{en}", guard.en),
            )
        };
        if !matches!(recipient.safeguard, Safeguard::Adequacy | Safeguard::Dpf | Safeguard::Scc) {
            return contradicted(
                ("Een doorgifte heeft geen geldige waarborg.", "A transfer has no valid safeguard."),
                item("", ""),
            );
        }
        let review = recipient.agreement.as_ref().and_then(|agreement| agreement.review_by);
        match review.filter(|day| *day >= today) {
            Some(day) => {
                items.push(item(&format!(", nakijken voor {day}"), &format!(", to be looked at by {day}")));
            }
            None => late.push(item(", niet op tijd nagekeken", ", not looked at in time")),
        }
    }
    if !late.is_empty() {
        return unlooked(late);
    }
    let Some(item) = attested(evidence, context, now).filter(|_| !items.is_empty()) else {
        return nothing(
            "Of een waarborg nog geldt staat in lijsten en contracten van anderen; niemand staat daar nu voor in.",
            "Whether a safeguard still holds stands in lists and contracts of others; nobody stands for it now.",
            "Een verklaring van wie het nakeek, met het stuk erbij.",
            "An attestation of whoever looked, with the document.",
        )
        .seen(items);
    };
    items.push(item);
    Judgement::kept(
        text(
            "Elke partij buiten de EER heeft een waarborg die op tijd is nagekeken.",
            "Every party outside the EEA has a safeguard that was looked at in time.",
        ),
        items,
        text(
            "Een waarborg die vervalt, een datum die voorbijgaat of een verklaring die verloopt.",
            "A safeguard that falls, a date that passes, or an attestation that runs out.",
        ),
    )
}

#[cfg(test)]
mod tests;
