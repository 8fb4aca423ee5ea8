//! What is written of a question: opened before anything is read for it, closed before anything of it is spoken.

pub use crate::audit::close::Receipt;

use super::Decided;
use crate::audit::close::Closing;
use node_rules::audit::entry::Ending;

/// What became of a question.
pub fn closing(decided: &Decided) -> Closing {
    match decided {
        Decided::Read { source, agreement, .. } => {
            Closing { outcome: Ending::Answered, releases: vec![source.release.clone()], agreement: agreement.clone() }
        }
        Decided::Refused(refusals) => Closing::with(refusals.outcome().into()),
    }
}
