//! Between which whole numbers a form lets an answer lie, as the `parameters` of a range or a `constraint` say it.

/// The least and the most that is let through. Nothing where not both are said, or in another way than plain numbers.
pub fn span(parameters: &str, constraint: &str) -> Option<(i64, i64)> {
    of_parameters(parameters).or_else(|| of_constraint(constraint))
}

/// `start=0 end=10 step=1`
fn of_parameters(text: &str) -> Option<(i64, i64)> {
    let said = |name: &str| {
        let mut parts = text.split([' ', ',', ';']).filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?.1.trim().parse().ok()
    };
    Some((said("start")?, said("end")?))
}

/// `. >= 0 and . <= 10`
fn of_constraint(text: &str) -> Option<(i64, i64)> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (mut least, mut most) = (None, None);
    for part in plain.split("and") {
        let part = part.strip_prefix('(').and_then(|part| part.strip_suffix(')')).unwrap_or(part).strip_prefix('.')?;
        let number = |from: &str| part.strip_prefix(from).and_then(|number| number.parse::<i64>().ok());
        if let Some(number) = number(">=").or_else(|| number(">")?.checked_add(1)) {
            least = Some(number);
        } else {
            most = Some(number("<=").or_else(|| number("<")?.checked_sub(1))?);
        }
    }
    Some((least?, most?))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn both_ends_are_read_of_a_range_and_of_a_constraint_and_nothing_of_what_says_more() {
        for (parameters, constraint, said) in [
            ("start=0 end=10 step=1", "", Some((0, 10))),
            ("start=1;end=5", "", Some((1, 5))),
            ("end=10", "", None),
            ("", ". >= 0 and . <= 10", Some((0, 10))),
            ("", "(.>0) and (.<6)", Some((1, 5))),
            ("", ". <= 10", None),
            ("", ". >= 1 and . <= ${most}", None),
            ("", ". >= 1 or . <= 5", None),
            ("", "", None),
        ] {
            assert_eq!(span(parameters, constraint), said, "{parameters} {constraint}");
        }
    }
}
