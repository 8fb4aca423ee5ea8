//! A gateway from its configuration to its last answer.

use crate::caller::Caller;
use crate::citation::archive::Archive;
use crate::citation::pages::{self, Pages};
use crate::clock::Clock;
use crate::config::{Config, ConfigFault};
use crate::country::{Carrier, Dial};
use crate::exchange::agreements::Agreements;
use crate::fetch::NodeLoader;
use crate::gather::{Gather, Gathering};
use crate::graphql::schema;
use crate::members::Members;
use crate::playground;
use crate::registry::BadNodeAddress;
use axum::Router;
use door::came::Attach;
use door::key_file::{self, KeyFault};
use door::limits::Limits;
use door::roll::{Roll, RollFault};
use door::serve::Listening;
use door::tls::dial::dial;
use door::tls::identity::{Identity, IdentityFault};
use door::tls::trust::Trust;
use schema::seal::{PublicKey, SealFault};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// What is left after the countries' deadline, to put an answer together and say it.
const AFTER_DEADLINE: Duration = Duration::from_secs(5);

/// A gateway that listens, and answers once it is served.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    listening: Listening,
    router: Router,
    roll: Arc<Roll>,
    identity: Option<Arc<Identity>>,
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
    /// The gateway's certificate cannot be shown.
    #[error(transparent)]
    Identity(#[from] IdentityFault),
    /// TLS cannot be spoken.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
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
    let identity = config.tls.as_ref().map(|files| Identity::open(files, Path::new(""))).transpose()?.map(Arc::new);
    let dial = match &identity {
        Some(identity) => {
            let trust = Arc::new(Trust::new(Arc::clone(&roll)));
            Dial::tls(dial(Arc::clone(identity), trust, Arc::clone(&clock))?)
        }
        None => Dial::plain()?,
    };
    let members = Arc::new(Members::new(Arc::clone(&roll), dial)?);
    let key = key_file::read(&config.key)?;
    let archive = Arc::new(Archive::new(&config.name, key.clone(), &config.citations, &config.origin));
    let carrier = Arc::new(Carrier::new(&config.name, key, Arc::clone(&clock), run));
    let cited =
        pages::router(Pages { archive: Arc::clone(&archive), members: Arc::clone(&members), clock: clock.clone() });
    let limits = Limits { time: deadline + AFTER_DEADLINE, rates: config.rates, ..Limits::USUAL };
    let executor = Gathering(schema(Arc::clone(&archive), Arc::clone(&clock), limits));
    let attach = attach(Office { carrier, members, clock }, deadline);
    let router = door::graphql::router("/graphql", executor, limits, config.sites()?, attach)
        .merge(playground::router(config.demonstration))
        .merge(cited);
    let listening = Listening::on(&config.listen).await.map_err(|error| StartFault::Listen(config.listen, error))?;
    Ok(Running { address: listening.address, listening, router, roll, identity })
}

/// What answering needs of a gateway.
struct Office {
    carrier: Arc<Carrier>,
    members: Arc<Members>,
    clock: Clock,
}

impl Running {
    /// Answers until `stop` is ready, then lets answers that are under way finish.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let mut keeping = JoinSet::new();
        keeping.spawn(self.roll.keep());
        self.identity.map(|identity| keeping.spawn(identity.keep()));
        let served = self.listening.serve(self.router, stop).await;
        keeping.shutdown().await;
        served
    }
}

/// Gives each request its caller, and to one that has a caller a loader of its own.
fn attach(office: Office, deadline: Duration) -> Attach {
    Arc::new(move |came, request| {
        let (registry, now) = (office.members.in_force(), (office.clock)());
        let caller = Caller::of(came.bearer(), registry.membership(), now);
        let request = request.data(Arc::clone(&registry));
        match caller {
            Ok(caller) => {
                let (gather, carrier) = (Gather::default(), Arc::clone(&office.carrier));
                let (again, members) = (Arc::clone(&carrier), Arc::clone(&registry));
                let agreements = Agreements::begin(again, members, &caller, deadline);
                let nodes = NodeLoader::begin(carrier, registry, &caller, deadline, gather.clone());
                request
                    .data(caller.known(now))
                    .data(nodes)
                    .data(agreements)
                    .data(gather)
                    .data(Ok::<_, schema::token::TokenFault>(caller))
            }
            Err(fault) => request.data(Err::<Caller, _>(fault)),
        }
    })
}
