//! From a field's value to a code: the place on a dimension's axis.

use super::mapping::Concept;
use super::scale::{self, is_points, points};
use node_rules::person::age::{ADULT, adult, span};
use schema::ask::{MOST_CODE, is_own_code};
use schema::concept::{Axis, Codelist, Item};
use schema::scale::Scale;
use std::collections::{BTreeSet, HashMap};

/// Where a dimension's codes come from.
#[derive(Debug)]
enum Rule {
    Constant(u16),
    Exact(HashMap<String, u16>),
    Ranges(Vec<(i64, i64, u16)>),
    Prefixes(Vec<(String, u16)>),
}

/// A concept, compiled: its axis, and from a value to a place on it.
#[derive(Debug)]
pub struct Coding {
    /// The axis: every code that can come out, in the codelist's order.
    pub axis: Vec<String>,
    missing: HashMap<String, u16>,
    rule: Rule,
    /// What to say when a value has no code.
    pub expected: String,
}

/// Something wrong in a mapping: its byte offset in the file, the value, and what was expected.
pub type Wrong = (usize, String, String);

impl Coding {
    /// Compiles a concept. All that is wrong with it goes to `wrong`.
    pub fn compile(concept: &Concept, wrong: &mut Vec<Wrong>) -> Option<Self> {
        let dimension = *concept.dimension.get_ref();
        let place = concept.dimension.span().start;
        let ways = [concept.codes.is_some(), concept.as_is, concept.ranges.is_some(), concept.prefixes.is_some()];
        let ways = ways.into_iter().filter(|way| *way).count();
        if concept.column.is_some() == concept.constant.is_some() {
            wrong.push((place, dimension.to_string(), "either `column` or `constant`".into()));
            return None;
        }
        let scale = scale::of_concept(concept, wrong);
        if ways != usize::from(concept.column.is_some()) && !is_points(concept) {
            wrong.push((place, dimension.to_string(), "one of `codes`, `as_is`, `ranges`, `prefixes`".into()));
            return None;
        }
        let list = dimension.codelist();
        let is_on = |code: &str| scale.is_none_or(|scale| of_code(dimension, code).is_none_or(|of| of == scale));
        let targets = concept
            .constant
            .iter()
            .chain(concept.codes.iter().flat_map(|codes| codes.values()))
            .chain(concept.prefixes.iter().flat_map(|codes| codes.values()))
            .chain(concept.ranges.iter().flatten().map(|range| &range.code));
        let mut axis: BTreeSet<&str> = BTreeSet::new();
        for code in targets {
            let is_known = list.map_or(is_own_code(code.get_ref()), |list| list.get(code.get_ref()).is_some());
            if is_known && is_on(code.get_ref()) {
                axis.insert(code.get_ref());
            } else {
                let on = scale.filter(|_| is_known).map_or(String::new(), |scale| format!(" on the scale of {scale}"));
                wrong.push((code.span().start, code.get_ref().clone(), known(dimension) + &on));
            }
        }
        if concept.as_is {
            match list {
                Some(list) => axis.extend(own_codes(list).filter(|code| is_on(code))),
                None => wrong.push((place, dimension.to_string(), "`codes`, `ranges` or `prefixes`".into())),
            }
        }
        let points = match (scale, dimension) {
            (Some(scale), Axis::Shared(of)) if is_points(concept) => points(scale, of, concept.reversed),
            _ => Vec::new(),
        };
        axis.extend(points.iter().map(|(_, code)| *code));
        for code in concept.missing.values() {
            if Codelist::is_missing(code.get_ref()) {
                axis.insert(code.get_ref());
            } else {
                let expected = "a missing code: _Z _W _N _R _K".to_owned();
                wrong.push((code.span().start, code.get_ref().clone(), expected));
            }
        }
        let axis = dimension.sorted(axis.into_iter().map(str::to_owned).collect());
        let rule = if points.is_empty() { rule(concept, &axis, wrong)? } else { on_scale(&points, &axis) };
        let missing =
            concept.missing.iter().filter_map(|(value, code)| Some((value.clone(), at(&axis, code.get_ref())?)));
        let expected = match scale {
            Some(scale) if is_points(concept) => on_points(scale),
            Some(scale) if concept.as_is => format!("{} on the scale of {scale}", known(dimension)),
            _ => expected(concept),
        };
        Some(Self { missing: missing.collect(), rule, expected, axis })
    }

    /// The code of a value, as a place on the axis.
    pub fn code(&self, value: &str) -> Option<u16> {
        if let Some(code) = self.missing.get(value) {
            return Some(*code);
        }
        match &self.rule {
            Rule::Constant(code) => Some(*code),
            Rule::Exact(codes) => codes.get(value).copied(),
            Rule::Ranges(ranges) => {
                let number: i64 = value.parse().ok()?;
                ranges.iter().find(|(from, to, _)| (*from..=*to).contains(&number)).map(|(_, _, code)| *code)
            }
            Rule::Prefixes(prefixes) => prefixes.iter().find(|(p, _)| value.starts_with(p)).map(|(_, code)| *code),
        }
    }

    /// Whether whole numbers are mapped.
    pub fn is_of_numbers(&self) -> bool {
        matches!(self.rule, Rule::Ranges(_))
    }

    /// Whether a value of AGE is of a person of 18 or over. The number of a range says it where it is an age, that is,
    /// where it lies in its code's own span; a number of a group or a year of birth does not, and its code decides.
    pub fn adult(&self, value: &str) -> Option<bool> {
        let code = self.axis.get(usize::from(self.code(value)?))?;
        let (from, to) = span(code)?;
        let number: Option<i64> = value.parse().ok().filter(|_| matches!(self.rule, Rule::Ranges(_)));
        match number.filter(|number| (from..=to).contains(number)) {
            Some(age) => Some(age >= ADULT),
            None => adult(code),
        }
    }
}

/// The scale of a code of a dimension that has scales.
fn of_code(axis: Axis, code: &str) -> Option<Scale> {
    Scale::of_code(axis.shared()?, code)
}

/// Each number of a scale to its code.
fn on_scale(points: &[(i64, &str)], axis: &[String]) -> Rule {
    Rule::Ranges(points.iter().filter_map(|(number, code)| Some((*number, *number, at(axis, code)?))).collect())
}

fn on_points(scale: Scale) -> String {
    format!("a whole number on the scale of {scale}, or a missing value that the mapping names")
}

fn rule(concept: &Concept, axis: &[String], wrong: &mut Vec<Wrong>) -> Option<Rule> {
    if let Some(code) = &concept.constant {
        return at(axis, code.get_ref()).map(Rule::Constant);
    }
    if let Some(codes) = &concept.codes {
        let exact = codes.iter().filter_map(|(value, code)| Some((value.clone(), at(axis, code.get_ref())?)));
        return Some(Rule::Exact(exact.collect()));
    }
    if let Some(prefixes) = &concept.prefixes {
        let placed = prefixes.iter().filter_map(|(prefix, code)| Some((prefix.clone(), at(axis, code.get_ref())?)));
        let mut longest_first: Vec<(String, u16)> = placed.collect();
        longest_first.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        return Some(Rule::Prefixes(longest_first));
    }
    if let Some(ranges) = &concept.ranges {
        let mut last: Option<i64> = None;
        let mut sorted: Vec<_> = ranges.iter().collect();
        sorted.sort_by_key(|range| range.from);
        for range in sorted {
            if range.to < range.from || last.is_some_and(|to| range.from <= to) {
                let shown = format!("{} to {}", range.from, range.to);
                wrong.push((range.code.span().start, shown, "ranges that run upward and do not overlap".into()));
            }
            last = Some(range.to);
        }
        let placed = ranges.iter().filter_map(|r| Some((r.from, r.to, at(axis, r.code.get_ref())?)));
        return Some(Rule::Ranges(placed.collect()));
    }
    Some(Rule::Exact(axis.iter().filter_map(|code| Some((code.clone(), at(axis, code)?))).collect()))
}

fn at(axis: &[String], code: &str) -> Option<u16> {
    axis.iter().position(|other| other == code).and_then(|place| u16::try_from(place).ok())
}

/// A list's codes, without those that say why a value is missing.
fn own_codes(list: &Codelist) -> impl Iterator<Item = &str> {
    let codes = list.codes().iter().map(|code| code.code.as_str());
    codes.filter(|code| !Codelist::is_missing(code))
}

fn known(axis: Axis) -> String {
    match axis {
        Axis::Shared(dimension) => format!("a code of {dimension} ({})", dimension.standard()),
        Axis::Item(Item::Choice(_)) => "YES or NO: chosen, or not".to_owned(),
        Axis::Item(Item::Question(_)) => {
            format!(
                "a code of {axis} in the study's document: capital letters, digits, underscores, {MOST_CODE} at most"
            )
        }
    }
}

fn expected(concept: &Concept) -> String {
    const LISTED: usize = 12;
    let list = |values: Vec<String>, what: &str| {
        let more = if values.len() > LISTED { ", …" } else { "" };
        format!("{what} {}{more}", values.into_iter().take(LISTED).collect::<Vec<_>>().join(", "))
    };
    let missing =
        concept.missing.keys().map(|value| if value.is_empty() { "nothing".to_owned() } else { value.clone() });
    if let Some(codes) = &concept.codes {
        list(missing.chain(codes.keys().cloned()).collect(), "one of")
    } else if let Some(prefixes) = &concept.prefixes {
        list(missing.chain(prefixes.keys().cloned()).collect(), "a code that begins with one of")
    } else if let Some(ranges) = &concept.ranges {
        let low = ranges.iter().map(|range| range.from).min().unwrap_or_default();
        let high = ranges.iter().map(|range| range.to).max().unwrap_or_default();
        let width = |from: i64, to: i64| i128::from(to) - i128::from(from) + 1;
        let gaps = if ranges.iter().map(|r| width(r.from, r.to)).sum::<i128>() < width(low, high) {
            ", in a mapped range"
        } else {
            ""
        };
        format!("a whole number from {low} to {high}{gaps}")
    } else {
        known(*concept.dimension.get_ref())
    }
}
