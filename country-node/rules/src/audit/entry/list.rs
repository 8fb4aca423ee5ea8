//! Lists that are asked for, as they are written down.

use serde::{Deserialize, Serialize};

/// A list of institutional records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum List {
    /// What focus groups talked about.
    Themes,
    /// A page of the directory.
    Directory,
    /// A programme's work, for the country's own officers.
    Programme,
    /// Campaigns, for the country's own officers.
    Campaign,
}

impl List {
    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Themes => "THEMES",
            Self::Directory => "DIRECTORY",
            Self::Programme => "PROGRAMME",
            Self::Campaign => "CAMPAIGN",
        }
    }
}
