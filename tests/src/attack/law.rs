//! What the attacker knows of a mechanism, which is all but its secrets: how likely a figure is, if so many persons were in
//! its cell.

use super::table::Table;
use super::views::Seen;
use node_rules::protect::cell_key::PTable;
use node_rules::rulebook::Mechanism;
use schema::figure::Z95;

/// How figures come about.
pub enum Law {
    /// They are the counts.
    Exact,
    /// They are the counts; under the threshold, and for the sake of those, some are withheld.
    Threshold {
        /// The least that is published.
        least: f64,
        /// How likely it is that a larger one is withheld for another's sake.
        for_another: f64,
    },
    /// The count with a noise whose chances are known for each count; withheld under the threshold.
    CellKey {
        /// For each count the chances of the noises from `-REACH` to `REACH`; the last serves all larger counts.
        chances: Vec<Vec<f64>>,
        /// The least that is published.
        least: f64,
    },
    /// The count with Gaussian noise, its precision by the width of the table.
    Gaussian {
        /// One over the variance before tables are made to agree, for tables of none, one, two and three axes.
        precision: [f64; 4],
    },
}

/// The largest noise of the cell-key method.
pub(super) const REACH: i32 = 5;

/// What is as good as impossible: an attacker who is sure of a thing may still be wrong.
const IMPOSSIBLE: f64 = 1e-6;

/// How likely it is that a figure over the threshold is withheld for another's sake.
const FOR_ANOTHERS_SAKE: f64 = 0.1;

/// The variance of a figure that is exact, in place of none.
pub const SHARP: f64 = 0.01;

impl Law {
    /// The law of a mechanism over a catalogue.
    pub fn of(mechanism: Mechanism, catalogue: &[Table]) -> Self {
        match mechanism {
            Mechanism::Exact => Self::Exact,
            Mechanism::Threshold { threshold } => {
                Self::Threshold { least: f64::from(threshold), for_another: FOR_ANOTHERS_SAKE }
            }
            Mechanism::CellKey { threshold } => {
                Self::CellKey { chances: chances(PTable::ess()), least: f64::from(threshold) }
            }
            Mechanism::DifferentialPrivacy { rho, shares, .. } => {
                // A table of rho has noise of variance 1 / (2 rho); the total is in the class of tables of one axis.
                let class = |width: usize| width.max(1) - 1;
                let precision = |width: usize| {
                    let alike = catalogue.iter().filter(|table| class(table.axes.len()) == class(width)).count();
                    2.0 * rho * shares[class(width)] / alike as f64
                };
                Self::Gaussian { precision: [0, 1, 2, 3].map(precision) }
            }
        }
    }

    /// How much likelier a figure is if its cell holds `these` persons than if it holds `others`, as a logarithm. `direct` is
    /// a figure as it was published, not one worked out from others.
    pub fn favours(&self, table: &Table, seen: Seen, direct: bool, these: f64, others: f64) -> f64 {
        let Some(value) = seen.value else {
            return if seen.told { self.withheld(seen, these).ln() - self.withheld(seen, others).ln() } else { 0.0 };
        };
        let gaussian = |precision: f64| precision / 2.0 * ((value - others).powi(2) - (value - these).powi(2));
        match self {
            // Tables that agree by least squares, weighed as before they did, hold all that there is to know: the sum of
            // these terms over all tables is then the likelihood ratio itself.
            Self::Gaussian { precision } => gaussian(precision[table.axes.len()]),
            Self::CellKey { .. } if direct => self.published(value, these).ln() - self.published(value, others).ln(),
            _ => gaussian(1.0 / seen.variance.max(SHARP)),
        }
    }

    /// How likely a figure of the cell-key method is.
    fn published(&self, value: f64, persons: f64) -> f64 {
        let Self::CellKey { chances, .. } = self else { return 1.0 };
        let noise = value - persons + f64::from(REACH);
        let row = &chances[place(persons, chances.len() - 1)];
        let known = noise >= 0.0 && noise < row.len() as f64;
        if known { row[place(noise, row.len() - 1)].max(IMPOSSIBLE) } else { IMPOSSIBLE }
    }

    /// How likely it is that the figure of a cell with so many persons is withheld.
    pub fn withheld(&self, seen: Seen, persons: f64) -> f64 {
        let sure = |withheld: bool| if withheld { 1.0 } else { IMPOSSIBLE };
        match self {
            Self::Exact => sure(false),
            Self::Threshold { least, .. } if persons < *least => 1.0,
            Self::Threshold { for_another, .. } => for_another.max(IMPOSSIBLE),
            Self::CellKey { chances, least } => {
                let row = &chances[place(persons, chances.len() - 1)];
                let noises = (-REACH..=REACH).zip(row);
                let under = noises.filter(|(noise, _)| persons + f64::from(*noise) < *least).map(|(_, chance)| chance);
                under.sum::<f64>().clamp(IMPOSSIBLE, 1.0)
            }
            Self::Gaussian { .. } => {
                // A withheld figure's bound is its limit of four deviations and 1.96 more: it tells the deviation.
                let deviation =
                    if seen.value.is_some() { seen.variance.sqrt() } else { (seen.upper + 1.0) / (4.0 + Z95) };
                let over = (4.0 * deviation - persons) / deviation;
                (libm::erfc(-over / std::f64::consts::SQRT_2) / 2.0).clamp(IMPOSSIBLE, 1.0)
            }
        }
    }
}

/// A whole number that is not under zero as a place, the last one serving all beyond.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the places there are")]
fn place(number: f64, last: usize) -> usize {
    number.clamp(0.0, last as f64).round() as usize
}

/// The chances of a p-table, found by looking up keys that lie evenly.
fn chances(table: &PTable) -> Vec<Vec<f64>> {
    const KEYS: u64 = 1 << 12;
    const COUNTS: u32 = 64;
    let row = |count: u32| {
        let mut row = vec![0.0; usize::try_from(2 * REACH + 1).unwrap()];
        for key in 0..KEYS {
            let noise = table.noise(count, key << 52);
            row[usize::try_from(noise + REACH).unwrap()] += 1.0 / KEYS as f64;
        }
        row
    };
    (0..COUNTS).map(row).collect()
}
