//! What a path in a placeholder names, and how readers see it.
//!
//! To let prose show a new fact, add its field to the table of its topic here.

use kernel::calendar::date_text;
use kernel::{Language, Text};

use crate::compile::topic::Topic;
use crate::facts::{
    Category, Facts, Measure, Organisation, PolicyHeader, Purpose, Recipient, Right, RightKind, Service,
    System, Term,
};
use crate::values::{Country, join_list};

/// A fact as readers see it.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    /// Text for people; special characters are escaped when it goes into Markdown.
    Text(Text),
    /// An address of a page or a mailbox: goes in as it is, so that it stays one.
    Address(String),
    /// Several.
    List(Vec<Shown>),
    /// Facts by id: shown by their names.
    Named(Topic, Vec<String>),
}

/// Why a path shows nothing.
#[derive(Debug)]
pub(crate) enum PathError {
    /// A part of the path is unknown: which part, and what there is in its place.
    Unknown { part: usize, there_is: Vec<String> },
    /// The id of a fact is unknown.
    UnknownId { topic: Topic },
    /// The path is right, but this policy states nothing there.
    Absent,
}

impl Shown {
    fn text(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Text(Text { nl: nl.into(), en: en.into() })
    }

    fn same(text: impl Into<String>) -> Self {
        Self::Text(Text::same(text))
    }

    /// Something that renders itself per language.
    fn by(render: impl Fn(Language) -> String) -> Self {
        Self::text(render(Language::Nl), render(Language::En))
    }

    fn countries(countries: &[Country]) -> Option<Self> {
        some_list(countries.iter().map(|country| Self::Text(country.text())).collect())
    }

    fn named(topic: Topic, ids: &[String]) -> Option<Self> {
        (!ids.is_empty()).then(|| Self::Named(topic, ids.to_vec()))
    }

    /// What a reader of `language` sees; `escape` prepares text for where it goes.
    pub(crate) fn render(
        &self,
        facts: &Facts,
        language: Language,
        escape: &dyn Fn(&str) -> String,
    ) -> String {
        match self {
            Self::Text(text) => escape(text.get(language)),
            Self::Address(address) => address.clone(),
            Self::List(items) => {
                let items: Vec<String> =
                    items.iter().map(|item| item.render(facts, language, escape)).collect();
                join_list(&items, language)
            }
            Self::Named(topic, ids) => {
                let names: Vec<String> = ids
                    .iter()
                    .map(|id| {
                        name(facts, *topic, id).map_or_else(|| id.clone(), |name| escape(name.get(language)))
                    })
                    .collect();
                join_list(&names, language)
            }
        }
    }
}

fn some_list(items: Vec<Shown>) -> Option<Shown> {
    (!items.is_empty()).then_some(Shown::List(items))
}

/// The name of a fact.
pub(crate) fn name(facts: &Facts, topic: Topic, id: &str) -> Option<Text> {
    Some(match topic {
        Topic::Subject => facts.subjects.get(id)?.name.text().clone(),
        Topic::Category => facts.categories.get(id)?.name.text().clone(),
        Topic::Purpose => facts.purposes.get(id)?.name.text().clone(),
        Topic::Recipient => facts.recipients.get(id)?.name.text().clone(),
        Topic::Service => facts.services.get(id)?.name.text().clone(),
        Topic::Term => facts.terms.get(id)?.name.text().clone(),
        Topic::Right => {
            let kind = RightKind::from_word(id)?;
            facts.rights.get(kind)?;
            kind.text()
        }
        Topic::Measure => facts.measures.get(id)?.name.text().clone(),
        Topic::Figure => {
            let figure = facts.figures.get(id)?;
            Text { nl: figure.value.render(Language::Nl), en: figure.value.render(Language::En) }
        }
        Topic::System => facts.systems.get(id)?.name.text().clone(),
    })
}

/// What `path` names.
pub(crate) fn show(facts: &Facts, header: Option<&PolicyHeader>, path: &[&str]) -> Result<Shown, PathError> {
    let Some((head, rest)) = path.split_first() else {
        return Err(PathError::Unknown { part: 0, there_is: heads() });
    };
    match *head {
        "organisation" => organisation(&facts.organisation, rest),
        "policy" => match header {
            Some(header) => policy(header, rest),
            None => Err(PathError::Absent),
        },
        "breach" => breach(facts, rest),
        "storage" => match rest {
            ["countries"] => Shown::countries(&facts.storage.countries).ok_or(PathError::Absent),
            ["access_from"] => Shown::countries(&facts.storage.access_from).ok_or(PathError::Absent),
            _ => unknown(1, &["countries", "access_from"]),
        },
        plural => match Topic::from_plural(plural) {
            Some(topic) => entity(facts, topic, rest),
            None => Err(PathError::Unknown { part: 0, there_is: heads() }),
        },
    }
}

fn heads() -> Vec<String> {
    let fixed = ["organisation", "policy", "breach", "storage"];
    fixed.into_iter().chain(Topic::ALL.into_iter().map(Topic::plural)).map(str::to_owned).collect()
}

fn unknown(part: usize, there_is: &[&str]) -> Result<Shown, PathError> {
    Err(PathError::Unknown { part, there_is: there_is.iter().map(|word| (*word).to_owned()).collect() })
}

fn present(shown: Option<Shown>) -> Result<Shown, PathError> {
    shown.ok_or(PathError::Absent)
}

fn policy(header: &PolicyHeader, rest: &[&str]) -> Result<Shown, PathError> {
    match rest {
        ["id"] => Ok(Shown::same(&header.id)),
        ["version"] => Ok(Shown::same(&header.version)),
        ["in_force_from"] => Ok(Shown::by(|language| date_text(header.in_force_from, language))),
        ["time_zone"] => Ok(Shown::same(&header.time_zone)),
        ["scope"] => present(some_list(header.scope.iter().cloned().map(Shown::Address).collect())),
        _ => unknown(1, &["id", "version", "in_force_from", "time_zone", "scope"]),
    }
}

fn organisation(facts: &Organisation, rest: &[&str]) -> Result<Shown, PathError> {
    let address = facts.address.as_ref();
    let registration = facts.registration.as_ref();
    let dpo = facts.dpo.as_ref();
    let authority = facts.authority.as_ref();
    let text = |text: &str| Shown::same(text);
    present(match rest {
        ["name"] => Some(text(&facts.name)),
        ["legal_name"] => facts.legal_name.as_deref().map(text),
        ["website"] => Some(Shown::Address(facts.website.clone())),
        ["address"] => address.map(|address| {
            Shown::by(|language| {
                let country = address.country.name(language);
                format!("{}, {} {}, {country}", address.street, address.postcode, address.city)
            })
        }),
        ["address", "street"] => address.map(|address| text(&address.street)),
        ["address", "postcode"] => address.map(|address| text(&address.postcode)),
        ["address", "city"] => address.map(|address| text(&address.city)),
        ["address", "country"] => address.map(|address| Shown::Text(address.country.text())),
        ["registration", "register"] => registration.map(|entry| Shown::Text(entry.register.text().clone())),
        ["registration", "number"] => registration.map(|entry| text(&entry.number)),
        ["contact"] | ["contact", "name"] => Some(Shown::Text(facts.contact.name.text().clone())),
        ["contact", "email"] => Some(Shown::Address(facts.contact.email.clone())),
        ["contact", "phone"] => facts.contact.phone.as_deref().map(text),
        ["dpo", "name"] => dpo.and_then(|dpo| Some(Shown::Text(dpo.name.as_ref()?.text().clone()))),
        ["dpo", "email"] => dpo.and_then(|dpo| dpo.email.clone()).map(Shown::Address),
        ["dpo", "reason"] => dpo.and_then(|dpo| dpo.reason.clone()).map(Shown::Text),
        ["authority"] | ["authority", "name"] => {
            authority.map(|authority| Shown::Text(authority.name.text().clone()))
        }
        ["authority", "url"] => authority.and_then(|authority| authority.url.clone()).map(Shown::Address),
        ["authority", "country"] => authority.map(|authority| Shown::Text(authority.country.text())),
        ["address", ..] => return unknown(2, &["street", "postcode", "city", "country"]),
        ["registration", ..] => return unknown(2, &["register", "number"]),
        ["contact", ..] => return unknown(2, &["name", "email", "phone"]),
        ["dpo", ..] => return unknown(2, &["name", "email", "reason"]),
        ["authority", ..] => return unknown(2, &["name", "url", "country"]),
        _ => {
            return unknown(
                1,
                &["name", "legal_name", "website", "address", "registration", "contact", "dpo", "authority"],
            );
        }
    })
}

fn breach(facts: &Facts, rest: &[&str]) -> Result<Shown, PathError> {
    let breach = &facts.breach;
    match rest {
        ["authority_within"] => {
            present(breach.authority_within.map(|term| Shown::by(|language| term.text(language))))
        }
        ["subjects"] => Ok(Shown::Text(breach.subjects.text())),
        ["steps"] => present(some_list(breach.steps.iter().cloned().map(Shown::Text).collect())),
        _ => unknown(1, &["authority_within", "subjects", "steps"]),
    }
}

/// The fields of one topic's facts that prose may show.
pub(crate) fn fields(topic: Topic) -> &'static [&'static str] {
    match topic {
        Topic::Subject => &["name"],
        Topic::Category => &["name", "source", "consequence"],
        Topic::Purpose => &["name", "description", "basis", "interest", "subjects", "categories", "term"],
        Topic::Recipient => {
            &["name", "role", "task", "countries", "purposes", "categories", "safeguard", "agreement"]
        }
        Topic::Service => &["name", "recipient", "purpose", "kind", "description", "cookies"],
        Topic::Term => &["name", "keep", "from", "then", "reason", "law", "categories"],
        Topic::Right => &["name", "article", "answer_within", "extension", "description"],
        Topic::Measure => &["name", "kind"],
        Topic::Figure => &["value", "about"],
        Topic::System => &["name", "recipient", "purposes"],
    }
}

fn entity(facts: &Facts, topic: Topic, rest: &[&str]) -> Result<Shown, PathError> {
    let Some((id, field)) = rest.split_first() else {
        return Err(PathError::UnknownId { topic });
    };
    let name = name(facts, topic, id).ok_or(PathError::UnknownId { topic })?;
    if field.is_empty()
        || *field == ["name"] && topic != Topic::Figure
        || *field == ["value"] && topic == Topic::Figure
    {
        return Ok(Shown::Text(name));
    }
    let shown = match topic {
        Topic::Subject => None,
        Topic::Category => facts.categories.get(*id).and_then(|fact| category(fact, field)),
        Topic::Purpose => facts.purposes.get(*id).and_then(|fact| purpose(fact, field)),
        Topic::Recipient => facts.recipients.get(*id).and_then(|fact| recipient(fact, field)),
        Topic::Service => facts.services.get(*id).and_then(|fact| service(fact, field)),
        Topic::Term => facts.terms.get(*id).and_then(|fact| term(fact, field)),
        Topic::Right => RightKind::from_word(id).and_then(|kind| right(facts.rights.get(kind)?, field)),
        Topic::Measure => facts.measures.get(*id).and_then(|fact| measure(fact, field)),
        Topic::Figure => facts.figures.get(*id).and_then(|fact| match field {
            ["about"] => Some(Some(Shown::Text(fact.about.clone()))),
            _ => None,
        }),
        Topic::System => facts.systems.get(*id).and_then(|fact| system(fact, field)),
    };
    match shown {
        Some(shown) => present(shown),
        None => unknown(2, fields(topic)),
    }
}

/// What a field shows: nothing when there is no such field, `Some(None)` when this fact leaves it out.
type Field = Option<Option<Shown>>;

fn category(fact: &Category, field: &[&str]) -> Field {
    Some(match field {
        ["source"] => some_list(fact.source.iter().map(|source| Shown::Text(source.text())).collect()),
        ["consequence"] => fact.consequence.clone().map(Shown::Text),
        _ => return None,
    })
}

fn purpose(fact: &Purpose, field: &[&str]) -> Field {
    Some(match field {
        ["description"] => Some(Shown::Text(fact.description.clone())),
        ["basis"] => Some(Shown::Text(fact.basis.text())),
        ["interest"] => fact.interest.clone().map(Shown::Text),
        ["subjects"] => Shown::named(Topic::Subject, &fact.subjects),
        ["categories"] => Shown::named(Topic::Category, &fact.categories),
        ["term"] => fact.term.clone().map(|id| Shown::Named(Topic::Term, vec![id])),
        _ => return None,
    })
}

fn recipient(fact: &Recipient, field: &[&str]) -> Field {
    let agreement = fact.agreement.as_ref();
    let date = |date| Shown::by(|language| date_text(date, language));
    Some(match field {
        ["role"] => fact.role.map(|role| Shown::Text(role.text())),
        ["task"] => Some(Shown::Text(fact.task.clone())),
        ["countries"] => Shown::countries(&fact.countries),
        ["purposes"] => Shown::named(Topic::Purpose, &fact.purposes),
        ["categories"] => Shown::named(Topic::Category, &fact.categories),
        ["safeguard"] => Some(Shown::Text(fact.safeguard.text())),
        ["agreement", "signed"] => agreement.and_then(|agreement| agreement.signed).map(date),
        ["agreement", "review_by"] => agreement.and_then(|agreement| agreement.review_by).map(date),
        ["agreement", "reference"] => {
            agreement.and_then(|agreement| agreement.reference.as_deref()).map(Shown::same)
        }
        _ => return None,
    })
}

fn service(fact: &Service, field: &[&str]) -> Field {
    Some(match field {
        ["recipient"] => fact.recipient.clone().map(|id| Shown::Named(Topic::Recipient, vec![id])),
        ["purpose"] => Some(Shown::Named(Topic::Purpose, vec![fact.purpose.clone()])),
        ["kind"] => Some(Shown::Text(fact.kind.text())),
        ["description"] => Some(Shown::Text(fact.description.clone())),
        ["cookies"] => some_list(fact.cookie.iter().map(|cookie| Shown::same(&cookie.name)).collect()),
        ["cookies", name, field] => {
            let cookie = fact.cookie.iter().find(|cookie| cookie.name == *name)?;
            match *field {
                "lifetime" => Some(Shown::by(|language| cookie.lifetime.render(language))),
                "party" => Some(Shown::Text(cookie.party.text())),
                "host" => cookie.host.clone().map(Shown::same),
                "reads" => cookie.reads.clone().map(Shown::Text),
                _ => return None,
            }
        }
        _ => return None,
    })
}

fn term(fact: &Term, field: &[&str]) -> Field {
    Some(match field {
        ["keep"] => fact.keep.map(|keep| Shown::by(|language| keep.text(language))),
        ["from"] => fact.from.map(|from| Shown::Text(from.text())),
        ["then"] => fact.then.map(|then| Shown::Text(then.text())),
        ["reason"] => fact.reason.clone().map(Shown::Text),
        ["law"] => fact.law.clone().map(Shown::same),
        ["categories"] => Shown::named(Topic::Category, &fact.categories),
        _ => return None,
    })
}

fn right(fact: &Right, field: &[&str]) -> Field {
    Some(match field {
        ["article"] => fact.article.clone().map(Shown::same),
        ["answer_within"] => fact.answer_within.map(|term| Shown::by(|language| term.text(language))),
        ["extension"] => fact.extension.map(|term| Shown::by(|language| term.text(language))),
        ["description"] => Some(Shown::Text(fact.description.clone())),
        _ => return None,
    })
}

fn measure(fact: &Measure, field: &[&str]) -> Field {
    Some(match field {
        ["kind"] => Some(Shown::Text(fact.kind.text())),
        _ => return None,
    })
}

fn system(fact: &System, field: &[&str]) -> Field {
    Some(match field {
        ["recipient"] => fact.recipient.clone().map(|id| Shown::Named(Topic::Recipient, vec![id])),
        ["purposes"] => Shown::named(Topic::Purpose, &fact.purposes),
        _ => return None,
    })
}
