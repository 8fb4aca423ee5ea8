//! `consent give|refresh|withdraw`: one event, of now.

use super::super::{Failure, say};
use super::{AUDIENCES, PURPOSES, Whose, audience, purpose};
use crate::consent::said::{Said, record};
use crate::intake::consents::named;
use crate::node::Node;
use clap::Args;
use node_rules::clock::{Seconds, seconds, text};
use node_rules::consent::{EventKind, Method};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;

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
        append(node, self.whose, EventKind::Withdrawn, Said::withdrawal(self.method)).await
    }
}

async fn append(node: &Node, whose: Whose, kind: EventKind, said: Said) -> Result<(), Failure> {
    let at = record(node, whose.pseudonym(node)?, kind, said).await?;
    say(&format!("{} is recorded, of {}", kind.name(), text(at)))
}

fn method(name: &str) -> Result<Method, String> {
    named(name).ok_or_else(|| METHODS.to_owned())
}

fn time(said: &str) -> Result<Seconds, String> {
    seconds(said).ok_or_else(|| "a time such as 2026-01-31T12:00:00Z (RFC 3339)".to_owned())
}
