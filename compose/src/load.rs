//! A country's files into its node, as its operator would: init, import, consents, release. What is there already stays,
//! so a start that was cut off goes on where it stopped.

use crate::certificates::files;
use crate::consents::draw;
use crate::country::{Country, Input};
use crate::fault::Fault;
use crate::place::Place;
use crate::work::work;
use country_node::audit::command::Administration;
use country_node::config::Config;
use country_node::directory::Directory;
use country_node::directory::change::Wisher;
use country_node::init::init;
use country_node::intake::layout::Layout;
use country_node::intake::load::{Options, load};
use country_node::node::Node;
use country_node::programme::change::Officer;
use country_node::release::cut::{Which, cut};
use country_node::state::{Of, State};
use country_node::study;
use node_rules::clock::Clock;
use node_rules::study::Study;
use schema::seal::PublicKey;
use std::path::Path;
use std::sync::Arc;

/// What fails at a node.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Hears what is being done, in words for people.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// Brings a country's node to where it can serve on `listen`, and says which key it signs with.
pub async fn prepare(
    place: &Place,
    country: &Country,
    listen: &str,
    (registrar, encrypted): (&PublicKey, bool),
    random: impl FnMut(&mut [u8; 32]) + Send,
    clock: Clock,
    tell: Tell,
) -> Result<PublicKey, Fault> {
    let node = open(place, country, listen, (registrar, encrypted), random, clock).await?;
    let signing = node.signing.public();
    let state = State::of(&node.store).await.map_err(Fault::node(country.code))?;
    for document in &country.studies {
        describe(&node, document).await?;
    }
    for input in &country.inputs {
        take_in(&node, country, input, &state, &tell).await?;
    }
    let node = Arc::new(node);
    if let Some(records) = &country.records {
        list(&node, records, &tell).await?;
    }
    if country.programme {
        Box::pin(work(&node, &state, &tell)).await?;
    }
    node.store.clone().close().await.map_err(Fault::node(country.code))?;
    Ok(signing)
}

/// Takes institutional records in, once: what officers did to them since stays.
async fn list(node: &Arc<Node>, records: &Path, tell: &Tell) -> Result<(), Fault> {
    let country = node.config.country;
    // Nobody is named in these records, so no contact is opened and nothing is drawn.
    let directory = Directory::new(Arc::clone(node), None, Arc::new(|| [0; 32]));
    if directory.all().await.map_err(Fault::node(country))?.last() > 0 {
        return Ok(());
    }
    let wisher = Wisher::Own(Officer::Operator);
    let loading = async { directory.load_json(wisher, records).await.map_err(Failure::from) };
    let loaded = node.audited(Administration::of("directory load"), loading).await.map_err(Fault::node(country))?;
    tell(&format!("{country}  RECORDS {:>6} records", loaded.records));
    Ok(())
}

async fn open(
    place: &Place,
    country: &Country,
    listen: &str,
    (registrar, encrypted): (&PublicKey, bool),
    mut random: impl FnMut(&mut [u8; 32]) + Send,
    clock: Clock,
) -> Result<Node, Fault> {
    let folder = place.node(country.code);
    let config = Config {
        members: place.members(),
        tls: encrypted.then(|| files("node")),
        ..Config::usual(country.code, listen, registrar.to_text())
    };
    let file = folder.join(country_node::config::FILE);
    std::fs::create_dir_all(&folder).map_err(Fault::at(&folder))?;
    let rulebook = folder.join("rulebook.toml");
    std::fs::copy(&country.rulebook, &rulebook).map_err(Fault::at(&country.rulebook))?;
    if file.exists() {
        let text = toml::to_string(&config).map_err(|error| Fault::Document(error.to_string()))?;
        std::fs::write(&file, text).map_err(Fault::at(&file))?;
        Node::open(&folder, clock).await.map_err(Fault::node(country.code))
    } else {
        init(&folder, &config, &mut random, clock).await.map_err(Fault::node(country.code))
    }
}

/// Takes a study's document in; one that is there already stays as it is or grows.
async fn describe(node: &Node, document: &Path) -> Result<(), Fault> {
    let text = std::fs::read_to_string(document).map_err(Fault::at(document))?;
    let study =
        Study::from_toml(&text).map_err(|fault| Fault::Document(format!("{}:\n{fault}", document.display())))?;
    study::add(&node.store, &study).await.map_err(Fault::node(node.config.country))
}

async fn take_in(node: &Node, country: &Country, input: &Input, state: &State, tell: &Tell) -> Result<(), Fault> {
    let text = std::fs::read_to_string(&input.mapping).map_err(Fault::at(&input.mapping))?;
    let layout = Layout::from_toml(&input.mapping.display().to_string(), &text, country.code);
    let layout = Arc::new(layout.map_err(|report| Fault::Document(report.to_string()))?);
    let (dataset, study) = (input.dataset.name(), layout.study.clone());
    let of = Of { dataset, study: study.as_ref(), period: layout.period.as_deref().ok() };
    let (is_loaded, is_released) = (state.has_loaded(of), state.has_released(of));
    if !is_loaded {
        let import = Administration::of("import").with("dataset", dataset);
        let layout = Arc::clone(&layout);
        let loading = async {
            let loaded = load(&node.store, &node.keys, layout, &input.file, Options::default(), |_| {});
            loaded.await.map_err(Failure::from)
        };
        let loaded = node.audited(import, loading).await.map_err(Fault::node(country.code))?;
        tell(&format!("{}  {dataset:<7} {:>6} records", country.code, loaded.rows));
    }
    if layout.description.persons && !is_released && !(is_loaded && state.consents) {
        let drawn = node.folder.join("consents.csv");
        draw(&layout, &input.file, &drawn)?;
        let loading = async { country_node::intake::consents::load(node, &drawn).await.map_err(Failure::from) };
        let events = node.audited(Administration::of("consents"), loading).await;
        let events = events.map_err(Fault::node(country.code))?;
        tell(&format!("{}  {dataset:<7} {events:>6} consents drawn at random", country.code));
    }
    if !is_released {
        let release = Administration::of("release").with("dataset", dataset);
        let which = Which { dataset: Some(input.dataset), study: Some(study), period: layout.period.clone().ok() };
        let ids = node.audited(release, cut(node, &which)).await.map_err(Fault::node(country.code))?;
        tell(&format!("{}  {dataset:<7} {:>6} releases cut", country.code, ids.len()));
    }
    Ok(())
}
