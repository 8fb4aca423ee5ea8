//! The other side of a connection, as far as the transport knows it.

use std::net::SocketAddr;
use std::sync::Arc;

/// The other side of a connection. Every request that comes over the connection carries it as an extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Where it connects from; a proxy's address where one stands between.
    pub address: SocketAddr,
    /// The certificate (DER) that it has shown and that the transport has checked; none over plain TCP.
    pub certificate: Option<Arc<[u8]>>,
}

impl Peer {
    /// A peer of whom only the address is known.
    pub fn at(address: SocketAddr) -> Self {
        Self { address, certificate: None }
    }
}
