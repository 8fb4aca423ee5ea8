//! What stands between a TCP connection and HTTP: nothing, or encryption.

use crate::peer::Peer;
use std::future::Future;
use std::net::SocketAddr;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// Turns a TCP connection into one that speaks HTTP, and says who is on the other side.
pub trait Transport: Clone + Send + Sync + 'static {
    /// The connection that HTTP is spoken over.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Does what comes before HTTP, such as a handshake. It need not mind the time: whoever calls it does.
    fn open(
        &self,
        connection: TcpStream,
        from: SocketAddr,
    ) -> impl Future<Output = std::io::Result<(Self::Stream, Peer)>> + Send;
}

/// No encryption.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Transport for Plain {
    type Stream = TcpStream;

    async fn open(&self, connection: TcpStream, from: SocketAddr) -> std::io::Result<(TcpStream, Peer)> {
        Ok((connection, Peer::at(from)))
    }
}
