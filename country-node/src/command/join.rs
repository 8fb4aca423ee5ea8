//! `join`: the country's application to the federation's registrar.

use super::{Failure, say, system_random};
use crate::config;
use crate::node::Node;
use clap::Args;
use door::key_file;
use door::tls::authority::request;
use door::tls::identity::Files;
use door::tls::name;
use schema::member::issuer::{AUDIENCE, ROLE};
use schema::member::{Application, Entry, Issuer};
use schema::seal::{PublicKey, SecretKey};

/// The key that the country's tokens are signed with.
pub const TOKEN_KEY: &str = "token.key";

/// The former one, while tokens that it signed hold.
const FORMER: &str = "token.key.former";

#[derive(Args, Debug)]
pub struct Join {
    /// The country's name, in English.
    #[arg(long)]
    name: String,
    /// Where gateways reach the node, such as `https://node.example:4100/graphql`.
    #[arg(long)]
    address: String,
    /// Begin a new token key; the former one is believed beside it until `--forget-former`.
    #[arg(long)]
    new_token_key: bool,
    /// Leave the former token key out.
    #[arg(long, conflicts_with = "new_token_key")]
    forget_former: bool,
    /// Ask for no certificate: the one that is in use stays, or the country has an authority of its own.
    #[arg(long)]
    no_certificate: bool,
    /// Where the country's people sign in by OpenID Connect, as its tokens say it in `iss`, such as `https://id.example`.
    #[arg(long, requires = "client")]
    issuer: Option<String>,
    /// The client id that the gateway's pages have there.
    #[arg(long, requires = "issuer")]
    client: Option<String>,
    /// What the issuer's access tokens for this federation name as their audience.
    #[arg(long, requires = "issuer", default_value = AUDIENCE)]
    audience: String,
    /// The claim of the issuer's access tokens that holds a user's role.
    #[arg(long, requires = "issuer", default_value = ROLE)]
    role_claim: String,
}

impl Join {
    pub fn run(self, node: &Node) -> Result<(), Failure> {
        let mut random = system_random()?;
        let mut bytes = || {
            let mut bytes = [0; 32];
            random(&mut bytes);
            bytes
        };
        let at = |name: &str| node.folder.join(name);
        if self.new_token_key && at(TOKEN_KEY).exists() {
            std::fs::rename(at(TOKEN_KEY), at(FORMER))?;
        }
        if self.forget_former && at(FORMER).exists() {
            std::fs::remove_file(at(FORMER))?;
        }
        let mut keys = vec![key_file::make(&at(TOKEN_KEY), bytes())?];
        if at(FORMER).exists() {
            keys.push(key_file::read(&at(FORMER))?);
        }
        let text = |key: &SecretKey| PublicKey::to_text(&key.public());
        let country = node.config.country;
        let issuer = self.issuer.zip(self.client).map(|(url, client)| {
            let (audience, role) = (self.audience, self.role_claim);
            Issuer { audience, role, ..Issuer::new(url, client) }
        });
        if let Some(issuer) = &issuer {
            issuer.check()?;
        }
        let entry = Entry {
            token_keys: keys.iter().map(text).collect(),
            node_keys: vec![text(&node.signing)],
            node: Some(self.address),
            issuers: issuer.into_iter().collect(),
            datasets: node.rulebook.datasets.keys().copied().collect(),
            wider: node.rulebook.wide_tables(),
            ..Entry::new(country, self.name)
        };
        keys.push(node.signing.clone());
        let asked = if self.no_certificate { None } else { Some(certificate(node)?) };
        let application = Application::new(entry, asked, &keys.iter().collect::<Vec<_>>())?;
        let file = at(&format!("{country}.application.toml"));
        std::fs::write(&file, toml::to_string(&application)?)?;
        say(&format!("{} is for the registrar; the certificate that comes back is node.crt here", file.display()))
    }
}

/// Makes a new key for mutual TLS and a request for its certificate, and says in the configuration where both lie.
fn certificate(node: &Node) -> Result<String, Failure> {
    let files = Files { certificate: "node.crt".into(), key: "node.tls.key".into() };
    let made = request(&name::node(node.config.country))?;
    let used = node.config.tls.as_ref().unwrap_or(&files);
    // Beside the one in use: until the certificate comes, that one goes on.
    key_file::write(&node.folder.join(used.key.with_extension("key.next")), &made.key)?;
    if node.config.tls.is_none() {
        let config = config::Config { tls: Some(files), ..node.config.clone() };
        std::fs::write(node.folder.join(config::FILE), toml::to_string(&config)?)?;
    }
    Ok(made.public)
}
