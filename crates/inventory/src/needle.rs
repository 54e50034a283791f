//! Finding a person in text: by e-mail address, telephone number, name or address, as people write them.
//!
//! Text and value are folded first: lower case, accents off, white space made one, HTML's and JSON's escapes
//! opened. An e-mail address or a name counts only between word boundaries; a telephone number counts in any
//! notation, with or without its country. Names and addresses are compared without accents because people
//! leave them out; a wrong hit costs an officer a look, a missed one costs the person. In an e-mail address an
//! accent makes another address. To search for another sort of thing, add a [`Form`].

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::map::AttributeKind;

/// What takes the place of a person in text that stays.
pub const REDACTED: &str = "[…]";

/// Digits at the end of a telephone number that make it the same number: the national number without its
/// trunk zero, so that 06…, +31 6… and 0031 6… are one.
const PHONE_DIGITS: usize = 9;
/// Fewer digits than this are no telephone number.
const PHONE_LEAST: usize = 7;

/// How a value is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// Folded text between boundaries; `email` boundaries are stricter.
    Words { folded: String, email: bool },
    /// The last digits of a telephone number.
    Phone { digits: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Needle {
    label: String,
    form: Form,
}

/// The values of one person that text is searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needles {
    needles: Vec<Needle>,
}

impl Needles {
    /// Nothing to look for yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value under a label (an identity kind or an attribute kind). Empty values, and telephone numbers
    /// of too few digits, are passed over.
    pub fn add(&mut self, label: impl Into<String>, kind: AttributeKind, value: &str) {
        let form = match kind {
            AttributeKind::Phone => {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                if digits.len() < PHONE_LEAST {
                    return;
                }
                let start = digits.len().saturating_sub(PHONE_DIGITS);
                Form::Phone { digits: digits.get(start..).unwrap_or_default().to_owned() }
            }
            AttributeKind::Email => Form::Words { folded: fold(value.trim(), true).text, email: true },
            AttributeKind::Name | AttributeKind::Address | AttributeKind::Number => {
                Form::Words { folded: fold(value.trim(), false).text, email: false }
            }
        };
        if matches!(&form, Form::Words { folded, .. } if folded.trim().is_empty()) {
            return;
        }
        let needle = Needle { label: label.into(), form };
        if !self.needles.contains(&needle) {
            self.needles.push(needle);
        }
    }

    /// Adds an identity when it is of a form that stands in text: an address or a number of some length. A bare
    /// account number would be found everywhere.
    pub fn add_identity(&mut self, kind: &str, value: &str) {
        if let Some(form) = form_of(value) {
            self.add(kind, form, value);
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// The labels of what stands in the text, each once.
    pub fn search(&self, text: &str) -> Vec<&str> {
        let mut labels: Vec<&str> = Vec::new();
        if self.needles.is_empty() || text.is_empty() {
            return labels;
        }
        let folded = Both::of(text);
        for needle in &self.needles {
            if !labels.contains(&needle.label.as_str())
                && needle.spans(folded.for_needle(needle)).next().is_some()
            {
                labels.push(&needle.label);
            }
        }
        labels
    }

    /// The text with every occurrence replaced by [`REDACTED`]; none when there is no occurrence.
    pub fn redact(&self, text: &str) -> Option<String> {
        let both = Both::of(text);
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for needle in &self.needles {
            let folded = both.for_needle(needle);
            spans.extend(needle.spans(folded).map(|span| folded.origin(span)));
        }
        if spans.is_empty() {
            return None;
        }
        spans.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (start, end) in spans {
            if start < done {
                // It overlaps what was replaced just now: that covers it as far as it reaches.
                done = done.max(end);
                continue;
            }
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(REDACTED);
            done = end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Some(out)
    }
}

/// In what form an identity's value would stand in text, if any.
fn form_of(value: &str) -> Option<AttributeKind> {
    let value = value.trim();
    let digits = value.chars().filter(char::is_ascii_digit).count();
    if value.contains('@') {
        Some(AttributeKind::Email)
    } else if digits >= PHONE_DIGITS && value.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c)) {
        Some(AttributeKind::Phone)
    } else if value.chars().count() >= 8 && !value.chars().all(|c| c.is_ascii_digit()) {
        Some(AttributeKind::Name)
    } else {
        None
    }
}

impl Needle {
    /// The byte spans in the folded text.
    fn spans<'a>(&'a self, folded: &'a Folded) -> Box<dyn Iterator<Item = (usize, usize)> + 'a> {
        match &self.form {
            Form::Words { folded: wanted, email } => Box::new(
                folded
                    .text
                    .match_indices(wanted.as_str())
                    .map(|(start, found)| (start, start + found.len()))
                    .filter(|(start, end)| stands_alone(&folded.text, *start, *end, *email)),
            ),
            Form::Phone { digits } => Box::new(phone_spans(&folded.text, digits).into_iter()),
        }
    }
}

/// Whether a span is not part of a longer word or address.
fn stands_alone(text: &str, start: usize, end: usize, email: bool) -> bool {
    let before = text.get(..start).and_then(|part| part.chars().next_back());
    let mut after = text.get(end..).unwrap_or_default().chars();
    let next = after.next();
    if email {
        let continues_left = before.is_some_and(|c| c.is_alphanumeric() || "_+-%".contains(c));
        let continues_right = match next {
            Some('.') => after.next().is_some_and(char::is_alphanumeric),
            Some(c) => c.is_alphanumeric() || c == '-' || c == '_',
            None => false,
        };
        // A point before an address is the end of a sentence more often than a part of it; a point with a
        // letter before it is a part of it.
        let dotted = before == Some('.')
            && text
                .get(..start.saturating_sub(1))
                .and_then(|part| part.chars().next_back())
                .is_some_and(char::is_alphanumeric);
        !continues_left && !continues_right && !dotted
    } else {
        !before.is_some_and(char::is_alphanumeric) && !next.is_some_and(char::is_alphanumeric)
    }
}

/// Spans of a telephone number: its last digits, with anything that people put between digits, not followed by
/// another digit. The digits before them (trunk zero, country) belong to the span.
fn phone_spans(text: &str, wanted: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    // Runs of digits with at most two separators between them; each digit with its place.
    let mut run: Vec<(u8, usize)> = Vec::new();
    let mut gap = 0;
    for (place, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_digit() {
            run.push((*byte, place));
            gap = 0;
        } else if !run.is_empty() {
            gap += 1;
            if gap > 3 || !b" -.()/+".contains(byte) {
                collect_phones(&run, wanted, bytes, &mut spans);
                run.clear();
                gap = 0;
            }
        }
    }
    collect_phones(&run, wanted, bytes, &mut spans);
    spans
}

fn collect_phones(run: &[(u8, usize)], wanted: &str, bytes: &[u8], spans: &mut Vec<(usize, usize)>) {
    let wanted = wanted.as_bytes();
    if run.len() < wanted.len() {
        return;
    }
    for (start, window) in run.windows(wanted.len()).enumerate() {
        let same = window.iter().map(|(digit, _)| digit).eq(wanted);
        let (Some((_, first)), Some((_, last))) = (window.first(), window.last()) else { continue };
        let goes_on = bytes.get(last + 1).is_some_and(u8::is_ascii_digit);
        if same && !goes_on {
            spans.push((number_start(run, start, *first, bytes), last + 1));
        }
    }
}

/// Where the number begins whose national digits start at `start` of the run: a trunk zero and a country code
/// of at most five digits before it belong to it, as far as they are written without a space too many.
fn number_start(run: &[(u8, usize)], start: usize, first: usize, bytes: &[u8]) -> usize {
    let mut begin = first;
    for (_, place) in run.iter().take(start).rev().take(5) {
        if begin - place > 3 {
            break;
        }
        begin = *place;
    }
    if begin > 0 && bytes.get(begin - 1) == Some(&b'+') { begin - 1 } else { begin }
}

/// A text folded in both ways; one and the same where it has no accents.
struct Both {
    plain: Folded,
    accented: Option<Folded>,
}

impl Both {
    fn of(text: &str) -> Self {
        let plain = fold(text, false);
        // Without places of its own the text was plain to begin with.
        let accented = (!plain.origins.is_empty()).then(|| fold(text, true));
        Self { plain, accented }
    }

    fn for_needle(&self, needle: &Needle) -> &Folded {
        let email = matches!(needle.form, Form::Words { email: true, .. });
        self.accented.as_ref().filter(|_| email).unwrap_or(&self.plain)
    }
}

/// Folded text and, for each of its bytes, where it came from.
struct Folded {
    text: String,
    /// Start and end in the original of each folded byte; empty when both texts have the same places.
    origins: Vec<(u32, u32)>,
}

impl Folded {
    fn origin(&self, (start, end): (usize, usize)) -> (usize, usize) {
        if self.origins.is_empty() {
            return (start, end);
        }
        let from = self.origins.get(start).map_or(0, |origin| origin.0 as usize);
        let to = self.origins.get(end.saturating_sub(1)).map_or(from, |origin| origin.1 as usize);
        (from, to)
    }
}

/// Lower case, one space for white space, escapes opened; accents off unless they are kept.
fn fold(text: &str, accents: bool) -> Folded {
    let simple = text.is_ascii()
        && !text.bytes().any(|byte| matches!(byte, b'\\' | b'&' | b'%' | b'\t' | b'\n' | b'\r'))
        && !text.contains("  ");
    if simple {
        return Folded { text: text.to_ascii_lowercase(), origins: Vec::new() };
    }
    let mut folded =
        Folded { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
    let mut place = 0;
    while let Some(rest) = text.get(place..).filter(|rest| !rest.is_empty()) {
        let (character, length) = next_character(rest);
        push_folded(&mut folded, character, accents, (place, place + length));
        place += length;
    }
    folded
}

fn push_folded(folded: &mut Folded, character: char, accents: bool, (from, to): (usize, usize)) {
    let origin = (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX));
    if character.is_whitespace() {
        if folded.text.ends_with(' ') {
            if let Some(last) = folded.origins.last_mut() {
                last.1 = origin.1;
            }
            return;
        }
        folded.text.push(' ');
        folded.origins.push(origin);
        return;
    }
    let mut push = |plain: char| {
        let before = folded.text.len();
        folded.text.push(plain);
        folded.origins.extend(std::iter::repeat_n(origin, folded.text.len() - before));
    };
    if accents {
        character.nfd().flat_map(char::to_lowercase).for_each(&mut push);
    } else {
        character.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).for_each(&mut push);
    }
}

/// The next character of a text and how many bytes it takes, escapes of JSON (`\u00e9`, `\/`, `\n`), HTML
/// (`&#233;`, `&amp;`) and addresses (`%40`) opened.
fn next_character(rest: &str) -> (char, usize) {
    let plain = rest.chars().next().map_or((' ', 1), |character| (character, character.len_utf8()));
    match plain.0 {
        '\\' => json_escape(rest).unwrap_or(plain),
        '&' => html_escape(rest).unwrap_or(plain),
        '%' if rest.starts_with("%40") => ('@', 3),
        _ => plain,
    }
}

/// An escape of JSON; inside a string inside a string its backslash stands there more than once.
fn json_escape(rest: &str) -> Option<(char, usize)> {
    let slashes = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let after = rest.get(slashes..)?;
    match after.as_bytes().first()? {
        b'/' => Some(('/', slashes + 1)),
        b'n' | b'r' | b't' => Some((' ', slashes + 1)),
        b'u' => {
            let code = u32::from_str_radix(after.get(1..5)?, 16).ok()?;
            Some((char::from_u32(code)?, slashes + 5))
        }
        _ => None,
    }
}

fn html_escape(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = rest.get(1..end)?;
    let character = match name {
        "amp" => '&',
        "nbsp" => ' ',
        "quot" => '"',
        "lt" => '<',
        "gt" => '>',
        _ => {
            let code = name.strip_prefix('#')?;
            let value = match code.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(value)?
        }
    };
    Some((character, end + 1))
}

/// A pattern for SQL's LIKE that every text meets in which the value may stand: the plain letters and digits in
/// their order, anything between them. The characters `%`, `_` and `\` of the value are never in it. Letters that
/// people write with and without accents are left open, unless it is an address, where they count.
pub fn like_pattern(value: &str) -> String {
    let email = value.contains('@');
    let mut pattern = String::from("%");
    for character in value.chars() {
        let plain = character.to_ascii_lowercase();
        let sure = if email {
            plain.is_ascii_alphanumeric() || matches!(plain, '.' | '-')
        } else {
            plain.is_ascii_digit()
                || matches!(plain, 'b' | 'd' | 'f' | 'h' | 'j' | 'k' | 'm' | 'p' | 'q' | 'v' | 'w' | 'x')
        };
        if sure {
            pattern.push(plain);
        } else if !pattern.ends_with('%') {
            pattern.push('%');
        }
    }
    if !pattern.ends_with('%') {
        pattern.push('%');
    }
    pattern
}

/// The same for a telephone number: its last digits, anything between them.
pub fn like_phone(value: &str) -> String {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().saturating_sub(PHONE_DIGITS);
    let mut pattern = String::from("%");
    for digit in digits.get(start..).unwrap_or_default() {
        pattern.push(*digit);
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(kind: AttributeKind, value: &str, text: &str) -> bool {
        let mut needles = Needles::new();
        needles.add("x", kind, value);
        !needles.search(text).is_empty()
    }

    #[test]
    fn an_address_is_found_whole_and_in_any_writing() {
        for (text, expected) in [
            ("mail eva@x.example.", true),
            ("EVA@X.Example", true),
            ("<eva@x.example>", true),
            ("a:1:{s:13:\"eva@x.example\";}", true),
            ("mailto:eva%40x.example", true),
            ("see you. eva@x.example", true),
            ("xeva@x.example", false),
            ("j.eva@x.example", false),
            ("eva@x.example.org", false),
            ("eva@x.examples", false),
            ("eva@x-example", false),
        ] {
            assert_eq!(finds(AttributeKind::Email, "eva@x.example", text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_found_in_any_notation() {
        for (text, expected) in [
            ("06-12345678", true),
            ("+31 6 12345678", true),
            ("0031612345678", true),
            ("+31 (0)6-12 34 56 78, overdag", true),
            ("bel 06 12.34.56.78.", true),
            ("061234567", false),
            ("06123456789", false),
            ("06-12345679", false),
            ("12345678", false),
        ] {
            assert_eq!(finds(AttributeKind::Phone, "06 12345678", text), expected, "{text}");
        }
        assert!(!finds(AttributeKind::Phone, "12345", "12345"), "too short to be a number");
    }

    #[test]
    fn a_name_is_found_between_word_boundaries_without_its_accents() {
        for (text, expected) in [
            ("Désirée van den Broek was hier", true),
            ("desiree  VAN\nden broek", true),
            (r"D\u00e9sir\u00e9e van den Broek", true),
            (r#"{"a":"{\"b\":\"D\\u00e9sir\\u00e9e van den Broek\"}"}"#, true),
            ("D&#233;sir&#xe9;e van den Broek", true),
            ("De\u{301}sire\u{301}e van den Broek", true),
            ("Désirée van den Broeke", false),
            ("Désirée", false),
        ] {
            assert_eq!(finds(AttributeKind::Name, "Désirée van den Broek", text), expected, "{text}");
        }
    }

    #[test]
    fn an_accent_makes_another_address() {
        assert!(finds(AttributeKind::Email, "éva@x.example", "ÉVA@x.example"));
        assert!(finds(AttributeKind::Email, "éva@x.example", "e\u{301}va@x.example"));
        assert!(!finds(AttributeKind::Email, "éva@x.example", "eva@x.example"));
    }

    #[test]
    fn redacting_takes_every_occurrence_and_nothing_else() {
        let mut needles = Needles::new();
        needles.add("name", AttributeKind::Name, "Zoë de Wit");
        needles.add("email", AttributeKind::Email, "zoe@x.example");
        needles.add("phone", AttributeKind::Phone, "0612345678");
        for (text, expected) in [
            ("Groet, Zoë de Wit (ZOE@x.example)", Some("Groet, […] ([…])")),
            ("bel Zoë  de Wit: +31 6 12 34 56 78!", Some("bel […]: […]!")),
            ("€ 5 — zoe de wit", Some("€ 5 — […]")),
            ("Zoë de Witte", None),
        ] {
            assert_eq!(needles.redact(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn identities_are_searched_only_in_a_form_that_stands_in_text() {
        let mut needles = Needles::new();
        needles.add_identity("shop_user", "5");
        needles.add_identity("shop_user", "20240001");
        assert!(needles.is_empty());
        needles.add_identity("email", "eva@x.example");
        assert_eq!(needles.search("eva@x.example"), ["email"]);
    }

    proptest! {
        #[test]
        fn searching_and_redacting_agree_and_never_panic(text in "\\PC{0,60}", name in "\\PC{3,9}") {
            let mut needles = Needles::new();
            needles.add("name", AttributeKind::Name, &name);
            needles.add("phone", AttributeKind::Phone, "0612345678");
            let found = !needles.search(&text).is_empty();
            prop_assert_eq!(found, needles.redact(&text).is_some());
        }

        #[test]
        fn what_is_found_meets_the_pattern(name in "[A-Za-zéü ]{4,12}", before in "[ ,.]{1,3}") {
            let value = name.trim();
            let text = format!("{before}{value}{before}").to_lowercase();
            let pieces: Vec<String> = like_pattern(value).split('%').map(str::to_owned).collect();
            let matches = crate::map::condition::Wildcard { pieces }.matches(&text);
            prop_assert!(matches);
        }
    }
}
