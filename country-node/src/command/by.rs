//! Who does it, on the command line.

use crate::programme::change::Officer;
use clap::Args;

/// Who does it.
#[derive(Args, Debug)]
pub struct By {
    /// The officer, by a pseudonym that the country keeps.
    #[arg(long, default_value = "operator")]
    pub by: String,
}

impl By {
    /// The officer, by the operator's word.
    pub fn officer(&self) -> Officer<'_> {
        Officer::Operator(&self.by)
    }
}
