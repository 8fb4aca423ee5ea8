//! `consent give|refresh|withdraw|show|receipt|may|verify|key`: one person's consent.

mod append;
mod receipt;

use super::person::Whose;
use super::{Failure, say};
use crate::audit::command::Administration;
use crate::consent::{history, made_out};
use crate::intake::consents::named;
use crate::node::Node;
use clap::{Args, Subcommand};
use node_rules::clock::{Clock, text};
use node_rules::consent::{Event, EventKind, may_jointly};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::path::Path;
use std::process::ExitCode;

pub(super) const PURPOSES: &str = "STATISTICS, RESEARCH, PROGRAMME_MATCHING, OUTREACH or DIRECTORY";
const AUDIENCES: &str = "OWN_GOVERNMENT, IOM, MEMBER_GOVERNMENTS or PUBLIC";

#[derive(Subcommand, Debug)]
pub enum Consent {
    /// Records that the person agrees, now.
    Give(append::Agree),
    /// Records that the person agrees again, now, perhaps to something else.
    Refresh(append::Agree),
    /// Records that the person withdraws, now: use by name stops at once, and the next release is without the person.
    Withdraw(append::Withdraw),
    /// Prints the person's consent record (JSON, after ISO/IEC TS 27560).
    Show(Whose),
    /// Makes out a signed receipt for the person.
    Receipt(receipt::MakeOut),
    /// Says whether the person may be used by name for a purpose, and why; the exit code is 0 for yes and 1 for no.
    May(May),
    /// Checks a receipt; no node is needed.
    Verify(receipt::Verify),
    /// Prints the public half of the key that releases and receipts are signed with.
    Key,
}

#[derive(Args, Debug)]
pub struct May {
    #[command(flatten)]
    whose: Whose,
    #[arg(long, help = PURPOSES, value_parser = purpose)]
    purpose: ConsentPurpose,
    #[arg(long, help = AUDIENCES, value_parser = audience)]
    audience: Audience,
}

impl Consent {
    /// Runs the command in a node's folder.
    pub async fn run(self, folder: &Path, clock: Clock) -> Result<ExitCode, Failure> {
        if let Self::Verify(verify) = self {
            verify.run()?;
            return Ok(ExitCode::SUCCESS);
        }
        let node = Node::open(folder, clock).await?;
        // That a person's consent was looked at or changed is written down; whose, and to what, is not.
        node.audited(Administration::of(self.name()), self.act(&node)).await
    }

    async fn act(self, node: &Node) -> Result<ExitCode, Failure> {
        match self {
            Self::Give(agree) => agree.run(node, EventKind::Given).await?,
            Self::Refresh(agree) => agree.run(node, EventKind::Refreshed).await?,
            Self::Withdraw(withdraw) => withdraw.run(node).await?,
            Self::Show(whose) => {
                let record = made_out::record(node, &whose.pseudonym(node)?).await?;
                say(&serde_json::to_string_pretty(&record)?)?;
            }
            Self::Receipt(receipt) => receipt.run(node).await?,
            Self::May(may) => return may.run(node).await,
            Self::Key => say(&node.signing.public().to_text())?,
            Self::Verify(_) => {}
        }
        Ok(ExitCode::SUCCESS)
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Give(_) => "consent give",
            Self::Refresh(_) => "consent refresh",
            Self::Withdraw(_) => "consent withdraw",
            Self::Show(_) => "consent show",
            Self::Receipt(_) => "consent receipt",
            Self::May(_) => "consent may",
            Self::Verify(_) => "consent verify",
            Self::Key => "consent key",
        }
    }
}

impl May {
    async fn run(self, node: &Node) -> Result<ExitCode, Failure> {
        let histories = history::joint(&node.store, &self.whose.pseudonym(node)?).await?;
        let histories: Vec<&[Event]> = histories.iter().map(Vec::as_slice).collect();
        match may_jointly(&histories, self.purpose, self.audience, (node.clock)()) {
            Ok(event) => {
                let until = event.valid_until.map(|until| format!(" until {}", text(until))).unwrap_or_default();
                say(&format!("yes: the consent of {} holds{until}", text(event.at)))?;
                Ok(ExitCode::SUCCESS)
            }
            Err(why) => {
                say(&format!("no: {why}"))?;
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

pub(super) fn purpose(name: &str) -> Result<ConsentPurpose, String> {
    named(name).ok_or_else(|| PURPOSES.to_owned())
}

fn audience(name: &str) -> Result<Audience, String> {
    named(name).ok_or_else(|| AUDIENCES.to_owned())
}
