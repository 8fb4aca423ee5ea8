//! TLS under a client's connections: shows a certificate, and believes a node by the name of its member.

use super::identity::Identity;
use super::trust::Trust;
use super::{Clock, Time, provider};
use axum::http::Uri;
use rustls::client::Resumption;
use rustls::{ClientConfig, RootCertStore};
use std::net::IpAddr;
use std::sync::Arc;

/// The host of an address, an IPv6 one without its brackets; empty where there is none.
pub fn host(at: &Uri) -> &str {
    at.host().unwrap_or_default().trim_matches(['[', ']'])
}

/// Whether an address is on this machine: what goes there need not be encrypted.
pub fn is_here(at: &Uri) -> bool {
    let host = host(at);
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// The configuration of a client that shows `identity` and believes `trust`: TLS 1.3. Which HTTP
/// it offers is its client's to say.
pub fn dial(identity: Arc<Identity>, trust: Arc<Trust>, clock: Clock) -> Result<ClientConfig, rustls::Error> {
    let mut config = ClientConfig::builder_with_details(provider(), Arc::new(Time(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        // What is dangerous about it stands in `trust`: it verifies by the library's own verifier, and more.
        .with_custom_certificate_verifier(trust)
        .with_client_cert_resolver(identity);
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The configuration of a client that shows no certificate and believes whom these roots vouch for, as pages do.
pub fn public(roots: RootCertStore, clock: Clock) -> Result<ClientConfig, rustls::Error> {
    let config = ClientConfig::builder_with_details(provider(), Arc::new(Time(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The configuration of a client that believes nobody: for one whose nodes are all on its own machine.
pub fn nobody() -> Result<ClientConfig, rustls::Error> {
    let config = ClientConfig::builder_with_provider(provider()).with_protocol_versions(&[&rustls::version::TLS13])?;
    Ok(config.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}
