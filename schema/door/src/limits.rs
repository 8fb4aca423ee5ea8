//! How large, deep, complex and long a request may be.

use async_graphql::{ObjectType, SchemaBuilder, SubscriptionType};
use std::time::Duration;

/// The limits of one service.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body_bytes: usize,
    /// How deep fields may be nested.
    pub depth: usize,
    /// How many fields an answer may have, as the schema counts them.
    pub complexity: usize,
    /// How long an answer may take.
    pub time: Duration,
}

/// How deep brackets of any kind may be nested in a query's text, before it is even parsed.
pub const MOST_BRACKETS: usize = 64;

impl Limits {
    /// Sets what the GraphQL library checks by itself. It must hold for the schema too: the door turns the library's
    /// findings into coded errors.
    pub fn guard<Q, M, S>(&self, schema: SchemaBuilder<Q, M, S>) -> SchemaBuilder<Q, M, S>
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
        S: SubscriptionType + 'static,
    {
        schema.limit_depth(self.depth).limit_complexity(self.complexity).limit_recursive_depth(MOST_BRACKETS)
    }
}

/// Whether brackets are nested deeper than a parser should follow. Brackets inside strings and comments count too: a
/// query that needs more than sixty of them has no honest use.
pub fn too_deep(query: &str) -> bool {
    let mut open = 0_usize;
    query.bytes().any(|byte| {
        match byte {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST_BRACKETS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_brackets_count() {
        assert!(!too_deep(&"{a}".repeat(10_000)));
        assert!(!too_deep(&"{".repeat(MOST_BRACKETS)));
        assert!(too_deep(&"[".repeat(MOST_BRACKETS + 1)));
    }
}
