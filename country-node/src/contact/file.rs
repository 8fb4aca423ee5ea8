//! Contacts from a country's file: all of them, or none and a report of every fault.

use super::Contact;
use super::keep::{ContactFault, Means, write};
use crate::intake::fault::{Fault, Report};
use crate::intake::lines::{Lines, begun};
use crate::node::Node;
use node_rules::person::normal::born;
use node_rules::record_key::Pseudonym;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// The columns of a file of contacts.
pub const HEADER: [&str; 5] = ["person_id", "name", "address", "email", "telephone"];

/// A column that may stand behind them: the day of birth or its year.
pub const BORN: &str = "born";

/// The longest field, in characters.
const LONGEST: usize = 400;

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

/// What was taken of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Taken {
    /// Contacts that are kept.
    pub kept: usize,
    /// Contacts that were left out because their persons were erased.
    pub erased: usize,
}

/// Takes a file in.
pub async fn load(node: &Node, path: &Path, means: &mut Means<'_>) -> Result<Taken, FileFault> {
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
        let before = faults.len();
        let mut field = |column: &str, value: &str, is: fn(&str) -> bool, expected: &str| {
            let value = value.trim();
            if value.is_empty() {
                return None;
            }
            if value.chars().count() > LONGEST || value.chars().any(char::is_control) || !is(value) {
                faults.push(Fault::new(line, column, value, expected));
            }
            Some(value.to_owned())
        };
        let id = field("person_id", id, |_| true, "a person's id");
        let contact = Contact {
            name: field("name", name, |_| true, "a name on one line"),
            address: field("address", address, |_| true, "an address on one line"),
            email: field("email", email, is_email, "an e-mail address"),
            telephone: field(
                "telephone",
                telephone,
                is_telephone,
                "a telephone number with its country, such as +233 30 000 0000",
            ),
            born: further.first().and_then(|day| {
                field(BORN, day, |text| born(text).is_some(), "a day such as 1984-05-31, or its year alone")
            }),
        };
        match id {
            None => faults.push(Fault::new(line, "person_id", "", "a person's id")),
            Some(_) if (Contact { born: None, ..contact.clone() }) == Contact::default() => {
                faults.push(Fault::new(line, "", "", "a name, an address, an e-mail address or a telephone number"));
            }
            Some(id) if faults.len() == before => {
                let person = node.keys.of(&id).0;
                if let Some((former, _)) = contacts.insert(person, (line, contact)) {
                    faults.push(Fault::new(
                        line,
                        "person_id",
                        &id,
                        format!("each person once; this one stands on line {former}"),
                    ));
                }
            }
            Some(_) => {}
        }
    }
    if !faults.is_empty() {
        return Err(FileFault::Report(Report::new(&file, faults)));
    }
    let contacts: Vec<_> = contacts.into_iter().map(|(person, (_, contact))| (person, contact)).collect();
    let all = contacts.len();
    let kept = write(node, contacts, means).await?;
    Ok(Taken { kept, erased: all - kept })
}

fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace))
}

/// As people write it after E.164: a plus sign, and 7 to 15 digits with what stands between them.
fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with('+')
        && (7..=15).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || "+ -()./".contains(c))
}
