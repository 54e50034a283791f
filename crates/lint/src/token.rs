//! Words and sentences of a passage, with their places.
//!
//! A word is folded (small letters, no accents, one kind of apostrophe), so that patterns need one spelling.
//! A list belongs to the line that introduces it, and a question to the sentence that answers it: "Sluit u
//! de melding? Dan gaat u akkoord." is one statement.

use std::ops::Range;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded: small letters without accents.
    pub word: String,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

/// Longer lists are cut into their items: nobody reads them as one statement.
const LONGEST_LIST: usize = 160;
/// Longer runs of words without an end are cut, so that no text is slow to read.
const LONGEST_SENTENCE: usize = 400;

/// The words of `text`.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = None;
    let mut word = String::new();
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let joins = matches!(c, '\'' | '’' | '-' | '‑' | '@' | '/' | '.' | '%' | ',' | '&' | '+')
            && start.is_some()
            && next_is_word(text, at + c.len_utf8())
            && (!matches!(c, '/' | ',') || digits_around(bytes, at));
        if c.is_alphanumeric() || joins {
            start.get_or_insert(at);
            fold(c, &mut word);
        } else if c == '\u{ad}' && start.is_some() {
            // A soft hyphen is not there.
        } else if let Some(from) = start.take() {
            found.push(Token { word: std::mem::take(&mut word), range: from..at });
        }
    }
    if let Some(from) = start {
        found.push(Token { word, range: from..text.len() });
    }
    found
}

fn next_is_word(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

fn digits_around(bytes: &[u8], at: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    digit(at.checked_sub(1)) && digit(Some(at + 1))
}

/// A letter as patterns spell it.
fn fold(c: char, out: &mut String) {
    let plain = match c {
        '’' | '‘' | '`' | '´' => '\'',
        '‑' => '-',
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' | 'À' | 'Á' | 'Â' | 'Ä' | 'Ã' | 'Å' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' | 'Ò' | 'Ó' | 'Ô' | 'Ö' | 'Õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ç' | 'Ç' => 'c',
        'ñ' | 'Ñ' => 'n',
        other => {
            out.extend(other.to_lowercase());
            return;
        }
    };
    out.push(plain);
}

/// The statements of a passage: for each, the range of its words.
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut cuts: Vec<(usize, End)> = Vec::new();
    for (index, pair) in tokens.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let between = text.get(left.range.end..right.range.start).unwrap_or_default();
        if let Some(end) = ending(between, left, text.get(right.range.start..).unwrap_or_default()) {
            cuts.push((index + 1, end));
        }
    }
    cuts.push((tokens.len(), End::Stop));
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut list: Option<usize> = None;
    for (at, end) in cuts {
        if at <= start {
            continue;
        }
        match end {
            // The introduction of a list, or a question: it goes on.
            End::Opens if at - start < LONGEST_LIST => {
                list = Some(start);
                continue;
            }
            End::Item if list.is_some() && at - start < LONGEST_LIST => continue,
            End::Question if at - start < LONGEST_LIST => continue,
            _ => {}
        }
        list = None;
        push_cut(&mut found, start..at);
        start = at;
    }
    found
}

fn push_cut(found: &mut Vec<Range<usize>>, range: Range<usize>) {
    let mut start = range.start;
    while start < range.end {
        let end = (start + LONGEST_SENTENCE).min(range.end);
        found.push(start..end);
        start = end;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// A full stop, or the end of a paragraph.
    Stop,
    /// A question mark: the answer follows.
    Question,
    /// A colon before a list.
    Opens,
    /// The next item of a list.
    Item,
}

/// Words before a full stop that end no sentence.
const SHORT: &[&str] = &[
    "art", "nr", "no", "bijv", "bv", "b.v", "n.v", "o.a", "d.w.z", "m.b.t", "t.a.v", "i.v.m", "i.e", "e.g",
    "inc", "ltd", "mr", "mrs", "dr", "drs", "ing", "prof", "vs", "etc", "enz", "evt", "incl", "excl", "resp",
    "jl", "nl", "z.s.m", "sub", "lid", "par", "approx", "st", "co", "corp", "tel", "max", "min",
];

fn ending(between: &str, left: &Token, rest: &str) -> Option<End> {
    let newlines = between.matches('\n').count();
    let item = newlines > 0 && starts_item(between);
    if between.contains(':') && newlines > 0 {
        return Some(End::Opens);
    }
    if item {
        return Some(End::Item);
    }
    let blank = newlines > 1 && between.split('\n').skip(1).any(|line| line.trim().is_empty());
    if blank || between.contains('|') && newlines > 0 {
        return Some(End::Stop);
    }
    let stop = between.find(['.', '!', '?', '…'])?;
    let mark = between.get(stop..)?.chars().next()?;
    let spaced =
        between.get(stop + mark.len_utf8()..).is_some_and(|after| after.contains(char::is_whitespace));
    let capital = rest.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let cut_short = mark == '.' && (SHORT.contains(&left.word.as_str()) || left.word.chars().count() == 1);
    if mark == '?' {
        let lower = rest.get(..5).unwrap_or(rest).to_lowercase();
        let answered =
            ["dan ", "then", "wij ", "we ", "u ", "je "].iter().any(|word| lower.starts_with(word));
        return Some(if answered { End::Question } else { End::Stop });
    }
    (spaced && !cut_short && (capital || mark == '!' || newlines > 0)).then_some(End::Stop)
}

/// Whether the last line of what stands between two words opens an item of a list.
fn starts_item(between: &str) -> bool {
    let last = between.rsplit('\n').next().unwrap_or_default().trim();
    ["-", "*", "•", "·", "–", "o ", "▪", "‣", "◦", ">", "✓"].iter().any(|mark| last.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    #[test]
    fn words_are_folded() {
        for (text, expected) in [
            ("Één van de privé-foto’s.", vec!["een", "van", "de", "prive-foto's"]),
            ("info@school.example, 1.000 euro", vec!["info@school.example", "1.000", "euro"]),
            ("en/of  wel / niet", vec!["en", "of", "wel", "niet"]),
            ("co\u{ad}okies [wel / niet]", vec!["cookies", "wel", "niet"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    fn cut(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        sentences(text, &tokens)
            .into_iter()
            .map(|range| tokens[range].iter().map(|token| token.word.clone()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn statements_hold_together() {
        for (text, expected) in [
            ("Een zin. Nog een zin.", vec!["een zin", "nog een zin"]),
            (
                "Sluit u de melding? Dan gaat u akkoord. Klaar.",
                vec!["sluit u de melding dan gaat u akkoord", "klaar"],
            ),
            (
                "U accepteert door:\n\n- te surfen;\n- te klikken.\n\nNieuw.",
                vec!["u accepteert door te surfen te klikken", "nieuw"],
            ),
            ("Op grond van art. 6 AVG.", vec!["op grond van art 6 avg"]),
            ("Wij van Bloem B.V. Utrecht doen bijv. dit.", vec!["wij van bloem b.v utrecht doen bijv dit"]),
            ("- los item een\n- los item twee", vec!["los item een", "los item twee"]),
            ("regel een\nregel twee", vec!["regel een regel twee"]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
