//! What each edition asks, in the shape that the banner takes, and which sites it asks on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use ::consent::offer::{Cookie, HASH_DIGITS, Memory, Urls, terms};
use ::consent::{Kind, Offer, Purpose, Service, Words};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kernel::{Language, Text};
use policy::facts::services::{self as fact, Place, ServiceKind};
use policy::{Edition, EditionHash, Lifetime};

use crate::app::App;
use crate::editions::first_day;
use crate::error::{Error, Kind as ErrorKind, Result};

/// The name under which a choice is remembered. A policy that declares it has a banner.
pub const MEMORY: &str = "gestand_choice";

/// How long editions that are not there are not looked for again, whatever is sent.
const LOOK: SignedDuration = SignedDuration::from_secs(1);

/// An edition that asks.
#[derive(Debug)]
pub struct Known {
    /// Its whole hash.
    pub edition: String,
    /// What it asks.
    pub offer: Offer,
    /// The hosts of its sites.
    sites: BTreeSet<String>,
    shown: Vec<(Language, ::consent::offer::Shown)>,
    /// The numbers under which the texts are kept.
    texts: tokio::sync::Mutex<HashMap<Language, i64>>,
}

/// The editions that ask, by the digits of their hash that a choice carries.
#[derive(Debug, Default)]
pub(super) struct Offers {
    known: RwLock<HashMap<String, Arc<Known>>>,
    /// Held by who looks: everybody else waits for what they find.
    looking: tokio::sync::Mutex<Option<(EditionHash, Timestamp)>>,
    /// Sites of the operator's own, beside those of the policy: by host, with their address.
    more: RwLock<BTreeMap<String, String>>,
}

/// Whether a service is the memory of the banner.
pub(crate) fn is_memory(service: &fact::Service) -> bool {
    service.kind == ServiceKind::Necessary && service.cookie.iter().any(|cookie| cookie.name == MEMORY)
}

/// For each purpose the edition that last ended the consents for it, by the digits of its hash: what was agreed to before
/// it came no longer counts, whatever words or facts of a service stayed the same.
pub type AskedSince = BTreeMap<String, String>;

/// That of the last of these editions, which are in the order in which they came into force.
pub fn asked_since(editions: &[Edition]) -> AskedSince {
    let pairs = editions.iter().zip(editions.iter().skip(1));
    pairs.fold(AskedSince::new(), |since, (before, next)| asked_next(Some(before), since, next))
}

/// What an edition asks; none when it declares no memory for choices.
pub fn offer(edition: &Edition, base_url: &str, since: &AskedSince) -> Option<Offer> {
    let facts = edition.facts();
    let languages = edition.policy().languages.clone();
    let memory = facts.services.values().find(|service| is_memory(service))?;
    let cookie = memory.cookie.iter().find(|cookie| cookie.name == MEMORY)?;
    let days = match cookie.lifetime {
        Lifetime::For(span) => u32::try_from(span.at_most_days()).unwrap_or(u32::MAX),
        Lifetime::Session => 1,
    };
    let services: Vec<Service> = facts
        .services
        .iter()
        .filter(|(_, fact)| is_on_site(fact))
        .map(|(id, fact)| service(edition, id, fact, &languages, since))
        .collect();
    let mut purposes: Vec<Purpose> = Vec::new();
    // What serves the visitor most comes first.
    let mut asking: Vec<&Service> = services.iter().filter(|service| service.asks()).collect();
    asking.sort_by_key(|service| service.kind);
    for service in asking {
        if purposes.iter().any(|purpose| purpose.id == service.purpose) {
            continue;
        }
        let fact = facts.purposes.get(&service.purpose)?;
        purposes.push(Purpose {
            id: service.purpose.clone(),
            name: Words::of(fact.name.text(), &languages),
            description: Words::of(&fact.description, &languages),
        });
    }
    let page = |name: &str| {
        let url = |language: Language| format!("{base_url}/{language}/{name}");
        Words::of(&Text { nl: url(Language::Nl), en: url(Language::En) }, &languages)
    };
    Some(Offer {
        hash: digits(edition.hash()),
        controller: facts.organisation.legal_name.clone().unwrap_or_else(|| facts.organisation.name.clone()),
        languages: languages.clone(),
        purposes,
        services,
        memory: Memory { name: MEMORY.into(), days, place: "cookie".into(), domain: None },
        urls: Urls {
            cookies: page("cookies"),
            privacy: page("privacy"),
            record: Some(format!("{base_url}/api/v1/consents")),
        },
        button: None,
        hosts: Vec::new(),
    })
}

/// The digits of an edition's hash that a choice carries.
pub fn digits(hash: EditionHash) -> String {
    hash.to_string().chars().take(HASH_DIGITS).collect()
}

/// Whether visitors of the site meet it: a plain link stores nothing and asks for nothing.
fn is_on_site(fact: &fact::Service) -> bool {
    fact.place == Place::Site
        && (fact.kind == ServiceKind::Necessary || !fact.cookie.is_empty() || !fact.hosts.is_empty())
}

fn service(
    edition: &Edition,
    id: &str,
    fact: &fact::Service,
    languages: &[Language],
    since: &AskedSince,
) -> Service {
    let recipient = fact.recipient.as_ref().and_then(|id| edition.facts().recipients.get(id));
    let countries: Vec<String> = recipient
        .map(|recipient| recipient.countries.iter().map(|country| country.code().to_owned()).collect())
        .unwrap_or_default();
    let lifetime = |cookie: &fact::Cookie| {
        let text =
            Text { nl: cookie.lifetime.render(Language::Nl), en: cookie.lifetime.render(Language::En) };
        Words::of(&text, languages)
    };
    Service {
        id: id.to_owned(),
        name: Words::of(fact.name.text(), languages),
        purpose: fact.purpose.clone(),
        kind: kind(fact.kind),
        who: recipient.map(|recipient| Words::of(recipient.name.text(), languages)),
        what: Words::of(&fact.description, languages),
        cookies: fact
            .cookie
            .iter()
            .map(|cookie| Cookie {
                name: cookie.name.clone(),
                lifetime: lifetime(cookie),
                host: cookie.host.clone(),
            })
            .collect(),
        hosts: fact.hosts.clone(),
        terms: agreed(id, fact, &countries, since.get(&fact.purpose).map(String::as_str)),
        gpc: matches!(fact.kind, ServiceKind::Marketing | ServiceKind::Social),
        google: fact.google.clone(),
        countries,
    }
}

/// What a visitor agrees to: purpose, recipient, countries, what is stored for how long, and the edition that last widened
/// anything else about the purpose. Words are no part of it: a corrected typing error asks nobody again.
fn agreed(id: &str, fact: &fact::Service, countries: &[String], since: Option<&str>) -> String {
    let mut parts = vec![id.to_owned(), fact.purpose.clone(), fact.recipient.clone().unwrap_or_default()];
    parts.push(countries.join(" "));
    for cookie in &fact.cookie {
        parts.push(cookie.name.clone());
        parts.push(cookie.lifetime.to_string());
        parts.push(cookie.host.clone().unwrap_or_default());
    }
    parts.extend(since.map(|edition| format!("since {edition}")));
    terms(parts.iter().map(String::as_str))
}

fn kind(kind: ServiceKind) -> Kind {
    match kind {
        ServiceKind::Necessary => Kind::Necessary,
        ServiceKind::Functional => Kind::Functional,
        ServiceKind::Analytics => Kind::Analytics,
        ServiceKind::Marketing => Kind::Marketing,
        ServiceKind::Social => Kind::Social,
    }
}

/// The host of a site's address: "https://www.leskracht.nl" gives "www.leskracht.nl".
pub(super) fn host(site: &str) -> Option<String> {
    let rest = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once(':').map_or(authority, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { authority }
    });
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

impl Known {
    /// An edition, when it asks.
    pub fn of(edition: &Edition, base_url: &str, since: &AskedSince) -> Option<Self> {
        let offer = offer(edition, base_url, since)?;
        let shown = offer.languages.iter().map(|it| (*it, offer.shown(*it))).collect();
        let sites = edition.policy().scope.iter().filter_map(|site| host(site)).collect();
        Some(Self {
            edition: edition.hash().to_string(),
            offer,
            sites,
            shown,
            texts: tokio::sync::Mutex::default(),
        })
    }

    /// What visitors read in a language.
    pub(super) fn shown(&self, language: Language) -> Option<&::consent::offer::Shown> {
        self.shown.iter().find(|(it, _)| *it == language).map(|(_, shown)| shown)
    }

    /// The number under which that text is kept.
    pub(super) async fn text_id(&self, app: &App, language: Language) -> Result<i64> {
        let mut texts = self.texts.lock().await;
        if let Some(id) = texts.get(&language) {
            return Ok(*id);
        }
        let shown = self.shown(language).ok_or_else(|| Error::internal("a language without a text"))?;
        let mut tx = app.store().begin().await.map_err(Error::internal)?;
        let id = store::consents::keep_text(&mut tx, &self.edition, language, &shown.digest, &shown.text)
            .await
            .map_err(Error::internal)?;
        crate::boundary::commit(tx, "text of the banner kept").await?;
        texts.insert(language, id);
        Ok(id)
    }
}

impl Offers {
    /// Whether an edition asks on this host.
    pub(super) fn is_site(&self, known: &Known, host: &str) -> bool {
        known.sites.contains(host)
            || self.more.read().unwrap_or_else(PoisonError::into_inner).contains_key(host)
    }

    fn get(&self, digits: &str) -> Option<Arc<Known>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(digits).map(Arc::clone)
    }
}

/// Takes a site of the operator's own, beside those of the policy: `http://127.0.0.1:8081` for a trial.
pub fn add_site(app: &App, site: &str) {
    let mut more = app.consents().offers.more.write().unwrap_or_else(PoisonError::into_inner);
    more.extend(host(site).map(|host| (host, site.to_owned())));
}

/// Takes one back.
pub(crate) fn remove_site(app: &App, host: &str) {
    app.consents().offers.more.write().unwrap_or_else(PoisonError::into_inner).remove(host);
}

/// The sites that were added: the demo's own.
pub fn added_sites(app: &App) -> Vec<String> {
    app.consents().offers.more.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
}

/// Whether a page of this origin may speak to us: its host is a site of the edition in force.
pub fn is_origin(app: &App, origin: &str) -> bool {
    let Some(host) = host(origin) else { return false };
    let offers = &app.consents().offers;
    let known = app.deployment().ok().and_then(|now| offers.get(&digits(now.edition.hash())));
    match known {
        Some(known) => offers.is_site(&known, &host),
        None => app.deployment().is_ok_and(|now| {
            let scope = &now.edition.policy().scope;
            scope.iter().any(|site| self::host(site).as_deref() == Some(host.as_str()))
                || offers.more.read().unwrap_or_else(PoisonError::into_inner).contains_key(&host)
        }),
    }
}

/// The edition whose hash begins with these digits, when it asks.
///
/// # Errors
/// Our own database does not answer.
pub async fn known(app: &App, digits: &str) -> Result<Option<Arc<Known>>> {
    let offers = &app.consents().offers;
    if let Some(known) = offers.get(digits) {
        return Ok(Some(known));
    }
    let mut looked = offers.looking.lock().await;
    if let Some(known) = offers.get(digits) {
        return Ok(Some(known));
    }
    let deployment = app.deployment()?;
    // Once a second, and at once when another edition came into force.
    let (edition, now) = (deployment.edition.hash(), app.now());
    if looked.is_some_and(|(of, at)| of == edition && now.duration_since(at).abs() < LOOK) {
        return Ok(None);
    }
    let found = look(app, &deployment.edition).await;
    // Only now: whoever is cut off while looking has found nothing for anybody.
    *looked = Some((edition, now));
    found?;
    Ok(offers.get(digits))
}

/// Works out what the editions that are not known yet ask.
async fn look(app: &App, in_force: &Edition) -> Result<()> {
    let line = walk(app).await?;
    // An edition that is tried on and not published asks, too.
    if app.consents().offers.get(&digits(in_force.hash())).is_none() {
        let header = in_force.policy();
        let earlier =
            line.iter().filter(|stop| stop.policy == header.id && stop.first < header.in_force_from);
        let before = match earlier.max_by_key(|stop| stop.first) {
            Some(stop) => crate::editions::by_hash(app, &stop.hash).await.ok().map(|it| (it, &stop.since)),
            None => None,
        };
        let (last, since) = before.map_or((None, AskedSince::new()), |(it, since)| (Some(it), since.clone()));
        learn(app, in_force, &asked_next(last.as_ref(), since, in_force));
    }
    Ok(())
}

/// An edition of the archive, as those after it build on it.
struct Stop {
    policy: String,
    first: Date,
    hash: String,
    since: AskedSince,
}

/// Goes along the archive once, in the order in which editions come into force, and learns what each asks: what the one
/// before it asked again is known by then, so each edition is read once.
async fn walk(app: &App) -> Result<Vec<Stop>> {
    let mut heads = store::editions::list_all(app.store()).await.map_err(Error::internal)?;
    heads.sort_by(|a, b| (&a.policy, first_day(a)).cmp(&(&b.policy, first_day(b))));
    let mut line: Vec<Stop> = Vec::with_capacity(heads.len());
    let mut last: Option<Edition> = None;
    for day in heads.chunk_by(|a, b| a.policy == b.policy && first_day(a) == first_day(b)) {
        // Another policy begins a line of its own.
        let before = line.last().filter(|stop| day.first().is_some_and(|head| head.policy == stop.policy));
        let before = before.map(|stop| stop.since.clone());
        let earlier = last.take().filter(|_| before.is_some());
        let since = before.unwrap_or_default();
        for head in day {
            // A damaged edition ends the line: consents from before it do not count.
            let (edition, since) = match crate::editions::by_hash(app, &head.hash).await {
                Ok(edition) => {
                    let since = asked_next(earlier.as_ref(), since.clone(), &edition);
                    learn(app, &edition, &since);
                    (Some(edition), since)
                }
                Err(_) => (None, AskedSince::new()),
            };
            last = edition;
            let (policy, first) = (head.policy.clone(), first_day(head));
            line.push(Stop { policy, first, hash: head.hash.clone(), since });
        }
    }
    Ok(line)
}

/// Since when each purpose is asked for in an edition that follows `before`.
fn asked_next(before: Option<&Edition>, mut since: AskedSince, edition: &Edition) -> AskedSince {
    for ask in before.iter().flat_map(|before| policy::difference::asks_again(before, edition)) {
        since.insert(ask.purpose, digits(edition.hash()));
    }
    since
}

/// Keeps what an edition asks, unless that is known.
fn learn(app: &App, edition: &Edition, since: &AskedSince) {
    let (offers, digits) = (&app.consents().offers, digits(edition.hash()));
    if offers.get(&digits).is_none()
        && let Some(known) = Known::of(edition, &app.config().base_url, since)
    {
        offers.known.write().unwrap_or_else(PoisonError::into_inner).insert(digits, Arc::new(known));
    }
}

/// What the edition in force asks.
///
/// # Errors
/// No edition is in force, or it declares no memory for choices.
pub async fn current(app: &App) -> Result<Arc<Known>> {
    let digits = digits(app.deployment()?.edition.hash());
    known(app, &digits).await?.ok_or_else(|| {
        Error::new(
            ErrorKind::NotFound,
            "no-banner",
            "Dit beleid heeft geen cookiemelding: zet gestand_choice bij een noodzakelijke dienst in services.toml.",
            "This policy has no banner: declare gestand_choice with a necessary service in services.toml.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_host() {
        for (site, expected) in [
            ("https://www.leskracht.nl", Some("www.leskracht.nl")),
            ("https://www.Leskracht.nl/nl?x", Some("www.leskracht.nl")),
            ("http://127.0.0.1:8081", Some("127.0.0.1")),
            ("http://[::1]:8081", Some("[::1]")),
            ("ftp://www.leskracht.nl", None),
            ("https://", None),
            ("null", None),
        ] {
            assert_eq!(host(site).as_deref(), expected, "{site}");
        }
    }
}
