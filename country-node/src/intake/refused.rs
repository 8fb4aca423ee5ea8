//! Refused rows, written beside the file that they came from: the header, and the rows as they were.

use super::layout::Layout;
use super::reader::{Reader, Row};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Writes the rows of these lines to `FILE.refused.csv` and says where.
pub fn write(path: &Path, layout: &Layout, lines: &BTreeSet<u64>) -> std::io::Result<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(".refused.csv");
    let to = PathBuf::from(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // They are rows of persons: only the owner reads them.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&to)?;
    if let Ok(mut reader) = Reader::open(path, layout)? {
        let mut writer =
            csv::WriterBuilder::new().delimiter(reader.delimiter(layout)).flexible(true).from_writer(&mut file);
        writer.write_byte_record(reader.header())?;
        let mut row = Row::default();
        loop {
            // A row with a quote that is never closed is a fault and the last.
            let read = reader.next(&mut row);
            if !matches!(read, Ok(false)) && lines.contains(&row.line()) {
                writer.write_byte_record(row.record())?;
            }
            if !matches!(read, Ok(true)) {
                break;
            }
        }
        writer.flush()?;
    }
    Ok(to)
}
