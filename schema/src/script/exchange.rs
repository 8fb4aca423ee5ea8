//! What a gateway and a node say to each other when a script's secret is exchanged: JSON, by POST.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a node exchanges secrets, at its own address.
pub const PATH: &str = "/token";

/// What a gateway presents.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presented {
    /// The script's secret.
    pub secret: String,
}

/// What a node gives for it.
#[derive(Serialize, Deserialize)]
pub struct Exchanged {
    /// A token signed with the member's own key.
    pub token: String,
    /// Until when it holds, in seconds since 1970.
    pub until: i64,
}

impl fmt::Debug for Presented {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a script's secret")
    }
}

impl fmt::Debug for Exchanged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a token until {}", self.until)
    }
}
