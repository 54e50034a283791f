//! Answers that the processor signs: RSA PKCS#1 v1.5 with SHA-256 over the body, with the key of a certificate
//! that the operator laid down. The certificate's own chain is not looked at: it was chosen by hand.

use inventory::map::http::Signature;
use reqwest::header::{HeaderMap, HeaderName};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::secret::{Environment, Settings, secret};

/// What a signature is held against.
#[derive(Debug)]
pub(super) struct Signed {
    header: HeaderName,
    certificate: CertificateDer<'static>,
    domain: Option<(HeaderName, String)>,
}

impl Signed {
    pub(super) fn open(
        declared: &Signature,
        settings: &Settings,
        environment: Environment<'_>,
    ) -> Result<Self, String> {
        let name = |name: &str| HeaderName::try_from(name).map_err(|_| format!("“{name}” is no header name"));
        let pem = secret(&declared.certificate_env, environment)?;
        let certificate = CertificateDer::from_pem_slice(pem.reveal().as_bytes())
            .map_err(|_| format!("{} holds no certificate in PEM", declared.certificate_env))?;
        webpki::EndEntityCert::try_from(&certificate)
            .map_err(|_| format!("{} holds no certificate that can be read", declared.certificate_env))?;
        let domain = match &declared.domain {
            Some(domain) => Some((name(&domain.header)?, settings.get(&domain.value).unwrap_or_default())),
            None => None,
        };
        Ok(Self { header: name(&declared.header)?, certificate, domain })
    }

    /// Whether the body is the processor's.
    pub(super) fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
        use base64::Engine as _;
        let wrong = || "an answer does not carry the processor's signature".to_owned();
        if let Some((header, expected)) = &self.domain {
            let named = headers.get(header).and_then(|value| value.to_str().ok());
            if named != Some(expected.as_str()) {
                return Err("an answer names another processor".to_owned());
            }
        }
        let text = headers.get(&self.header).and_then(|value| value.to_str().ok()).ok_or_else(wrong)?;
        let signature = base64::engine::general_purpose::STANDARD.decode(text.trim()).map_err(|_| wrong())?;
        let certificate = webpki::EndEntityCert::try_from(&self.certificate).map_err(|_| wrong())?;
        certificate
            .verify_signature(webpki::ring::RSA_PKCS1_2048_8192_SHA256, body, &signature)
            .map_err(|_| wrong())
    }
}
