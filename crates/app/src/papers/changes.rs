//! What an edition changes, on paper.

use kernel::Language;
use kernel::calendar::date_text;
use paper::{Block, Line, Paper, Run, Section, Tone, text};
use policy::Edition;
use policy::difference::{Class, Difference, Piece};

use super::{issuer, organisation, say};

/// The difference of two editions.
pub fn changes(from: &Edition, to: &Edition, language: Language) -> Paper {
    let difference = policy::difference::between(from, to);
    let (old, new) = (&difference.from, &difference.to);
    let title = match language {
        Language::Nl => format!("Wat versie {} verandert", new.version),
        Language::En => format!("What version {} changes", new.version),
    };
    let day = date_text(new.in_force_from, language);
    let subtitle = match language {
        Language::Nl => format!("Vergeleken met versie {}. Geldt vanaf {day}.", old.version),
        Language::En => format!("Compared with version {}. Applies from {day}.", old.version),
    };
    let mut about = organisation(to, language);
    for class in [Class::Widening, Class::Narrowing, Class::Wording] {
        about.push((named(class, language).to_owned(), text(difference.count(class).to_string())));
    }
    for side in [old, new] {
        about.push((side.version.clone(), vec![Run::Exact(side.hash.clone())]));
    }
    Paper {
        language,
        title,
        subtitle,
        issuer: issuer(to),
        date: new.in_force_from,
        identifier: format!("{}-{}-{language}", old.hash, new.hash),
        about,
        foot: format!("{} → {}", old.version, new.version).replace('→', "–"),
        sections: sections(&difference, language),
    }
}

fn sections(difference: &Difference, language: Language) -> Vec<Section> {
    let mut sections = Vec::new();
    if !difference.asks_again.is_empty() {
        let items = difference.asks_again.iter().map(|ask| text(ask.name.get(language))).collect();
        let heading =
            say(language, "Waarvoor opnieuw toestemming wordt gevraagd", "What consent is asked for again");
        let blocks = vec![Block::List { numbered: false, items }];
        sections.push(Section { level: 1, heading: heading.to_owned(), blocks });
    }
    let mut facts: Vec<_> = difference.facts.iter().collect();
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.class));
    if !facts.is_empty() {
        let item = |class: Class, what: &str| {
            vec![Run::Strong(format!("{}: ", named(class, language))), Run::Text(arrowless(what))]
        };
        let items: Vec<Line> = facts.iter().map(|fact| item(fact.class, fact.what.get(language))).collect();
        let heading = say(language, "Wat er anders wordt gedaan", "What is done differently").to_owned();
        sections.push(Section { level: 1, heading, blocks: vec![Block::List { numbered: false, items }] });
    }
    let clauses: Vec<Block> = difference
        .clauses
        .iter()
        .map(|change| {
            let words = change.words.get(&language).or_else(|| change.words.values().next());
            let line = words.into_iter().flat_map(|words| &words.pieces).flat_map(|piece| {
                let run = match piece {
                    Piece::Same(words) => Run::Text(words.clone()),
                    Piece::Gone(words) => Run::Gone(words.clone()),
                    Piece::New(words) => Run::New(words.clone()),
                };
                [run, Run::Text(" ".to_owned())]
            });
            Block::Clause {
                id: change.clause.to_string(),
                blocks: vec![Block::Paragraph { line: line.collect() }],
                tone: match change.class {
                    Class::Widening => Tone::Bad,
                    Class::Narrowing => Tone::Good,
                    Class::Wording => Tone::Plain,
                },
                note: text(format!("{}. {}", named(change.class, language), change.why.get(language))),
            }
        })
        .collect();
    if !clauses.is_empty() {
        let heading = say(language, "Wat er anders staat", "What is said differently").to_owned();
        let how = say(
            language,
            "Woorden die weg zijn, zijn doorgestreept. Nieuwe woorden zijn onderstreept.",
            "Words that went are struck through. New words are underlined.",
        );
        let mut blocks = vec![Block::Paragraph { line: text(how) }];
        blocks.extend(clauses);
        sections.push(Section { level: 1, heading, blocks });
    }
    if sections.is_empty() {
        let line = text(say(language, "Er is niets veranderd.", "Nothing changed."));
        sections.push(Section { level: 1, heading: String::new(), blocks: vec![Block::Paragraph { line }] });
    }
    sections
}

/// The font has no arrow.
fn arrowless(words: &str) -> String {
    words.replace('→', "»")
}

fn named(class: Class, language: Language) -> &'static str {
    match class {
        Class::Widening => say(language, "Ruimer", "Wider"),
        Class::Narrowing => say(language, "Strenger", "Stricter"),
        Class::Wording => say(language, "Andere woorden", "Other words"),
    }
}
