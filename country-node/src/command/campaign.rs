//! `campaign write`, `list`, `show`, `history`, `preview`, `move`, `send`, `again`, `open`, `settle`, `returned`, `by-hand`, `said`, `tell`.

use super::by::By;
use super::sheet::sheet;
use super::{Failure, named, say};
use crate::audit::command::Administration;
use crate::campaign::Campaigns;
use crate::campaign::change::Does;
use crate::campaign::hand::Handed;
use crate::campaign::list::{self, AT_ONCE, ByHand, List};
use crate::directory::Directory;
use crate::node::Node;
use clap::Subcommand;
use node_rules::campaign::content;
use node_rules::campaign::drawing::Drawing;
use node_rules::campaign::record::Record;
use node_rules::clock::text;
use node_rules::consent::Method;
use schema::campaign::letter::Means;
use schema::campaign::outcome::Outcome;
use schema::campaign::state::Step;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Subcommand, Debug)]
pub enum Campaign {
    /// Writes a campaign from a file (TOML; campaign.sample.toml), for the first time or anew.
    Write {
        /// Its id.
        id: String,
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        by: By,
    },
    /// Lists the campaigns with their states.
    List,
    /// Shows what a campaign says and what became of its letters.
    Show {
        /// Its id.
        id: String,
    },
    /// Shows what was done to a campaign, and by whom.
    History {
        /// Its id.
        id: String,
    },
    /// Counts whom a campaign would go to if it started now, by means and language, and who of those who agree would be left out and why.
    /// Nothing is kept.
    Preview {
        /// Its id.
        id: String,
    },
    /// Moves a campaign to its next state: APPROVE (by another officer than wrote it, named by `--by`), REOPEN, START, PAUSE, RESUME, STOP.
    Move {
        /// Its id.
        id: String,
        /// What is done.
        #[arg(value_parser = named::<Step>)]
        step: Step,
        #[command(flatten)]
        by: By,
    },
    /// Sends letters until none waits that may go out now. A serving node does it by itself.
    Send,
    /// Puts those letters of a campaign back in the queue that the mail server refused, or did not take for days: for where it was the sender
    /// that it was against, and is no more.
    Again {
        /// The campaign.
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// Lists letters of which nobody knows yet whether the mail server has them, with their `Message-ID`s.
    Open,
    /// Settles such letters by the mail server's log; or one, by what an officer saw there.
    Settle {
        /// The letter's number.
        letter: Option<i64>,
        /// The mail server has it.
        #[arg(long, requires = "letter")]
        taken: bool,
        /// The mail server surely does not have it: it goes out again.
        #[arg(long, requires = "letter", conflicts_with = "taken")]
        not_taken: bool,
        #[command(flatten)]
        by: By,
    },
    /// Takes in answers and what came back, from a mailbox: an mbox file, one message, or a folder of messages (Maildir).
    Returned {
        /// The mailbox.
        mailbox: PathBuf,
    },
    /// Tells how those persons are reached whom an officer writes to or calls, as CSV, and keeps that the officer has their letters: each is
    /// handed out once, until somebody says that the person was not reached.
    ByHand {
        /// The campaign.
        id: String,
        /// TELEPHONE or POST; EMBASSY or ASSOCIATION, for whoever is it in the country that each person lives in.
        #[arg(value_parser = named::<Means>)]
        means: Means,
        /// Also those that were handed out before and of which nobody said yet what came of them, each with when and to whom.
        #[arg(long)]
        again: bool,
        /// Those behind this letter.
        #[arg(long, value_name = "LETTER")]
        after: Option<i64>,
        /// How many persons at most, 1 to 500. Where there are others, that is said on standard error.
        #[arg(long, value_name = "N", default_value_t = AT_ONCE)]
        first: usize,
        #[command(flatten)]
        by: By,
    },
    /// Keeps what came of a letter that an officer carried: the person was REACHED, ANSWERED, was `NOT_REACHED`, or is to be written to
    /// `NO_MORE`. Of a letter by e-mail, ANSWERED or `NO_MORE`, where the person said so to an officer.
    Said {
        /// The letter's number.
        letter: i64,
        /// What came of it.
        #[arg(value_parser = named::<Outcome>)]
        outcome: Outcome,
        /// How `NO_MORE` was said, where it is not as the letter goes: PAPER, PORTAL, EMBASSY, TELEPHONE or GUARDIAN.
        #[arg(long, value_parser = named::<Method>)]
        method: Option<Method>,
        #[command(flatten)]
        by: By,
    },
    /// Writes how many persons were reached, in whole tens, by all campaigns of this one's activity together into the activity's record in
    /// the directory.
    Tell {
        /// The campaign.
        id: String,
        /// Also where the number that stands there was entered by an officer.
        #[arg(long)]
        replace: bool,
        #[command(flatten)]
        by: By,
    },
}

impl Campaign {
    pub async fn run(self, node: Node) -> Result<(), Failure> {
        let node = Arc::new(node);
        let directory = Arc::new(Directory::open(Arc::clone(&node))?);
        let campaigns = Campaigns::new(Arc::clone(&node), directory)?;
        let written = self.written();
        let done = node.audited(written, self.act(&campaigns)).await?;
        say(done.trim_end())
    }

    /// What is written down of the command.
    fn written(&self) -> Administration {
        match self {
            Self::Write { id, .. } => Administration::of("campaign write").with("campaign", id),
            Self::List => Administration::of("campaign list"),
            Self::Show { id } => Administration::of("campaign show").with("campaign", id),
            Self::History { id } => Administration::of("campaign history").with("campaign", id),
            Self::Preview { id } => Administration::of("campaign preview").with("campaign", id),
            Self::Move { id, step, .. } => {
                Administration::of("campaign move").with("campaign", id).with("step", step.name())
            }
            Self::Send => Administration::of("campaign send"),
            Self::Again { id, .. } => Administration::of("campaign again").with("campaign", id),
            Self::Open => Administration::of("campaign open"),
            Self::Settle { letter, taken, not_taken, .. } => Administration::of("campaign settle")
                .maybe("letter", letter.map(|letter| letter.to_string()))
                .switch("taken", *taken)
                .switch("not taken", *not_taken),
            Self::Returned { .. } => Administration::of("campaign returned"),
            Self::ByHand { id, means, again, after, first, .. } => Administration::of("campaign by-hand")
                .with("campaign", id)
                .with("means", means.name())
                .switch("again", *again)
                .maybe("after", after.map(|letter| letter.to_string()))
                .with("first", first.to_string()),
            Self::Said { letter, outcome, .. } => {
                Administration::of("campaign said").with("letter", letter.to_string()).with("outcome", outcome.name())
            }
            Self::Tell { id, replace, .. } => {
                Administration::of("campaign tell").with("campaign", id).switch("replace", *replace)
            }
        }
    }

    async fn act(self, campaigns: &Campaigns) -> Result<String, Failure> {
        match self {
            Self::Write { id, file, by } => {
                let content: content::Campaign = toml::from_str(&std::fs::read_to_string(&file)?)?;
                Ok(line(&campaigns.act(by.officer(), &id, Does::Write(content), None).await?))
            }
            Self::List => {
                let lines: Vec<String> = campaigns.all().await?.iter().map(line).collect();
                Ok(if lines.is_empty() { "there are no campaigns".to_owned() } else { lines.join("\n") })
            }
            Self::Show { id } => {
                let record = campaigns.get(&id).await?.ok_or("there is no such campaign")?;
                let reach = campaigns.reach(&id).await?;
                let states = reach.by_state.iter().map(|(state, count)| format!("  {}  {count}", state.name()));
                let means = reach.by_means.iter().map(|(means, count)| format!("  by {}  {count}", means.name()));
                let mut lines =
                    vec![line(&record), format!("letters  {}\nreached  {}", reach.letters, reach.reached())];
                lines.extend(means.chain(states));
                lines.push(format!("answered  {}\nto be written to no more  {}", reach.answered, reach.opted_out));
                lines.push(toml::to_string_pretty(record.content.as_ref())?);
                Ok(lines.join("\n"))
            }
            Self::History { id } => {
                let events = campaigns.history(&id).await?;
                let lines = events.iter().map(|event| {
                    let line = format!("{}  {}  {}", text(event.at), event.step, event.officer);
                    line + &event.content.as_deref().map_or(String::new(), |says| format!("\n  {says}"))
                });
                Ok(lines.collect::<Vec<_>>().join("\n"))
            }
            Self::Preview { id } => Ok(previewed(&campaigns.preview(&id).await?)),
            Self::Move { id, step, by } => Ok(line(&campaigns.act(by.officer(), &id, Does::Move(step), None).await?)),
            Self::Send => {
                let run = campaigns.send().await?;
                Ok(format!(
                    "{} sent, {} refused, {} later, {} withheld, {} of which nobody knows yet",
                    run.sent, run.refused, run.deferred, run.withheld, run.unknown
                ))
            }
            Self::Again { id, by } => Ok(format!("{} letters wait again", campaigns.again(by.officer(), &id).await?)),
            Self::Open => {
                let open = campaigns.open_letters().await?;
                let lines = open.iter().map(|row| {
                    let at = row.offered_at.map(text).unwrap_or_default();
                    format!("{}  {}  {at}  <{}>", row.number, row.campaign, row.message_id)
                });
                let lines: Vec<String> = lines.collect();
                Ok(if lines.is_empty() { "there are none".to_owned() } else { lines.join("\n") })
            }
            Self::Settle { letter: None, .. } => {
                let settled = campaigns.settle().await?;
                Ok(format!("{} were sent, {} wait again, {} stay open", settled.sent, settled.waiting, settled.open))
            }
            Self::Settle { letter: Some(_), taken: false, not_taken: false, .. } => {
                Err("--taken or --not-taken: expected what the mail server has".into())
            }
            Self::Settle { letter: Some(letter), taken, by, .. } => {
                let stands = campaigns.settle_by_hand(by.officer(), letter, taken).await?;
                Ok(format!("letter {letter} {}", stands.name()))
            }
            Self::Returned { mailbox } => {
                let found = campaigns.returned(&mailbox).await?;
                Ok(format!(
                    "{} answers, {} of them to be written to no more, {} came back, {} others",
                    found.answers, found.no_more, found.bounced, found.others
                ))
            }
            Self::ByHand { id, means, again, after, first, by } => {
                let after = after.unwrap_or_default();
                let list = List { campaign: &id, means, again, after, first };
                let Handed { persons, more } = campaigns.by_hand(by.officer(), list).await?;
                if let Some(last) = persons.last().filter(|_| more) {
                    // What stands on standard output is the list alone.
                    let _ = writeln!(std::io::stderr(), "there may be others: --after {} tells of them", last.letter);
                }
                csv((means, again), &persons)
            }
            Self::Said { letter, outcome, method, by } => {
                let stands = campaigns.said(by.officer(), letter, outcome, method).await?;
                Ok(format!("letter {letter} {}", stands.name()))
            }
            Self::Tell { id, replace, by } => {
                let told = campaigns.tell(by.officer(), &id, replace).await?;
                Ok(format!("{told} persons were reached: the activity says so"))
            }
        }
    }
}

/// Such as `vote-2026  SENDING`.
fn line(record: &Record) -> String {
    format!("{}  {}  changed {}", record.id, record.state.name(), text(record.changed_at))
}

/// Whom a campaign goes to, and who is left out.
fn previewed(of: &Drawing) -> String {
    let mut lines = vec![format!("letters  {}", of.all_letters())];
    for (means, languages) in &of.letters {
        let by = languages.iter().map(|(language, letters)| format!("  by {} in {language}  {letters}", means.name()));
        lines.extend(by);
    }
    lines.push(format!("left out  {}", of.all_left_out()));
    lines.extend(of.left_out.iter().map(|(why, persons)| format!("  {}  {persons}", why.name())));
    lines.join("\n")
}

/// Persons whom an officer reaches, a line each; the country where a list is divided by it, and who has the letter where that is asked.
fn csv((means, again): (Means, bool), persons: &[ByHand]) -> Result<String, Failure> {
    let way = means.name().to_lowercase();
    let titles = ["letter", "language", "name", &way, "country", "handed_at", "handed_to"];
    let is_shown = |column: usize| match column {
        4 => list::is_divided(means),
        5.. => again,
        _ => true,
    };
    let shown = |cells: [String; 7]| {
        let cells = cells.into_iter().enumerate().filter(|(column, _)| is_shown(*column));
        cells.map(|(_, cell)| cell).collect::<Vec<_>>()
    };
    let row = |person: &ByHand| {
        let ByHand { letter, language, name, way, country, before } = person;
        let at = before.as_ref().map(|before| text(before.at)).unwrap_or_default();
        let to = before.as_ref().and_then(|before| before.to.clone()).unwrap_or_default();
        let (name, country) = (name.clone().unwrap_or_default(), country.clone().unwrap_or_default());
        shown([letter.to_string(), language.clone(), name, way.clone(), country, at, to])
    };
    let rows = persons.iter().map(row);
    sheet(&shown(titles.map(str::to_owned)), rows)
}
