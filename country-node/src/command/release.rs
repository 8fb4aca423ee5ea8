//! `release`.

use super::{Failure, say};
use crate::audit::command::Administration;
use crate::intake::consents;
use crate::node::Node;
use crate::release::cut::{Which, cut};
use crate::release::due::cut_due;
use crate::release::shelf::Shelf;
use clap::Args;
use schema::concept::Dataset;
use schema::study::StudyId;

#[derive(Args, Debug)]
pub struct Release {
    /// STOCK, REGISTER, SURVEY or PROGRAMME; left out: all.
    #[arg(long, value_parser = dataset)]
    dataset: Option<Dataset>,
    /// Only this study, such as ACS; left out: all.
    #[arg(long)]
    study: Option<StudyId>,
    /// Only this reference period, such as 2024; left out: all that are loaded.
    #[arg(long)]
    period: Option<String>,
    /// Only what is due by the rulebook's days, as a serving node does by itself.
    #[arg(long, conflicts_with_all = ["dataset", "study", "period"])]
    due: bool,
}

impl Release {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let written = Administration::of("release")
            .maybe("dataset", self.dataset.map(Dataset::name))
            .maybe("study", self.study.as_ref().map(StudyId::as_str))
            .maybe("period", self.period.as_deref())
            .switch("due", self.due);
        node.audited(written, self.cut(node)).await
    }

    async fn cut(self, node: &Node) -> Result<(), Failure> {
        if !self.due {
            let which = Which { dataset: self.dataset, study: self.study.map(Some), period: self.period };
            return cut(node, &which).await?.iter().try_for_each(|id| published(id));
        }
        let in_force = Shelf::new(node.store.clone(), node.signing.public());
        let cut = cut_due(node, &in_force).await?;
        if cut.is_empty() {
            say("nothing is due")?;
        }
        let mut failed = None;
        for (_, cut) in cut {
            match cut {
                Ok(id) => published(&id)?,
                Err(fault) => failed = Some(fault),
            }
        }
        failed.map_or(Ok(()), |fault| Err(fault.into()))
    }
}

fn published(id: &str) -> Result<(), Failure> {
    say(&format!("{id} is published"))
}

pub(super) fn dataset(name: &str) -> Result<Dataset, String> {
    consents::named(name).ok_or_else(|| "STOCK, REGISTER, SURVEY or PROGRAMME".to_owned())
}
