//! What a code of AGE says of whether a person is of age.

/// The age from which a person consents alone.
pub const ADULT: i64 = 18;

/// The first and the last completed year that a code of AGE stands for; nothing of a code that stands for none.
pub fn span(code: &str) -> Option<(i64, i64)> {
    if let Some(from) = code.strip_prefix("Y_GE") {
        return Some((from.parse().ok()?, i64::MAX));
    }
    let (from, to) = code.strip_prefix('Y')?.split_once('T')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// Whether a person of a code is 18 or over, where the code lies wholly on one side.
pub fn adult(code: &str) -> Option<bool> {
    match span(code)? {
        (from, _) if from >= ADULT => Some(true),
        (_, to) if to < ADULT => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_it_where_it_lies_on_one_side() {
        let codes = ["Y0T15", "Y16T24", "Y25T34", "Y_GE65", "_N", "Y"];
        assert_eq!(codes.map(adult), [Some(false), None, Some(true), Some(true), None, None]);
    }
}
