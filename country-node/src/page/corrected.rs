//! What became of what a person said is wrong, as the page shows it.

use super::words::Words;
use crate::consent::page::escaped;
use crate::person::correct::event;
use crate::store::correction::Model;
use node_rules::clock::text;
use node_rules::person::correction::Step;

/// The person's requests with their answers, and what officers corrected by themselves; oldest first.
pub(super) fn corrections(words: &Words, rows: &[Model]) -> String {
    let lines: String = rows.iter().filter_map(|row| line(words, row, rows)).collect();
    if lines.is_empty() { lines } else { format!("<ol id=\"corrections\">\n{lines}</ol>\n") }
}

fn line(words: &Words, row: &Model, all: &[Model]) -> Option<String> {
    let correction = event(row)?;
    let said = |sentence: &str, row: &Model| sentence.replace("{at}", &text(row.at)).replace("{reason}", &row.reason);
    let first = match correction.step {
        Step::Requested => &words.asked,
        Step::Corrected => &words.corrected,
        // An answer stands with its request.
        Step::Accepted | Step::Declined => return None,
    };
    let first = first
        .replace("{field}", &correction.field.label())
        .replace("{value}", correction.field.meaning(&correction.value));
    let first = said(&first, row);
    let answer = all.iter().find(|other| other.answers == Some(row.id));
    let then = match (correction.step, answer.and_then(event).map(|answer| answer.step)) {
        (Step::Requested, Some(Step::Accepted)) => answer.map(|row| said(&words.accepted, row)),
        (Step::Requested, Some(_)) => answer.map(|row| said(&words.declined, row)),
        (Step::Requested, None) => Some(words.waits.clone()),
        _ => Some(words.next_release.clone()),
    };
    Some(format!("<li>{} {}</li>\n", escaped(&first), escaped(&then.unwrap_or_default())))
}
