//! Where rows come from: text with delimiters, a workbook, or JSON. Each gives records of the same kind, one at a time.
//!
//! - [`delimited`]: text; [`delimiter`]: what stands between its fields.
//! - [`workbook`], [`json`]: read by a thread of their own; [`feed`]: what lies between, which is bounded.

pub mod delimited;
pub mod delimiter;
pub mod feed;
pub mod json;
pub mod workbook;

use super::fault::Fault;
use super::file::{Format, Source};
use super::mapping::Encoding;
use super::row::Raw;
use delimited::Delimited;
use feed::Feed;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Where rows are read from: a file that is open, or what is held in memory.
pub trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// Records of a file, whatever its format.
pub enum Records {
    /// Text with delimiters.
    Text(Delimited),
    /// Anything that a thread of its own reads.
    Fed(Feed),
}

impl Records {
    /// Opens a file. The outer error is the disk's, the inner one the file's. An export's format is told by its first bytes.
    pub fn open(path: &Path, source: &Source) -> std::io::Result<Result<Self, Vec<Fault>>> {
        Self::of(Box::new(File::open(path)?), source)
    }

    /// The same of what stands at its first byte.
    pub fn of(mut file: Box<dyn Bytes>, source: &Source) -> std::io::Result<Result<Self, Vec<Fault>>> {
        let mut head = Vec::new();
        Read::by_ref(&mut file).take(1 << 16).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        if head.is_empty() {
            return Ok(Err(vec![Fault::new(1, "", "", "a header and at least one row; the file is empty")]));
        }
        let is_workbook = match (&source.format, &source.export) {
            (Format::Xlsx, _) => true,
            (_, Some(_)) => head.starts_with(b"PK"),
            _ => false,
        };
        if is_workbook {
            return Ok(workbook::open(file, source).map(Self::Fed).map_err(|fault| vec![fault]));
        }
        let bom = if head.starts_with(delimited::BOM) { 3 } else { 0 };
        let first = head.iter().skip(bom).find(|byte| !byte.is_ascii_whitespace());
        if let (Some(export), Some(b'{' | b'[')) = (&source.export, first) {
            file.seek(SeekFrom::Start(bom as u64))?;
            return Ok(Ok(Self::Fed(json::open(file, export.paths()))));
        }
        Ok(Delimited::open(file, &head, source)?.map(Self::Text))
    }

    /// The header.
    pub fn header(&self) -> &csv::ByteRecord {
        match self {
            Self::Text(text) => text.header(),
            Self::Fed(feed) => feed.header(),
        }
    }

    /// How many lines stand before the header.
    pub fn before(&self) -> u64 {
        match self {
            Self::Text(text) => text.before(),
            Self::Fed(_) => 0,
        }
    }

    /// How the records' cells are encoded, in a file that is encoded so.
    pub fn encoding(&self, of_file: Encoding) -> Encoding {
        match self {
            Self::Text(_) => of_file,
            Self::Fed(_) => Encoding::Utf8,
        }
    }

    /// What stands between the fields of the file, or should between those of its refused rows, so that they can be read again.
    pub fn delimiter(&self, source: &Source) -> u8 {
        match self {
            Self::Text(text) => text.delimiter(),
            Self::Fed(_) => source.delimiter.unwrap_or(b','),
        }
    }

    /// Reads the next record and says its line. `None` at the end; a fault where the record cannot be told apart.
    pub fn next(&mut self, raw: &mut Raw) -> Result<Option<u64>, Fault> {
        match self {
            Self::Text(text) => text.next(&mut raw.cells),
            Self::Fed(feed) => feed.next(raw),
        }
    }
}
