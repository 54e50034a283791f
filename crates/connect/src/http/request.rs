//! A declared call with its values: encoded by place, so that no value becomes syntax.
//!
//! In a path every byte that is not unreserved is percent-encoded, and the finished URL is held against what was
//! built: a parser that reads `..` as "up" would otherwise let a value choose another endpoint.

use inventory::map::http::{Call, Method};
use inventory::template::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::{Map, Value};
use url::Url;

const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const NAME: &AsciiSet = &VALUE.remove(b'$').remove(b'[').remove(b']');

/// A request ready to be sent, as often as needed.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: reqwest::Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<Vec<u8>>,
    /// May be sent again when its outcome is unknown.
    pub(super) repeats: bool,
}

/// What a call is filled in with.
pub(super) struct Values<'a> {
    /// The value of a name.
    pub(super) of: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// The object of changed columns.
    pub(super) changes: Option<&'a Value>,
    /// The same whenever the same thing is done again.
    pub(super) idempotency_key: Option<String>,
}

impl<'a> Values<'a> {
    pub(super) fn new(of: &'a (dyn Fn(&str) -> Option<String> + Sync)) -> Self {
        Self { of, changes: None, idempotency_key: None }
    }
}

/// The request, or none when a value that it needs is missing. Errors name what is wrong, never a value.
pub(super) fn build(base: &Url, call: &Call, values: &Values<'_>) -> Result<Option<Request>, String> {
    let Some(url) = self::url(base, call, values)? else { return Ok(None) };
    let mut headers = Vec::new();
    for (name, text) in &call.headers {
        let Some(value) = fill(text, values, str::to_owned)? else { return Ok(None) };
        headers.push(header(name, &value)?);
    }
    if let (Some(name), Some(key)) = (&call.idempotency_header, &values.idempotency_key) {
        headers.push(header(name, key)?);
    }
    let body = match &call.json {
        Some(json) => {
            let Some(json) = fill_json(json, values)? else { return Ok(None) };
            headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
            Some(serde_json::to_vec(&json).map_err(|_| "the body cannot be written".to_owned())?)
        }
        None if !call.form.is_empty() => {
            let Some(form) = form(call, values)? else { return Ok(None) };
            headers.push((CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded")));
            Some(form.into_bytes())
        }
        None => None,
    };
    Ok(Some(Request { method: method(call.method), url, headers, body, repeats: call.repeats() }))
}

/// A header, refused when a value would break out of its line.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let header = HeaderName::try_from(name).map_err(|_| format!("“{name}” is no header name"))?;
    let value = HeaderValue::try_from(value).map_err(|_| {
        format!("a value does not fit the header “{name}”: it has characters that no header carries")
    })?;
    Ok((header, value))
}

fn url(base: &Url, call: &Call, values: &Values<'_>) -> Result<Option<Url>, String> {
    let encode = |value: &str| utf8_percent_encode(value, VALUE).to_string();
    let Some(path) = fill(&call.path, values, encode)? else { return Ok(None) };
    let path = format!("{}{path}", base.path().trim_end_matches('/'));
    let origin = base.origin().ascii_serialization();
    let mut url = Url::parse(&format!("{origin}{path}")).map_err(|_| "a path makes no URL".to_owned())?;
    let same = if path.is_empty() { url.path() == "/" } else { url.path() == path };
    if !same || url.origin() != base.origin() || url.query().is_some() || url.fragment().is_some() {
        return Err("a value would lead to another place of the service".to_owned());
    }
    let mut query = Vec::new();
    for (name, text) in &call.query {
        let Some(value) = fill(text, values, encode)? else { return Ok(None) };
        // Text of the declaration is encoded like the values in it: it was filled in encoded, so only what
        // stands between the values is left to do.
        query.push(format!("{}={}", utf8_percent_encode(name, NAME), literal(&value)));
    }
    if !query.is_empty() {
        url.set_query(Some(&query.join("&")));
    }
    Ok(Some(url))
}

/// Declared text around values that are encoded already: everything but `%` and what may stand in a query.
fn literal(text: &str) -> String {
    const LITERAL: &AsciiSet = &VALUE
        .remove(b'%')
        .remove(b',')
        .remove(b':')
        .remove(b'/')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')')
        .remove(b'$')
        .remove(b'*')
        .remove(b'@');
    utf8_percent_encode(text, LITERAL).to_string()
}

fn fill(text: &str, values: &Values<'_>, encode: impl Fn(&str) -> String) -> Result<Option<String>, String> {
    let template = Template::parse(text).map_err(|error| error.to_string())?;
    Ok(template.fill(values.of, encode))
}

fn form(call: &Call, values: &Values<'_>) -> Result<Option<String>, String> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, text) in &call.form {
        let Some(value) = fill(text, values, str::to_owned)? else { return Ok(None) };
        form.append_pair(name, &value);
    }
    Ok(Some(form.finish()))
}

fn fill_json(json: &Value, values: &Values<'_>) -> Result<Option<Value>, String> {
    Ok(Some(match json {
        Value::String(text) if text == "{changes}" => match values.changes {
            Some(changes) => changes.clone(),
            None => return Ok(None),
        },
        Value::String(text) => {
            let Some(filled) = fill(text, values, str::to_owned)? else { return Ok(None) };
            let template = Template::parse(text).map_err(|error| error.to_string())?;
            if template.number() {
                Value::from(
                    filled
                        .parse::<i64>()
                        .map_err(|_| "a value that should be a number is none".to_owned())?,
                )
            } else {
                Value::String(filled)
            }
        }
        Value::Array(items) => {
            let mut filled = Vec::new();
            for item in items {
                let Some(item) = fill_json(item, values)? else { return Ok(None) };
                filled.push(item);
            }
            Value::Array(filled)
        }
        Value::Object(members) => {
            let mut filled = Map::new();
            for (name, member) in members {
                if name == "{changes}" {
                    let Some(Value::Object(changes)) = values.changes else { return Ok(None) };
                    filled.extend(changes.clone());
                    continue;
                }
                let Some(member) = fill_json(member, values)? else { return Ok(None) };
                filled.insert(name.clone(), member);
            }
            Value::Object(filled)
        }
        other => other.clone(),
    }))
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn base() -> Url {
        Url::parse("https://shop.example/api/").unwrap()
    }

    fn call() -> Call {
        Call {
            method: Method::Post,
            path: "/people/{id}/rows".into(),
            query: BTreeMap::from([("$search".into(), "\"to:{id}\"".into())]),
            json: Some(json!({"who": ["{id}"], "fixed": 1})),
            ..Call::default()
        }
    }

    fn built(value: &str) -> Result<Option<Request>, String> {
        build(&base(), &call(), &Values::new(&|_| Some(value.to_owned())))
    }

    proptest! {
        #[test]
        fn a_value_stays_in_its_place(value in "\\PC{1,40}") {
            prop_assume!(value != "." && value != "..");
            let request = built(&value).unwrap().unwrap();
            prop_assert_eq!(request.url.origin(), base().origin());
            let segments: Vec<&str> = request.url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 4);
            let decoded = percent_encoding::percent_decode_str(segments[2]).decode_utf8().unwrap().into_owned();
            prop_assert_eq!(&decoded, &value);
            let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
            prop_assert_eq!(pairs, vec![("$search".to_owned(), format!("\"to:{value}\""))]);
            let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
            prop_assert_eq!(body, json!({"who": [value], "fixed": 1}));
        }

        #[test]
        fn a_form_gives_back_what_was_put_in(value in "\\PC{1,40}") {
            let call = Call { form: BTreeMap::from([("a b".into(), "x{v}".into())]), path: "/f".into(), ..Call::default() };
            let request = build(&base(), &call, &Values::new(&|_| Some(value.clone()))).unwrap().unwrap();
            let body = request.body.unwrap();
            let pairs: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
            prop_assert_eq!(pairs, vec![("a b".to_owned(), format!("x{value}"))]);
        }
    }

    #[test]
    fn a_value_never_chooses_another_endpoint() {
        for value in [".", ".."] {
            assert!(built(value).is_err(), "{value}");
        }
        assert!(built("").unwrap().is_none(), "a hole in the path would be everybody");
        let request = built("../../x?y#z%2e").unwrap().unwrap();
        assert_eq!(request.url.path(), "/api/people/..%2F..%2Fx%3Fy%23z%252e/rows");
    }

    #[test]
    fn a_value_never_breaks_out_of_a_header() {
        let call = Call {
            path: "/x".into(),
            headers: BTreeMap::from([("X-Who".into(), "{v}".into())]),
            ..Call::default()
        };
        for (value, fits) in [("plain", true), ("a\r\nX-Evil: 1", false), ("a\nb", false), ("nul\0", false)] {
            let made = build(&base(), &call, &Values::new(&|_| Some(value.to_owned())));
            assert_eq!(made.is_ok(), fits, "{value:?}");
            if let Err(reason) = made {
                assert!(!reason.contains("Evil"));
            }
        }
    }

    #[test]
    fn numbers_and_changes_are_more_than_text() {
        let call = Call {
            path: "/x".into(),
            json: Some(json!({"id": "{id|number}", "fields": "{changes}"})),
            ..Call::default()
        };
        let changes = json!({"email": ""});
        let of = |_: &str| Some("12".to_owned());
        let mut values = Values::new(&of);
        assert!(build(&base(), &call, &values).unwrap().is_none());
        values.changes = Some(&changes);
        let request = build(&base(), &call, &values).unwrap().unwrap();
        let body: Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
        assert_eq!(body, json!({"id": 12, "fields": {"email": ""}}));
    }
}
