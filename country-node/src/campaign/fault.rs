//! Why something is not done with campaigns.

use crate::audit::ledger::AuditFault;
use crate::audit::reason::Reason;
use crate::consent::append::AppendFault;
use crate::consent::said::SaidFault;
use crate::contact::keep::ContactFault;
use crate::directory::wish::DirectoryFault;
use crate::person::answers::AnswersFault;
use node_rules::campaign::fault::Fault;
use node_rules::clock::{Seconds, text};
use schema::seal::SealFault;
use sea_orm::DbErr;

/// Why something is not done. What may be said of it is in [`CampaignFault::sayable`].
#[derive(Debug, thiserror::Error)]
pub enum CampaignFault {
    /// It may not be done.
    #[error("campaign {0}: {1}")]
    Refused(String, Fault),
    /// The id is none.
    #[error("an id of small letters, digits and hyphens, such as vote-2026")]
    Id,
    /// What it would say has not its form.
    #[error("{0}")]
    Form(String),
    /// The directory has no such activity.
    #[error("the directory has no activity {0}")]
    NoActivity(String),
    /// Its audience cannot be told.
    #[error(transparent)]
    Answers(#[from] AnswersFault),
    /// The node has no mail server.
    #[error("this node sends no mail: `[mail]` of node.toml is not there")]
    NoServer,
    /// There is no such letter, or it is nobody's any more.
    #[error("there is no such letter")]
    NoLetter,
    /// The mail server may still be at it.
    #[error("the mail server may still be at it: it is settled from {} on", text(*.0))]
    TooEarly(Seconds),
    /// Too few were reached for it to be told.
    #[error("fewer than twenty persons were reached: that is not told")]
    Few,
    /// The mail server is not reached, or wants no mail of this node. Nothing is lost: letters wait.
    #[error("the mail server: {0}; letters wait")]
    Server(String),
    /// The mail server is against whatever this node sends.
    #[error("the mail server refuses or breaks off {0} letters, one after another; letters wait")]
    Against(usize),
    /// A message that came back cannot be read.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// A directory's record is not changed.
    #[error(transparent)]
    Directory(#[from] DirectoryFault),
    /// What a person agrees to does not go on so.
    #[error(transparent)]
    Consent(#[from] SaidFault),
    /// The contacts do not open. Not said.
    #[error(transparent)]
    Contact(#[from] ContactFault),
    /// The store failed. Not said.
    #[error("the campaigns: {0}")]
    Store(#[from] DbErr),
    /// The audit log could not be written. Not said.
    #[error(transparent)]
    Audit(#[from] AuditFault),
    /// It has no canonical form. Not said.
    #[error("the campaigns: {0}")]
    Seal(#[from] SealFault),
}

impl Reason for CampaignFault {
    fn sayable(&self) -> Option<String> {
        match self {
            Self::Store(_)
            | Self::Audit(_)
            | Self::Seal(_)
            | Self::Contact(_)
            | Self::Consent(SaidFault::Store(_) | SaidFault::Append(AppendFault::Store(_))) => None,
            Self::Answers(fault) => fault.sayable(),
            Self::Directory(fault) => fault.sayable(),
            said => Some(said.to_string()),
        }
    }
}
