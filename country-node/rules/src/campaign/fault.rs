//! Why something is not done to a campaign.

use schema::campaign::letter::LetterState;
use schema::campaign::state::{State, Step};

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// What it would say cannot be kept.
    #[error("{0}")]
    Content(String),
    /// There is no such campaign.
    #[error("there is no such campaign")]
    NotThere,
    /// Not in this state.
    #[error("it is {}: {} is for one that is {wanted}", state.name(), step.name())]
    NotNow {
        /// Its state.
        state: State,
        /// What was to be done.
        step: Step,
        /// The states in which that is done.
        wanted: String,
    },
    /// Nobody is reached while it does not go on.
    #[error("it is {}: persons are reached while it is SENDING", .0.name())]
    NotSending(State),
    /// No officer carries what goes by e-mail.
    #[error(
        "the mail server carries what goes by e-mail: officers are told of TELEPHONE, POST, EMBASSY and ASSOCIATION"
    )]
    ByMail,
    /// Something was done to it since it was read.
    #[error("something was done to it since it was read: it is of version {0} by now")]
    Stale(i32),
    /// Nobody agrees to what they wrote.
    #[error("whoever wrote it does not approve it: another officer does")]
    OwnWork,
    /// Whoever names nobody can be the one who wrote it.
    #[error("an officer who is named (--by) approves it: whoever names nobody could have written it")]
    Unnamed,
    /// Whoever approves could be the one who wrote it.
    #[error(
        "somebody who named nobody wrote it, and could be whoever approves it: whoever stands for it writes it anew, on the command line with --by"
    )]
    WrittenUnnamed,
    /// Nobody would be written to.
    #[error("it goes to nobody: nobody of its audience agrees to be written to and is reached")]
    Nobody,
    /// An officer's own number.
    #[error("its activity says {0}, which no campaign told: that is replaced only where it is said (--replace)")]
    OfficersNumber(u32),
    /// There is none to be put back in the queue.
    #[error("none of its letters is REFUSED or GIVEN_UP")]
    NoneRefused,
    /// Something that cannot become of a letter.
    #[error("the letter is {}", .0.name())]
    Letter(LetterState),
}
