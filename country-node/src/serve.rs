//! A node that listens.

use crate::answer::Desk;
use crate::answer::identify::Identify;
use crate::audit::checkpoint;
use crate::audit::close::Closing;
use crate::audit::command::Administration;
use crate::audit::ledger::AuditFault;
use crate::audit::open::Opened;
use crate::campaign::Campaigns;
use crate::command::system_random;
use crate::contact::vault::VARIABLE;
use crate::desk::{self, officer::Officers, serving::DeskFault};
use crate::directory::Directory;
use crate::graphql;
use crate::node::{Node, NodeFault};
use crate::page::office::Random;
use crate::page::serving::{self as page, PageFault, Served};
use crate::page::words::WordsFault;
use crate::programme::Programmes;
use crate::release::due::keep;
use crate::release::shelf::Shelf;
use crate::script::{self, exchange::Exchange};
use axum::Router;
use door::connection::Patience;
use door::issuer::fetch::{Fetch, SourceFault};
use door::issuer::{Issuers, Times};
use door::limits::Limits;
use door::roll::Roll;
use door::serve::Listening;
use door::sites::Sites;
use door::tls::identity::{Identity, IdentityFault};
use door::tls::transport::Tls;
use door::tls::trust::Trust;
use node_rules::audit::entry::Ending;
use schema::seal::digest;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A node that listens and is ready to serve.
pub struct Running {
    listening: Listening,
    router: Router,
    node: Arc<Node>,
    shelf: Arc<Shelf>,
    roll: Arc<Roll>,
    issuers: Arc<Issuers>,
    transport: Option<(Tls, Arc<Identity>)>,
    page: Option<Served>,
    desk: Option<Served>,
    campaigns: Arc<Campaigns>,
    opened: Opened,
}

/// Why a node does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeFault {
    /// The node does not open.
    #[error(transparent)]
    Node(#[from] NodeFault),
    /// The node's certificate cannot be shown.
    #[error(transparent)]
    Identity(#[from] IdentityFault),
    /// The members' issuers cannot be asked.
    #[error("`issuer_authorities`: {0}")]
    Issuers(#[from] SourceFault),
    /// TLS cannot be spoken.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// Without a certificate the node listens on its own machine only.
    #[error("a node without a certificate (`[tls]` in its configuration) listens on its own machine only, not on {0}")]
    Unencrypted(SocketAddr),
    /// It could not be written down that the node serves.
    #[error(transparent)]
    Audit(#[from] AuditFault),
    /// The persons' page cannot be served.
    #[error(transparent)]
    Page(#[from] PageFault),
    /// The officers' desk cannot be served.
    #[error(transparent)]
    Desk(#[from] DeskFault),
    /// The words of letters do not read.
    #[error("the page's words: {0}")]
    Words(#[from] WordsFault),
    /// There is no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// The port does not open, or serving failed.
    #[error("{0}: {1}")]
    Listen(String, std::io::Error),
}

/// How long a letter that is being handed over, and what somebody began who is gone, may still take when the node stops.
const LAST: Duration = Duration::from_secs(20);

/// TLS, where the node has a certificate.
fn transport(node: &Node, roll: &Arc<Roll>) -> Result<Option<(Tls, Arc<Identity>)>, ServeFault> {
    let Some(files) = &node.config.tls else { return Ok(None) };
    let identity = Arc::new(Identity::open(files, &node.folder)?);
    let trust = Arc::new(Trust::new(Arc::clone(roll)));
    Ok(Some((Tls::new(Arc::clone(&identity), trust, node.clock.clone())?, identity)))
}

impl Running {
    /// Opens the node's port. Questions are taken from the moment that [`Running::serve`] is awaited.
    pub async fn start(node: Node) -> Result<Self, ServeFault> {
        let roll = Arc::new(node.roll()?);
        let transport = transport(&node, &roll)?;
        let trust = transport.is_some().then(|| Trust::new(Arc::clone(&roll)));
        let authorities = node.config.issuer_authorities.as_ref().map(|file| node.folder.join(file));
        let fetch = Arc::new(Fetch::new(authorities.as_deref(), node.clock.clone())?);
        let issuers = Arc::new(Issuers::new(Arc::clone(&roll), fetch, Times::USUAL));
        let (country, clock) = (node.config.country, node.clock.clone());
        let identify = Identify::new(country, Arc::clone(&roll), Arc::clone(&issuers), trust, clock);
        let shelf = Arc::new(Shelf::new(node.store.clone(), node.signing.public()));
        let desk = Arc::new(Desk {
            rulebook: node.rulebook.clone(),
            shelf: Arc::clone(&shelf),
            ledger: Arc::clone(&node.ledger),
            cabinet: node.cabinet(),
            country: node.config.country,
            signing: node.signing.clone(),
            clock: node.clock.clone(),
        });
        let node = Arc::new(node);
        let directory = Arc::new(Directory::open(Arc::clone(&node))?);
        let schema = graphql::schema(node.config.country, desk, Arc::clone(&directory), Arc::clone(&roll));
        let limits = Limits { rates: node.config.rates.unwrap_or_default(), ..graphql::LIMITS };
        // Programs ask a node, not pages.
        let identify = Arc::new(identify);
        let attach = graphql::attach(Arc::clone(&identify));
        let exchange = Exchange {
            country,
            folder: node.folder.clone(),
            store: node.store.clone(),
            ledger: Arc::clone(&node.ledger),
            clock: node.clock.clone(),
        };
        let router = door::graphql::router("/graphql", schema, limits, Sites::default(), attach)
            .merge(script::route::router(script::route::Office::new(identify, exchange, limits.rates)));
        let listening = Listening::on(&node.config.listen).await;
        let listening = listening.map_err(|error| ServeFault::Listen(node.config.listen.clone(), error))?;
        if transport.is_none() && !listening.address.ip().is_loopback() {
            return Err(ServeFault::Unencrypted(listening.address));
        }
        let page = match &node.config.page {
            Some(config) => {
                let opening = page::open(&node, config, std::env::var(VARIABLE).ok(), random()?);
                Some(Box::pin(opening).await?)
            }
            None => None,
        };
        let campaigns = Arc::new(Campaigns::new(Arc::clone(&node), Arc::clone(&directory))?);
        let desk = match &node.config.desk {
            Some(config) => {
                let officers = Officers::new(country, Arc::clone(&roll), Arc::clone(&issuers), node.clock.clone());
                let programmes = Arc::new(Programmes::new(Arc::clone(&node), directory));
                let rooms = (programmes, Arc::clone(&campaigns));
                Some(desk::serving::open(config, rooms, officers, limits.rates).await?)
            }
            None => None,
        };
        let opened = node.ledger.open_one(serving(&node)?.begun()).await?;
        Ok(Self { listening, router, node, shelf, roll, issuers, transport, page, desk, campaigns, opened })
    }

    /// Where it answers questions.
    pub fn graphql(&self) -> String {
        let scheme = if self.transport.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/graphql", self.listening.address)
    }

    /// Where the persons' page listens, where there is one.
    pub fn page(&self) -> Option<SocketAddr> {
        self.page.as_ref().map(|page| page.listening.address)
    }

    /// Where the officers' desk listens, where there is one.
    pub fn desk(&self) -> Option<SocketAddr> {
        self.desk.as_ref().map(|desk| desk.listening.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.listening.address
    }

    /// Serves until `stop` is ready, and cuts releases when they fall due; answers under way are finished, the audit log is
    /// signed and the store is closed. A release that is being cut is given up: the former one stands.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeFault> {
        let at = self.listening.address.to_string();
        let mut keeping = JoinSet::new();
        keeping.spawn(keep(Arc::clone(&self.node), self.shelf));
        keeping.spawn(self.roll.keep());
        keeping.spawn(self.issuers.keep());
        keeping.spawn(checkpoint::keep(Arc::clone(&self.node)));
        let (stop, stopped) = stopping(stop);
        let (campaigns, until) = (self.campaigns, stopped.clone());
        let sending = tokio::spawn(async move { Box::pin(campaigns.keep(until)).await });
        let mut beside = JoinSet::new();
        for (served, what) in [(self.page, "the persons' page"), (self.desk, "the officers' desk")] {
            let Some(Served { listening, router }) = served else { continue };
            let stopped = stopped.clone();
            beside.spawn(async move {
                if let Err(fault) = listening.serve(router, told(stopped)).await {
                    tracing::error!(%fault, "{what} is served no more");
                }
            });
        }
        let served = match self.transport {
            Some((tls, identity)) => {
                keeping.spawn(identity.keep());
                self.listening.serve_over(tls, self.router, Patience::USUAL, stop).await;
                Ok(())
            }
            None => self.listening.serve(self.router, stop).await,
        };
        // They are told to stop as this one is, and let answers finish as long.
        while beside.join_next().await.is_some() {}
        keeping.shutdown().await;
        // A letter that is being handed over is brought to its end, as far as the server lets it, and so is what somebody began: then all
        // is closed but that this node serves.
        let (sent, closed) = tokio::join!(timeout(LAST, sending), timeout(LAST, self.node.ledger.closed_but(1)));
        if sent.is_err() {
            tracing::warn!("a letter was cut off while it was handed over: `campaign settle` tells what became of it");
        }
        if closed.is_err() {
            tracing::warn!("something was cut off that was under way: it stands in the log as never closed");
        }
        let outcome = if served.is_ok() { Ending::Done } else { Ending::Failed };
        self.node.ledger.close_one(self.opened, Closing::with(outcome)).await?;
        checkpoint::sign(&self.node).await?;
        if let Err(fault) = self.node.store.clone().close().await {
            tracing::warn!(%fault, "the store did not close cleanly");
        }
        served.map_err(|error| ServeFault::Listen(at, error))
    }
}

/// The end of serving, told to whoever else serves.
fn stopping(
    stop: impl Future<Output = ()> + Send + 'static,
) -> (impl Future<Output = ()> + Send, watch::Receiver<bool>) {
    let (tell, stopped) = watch::channel(false);
    let stop = async move {
        stop.await;
        tell.send_replace(true);
    };
    (stop, stopped)
}

async fn told(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Randomness, such as for whom a page is opened to.
pub(crate) fn random() -> Result<Random, getrandom::Error> {
    let system = Mutex::new(system_random()?);
    Ok(Arc::new(move || {
        let mut bytes = [0; 32];
        (*system.lock().unwrap_or_else(PoisonError::into_inner))(&mut bytes);
        bytes
    }))
}

/// What is written down when a node begins to serve: by which policy and for which members, as digests of their files.
fn serving(node: &Node) -> Result<Administration, NodeFault> {
    let mut serving = Administration::of("serve");
    for (name, file) in [("rulebook", &node.config.rulebook), ("members", &node.config.members)] {
        let path = node.folder.join(file);
        let bytes = std::fs::read(&path).map_err(|error| NodeFault::File(path, error))?;
        serving = serving.with(name, digest(&bytes));
    }
    Ok(serving)
}
