//! What an edition asks of a visitor: purposes, services, who receives what, in the shape of `banner/src/edition.ts`.
//!
//! The offer is public: it is compiled into the script that every visitor loads. [`Offer::shown`] is the text that
//! somebody saw in one language, whole, so that its digest in a record says exactly on what they chose.

use std::collections::BTreeMap;

use kernel::{Language, Text};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The banner's own words, which its build is made of.
const TEXTS: [(Language, &str); 2] = [
    (Language::Nl, include_str!("../../../banner/src/texts.nl.json")),
    (Language::En, include_str!("../../../banner/src/texts.en.json")),
];

/// How many hexadecimal digits of the edition's hash a choice carries: it stands in a cookie that goes along with
/// every request of the site.
pub const HASH_DIGITS: usize = 16;

/// A text by language, or one name that is the same in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// The same in every language.
    Same(String),
    /// By language tag.
    Each(BTreeMap<String, String>),
}

impl Words {
    /// A text in the languages of the edition.
    pub fn of(text: &Text, languages: &[Language]) -> Self {
        if text.nl == text.en {
            return Self::Same(text.nl.clone());
        }
        Self::Each(languages.iter().map(|it| (it.tag().to_owned(), text.get(*it).to_owned())).collect())
    }

    /// The words in a language.
    pub fn get(&self, language: Language) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Each(all) => {
                all.get(language.tag()).or_else(|| all.values().next()).map_or("", String::as_str)
            }
        }
    }
}

/// What a service is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The site does not work without it; nobody is asked (Telecommunicatiewet 11.7a(3)).
    Necessary,
    /// Ease of use.
    Functional,
    /// Measuring use.
    Analytics,
    /// Advertising.
    Marketing,
    /// Social networks.
    Social,
}

/// One thing that a service stores on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cookie {
    /// Its name; `*` and `<id>` stand for what differs per visitor.
    pub name: String,
    /// How long it lives, in words.
    pub lifetime: Words,
    /// The domain that sets it, when that is not the site's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

/// Something on the site that stores or reads on the visitor's device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Which one.
    pub id: String,
    /// What it is called.
    pub name: Words,
    /// Id of its purpose.
    pub purpose: String,
    /// What it is there for.
    pub kind: Kind,
    /// Who receives what it reads; none when nobody else does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Words>,
    /// Where that is: ISO 3166-1 alpha-2.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// What it does and reads.
    pub what: Words,
    /// What it stores.
    pub cookies: Vec<Cookie>,
    /// Hosts that it may speak to once it is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// Digest of what a visitor agrees to. When it differs from what was agreed to, the consent no longer counts.
    pub terms: String,
    /// Refused for everybody whose browser asks not to be followed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gpc: bool,
    /// Consent types of Google's Consent Mode that it stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub google: Vec<String>,
}

impl Service {
    /// Whether it needs a choice.
    pub fn asks(&self) -> bool {
        self.kind != Kind::Necessary
    }
}

/// A purpose for which consent is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// Which one.
    pub id: String,
    /// What it is called.
    pub name: Words,
    /// What is done.
    pub description: Words,
}

/// How a choice is remembered on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Name of the cookie.
    pub name: String,
    /// For how many days; afterwards the visitor is asked again.
    pub days: u32,
    /// `cookie` or `local`.
    pub place: String,
    /// For a cookie that all subdomains share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

/// Where the banner leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Urls {
    /// The page about cookies.
    pub cookies: Words,
    /// The policy.
    pub privacy: Words,
    /// Where choices are sent as proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// What an edition asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The first digits of the edition's hash.
    pub hash: String,
    /// Who asks.
    pub controller: String,
    /// Languages, the first being the default.
    pub languages: Vec<Language>,
    /// Purposes for which consent is asked.
    pub purposes: Vec<Purpose>,
    /// Everything on the site.
    pub services: Vec<Service>,
    /// How a choice is remembered.
    pub memory: Memory,
    /// Where the banner leads.
    pub urls: Urls,
    /// Whether the banner shows a button of its own for reopening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<bool>,
    /// Further hosts of the site itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
}

/// Everything that a visitor could read before choosing, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The text, as JSON with sorted keys.
    pub text: String,
    /// SHA-256 of it, hexadecimal.
    pub digest: String,
}

#[derive(Serialize)]
struct Page<'a> {
    banner: BTreeMap<String, String>,
    controller: &'a str,
    language: &'a str,
    purposes: Vec<[&'a str; 3]>,
    services: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    cookies: Vec<[&'a str; 3]>,
    countries: &'a [String],
    id: &'a str,
    name: &'a str,
    purpose: &'a str,
    what: &'a str,
    who: Option<&'a str>,
}

impl Offer {
    /// The service with this id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// Services that need a choice.
    pub fn asking(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(|service| service.asks())
    }

    /// What somebody could read before choosing, in a language.
    pub fn shown(&self, language: Language) -> Shown {
        let own = TEXTS.iter().find(|(it, _)| *it == language).map_or("{}", |(_, text)| text.trim());
        let banner = serde_json::from_str(own).unwrap_or_default();
        let page = Page {
            banner,
            controller: &self.controller,
            language: language.tag(),
            purposes: self
                .purposes
                .iter()
                .map(|it| [it.id.as_str(), it.name.get(language), it.description.get(language)])
                .collect(),
            services: self.services.iter().map(|it| row(it, language)).collect(),
        };
        let text = serde_json::to_string(&page).unwrap_or_default();
        let digest = hex::encode(Sha256::digest(&text));
        Shown { text, digest }
    }
}

fn row(service: &Service, language: Language) -> Row<'_> {
    Row {
        cookies: service
            .cookies
            .iter()
            .map(|it| [it.name.as_str(), it.lifetime.get(language), it.host.as_deref().unwrap_or_default()])
            .collect(),
        countries: &service.countries,
        id: &service.id,
        name: service.name.get(language),
        purpose: &service.purpose,
        what: service.what.get(language),
        who: service.who.as_ref().map(|who| who.get(language)),
    }
}

/// The digest of what a visitor agrees to. The parts are joined in a way in which no two lists are the same text.
pub fn terms<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize()).chars().take(10).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::Same(text.into())
    }

    /// A service in its simplest form.
    pub(crate) fn service(id: &str, purpose: &str, kind: Kind, gpc: bool) -> Service {
        Service {
            id: id.into(),
            name: words(id),
            purpose: purpose.into(),
            kind,
            who: None,
            countries: vec![],
            what: words("counts visits"),
            cookies: vec![],
            hosts: vec![],
            terms: format!("{id}-1"),
            gpc,
            google: vec![],
        }
    }

    /// Two purposes, three services that ask and one that does not.
    pub(crate) fn offer() -> Offer {
        let purpose =
            |id: &str| Purpose { id: id.into(), name: words(id), description: words("what is done") };
        Offer {
            hash: "9f2b64d07c51aa3e".into(),
            controller: "Leskracht B.V.".into(),
            languages: vec![Language::Nl, Language::En],
            purposes: vec![purpose("analytics"), purpose("marketing")],
            services: vec![
                service("choices", "accountability", Kind::Necessary, false),
                service("ga", "analytics", Kind::Analytics, false),
                service("funnel", "analytics", Kind::Analytics, false),
                service("meta", "marketing", Kind::Marketing, true),
            ],
            memory: Memory { name: "gestand_choice".into(), days: 183, place: "cookie".into(), domain: None },
            urls: Urls { cookies: words("/cookies"), privacy: words("/privacy"), record: None },
            button: None,
            hosts: vec![],
        }
    }

    #[test]
    fn the_digest_follows_every_word_that_is_shown() {
        let before = offer().shown(Language::Nl);
        assert_eq!(before, offer().shown(Language::Nl));
        assert_ne!(before.digest, offer().shown(Language::En).digest);
        assert!(before.text.contains("Alles weigeren") && before.text.contains("Leskracht B.V."));
        let changes: [fn(&mut Offer); 4] = [
            |it| it.controller.push('x'),
            |it| it.purposes[0].name = words("other"),
            |it| it.services[1].what = words("sells visits"),
            |it| it.services[1].countries.push("US".into()),
        ];
        for change in changes {
            let mut offer = offer();
            change(&mut offer);
            assert_ne!(before.digest, offer.shown(Language::Nl).digest);
        }
        // What nobody reads is no part of the text.
        let mut offer = offer();
        offer.services[1].hosts.push("x.example".into());
        assert_eq!(before, offer.shown(Language::Nl));
    }

    #[test]
    fn terms_keep_their_parts_apart() {
        assert_ne!(terms(["a", "bc"]), terms(["ab", "c"]));
        assert_ne!(terms(["a"]), terms(["a", ""]));
        assert_eq!(terms(["a", "b"]), terms(["a", "b"]));
    }

    #[test]
    fn an_offer_is_what_the_banner_reads() {
        let text = include_str!("../../../banner/test/edition.json");
        let offer: Offer = serde_json::from_str(text).expect("the banner's own example");
        let again: serde_json::Value = serde_json::to_value(&offer).expect("JSON");
        assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
    }
}
