//! What a person's page calls dimensions, choices, quantities and codes in a language, where there are labels of them in it.

use node_rules::person::correction::Field;
use schema::concept::translated::{CHOICES, DIMENSIONS, MISSING, QUANTITIES, label_in};
use schema::concept::{Axis, Item};

/// What a field is called. A study's own question has the study's words alone.
pub(super) fn called(tag: &str, field: &Field) -> Option<String> {
    match field {
        Field::Number(quantity) => label_in(tag, QUANTITIES, quantity).map(str::to_owned),
        Field::Code(Axis::Shared(dimension)) => label_in(tag, DIMENSIONS, dimension.name()).map(str::to_owned),
        Field::Code(Axis::Item(Item::Choice(choice))) => {
            let of = choice.dimension().name();
            let (of, code) = label_in(tag, DIMENSIONS, of).zip(label_in(tag, of, choice.code()))?;
            Some(format!("{of}: {code}"))
        }
        Field::Code(Axis::Item(Item::Question(_))) => None,
    }
}

/// What a code of a field means; of a study's own question only why there is no answer.
pub(super) fn meaning(tag: &str, field: &Field, code: &str) -> Option<&'static str> {
    let list = match field {
        Field::Number(_) => return None,
        Field::Code(Axis::Shared(dimension)) => dimension.name(),
        Field::Code(Axis::Item(Item::Choice(_))) => CHOICES,
        Field::Code(Axis::Item(Item::Question(_))) => MISSING,
    };
    label_in(tag, list, code)
}
