//! Rendering a mail: from its context and a template to a subject, a text and an HTML part that says the same.
//!
//! The first line of a template is its subject. Names that a context lacks are errors, not blanks, and the
//! HTML is made from the rendered text, so that the two parts cannot differ and nothing unescaped gets in.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::calendar::{date_text, moment_text};
use kernel::{Language, Text};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, ErrorKind, State, UndefinedBehavior, context};
use serde::{Deserialize, Serialize};

use crate::content::{Mail, PARTIALS, TEMPLATES};
use crate::{html, words};

/// Who writes: stands under every mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letterhead {
    /// The organisation's name.
    pub organisation: String,
    /// Its site.
    pub website: String,
    /// Who answers questions about privacy.
    pub contact_name: Text,
    /// Their address.
    pub contact_email: String,
    /// The supervisory authority.
    pub authority_name: Text,
    /// Where one complains to it.
    pub authority_url: String,
}

/// A rendered mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composed {
    /// One line, without personal data.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The same as HTML: no scripts, images or anything else that is fetched.
    pub html: String,
}

/// A mail could not be rendered. Nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// A template is wrong or does not fit its context.
    #[error("the template of a mail cannot be rendered, so the mail was not sent; mend the template")]
    Template(#[from] minijinja::Error),
    /// The first line is no subject.
    #[error("the template “{0}” does not begin with a line “Subject: …”, so the mail was not sent; add it")]
    NoSubject(String),
    /// A value brought a line break into the subject.
    #[error("the subject of the mail “{0}” has a line break in it, so the mail was not sent")]
    SubjectBreaks(String),
}

/// The text of a template: a partial, the body of a mail, or its subject under its name with " subject".
fn source_of(name: &str) -> Option<&'static str> {
    if let Some((_, partial)) = PARTIALS.iter().find(|(partial, _)| *partial == name) {
        return Some(partial);
    }
    let (subject_name, _, source) =
        TEMPLATES.iter().find(|(subject_name, body_name, _)| [*subject_name, *body_name].contains(&name))?;
    let (first, body) = source.split_once('\n')?;
    let subject = first.strip_prefix("Subject: ")?;
    Some(if *subject_name == name { subject } else { body })
}

/// Renders mails. Make one and share it.
#[derive(Debug)]
pub struct Composer(Environment<'static>);

impl Composer {
    /// A composer with the texts that ship with the product.
    pub fn new() -> Result<Self, ComposeError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?;
        environment.set_syntax(syntax);
        // Texts are plain; the HTML part is escaped when it is made from them.
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        // A partial is that of the language of the template that includes it.
        environment.set_path_join_callback(|name, parent| match parent.split_once('/') {
            Some((language, _)) => format!("{language}/{name}").into(),
            None => name.into(),
        });
        environment.add_filter("t", in_language);
        environment.add_filter("sentence", sentence);
        environment.add_filter("date", long_date);
        environment.add_filter("moment", moment);
        environment.add_filter("right", |state: &State<'_, '_>, word: &str| {
            word_for(state, word, words::right_text)
        });
        environment.add_filter("request", |state: &State<'_, '_>, word: &str| {
            word_for(state, word, words::request_text)
        });
        environment.add_filter("ground", |state: &State<'_, '_>, word: &str| {
            word_for(state, word, words::ground_text)
        });
        environment.add_filter("channel", |state: &State<'_, '_>, word: &str| {
            word_for(state, word, words::channel_text)
        });
        environment.add_test("empty_outcome", is_empty_outcome);
        // Compiled when first used: most mails are rare, and a server at rest should be small.
        environment.set_loader(|name| Ok(source_of(name).map(str::to_owned)));
        Ok(Self(environment))
    }

    /// Renders `mail` in `language`; instants are shown in `zone`.
    pub fn compose(
        &self,
        mail: &Mail,
        letterhead: &Letterhead,
        language: Language,
        zone: &TimeZone,
    ) -> Result<Composed, ComposeError> {
        let name = format!("{language}/{}", mail.kind());
        let context = context! {
            language => language.tag(),
            zone => zone.iana_name(),
            letterhead => Serde(letterhead),
            ..Value::from(Serde(mail))
        };
        let Some(heading) = source_of(&format!("{name} subject")) else {
            return Err(ComposeError::NoSubject(name));
        };
        let subject = self.0.render_named_str(&name, heading, &context)?;
        // A value with a line break in it would begin another header.
        if subject.contains(char::is_control) {
            return Err(ComposeError::SubjectBreaks(name));
        }
        let text = tidy(&self.0.get_template(&name)?.render(&context)?);
        let html = html::from_text(&text, &subject, language);
        Ok(Composed { subject, text, html })
    }
}

/// At most one blank line in a row, none at either end.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        if !line.trim().is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(if line.trim().is_empty() { "" } else { line });
        }
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

fn language_of(state: &State<'_, '_>) -> Language {
    state.lookup("language").and_then(|tag| Language::from_tag(tag.as_str()?)).unwrap_or_default()
}

fn wrong(what: impl Into<String>) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, what.into())
}

/// The text in the mail's language.
fn in_language(state: &State<'_, '_>, text: &Value) -> Result<Value, minijinja::Error> {
    text.get_attr(language_of(state).tag())
}

/// The same with its first letter large: what facts say in the middle of a sentence, at the beginning of one.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The words for one of a closed list.
fn word_for<T: std::str::FromStr>(
    state: &State<'_, '_>,
    word: &str,
    text: fn(T) -> Text,
) -> Result<String, minijinja::Error> {
    let known = word.parse().map_err(|_| wrong("not a word of the list"))?;
    Ok(text(known).get(language_of(state)).to_owned())
}

/// "25 december 2026".
fn long_date(state: &State<'_, '_>, date: &str) -> Result<String, minijinja::Error> {
    let date: Date = date.parse().map_err(|_| wrong("not a date"))?;
    Ok(date_text(date, language_of(state)))
}

/// "25 december 2026, 14:30", in the zone of the mail.
fn moment(state: &State<'_, '_>, instant: &str) -> Result<String, minijinja::Error> {
    let instant: Timestamp = instant.parse().map_err(|_| wrong("not an instant"))?;
    let zone = state.lookup("zone").and_then(|zone| TimeZone::get(zone.as_str()?).ok());
    let local = instant.to_zoned(zone.ok_or_else(|| wrong("no time zone"))?);
    Ok(moment_text(local.datetime(), language_of(state)))
}

/// Whether an erasure found nothing at all.
fn is_empty_outcome(outcome: &Value) -> Result<bool, minijinja::Error> {
    for part in ["erased", "anonymised", "kept", "instructed", "reported"] {
        if outcome.get_attr(part)?.is_true() {
            return Ok(false);
        }
    }
    Ok(true)
}

mod samples;
#[cfg(test)]
mod tests;

pub use samples::samples;
