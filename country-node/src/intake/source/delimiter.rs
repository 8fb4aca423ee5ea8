//! What stands between the fields of a text, where nobody says it.

/// What may stand between fields.
pub const ALL: [u8; 3] = [b',', b';', b'\t'];

/// Rows that are looked at.
const ROWS: usize = 50;

/// What a text's first line says by itself, as Excel has it (`sep=;`), and how many bytes that line takes.
pub fn said(head: &[u8]) -> Option<(u8, usize)> {
    let line: Vec<u8> = head.iter().copied().take_while(|byte| !matches!(byte, b'\n' | b'\r')).take(9).collect();
    let bare = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(&line);
    let (begin, [delimiter]) = bare.split_at_checked(4)? else { return None };
    let ends = match head.get(line.len()..)? {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => return None,
    };
    begin.eq_ignore_ascii_case(b"sep=").then_some((*delimiter, line.len() + ends))
}

/// The delimiter under which the rows of a text's beginning have as many fields as its header; of several, the one with most
/// fields. A comma where there is one column only.
pub fn of(head: &[u8]) -> u8 {
    let fits = ALL.into_iter().map(|delimiter| (fit(head, delimiter), delimiter));
    // The first of equals: a comma.
    let best = fits.reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.map_or(b',', |(_, delimiter)| delimiter)
}

/// Of a thousand rows, how many are as long as the header; and how long that is. Nothing fits a header of one field.
fn fit(head: &[u8], delimiter: u8) -> (usize, usize) {
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(head);
    let fields = rows.byte_headers().map_or(0, csv::ByteRecord::len);
    let mut lengths: Vec<usize> =
        rows.into_byte_records().take(ROWS).map_while(Result::ok).map(|row| row.len()).collect();
    if lengths.len() > 1 && lengths.len() < ROWS {
        // The last row may be cut off where the head ends.
        lengths.pop();
    }
    if fields < 2 {
        return (0, fields);
    }
    let alike = lengths.iter().filter(|length| **length == fields).count();
    (if lengths.is_empty() { 1000 } else { alike * 1000 / lengths.len() }, fields)
}
