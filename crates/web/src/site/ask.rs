//! Asking without an account (S124): the same answer for every address; whoever has it hears from us by mail. And the
//! page that shows the ids in the reader's own browser and sends them along (S125).

use app::consents::links;
use app::requests::Identity;
use app::requests::{self, Channel, Filing, Right as Asked};
use axum::extract::Query;
use axum::extract::RawForm;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::Actor;
use serde::Deserialize;

use crate::desk::enter::{WishTyped, address, asked_wish, wish};
use crate::failure::Failure;
use crate::here::Here;
use crate::portal::choices::{id_in, rows};
use crate::portal::words;
use crate::site::home::{answer_within, contact};
use crate::view::site_ask::{Ask, NamedCookie, OwnId, OwnIds};
use crate::view::{FieldError, Right};

/// The kind of identity that a cookie's value is.
const COOKIE: &str = "cookie-id";
/// The most ids that go with one request, and the longest.
const MOST_IDS: usize = 20;
const LONGEST_ID: usize = 200;

/// Whether the reader comes from the page of their ids.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct With {
    ids: Option<String>,
    sent: Option<String>,
    right: Option<String>,
}

/// The form.
pub(crate) async fn form(
    here: Here,
    Query(with): Query<With>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let right = with.right.as_deref().unwrap_or_default();
    let mut page = page(&here, right, "", &WishTyped::default(), None)?;
    if with.ids.is_some() {
        page.ids = own_ids(&here, &headers)?;
    }
    page.sent = with.sent.is_some();
    page.wish.says = page.right.is_some_and(|right| right.in_words());
    here.show(&page)
}

/// Takes the form in.
pub(crate) async fn send(
    here: Here,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Result<Response, Failure> {
    let fields: Vec<(String, String)> = read(&body);
    let field =
        |name: &str| fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let text = |name: &str| field(name).to_owned();
    let typed = WishTyped::new(text("datum"), text("was"), text("to"), text("stops"), text("reasons"))
        .saying(text("decision"), text("words"));
    let own: Vec<Identity> = fields
        .iter()
        .filter(|(name, value)| name == "id" && !value.is_empty() && value.len() <= LONGEST_ID)
        .take(MOST_IDS)
        .map(|(_, value)| Identity::new(COOKIE, value.as_str()))
        .collect();
    let (right, email) = (field("right"), field("email").trim());
    let filing = understood(&here, right, email, &typed, own.clone());
    let filing = match filing {
        Ok(filing) => filing,
        Err(error) => {
            let mut page = page(&here, right, email, &typed, Some(error))?;
            if !own.is_empty() {
                page.ids = own_ids(&here, &headers)?;
            }
            return here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match requests::file(&here.app, &Actor::Anonymous, filing).await {
        Ok(_) => Ok(here.go("/request?sent=yes")),
        Err(error) if error.kind == app::Kind::Invalid => {
            let mistake =
                if error.code == "no-decision" { FieldError::DECISION_MISSING } else { FieldError::DATUM };
            let page = page(&here, right, email, &typed, Some(mistake))?;
            here.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn understood(
    here: &Here,
    right: &str,
    email: &str,
    typed: &WishTyped,
    own: Vec<Identity>,
) -> Result<Filing, FieldError> {
    let right: Asked = right.parse().map_err(|_| FieldError::RIGHT)?;
    let mut identities = vec![address(email)?];
    identities.extend(own);
    let wish = wish(right, typed)?;
    Ok(Filing { identities, wish, ..Filing::new(right, Channel::Form, here.language) })
}

/// The fields of a form, of which some stand several times.
pub(crate) fn read(body: &[u8]) -> Vec<(String, String)> {
    let decode = |piece: &str| {
        let spaced = piece.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let text = String::from_utf8_lossy(body);
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

/// What the reader's own browser sends along.
pub(crate) async fn ids(here: Here, headers: HeaderMap) -> Result<Response, Failure> {
    let ids = own_ids(&here, &headers)?;
    let edition = app::editions::current(&here.app)?;
    let chosen = id_in(&headers);
    let choices = match &chosen {
        Some(id) => rows(&here, links::of_id(&here.app, id).await?),
        None => Vec::new(),
    };
    let mut absent = Vec::new();
    for service in edition.facts().services.values() {
        for cookie in &service.cookie {
            // The choice is shown below, in words: its cookie is no number to send along.
            let shown = cookie.name == app::consents::offers::MEMORY && chosen.is_some();
            if !shown && !ids.iter().any(|id| matches(&cookie.name, &id.name)) {
                absent.push(NamedCookie {
                    name: cookie.name.clone(),
                    service: service.name.get(here.language).to_owned(),
                });
            }
        }
    }
    let mut response = here.show(&OwnIds { ids, absent, choices })?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The cookies that came along, but for our own keys to a session: those open doors and are no ids.
fn own_ids(here: &Here, headers: &HeaderMap) -> Result<Vec<OwnId>, Failure> {
    let edition = app::editions::current(&here.app)?;
    let service_of = |name: &str| {
        let found = edition
            .facts()
            .services
            .values()
            .find(|service| service.cookie.iter().any(|cookie| matches(&cookie.name, name)));
        found.map(|service| service.name.get(here.language).to_owned())
    };
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let own = pairs.filter(|(name, value)| {
        !name.trim_start_matches("__Host-").starts_with("gestand-")
            && !value.is_empty()
            && value.len() <= LONGEST_ID
    });
    Ok(own
        .take(MOST_IDS)
        .map(|(name, value)| OwnId {
            name: name.to_owned(),
            value: value.to_owned(),
            service: service_of(name),
        })
        .collect())
}

/// Whether a cookie is one that the policy names, where `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => name.starts_with(before) && name.ends_with(after),
        None => pattern == name,
    }
}

fn page(
    here: &Here,
    right: &str,
    email: &str,
    typed: &WishTyped,
    error: Option<FieldError>,
) -> Result<Ask, Failure> {
    let edition = app::editions::current(&here.app)?;
    Ok(Ask {
        rights: Right::ALL.to_vec(),
        right: right.parse().ok().and_then(words::right),
        email: email.to_owned(),
        wish: asked_wish(here, typed)?,
        answer_within: answer_within(here, &edition),
        ids: Vec::new(),
        sent: false,
        contact: Some(contact(here, &edition)),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_several_times_and_in_every_script() {
        let fields = read("id=a%2Bb&id=%E2%9C%93+x&right=access&odd".as_bytes());
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("id", "a+b"), ("id", "✓ x"), ("right", "access")]);
    }

    #[test]
    fn a_cookie_is_known_by_its_name_or_its_pattern() {
        assert!(matches("_ga", "_ga") && matches("_ga_*", "_ga_ABC") && matches("*_id", "x_id"));
        assert!(!matches("_ga", "_gat") && !matches("_ga_*", "_gid"));
    }
}
