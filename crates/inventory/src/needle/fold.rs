//! Making two writings of a text comparable: capitals, white space, accents, and the escapes of JSON, HTML and
//! addresses. Each folded byte knows where it came from, so that what is found can be replaced in the original.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text folded in both ways; one and the same where it has no accents.
pub(super) struct Both {
    plain: Folded,
    accented: Option<Folded>,
}

impl Both {
    pub(super) fn of(text: &str) -> Self {
        let plain = fold(text, false);
        // Without places of its own the text was plain to begin with.
        let accented = (!plain.origins.is_empty()).then(|| fold(text, true));
        Self { plain, accented }
    }

    /// The fold that keeps accents, or the one that does not.
    pub(super) fn folded(&self, accents: bool) -> &Folded {
        self.accented.as_ref().filter(|_| accents).unwrap_or(&self.plain)
    }
}

/// Folded text and, for each of its bytes, where it came from.
pub(super) struct Folded {
    pub(super) text: String,
    /// Start and end in the original of each folded byte; empty when both texts have the same places.
    origins: Vec<(u32, u32)>,
}

impl Folded {
    pub(super) fn origin(&self, (start, end): (usize, usize)) -> (usize, usize) {
        if self.origins.is_empty() {
            return (start, end);
        }
        let from = self.origins.get(start).map_or(0, |origin| origin.0 as usize);
        let to = self.origins.get(end.saturating_sub(1)).map_or(from, |origin| origin.1 as usize);
        (from, to)
    }
}

/// Lower case, one space for white space, escapes opened; accents off unless they are kept.
pub(super) fn fold(text: &str, accents: bool) -> Folded {
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
