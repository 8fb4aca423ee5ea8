//! Text with delimiters, record by record.

use super::{Bytes, delimiter};
use crate::intake::fault::Fault;
use crate::intake::file::Source;
use crate::intake::lines::{Lines, begun};
use crate::intake::mapping::Encoding;
use std::io::{BufReader, Seek, SeekFrom};

/// The byte order mark of UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A text that is read record by record; its memory does not grow with it.
pub struct Delimited {
    rows: csv::Reader<Lines<BufReader<Box<dyn Bytes>>>>,
    header: csv::ByteRecord,
    encoding: Encoding,
    delimiter: u8,
    /// Lines before the header.
    before: u64,
}

impl Delimited {
    /// Opens a text whose first bytes are known.
    pub fn open(mut file: Box<dyn Bytes>, head: &[u8], source: &Source) -> std::io::Result<Result<Self, Vec<Fault>>> {
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            let fault = Fault::new(1, "", "UTF-16", "UTF-8, or Latin-1 where the mapping says so");
            return Ok(Err(vec![fault]));
        }
        let mut begins = if head.starts_with(BOM) { BOM.len() } else { 0 };
        let said = delimiter::said(head.get(begins..).unwrap_or_default());
        if let Some((delimiter, line)) = said {
            if !delimiter::ALL.contains(&delimiter) || source.delimiter.is_some_and(|wanted| wanted != delimiter) {
                let wanted = source.delimiter.map_or("a comma, a semicolon or a tab".to_owned(), |wanted| {
                    format!("`sep={}`, as the mapping says, or `delimiter = \"detect\"` there", char::from(wanted))
                });
                return Ok(Err(vec![Fault::new(1, "", &format!("sep={}", char::from(delimiter)), wanted)]));
            }
            begins += line;
        }
        file.seek(SeekFrom::Start(begins as u64))?;
        let told = source.delimiter.or(said.map(|(delimiter, _)| delimiter));
        let delimiter = told.unwrap_or_else(|| delimiter::of(head.get(begins..).unwrap_or_default()));
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(Lines::of(BufReader::with_capacity(1 << 18, file)));
        let header = match rows.byte_headers() {
            Ok(header) => header.clone(),
            Err(error) => return Ok(Err(vec![Fault::new(1, "", &error.to_string(), "a header")])),
        };
        let before = u64::from(said.is_some());
        Ok(Ok(Self { rows, header, encoding: source.encoding, delimiter, before }))
    }

    /// The header.
    pub fn header(&self) -> &csv::ByteRecord {
        &self.header
    }

    /// How many lines stand before the header.
    pub fn before(&self) -> u64 {
        self.before
    }

    /// What stands between fields.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Reads the next record and says the line that it begins on. A fault leaves what was read in the record.
    pub fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, Fault> {
        let line = self.before + self.rows.position().line();
        let read = self.rows.read_byte_record(record);
        let begun = self.before + begun(&self.rows, record);
        if matches!(read, Ok(true)) && self.rows.get_ref().is_done() {
            let open = self.encoding.shown(record.iter().next_back().unwrap_or_default()).into_owned();
            return Err(Fault::new(begun, "", &open, "a quote that is closed; this one takes in the rest of the file"));
        }
        match read {
            Ok(there) => Ok(there.then_some(begun)),
            Err(error) => Err(Fault::new(line, "", &error.to_string(), "a readable row")),
        }
    }
}
