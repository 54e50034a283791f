//! "plain-language": readers get a text whose sentences and words are short enough for most people, in every document and
//! language.

use jiff::Timestamp;

use super::nothing;
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::readability::{self, PLAIN_SCORE, PLAIN_WORDS, Reading};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let documents = &context.edition.content().documents;
    let readings: Vec<(String, Reading)> = documents
        .iter()
        .filter_map(|document| {
            Some((format!("{} ({})", document.id, document.language), readability::of(document)?))
        })
        .collect();
    let limits = text(
        format!(
            "Een score van {PLAIN_SCORE} of hoger en zinnen van hoogstens {PLAIN_WORDS} woorden gemiddeld."
        ),
        format!("A score of {PLAIN_SCORE} or more and sentences of at most {PLAIN_WORDS} words on average."),
    );
    let hard: Vec<EvidenceItem> =
        readings.iter().filter(|(_, reading)| !reading.is_plain()).map(item).collect();
    if !hard.is_empty() {
        return Judgement::broken(
            text("Een tekst is te moeilijk geschreven.", "A text is written too hard."),
            hard,
            limits,
        );
    }
    if readings.is_empty() {
        return nothing(
            "Er is te weinig tekst om te meten.",
            "There is too little text to measure.",
            "Een tekst van meer dan een paar zinnen.",
            "A text of more than a few sentences.",
        );
    }
    let hash = context.edition.hash();
    let served = evidence.editions.as_ref().filter(|seen| is_fresh(seen.at, now));
    let Some(seen) = served.filter(|seen| {
        !seen.served.is_empty() && seen.served.iter().all(|document| document.edition == hash)
    }) else {
        return nothing(
            "Nog niet is gezien dat lezers deze tekst krijgen.",
            "It has not been seen yet that readers get this text.",
            "Pagina’s uit deze versie.",
            "Pages from this edition.",
        );
    };
    Judgement::kept(
        text("Elke tekst is gemeten en goed te lezen.", "Every text was measured and reads well."),
        readings.iter().map(|reading| item(reading).at(seen.at)).collect(),
        text("Een tekst met lange zinnen of moeilijke woorden.", "A text with long sentences or hard words."),
    )
}

fn item((name, reading): &(String, Reading)) -> EvidenceItem {
    let (whole, tenth) = (reading.words_tenths / 10, reading.words_tenths % 10);
    let long = reading.long_thousandths.div_euclid(10);
    EvidenceItem::new(
        "readability",
        format!(
            "{name}: leesbaarheid {}, gemiddeld {whole},{tenth} woorden in een zin, {long}% lange zinnen",
            reading.score
        ),
        format!(
            "{name}: readability {}, {whole}.{tenth} words in a sentence on average, {long}% long sentences",
            reading.score
        ),
    )
    .figure(u64::try_from(reading.score).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::document::{Clause, Passage};
    use crate::edition::Edition;
    use crate::promise::Verdict;

    /// The sample policy with other words in its first passage.
    fn judged(words: &str, change: impl FnOnce(&mut Evidence)) -> Judgement {
        let mut content = sample::edition().content().clone();
        for document in &mut content.documents {
            for section in &mut document.sections {
                section.passages.retain(|passage| passage.clause.is_some());
                for passage in &mut section.passages {
                    "Wij doen dit goed. U ziet dat hier.".clone_into(&mut passage.markdown);
                }
            }
            let section = document.sections.first_mut().unwrap();
            section.passages.push(Passage { clause: None, markdown: words.repeat(12) });
        }
        let edition = Edition::seal(content).unwrap();
        let mut evidence = sample::fine();
        let seen = evidence.editions.as_mut().unwrap();
        seen.served.iter_mut().for_each(|document| document.edition = edition.hash());
        change(&mut evidence);
        let clause: Clause = edition.clauses().first().map(|(_, clause)| (*clause).clone()).unwrap();
        let context = ClauseContext { edition: &edition, document: "privacy", clause: &clause };
        judge(&evidence, &context, sample::now())
    }

    #[test]
    fn verdicts() {
        let plain = "We use it for post. You can say no.\n\n";
        assert_eq!(judged(plain, |_| {}).verdict, Verdict::Kept);
        assert_eq!(judged(plain, |e| e.editions = None).verdict, Verdict::Unproven);
        let stale = |e: &mut Evidence| e.editions.as_mut().unwrap().at = sample::ago(40);
        assert_eq!(judged(plain, stale).verdict, Verdict::Unproven);
        let hard = "Notwithstanding the aforementioned provisions, controllers and their respective subprocessors are entitled to process personal information in accordance with applicable legislation, including but not limited to regulations concerning telecommunication, for organisational purposes.\n\n";
        let judgement = judged(hard, |_| {});
        assert_eq!(judgement.verdict, Verdict::Broken);
        assert!(!judgement.evidence.is_empty());
    }
}
