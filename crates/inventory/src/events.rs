//! Reading the events that a service posts: pure, by what the map says of them.

use std::collections::HashSet;

use serde_json::Value;

use crate::identity::Identity;
use crate::map::Events;

/// The most events in one post.
pub const MOST: usize = 10_000;

/// Why a post cannot be read. Never what stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventsError {
    /// It is no JSON.
    #[error("this is no JSON")]
    NotJson,
    /// The list is not where the map says.
    #[error("there is no list of events where the data map says that it stands")]
    NoList,
    /// There are too many.
    #[error("there are more than {MOST} events in one post")]
    TooMany,
}

/// What a post says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Who asked to be left alone: by every identity that an event names.
    pub opted_out: Vec<Identity>,
    /// How many events mean nothing to us.
    pub dropped: usize,
}

/// Reads a post.
pub fn read(events: &Events, body: &[u8]) -> Result<Told, EventsError> {
    let whole: Value = serde_json::from_slice(body).map_err(|_| EventsError::NotJson)?;
    let list = whole.pointer(&events.list).ok_or(EventsError::NoList)?;
    let list = match list {
        Value::Array(list) => list.as_slice(),
        Value::Object(_) => std::slice::from_ref(list),
        _ => return Err(EventsError::NoList),
    };
    if list.len() > MOST {
        return Err(EventsError::TooMany);
    }
    let mut told = Told::default();
    let mut seen: HashSet<Identity> = HashSet::new();
    for event in list {
        let kind = event.get(&events.kind).and_then(Value::as_str);
        let known: Vec<Identity> = match kind.filter(|kind| events.opted_out.contains(*kind)) {
            Some(_) => {
                events.identity.iter().filter_map(|(kind, field)| identity(event, kind, field)).collect()
            }
            None => Vec::new(),
        };
        if known.is_empty() {
            told.dropped += 1;
        }
        told.opted_out.extend(known.into_iter().filter(|identity| seen.insert(identity.clone())));
    }
    Ok(told)
}

fn identity(event: &Value, kind: &str, field: &str) -> Option<Identity> {
    let text = match event.get(field)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then(|| Identity::new(kind, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(list: &str) -> Events {
        Events {
            list: list.to_owned(),
            kind: "event".to_owned(),
            identity: [("email".to_owned(), "email".to_owned())].into(),
            opted_out: ["unsub".to_owned(), "spam".to_owned()].into(),
        }
    }

    #[test]
    fn what_means_something_is_read_and_the_rest_dropped() {
        let eva = || vec![Identity::new("email", "eva@school.example")];
        for (list, body, opted_out, dropped) in [
            ("", r#"[{"event":"unsub","email":"eva@school.example","ip":"192.0.2.7","geo":"NL"}]"#, eva(), 0),
            ("", r#"{"event":"spam","email":" eva@school.example "}"#, eva(), 0),
            (
                "",
                r#"[{"event":"unsub","email":"eva@school.example"},{"event":"spam","email":"eva@school.example"}]"#,
                eva(),
                0,
            ),
            (
                "",
                r#"[{"event":"open","email":"eva@school.example"},{"email":"eva@school.example"},7]"#,
                vec![],
                3,
            ),
            (
                "",
                r#"[{"event":"unsub"},{"event":"unsub","email":""},{"event":"unsub","email":null}]"#,
                vec![],
                3,
            ),
            ("/items", r#"{"items":[{"event":"unsub","email":"eva@school.example"}]}"#, eva(), 0),
            ("", "[]", vec![], 0),
        ] {
            assert_eq!(read(&events(list), body.as_bytes()), Ok(Told { opted_out, dropped }), "{body}");
        }
    }

    #[test]
    fn what_is_no_post_is_refused() {
        let many = format!("[{}1]", "1,".repeat(MOST));
        for (list, body, error) in [
            ("", "", EventsError::NotJson),
            ("", "event=unsub", EventsError::NotJson),
            ("", "7", EventsError::NoList),
            ("/items", r#"{"rows":[]}"#, EventsError::NoList),
            ("", &many, EventsError::TooMany),
        ] {
            assert_eq!(read(&events(list), body.as_bytes()), Err(error), "{list}");
        }
    }
}
