//! What the laws stand on: a federation of Ghana, Colombia and IOM with a gateway, and a node of Ghana with the samples.

use country_node::config::Config;
use country_node::directory::Directory;
use country_node::init::init;
use country_node::intake::layout::Layout;
use country_node::intake::load::{LoadFault, Loaded, Options, load};
use country_node::node::Node;
use country_node::study;
use node_rules::clock::Clock;
use node_rules::study::Study;
use schema::concept::Dataset;
use schema::member::{Document, Entry, Gateway, MemberCode, Membership, Pin};
use schema::seal::SecretKey;
use sea_orm::{EntityTrait, PaginatorTrait};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The time of everything here, in seconds since 1970: 2027-01-15T08:00:00Z.
pub const NOW: i64 = 1_800_000_000;

/// The gateway's name.
pub const GATEWAY: &str = "hub";

const RULEBOOK: &str = include_str!("../../../country-node/rulebook.sample.toml");
const NOTICES: &str = include_str!("../../../country-node/notices.sample.toml");
const STUDY: &str = include_str!("../../../compose/countries/acs.toml");
const TEMPLATE: &str = "node.db.empty";

/// Signs the membership document.
pub fn registrar() -> SecretKey {
    SecretKey::from_random([201; 32])
}

/// Signs the questions that the gateway carries.
pub fn gateway_key() -> SecretKey {
    SecretKey::from_random([202; 32])
}

/// Signs a member's tokens.
pub fn token_key(member: &str) -> SecretKey {
    SecretKey::from_random([member.as_bytes()[0]; 32])
}

/// Signs what a member's node says.
pub fn node_key(member: &str) -> SecretKey {
    SecretKey::from_random([member.as_bytes()[0] + 128; 32])
}

/// A member's code.
pub fn code(text: &str) -> MemberCode {
    text.parse().unwrap()
}

/// The membership document, not signed yet; nodes answer where `node` says.
pub fn document(node: impl Fn(&str) -> Option<String>) -> Document {
    let entry = |member: &str| Entry {
        token_keys: vec![token_key(member).public().to_text()],
        node_keys: vec![node_key(member).public().to_text()],
        node: node(member),
        datasets: node(member).map(|_| vec![Dataset::Stock, Dataset::Survey, Dataset::Register]).unwrap_or_default(),
        ..Entry::new(code(member), member)
    };
    let gateways = vec![Gateway { name: GATEWAY.into(), keys: vec![gateway_key().public().to_text()] }];
    let members = ["COL", "GHA", "IOM"].map(entry).to_vec();
    Document { gateways, ..Document::new(1, "2027-01-01T00:00:00Z", members) }
}

/// A document's text, signed by the registrar.
pub fn signed(document: Document) -> String {
    document.signed(&registrar()).unwrap().to_toml().unwrap()
}

/// The members.
pub fn membership() -> Membership {
    Pin::to(&registrar().public()).accept(&signed(document(|_| None))).unwrap().0
}

/// A runtime of one thread, so that one input takes one way.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A node of Ghana.
pub struct Ground {
    /// The node.
    pub node: Node,
    clock: Clock,
    folder: TempDir,
}

impl Ground {
    /// The node's institutional records.
    pub async fn directory(&self) -> Directory {
        let node = Node::open(self.folder.path(), Arc::clone(&self.clock)).await.unwrap();
        Directory::new(Arc::new(node), None, Arc::new(|| [7; 32]))
    }

    /// A node with nothing in it.
    pub async fn new(clock: Clock) -> Self {
        let folder = TempDir::new().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("rulebook.toml", RULEBOOK);
        write("notices.toml", NOTICES);
        write("members.toml", &signed(document(|_| None)));
        let config = Config {
            notices: Some("notices.toml".into()),
            ..Config::usual(code("GHA"), "127.0.0.1:0", registrar().public().to_text())
        };
        let mut seed = 40;
        let mut random = |bytes: &mut [u8; 32]| {
            seed += 1;
            *bytes = [seed; 32];
        };
        let node = init(folder.path(), &config, &mut random, clock.clone()).await.unwrap();
        study::add(&node.store, &Study::from_toml(STUDY).unwrap()).await.unwrap();
        node.store.clone().close().await.unwrap();
        std::fs::copy(folder.path().join("node.db"), folder.path().join(TEMPLATE)).unwrap();
        let node = Node::open(folder.path(), clock.clone()).await.unwrap();
        Self { node, clock, folder }
    }

    /// The same node with nothing in it, as at first.
    pub async fn emptied(self) -> Self {
        let Self { node, clock, folder } = self;
        node.store.close().await.unwrap();
        for beside in ["node.db-wal", "node.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(beside));
        }
        std::fs::copy(folder.path().join(TEMPLATE), folder.path().join("node.db")).unwrap();
        let node = Node::open(folder.path(), clock.clone()).await.unwrap();
        Self { node, clock, folder }
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Loads a file by a mapping.
    ///
    /// # Errors
    /// Whatever is wrong with the file.
    pub async fn import(&self, mapping: &str, bytes: &[u8], options: Options) -> Result<Loaded, LoadFault> {
        let layout = Arc::new(Layout::from_toml("mapping.toml", mapping, code("GHA")).unwrap());
        let path = self.write("file.csv", bytes);
        load(&self.node.store, &self.node.keys, layout, &path, options, |_| {}).await
    }

    /// The node, to be served, and its folder, which is removed when it is dropped.
    pub fn into_parts(self) -> (Node, TempDir) {
        (self.node, self.folder)
    }

    /// How many rows a table has.
    pub async fn count<E>(&self) -> u64
    where
        E: EntityTrait<Model: Sync>,
    {
        E::find().count(&self.node.store).await.unwrap()
    }
}
