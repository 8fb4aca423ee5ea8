//! A query's text, before it is parsed: how deep its brackets are nested, and how many words and signs it has.

use crate::limits::MOST_BRACKETS;

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

/// How many lexical tokens a query has (GraphQL specification, section 2.1.6). A text that is no GraphQL is counted
/// somehow: the parser refuses it.
pub fn tokens(query: &str) -> usize {
    let mut rest = query.trim_start_matches(is_ignored);
    let mut count = 0;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix('#') {
            rest = comment.trim_start_matches(|c| c != '\n' && c != '\r');
        } else {
            count += 1;
            rest = after_token(rest);
        }
        rest = rest.trim_start_matches(is_ignored);
    }
    count
}

fn is_ignored(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | ',' | '\u{FEFF}')
}

/// What follows the first token of a text that is not empty.
fn after_token(text: &str) -> &str {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        return block.split_once("\"\"\"").map_or("", |(_, rest)| rest);
    }
    if let Some(string) = text.strip_prefix('"') {
        return after_string(string);
    }
    if let Some(rest) = text.strip_prefix("...") {
        return rest;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
    let word = text.trim_start_matches(is_word);
    if word.len() < text.len() { word } else { text.chars().next().map_or("", |c| text.split_at(c.len_utf8()).1) }
}

fn after_string(text: &str) -> &str {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, c)| {
        let ends = !escaped && matches!(c, '"' | '\n' | '\r');
        escaped = !escaped && *c == '\\';
        ends
    });
    end.map_or("", |(at, c)| text.split_at(at + c.len_utf8()).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_open_brackets_count() {
        assert!(!too_deep(&"{a}".repeat(10_000)));
        assert!(!too_deep(&"{".repeat(MOST_BRACKETS)));
        assert!(too_deep(&"[".repeat(MOST_BRACKETS + 1)));
    }

    #[test]
    fn words_signs_and_strings_are_tokens_and_nothing_else_is() {
        for (query, count) in [
            ("", 0),
            (" ,,\t\n\u{FEFF}", 0),
            ("# only { a } comment", 0),
            ("{ a }", 3),
            ("{a b,c}#d\n", 5),
            ("query Q($n: Int = -1.5e+3) { f(n: $n) @skip(if: true) { ...F } }", 30),
            (r#"{ a(t: "x { \" y", u: """two "words" here""") }"#, 11),
            ("\"no end", 1),
            ("\"\"\"no end", 1),
            ("{ é }", 3),
        ] {
            assert_eq!(tokens(query), count, "{query}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_as_many_tokens_as_bytes_at_most(text in ".{0,200}") {
            prop_assert!(tokens(&text) <= text.len());
        }

        #[test]
        fn words_are_counted_one_by_one(words in prop::collection::vec("[a-z_][a-z0-9_]{0,5}", 0..50)) {
            prop_assert_eq!(tokens(&words.join(" ")), words.len());
        }
    }
}
