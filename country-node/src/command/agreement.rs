//! `agreement`: what other members may ask of the country, by its own operator.

use super::{Failure, named, say};
use crate::agreement::Cabinet;
use crate::audit::command::Administration;
use crate::node::Node;
use clap::{Args, Subcommand};
use node_rules::agreement::{Agreement, Party};
use schema::agreement::{AgreementChange, AgreementTerms};
use schema::audience::Audience;
use schema::concept::{Dataset, Dimension, Item};
use schema::member::MemberCode;
use schema::purpose::Purpose;
use std::future::Future;

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Lists the agreements with other members.
    List,
    /// Proposes what a member may ask; an officer of that member accepts it.
    Propose(Propose),
    /// Accepts what the other side proposed.
    Accept(Id),
    /// Answers nothing under it until it is resumed.
    Suspend(Id),
    /// Takes the country's own suspension back.
    Resume(Id),
    /// Ends it for good, or declines what the other side proposed.
    End(Id),
}

#[derive(Args, Debug)]
pub struct Id {
    /// Such as `GHA-COL-1`.
    id: String,
}

#[derive(Args, Debug)]
pub struct Propose {
    /// The member that would ask.
    #[arg(long)]
    member: MemberCode,
    /// Which data, with commas between.
    #[arg(long, value_delimiter = ',', required = true, value_parser = named::<Dataset>)]
    datasets: Vec<Dataset>,
    /// Which dimensions, with commas between; left out: all that are published.
    #[arg(long, value_delimiter = ',', value_parser = named::<Dimension>)]
    dimensions: Option<Vec<Dimension>>,
    /// Which items beside the dimensions that are named, such as `QUESTION:VISITS`.
    #[arg(long, value_delimiter = ',', requires = "dimensions")]
    items: Option<Vec<Item>>,
    /// For which purposes, with commas between.
    #[arg(long, value_delimiter = ',', required = true, value_parser = named::<Purpose>)]
    purposes: Vec<Purpose>,
    /// To whom the member may pass answers on: `IOM`, `MEMBER_GOVERNMENTS` or `PUBLIC`.
    #[arg(long, value_parser = named::<Audience>)]
    audience: Audience,
    /// Until when, such as `2028-01-01T00:00:00Z`.
    #[arg(long)]
    until: String,
}

impl Command {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let cabinet = node.cabinet();
        let party = Party::operator(node.config.country);
        match self {
            Self::List => {
                let agreements = cabinet.of(node.config.country).await?;
                agreements.iter().try_for_each(|agreement| say(&line(agreement, (node.clock)())))
            }
            Self::Propose(propose) => {
                let written = Administration::of("agreement propose").with("member", propose.member.as_str());
                let Propose { member, datasets, dimensions, items, purposes, audience, until } = propose;
                let terms = AgreementTerms { datasets, dimensions, items, purposes, audience, until };
                let members = node.roll()?.in_force();
                let proposing = async { Ok(cabinet.propose(party, member, &terms, &members).await?) };
                done(node, written, proposing).await
            }
            Self::Accept(id) => change(node, &cabinet, (id, "agreement accept", AgreementChange::Accept)).await,
            Self::Suspend(id) => change(node, &cabinet, (id, "agreement suspend", AgreementChange::Suspend)).await,
            Self::Resume(id) => change(node, &cabinet, (id, "agreement resume", AgreementChange::Resume)).await,
            Self::End(id) => change(node, &cabinet, (id, "agreement end", AgreementChange::End)).await,
        }
    }
}

async fn change(
    node: &Node,
    cabinet: &Cabinet,
    (Id { id }, name, change): (Id, &'static str, AgreementChange),
) -> Result<(), Failure> {
    let party = Party::operator(node.config.country);
    let written = Administration::of(name).with("agreement", &id);
    done(node, written, async { Ok(cabinet.change(party, &id, change).await?) }).await
}

async fn done(
    node: &Node,
    written: Administration,
    acting: impl Future<Output = Result<Agreement, Failure>>,
) -> Result<(), Failure> {
    let agreement = node.audited(written, acting).await?;
    say(&line(&agreement, (node.clock)()))
}

/// Such as `GHA-COL-1  in force  STOCK, SURVEY  all dimensions  COMPARISON  MEMBER_GOVERNMENTS  until 2028-01-01T00:00:00Z`.
fn line(agreement: &Agreement, now: node_rules::clock::Seconds) -> String {
    let said = agreement.said(now);
    let datasets: Vec<_> = said.terms.datasets.iter().map(|dataset| dataset.name()).collect();
    let dimensions = said.terms.dimensions.map_or_else(
        || "all dimensions".to_owned(),
        |named| {
            let items = said.terms.items.iter().flatten().map(ToString::to_string);
            named.iter().map(ToString::to_string).chain(items).collect::<Vec<_>>().join(", ")
        },
    );
    let purposes: Vec<_> = said.terms.purposes.iter().map(|purpose| purpose.name()).collect();
    format!(
        "{}  {}  {}  {dimensions}  {}  {}  until {}",
        said.id,
        said.status.words(),
        datasets.join(", "),
        purposes.join(", "),
        said.terms.audience.name(),
        said.terms.until
    )
}
