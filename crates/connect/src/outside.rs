//! One call to a service of the organisation's own that is no system on the map: its sign-in service.
//!
//! The client is made for the call and gone after it, because such calls are rare and memory is not. Redirects are not
//! followed and only https is spoken, but for a service on this very machine.

use std::time::Duration;

use http::{Request, Response};

use crate::http::transport::client_builder;

/// How long a connection may take, and a whole call.
const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(15);
/// The largest answer.
const LARGEST: usize = 1024 * 1024;

/// A call that did not end well.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// The address is not one that is spoken to.
    #[error("only https addresses are spoken to")]
    Address,
    /// No client could be made.
    #[error("no client could be made: {0}")]
    Client(String),
    /// The service did not answer.
    #[error("the service did not answer")]
    Away(#[source] reqwest::Error),
    /// The answer is larger than anything it may be.
    #[error("the service’s answer is too large")]
    Large,
    /// The answer cannot be read.
    #[error("the service’s answer cannot be read")]
    Unreadable(#[from] http::Error),
}

/// Makes a call and gives the whole answer.
pub async fn exchange(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, OutsideError> {
    let (parts, body) = request.into_parts();
    let local = matches!(parts.uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if parts.uri.scheme_str() != Some("https") && !local {
        return Err(OutsideError::Address);
    }
    let client = client_builder(CONNECT)
        .map_err(OutsideError::Client)?
        .timeout(WHOLE)
        .build()
        .map_err(OutsideError::Away)?;
    let mut response = client
        .request(parts.method, parts.uri.to_string())
        .headers(parts.headers)
        .body(body)
        .send()
        .await
        .map_err(OutsideError::Away)?;
    let mut answer = Response::builder().status(response.status());
    if let Some(headers) = answer.headers_mut() {
        headers.clone_from(response.headers());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(OutsideError::Away)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(OutsideError::Large);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(answer.body(body)?)
}
