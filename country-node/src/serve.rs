//! A node that listens.

use crate::answer::Desk;
use crate::answer::identify::Identify;
use crate::answer::record::Ledger;
use crate::graphql;
use crate::node::{Node, NodeFault};
use crate::release::due::keep;
use crate::release::shelf::Shelf;
use axum::Router;
use axum::routing::get;
use door::roll::Roll;
use door::serve::Listening;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// A node that listens and is ready to serve.
pub struct Running {
    listening: Listening,
    router: Router,
    node: Arc<Node>,
    shelf: Arc<Shelf>,
    roll: Arc<Roll>,
}

/// Why a node does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// The node does not open.
    #[error(transparent)]
    Node(#[from] NodeFault),
    /// The port does not open, or serving failed.
    #[error("{0}: {1}")]
    Listen(String, std::io::Error),
}

impl Running {
    /// Opens the node's port. Questions are taken from the moment that [`Running::serve`] is awaited.
    pub async fn start(node: Node) -> Result<Self, ServeFault> {
        let roll = Arc::new(node.roll()?);
        let identify = Identify::new(node.config.country, Arc::clone(&roll), node.clock.clone());
        let shelf = Arc::new(Shelf::new(node.store.clone(), node.signing.public()));
        let desk = Arc::new(Desk {
            rulebook: node.rulebook.clone(),
            shelf: Arc::clone(&shelf),
            ledger: Ledger::new(node.store.clone()),
            country: node.config.country,
            signing: node.signing.clone(),
            clock: node.clock.clone(),
        });
        let schema = graphql::schema(node.config.country, desk);
        let router = door::graphql::router("/graphql", schema, graphql::LIMITS, graphql::attach(Arc::new(identify)))
            .route("/health", get(|| async { "ok" }));
        let listening = Listening::on(&node.config.listen).await;
        let listening = listening.map_err(|error| ServeFault::Listen(node.config.listen.clone(), error))?;
        Ok(Self { listening, router, node: Arc::new(node), shelf, roll })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.listening.address
    }

    /// Serves until `stop` is ready, and cuts releases when they fall due; answers under way are finished and the store is
    /// closed. A release that is being cut is given up: the former one stands.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeFault> {
        let at = self.listening.address.to_string();
        let keeping = [tokio::spawn(keep(Arc::clone(&self.node), self.shelf)), tokio::spawn(self.roll.keep())];
        let served = self.listening.serve(self.router, stop).await;
        keeping.iter().for_each(JoinHandle::abort);
        if let Err(fault) = self.node.store.clone().close().await {
            tracing::warn!(%fault, "the store did not close cleanly");
        }
        served.map_err(|error| ServeFault::Listen(at, error))
    }
}
