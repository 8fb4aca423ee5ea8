//! Whether a question was asked: the `relevant` of XLSForm, which is an expression of XPath over other answers.
//!
//! What this room cannot work out is unknown, and an unknown filter never says that somebody was not asked.

mod expression;
mod parse;
mod value;

use expression::Expression;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A `relevant`, read.
#[derive(Clone, Debug)]
pub struct Filter(Expression);

impl Filter {
    /// Reads an expression; one of another form than this room knows is unknown for everybody.
    pub fn read(text: &str) -> Self {
        Self(parse::read(text))
    }

    /// Whether it holds, given the stored answers by question: `None` from `answer` is an answer that is not known. `None`
    /// where that is not known.
    pub fn holds<'a>(&self, answer: &dyn Fn(&str) -> Option<Cow<'a, str>>) -> Option<bool> {
        self.0.value(answer).truth()
    }

    /// Whether it can be worked out for everybody whose answers to the questions that are `known` are in the export.
    pub fn is_told(&self, known: &dyn Fn(&str) -> bool) -> bool {
        self.0.is_told(known)
    }

    /// The questions that it refers to.
    pub fn questions(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.0.questions(&mut names);
        names
    }
}

/// Whether all filters hold. One that does not hold decides, whatever is unknown.
pub fn all_hold<'a>(filters: &[Filter], answer: &dyn Fn(&str) -> Option<Cow<'a, str>>) -> Option<bool> {
    let mut all = Some(true);
    for filter in filters {
        match filter.holds(answer) {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}
