//! Records of a workbook's sheet, row by row. The workbook's table of texts is held in memory; its rows are not.

use super::Bytes;
use super::feed::{Fed, Feed};
use crate::intake::fault::Fault;
use crate::intake::file::Source;
use crate::intake::row::Raw;
use calamine::{DataRef, Reader, Xlsx};
use std::io::BufReader;
use std::sync::mpsc::SyncSender;

/// Opens a workbook at the sheet that the mapping names, or its first.
pub fn open(file: Box<dyn Bytes>, source: &Source) -> Result<Feed, Fault> {
    let unreadable = |error: &dyn std::fmt::Display| Fault::new(1, "", &error.to_string(), "a workbook in XLSX");
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|error| unreadable(&error))?;
    let names = book.sheet_names();
    let wanted = source.sheet.as_ref();
    let Some(name) = names.iter().find(|name| wanted.is_none_or(|wanted| wanted == *name)).cloned() else {
        let expected = format!("a sheet of the workbook: {}", names.join(", "));
        return Err(Fault::new(1, "", wanted.map_or("", String::as_str), expected));
    };
    let read = move |send: &SyncSender<Fed>| {
        let mut width = 0;
        let failed = match book.worksheet_cells_reader(&name) {
            Err(error) => Some((1, error.to_string())),
            Ok(mut cells) => {
                let mut row = Sheet { number: 0, cells: Vec::new(), numbers: Vec::new() };
                loop {
                    match cells.next_cell() {
                        Ok(Some(cell)) => {
                            let (number, column) = cell.get_position();
                            if u64::from(number) + 1 != row.number && row.send(&mut width, send).is_err() {
                                return;
                            }
                            row.number = u64::from(number) + 1;
                            row.put(usize::try_from(column).unwrap_or(usize::MAX), cell.get_value());
                        }
                        Ok(None) => {
                            // Nobody listening means that nobody wants to know.
                            let _ = row.send(&mut width, send);
                            break None;
                        }
                        Err(error) => break Some((row.number, error.to_string())),
                    }
                }
            }
        };
        if let Some((row, error)) = failed {
            let _ = send.send(Err(Fault::new(row, "", &error, "a sheet that can be read")));
        }
    };
    Feed::start(read).with_first_as_header()
}

/// A row that is being read.
struct Sheet {
    number: u64,
    cells: Vec<String>,
    /// Cells that are numbers with a fraction.
    numbers: Vec<usize>,
}

/// More columns than any workbook has.
const WIDEST: usize = 1 << 14;

impl Sheet {
    fn put(&mut self, column: usize, value: &DataRef<'_>) {
        let text = match value {
            DataRef::Empty => return,
            DataRef::Float(number) => number.to_string(),
            DataRef::Int(number) => number.to_string(),
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Bool(truth) => truth.to_string(),
            other => crate::form::sheet::text(&other.clone().into()),
        };
        if column >= WIDEST {
            return;
        }
        if matches!(value, DataRef::Float(_)) && text.contains('.') {
            self.numbers.push(column);
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
    }

    /// Hands the row on, as wide as the header; an empty one is passed over.
    fn send(&mut self, width: &mut usize, send: &SyncSender<Fed>) -> Result<(), ()> {
        let (cells, numbers) = (std::mem::take(&mut self.cells), std::mem::take(&mut self.numbers));
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if *width == 0 {
            *width = cells.len();
        }
        let lacking = width.saturating_sub(cells.len());
        let record: csv::ByteRecord =
            cells.iter().map(String::as_str).chain(std::iter::repeat_n("", lacking)).collect::<Vec<_>>().into();
        send.send(Ok((self.number, Raw { cells: record, numbers }))).map_err(|_| ())
    }
}
