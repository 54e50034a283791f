//! Single sign-on: staff show who they are at their organisation's own sign-in service (OpenID Connect Core 1.0, the
//! code flow with PKCE).
//!
//! The service's description and keys are fetched when somebody signs in, by the HTTP client that the caller gives; of
//! what comes back the signature, the issuer, the audience, the nonce and the times are checked, by the caller's
//! clock. An address counts only when the service says that it is verified.

use jiff::Timestamp;
use kernel::Entropy;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreProviderMetadata};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse as _,
};
use serde::{Deserialize, Serialize};

pub use openidconnect::{HttpRequest, HttpResponse};

/// How far the service's clock may be ahead of ours, in seconds.
const AHEAD: i64 = 120;
/// How old a token may be that was made for a sign-in just now, in seconds.
const OLD: i64 = 600;

/// The service, and who we are to it.
#[derive(Clone)]
pub struct Provider {
    /// Its address, as its own description gives it.
    pub issuer: String,
    /// What it knows us by.
    pub client: String,
    /// The secret that it gave us; none for a public client.
    pub secret: Option<String>,
    /// What the service must say about how somebody showed who they are (`amr`), such as `mfa`; empty: its word is
    /// enough.
    pub demands: Vec<String>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider")
            .field("issuer", &self.issuer)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// Why somebody was not let in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SsoError {
    /// The service does not answer, or not as it should.
    #[error("the sign-in service does not answer as it should: {0}")]
    Service(String),
    /// The addresses or names it was set up with cannot be used.
    #[error("single sign-on is not set up right: {0}")]
    Setup(String),
    /// The token is not for this sign-in: another nonce.
    #[error("the token was made for another sign-in")]
    Nonce,
    /// The token is for somebody else: another audience or issuer.
    #[error("the token is meant for somebody else")]
    Audience,
    /// The token is past its time, or too old.
    #[error("the token is past its time")]
    Expired,
    /// The signature is wrong, or made with a key or a method that is not the service's.
    #[error("the token is not signed by the service")]
    Signature,
    /// There is no address in it that the service has verified.
    #[error("the service names no verified address")]
    Address,
    /// The service does not say that a second factor was used.
    #[error("the service does not say that a second factor was used")]
    Factor,
}

/// A sign-in under way: kept by the caller, for one use.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waiting {
    /// What the service must give back.
    pub state: String,
    nonce: String,
    verifier: String,
}

/// Who the service says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The service's own id of the person.
    pub subject: String,
    /// Their verified address.
    pub email: String,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Fetches the description of a service and its keys.
pub async fn discover<H>(issuer: &str, http: &H) -> Result<CoreProviderMetadata, SsoError>
where
    H: for<'c> AsyncHttpClient<'c>,
{
    let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|error| SsoError::Setup(error.to_string()))?;
    CoreProviderMetadata::discover_async(issuer, http)
        .await
        .map_err(|error| SsoError::Service(error.to_string()))
}

/// Where the browser goes to sign in, and what is kept until it comes back.
pub fn begin(
    provider: &Provider,
    description: &CoreProviderMetadata,
    back: &str,
    entropy: &Entropy,
) -> Result<(String, Waiting), SsoError> {
    let waiting = Waiting {
        state: hex::encode(entropy.bytes::<16>()),
        nonce: hex::encode(entropy.bytes::<16>()),
        verifier: hex::encode(entropy.bytes::<32>()),
    };
    let verifier = PkceCodeVerifier::new(waiting.verifier.clone());
    let (state, nonce) = (waiting.state.clone(), waiting.nonce.clone());
    let (url, _, _) = client(provider, description, back)?
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        )
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .url();
    Ok((url.to_string(), waiting))
}

/// Exchanges the code that the browser brought back, and checks what the service says.
pub async fn finish<H>(
    provider: &Provider,
    description: &CoreProviderMetadata,
    back: &str,
    waiting: &Waiting,
    code: &str,
    now: Timestamp,
    http: &H,
) -> Result<Known, SsoError>
where
    H: for<'c> AsyncHttpClient<'c>,
{
    let client = client(provider, description, back)?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|error| SsoError::Service(error.to_string()))?
        .set_pkce_verifier(PkceCodeVerifier::new(waiting.verifier.clone()))
        .request_async(http)
        .await
        .map_err(|error| SsoError::Service(error.to_string()))?;
    let token = tokens.id_token().ok_or_else(|| SsoError::Service("it gave no ID token".to_owned()))?;
    known(provider, &client, token, waiting, now)
}

fn known(
    provider: &Provider,
    client: &Client,
    token: &CoreIdToken,
    waiting: &Waiting,
    now: Timestamp,
) -> Result<Known, SsoError> {
    let seconds = now.as_second();
    let verifier = client
        .id_token_verifier()
        .set_time_fn(move || {
            // The library's own kind of time, without naming it: this house has one (jiff).
            serde_json::from_value(serde_json::Value::String(now.to_string())).unwrap_or_default()
        })
        .set_issue_time_verifier_fn(move |issued| {
            let issued = issued.timestamp();
            let fits = issued <= seconds + AHEAD && issued >= seconds - OLD;
            if fits { Ok(()) } else { Err("expired".to_owned()) }
        });
    let claims =
        token.claims(&verifier, &Nonce::new(waiting.nonce.clone())).map_err(|error| match error {
            ClaimsVerificationError::Expired(_) => SsoError::Expired,
            ClaimsVerificationError::InvalidAudience(_) | ClaimsVerificationError::InvalidIssuer(_) => {
                SsoError::Audience
            }
            ClaimsVerificationError::InvalidNonce(_) => SsoError::Nonce,
            ClaimsVerificationError::SignatureVerification(_) => SsoError::Signature,
            other => SsoError::Service(other.to_string()),
        })?;
    let methods: Vec<&str> =
        claims.auth_method_refs().into_iter().flatten().map(|method| method.as_str()).collect();
    if !provider.demands.iter().all(|demand| methods.contains(&demand.as_str())) {
        return Err(SsoError::Factor);
    }
    let email = claims
        .email()
        .filter(|_| claims.email_verified() == Some(true))
        .map(|email| email.as_str().to_owned())
        .ok_or(SsoError::Address)?;
    Ok(Known { subject: claims.subject().as_str().to_owned(), email })
}

fn client(provider: &Provider, description: &CoreProviderMetadata, back: &str) -> Result<Client, SsoError> {
    let back = RedirectUrl::new(back.to_owned()).map_err(|error| SsoError::Setup(error.to_string()))?;
    Ok(CoreClient::from_provider_metadata(
        description.clone(),
        ClientId::new(provider.client.clone()),
        provider.secret.clone().map(ClientSecret::new),
    )
    .set_redirect_uri(back))
}
