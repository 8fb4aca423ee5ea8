//! Letters to members of the diaspora who agree to be written to. What may be done, and to whom a letter goes by which means, is decided
//! in `node_rules::campaign`; here it is kept and carried out.
//!
//! - [`fault`]: why something is not done. [`read`]: a campaign from its events; [`change`](mod@change): doing something to it, in one
//!   step with the audit log. [`draw`]: who gets a letter of it.
//! - [`queue`]: letters that wait. What is about to be handed over is kept first: only then there is an [`Intent`](queue::Intent), without
//!   which nothing is.
//! - [`write`](mod@write): a letter as a message; [`smtp`]: the talk with the mail server, which an intent ends; [`carry`]: letter by letter;
//!   [`again`]: those that were refused, once more.
//! - [`settle`]: what became of letters whose handing over was cut off, by the server's log or an officer's word; what comes
//!   of them settles them too.
//! - [`returned`]: answers, and what came back; [`no_more`]: who asks to be written to no more.
//! - `reached`: how the person of a letter is reached. [`list`]: those whom an officer asks for; [`hand`]: handing their letters to the
//!   officer; [`said`]: what an officer says came of it; [`tell`]: whom a campaign reached.
//! - [`person`]: what is held of one person, and its erasure.

pub mod again;
pub mod carry;
pub mod change;
pub mod draw;
pub mod fault;
pub mod hand;
pub mod list;
pub mod no_more;
pub mod person;
pub mod queue;
mod reached;
pub mod read;
pub mod returned;
pub mod said;
pub mod settle;
pub mod smtp;
pub mod tell;
pub mod write;

use crate::config::Mail;
use crate::contact::keep::Means;
use crate::directory::Directory;
use crate::node::Node;
use crate::page::words::{Languages, WordsFault};
use fault::CampaignFault;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Keeps a country's campaigns.
pub struct Campaigns {
    pub(crate) node: Arc<Node>,
    directory: Arc<Directory>,
    /// What the page says, and a letter's last lines.
    languages: Languages,
    /// Held by the one who writes.
    writes: Mutex<()>,
}

impl Campaigns {
    /// Those of a node.
    pub fn new(node: Arc<Node>, directory: Arc<Directory>) -> Result<Self, WordsFault> {
        let own_alone = BTreeMap::new();
        let words = node.config.page.as_ref().map_or(&own_alone, |page| &page.words);
        let languages = Languages::with(&node.folder, words)?;
        Ok(Self { node, directory, languages, writes: Mutex::default() })
    }

    /// How mail goes out; a fault where the node has no mail server.
    fn mail(&self) -> Result<&Mail, CampaignFault> {
        let mail = self.node.config.mail.as_deref().ok_or(CampaignFault::NoServer)?;
        // The server has half of it to answer, and at least a second.
        if mail.settle_after < 2 {
            Err(CampaignFault::Server("`settle_after` is 2 or more".to_owned()))
        } else {
            Ok(mail)
        }
    }

    /// Does something with what opens contacts.
    async fn with_means<T>(&self, does: impl AsyncFnOnce(&mut Means<'_>) -> T) -> T {
        let drawn = (self.directory.random)();
        let mut random = move |bytes: &mut [u8; 32]| *bytes = drawn;
        let means = &mut Means { environment: self.directory.environment.as_deref(), random: &mut random };
        does(means).await
    }
}
