//! Rows of a file, field by field, in the encoding that the mapping names.

use super::fault::Fault;
use super::layout::Layout;
use super::lines::{Lines, begun};
use super::mapping::Encoding;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// A file that is read row by row; its memory does not grow with it.
pub struct Reader {
    rows: csv::Reader<Lines<BufReader<File>>>,
    encoding: Encoding,
}

/// A row that can be read field by field.
#[derive(Default)]
pub struct Row {
    bytes: csv::ByteRecord,
    line: u64,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Reader {
    /// Opens a file and checks its header. The outer error is the disk's, the inner one the file's.
    pub fn open(path: &Path, layout: &Layout) -> std::io::Result<Result<Self, Vec<Fault>>> {
        let mut file = File::open(path)?;
        let mut head = [0_u8; 3];
        let read = file.read(&mut head)?;
        let has_bom = head == *BOM;
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            let fault = Fault::new(1, "", "UTF-16", "UTF-8, or Latin-1 where the mapping says so");
            return Ok(Err(vec![fault]));
        }
        if read == 0 {
            return Ok(Err(vec![Fault::new(1, "", "", "a header and at least one row; the file is empty")]));
        }
        file.seek(SeekFrom::Start(if has_bom { 3 } else { 0 }))?;
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(layout.delimiter)
            .flexible(true)
            .from_reader(Lines::of(BufReader::with_capacity(1 << 18, file)));
        let header: Vec<String> = match rows.byte_headers() {
            Ok(found) => found.iter().map(|name| layout.encoding.shown(name).trim().to_owned()).collect(),
            Err(error) => return Ok(Err(vec![Fault::new(1, "", &error.to_string(), "a header")])),
        };
        let faults = compare(&layout.header, &header);
        Ok(if faults.is_empty() { Ok(Self { rows, encoding: layout.encoding }) } else { Err(faults) })
    }

    /// Reads the next row. `Ok(false)` at the end; a fault where the row cannot be told apart.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Fault> {
        let line = self.rows.position().line();
        let read = self.rows.read_byte_record(&mut row.bytes);
        row.line = begun(&self.rows, &row.bytes);
        if matches!(read, Ok(true)) && self.rows.get_ref().is_done() {
            let open = self.encoding.shown(row.bytes.iter().next_back().unwrap_or_default()).into_owned();
            return Err(Fault::new(
                row.line,
                "",
                &open,
                "a quote that is closed; this one takes in the rest of the file",
            ));
        }
        read.map_err(|error| Fault::new(line, "", &error.to_string(), "a readable row"))
    }

    /// The header's bytes.
    pub fn header(&mut self) -> std::io::Result<&csv::ByteRecord> {
        Ok(self.rows.byte_headers()?)
    }

    /// Whether the row is one that the mapping keeps for this country.
    pub fn keeps(&self, layout: &Layout, row: &Row) -> bool {
        layout.keep.iter().all(|(at, values)| self.text(row, *at).is_some_and(|value| values.has(&value)))
    }

    /// A field's text. `None` where it is not in the file's encoding.
    pub fn text<'r>(&self, row: &'r Row, at: usize) -> Option<Cow<'r, str>> {
        let text = self.encoding.text(row.bytes.get(at)?)?;
        Some(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }
}

impl Encoding {
    /// The text that some bytes are. `None` where they are none in this encoding.
    pub fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Latin1 => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
        }
    }

    /// Some bytes as text for a fault, whether they are text or not.
    pub fn shown(self, bytes: &[u8]) -> Cow<'_, str> {
        self.text(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes))
    }
}

impl Row {
    /// The line that the row begins on.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many fields it has.
    pub fn fields(&self) -> usize {
        self.bytes.len()
    }

    /// The row's bytes.
    pub fn bytes(&self) -> &csv::ByteRecord {
        &self.bytes
    }
}

fn compare(expected: &[String], found: &[String]) -> Vec<Fault> {
    if expected == found {
        return Vec::new();
    }
    let lacking = expected.iter().filter(|name| !found.contains(name));
    let mut faults: Vec<Fault> =
        lacking.map(|name| Fault::new(1, name, "", "this column, which the header lacks")).collect();
    let surplus = found.iter().filter(|name| !expected.contains(name));
    faults.extend(surplus.map(|name| Fault::new(1, name, name, "no such column; the mapping does not name it")));
    if faults.is_empty() {
        faults.push(Fault::new(
            1,
            "",
            &found.join(","),
            format!("the columns in this order, each once: {}", expected.join(",")),
        ));
    }
    faults
}
