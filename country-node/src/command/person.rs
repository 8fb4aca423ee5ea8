//! A person on the command line.

use super::Failure;
use crate::node::Node;
use clap::Args;
use node_rules::record_key::Pseudonym;
use std::convert::Infallible;
use std::str::FromStr;

/// A person's id, or `-` where it is read from standard input, so that it need not stand in a shell's history.
#[derive(Clone)]
pub struct PersonId(String);

impl FromStr for PersonId {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for PersonId {
    /// Mute: an id is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a person's id")
    }
}

impl PersonId {
    /// The id, without blanks around it, as a file's rows have it.
    pub fn read(self) -> Result<String, Failure> {
        let mut text = self.0;
        if text == "-" {
            text.clear();
            std::io::stdin().read_line(&mut text)?;
        }
        let id = text.trim();
        if id.is_empty() {
            Err("`--person` is a person's id, or - for a line of standard input".into())
        } else {
            Ok(id.to_owned())
        }
    }
}

/// The person that a command is about.
#[derive(Args, Debug)]
pub struct Whose {
    /// The person's id, or - to read it from standard input.
    #[arg(long)]
    person: PersonId,
}

impl Whose {
    /// The person, as the node knows it.
    pub fn pseudonym(self, node: &Node) -> Result<Pseudonym, Failure> {
        Ok(node.keys.of(&self.person.read()?).0)
    }
}
