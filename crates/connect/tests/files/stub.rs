//! The stub: a bucket over real HTTP that refuses what S3 refuses. It checks every signature by itself, from the
//! published rules, hands listings out in pages of two, and can be told to fail first.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Response, Uri};
use futures_util::StreamExt as _;
use hmac::{Hmac, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

const PAGE: usize = 2;
const BUCKET: &str = "school-files";
const DATE: &str = "20261122T100000Z";

/// What goes wrong with the next call.
#[derive(Debug, Clone)]
pub enum Fault {
    Pass,
    Status(u16, &'static str, Option<u64>),
    Html,
    Cut,
    Redirect,
}

#[derive(Default)]
struct Shared {
    files: BTreeMap<String, Vec<u8>>,
    faults: VecDeque<Fault>,
    calls: Vec<String>,
    violations: Vec<String>,
    versions: bool,
}

/// A running stub.
#[derive(Clone)]
pub struct Stub {
    shared: Arc<Mutex<Shared>>,
    pub url: String,
}

impl Stub {
    pub async fn start() -> Self {
        let shared = Arc::new(Mutex::new(Shared::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = (Arc::clone(&shared), listener.local_addr().unwrap().to_string());
        let router = Router::new().fallback(handle).with_state(state);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { shared, url }
    }

    pub fn put(&self, key: &str, content: &[u8]) {
        self.shared.lock().unwrap().files.insert(key.to_owned(), content.to_vec());
    }

    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let shared = self.shared.lock().unwrap();
        assert_eq!(shared.violations, [""; 0], "the service was called as it allows");
        shared.files.clone()
    }

    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.lock().unwrap().faults.extend(faults);
    }

    pub fn keep_versions(&self) {
        self.shared.lock().unwrap().versions = true;
    }

    /// The calls so far: method and what was asked.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.lock().unwrap().calls)
    }
}

type Shareds = (Arc<Mutex<Shared>>, String);

async fn handle(State((shared, host)): State<Shareds>, method: Method, uri: Uri) -> Response<Body> {
    let mut shared = shared.lock().unwrap();
    let query = uri.query().unwrap_or_default();
    let plain: Vec<&str> = query.split('&').filter(|part| !part.starts_with("X-Amz-")).collect();
    shared.calls.push(format!("{method} {}?{}", uri.path(), plain.join("&")));
    if let Some(failing) = failing(shared.faults.pop_front().as_ref()) {
        return failing;
    }
    if let Err(problem) = signed(&method, &uri, &host) {
        if problem != "secret" {
            shared.violations.push(problem);
        }
        return answer(403, error("SignatureDoesNotMatch"));
    }
    let path = percent_decode_str(uri.path()).decode_utf8().unwrap().into_owned();
    let Some(rest) = path.strip_prefix(&format!("/{BUCKET}")) else {
        return answer(404, error("NoSuchBucket"));
    };
    let key = rest.trim_start_matches('/').to_owned();
    let asked: BTreeMap<String, String> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    match (method.as_str(), key.as_str()) {
        ("GET", "") if asked.contains_key("versioning") => {
            let status = if shared.versions { "<Status>Enabled</Status>" } else { "" };
            answer(200, format!("<VersioningConfiguration>{status}</VersioningConfiguration>"))
        }
        ("GET", "") => answer(200, list(&shared, &asked)),
        ("GET", key) => match shared.files.get(key) {
            Some(content) => answer(200, content.clone()),
            None => answer(404, error("NoSuchKey")),
        },
        ("HEAD", key) => match shared.files.get(key) {
            Some(content) => Response::builder()
                .header("content-length", content.len())
                .header("last-modified", "Thu, 09 Oct 2025 08:53:20 GMT")
                .body(Body::empty())
                .unwrap(),
            None => Response::builder().status(404).body(Body::empty()).unwrap(),
        },
        ("DELETE", key) => {
            shared.files.remove(key);
            answer(204, "")
        }
        _ => answer(405, error("MethodNotAllowed")),
    }
}

/// What a fault answers; none: the service answers as always.
fn failing(fault: Option<&Fault>) -> Option<Response<Body>> {
    Some(match fault {
        None | Some(Fault::Pass) => return None,
        Some(&Fault::Status(status, code, after)) => {
            let mut answer = Response::builder().status(status);
            if let Some(after) = after {
                answer = answer.header("retry-after", after);
            }
            answer.body(Body::from(error(code))).unwrap()
        }
        Some(Fault::Html) => Response::new(Body::from("<html><body>Welcome to the hotel</body></html>")),
        Some(Fault::Cut) => {
            // A little later, so that the beginning is on its way when the rest does not come.
            let part = futures_util::stream::iter([false, true]).then(async |end| {
                if end {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    return Err(std::io::Error::other("cut"));
                }
                Ok(axum::body::Bytes::from_static(b"<?xml"))
            });
            Response::builder().header("content-length", 1000).body(Body::from_stream(part)).unwrap()
        }
        Some(Fault::Redirect) => {
            let elsewhere = Response::builder().status(307).header("location", "https://elsewhere.example/");
            elsewhere.body(Body::from(error("TemporaryRedirect"))).unwrap()
        }
    })
}

fn answer(status: u16, body: impl Into<Body>) -> Response<Body> {
    Response::builder().status(status).header("content-type", "application/xml").body(body.into()).unwrap()
}

fn error(code: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>about eva@school.example</Message></Error>"
    )
}

fn list(shared: &Shared, asked: &BTreeMap<String, String>) -> String {
    let prefix = asked.get("prefix").cloned().unwrap_or_default();
    let after =
        asked.get("continuation-token").map(|token| String::from_utf8(hex::decode(token).unwrap()).unwrap());
    let flat = asked.get("delimiter").map(String::as_str) == Some("/");
    let encoded = |key: &str| utf8_percent_encode(key, NON_ALPHANUMERIC).to_string();
    let mut keys: Vec<&String> = shared
        .files
        .keys()
        .filter(|key| key.starts_with(&prefix) && after.as_ref().is_none_or(|after| *key > after))
        .filter(|key| !(flat && key[prefix.len()..].contains('/')))
        .collect();
    let more = keys.len() > PAGE;
    keys.truncate(PAGE);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">",
    );
    write!(
        xml,
        "<Name>{BUCKET}</Name><Prefix>{}</Prefix><KeyCount>{}</KeyCount>",
        encoded(&prefix),
        keys.len()
    )
    .unwrap();
    write!(xml, "<MaxKeys>{PAGE}</MaxKeys><EncodingType>url</EncodingType><IsTruncated>{more}</IsTruncated>")
        .unwrap();
    for key in &keys {
        let (name, size) = (encoded(key), shared.files[*key].len());
        write!(xml, "<Contents><Key>{name}</Key><LastModified>2025-10-09T08:53:20.000Z</LastModified>")
            .unwrap();
        write!(
            xml,
            "<ETag>&quot;e&quot;</ETag><Size>{size}</Size><StorageClass>STANDARD</StorageClass></Contents>"
        )
        .unwrap();
    }
    if let (true, Some(last)) = (more, keys.last()) {
        write!(xml, "<NextContinuationToken>{}</NextContinuationToken>", hex::encode(last)).unwrap();
    }
    xml + "</ListBucketResult>"
}

/// AWS Signature Version 4 in the query, as the service computes it.
fn signed(method: &Method, uri: &Uri, host: &str) -> Result<(), String> {
    let query = uri.query().unwrap_or_default();
    let mut parts: Vec<&str> =
        query.split('&').filter(|part| !part.starts_with("X-Amz-Signature=")).collect();
    parts.sort_unstable();
    let value = |name: &str| {
        let prefix = format!("{name}=");
        let raw = query.split('&').find_map(|part| part.strip_prefix(&prefix)).unwrap_or_default();
        percent_decode_str(raw).decode_utf8_lossy().into_owned()
    };
    let scope = "20261122/nl-1/s3/aws4_request";
    for (name, wanted) in [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", &format!("the-key/{scope}")),
        ("X-Amz-Date", DATE),
        ("X-Amz-SignedHeaders", "host"),
    ] {
        if value(name) != wanted {
            return Err(format!("{name} is {}", value(name)));
        }
    }
    if !value("X-Amz-Expires").parse::<u64>().is_ok_and(|seconds| (1..=3600).contains(&seconds)) {
        return Err("a URL that is good for too long".to_owned());
    }
    let canonical =
        format!("{method}\n{}\n{}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD", uri.path(), parts.join("&"));
    let digest = hex::encode(Sha256::digest(canonical));
    let text = format!("AWS4-HMAC-SHA256\n{DATE}\n{scope}\n{digest}");
    let mac = |key: &[u8], text: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let mut key = b"AWS4the right secret".to_vec();
    for step in scope.split('/') {
        key = mac(&key, step);
    }
    if value("X-Amz-Signature") == hex::encode(mac(&key, &text)) { Ok(()) } else { Err("secret".to_owned()) }
}
