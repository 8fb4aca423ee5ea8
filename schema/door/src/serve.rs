//! A listener, a router, and a stop that lets answers finish.

use axum::Router;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// How long answers that are under way may take to finish when the service stops.
const GRACE: Duration = Duration::from_secs(5);

/// A service that listens.
pub struct Listening {
    listener: TcpListener,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Listening {
    /// Opens a port; port 0 lets the system choose one.
    pub async fn on(address: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self { address: listener.local_addr()?, listener })
    }

    /// Serves until `stop` is ready, then lets answers finish for a few seconds.
    pub async fn serve(self, router: Router, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let (told, mut heard) = tokio::sync::watch::channel(false);
        let stopping = async move {
            stop.await;
            told.send_replace(true);
        };
        let serving = axum::serve(self.listener, router).with_graceful_shutdown(stopping).into_future();
        let overdue = async {
            // A closed channel means that the stop was heard and the server is done.
            let _ = heard.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            done = serving => done,
            () = overdue => Ok(()),
        }
    }
}

/// Ready when the operator asks to stop: Ctrl-C, or a termination signal.
pub async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

/// Ready when standard input closes: a child stops when its parent is gone, however the parent ended.
pub async fn input_closed() {
    let mut input = tokio::io::stdin();
    let mut ignored = [0_u8; 64];
    while matches!(input.read(&mut ignored).await, Ok(read) if read > 0) {}
}
