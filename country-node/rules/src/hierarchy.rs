//! At which level of its codelist a dimension is released: a country may know single codes and publish groups of them.

use crate::columns::Column;
use schema::concept::Axis;
use std::collections::{BTreeSet, HashMap};

/// Says what is wrong with the levels of a dimension: each is a code of its list, and no two hold the same code.
pub fn check(axis: Axis, levels: &[String]) -> Result<(), String> {
    let Some(dimension) = axis.shared() else {
        return Err(format!("the hierarchy names {axis}: only shared dimensions have groups of codes"));
    };
    let list = dimension.codelist();
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for level in levels {
        if list.get(level).is_none() {
            return Err(format!("the hierarchy of {dimension} names {level}, which its codelist does not have"));
        }
        if let Some(twice) = list.leaves(level).into_iter().find(|leaf| !held.insert(leaf)) {
            return Err(format!("the hierarchy of {dimension} overlaps: {twice} lies in {level} and in another"));
        }
    }
    Ok(())
}

/// Brings a column to its levels; codes that no level holds stay as they are.
pub fn coarsen(column: &mut Column, levels: &[String]) {
    let axis = column.dimension;
    let level_of: HashMap<&str, &String> =
        levels.iter().flat_map(|level| axis.leaves(level).into_iter().map(move |leaf| (leaf, level))).collect();
    let released: Vec<String> =
        column.domain.iter().map(|code| (*level_of.get(code.as_str()).unwrap_or(&code)).clone()).collect();
    let mut domain = axis.sorted(released.clone());
    domain.dedup();
    let moved: Vec<u16> = released
        .iter()
        .map(|code| domain.iter().position(|other| other == code).and_then(|at| u16::try_from(at).ok()).unwrap_or(0))
        .collect();
    for place in &mut column.places {
        *place = moved.get(usize::from(*place)).copied().unwrap_or(*place);
    }
    column.domain = domain;
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::concept::Dimension;

    fn levels(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn levels_are_known_and_do_not_overlap() {
        let fault = |codes: &[&str]| check(Axis::Shared(Dimension::Education), &levels(codes)).unwrap_err();
        assert_eq!(check(Axis::Shared(Dimension::Education), &levels(&["0T2", "3T4", "5", "6"])), Ok(()));
        assert!(fault(&["0T2", "9"]).contains("names 9"));
        assert!(fault(&["5T8", "6"]).contains("overlaps: 6"));
        assert!(fault(&["5T8", "5T8"]).contains("overlaps: 5"));
    }

    #[test]
    fn codes_are_counted_at_their_level_and_what_no_level_holds_stays() {
        let mut column = Column {
            dimension: Axis::Shared(Dimension::Education),
            domain: levels(&["2", "5", "6", "8", "_N"]),
            places: vec![0, 1, 2, 3, 4, 1],
        };
        coarsen(&mut column, &levels(&["5T8"]));
        let shown: Vec<&str> = column.places.iter().map(|at| column.domain[usize::from(*at)].as_str()).collect();
        assert_eq!(shown, ["2", "5T8", "5T8", "5T8", "_N", "5T8"]);
        let ranks: Vec<_> = column.domain.iter().map(|code| Dimension::Education.codelist().rank(code)).collect();
        assert!(ranks.is_sorted(), "the axis keeps the codelist's order");
    }
}
