//! A federation in this process: real data, every service on a port that the system chooses. Nodes can be stopped,
//! started again and replaced, and gateways added.

use crate::asker::Asker;
use crate::carrier::Carrier;
use crate::link::Link;
use compose::agreements;
use compose::certificates::files;
use compose::country::Country;
use compose::federation::{Prepared, prepared, prepared_of};
use compose::keys::Keys;
use compose::load::Tell;
use compose::options::Options;
use compose::place::Place;
use compose::settle;
use compose::users::User;
use country_node::node::Node;
use country_node::serve::Running;
use door::rates::{Rate, Rates};
use door::roll::Roll;
use door::tls::authority::Pems;
use door::tls::identity::Identity;
use door::tls::transport::Tls;
use door::tls::trust::Trust;
use node_rules::clock::{Clock, system};
use schema::member::{Document, MemberCode};
use schema::role::Role;
use schema::token::issue;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const MOST: Rate = Rate { per_second: 1_000_000, burst: 1_000_000 };

/// No waiting.
const UNHINDERED: Rates = Rates { user: MOST, member: MOST, nobody: MOST };

/// A service of this process that can be stopped.
pub struct Service {
    /// Where it listens.
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Service {
    /// Serves a node that is open. Tests and attacks ask faster than any person: they are not told to wait.
    pub async fn of(mut node: Node) -> Self {
        node.config.rates = Some(UNHINDERED);
        let running = Running::start(node).await.unwrap();
        let (address, (stop, stopped)) = (running.address(), oneshot::channel::<()>());
        let stopped = async move { drop(stopped.await) };
        let served = tokio::spawn(async move { running.serve(stopped).await.unwrap() });
        Self { address, stop, served }
    }

    /// Stops it and waits until its port is closed.
    pub async fn stop(self) {
        let _ = self.stop.send(());
        self.served.await.unwrap();
    }

    /// Where it answers questions.
    pub fn graphql(&self) -> String {
        format!("http://{}/graphql", self.address)
    }
}

/// A federation in this process.
pub struct Federation {
    /// Where its state lies.
    pub place: Place,
    /// Its countries.
    pub countries: Vec<Country>,
    /// Its members' keys.
    pub keys: Keys,
    /// Its demonstration users.
    pub users: Vec<User>,
    /// Who signs its certificates.
    pub authority: Pems,
    /// Its gateway.
    pub gateway: Service,
    nodes: Mutex<BTreeMap<MemberCode, (SocketAddr, Option<Service>)>>,
}

impl Federation {
    /// Loads some countries, or all, into `state` and starts their nodes and a gateway.
    pub async fn start(state: &Path, countries: &[&str], deadline_ms: u64) -> Self {
        let countries = countries.iter().map(|code| code.parse().unwrap()).collect();
        let options = Options { countries, port: 0, state: state.to_owned(), fresh: true, without_tls: false };
        let ready = prepared(&options, system(), &quiet()).await.unwrap();
        Self::of(ready, deadline_ms).await
    }

    /// The same with countries that are not the demonstration's.
    pub async fn start_of(state: &Path, countries: Vec<Country>, deadline_ms: u64) -> Self {
        let options = Options { countries: vec![], port: 0, state: state.to_owned(), fresh: true, without_tls: false };
        let ready = prepared_of(countries, &options, system(), &quiet()).await.unwrap();
        Self::of(ready, deadline_ms).await
    }

    async fn of(ready: Prepared, deadline_ms: u64) -> Self {
        let mut nodes = BTreeMap::new();
        for country in &ready.countries {
            let service = serve_node(&ready.place, country.code, None, system()).await;
            nodes.insert(country.code, (service.address, Some(service)));
        }
        let urls = nodes.iter().map(|(code, (address, _))| (*code, format!("https://{address}/graphql"))).collect();
        settle::members(&ready, &urls, system()()).unwrap();
        settle::gateway(&ready, 0).unwrap();
        let Prepared { place, countries, keys, users, authority, .. } = ready;
        // Through a gateway that is patient, whatever the test's own is to be.
        let patient = serve_gateway(&place, 60_000, gateway::clock::system()).await;
        agreements::settle(&patient.graphql(), &countries, &keys.tokens, system()()).await.unwrap();
        patient.stop().await;
        let gateway = serve_gateway(&place, deadline_ms, gateway::clock::system()).await;
        Self { place, countries, keys, users, authority, gateway, nodes: Mutex::new(nodes) }
    }

    /// Another gateway over the same nodes.
    pub async fn another_gateway(&self, deadline_ms: u64) -> Service {
        serve_gateway(&self.place, deadline_ms, gateway::clock::system()).await
    }

    /// Another gateway over the same nodes, which lives by another clock.
    pub async fn gateway_by(&self, deadline_ms: u64, clock: Clock) -> Service {
        serve_gateway(&self.place, deadline_ms, clock).await
    }

    /// Starts a country's node again, at the address that it had, by another clock.
    pub async fn start_node_by(&self, country: &str, clock: Clock) {
        let code = country.parse().unwrap();
        let service = serve_node(&self.place, code, Some(self.node(country)), clock).await;
        self.nodes.lock().unwrap().get_mut(&code).unwrap().1 = Some(service);
    }

    /// The token of a demonstration user.
    pub fn token(&self, user: &str) -> &str {
        let found = self.users.iter().find(|other| other.name == user);
        &found.unwrap_or_else(|| panic!("no demonstration user {user}")).token
    }

    /// A token that a member's key signs, whatever it says of the member.
    pub fn forged(&self, key: &str, member: &str, role: Role, from: i64, until: i64) -> String {
        let key = &self.keys.tokens[&key.parse().unwrap()];
        issue(key, member.parse().unwrap(), "somebody", role, from, until).unwrap()
    }

    /// A demonstration user at the gateway.
    pub fn asker(&self, user: &str) -> Asker {
        Asker::new(&self.gateway.graphql(), Some(self.token(user)))
    }

    /// One who asks a country's node with a token, through this federation's gateway.
    pub fn at_node(&self, country: &str, token: Option<&str>) -> Asker {
        let carrier = Carrier::new(self.keys.gateway.clone(), country.parse().unwrap(), system());
        let link = Link::of_gateway(self.place.folder(), &carrier);
        Asker::new(&format!("https://{}/graphql", self.node(country)), token).through(carrier).over(link)
    }

    /// The same with a token of an issuer; for which members issuers speak is what the gateway would say.
    pub fn at_node_for(&self, country: &str, token: Option<&str>, issuers: &[(String, &str)]) -> Asker {
        let mut carrier = Carrier::new(self.keys.gateway.clone(), country.parse().unwrap(), system());
        let link = Link::of_gateway(self.place.folder(), &carrier);
        carrier.issuers = issuers.iter().map(|(url, member)| (url.clone(), member.parse().unwrap())).collect();
        Asker::new(&format!("https://{}/graphql", self.node(country)), token).through(carrier).over(link)
    }

    /// Makes the next version of the membership document, as the registrar. Services take it within a second.
    pub fn change_members(&self, change: impl FnOnce(&mut Document)) {
        let path = self.place.members();
        let mut document: Document = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        document.version += 1;
        change(&mut document);
        let text = document.signed(&self.keys.registrar).unwrap().to_toml().unwrap();
        let beside = path.with_extension("next");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, &path).unwrap();
    }

    /// The members as the registrar's document has them, for a service that a test makes.
    pub fn roll(&self) -> Arc<Roll> {
        let pin = self.place.folder().join("tests.pin");
        Arc::new(Roll::open(&self.place.members(), &pin, &self.keys.registrar.public()).unwrap())
    }

    /// TLS as a country's node speaks it, with its own certificate.
    pub fn tls_of(&self, country: &str) -> Tls {
        let folder = self.place.node(country.parse().unwrap());
        let identity = Arc::new(Identity::open(&files("node"), &folder).unwrap());
        Tls::new(identity, Arc::new(Trust::new(self.roll())), system()).unwrap()
    }

    /// Where a country's node listens, or would.
    pub fn node(&self, country: &str) -> SocketAddr {
        self.nodes.lock().unwrap()[&country.parse().unwrap()].0
    }

    /// Stops a country's node; its port stays closed.
    pub async fn stop_node(&self, country: &str) {
        let service = self.nodes.lock().unwrap().get_mut(&country.parse().unwrap()).unwrap().1.take();
        service.expect("the node runs").stop().await;
    }

    /// Starts a country's node again, at the address that it had.
    pub async fn start_node(&self, country: &str) {
        let code = country.parse().unwrap();
        let service = serve_node(&self.place, code, Some(self.node(country)), system()).await;
        self.nodes.lock().unwrap().get_mut(&code).unwrap().1 = Some(service);
    }

    /// Starts the node of `country` where the node of `instead_of` had been.
    pub async fn start_node_at(&self, country: &str, instead_of: &str) -> Service {
        serve_node(&self.place, country.parse().unwrap(), Some(self.node(instead_of)), system()).await
    }

    /// Opens a country's store beside the node that serves it, to read what is in it.
    pub async fn open(&self, country: &str) -> Node {
        Node::open(&self.place.node(country.parse().unwrap()), system()).await.unwrap()
    }

    /// Stops everything.
    pub async fn stop(self) {
        self.gateway.stop().await;
        let nodes = self.nodes.into_inner().unwrap();
        for service in nodes.into_values().filter_map(|(_, service)| service) {
            service.stop().await;
        }
    }
}

fn quiet() -> Tell {
    Arc::new(|_: &str| {})
}

async fn serve_node(place: &Place, country: MemberCode, at: Option<SocketAddr>, clock: Clock) -> Service {
    let mut node = Node::open(&place.node(country), clock).await.unwrap();
    node.config.listen = at.map_or(node.config.listen, |address| address.to_string());
    Service::of(node).await
}

async fn serve_gateway(place: &Place, deadline_ms: u64, clock: Clock) -> Service {
    let mut config = gateway::Config::from_file(&place.gateway()).unwrap();
    config.deadline_ms = deadline_ms;
    config.rates = UNHINDERED;
    let random = gateway::random::system().unwrap();
    let running = gateway::start(config, clock, random).await.unwrap();
    let (address, (stop, stopped)) = (running.address, oneshot::channel::<()>());
    let stopped = async move { drop(stopped.await) };
    let served = tokio::spawn(async move { running.serve(stopped).await.unwrap() });
    Service { address, stop, served }
}
