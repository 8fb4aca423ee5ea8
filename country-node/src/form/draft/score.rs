//! Scores of a first mapping: questions of trust or satisfaction whose answers the form shows to lie on a scale. All of it is a guess.

use super::fit::Choice;
use super::left::heading;
use super::words::words;
use super::{is_told, quoted, remark};
use crate::form::forms::{Forms, Merged};
use crate::form::kind::Kind;
use crate::form::question::Question;
use schema::concept::quantity;
use schema::scale::Scale;
use std::collections::BTreeSet;

/// Words of a question that speak of trust in somebody, with the score that it is.
#[rustfmt::skip]
const TRUSTED: [(&str, &[&str]); 4] = [
    ("TRUST_MINISTRY", &["ministry", "ministerio", "ministere"]),
    ("TRUST_EMBASSY", &["embassy", "consulate", "embajada", "consulado", "ambassade", "consulat"]),
    ("TRUST_ASSOCIATIONS", &["association", "associations", "asociacion", "asociaciones"]),
    ("TRUST_LOCAL_AUTHORITY", &["local", "municipality", "municipio", "municipalidad", "mairie", "commune"]),
];

/// Words that speak of trust, and of how content somebody is.
const TRUST: [&str; 7] = ["trust", "trusts", "confidence", "confianza", "confia", "confiance", "confiez"];
const CONTENT: [&str; 7] =
    ["satisfied", "satisfaction", "satisfactory", "satisfecho", "satisfaccion", "satisfait", "satisfaits"];

/// A score that a question might be.
#[derive(Debug)]
pub struct Score {
    /// Its code in the list of quantities.
    pub of: &'static str,
    scale: Scale,
    /// What the form calls the two ends.
    ends: [Option<String>; 2],
    missing: Vec<String>,
}

/// The scale of a question's answers: its choices where these are whole numbers without a gap, or what the form lets through.
pub fn shown(choices: &[Choice], question: &Question) -> Option<Scale> {
    let (from, to) = match &question.kind {
        Kind::One(_) => {
            let answers = choices.iter().filter(|choice| choice.reason.is_none());
            let numbers: BTreeSet<i64> = answers.map(|choice| choice.name.parse().ok()).collect::<Option<_>>()?;
            let (from, to) = (*numbers.first()?, *numbers.last()?);
            // Yes and no is no scale.
            (numbers.len() > 2 && usize::try_from(to.checked_sub(from)?).ok()? + 1 == numbers.len())
                .then_some((from, to))?
        }
        Kind::Whole | Kind::Number => question.span?,
        _ => return None,
    };
    Scale::new(from, to).ok()
}

/// The score that a question is, if its words are of trust or satisfaction and its answers lie on a scale.
pub fn propose(choices: &[Choice], forms: &Forms, (at, question): (usize, &Question)) -> Option<Score> {
    let texts = [&question.name].into_iter().chain(question.labels.values());
    let said: BTreeSet<String> = texts.flat_map(|text| words(text)).collect();
    let says = |any: &[&str]| any.iter().any(|word| said.contains(*word));
    let of = if says(&TRUST) {
        TRUSTED.iter().find(|(_, whom)| says(whom)).map_or("TRUST_SCORE", |(of, _)| of)
    } else if says(&CONTENT) {
        "SATISFACTION_SCORE"
    } else {
        return None;
    };
    let scale = shown(choices, question)?;
    let [from, to] = <[i64; 2]>::from(scale);
    let ends = [from, to].map(|end| label(forms, at, end));
    let missing = choices.iter().filter(|choice| choice.reason.is_some()).map(|choice| choice.name.clone()).collect();
    Some(Score { of, scale, ends, missing })
}

/// What the latest version that has it calls an end of a scale, where it calls it more than its number.
fn label(forms: &Forms, question: usize, end: i64) -> Option<String> {
    let name = end.to_string();
    let mut all = (0..forms.versions.len()).rev().flat_map(|version| forms.choices(question, version));
    let choice = all.find(|choice| choice.name == name)?;
    choice.labels.values().next().filter(|label| **label != name).cloned()
}

impl Score {
    /// As the mapping says it.
    pub fn written(&self, forms: &Forms, (at, merged): (usize, &Merged), question: &Question) -> String {
        let [from, to] = <[i64; 2]>::from(self.scale);
        let end = |number: i64, label: &Option<String>| match label {
            Some(label) => format!("{number} is {}", quoted(&remark(label))),
            None => format!("{number} is not said"),
        };
        let [low, high] = &self.ends;
        let pole = quantity(self.of).and_then(|of| of.high.as_deref()).unwrap_or_default();
        let empty = (!is_told(forms, at)).then_some("");
        let missing = ["_Z", "_W", "_N"].into_iter().chain(empty).chain(self.missing.iter().map(String::as_str));
        let missing: Vec<String> = missing.map(quoted).collect();
        format!(
            "\n# TO CHECK: a guess. {}{}\n[[quantity]]\nof = \"{}\" # TO CHECK\ncolumn = {}\nscale = [{from}, {to}] # TO CHECK\n\
             # TO CHECK: {}, {}. Where {from} is {pole}, say `reversed = true`.\nmissing = [{}]\n",
            remark(&merged.name),
            heading(forms, question),
            self.of,
            quoted(&merged.name),
            end(from, low),
            end(to, high),
            missing.join(", "),
        )
    }
}
