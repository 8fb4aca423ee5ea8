//! A gateway from its configuration to its last answer.

use crate::caller::Caller;
use crate::clock::Clock;
use crate::config::{Config, ConfigFault};
use crate::fetch::NodeLoader;
use crate::gather::{Gather, Gathering};
use crate::graphql::schema;
use crate::playground;
use crate::registry::{BadNodeAddress, Registry};
use axum::Router;
use axum::routing::get;
use door::graphql::{Attach, bearer};
use door::limits::Limits;
use door::serve::Listening;
use reqwest::Client;
use reqwest::redirect::Policy;
use schema::member::{Membership, MembershipFault};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What is left after the countries' deadline, to put an answer together and say it.
const AFTER_DEADLINE: Duration = Duration::from_secs(5);

/// A gateway that listens, and answers once it is served.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    listening: Listening,
    router: Router,
}

/// Why a gateway did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The configuration asks for what cannot be.
    #[error(transparent)]
    Config(#[from] ConfigFault),
    /// The membership document cannot be read.
    #[error("{0} cannot be read: {1}")]
    MembersMissing(PathBuf, std::io::Error),
    /// The membership document is not sound.
    #[error(transparent)]
    Members(#[from] MembershipFault),
    /// A node's address cannot be asked.
    #[error(transparent)]
    NodeAddress(#[from] BadNodeAddress),
    /// The client of the nodes cannot be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    /// The port cannot be opened.
    #[error("the gateway cannot listen on {0}: {1}")]
    Listen(String, std::io::Error),
}

/// Reads the membership document and opens the port. `clock` says what time it is, for tokens and citations.
pub async fn start(config: Config, clock: Clock) -> Result<Running, StartFault> {
    let deadline = config.deadline()?;
    let members = tokio::fs::read_to_string(&config.members)
        .await
        .map_err(|error| StartFault::MembersMissing(config.members.clone(), error))?;
    let registry = Arc::new(Registry::new(Membership::from_toml(&members)?)?);
    let router = router(registry, clock, deadline, config.demonstration)?;
    let listening = Listening::on(&config.listen).await.map_err(|error| StartFault::Listen(config.listen, error))?;
    Ok(Running { address: listening.address, listening, router })
}

impl Running {
    /// Answers until `stop` is ready, then lets answers that are under way finish.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        self.listening.serve(self.router, stop).await
    }
}

fn router(
    registry: Arc<Registry>,
    clock: Clock,
    deadline: Duration,
    demonstration: Option<PathBuf>,
) -> Result<Router, StartFault> {
    let limits = Limits { body_bytes: 64 * 1024, depth: 20, complexity: 3000, time: deadline + AFTER_DEADLINE };
    // A redirect would carry the caller's token to an address that no member has signed for, and so would a proxy.
    let client = Client::builder().redirect(Policy::none()).no_proxy().referer(false).build()?;
    let executor = Gathering(schema(Arc::clone(&registry), Arc::clone(&clock), limits));
    let attach = attach(client, registry, clock, deadline);
    Ok(door::graphql::router("/graphql", executor, limits, attach)
        .merge(playground::router(demonstration))
        .route("/health", get(|| async { "ok" })))
}

/// Gives each request its caller, and to one that has a caller a loader of its own.
fn attach(client: Client, registry: Arc<Registry>, clock: Clock, deadline: Duration) -> Attach {
    Arc::new(move |headers, request| {
        let caller = Caller::of(bearer(headers), registry.membership(), clock());
        match caller {
            Ok(caller) => {
                let gather = Gather::default();
                let nodes = NodeLoader::begin(client.clone(), Arc::clone(&registry), &caller, deadline, gather.clone());
                request.data(nodes).data(gather).data(Ok::<_, schema::token::TokenFault>(caller))
            }
            Err(fault) => request.data(Err::<Caller, _>(fault)),
        }
    })
}
