//! An expression and what it comes to.

use super::value::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// An expression of XPath, as far as forms use it in a `relevant`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A text, a number, or what is not known.
    Constant(Value),
    /// The answer to a question.
    Answer(String),
    /// A function.
    Call(String, Vec<Self>),
    /// Two values and what stands between them.
    Pair(Box<Self>, Operator, Box<Self>),
}

/// What stands between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `div`
    Div,
    /// `mod`
    Mod,
}

type Answers<'f, 'a> = &'f dyn Fn(&str) -> Option<Cow<'a, str>>;

impl Expression {
    /// What it comes to.
    pub fn value(&self, answer: Answers<'_, '_>) -> Value {
        match self {
            Self::Constant(value) => value.clone(),
            Self::Answer(name) => answer(name).map(Cow::into_owned).into(),
            Self::Call(name, arguments) => call(name, arguments, answer),
            Self::Pair(left, operator, right) => operator.of(left, right, answer),
        }
    }

    /// Whether it can be worked out of the answers to the questions that are `known`.
    pub fn is_told(&self, known: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Constant(value) => *value != Value::Unknown,
            Self::Answer(name) => known(name),
            Self::Call(name, arguments) => {
                // A function that this room has comes to something of any texts.
                let texts = vec![Self::Constant(Value::Text(String::from("1"))); arguments.len()];
                let is_known = call(name, &texts, &|_| None) != Value::Unknown;
                is_known && arguments.iter().all(|argument| argument.is_told(known))
            }
            Self::Pair(left, _, right) => left.is_told(known) && right.is_told(known),
        }
    }

    /// The questions that it refers to.
    pub fn questions(&self, names: &mut BTreeSet<String>) {
        match self {
            Self::Constant(_) => {}
            Self::Answer(name) => drop(names.insert(name.clone())),
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.questions(names)),
            Self::Pair(left, _, right) => {
                left.questions(names);
                right.questions(names);
            }
        }
    }
}

impl Operator {
    fn of(self, left: &Expression, right: &Expression, answer: Answers<'_, '_>) -> Value {
        let (left, right) = (left.value(answer), right.value(answer));
        let number = |of: fn(f64, f64) -> f64| Value::from(left.number().zip(right.number()).map(|(l, r)| of(l, r)));
        let compared =
            |of: fn(&f64, &f64) -> bool| Value::from(left.number().zip(right.number()).map(|(l, r)| of(&l, &r)));
        match self {
            Self::Or => match (left.truth(), right.truth()) {
                (Some(true), _) | (_, Some(true)) => Value::Truth(true),
                (Some(false), Some(false)) => Value::Truth(false),
                _ => Value::Unknown,
            },
            Self::And => match (left.truth(), right.truth()) {
                (Some(false), _) | (_, Some(false)) => Value::Truth(false),
                (Some(true), Some(true)) => Value::Truth(true),
                _ => Value::Unknown,
            },
            Self::Equal => left.equals(&right).into(),
            Self::Unequal => left.equals(&right).map(|equal| !equal).into(),
            Self::Less => compared(f64::lt),
            Self::AtMost => compared(f64::le),
            Self::More => compared(f64::gt),
            Self::AtLeast => compared(f64::ge),
            Self::Plus => number(|l, r| l + r),
            Self::Minus => number(|l, r| l - r),
            Self::Times => number(|l, r| l * r),
            Self::Div => number(|l, r| l / r),
            Self::Mod => number(|l, r| l % r),
        }
    }
}

/// The functions that forms use in filters; the value of any other is not known.
fn call(name: &str, arguments: &[Expression], answer: Answers<'_, '_>) -> Value {
    let values: Vec<Value> = arguments.iter().map(|argument| argument.value(answer)).collect();
    let texts = |of: fn(&str, &str) -> bool| {
        let found = match values.as_slice() {
            [one, two] => one.text().zip(two.text()).map(|(one, two)| of(&one, &two)),
            _ => None,
        };
        Value::from(found)
    };
    match (name, values.as_slice()) {
        ("true", []) => Value::Truth(true),
        ("false", []) => Value::Truth(false),
        ("not", [value]) => value.truth().map(|truth| !truth).into(),
        ("boolean", [value]) => value.truth().into(),
        ("number", [value]) => value.number().into(),
        ("int", [value]) => value.number().map(f64::trunc).into(),
        ("string", [value]) => value.text().into(),
        ("once", [value]) => value.clone(),
        ("string-length", [value]) => value.text().map(|text| text.chars().count() as f64).into(),
        ("count-selected", [value]) => value.text().map(|text| text.split_whitespace().count() as f64).into(),
        ("selected", [_, _]) => texts(|ticked, choice| ticked.split_whitespace().any(|one| one == choice.trim())),
        ("contains", [_, _]) => texts(|text, part| text.contains(part)),
        ("starts-with", [_, _]) => texts(|text, part| text.starts_with(part)),
        ("ends-with", [_, _]) => texts(|text, part| text.ends_with(part)),
        ("coalesce", [one, two]) => match one.text() {
            Some(text) if text.is_empty() => two.clone(),
            Some(_) => one.clone(),
            None => Value::Unknown,
        },
        ("if", [condition, one, two]) => match condition.truth() {
            Some(true) => one.clone(),
            Some(false) => two.clone(),
            None => Value::Unknown,
        },
        _ => Value::Unknown,
    }
}
