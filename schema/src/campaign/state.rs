//! Where a campaign stands, and what is done to it.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

/// Where a campaign stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "CampaignState")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// It is being written.
    Draft,
    /// Another officer read it and agrees.
    Approved,
    /// Its letters are drawn up and go out.
    Sending,
    /// Nothing goes out for now.
    Paused,
    /// Nothing goes out any more.
    Stopped,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Approved, Self::Sending, Self::Paused, Self::Stopped];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Approved => "APPROVED",
            Self::Sending => "SENDING",
            Self::Paused => "PAUSED",
            Self::Stopped => "STOPPED",
        }
    }
}

/// What is done to a campaign.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[graphql(name = "CampaignStep")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// It is written, for the first time or anew.
    Write,
    /// Another officer than the one who wrote it agrees to it.
    Approve,
    /// It is taken back to be written anew.
    Reopen,
    /// Its letters are drawn up and begin to go out.
    Start,
    /// Nothing goes out for now.
    Pause,
    /// It goes on.
    Resume,
    /// What has not gone out never will.
    Stop,
    /// Letters that the mail server refused, or did not take for days, go back in the queue.
    Again,
    /// An officer says of a letter whether the mail server has it.
    Settle,
    /// An officer is told how persons are reached, and letters are in the officer's hands from then on.
    Hand,
    /// An officer says what came of a letter.
    Say,
    /// How many were reached is written into the record of its activity.
    Tell,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Write,
        Self::Approve,
        Self::Reopen,
        Self::Start,
        Self::Pause,
        Self::Resume,
        Self::Stop,
        Self::Again,
        Self::Settle,
        Self::Hand,
        Self::Say,
        Self::Tell,
    ];

    /// Its name in files and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Write => "WRITE",
            Self::Approve => "APPROVE",
            Self::Reopen => "REOPEN",
            Self::Start => "START",
            Self::Pause => "PAUSE",
            Self::Resume => "RESUME",
            Self::Stop => "STOP",
            Self::Again => "AGAIN",
            Self::Settle => "SETTLE",
            Self::Hand => "HAND",
            Self::Say => "SAY",
            Self::Tell => "TELL",
        }
    }
}
