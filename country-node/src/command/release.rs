//! `release`.

use super::{Failure, say};
use crate::audit::command::Administration;
use crate::intake::consents;
use crate::node::Node;
use crate::person::review;
use crate::release::cut::{Which, cut};
use crate::release::data::Data;
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
            cut(node, &which).await?.iter().try_for_each(|id| published(id))?;
            return waiting(node, &which).await;
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
        waiting(node, &Which { dataset: Some(Dataset::Register), ..Which::default() }).await?;
        failed.map_or(Ok(()), |fault| Err(fault.into()))
    }
}

/// Says how many in a hundred of a register's persons may stand in it twice and nobody looked yet.
async fn waiting(node: &Node, which: &Which) -> Result<(), Failure> {
    let all = Data::all(&node.store).await?.into_iter();
    for data in all.filter(|data| data.dataset == Dataset::Register && which.holds(data)) {
        let share = review::waiting(&node.store, &data).await?;
        if share > 0.0 {
            let (share, period) = (100.0 * share, &data.reference_period);
            say(&format!(
                "of the persons of REGISTER {period} {share:.1} % may stand in it twice and are counted twice until an officer \
                 looks: `country-node register duplicates`"
            ))?;
        }
    }
    Ok(())
}

fn published(id: &str) -> Result<(), Failure> {
    say(&format!("{id} is published"))
}

pub(super) fn dataset(name: &str) -> Result<Dataset, String> {
    consents::named(name).ok_or_else(|| "STOCK, REGISTER, SURVEY or PROGRAMME".to_owned())
}
