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

/// Whether a person is of age in a year of whom it was said in some years: what was said last holds, and of one year that the person is a
/// minor; eighteen years later nobody is one any more.
pub fn adult_in(year: i32, said: &[(i32, bool)]) -> Option<bool> {
    let last = |wanted: bool| said.iter().filter(|(_, adult)| *adult == wanted).map(|(of, _)| *of).max();
    match (last(true), last(false)) {
        (adult, Some(minor)) if adult.is_none_or(|adult| adult <= minor) => Some(year.saturating_sub(minor) >= 18),
        (adult, _) => adult.map(|_| true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_of_a_persons_age_last_holds_and_of_one_year_that_it_is_a_minors() {
        for (said, expected) in [
            (&[][..], None),
            (&[(2018, false)], Some(false)),
            (&[(2007, false)], Some(true)),
            (&[(2018, false), (2024, true)], Some(true)),
            (&[(2024, true), (2024, false)], Some(false)),
            (&[(2016, true), (2018, false)], Some(false)),
            (&[(2016, true)], Some(true)),
        ] {
            assert_eq!(adult_in(2025, said), expected, "{said:?}");
        }
    }

    #[test]
    fn a_code_says_it_where_it_lies_on_one_side() {
        let codes = ["Y0T15", "Y16T24", "Y25T34", "Y_GE65", "_N", "Y"];
        assert_eq!(codes.map(adult), [Some(false), None, Some(true), Some(true), None, None]);
    }
}
