//! A bucket of a service that speaks S3. The crate `rusty-s3` signs the URLs and reads the listings; here they are
//! asked for: page by page, patiently, and from the declared host only.
//!
//! A bucket that keeps versions does not erase: a deletion there only hides. That is asked before anything is
//! taken away, and refused with its reason.

use std::sync::Arc;
use std::time::Duration;

use inventory::map::files::{BucketStyle, S3};
use inventory::pattern::Glob;
use jiff::Timestamp;
use kernel::Clock;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Response};
use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Credentials, Method, S3Action as _, UrlStyle};
use tokio::time::sleep;
use url::Url;

use super::FileSeen;
use crate::error::ConnectError;
use crate::http::secret::{Environment, secret};
use crate::http::transport::{client_builder, safe_url};

/// How long a signed URL holds: long enough for a clock that is a little off.
const SIGNED_FOR: Duration = Duration::from_mins(5);

/// How often a call is tried.
const ATTEMPTS: u32 = 5;

/// The longest that a service may ask us to wait within one call.
const MAX_WAIT: Duration = Duration::from_secs(30);

/// The longest silence in the middle of an answer.
const SILENCE: Duration = Duration::from_secs(30);

/// The largest listing page or error message.
const MAX_PAGE: usize = 8 * 1024 * 1024;

/// A bucket, or the part of it below a prefix.
pub(super) struct Bucket {
    system: String,
    client: Client,
    at: rusty_s3::Bucket,
    credentials: Credentials,
    /// Before every path: empty, or ending with a slash.
    prefix: String,
    clock: Arc<dyn Clock>,
    /// The first pause before another try.
    pub(super) pause: Duration,
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bucket").field("system", &self.system).finish_non_exhaustive()
    }
}

impl Bucket {
    pub(super) fn open(
        system: &str,
        declared: &S3,
        url: &str,
        environment: Environment<'_>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, String> {
        let mut endpoint = safe_url(url)?;
        let path = percent_encoding::percent_decode_str(endpoint.path()).decode_utf8_lossy().into_owned();
        let (name, prefix) = path.trim_matches('/').split_once('/').unwrap_or((path.trim_matches('/'), ""));
        if name.is_empty() {
            return Err("it names no bucket: write https://HOST/BUCKET".to_owned());
        }
        endpoint.set_path("");
        let style = match declared.style {
            BucketStyle::Path => UrlStyle::Path,
            BucketStyle::Host => UrlStyle::VirtualHost,
        };
        let at = rusty_s3::Bucket::new(endpoint, style, name.to_owned(), declared.region.clone())
            .map_err(|_| "it makes no usable address of a bucket".to_owned())?;
        let key = secret(&declared.key_env, environment)?;
        let hidden = secret(&declared.secret_env, environment)?;
        let client = client_builder(Duration::from_secs(10))?
            .read_timeout(SILENCE)
            .build()
            .map_err(|_| "the TLS client cannot be made".to_owned())?;
        Ok(Self {
            system: system.to_owned(),
            client,
            at,
            credentials: Credentials::new(key.reveal(), hidden.reveal()),
            prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
            clock,
            pause: Duration::from_millis(250),
        })
    }

    /// The files that are meant.
    pub(super) async fn list(&self, glob: &Glob) -> Result<Vec<FileSeen>, ConnectError> {
        let prefix = format!("{}{}", self.prefix, glob.prefix());
        // Below the last folder nothing is meant, unless the pattern says so: the service need not send it.
        let flat = !glob.deep && prefix.matches('/').count() + 1 >= self.depth() + glob.segments.len();
        let mut files = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let sign = |now: &Timestamp| {
                let mut action = self.at.list_objects_v2(Some(&self.credentials));
                action.with_prefix(prefix.as_str());
                if flat {
                    action.with_delimiter("/");
                }
                if let Some(token) = &token {
                    action.with_continuation_token(token.as_str());
                }
                action.sign_with_time(SIGNED_FOR, now)
            };
            let answer = self.call(Method::Get, &sign).await?;
            let answer = answer.ok_or_else(|| self.odd("the bucket does not exist"))?;
            let text = self.text(answer).await?;
            let page = ListObjectsV2::parse_response(&text)
                .map_err(|_| self.odd("a listing cannot be read as one of S3"))?;
            for object in page.contents {
                let Some(path) = object.key.strip_prefix(&self.prefix) else {
                    return Err(self.odd("a listing shows files that were not asked for"));
                };
                if glob.matches(path) {
                    let modified = object.last_modified.and_then(|text| text.parse().ok());
                    files.push(FileSeen {
                        path: path.to_owned(),
                        size: Some(object.size.unwrap_or(0)),
                        modified,
                    });
                }
            }
            match page.next_continuation_token {
                None => return Ok(files),
                Some(next) if token.as_ref() == Some(&next) => {
                    return Err(ConnectError::Incomplete { system: self.system.clone() });
                }
                Some(next) => token = Some(next),
            }
        }
    }

    /// One file, if it is there.
    pub(super) async fn stat(&self, path: &str) -> Result<Option<FileSeen>, ConnectError> {
        let key = self.key(path);
        let sign = |now: &Timestamp| {
            self.at.head_object(Some(&self.credentials), &key).sign_with_time(SIGNED_FOR, now)
        };
        let Some(answer) = self.call(Method::Head, &sign).await? else { return Ok(None) };
        let header = |name: &str| answer.headers().get(name)?.to_str().ok();
        let modified = header("last-modified")
            .and_then(|text| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok());
        let size = header("content-length").and_then(|text| text.parse().ok());
        Ok(Some(FileSeen { path: path.to_owned(), size: Some(size.unwrap_or(0)), modified }))
    }

    /// A file's content, to be read chunk by chunk; none when it is gone.
    pub(super) async fn open_file(&self, path: &str) -> Result<Option<Response>, ConnectError> {
        let key = self.key(path);
        let sign = |now: &Timestamp| {
            self.at.get_object(Some(&self.credentials), &key).sign_with_time(SIGNED_FOR, now)
        };
        self.call(Method::Get, &sign).await
    }

    /// Takes a file away. False: it was gone.
    pub(super) async fn remove(&self, path: &str) -> Result<bool, ConnectError> {
        if self.stat(path).await?.is_none() {
            return Ok(false);
        }
        let key = self.key(path);
        let sign = |now: &Timestamp| {
            self.at.delete_object(Some(&self.credentials), &key).sign_with_time(SIGNED_FOR, now)
        };
        let Some(answer) = self.call(Method::Delete, &sign).await? else { return Ok(false) };
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        if header("x-amz-delete-marker") == Some("true") {
            return Err(self.keeps_versions());
        }
        Ok(true)
    }

    /// Whether a deletion deletes.
    ///
    /// # Errors
    /// The bucket keeps versions.
    pub(super) async fn erases(&self) -> Result<(), ConnectError> {
        let sign = |now: &Timestamp| {
            rusty_s3::signing::sign(
                now,
                Method::Get,
                self.at.base_url().clone(),
                self.credentials.key(),
                self.credentials.secret(),
                None,
                self.at.region(),
                SIGNED_FOR.as_secs(),
                std::iter::once(("versioning", "")),
                std::iter::empty(),
            )
        };
        let answer = match self.call(Method::Get, &sign).await {
            // A service that has no versions has no such question either.
            Err(ConnectError::Answer { .. }) | Ok(None) => return Ok(()),
            other => other?,
        };
        let Some(answer) = answer else { return Ok(()) };
        let text = self.text(answer).await?;
        // Suspended counts too: what was kept before stays.
        if text.contains("<Status>") { Err(self.keeps_versions()) } else { Ok(()) }
    }

    /// Whether the bucket answers, and us.
    pub(super) async fn look(&self) -> Result<(), ConnectError> {
        let sign = |now: &Timestamp| {
            let mut action = self.at.list_objects_v2(Some(&self.credentials));
            action.with_prefix(self.prefix.as_str());
            action.with_max_keys(1);
            action.sign_with_time(SIGNED_FOR, now)
        };
        let answer = self.call(Method::Get, &sign).await?;
        let answer = answer.ok_or_else(|| self.odd("the bucket does not exist"))?;
        let text = self.text(answer).await?;
        let page = ListObjectsV2::parse_response(&text);
        page.map(|_| ()).map_err(|_| self.odd("a listing cannot be read as one of S3"))
    }

    /// Calls until it is answered for good. None: it is not there.
    async fn call(
        &self,
        method: Method,
        sign: &(dyn Fn(&Timestamp) -> Url + Sync),
    ) -> Result<Option<Response>, ConnectError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let url = sign(&self.clock.now());
            let request = match method {
                Method::Head => self.client.head(url),
                Method::Delete => self.client.delete(url),
                _ => self.client.get(url),
            };
            let (error, wait) = match request.send().await {
                Ok(answer) if answer.status().is_success() => return Ok(Some(answer)),
                Ok(answer) if answer.status().as_u16() == 404 => return self.missing(method, answer).await,
                Ok(answer) => self.trouble(method, answer).await?,
                Err(error) => (self.broken(&error), None),
            };
            let wait = wait.unwrap_or(self.pause * 2u32.pow(attempt.min(8) - 1));
            if attempt >= ATTEMPTS || wait > MAX_WAIT {
                return Err(error);
            }
            tracing::debug!(system = %self.system, attempt, cause = error.name(), "trying again");
            sleep(wait).await;
        }
    }

    /// A file that is not there is an answer; a bucket that is not there is none.
    async fn missing(&self, method: Method, answer: Response) -> Result<Option<Response>, ConnectError> {
        if method == Method::Head {
            return Ok(None);
        }
        let text = self.text(answer).await?;
        match code(&text) {
            Some("NoSuchKey") => Ok(None),
            Some("NoSuchBucket") => Err(self.odd("the bucket does not exist")),
            _ => Err(self.odd("an address was not found: the host or the bucket may be wrong")),
        }
    }

    /// Why a call was turned down, when another try may help; otherwise the error.
    async fn trouble(
        &self,
        method: Method,
        answer: Response,
    ) -> Result<(ConnectError, Option<Duration>), ConnectError> {
        let system = self.system.clone();
        let status = answer.status().as_u16();
        let after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let text = if method == Method::Head { String::new() } else { self.text(answer).await? };
        match (status, code(&text)) {
            (429 | 500 | 502 | 503 | 504, _) | (_, Some("SlowDown" | "RequestTimeout")) => {
                Ok((ConnectError::Busy { system, status }, after.map(Duration::from_secs)))
            }
            (_, Some("SignatureDoesNotMatch" | "InvalidAccessKeyId")) | (401, _) => {
                Err(ConnectError::Refused { system })
            }
            (_, Some("RequestTimeTooSkewed")) => {
                Err(self.odd("the clocks of the service and of this machine differ"))
            }
            (403, _) => Err(ConnectError::Permission { system, table: None }),
            (300..=399, _) => Err(self.odd("it refers to another host: the region or the address is wrong")),
            _ => Err(self.odd(&format!("a call was turned down with status {status}"))),
        }
    }

    async fn text(&self, mut answer: Response) -> Result<String, ConnectError> {
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.broken(&error))? {
            if body.len() + chunk.len() > MAX_PAGE {
                return Err(self.odd("an answer is larger than any page of a listing"));
            }
            body.extend_from_slice(&chunk);
        }
        String::from_utf8(body).map_err(|_| self.odd("an answer is not in UTF-8"))
    }

    pub(super) fn broken(&self, error: &reqwest::Error) -> ConnectError {
        let system = self.system.clone();
        if error.is_timeout() {
            ConnectError::Timeout { system }
        } else if error.is_body() || error.is_decode() {
            ConnectError::Incomplete { system }
        } else {
            ConnectError::Unreachable { system }
        }
    }

    fn keeps_versions(&self) -> ConnectError {
        ConnectError::Rules {
            system: self.system.clone(),
            reason: "the bucket keeps earlier versions, so that a deleted file would still be there; have earlier \
                     versions expire, turn versions off, and try again"
                .to_owned(),
        }
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    fn depth(&self) -> usize {
        self.prefix.matches('/').count()
    }

    fn odd(&self, reason: &str) -> ConnectError {
        ConnectError::Answer { system: self.system.clone(), reason: reason.to_owned() }
    }
}

/// The service's own word for what went wrong; nothing else of its message is looked at.
fn code(text: &str) -> Option<&str> {
    text.split_once("<Code>")?.1.split_once("</Code>").map(|(code, _)| code)
}
