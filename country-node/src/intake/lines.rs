//! A file whose lines all end with `\n`, whatever system wrote it, so that the line of a row can be told.
//!
//! The csv library counts `\n` from the end of the row before: after `\r\n` or an empty line its count is too low.

use std::io::{BufRead, Read, Result};

/// Ends every line with `\n`, the last one too.
pub struct Lines<R> {
    inner: R,
    after_return: bool,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a text in any encoding that holds ASCII.
    pub fn of(inner: R) -> Self {
        Self { inner, after_return: false, ended: true }
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

/// The line that a row begins on, from where its reader stands after it.
pub fn begun(after: u64, row: &csv::ByteRecord) -> u64 {
    let within = row.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
    after.saturating_sub(1 + within)
}
