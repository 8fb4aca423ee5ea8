//! Ridge regression: the best linear guess at everyone's bit from sums over many.

/// What is known of a sum of bits: who is in it, what it is, and the variance of its error.
pub struct Sum {
    /// The persons in it, as places.
    pub persons: Vec<u32>,
    /// The sum.
    pub value: f64,
    /// The variance of its error.
    pub variance: f64,
}

/// Rounds of conjugate gradients: many more than it takes.
const ROUNDS: usize = 300;

/// Guesses each person's bit less its mean: the posterior mean where bits have this mean and variance by themselves.
/// Conjugate gradients on the normal equations (Hestenes and Stiefel 1952).
pub fn bits(persons: usize, sums: &[Sum], mean: f64, variance: f64) -> Vec<f64> {
    let spread = |residuals: &[f64]| {
        let mut gradient = vec![0.0; persons];
        for (sum, residual) in sums.iter().zip(residuals) {
            sum.persons.iter().for_each(|person| gradient[*person as usize] += residual / sum.variance);
        }
        gradient
    };
    let added = |bits: &[f64]| -> Vec<f64> {
        sums.iter().map(|sum| sum.persons.iter().map(|person| bits[*person as usize]).sum()).collect()
    };
    let known: Vec<f64> = sums.iter().map(|sum| sum.value - mean * sum.persons.len() as f64).collect();
    let mut bits = vec![0.0; persons];
    let mut residual = spread(&known);
    let mut direction = residual.clone();
    let mut length = dot(&residual, &residual);
    let enough = 1e-12 * length;
    for _ in 0..ROUNDS {
        if length <= enough {
            break;
        }
        let mut image = spread(&added(&direction));
        image.iter_mut().zip(&direction).for_each(|(image, bit)| *image += bit / variance);
        let step = length / dot(&direction, &image);
        bits.iter_mut().zip(&direction).for_each(|(bit, along)| *bit += step * along);
        residual.iter_mut().zip(&image).for_each(|(rest, image)| *rest -= step * image);
        let shorter = dot(&residual, &residual);
        direction.iter_mut().zip(&residual).for_each(|(along, rest)| *along = rest + shorter / length * *along);
        length = shorter;
    }
    bits
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}
