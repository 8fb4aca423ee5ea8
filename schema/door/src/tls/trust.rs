//! What is believed of the other side's certificate: signed by an authority that the membership document names, in its time,
//! not revoked, and in the name of who should be there. The document in force decides anew at each handshake.

use super::{name, provider};
use crate::roll::Roll;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme};
use schema::member::Membership;
use schema::seal::digest;
use std::fmt;
use std::sync::Arc;

/// What is believed of the other side's certificate.
pub struct Trust(Arc<Roll>);

impl fmt::Debug for Trust {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Trust")
    }
}

const NOBODY: Error = Error::InvalidCertificate(CertificateError::UnknownIssuer);
const REVOKED: Error = Error::InvalidCertificate(CertificateError::Revoked);
const OTHER_NAME: Error = Error::InvalidCertificate(CertificateError::NotValidForName);

impl Trust {
    /// What the members in force say.
    pub fn new(roll: Arc<Roll>) -> Self {
        Self(roll)
    }

    /// The gateway that shows this certificate, where the members in force still name it and did not revoke it. A
    /// connection that is open is held to this at each request.
    pub fn gateway(&self, certificate: &[u8]) -> Option<String> {
        gateway(&self.0.in_force(), &CertificateDer::from(certificate)).ok()
    }
}

fn gateway(members: &Membership, certificate: &CertificateDer<'_>) -> Result<String, Error> {
    if members.is_revoked(&digest(certificate)) {
        return Err(REVOKED);
    }
    let parsed = ParsedCertificate::try_from(certificate)?;
    let is_of = |gateway: &&str| {
        let name = ServerName::try_from(name::gateway(gateway));
        name.is_ok_and(|name| rustls::client::verify_server_name(&parsed, &name).is_ok())
    };
    members.gateway_names().find(is_of).map(str::to_owned).ok_or(OTHER_NAME)
}

/// The authorities as a store of roots; what does not read as a certificate is none.
fn roots<'a>(authorities: impl Iterator<Item = &'a str>) -> Arc<RootCertStore> {
    let mut store = RootCertStore::empty();
    for pem in authorities {
        if let Ok(certificate) = CertificateDer::from_pem_slice(pem.as_bytes()) {
            let _ = store.add(certificate);
        }
    }
    Arc::new(store)
}

fn verify(
    message: &[u8],
    certificate: &CertificateDer<'_>,
    signed: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, Error> {
    rustls::crypto::verify_tls13_signature(message, certificate, signed, &provider().signature_verification_algorithms)
}

fn schemes() -> Vec<SignatureScheme> {
    provider().signature_verification_algorithms.supported_schemes()
}

/// TLS 1.2 is never spoken.
fn never() -> Result<HandshakeSignatureValid, Error> {
    Err(Error::General("TLS 1.2 is not spoken".to_owned()))
}

impl ClientCertVerifier for Trust {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let members = self.0.in_force();
        let roots = roots(members.authorities().iter().map(String::as_str));
        let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider()).build().map_err(|_| NOBODY)?;
        let sound = verifier.verify_client_cert(certificate, between, now)?;
        gateway(&members, certificate)?;
        Ok(sound)
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        never()
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        schemes()
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        server: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let member = name::member(&server.to_str()).ok_or(OTHER_NAME)?;
        let members = self.0.in_force();
        let roots = roots(members.authorities_of(member).iter().map(String::as_str));
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider()).build().map_err(|_| NOBODY)?;
        let sound = verifier.verify_server_cert(certificate, between, server, ocsp, now)?;
        if members.is_revoked(&digest(certificate)) { Err(REVOKED) } else { Ok(sound) }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        never()
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        schemes()
    }
}
