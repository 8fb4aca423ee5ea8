//! `contact`: how persons are reached, by the country's own operator.

use super::consent::{PURPOSES, purpose};
use super::person::Whose;
use super::{Failure, say, system_random};
use crate::audit::command::Administration;
use crate::contact::file::load;
use crate::contact::keep::{Means, erase, open, open_for, rotate};
use crate::contact::vault::VARIABLE;
use crate::intake::consents::name;
use crate::node::Node;
use clap::{Args, Subcommand};
use schema::audience::Audience;
use schema::purpose::ConsentPurpose;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Contact {
    /// Takes in a file with the header `person_id,name,address,email,telephone`: every row, or none and a report.
    Load {
        /// The file.
        file: PathBuf,
        /// Also in the place of what persons said on their own pages.
        #[arg(long)]
        also_own: bool,
    },
    /// Prints a person's contact for a purpose that the person agrees to.
    Show(Show),
    /// Prints what is kept of a person, for the person who asks for it.
    Access(Whose),
    /// Erases a person's contact.
    Erase(Whose),
    /// Seals every contact anew with a new key.
    Rotate,
}

#[derive(Args, Debug)]
pub struct Show {
    #[command(flatten)]
    whose: Whose,
    #[arg(long, help = PURPOSES, value_parser = purpose)]
    purpose: ConsentPurpose,
}

impl Contact {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        // That a contact was opened and for what is written down; whose, is not.
        let written = match &self {
            Self::Load { also_own, .. } => Administration::of("contact load").switch("also-own", *also_own),
            Self::Show(show) => Administration::of("contact show").with("purpose", name(show.purpose)),
            Self::Access(_) => Administration::of("contact access"),
            Self::Erase(_) => Administration::of("contact erase"),
            Self::Rotate => Administration::of("contact rotate"),
        };
        let done = node.audited(written, self.act(node)).await?;
        say(&done)
    }

    /// Does it, and gives back what is said once that is written down.
    async fn act(self, node: &Node) -> Result<String, Failure> {
        let (environment, mut random) = (std::env::var(VARIABLE).ok(), system_random()?);
        let means = &mut Means { environment: environment.as_deref(), random: &mut random };
        Ok(match self {
            Self::Load { file, also_own } => {
                let taken = load(node, &file, also_own, means).await?;
                let mut said = vec![format!("{} contacts are kept, sealed", taken.kept)];
                if taken.erased > 0 {
                    said.push(format!("{} were left out: their persons were erased", taken.erased));
                }
                if taken.own > 0 {
                    said.push(format!("{} stay as their persons said them on their own pages", taken.own));
                }
                said.join("; ")
            }
            Self::Show(show) => {
                let person = show.whose.pseudonym(node)?;
                let contact = open_for(node, &person, (show.purpose, Audience::OwnGovernment), means).await?;
                serde_json::to_string_pretty(&contact)?
            }
            Self::Access(whose) => serde_json::to_string_pretty(&open(node, &whose.pseudonym(node)?, means).await?)?,
            Self::Erase(whose) => {
                erase(node, &whose.pseudonym(node)?).await?;
                "the contact is erased".to_owned()
            }
            Self::Rotate => format!("{} contacts are sealed anew", rotate(node, means).await?),
        })
    }
}
