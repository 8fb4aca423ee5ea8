//! Records that a thread of its own reads, because its library pushes them; what lies between is bounded.

use crate::intake::fault::Fault;
use crate::intake::row::Raw;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Records that lie between the threads at most.
const BETWEEN: usize = 256;

/// A record with its line, or why there is none.
pub type Fed = Result<(u64, Raw), Fault>;

/// Records as a thread reads them. The thread ends when this is dropped.
pub struct Feed {
    records: Receiver<Fed>,
    header: csv::ByteRecord,
}

impl Feed {
    /// Starts a thread that reads. It ends early where sending fails.
    pub fn start(read: impl FnOnce(&SyncSender<Fed>) + Send + 'static) -> Self {
        let (send, records) = sync_channel(BETWEEN);
        std::thread::spawn(move || read(&send));
        Self { records, header: csv::ByteRecord::new() }
    }

    /// The same, where the first record is the header.
    pub fn with_first_as_header(mut self) -> Result<Self, Fault> {
        match self.records.recv() {
            Ok(Ok((_, header))) => self.header = header.cells,
            Ok(Err(fault)) => return Err(fault),
            Err(_) => return Err(Fault::new(1, "", "", "a header and at least one row; the sheet is empty")),
        }
        Ok(self)
    }

    /// The same with a header.
    #[must_use]
    pub fn with_header(self, header: csv::ByteRecord) -> Self {
        Self { header, ..self }
    }

    /// The header.
    pub fn header(&self) -> &csv::ByteRecord {
        &self.header
    }

    /// Reads the next record and says its line. `None` at the end.
    pub fn next(&mut self, raw: &mut Raw) -> Result<Option<u64>, Fault> {
        raw.cells.clear();
        raw.numbers.clear();
        match self.records.recv() {
            Ok(Ok((line, read))) => {
                *raw = read;
                Ok(Some(line))
            }
            Ok(Err(fault)) => Err(fault),
            Err(_) => Ok(None),
        }
    }
}
