//! The interface of a declared service: everything that an erasure may have to call is there, every template
//! names values that the call will have, and nothing is asked of HTTP that it cannot do.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Problems;
use crate::map::http::{Auth, Call, Calls, Http, is_base_url};
use crate::map::{Collection, ConnectorKind, DataMap, Do, Erase, Match, MentionErase, Source, WhileHeld};
use crate::template::{Template, texts};

/// Values that a call about one row has besides the row's own: the erasure's pseudonym and day, an id made of
/// the erasure and the row in the form of a random UUID.
pub const ROW_VALUES: [&str; 3] = ["pseudonym", "today", "request_id"];

pub(super) fn check(map: &DataMap, problems: &mut Problems) {
    let Some(http) = &map.http else {
        if map.system.connector == ConnectorKind::Http {
            problems.add("http", "an HTTP system declares its interface", "add the table [http]");
        }
        return;
    };
    if map.system.connector != ConnectorKind::Http {
        problems.add("http", "the table [http] belongs to HTTP systems", "write connector = \"http\"");
        return;
    }
    head(map, http, problems);
    for id in http.collections.keys().filter(|id| map.collection(id).is_none()) {
        problems.add(format!("http.collection.{id}"), format!("there is no collection “{id}”"), "");
    }
    for (index, collection) in map.collections.iter().enumerate() {
        unsupported(collection, &format!("collection[{index}]"), problems);
        match http.collections.get(&collection.id) {
            None => problems.add(
                format!("collection[{index}].id"),
                format!("no calls are declared for “{}”", collection.id),
                "add [http.collection.ID]",
            ),
            Some(calls) => self::calls(map, http, collection, calls, problems),
        }
    }
}

fn head(map: &DataMap, http: &Http, problems: &mut Problems) {
    if http.url.is_none() && map.system.url_env.is_none() {
        problems.add(
            "http.url",
            "the service has no address",
            "add url to [http], or url_env to [system] when every organisation has its own",
        );
    }
    if http.url.as_deref().is_some_and(|url| !is_base_url(url)) {
        problems.add("http.url", "a base URL is https://host/path, without query, fragment or password", "");
    }
    let settings: BTreeSet<&str> = http.values.keys().map(String::as_str).collect();
    for (name, text) in &http.headers {
        template(text, &settings, &format!("http.headers.{name}"), problems);
    }
    match &http.auth {
        Auth::Header { inner, value, .. } => {
            template(inner, &BTreeSet::from(["secret"]), "http.auth.inner", problems);
            template(value, &BTreeSet::from(["secret", "inner"]), "http.auth.value", problems);
        }
        Auth::Oauth2 { token_url, .. } => template(token_url, &settings, "http.auth.token_url", problems),
        Auth::None | Auth::Basic { .. } | Auth::Bearer { .. } => {}
    }
    if let Some(probe) = &http.probe {
        call(probe, &settings, "http.probe", problems);
    }
    let domain = http.signature.as_ref().and_then(|signature| signature.domain.as_ref());
    if domain.is_some_and(|domain| !http.values.contains_key(&domain.value)) {
        problems.add("http.signature.domain.value", "there is no such setting in [http.values]", "");
    }
    let limits = &http.limits;
    let positive = limits.requests_per_second.is_finite() && limits.requests_per_second > 0.0;
    if !positive || limits.concurrency == 0 || limits.attempts == 0 || limits.timeout_seconds == 0 {
        problems.add("http.limits", "a limit of nothing would never call the service", "");
    }
}

/// What the language has and HTTP has not.
fn unsupported(collection: &Collection, path: &str, problems: &mut Problems) {
    let mut refuse = |wrong: bool, place: String, message: &str| {
        if wrong {
            problems.add(place, message, "a database connector can; over HTTP declare it otherwise");
        }
    };
    refuse(collection.pairs.is_some(), format!("{path}.pairs"), "key-value tables belong to SQL systems");
    for (number, way) in collection.paths.iter().enumerate() {
        let place = format!("{path}.path[{number}]");
        refuse(way.how != Match::Equals, format!("{place}.match"), "HTTP rows are compared whole: equals");
        refuse(way.twins.is_some(), format!("{place}.twins"), "twins belongs to SQL systems");
        refuse(
            way.source() == Source::Attribute,
            format!("{place}.from"),
            "text search belongs to SQL systems",
        );
        let itself = way.source() == Source::Collection(&collection.id);
        refuse(itself, format!("{place}.from"), "an HTTP collection does not lead to itself");
        refuse(
            way.erase != MentionErase::Report,
            format!("{place}.erase"),
            "over HTTP other people's rows are reported, never changed",
        );
    }
    for (column, field) in collection.personal_fields() {
        let place = format!("{path}.fields.{column}");
        refuse(
            field.erase == Erase::Redact,
            format!("{place}.erase"),
            "redact rewrites text in place: blank it",
        );
        refuse(field.nested.is_some(), format!("{place}.nested"), "JSON is addressed by its place: a/b/c");
    }
}

fn calls(map: &DataMap, http: &Http, collection: &Collection, calls: &Calls, problems: &mut Problems) {
    let path = format!("http.collection.{}", collection.id);
    finds(map, http, collection, calls, &path, problems);
    let settings = http.values.keys().map(String::as_str);
    let row: BTreeSet<&str> =
        collection.key.iter().map(String::as_str).chain(ROW_VALUES).chain(settings).collect();
    let deletes = collection.erasure.what == Do::Delete;
    if let Some(parent) = &calls.with {
        let hangs = collection.paths.iter().any(|way| way.from == *parent);
        if !hangs || !deletes || http.collections.get(parent).is_none_or(|calls| calls.delete.is_none()) {
            problems.add(
                format!("{path}.with"),
                format!("rows of “{}” cannot go with those of “{parent}”", collection.id),
                "a path leads from there, its rows are deleted by a call, and these are to be deleted too",
            );
        }
    }
    if deletes && calls.delete.is_none() && calls.with.is_none() {
        problems.add(format!("{path}.delete"), "rows are to be deleted, but no call deletes one", "");
    }
    let held = !collection.holds.is_empty();
    let fields = collection.personal_fields();
    let trims =
        fields.values().any(|field| field.erase != Erase::Keep && field.while_held == WhileHeld::Erase);
    if (collection.erasure.what == Do::Anonymise || (held && trims)) && calls.change.is_none() {
        problems.add(format!("{path}.change"), "columns are to be erased, but no call changes a row", "");
    }
    if calls.change.is_some() && calls.look.is_none() {
        problems.add(
            format!("{path}.look"),
            "rows are changed, but no call looks at one: whether it was done could not be seen",
            "add a call that reads one row by its key",
        );
    }
    if calls.assumed && calls.change.is_some() {
        problems.add(format!("{path}.change"), "rows that nobody has seen can only be deleted", "");
    }
    let plain = [("delete", &calls.delete), ("suppress", &calls.suppress), ("lift", &calls.lift)];
    for (name, one) in plain {
        if let Some(one) = one {
            call(one, &row, &format!("{path}.{name}"), problems);
        }
    }
    suppressed(collection, calls, &path, problems);
    if let Some(look) = &calls.look {
        call(&look.call, &row, &format!("{path}.look"), problems);
    }
    if let Some(change) = &calls.change {
        let mut known = row.clone();
        known.insert("changes");
        call(&change.call, &known, &format!("{path}.change"), problems);
        if !change.call.json.as_ref().is_some_and(holds_changes) {
            problems.add(
                format!("{path}.change.call.json"),
                "the call does not say where the changed columns stand",
                "write \"{changes}\" as a whole text in the body",
            );
        }
    }
}

/// Who is left out already is told by a column that the map knows, of rows that can be left out.
fn suppressed(collection: &Collection, calls: &Calls, path: &str, problems: &mut Problems) {
    if !calls.suppressed.is_empty() {
        let known = collection.known_columns();
        for column in calls.suppressed.columns().filter(|column| !known.contains(column)) {
            problems.add(
                format!("{path}.suppressed"),
                format!("the map knows no column “{column}” of “{}”", collection.id),
                "name it among the collection's columns",
            );
        }
        if calls.suppress.is_none() {
            problems.add(
                format!("{path}.suppressed"),
                "it is said who is left out, but no call leaves anybody out",
                "add suppress",
            );
        }
    }
}

fn finds(
    map: &DataMap,
    http: &Http,
    collection: &Collection,
    calls: &Calls,
    path: &str,
    problems: &mut Problems,
) {
    if calls.assumed {
        let identities = collection.paths.iter().all(|way| way.source() == Source::Identity);
        if !calls.find.is_empty() || !identities {
            problems.add(
                format!("{path}.assumed"),
                "rows that nobody can list come from identities alone",
                "leave out find, and write every path from = \"identity\"",
            );
        }
        return;
    }
    for (number, find) in calls.find.iter().enumerate() {
        let place = format!("{path}.find[{number}]");
        let mut known: BTreeSet<&str> = http.values.keys().map(String::as_str).collect();
        match find.from.as_str() {
            "identity" => known.extend(map.identities.iter().map(|rule| rule.kind.as_str())),
            id => known.extend(map.collection(id).into_iter().flat_map(Collection::known_columns)),
        }
        call(&find.call, &known, &format!("{place}.call"), problems);
        for (column, text) in &find.adds {
            template(text, &known, &format!("{place}.adds.{column}"), problems);
        }
        if find.each.as_deref().is_some_and(|name| !http.values.get(name).is_some_and(|value| value.list)) {
            problems.add(format!("{place}.each"), "each names no setting with list = true", "");
        }
    }
    for (number, way) in collection.paths.iter().enumerate() {
        let kinds: BTreeSet<&str> = map.identities.iter().map(|rule| rule.kind.as_str()).collect();
        let source = map.collection(&way.from);
        let given = |name: &str| {
            way.on.values().any(|other| other == name)
                || source.is_some_and(|source| source.key.iter().any(|column| column == name))
        };
        let fills = |call: &Call| {
            call.names().iter().all(|name| match source {
                None => !kinds.contains(name.as_str()) || given(name),
                Some(_) => http.values.contains_key(name) || given(name),
            })
        };
        if !calls.find.iter().any(|find| find.from == way.from && fills(&find.call)) {
            let message = format!("no call of “{}” fetches what path {number} leads to", collection.id);
            problems.add(
                format!("{path}.find"),
                message,
                "add a find with the same from, that names only what the path joins on, the source's key and settings",
            );
        }
    }
}

fn call(call: &Call, known: &BTreeSet<&str>, path: &str, problems: &mut Problems) {
    if !call.path.starts_with('/') && !call.path.is_empty() {
        problems.add(format!("{path}.path"), "a path starts with / and stays below the base URL", "");
    }
    if call.json.is_some() && !call.form.is_empty() {
        problems.add(format!("{path}.form"), "a call has one body: json or form", "");
    }
    template(&call.path, known, &format!("{path}.path"), problems);
    for (what, texts) in [("query", &call.query), ("headers", &call.headers), ("form", &call.form)] {
        for (name, text) in texts {
            template(text, known, &format!("{path}.{what}.{name}"), problems);
        }
    }
    if let Some(json) = &call.json {
        for text in texts(json) {
            template(text, known, &format!("{path}.json"), problems);
        }
    }
}

fn template(text: &str, known: &BTreeSet<&str>, path: &str, problems: &mut Problems) {
    match Template::parse(text) {
        Err(error) => problems.add(path, error.to_string(), ""),
        Ok(template) => {
            if let Some(name) = template.names().find(|name| !known.contains(name)) {
                problems.add(
                    path,
                    format!("nothing gives “{{{name}}}” its value here"),
                    "identities and settings in a search; the source's columns in a search from a collection; \
                     the key's columns in a call about one row",
                );
            }
        }
    }
}

fn holds_changes(json: &Value) -> bool {
    let inside = match json {
        Value::Object(members) => members.contains_key("{changes}") || members.values().any(holds_changes),
        Value::Array(items) => items.iter().any(holds_changes),
        _ => false,
    };
    inside || texts(json).contains(&"{changes}")
}
