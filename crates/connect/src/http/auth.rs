//! Proof of who we are, on every call. A token that is asked for is kept until it is refused: no clock is needed
//! to know that it is old.

use inventory::map::http::Auth;
use inventory::template::Template;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use tokio::sync::Mutex;
use url::Url;

use super::request::header;
use super::secret::{Environment, Secret, Settings, secret};

/// The proof, ready for use.
#[derive(Debug)]
pub(super) enum Proof {
    None,
    /// The same header on every call.
    Header(HeaderName, HeaderValue),
    /// A token that has to be asked for.
    Oauth2(Box<Oauth2>),
}

/// What asks for a token.
#[derive(Debug)]
pub(super) struct Oauth2 {
    pub(super) url: Url,
    client: Secret,
    secret: Secret,
    scope: Option<String>,
    refresh: Option<Secret>,
    pub(super) token: Mutex<Option<HeaderValue>>,
}

impl Oauth2 {
    /// The body of the question for a token.
    pub(super) fn question(&self) -> String {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        match &self.refresh {
            Some(token) => {
                form.append_pair("grant_type", "refresh_token").append_pair("refresh_token", token.reveal());
            }
            None => {
                form.append_pair("grant_type", "client_credentials");
            }
        }
        form.append_pair("client_id", self.client.reveal())
            .append_pair("client_secret", self.secret.reveal());
        if let Some(scope) = &self.scope {
            form.append_pair("scope", scope);
        }
        form.finish()
    }
}

impl Proof {
    /// Reads the secrets. Errors name variables, never values.
    pub(super) fn open(
        auth: &Auth,
        settings: &Settings,
        environment: Environment<'_>,
    ) -> Result<Self, String> {
        Ok(match auth {
            Auth::None => Self::None,
            Auth::Basic { user_env, password_env } => {
                let user = secret(user_env, environment)?;
                let password = secret(password_env, environment)?;
                let pair = format!("{}:{}", user.reveal(), password.reveal());
                hidden("Authorization", &format!("Basic {}", base64(&pair)))?
            }
            Auth::Bearer { token_env } => {
                let token = secret(token_env, environment)?;
                hidden("Authorization", &format!("Bearer {}", token.reveal()))?
            }
            Auth::Header { header, secret_env, inner, value } => {
                let secret = secret(secret_env, environment)?;
                let inner = dress(inner, |name| (name == "secret").then(|| secret.reveal().to_owned()))?;
                let value = dress(value, |name| match name {
                    "secret" => Some(secret.reveal().to_owned()),
                    "inner" => Some(inner.clone()),
                    _ => None,
                })?;
                hidden(header, &value)?
            }
            Auth::Oauth2 { token_url, client_id_env, client_secret_env, scope, refresh_token_env } => {
                let url = dress(token_url, |name| settings.get(name))?;
                let refresh = refresh_token_env.as_deref().map(|name| secret(name, environment));
                Self::Oauth2(Box::new(Oauth2 {
                    url: super::transport::safe_url(&url)?,
                    client: secret(client_id_env, environment)?,
                    secret: secret(client_secret_env, environment)?,
                    scope: scope.clone(),
                    refresh: refresh.transpose()?,
                    token: Mutex::new(None),
                }))
            }
        })
    }
}

/// A bearer header that does not show itself.
pub(super) fn bearer(token: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The header that carries a token.
pub(super) const BEARER: HeaderName = AUTHORIZATION;

fn hidden(name: &str, value: &str) -> Result<Proof, String> {
    let (name, mut value) = header(name, value).map_err(|_| "a secret does not fit its header".to_owned())?;
    value.set_sensitive(true);
    Ok(Proof::Header(name, value))
}

fn dress(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let template = Template::parse(text).map_err(|error| error.to_string())?;
    template.fill(value, str::to_owned).ok_or_else(|| "a template of [http.auth] has no value".to_owned())
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_may_want_its_token_wrapped() {
        let auth = Auth::Header {
            header: "Authorization".into(),
            secret_env: "TOKEN".into(),
            inner: "<token><version>1</version><data>{secret|xml}</data></token>".into(),
            value: "AfasToken {inner|base64}".into(),
        };
        let environment = |_: &str| Some("A1B2".to_owned());
        let Proof::Header(name, value) = Proof::open(&auth, &Settings::default(), &environment).unwrap()
        else {
            panic!("a header")
        };
        assert_eq!(name, "authorization");
        assert_eq!(
            value.to_str().unwrap(),
            "AfasToken PHRva2VuPjx2ZXJzaW9uPjE8L3ZlcnNpb24+PGRhdGE+QTFCMjwvZGF0YT48L3Rva2VuPg=="
        );
        assert!(!format!("{value:?}").contains("Afas"));
    }
}
