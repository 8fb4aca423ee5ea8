//! A row to a person.

use super::fault::Fault;
use super::layout::{CodedColumn, Layout, Rows};
use super::reader::{Reader, Row};
use chrono::NaiveDate;
use node_rules::record_key::{Pseudonym, RecordKeys};
use schema::concept::{Axis, Dimension};
use schema::period;

/// A person on the way to the store, which keeps neither id nor name.
pub struct Person {
    /// The line that it came from.
    pub line: u64,
    /// The period that it belongs to.
    pub period: Option<String>,
    /// The person's id, for a fault only; it is not stored.
    pub id: String,
    /// Names the person inside this node only.
    pub pseudonym: Pseudonym,
    /// The record key.
    pub key: u64,
    /// The persons that it stands for.
    pub weight: f64,
    /// Places on the axes, two bytes each.
    pub codes: Vec<u8>,
    /// Values of the quantities, eight bytes each.
    pub quantities: Vec<u8>,
    /// Whether the person is 18 or over; nothing where that is not known.
    pub adult: Option<bool>,
    /// The day of the sign-up, in days since 1970.
    pub signed_up: Option<i32>,
}

/// Reads a person, or says every fault of the row.
pub fn read(
    layout: &Layout,
    columns: (usize, Option<(usize, f64)>),
    keys: &RecordKeys,
    reader: &Reader,
    row: &Row,
) -> Result<Person, Vec<Fault>> {
    let mut faults = Vec::new();
    let codes = codes(layout, reader, row, &mut faults);
    let period = period(layout, reader, row, &mut faults);
    let (id_column, weight_column) = columns;
    let id = reader.text(row, id_column).filter(|id| !id.is_empty());
    if id.is_none() {
        faults.push(fault(layout, row, id_column, "the person's id".into()));
    }
    let weight = match weight_column {
        None => Some(1.0),
        Some((at, max)) => {
            let weight = reader.number(row, at).and_then(|text| text.parse::<f64>().ok());
            let sound = weight.filter(|weight| *weight > 0.0 && *weight <= max);
            if sound.is_none() {
                faults.push(fault(
                    layout,
                    row,
                    at,
                    format!("a weight over 0, at most {max}{}", layout.source.decimal.said()),
                ));
            }
            sound
        }
    };
    let mut quantities = Vec::with_capacity(layout.quantities.len() * 8);
    for quantity in &layout.quantities {
        let value = reader.number(row, quantity.column).and_then(|value| quantity.read(&value));
        if value.is_none() {
            faults.push(fault(layout, row, quantity.column, quantity.expected() + layout.source.decimal.said()));
        }
        quantities.extend(value.unwrap_or(f64::NAN).to_le_bytes());
    }
    let adult = adult(layout, reader, row, &mut faults);
    let signed_up = signed_up(layout, reader, row, &mut faults);
    faults.retain(|fault| reader.can_tell(layout, fault));
    match id {
        Some(id) if faults.is_empty() => {
            let (pseudonym, key) = keys.of(&id);
            // One that the header lacks is not loaded: the row is looked at for its faults alone.
            let (id, weight) = (id.into_owned(), weight.unwrap_or(1.0));
            Ok(Person { line: row.line(), period, id, pseudonym, key, weight, codes, quantities, adult, signed_up })
        }
        _ => Err(faults),
    }
}

/// Whether a row's person is of age. A minor in a file of adults only is a fault: the mapping is wrong then.
fn adult(layout: &Layout, reader: &Reader, row: &Row, faults: &mut Vec<Fault>) -> Option<bool> {
    let adults_only = matches!(layout.rows, Rows::Persons { adults_only: true, .. });
    let axes = layout.description.dimensions.iter().zip(&layout.axes);
    let age = axes.into_iter().find(|(axis, _)| axis.axis == Axis::Shared(Dimension::Age));
    let Some((_, Some(CodedColumn { column, coding }))) = age else { return adults_only.then_some(true) };
    let value = column.map_or(Some("".into()), |at| reader.coded(coding, row, at));
    let adult = value.and_then(|value| coding.adult(&value));
    if adults_only && adult == Some(false) {
        let expected = "an age of 18 or over, as `adults_only` says".to_owned();
        faults.push(fault(layout, row, column.unwrap_or_default(), expected));
    }
    adult.or(adults_only.then_some(true))
}

/// The day of a row's sign-up; an empty field is a day that is not known.
fn signed_up(layout: &Layout, reader: &Reader, row: &Row, faults: &mut Vec<Fault>) -> Option<i32> {
    let at = layout.signed_up?;
    let found = reader.text(row, at);
    if found.as_deref() == Some("") {
        return None;
    }
    let day = found.and_then(|day| NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok()).map(|day| day.to_epoch_days());
    if day.is_none() {
        faults.push(fault(layout, row, at, "a day such as 2024-05-31".into()));
    }
    day
}

/// The places on the axes that columns fill, two bytes each; axes that they do not fill stand at zero.
pub fn codes(layout: &Layout, reader: &Reader, row: &Row, faults: &mut Vec<Fault>) -> Vec<u8> {
    let mut codes = Vec::with_capacity(layout.axes.len() * 2);
    for axis in &layout.axes {
        let code = match axis {
            None => Some(0),
            Some(CodedColumn { column, coding }) => match column {
                None => coding.code(""),
                Some(at) => {
                    let code = reader.coded(coding, row, *at).and_then(|value| coding.code(&value));
                    if code.is_none() {
                        let said = if is_untold(layout, row, *at) { UNTOLD } else { "" };
                        faults.push(fault(layout, row, *at, format!("{}{said}", coding.expected)));
                    }
                    code
                }
            },
        };
        codes.extend(code.unwrap_or_default().to_be_bytes());
    }
    codes
}

/// What is said of an empty cell of an export beside what was expected.
const UNTOLD: &str =
    ". Nothing stands there, and whether it was asked cannot be told of the form: `missing` can say what \"\" means";

fn is_untold(layout: &Layout, row: &Row, at: usize) -> bool {
    layout.source.export.is_some() && row.bytes().get(at).is_some_and(<[u8]>::is_empty)
}

/// The period of a row where a column holds it.
pub fn period(layout: &Layout, reader: &Reader, row: &Row, faults: &mut Vec<Fault>) -> Option<String> {
    let Err(at) = layout.period else { return None };
    let found = reader.text(row, at).filter(|period| period::is_sound(period)).map(std::borrow::Cow::into_owned);
    if found.is_none() {
        faults.push(fault(layout, row, at, period::EXPECTED.into()));
    }
    found
}

/// A fault at a column of a row. What is no text in the file's encoding is expected to be that first.
pub fn fault(layout: &Layout, row: &Row, at: usize, expected: String) -> Fault {
    let bytes = row.bytes().get(at).unwrap_or_default();
    let is_text = layout.encoding.text(bytes).is_some();
    let expected = match is_text {
        true if row.is_unclear(at) && expected.is_empty() => "a choice of the form".to_owned(),
        true => expected,
        false => "text in UTF-8, as the mapping says".to_owned(),
    };
    Fault::new(row.line(), layout.header.get(at).map_or("", String::as_str), &layout.encoding.shown(bytes), expected)
}
