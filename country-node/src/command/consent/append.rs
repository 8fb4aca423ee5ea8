//! `consent give|refresh|withdraw`: one event, of now.

use super::super::{Failure, say};
use super::{AUDIENCES, PURPOSES, Whose, audience, purpose};
use crate::consent::append::Appending;
use crate::intake::consents::named;
use crate::node::Node;
use crate::store;
use clap::Args;
use node_rules::clock::{Seconds, seconds, text};
use node_rules::consent::{Event, EventKind, Method, Recorded, Shown};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::collections::BTreeSet;

const METHODS: &str = "PAPER, PORTAL, EMBASSY, TELEPHONE or GUARDIAN";

#[derive(Args, Debug)]
pub struct Agree {
    #[command(flatten)]
    whose: Whose,
    #[arg(long, help = format!("{PURPOSES}; with commas between"), required = true, value_delimiter = ',', value_parser = purpose)]
    purposes: Vec<ConsentPurpose>,
    #[arg(long, help = AUDIENCES, value_parser = audience)]
    audience: Audience,
    /// The notice that the person was shown, with its version: register/2.
    #[arg(long, requires = "language")]
    notice: Option<String>,
    /// In which language it was shown.
    #[arg(long, requires = "notice")]
    language: Option<String>,
    #[arg(long, help = METHODS, value_parser = method)]
    method: Option<Method>,
    /// The second from which on the consent counts as expired: 2030-12-31T00:00:00Z.
    #[arg(long, value_parser = time)]
    valid_until: Option<Seconds>,
}

#[derive(Args, Debug)]
pub struct Withdraw {
    #[command(flatten)]
    whose: Whose,
    #[arg(long, help = METHODS, value_parser = method)]
    method: Option<Method>,
}

impl Agree {
    pub async fn run(self, node: &Node, kind: EventKind) -> Result<(), Failure> {
        let shown = match (self.notice, self.language) {
            (Some(notice), Some(language)) => {
                let shown = node.notices.shown(&notice, &language);
                Some(shown.map_err(|why| format!("`{notice}` in `{language}`: expected {why}"))?)
            }
            _ => None,
        };
        let said = Said {
            purposes: self.purposes.into_iter().collect(),
            audience: self.audience,
            shown,
            method: self.method,
            valid_until: self.valid_until,
        };
        append(node, self.whose, kind, said).await
    }
}

impl Withdraw {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let said = Said {
            purposes: BTreeSet::new(),
            audience: Audience::OwnGovernment,
            shown: None,
            method: self.method,
            valid_until: None,
        };
        append(node, self.whose, EventKind::Withdrawn, said).await
    }
}

/// What a person said, beside what happened and when.
struct Said {
    purposes: BTreeSet<ConsentPurpose>,
    audience: Audience,
    shown: Option<Shown>,
    method: Option<Method>,
    valid_until: Option<Seconds>,
}

async fn append(node: &Node, whose: Whose, kind: EventKind, said: Said) -> Result<(), Failure> {
    let person = whose.pseudonym(node)?;
    let transaction = store::begin(&node.store).await?;
    let mut appending = Appending::begin(&transaction, (node.clock)()).await?;
    let at = appending.now();
    let Said { purposes, audience, shown, method, valid_until } = said;
    let event = Event { kind, at, purposes, audience, valid_until };
    let recorded = Recorded { event, shown, method, recorded_at: Some(at) };
    if let Some(((), why)) = appending.append(vec![((), person, recorded)]).await?.pop() {
        transaction.rollback().await?;
        return Err(format!("{} is not recorded; expected {why}", kind.name()).into());
    }
    transaction.commit().await?;
    say(&format!("{} is recorded, of {}", kind.name(), text(at)))
}

fn method(name: &str) -> Result<Method, String> {
    named(name).ok_or_else(|| METHODS.to_owned())
}

fn time(said: &str) -> Result<Seconds, String> {
    seconds(said).ok_or_else(|| "a time such as 2026-01-31T12:00:00Z (RFC 3339)".to_owned())
}
