//! Why a country's figures did not come. The log learns which; the caller gets a word and a sentence from one match.

use crate::absence::Absence;
use crate::registry::Node;
use schema::assertion::AssertionFault;
use schema::coverage::Outcome;

/// Why a country's figures did not come.
#[derive(Debug, thiserror::Error)]
pub enum Silence {
    /// The country's rules say no, for a public reason of its own.
    #[error("the node declined")]
    Declined(Option<String>),
    /// The country has published no such release.
    #[error("the node has published no such release")]
    NotPublished(Option<String>),
    /// The node does not take the caller's word.
    #[error("the node did not accept the caller's token")]
    NotAccepted,
    /// The node lets the caller ask nothing.
    #[error("the node does not let this caller ask")]
    NotAllowed,
    /// The node takes no more questions at the moment (HTTP 429 or 503).
    #[error("the node is busy")]
    Busy,
    /// No connection, or one that broke.
    #[error("the connection failed: {0}")]
    Connection(Box<dyn std::error::Error + Send + Sync>),
    /// One side does not believe the other's certificate.
    #[error("TLS: {0}")]
    Certificate(rustls::Error),
    /// The gateway could not sign the question.
    #[error("the question could not be signed: {0}")]
    NotSigned(#[from] AssertionFault),
    /// The deadline passed.
    #[error("the deadline passed")]
    Late,
    /// The reply breaks the contract.
    #[error("the reply breaks the contract: {0}")]
    Breach(#[from] Breach),
}

/// How a reply breaks the contract. Nothing here repeats what the reply said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// Another status than 200.
    #[error("status {0}")]
    Status(u16),
    /// More bytes than are read.
    #[error("the body is too large")]
    TooLarge,
    /// Not JSON of the form that was asked for.
    #[error("not JSON of the expected form (line {line}, column {column})")]
    Form {
        /// Where reading stopped.
        line: usize,
        /// Where reading stopped.
        column: usize,
    },
    /// GraphQL errors, by their codes.
    #[error("GraphQL errors: {0}")]
    Errors(String),
    /// Another version of the contract.
    #[error("another version of the contract")]
    OtherContract,
    /// Another country's node.
    #[error("the node is another country's")]
    OtherCountry,
    /// Not one answer for each question.
    #[error("{came} answers to {asked} questions")]
    Answers {
        /// How many questions there were.
        asked: usize,
        /// How many answers came.
        came: usize,
    },
    /// The catalogue was asked for and is not there.
    #[error("the catalogue is missing")]
    NoCatalogue,
    /// Themes were asked for and are not there.
    #[error("the themes are missing")]
    NoThemes,
    /// An outcome that a node may not claim.
    #[error("the outcome {0:?} is not a node's to claim")]
    Claim(Outcome),
    /// Figures or a source where none may be, or none where they must be.
    #[error("outcome, figures and source contradict each other")]
    Contradiction,
    /// A figure whose parts contradict each other.
    #[error("a figure contradicts itself")]
    Figure,
    /// Codes that do not fit the question.
    #[error("a figure's codes are not among those asked for")]
    Codes,
    /// A row that stands twice.
    #[error("a row stands twice")]
    Twice,
    /// A signature that is not the node's over this answer to this question.
    #[error("the node did not sign this answer to this question")]
    Signature,
    /// Waves that are no series: none, too many, of several studies, or not oldest first.
    #[error("the waves are no series")]
    Series,
    /// A source that is not what was asked for.
    #[error("the source is another dataset, study or period")]
    OtherSource,
    /// A text that is too long or has control characters.
    #[error("a text is too long or has control characters")]
    Text,
}

impl Silence {
    /// Tells the log, where an operator should look at it, and the caller in a sentence.
    pub fn told(self, node: &Node) -> Absence {
        if self.is_fault() {
            tracing::warn!(country = %node.member.code, fault = %self, "a country is absent");
        }
        self.absence(&node.member.name)
    }

    /// What may be said of it. `country` is the member's name.
    pub fn absence(self, country: &str) -> Absence {
        let own = |reason: Option<String>, otherwise: &str| match reason {
            Some(reason) => reason,
            None => format!("The node of {country} {otherwise}."),
        };
        let said = |what: &str| format!("The node of {country} {what}.");
        let (outcome, reason) = match self {
            Self::Declined(reason) => (Outcome::Declined, own(reason, "declined and gave no reason")),
            Self::NotPublished(reason) => (Outcome::NotPublished, own(reason, "has published no such release")),
            Self::NotAccepted => (Outcome::Declined, said("does not accept the token that the question came with")),
            Self::NotAllowed => (Outcome::Declined, said("does not let this caller ask")),
            Self::Busy => (Outcome::Unreachable, said("takes no more questions at the moment; ask again in a minute")),
            Self::Connection(_) => (Outcome::Unreachable, said("could not be reached")),
            Self::Certificate(_) => {
                (Outcome::Unreachable, said("and this gateway do not believe each other's certificates"))
            }
            Self::NotSigned(_) => {
                (Outcome::Unreachable, said("was not asked: this gateway could not sign the question"))
            }
            Self::Late => (Outcome::TimedOut, said("did not answer in time")),
            Self::Breach(Breach::OtherContract) => {
                (Outcome::Incompatible, said("speaks another version of the contract"))
            }
            Self::Breach(Breach::Signature) => (Outcome::Incompatible, said("gave an answer that it did not sign")),
            Self::Breach(_) => (Outcome::Incompatible, said("gave a reply that does not follow the contract")),
        };
        Absence { outcome, reason }
    }

    /// Whether an operator should look at it: what a country decides by itself is no fault.
    pub fn is_fault(&self) -> bool {
        !matches!(self, Self::Declined(_) | Self::NotPublished(_))
    }
}
