//! The client that requests to nodes are sent with: pooled, HTTP/2 where a node has it, no redirect and no proxy, so that a
//! caller's token goes to the address that the membership document names and nowhere else.

use super::Silence;
use axum::body::Bytes;
use axum::http::Uri;
use axum::http::uri::Authority;
use door::tls::dial::{host, is_here, nobody};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, ResolveServerName};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

/// Sends requests to nodes.
pub type Link = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// How long a connection to a node is kept without a question; less than a node keeps it.
const IDLE: Duration = Duration::from_secs(20);

/// The most connections to one node that wait for questions.
const MOST_IDLE: usize = 8;

/// Each node's name in its certificate, by where it answers (host and port).
pub type Names = HashMap<String, String>;

/// How nodes are reached.
#[derive(Clone)]
pub struct Dial {
    tls: ClientConfig,
    encrypts: bool,
}

impl Dial {
    /// By TLS, with certificates on both sides; nodes on this machine without, too.
    pub fn tls(tls: ClientConfig) -> Self {
        Self { tls, encrypts: true }
    }

    /// Without encryption: only nodes on this machine.
    pub fn plain() -> Result<Self, rustls::Error> {
        Ok(Self { tls: nobody()?, encrypts: false })
    }

    /// Whether a node at this address can be reached: nothing goes unencrypted to another machine.
    pub fn reaches(&self, at: &Uri) -> bool {
        match at.scheme_str() {
            Some("https") => self.encrypts && !host(at).is_empty(),
            Some("http") => is_here(at),
            _ => false,
        }
    }

    /// A client for nodes of these names.
    pub fn link(&self, names: Names) -> Link {
        link(self.tls.clone(), names)
    }
}

fn link(tls: ClientConfig, names: Names) -> Link {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_nodelay(true);
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .with_server_name_resolver(Nodes(Arc::new(names)))
        .enable_all_versions()
        .wrap_connector(http);
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(MOST_IDLE)
        .build(connector)
}

/// Why a connection did not come about or broke.
pub fn broken(error: Box<dyn Error + Send + Sync>) -> Silence {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&*error);
    while let Some(found) = cause {
        if let Some(fault) = found.downcast_ref::<rustls::Error>() {
            return Silence::Certificate(fault.clone());
        }
        // What an I/O error holds is itself the error, not its source.
        let held = found.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = held.map(|held| held as &(dyn Error + 'static)).or_else(|| found.source());
    }
    Silence::Connection(error)
}

/// Looks a node's name up by its address.
struct Nodes(Arc<Names>);

impl ResolveServerName for Nodes {
    fn resolve(&self, uri: &Uri) -> Result<ServerName<'static>, Box<dyn Error + Send + Sync>> {
        let at = uri.authority().map(Authority::as_str).unwrap_or_default();
        let name = self.0.get(at).ok_or("no member's node answers there")?;
        Ok(ServerName::try_from(name.clone())?)
    }
}
