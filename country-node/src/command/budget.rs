//! `budget`: the account of each dataset's privacy budget.

use super::{Failure, say};
use crate::node::Node;
use crate::release::spend::{account, year};
use crate::store::spending;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

pub async fn run(node: &Node) -> Result<(), Failure> {
    let year = year((node.clock)());
    let mut budgeted = false;
    for (dataset, rules) in &node.rulebook.datasets {
        let Some(yearly) = rules.yearly() else { continue };
        budgeted = true;
        let account = account(&node.store, *dataset, year, yearly).await?;
        let rho = |nano: u64| nano as f64 / 1e9;
        say(&format!(
            "{dataset} {year}: rho {} of {} spent, {} left",
            rho(account.spent),
            rho(account.yearly),
            rho(account.left())
        ))?;
        let lines = spending::Entity::find()
            .filter(spending::Column::Dataset.eq(dataset.name()))
            .order_by_asc(spending::Column::Id);
        for line in lines.all(&node.store).await? {
            let at = chrono::DateTime::from_timestamp(line.at, 0).map(|at| at.to_rfc3339()).unwrap_or_default();
            say(&format!("  {at}  {}  rho {}", line.release_id, rho(line.nano_rho.unsigned_abs())))?;
        }
    }
    if !budgeted {
        say("no dataset is released under differential privacy: there is no budget to spend")?;
    }
    Ok(())
}
