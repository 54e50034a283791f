//! One call over the wire: pace, time, size, retries, redirects, and what an answer means.
//!
//! Nothing but the declared host (and the declared token host) is spoken to, never through a redirect. What is
//! tried again is what may be: a call that was not sent, a call that the service turned away unheard (429), or
//! one that may be repeated by its nature. Everything else goes up as a [`ConnectError`] that carries a status
//! and words of the declaration, never a byte of the answer.

use std::time::Duration;

use inventory::map::http::{Http, Limits, Meaning, Outcome};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Client, StatusCode, redirect};
use serde_json::Value;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Interval, MissedTickBehavior, interval, sleep};
use url::Url;

use super::auth::{BEARER, Oauth2, Proof, bearer};
use super::request::{Request, header};
use super::row::{first, plain};
use super::secret::{Environment, Settings};
use super::signature::Signed;
use crate::error::ConnectError;

/// Redirects within the same host that are followed.
const MAX_REDIRECTS: u32 = 3;

/// The wire to one service.
#[derive(Debug)]
pub(super) struct Transport {
    system: String,
    client: Client,
    pub(super) base: Url,
    proof: Proof,
    headers: Vec<(HeaderName, HeaderValue)>,
    outcomes: Vec<Outcome>,
    signed: Option<Signed>,
    limits: Limits,
    places: Semaphore,
    pace: Mutex<Option<Interval>>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    /// [`Meaning::Ok`] or [`Meaning::Nothing`].
    pub(super) meaning: Meaning,
    pub(super) headers: HeaderMap,
    /// The JSON; none when there was no body.
    pub(super) json: Option<Value>,
}

/// Whether the answer's body will be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    Json,
    Nothing,
}

/// Why one try failed.
enum Trouble {
    /// Another try may help. `unheard`: the call certainly had no effect.
    Again { unheard: bool, after: Option<Duration>, error: ConnectError },
    /// The token may be old.
    Token(ConnectError),
    /// It is no use.
    Final(ConnectError),
}

struct Raw {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A URL that may be spoken to: TLS, or this machine.
pub(crate) fn safe_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).map_err(|_| "it is no URL".to_owned())?;
    let local = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => return Err("it names no host".to_owned()),
    };
    if url.scheme() != "https" && !(local && url.scheme() == "http") {
        return Err("it is not https: personal data never goes out unencrypted".to_owned());
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(
            "a service's URL has no password, query or fragment; secrets go where auth says".to_owned()
        );
    }
    Ok(url)
}

impl Transport {
    pub(super) fn open(
        system: &str,
        http: &Http,
        base: Url,
        settings: &Settings,
        environment: Environment<'_>,
    ) -> Result<Self, String> {
        let mut headers = Vec::new();
        for (name, text) in &http.headers {
            let template = inventory::template::Template::parse(text).map_err(|error| error.to_string())?;
            let value = template.fill(|name| settings.get(name), str::to_owned);
            headers.push(header(name, &value.ok_or_else(|| format!("the header {name} has no value"))?)?);
        }
        let limits = http.limits.clone();
        Ok(Self {
            system: system.to_owned(),
            client: client(&limits)?,
            base,
            proof: Proof::open(&http.auth, settings, environment)?,
            headers,
            outcomes: http.outcomes.clone(),
            signed: http.signature.as_ref().map(|it| Signed::open(it, settings, environment)).transpose()?,
            places: Semaphore::new(limits.concurrency.max(1) as usize),
            pace: Mutex::new(None),
            limits,
        })
    }

    pub(super) fn system(&self) -> &str {
        &self.system
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Sends a request until it is answered for good.
    pub(super) async fn send(&self, request: &Request, wants: Wants) -> Result<Answer, ConnectError> {
        let mut renewed = false;
        let mut attempt = 1;
        loop {
            let trouble = match self.attempt(request, wants).await {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            match trouble {
                Trouble::Final(error) => return Err(error),
                Trouble::Token(error) if renewed => return Err(error),
                Trouble::Token(_) => renewed = true,
                Trouble::Again { unheard, after, error } => {
                    let wait = after.unwrap_or_else(|| Duration::from_millis(250 << attempt.min(8)));
                    let too_long = wait > Duration::from_secs(self.limits.max_wait_seconds);
                    if attempt >= self.limits.attempts || too_long || !(unheard || request.repeats) {
                        return Err(error);
                    }
                    tracing::debug!(system = %self.system, attempt, cause = error.name(), "trying again");
                    sleep(wait).await;
                    attempt += 1;
                }
            }
        }
    }

    /// Asks for a token where there is one to ask for: all that can be tried of a service without a probe.
    pub(super) async fn prove(&self) -> Result<(), ConnectError> {
        let Proof::Oauth2(oauth) = &self.proof else { return Ok(()) };
        match self.token(oauth).await {
            Ok(_) => Ok(()),
            Err(Trouble::Again { error, .. } | Trouble::Token(error) | Trouble::Final(error)) => Err(error),
        }
    }

    async fn attempt(&self, request: &Request, wants: Wants) -> Result<Answer, Trouble> {
        let Ok(_place) = self.places.acquire().await else { return Err(self.unreachable(true)) };
        let token = match &self.proof {
            Proof::Oauth2(oauth) => Some(self.token(oauth).await?),
            Proof::None | Proof::Header(..) => None,
        };
        let mut url = request.url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let raw = self.exchange(request, &url, token.as_ref()).await?;
            if raw.status.is_redirection() && raw.status != StatusCode::NOT_MODIFIED {
                url = self.follow(request, &url, &raw.headers)?;
                continue;
            }
            return match self.read(raw, wants) {
                Err(Trouble::Token(error)) => {
                    if let Proof::Oauth2(oauth) = &self.proof {
                        *oauth.token.lock().await = None;
                        return Err(Trouble::Token(error));
                    }
                    Err(Trouble::Final(error))
                }
                other => other,
            };
        }
        Err(Trouble::Final(self.odd("it redirects in a circle")))
    }

    async fn exchange(
        &self,
        request: &Request,
        url: &Url,
        token: Option<&HeaderValue>,
    ) -> Result<Raw, Trouble> {
        let mut builder = self.client.request(request.method.clone(), url.clone());
        builder = builder.header(ACCEPT, "application/json");
        for (name, value) in self.headers.iter().chain(&request.headers) {
            builder = builder.header(name, value);
        }
        match (&self.proof, token) {
            (Proof::Header(name, value), _) => builder = builder.header(name, value),
            (_, Some(token)) => builder = builder.header(BEARER, token),
            _ => {}
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        self.tick().await;
        let response = builder.send().await.map_err(|error| self.broken(&error))?;
        self.body(response).await
    }

    async fn body(&self, mut response: reqwest::Response) -> Result<Raw, Trouble> {
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.broken(&error))? {
            if (body.len() + chunk.len()) as u64 > self.limits.max_body_bytes {
                let reason = format!("an answer is larger than {} bytes", self.limits.max_body_bytes);
                return Err(Trouble::Final(self.odd(&reason)));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Raw { status, headers, body })
    }

    /// Where a redirect leads, when that is the same host and the call only reads.
    fn follow(&self, request: &Request, from: &Url, headers: &HeaderMap) -> Result<Url, Trouble> {
        if request.method != reqwest::Method::GET {
            return Err(Trouble::Final(self.odd("it redirects a call that changes something")));
        }
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let target = location.and_then(|location| from.join(location).ok());
        match target {
            Some(target) if target.origin() == self.base.origin() => Ok(target),
            _ => Err(Trouble::Final(
                self.odd("it redirects to another host; only the declared one is spoken to"),
            )),
        }
    }

    fn read(&self, raw: Raw, wants: Wants) -> Result<Answer, Trouble> {
        match self.meaning(&raw) {
            Meaning::Ok => {}
            Meaning::Nothing => {
                return Ok(Answer { meaning: Meaning::Nothing, headers: raw.headers, json: None });
            }
            other => return Err(self.trouble(other, &raw)),
        }
        if let Some(signed) = &self.signed {
            signed.verify(&raw.headers, &raw.body).map_err(|reason| Trouble::Final(self.odd(&reason)))?;
        }
        if wants == Wants::Nothing || raw.status == StatusCode::NO_CONTENT {
            return Ok(Answer { meaning: Meaning::Ok, headers: raw.headers, json: None });
        }
        let kind = raw.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !is_json(kind) {
            return Err(Trouble::Final(self.odd("an answer that should be JSON is of another content type")));
        }
        match serde_json::from_slice(&raw.body) {
            Ok(json) => Ok(Answer { meaning: Meaning::Ok, headers: raw.headers, json: Some(json) }),
            Err(_) => Err(Trouble::Again {
                unheard: false,
                after: None,
                error: self.odd("an answer that should be JSON cannot be read"),
            }),
        }
    }

    fn meaning(&self, raw: &Raw) -> Meaning {
        let json: Option<Value> = self
            .outcomes
            .iter()
            .any(|rule| rule.at.is_some())
            .then(|| serde_json::from_slice(&raw.body).ok())
            .flatten();
        let applies = |rule: &&Outcome| {
            let status = rule.status.is_empty() || rule.status.contains(&raw.status.as_u16());
            let code = rule.at.as_ref().map(|at| {
                let value = json.as_ref().and_then(|json| first(json, at.trim_start_matches('/')));
                value.and_then(plain).is_some_and(|code| rule.codes.contains(&code))
            });
            status && code.unwrap_or(true)
        };
        self.outcomes.iter().find(applies).map_or_else(|| usual(raw.status), |rule| rule.means)
    }

    fn trouble(&self, meaning: Meaning, raw: &Raw) -> Trouble {
        let system = self.system.clone();
        let status = raw.status.as_u16();
        match meaning {
            Meaning::Retry => {
                let after =
                    raw.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
                Trouble::Again {
                    unheard: status == 429,
                    after: after.map(Duration::from_secs),
                    error: ConnectError::Busy { system, status },
                }
            }
            Meaning::Auth => Trouble::Token(ConnectError::Refused { system }),
            Meaning::Permission => Trouble::Final(ConnectError::Permission { system, table: None }),
            _ => Trouble::Final(self.odd(&format!("a call was turned down with status {status}"))),
        }
    }

    /// The token, asked for when there is none.
    async fn token(&self, oauth: &Oauth2) -> Result<HeaderValue, Trouble> {
        let mut kept = oauth.token.lock().await;
        if let Some(token) = kept.as_ref() {
            return Ok(token.clone());
        }
        self.tick().await;
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let question = self.client.post(oauth.url.clone()).header(CONTENT_TYPE, form).body(oauth.question());
        let response = question.send().await.map_err(|error| self.broken(&error))?;
        let raw = self.body(response).await?;
        if matches!(raw.status.as_u16(), 400 | 401 | 403) {
            return Err(Trouble::Final(ConnectError::Refused { system: self.system.clone() }));
        }
        if !raw.status.is_success() {
            return Err(self.trouble(usual(raw.status), &raw));
        }
        let json: Option<Value> = serde_json::from_slice(&raw.body).ok();
        let text = json.as_ref().and_then(|json| json.get("access_token")?.as_str());
        let token = text
            .and_then(bearer)
            .ok_or_else(|| Trouble::Final(self.odd("its token answer holds no token")))?;
        *kept = Some(token.clone());
        Ok(token)
    }

    /// Waits for the next start that the pace allows.
    async fn tick(&self) {
        let mut pace = self.pace.lock().await;
        let period = Duration::from_secs_f64(1.0 / self.limits.requests_per_second.max(0.001));
        let clock = pace.get_or_insert_with(|| {
            let mut clock = interval(period);
            clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
            clock
        });
        clock.tick().await;
    }

    fn broken(&self, error: &reqwest::Error) -> Trouble {
        let system = self.system.clone();
        let unheard = error.is_connect();
        if error.is_timeout() {
            return Trouble::Again { unheard, after: None, error: ConnectError::Timeout { system } };
        }
        self.unreachable(unheard)
    }

    fn unreachable(&self, unheard: bool) -> Trouble {
        let error = ConnectError::Unreachable { system: self.system.clone() };
        Trouble::Again { unheard, after: None, error }
    }

    pub(super) fn odd(&self, reason: &str) -> ConnectError {
        ConnectError::Answer { system: self.system.clone(), reason: reason.to_owned() }
    }
}

fn usual(status: StatusCode) -> Meaning {
    match status.as_u16() {
        200..=299 => Meaning::Ok,
        404 | 410 => Meaning::Nothing,
        401 => Meaning::Auth,
        403 => Meaning::Permission,
        408 | 425 | 429 | 500 | 502 | 503 | 504 => Meaning::Retry,
        _ => Meaning::Final,
    }
}

fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn client(limits: &Limits) -> Result<Client, String> {
    client_builder(Duration::from_secs(limits.timeout_seconds.min(10)))?
        .timeout(Duration::from_secs(limits.timeout_seconds))
        .build()
        .map_err(|_| "the TLS client cannot be made".to_owned())
}

/// A client with the one cryptographic provider of the house, named instead of installed: no global state.
pub(crate) fn client_builder(connect_timeout: Duration) -> Result<reqwest::ClientBuilder, String> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| "the TLS client cannot be made".to_owned())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .retry(reqwest::retry::never())
        .user_agent(concat!("gestand/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(connect_timeout))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_addresses_are_spoken_to() {
        for (url, fits) in [
            ("https://shop.example", true),
            ("https://shop.example/wp-json/", true),
            ("http://shop.example", false),
            ("http://127.0.0.1:8080", true),
            ("http://localhost:1/x", true),
            ("http://127.0.0.1.shop.example", false),
            ("https://user:word@shop.example", false),
            ("https://shop.example/?a=b", false),
            ("ftp://shop.example", false),
            ("shop.example", false),
        ] {
            assert_eq!(safe_url(url).is_ok(), fits, "{url}");
        }
    }

    #[test]
    fn json_has_several_names() {
        for (kind, expected) in [
            ("application/json; charset=UTF-8", true),
            ("application/problem+json", true),
            ("text/html", false),
            ("", false),
            ("text/json+html", false),
        ] {
            assert_eq!(is_json(kind), expected, "{kind}");
        }
    }
}
