//! A year of a programme into its country's node, as its officers would bring it in: tables by their mappings, consents, figures, a release.

use crate::consents::agrees;
use crate::country::folder;
use crate::fault::Fault;
use crate::load::{Failure, Tell};
use crate::programme::{PROGRAMME, YEAR, tables};
use country_node::audit::command::Administration;
use country_node::consent::history;
use country_node::directory::Directory;
use country_node::intake::consents::{HEADER, load};
use country_node::node::Node;
use country_node::programme::Programmes;
use country_node::programme::change::Officer;
use country_node::programme::mapping::Mapping;
use country_node::programme::wanted::Wanted;
use country_node::release::cut::{Which, cut};
use country_node::state::{Of, State};
use schema::concept::Dataset;
use std::path::Path;
use std::sync::Arc;

/// Brings the programme's year in, of whatever the directory has of it; what is there already stays.
pub async fn work(node: &Arc<Node>, state: &State, tell: &Tell) -> Result<(), Fault> {
    let country = node.config.country;
    let directory = Arc::new(Directory::open(Arc::clone(node)).map_err(Fault::node(country))?);
    let programmes = Programmes::new(Arc::clone(node), directory);
    let (dataset, period) = (Dataset::Programme, YEAR.to_string());
    let of = Of { dataset: dataset.name(), study: None, period: Some(&period) };
    if state.has_released(of) {
        return Ok(());
    }
    let (_, programme) = programmes.programme(PROGRAMME).await.map_err(Fault::node(country))?;
    let live_in: Vec<String> = programme.destinations.iter().map(ToString::to_string).collect();
    let drawn = tables(country.as_str(), &live_in.iter().map(String::as_str).collect::<Vec<_>>());
    agree(node, &drawn.persons).await?;
    for (kind, table) in drawn.tables {
        let file = node.folder.join(format!("programme-{kind}.csv"));
        std::fs::write(&file, table).map_err(Fault::at(&file))?;
        let loading = Box::pin(taken_in(&programmes, &file, kind));
        let records =
            node.audited(Administration::of("programme load"), loading).await.map_err(Fault::node(country))?;
        tell(&format!("{country}  PROGRAMME {records:>4} records of {kind}, made up"));
    }
    let telling = async { programmes.tell(Officer::Operator, PROGRAMME).await.map_err(Failure::from) };
    let told = Administration::of("programme tell").with("programme", PROGRAMME);
    node.audited(told, telling).await.map_err(Fault::node(country))?;
    let wanted = Wanted { year: YEAR, adults_only: true, ..Wanted::default() };
    let making = async { programmes.figures(&wanted).await.map_err(Failure::from) };
    node.audited(Administration::of("programme figures"), making).await.map_err(Fault::node(country))?;
    let release = Administration::of("release").with("dataset", dataset.name());
    let which = Which { dataset: Some(dataset), study: None, period: Some(period) };
    let ids = node.audited(release, cut(node, &which)).await.map_err(Fault::node(country))?;
    tell(&format!("{country}  PROGRAMME {:>4} releases cut", ids.len()));
    Ok(())
}

/// Takes the persons' consents in, all or none: where one has some, all have.
async fn agree(node: &Node, persons: &[String]) -> Result<(), Fault> {
    let country = node.config.country;
    if let Some(first) = persons.first() {
        let known = history::of(&node.store, &node.keys.of(first).0).await.map_err(Fault::node(country))?;
        if !known.is_empty() {
            return Ok(());
        }
    }
    let file = node.folder.join("programme-consents.csv");
    std::fs::write(&file, consents(persons)).map_err(Fault::at(&file))?;
    let loading = async { load(node, &file).await.map_err(Failure::from) };
    node.audited(Administration::of("consents"), loading).await.map(drop).map_err(Fault::node(country))
}

async fn taken_in(programmes: &Programmes, file: &Path, kind: &str) -> Result<usize, Failure> {
    let mapping = folder().join("countries/programme").join(format!("{kind}.toml"));
    let mapping = Mapping::from_toml(&std::fs::read_to_string(mapping)?)?;
    let name = file.display().to_string();
    Ok(programmes.load(Officer::Operator, (&name, std::fs::read(file)?), &mapping).await?.records)
}

/// Everybody agrees to be matched; those who agree to be counted are drawn like everybody's consents here.
fn consents(persons: &[String]) -> String {
    let row = |person: &String| {
        let said = if agrees(person) {
            "STATISTICS RESEARCH PROGRAMME_MATCHING,MEMBER_GOVERNMENTS"
        } else {
            "PROGRAMME_MATCHING,OWN_GOVERNMENT"
        };
        format!("{person},GIVEN,2023-12-01T00:00:00Z,{said}")
    };
    std::iter::once(HEADER.join(",")).chain(persons.iter().map(row)).collect::<Vec<_>>().join("\n")
}
