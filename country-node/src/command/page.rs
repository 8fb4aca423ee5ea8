//! `page link`: opens a person's own page, once.

use super::person::Whose;
use super::{Failure, say, system_random};
use crate::audit::command::Administration;
use crate::node::Node;
use crate::page::link::{MOST_HOURS, issue};
use crate::person::erased;
use crate::person::known::is_known;
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub enum Page {
    /// Prints a link that opens a person's own page once.
    Link(Link),
}

#[derive(Args, Debug)]
pub struct Link {
    #[command(flatten)]
    whose: Whose,
    /// How long it waits to be opened.
    #[arg(long, default_value_t = 48, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_HOURS)))]
    hours: u32,
    /// Also of an id of which nothing is held yet, such as of somebody who has just signed up.
    #[arg(long)]
    new: bool,
}

impl Page {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        let Self::Link(link) = self;
        let page = node.config.page.as_ref().ok_or("this node serves no page: `[page]` of node.toml is not there")?;
        let mut random = [0; 32];
        system_random()?(&mut random);
        let issuing = async {
            let person = link.whose.pseudonym(node)?;
            if erased::at(&node.store, &person).await?.is_some() {
                return Err("this person was erased: there is nothing to show".into());
            }
            if !link.new && !is_known(&node.store, &person).await? {
                let why =
                    "nothing is held of this person: is the id right? `--new` opens a page for who has just signed up";
                return Err(why.into());
            }
            Ok::<_, Failure>(issue(node, person, link.hours, random).await?)
        };
        let written = Administration::of("page link").switch("new", link.new);
        let secret = node.audited(written, issuing).await?;
        say(&format!("{}/me/{secret}", page.origin))
    }
}
