//! What the law demands of a notice (GDPR 13 and 14), item by item, and what an edition lacks of it.
//!
//! An item is satisfied by a fact that readers can see: stated in the facts, and standing in the text of every
//! language. The items and their articles are data (`data/checklist.toml`); the rule for an item is the function
//! of its name here. To add an item: an entry there and an arm in [`lacking`].

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::{Language, Text};
use serde::{Deserialize, Serialize};

use crate::edition::Edition;
use crate::facts::{Basis, Category, Facts, RightKind, Safeguard, Source};
use crate::promise::text;
use crate::render;

/// One thing that a notice must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistItem {
    /// Its id in the data.
    pub id: String,
    /// Where the law says it.
    pub article: Text,
    /// What it is.
    pub name: Text,
    /// Whether the edition says it in every language.
    pub ok: bool,
    /// What is missing, one sentence each; empty when it is there.
    pub missing: Vec<Text>,
}

#[derive(Deserialize)]
struct Data {
    item: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    article: Text,
    name: Text,
}

static ITEMS: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    toml::from_str::<Data>(include_str!("../data/checklist.toml")).map(|data| data.item).unwrap_or_default()
});

/// Every item, in the order of the law.
pub fn checklist(edition: &Edition) -> Vec<ChecklistItem> {
    let notice = Notice::new(edition);
    ITEMS
        .iter()
        .map(|entry| {
            let missing = lacking(&entry.id, &notice);
            ChecklistItem {
                id: entry.id.clone(),
                article: entry.article.clone(),
                name: entry.name.clone(),
                ok: missing.is_empty(),
                missing,
            }
        })
        .collect()
}

/// An edition with the text that its readers see.
struct Notice<'a> {
    facts: &'a Facts,
    texts: Vec<(Language, String)>,
    edition: &'a Edition,
}

impl<'a> Notice<'a> {
    fn new(edition: &'a Edition) -> Self {
        let texts = edition.policy().languages.iter().map(|language| {
            let passages = edition.documents(*language).flat_map(super::document::Document::passages);
            let text: Vec<String> = passages.map(|passage| render::plain(&passage.markdown)).collect();
            (*language, flat(&text.join("\n")))
        });
        Self { facts: edition.facts(), texts: texts.collect(), edition }
    }

    /// Whether every language's text contains `value`.
    fn shows(&self, value: &Text) -> bool {
        !self.texts.is_empty()
            && self.texts.iter().all(|(language, text)| text.contains(&flat(value.get(*language))))
    }

    fn shows_same(&self, value: &str) -> bool {
        self.shows(&Text::same(value))
    }

    /// Whether every language has a clause that makes this promise.
    fn promises(&self, promise: &str) -> bool {
        self.edition.policy().languages.iter().all(|language| {
            let mut passages =
                self.edition.documents(*language).flat_map(super::document::Document::passages);
            passages.any(|passage| passage.clause.as_ref().is_some_and(|clause| clause.promise == promise))
        })
    }
}

/// Text for comparing: line breaks fall where the writer put them, not where the fact has them, and a name
/// starts with a capital where it starts a sentence.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Collects what is missing.
#[derive(Default)]
struct Missing(Vec<Text>);

impl Missing {
    fn add(&mut self, nl: impl Into<String>, en: impl Into<String>) {
        self.0.push(text(nl, en));
    }

    /// Says so when the text of some language does not contain `value`, called `nl` and `en`.
    fn unless_shown(&mut self, notice: &Notice<'_>, value: &Text, nl: &str, en: &str) {
        if !notice.shows(value) {
            self.add(
                format!("{nl} staat niet in elke taal in de tekst"),
                format!("{en} is not in the text of every language"),
            );
        }
    }
}

/// What `notice` lacks of the item `id`.
fn lacking(id: &str, notice: &Notice<'_>) -> Vec<Text> {
    let mut missing = Missing::default();
    match id {
        "identity" => identity(notice, &mut missing),
        "address" => address(notice, &mut missing),
        "registration" => registration(notice, &mut missing),
        "contact" => {
            let email = Text::same(&notice.facts.organisation.contact.email);
            missing.unless_shown(
                notice,
                &email,
                "het e-mailadres van het contact",
                "the contact’s e-mail address",
            );
        }
        "dpo" => officer(notice, &mut missing),
        "purposes" => purposes(notice, &mut missing),
        "interests" => interests(notice, &mut missing),
        "recipients" => recipients(notice, &mut missing),
        "transfers" => transfers(notice, &mut missing),
        "terms" => terms(notice, &mut missing),
        "complaint" => complaint(notice, &mut missing),
        "necessity" => necessity(notice, &mut missing),
        "automated-decisions" => {
            if !notice.promises("no-automated-decisions") {
                missing.add(
                    "geen passage over geautomatiseerde besluiten",
                    "no passage about automated decisions",
                );
            }
        }
        "categories" => categories(notice, &mut missing),
        "sources" => sources(notice, &mut missing),
        right => match RightKind::from_word(right) {
            Some(kind) => self::right(kind, notice, &mut missing),
            None => missing.add("dit onderdeel heeft geen regel", "this item has no rule"),
        },
    }
    missing.0
}

fn identity(notice: &Notice<'_>, missing: &mut Missing) {
    match &notice.facts.organisation.legal_name {
        Some(name) => missing.unless_shown(notice, &Text::same(name), "de rechtspersoon", "the legal person"),
        None => missing.add("de rechtspersoon is niet genoemd", "the legal person is not named"),
    }
}

fn address(notice: &Notice<'_>, missing: &mut Missing) {
    match &notice.facts.organisation.address {
        Some(address) => {
            if ![&address.street, &address.postcode, &address.city]
                .into_iter()
                .all(|part| notice.shows_same(part))
            {
                missing.add(
                    "het adres staat niet in elke taal in de tekst",
                    "the address is not in the text of every language",
                );
            }
        }
        None => missing.add("het adres is niet genoemd", "the address is not named"),
    }
}

fn registration(notice: &Notice<'_>, missing: &mut Missing) {
    match &notice.facts.organisation.registration {
        Some(entry) => missing.unless_shown(
            notice,
            &Text::same(&entry.number),
            "het registernummer",
            "the register number",
        ),
        None => missing.add("het handelsregister is niet genoemd", "the trade register is not named"),
    }
}

fn officer(notice: &Notice<'_>, missing: &mut Missing) {
    match &notice.facts.organisation.dpo {
        None => missing
            .add("er staat niet of er een functionaris is", "it is not said whether there is an officer"),
        Some(dpo) if dpo.appointed => match &dpo.email {
            Some(email) => missing.unless_shown(
                notice,
                &Text::same(email),
                "het adres van de functionaris",
                "the officer’s address",
            ),
            None => missing.add("de functionaris heeft geen adres", "the officer has no address"),
        },
        Some(dpo) => match &dpo.reason {
            Some(reason) => missing.unless_shown(
                notice,
                reason,
                "de reden dat er geen functionaris is",
                "the reason why there is no officer",
            ),
            None => missing.add(
                "er staat niet waarom er geen functionaris is",
                "it is not said why there is no officer",
            ),
        },
    }
}

fn purposes(notice: &Notice<'_>, missing: &mut Missing) {
    if notice.facts.purposes.is_empty() {
        missing.add("er staan geen doelen", "no purposes are stated");
    }
    for purpose in notice.facts.purposes.values() {
        let name = purpose.name.text();
        if purpose.basis == Basis::None {
            missing.add(
                format!("“{}” heeft geen grondslag", name.nl),
                format!("“{}” has no legal basis", name.en),
            );
        } else if !notice.shows(name) || !notice.shows(&purpose.basis.text()) {
            missing.add(
                format!("“{}” staat niet met zijn grondslag in elke taal", name.nl),
                format!("“{}” is not shown with its basis in every language", name.en),
            );
        }
    }
}

fn interests(notice: &Notice<'_>, missing: &mut Missing) {
    for purpose in notice.facts.purposes.values().filter(|purpose| purpose.basis == Basis::LegitimateInterest)
    {
        if !purpose.interest.as_ref().is_some_and(|interest| notice.shows(interest)) {
            let name = purpose.name.text();
            missing.add(
                format!("het belang bij “{}” ontbreekt", name.nl),
                format!("the interest in “{}” is missing", name.en),
            );
        }
    }
}

fn recipients(notice: &Notice<'_>, missing: &mut Missing) {
    for recipient in notice.facts.recipients.values() {
        let name = recipient.name.text();
        missing.unless_shown(notice, name, &format!("“{}”", name.nl), &format!("“{}”", name.en));
    }
}

fn transfers(notice: &Notice<'_>, missing: &mut Missing) {
    for recipient in notice.facts.recipients.values() {
        let name = recipient.name.text();
        let outside = recipient.countries.iter().any(|country| !country.in_eea());
        let valid = matches!(recipient.safeguard, Safeguard::Adequacy | Safeguard::Dpf | Safeguard::Scc);
        if recipient.countries.is_empty() {
            missing.add(
                format!("het land van “{}” ontbreekt", name.nl),
                format!("the country of “{}” is missing", name.en),
            );
        } else if outside && !valid {
            missing.add(
                format!("“{}” heeft geen geldige waarborg", name.nl),
                format!("“{}” has no valid safeguard", name.en),
            );
        } else if outside && !notice.shows(&recipient.safeguard.text()) {
            missing.add(
                format!("de waarborg bij “{}” staat niet in elke taal", name.nl),
                format!("the safeguard for “{}” is not shown in every language", name.en),
            );
        }
    }
}

fn terms(notice: &Notice<'_>, missing: &mut Missing) {
    let facts = notice.facts;
    let mut covered: BTreeSet<&str> = BTreeSet::new();
    for term in facts.terms.values() {
        if term.keep.is_none() && term.from.is_none() {
            let name = term.name.text();
            missing.add(format!("“{}” noemt geen duur", name.nl), format!("“{}” names no length", name.en));
        } else {
            covered.extend(term.categories.iter().map(String::as_str));
        }
    }
    for purpose in facts.purposes.values().filter(|purpose| purpose.term.is_some()) {
        covered.extend(purpose.categories.iter().map(String::as_str));
    }
    for (id, category) in &facts.categories {
        if !covered.contains(id.as_str()) {
            let name = category.name.text();
            missing.add(
                format!("“{}” heeft geen bewaartermijn", name.nl),
                format!("“{}” has no retention term", name.en),
            );
        }
    }
}

fn right(kind: RightKind, notice: &Notice<'_>, missing: &mut Missing) {
    match notice.facts.rights.get(kind) {
        None => missing.add("dit recht is niet genoemd", "this right is not named"),
        Some(right) => {
            if right.answer_within.is_none()
                && kind != RightKind::HumanReview
                && kind != RightKind::Withdrawal
            {
                missing.add("er staat geen antwoordtermijn bij", "no term for an answer is stated");
            }
            if !notice.shows(&right.description) && !notice.shows(&kind.text()) {
                missing.add(
                    "het recht staat niet in elke taal in de tekst",
                    "the right is not in the text of every language",
                );
            }
        }
    }
}

fn complaint(notice: &Notice<'_>, missing: &mut Missing) {
    if notice.facts.rights.complaint.is_none() {
        missing.add("het klachtrecht is niet genoemd", "the right to complain is not named");
    }
    match &notice.facts.organisation.authority {
        Some(authority) => {
            missing.unless_shown(notice, authority.name.text(), "de toezichthouder", "the authority");
        }
        None => missing.add("de toezichthouder is niet genoemd", "the authority is not named"),
    }
}

fn necessity(notice: &Notice<'_>, missing: &mut Missing) {
    for category in given(notice.facts) {
        let name = category.name.text();
        match category.required {
            None => missing.add(
                format!("of “{}” verplicht is, staat er niet", name.nl),
                format!("whether “{}” is required is not said", name.en),
            ),
            Some(true) if category.consequence.is_none() => {
                missing.add(
                    format!("wat volgt zonder “{}” staat er niet", name.nl),
                    format!("what follows without “{}” is not said", name.en),
                );
            }
            Some(_) => {}
        }
    }
}

/// The categories that people give themselves.
fn given(facts: &Facts) -> impl Iterator<Item = &Category> {
    facts.categories.values().filter(|category| category.source.contains(&Source::Subject))
}

/// The categories that come from somebody else.
fn received(facts: &Facts) -> impl Iterator<Item = &Category> {
    let others = [Source::PublicRegister, Source::ClosedRegister];
    facts
        .categories
        .values()
        .filter(move |category| others.iter().any(|source| category.source.contains(source)))
}

fn categories(notice: &Notice<'_>, missing: &mut Missing) {
    for category in received(notice.facts) {
        let name = category.name.text();
        missing.unless_shown(notice, name, &format!("“{}”", name.nl), &format!("“{}”", name.en));
    }
}

fn sources(notice: &Notice<'_>, missing: &mut Missing) {
    if received(notice.facts).next().is_some() && !notice.promises("source-notice") {
        missing.add(
            "geen passage over de bron van gegevens van anderen",
            "no passage about the source of data from others",
        );
    }
    let used: BTreeSet<Source> =
        received(notice.facts).flat_map(|category| category.source.iter().copied()).collect();
    for source in
        used.into_iter().filter(|source| matches!(source, Source::PublicRegister | Source::ClosedRegister))
    {
        let name = source.text();
        missing.unless_shown(
            notice,
            &name,
            &format!("de bron “{}”", name.nl),
            &format!("the source “{}”", name.en),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_reads_and_every_item_stands_once() {
        let ids: BTreeSet<&str> = ITEMS.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), ITEMS.len());
        assert_eq!(ids.len(), 23);
    }
}
