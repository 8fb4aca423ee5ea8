//! Groups of persons who share the codes of all chosen columns (k-anonymity: Samarati and Sweeney 1998). A missing value is a
//! code like any other: that somebody did not answer can be known too.

use super::Share;
use crate::columns::Column;
use std::collections::HashMap;

/// Everybody's group on some columns.
pub struct Groups {
    of: Vec<u32>,
    sizes: Vec<u32>,
}

/// How many persons stand in small groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crowding {
    /// Persons who share all codes with nobody.
    pub unique: Share,
    /// Persons in groups of under three.
    pub under_three: Share,
    /// Persons in groups of under five.
    pub under_five: Share,
}

impl Groups {
    /// Groups so many records by columns, whose `places` are as many. Without columns all are one group.
    pub fn of(columns: &[&Column], records: usize) -> Self {
        let mut of = vec![0_u32; records];
        for column in columns {
            // A group splits by the column's codes; numbers are given in the order in which pairs are met.
            let mut split: HashMap<(u32, u16), u32> = HashMap::new();
            for (group, place) in of.iter_mut().zip(&column.places) {
                let next = u32::try_from(split.len()).unwrap_or(u32::MAX);
                *group = *split.entry((*group, *place)).or_insert(next);
            }
        }
        let mut sizes = vec![0_u32; of.iter().max().map_or(0, |last| *last as usize + 1)];
        for group in &of {
            if let Some(size) = sizes.get_mut(*group as usize) {
                *size += 1;
            }
        }
        Self { of, sizes }
    }

    /// The shares of persons in small groups.
    pub fn crowding(&self) -> Crowding {
        Crowding { unique: self.share_under(2), under_three: self.share_under(3), under_five: self.share_under(5) }
    }

    /// The share of persons in groups of fewer than `most`.
    pub(super) fn share_under(&self, most: u32) -> Share {
        let few: usize = self.sizes.iter().filter(|size| **size < most).map(|size| *size as usize).sum();
        Share::of(few, self.of.len())
    }

    /// For each record whether it is alone in its group.
    pub(super) fn alone(&self) -> impl Iterator<Item = bool> + '_ {
        self.of.iter().map(|group| self.sizes.get(*group as usize) == Some(&1))
    }

    /// The size of the group in the middle, of those that hold anybody: half of them are no larger.
    pub(super) fn median_size(&self) -> u32 {
        let mut sizes: Vec<u32> = self.sizes.iter().copied().filter(|size| *size > 0).collect();
        sizes.sort_unstable();
        sizes.get(sizes.len().saturating_sub(1) / 2).copied().unwrap_or(0)
    }
}

/// Says its shape only: sizes are raw counts.
impl std::fmt::Debug for Groups {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Groups").finish_non_exhaustive()
    }
}
