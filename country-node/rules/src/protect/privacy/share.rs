//! A release's budget, shared out over its tables.

use super::NanoRho;

/// Each table's part of the budget, in the order of their widths as given. A class of tables (one dimension with the total;
/// two; three and more) has its share; a share of which there is no table goes to the others. What rounding leaves is not
/// spent.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a budget is no more than it")]
pub(super) fn share(budget: NanoRho, shares: [f64; 3], widths: &[usize]) -> Vec<NanoRho> {
    let mut tables = [0_u64; 3];
    for width in widths {
        if let Some(count) = tables.get_mut(class(*width)) {
            *count += 1;
        }
    }
    let there = shares.iter().zip(tables).filter(|(_, tables)| *tables > 0).map(|(share, _)| share).sum::<f64>();
    let part = |width: &usize| {
        let (share, tables) = shares.get(class(*width)).zip(tables.get(class(*width)))?;
        Some((budget as f64 * share / there / *tables as f64).floor() as NanoRho)
    };
    widths.iter().map(|width| part(width).unwrap_or_default()).collect()
}

fn class(width: usize) -> usize {
    width.saturating_sub(1).min(2)
}
