//! TLS under a server's connections. Who connects shows a certificate or is not heard.

use super::identity::Identity;
use super::trust::Trust;
use super::{Clock, Time, provider};
use crate::peer::Peer;
use crate::transport::Transport;
use rustls::ServerConfig;
use rustls::server::NoServerSessionStorage;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// TLS 1.3, with certificates on both sides.
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl Tls {
    /// Shows `identity` and believes `trust`.
    pub fn new(identity: Arc<Identity>, trust: Arc<Trust>, clock: Clock) -> Result<Self, rustls::Error> {
        let mut config = ServerConfig::builder_with_details(provider(), Arc::new(Time(clock)))
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_client_cert_verifier(trust)
            .with_cert_resolver(identity);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // A session taken up again would be one whose certificate nobody looks at anew.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }
}

impl Transport for Tls {
    type Stream = TlsStream<TcpStream>;

    async fn open(&self, connection: TcpStream, from: SocketAddr) -> std::io::Result<(Self::Stream, Peer)> {
        let stream = self.0.accept(connection).await?;
        let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
        let certificate = shown.map(|certificate| Arc::from(certificate.as_ref()));
        Ok((stream, Peer { certificate, ..Peer::at(from) }))
    }
}
