//! All of it in order: keys, data, nodes, gateway, and what to tell; then until Ctrl-C.

use crate::agreements;
use crate::certificates;
use crate::children::Service;
use crate::country::{Country, countries};
use crate::fault::Fault;
use crate::keys::{Keys, keys};
use crate::load::{Tell, prepare};
use crate::options::Options;
use crate::place::Place;
use crate::settle::{self, Nodes};
use crate::users::{User, users};
use country_node::command::{TOKEN_KEY, system_random};
use door::key_file;
use door::serve::asked_to_stop;
use door::tls::authority::Pems;
use door::tls::name;
use node_rules::clock::{Clock, system};
use schema::member::MemberCode;
use schema::seal::PublicKey;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::task::JoinSet;

/// A federation whose data are loaded and whose documents are written.
pub struct Prepared {
    /// Where its state lies.
    pub place: Place,
    /// IOM.
    pub iom: MemberCode,
    /// Its countries.
    pub countries: Vec<Country>,
    /// Its members' keys.
    pub keys: Keys,
    /// Who signs its certificates.
    pub authority: Pems,
    /// The keys that its nodes sign with.
    pub signing: BTreeMap<MemberCode, PublicKey>,
    /// Its demonstration users.
    pub users: Vec<User>,
    port: u16,
    /// Whether gateway and nodes speak TLS.
    pub encrypted: bool,
}

/// A federation that runs.
struct Running {
    place: Place,
    nodes: Vec<Service>,
    gateway: Service,
}

/// Runs a federation until it is asked to stop.
pub async fn run(options: Options) -> ExitCode {
    let tell: Tell = Arc::new(|line| {
        let _ = writeln!(std::io::stdout(), "{line}");
    });
    match until_stopped(&options, &tell).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _ = writeln!(std::io::stderr(), "compose: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn until_stopped(options: &Options, tell: &Tell) -> Result<(), Fault> {
    let stop = asked_to_stop();
    tokio::pin!(stop);
    let running = tokio::select! {
        running = async { start(prepared(options, system(), tell).await?, system(), tell).await } => running?,
        () = &mut stop => return Ok(()),
    };
    let Running { place, mut nodes, mut gateway } = running;
    let failed = loop {
        let ended = first_to_end(&mut nodes);
        tokio::select! {
            () = &mut stop => break None,
            () = gateway.ended() => break Some(gateway.name().to_owned()),
            at = ended => {
                // One node less is an absence that the gateway names; the federation goes on.
                let gone = nodes.swap_remove(at);
                tell(&format!("{} has ended; the others go on without it", gone.name()));
            }
        }
    };
    tell("stopping");
    let taken_back = place.not_ready();
    let mut stopping = JoinSet::new();
    nodes.into_iter().chain([gateway]).for_each(|service| drop(stopping.spawn(service.stop())));
    stopping.join_all().await;
    taken_back?;
    failed.map_or(Ok(()), |name| Err(Fault::Ended(name)))
}

/// Loads what is not loaded yet of the demonstration's countries and writes the membership document.
pub async fn prepared(options: &Options, clock: Clock, tell: &Tell) -> Result<Prepared, Fault> {
    prepared_of(countries(&options.countries)?, options, clock, tell).await
}

/// The same of any countries.
pub async fn prepared_of(
    countries: Vec<Country>,
    options: &Options,
    clock: Clock,
    tell: &Tell,
) -> Result<Prepared, Fault> {
    if usize::from(options.port) + countries.len() > usize::from(u16::MAX) {
        return Err(Fault::PortTooHigh(options.port));
    }
    let place = Place::open(&options.state, options.fresh)?;
    place.not_ready()?;
    let iom: MemberCode = "IOM".parse().map_err(|_| Fault::Document("IOM".to_owned()))?;
    let no_randomness = |error: getrandom::Error| Fault::Document(format!("no randomness: {error}"));
    let members = std::iter::once(iom).chain(countries.iter().map(|country| country.code));
    let keys = keys(&place, members, &mut system_random().map_err(no_randomness)?)?;
    let users = users(iom, &countries, &keys.tokens, clock())?;
    let ports = (1..).map(|nth| if options.port == 0 { 0 } else { options.port.saturating_add(nth) });
    let listen: Vec<String> = ports.take(countries.len()).map(|port| format!("127.0.0.1:{port}")).collect();
    let encrypted = !options.without_tls;
    let scheme = if encrypted { "https" } else { "http" };
    let urls: Nodes =
        countries.iter().zip(&listen).map(|(country, at)| (country.code, format!("{scheme}://{at}/graphql"))).collect();
    let authority = certificates::federation(&place, clock())?;
    certificates::certify(&place.keys(), "gateway", &name::gateway(settle::GATEWAY), &authority, clock())?;
    for country in &countries {
        let (folder, name) = (place.node(country.code), name::node(country.code));
        certificates::certify(&folder, "node", &name, &authority, clock())?;
    }
    let mut loading = JoinSet::new();
    for (country, listen) in countries.iter().cloned().zip(listen) {
        let (place, clock, tell) = (place.clone(), clock.clone(), Arc::clone(tell));
        let (random, registrar) = (system_random().map_err(no_randomness)?, keys.registrar.public());
        // An officer's own: by it the node vouches for scripts.
        if let Some(key) = keys.tokens.get(&country.code) {
            let at = place.node(country.code).join(TOKEN_KEY);
            key_file::write(&at, &key.to_text()).map_err(Fault::Key)?;
        }
        loading.spawn(async move {
            let signing = prepare(&place, &country, &listen, (&registrar, encrypted), random, clock, tell).await?;
            Ok::<_, Fault>((country.code, signing))
        });
    }
    let mut signing = BTreeMap::new();
    while let Some(done) = loading.join_next().await {
        let (country, key) = done.map_err(|error| Fault::Document(error.to_string()))??;
        signing.insert(country, key);
    }
    let prepared = Prepared { place, iom, countries, keys, authority, signing, users, port: options.port, encrypted };
    settle::members(&prepared, &urls, clock())?;
    Ok(prepared)
}

async fn start(prepared: Prepared, clock: Clock, tell: &Tell) -> Result<Running, Fault> {
    let Prepared { place, countries, users, .. } = &prepared;
    let mut starting = JoinSet::new();
    for country in countries {
        let (name, folder) = (country.code.to_string(), place.node(country.code));
        let words =
            ["country-node".into(), "--dir".into(), folder.into(), "serve".into(), "--until-input-closes".into()];
        let code = country.code;
        starting.spawn(async move { Service::start(&name, &words).await.map(|service| (code, service)) });
    }
    let (mut nodes, mut urls) = (Vec::new(), Nodes::new());
    while let Some(started) = starting.join_next().await {
        let (code, service) = started.map_err(|error| Fault::Document(error.to_string()))??;
        urls.insert(code, service.address.clone());
        nodes.push(service);
    }
    // With ports that the system chose, only now is it known where the nodes answer.
    settle::members(&prepared, &urls, clock())?;
    settle::gateway(&prepared, prepared.port)?;
    let words: [OsString; 5] =
        ["gateway".into(), "serve".into(), "--config".into(), place.gateway().into(), "--until-input-closes".into()];
    let gateway = Service::start("gateway", &words).await?;
    let address = gateway.address.trim_end_matches("/graphql").to_owned();
    let agreed = agreements::settle(&gateway.address, countries, &prepared.keys.tokens, clock()).await?;
    if agreed > 0 {
        tell(&format!("{agreed} agreements settled: each member may ask each other for surveys"));
    }
    settle::federation(place, &address, &urls, users)?;
    introduce(&address, place, users, tell);
    Ok(Running { place: place.clone(), nodes, gateway })
}

fn introduce(gateway: &str, place: &Place, users: &[User], tell: &Tell) {
    tell(&format!("\n{}\n", crate::consents::NOTICE));
    for user in users {
        tell(&format!("{}\n  {}", user.name, user.token));
    }
    tell(&format!("\nPlayground  {gateway}/playground/\nGraphQL     {gateway}/graphql"));
    tell(&format!(
        "For scripts {}\n\nA query to paste:\n\n{QUERY}\nCtrl-C stops all of it.",
        place.federation().display()
    ));
}

/// The first comparison: how many women and men of each country live abroad.
pub const QUERY: &str = "{
  compare(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) {
    countries { country { name } figures { codes { code } value share } }
    combined { figures { codes { code } value share } }
    coverage { expected answered }
  }
}
";

/// Ready with the place of the first node that ends.
async fn first_to_end(nodes: &mut [Service]) -> usize {
    if nodes.is_empty() {
        return std::future::pending().await;
    }
    let waiting = nodes.iter_mut().map(|node| Box::pin(node.ended()));
    futures_util::future::select_all(waiting).await.1
}
