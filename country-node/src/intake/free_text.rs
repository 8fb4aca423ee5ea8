//! Columns of persons' own words, which name people, places and employers: they never become a dimension.

use super::export::Export;
use super::fault::Fault;
use super::layout::Layout;
use super::reader::{Reader, Row};
use schema::concept::Codelist;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Fewer values tell nothing.
const VALUES: u64 = 10;
/// More of a hundred values that differ from each other are a person's own words.
const DISTINCT_PERCENT: u64 = 60;
/// Longer values, in the mean, are more than a code or a number.
const LETTERS: u64 = 12;

/// The smallest digests that are kept of a column. Up to so many different values their number is exact; of more, it is
/// known to about three in a hundred.
const KEPT: usize = 1024;

/// What is known of the columns that a mapping makes dimensions.
pub struct FreeText {
    columns: Vec<Seen>,
    export: Option<Arc<Export>>,
}

struct Seen {
    column: usize,
    values: u64,
    letters: u64,
    digests: BTreeSet<u64>,
}

impl FreeText {
    /// Nothing is known yet.
    pub fn of(layout: &Layout) -> Self {
        let columns: BTreeSet<usize> = layout.axes.iter().flatten().filter_map(|axis| axis.column).collect();
        let seen = |column| Seen { column, values: 0, letters: 0, digests: BTreeSet::new() };
        Self { columns: columns.into_iter().map(seen).collect(), export: layout.source.export.clone() }
    }

    /// Looks at a row. A choice of a list of the record's own form is not a person's own words, whatever it looks like; what another
    /// version of the form asked as words is.
    pub fn see(&mut self, reader: &Reader, row: &Row) {
        for seen in &mut self.columns {
            if self.export.as_ref().is_some_and(|export| export.lists(seen.column, row.version())) {
                continue;
            }
            let Some(value) = reader.text(row, seen.column).filter(|value| !value.is_empty()) else { continue };
            if Codelist::is_missing(&value) {
                continue;
            }
            seen.values += 1;
            seen.letters += value.chars().count() as u64;
            let mut digest = DefaultHasher::new();
            value.hash(&mut digest);
            let digest = digest.finish();
            if seen.digests.len() < KEPT {
                seen.digests.insert(digest);
            } else if seen.digests.last().is_some_and(|largest| digest < *largest) && seen.digests.insert(digest) {
                seen.digests.pop_last();
            }
        }
    }

    /// A fault for each column of free text.
    pub fn faults(&self, layout: &Layout) -> Vec<Fault> {
        let free = self.columns.iter().filter(|seen| seen.is_free_text());
        let faults = free.map(|seen| {
            let column = layout.header.get(seen.column).map_or("", String::as_str);
            let found = format!("{} different values of {}", seen.distinct(), seen.values);
            Fault::new(1, column, &found, "codes or numbers; these are persons' own words, which are never a dimension")
        });
        faults.collect()
    }
}

impl Seen {
    fn is_free_text(&self) -> bool {
        self.values >= VALUES
            && self.distinct() * 100 > self.values * DISTINCT_PERCENT
            && self.letters > self.values * LETTERS
    }

    /// How many different values there were: of digests spread evenly, the largest of those kept says how dense they lie.
    fn distinct(&self) -> u64 {
        let kept = self.digests.len() as u64;
        let Some(largest) = self.digests.last().filter(|_| self.digests.len() == KEPT) else { return kept };
        let dense = u128::from(kept - 1) * (1 << 64) / u128::from(*largest).max(1);
        u64::try_from(dense).unwrap_or(u64::MAX).clamp(kept, self.values)
    }
}
