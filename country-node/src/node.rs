//! A node's folder, opened: its configuration, policy, keys and store.

use crate::agreement::Cabinet;
use crate::audit::ledger::Ledger;
use crate::config::{self, Config};
use crate::store;
use door::key_file::{self, KeyFault};
use door::roll::{Roll, RollFault};
use node_rules::clock::Clock;
use node_rules::consent::notice::{Notices, NoticesFault};
use node_rules::record_key::RecordKeys;
use node_rules::rulebook::{Rulebook, RulebookFault};
use schema::seal::{PublicKey, SealFault, SecretKey};
use sea_orm::{DatabaseConnection, DbErr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A node's folder, opened.
pub struct Node {
    /// Where it lies.
    pub folder: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// The country's policy.
    pub rulebook: Rulebook,
    /// The notices that persons were shown before they agreed.
    pub notices: Notices,
    /// Its store.
    pub store: DatabaseConnection,
    /// Its audit log.
    pub ledger: Arc<Ledger>,
    /// Makes pseudonyms and record keys.
    pub keys: RecordKeys,
    /// Signs releases.
    pub signing: SecretKey,
    /// Tells the time.
    pub clock: Clock,
}

/// Why a node does not open.
#[derive(Debug, thiserror::Error)]
pub enum NodeFault {
    /// A file does not read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The configuration is not of its form.
    #[error("{0}: {1}")]
    Config(PathBuf, toml::de::Error),
    /// The policy cannot be kept.
    #[error("{0}: {1}")]
    Rulebook(PathBuf, RulebookFault),
    /// The notices cannot be kept.
    #[error("{0}: {1}")]
    Notices(PathBuf, NoticesFault),
    /// The policy is another country's.
    #[error("{0}: the rulebook is not this country's")]
    OtherCountry(PathBuf),
    /// The membership document is refused.
    #[error(transparent)]
    Members(#[from] RollFault),
    /// A key file does not read or holds no key.
    #[error(transparent)]
    KeyFile(#[from] KeyFault),
    /// A key in the configuration is no key.
    #[error("{0}: {1}")]
    Key(PathBuf, SealFault),
    /// The store does not open.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    /// The folder holds a node already.
    #[error("{0} holds a node already")]
    Exists(PathBuf),
}

impl Node {
    /// Opens a node's folder and brings its store to the current form.
    pub async fn open(folder: &Path, clock: Clock) -> Result<Self, NodeFault> {
        let path = folder.join(config::FILE);
        let config: Config = toml::from_str(&read(&path)?).map_err(|fault| NodeFault::Config(path, fault))?;
        let path = folder.join(&config.rulebook);
        let rulebook = Rulebook::from_toml(&read(&path)?).map_err(|fault| NodeFault::Rulebook(path.clone(), fault))?;
        if rulebook.country != config.country {
            return Err(NodeFault::OtherCountry(path));
        }
        let notices = match config.notices.as_ref().map(|notices| folder.join(notices)) {
            Some(path) => Notices::from_toml(&read(&path)?).map_err(|fault| NodeFault::Notices(path, fault))?,
            None => Notices::default(),
        };
        let secret = key_file::read(&folder.join(&config.record_secret))?;
        let signing = key_file::read(&folder.join(&config.signing_key))?;
        let keys = RecordKeys::new(&secret.to_bytes());
        let store = store::open(&database_url(folder, &config.database)).await?;
        let ledger = Arc::new(Ledger::new(store.clone(), clock.clone(), keys.users()));
        Ok(Self { folder: folder.to_owned(), config, rulebook, notices, store, ledger, keys, signing, clock })
    }

    /// The country's agreements with other members.
    pub fn cabinet(&self) -> Cabinet {
        Cabinet {
            country: self.config.country,
            datasets: self.rulebook.datasets.keys().copied().collect(),
            store: self.store.clone(),
            ledger: Arc::clone(&self.ledger),
            clock: self.clock.clone(),
        }
    }

    /// Reads the membership document as it is now.
    pub fn roll(&self) -> Result<Roll, NodeFault> {
        let registrar = PublicKey::from_text(&self.config.registrar);
        let registrar = registrar.map_err(|fault| NodeFault::Key(self.folder.join(config::FILE), fault))?;
        let document = self.folder.join(&self.config.members);
        Ok(Roll::open(&document, &self.folder.join(config::PIN), &registrar)?)
    }
}

fn read(path: &Path) -> Result<String, NodeFault> {
    std::fs::read_to_string(path).map_err(|error| NodeFault::File(path.to_owned(), error))
}

/// A SQLite file's address is relative to the node's folder; any other address stands as it is.
fn database_url(folder: &Path, database: &str) -> String {
    match database.strip_prefix("sqlite://") {
        Some(file) if !file.starts_with(':') => format!("sqlite://{}", folder.join(file).display()),
        _ => database.to_owned(),
    }
}
