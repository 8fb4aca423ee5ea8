//! `register`: keeping the register right, by the country's own officers.

use super::{Failure, say, system_random};
use crate::audit::command::Administration;
use crate::contact::keep::Means;
use crate::contact::vault::VARIABLE;
use crate::node::Node;
use crate::person::review::{self, Pair};
use crate::person::same::judge;
use clap::{Args, Subcommand};
use node_rules::person::identity::Verdict;
use node_rules::person::likeness::{Field, MOST};
use serde_json::json;
use std::collections::BTreeSet;

#[derive(Subcommand, Debug)]
pub enum Register {
    /// Lists pairs of ids that are probably one person and wait for review: by handles, with what agrees.
    Duplicates {
        /// Those too that are judged.
        #[arg(long)]
        all: bool,
    },
    /// Opens the contacts of a pair that waits for review, to keep the register right and for nothing else.
    Contacts {
        /// One of them, by its handle.
        one: String,
        /// The other.
        other: String,
    },
    /// Judges that two are one person: releases count one, and the stricter consent holds for both.
    Same(Judge),
    /// Judges that two are two persons.
    Different(Judge),
    /// Takes a judgement back: the pair waits for review again.
    TakeBack(Judge),
}

#[derive(Args, Debug)]
pub struct Judge {
    /// One of them, by its handle.
    one: String,
    /// The other.
    other: String,
    #[command(flatten)]
    said: Said,
}

/// Who says something and why. It is kept, and the person sees it.
#[derive(Args, Debug)]
pub struct Said {
    /// The officer, by a pseudonym that the country keeps.
    #[arg(long, value_parser = officer)]
    pub by: String,
    /// Why, in words that name nobody; the person sees them.
    #[arg(long, value_parser = reason)]
    pub reason: String,
}

impl Register {
    pub async fn run(self, node: &Node) -> Result<(), Failure> {
        // That it was done is written down; of whom, is not.
        let written = match &self {
            Self::Duplicates { .. } => Administration::of("register duplicates"),
            Self::Contacts { .. } => Administration::of("register contacts").with("under", "register kept right"),
            Self::Same(judge) => Administration::of("register same").with("by", &judge.said.by),
            Self::Different(judge) => Administration::of("register different").with("by", &judge.said.by),
            Self::TakeBack(judge) => Administration::of("register take-back").with("by", &judge.said.by),
        };
        let done = node.audited(written, self.act(node)).await?;
        say(&done)
    }

    /// Does it, and gives back what is said once that is written down.
    async fn act(self, node: &Node) -> Result<String, Failure> {
        match self {
            Self::Duplicates { all } => {
                let pairs = review::list(node).await?;
                let lines: Vec<String> = pairs.iter().filter(|pair| all || pair.verdict.is_none()).map(line).collect();
                let none = "nobody is found twice, or all are judged".to_owned();
                Ok(if lines.is_empty() { none } else { lines.join("\n") })
            }
            Self::Contacts { one, other } => {
                let pair = [review::person(node, &one).await?, review::person(node, &other).await?];
                let (environment, mut random) = (std::env::var(VARIABLE).ok(), system_random()?);
                let means = &mut Means { environment: environment.as_deref(), random: &mut random };
                let [first, second] = review::contacts(node, pair, means).await?;
                Ok(serde_json::to_string_pretty(&json!({ one: first, other: second }))?)
            }
            Self::Same(judge) => judge.judge(node, Verdict::Same).await,
            Self::Different(judge) => judge.judge(node, Verdict::Different).await,
            Self::TakeBack(judge) => judge.judge(node, Verdict::TakenBack).await,
        }
    }
}

impl Judge {
    async fn judge(self, node: &Node, verdict: Verdict) -> Result<String, Failure> {
        let pair = (review::person(node, &self.one).await?, review::person(node, &self.other).await?);
        judge(node, pair, verdict, (&self.said.by, &self.said.reason)).await?;
        let said = match verdict {
            Verdict::Same => "is one person with",
            Verdict::Different => "is another person than",
            Verdict::TakenBack => "waits for review again, with",
        };
        Ok(format!("{} {said} {}, from the next release on", self.one, self.other))
    }
}

fn line(pair: &Pair) -> String {
    let [one, other] = &pair.handles;
    let named = |fields: &BTreeSet<Field>| fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(", ");
    let (agree, differ) = (named(&pair.likeness.agree), named(&pair.likeness.differ));
    let differ = if differ.is_empty() { differ } else { format!("; {differ} differ") };
    let verdict = pair.verdict.map_or("waits", |verdict| match verdict {
        Verdict::Same => "the same",
        Verdict::Different => "different",
        Verdict::TakenBack => "waits",
    });
    format!("{one}  {other}  {} of {MOST}  {verdict}  {agree} agree{differ}", pair.likeness.points())
}

fn officer(name: &str) -> Result<String, String> {
    let is_one = (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if is_one { Ok(name.to_owned()) } else { Err("letters, digits and hyphens, at most 40".to_owned()) }
}

fn reason(words: &str) -> Result<String, String> {
    let words = words.trim();
    let is_one = (1..=300).contains(&words.chars().count()) && !words.chars().any(char::is_control);
    if is_one { Ok(words.to_owned()) } else { Err("why, on one line of at most 300 characters".to_owned()) }
}
