//! Figures of the American Community Survey's Venezuelans, held against those of R's package survey (`vectors/estimates.R`).

use super::Design;
use crate::columns::{Column, Columns, Quantity};
use crate::consent::Segment;
use crate::count::count;
use crate::measured::Measured;
use crate::rulebook::quantity::{QuantityRules, Unit};
use crate::sums::sum_up;
use crate::tally::{Cell, SumCell, Tally};
use schema::concept::{Axis, Dimension};
use std::collections::{BTreeMap, BTreeSet};

/// How far ours may lie from the other tool's, of it: two orders under the seventh digit.
const NEAR: f64 = 1e-9;

/// ISCED 2011 of SCHL 1 to 24, as `compose/countries/VEN/survey.toml` has it.
const ISCED: [&str; 24] = [
    "0", "0", "0", "1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "2", "2", "3", "3", "4", "4", "5", "6", "7", "7",
    "8",
];

struct Row {
    sex: &'static str,
    education: &'static str,
    weight: f64,
    hours: f64,
    wages: f64,
}

fn rows() -> Vec<Row> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../compose/data/acs2024_latam_diaspora_persons16plus.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    let number = |text: &str| text.parse().unwrap_or(f64::NAN);
    rows.filter(|row| row["origin_iso3"] == "VEN")
        .map(|row| Row {
            sex: if row["SEX"] == "2" { "F" } else { "M" },
            education: ISCED[row["SCHL"].parse::<usize>().unwrap() - 1],
            weight: number(&row["PWGTP"]),
            hours: number(&row["WKHP"]),
            wages: number(&row["WAGP"]),
        })
        .collect()
}

fn column(dimension: Axis, codes: impl Iterator<Item = &'static str> + Clone) -> Column {
    let domain: Vec<String> = codes.clone().collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect();
    let place = |code: &str| u16::try_from(domain.iter().position(|other| other == code).unwrap()).unwrap();
    let places = codes.map(place).collect();
    Column { dimension, domain, places }
}

/// The survey as a release would count it: every table of sex and education, hours and wages added up.
struct Counted {
    axes: Vec<Column>,
    tally: Tally,
    design: Design,
}

const TABLES: [&[Axis]; 4] = [
    &[],
    &[Axis::Shared(Dimension::Sex)],
    &[Axis::Shared(Dimension::Education)],
    &[Axis::Shared(Dimension::Sex), Axis::Shared(Dimension::Education)],
];

impl Counted {
    fn of(rows: &[Row]) -> Self {
        let quantity =
            |of: &str, value: fn(&Row) -> f64| Quantity { of: of.to_owned(), values: rows.iter().map(value).collect() };
        let columns = || {
            vec![
                column(Axis::Shared(Dimension::Sex), rows.iter().map(|row| row.sex)),
                column(Axis::Shared(Dimension::Education), rows.iter().map(|row| row.education)),
            ]
        };
        let records = Columns {
            dimensions: columns(),
            weights: rows.iter().map(|row| row.weight).collect(),
            keys: vec![0; rows.len()],
            segment: vec![Some(0); rows.len()],
            segments: vec![Segment::open()],
            quantities: vec![quantity("WKHP", |row| row.hours), quantity("WAGP", |row| row.wages)],
        };
        // Bounds so wide that they move no value.
        let rules =
            |upper| QuantityRules { lower: 0.0, upper, unit: Unit(String::new()), most_dimensions: 1, share: None };
        let rules = [("WKHP".to_owned(), rules(99.0)), ("WAGP".to_owned(), rules(1e7))].into();
        let tables = TABLES.map(<[Axis]>::to_vec);
        let mut tallies = count(&records, &tables);
        sum_up(&records, &rules, &tables, &mut tallies);
        let tally = tallies.remove(0);
        Self { axes: columns(), design: Design::of(&tally.whole), tally }
    }

    /// Where a cell lies: its table's dimensions and its place, from names and codes as the other tool writes them.
    fn place(&self, by: &str, codes: &str) -> (Vec<Axis>, usize) {
        let dimension =
            |name: &str| if name == "sex" { Axis::Shared(Dimension::Sex) } else { Axis::Shared(Dimension::Education) };
        let dimensions: Vec<Axis> = by.split_whitespace().map(dimension).collect();
        let place = dimensions.iter().zip(codes.split_whitespace()).fold(0, |place, (dimension, code)| {
            let axis = self.axes.iter().find(|axis| axis.dimension == *dimension).unwrap();
            place * axis.domain.len() + axis.domain.iter().position(|other| other == code).unwrap()
        });
        (dimensions, place)
    }

    fn persons(&self, by: &str, codes: &str) -> Cell {
        let (dimensions, place) = self.place(by, codes);
        let tables = &self.tally.tables;
        let table =
            tables.iter().find(|raw| raw.measured == Measured::Persons && raw.dimensions == dimensions).unwrap();
        table.cells[place]
    }

    fn amount(&self, of: &str, by: &str, codes: &str) -> (Cell, SumCell) {
        let (dimensions, place) = self.place(by, codes);
        let raw = self.tally.sums.iter().find(|raw| raw.of == of && raw.counts.dimensions == dimensions).unwrap();
        (raw.counts.cells[place], raw.cells[place])
    }
}

/// Whether ours is the other tool's number to the last digits that floats keep.
fn is_near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= NEAR * theirs.abs()
}

/// Each line of the other tool's: what, of which quantity, by which dimensions, of which codes; estimate and standard error.
fn theirs() -> Vec<([String; 4], f64, f64)> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/estimates.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(file).unwrap();
    let lines = reader.deserialize::<(String, String, String, String, f64, f64)>().map(Result::unwrap);
    lines.map(|(what, of, by, codes, estimate, error)| ([what, of, by, codes], estimate, error)).collect()
}

#[test]
fn totals_means_and_shares_and_their_standard_errors_are_those_of_the_r_package_survey() {
    let rows = rows();
    let counted = Counted::of(&rows);
    let mut compared = BTreeMap::new();
    for ([what, of, by, codes], estimate, error) in theirs() {
        let (ours, ours_error) = match (what.as_str(), of.as_str(), by.as_str()) {
            ("total", "one", _) => {
                let cell = counted.persons(&by, &codes);
                (cell.weight, Some(counted.design.error_of_total(cell.weight, cell.weight_squared)))
            }
            // What is said of the error of a sum is put together from those of count and mean: the test below.
            ("total", ..) => (counted.amount(&of, &by, &codes).1.sum, None),
            ("mean", ..) => {
                let (count, sum) = counted.amount(&of, &by, &codes);
                (sum.sum / count.weight, Some(counted.design.error_of_mean(&count, &sum)))
            }
            ("share", _, within) => {
                let (code, sex) = codes.split_once(' ').map_or((codes.as_str(), None), |(code, sex)| (code, Some(sex)));
                assert_eq!(sex.is_some(), within == "education within sex");
                let (mut count, mut held) = (Cell::default(), SumCell::default());
                for row in rows.iter().filter(|row| sex.is_none_or(|sex| row.sex == sex)) {
                    count.add(row.weight, 0);
                    held.add(row.weight, f64::from(u8::from(row.education == code)), 0);
                }
                (held.sum / count.weight, Some(counted.design.error_of_mean(&count, &held)))
            }
            _ => panic!("a line of {what} that nothing here computes"),
        };
        assert!(is_near(ours, estimate), "{what} {of} {by} {codes}: {ours} for {estimate}");
        if let Some(ours) = ours_error {
            assert!(is_near(ours, error), "the standard error of {what} {of} {by} {codes}: {ours} for {error}");
        }
        *compared.entry(what).or_insert(0) += 1;
    }
    assert_eq!(compared, [("total".to_owned(), 54), ("mean".to_owned(), 24), ("share".to_owned(), 27)].into());
}

#[test]
fn the_standard_error_of_a_sum_leaves_out_how_weights_and_values_go_together() {
    // `schema::amount` makes it of the errors of count and mean, which is all that a release holds; what is left out is twice the
    // mean times their covariance. Held here so that nobody takes it for the other tool's.
    let counted = Counted::of(&rows());
    let n = f64::from(counted.tally.whole.records);
    let mut furthest: f64 = 0.0;
    for ([_, of, by, codes], _, error) in theirs().into_iter().filter(|(of, ..)| of[0] == "total" && of[1] != "one") {
        let (count, sum) = counted.amount(&of, &by, &codes);
        let mean = sum.sum / count.weight;
        let within = count.weight * counted.design.error_of_mean(&count, &sum);
        let between = mean * counted.design.error_of_total(count.weight, count.weight_squared);
        let covariance = n / (n - 1.0) * (sum.cross - mean * count.weight_squared);
        let said = within.powi(2) + between.powi(2);
        assert!(is_near((said + 2.0 * mean * covariance).sqrt(), error), "{of} {by} {codes} for {error}");
        furthest = furthest.max((said.sqrt() / error - 1.0).abs());
    }
    assert!((furthest - 0.188).abs() < 0.001, "the furthest lies {furthest} off: say so in rules/vectors/README.md");
}
