//! What somebody wants done to a record, and why it is not done.

use crate::audit::ledger::AuditFault;
use crate::node::NodeFault;
use node_rules::directory::content::Content;
use node_rules::directory::edit::EditFault;
use node_rules::directory::moves::MoveFault;
use node_rules::directory::references::Dangling;
use schema::country::CountryCode;
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::state::{EntryStep, Verdict};
use schema::directory::visibility::Shown;
use schema::member::MemberCode;
use sea_orm::DbErr;

/// What somebody wants done to one record.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The record's kind.
    pub kind: EntryKind,
    /// Its id.
    pub id: String,
    /// What.
    pub does: Does,
    /// Why.
    pub reason: String,
    /// The version that it was meant for; left out where whatever stands is meant.
    pub version: Option<i32>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Does {
    /// Writes it for the first time.
    Record(Content),
    /// Writes it for the first time, or anew as a whole.
    Write(Content),
    /// Puts what it says last right.
    Correct(Body),
    /// Says something else from a date on.
    ChangeFrom(PartialDate, Body),
    /// Ends what it says with a date.
    End(PartialDate),
    /// Says whom it is shown to, and who reviews it.
    Show(Shown),
    /// Moves it to another state.
    Move(EntryStep),
    /// Says what a reviewer thinks of it.
    Review(Verdict),
    /// Undoes what was done last.
    Undo,
}

/// Why nothing was done. What may be said of it is in [`DirectoryFault::sayable`].
#[derive(Debug, thiserror::Error)]
pub enum DirectoryFault {
    /// What it would say cannot be kept.
    #[error("{0} {1}: {2}")]
    Content(EntryKind, String, String),
    /// It may not be done now.
    #[error("{0} {1}: {2}")]
    Move(EntryKind, String, MoveFault),
    /// It is not changed so.
    #[error("{0} {1}: {2}")]
    Edit(EntryKind, String, EditFault),
    /// It names a record that is not there.
    #[error("{0} {1}: {2}")]
    Dangling(EntryKind, String, Dangling),
    /// The record is another country's.
    #[error("records of {0} are written by its own officers")]
    NotOwn(CountryCode),
    /// The reason cannot be kept.
    #[error("a reason is plain lines of 1,000 characters at most, and a review has one")]
    Reason,
    /// It names who is no member.
    #[error("{0} is no member of this federation")]
    NoMember(MemberCode),
    /// The members are not known. Not said.
    #[error(transparent)]
    Members(#[from] NodeFault),
    /// The id is none.
    #[error("an id of small letters, digits and hyphens, such as office-of-the-diaspora")]
    Id,
    /// The store failed. Not said.
    #[error("the directory: {0}")]
    Store(#[from] DbErr),
    /// The audit log could not be written. Not said.
    #[error(transparent)]
    Audit(#[from] AuditFault),
    /// It has no canonical form. Not said.
    #[error("the directory: {0}")]
    Seal(#[from] schema::seal::SealFault),
}

impl DirectoryFault {
    /// The sentence for the one who asked; nothing where something failed inside.
    pub fn sayable(&self) -> Option<String> {
        match self {
            Self::Store(_) | Self::Audit(_) | Self::Seal(_) | Self::Members(_) => None,
            said => Some(said.to_string()),
        }
    }
}
