//! A candidate proposed for a need.

use schema::directory::sound::Sound;
use serde::{Deserialize, Serialize};

/// A match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Match {
    /// The need, by its id.
    pub need: String,
    /// The candidate, by its id.
    pub candidate: String,
    /// The points of the score, 0 to 1000, as they were when it was proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u16>,
    /// What gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

impl Match {
    pub(super) fn check(&self, sound: &mut Sound) {
        sound.maybe_id("need", Some(&self.need));
        sound.maybe_id("candidate", Some(&self.candidate));
        sound.expect(self.points.is_none_or(|points| points <= 1000), "points", "0 to 1000");
        sound.most("reasons", self.reasons.len(), 10);
        for (at, reason) in self.reasons.iter().enumerate() {
            sound.line(&format!("reasons.{at}"), reason);
        }
    }
}
