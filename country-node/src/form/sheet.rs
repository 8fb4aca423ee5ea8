//! The rows of a form's sheets, by the names of their columns.

use super::question::Labels;
use crate::intake::fault::Fault;
use calamine::{Data, Range, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// A sheet whose first row names its columns.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The form's file and the sheet's name, for faults.
    pub place: String,
    /// The names of columns as written, with the place of each.
    columns: Vec<(String, usize)>,
    /// The rows that hold anything, each with its number as a spreadsheet shows it.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads a sheet. `None` where the file has none of this name.
    pub fn read<R: Read + Seek>(book: &mut Xlsx<R>, file: &str, name: &str) -> Option<Result<Self, Fault>> {
        let found = book.sheet_names().iter().find(|sheet| sheet.trim().eq_ignore_ascii_case(name))?.clone();
        let place = format!("{file}, sheet {name}");
        Some(match book.worksheet_range(&found) {
            Ok(range) => Ok(Self::of(&range, place)),
            Err(error) => Err(Fault::in_sheet(&place, 1, "", &error.to_string(), "a sheet that can be read")),
        })
    }

    fn of(range: &Range<Data>, place: String) -> Self {
        let first = range.start().map_or(0, |(row, _)| u64::from(row));
        let mut rows = range.rows().zip(first + 1..).map(|(cells, row)| (row, cells.iter().map(text).collect()));
        let mut rows =
            rows.by_ref().filter(|(_, cells): &(u64, Vec<String>)| cells.iter().any(|cell| !cell.is_empty()));
        let (_, names) = rows.next().unwrap_or_default();
        let columns = names.into_iter().enumerate().filter(|(_, name)| !name.is_empty());
        let columns = columns.map(|(at, name)| (name, at)).collect();
        Self { place, rows: rows.collect(), columns }
    }

    /// The place of a column that may have several names.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let is = |name: &str| names.iter().any(|other| name.trim().eq_ignore_ascii_case(other));
        self.columns.iter().find(|(name, _)| is(name)).map(|(_, at)| *at)
    }

    /// The columns of labels: `label`, `label::French (fr)` and `label:French`, each with its language.
    pub fn label_columns(&self, default_language: &str) -> BTreeMap<usize, String> {
        let labels = self.columns.iter().filter_map(|(name, at)| {
            let (base, language) = name.split_once(':').unwrap_or((name, ""));
            let language = language.trim_start_matches(':').trim();
            let base = base.trim().to_lowercase();
            let language = if language.is_empty() { default_language } else { language };
            matches!(base.as_str(), "label" | "caption").then(|| (*at, language.to_owned()))
        });
        labels.collect()
    }

    /// A fault at a row and a column of this sheet.
    pub fn fault(&self, row: u64, column: &str, value: &str, expected: &str) -> Fault {
        Fault::in_sheet(&self.place, row, column, value, expected)
    }
}

/// A cell of a row; nothing where there is no such column.
pub fn cell(cells: &[String], at: Option<usize>) -> &str {
    at.and_then(|at| cells.get(at)).map_or("", String::as_str)
}

/// The labels of a row.
pub fn labels(cells: &[String], columns: &BTreeMap<usize, String>) -> Labels {
    let filled = columns.iter().filter_map(|(at, language)| {
        let label = one_line(cells.get(*at)?);
        (!label.is_empty()).then(|| (language.clone(), label))
    });
    filled.collect()
}

/// A text with single blanks between its words, as it can be found again.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell as text: numbers without a needless fraction, times in ISO 8601.
pub fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::DateTime(time) => time.as_f64().to_string(),
        Data::Error(error) => error.to_string(),
    }
}
