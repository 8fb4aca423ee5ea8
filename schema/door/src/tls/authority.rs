//! Certificates for those who have no authority of their own: an authority is made, signs requests, and stands in the
//! membership document. Keys are ECDSA P-256 and come from the cryptography library's own source of randomness.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use time::OffsetDateTime;

/// Why no certificate was made.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityFault {
    /// The library refused; a request that was not signed by its own key, or what is no PEM.
    #[error("certificates: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The clock stands where no calendar reaches.
    #[error("the clock is out of range")]
    Clock(#[from] time::error::ComponentRange),
}

/// A key and what goes with it, as PEM: a certificate, or the request for one.
pub struct Pems {
    /// The certificate, or the request.
    pub public: String,
    /// The private key (PKCS#8).
    pub key: String,
}

const DAY: i64 = 86_400;

/// How long an authority lasts, in days.
const AUTHORITY_DAYS: i64 = 3653;

/// An authority that can sign certificates from `now` on, in seconds since 1970.
pub fn authority(name: &str, now: i64) -> Result<Pems, AuthorityFault> {
    let mut params = params(name, vec![], now, AUTHORITY_DAYS)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate()?;
    Ok(Pems { public: params.self_signed(&key)?.pem(), key: key.serialize_pem() })
}

/// A request for a certificate, with a new key (PKCS#10). The names in it are for its reader: the authority decides.
pub fn request(name: &str) -> Result<Pems, AuthorityFault> {
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    params.distinguished_name = common_name(name);
    let key = KeyPair::generate()?;
    Ok(Pems { public: params.serialize_request(&key)?.pem()?, key: key.serialize_pem() })
}

/// A certificate for the key of a request, in a name that the authority has checked, for some days from `now` on.
pub fn sign(request: &str, name: &str, authority: &Pems, now: i64, days: i64) -> Result<String, AuthorityFault> {
    let asked = CertificateSigningRequestParams::from_pem(request)?;
    let mut params = params(name, vec![name.to_owned()], now, days)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    params.use_authority_key_identifier_extension = true;
    let issuer = Issuer::from_ca_cert_pem(&authority.public, KeyPair::from_pem(&authority.key)?)?;
    Ok(params.signed_by(&asked.public_key, &issuer)?.pem())
}

fn params(name: &str, names: Vec<String>, now: i64, days: i64) -> Result<CertificateParams, AuthorityFault> {
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = common_name(name);
    // An hour back: clocks that are a little apart make no new certificate one of the future.
    params.not_before = OffsetDateTime::from_unix_timestamp(now.saturating_sub(3600))?;
    params.not_after = OffsetDateTime::from_unix_timestamp(now.saturating_add(days.saturating_mul(DAY)))?;
    Ok(params)
}

fn common_name(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}
