//! Where a request is and who makes it: what every handler starts from.

use app::App;
use app::accounts::Visit;
use app::signin::{Door, SignedIn};
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use kernel::{Actor, Language, StaffRole};

use crate::failure::{Failure, Shown};
use crate::frame::{Area, Frame};
use crate::page::Page;

/// The application and the place and person of one request.
#[derive(Debug, Clone)]
pub(crate) struct Here {
    /// The application.
    pub(crate) app: App,
    /// The reader's language.
    pub(crate) language: Language,
    /// Which face.
    pub(crate) area: Area,
    /// The address without its language, with its query.
    pub(crate) path: String,
    /// Who is signed in at this face.
    pub(crate) signed_in: Option<SignedIn>,
    /// The programs' way of asking: answers are problem+json.
    pub(crate) json: bool,
    /// Where the request comes from.
    pub(crate) visit: Visit,
    /// Somebody showed the first of two factors here.
    pub(crate) half_in: bool,
}

impl Here {
    /// Reads place and language from a request; nobody is signed in yet.
    pub(crate) fn of(app: &App, uri: &axum::http::Uri, headers: &HeaderMap) -> Self {
        let full = uri.path_and_query().map_or("/", |both| both.as_str());
        let (language, path) = split(full);
        let language = language.unwrap_or_else(|| preferred(headers));
        let json =
            path == "/api" || path.starts_with("/api/") || path.starts_with("/v1/") || asks_json(headers);
        Self {
            app: app.clone(),
            language,
            area: area(path),
            path: path.to_owned(),
            signed_in: None,
            json,
            visit: Visit::default(),
            half_in: false,
        }
    }

    /// The door of this face.
    pub(crate) fn door(&self) -> Door {
        if self.area == Area::Desk { Door::Staff } else { Door::Subject }
    }

    /// Whether the site is reached by https, so that cookies can be bound to it.
    pub(crate) fn secure(&self) -> bool {
        self.app.config().base_url.starts_with("https://")
    }

    /// Who acts.
    pub(crate) fn actor(&self) -> &Actor {
        self.signed_in.as_ref().map_or(&Actor::Anonymous, |signed_in| &signed_in.actor)
    }

    /// The signed-in person's own address.
    pub(crate) fn own_address(&self) -> String {
        self.signed_in.as_ref().map(|signed_in| signed_in.address.clone()).unwrap_or_default()
    }

    /// An address of this site in the reader's language.
    pub(crate) fn to(&self, path: &str) -> String {
        if path == "/" { format!("/{}", self.language) } else { format!("/{}{path}", self.language) }
    }

    /// The day at `instant` in the organisation's time zone.
    pub(crate) fn day(&self, instant: Timestamp) -> Date {
        self.moment(instant).date()
    }

    /// The moment `instant` in the organisation's time zone.
    pub(crate) fn moment(&self, instant: Timestamp) -> DateTime {
        instant.to_zoned(self.app.zone()).datetime()
    }

    /// What surrounds the page.
    pub(crate) fn frame(&self) -> Frame {
        let edition = app::editions::current(&self.app).ok();
        let organisation = edition.as_ref().map(|edition| &edition.facts().organisation);
        Frame {
            language: self.language,
            organisation: organisation.map_or_else(|| "Gestand".to_owned(), |facts| facts.name.clone()),
            contact: organisation.map(|facts| facts.contact.email.clone()),
            area: self.area,
            path: self.path.clone(),
            signed_in: self.signed_in.is_some(),
            school: matches!(self.actor(), Actor::Staff { role: StaffRole::SchoolContact, .. }),
            coming: app::publishing::coming(&self.app).map(|coming| coming.from),
            facts: edition.clone(),
            demo: self.app.config().demo,
        }
    }

    /// A page as a response.
    pub(crate) fn show(&self, page: &impl Page) -> Result<Response, Failure> {
        self.show_as(StatusCode::OK, page)
    }

    /// A page as a response with another status: a form with a mistake.
    pub(crate) fn show_as(&self, status: StatusCode, page: &impl Page) -> Result<Response, Failure> {
        let html = page.render(&self.frame()).map_err(Failure::internal)?;
        let mut response =
            (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
        if status != StatusCode::OK {
            response.extensions_mut().insert(Shown);
        }
        Ok(response)
    }

    /// Sends the browser on with a GET, after a POST.
    pub(crate) fn go(&self, path: &str) -> Response {
        (StatusCode::SEE_OTHER, [(header::LOCATION, self.to(path))]).into_response()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Here {
    type Rejection = Failure;

    /// The guard has put it there; a route without a guard does not exist.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Failure::internal("no guard before a handler"))
    }
}

/// The address as the browser asked for it, before any routing changed it.
pub(crate) fn original(parts: &Parts) -> axum::http::Uri {
    parts.extensions.get::<OriginalUri>().map_or_else(|| parts.uri.clone(), |original| original.0.clone())
}

/// Cuts `/nl/privacy?x` into its language and `/privacy?x`.
pub(crate) fn split(full: &str) -> (Option<Language>, &str) {
    let rest = full.strip_prefix('/').unwrap_or(full);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (first, after) = rest.split_at(end);
    let Some(language) = Language::ALL.into_iter().find(|language| language.tag() == first) else {
        return (None, full);
    };
    (Some(language), if after.starts_with('/') { after } else { "/" })
}

/// The first language of Accept-Language that there are texts in; Dutch when there is none. Weights are
/// read, wildcards are not.
pub(crate) fn preferred(headers: &HeaderMap) -> Language {
    let Some(header) = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else {
        return Language::default();
    };
    let mut best: Option<(u16, Language)> = None;
    for part in header.split(',').take(20) {
        let mut pieces = part.trim().split(';');
        let Some(language) = pieces.next().and_then(Language::from_tag) else { continue };
        let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(1000, thousandths);
        if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, language));
        }
    }
    best.map_or_else(Language::default, |(_, language)| language)
}

fn thousandths(weight: &str) -> u16 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u16 = whole.parse().unwrap_or(0);
    (whole.min(1) * 1000 + fraction.parse::<u16>().unwrap_or(0)).min(1000)
}

fn asks_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let position = |media: &str| accept.find(media);
    match (position("json"), position("text/html")) {
        (Some(json), Some(html)) => json < html,
        (Some(_), None) => true,
        _ => false,
    }
}

fn area(path: &str) -> Area {
    let under = |prefix: &str| {
        path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    if under("/my") {
        Area::Portal
    } else if under("/desk") {
        Area::Desk
    } else if under("/demo") {
        Area::Demo
    } else {
        Area::Site
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn an_address_has_its_language_first() {
        for (full, language, path) in [
            ("/nl/privacy", Some(Language::Nl), "/privacy"),
            ("/en/desk/requests?state=open", Some(Language::En), "/desk/requests?state=open"),
            ("/nl", Some(Language::Nl), "/"),
            ("/nl/", Some(Language::Nl), "/"),
            ("/nl?said=x", Some(Language::Nl), "/"),
            ("/nlx/privacy", None, "/nlx/privacy"),
            ("/NL/privacy", None, "/NL/privacy"),
            ("/", None, "/"),
        ] {
            assert_eq!(split(full), (language, path), "{full}");
        }
    }

    #[test]
    fn the_heaviest_known_language_wins_and_dutch_is_the_first() {
        for (header, language) in [
            ("en", Language::En),
            ("en-GB,nl;q=0.9", Language::En),
            ("de,fr;q=0.8", Language::Nl),
            ("fr, nl;q=0.3, en;q=0.7", Language::En),
            ("en;q=0", Language::Nl),
            ("nl, en", Language::Nl),
            (";;;,,q=", Language::Nl),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(header).expect("a header"));
            assert_eq!(preferred(&headers), language, "{header}");
        }
        assert_eq!(preferred(&HeaderMap::new()), Language::Nl);
    }

    #[test]
    fn programs_that_ask_for_json_get_it_and_browsers_do_not() {
        for (accept, json) in [
            ("application/json", true),
            ("application/problem+json, text/html", true),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false),
            ("*/*", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(asks_json(&headers), json, "{accept}");
        }
    }
}
