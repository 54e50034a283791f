//! Signing what goes to other systems with the key of a certificate that the operator laid down: RSA PKCS#1 v1.5 with
//! SHA-256, as OpenDSR has it.

use std::sync::Arc;

use rustls::SignatureScheme;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::sign::SigningKey;

/// A certificate with its key.
#[derive(Clone)]
pub struct Certified {
    /// The certificate in PEM, as it is published.
    pub certificate: String,
    key: Arc<dyn SigningKey>,
}

impl std::fmt::Debug for Certified {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certified(…)")
    }
}

/// A certificate and a key that are no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// There is no certificate in it.
    #[error("there is no certificate in PEM that can be read")]
    Certificate,
    /// There is no key in it.
    #[error("there is no RSA key in PEM that can be read")]
    Key,
    /// They do not belong together.
    #[error("the key is not that of the certificate")]
    Strangers,
    /// The certificate is somebody else's.
    #[error("the certificate does not name the host under which people reach this installation")]
    Host,
}

impl Certified {
    /// Reads them and sees that they belong together and to this host.
    ///
    /// # Errors
    /// They do not.
    pub fn read(certificate: &str, key: &str, host: &str) -> Result<Self, SigningError> {
        let der =
            CertificateDer::from_pem_slice(certificate.as_bytes()).map_err(|_| SigningError::Certificate)?;
        let known = webpki::EndEntityCert::try_from(&der).map_err(|_| SigningError::Certificate)?;
        let name = ServerName::try_from(host).map_err(|_| SigningError::Host)?;
        known.verify_is_valid_for_subject_name(&name).map_err(|_| SigningError::Host)?;
        let private = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| SigningError::Key)?;
        let key = rustls::crypto::ring::sign::any_supported_type(&private).map_err(|_| SigningError::Key)?;
        let this = Self { certificate: certificate.to_owned(), key };
        let signature = this.sign(b"gestand").ok_or(SigningError::Key)?;
        known
            .verify_signature(webpki::ring::RSA_PKCS1_2048_8192_SHA256, b"gestand", &signature)
            .map_err(|_| SigningError::Strangers)?;
        Ok(this)
    }

    /// Signs a body; none when the key is no RSA key.
    pub fn sign(&self, body: &[u8]) -> Option<Vec<u8>> {
        self.key.choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA256])?.sign(body).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made up for these tests, on a reserved domain.
    const CERTIFICATE: &str = include_str!("../tests/signing/certificate.pem");
    const KEY: &str = include_str!("../tests/signing/key.pem");
    const STRANGER: &str = include_str!("../tests/http/processor-key.pem");

    #[test]
    fn certificate_key_and_host_belong_together() {
        let host = "gestand.test";
        for (certificate, key, host, problem) in [
            ("", KEY, host, SigningError::Certificate),
            (CERTIFICATE, "", host, SigningError::Key),
            (CERTIFICATE, STRANGER, host, SigningError::Strangers),
            (CERTIFICATE, KEY, "another.example", SigningError::Host),
            (CERTIFICATE, KEY, "", SigningError::Host),
        ] {
            assert_eq!(Certified::read(certificate, key, host).unwrap_err(), problem, "{host}");
        }
        let signed = Certified::read(CERTIFICATE, KEY, host).unwrap().sign(b"body").unwrap();
        let der = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap();
        let known = webpki::EndEntityCert::try_from(&der).unwrap();
        let verify = |body| known.verify_signature(webpki::ring::RSA_PKCS1_2048_8192_SHA256, body, &signed);
        assert!(verify(b"body").is_ok() && verify(b"another").is_err());
    }
}
