//! The risk of a loaded wave: how far everybody whom it holds can be told apart, whoever agreed to be counted.

use super::columns::everybody;
use super::cut::to_levels;
use super::data::{Data, DataFault};
use crate::node::Node;
use crate::study::column;
use node_rules::columns::{Column, Columns};
use node_rules::risk::drivers::{Driver, drivers};
use node_rules::risk::groups::{Crowding, Groups};
use node_rules::risk::population::{InPopulation, in_population};
use schema::concept::{Axis, Dataset};
use schema::study::StudyId;
use sea_orm::DbErr;

/// What is measured of a wave. Shares alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// With codes as they are loaded.
    pub loaded: Crowding,
    /// With codes at the levels of the rulebook's `hierarchy`.
    pub released: Crowding,
    /// What each column does, as released.
    pub drivers: Vec<Driver>,
    /// What is estimated of the population, as released.
    pub in_population: Option<InPopulation>,
}

/// Why nothing is measured.
#[derive(Debug, thiserror::Error)]
pub enum RiskFault {
    /// No such wave is loaded.
    #[error("{0} of {1} is not loaded")]
    NotLoaded(Dataset, String),
    /// Its rows are totals.
    #[error("{0} holds published totals, and no persons who could be told apart")]
    Totals(Dataset),
    /// The data do not have a column.
    #[error("the data of {0} have no {1}")]
    NoSuchColumn(Dataset, Axis),
    /// No column is named, and the rulebook does not name any either.
    #[error("the rulebook does not publish {0}: name the columns with --columns")]
    NotInRulebook(Dataset),
    /// What is loaded does not read.
    #[error(transparent)]
    Data(#[from] DataFault),
    /// The store failed.
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    /// Measuring was cut off.
    #[error("measuring was cut off")]
    CutOff,
}

/// Measures a loaded wave on some columns; on none: on those that the rulebook releases.
pub async fn measure(
    node: &Node,
    dataset: Dataset,
    (study, period): (Option<&StudyId>, &str),
    columns: &[Axis],
) -> Result<Measured, RiskFault> {
    let mut all = Data::all(&node.store).await?.into_iter();
    let data = all.find(|data| data.is_of(dataset, column(study), period));
    let data = data.ok_or_else(|| RiskFault::NotLoaded(dataset, period.to_owned()))?;
    let description = &data.description;
    if !description.persons {
        return Err(RiskFault::Totals(dataset));
    }
    let rules = node.rulebook.datasets.get(&dataset).cloned();
    let chosen = match (columns, &rules) {
        ([], None) => return Err(RiskFault::NotInRulebook(dataset)),
        // A study asks what it asks: of the rulebook's columns those that it has.
        ([], Some(rules)) if study.is_some() => {
            rules.dimensions.iter().copied().filter(|d| description.has(*d)).collect()
        }
        ([], Some(rules)) => rules.dimensions.clone(),
        _ => columns.to_vec(),
    };
    if let Some(lacking) = chosen.iter().find(|d| !description.has(**d)) {
        return Err(RiskFault::NoSuchColumn(dataset, *lacking));
    }
    let mut records = everybody(&node.store, &data).await?;
    let measuring = move || {
        let loaded = grouped(&records, &chosen).crowding();
        if let Some(rules) = &rules {
            to_levels(rules, &mut records.dimensions);
        }
        let groups = grouped(&records, &chosen);
        Measured {
            loaded,
            released: groups.crowding(),
            drivers: drivers(&of(&records, &chosen), records.weights.len()),
            in_population: in_population(&groups, &records.weights),
        }
    };
    tokio::task::spawn_blocking(measuring).await.map_err(|_| RiskFault::CutOff)
}

fn grouped(records: &Columns, chosen: &[Axis]) -> Groups {
    Groups::of(&of(records, chosen), records.weights.len())
}

fn of<'a>(records: &'a Columns, chosen: &[Axis]) -> Vec<&'a Column> {
    records.dimensions.iter().filter(|column| chosen.contains(&column.dimension)).collect()
}
