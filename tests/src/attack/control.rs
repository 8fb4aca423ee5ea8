//! The control: an attack that cannot succeed where nothing protects proves nothing. So each attack runs there first, must
//! win, and only then is tried on the node under attack.

use super::score::{Measured, Score};
use std::future::Future;

/// Attacks with their targets.
pub type Named<'a, const N: usize> = [(&'a str, f64); N];

/// Runs attacks where nothing protects, holds that they win, and then runs them in earnest.
pub async fn held<const N: usize>(
    named: Named<'_, N>,
    control: impl Future<Output = [Measured; N]>,
    attack: impl Future<Output = [Measured; N]>,
) -> Vec<Score> {
    let controls = control.await;
    for ((attack, target), control) in named.iter().zip(&controls) {
        eprintln!("wins with {:.3} where nothing protects: {attack}", control.score);
        assert!(control.low > *target, "{attack}: proves nothing, for without protection it scores {control:?} only");
    }
    let measured = attack.await;
    let scores = named.into_iter().zip(controls).zip(measured);
    scores.map(|(((attack, target), control), measured)| Score::new(attack, target, control, measured)).collect()
}
