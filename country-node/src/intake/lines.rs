//! A file whose lines all end with `\n`, whatever system wrote it, so that the line of a row can be told.
//!
//! The csv library counts `\n` from the end of the row before: after `\r\n` or an empty line its count is too low.

use std::io::{BufRead, Read, Result};

/// Ends every line with `\n`, the last one too.
pub struct Lines<R> {
    inner: R,
    after_return: bool,
    ended: bool,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a text in any encoding that holds ASCII.
    pub fn of(inner: R) -> Self {
        Self { inner, after_return: false, ended: true, done: false }
    }

    /// Whether the end was met while a row was read: a quote in it is never closed.
    pub fn is_done(&self) -> bool {
        self.done
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut kept = 0;
        while kept == 0 && !buffer.is_empty() {
            let there = self.inner.fill_buf()?;
            if there.is_empty() {
                if let (Some(to), false) = (buffer.first_mut(), std::mem::replace(&mut self.ended, true)) {
                    *to = b'\n';
                    return Ok(1);
                }
                self.done = true;
                break;
            }
            let taken = there.len().min(buffer.len());
            let mut room = buffer.iter_mut();
            for byte in there.iter().take(taken) {
                let second_half = std::mem::replace(&mut self.after_return, *byte == b'\r') && *byte == b'\n';
                if second_half {
                    continue;
                }
                if let Some(to) = room.next() {
                    *to = if *byte == b'\r' { b'\n' } else { *byte };
                    self.ended = *to == b'\n';
                    kept += 1;
                }
            }
            self.inner.consume(taken);
        }
        Ok(kept)
    }
}

/// The line that the row begins on which a reader has just read.
pub fn begun<R: BufRead>(reader: &csv::Reader<Lines<R>>, row: &csv::ByteRecord) -> u64 {
    let spanned = row.as_slice().split(|byte| *byte == b'\n').count() as u64;
    let unended = u64::from(reader.get_ref().is_done());
    (reader.position().line() + unended).saturating_sub(spanned)
}
