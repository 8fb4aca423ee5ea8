//! How much each attack does.

use super::timing::Samples;

/// How much each attack does.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Worlds of large cells, and persons in each.
    pub coarse: (usize, usize),
    /// Worlds of small cells, and persons in each.
    pub fine: (usize, usize),
    /// Worlds that are scraped, those of them where nothing protects, and persons in each.
    pub scraped: (usize, usize, usize),
    /// Persons whose bits are reconstructed.
    pub reconstructed: usize,
    /// Worlds from which persons withdraw, persons in each, releases after withdrawals, and pairs of persons at each.
    pub withdrawals: (usize, usize, usize, usize),
    /// Questions that are repeated.
    pub repeated: usize,
    /// Persons of the worlds in which refusals are compared.
    pub refused: usize,
    /// Persons whose sums and means are asked for.
    pub averaged: usize,
    /// Persons whose withheld cells are looked for.
    pub suppressed: usize,
    /// Persons of the nodes whose answers are timed.
    pub timed: usize,
    /// Requests that are timed.
    pub samples: Samples,
}

impl Plan {
    /// What the command does.
    pub const FULL: Self = Self {
        coarse: (6, 6_000),
        fine: (4, 6_000),
        scraped: (80, 4, 6_000),
        reconstructed: 600,
        withdrawals: (6, 6_000, 10, 160),
        repeated: 120,
        refused: 600,
        averaged: 2_000,
        suppressed: 400,
        timed: 1_000,
        samples: Samples { nodes: 8, requests: 1_000 },
    };

    /// What the tests do: too little to tell a score from its target when it lies near, enough to see a broken mechanism.
    pub const SMALL: Self = Self {
        coarse: (1, 2_000),
        fine: (1, 3_000),
        scraped: (6, 1, 2_000),
        reconstructed: 300,
        withdrawals: (1, 2_000, 2, 160),
        repeated: 16,
        refused: 400,
        averaged: 1_000,
        suppressed: 200,
        timed: 300,
        samples: Samples { nodes: 4, requests: 300 },
    };
}
