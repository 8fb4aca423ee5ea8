//! Whether a text gives somebody's own words. By them others who were there know who said it, so that no text of a focus group
//! may have any: not the summary, and not a title, which travels further.
//!
//! Three signs of them are looked for: quotation marks, a dash at a line's beginning, and the way in which speech is brought in
//! (in `speech`). Where a sign means other things too, the text is refused all the same: whoever wrote it can say it in other
//! words, and nobody can take a quote back. What is kept free is what can hardly be said otherwise: apostrophes, hyphens, times,
//! numbers, indirect speech. A quote without any sign is for the one who approves a summary to find.

use super::speech;

/// How a text gives somebody's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Quote {
    /// Between quotation marks.
    #[error("has quotation marks: say it in your own words, a quote shows who said it")]
    Marks,
    /// After a dash at a line's or a sentence's beginning.
    #[error(
        "has a line or a sentence that begins with a dash, as somebody's words do: begin the lines of a list with `*`"
    )]
    Dash,
    /// After a colon or beside a comma, where somebody speaks.
    #[error("says who spoke, and then what: say in your own words what was spoken of, a quote shows who said it")]
    Speech,
}

/// Quotation marks of any script, which mean nothing else, and signs that stand for them.
const MARKS: &str = "\"\u{201c}\u{201d}\u{201e}\u{201f}\u{201a}\u{ab}\u{bb}\u{2039}\u{203a}\u{2033}\u{2036}\u{2ba}\u{2dd}\u{3003}\
    \u{3008}\u{3009}\u{300a}\u{300b}\u{300c}\u{300d}\u{300e}\u{300f}\u{301d}\u{301e}\u{301f}\u{2329}\u{232a}\u{27e8}\u{27e9}\
    \u{275b}\u{275c}\u{275d}\u{275e}\u{276e}\u{276f}\u{2e42}\u{fe41}\u{fe42}\u{fe43}\u{fe44}\u{ff02}\u{ff62}\u{ff63}\
    \u{1f676}\u{1f677}\u{1f678}";
/// The same in two signs.
const PAIRS: [[char; 2]; 3] = [['<', '<'], ['>', '>'], [',', ',']];
/// Marks that stand inside words too, as apostrophes: before a word they open a quote.
const OPENING: &str = "\u{2018}\u{201b}`\u{b4}\u{2035}\u{2032}\u{ff07}";
/// Apostrophes, which many languages begin words with (`'yan`, `'s`, `'90s`): they open a quote where a later one closes it.
const APOSTROPHES: &str = "'\u{2019}\u{2bb}\u{2bc}";
/// Dashes and hyphens. At a line's beginning a hyphen is one that a keyboard has.
const DASHES: &str =
    "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2e3a}\u{2e3b}\u{fe58}\u{fe63}\u{ff0d}";
/// Signs that end a sentence.
const ENDS: &str = ".?!\u{2026}:\u{61f}\u{3002}\u{ff01}\u{ff1f}";

/// The first sign of somebody's own words in a text.
pub fn find(text: &str) -> Option<Quote> {
    let signs: Vec<char> = text.chars().filter(|c| !is_unseen(*c)).collect();
    if has_marks(&signs) {
        Some(Quote::Marks)
    } else if has_dash(&signs) {
        Some(Quote::Dash)
    } else {
        speech::is_in(&signs).then_some(Quote::Speech)
    }
}

/// Signs of no width, with which a mark could be kept from the word that it opens.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn has_marks(signs: &[char]) -> bool {
    let is_pair = |pair: &[char]| {
        let is_mark = |c: &char| OPENING.contains(*c) || APOSTROPHES.contains(*c);
        PAIRS.iter().any(|known| known == pair) || pair.iter().all(is_mark)
    };
    if signs.iter().any(|c| MARKS.contains(*c)) || signs.windows(2).any(is_pair) {
        return true;
    }
    let mut is_open = false;
    for (at, c) in signs.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| signs.get(before)).copied();
        let after = signs.get(at + 1).copied();
        if OPENING.contains(*c) && !is_inside(before, after) {
            return true;
        }
        if APOSTROPHES.contains(*c) {
            if is_open && before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric) {
                return true;
            }
            is_open |= opens(before, signs.get(at + 1..).unwrap_or_default());
        }
    }
    false
}

/// Whether a mark stands after a letter, as an apostrophe, or after a number, as minutes.
fn is_inside(before: Option<char>, after: Option<char>) -> bool {
    let digit = before.is_some_and(|c| c.is_ascii_digit());
    before.is_some_and(char::is_alphanumeric) && (digit || after.is_some_and(char::is_alphanumeric))
}

/// Whether an apostrophe can open a quote: no letter before it, something to say after it, and no decade (`'90s`).
fn opens(before: Option<char>, after: &[char]) -> bool {
    let is_decade = matches!(after, [one, two, 's', ..] if one.is_ascii_digit() && two.is_ascii_digit());
    let says = after.first().is_some_and(|c| !c.is_whitespace() && !",.;:!?)]}/".contains(*c))
        || after.starts_with(&['.', '.']);
    !before.is_some_and(char::is_alphanumeric) && says && !is_decade
}

fn has_dash(signs: &[char]) -> bool {
    let begins = |line: &[char]| {
        let mut line = line.iter().skip_while(|c| c.is_whitespace());
        let is_dash = line.next().is_some_and(|c| DASHES.contains(*c));
        // A number below zero.
        is_dash && !line.next().is_some_and(char::is_ascii_digit)
    };
    if signs.split(|c| *c == '\n').any(begins) {
        return true;
    }
    // Within a line, where a sentence ended before the dash and another begins behind it. A dash between words is none.
    signs.iter().enumerate().filter(|(_, c)| DASHES.contains(**c)).any(|(at, _)| {
        let (before, after) = (signs.get(..at).unwrap_or_default(), signs.get(at + 1..).unwrap_or_default());
        let ended = before.iter().rev().find(|c| !c.is_whitespace()).is_some_and(|c| ENDS.contains(*c));
        let begins = after.iter().find(|c| !c.is_whitespace()).is_some_and(|c| c.is_uppercase());
        before.last().is_some_and(|c| c.is_whitespace()) && ended && begins
    })
}
