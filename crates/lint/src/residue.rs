//! Leftovers of a model text: choices that nobody made and blanks that nobody filled in.

use std::ops::Range;

/// Pairs that a model text leaves to choose from.
const CHOICES: &[&str] = &[
    "wel/niet",
    "wel / niet",
    "ja/nee",
    "ja / nee",
    "have / have not",
    "have/have not",
    "is/is not",
    "is / is not",
    "do/do not",
    "do / do not",
    "does/does not",
    "may/may not",
    "geen/een",
    "lorem ipsum",
    "xxxx",
    "_____",
    "wel / geen",
    "wel/geen",
];
/// The longest text between square brackets that is a blank and no remark.
const LONGEST_BLANK: usize = 60;

/// The first leftover, as bytes of `text`.
pub fn find(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let choice = CHOICES
        .iter()
        .filter_map(|word| lower.find(word).map(|at| at..at + word.len()))
        .min_by_key(|range| range.start);
    choice.into_iter().chain(blank(text)).min_by_key(|range| range.start)
}

/// `[naam bedrijf]`, but not a link `[text](address)`, a footnote `[1]` or a box `[x]`.
fn blank(text: &str) -> Option<Range<usize>> {
    text.match_indices('[').find_map(|(open, _)| {
        let escaped = open.checked_sub(1).and_then(|at| text.as_bytes().get(at)) == Some(&b'\\');
        let rest = text.get(open + 1..)?;
        let len = rest.find([']', '[', '\n'])?;
        let inner = rest.get(..len)?.trim_end_matches('\\');
        let after = rest.get(len..)?;
        let closes = after.starts_with(']') && !after.starts_with("](") && !after.starts_with("][");
        let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
        (!escaped && closes && letters >= 3 && inner.chars().count() <= LONGEST_BLANK)
            .then(|| open..open + 1 + len + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_told_from_links_and_notes() {
        for (text, expected) in [
            ("Wij hebben [wel / niet] gekozen.", Some("[wel / niet]")),
            ("Wij hebben wel/niet gekozen.", Some("wel/niet")),
            ("Neem contact op met [NAAM BEDRIJF].", Some("[NAAM BEDRIJF]")),
            ("Zie [onze site](https://a.example).", None),
            ("Zie noot [1] en vink [x] aan.", None),
            ("Dat mag wel of niet.", None),
        ] {
            assert_eq!(find(text).map(|range| &text[range]), expected, "{text}");
        }
    }
}
