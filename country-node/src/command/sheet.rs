//! A list that an officer opens in a spreadsheet, as CSV. It holds what people wrote of themselves, and none of it is a formula there.

use super::Failure;

/// With what a cell begins that a spreadsheet reckons (OWASP, CSV injection); the wide forms too, as some of them do.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The list, with titles in its first line.
pub fn sheet(titles: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Result<String, Failure> {
    let mut lines = csv::Writer::from_writer(Vec::new());
    lines.write_record(titles)?;
    for row in rows {
        lines.write_record(row.iter().map(|cell| inert(cell)))?;
    }
    Ok(String::from_utf8(lines.into_inner().map_err(|fault| fault.to_string())?)?)
}

/// A cell with an apostrophe before it where it would be a formula, and before each part of it that would be one where a spreadsheet
/// separates at something else than a comma.
fn inert(cell: &str) -> String {
    cell.split_inclusive([';', '\t', '\r', '\n']).map(quiet).collect()
}

/// A part of a cell. A telephone number of digits and spaces behind its + stays as it is: as a formula it does nothing.
fn quiet(part: &str) -> String {
    let is_number = |behind: &str| behind.trim_end_matches(';').chars().all(|c| c.is_ascii_digit() || c == ' ');
    if !part.trim_start_matches(' ').starts_with(FORMULA) || part.strip_prefix('+').is_some_and(is_number) {
        part.to_owned()
    } else {
        format!("'{part}")
    }
}
