//! A gateway from its configuration to its last answer.

use crate::citation::archive::Archive;
use crate::citation::documents::DocumentLoader;
use crate::citation::pages::{self, Pages};
use crate::clock::Clock;
use crate::config::{Config, ConfigFault};
use crate::country::{Carrier, Dial};
use crate::exchange::Business;
use crate::fetch::NodeLoader;
use crate::gather::{Gather, Gathering};
use crate::graphql::schema;
use crate::identify::Identify;
use crate::members::Members;
use crate::playground;
use crate::random::Random;
use crate::registry::BadNodeAddress;
use crate::scripts::Scripts;
use crate::sign_in::{self, SignIn};
use axum::Router;
use door::came::Attach;
use door::gate::Gate;
use door::issuer::fetch::{Fetch, Source, SourceFault};
use door::issuer::{Issuers, Times};
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
    issuers: Arc<Issuers>,
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
    /// The members' issuers cannot be asked.
    #[error("`issuer_authorities`: {0}")]
    Issuers(#[from] SourceFault),
    /// TLS cannot be spoken.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The port cannot be opened.
    #[error("the gateway cannot listen on {0}: {1}")]
    Listen(String, std::io::Error),
}

/// Takes the membership document and opens the port. `clock` says what time it is, for tokens, questions and citations;
/// `random` sets this run's questions apart from those of any other, and makes sessions that nobody guesses.
pub async fn start(config: Config, clock: Clock, random: Random) -> Result<Running, StartFault> {
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
    let run = random().first_chunk().copied().unwrap_or_default();
    let carrier = Arc::new(Carrier::new(&config.name, key, Arc::clone(&clock), run));
    let fetch = Arc::new(Fetch::new(config.issuer_authorities.as_deref(), Arc::clone(&clock))?);
    let issuers = Arc::new(Issuers::new(Arc::clone(&roll), Arc::clone(&fetch) as Arc<dyn Source>, Times::USUAL));
    let sign_in = SignIn::new(Arc::clone(&issuers), fetch, Arc::clone(&clock), random, &config.origin);
    let sign_in = Arc::new(sign_in);
    let scripts = Scripts::new(Arc::clone(&carrier), Arc::clone(&clock), config.rates);
    let callers = Arc::new(Identify {
        issuers: Arc::clone(&issuers),
        sign_in: Arc::clone(&sign_in),
        scripts,
        clock: Arc::clone(&clock),
    });
    let signing_in = sign_in::pages::router(sign_in::pages::Pages { sign_in, members: Arc::clone(&members) });
    let limits = Limits { time: deadline + AFTER_DEADLINE, rates: config.rates, ..Limits::USUAL };
    let gate = Gate::new(limits);
    let cited = pages::router(Pages {
        archive: Arc::clone(&archive),
        members: Arc::clone(&members),
        identify: Arc::clone(&callers),
        carrier: Arc::clone(&carrier),
        deadline,
        gate: gate.clone(),
    });
    let executor = Gathering(schema(Arc::clone(&archive), Arc::clone(&clock), limits));
    let attach = attach(Office { carrier, members, identify: callers, archive, clock }, deadline);
    let router = door::graphql::gated("/graphql", executor, limits, config.sites()?, attach, gate)
        .merge(playground::router(config.demonstration))
        .merge(signing_in)
        .merge(cited);
    let listening = Listening::on(&config.listen).await.map_err(|error| StartFault::Listen(config.listen, error))?;
    Ok(Running { address: listening.address, listening, router, roll, issuers, identity })
}

/// What answering needs of a gateway.
struct Office {
    carrier: Arc<Carrier>,
    members: Arc<Members>,
    identify: Arc<Identify>,
    archive: Arc<Archive>,
    clock: Clock,
}

impl Running {
    /// Answers until `stop` is ready, then lets answers that are under way finish.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let mut keeping = JoinSet::new();
        keeping.spawn(self.roll.keep());
        keeping.spawn(self.issuers.keep());
        self.identity.map(|identity| keeping.spawn(identity.keep()));
        let served = self.listening.serve(self.router, stop).await;
        keeping.shutdown().await;
        served
    }
}

/// Gives each request its caller, and to one that has a caller a loader of its own.
fn attach(office: Office, deadline: Duration) -> Attach {
    let office = Arc::new(office);
    Arc::new(move |came, request| {
        let office = Arc::clone(&office);
        Box::pin(async move {
            let registry = office.members.in_force();
            let caller = office.identify.caller(came, &registry).await;
            let request = request.data(Arc::clone(&registry));
            match &caller {
                Ok(of) => {
                    let (gather, carrier) = (Gather::default(), Arc::clone(&office.carrier));
                    let (again, members) = (Arc::clone(&carrier), Arc::clone(&registry));
                    let business = Business::begin(again, members, of, deadline);
                    let nodes = NodeLoader::begin(carrier, registry, of, deadline, gather.clone());
                    let documents = DocumentLoader::begin(Arc::clone(&office.archive), gather.clone());
                    let known = of.known((office.clock)());
                    request.data(documents).data(known).data(nodes).data(business).data(gather).data(caller)
                }
                Err(_) => request.data(caller),
            }
        })
    })
}
