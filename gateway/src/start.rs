//! A gateway from its configuration to its last answer.

use crate::caller::Caller;
use crate::citation::archive::Archive;
use crate::citation::pages::{self, Pages};
use crate::clock::Clock;
use crate::config::{Config, ConfigFault};
use crate::country::Carrier;
use crate::fetch::NodeLoader;
use crate::gather::{Gather, Gathering};
use crate::graphql::schema;
use crate::members::Members;
use crate::playground;
use crate::registry::BadNodeAddress;
use axum::Router;
use axum::routing::get;
use door::came::Attach;
use door::key_file::{self, KeyFault};
use door::limits::Limits;
use door::roll::{Roll, RollFault};
use door::serve::Listening;
use reqwest::Client;
use reqwest::redirect::Policy;
use schema::seal::{PublicKey, SealFault};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What is left after the countries' deadline, to put an answer together and say it.
const AFTER_DEADLINE: Duration = Duration::from_secs(5);

/// How long a connection to a node is kept: not as long as a node keeps it, so that no question meets a closing door.
const IDLE: Duration = Duration::from_secs(20);

/// A gateway that listens, and answers once it is served.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    listening: Listening,
    router: Router,
    roll: Arc<Roll>,
}

/// Why a gateway did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The configuration asks for what cannot be.
    #[error(transparent)]
    Config(#[from] ConfigFault),
    /// The membership document cannot be taken.
    #[error(transparent)]
    Members(#[from] RollFault),
    /// The gateway's key cannot be read.
    #[error(transparent)]
    Key(#[from] KeyFault),
    /// The registrar's key is no key.
    #[error("`registrar` in the configuration: {0}")]
    Registrar(SealFault),
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

/// Takes the membership document and opens the port. `clock` says what time it is, for tokens, questions and citations;
/// `run` is random and sets this run's questions apart from those of any other.
pub async fn start(config: Config, clock: Clock, run: [u8; 16]) -> Result<Running, StartFault> {
    let deadline = config.deadline()?;
    let registrar = PublicKey::from_text(&config.registrar);
    let registrar = registrar.map_err(StartFault::Registrar)?;
    let roll = Arc::new(Roll::open(&config.members, &config.pin, &registrar)?);
    let members = Arc::new(Members::new(Arc::clone(&roll))?);
    let key = key_file::read(&config.key)?;
    let archive = Arc::new(Archive::new(&config.name, key.clone(), &config.citations, &config.origin));
    // A redirect would carry the caller's token to an address that no member has signed for, and so would a proxy.
    let client = Client::builder().redirect(Policy::none()).no_proxy().referer(false);
    let client = client.pool_idle_timeout(IDLE).build()?;
    let carrier = Arc::new(Carrier::new(client, &config.name, key, Arc::clone(&clock), run));
    let cited =
        pages::router(Pages { archive: Arc::clone(&archive), members: Arc::clone(&members), clock: clock.clone() });
    let router = router(Office { carrier, members, archive, clock }, deadline, config.demonstration).merge(cited);
    let listening = Listening::on(&config.listen).await.map_err(|error| StartFault::Listen(config.listen, error))?;
    Ok(Running { address: listening.address, listening, router, roll })
}

/// What answering needs of a gateway.
struct Office {
    carrier: Arc<Carrier>,
    members: Arc<Members>,
    archive: Arc<Archive>,
    clock: Clock,
}

impl Running {
    /// Answers until `stop` is ready, then lets answers that are under way finish.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let keeping = tokio::spawn(self.roll.keep());
        let served = self.listening.serve(self.router, stop).await;
        keeping.abort();
        served
    }
}

fn router(office: Office, deadline: Duration, demonstration: Option<PathBuf>) -> Router {
    let limits = Limits { body_bytes: 64 * 1024, depth: 20, complexity: 3000, time: deadline + AFTER_DEADLINE };
    let executor = Gathering(schema(Arc::clone(&office.archive), Arc::clone(&office.clock), limits));
    door::graphql::router("/graphql", executor, limits, attach(office, deadline))
        .merge(playground::router(demonstration))
        .route("/health", get(|| async { "ok" }))
}

/// Gives each request its caller, and to one that has a caller a loader of its own.
fn attach(office: Office, deadline: Duration) -> Attach {
    Arc::new(move |came, request| {
        let registry = office.members.in_force();
        let caller = Caller::of(came.bearer(), registry.membership(), (office.clock)());
        let request = request.data(Arc::clone(&registry));
        match caller {
            Ok(caller) => {
                let (gather, carrier) = (Gather::default(), Arc::clone(&office.carrier));
                let nodes = NodeLoader::begin(carrier, registry, &caller, deadline, gather.clone());
                request.data(nodes).data(gather).data(Ok::<_, schema::token::TokenFault>(caller))
            }
            Err(fault) => request.data(Err::<Caller, _>(fault)),
        }
    })
}
