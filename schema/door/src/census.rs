//! What a document has how often, as it is written: fragments are counted once, wherever they are spread.

use async_graphql::Positioned;
use async_graphql::parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};

/// What a document has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Fields under another name.
    pub aliases: usize,
    /// Directives, on whatever they stand.
    pub directives: usize,
    /// Whether the schema is asked for. (`__typename` is none of it: it says the kind of what was asked for.)
    pub introspects: bool,
}

impl Census {
    /// Counts a document. Its depth is bounded by the text's brackets.
    pub fn of(document: &ExecutableDocument) -> Self {
        let mut census = Self::default();
        for (_, operation) in document.operations.iter() {
            census.directives += operation.node.directives.len();
            for variable in &operation.node.variable_definitions {
                census.directives += variable.node.directives.len();
            }
            census.set(&operation.node.selection_set.node);
        }
        for fragment in document.fragments.values() {
            census.directives += fragment.node.directives.len();
            census.set(&fragment.node.selection_set.node);
        }
        census
    }

    fn set(&mut self, set: &SelectionSet) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    self.introspects |= matches!(field.node.name.node.as_str(), "__schema" | "__type");
                    self.inside(&field.node.directives, Some(&field.node.selection_set.node));
                }
                Selection::InlineFragment(inline) => {
                    self.inside(&inline.node.directives, Some(&inline.node.selection_set.node));
                }
                Selection::FragmentSpread(spread) => self.inside(&spread.node.directives, None),
            }
        }
    }

    fn inside(&mut self, directives: &[Positioned<Directive>], set: Option<&SelectionSet>) {
        self.directives += directives.len();
        if let Some(set) = set {
            self.set(set);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Census {
        Census::of(&async_graphql::parser::parse_query(query).unwrap())
    }

    #[test]
    fn everything_is_counted_where_it_stands() {
        let query = "query Q($a: Int @d) @d { x: a @d { y: b ... on T @d { z: c } } ...F @d @d } \
            fragment F on T @d { u: __typename }";
        assert_eq!(of(query), Census { aliases: 4, directives: 7, introspects: false });
    }

    #[test]
    fn the_schema_is_asked_for_under_any_name_and_in_any_fragment() {
        assert!(of("{ __schema { types { name } } }").introspects);
        assert!(of("{ a: __type(name: \"T\") { name } }").introspects);
        assert!(of("{ ...F } fragment F on Query { ... { __schema { description } } }").introspects);
        assert!(!of("{ __typename a { __typename } }").introspects);
    }
}
