//! Which blocks to count so that every table of a catalogue can be had by adding up one of them.
//!
//! Counting costs a pass over all records a block, adding up a block's cells costs next to nothing. So a block holds as
//! many dimensions as its cells may fill a processor's cache, and covers every table whose dimensions it holds.

use schema::concept::Axis;

/// Dimensions that are counted together, as places in the columns; and the tables, by place, that are added up from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The dimensions, in ascending order of their places.
    pub dimensions: Vec<usize>,
    /// The tables that this block serves.
    pub tables: Vec<usize>,
}

/// The most cells of a block, unless one table needs more by itself. At 32 bytes a cell this is one mebibyte.
const MOST_CELLS: usize = 1 << 15;

/// Covers tables by blocks. `sizes` are the columns' dimensions with how many codes each has.
pub fn cover(sizes: &[(Axis, usize)], tables: &[Vec<Axis>]) -> Vec<Block> {
    let place = |dimension: &Axis| sizes.iter().position(|(other, _)| other == dimension);
    let wanted: Vec<Vec<usize>> = tables
        .iter()
        .map(|table| {
            let mut places: Vec<usize> = table.iter().filter_map(place).collect();
            places.sort_unstable();
            places
        })
        .collect();
    let cells = |block: &[usize]| -> usize {
        block.iter().filter_map(|at| sizes.get(*at)).map(|(_, codes)| *codes).fold(1, usize::saturating_mul)
    };
    let mut left: Vec<usize> = (0..wanted.len()).collect();
    // The largest table first: what is hardest to place founds a block, and smaller ones join.
    left.sort_by_key(|at| wanted.get(*at).map(|table| cells(table)));
    let mut blocks = Vec::new();
    while let Some(founder) = left.pop() {
        let mut block = wanted.get(founder).cloned().unwrap_or_default();
        while let Some(wider) = widen(&block, sizes.len(), &left, &wanted, &cells) {
            block = wider;
        }
        let (mut served, rest): (Vec<usize>, Vec<usize>) =
            left.into_iter().partition(|at| wanted.get(*at).is_some_and(|table| holds(&block, table)));
        served.push(founder);
        served.sort_unstable();
        left = rest;
        blocks.push(Block { dimensions: block, tables: served });
    }
    blocks
}

/// The block with one more dimension: the one that covers most tables that are left, of those the one of fewest cells.
fn widen(
    block: &[usize],
    dimensions: usize,
    left: &[usize],
    wanted: &[Vec<usize>],
    cells: &impl Fn(&[usize]) -> usize,
) -> Option<Vec<usize>> {
    let candidates = (0..dimensions).filter(|at| !block.contains(at)).map(|at| {
        let mut wider = [block, &[at]].concat();
        wider.sort_unstable();
        wider
    });
    candidates
        .filter(|wider| cells(wider) <= MOST_CELLS)
        .map(|wider| {
            let covered = left.iter().filter_map(|at| wanted.get(*at)).filter(|table| holds(&wider, table)).count();
            (covered, std::cmp::Reverse(cells(&wider)), wider)
        })
        .max()
        .map(|(_, _, wider)| wider)
}

fn holds(block: &[usize], table: &[usize]) -> bool {
    table.iter().all(|at| block.contains(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::concept::Dimension;

    #[test]
    fn every_table_is_served_once_by_a_block_that_holds_it() {
        let codes = [60, 2, 7, 5, 9, 11, 10, 21, 7, 4, 4, 3];
        let sizes: Vec<(Axis, usize)> = Dimension::ALL.into_iter().map(Axis::Shared).zip(codes).collect();
        let mut tables: Vec<Vec<Axis>> = vec![vec![]];
        for a in 0..12 {
            tables.push(vec![sizes[a].0]);
            for b in a + 1..12 {
                tables.push(vec![sizes[a].0, sizes[b].0]);
                for c in b + 1..12 {
                    tables.push(vec![sizes[a].0, sizes[b].0, sizes[c].0]);
                }
            }
        }
        let blocks = cover(&sizes, &tables);
        let mut served: Vec<usize> = blocks.iter().flat_map(|block| block.tables.clone()).collect();
        served.sort_unstable();
        assert_eq!(served, (0..tables.len()).collect::<Vec<_>>());
        for block in &blocks {
            for table in &block.tables {
                let places = tables[*table].iter().map(|d| sizes.iter().position(|(other, _)| other == d).unwrap());
                assert!(places.clone().all(|at| block.dimensions.contains(&at)));
            }
        }
        assert!(blocks.len() < 60, "{} passes for {} tables", blocks.len(), tables.len());
    }

    #[test]
    fn a_table_that_is_too_large_for_the_cache_has_a_block_of_its_own() {
        let sizes = [
            (Axis::Shared(Dimension::Destination), 250),
            (Axis::Shared(Dimension::Language), 200),
            (Axis::Shared(Dimension::Sex), 2),
        ];
        let blocks = cover(
            &sizes,
            &[
                vec![Axis::Shared(Dimension::Destination), Axis::Shared(Dimension::Language)],
                vec![Axis::Shared(Dimension::Sex)],
            ],
        );
        assert_eq!(blocks.len(), 2);
    }
}
