//! One column: its name and its values put together.

use super::confidence::Confidence;
use super::content::{Context, Form, Profile};
use super::survey::{ColumnSurvey, TableSurvey, ValueKind};
use super::words::{self, Said};
use crate::map::Nested;

/// What a column holds, as far as it can be seen alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The data category, when there is a sign of one.
    pub category: Option<String>,
    /// How sure it is that this is personal data.
    pub confidence: Confidence,
    /// Why, in words; never with a value in it.
    pub reason: String,
    /// Passwords, tokens and keys.
    pub secret: bool,
    /// Running text that may mention anybody.
    pub free: bool,
    /// The encoding inside.
    pub nested: Option<Nested>,
    /// The form that most values have, when that is what convinced.
    pub form: Option<Form>,
    /// The share of values of that form, in hundredths.
    pub share: usize,
}

/// Judges a column by its name and its sampled values.
pub fn judge(table: &TableSurvey, column: &ColumnSurvey, context: &Context) -> Verdict {
    let values = table.distinct(&column.name);
    let profile = Profile::of(&values, context);
    weigh(words::said(&column.name), column.kind, &profile)
}

/// The name's word against the values'.
pub fn weigh(said: Option<Said>, kind: ValueKind, profile: &Profile) -> Verdict {
    let said = said.filter(|said| possible(said.category, kind)).map(|said| doubted(said, profile));
    let seen = profile.best().filter(|(form, _)| believable(*form, kind));
    let mut verdict = Verdict { nested: profile.structure(), ..Verdict::default() };
    let typed = matches!(kind, ValueKind::Text | ValueKind::Other);
    verdict.free = typed
        && (profile.share(Form::Prose) >= 30 || profile.count(Form::Mention) > 0)
        && verdict.nested.is_none();
    let seen_reason =
        |form: Form| format!("{} of {} values are {}", profile.count(form), profile.values, form.words());
    match (said, seen) {
        (Some((said, doubt)), Some((form, seen))) if form.category() == Some(said.category) => {
            verdict.confidence = said.confidence.and(seen);
            verdict.reason = format!("the name says {}; {}{doubt}", said.what, seen_reason(form));
            name_it(&mut verdict, &said);
            (verdict.form, verdict.share) = (Some(form), profile.share(form));
        }
        (Some((said, doubt)), seen) if seen.is_none_or(|(_, seen)| seen <= said.confidence) => {
            verdict.confidence = said.confidence;
            let empty = if profile.values == 0 { "; no values to look at" } else { "" };
            verdict.reason = format!("the name says {}{doubt}{empty}", said.what);
            name_it(&mut verdict, &said);
        }
        (_, Some((form, seen))) => {
            verdict.confidence = seen;
            verdict.reason = seen_reason(form);
            verdict.category = form.category().map(str::to_owned);
            verdict.secret = form == Form::PasswordHash;
            verdict.free |= form == Form::Mention;
            (verdict.form, verdict.share) = (Some(form), profile.share(form));
        }
        (_, None) => {}
    }
    verdict
}

fn name_it(verdict: &mut Verdict, said: &Said) {
    verdict.category = Some(said.category.to_owned());
    verdict.secret = said.secret;
    verdict.free |= said.free;
}

/// Whether such data fit into such a column: an e-mail address is no number.
fn possible(category: &str, kind: ValueKind) -> bool {
    match kind {
        ValueKind::Text | ValueKind::Other => true,
        ValueKind::Json | ValueKind::Bytes | ValueKind::Uuid => {
            !matches!(category, "birth-date" | "phone" | "internal-id" | "message")
        }
        ValueKind::Bool => matches!(category, "health"),
        ValueKind::Date => category == "birth-date",
        ValueKind::Number => category == "location",
        ValueKind::Integer => {
            matches!(
                category,
                "phone" | "national-id" | "birth-date" | "internal-id" | "payment-details" | "profile"
            )
        }
    }
}

/// Whether values of a form mean what they seem to in such a column: numbers and dates look like much.
fn believable(form: Form, kind: ValueKind) -> bool {
    match kind {
        ValueKind::Integer => matches!(form, Form::Bsn | Form::Card),
        ValueKind::Number | ValueKind::Bool | ValueKind::Uuid => false,
        ValueKind::Date => form == Form::BirthDay,
        ValueKind::Text | ValueKind::Bytes | ValueKind::Json | ValueKind::Other => true,
    }
}

/// A name that its values contradict is believed less.
fn doubted(said: Said, profile: &Profile) -> (Said, &'static str) {
    let forms: &[Form] = match said.category {
        "email" => &[Form::Email],
        "ip-address" => &[Form::Ip],
        "national-id" => &[Form::Bsn],
        "phone" => &[Form::Phone],
        _ => return (said, ""),
    };
    let agreed = forms.iter().any(|form| profile.share(*form) >= 20);
    if agreed || profile.values < 5 {
        return (said, "");
    }
    // Many hold numbers of other countries, or test data: less sure, not refuted.
    let confidence = said.confidence.times(if said.category == "phone" { 80 } else { 60 });
    (Said { confidence, ..said }, ", but few values look like it")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, kind: ValueKind, values: &[&str]) -> TableSurvey {
        TableSurvey {
            name: "things".to_owned(),
            key: vec![],
            columns: vec![ColumnSurvey {
                name: name.to_owned(),
                kind,
                max_length: None,
                unique: false,
                indexed: false,
            }],
            rows: values.iter().map(|value| vec![Some((*value).to_owned())]).collect(),
            complete: true,
        }
    }

    fn judged(name: &str, kind: ValueKind, values: &[&str]) -> Verdict {
        let table = table(name, kind, values);
        let context = Context { today: jiff::civil::date(2026, 12, 1) };
        table.columns.first().map(|column| judge(&table, column, &context)).unwrap_or_default()
    }

    #[test]
    fn names_and_values_speak_together() {
        let mails = ["a@school.example", "b@school.example", "c@school.example"];
        let both = judged("email", ValueKind::Text, &mails);
        let name = judged("email", ValueKind::Text, &[]);
        let values = judged("x1", ValueKind::Text, &mails);
        assert!(both.confidence > name.confidence && both.confidence > values.confidence);
        for verdict in [&both, &name, &values] {
            assert_eq!(verdict.category.as_deref(), Some("email"));
            assert!(verdict.confidence >= Confidence::PERSONAL, "{verdict:?}");
            assert!(!verdict.reason.contains('@'), "a reason quotes no value: {}", verdict.reason);
        }
    }

    #[test]
    fn values_refute_names_and_types_refuse_them() {
        let words = ["a", "b", "c", "d", "e", "f"];
        assert!(
            judged("email", ValueKind::Text, &words).confidence
                < judged("email", ValueKind::Text, &[]).confidence
        );
        assert_eq!(judged("email", ValueKind::Bool, &["1", "0"]).confidence, Confidence::NONE);
        assert_eq!(judged("amount", ValueKind::Number, &["0612345678"]).confidence, Confidence::NONE);
    }

    #[test]
    fn secrets_and_free_text_are_marked() {
        assert!(judged("wachtwoord", ValueKind::Text, &[]).secret);
        assert!(judged("opmerking", ValueKind::Text, &[]).free);
        let hashes = ["$2y$10$abcdefghijklmnopqrstuuEwEwEwEwEwEwEwEwEwEwEwEwEwEw"];
        assert!(judged("x", ValueKind::Text, &hashes).secret);
    }
}
