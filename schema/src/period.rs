//! Reference periods, such as `2020` or `2020-Q1`.

/// What a period looks like, for a report of what else stood there.
pub const EXPECTED: &str = "a period such as 2020 or 2020-Q1";

/// Whether a text is a period: letters, digits and hyphens, at most ten.
pub fn is_sound(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
