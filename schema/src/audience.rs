//! How far a person's consent reaches.

use serde::{Deserialize, Serialize};

/// The widest audience that a person agreed to; each holds those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Audience {
    /// The person's own government.
    OwnGovernment,
    /// The own government and IOM.
    Iom,
    /// The own government, IOM and the member governments.
    MemberGovernments,
    /// Everyone.
    Public,
}
