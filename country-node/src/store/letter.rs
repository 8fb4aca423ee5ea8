//! A letter to one person. What it says is in its campaign, and how the person is reached is in the contacts: neither stands here.

use sea_orm::entity::prelude::*;

/// A letter.
#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    /// Our number.
    #[sea_orm(primary_key)]
    pub number: i64,
    /// The campaign.
    pub campaign: String,
    /// To whom; nothing where the person was erased.
    #[sea_orm(nullable)]
    pub pseudonym: Option<Vec<u8>>,
    /// Its `Message-ID`, without brackets: random, so that it tells nothing.
    #[sea_orm(unique)]
    pub message_id: String,
    /// In which language.
    pub language: String,
    /// By which means, by name.
    pub means: String,
    /// Where it stands, by name.
    pub state: String,
    /// How often the mail server did not take it.
    pub tries: i32,
    /// Before which second it is not tried.
    pub not_before: i64,
    /// When its state changed last, in seconds since 1970.
    pub at: i64,
    /// When it was about to be handed to the mail server.
    #[sea_orm(nullable)]
    pub offered_at: Option<i64>,
    /// When the mail server took it.
    #[sea_orm(nullable)]
    pub taken_at: Option<i64>,
    /// What the mail server answered last (RFC 5321, 4.2), as its code: its words can name the person.
    #[sea_orm(nullable)]
    pub code: Option<i32>,
    /// When it was handed to an officer; nothing where it is in nobody's hands: it never was, or somebody said since what came of it.
    #[sea_orm(nullable)]
    pub handed_at: Option<i64>,
    /// To which officer, by a pseudonym.
    #[sea_orm(nullable)]
    pub handed_to: Option<String>,
    /// When it was answered first.
    #[sea_orm(nullable)]
    pub answered_at: Option<i64>,
    /// When the person asked, because of it, to be written to no more.
    #[sea_orm(nullable)]
    pub opted_out_at: Option<i64>,
}

/// None: letters are found by their state, campaign and person.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    /// Mute: to whom a letter goes is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a letter")
    }
}
