//! Looks at a manuscript with every rule.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use kernel::Language;
use policy::Span;
use policy::reading::ReadProduct;

use crate::facts::{self, Spot, State};
use crate::finding::{Finding, Findings};
use crate::manuscript::{Manuscript, Passage, Text};
use crate::pattern::{Lists, Pattern, names};
use crate::residue;
use crate::rules::{Book, Part, Rule, Same, Side, book};

/// Every conflict and gap of `manuscript` under the law of the day `on`.
pub fn lint(manuscript: &Manuscript<'_>, on: Date) -> Findings {
    let book = book();
    let mut found: Vec<Finding> = Vec::new();
    for rule in book.rules.iter().filter(|rule| rule.gap) {
        gaps(rule, manuscript, book, on, &mut found);
    }
    let open: BTreeSet<String> = found.iter().map(|finding| finding.rule.clone()).collect();
    for rule in book.rules.iter().filter(|rule| !rule.gap) {
        if rule.after.is_empty() || rule.after.iter().any(|gap| open.contains(gap)) {
            conflicts(rule, manuscript, book, on, &mut found);
        }
    }
    Findings::new(found, &manuscript.files)
}

/// The texts of one language.
struct Reader<'m> {
    language: Language,
    texts: Vec<&'m Text>,
    lists: &'m Lists,
}

/// Words that a pattern was found in.
#[derive(Clone)]
struct Hit<'m> {
    text: &'m Text,
    passage: &'m Passage,
    words: Range<usize>,
}

impl<'m> Reader<'m> {
    /// Everything in each language.
    fn all(manuscript: &'m Manuscript<'_>, book: &'m Book) -> impl Iterator<Item = Self> {
        Self::of(manuscript, book, |_| true)
    }

    /// The policy itself in each language, without the additional rules of products.
    fn policy(manuscript: &'m Manuscript<'_>, book: &'m Book) -> impl Iterator<Item = Self> {
        Self::of(manuscript, book, |text| !text.additional)
    }

    fn of(
        manuscript: &'m Manuscript<'_>,
        book: &'m Book,
        wanted: impl Fn(&Text) -> bool,
    ) -> impl Iterator<Item = Self> {
        Language::ALL.into_iter().filter_map(move |language| {
            let texts = manuscript.texts.iter().filter(|text| text.language == language && wanted(text));
            let texts: Vec<&Text> = texts.collect();
            (!texts.is_empty()).then(|| Self { language, texts, lists: book.lists(language) })
        })
    }

    fn passages(&self) -> impl Iterator<Item = (&'m Text, &'m Passage)> {
        self.texts.iter().flat_map(|text| text.passages.iter().map(move |passage| (*text, passage)))
    }

    /// The first place in a passage where one of the patterns stands.
    fn within(&self, passage: &Passage, patterns: &[Pattern]) -> Option<Range<usize>> {
        patterns.iter().find_map(|pattern| {
            if pattern.whole_passage {
                return pattern.find(passage.place(), 0..passage.words.len(), self.lists);
            }
            passage
                .sentences
                .iter()
                .find_map(|sentence| pattern.find(passage.place(), sentence.clone(), self.lists))
        })
    }

    /// Every passage in which one of the patterns stands.
    fn hits(&self, patterns: &[Pattern]) -> Vec<Hit<'m>> {
        if patterns.is_empty() {
            return Vec::new();
        }
        self.passages()
            .filter(|(_, passage)| !passage.heading && !passage.table)
            .filter_map(|(text, passage)| {
                let words = self.within(passage, patterns)?;
                Some(Hit { text, passage, words })
            })
            .collect()
    }

    fn any(&self, patterns: &[Pattern]) -> bool {
        self.passages().any(|(_, passage)| self.within(passage, patterns).is_some())
    }

    /// How many statements say one of the patterns, counted no further than `enough`.
    fn count(&self, patterns: &[Pattern], enough: usize) -> usize {
        let statements = self.passages().flat_map(|(_, passage)| {
            passage.sentences.iter().map(move |sentence| (passage, sentence.clone()))
        });
        statements
            .filter(|(passage, sentence)| {
                let finds = |pattern: &Pattern| pattern.find(passage.place(), sentence.clone(), self.lists);
                patterns.iter().any(|pattern| finds(pattern).is_some())
            })
            .take(enough)
            .count()
    }
}

fn finding(rule: &Rule, hit: &Hit<'_>) -> Finding {
    Finding {
        rule: rule.id.clone(),
        file: hit.text.file.clone(),
        line: 0,
        column: 0,
        span: hit.passage.span(hit.words.clone()),
        words: hit.passage.quote(hit.words.clone()),
        clause: hit.passage.clause.clone(),
        language: Some(hit.text.language),
        article: rule.article.clone(),
        message: rule.what.clone(),
        help: rule.mend.clone(),
    }
}

fn fact_finding(rule: &Rule, spot: Spot) -> Finding {
    Finding {
        rule: rule.id.clone(),
        file: spot.file.to_owned(),
        line: 0,
        column: 0,
        span: spot.span,
        words: spot.words,
        clause: None,
        language: None,
        article: rule.article.clone(),
        message: rule.what.clone(),
        help: rule.mend.clone(),
    }
}

/// A finding in the files of a product.
fn within(product: &ReadProduct, finding: Finding) -> Finding {
    Finding { file: format!("{}{}", product.folder, finding.file), ..finding }
}

fn applies(part: &Part, on: Date) -> bool {
    part.since.is_none_or(|since| on >= since)
}

fn conflicts(rule: &Rule, manuscript: &Manuscript<'_>, book: &Book, on: Date, found: &mut Vec<Finding>) {
    if let Some(reading) = manuscript.reading
        && rule.parts.first().is_some_and(|part| applies(part, on))
    {
        found.extend(facts::conflicts(&rule.id, reading).into_iter().map(|spot| fact_finding(rule, spot)));
        for product in &reading.products {
            let spots = facts::conflicts(&rule.id, &product.reading).into_iter();
            found.extend(spots.map(|spot| within(product, fact_finding(rule, spot))));
        }
    }
    let outside = manuscript.reading.is_some_and(|reading| facts::outside(reading.facts()));
    for reader in Reader::all(manuscript, book) {
        let mut seen: Vec<*const Passage> = Vec::new();
        for part in rule.parts.iter().filter(|part| applies(part, on)) {
            let side = part.side(reader.language);
            if !side.when.is_empty() && !reader.any(&side.when)
                || !side.unless.is_empty() && reader.count(&side.unless, part.need) >= part.need
            {
                continue;
            }
            let mut hits = reader.hits(&side.find);
            hits.extend(contradictions(part, side, &reader, outside));
            for hit in hits {
                let passage: *const Passage = hit.passage;
                if !seen.contains(&passage) {
                    seen.push(passage);
                    found.push(finding(rule, &hit));
                }
            }
        }
        if rule.residue {
            found.extend(residues(rule, &reader, &seen));
        }
    }
}

fn residues(rule: &Rule, reader: &Reader<'_>, seen: &[*const Passage]) -> Vec<Finding> {
    let passages = reader.passages().filter(|(_, passage)| !seen.contains(&std::ptr::from_ref(*passage)));
    passages
        .filter_map(|(text, passage)| {
            let range = residue::find(&passage.shown.text)?;
            let hit = Hit { text, passage, words: 0..0 };
            let words = passage.shown.text.get(range.clone()).unwrap_or_default().to_owned();
            Some(Finding { span: passage.shown.source(range), words, ..finding(rule, &hit) })
        })
        .collect()
}

/// Statements that cannot both be true.
fn contradictions<'m>(part: &Part, side: &Side, reader: &Reader<'m>, outside: bool) -> Vec<Hit<'m>> {
    let claims = reader.hits(&side.claim);
    if claims.is_empty() {
        return Vec::new();
    }
    let against = reader.hits(&side.against);
    if part.same == Same::Anywhere {
        return match (against.is_empty(), part.outside && outside) {
            (true, false) => Vec::new(),
            (false, _) if part.both => claims.into_iter().chain(against).collect(),
            _ => claims,
        };
    }
    let mut hits = Vec::new();
    for claim in &claims {
        let about = companies(claim, reader.lists);
        for other in against
            .iter()
            .filter(|other| companies(other, reader.lists).iter().any(|one| about.contains(one)))
        {
            hits.push(claim.clone());
            if part.both {
                hits.push(other.clone());
            }
        }
    }
    hits
}

/// The companies that the statement of a hit names.
fn companies<'m>(hit: &Hit<'m>, lists: &Lists) -> Vec<&'m str> {
    let list = [lists.get("aanbieder"), lists.get("vendor")].into_iter().flatten().flatten();
    let known: Vec<Pattern> =
        list.filter(|phrase| names(phrase).is_empty()).map(|phrase| Pattern::of(phrase)).collect();
    let around = hit.passage.sentences.iter().find(|sentence| sentence.contains(&hit.words.start));
    let around = around.cloned().unwrap_or_else(|| hit.words.clone());
    let words = hit.passage.words.get(around.clone()).unwrap_or_default();
    let named = known.iter().filter_map(|pattern| pattern.find(hit.passage.place(), around.clone(), lists));
    named.filter_map(|range| words.get(range.start - around.start).map(|token| token.word.as_str())).collect()
}

fn gaps(rule: &Rule, manuscript: &Manuscript<'_>, book: &Book, on: Date, found: &mut Vec<Finding>) {
    let state = manuscript.reading.map_or(State::Silent, |reading| facts::gap(&rule.id, reading));
    for product in manuscript.reading.iter().flat_map(|reading| &reading.products) {
        // What a product adds may open a gap; it closes none.
        if let State::Open(spot) = facts::gap(&rule.id, &product.reading)
            && rule.parts.iter().any(|part| applies(part, on))
        {
            found.push(within(product, fact_finding(rule, spot)));
        }
    }
    match &state {
        State::Closed => return,
        State::Open(spot) => {
            if rule.parts.iter().any(|part| applies(part, on)) {
                found.push(fact_finding(rule, spot.clone()));
            }
            return;
        }
        State::Missing(_) | State::Silent => {}
    }
    for reader in Reader::policy(manuscript, book) {
        let open = rule.parts.iter().filter(|part| applies(part, on)).find(|part| {
            let side = part.side(reader.language);
            (side.when.is_empty() || reader.any(&side.when)) && !reader.any(&side.have)
        });
        let Some(part) = open else { continue };
        if let State::Missing(spot) = &state {
            found.push(fact_finding(rule, spot.clone()));
            return;
        }
        let side = part.side(reader.language);
        let at = side
            .at
            .iter()
            .chain(&side.when)
            .find_map(|pattern| reader.hits(std::slice::from_ref(pattern)).into_iter().next());
        let title = || {
            let (text, passage) = reader.passages().next()?;
            Some(Hit { text, passage, words: 0..passage.words.len().min(12) })
        };
        match at.or_else(title) {
            Some(hit) => found.push(finding(rule, &hit)),
            // An empty file still lacks everything.
            None => found.extend(reader.texts.first().map(|text| empty(rule, text))),
        }
    }
}

fn empty(rule: &Rule, text: &Text) -> Finding {
    let spot = Spot { file: "", span: Span::default(), words: String::new() };
    Finding { file: text.file.clone(), language: Some(text.language), ..fact_finding(rule, spot) }
}
