//! One event of a person's consent.

use crate::clock::Seconds;
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What happened to a consent. Events are only ever appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// Given, with purposes and audience.
    Given,
    /// Given again, perhaps with other purposes or another audience.
    Refreshed,
    /// Withdrawn, wholly.
    Withdrawn,
    /// Its time is over.
    Expired,
}

impl EventKind {
    /// Whether the person agrees to something by it.
    pub const fn agrees(self) -> bool {
        matches!(self, Self::Given | Self::Refreshed)
    }

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "GIVEN",
            Self::Refreshed => "REFRESHED",
            Self::Withdrawn => "WITHDRAWN",
            Self::Expired => "EXPIRED",
        }
    }
}

/// How a person, or who stands for the person, expressed an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Method {
    /// On paper.
    Paper,
    /// On the country's own portal.
    Portal,
    /// At an embassy or a consulate.
    Embassy,
    /// By telephone.
    Telephone,
    /// By a guardian, for the person.
    Guardian,
}

impl Method {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paper => "PAPER",
            Self::Portal => "PORTAL",
            Self::Embassy => "EMBASSY",
            Self::Telephone => "TELEPHONE",
            Self::Guardian => "GUARDIAN",
        }
    }
}

/// One event of one person's consent: all that decides what it allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Seconds,
    /// What the person agreed to; empty for withdrawn and expired.
    pub purposes: BTreeSet<ConsentPurpose>,
    /// How far it reaches.
    pub audience: Audience,
    /// The second from which on the consent counts as expired, without anybody writing an event.
    pub valid_until: Option<Seconds>,
}

/// An event with how it came about: what its record tells beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The event.
    pub event: Event,
    /// The notice that the person was shown, where one is recorded.
    pub shown: Option<Shown>,
    /// How it was expressed, where that is recorded.
    pub method: Option<Method>,
    /// When the node came to know of it; nothing of events from before that was written down.
    pub recorded_at: Option<Seconds>,
}

impl std::fmt::Debug for Recorded {
    /// Mute: what a person agreed to is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event of a consent")
    }
}

/// A notice as it was shown to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Which, with its version: `register/2`.
    pub notice: String,
    /// In which language (BCP 47).
    pub language: String,
    /// SHA-256 of its text, base64url.
    pub digest: String,
}
