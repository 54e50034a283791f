//! What facts are called in reports about changes.

use kernel::{Language, Text};
use serde_json::Value;

use crate::edition::Edition;
use crate::values::Country;

/// The path of a fact that a clause names in a parameter: `recipient=strato` is `recipients.strato`.
pub(super) fn path_of(topic: &str, id: &str) -> String {
    let plural = match topic {
        "category" => "categories".to_owned(),
        other => format!("{other}s"),
    };
    format!("{plural}.{id}")
}

const TOPICS: &[(&str, &str, &str)] = &[
    ("organisation", "organisatie", "organisation"),
    ("subjects", "groep mensen", "group of people"),
    ("categories", "soort gegevens", "category of data"),
    ("purposes", "doel", "purpose"),
    ("recipients", "ontvanger", "recipient"),
    ("services", "dienst", "service"),
    ("terms", "bewaartermijn", "retention term"),
    ("rights", "recht", "right"),
    ("measures", "maatregel", "measure"),
    ("breach", "datalekken", "breaches"),
    ("storage", "opslag", "storage"),
    ("figures", "gegeven", "figure"),
    ("systems", "systeem", "system"),
    ("products", "product", "product"),
    ("policy", "beleid", "policy"),
];

const FIELDS: &[(&str, &str, &str)] = &[
    ("basis", "grondslag", "legal basis"),
    ("categories", "soort gegevens", "category of data"),
    ("subjects", "groep mensen", "group of people"),
    ("purposes", "doel", "purpose"),
    ("purpose", "doel", "purpose"),
    ("countries", "land", "country"),
    ("access_from", "land van toegang", "country of access"),
    ("role", "rol", "role"),
    ("safeguard", "waarborg", "safeguard"),
    ("own_purposes", "eigen doelen", "purposes of its own"),
    ("agreement", "overeenkomst", "agreement"),
    ("task", "taak", "task"),
    ("keep", "duur", "duration"),
    ("from", "begin", "start"),
    ("then", "wat er daarna gebeurt", "what happens then"),
    ("term", "bewaartermijn", "retention term"),
    ("answer_within", "antwoordtermijn", "term for an answer"),
    ("extension", "verlenging", "extension"),
    ("authority_within", "melding bij de toezichthouder", "notice to the authority"),
    ("steps", "stap", "step"),
    ("cookie", "cookie", "cookie"),
    ("lifetime", "duur", "lifetime"),
    ("party", "plaatser", "party"),
    ("kind", "soort", "kind"),
    ("recipient", "ontvanger", "recipient"),
    ("source", "bron", "source"),
    ("required", "verplicht", "required"),
    ("scope", "site", "site"),
    ("name", "naam", "name"),
    ("legal_name", "rechtspersoon", "legal person"),
    ("description", "uitleg", "description"),
    ("interest", "belang", "interest"),
    ("value", "waarde", "value"),
];

fn label(list: &[(&str, &str, &str)], word: &str) -> Option<Text> {
    list.iter()
        .find(|(id, _, _)| *id == word)
        .map(|(_, nl, en)| Text { nl: (*nl).to_owned(), en: (*en).to_owned() })
}

/// What is at `path`, called by its name: `recipient “Strato”, country`.
pub(super) fn title(path: &[String], editions: [&Edition; 2]) -> Text {
    let topic = path.first().map_or("", String::as_str);
    let mut text = label(TOPICS, topic).unwrap_or_else(|| Text::same(topic));
    if let Some(id) = path.get(1) {
        let single = matches!(topic, "organisation" | "breach" | "storage" | "policy");
        let name = if single { label(FIELDS, id) } else { Some(name(topic, id, editions)) };
        let name = name.unwrap_or_else(|| Text::same(id.replace('_', " ")));
        text = if single { join(&text, &name, ": ") } else { quoted(&text, &name) };
    }
    for part in path.iter().skip(2) {
        let part = label(FIELDS, part).unwrap_or_else(|| Text::same(part.replace('_', " ")));
        text = join(&text, &part, ", ");
    }
    text
}

fn join(a: &Text, b: &Text, between: &str) -> Text {
    Text { nl: format!("{}{between}{}", a.nl, b.nl), en: format!("{}{between}{}", a.en, b.en) }
}

fn quoted(a: &Text, b: &Text) -> Text {
    Text { nl: format!("{} “{}”", a.nl, b.nl), en: format!("{} “{}”", a.en, b.en) }
}

/// The name of a fact in the later edition, or else in the earlier.
fn name(topic: &str, id: &str, editions: [&Edition; 2]) -> Text {
    let named = editions.into_iter().find_map(|edition| {
        let facts = edition.facts();
        match topic {
            "subjects" => facts.subjects.get(id).map(|fact| fact.name.text().clone()),
            "categories" => facts.categories.get(id).map(|fact| fact.name.text().clone()),
            "purposes" => facts.purposes.get(id).map(|fact| fact.name.text().clone()),
            "recipients" => facts.recipients.get(id).map(|fact| fact.name.text().clone()),
            "services" => facts.services.get(id).map(|fact| fact.name.text().clone()),
            "terms" => facts.terms.get(id).map(|fact| fact.name.text().clone()),
            "measures" => facts.measures.get(id).map(|fact| fact.name.text().clone()),
            "rights" => crate::facts::RightKind::from_word(id).map(crate::facts::RightKind::text),
            "figures" => facts.figures.get(id).map(|fact| fact.about.clone()),
            _ => None,
        }
    });
    named.unwrap_or_else(|| Text::same(id))
}

/// A value as people read it.
pub(super) fn value(path: &[String], value: &Value, editions: [&Edition; 2]) -> Text {
    let field = path.last().map_or("", String::as_str);
    match value {
        Value::String(text) => match field {
            "countries" | "access_from" | "country" => {
                Country::from_code(text).map_or_else(|| Text::same(text), Country::text)
            }
            "purposes" | "purpose" => name("purposes", text, editions),
            "categories" => name("categories", text, editions),
            "subjects" => name("subjects", text, editions),
            "recipient" => name("recipients", text, editions),
            "term" => name("terms", text, editions),
            _ => words(field, text),
        },
        Value::Bool(true) => Text { nl: "ja".into(), en: "yes".into() },
        Value::Bool(false) => Text { nl: "nee".into(), en: "no".into() },
        Value::Object(object) => match (object.get("nl"), object.get("en")) {
            (Some(Value::String(nl)), Some(Value::String(en))) => Text { nl: nl.clone(), en: en.clone() },
            _ => object.get("name").map_or_else(Text::default, |name| self::value(path, name, editions)),
        },
        other => Text::same(other.to_string()),
    }
}

/// A word of the format, or a length of time, as people read it.
fn words(field: &str, text: &str) -> Text {
    use crate::facts::{Basis, Ending, Role, Safeguard, ServiceKind, Source, Start};
    let known = match field {
        "basis" => Basis::from_word(text).map(Basis::text),
        "role" => Role::from_word(text).map(Role::text),
        "safeguard" => Safeguard::from_word(text).map(Safeguard::text),
        "kind" => ServiceKind::from_word(text).map(ServiceKind::text),
        "source" => Source::from_word(text).map(Source::text),
        "from" => Start::from_word(text).map(Start::text),
        "then" => Ending::from_word(text).map(Ending::text),
        _ => text
            .parse::<kernel::calendar::Span>()
            .ok()
            .map(|span| Text { nl: span.text(Language::Nl), en: span.text(Language::En) }),
    };
    known.unwrap_or_else(|| Text::same(text))
}
