//! Listings: page after page, each handed on as it comes, and the end held against what was announced.

use std::collections::HashSet;

use inventory::map::http::{Find, Meaning, Paging};
use reqwest::header::{HeaderMap, LINK};
use serde_json::Value;
use url::Url;

use super::request::{Request, Values, build};
use super::row::{first, plain};
use super::transport::{Answer, Transport, Wants};
use crate::error::ConnectError;

/// Where the next page is.
enum Next {
    End,
    Url(Url),
    Parameters(Vec<(String, String)>),
}

impl Transport {
    /// Follows a listing. False: the call could not be made, a value that it needs is missing.
    pub(super) async fn list(
        &self,
        find: &Find,
        values: &Values<'_>,
        on_page: &mut (dyn FnMut(Vec<Value>) -> Result<(), ConnectError> + Send),
    ) -> Result<bool, ConnectError> {
        let built = build(&self.base, &find.call, values).map_err(|reason| self.odd(&reason))?;
        let Some(first) = built else { return Ok(false) };
        let mut request = with(&first, &start(find));
        let mut seen = HashSet::from([request.url.clone()]);
        let mut received = 0;
        for page in 0..self.limits().max_pages {
            let answer = self.send(&request, Wants::Json).await?;
            let rows = self.rows(find, &answer)?;
            let count = rows.len() as u64;
            received += count;
            on_page(rows)?;
            match self.next(find, &answer, u64::from(page), count, received)? {
                Next::End => return Ok(true),
                Next::Url(url) => request.url = url,
                Next::Parameters(parameters) => request = with(&first, &parameters),
            }
            if request.body.is_none() && !seen.insert(request.url.clone()) {
                return Err(self.odd("a listing goes round in a circle"));
            }
        }
        Err(self.odd(&format!("a listing has more than {} pages", self.limits().max_pages)))
    }

    fn next(
        &self,
        find: &Find,
        answer: &Answer,
        index: u64,
        count: u64,
        received: u64,
    ) -> Result<Next, ConnectError> {
        if answer.meaning == Meaning::Nothing {
            return Ok(Next::End);
        }
        let json = answer.json.as_ref();
        Ok(match &find.paging {
            None => Next::End,
            Some(Paging::Page { page, first, size, per, total_header }) => {
                let number = |index: u64| (page.clone(), (first + index).to_string());
                let more = match total_header {
                    None => count > 0,
                    Some(name) => {
                        let total = self.total(&answer.headers, name)?;
                        let more = (index + 1) * per < total;
                        if !more && received < total {
                            return Err(ConnectError::Incomplete { system: self.system().to_owned() });
                        }
                        more
                    }
                };
                let size = (size.clone(), per.to_string());
                if more { Next::Parameters(vec![number(index + 1), size]) } else { Next::End }
            }
            // On by what came, not by what was asked for: a server may hand out less. The end is an empty page.
            Some(Paging::Offset { offset, limit, per }) => {
                let on = vec![(offset.clone(), received.to_string()), (limit.clone(), per.to_string())];
                if count > 0 { Next::Parameters(on) } else { Next::End }
            }
            Some(Paging::Next { at }) => match json.and_then(|json| pointer(json, at)).and_then(plain) {
                Some(url) => Next::Url(self.same_host(&url)?),
                None => Next::End,
            },
            Some(Paging::Cursor { at, query }) => {
                match json.and_then(|json| pointer(json, at)).and_then(plain).filter(|text| !text.is_empty())
                {
                    Some(cursor) => Next::Parameters(vec![(query.clone(), cursor)]),
                    None => Next::End,
                }
            }
            Some(Paging::Link) => match linked(&answer.headers) {
                Some(url) => Next::Url(self.same_host(&url)?),
                None => Next::End,
            },
        })
    }

    fn total(&self, headers: &HeaderMap, name: &str) -> Result<u64, ConnectError> {
        let text = headers.get(name).and_then(|value| value.to_str().ok());
        let total = text.and_then(|text| text.trim().parse().ok());
        total.ok_or_else(|| self.odd(&format!("a listing lacks the header {name}")))
    }

    fn same_host(&self, url: &str) -> Result<Url, ConnectError> {
        match self.base.join(url) {
            Ok(url) if url.origin() == self.base.origin() => Ok(url),
            _ => Err(self.odd("a listing goes on at another host; only the declared one is spoken to")),
        }
    }

    fn rows(&self, find: &Find, answer: &Answer) -> Result<Vec<Value>, ConnectError> {
        let Some(json) = &answer.json else { return Ok(Vec::new()) };
        match pointer(json, &find.rows) {
            Some(Value::Array(rows)) => Ok(rows.clone()),
            Some(row @ Value::Object(_)) => Ok(vec![row.clone()]),
            Some(Value::Null) => Ok(Vec::new()),
            _ => Err(self.odd(&format!("an answer has no rows at “{}”", find.rows))),
        }
    }
}

/// The parameters of the first page.
fn start(find: &Find) -> Vec<(String, String)> {
    match &find.paging {
        Some(Paging::Page { page, first, size, per, .. }) => {
            vec![(page.clone(), first.to_string()), (size.clone(), per.to_string())]
        }
        Some(Paging::Offset { offset, limit, per }) => {
            vec![(offset.clone(), "0".to_owned()), (limit.clone(), per.to_string())]
        }
        Some(Paging::Next { .. } | Paging::Cursor { .. } | Paging::Link) | None => Vec::new(),
    }
}

/// The value at a JSON pointer; the whole when it is empty.
pub(super) fn pointer<'v>(json: &'v Value, at: &str) -> Option<&'v Value> {
    match at.trim_start_matches('/') {
        "" => Some(json),
        place => first(json, place),
    }
}

fn with(request: &Request, parameters: &[(String, String)]) -> Request {
    let mut request = request.clone();
    if !parameters.is_empty() {
        request.url.query_pairs_mut().extend_pairs(parameters);
    }
    request
}

/// The target of `rel="next"` among the `Link` headers.
fn linked(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let next = parameters.split(';').any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or_default();
            name.trim().eq_ignore_ascii_case("rel")
                && value.trim().trim_matches('"').split(' ').any(|rel| rel.eq_ignore_ascii_case("next"))
        });
        next.then(|| target.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn the_next_page_is_found_among_links() {
        for (header, expected) in [
            (r#"<https://x.example/a?p=2>; rel="next""#, Some("https://x.example/a?p=2")),
            (r#"</a?p=1>; rel="prev", </a?p=3>; title="x"; rel=next"#, Some("/a?p=3")),
            (r#"</a?p=1>; rel="prev""#, None),
            ("garbage", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(LINK, HeaderValue::from_static(header));
            assert_eq!(linked(&headers).as_deref(), expected, "{header}");
        }
    }
}
