//! Every fault of a file in one report: where it is, what stands there, what was expected.

use std::fmt;

/// One fault. The value is shown to the operator who gave the file, and to nobody else: it is never logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The sheet, with its file where that is not the report's; or another text, such as the mapping. Nothing for the report's
    /// own text.
    pub within: String,
    /// What its places are counted by.
    pub by: By,
    /// The line, or the row of a sheet, counted from 1.
    pub line: u64,
    /// The column's name, where one is at fault.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

/// What places of a file are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A text's lines.
    Line,
    /// A sheet's rows.
    Row,
}

const SHOWN: usize = 40;

impl Fault {
    /// A fault at a place.
    pub fn new(line: u64, column: &str, value: &str, expected: impl Into<String>) -> Self {
        let mut shown: String = value.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if value.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        let (within, column, expected) = (String::new(), column.to_owned(), expected.into());
        Self { within, by: By::Line, line, column, value: shown, expected }
    }

    /// A fault at a place in a sheet.
    pub fn in_sheet(sheet: &str, row: u64, column: &str, value: &str, expected: impl Into<String>) -> Self {
        Self { within: sheet.to_owned(), by: By::Row, ..Self::new(row, column, value, expected) }
    }

    /// A fault of another text than the report's.
    pub fn in_file(file: &str, line: u64, value: &str, expected: impl Into<String>) -> Self {
        Self { within: file.to_owned(), ..Self::new(line, "", value, expected) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.within.is_empty() {
            write!(f, "{}, ", self.within)?;
        }
        let by = if self.by == By::Line { "line" } else { "row" };
        write!(f, "{by} {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": `{}`; expected {}", self.value, self.expected)
    }
}

/// Every fault of one file, by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The file.
    pub file: String,
    /// Its faults.
    pub faults: Vec<Fault>,
}

impl Report {
    /// A report; faults come out by line, those of one line in the order found.
    pub fn new(file: &str, mut faults: Vec<Fault>) -> Self {
        faults.sort_by(|one, other| (&one.within, one.line).cmp(&(&other.within, other.line)));
        Self { file: file.to_owned(), faults }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.faults.len();
        writeln!(f, "{}: {count} {}", self.file, if count == 1 { "fault" } else { "faults" })?;
        for fault in &self.faults {
            writeln!(f, "  {fault}")?;
        }
        Ok(())
    }
}
