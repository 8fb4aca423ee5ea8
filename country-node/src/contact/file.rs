//! Contacts from a country's file: all of them, or none and a report of every fault.

use super::Contact;
use super::keep::{ContactFault, Means, Taken, write};
use super::said::read;
use crate::intake::fault::{Fault, Report};
use crate::intake::lines::{Lines, begun};
use crate::node::Node;
use node_rules::record_key::Pseudonym;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The columns of a file of contacts.
pub const HEADER: [&str; 5] = ["person_id", "name", "address", "email", "telephone"];

/// A column that may stand behind them: the day of birth or its year.
pub const BORN: &str = "born";

/// Why a file of contacts is not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// The file does not read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It has faults.
    #[error("{0}")]
    Report(Report),
    /// It could not be kept.
    #[error(transparent)]
    Contact(#[from] ContactFault),
}

/// Takes a file in; where it is said so, also in the place of what persons said themselves.
pub async fn load(node: &Node, path: &Path, also_own: bool, means: &mut Means<'_>) -> Result<Taken, FileFault> {
    let file = path.display().to_string();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Lines::of(BufReader::new(File::open(path)?)));
    let header = reader.headers().map_err(std::io::Error::other)?;
    if !header.iter().eq(HEADER) && !header.iter().eq(HEADER.into_iter().chain([BORN])) {
        let found = header.iter().collect::<Vec<_>>().join(",");
        let fault = Fault::new(1, "", &found, format!("the header {}, and {BORN} behind it or not", HEADER.join(",")));
        return Err(FileFault::Report(Report::new(&file, vec![fault])));
    }
    let width = header.len();
    let (mut faults, mut contacts) = (Vec::new(), BTreeMap::<Pseudonym, (u64, Contact)>::new());
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(std::io::Error::other)? {
        let line = begun(&reader, &row);
        let Ok(fields) = row.iter().map(std::str::from_utf8).collect::<Result<Vec<_>, _>>() else {
            faults.push(Fault::new(line, "", "", "UTF-8"));
            continue;
        };
        let ([id, name, address, email, telephone, further @ ..], true) = (&fields[..], fields.len() == width) else {
            faults.push(Fault::new(line, "", &fields.len().to_string(), "as many fields as the header has"));
            continue;
        };
        let id = id.trim();
        if id.is_empty() {
            faults.push(Fault::new(line, "person_id", "", "a person's id"));
        }
        let said = [*name, *address, *email, *telephone, further.first().copied().unwrap_or_default()];
        let contact = match read(said) {
            Ok(contact) => contact,
            Err(wrong) => {
                faults
                    .extend(wrong.into_iter().map(|wrong| Fault::new(line, wrong.field, &wrong.said, wrong.expected)));
                continue;
            }
        };
        if id.is_empty() {
            continue;
        }
        if !contact.reaches() {
            faults.push(Fault::new(line, "", "", "a name, an address, an e-mail address or a telephone number"));
            continue;
        }
        if let Some((former, _)) = contacts.insert(node.keys.of(id).0, (line, contact)) {
            faults.push(Fault::new(
                line,
                "person_id",
                id,
                format!("each person once; this one stands on line {former}"),
            ));
        }
    }
    if !faults.is_empty() {
        return Err(FileFault::Report(Report::new(&file, faults)));
    }
    let contacts: Vec<_> = contacts.into_iter().map(|(person, (_, contact))| (person, contact)).collect();
    Ok(write(node, contacts, also_own, means).await?)
}
