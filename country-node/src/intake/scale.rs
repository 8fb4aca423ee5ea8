//! On which scale a column's answers are, and which way it runs: the mapping says it of every score and of TRUST, and whatever lies
//! beyond is a fault.

use super::concept::Wrong;
use super::layout::Description;
use super::mapping::{Concept, Mapping, QuantityColumn};
use node_rules::release::ReleasedDimension;
use schema::concept::{Axis, Dimension, Quantity};
use schema::scale::Scale;
use std::collections::BTreeSet;
use toml::Spanned;

/// The scale of a score's column. All that is wrong with it goes to `wrong`; nothing of what is no `score`.
pub fn of_quantity(mapped: &QuantityColumn, score: Option<&Quantity>, wrong: &mut Vec<Wrong>) -> Option<Scale> {
    let of = &mapped.of;
    let mut say = |expected: &str| wrong.push((of.span().start, of.get_ref().clone(), expected.to_owned()));
    let Some(score) = score else {
        if mapped.scale.is_some() || mapped.reversed {
            say("no `scale` and no `reversed`: it is no score");
        }
        return None;
    };
    if mapped.min.is_some() || mapped.max.is_some() {
        say("neither `min` nor `max`: what is believed of a score lies on its `scale`");
    }
    let Some(scale) = &mapped.scale else {
        let high = score.high.as_deref().unwrap_or_default();
        say(&format!(
            "the `scale` that was asked on, such as [1, 5], and `reversed = true` where the low number stands for {high}"
        ));
        return None;
    };
    read(scale, wrong)
}

/// The scale of a dimension's column, where the dimension has scales. All that is wrong with it goes to `wrong`.
pub fn of_concept(concept: &Concept, wrong: &mut Vec<Wrong>) -> Option<Scale> {
    let axis = *concept.dimension.get_ref();
    let mut say = |expected: String| wrong.push((concept.dimension.span().start, axis.to_string(), expected));
    let Some(dimension) = axis.shared().filter(|dimension| dimension.has_scales()) else {
        if concept.scale.is_some() || concept.reversed {
            say("no `scale` and no `reversed`: its codes are no points of scales".to_owned());
        }
        return None;
    };
    let known = Scale::all(dimension);
    let listed = || known.iter().map(Scale::to_string).collect::<Vec<_>>().join(" or ");
    let Some(said) = &concept.scale else {
        say(format!("the `scale` that was asked on: {}, such as [1, 5]", listed()));
        return None;
    };
    if concept.reversed && !is_points(concept) {
        say("no `reversed` beside codes: these say already which answer is which".to_owned());
    }
    let scale = read(said, wrong)?;
    if !known.contains(&scale) {
        wrong.push((
            said.span().start,
            scale.to_string(),
            format!("a scale that {dimension} has codes of: {}", listed()),
        ));
        return None;
    }
    Some(scale)
}

/// Whether a column holds the numbers of its scale, and nothing says how they become codes.
pub fn is_points(concept: &Concept) -> bool {
    let ways = [concept.codes.is_some(), concept.as_is, concept.ranges.is_some(), concept.prefixes.is_some()];
    concept.scale.is_some() && concept.column.is_some() && ways == [false; 4]
}

/// The numbers of a scale, each with the code that it is.
pub fn points(scale: Scale, dimension: Dimension, reversed: bool) -> Vec<(i64, &'static str)> {
    let mut codes = scale.codes(dimension);
    if reversed {
        codes.reverse();
    }
    scale.points().map(i64::from).zip(codes).collect()
}

/// Whether the columns of totals are of one scale.
pub fn of_totals(mapping: &Mapping, wrong: &mut Vec<Wrong>) {
    for dimension in Dimension::ALL.into_iter().filter(|dimension| dimension.has_scales()) {
        let mut first = None;
        for code in mapping.total.iter().filter_map(|total| total.codes.get(&dimension)) {
            let Some(scale) = Scale::of_code(dimension, code.get_ref()) else { continue };
            if *first.get_or_insert(scale) != scale {
                let expected = format!("codes of one scale in all columns, as the first: {}", first.unwrap_or(scale));
                wrong.push((code.span().start, code.get_ref().clone(), expected));
            }
        }
    }
}

/// The scales that an axis has codes of: one at most, but of data that were loaded before mappings said it.
pub fn on(axis: &ReleasedDimension) -> BTreeSet<Scale> {
    let Axis::Shared(dimension) = axis.axis else { return BTreeSet::new() };
    axis.codes.iter().filter_map(|code| Scale::of_code(dimension, code)).collect()
}

/// What two sources of one period asked on unlike scales, with that of the other one.
pub fn unlike(own: &Description, other: &Description) -> Option<(String, Scale)> {
    let mut scores = own.scales.iter().filter_map(|(of, scale)| Some((of, scale, other.scales.get(of)?)));
    let score = scores.find(|(_, scale, there)| scale != there).map(|(of, _, there)| (of.clone(), *there));
    score.or_else(|| {
        let mut both = own.dimensions.iter().filter_map(|axis| {
            let there = other.dimensions.iter().find(|there| there.axis == axis.axis)?;
            Some((axis.axis, on(axis).pop_first()?, on(there).pop_first()?))
        });
        both.find(|(_, scale, there)| scale != there).map(|(axis, _, there)| (axis.to_string(), there))
    })
}

fn read(said: &Spanned<[i64; 2]>, wrong: &mut Vec<Wrong>) -> Option<Scale> {
    let [from, to] = *said.get_ref();
    let scale = Scale::new(from, to);
    if let Err(no_scale) = scale {
        wrong.push((said.span().start, format!("[{from}, {to}]"), no_scale.to_string()));
    }
    scale.ok()
}
