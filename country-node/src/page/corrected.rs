//! What became of what a person said is wrong, as the page shows it.

use super::label;
use super::words::Words;
use crate::consent::page::escaped;
use crate::intake::consents::named;
use crate::person::held::HeldCorrection;
use node_rules::person::correction::{Field, Step};

/// The person's requests with what followed, and what officers corrected by themselves; oldest first. A request that waits can be
/// taken back.
pub(super) fn corrections(words: &Words, tag: &str, all: &[HeldCorrection]) -> String {
    let lines: String = all.iter().filter_map(|row| line((words, tag), row, all)).collect();
    if lines.is_empty() { lines } else { format!("<ol id=\"corrections\">\n{lines}</ol>\n") }
}

fn line((words, tag): (&Words, &str), row: &HeldCorrection, all: &[HeldCorrection]) -> Option<String> {
    let first = match named(&row.step)? {
        Step::Requested => &words.asked,
        Step::Corrected => &words.corrected,
        // What follows stands with what it follows on.
        Step::Accepted | Step::Declined | Step::TakenBack => return None,
    };
    let field = Field::of(&row.field);
    let called = field.as_ref().and_then(|field| label::called(tag, field)).unwrap_or_else(|| row.label.clone());
    let meaning = field.as_ref().and_then(|field| label::meaning(tag, field, &row.value)).unwrap_or(&row.meaning);
    let mut said = vec![filled(&first.replace("{field}", &called).replace("{value}", meaning), row)];
    let mut last = row;
    while let Some(next) = all.iter().find(|other| other.answers == Some(last.number)) {
        said.push(filled(follows(words, last, next)?, next));
        last = next;
    }
    let waits = match named(&last.step)? {
        Step::Requested => {
            said.push(words.waits.clone());
            format!(
                "<form method=\"post\" action=\"/me/correct/take-back?lang={}\"><button name=\"number\" value=\"{}\">{}\
                 </button></form>",
                escaped(tag),
                last.number,
                escaped(&words.give_up)
            )
        }
        Step::Corrected => {
            said.push(words.next_release.clone());
            String::new()
        }
        Step::Accepted | Step::Declined | Step::TakenBack => String::new(),
    };
    Some(format!("<li>{}{waits}</li>\n", escaped(&said.join(" "))))
}

/// The sentence that tells what followed.
fn follows<'a>(words: &'a Words, former: &HeldCorrection, next: &HeldCorrection) -> Option<&'a str> {
    Some(match (named(&former.step)?, named(&next.step)?) {
        (_, Step::Accepted) => &words.accepted,
        (_, Step::Declined) => &words.declined,
        (Step::Requested, Step::TakenBack) => &words.given_up,
        (_, Step::TakenBack) => &words.taken_back,
        (_, Step::Requested | Step::Corrected) => return None,
    })
}

fn filled(sentence: &str, row: &HeldCorrection) -> String {
    sentence.replace("{at}", &row.at).replace("{reason}", &row.reason)
}
