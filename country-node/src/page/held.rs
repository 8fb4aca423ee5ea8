//! What is held of a person, as the page tells it.

use super::html::{list, sentence};
use super::label;
use super::words::Words;
use crate::consent::page::escaped;
use crate::contact::Contact;
use crate::person::held::{Export, HeldContact, HeldJudgement, HeldRecord};
use node_rules::person::correction::Field;
use node_rules::person::identity::Verdict;
use schema::scale::Scale;

/// The person's record in each source, in the person's language where there are labels in it, otherwise in English.
pub(super) fn records(words: &Words, tag: &str, records: &[HeldRecord]) -> String {
    if records.is_empty() {
        return sentence(&words.held_nothing);
    }
    records.iter().map(|held| record(words, tag, held)).collect()
}

fn record(words: &Words, tag: &str, held: &HeldRecord) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    for code in &held.codes {
        let field = Field::Code(code.concept);
        let meaning = label::meaning(tag, &field, &code.code).unwrap_or(&code.meaning);
        lines.push((label::called(tag, &field).unwrap_or_else(|| code.label.clone()), meaning.to_owned()));
    }
    for number in &held.quantities {
        let Some(value) = number.value else { continue };
        let called = label::called(tag, &Field::Number(number.quantity.clone()));
        // Without its scale, an answer that was turned looks like another than the one that was given.
        let on = number.scale.map(Scale::ends).map(|(from, to)| format!(" ({from}–{to})")).unwrap_or_default();
        lines.push((called.unwrap_or_else(|| number.label.clone()), format!("{value}{on}")));
    }
    let of_age = match held.adult {
        Some(true) => &words.yes,
        Some(false) => &words.no,
        None => &words.unknown,
    };
    lines.push((words.of_age.clone(), of_age.clone()));
    if let Some(day) = held.signed_up_on {
        lines.push((words.signed_up.clone(), day.to_string()));
    }
    if (held.weight - 1.0).abs() > f64::EPSILON {
        lines.push((words.weight.clone(), held.weight.to_string()));
    }
    let study = held.study.as_ref().map(|study| format!(" {study}")).unwrap_or_default();
    let from = held.signed_up_at.as_ref().map(|source| format!(", {}", source.name)).unwrap_or_default();
    let of = format!("{} {}{study} {}{from}", words.held_wave, held.dataset, held.reference_period);
    format!("<h3>{}</h3>\n{}{}", escaped(&held.title), sentence(&of), list(&lines))
}

/// What officers judged of whether the person is the same as others. Who these are is not told.
pub(super) fn judgements(words: &Words, judgements: &[HeldJudgement]) -> String {
    let said = |judged: &HeldJudgement| {
        let said = [
            (Verdict::Same, &words.judged_same),
            (Verdict::Different, &words.judged_different),
            (Verdict::TakenBack, &words.judged_back),
        ];
        let said = said.iter().find(|(verdict, _)| verdict.name() == judged.verdict)?.1;
        Some(format!("<li>{}</li>\n", escaped(&said.replace("{at}", &judged.at))))
    };
    let lines: String = judgements.iter().filter_map(said).collect();
    if lines.is_empty() { lines } else { format!("<ol id=\"judgements\">\n{lines}</ol>\n") }
}

/// How the person is reached, and where that is put right.
pub(super) fn contact(words: &Words, tag: &str, held: &Export) -> String {
    let kept = match &held.contact {
        HeldContact::NotKept => sentence(&words.contact_nothing),
        // What cannot be opened cannot be put right either.
        HeldContact::Sealed => return sentence(&words.contact_sealed),
        HeldContact::Kept(Contact { name, address, email, telephone, born }) => {
            let lines = [
                (&words.name, name),
                (&words.address, address),
                (&words.email, email),
                (&words.telephone, telephone),
                (&words.born, born),
            ];
            list(
                &lines.into_iter().filter_map(|(about, said)| Some((about.clone(), said.clone()?))).collect::<Vec<_>>(),
            )
        }
    };
    let own = held.contact_own_since.as_ref().map(|at| sentence(&words.contact_own.replace("{at}", at)));
    let (tag, right) = (escaped(tag), escaped(&words.contact_right));
    let link = format!("<p><a id=\"contact-right\" href=\"/me/contact?lang={tag}\">{right}</a></p>\n");
    format!("{kept}{}{link}", own.unwrap_or_default())
}
