//! What stands about others in somebody's free text: proposals, for an officer to judge (GDPR art. 15(4)).
//!
//! A copy may not harm others, and may not be refused for their sake either: what is theirs is left out of the text, and
//! the rest is given. [`propose`] marks what looks like another person: an address, a telephone number, a citizen's
//! number, a name behind a word that names come behind. It proposes too much rather than too little; nothing is left out
//! that nobody approved. [`cut`] leaves out what was. To know names by another word, add it to [`CUES`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What stands where something was left out, in Dutch and English: a reader of the raw data sees it too.
pub const LEFT_OUT: [&str; 2] = ["[weggelaten: van iemand anders]", "[left out: of somebody else]"];

/// What looks like another person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Dutch citizen's number (BSN), by its check digit.
    CitizenNumber,
    /// A name.
    Name,
}

/// A part of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Something that may have to be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// Why.
    pub sort: Sort,
}

/// Words that names come behind: titles, kin, greetings. Folded; Dutch and English.
const CUES: &[&str] = &[
    "juf",
    "juffrouw",
    "meester",
    "mevrouw",
    "mevr",
    "mw",
    "meneer",
    "mijnheer",
    "dhr",
    "heer",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "drs",
    "ir",
    "beste",
    "lieve",
    "geachte",
    "hoi",
    "hallo",
    "dag",
    "dear",
    "hi",
    "hello",
    "groet",
    "groeten",
    "groetjes",
    "gr",
    "regards",
    "moeder",
    "vader",
    "ouder",
    "ouders",
    "mother",
    "father",
    "parent",
    "collega",
    "colleague",
    "leerling",
    "pupil",
    "student",
    "zoon",
    "dochter",
    "son",
    "daughter",
    "broer",
    "zus",
    "brother",
    "sister",
    "directeur",
    "director",
    "teacher",
    "leerkracht",
];
/// Words inside a Dutch name that begin with no capital.
const WITHIN: &[&str] =
    &["de", "den", "der", "van", "von", "het", "'t", "ten", "ter", "te", "el", "al", "la", "le", "du"];
/// Words between a cue and its name.
const BETWEEN: &[&str] = &["van", "aan", "met", "en", "of", "and", "the", "de"];

/// What is known to be the person's own, folded: never proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    words: BTreeSet<String>,
    digits: BTreeSet<String>,
}

impl Own {
    /// From everything that is theirs: names, addresses, numbers.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut own = Self::default();
        for value in values {
            own.add(value);
        }
        own
    }

    /// Takes one more value in.
    pub fn add(&mut self, value: &str) {
        let digits = digits(value);
        if digits.len() >= 9 {
            self.digits.insert(last_nine(&digits));
        }
        self.words.insert(fold(value.trim()));
        let words = value.split(|c: char| !is_of_word(c)).filter(|word| word.chars().count() > 1);
        self.words.extend(words.map(fold));
    }

    fn has(&self, text: &str) -> bool {
        self.words.contains(&fold(text))
    }
}

/// What in a text looks like other people's, from the first to the last; no two overlap.
pub fn propose(text: &str, own: &Own) -> Vec<Proposal> {
    let words = words(text);
    let mut found: Vec<Proposal> = Vec::new();
    for word in &words {
        let (start, end) = (word.start, word.end);
        let Some(piece) = text.get(start..end) else { continue };
        if is_email(piece) && !own.has(piece) {
            found.push(Proposal { span: Span { start, end }, sort: Sort::Email });
        }
    }
    found.extend(numbers(text, own));
    found.extend(names(text, &words, own));
    found.sort_by_key(|proposal| (proposal.span.start, proposal.sort));
    let mut last = 0;
    found.retain(|proposal| {
        let free = proposal.span.start >= last;
        if free {
            last = proposal.span.end;
        }
        free
    });
    found
}

/// The text without these parts. Parts that are none of it (out of range, inside a letter) are passed over; what overlaps
/// is left out together.
pub fn cut(text: &str, spans: &[Span], mark: &str) -> String {
    let fits = |span: &&Span| span.start < span.end && text.get(span.start..span.end).is_some();
    let mut spans: Vec<Span> = spans.iter().filter(fits).copied().collect();
    spans.sort();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        if span.start >= at {
            out.push_str(text.get(at..span.start).unwrap_or_default());
            out.push_str(mark);
        }
        // One that overlaps the one before goes with it.
        at = at.max(span.end);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Every place where a word or phrase stands in a text, in any capitals, at word boundaries.
pub fn find(text: &str, phrase: &str) -> Vec<Span> {
    let wanted: Vec<char> = phrase.trim().chars().flat_map(char::to_lowercase).collect();
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let (mut at, first) = (0, wanted.first());
    while let (Some((start, _)), Some(_)) = (letters.get(at), first) {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let length = match_length(letters.get(at..).unwrap_or_default(), &wanted);
        let after = length.and_then(|length| letters.get(at + length));
        let apart = |letter: Option<&(usize, char)>| letter.is_none_or(|(_, c)| !c.is_alphanumeric());
        match length {
            Some(length) if apart(before) && apart(after) => {
                let end = after.map_or(text.len(), |(end, _)| *end);
                found.push(Span { start: *start, end });
                at += length.max(1);
            }
            _ => at += 1,
        }
    }
    found
}

/// How many letters of the text make up what is wanted, in small letters.
fn match_length(letters: &[(usize, char)], wanted: &[char]) -> Option<usize> {
    let mut rest = wanted;
    let mut length = 0;
    for (_, letter) in letters {
        if rest.is_empty() {
            break;
        }
        for small in letter.to_lowercase() {
            let (first, others) = rest.split_first()?;
            if *first != small {
                return None;
            }
            rest = others;
        }
        length += 1;
    }
    rest.is_empty().then_some(length)
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')
}

/// The pieces between blanks, without punctuation around them.
fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut begun: Option<usize> = None;
    let ends = text.char_indices().map(Some).chain([None]);
    for letter in ends {
        match (letter, begun) {
            (Some((at, c)), None) if !c.is_whitespace() => begun = Some(at),
            (Some((_, c)), Some(_)) if !c.is_whitespace() => {}
            (end, Some(start)) => {
                let end = end.map_or(text.len(), |(at, _)| at);
                words.extend(trimmed(text, start, end));
                begun = None;
            }
            _ => {}
        }
    }
    words
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let piece = text.get(start..end)?;
    let is_around = |c: char| !c.is_alphanumeric() && !matches!(c, '+' | '\'' | '’');
    let left = piece.trim_start_matches(is_around);
    let inner = left.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = start + (piece.len() - left.len());
    (!inner.is_empty()).then(|| Span { start, end: start + inner.len() })
}

fn is_email(piece: &str) -> bool {
    let Some((local, domain)) = piece.rsplit_once('@') else { return false };
    let end = domain.rsplit_once('.').map_or("", |(_, end)| end);
    !local.is_empty() && end.len() >= 2 && end.chars().all(char::is_alphabetic)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn last_nine(digits: &str) -> String {
    digits.get(digits.len().saturating_sub(9)..).unwrap_or(digits).to_owned()
}

/// Telephone numbers and citizens' numbers.
fn numbers(text: &str, own: &Own) -> Vec<Proposal> {
    let mut found = Vec::new();
    let mut begun: Option<(usize, usize)> = None;
    let letters = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    for (at, letter) in letters {
        let opens = letter.is_some_and(|c| c.is_ascii_digit() || c == '+');
        let goes_on =
            letter.is_some_and(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '/' | '.'));
        match begun {
            None if opens => begun = Some((at, at + 1)),
            Some((start, _)) if letter.is_some_and(|c| c.is_ascii_digit()) => begun = Some((start, at + 1)),
            Some(_) if goes_on => {}
            Some((start, end)) => {
                found.extend(number(text, Span { start, end }, own));
                begun = opens.then_some((at, at + 1));
            }
            None => {}
        }
    }
    found
}

fn number(text: &str, span: Span, own: &Own) -> Option<Proposal> {
    let piece = text.get(span.start..span.end)?;
    // A number that is part of a word or a code is no telephone number.
    let before = text.get(..span.start)?.chars().next_back();
    let after = text.get(span.end..)?.chars().next();
    if before.is_some_and(|c| c.is_alphanumeric() || c == '@' || c == '_')
        || after.is_some_and(|c| c.is_alphanumeric() || c == '@' || c == '_')
    {
        return None;
    }
    let digits = digits(piece);
    if own.digits.contains(&last_nine(&digits)) {
        return None;
    }
    let abroad = piece.starts_with('+') || digits.starts_with("00");
    let phone =
        (abroad && (10..=16).contains(&digits.len())) || (digits.starts_with('0') && digits.len() == 10);
    if phone {
        return Some(Proposal { span, sort: Sort::Phone });
    }
    let plain = piece.len() == digits.len();
    (plain && is_citizen_number(&digits)).then_some(Proposal { span, sort: Sort::CitizenNumber })
}

/// The eleven-test of a Dutch citizen's number of nine digits.
fn is_citizen_number(digits: &str) -> bool {
    if digits.len() != 9 || digits.bytes().all(|digit| digit == b'0') {
        return false;
    }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i32 = digits.bytes().zip(weights).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
    sum % 11 == 0
}

/// Names: words with a capital behind a cue.
fn names(text: &str, words: &[Span], own: &Own) -> Vec<Proposal> {
    let piece = |span: &Span| text.get(span.start..span.end).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(cue) = words.get(at) {
        at += 1;
        let cue = fold(piece(cue));
        if !CUES.contains(&cue.trim_end_matches('.')) {
            continue;
        }
        // "met vriendelijke groet, namens …": one small word may stand between.
        if words.get(at).is_some_and(|word| BETWEEN.contains(&piece(word))) {
            at += 1;
        }
        let Some((span, after)) = name_at(text, words, at) else { continue };
        let whole = text.get(span.start..span.end).unwrap_or_default();
        let others =
            whole.split_whitespace().any(|word| is_capital(word) && !own.has(word.trim_matches('.')));
        if others {
            found.push(Proposal { span, sort: Sort::Name });
        }
        at = after;
    }
    found
}

/// The name that begins at a word, and the word after it.
fn name_at(text: &str, words: &[Span], first: usize) -> Option<(Span, usize)> {
    let piece = |span: &Span| text.get(span.start..span.end).unwrap_or_default();
    let mut span: Option<Span> = None;
    let mut after = first;
    for (place, word) in words.iter().enumerate().skip(first) {
        let here = piece(word);
        let before = span.and_then(|span| text.get(span.start..span.end));
        let between = span.and_then(|span| text.get(span.end..word.start));
        // A sentence or a line that ends ends the name; the full stop behind an initial does not.
        let initial = before.is_some_and(|name| is_initial(name.rsplit(' ').next().unwrap_or_default()));
        if between.is_some_and(|gap| {
            gap.contains(['\n', ',', ';', ':', '!', '?']) || (gap.contains('.') && !initial)
        }) {
            break;
        }
        if is_capital(here) && !CUES.contains(&fold(here).as_str()) {
            let start = span.map_or(word.start, |span| span.start);
            span = Some(Span { start, end: word.end });
            after = place + 1;
        } else if !WITHIN.contains(&fold(here).as_str()) {
            break;
        }
    }
    span.map(|span| (span, after))
}

fn is_initial(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() == 1
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn own() -> Own {
        Own::new(["nienke.postma@deboomgaard.example", "Nienke Postma", "06-12345678"])
    }

    fn marked(text: &str) -> Vec<(&str, Sort)> {
        propose(text, &own()).into_iter().map(|one| (&text[one.span.start..one.span.end], one.sort)).collect()
    }

    #[test]
    fn what_is_of_others_is_marked_and_what_is_their_own_is_not() {
        use Sort::{CitizenNumber, Email, Name, Phone};
        for (text, expected) in [
            (
                "Mail naar els@school.example, of bel 06-87654321.",
                vec![("els@school.example", Email), ("06-87654321", Phone)],
            ),
            ("Mijn adres is Nienke.Postma@deboomgaard.example.", vec![]),
            ("Bel mij op +31 6 12345678", vec![]),
            (
                "Bel zijn moeder Fatima el Amrani op +31 (0)20 123 45 67!",
                vec![("Fatima el Amrani", Name), ("+31 (0)20 123 45 67", Phone)],
            ),
            ("Beste Nienke,\nbedankt. Groetjes, Els de Vries", vec![("Els de Vries", Name)]),
            ("Dag juf Postma", vec![]),
            ("De leerling van Sofie kwam.", vec![("Sofie", Name)]),
            ("BSN 111222333 en code 123456789", vec![("111222333", CitizenNumber)]),
            ("bestelling 0612345670123 van 12-03-2026", vec![]),
            ("collega Øystein Ñúñez-Łuczak komt", vec![("Øystein Ñúñez-Łuczak", Name)]),
            ("meester Van Dijk. Morgen is Koningsdag.", vec![("Van Dijk", Name)]),
            ("meneer J. de Wit en co", vec![("J. de Wit", Name)]),
            ("beste mensen, hallo allemaal", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(marked(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_cut_is_gone_and_a_wrong_part_cuts_nothing() {
        let text = "Bel Zoë of Els.";
        let span = |start, end| Span { start, end };
        for (spans, expected) in [
            (vec![span(4, 8)], "Bel # of Els."),
            (vec![span(12, 15), span(4, 8)], "Bel # of #."),
            (vec![span(4, 7)], text),
            (vec![span(4, 8), span(5, 12)], "Bel #Els."),
            (vec![span(12, 99), span(9, 4), span(3, 3)], text),
        ] {
            assert_eq!(cut(text, &spans, "#"), expected, "{spans:?}");
        }
    }

    #[test]
    fn words_are_found_in_any_capitals_at_their_boundaries() {
        let found = |text: &str, phrase: &str| -> Vec<String> {
            find(text, phrase).into_iter().map(|span| text[span.start..span.end].to_owned()).collect()
        };
        assert_eq!(found("Els, ELS en Elsa; els", "els"), ["Els", "ELS", "els"]);
        assert_eq!(found("İstanbul en istanbul", "İstanbul"), ["İstanbul"]);
        assert_eq!(found("Jan de Wit en jan de wit", "Jan de Wit"), ["Jan de Wit", "jan de wit"]);
        assert!(found("wat dan ook", "  ").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_at_and_cut(text in any::<String>(), phrase in any::<String>(), spans in proptest::collection::vec((0usize..60, 0usize..60), 0..5)) {
            let proposals = propose(&text, &Own::default());
            let proposed: Vec<Span> = proposals.iter().map(|one| one.span).collect();
            prop_assert!(proposed.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let cut_text = cut(&text, &proposed, "");
            let gone: usize = proposed.iter().map(|span| span.end - span.start).sum();
            prop_assert_eq!(cut_text.len() + gone, text.len());
            for span in find(&text, &phrase) {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
            let any: Vec<Span> = spans.into_iter().map(|(start, end)| Span { start, end }).collect();
            prop_assert!(cut(&text, &any, "").len() <= text.len());
        }
    }
}
