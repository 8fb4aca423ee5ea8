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

    /// The area under the ROC curve that tells the second class from the first, from pairs of samples: the mean over pairs.
    /// Its interval is `DeLong`'s, or that between the pairs where this is wider: a pair may have quirks of its own. Folded,
    /// so that a half is the least: who guesses may turn the guess round.
    pub fn area(pairs: &[(Vec<f64>, Vec<f64>)]) -> Self {
        let parts: Vec<(f64, f64)> = pairs.iter().map(|(first, second)| area(first, second)).collect();
        let (areas, variances): (Vec<f64>, Vec<f64>) = parts.into_iter().unzip();
        let n = areas.len() as f64;
        let mean = areas.iter().sum::<f64>() / n;
        let within = Z95 * variances.iter().sum::<f64>().sqrt() / n;
        let half = if areas.len() < 2 { within } else { within.max(student(n - 1.0) * spread(&areas).sqrt()) };
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
    (above.iter().sum::<f64>() / above.len() as f64, spread(&above) + spread(&below))
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

    /// The shares of right guesses among false facts and among true ones.
    fn right(&self) -> [Measured; 2] {
        let [no, yes] = self.counted;
        [Measured::share(no[0], no[0] + no[1]), Measured::share(yes[1], yes[0] + yes[1])]
    }

    /// The share of facts that were guessed to be true, and are.
    fn precise(&self) -> Measured {
        let [no, yes] = self.counted;
        Measured::share(yes[1], no[1] + yes[1])
    }
}

impl std::ops::AddAssign for Guesses {
    fn add_assign(&mut self, other: Self) {
        for (row, other) in self.counted.iter_mut().zip(other.counted) {
            row.iter_mut().zip(other).for_each(|(count, other)| *count += other);
        }
    }
}

/// The mean of the shares of right guesses among true facts and among false ones: a coin has a half. Its interval is put
/// together from Wilson's of both (Newcombe 1998). Guesses about one release share its noise, so `groups` hold those of one
/// release each, and where groups differ by more than their persons make them, the interval is theirs.
pub fn balanced_accuracy(groups: &[Guesses]) -> Measured {
    let balanced = |guesses: &Guesses| {
        let [no, yes] = guesses.right();
        let score = f64::midpoint(no.score, yes.score);
        let below = (no.score - no.low).hypot(yes.score - yes.low) / 2.0;
        let above = (no.high - no.score).hypot(yes.high - yes.score) / 2.0;
        Measured { score, low: score - below, high: score + above }
    };
    grouped(groups, balanced)
}

/// The share of facts that were guessed to be true, and are; `groups` as in [`balanced_accuracy`].
pub fn precision(groups: &[Guesses]) -> Measured {
    grouped(groups, Guesses::precise)
}

/// A score of all groups together, its interval no narrower than what lies between groups makes it.
fn grouped(groups: &[Guesses], score: impl Fn(&Guesses) -> Measured) -> Measured {
    let mut all = Guesses::default();
    for group in groups {
        all += *group;
    }
    let measured = score(&all);
    if groups.len() < 2 {
        return measured;
    }
    let (n, scores) = (groups.len() as f64, groups.iter().map(|group| score(group).score).collect::<Vec<f64>>());
    let half = student(n - 1.0) * spread(&scores).sqrt();
    Measured {
        low: measured.low.min(measured.score - half).max(0.0),
        high: measured.high.max(measured.score + half).min(1.0),
        ..measured
    }
}

/// The variance of the mean of some numbers.
fn spread(numbers: &[f64]) -> f64 {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / (n - 1.0) / n
}

/// The two-sided 95 % quantile of Student's law (Abramowitz and Stegun 26.7.5).
fn student(freedom: f64) -> f64 {
    let z = Z95;
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    z + first / freedom + second / freedom.powi(2) + third / freedom.powi(3)
}
