//! The documents that services and scripts read.

use crate::consents::NOTICE;
use crate::fault::Fault;
use crate::federation::Prepared;
use crate::place::{Place, write_private};
use crate::users::User;
use node_rules::clock::text;
use schema::member::{Document, Entry, Gateway, MemberCode};
use schema::seal::{PublicKey, SecretKey};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Where each country's node answers.
pub type Nodes = BTreeMap<MemberCode, String>;

/// The gateway's name in the membership document.
pub const GATEWAY: &str = "hub";

/// Writes the next version of the membership document. `now` is in seconds since 1970.
pub fn members(ready: &Prepared, nodes: &Nodes, now: i64) -> Result<(), Fault> {
    let keys = |key: Option<PublicKey>| key.iter().map(PublicKey::to_text).collect::<Vec<_>>();
    let token_keys = |member: MemberCode| keys(ready.keys.tokens.get(&member).map(SecretKey::public));
    let name = "International Organization for Migration";
    let iom = Entry { token_keys: token_keys(ready.iom), ..Entry::new(ready.iom, name) };
    let countries = ready.countries.iter().map(|country| Entry {
        token_keys: token_keys(country.code),
        node_keys: keys(ready.signing.get(&country.code).cloned()),
        node: nodes.get(&country.code).cloned(),
        datasets: country.datasets(),
        wider: country.wider.clone(),
        ..Entry::new(country.code, &*country.name)
    });
    let members = std::iter::once(iom).chain(countries).collect();
    let unreadable = |error: &dyn std::fmt::Display| Fault::Document(format!("members.toml: {error}"));
    let path = ready.place.members();
    let former = match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str::<Document>(&text).map_err(|error| unreadable(&error))?.version,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(Fault::File(path, error)),
    };
    let gateways = vec![Gateway { name: GATEWAY.to_owned(), keys: keys(Some(ready.keys.gateway.public())) }];
    let document = Document {
        gateways,
        authorities: vec![ready.authority.public.clone()],
        ..Document::new(former + 1, text(now), members)
    };
    let signed = document.signed(&ready.keys.registrar).map_err(|fault| unreadable(&fault))?;
    write_private(&path, &signed.to_toml().map_err(|error| unreadable(&error))?)
}

/// Writes the gateway's configuration and what its playground shows.
pub fn gateway(ready: &Prepared, port: u16) -> Result<(), Fault> {
    let (place, registrar) = (&ready.place, ready.keys.registrar.public().to_text());
    let mut config = format!(
        "listen = \"127.0.0.1:{port}\"\nmembers = \"members.toml\"\nregistrar = \"{registrar}\"\nname = \"{GATEWAY}\"\n\
         key = \"keys/gateway.key\"\ncitations = \"citations\"\ndemonstration = \"demonstration.json\"\n"
    );
    if ready.encrypted {
        config += "[tls]\ncertificate = \"keys/gateway.crt\"\nkey = \"keys/gateway.tls.key\"\n";
    }
    std::fs::write(place.gateway(), config).map_err(Fault::at(place.gateway()))?;
    write_private(&place.demonstration(), &pretty(&json!({ "notice": NOTICE, "users": ready.users }))?)
}

/// Writes what a script needs to know; its presence says that the federation is ready.
pub fn federation(place: &Place, gateway: &str, nodes: &Nodes, users: &[User]) -> Result<(), Fault> {
    let nodes: Vec<_> =
        nodes.iter().map(|(country, graphql)| json!({ "country": country, "graphql": graphql })).collect();
    let document = json!({
        "gateway": { "graphql": format!("{gateway}/graphql"), "playground": format!("{gateway}/playground/") },
        "nodes": nodes,
        "users": users,
    });
    write_private(&place.federation(), &pretty(&document)?)
}

fn pretty(document: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string_pretty(document).map_err(|error| Fault::Document(error.to_string()))
}
