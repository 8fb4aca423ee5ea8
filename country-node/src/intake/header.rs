//! A file's header, held against what the mapping names. Where it is at fault, the columns that are known are read all the same, so
//! that the faults of their cells stand in the same report.

use super::fault::Fault;
use super::row::{Placed, Raw};
use std::collections::BTreeSet;

/// What is wrong with a header, and what can be read of the rows in spite of it.
#[derive(Debug, Default)]
pub struct Header {
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Columns of the mapping's header whose cells cannot be told.
    pub lost: BTreeSet<usize>,
    /// Columns of the mapping's header in which nothing says as little, because why it is missing hangs on what is lost.
    pub hanging: BTreeSet<usize>,
    /// By column of the mapping's header, where it stands in the file; left out where the file has that header.
    places: Option<Vec<Option<usize>>>,
}

impl Header {
    /// Holds a header against the exact one that a mapping gives.
    pub fn of(expected: &[String], found: &[String]) -> Self {
        if expected == found {
            return Self::default();
        }
        let place = |name: &String| {
            let mut at = found.iter().enumerate().filter(|(_, other)| *other == name).map(|(at, _)| at);
            // Of two columns of one name nobody knows which is meant.
            at.next().filter(|_| at.next().is_none())
        };
        let places: Vec<Option<usize>> = expected.iter().map(place).collect();
        let lost = places.iter().enumerate().filter(|(_, place)| place.is_none()).map(|(at, _)| at).collect();
        Self { faults: compare(expected, found), lost, hanging: BTreeSet::new(), places: Some(places) }
    }

    /// Puts a record's cells where the mapping's header has them; nothing is to be done where the file has that header.
    pub fn put(&self, raw: &Raw, to: &mut Option<Placed>) {
        let Some(places) = &self.places else { return };
        let row = to.get_or_insert_default();
        row.clear();
        for (at, place) in places.iter().enumerate() {
            row.cells.push_field(place.and_then(|place| raw.cells.get(place)).unwrap_or_default());
            if place.is_some_and(|place| raw.numbers.contains(&place)) {
                row.numbers.push(at);
            }
        }
    }

    /// Whether a fault in a column is one of the cell, and does not come of the header's.
    pub fn can_tell(&self, at: usize, value: &str) -> bool {
        !(self.lost.contains(&at) || value.is_empty() && self.hanging.contains(&at))
    }
}

fn compare(expected: &[String], found: &[String]) -> Vec<Fault> {
    if expected == found {
        return Vec::new();
    }
    let lacking = expected.iter().filter(|name| !found.contains(name));
    let mut faults: Vec<Fault> =
        lacking.map(|name| Fault::new(1, name, "", "this column, which the header lacks")).collect();
    let surplus = found.iter().filter(|name| !expected.contains(name));
    faults.extend(surplus.map(|name| Fault::new(1, name, name, "no such column; the mapping does not name it")));
    if faults.is_empty() {
        faults.push(Fault::new(
            1,
            "",
            &found.join(","),
            format!("the columns in this order, each once: {}", expected.join(",")),
        ));
    }
    faults
}
