//! How well a question's choices fit a concept's codelist. All of it is a guess, by the words of names and labels.

use super::score::shown;
use crate::form::forms::Forms;
use crate::form::kind::Kind;
use crate::form::question::Question;
use schema::concept::{Code, Codelist, Dimension};
use schema::scale::Scale;
use std::collections::BTreeSet;

/// A concept that a question might be.
#[derive(Debug)]
pub struct Proposal {
    /// The concept's dimension.
    pub dimension: Dimension,
    /// Choices and the codes that they might be.
    pub codes: Vec<(String, String)>,
    /// Choices that say why there is no answer.
    pub missing: Vec<(String, &'static str)>,
    /// Choices without a code.
    pub unmatched: Vec<String>,
    /// Whole numbers: from, to, code.
    pub ranges: Option<Vec<(i64, i64, String)>>,
    /// The scale that its codes are points of; where there are none, the column holds the scale's numbers.
    pub scale: Option<Scale>,
    /// How good it is; more is better.
    pub score: usize,
}

impl Proposal {
    /// How well it fits, as the mapping says it.
    pub fn fit(&self) -> &'static str {
        let different: BTreeSet<&String> = self.codes.iter().map(|(_, code)| code).collect();
        if !self.unmatched.is_empty() {
            "APPROXIMATE"
        } else if different.len() == self.codes.len() && self.ranges.is_none() {
            "IDENTICAL"
        } else {
            "MAPPED"
        }
    }
}

/// Words of a question that speak for a dimension.
const HINTS: [(Dimension, &[&str]); 20] = [
    (Dimension::Destination, &["destination", "country", "residence", "live", "lives", "living"]),
    (Dimension::DestinationRegion, &["region"]),
    (Dimension::Sex, &["sex", "gender"]),
    (Dimension::Age, &["age", "old"]),
    (Dimension::Generation, &["generation"]),
    (Dimension::Status, &["status", "situation"]),
    (Dimension::Duration, &["duration", "long", "years"]),
    (Dimension::Education, &["education", "schooling", "degree", "isced"]),
    (Dimension::Field, &["field", "studied"]),
    (Dimension::Employment, &["employment", "employed", "work", "job", "labour"]),
    (Dimension::Occupation, &["occupation", "profession"]),
    (Dimension::Sector, &["sector", "industry"]),
    (Dimension::Language, &["language", "speak"]),
    (Dimension::ReturnIntention, &["return"]),
    (Dimension::Offer, &["offer", "contribute", "skills"]),
    (Dimension::Need, &["need", "needs"]),
    (Dimension::Trust, &["trust"]),
    (Dimension::Remittances, &["remittances", "remit", "money", "send", "transfer"]),
    (Dimension::Association, &["association", "member", "membership"]),
    (Dimension::Channel, &["channel", "contact", "reach", "informed"]),
];

/// Choices that say why there is no answer.
const REASONS: [(&str, &str); 10] = [
    ("refused", "_R"),
    ("refuse", "_R"),
    ("prefer not to say", "_R"),
    ("prefer not to answer", "_R"),
    ("rather not say", "_R"),
    ("dont know", "_K"),
    ("do not know", "_K"),
    ("dk", "_K"),
    ("no answer", "_N"),
    ("not applicable", "_Z"),
];

/// The choices of a question that say why there is no answer.
pub fn reasons(forms: &Forms, place: usize) -> Vec<(String, &'static str)> {
    let options = forms.questions.get(place).map_or([].as_slice(), |merged| &merged.options).iter();
    options.filter_map(|option| Some((option.clone(), reason(&said(forms, place, option))?))).collect()
}

/// The words of a choice: of its name, and of its labels in every version and language.
fn said(forms: &Forms, place: usize, option: &str) -> BTreeSet<Vec<String>> {
    let asked = (0..forms.versions.len())
        .filter_map(|version| Some((&forms.versions.get(version)?.form, forms.asked(place, version)?)));
    let labels = asked.flat_map(|(form, asked)| form.choices(asked)).filter(|choice| choice.name == option);
    labels.flat_map(|choice| choice.labels.values()).map(|text| words(text)).chain([words(option)]).collect()
}

fn reason(texts: &BTreeSet<Vec<String>>) -> Option<&'static str> {
    REASONS.iter().find(|(said, _)| texts.contains(&words(said))).map(|(_, reason)| *reason)
}

/// The dimension that a question of choices fits best, if it fits any.
pub fn propose(forms: &Forms, place: usize, question: &Question) -> Option<Proposal> {
    let said: BTreeSet<String> =
        [&question.name].into_iter().chain(question.labels.values()).flat_map(|text| words(text)).collect();
    let hinted = |dimension: Dimension| {
        HINTS.iter().any(|(of, hints)| *of == dimension && hints.iter().any(|hint| said.contains(*hint)))
    };
    match &question.kind {
        Kind::One(_) | Kind::Whole if hinted(Dimension::Trust) && shown(forms, place, question).is_some() => {
            on_scale(forms, place, shown(forms, place, question)?, Dimension::Trust)
        }
        Kind::Whole if said.contains("age") => Some(ages()),
        Kind::One(_) | Kind::Many(_) => {
            let all = Dimension::ALL.into_iter().filter_map(|of| fitted(forms, place, of, hinted(of)));
            // The first of equals, in the order of the contract.
            all.reduce(|best, other| if other.score > best.score { other } else { best })
        }
        _ => None,
    }
}

fn ages() -> Proposal {
    let codes = Dimension::Age.codelist().codes().iter().map(|code| code.code.as_str());
    let ranges = codes.filter_map(|code| {
        let (from, to) = if let Some(from) = code.strip_prefix("Y_GE") {
            (from.parse().ok()?, 120)
        } else {
            let (from, to) = code.strip_prefix('Y')?.split_once('T')?;
            (from.parse().ok()?, to.parse().ok()?)
        };
        Some((from, to, code.to_owned()))
    });
    let (codes, missing, unmatched) = (Vec::new(), Vec::new(), Vec::new());
    let ranges = Some(ranges.collect());
    Proposal { dimension: Dimension::Age, codes, missing, unmatched, ranges, scale: None, score: 1000 }
}

/// Numbers of a scale, where the dimension has codes of it: those of any other scale are no codes of its.
fn on_scale(forms: &Forms, place: usize, scale: Scale, dimension: Dimension) -> Option<Proposal> {
    let (missing, codes, unmatched) = (reasons(forms, place), Vec::new(), Vec::new());
    let known = Scale::all(dimension).contains(&scale);
    known.then_some(Proposal { dimension, codes, missing, unmatched, ranges: None, scale: Some(scale), score: 150 })
}

/// By words; and only where no choice has any of the codelist's, by bare numbers.
fn fitted(forms: &Forms, place: usize, dimension: Dimension, hinted: bool) -> Option<Proposal> {
    let by_words = matched(forms, place, dimension, hinted, false);
    by_words.or_else(|| matched(forms, place, dimension, hinted, true).filter(|_| hinted))
}

fn matched(forms: &Forms, place: usize, dimension: Dimension, hinted: bool, numbers: bool) -> Option<Proposal> {
    let merged = forms.questions.get(place)?;
    let list = dimension.codelist().codes();
    let own: Vec<&Code> = list.iter().filter(|code| !Codelist::is_missing(&code.code)).collect();
    let (mut codes, mut missing, mut unmatched) = (Vec::new(), Vec::new(), Vec::new());
    for option in &merged.options {
        let texts = said(forms, place, option);
        if let Some(reason) = reason(&texts) {
            missing.push((option.clone(), reason));
        } else if let Some(code) = own.iter().find(|code| texts.iter().any(|text| is(text, code, hinted, numbers))) {
            codes.push((option.clone(), code.code.clone()));
        } else {
            unmatched.push(option.clone());
        }
    }
    // All codes are of one scale: that of the first.
    let scale = codes.iter().find_map(|(_, code)| Scale::of_code(dimension, code));
    let is_off = |code: &str| scale.is_some() && Scale::of_code(dimension, code) != scale;
    unmatched.extend(codes.extract_if(.., |(_, code)| is_off(code)).map(|(option, _)| option));
    let (matched, all) = (codes.len(), codes.len() + unmatched.len());
    let few = own.len() <= 2 || matched < 2;
    if matched == 0 || matched * 2 < all || few && !hinted {
        return None;
    }
    let score = matched * 100 / all + if hinted { 50 } else { 0 };
    Some(Proposal { dimension, codes, missing, unmatched, ranges: None, scale, score })
}

/// Whether a choice's words are those of a code or of its label; or begin so; or, where the question speaks of the concept, the
/// label begins with the choice's words.
fn is(text: &[String], code: &Code, hinted: bool, numbers: bool) -> bool {
    let is_number = |words: &[String]| words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    if text.is_empty() || is_number(text) {
        return numbers && text == words(&code.code);
    }
    let parts = code.label.split([':', ',', ';', '(', ')']).flat_map(|part| part.split(" or "));
    let mut labels =
        parts.map(words).chain([words(&code.label)]).filter(|label| !label.is_empty() && !is_number(label));
    let says = |words: &[String]| words.iter().any(|word| word.len() >= 4);
    text == words(&code.code)
        || labels.any(|label| {
            let begins = text.starts_with(&label) && says(&label);
            text == label || begins || hinted && label.starts_with(text) && says(text)
        })
}

/// The words of a text, in small letters, without signs.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
