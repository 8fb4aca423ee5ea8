//! What an attack scored: the score, its 95 % interval, its target, and what the same attack scored on an exact release.

use schema::figure::Z95;
use serde::Serialize;

/// A number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// The number.
    pub score: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// An attack's score.
#[derive(Clone, Debug, Serialize)]
pub struct Score {
    /// The attack.
    pub attack: String,
    /// What it scored.
    #[serde(flatten)]
    pub measured: Measured,
    /// What it may score at most.
    pub target: f64,
    /// Whether it scored no more.
    pub met: bool,
    /// What the same attack scores where nothing protects; its lower end lies over the target, or the attack proves nothing.
    pub control: Measured,
}

impl Score {
    /// Holds an attack to its target.
    pub fn new(attack: &str, target: f64, control: Measured, measured: Measured) -> Self {
        Self { attack: attack.to_owned(), measured, target, met: measured.score <= target, control }
    }
}

/// Scores as people read them; the first row is the head.
pub fn table(scores: &[Score]) -> Vec<Vec<String>> {
    let head = ["attack", "score", "95 % interval", "target", "met", "where nothing protects"].map(str::to_owned);
    let row = |score: &Score| {
        vec![
            score.attack.clone(),
            format!("{:.3}", score.measured.score),
            format!("{:.3} to {:.3}", score.measured.low, score.measured.high),
            format!("at most {}", score.target),
            if score.met { "yes" } else { "no" }.to_owned(),
            format!("{:.3}", score.control.score),
        ]
    };
    std::iter::once(head.to_vec()).chain(scores.iter().map(row)).collect()
}

impl Measured {
    /// A share of so many: Wilson's interval.
    pub fn share(of: u64, all: u64) -> Self {
        assert!(all > 0, "nothing was tried");
        let (n, p) = (all as f64, of as f64 / all as f64);
        let middle = (p + Z95 * Z95 / (2.0 * n)) / (1.0 + Z95 * Z95 / n);
        let half = Z95 / (1.0 + Z95 * Z95 / n) * (p * (1.0 - p) / n + Z95 * Z95 / (4.0 * n * n)).sqrt();
        Self { score: p, low: (middle - half).clamp(0.0, p), high: (middle + half).clamp(p, 1.0) }
    }

    /// The area under the ROC curve that tells the second class from the first, from samples in pairs of groups: the mean
    /// over pairs. Its variance is `DeLong`'s, or that between the pairs where this is larger: a group may have quirks of its
    /// own. Folded, so that a half is the least: who guesses may turn the guess round.
    pub fn area(pairs: &[(Vec<f64>, Vec<f64>)]) -> Self {
        let parts: Vec<(f64, f64)> = pairs.iter().map(|(first, second)| area(first, second)).collect();
        let n = parts.len() as f64;
        let mean = parts.iter().map(|(area, _)| area).sum::<f64>() / n;
        let within = parts.iter().map(|(_, variance)| variance).sum::<f64>() / n;
        let between = parts.iter().map(|(area, _)| (area - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
        let half = Z95 * (within.max(between) / n).sqrt();
        let score = mean.max(1.0 - mean);
        Self { score, low: (score - half).max(0.0), high: (score + half).min(1.0) }
    }
}

/// The area and its variance (`DeLong` 1988): of one pair of samples.
fn area(first: &[f64], second: &[f64]) -> (f64, f64) {
    let placed = |these: &[f64], among: &[f64]| -> Vec<f64> {
        let mut sorted = among.to_vec();
        sorted.sort_by(f64::total_cmp);
        let share = |value: &f64| {
            let below = sorted.partition_point(|other| other < value);
            let through = sorted.partition_point(|other| other <= value);
            (below + through) as f64 / 2.0 / sorted.len() as f64
        };
        these.iter().map(share).collect()
    };
    let (above, below) = (placed(second, first), placed(first, second));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let spread = |values: &[f64]| {
        let mean = mean(values);
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        squares / (values.len() as f64 - 1.0) / values.len() as f64
    };
    (mean(&above), spread(&above) + spread(&below))
}

/// Guesses of yes-or-no facts, counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guesses {
    /// `[fact][guess]`.
    counted: [[u64; 2]; 2],
}

impl Guesses {
    /// Counts a guess.
    pub fn add(&mut self, fact: bool, guess: bool) {
        self.counted[usize::from(fact)][usize::from(guess)] += 1;
    }

    /// The mean of the shares of right guesses among true facts and among false ones; a coin has a half. Its interval is
    /// put together from Wilson's of both (Newcombe 1998).
    pub fn balanced_accuracy(&self) -> Measured {
        let [no, yes] = self.counted;
        let (hits, rejections) = (Measured::share(yes[1], yes[0] + yes[1]), Measured::share(no[0], no[0] + no[1]));
        let score = f64::midpoint(hits.score, rejections.score);
        let half = |one: f64, other: f64| one.hypot(other) / 2.0;
        Self::within(
            score,
            half(hits.score - hits.low, rejections.score - rejections.low),
            half(hits.high - hits.score, rejections.high - rejections.score),
        )
    }

    /// The share of facts that were guessed to be true, and are.
    pub fn precision(&self) -> Measured {
        let [no, yes] = self.counted;
        Measured::share(yes[1], no[1] + yes[1])
    }

    fn within(score: f64, below: f64, above: f64) -> Measured {
        Measured { score, low: score - below, high: score + above }
    }
}

impl std::ops::AddAssign for Guesses {
    fn add_assign(&mut self, other: Self) {
        for (row, other) in self.counted.iter_mut().zip(other.counted) {
            row.iter_mut().zip(other).for_each(|(count, other)| *count += other);
        }
    }
}

impl std::iter::Sum for Guesses {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |mut sum, part| {
            sum += part;
            sum
        })
    }
}
