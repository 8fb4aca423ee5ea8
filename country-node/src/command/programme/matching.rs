//! `programme match`, `withdraw-proposals`, `fairness` and `shortlist`.

use super::read;
use crate::audit::command::Administration;
use crate::command::Failure;
use crate::command::by::By;
use crate::programme::Programmes;
use crate::programme::propose::{Proposed, kept};
use clap::Args;
use node_rules::matching::fairness::Composition;
use node_rules::matching::weights::Weights;
use node_rules::programme::matched::Match;
use std::path::PathBuf;

/// A run of matching.
#[derive(Args, Debug)]
pub struct Run {
    /// The programme.
    programme: String,
    /// What each part of a score weighs (TOML); left out, as the country's rules have it.
    #[arg(long)]
    weights: Option<PathBuf>,
}

impl Run {
    fn weights(&self) -> Result<Weights, Failure> {
        self.weights.as_deref().map_or_else(|| Ok(Weights::default()), read)
    }
}

/// Candidates for all needs at once.
#[derive(Args, Debug)]
pub struct Proposing {
    #[command(flatten)]
    run: Run,
    /// Only the needs of this phase.
    #[arg(long)]
    phase: Option<String>,
    /// Keeps the proposals, for officers to decide on.
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    by: By,
}

impl Proposing {
    /// What is written down of it.
    pub fn written(&self) -> Administration {
        Administration::of("programme match").with("programme", &self.run.programme).switch("keep", self.keep)
    }

    /// Proposes, and keeps the proposals where that is wanted.
    pub async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        let Self { run, phase, keep, by } = self;
        let proposed = programmes.propose(&run.programme, phase.as_deref(), run.weights()?).await?;
        let said = proposals(&proposed);
        if keep {
            programmes.act(by.officer(), &run.programme, kept(proposed.matches)).await?;
        }
        Ok(said)
    }
}

/// Proposals that are taken back.
#[derive(Args, Debug)]
pub struct Withdrawing {
    /// The programme.
    programme: String,
    /// Only those for needs of this phase.
    #[arg(long)]
    phase: Option<String>,
    #[command(flatten)]
    by: By,
}

impl Withdrawing {
    /// What is written down of it.
    pub fn written(&self) -> Administration {
        Administration::of("programme withdraw-proposals").with("programme", &self.programme)
    }

    /// Takes them back, and says how many there were.
    pub async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        let Self { programme, phase, by } = self;
        let withdrawn = programmes.withdraw_proposals(by.officer(), &programme, phase.as_deref()).await?;
        Ok(format!("{withdrawn} proposals are taken back"))
    }
}

/// Who is among those who come how far.
#[derive(Args, Debug)]
pub struct Fairness {
    /// The programme.
    programme: String,
    /// Only of needs of this phase.
    #[arg(long)]
    phase: Option<String>,
}

impl Fairness {
    /// What is written down of it.
    pub fn written(&self) -> Administration {
        Administration::of("programme fairness").with("programme", &self.programme)
    }

    /// Shows it.
    pub async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        let progress = programmes.progress(&self.programme, self.phase.as_deref()).await?;
        let steps = [
            ("could be matched", &progress.eligible),
            ("proposed", &progress.proposed),
            ("accepted", &progress.accepted),
            ("agreed", &progress.agreed),
            ("placed", &progress.placed),
        ];
        Ok(steps.map(|(name, of)| among(name, of)).join("\n"))
    }
}

/// The candidates of one need.
#[derive(Args, Debug)]
pub struct Shortlisting {
    #[command(flatten)]
    run: Run,
    /// The need.
    need: String,
}

impl Shortlisting {
    /// What is written down of it.
    pub fn written(&self) -> Administration {
        Administration::of("programme shortlist").with("programme", &self.run.programme).with("need", &self.need)
    }

    /// Lists them.
    pub async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        let Self { run, need } = self;
        let listed = programmes.shortlist(&run.programme, &need, &run.weights()?).await?;
        let listed = listed.ok_or("the need has no position that nobody is proposed for")?;
        let mut lines: Vec<String> = listed.eligible.iter().map(proposal).collect();
        let others = listed.others.iter().map(|(id, why)| format!("{id}  cannot be: {}", why.join("; ")));
        lines.extend(others);
        Ok(if lines.is_empty() { "there are no candidates".to_owned() } else { lines.join("\n") })
    }
}

fn proposal(of: &Match) -> String {
    format!("{}  {}  {} points: {}", of.need, of.candidate, of.points.unwrap_or(0), of.reasons.join("; "))
}

fn proposals(proposed: &Proposed) -> String {
    let mut lines: Vec<String> = proposed.matches.iter().map(proposal).collect();
    let open = proposed.open.iter();
    lines.extend(open.map(|(need, positions)| format!("{need}  nobody for {positions} positions")));
    let over = proposed.over.iter();
    lines.extend(
        over.map(|(need, until)| {
            format!("{need}  is over since {until}: whoever served it is written down afterwards")
        }),
    );
    lines.push(among("could be matched", &proposed.fairness.eligible));
    lines.push(among("are proposed", &proposed.fairness.matched));
    lines.join("\n")
}

/// Such as `could be matched: 480 persons, women 24.2 %, ESP 49.8 %`.
fn among(name: &str, of: &Composition) -> String {
    let percent = |share: Option<f64>| share.map_or("-".to_owned(), |share| format!("{:.1} %", share * 100.0));
    let mut parts = vec![format!("{name}: {} persons, women {}", of.persons, percent(of.share_of_women()))];
    parts.extend(of.by_destination.keys().map(|place| {
        let name = place.map_or("unknown".to_owned(), |place| place.to_string());
        format!("{name} {}", percent(of.share_of(*place)))
    }));
    parts.join(", ")
}
