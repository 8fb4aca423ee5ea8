//! One connection, from its first byte to its last. A client that does not speak, does not listen or is not there any more
//! is cut off.

use crate::busy::{Busy, Sent};
use crate::peer::Peer;
use crate::stall::Stall;
use crate::transport::Transport;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

/// How much one connection may ask of a service's patience.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How many connections are open at a time. More wait to be let in until one closes.
    pub connections: usize,
    /// How long a handshake may take.
    pub handshake: Duration,
    /// How long the head of a request may take, and how long a connection may be silent between two requests.
    pub silence: Duration,
    /// How long the other side may take nothing of what is sent to it.
    pub stall: Duration,
    /// How long answers that are under way may take to finish when the service stops.
    pub grace: Duration,
}

impl Patience {
    /// What both services have.
    pub const USUAL: Self = Self {
        connections: 1024,
        handshake: Duration::from_secs(10),
        silence: Duration::from_secs(30),
        stall: Duration::from_secs(30),
        grace: Duration::from_secs(5),
    };
}

/// How many requests one HTTP/2 connection may have under way.
const MOST_STREAMS: u32 = 64;

/// Whether the service stops: the value becomes true, or the sender goes.
pub type Stopping = watch::Receiver<bool>;

/// Ready once the service stops.
pub async fn stops(stopping: &mut Stopping) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// Answers what comes over a connection until it ends, is silent for too long, or the service stops. Answers under way
/// are finished; whoever stops the service says for how long.
pub async fn converse<T: Transport>(
    transport: T,
    connection: TcpStream,
    from: SocketAddr,
    router: Router,
    patience: Patience,
    mut stopping: Stopping,
) {
    // Answers are whole when they are written: waiting for more to send would only delay them.
    let _ = connection.set_nodelay(true);
    let (stream, peer) = match timeout(patience.handshake, transport.open(connection, from)).await {
        Ok(Ok(opened)) => opened,
        Ok(Err(error)) => return tracing::debug!(%from, %error, "a connection was not opened"),
        Err(_) => return tracing::debug!(%from, "a handshake took too long"),
    };
    let busy = Busy::new();
    let service = service(router, peer, busy.clone(), stopping.clone());
    let builder = http(&patience);
    let stream = TokioIo::new(Stall::new(stream, patience.stall));
    let mut serving = pin!(builder.serve_connection_with_upgrades(stream, service));
    tokio::select! {
        _ = serving.as_mut() => return,
        () = busy.idle(patience.silence) => {}
        () = stops(&mut stopping) => {}
    }
    serving.as_mut().graceful_shutdown();
    // What is under way ends; what never began is not waited for.
    tokio::select! {
        _ = serving => {}
        () = busy.idle(patience.grace) => {}
    }
}

fn http(patience: &Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(patience.silence);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MOST_STREAMS)
        .keep_alive_interval(patience.silence)
        .keep_alive_timeout(patience.silence);
    builder
}

/// The router, told who asks and whether the service stops.
fn service(
    router: Router,
    peer: Peer,
    busy: Busy,
    stopping: Stopping,
) -> impl Service<Request<Incoming>, Response = Response<Body>, Error = Infallible, Future: Send + 'static> {
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: Request<Incoming>| {
        let under_way = busy.begin();
        request.extensions_mut().insert(peer.clone());
        request.extensions_mut().insert(stopping.clone());
        let answering = router.call(request);
        async move { Ok(answering.await?.map(|body| Body::new(Sent::new(body, under_way)))) }
    })
}
