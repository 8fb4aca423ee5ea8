//! A row as the mapping sees it, and the record that it was made of.

/// A record as its source has it.
#[derive(Debug, Default)]
pub struct Raw {
    /// The cells.
    pub cells: csv::ByteRecord,
    /// Cells that are numbers with a fraction and no text, by column: they have a decimal point, however texts are written.
    pub numbers: Vec<usize>,
}

/// A record's cells by the mapping's header, where these are not the record's own.
#[derive(Debug, Default)]
pub struct Placed {
    /// The cells.
    pub cells: csv::ByteRecord,
    /// Cells that are numbers with a fraction and no text.
    pub numbers: Vec<usize>,
    /// Cells that no mapping takes: what stands there is no choice of the form, or could be two.
    pub unclear: Vec<usize>,
    /// Of an export, which of its forms the record was asked by.
    pub version: usize,
}

/// A row that can be read field by field.
#[derive(Debug, Default)]
pub struct Row {
    pub(super) raw: Raw,
    pub(super) placed: Option<Placed>,
    pub(super) line: u64,
    /// The version that a record says and no form has.
    pub(super) unknown_version: Option<String>,
}

impl Placed {
    /// Makes room for the next record.
    pub fn clear(&mut self) {
        self.cells.clear();
        self.numbers.clear();
        self.unclear.clear();
        self.version = 0;
    }

    /// Writes the next cell: an answer that no mapping takes.
    pub fn push_unclear(&mut self, answer: &str) {
        self.unclear.push(self.cells.len());
        self.cells.push_field(format!("?{answer}").as_bytes());
    }
}

impl Row {
    /// The line that the row begins on; of a workbook its row, of JSON the record's number.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The cells, by the mapping's header.
    pub fn bytes(&self) -> &csv::ByteRecord {
        self.placed.as_ref().map_or(&self.raw.cells, |placed| &placed.cells)
    }

    /// The record as it stands in the file.
    pub fn record(&self) -> &csv::ByteRecord {
        &self.raw.cells
    }

    /// Which of an export's forms the record was asked by.
    pub fn version(&self) -> usize {
        self.placed.as_ref().map_or(0, |placed| placed.version)
    }

    /// Whether a cell is a number with a fraction and no text.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.placed.as_ref().map_or(&self.raw.numbers, |placed| &placed.numbers).contains(&at)
    }

    /// Whether no mapping takes what stands in a cell.
    pub(super) fn is_unclear(&self, at: usize) -> bool {
        self.placed.as_ref().is_some_and(|placed| placed.unclear.contains(&at))
    }
}
