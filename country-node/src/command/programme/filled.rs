//! `programme tell`: positions asked for and filled, into the programme's record.

use super::Failure;
use crate::command::by::By;
use crate::programme::Programmes;

/// Writes them, and says what was written.
pub async fn tell(programmes: &Programmes, programme: &str, by: &By) -> Result<String, Failure> {
    let phases = programmes.tell(by.officer(), programme).await?;
    let lines = phases.iter().map(|phase| {
        let filled = match phase.filled_of_positions() {
            Some(rate) => format!("{} to {} % of them filled", percent(rate.lower), percent(rate.upper)),
            None => "how many were filled is not told: it is of few".to_owned(),
        };
        format!("phase {}: {} positions, {filled}", phase.phase, phase.positions.unwrap_or_default())
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn percent(share: f64) -> String {
    format!("{:.0}", 100.0 * share)
}
