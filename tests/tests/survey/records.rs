//! The truth: the survey's records with the demonstration's consents, counted here and unprotected.
//!
//! Only the mapping from a field to a code is the node's own; which rows are a country's, who agreed, and all counting
//! are done anew.

use compose::consents::agrees;
use compose::country::{Country, Input};
use country_node::intake::layout::Layout;
use schema::concept::{self, Dataset};

/// What is true of one cell.
#[derive(Clone, Copy, Default)]
pub struct Cell {
    /// Respondents.
    pub respondents: u32,
    /// Sum of their weights: the unprotected estimate.
    pub weight: f64,
    /// Sum of their squared weights.
    pub weight_squared: f64,
}

/// One dimension or item with the codes of its axis.
pub struct Axis {
    /// What it is of.
    pub of: concept::Axis,
    /// Its codes.
    pub codes: Vec<String>,
}

/// The records of one country's persons who agreed.
pub struct Records {
    /// The dimensions, in the contract's order.
    pub axes: Vec<Axis>,
    /// How many records of the file are the country's, with or without consent.
    pub all: u32,
    places: Vec<Vec<usize>>,
    weights: Vec<f64>,
    /// Hours worked a week, where told, and wages.
    amounts: Vec<[Option<f64>; 2]>,
}

impl Records {
    /// Reads a country's records.
    pub fn read(country: &Country) -> Self {
        let input = country.inputs.iter().find(|input| input.dataset == Dataset::Survey).unwrap();
        Self::of_wave(country, input, |_| true)
    }

    /// Reads those records of a country that are of a wave, by their number.
    pub fn of_wave(country: &Country, input: &Input, is_in_wave: impl Fn(&str) -> bool) -> Self {
        let mapping = std::fs::read_to_string(&input.mapping).unwrap();
        let layout = Layout::from_toml("mapping", &mapping, country.code).unwrap();
        let mut reader = csv::Reader::from_path(&input.file).unwrap();
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|other| other == name).unwrap();
        let (id, origin, weight) = (column("rec_id"), column("origin_iso3"), column("PWGTP"));
        let (hours, wages) = (column("WKHP"), column("WAGP"));
        let axes = layout.description.dimensions.iter();
        let axes = axes.map(|axis| Axis { of: axis.axis, codes: axis.codes.clone() }).collect();
        let mut records = Self { axes, all: 0, places: Vec::new(), weights: Vec::new(), amounts: Vec::new() };
        for record in reader.records() {
            let record = record.unwrap();
            if &record[origin] != country.code.as_str() || !is_in_wave(&record[id]) {
                continue;
            }
            records.all += 1;
            if !agrees(&record[id]) {
                continue;
            }
            let code = |axis: &country_node::intake::layout::CodedColumn| {
                axis.coding.code(axis.column.map_or("", |at| &record[at])).map(usize::from).unwrap()
            };
            records.places.push(layout.axes.iter().map(|axis| code(axis.as_ref().unwrap())).collect());
            records.weights.push(record[weight].parse().unwrap());
            records.amounts.push([record[hours].parse().ok(), record[wages].parse().ok()]);
        }
        records
    }

    /// How many agreed.
    pub fn agreed(&self) -> f64 {
        self.weights.len() as f64
    }

    /// The axes of some dimensions or items, as places in `axes`.
    pub fn axes_of(&self, of: &[impl Into<concept::Axis> + Copy]) -> Vec<usize> {
        let at = |of: concept::Axis| self.axes.iter().position(|axis| axis.of == of).unwrap();
        of.iter().map(|of| at((*of).into())).collect()
    }

    /// A whole table over some axes, row-major in their order.
    pub fn table(&self, axes: &[usize]) -> Vec<Cell> {
        let size = axes.iter().map(|axis| self.axes[*axis].codes.len()).product();
        let mut cells = vec![Cell::default(); size];
        for (places, weight) in self.places.iter().zip(&self.weights) {
            let place = axes.iter().fold(0, |place, axis| place * self.axes[*axis].codes.len() + places[*axis]);
            cells[place].respondents += 1;
            cells[place].weight += weight;
            cells[place].weight_squared += weight * weight;
        }
        cells
    }

    /// The respondents with an amount, their weights' sum and the amount's, of a whole table; no amount counts over `most`.
    pub fn amounts(&self, axes: &[usize], which: usize, most: f64) -> Vec<(u32, f64, f64)> {
        let size = axes.iter().map(|axis| self.axes[*axis].codes.len()).product();
        let mut cells = vec![(0, 0.0, 0.0); size];
        for ((places, weight), amounts) in self.places.iter().zip(&self.weights).zip(&self.amounts) {
            let Some(amount) = amounts[which] else { continue };
            let place = axes.iter().fold(0, |place, axis| place * self.axes[*axis].codes.len() + places[*axis]);
            let cell = &mut cells[place];
            *cell = (cell.0 + 1, cell.1 + weight, cell.2 + weight * amount.min(most));
        }
        cells
    }

    /// The place of a combination of codes in the table over some axes.
    pub fn place(&self, axes: &[usize], codes: &[String]) -> usize {
        axes.iter().zip(codes).fold(0, |place, (axis, code)| {
            let domain = &self.axes[*axis].codes;
            place * domain.len() + domain.iter().position(|other| other == code).unwrap()
        })
    }
}
