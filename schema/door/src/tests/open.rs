//! A service that listens.

use crate::connection::Patience;
use crate::serve::Listening;
use crate::transport::Plain;
use axum::Router;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Limits that a test can wait for.
pub const SHORT: Patience = Patience {
    connections: 64,
    handshake: Duration::from_millis(400),
    silence: Duration::from_millis(400),
    stall: Duration::from_millis(400),
    grace: Duration::from_millis(400),
};

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A service that listens.
pub struct Open {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Open {
    pub async fn start(router: Router, patience: Patience) -> Self {
        let listening = Listening::on("127.0.0.1:0").await.unwrap();
        let (address, (stop, stopped)) = (listening.address, oneshot::channel::<()>());
        let stopped = async move { drop(stopped.await) };
        let served = tokio::spawn(async move { listening.serve_over(Plain, router, patience, stopped).await });
        Self { address, stop, served }
    }

    /// A connection that has said this.
    pub async fn connection(&self, said: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.write_all(said.as_bytes()).await.unwrap();
        connection
    }

    /// Says this on a connection of its own and hears all until it is closed.
    pub async fn hear(&self, said: &str) -> String {
        rest(&mut self.connection(said).await).await
    }

    /// Asks to stop; what is returned ends when all has ended.
    pub fn stop(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.served
    }
}

/// What a connection says until it is closed, or reset.
pub async fn rest(connection: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    let _ = timeout(PATIENCE, connection.read_to_end(&mut heard)).await.expect("the connection must be closed");
    String::from_utf8_lossy(&heard).into_owned()
}
