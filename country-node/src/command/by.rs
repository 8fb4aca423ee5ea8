//! Who does it, on the command line.

use crate::programme::change::Officer;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

/// Who does it.
#[derive(Args, Debug)]
pub struct By {
    /// The officer, by the name in the country's tokens: the history has the pseudonym that the officer has at the desk too. Left out, it is
    /// the node's operator, who approves no campaign and reviews no experience.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: Option<String>,
}

impl By {
    /// The officer, by the operator's word.
    pub fn officer(&self) -> Officer<'_> {
        self.by.as_deref().map_or(Officer::Operator, Officer::Named)
    }
}
