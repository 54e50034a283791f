//! Single sign-on, against a sign-in service of software that answers over real HTTP with tokens that it signs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use app::accounts::settings::Provider;
use app::accounts::{Settings, Visit, service};
use app::demo::people::OFFICER;
use app::{Kind, signin};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use kernel::{Actor, Language};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    staff_come_in_by_their_own_service,
    a_token_that_is_not_right_lets_nobody_in,
    a_return_works_once_and_in_the_browser_that_left,
    a_service_that_is_away_is_said_to_be,
);

/// What is wrong with a token, given the present second.
type Change = fn(&mut Value, i64);

/// What the service does, for a test to change.
#[derive(Debug, Clone)]
struct Says {
    claims: Value,
    key: SigningKey,
    asked: Vec<BTreeMap<String, String>>,
}

struct Service {
    issuer: String,
    says: Arc<Mutex<Says>>,
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

impl Service {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let says = Arc::new(Mutex::new(Says { claims: json!({}), key: key(1), asked: Vec::new() }));
        let (address, shared) = (issuer.clone(), Arc::clone(&says));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let mut piece = [0; 4096];
                while !whole(&bytes) {
                    match stream.read(&mut piece).await {
                        Ok(0) | Err(_) => break,
                        Ok(n) => bytes.extend_from_slice(&piece[..n]),
                    }
                }
                let body = answer(&address, &shared, &String::from_utf8_lossy(&bytes));
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { issuer, says }
    }

    fn provider(&self, demands: &[&str]) -> Provider {
        Provider {
            issuer: self.issuer.clone(),
            client: "gestand".to_owned(),
            secret: Some("hidden".to_owned()),
            demands: demands.iter().map(|demand| (*demand).to_owned()).collect(),
        }
    }

    /// The right claims for somebody who left with this address.
    fn claims(&self, house: &House, url: &str) -> Value {
        let now = house.app.now().as_second();
        json!({
            "iss": self.issuer, "aud": "gestand", "sub": "u-1", "nonce": query(url, "nonce"),
            "iat": now, "exp": now + 300, "email": OFFICER, "email_verified": true, "amr": ["pwd", "mfa"],
        })
    }
}

fn whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        line.to_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse::<usize>())
    });
    length.is_none_or(|length| body.len() >= length.unwrap_or(0))
}

fn answer(issuer: &str, says: &Mutex<Says>, request: &str) -> String {
    let path = request.split(' ').nth(1).unwrap_or_default();
    let mut says = says.lock().unwrap();
    match path {
        "/.well-known/openid-configuration" => json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
        }),
        "/jwks" => {
            let public = URL_SAFE_NO_PAD.encode(key(1).verifying_key().as_bytes());
            json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "1", "x": public }] })
        }
        _ => {
            let body = request.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
            let form = body.split('&').filter_map(|pair| pair.split_once('='));
            says.asked.push(form.map(|(k, v)| (k.to_owned(), v.to_owned())).collect());
            let signed = format!("{}.{}", part(&json!({ "alg": "EdDSA", "kid": "1" })), part(&says.claims));
            let signature = URL_SAFE_NO_PAD.encode(says.key.sign(signed.as_bytes()).to_bytes());
            json!({ "access_token": "x", "token_type": "bearer", "id_token": format!("{signed}.{signature}") })
        }
    }
    .to_string()
}

fn query(url: &str, name: &str) -> String {
    let pairs = url.split_once('?').unwrap().1.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).unwrap().1.to_owned()
}

async fn leave(house: &House) -> service::Leaving {
    service::leave(&house.app, Language::En, Some("/desk/ledger".to_owned())).await.unwrap()
}

async fn back(house: &House, left: &service::Leaving, state: &str) -> app::Result<service::Returned> {
    service::come_back(&house.app, &left.ticket, state, Some("code-1"), &Visit::default()).await
}

async fn staff_come_in_by_their_own_service(house: House) {
    let house = house.for_real().await;
    assert!(!service::is_there(&house.app));
    let theirs = Service::start().await;
    house.app.set_access(Settings { service: Some(theirs.provider(&["mfa"])), ..Settings::default() });
    let left = leave(&house).await;
    assert!(left.url.starts_with(&format!("{}/authorize?", theirs.issuer)));
    assert_eq!(query(&left.url, "code_challenge_method"), "S256");
    theirs.says.lock().unwrap().claims = theirs.claims(&house, &left.url);
    let returned = back(&house, &left, &query(&left.url, "state")).await.unwrap();
    assert_eq!((returned.language, returned.next.as_deref()), (Language::En, Some("/desk/ledger")));
    assert!(!returned.session.half, "the service answers for the second factor");
    let me = signin::session(&house.app, &returned.session.token).await.unwrap().unwrap();
    assert!(matches!(me.actor, Actor::Staff { .. }));
    assert_eq!((me.address.as_str(), me.means.as_str()), (OFFICER, "service"));
    let asked = theirs.says.lock().unwrap().asked.remove(0);
    assert_eq!(asked["grant_type"], "authorization_code");
    assert!(asked["code_verifier"].len() >= 43, "PKCE");
}

async fn a_token_that_is_not_right_lets_nobody_in(house: House) {
    let theirs = Service::start().await;
    house.app.set_access(Settings { service: Some(theirs.provider(&["mfa"])), ..Settings::default() });
    let cases: [(&str, Change, &str); 10] = [
        ("another nonce", |claims, _| claims["nonce"] = json!("0000"), "service-refused"),
        ("no nonce", |claims, _| claims["nonce"] = Value::Null, "service-refused"),
        ("another audience", |claims, _| claims["aud"] = json!("shop"), "service-refused"),
        (
            "another audience beside ours",
            |claims, _| claims["aud"] = json!(["gestand", "shop"]),
            "service-refused",
        ),
        ("another issuer", |claims, _| claims["iss"] = json!("https://evil.example"), "service-refused"),
        ("expired", |claims, now| claims["exp"] = json!(now - 1), "service-refused"),
        ("made long ago", |claims, now| claims["iat"] = json!(now - 3600), "service-refused"),
        (
            "an address that is not verified",
            |claims, _| claims["email_verified"] = json!(false),
            "service-no-address",
        ),
        ("no second factor", |claims, _| claims["amr"] = json!(["pwd"]), "service-no-second-factor"),
        ("nobody of the staff", |claims, _| claims["email"] = json!("eve@elsewhere.example"), "not-staff"),
    ];
    for (name, change, code) in cases {
        let left = leave(&house).await;
        let mut claims = theirs.claims(&house, &left.url);
        change(&mut claims, house.app.now().as_second());
        theirs.says.lock().unwrap().claims = claims;
        let refused = back(&house, &left, &query(&left.url, "state")).await.unwrap_err();
        assert_eq!(refused.code, code, "{name}: {refused}");
    }
    let left = leave(&house).await;
    theirs.says.lock().unwrap().claims = theirs.claims(&house, &left.url);
    theirs.says.lock().unwrap().key = key(2);
    let refused = back(&house, &left, &query(&left.url, "state")).await.unwrap_err();
    assert_eq!(refused.code, "service-refused", "another key: {refused}");
}

async fn a_return_works_once_and_in_the_browser_that_left(house: House) {
    let theirs = Service::start().await;
    house.app.set_access(Settings { service: Some(theirs.provider(&[])), ..Settings::default() });
    let (left, other) = (leave(&house).await, leave(&house).await);
    theirs.says.lock().unwrap().claims = theirs.claims(&house, &left.url);
    let state = query(&left.url, "state");
    // The state of one with the ticket of another: somebody was sent here by somebody else.
    assert_eq!(back(&house, &other, &state).await.unwrap_err().kind, Kind::Gone);
    let nobody = service::Leaving { ticket: String::new(), ..left.clone() };
    assert_eq!(back(&house, &nobody, &state).await.unwrap_err().kind, Kind::Gone);
    back(&house, &left, &state).await.unwrap();
    assert_eq!(back(&house, &left, &state).await.unwrap_err().kind, Kind::Gone, "once");
    let late = leave(&house).await;
    theirs.says.lock().unwrap().claims = theirs.claims(&house, &late.url);
    house.clock.advance(std::time::Duration::from_secs(11 * 60));
    assert_eq!(
        back(&house, &late, &query(&late.url, "state")).await.unwrap_err().kind,
        Kind::Gone,
        "too late"
    );
}

async fn a_service_that_is_away_is_said_to_be(house: House) {
    let gone = Provider {
        issuer: "http://127.0.0.1:9".to_owned(),
        client: "gestand".to_owned(),
        secret: None,
        demands: Vec::new(),
    };
    house.app.set_access(Settings { service: Some(gone), ..Settings::default() });
    let refused = service::leave(&house.app, Language::Nl, None).await.unwrap_err();
    assert_eq!((refused.kind, refused.code), (Kind::Unavailable, "service-away"));
}
