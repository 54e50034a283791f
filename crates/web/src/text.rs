//! What the pages say: Fluent texts, and numbers as a reader of the language writes them. Days are in
//! `kernel::calendar`.
//!
//! The texts live in `texts/nl.ftl` and `texts/en.ftl` and are compiled into the binary. To add one: write
//! it in both files and use it with `f.say("key")` in a template, or name it with [`key!`] where a view
//! chooses among several. A test compares the two files with each other and with every use, so a page can
//! never show a bare key. Bidi isolates are off: they turn up as stray characters in copied text and mails.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::Language;
use kernel::calendar::month_name;

/// Marks a literal as the key of a text, so that the test of the texts finds it.
macro_rules! key {
    ($name:literal) => {
        $name
    };
}
pub(crate) use key;

/// The source of the texts in `language`.
pub(crate) fn source(language: Language) -> &'static str {
    match language {
        Language::Nl => {
            concat!(include_str!("../texts/nl.ftl"), "\n", include_str!("../texts/nl-accounts.ftl"))
        }
        Language::En => {
            concat!(include_str!("../texts/en.ftl"), "\n", include_str!("../texts/en-accounts.ftl"))
        }
    }
}

fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static NL: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Language::Nl));
    static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| load(Language::En));
    match language {
        Language::Nl => &NL,
        Language::En => &EN,
    }
}

/// Reads the texts. A line that does not parse is left out here and found by the test of the texts.
fn load(language: Language) -> FluentBundle<FluentResource> {
    let locale = language.tag().parse().ok();
    let mut bundle = FluentBundle::new_concurrent(locale.into_iter().collect());
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Nl => |value, _| group(value, '.'),
        Language::En => |value, _| group(value, ','),
    }));
    let resource = match FluentResource::try_new(source(language).to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

fn group(value: &FluentValue<'_>, separator: char) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&format!("{:.0}", number.value), separator)),
        _ => None,
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// `number` with the thousands separated as `language` does it.
pub fn number(language: Language, number: i64) -> String {
    let separator = match language {
        Language::Nl => '.',
        Language::En => ',',
    };
    grouped(&number.to_string(), separator)
}

/// A size in bytes as people read it: "412 kB", "3,4 MB". Decimal units, as operating systems show them.
pub fn size(language: Language, bytes: u64) -> String {
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1_000));
    }
    let tenths = bytes.div_ceil(100_000);
    let point = match language {
        Language::Nl => ',',
        Language::En => '.',
    };
    format!("{}{point}{} MB", tenths / 10, tenths % 10)
}

/// The name of a month in a picture, three letters.
pub fn month_short(language: Language, month: i8) -> &'static str {
    match (language, month) {
        // Dutch is not cut off after three letters here.
        (Language::Nl, 3) => "mrt",
        _ => month_name(month, language).get(..3).unwrap_or(""),
    }
}

/// What can be put into a text.
#[derive(Debug, Clone)]
pub enum Argument<'a> {
    /// A word or name; escaped when the page is rendered.
    Words(Cow<'a, str>),
    /// A count; chooses the plural form.
    Count(i64),
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl<'a> From<&&'a str> for Argument<'a> {
    fn from(words: &&'a str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(words: &'a String) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl<'a> From<&&'a String> for Argument<'a> {
    fn from(words: &&'a String) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl From<String> for Argument<'_> {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

impl From<Phrase<'_>> for Argument<'_> {
    fn from(phrase: Phrase<'_>) -> Self {
        Self::Words(Cow::Owned(phrase.to_string()))
    }
}

impl From<&Phrase<'_>> for Argument<'_> {
    fn from(phrase: &Phrase<'_>) -> Self {
        Self::Words(Cow::Owned(phrase.to_string()))
    }
}

macro_rules! counts {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Argument<'_> {
            fn from(count: $kind) -> Self {
                Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Argument<'_> {
            fn from(count: &$kind) -> Self {
                Self::from(*count)
            }
        }
        impl From<&&$kind> for Argument<'_> {
            fn from(count: &&$kind) -> Self {
                Self::from(**count)
            }
        }
    )*};
}
counts!(i64, u64, u32, usize);

/// A text with its arguments, ready to be shown. Askama escapes it like any other value.
#[derive(Debug, Clone)]
pub struct Phrase<'a> {
    language: Language,
    key: &'a str,
    arguments: Vec<(&'a str, Argument<'a>)>,
}

impl<'a> Phrase<'a> {
    /// The text `key` in `language`.
    pub fn new(language: Language, key: &'a str) -> Self {
        Self { language, key, arguments: Vec::new() }
    }

    /// Fills the placeable `name`.
    #[must_use]
    pub fn with(mut self, name: &'a str, value: impl Into<Argument<'a>>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }
}

impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = bundle(self.language);
        let Some(pattern) = bundle.get_message(self.key).and_then(|message| message.value()) else {
            return f.write_str(self.key);
        };
        let mut arguments = FluentArgs::with_capacity(self.arguments.len());
        for (name, value) in &self.arguments {
            match value {
                Argument::Words(words) => arguments.set(*name, words.as_ref()),
                Argument::Count(count) => arguments.set(*name, *count),
            }
        }
        let mut errors = Vec::new();
        f.write_str(&bundle.format_pattern(pattern, Some(&arguments), &mut errors))
    }
}

#[cfg(test)]
mod tests;
