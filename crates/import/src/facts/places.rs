//! Countries and lengths of time in running text.

use std::ops::Range;

use kernel::Language;
use kernel::calendar::Span;
use lint::token::Token;
use policy::Country;

/// Words for a country that are not its name.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("amerikaanse", "US"),
    ("amerikaans", "US"),
    ("american", "US"),
    ("us-based", "US"),
    ("usa", "US"),
    ("vs", "US"),
    ("u.s", "US"),
    ("uk", "GB"),
    ("engeland", "GB"),
    ("holland", "NL"),
];

/// The countries that a range of words names, each with its place, in reading order.
pub fn countries(
    words: &[Token],
    range: Range<usize>,
    language: Language,
) -> Vec<(&'static str, Range<usize>)> {
    let names: Vec<(Vec<String>, &'static str)> = Country::all()
        .map(|country| {
            let name = lint::token::tokens(country.name(language));
            (name.into_iter().map(|token| token.word).collect(), country.code())
        })
        .collect();
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = words.get(at..range.end).unwrap_or_default();
        let named = names.iter().filter(|(name, _)| {
            !name.is_empty()
                && rest.len() >= name.len()
                && name.iter().zip(rest).all(|(part, token)| *part == token.word)
        });
        let longest = named.max_by_key(|(name, _)| name.len());
        let other = || {
            let word = &rest.first()?.word;
            let code = OTHER_NAMES.iter().find(|(name, _)| name == word)?.1;
            Some((1, Country::from_code(code)?.code()))
        };
        match longest.map(|(name, code)| (name.len(), *code)).or_else(other) {
            Some((len, code)) => {
                found.push((code, at..at + len));
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

const UNITS: &[(&str, &str)] = &[
    ("uur", "hours"),
    ("uren", "hours"),
    ("hour", "hours"),
    ("hours", "hours"),
    ("dag", "days"),
    ("dagen", "days"),
    ("day", "days"),
    ("days", "days"),
    ("werkdag", "working days"),
    ("werkdagen", "working days"),
    ("week", "weeks"),
    ("weken", "weeks"),
    ("weeks", "weeks"),
    ("maand", "months"),
    ("maanden", "months"),
    ("month", "months"),
    ("months", "months"),
    ("jaar", "years"),
    ("jaren", "years"),
    ("year", "years"),
    ("years", "years"),
];

const NUMBERS: &[(&str, u32)] = &[
    ("een", 1),
    ("twee", 2),
    ("drie", 3),
    ("vier", 4),
    ("vijf", 5),
    ("zes", 6),
    ("zeven", 7),
    ("acht", 8),
    ("negen", 9),
    ("tien", 10),
    ("twaalf", 12),
    ("dertien", 13),
    ("veertien", 14),
    ("achttien", 18),
    ("twintig", 20),
    ("dertig", 30),
    ("zestig", 60),
    ("negentig", 90),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("ten", 10),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("eighteen", 18),
    ("thirty", 30),
    ("sixty", 60),
    ("ninety", 90),
];

/// The lengths of time that a range of words names, as facts write them ("30 days"), each with its place.
pub fn durations(words: &[Token], range: Range<usize>) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let rest = words.get(at..range.end).unwrap_or_default();
        match duration(rest) {
            Some((text, len)) if text.parse::<Span>().is_ok() => {
                found.push((text, at..at + len));
                at += len;
            }
            _ => at += 1,
        }
    }
    found
}

/// The length of time that `words` begins with: "30 dagen", "dertig (30) dagen", "10 business days".
fn duration(words: &[Token]) -> Option<(String, usize)> {
    let number = |token: &Token| {
        token
            .word
            .parse::<u32>()
            .ok()
            .or_else(|| NUMBERS.iter().find(|(word, _)| *word == token.word).map(|(_, n)| *n))
    };
    let count = number(words.first()?)?;
    let mut at = 1;
    if words.get(at).and_then(number) == Some(count) {
        at += 1;
    }
    let working = words.get(at).is_some_and(|token| matches!(token.word.as_str(), "business" | "working"));
    if working || words.get(at).is_some_and(|token| matches!(token.word.as_str(), "calendar" | "kalender")) {
        at += 1;
    }
    let unit = UNITS.iter().find(|(word, _)| words.get(at).is_some_and(|token| token.word == *word))?.1;
    let unit = if working && unit == "days" { "working days" } else { unit };
    let unit = if count == 1 { unit.trim_end_matches('s') } else { unit };
    Some((format!("{count} {unit}"), at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use lint::token::tokens;

    #[test]
    fn countries_and_lengths_are_read() {
        let words = tokens("servers in Nederland, de Verenigde Staten en bij het Amerikaanse bedrijf");
        let codes: Vec<_> =
            countries(&words, 0..words.len(), Language::Nl).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["NL", "US", "US"]);
        for (text, expected) in [
            ("binnen dertig (30) dagen of 2 jaar", vec!["30 days", "2 years"]),
            ("within 10 business days or one month", vec!["10 working days", "1 month"]),
            ("72 uur na artikel 33", vec!["72 hours"]),
            ("999999999999 dagen", vec![]),
        ] {
            let words = tokens(text);
            let found: Vec<_> = durations(&words, 0..words.len()).into_iter().map(|(text, _)| text).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
