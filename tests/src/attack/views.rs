//! What colluding callers see of a release, put together: every table of every segment.
//!
//! A member sees the persons who agreed for every member; IOM sees those who agreed for IOM alone beside them. What IOM sees
//! less what a member sees is the second segment, cell by cell, wherever both figures are published.

use super::node::{IOM, MEMBER, Node};
use super::population::{Person, Population, SECRET};
use super::questions::{answers, question};
use super::table::Table;
use schema::answer::NodeAnswer;
use schema::ask::QuestionInput;
use schema::concept::Dataset;
use schema::coverage::Outcome;
use schema::figure::{NodeFigure, Z95};

/// A figure as it is seen: value, variance of its protection, and where it is withheld the most that it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// The value, where it is published.
    pub value: Option<f64>,
    /// The variance of its protection, as published with it.
    pub variance: f64,
    /// The most that it can be, where it is withheld.
    pub upper: f64,
    /// Whether it is known that the figure of this segment is published, or that it is withheld.
    pub told: bool,
}

impl Seen {
    /// As an answer says it.
    pub fn of(figure: &NodeFigure) -> Self {
        let variance = figure.protection_error.map_or(0.0, |error| (error / Z95).powi(2));
        Self { value: figure.value, variance, upper: figure.upper.unwrap_or(f64::INFINITY), told: true }
    }

    /// The second segment's: the union's less the first's. Published beside a published first it is published; nothing is
    /// known of it beside a withheld one.
    pub(super) fn less(self, first: Self) -> Self {
        let told = first.value.is_some();
        let below = first.value.map_or(0.0, |value| value + Z95 * first.variance.sqrt());
        Self {
            value: self.value.zip(first.value).map(|(both, first)| both - first),
            variance: (self.variance - first.variance).max(0.0),
            upper: if told { self.upper - below } else { f64::INFINITY },
            told,
        }
    }
}

/// A table as it is seen.
#[derive(Clone, Debug)]
pub struct SeenTable {
    /// Which table.
    pub table: Table,
    /// Its cells.
    pub cells: Vec<Seen>,
    /// Where the secret is an axis: the sums over it, from the table without it, said as the denominators of shares.
    pub sums: Vec<Seen>,
}

impl SeenTable {
    /// The cell of a person if its secret bit were so.
    pub fn cell(&self, person: &Person, secret: bool) -> Seen {
        self.cells[self.table.of(&person.with_secret(secret))]
    }

    /// The same, and where that is withheld what its sum with the other bit's leaves for it.
    pub fn cell_or_rest(&self, person: &Person, secret: bool) -> Seen {
        let (own, other) = (self.cell(person, secret), self.cell(person, !secret));
        let sum = self.sums[self.table.of(person) / 2];
        match (own.value, sum.value, other.value) {
            // The sum's own error is not said with it; it is about the other cell's.
            (None, Some(sum), Some(rest)) => Seen { value: Some(sum - rest), variance: 2.0 * other.variance, ..own },
            _ => own,
        }
    }
}

/// A release as colluding callers see it: its tables, segment by segment.
pub struct Views {
    /// The tables of each segment.
    pub segments: Vec<Vec<SeenTable>>,
}

impl Views {
    /// Asks for every table that tells the secret.
    pub async fn of_the_secret(node: &Node, population: &Population) -> Self {
        let tables = population.catalogue().into_iter().filter(Table::tells_the_secret).collect();
        Self::of(node, population, tables).await
    }

    /// Asks for every table.
    pub async fn of_everything(node: &Node, population: &Population) -> Self {
        Self::of(node, population, population.catalogue()).await
    }

    /// Every table with nothing in it: what a release looks like before it is asked.
    pub fn empty(population: &Population, segments: usize) -> Self {
        let nothing = |table: Table| {
            let (cells, sums) = (vec![Seen::default(); table.cells()], vec![]);
            SeenTable { table, cells, sums }
        };
        let tables = || population.catalogue().into_iter().map(nothing).collect();
        Self { segments: (0..segments).map(|_| tables()).collect() }
    }

    async fn of(node: &Node, population: &Population, tables: Vec<Table>) -> Self {
        let questions: Vec<QuestionInput> =
            tables.iter().map(|table| with_sums(node.dataset, population, table)).collect();
        let first = seen(population, &tables, &answers(&node.asker(MEMBER), &questions).await);
        if node.dataset == Dataset::Stock {
            return Self { segments: vec![first] };
        }
        let both = seen(population, &tables, &answers(&node.asker(IOM), &questions).await);
        let less = |both: &[Seen], first: &[Seen]| {
            both.iter().zip(first).map(|(both, first)| both.less(*first)).collect::<Vec<_>>()
        };
        let second = both.iter().zip(&first).map(|(both, first)| SeenTable {
            table: both.table.clone(),
            cells: less(&both.cells, &first.cells),
            sums: less(&both.sums, &first.sums),
        });
        let second = second.collect();
        Self { segments: vec![first, second] }
    }

    /// The same release with every figure under a threshold withheld, and none for another's sake.
    #[must_use]
    pub fn hidden_under(&self, least: f64) -> Self {
        let hide =
            |seen: &Seen| Seen { value: seen.value.filter(|value| *value >= least), upper: least - 1.0, ..*seen };
        let table = |seen: &SeenTable| SeenTable {
            table: seen.table.clone(),
            cells: seen.cells.iter().map(hide).collect(),
            sums: seen.sums.iter().map(hide).collect(),
        };
        Self { segments: self.segments.iter().map(|tables| tables.iter().map(table).collect()).collect() }
    }

    /// The segment that holds a person.
    pub fn segment_of(&self, person: &Person) -> usize {
        usize::from(person.segment).min(self.segments.len() - 1)
    }
}

/// A table, with its sums over the secret as denominators of shares.
fn with_sums(dataset: Dataset, population: &Population, table: &Table) -> QuestionInput {
    let by = table.axes.iter().map(|axis| population.axes[*axis].dimension);
    let within = table.axes.iter().filter(|axis| **axis != SECRET).map(|axis| population.axes[*axis].dimension);
    QuestionInput { by: by.collect(), share_within: within.collect(), ..question(dataset) }
}

fn seen(population: &Population, tables: &[Table], answers: &[NodeAnswer]) -> Vec<SeenTable> {
    let read = |(table, answer): (&Table, &NodeAnswer)| {
        assert_eq!(answer.outcome, Outcome::Answered, "a table of the catalogue must be answered: {answer:?}");
        // Published totals leave out codes that nobody has: there it is known that nobody is.
        let nobody = Seen { value: Some(0.0), told: true, ..Seen::default() };
        let mut cells = vec![nobody; table.cells()];
        let halves = if table.tells_the_secret() { 2 } else { 1 };
        let mut sums = vec![nobody; table.cells() / halves];
        for figure in &answer.figures {
            let place = population.place(table, &figure.codes);
            cells[place] = Seen::of(figure);
            sums[place / halves] = Seen { value: figure.base, told: true, ..Seen::default() };
        }
        // Noise is alike in all cells of a table; a figure near its limit says more, for it may be there because of its noise.
        let variance = cells.iter().filter(|cell| cell.value.is_some()).map(|cell| cell.variance).reduce(f64::min);
        cells.iter_mut().filter(|cell| cell.value.is_some()).for_each(|cell| cell.variance = variance.unwrap_or(0.0));
        SeenTable { table: table.clone(), cells, sums }
    };
    tables.iter().zip(answers).map(read).collect()
}
