//! The small typed values that facts are made of: countries, names, cookie lifetimes, dates. Lengths of time
//! are `kernel::calendar::Span`.
//!
//! Each reads and writes the text that a person types in a policy folder, and knows how a reader sees it in
//! every language. A new value type implements `Serialize`, `Deserialize`, `JsonSchema` (so that editors
//! complete it) and a `text` or `render` for readers.

pub mod country;
pub mod day;
pub mod lifetime;
pub mod name;
mod words;

pub use country::Country;
pub use day::DayText;
pub use lifetime::Lifetime;
pub use name::Name;
pub(crate) use words::words;

use kernel::Language;

/// Joins items as a sentence does: "a", "a en b", "a, b en c".
pub fn join_list(items: &[String], language: Language) -> String {
    let and = match language {
        Language::Nl => "en",
        Language::En => "and",
    };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} {and} {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        let three = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        for (items, nl, en) in [
            (&three[..0], "", ""),
            (&three[..1], "a", "a"),
            (&three[..2], "a en b", "a and b"),
            (&three[..], "a, b en c", "a, b and c"),
        ] {
            assert_eq!(join_list(items, Language::Nl), nl);
            assert_eq!(join_list(items, Language::En), en);
        }
    }
}
