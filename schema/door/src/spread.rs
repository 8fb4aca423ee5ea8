//! How many fields a query has once its fragments are spread. The library spreads them while it validates, so a small
//! text of fragments that name each other twice would keep it busy without end; here each fragment is counted once.

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use std::collections::HashMap;

/// The fields of all operations together, fragments spread; at most `usize::MAX`. A fragment that leads back to itself
/// counts as nothing here: validation refuses it.
pub fn fields(document: &ExecutableDocument) -> usize {
    let mut counted = HashMap::new();
    let operations = document.operations.iter().map(|(_, operation)| &operation.node.selection_set.node);
    operations.fold(0, |sum, set| sum.saturating_add(count(set, document, &mut counted)))
}

fn count<'a>(
    set: &'a SelectionSet,
    document: &'a ExecutableDocument,
    counted: &mut HashMap<&'a Name, Option<usize>>,
) -> usize {
    set.items.iter().fold(0, |sum, item| {
        sum.saturating_add(match &item.node {
            Selection::Field(field) => 1_usize.saturating_add(count(&field.node.selection_set.node, document, counted)),
            Selection::InlineFragment(inline) => {
                1_usize.saturating_add(count(&inline.node.selection_set.node, document, counted))
            }
            Selection::FragmentSpread(spread) => {
                1_usize.saturating_add(fragment(&spread.node.fragment_name.node, document, counted))
            }
        })
    })
}

fn fragment<'a>(
    name: &'a Name,
    document: &'a ExecutableDocument,
    counted: &mut HashMap<&'a Name, Option<usize>>,
) -> usize {
    if let Some(known) = counted.get(name) {
        return known.unwrap_or(0);
    }
    let Some(definition) = document.fragments.get(name) else { return 0 };
    counted.insert(name, None);
    let fields = count(&definition.node.selection_set.node, document, counted);
    counted.insert(name, Some(fields));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn of(query: &str) -> usize {
        fields(&parse_query(query).unwrap())
    }

    #[test]
    fn a_spread_counts_as_often_as_it_stands() {
        assert_eq!(of("{ a { b } c }"), 3);
        assert_eq!(of("{ ...f ...f } fragment f on Q { a b }"), 6);
        assert_eq!(of("{ ... on Q { a } }"), 2);
        assert_eq!(of("{ ...f } fragment f on Q { a ...f }"), 3, "one that leads back to itself ends");
    }

    #[test]
    fn fragments_that_double_sixty_times_are_counted_at_once() {
        let doubling: Vec<String> =
            (0..60).map(|n| format!(" fragment f{n} on Q {{ ...f{m} ...f{m} }}", m = n + 1)).collect();
        let doubling = doubling.concat();
        let query = format!("{{ ...f0 }}{doubling} fragment f60 on Q {{ a }}");
        assert!(of(&query) > 1_000_000_000);
    }
}
