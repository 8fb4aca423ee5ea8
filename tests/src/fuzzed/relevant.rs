//! A `relevant` of a form: what is not known of the answers is not guessed, so that nobody is said not to have been asked who may
//! have been.
//!
//! The first line is the expression; each of the others is `question=answer`.

use country_node::form::filter::{Filter, all_hold};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Holds for an expression and answers of any bytes.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (expression, answers) = text.split_once('\n').unwrap_or((&text, ""));
    let filter = Filter::read(expression);
    let questions = filter.questions();
    let answers: BTreeMap<&str, &str> = answers.lines().filter_map(|line| line.split_once('=')).collect();
    let asked = RefCell::new(BTreeSet::new());
    let knowing = |known: &dyn Fn(&str) -> bool| {
        filter.holds(&|name| {
            asked.borrow_mut().insert(name.to_owned());
            answers.get(name).filter(|_| known(name)).map(|answer| Cow::Borrowed(*answer))
        })
    };
    let whole = knowing(&|_| true);
    assert_eq!(whole, knowing(&|_| true), "the same answers, the same word");
    // Whatever is known of some answers stands when more become known.
    let nothing = knowing(&|_| false);
    assert!(nothing.is_none() || nothing == whole, "{nothing:?} of no answer, {whole:?} of all: {expression}");
    for hidden in &questions {
        let some = knowing(&|name| name != hidden);
        assert!(some.is_none() || some == whole, "{some:?} without {hidden}, {whole:?} with it: {expression}");
    }
    assert!(asked.borrow().is_subset(&questions), "it asks for what it does not say: {expression}");
    assert!(questions.iter().all(|name| expression.contains(name.as_str())), "{questions:?}: {expression}");
    let all =
        all_hold(&[filter.clone(), filter.clone()], &|name| answers.get(name).map(|answer| Cow::Borrowed(*answer)));
    assert_eq!(all, whole, "twice the same filter is that filter");
}
