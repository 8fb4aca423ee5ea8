//! Synthetic persons: six attributes, and one secret bit that has nothing to do with them.

use super::table::Table;
use crate::chance::Chance;
use schema::concept::Dimension;

/// How many attributes the attacker knows of everybody.
pub const ATTRIBUTES: usize = 6;

/// Where the secret stands among the axes: after the attributes, as in the contract's order.
pub const SECRET: usize = ATTRIBUTES;

/// The share of persons whose secret bit is set.
pub const BASE: f64 = 0.30;

/// The share of persons who agreed to be counted for every member; the others agreed for IOM alone.
const FOR_ALL_MEMBERS: f64 = 0.80;

/// An axis of the tables.
pub struct Axis {
    /// The dimension.
    pub dimension: Dimension,
    /// The codes that persons have.
    pub codes: Vec<&'static str>,
}

/// What persons are like.
#[derive(Clone, Copy)]
pub struct Shape {
    /// How many.
    pub persons: usize,
    /// The attributes, in the contract's order, each with so many codes.
    attributes: [(Dimension, usize); ATTRIBUTES],
    /// Whether some codes are rare.
    skewed: bool,
}

impl Shape {
    /// Few codes: large cells, so that much is published under every mechanism.
    pub fn coarse(persons: usize) -> Self {
        use Dimension::{Duration, Education, Employment, Generation, Sex, Status};
        let attributes = [(Sex, 2), (Generation, 2), (Status, 3), (Duration, 3), (Education, 2), (Employment, 3)];
        Self { persons, attributes, skewed: false }
    }

    /// Many codes: small cells, in which little hides a person.
    pub fn fine(persons: usize) -> Self {
        use Dimension::{Destination, Education, Field, Occupation, Sector, Status};
        let attributes = [(Destination, 16), (Status, 6), (Education, 8), (Field, 10), (Occupation, 10), (Sector, 12)];
        Self { persons, attributes, skewed: true }
    }

    /// Codes in between, so that a few persons have small and large cells and a table with its margins is soon solved.
    pub fn mixed(persons: usize) -> Self {
        use Dimension::{Duration, Education, Employment, Generation, Sex, Status};
        let attributes = [(Sex, 2), (Generation, 4), (Status, 5), (Duration, 3), (Education, 5), (Employment, 3)];
        Self { persons, attributes, skewed: true }
    }
}

/// A person.
#[derive(Clone, Copy)]
pub struct Person {
    /// Places on the axes, the secret last: 0 where its bit is set.
    pub codes: [u8; ATTRIBUTES + 1],
    /// 0: agreed to be counted for every member and every purpose; 1: for IOM and statistics alone.
    pub segment: u8,
    /// Years of professional experience.
    pub years: u8,
}

impl Person {
    /// The secret bit.
    pub fn secret(&self) -> bool {
        self.codes[SECRET] == 0
    }

    /// The same person with another secret bit.
    #[must_use]
    pub fn with_secret(mut self, secret: bool) -> Self {
        self.codes[SECRET] = u8::from(!secret);
        self
    }
}

/// All persons of one world.
pub struct Population {
    /// The axes, the secret last.
    pub axes: Vec<Axis>,
    /// The persons.
    pub persons: Vec<Person>,
}

impl Population {
    /// Draws persons from a seed.
    pub fn drawn(shape: Shape, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let of = |(dimension, size)| Axis { dimension, codes: codes(dimension, size) };
        let axes = shape.attributes.into_iter().chain([(Dimension::Association, 2)]).map(of).collect();
        let persons = (0..shape.persons).map(|_| person(&shape, &mut chance)).collect();
        Self { axes, persons }
    }

    /// The same world with another person in one's place.
    #[must_use]
    pub fn with(&self, at: usize, person: Person) -> Self {
        let mut persons = self.persons.clone();
        persons[at] = person;
        self.of(persons)
    }

    /// The same world without some of its persons.
    #[must_use]
    pub fn without(&self, gone: &[usize]) -> Self {
        let here = self.persons.iter().enumerate().filter(|(at, _)| !gone.contains(at));
        self.of(here.map(|(_, person)| *person).collect())
    }

    fn of(&self, persons: Vec<Person>) -> Self {
        let axes = self.axes.iter().map(|axis| Axis { dimension: axis.dimension, codes: axis.codes.clone() });
        Self { axes: axes.collect(), persons }
    }

    /// Every table of up to three axes, narrow before wide.
    pub fn catalogue(&self) -> Vec<Table> {
        let last = self.axes.len();
        let mut tables = vec![vec![]];
        for first in 0..last {
            tables.push(vec![first]);
            for second in first + 1..last {
                tables.push(vec![first, second]);
                tables.extend((second + 1..last).map(|third| vec![first, second, third]));
            }
        }
        tables.sort_by_key(Vec::len);
        tables.into_iter().map(|axes| self.table(axes)).collect()
    }

    /// The place of a figure in a table, by its codes.
    pub fn place(&self, table: &Table, codes: &[String]) -> usize {
        let code = |(axis, code): (&usize, &String)| {
            let known = self.axes[*axis].codes.iter().position(|other| other == code);
            known.unwrap_or_else(|| panic!("no person has the code {code}"))
        };
        table.place(&table.axes.iter().zip(codes).map(code).collect::<Vec<_>>())
    }

    /// A table of these axes.
    pub fn table(&self, axes: Vec<usize>) -> Table {
        let sizes = axes.iter().map(|axis| self.axes[*axis].codes.len()).collect();
        Table { axes, sizes }
    }
}

/// The first codes of a dimension that are no groups of others.
fn codes(dimension: Dimension, size: usize) -> Vec<&'static str> {
    let list = dimension.codelist();
    let single = list.codes().iter().map(|code| code.code.as_str()).filter(|code| list.leaves(code) == [*code]);
    let codes: Vec<&str> = single.take(size).collect();
    assert_eq!(codes.len(), size, "{dimension} has too few codes");
    codes
}

fn person(shape: &Shape, chance: &mut Chance) -> Person {
    let mut codes = [0; ATTRIBUTES + 1];
    for (code, (_, size)) in codes.iter_mut().zip(shape.attributes) {
        let drawn = if shape.skewed { chance.below(size).min(chance.below(size)) } else { chance.below(size) };
        *code = u8::try_from(drawn).expect("few codes");
    }
    let segment = u8::from(!chance.happens(FOR_ALL_MEMBERS));
    let years = u8::try_from(chance.below(41)).expect("at most forty");
    Person { codes, segment, years }.with_secret(chance.happens(BASE))
}
