//! Numbers as people write them: digits, and words in Dutch and English.

use std::collections::HashMap;
use std::sync::LazyLock;

const NL: [&str; 20] = [
    "nul",
    "één",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
];
const NL_TENS: [&str; 8] =
    ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];
const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The words for 0 to 999 in Dutch, and for 0 to 99 in English: beyond, people write digits.
static WORDS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut dutch = below_hundred(&NL, &NL_TENS, |ten, unit| {
        let unit = if unit == "één" { "een" } else { unit };
        let and = if unit.ends_with('e') { "ën" } else { "en" };
        format!("{unit}{and}{ten}")
    });
    let english = below_hundred(&EN, &EN_TENS, |ten, unit| format!("{ten}-{unit}"));
    for hundreds in 1..10_usize {
        let head = if hundreds == 1 {
            "honderd".to_owned()
        } else {
            format!("{}honderd", NL.get(hundreds).copied().unwrap_or_default())
        };
        for rest in 0..100 {
            let tail = if rest == 0 { "" } else { dutch.get(rest).map_or("", String::as_str) };
            dutch.push(format!("{head}{tail}"));
        }
    }
    for list in [dutch, english] {
        for (number, word) in (0..).zip(list) {
            words.insert(word, number);
        }
    }
    words
});

fn below_hundred(units: &[&str; 20], tens: &[&str; 8], join: impl Fn(&str, &str) -> String) -> Vec<String> {
    let mut words: Vec<String> = units.iter().map(|word| (*word).to_owned()).collect();
    for ten in tens {
        words.push((*ten).to_owned());
        words.extend(units.iter().skip(1).take(9).map(|unit| join(ten, unit)));
    }
    words
}

/// A number written in digits or words, and whether in words. "een" alone is an article, not a number.
pub(crate) fn parse(token: &str) -> Option<(u32, bool)> {
    if token.bytes().all(|byte| byte.is_ascii_digit()) {
        return token.parse().ok().map(|number| (number, false));
    }
    WORDS.get(token.to_lowercase().as_str()).map(|number| (*number, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_digits() {
        for (word, number) in [
            ("30", 30),
            ("dertig", 30),
            ("Dertig", 30),
            ("thirty", 30),
            ("één", 1),
            ("one", 1),
            ("eenentwintig", 21),
            ("tweeëntwintig", 22),
            ("drieënzeventig", 73),
            ("zevenenzeventig", 77),
            ("seventy-two", 72),
            ("honderd", 100),
            ("honderdtwintig", 120),
            ("driehonderdvijfenzestig", 365),
        ] {
            assert_eq!(parse(word).map(|(number, _)| number), Some(number), "{word}");
        }
        for word in ["een", "dag", "", "dertigste", "12a"] {
            assert!(parse(word).is_none() || word.is_empty(), "{word}");
        }
    }
}
