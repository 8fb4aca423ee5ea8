//! A listener, a router, and a stop that lets answers finish.

use crate::connection::{Patience, converse};
use crate::headers::strict;
use crate::transport::{Plain, Transport};
use axum::Router;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How long the listener rests when the machine has no more connections to give.
const REST: Duration = Duration::from_millis(100);

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

    /// Serves without encryption until `stop` is ready, then lets answers finish for a few seconds.
    pub async fn serve(self, router: Router, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        self.serve_over(Plain, router, Patience::USUAL, stop).await;
        Ok(())
    }

    /// Serves over a transport until `stop` is ready, then lets answers finish for as long as `patience` says.
    pub async fn serve_over<T: Transport>(
        self,
        transport: T,
        router: Router,
        patience: Patience,
        stop: impl Future<Output = ()> + Send,
    ) {
        let router = strict(router);
        let (told, heard) = watch::channel(false);
        let free = Arc::new(Semaphore::new(patience.connections));
        let mut open = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            let (permit, connection, from) = tokio::select! {
                () = stop.as_mut() => break,
                next = next(&self.listener, &free) => next,
                // What has ended is forgotten.
                Some(_) = open.join_next() => continue,
            };
            let conversation = converse(transport.clone(), connection, from, router.clone(), patience, heard.clone());
            open.spawn(async move {
                conversation.await;
                drop(permit);
            });
        }
        // The port is closed first: who comes now finds nobody, not somebody who does not answer.
        drop(self.listener);
        told.send_replace(true);
        let finishing = async { while open.join_next().await.is_some() {} };
        // What is not finished by then is dropped, and so is its connection.
        let _ = timeout(patience.grace, finishing).await;
    }
}

/// The next connection, once there is room for it.
async fn next(listener: &TcpListener, free: &Arc<Semaphore>) -> (Option<OwnedSemaphorePermit>, TcpStream, SocketAddr) {
    // The semaphore is never closed.
    let permit = Arc::clone(free).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((connection, from)) => return (permit, connection, from),
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                sleep(REST).await;
            }
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
