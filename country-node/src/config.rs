//! A node's configuration: `node.toml` in its folder. Paths are relative to the folder.

use door::rates::Rates;
use door::tls::identity::Files;
use node_rules::campaign::taken::Form;
use schema::country::CountryCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// A node's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The country whose node this is.
    pub country: CountryCode,
    /// Where it listens, such as `127.0.0.1:4101`.
    pub listen: String,
    /// Where its store is, such as `sqlite://node.db`; a SQLite file is relative to the folder.
    pub database: String,
    /// The membership document.
    pub members: PathBuf,
    /// The public key of the federation's registrar, who signs the membership document (ed25519, base64url). It comes to
    /// the country by hand, not over the network.
    pub registrar: String,
    /// The country's disclosure policy.
    pub rulebook: PathBuf,
    /// The file with the secret of pseudonyms and record keys.
    pub record_secret: PathBuf,
    /// The file with the key that releases are signed with.
    pub signing_key: PathBuf,
    /// The notices that persons were shown before they agreed; left out where none are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<PathBuf>,
    /// The certificate that the node shows to gateways; left out where it is asked from its own machine only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Files>,
    /// Authorities (PEM) that vouch for the members' OpenID Connect issuers beside the public ones; left out: those alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer_authorities: Option<PathBuf>,
    /// The persons' own page; left out: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// The desk of the country's own officers; left out: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Desk>,
    /// The country's mail server, for letters to those who agree to be written to; left out: none are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<Box<Mail>>,
    /// How often one may ask; left out: what is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rates: Option<Rates>,
}

/// The persons' own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Where it listens, on its own machine: what stands before it speaks TLS with people.
    pub listen: String,
    /// By which address people reach it, such as `https://me.example.org`.
    pub origin: String,
    /// The notice that persons are shown and agree to, with its version; left out: they can only withdraw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Files with the page's words in further languages, by their tags (BCP 47).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, PathBuf>,
}

/// The desk of the country's own officers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Where it listens, on its own machine: what stands before it speaks TLS with officers.
    pub listen: String,
}

/// The country's mail server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Where it is, such as `mail.example.org:587`.
    pub server: String,
    /// Whether it speaks TLS.
    pub tls: MailTls,
    /// Authorities (PEM) that vouch for it, beside the public ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorities: Option<PathBuf>,
    /// As whom the node signs in; left out: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The file with the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// From whom letters are, such as `Office of the Diaspora <office@example.org>`.
    pub from: String,
    /// To whom answers go; left out: back to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// How many letters go out in a minute, at most; left out: as many as the server takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_minute: Option<NonZeroU32>,
    /// The server's own log, which settles what became of a letter whose handing over was cut off; left out: an officer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<MailLog>,
    /// After how many seconds the server is done with a letter, and its log tells of it: half of them it may take to answer.
    #[serde(default = "settle_after")]
    pub settle_after: i64,
}

/// Whether a mail server speaks TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// After `STARTTLS`, without which nothing is said to it.
    Starttls,
    /// From the first byte.
    Wrapper,
    /// Not at all: on the node's own machine alone.
    None,
}

/// A mail server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailLog {
    /// What its lines look like.
    pub form: Form,
    /// Its files, the oldest first.
    pub files: Vec<PathBuf>,
}

const fn settle_after() -> i64 {
    15 * 60
}

impl Mail {
    /// The part of the sender's address behind the `@`.
    pub fn host(&self) -> &str {
        self.from.rsplit_once('@').map_or("", |(_, host)| host.trim_end_matches('>'))
    }

    /// How long the server may take to say that it took a message.
    pub fn patience(&self) -> Duration {
        Duration::from_millis(self.settle_after.unsigned_abs().saturating_mul(500))
    }

    /// How long a letter takes at least.
    pub fn pace(&self) -> Duration {
        self.per_minute.map_or(Duration::ZERO, |per_minute| Duration::from_mins(1) / per_minute.get())
    }
}

impl Config {
    /// A node that listens there, with the usual files in its folder, without notices, TLS and rates of its own.
    pub fn usual(country: CountryCode, listen: impl Into<String>, registrar: String) -> Self {
        Self {
            country,
            listen: listen.into(),
            database: "sqlite://node.db".into(),
            members: "members.toml".into(),
            registrar,
            rulebook: "rulebook.toml".into(),
            record_secret: "record.secret".into(),
            signing_key: "signing.key".into(),
            notices: None,
            tls: None,
            issuer_authorities: None,
            page: None,
            desk: None,
            mail: None,
            rates: None,
        }
    }
}

/// The file with what the node remembers of the last membership document that it took.
pub const PIN: &str = "members.pin";

/// The name of the configuration in a node's folder.
pub const FILE: &str = "node.toml";
