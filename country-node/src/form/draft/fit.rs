//! How well a question's choices fit a concept's codelist. All of it is a guess, by the words of names and labels.

use super::aliases::REST;
use super::hints::{hinted, is_called};
use super::index::{Index, Named};
use super::score::shown;
use super::words::{is_number, phrase};
use crate::form::forms::Forms;
use crate::form::kind::Kind;
use crate::form::question::Question;
use schema::concept::{Dimension, MISSING};
use schema::scale::Scale;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

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
    /// Those of them that are whatever the list has not.
    pub rest: Vec<String>,
    /// Whole numbers: from, to, code.
    pub ranges: Option<Vec<(i64, i64, String)>>,
    /// The scale that its codes are points of; where there are none, the column holds the scale's numbers.
    pub scale: Option<Scale>,
    /// Whether each choice has the very label of its code.
    pub exact: bool,
    /// How good it is; more is better.
    pub score: usize,
}

impl Proposal {
    /// How well it fits, as the mapping says it.
    pub fn fit(&self) -> &'static str {
        let different: BTreeSet<&String> = self.codes.iter().map(|(_, code)| code).collect();
        if !self.unmatched.is_empty() {
            "APPROXIMATE"
        } else if self.exact && different.len() == self.codes.len() && self.ranges.is_none() {
            "IDENTICAL"
        } else {
            "MAPPED"
        }
    }
}

/// How a choice came to its code, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// Its label is that of the code, or another word for it.
    Label,
    /// Most forms mean the code by its label.
    Likely,
    /// Its label is a part of the code's.
    Part,
    /// The one begins as the other does.
    Beginning,
    /// Its name is the code, or its label.
    Name,
}

/// What the words of a choice can mean.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Why it says that there is no answer.
    pub reason: Option<&'static str>,
    /// Whether it is whatever the list has not.
    pub is_rest: bool,
    /// Its labels are numbers, or it has none and its name is one: the number.
    number: Option<String>,
    found: BTreeMap<(Dimension, By), BTreeSet<&'static str>>,
}

/// What lists mean, each looked up once.
#[derive(Default)]
pub struct Lists {
    known: HashMap<Vec<Option<String>>, Rc<Vec<Choice>>>,
}

impl Lists {
    /// What the choices of a question can mean.
    pub fn of(&mut self, forms: &Forms, question: usize) -> Rc<Vec<Choice>> {
        let list = |version| Some(forms.asked(question, version)?.kind.list()?.to_owned());
        let lists: Vec<Option<String>> = (0..forms.versions.len()).map(list).collect();
        let read = || Rc::new(choices(forms, question));
        Rc::clone(self.known.entry(lists).or_insert_with(read))
    }
}

/// The choices of a question with the words of their labels in every version and language.
fn choices(forms: &Forms, question: usize) -> Vec<Choice> {
    let mut labels: HashMap<&str, BTreeSet<String>> = HashMap::new();
    for choice in (0..forms.versions.len()).flat_map(|version| forms.choices(question, version)) {
        labels.entry(&choice.name).or_default().extend(choice.labels.values().map(|label| phrase(label)));
    }
    let options = forms.questions.get(question).map_or([].as_slice(), |merged| &merged.options).iter();
    options.map(|option| Choice::of(option, labels.remove(option.as_str()).unwrap_or_default())).collect()
}

impl Choice {
    fn of(option: &str, mut labels: BTreeSet<String>) -> Self {
        let (index, name) = (Index::get(), phrase(option));
        labels.retain(|label| !label.is_empty());
        let texts = || labels.iter().chain([&name]);
        let number = if labels.is_empty() { Some(&name) } else { labels.first().filter(|_| labels.len() == 1) };
        let mut choice = Self {
            name: option.to_owned(),
            reason: texts().find_map(|text| index.reason(text)),
            is_rest: texts().any(|text| REST.contains(&text.as_str())),
            number: number.filter(|number| !number.is_empty() && is_number(number)).cloned(),
            found: BTreeMap::new(),
        };
        for label in &labels {
            choice.add(By::Label, index.whole(label));
            choice.add(By::Likely, index.likely(label));
            choice.add(By::Part, index.part(label));
            choice.add(By::Beginning, index.begun(label));
            // A place with a word more is another place.
            let mut beginning = index.beginning(label);
            let is_place = |of: &Dimension| {
                matches!(of, Dimension::Destination | Dimension::DestinationRegion | Dimension::Language)
            };
            beginning.retain(|(dimension, _)| !is_place(dimension));
            choice.add(By::Beginning, &beginning);
        }
        if !is_number(&name) {
            choice.add(By::Name, index.code(&name));
            choice.add(By::Name, index.whole(&name));
            choice.add(By::Name, index.likely(&name));
        }
        choice
    }

    fn add(&mut self, by: By, named: &Named) {
        for (dimension, code) in named {
            self.found.entry((*dimension, by)).or_default().insert(code);
        }
    }

    /// The one code that it can be, and how: by another way than a label only where the question speaks of the concept.
    fn code(&self, dimension: Dimension, is_hinted: bool) -> Option<(&'static str, By)> {
        let only = |by| {
            let codes = self.found.get(&(dimension, by))?;
            Some(codes.first().copied().filter(|_| codes.len() == 1))
        };
        if !is_hinted {
            return only(By::Label).flatten().map(|code| (code, By::Label));
        }
        // The first way that leads anywhere decides, though it lead to two.
        let ways = [By::Label, By::Likely, By::Part, By::Beginning, By::Name];
        let (by, found) = ways.into_iter().find_map(|by| Some((by, only(by)?)))?;
        let code = found?;
        let says_otherwise = only(By::Name).flatten().is_some_and(|name| name != code);
        Some((code, if says_otherwise { By::Beginning } else { by }))
    }
}

/// The dimension that a question fits best, if it fits any.
pub fn propose(lists: &mut Lists, forms: &Forms, place: usize, question: &Question) -> Option<Proposal> {
    let hinted = hinted(question);
    if hinted.contains(&Dimension::Trust)
        && let Some(scale) = shown(&lists.of(forms, place), question)
    {
        return on_scale(&lists.of(forms, place), scale, Dimension::Trust);
    }
    match &question.kind {
        Kind::Whole | Kind::Calculated if hinted.contains(&Dimension::Age) => Some(ages(question)),
        Kind::One(_) | Kind::Many(_) => {
            let choices = lists.of(forms, place);
            let labelled = choices.iter().flat_map(|choice| choice.found.keys());
            let labelled = labelled.filter(|(_, by)| *by == By::Label).map(|(dimension, _)| *dimension);
            let all: BTreeSet<Dimension> = labelled.chain(hinted.iter().copied()).collect();
            let is_many = question.kind.is_many();
            let all = all.into_iter().filter_map(|of| fitted(&choices, of, hinted.contains(&of), is_many));
            // The first of equals, in the order of the contract.
            all.reduce(|best, other| if other.score > best.score { other } else { best })
        }
        _ => None,
    }
}

/// Ages as a question of whole numbers; one that is called nothing else is the best, and one that was asked better than one that was
/// worked out.
fn ages(question: &Question) -> Proposal {
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
    let score = 1000
        + if is_called(question, Dimension::Age) { 100 } else { 0 }
        + if question.kind == Kind::Whole { 50 } else { 0 };
    let ranges = Some(ranges.collect());
    let (codes, missing, unmatched, rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    Proposal { dimension: Dimension::Age, codes, missing, unmatched, rest, ranges, scale: None, exact: false, score }
}

/// Numbers of a scale, where the dimension has codes of it: those of any other scale are no codes of its.
fn on_scale(choices: &[Choice], scale: Scale, dimension: Dimension) -> Option<Proposal> {
    let missing = choices.iter().filter_map(|choice| Some((choice.name.clone(), choice.reason?))).collect();
    let (codes, unmatched, rest) = (Vec::new(), Vec::new(), Vec::new());
    let scale = Scale::all(dimension).contains(&scale).then_some(scale)?;
    let (scale, score) = (Some(scale), 150);
    Some(Proposal { dimension, codes, missing, unmatched, rest, ranges: None, scale, exact: false, score })
}

/// By words; and only where no choice has any, by bare numbers that the codelist has.
fn fitted(choices: &[Choice], dimension: Dimension, is_hinted: bool, is_many: bool) -> Option<Proposal> {
    let by_words = |choice: &Choice| choice.code(dimension, is_hinted);
    let list = dimension.codelist();
    let by_number = |choice: &Choice| Some((list.get(choice.number.as_deref()?)?.code.as_str(), By::Name));
    let by_words = matched(choices, dimension, (is_hinted, is_many), by_words);
    by_words.or_else(|| matched(choices, dimension, (is_hinted, is_many), by_number).filter(|_| is_hinted))
}

fn matched(
    choices: &[Choice],
    dimension: Dimension,
    (is_hinted, is_many): (bool, bool),
    code: impl Fn(&Choice) -> Option<(&'static str, By)>,
) -> Option<Proposal> {
    let (mut codes, mut missing, mut unmatched, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // Of these, those that have the very label; and those that are more than whatever the list has not, which any list can end with.
    let (mut exact, mut firm) = (0, 0);
    for choice in choices {
        if let Some(reason) = choice.reason {
            missing.push((choice.name.clone(), reason));
        } else if let Some((code, by)) = code(choice) {
            exact += usize::from(by == By::Label);
            firm += usize::from(!choice.is_rest);
            codes.push((choice.name.clone(), code.to_owned()));
        } else {
            rest.extend(choice.is_rest.then(|| choice.name.clone()));
            unmatched.push(choice.name.clone());
        }
    }
    // All codes are of one scale: that of the first.
    let scale = codes.iter().find_map(|(_, code)| Scale::of_code(dimension, code));
    let is_off = |code: &str| scale.is_some() && Scale::of_code(dimension, code) != scale;
    let before = codes.len();
    unmatched.extend(codes.extract_if(.., |(_, code)| is_off(code)).map(|(option, _)| option));
    let firm = if codes.len() < before { firm.min(codes.len()) } else { firm };
    let (matched, all) = (codes.len(), codes.len() + unmatched.len() - rest.len());
    let few = dimension.codelist().codes().len() <= MISSING.len() + 2 || firm < 2;
    // Of several choices each stands for itself: two that fit are worth an item each, whatever stands beside them.
    let enough = matched * 2 >= all || is_hinted && is_many && matched > 1;
    if firm == 0 || !enough || few && !is_hinted {
        return None;
    }
    let score = matched * 100 / all.max(1) + exact * 20 / matched + if is_hinted { 50 } else { 0 };
    let exact = exact == matched;
    Some(Proposal { dimension, codes, missing, unmatched, rest, ranges: None, scale, exact, score })
}
