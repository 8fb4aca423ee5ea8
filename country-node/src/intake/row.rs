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

    /// Whether a cell is a number with a fraction and no text.
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.placed.as_ref().map_or(&self.raw.numbers, |placed| &placed.numbers).contains(&at)
    }
}
