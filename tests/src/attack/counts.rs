//! What an attacker counts who knows persons: how many of them each cell of each table holds.

use super::population::Person;
use super::views::Views;

/// Counts of persons, for each segment and each table of what is seen.
pub struct Counts(Vec<Vec<Vec<f64>>>);

impl Counts {
    /// Counts persons into the tables of what is seen of a release.
    pub fn of<'a>(views: &Views, persons: impl Iterator<Item = &'a Person> + Clone) -> Self {
        let segment = |(at, tables): (usize, &Vec<super::views::SeenTable>)| {
            let count = |seen: &super::views::SeenTable| {
                let mut cells = vec![0.0; seen.table.cells()];
                let here = persons.clone().filter(|person| views.segment_of(person) == at);
                here.for_each(|person| cells[seen.table.of(person)] += 1.0);
                cells
            };
            tables.iter().map(count).collect()
        };
        Self(views.segments.iter().enumerate().map(segment).collect())
    }

    /// The counts of one table of one segment.
    pub fn table(&self, segment: usize, table: usize) -> &[f64] {
        &self.0[segment][table]
    }
}
