//! What a person's page calls dimensions, choices, quantities and codes in a language, where there are labels of them in it.

use schema::concept::translated::{CHOICES, DIMENSIONS, MISSING, QUANTITIES, label_in};
use schema::concept::{Axis, Item};

/// What an axis is called. A study's own question has the study's words alone.
pub fn of_axis(tag: &str, axis: Axis) -> Option<String> {
    match axis {
        Axis::Shared(dimension) => label_in(tag, DIMENSIONS, dimension.name()).map(str::to_owned),
        Axis::Item(Item::Choice(choice)) => {
            let of = choice.dimension().name();
            let (of, code) = label_in(tag, DIMENSIONS, of).zip(label_in(tag, of, choice.code()))?;
            Some(format!("{of}: {code}"))
        }
        Axis::Item(Item::Question(_)) => None,
    }
}

/// What a code of an axis means; of a study's own question only why there is no answer.
pub fn of_code(tag: &str, axis: Axis, code: &str) -> Option<&'static str> {
    let list = match axis {
        Axis::Shared(dimension) => dimension.name(),
        Axis::Item(Item::Choice(_)) => CHOICES,
        Axis::Item(Item::Question(_)) => MISSING,
    };
    label_in(tag, list, code)
}

/// What a quantity is called.
pub fn of_quantity(tag: &str, quantity: &str) -> Option<&'static str> {
    label_in(tag, QUANTITIES, quantity)
}
