//! The documents that services and scripts read.

use crate::consents::NOTICE;
use crate::country::Country;
use crate::fault::Fault;
use crate::keys::Keys;
use crate::place::{Place, write_private};
use crate::users::User;
use schema::member::{Document, Entry, MemberCode};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Where each country's node answers.
pub type Nodes = BTreeMap<MemberCode, String>;

/// Writes the membership document.
pub fn members(place: &Place, iom: MemberCode, countries: &[Country], keys: &Keys, nodes: &Nodes) -> Result<(), Fault> {
    let key = |member: MemberCode| keys.get(&member).map(|key| key.public().to_text()).unwrap_or_default();
    let name = "International Organization for Migration".to_owned();
    let mut members = vec![Entry { code: iom, name, key: key(iom), node: None, datasets: vec![], wider: vec![] }];
    members.extend(countries.iter().map(|country| Entry {
        code: country.code,
        name: country.name.clone(),
        key: key(country.code),
        node: nodes.get(&country.code).cloned(),
        datasets: country.datasets(),
        wider: country.wider.clone(),
    }));
    let text =
        toml::to_string(&Document { version: 1, members }).map_err(|error| Fault::Document(error.to_string()))?;
    std::fs::write(place.members(), text).map_err(Fault::at(place.members()))
}

/// Writes the gateway's configuration and what its playground shows.
pub fn gateway(place: &Place, port: u16, users: &[User]) -> Result<(), Fault> {
    let config =
        format!("listen = \"127.0.0.1:{port}\"\nmembers = \"members.toml\"\ndemonstration = \"demonstration.json\"\n");
    std::fs::write(place.gateway(), config).map_err(Fault::at(place.gateway()))?;
    write_private(&place.demonstration(), &pretty(&json!({ "notice": NOTICE, "users": users }))?)
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
