//! The node under attack: a real one, with a store of its own, that answers over HTTP on loopback.
//!
//! What is done here is what the country's administrator does: load, cut, stop, start, copy the folder. An attack has
//! [`Node::asker`] and nothing else.

use super::files;
use super::mechanism::Attacked;
use super::population::Population;
use crate::asker::Asker;
use crate::carrier::Carrier;
use crate::chance::Chance;
use crate::federation::Service;
use chrono::DateTime;
use country_node::config::Config;
use country_node::init::init;
use country_node::intake::consents;
use country_node::intake::layout::Layout;
use country_node::intake::load::{Options, load};
use country_node::release::cut::{Which, cut};
use node_rules::clock::Clock;
use schema::concept::Dataset;
use schema::member::{Document, Entry, Gateway, MemberCode};
use schema::role::Role;
use schema::seal::SecretKey;
use schema::token::issue;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// When a run begins: 2027-01-15T08:00:00Z.
const NOW: i64 = 1_800_000_000;

/// From one release to the next: four fit into every year, and none falls due by itself before.
const QUARTER: i64 = 91 * 86_400;

/// A century: as long as a token is valid here.
const CENTURY: i64 = 100 * 366 * 86_400;

/// The period that is released.
pub const PERIOD: &str = "2026";

/// The members, whose analysts collude; the node is the first one's.
pub const MEMBERS: [&str; 5] = ["COL", "GHA", "PHL", "MDA", "IOM"];

/// A member that sees persons who agreed for every member.
pub const MEMBER: &str = "GHA";

/// The member that sees those too who agreed for it alone.
pub const IOM: &str = "IOM";

/// A node that serves.
pub struct Node {
    /// What it releases.
    pub dataset: Dataset,
    now: Arc<AtomicI64>,
    folder: TempDir,
    admin: country_node::node::Node,
    service: Service,
}

impl Node {
    /// A node of this population, loaded, released and serving; its secrets come from a seed.
    pub async fn of(population: &Population, mechanism: Attacked, seed: u64) -> Self {
        Self::of_periods(&[(PERIOD, population)], mechanism, seed).await
    }

    /// A node of a population for each of some periods; the persons are the same, with the same consents.
    pub async fn of_periods(periods: &[(&str, &Population)], mechanism: Attacked, seed: u64) -> Self {
        let rulebook = mechanism.rulebook(periods[0].1, false).unwrap();
        Box::pin(Self::with(periods, rulebook, mechanism.dataset(), seed)).await
    }

    /// A node that adds a quantity up; nothing if the mechanism adds none up.
    pub async fn with_quantity(population: &Population, mechanism: Attacked, seed: u64) -> Option<Self> {
        let rulebook = mechanism.rulebook(population, true).ok()?;
        Some(Box::pin(Self::with(&[(PERIOD, population)], rulebook, mechanism.dataset(), seed)).await)
    }

    async fn with(periods: &[(&str, &Population)], rulebook: String, dataset: Dataset, seed: u64) -> Self {
        let folder = folder();
        std::fs::write(folder.path().join("rulebook.toml"), rulebook).unwrap();
        std::fs::write(folder.path().join("members.toml"), members()).unwrap();
        let config = Config::usual(MEMBERS[0].parse().unwrap(), "127.0.0.1:0", registrar().public().to_text());
        let now = Arc::new(AtomicI64::new(NOW));
        let mut chance = Chance::new(seed);
        let mut random = |bytes: &mut [u8; 32]| {
            bytes.chunks_exact_mut(8).for_each(|eight| eight.copy_from_slice(&chance.bits().to_be_bytes()));
        };
        let admin = init(folder.path(), &config, &mut random, clock(&now)).await.unwrap();
        let service = serve(folder.path(), &now).await;
        let node = Self { dataset, now, folder, admin, service };
        for (period, population) in periods {
            node.load(population, period).await;
        }
        if dataset != Dataset::Stock {
            node.consents(files::consents(periods[0].1, &node.time())).await;
        }
        node.cut().await;
        node
    }

    /// Loads a period, anew if it is loaded, as a country does whose totals changed.
    pub async fn load(&self, population: &Population, period: &str) {
        let (file, mapping) = match self.dataset {
            Dataset::Stock => (files::totals(population), files::totals_mapping(population, period)),
            _ => (files::persons(population), files::persons_mapping(population, period)),
        };
        let path = self.folder.path().join("data.csv");
        std::fs::write(&path, file).unwrap();
        let layout = Layout::from_toml("mapping.toml", &mapping, self.admin.config.country).unwrap();
        let (store, keys) = (&self.admin.store, &self.admin.keys);
        let anew = Options { replace: true, ..Options::default() };
        Box::pin(load(store, keys, Arc::new(layout), &path, anew, |_| {})).await.unwrap();
    }

    /// Appends a file of consent events.
    pub async fn consents(&self, file: String) {
        let path = self.folder.path().join("consents.csv");
        std::fs::write(&path, file).unwrap();
        Box::pin(consents::load(&self.admin, &path)).await.unwrap();
    }

    /// Cuts the next release, beside the node that serves.
    pub async fn cut(&self) {
        Box::pin(cut(&self.admin, &Which::default())).await.unwrap();
    }

    /// Lets a quarter of a year pass.
    pub fn later(&self) {
        self.now.fetch_add(QUARTER, Ordering::SeqCst);
    }

    /// The time, RFC 3339.
    pub fn time(&self) -> String {
        DateTime::from_timestamp(self.now.load(Ordering::SeqCst), 0).unwrap().to_rfc3339()
    }

    /// An analyst of a member.
    pub fn asker(&self, member: &str) -> Asker {
        self.user(member, "ana", Role::Analyst)
    }

    /// Any user of a member.
    pub fn user(&self, member: &str, name: &str, role: Role) -> Asker {
        self.bearer(Some(&token(member, name, role)))
    }

    /// Whoever has this token, or none, through the gateway.
    pub fn bearer(&self, token: Option<&str>) -> Asker {
        let carrier = Carrier::new(gateway_key(), MEMBERS[0].parse().unwrap(), clock(&self.now));
        Asker::new(&self.service.graphql(), token).through(carrier)
    }

    /// Where it answers questions.
    pub fn url(&self) -> String {
        self.service.graphql()
    }

    /// Stops it and starts it again.
    #[must_use]
    pub async fn restarted(self) -> Self {
        let Self { dataset, now, folder, admin, service } = self;
        service.stop().await;
        let service = serve(folder.path(), &now).await;
        Self { dataset, now, folder, admin, service }
    }

    /// Another node that serves a copy of the folder.
    pub async fn replica(&self) -> Self {
        let folder = folder();
        for entry in std::fs::read_dir(self.folder.path()).unwrap().map(Result::unwrap) {
            // SQLite's index of its log is made anew.
            if !entry.file_name().to_string_lossy().ends_with("-shm") {
                std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
            }
        }
        let admin = open(folder.path(), &self.now).await;
        let service = serve(folder.path(), &self.now).await;
        Self { dataset: self.dataset, now: Arc::clone(&self.now), folder, admin, service }
    }

    /// Stops it.
    pub async fn stop(self) {
        self.service.stop().await;
        self.admin.store.close().await.unwrap();
    }
}

/// A token that a member's key signs.
pub fn token(member: &str, name: &str, role: Role) -> String {
    issue(&key(member), member.parse::<MemberCode>().unwrap(), name, role, NOW - 1, NOW + CENTURY).unwrap()
}

/// A new folder: in memory where the system has such a place, so that no wait for a disk hides how long an answer takes.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap()
}

async fn open(folder: &Path, now: &Arc<AtomicI64>) -> country_node::node::Node {
    Box::pin(country_node::node::Node::open(folder, clock(now))).await.unwrap()
}

async fn serve(folder: &Path, now: &Arc<AtomicI64>) -> Service {
    Box::pin(Service::of(open(folder, now).await)).await
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || now.load(Ordering::SeqCst))
}

fn key(member: &str) -> SecretKey {
    let mut bytes = [7; 32];
    bytes[..3].copy_from_slice(member.as_bytes());
    SecretKey::from_random(bytes)
}

fn members() -> String {
    let entry = |member: &str| Entry {
        token_keys: vec![key(member).public().to_text()],
        ..Entry::new(member.parse().unwrap(), member)
    };
    let gateways = vec![Gateway { name: GATEWAY.to_owned(), keys: vec![gateway_key().public().to_text()] }];
    let document = Document { gateways, ..Document::new(1, "2026-01-01T00:00:00Z", MEMBERS.map(entry).to_vec()) };
    document.signed(&registrar()).unwrap().to_toml().unwrap()
}

/// The gateway's name in the membership document.
const GATEWAY: &str = "hub";

/// Signs the membership document.
fn registrar() -> SecretKey {
    SecretKey::from_random([201; 32])
}

/// Signs the questions that a gateway carries.
fn gateway_key() -> SecretKey {
    SecretKey::from_random([202; 32])
}
