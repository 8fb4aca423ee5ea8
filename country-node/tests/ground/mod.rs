//! A node's folder of one test, with a clock that the test holds in its hand.

pub mod folders;
mod workbook;

pub use workbook::workbook;

use country_node::config::Config;
use country_node::init::init;
use country_node::intake::consents;
use country_node::intake::layout::Layout;
use country_node::intake::load::{LoadFault, Loaded, Options, load};
use country_node::node::Node;
use country_node::release::cut::{CutFault, Which, cut};
use country_node::store::{person, total, wave};
use node_rules::clock::Clock;
use schema::country::CountryCode;
use schema::member::{Document, Entry, Gateway, MemberCode};
use schema::role::Role;
use schema::seal::SecretKey;
use schema::token::issue;
use sea_orm::{EntityTrait, PaginatorTrait};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

pub const SURVEY: &str = include_str!("survey.toml");
pub const STOCK: &str = include_str!("stock.toml");
const NOTICES: &str = include_str!("../../notices.sample.toml");
const RULEBOOK: &str = include_str!("rulebook.toml");

/// The header of `SURVEY`'s files.
pub const HEADER: &str = "id,country,sex,age,school,weight\n";

/// When a test begins: 2027-01-15T08:00:00Z.
pub const NOW: i64 = 1_800_000_000;

/// A node's folder with an open node of Colombia.
pub struct Ground {
    pub node: Node,
    now: Arc<AtomicI64>,
    folder: TempDir,
}

impl Ground {
    /// A new node, with nothing in it.
    pub async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("rulebook.toml"), RULEBOOK).unwrap();
        std::fs::write(folder.path().join("members.toml"), signed(members_of(1))).unwrap();
        let config = Config::usual(code("COL"), "127.0.0.1:0", registrar().public().to_text());
        let now = Arc::new(AtomicI64::new(NOW));
        let mut seed = 40;
        let mut random = |bytes: &mut [u8; 32]| {
            seed += 1;
            *bytes = [seed; 32];
        };
        let node = init(folder.path(), &config, &mut random, clock(&now)).await.unwrap();
        Self { node, now, folder }
    }

    /// A node with a survey of `people` persons who all agreed to be counted.
    pub async fn with_survey(people: usize) -> Self {
        let ground = Self::new().await;
        let file = ground.write("survey.csv", survey(people));
        ground.import(SURVEY, &file).await.unwrap();
        ground.consent(&(0..people).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
        ground
    }

    /// Lets time pass.
    pub fn later(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The time, as it goes on.
    pub fn shared_now(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.now)
    }

    /// The time.
    pub fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    /// The node, opened once more, as after a restart.
    pub async fn reopened(&self) -> Node {
        Node::open(self.folder.path(), clock(&self.now)).await.unwrap()
    }

    /// The same node under a policy in which `to` stands for `from`.
    pub async fn under(mut self, from: &str, to: &str) -> Self {
        let rulebook = std::fs::read_to_string(self.path().join("rulebook.toml")).unwrap();
        assert!(rulebook.contains(from), "the rulebook does not say {from}");
        self.write("rulebook.toml", rulebook.replace(from, to));
        self.node = self.reopened().await;
        self
    }

    /// The same node with the sample's notices.
    pub async fn with_notices(mut self) -> Self {
        let config = std::fs::read_to_string(self.path().join("node.toml")).unwrap();
        self.write("node.toml", format!("notices = \"notices.toml\"\n{config}"));
        self.write("notices.toml", NOTICES);
        self.node = self.reopened().await;
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Loads a file.
    pub async fn import(&self, mapping: &str, file: &Path) -> Result<Loaded, LoadFault> {
        self.import_with(mapping, file, Options::default()).await
    }

    /// Loads a file with options.
    pub async fn import_with(&self, mapping: &str, file: &Path, options: Options) -> Result<Loaded, LoadFault> {
        let layout = Layout::from_toml("mapping.toml", mapping, self.node.config.country).unwrap();
        load(&self.node.store, &self.node.keys, Arc::new(layout), file, options, |_| {}).await
    }

    /// Appends a consent event of each of these persons.
    pub async fn consent(&self, people: &[String], event: &str, at: i64) {
        let agreed = if event == "GIVEN" { "STATISTICS RESEARCH,MEMBER_GOVERNMENTS" } else { "," };
        let at = chrono::DateTime::from_timestamp(at, 0).unwrap().to_rfc3339();
        let mut text = format!("{}\n", consents::HEADER.join(","));
        for id in people {
            writeln!(text, "{id},{event},{at},{agreed}").unwrap();
        }
        let file = self.write("consents.csv", text);
        assert_eq!(consents::load(&self.node, &file).await.unwrap(), people.len() as u64);
    }

    /// Cuts releases of everything.
    pub async fn release(&self) -> Result<Vec<String>, CutFault> {
        cut(&self.node, &Which::default()).await
    }

    /// How many waves, persons and totals are stored.
    pub async fn counts(&self) -> [u64; 3] {
        counts(&self.node).await
    }
}

/// How many waves, persons and totals a node stores.
pub async fn counts(node: &Node) -> [u64; 3] {
    [
        wave::Entity::find().count(&node.store).await.unwrap(),
        person::Entity::find().count(&node.store).await.unwrap(),
        total::Entity::find().count(&node.store).await.unwrap(),
    ]
}

/// A file of so many persons, with weights from 1 to 100 and every code in every combination.
pub fn survey(people: usize) -> String {
    let mut text = HEADER.to_owned();
    for n in 0..people {
        let school = ["low", "mid", "high", ""][n / 8 % 4];
        let (sex, age, weight) = (1 + n % 2, 16 + n * 7 % 39, 1 + n * 37 % 100);
        writeln!(text, "{},COL,{sex},{age},{school},{weight}", person_id(n)).unwrap();
    }
    text
}

/// The id of the person with this number.
pub fn person_id(number: usize) -> String {
    format!("P{number:07}")
}

/// A member's code.
pub fn code(text: &str) -> CountryCode {
    text.parse().unwrap()
}

/// A member's key.
pub fn member_key(member: &str) -> SecretKey {
    SecretKey::from_random([member.as_bytes()[0]; 32])
}

/// A token of a member's user, signed with a key, valid for the hour after `from`.
pub fn token(key: &SecretKey, member: &str, role: Role, from: i64) -> String {
    token_of(key, member, ("ana", role), from)
}

/// A bearer token of one of several users.
pub fn token_of(key: &SecretKey, member: &str, (user, role): (&str, Role), from: i64) -> String {
    issue(key, member.parse::<MemberCode>().unwrap(), user, role, from, from + 3600).unwrap()
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || now.load(Ordering::SeqCst))
}

/// A version of the membership document: COL, GHA and IOM, and a gateway.
pub fn members_of(version: u32) -> Document {
    let entry = |member: &str| Entry {
        token_keys: vec![member_key(member).public().to_text()],
        ..Entry::new(member.parse().unwrap(), member)
    };
    let members = ["COL", "GHA", "IOM"].map(entry).to_vec();
    let gateways = vec![Gateway { name: GATEWAY.to_owned(), keys: vec![gateway_key().public().to_text()] }];
    Document { gateways, ..Document::new(version, "2026-01-01T00:00:00Z", members) }
}

/// A document's text, signed by the registrar.
pub fn signed(document: Document) -> String {
    document.signed(&registrar()).unwrap().to_toml().unwrap()
}

/// The gateway's name in the membership document.
pub const GATEWAY: &str = "hub";

/// Signs the membership document.
fn registrar() -> SecretKey {
    SecretKey::from_random([201; 32])
}

/// Signs the questions that a gateway carries.
pub fn gateway_key() -> SecretKey {
    SecretKey::from_random([202; 32])
}
