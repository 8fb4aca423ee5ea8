//! A row to published totals: one for each column of totals.

use super::fault::Fault;
use super::layout::Layout;
use super::persons::{codes, fault, period};
use super::reader::{Reader, Row};

/// A published total.
pub struct Total {
    /// The line that it came from.
    pub line: u64,
    /// The period that it belongs to.
    pub period: Option<String>,
    /// How many persons.
    pub persons: i64,
    /// Places on the axes, two bytes each.
    pub codes: Vec<u8>,
}

/// A column of totals with its `(axis, place)` pairs.
pub type Column = (usize, Vec<(usize, u16)>);

/// Reads a row's totals, or says every fault of the row.
pub fn read(
    layout: &Layout,
    columns: &[Column],
    checks: &[(Vec<usize>, usize)],
    reader: &Reader,
    row: &Row,
) -> Result<Vec<Total>, Vec<Fault>> {
    let mut faults = Vec::new();
    let base = codes(layout, reader, row, &mut faults);
    let period = period(layout, reader, row, &mut faults);
    let number = |at: usize| reader.text(row, at).and_then(|text| text.parse::<i64>().ok()).filter(|n| *n >= 0);
    let mut totals = Vec::with_capacity(columns.len());
    for (at, places) in columns {
        let Some(persons) = number(*at) else {
            faults.push(fault(layout, row, *at, "a whole number of persons, not negative".into()));
            continue;
        };
        let mut codes = base.clone();
        for (axis, place) in places {
            codes.iter_mut().skip(axis * 2).zip(place.to_be_bytes()).for_each(|(to, from)| *to = from);
        }
        totals.push(Total { line: row.line(), period: period.clone(), persons, codes });
    }
    for (parts, whole) in checks {
        let unread = parts.iter().filter(|part| number(**part).is_none() && !columns.iter().any(|(at, _)| at == *part));
        faults.extend(unread.map(|part| fault(layout, row, *part, "a whole number of persons, not negative".into())));
        let sum: Option<i128> = parts.iter().map(|part| number(*part).map(i128::from)).sum();
        if let (Some(sum), true) = (sum, sum != number(*whole).map(i128::from)) {
            faults.push(fault(layout, row, *whole, format!("{sum}, the sum of its parts")));
        }
    }
    faults.retain(|fault| reader.can_tell(layout, fault));
    if faults.is_empty() { Ok(totals) } else { Err(faults) }
}
