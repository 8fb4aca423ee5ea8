//! The page's own port, beside the one that gateways ask.

use super::office::{Office, Random};
use super::route::router;
use super::words::{Languages, WordsFault};
use crate::config;
use crate::node::Node;
use axum::Router;
use door::serve::Listening;
use std::net::SocketAddr;
use std::sync::Arc;

/// Why the page is not served.
#[derive(Debug, thiserror::Error)]
pub enum PageFault {
    /// A language's words do not read.
    #[error("the page's words: {0}")]
    Words(#[from] WordsFault),
    /// The notice that it offers is not kept.
    #[error("the page offers the notice `{0}`, which notices.toml does not have")]
    Notice(String),
    /// An address that people cannot come by.
    #[error("the page's origin `{0}` begins with https://, or with http:// on its own machine, and has no path")]
    Origin(String),
    /// It listens on its own machine only.
    #[error("the page listens on its own machine only, behind what speaks TLS with people; not on {0}")]
    Exposed(SocketAddr),
    /// The port does not open.
    #[error("{0}: {1}")]
    Listen(String, std::io::Error),
}

/// A port beside the one that gateways ask, open.
pub struct Served {
    /// Where it listens, and what it answers.
    pub listening: Listening,
    /// Its routes.
    pub router: Router,
}

/// Opens the page's port, where the configuration has a page.
pub async fn open(
    node: &Arc<Node>,
    page: &config::Page,
    environment: Option<String>,
    random: Random,
) -> Result<Served, PageFault> {
    let languages = Languages::with(&node.folder, &page.words)?;
    if let Some(notice) = page.notice.as_ref().filter(|notice| node.notices.find(notice).is_none()) {
        return Err(PageFault::Notice(notice.clone()));
    }
    let secure = page.origin.starts_with("https://");
    let host = page.origin.strip_prefix("https://").or_else(|| page.origin.strip_prefix("http://127.0.0.1:"));
    if host.is_none_or(|host| host.is_empty() || host.contains('/')) {
        return Err(PageFault::Origin(page.origin.clone()));
    }
    let listening = Listening::on(&page.listen).await.map_err(|fault| PageFault::Listen(page.listen.clone(), fault))?;
    if !listening.address.ip().is_loopback() {
        return Err(PageFault::Exposed(listening.address));
    }
    let office = Office::new(Arc::clone(node), languages, secure, environment, random);
    Ok(Served { listening, router: router(office) })
}
