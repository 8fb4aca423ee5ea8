//! Who did something, as a history names one: an officer by a pseudonym, or the node's operator, who named nobody.

/// How an operator who names nobody stands in a history. No pseudonym is so short.
pub const OPERATOR: &str = "operator";

/// Whether a history names an officer. Whoever names nobody can be anybody: what takes another than the one who wrote something is not
/// done so.
pub fn is_named(officer: &str) -> bool {
    officer != OPERATOR
}
