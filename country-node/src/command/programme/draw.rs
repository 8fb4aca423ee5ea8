//! `programme draw`.

use super::super::Failure;
use super::read;
use crate::programme::Programmes;
use crate::programme::change::Officer;
use node_rules::matching::need::Mode;
use node_rules::person::alike::Alike;
use std::path::Path;

/// Draws candidates from the register, and says what came of it.
pub(super) async fn draw(
    programmes: &Programmes,
    officer: Officer<'_>,
    (programme, like, modes): (&str, Option<&Path>, &[Mode]),
) -> Result<String, Failure> {
    let alike = like.map_or_else(|| Ok(Alike::REGISTER), read)?;
    let drawn = programmes.draw(officer, programme, &alike, modes).await?;
    Ok(format!(
        "{} candidates; {} persons were candidates before, {} do not say how they would serve",
        drawn.candidates, drawn.known, drawn.without_mode
    ))
}
