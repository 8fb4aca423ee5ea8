//! What somebody wants done to a programme's record, and why it is not done.

use crate::audit::ledger::AuditFault;
use crate::audit::reason::Reason;
use crate::contact::keep::ContactFault;
use crate::directory::wish::DirectoryFault;
use crate::person::answers::AnswersFault;
use node_rules::programme::content::Content;
use node_rules::programme::fault::Fault;
use node_rules::programme::matched::Match;
use node_rules::record_key::Pseudonym;
use schema::programme::kind::Kind;
use schema::programme::state::Step;
use schema::programme::why::Why;
use schema::seal::SealFault;
use sea_orm::DbErr;

/// What somebody wants done to one record.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The record's kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What.
    pub does: Does,
    /// The version that it was meant for; left out where whatever stands is meant.
    pub version: Option<i32>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Does {
    /// Writes it for the first time; a candidate with the person whose it is.
    Record(Content, Option<Pseudonym>),
    /// Writes a match that matching proposes, with its points and their reasons.
    Propose(Match),
    /// Writes it anew.
    Change(Content),
    /// Moves it to another state.
    Move(Step, Option<Why>),
    /// Undoes what was done last.
    Undo,
}

/// Why nothing was done. What may be said of it is in [`ProgrammeFault::sayable`].
#[derive(Debug, thiserror::Error)]
pub enum ProgrammeFault {
    /// The directory has no such programme.
    #[error("the directory has no programme {0}")]
    NoProgramme(String),
    /// The programme has no such phase.
    #[error("the programme has no phase {0}")]
    NoPhase(String),
    /// What it would say has not its form.
    #[error("{0}")]
    Form(String),
    /// Persons like that cannot be told.
    #[error(transparent)]
    Answers(#[from] AnswersFault),
    /// There is no such match, or its person was erased.
    #[error("there is no such match of a person who is known")]
    Nobody,
    /// A contact does not open, or may not be. Said is only that it may not, or that there is none.
    #[error(transparent)]
    Contact(#[from] ContactFault),
    /// It may not be done.
    #[error("{0} {1}: {2}")]
    Refused(Kind, String, Fault),
    /// The id is none.
    #[error("an id of small letters, digits and hyphens, such as need-17")]
    Id,
    /// A move that is no move.
    #[error("{}: a record is written and undone by commands of their own", .0.name())]
    NoMove(Step),
    /// Others are of nobody.
    #[error("only a candidate is a person's")]
    Person,
    /// Nothing is kept of the person any more.
    #[error("the person was erased: `person readmit` lets one in who signs up anew")]
    Erased,
    /// A candidate's id is made by the node.
    #[error("a candidate's id is made by the node, for another could say who it is")]
    CandidateId,
    /// A candidate is somebody else than was said.
    #[error("the candidate is another person")]
    AnotherPerson,
    /// Points and reasons are the matching's own.
    #[error("points and reasons of a match are given by matching alone")]
    Score,
    /// The programme's own record does not take it.
    #[error(transparent)]
    Directory(#[from] DirectoryFault),
    /// The store failed. Not said.
    #[error("the programmes: {0}")]
    Store(#[from] DbErr),
    /// The audit log could not be written. Not said.
    #[error(transparent)]
    Audit(#[from] AuditFault),
    /// A report has no JSON form. Not said.
    #[error("the programmes: {0}")]
    Json(#[from] serde_json::Error),
    /// It has no canonical form. Not said.
    #[error("the programmes: {0}")]
    Seal(#[from] SealFault),
}

impl Reason for ProgrammeFault {
    fn sayable(&self) -> Option<String> {
        match self {
            Self::Store(_)
            | Self::Audit(_)
            | Self::Json(_)
            | Self::Seal(_)
            | Self::Contact(ContactFault::Vault(_) | ContactFault::Store(_)) => None,
            Self::Answers(fault) => fault.sayable(),
            Self::Directory(fault) => fault.sayable(),
            said => Some(said.to_string()),
        }
    }
}
