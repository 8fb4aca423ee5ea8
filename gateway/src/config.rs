//! The gateway's configuration file.

use door::rates::Rates;
use door::sites::{NoOrigin, Sites};
use door::tls::identity::Files;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest deadline; nobody waits longer in front of a page.
const MOST_DEADLINE_MS: u64 = 60_000;

/// How one gateway runs. In the file, paths are relative to the file's folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the gateway listens; port 0 lets the system choose one.
    #[serde(default = "listen")]
    pub listen: String,
    /// The membership document.
    pub members: PathBuf,
    /// The public key of the federation's registrar, who signs the membership document (ed25519, base64url).
    pub registrar: String,
    /// What the gateway remembers of the last membership document that it took.
    #[serde(default = "pin")]
    pub pin: PathBuf,
    /// The gateway's name in the membership document.
    #[serde(default = "name")]
    pub name: String,
    /// The file with the key that the gateway signs questions and citations with.
    #[serde(default = "key")]
    pub key: PathBuf,
    /// The certificate that the gateway shows to nodes; left out where all nodes are on the gateway's own machine.
    pub tls: Option<Files>,
    /// Where citations are kept.
    #[serde(default = "citations")]
    pub citations: PathBuf,
    /// What stands before a citation's address, such as `https://hub.example`; left out, addresses begin with `/`.
    #[serde(default)]
    pub origin: String,
    /// How long the countries have to answer one request, all together.
    #[serde(default = "deadline_ms")]
    pub deadline_ms: u64,
    /// What the playground shows of a demonstration; left out where none runs.
    pub demonstration: Option<PathBuf>,
    /// The other sites whose pages may ask, such as `https://example.org`.
    #[serde(default)]
    pub origins: Vec<String>,
    /// Authorities (PEM) that vouch for the members' OpenID Connect issuers beside the public ones; left out: those alone.
    pub issuer_authorities: Option<PathBuf>,
    /// How often one may ask.
    #[serde(default)]
    pub rates: Rates,
}

/// Why a configuration is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Missing(PathBuf, std::io::Error),
    /// Not TOML, or not of this form.
    #[error("the configuration does not read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// No time at all, or too much of it.
    #[error("`deadline_ms` is {0}; it must lie between 1 and {MOST_DEADLINE_MS}")]
    Deadline(u64),
    /// A site that is none.
    #[error("`origins`: {0}")]
    Origins(#[from] NoOrigin),
}

impl Config {
    /// Reads the file.
    pub fn from_file(path: &Path) -> Result<Self, ConfigFault> {
        let text = std::fs::read_to_string(path).map_err(|error| ConfigFault::Missing(path.to_owned(), error))?;
        Self::from_toml(&text, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads the text of a file that lies in `folder`.
    pub fn from_toml(text: &str, folder: &Path) -> Result<Self, ConfigFault> {
        let mut config: Self = toml::from_str(text)?;
        for path in [&mut config.members, &mut config.pin, &mut config.key, &mut config.citations] {
            *path = folder.join(&path);
        }
        if let Some(files) = &mut config.tls {
            files.certificate = folder.join(&files.certificate);
            files.key = folder.join(&files.key);
        }
        config.issuer_authorities = config.issuer_authorities.map(|file| folder.join(file));
        config.demonstration = config.demonstration.map(|file| folder.join(file));
        config.deadline()?;
        config.sites()?;
        Ok(config)
    }

    /// How long the countries have to answer one request.
    pub fn deadline(&self) -> Result<Duration, ConfigFault> {
        match self.deadline_ms {
            1..=MOST_DEADLINE_MS => Ok(Duration::from_millis(self.deadline_ms)),
            other => Err(ConfigFault::Deadline(other)),
        }
    }

    /// The other sites whose pages may ask.
    pub fn sites(&self) -> Result<Sites, ConfigFault> {
        Ok(Sites::new(&self.origins)?)
    }
}

fn listen() -> String {
    "127.0.0.1:4000".to_owned()
}

fn pin() -> PathBuf {
    "members.pin".into()
}

fn name() -> String {
    "hub".to_owned()
}

fn key() -> PathBuf {
    "gateway.key".into()
}

fn citations() -> PathBuf {
    "citations".into()
}

const fn deadline_ms() -> u64 {
    5000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_a_configuration_and_its_paths_lie_beside_it() {
        let config = Config::from_toml(include_str!("../gateway.sample.toml"), Path::new("/etc/hub")).unwrap();
        let paths = [&config.members, &config.pin, &config.key, &config.citations];
        let beside =
            ["members.toml", "members.pin", "gateway.key", "citations"].map(|name| Path::new("/etc/hub").join(name));
        assert_eq!(paths, beside.each_ref());
        assert!(schema::seal::PublicKey::from_text(&config.registrar).is_ok());
        assert_eq!((config.listen.as_str(), config.deadline_ms, config.demonstration), ("127.0.0.1:4000", 5000, None));
        assert_eq!((config.origins.len(), config.rates), (0, Rates::USUAL), "the sample shows what is usual");
    }

    #[test]
    fn what_a_configuration_does_not_know_is_refused() {
        let refused = |text: &str| Config::from_toml(text, Path::new("")).expect_err("must be refused");
        assert!(matches!(refused("members = 'm'\nregistrar = 'r'\ndead_line = 3"), ConfigFault::Unreadable(_)));
        assert!(matches!(refused("listen = '127.0.0.1:0'"), ConfigFault::Unreadable(_)));
        assert!(matches!(refused("members = 'm'"), ConfigFault::Unreadable(_)), "whom to believe must be said");
        let refused = |text: &str| refused(&format!("members = 'm'\nregistrar = 'r'\n{text}"));
        assert!(matches!(refused("deadline_ms = 0"), ConfigFault::Deadline(0)));
        assert!(matches!(refused("origins = ['*']"), ConfigFault::Origins(_)));
        assert!(matches!(refused("[rates]\nuser = { per_second = 1 }"), ConfigFault::Unreadable(_)));
    }
}
