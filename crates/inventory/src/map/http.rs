//! Declared HTTP systems: everything that Gestand must know of a service's interface, as data.
//!
//! `[system] connector = "http"` and one `[http]` table beside the ordinary collections. The collections say what
//! is held, whose it is and how it goes, exactly as for a database; `[http]` says how rows are fetched and
//! written. A search of the service only narrows: whether a row is the person's is decided by the collection's
//! own `path`, compared here, so that a service that searches loosely never costs anybody else a row. Figures of
//! a service (limits, page sizes) stand here and not in code: they change without notice.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::condition::Conditions;
use super::path::is_default;
use crate::template::{Template, texts};

/// The interface of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The base URL, when it is the same for everybody; `system.url_env` goes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Proof of who we are.
    pub auth: Auth,
    /// Headers that every call carries. Templates over [`Http::values`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Settings of the operator that templates may name: a property number, a tenant, the mailboxes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Setting>,
    /// A cheap call that shows that the service answers, and us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<Call>,
    /// What answers mean, first match first; what none matches has its usual meaning.
    #[serde(default, rename = "outcome", skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// The processor signs its answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// How often and how much.
    #[serde(default, skip_serializing_if = "is_default")]
    pub limits: Limits,
    /// The calls of each collection, by its id.
    #[serde(default, rename = "collection", skip_serializing_if = "BTreeMap::is_empty")]
    pub collections: BTreeMap<String, Calls>,
}

/// Proof of who we are. Names of environment variables, never secrets; `NAME_FILE` names a file instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Auth {
    /// None.
    None,
    /// User name and password.
    Basic {
        /// The variable with the user name.
        user_env: String,
        /// The variable with the password.
        password_env: String,
    },
    /// A token.
    Bearer {
        /// The variable with it.
        token_env: String,
    },
    /// A header of the service's own.
    Header {
        /// Its name; `Authorization` when absent.
        #[serde(default = "authorization")]
        header: String,
        /// The variable with the secret.
        secret_env: String,
        /// What `{inner}` in `value` is: a template over `{secret}`.
        #[serde(default = "secret_alone")]
        inner: String,
        /// The header's value: a template over `{secret}` and `{inner}`.
        value: String,
    },
    /// OAuth 2: a token is asked for, kept until it is refused, and asked for again.
    Oauth2 {
        /// Where: a template over [`Http::values`]; a second host that may be spoken to.
        token_url: String,
        /// The variable with the client's id.
        client_id_env: String,
        /// The variable with the client's secret.
        client_secret_env: String,
        /// What the token is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
        /// The variable with a refresh token, where the service wants a person's consent instead of an
        /// application's own rights.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refresh_token_env: Option<String>,
    },
}

fn authorization() -> String {
    "Authorization".to_owned()
}

fn secret_alone() -> String {
    "{secret}".to_owned()
}

/// A setting of the operator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The environment variable.
    pub env: String,
    /// When it is not set; without it the setting is demanded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Several, separated by commas or spaces: for [`Find::each`].
    #[serde(default, skip_serializing_if = "is_default")]
    pub list: bool,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Read.
    #[default]
    Get,
    /// Act.
    Post,
    /// Replace.
    Put,
    /// Change a part.
    Patch,
    /// Take away.
    Delete,
}

/// One call. Every text in it is a template; a value is encoded for the place where it stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The method.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: Method,
    /// The path, from the base URL on.
    pub path: String,
    /// Query parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// Headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// A JSON body. `"{changes}"` as a whole text is the object of changed columns; as a member's name it puts
    /// them beside the other members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json: Option<Value>,
    /// A form body.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<String, String>,
    /// A POST that may be sent twice without harm. Other methods may by their nature.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeatable: bool,
    /// A header that carries the same key when a call is repeated: makes it repeatable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_header: Option<String>,
}

impl Call {
    /// The values that its templates name.
    pub fn names(&self) -> BTreeSet<String> {
        let texts = self.json.as_ref().map(texts).unwrap_or_default().into_iter();
        let more =
            self.query.values().chain(self.headers.values()).chain(self.form.values()).chain([&self.path]);
        let templates = texts.chain(more.map(String::as_str)).filter_map(|text| Template::parse(text).ok());
        templates.flat_map(|template| template.names().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// Whether the call may be sent again when its outcome is unknown.
    pub fn repeats(&self) -> bool {
        self.repeatable
            || self.idempotency_header.is_some()
            || !matches!(self.method, Method::Post | Method::Patch)
    }
}

/// How a listing goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Paging {
    /// Numbered pages.
    Page {
        /// The parameter with the number.
        page: String,
        /// The first page's number; 1 when absent.
        #[serde(default = "one")]
        first: u64,
        /// The parameter with the rows per page.
        size: String,
        /// Rows per page.
        per: u64,
        /// The header with the number of rows in all. With it a listing that was cut short is noticed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total_header: Option<String>,
    },
    /// So many from the so-manieth: offset and limit, skip and take.
    Offset {
        /// The parameter with the rows to pass over.
        offset: String,
        /// The parameter with the rows per page.
        limit: String,
        /// Rows per page.
        per: u64,
    },
    /// The answer holds the next page's URL, at a JSON pointer.
    Next {
        /// The pointer.
        at: String,
    },
    /// The answer holds a cursor.
    Cursor {
        /// Where, as a JSON pointer.
        at: String,
        /// The parameter that it goes into.
        query: String,
    },
    /// A `Link` header with `rel="next"`.
    Link,
}

fn one() -> u64 {
    1
}

/// A way to fetch rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// `identity` or a collection's id: serves the collection's paths from there that can fill in the call.
    pub from: String,
    /// A setting with a list: the call is made once for each of its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// The call. Names the identity kind, or the source row's columns.
    pub call: Call,
    /// Where the rows are: a JSON pointer to a list, or to one row. The whole answer when absent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rows: String,
    /// Columns that the service leaves out of its rows and the call knows: the parent's id, the mailbox.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub adds: BTreeMap<String, String>,
    /// How it goes on. One page when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
}

/// A way to look at one row. Names the key's columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The call.
    pub call: Call,
    /// Where the row is: a JSON pointer to it, or to a list of one or none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub row: String,
    /// Not found means gone: a service that answers "not found" to what it has not processed yet says false.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub missing_is_gone: bool,
    /// A row that can still be read counts as gone when it is like this.
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub gone: Conditions,
    /// The service is still at it.
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub pending: Conditions,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_true(value: &bool) -> bool {
    *value
}

/// A way to change columns of one row. Names the key's columns, and `{changes}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCall {
    /// The call.
    pub call: Call,
    /// Columns that have another place in what is written than in what is read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// What an emptied column is given; an empty text when absent. JSON: `0`, `false`, `[]`; `"null"` is null.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub blank: BTreeMap<String, Value>,
}

/// The calls of a collection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calls {
    /// The service cannot say what it holds: each identity given stands for one row, and is erased unseen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub assumed: bool,
    /// Ways to fetch rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub find: Vec<Find>,
    /// Looks at one row: to see that an erasure was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// Deletes one row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<Call>,
    /// Changes one row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeCall>,
    /// The rows go with the row of this collection that they hang on, without a call of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// Stops the use of one row: an exclusion from mailings, a block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppress: Option<Call>,
    /// Takes that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lift: Option<Call>,
    /// A row like this is left out already. Where the service shows that, Gestand knows afterwards which ones it
    /// left out itself, and takes only those back.
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub suppressed: Conditions,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// It worked.
    Ok,
    /// There is nothing: nothing held, or gone already.
    Nothing,
    /// Try again.
    Retry,
    /// We are not who we should be.
    Auth,
    /// We may not do this.
    Permission,
    /// It will never work.
    Final,
}

/// A rule about answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Status codes; any when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<u16>,
    /// Where in the JSON the service's own code stands; the status alone decides when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The codes.
    #[serde(default, rename = "is", skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// What it means.
    pub means: Meaning,
}

/// The processor's signature under its answers: RSA PKCS#1 with SHA-256 over the body, as OpenDSR has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The header with the signature in Base64.
    pub header: String,
    /// The variable with the processor's certificate (PEM); `NAME_FILE` names a file.
    pub certificate_env: String,
    /// A header that names the processor, and the setting that it must equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
}

/// A header that must equal a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The header.
    pub header: String,
    /// The name of a setting.
    pub value: String,
}

/// How often and how much. All of it the service's own figures, or our caution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Calls started per second.
    pub requests_per_second: f64,
    /// Calls under way at the same time.
    pub concurrency: u32,
    /// Tries of one call, the first included.
    pub attempts: u32,
    /// The longest wait before another try, also when the service asks for more: then the job waits instead.
    pub max_wait_seconds: u64,
    /// Time for one answer, headers to last byte.
    pub timeout_seconds: u64,
    /// The largest answer that is read.
    pub max_body_bytes: u64,
    /// The longest listing that is followed.
    pub max_pages: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_second: 5.0,
            concurrency: 2,
            attempts: 4,
            max_wait_seconds: 20,
            timeout_seconds: 30,
            max_body_bytes: 16 * 1024 * 1024,
            max_pages: 1000,
        }
    }
}

/// The words of a URL that names no host of its own: whether a text could be a base URL.
pub fn is_base_url(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(['?', '#', '@', ' '])
}
