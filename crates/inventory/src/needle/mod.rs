//! Finding a person in text: by e-mail address, telephone number, name or address, as people write them.
//!
//! Text and value are folded first: lower case, accents off, white space made one, HTML's and JSON's escapes
//! opened. An e-mail address or a name counts only between word boundaries; a telephone number counts in any
//! notation, with or without its country. Names and addresses are compared without accents because people
//! leave them out; a wrong hit costs an officer a look, a missed one costs the person. In an e-mail address an
//! accent makes another address. To search for another sort of thing, add a [`Form`].

mod fold;
mod like;
mod phone;

use crate::map::AttributeKind;
use fold::{Both, Folded, fold};
pub use like::{like_pattern, like_phone};
use phone::{PHONE_DIGITS, PHONE_LEAST, phone_spans};

/// What takes the place of a person in text that stays.
pub const REDACTED: &str = "[…]";

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
                && needle.spans(folded.folded(needle.minds_accents())).next().is_some()
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
            let folded = both.folded(needle.minds_accents());
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
    /// In an e-mail address an accent makes another address.
    fn minds_accents(&self) -> bool {
        matches!(self.form, Form::Words { email: true, .. })
    }

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

#[cfg(test)]
mod tests;
