//! Consents drawn at random, because the demonstration's real records carry none. Whoever sees a figure is told so.
//!
//! The draw is a digest of seed and person, so it is the same on every machine and in every order.

use crate::fault::Fault;
use country_node::intake::consents::HEADER;
use country_node::intake::layout::{Layout, Rows};
use country_node::intake::reader::{Reader, Row};
use sha2::{Digest, Sha256};
use std::path::Path;

/// What people are told on the first screen.
pub const NOTICE: &str = "A demonstration. The figures are real: UN DESA's migrant stock, and American Community Survey \
    records. Those records carry no consent: for this demonstration consents were drawn at random from a fixed seed, so \
    that about 92 of 100 persons agreed to be counted. California and Texas are missing from them.";

/// The seed of the draw.
pub const SEED: &str = "diaspora-hub demonstration 2024";

/// Of 1,000 persons, how many agree.
const AGREE: u64 = 920;

/// Whether this person agrees.
pub fn agrees(person: &str) -> bool {
    let digest = Sha256::new().chain_update(SEED).chain_update([0]).chain_update(person).finalize();
    let drawn = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    drawn % 1000 < AGREE
}

/// Writes a consent file for the persons that a layout keeps of a file.
pub fn draw(layout: &Layout, file: &Path, to: &Path) -> Result<(), Fault> {
    let unreadable = |what: &dyn std::fmt::Display| Fault::Document(format!("{}: {what}", file.display()));
    let Rows::Persons { id, .. } = layout.rows else { return Ok(()) };
    let opened = Reader::open(file, layout).map_err(Fault::at(file))?;
    let broken = |faults: &[_]| unreadable(&format!("{} faults in its header", faults.len()));
    let mut reader = opened.map_err(|faults| broken(&faults))?;
    if !reader.faults().is_empty() {
        return Err(broken(reader.faults()));
    }
    let mut writer = csv::Writer::from_path(to).map_err(|error| unreadable(&error))?;
    writer.write_record(HEADER).map_err(|error| unreadable(&error))?;
    let mut row = Row::default();
    while reader.next(&mut row).map_err(|fault| unreadable(&fault))? {
        let kept = reader.keeps(layout, &row);
        if let Some(person) = reader.text(&row, id).filter(|person| kept && agrees(person)) {
            let event = [person.as_ref(), "GIVEN", "2024-12-31T00:00:00Z", "STATISTICS RESEARCH", "MEMBER_GOVERNMENTS"];
            writer.write_record(event).map_err(|error| unreadable(&error))?;
        }
    }
    writer.flush().map_err(Fault::at(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draw_is_the_same_everywhere_and_near_what_is_said() {
        let agreeing = (0..10_000).filter(|n| agrees(&format!("P{n:06}"))).count();
        assert!((9_120..=9_280).contains(&agreeing), "{agreeing} of 10,000 agree");
        assert_eq!((0..12).map(|n| agrees(&format!("P{n:06}"))).collect::<Vec<_>>(), FIRST_TWELVE);
    }

    /// Computed with another implementation of SHA-256 (Python's `hashlib`).
    const FIRST_TWELVE: [bool; 12] = [false, false, true, true, true, true, true, false, false, true, true, true];
}
