//! Whether a dataset's rules can be kept.

use super::quantity::{QuantityPolicy, SHARE};
use super::{DatasetRules, Mechanism};
use crate::hierarchy;
use crate::protect::privacy::nano;
use schema::ask::{MOST_DIMENSIONS, MOST_WIDER_DIMENSIONS};
use schema::concept::{Axis, Dataset, Dimension, Item};
use std::collections::BTreeSet;

/// Says what cannot be kept.
pub(super) fn check(dataset: Dataset, rules: &DatasetRules) -> Result<(), String> {
    axes(rules)?;
    items(rules)?;
    segments(dataset, rules)?;
    minors(dataset, rules)?;
    quantities(rules)?;
    mechanism(dataset, rules)?;
    schedule(rules)
}

fn minors(dataset: Dataset, rules: &DatasetRules) -> Result<(), String> {
    match &rules.minors {
        Some(_) if dataset == Dataset::Stock => Err("`minors` is of persons, not of published totals".into()),
        Some(words) if words.trim().is_empty() => Err("`minors` says how a guardian consented: it is not empty".into()),
        _ => Ok(()),
    }
}

fn quantities(rules: &DatasetRules) -> Result<(), String> {
    for (of, quantity) in &rules.quantities {
        counted(of, quantity)?;
        if quantity.most_dimensions > rules.most_dimensions {
            return Err(format!("the tables of {of} have at most as many dimensions as those of persons"));
        }
        if rules.mechanism() != Mechanism::Exact && !sums_are_protected(rules.mechanism()) {
            return Err(format!("the mechanism protects no sums: leave out {of}"));
        }
    }
    if !rules.quantities.is_empty() && rules.mechanism() == Mechanism::Exact {
        return Err("published totals have no quantities".into());
    }
    parts_of_rho(rules)
}

/// Whether the bounds and the unit of a quantity are said where they belong: here, and of a score by the mapping of the data.
fn counted(of: &str, policy: &QuantityPolicy) -> Result<(), String> {
    let Some(quantity) = schema::concept::quantity(of) else {
        return Err(format!("`quantity` names {of}, which the codelist of quantities does not have"));
    };
    if quantity.is_score() {
        let says_nothing = policy.lower.is_none() && policy.upper.is_none() && policy.unit.is_none();
        return says_nothing.then_some(()).ok_or_else(|| {
            format!(
                "{of} is a score: its bounds and its unit are those of its scale, which the mapping of the data says (`scale`): \
                 leave out `lower`, `upper` and `unit`"
            )
        });
    }
    let (Some(lower), Some(upper), Some(_)) = (policy.lower, policy.upper, &policy.unit) else {
        return Err(format!("{of} has a `lower`, an `upper` and a `unit`"));
    };
    if lower >= 0.0 && lower < upper && upper.is_finite() {
        Ok(())
    } else {
        Err(format!("the bounds of {of} run upward from zero or more"))
    }
}

const fn sums_are_protected(mechanism: Mechanism) -> bool {
    matches!(mechanism, Mechanism::CellKey { .. } | Mechanism::DifferentialPrivacy { .. })
}

/// Whether the quantities' parts of rho leave something for the tables of persons.
fn parts_of_rho(rules: &DatasetRules) -> Result<(), String> {
    let private = matches!(rules.mechanism(), Mechanism::DifferentialPrivacy { .. });
    for (of, quantity) in &rules.quantities {
        match quantity.share {
            Some(_) if !private => {
                return Err(format!("`share` is a part of the budget of DIFFERENTIAL_PRIVACY: leave it out for {of}"));
            }
            Some(share) if share.is_nan() || share <= 0.0 || share >= 1.0 => {
                return Err(format!("the `share` of {of} is {share}: a part of rho is over 0 and under 1"));
            }
            _ => {}
        }
    }
    let taken: f64 = rules.quantities.values().map(QuantityPolicy::share).sum();
    if private && taken >= 1.0 - 1e-9 {
        return Err(format!(
            "the quantities' `share`s of rho add up to {taken}, and nothing is left for the tables of persons: lower them \
             (where nothing is said a share is {SHARE})"
        ));
    }
    Ok(())
}

fn axes(rules: &DatasetRules) -> Result<(), String> {
    let unique: BTreeSet<_> = rules.dimensions.iter().copied().collect();
    if rules.dimensions.is_empty() || unique.len() != rules.dimensions.len() {
        return Err("name at least one dimension, and none twice".into());
    }
    let is_there = |axis: &Axis| unique.contains(axis) || unique.iter().any(|one| one.concept() == axis.shared());
    if let Some(outside) = rules.sensitive.iter().find(|axis| !is_there(axis)) {
        return Err(format!("`sensitive` names {outside}, which is not among the dimensions"));
    }
    for (dimension, levels) in &rules.hierarchy {
        if !unique.contains(dimension) {
            return Err(format!("`hierarchy` names {dimension}, which is not among the dimensions"));
        }
        hierarchy::check(*dimension, levels)?;
    }
    if !(1..=MOST_DIMENSIONS).contains(&rules.most_dimensions) {
        return Err("`most_dimensions` is one, two or three".into());
    }
    for wide in &rules.wider {
        if let Some(outside) = wide.difference(&unique).next() {
            return Err(format!("`wider` names {outside}, which is not among the dimensions"));
        }
        let items = wide.iter().filter(|axis| axis.item().is_some()).count();
        if (wide.len() <= rules.most_dimensions && items < 2) || wide.len() > MOST_WIDER_DIMENSIONS {
            return Err(format!(
                "a table of `wider` has more dimensions than the others, or several items, and {MOST_WIDER_DIMENSIONS} at most"
            ));
        }
        if let Some(sensitive) = wide.iter().find(|axis| rules.is_sensitive(**axis)) {
            return Err(format!("a table of `wider` has {sensitive}, which is sensitive"));
        }
    }
    Ok(())
}

/// Whether items can be protected. Under a threshold each axis is looked at by itself: who left a list of choices blank is the same
/// person in each of its columns, and what one column withholds the next would tell. And no place is an item, for the gate knows
/// places by their dimensions.
fn items(rules: &DatasetRules) -> Result<(), String> {
    let items = || rules.dimensions.iter().filter_map(|axis| axis.item());
    if let (Some(item), Mechanism::Threshold { .. }) = (items().next(), rules.mechanism()) {
        return Err(format!("a threshold does not protect {item}: release items by CELL_KEY or DIFFERENTIAL_PRIVACY"));
    }
    let is_place = |item: &Item| {
        matches!(item, Item::Choice(choice)
            if [Dimension::Destination, Dimension::DestinationRegion].contains(&choice.dimension()))
    };
    items().find(is_place).map_or(Ok(()), |place| Err(format!("{place} is a place, and no choice")))
}

fn segments(dataset: Dataset, rules: &DatasetRules) -> Result<(), String> {
    if (dataset == Dataset::Stock) != rules.segments.is_empty() {
        return Err(
            "`segments` say what persons are asked to agree to: at least one for persons, none for totals".into()
        );
    }
    for (at, segment) in rules.segments.iter().enumerate() {
        if !segment.is_statistical() {
            return Err("a segment is of STATISTICS, RESEARCH or both".into());
        }
        if let Some(before) = rules.segments.iter().take(at).find(|before| segment.holds(before)) {
            return Err(format!("the segment {segment} can have nobody: {before} before it asks for no more"));
        }
    }
    Ok(())
}

fn mechanism(dataset: Dataset, rules: &DatasetRules) -> Result<(), String> {
    if rules.yearly_rho.is_some() && !matches!(rules.mechanism(), Mechanism::DifferentialPrivacy { .. }) {
        return Err("`yearly_rho` is the budget of DIFFERENTIAL_PRIVACY".into());
    }
    match (dataset, rules.mechanism()) {
        (Dataset::Stock, Mechanism::Exact) => Ok(()),
        (Dataset::Stock, _) => Err("published totals are released exactly: the mechanism is EXACT".into()),
        (_, Mechanism::Exact) => Err("data on persons are never released exactly".into()),
        (
            _,
            Mechanism::Threshold { threshold }
            | Mechanism::CellKey { threshold }
            | Mechanism::DifferentialPrivacy { threshold, .. },
        ) if threshold < 3 => Err("a threshold under three protects nobody".into()),
        (_, Mechanism::Threshold { .. } | Mechanism::CellKey { .. }) => Ok(()),
        (_, Mechanism::DifferentialPrivacy { rho, shares, .. }) => budget(rules, rho, shares),
    }
}

fn budget(rules: &DatasetRules, rho: f64, shares: [f64; 3]) -> Result<(), String> {
    let sound = |rho: f64| rho > 0.0 && rho <= MOST_RHO;
    if !(sound(rho) && rules.yearly_rho.is_none_or(sound)) {
        return Err(format!("`rho` and `yearly_rho` are over 0, and {MOST_RHO} at most: more would protect nobody"));
    }
    if rules.yearly().is_some_and(|yearly| nano(rho) > yearly) {
        return Err("`rho` of one release is over `yearly_rho`".into());
    }
    let parts: f64 = shares.iter().sum();
    if shares.iter().any(|share| share.is_nan() || *share <= 0.0) || (parts - 1.0).abs() > 1e-9 {
        return Err("the three `shares` are over 0 and add up to 1".into());
    }
    Ok(())
}

/// A schedule can be kept if each release is early enough and the year's budget reaches for all that fall due.
fn schedule(rules: &DatasetRules) -> Result<(), String> {
    let Some(schedule) = rules.schedule() else {
        let named = rules.cut_every_days.or(rules.withdrawal_within_days);
        return named.map_or(Ok(()), |_| Err("published totals are cut when their file changes: no days".into()));
    };
    schedule.check()?;
    let releases = schedule.most_a_year();
    match (rules.yearly(), rules.mechanism().spends()) {
        (Some(yearly), Some(rho)) if rho.saturating_mul(u64::from(releases)) > yearly => Err(format!(
            "a release every {} days is {releases} in a year, and `yearly_rho` does not reach for so many: lower `rho` or \
             raise `cut_every_days`",
            schedule.cut_every_days
        )),
        _ => Ok(()),
    }
}

/// With a rho of 4 a fact of a person can be guessed right 99 times in 100.
const MOST_RHO: f64 = 4.0;
