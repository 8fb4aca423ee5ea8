//! Adding quantities up: for each table of a quantity, who answered and the sum of their values.

use crate::columns::{Column, Columns, Quantity};
use crate::grid::Grid;
use crate::measured::Measured;
use crate::rulebook::quantity::QuantityRules;
use crate::tally::{Cell, RawSums, RawTable, SumCell, Tally};
use schema::concept::Axis;
use std::collections::BTreeMap;

/// Adds each quantity of the rulebook up, over every table of the catalogue that its rules allow, and puts the sums beside
/// the counts. Values are brought within the declared bounds first: no person weighs more than the bounds say.
pub fn sum_up(records: &Columns, rules: &BTreeMap<String, QuantityRules>, tables: &[Vec<Axis>], tallies: &mut [Tally]) {
    for (of, rules) in rules {
        let Some(quantity) = records.quantities.iter().find(|quantity| quantity.of == *of) else { continue };
        for dimensions in tables.iter().filter(|table| table.len() <= rules.most_dimensions) {
            let made = table(records, quantity, rules, dimensions, tallies.len());
            for (tally, (answering, sums)) in tallies.iter_mut().zip(made) {
                tally.tables.push(answering);
                tally.sums.push(sums);
            }
        }
    }
}

/// One table of each segment.
fn table(
    records: &Columns,
    quantity: &Quantity,
    rules: &QuantityRules,
    dimensions: &[Axis],
    segments: usize,
) -> Vec<(RawTable, RawSums)> {
    let axes: Vec<&Column> =
        dimensions.iter().filter_map(|d| records.dimensions.iter().find(|column| column.dimension == *d)).collect();
    let size: usize = axes.iter().map(|axis| axis.domain.len()).product();
    let grid = Grid::of(rules.lower, rules.upper);
    let mut counts = vec![vec![Cell::default(); size]; segments];
    let mut sums = vec![vec![SumCell::default(); size]; segments];
    let rows = records.segment.iter().zip(&records.weights).zip(&records.keys).zip(&quantity.values);
    for (row, (((segment, weight), key), value)) in rows.enumerate() {
        let Some(segment) = segment.map(usize::from).filter(|_| value.is_finite()) else { continue };
        let place = axes.iter().fold(0, |place, axis| {
            place * axis.domain.len() + axis.places.get(row).map_or(0, |code| usize::from(*code))
        });
        let count = counts.get_mut(segment).and_then(|cells| cells.get_mut(place));
        let sum = sums.get_mut(segment).and_then(|cells| cells.get_mut(place));
        if let (Some(count), Some(sum)) = (count, sum) {
            count.add(*weight, *key);
            sum.add(*weight, value.clamp(rules.lower, rules.upper), grid.over_middle(*value));
        }
    }
    counts
        .into_iter()
        .zip(sums)
        .map(|(counts, cells)| {
            let of = quantity.of.clone();
            let answering = Measured::Answering { of: of.clone() };
            let counts = RawTable { measured: answering, dimensions: dimensions.to_vec(), cells: counts };
            let bound = rules.lower.abs().max(rules.upper.abs());
            let range = rules.upper - rules.lower;
            (counts.clone(), RawSums { of, bound, range, grid, share: rules.share(), counts, cells })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::count;
    use crate::rulebook::quantity::Unit;
    use schema::concept::Dimension;

    #[test]
    fn a_quantity_is_added_up_over_those_with_a_value_within_its_bounds() {
        let sex = Column {
            dimension: Axis::Shared(Dimension::Sex),
            domain: vec!["F".into(), "M".into()],
            places: vec![0, 0, 1, 1, 1, 0],
        };
        let records = Columns {
            dimensions: vec![sex],
            weights: vec![1.0, 2.0, 1.0, 1.0, 1.0, 5.0],
            keys: vec![1, 2, 4, 8, 16, 32],
            segment: vec![Some(0), Some(0), Some(0), Some(0), Some(1), None],
            segments: vec![],
            quantities: vec![Quantity { of: "HOURS".into(), values: vec![40.0, 500.0, f64::NAN, -3.0, 7.0, 9.0] }],
        };
        let records =
            Columns { segments: vec![crate::consent::Segment::open(), crate::consent::Segment::open()], ..records };
        let tables = [vec![], vec![Axis::Shared(Dimension::Sex)]];
        let rules = |most_dimensions| {
            let unit = Unit("hours".into());
            [("HOURS".to_owned(), QuantityRules { lower: 0.0, upper: 99.0, unit, most_dimensions, share: None })].into()
        };
        let mut tallies = count(&records, &tables);
        sum_up(&records, &rules(1), &tables, &mut tallies);
        assert_eq!((tallies[0].tables.len(), tallies[0].sums.len()), (4, 2));
        let by_sex = &tallies[0].sums[1];
        assert_eq!((by_sex.cells[0].sum, by_sex.cells[1].sum), (40.0 + 2.0 * 99.0, 0.0));
        // In half steps of a millionth: 40 lies 9.5 under the middle, 99 lies 49.5 over it, and weights do not count.
        assert_eq!((by_sex.cells[0].over_middle, by_sex.cells[1].over_middle), (80_000_000, -99_000_000));
        let answered: Vec<(u32, u64)> = by_sex.counts.cells.iter().map(|cell| (cell.records, cell.key)).collect();
        assert_eq!(answered, [(2, 3), (1, 8)]);
        assert_eq!(tallies[1].sums[0].cells[0].sum.to_bits(), 7.0_f64.to_bits());
        let mut narrow = count(&records, &tables);
        sum_up(&records, &rules(0), &tables, &mut narrow);
        assert_eq!(narrow[0].sums.len(), 1, "a quantity's tables are no wider than its rules say");
    }
}
