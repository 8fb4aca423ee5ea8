//! How much each attack does.

use super::timing::Samples;

/// Worlds, and persons in each.
#[derive(Clone, Copy)]
pub struct Worlds {
    /// Worlds.
    pub worlds: usize,
    /// Persons.
    pub persons: usize,
}

/// Worlds from which persons withdraw.
#[derive(Clone, Copy)]
pub struct Withdrawals {
    /// Worlds.
    pub worlds: usize,
    /// Persons in each.
    pub persons: usize,
    /// Releases after withdrawals.
    pub rounds: usize,
    /// Pairs of persons at each, of whom one withdraws.
    pub pairs: usize,
}

/// How much each attack does.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Worlds where nothing protects, of each kind.
    pub control: usize,
    /// Worlds of large cells.
    pub coarse: Worlds,
    /// Worlds of small cells.
    pub fine: Worlds,
    /// Worlds that are scraped.
    pub scraped: Worlds,
    /// Worlds from which persons withdraw.
    pub withdrawals: Withdrawals,
    /// Persons whose bits are reconstructed.
    pub reconstructed: usize,
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
        control: 4,
        coarse: Worlds { worlds: 24, persons: 6_000 },
        fine: Worlds { worlds: 6, persons: 6_000 },
        scraped: Worlds { worlds: 80, persons: 6_000 },
        withdrawals: Withdrawals { worlds: 12, persons: 6_000, rounds: 5, pairs: 300 },
        reconstructed: 600,
        repeated: 120,
        refused: 600,
        averaged: 2_000,
        suppressed: 400,
        timed: 1_000,
        samples: Samples { nodes: 8, requests: 1_000 },
    };

    /// What the tests do: too little to tell a score from its target when it lies near, enough to see a broken mechanism.
    pub const SMALL: Self = Self {
        control: 1,
        coarse: Worlds { worlds: 4, persons: 1_000 },
        fine: Worlds { worlds: 1, persons: 3_000 },
        scraped: Worlds { worlds: 6, persons: 2_000 },
        withdrawals: Withdrawals { worlds: 3, persons: 1_000, rounds: 2, pairs: 100 },
        reconstructed: 300,
        repeated: 16,
        refused: 400,
        averaged: 1_000,
        suppressed: 200,
        timed: 300,
        samples: Samples { nodes: 4, requests: 300 },
    };
}
