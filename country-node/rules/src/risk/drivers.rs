//! What sets persons apart: for each column, how many would still be unique without it.

use super::Share;
use super::groups::Groups;
use crate::columns::Column;
use schema::concept::Axis;

/// A column and what it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Driver {
    /// The column.
    pub dimension: Axis,
    /// The share of persons who are unique on all other chosen columns.
    pub unique_without: Share,
}

/// Every chosen column, the one first that sets most persons apart.
pub fn drivers(columns: &[&Column], records: usize) -> Vec<Driver> {
    let without = |at: usize| {
        let others = columns.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, column)| *column);
        Groups::of(&others.collect::<Vec<_>>(), records).crowding().unique
    };
    let mut drivers: Vec<Driver> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| Driver { dimension: column.dimension, unique_without: without(at) })
        .collect();
    drivers.sort_by(|a, b| a.unique_without.fraction().total_cmp(&b.unique_without.fraction()));
    drivers
}
