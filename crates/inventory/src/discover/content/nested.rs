//! Serialised PHP and JSON, and whether personal data stand inside.

use super::{Context, Form, forms};
use crate::discover::words;
use crate::map::Nested;
use crate::nested::read;

/// The encoding of a value, and whether a leaf is personal: by its own form, or by the name of its place. None when
/// it is no structure.
pub fn look(value: &str, context: &Context) -> Option<(Nested, bool)> {
    let nested = match value.as_bytes() {
        [b'a' | b'O' | b's', b':', ..] => Nested::Php,
        [b'{' | b'[', ..] => Nested::Json,
        _ => return None,
    };
    // What is no object may be an array of PostgreSQL, which has the same braces.
    let array = || read(value, Some(Nested::List)).filter(|_| value.starts_with('{'));
    let (nested, document) = match read(value, Some(nested)) {
        Some(document) => (nested, document),
        None => (Nested::List, array()?),
    };
    let mut personal = false;
    document.leaves(&mut |place, text| {
        personal = personal || personal_leaf(place, text, context);
    });
    Some((nested, personal))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape of all detectors")]
fn personal_leaf(place: &str, text: &str, context: &Context) -> bool {
    let text = text.trim();
    // Numbers pass tests by chance, and names of things are names of people too: their place must agree.
    let certain = |form: Form| {
        matches!(
            form,
            Form::Email | Form::Iban | Form::Agent | Form::PasswordHash | Form::FullName | Form::Mention
        ) || (form == Form::Phone && text.starts_with(['0', '+']))
    };
    if text.len() > 4 && !text.starts_with(['{', '[']) && forms(text, context).into_iter().any(certain) {
        return true;
    }
    let name = place.rsplit('.').next().unwrap_or(place);
    let filled = text.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    filled
        && words::said(name).is_some_and(|said| {
            said.confidence.value() >= 80
                && matches!(
                    said.category,
                    "name" | "address" | "birth-date" | "phone" | "ip-address" | "national-id"
                )
        })
}
