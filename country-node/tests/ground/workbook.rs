//! Workbooks written from texts that people can read: `[sheet]` on a line, then its rows in CSV. `#12` is a number.

use rust_xlsxwriter::Workbook;

/// The bytes of a workbook.
pub fn workbook(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    for part in text.split("\n[").map(|part| part.trim_start_matches('[')) {
        let (name, rows) = part.split_once("]\n").unwrap_or_else(|| panic!("begin a sheet with [name]: {part}"));
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows.as_bytes());
        for (row, cells) in reader.records().enumerate() {
            for (column, cell) in cells.unwrap().iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                match cell.strip_prefix('#') {
                    Some(number) => sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap(),
                    None => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}
