//! The truth: the file itself, added up by nothing but this.

use compose::country::folder;
use std::collections::BTreeMap;

/// Every year of the file.
pub const YEARS: [&str; 7] = ["1990", "1995", "2000", "2005", "2010", "2015", "2020"];

struct Row {
    year: String,
    origin: String,
    destination: String,
    women: u64,
    men: u64,
}

/// The file's rows.
pub struct Official(Vec<Row>);

impl Official {
    /// Reads the file; in each row women and men are the total.
    pub fn read() -> Self {
        let file = folder().join("data/undesa_ims2020_bilateral_by_sex.csv");
        let mut reader = csv::Reader::from_path(file).unwrap();
        let header = ["year", "origin_iso3", "destination_iso3", "stock", "stock_male", "stock_female"];
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), header);
        let rows = reader.records().map(|record| {
            let record = record.unwrap();
            let number = |at: usize| record[at].parse::<u64>().unwrap();
            assert_eq!(number(3), number(4) + number(5));
            Row {
                year: record[0].to_owned(),
                origin: record[1].to_owned(),
                destination: record[2].to_owned(),
                men: number(4),
                women: number(5),
            }
        });
        Self(rows.collect())
    }

    fn cells<'a>(&'a self, country: &'a str, year: &'a str) -> impl Iterator<Item = (&'a str, &'a str, u64)> {
        let rows = self.0.iter().filter(move |row| row.origin == country && row.year == year);
        rows.flat_map(|row| [(row.destination.as_str(), "F", row.women), (row.destination.as_str(), "M", row.men)])
    }

    /// Persons of a country in a year, of the destinations and sexes that are let through.
    pub fn sum(&self, country: &str, year: &str, through: impl Fn(&str, &str) -> bool) -> u64 {
        self.cells(country, year).filter(|(to, sex, _)| through(to, sex)).map(|(_, _, persons)| persons).sum()
    }

    /// Persons of a country in a year, by a key of destination and sex.
    pub fn by(&self, country: &str, year: &str, key: impl Fn(&str, &str) -> Vec<String>) -> BTreeMap<Vec<String>, u64> {
        let mut sums = BTreeMap::new();
        for (to, sex, persons) in self.cells(country, year) {
            *sums.entry(key(to, sex)).or_default() += persons;
        }
        sums
    }
}
