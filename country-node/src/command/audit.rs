//! `audit verify|list|export|checkpoint|user`: the log of all that is asked and done, for the country's own officer.

use super::{Failure, say};
use crate::audit::checkpoint;
use crate::audit::close::Closing;
use crate::audit::read::{Pages, verify};
use crate::audit::records::compare;
use crate::audit::told::{Told, Wanted, told};
use crate::intake::consents::name;
use crate::node::Node;
use crate::store::audit_entry::Model;
use clap::{Args, Subcommand};
use node_rules::audit::checkpoint::Signed;
use node_rules::audit::entry::{Asker, Event};
use node_rules::clock::{Seconds, seconds, text};
use schema::member::MemberCode;
use schema::purpose::Purpose;
use serde_json::json;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

const PURPOSES: &str = "COMPARISON, RESEARCH, PROGRAMME_DESIGN or OUTREACH_DESIGN";

#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Holds the log against itself and its checkpoints, and institutional records, programmes and campaigns against the log; names what is
    /// bad first and exits with 1 if there is something.
    Verify(Verify),
    /// Prints who asked what, for what purpose, and what became of it; commands and releases too.
    List(List),
    /// Prints every entry in its place of the chain, one JSON object a line.
    Export,
    /// Prints the latest signed checkpoint (JSON), of now if the log has grown: keep it where this node's owner cannot reach.
    Checkpoint,
    /// Prints the pseudonym that a member's user has in this log.
    User(User),
}

#[derive(Args, Debug)]
pub struct Verify {
    /// A checkpoint that was kept elsewhere; may be given more than once.
    #[arg(long)]
    checkpoint: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct List {
    /// Only what this member asked, such as GHA or IOM.
    #[arg(long)]
    member: Option<MemberCode>,
    /// Only from this time on: 2027-01-15T08:00:00Z, or 2027-01-15.
    #[arg(long, value_parser = time)]
    since: Option<Seconds>,
    #[arg(long, help = format!("Only questions of this purpose: {PURPOSES}"), value_parser = purpose)]
    purpose: Option<Purpose>,
}

#[derive(Args, Debug)]
pub struct User {
    /// The member.
    #[arg(long)]
    member: MemberCode,
    /// The user's name in the member's tokens.
    #[arg(long)]
    name: String,
}

/// Entries that are listed at once.
const PAGE: usize = 500;

/// Entries that were never closed and are named, at most.
const NAMED: usize = 10;

impl Audit {
    /// Runs the command. None of them is written down: a log that is bad is looked at as it is.
    pub async fn run(self, node: &Node) -> Result<ExitCode, Failure> {
        match self {
            Self::Verify(verify) => return verify.run(node).await,
            Self::List(list) => list.run(node).await?,
            Self::Export => export(node).await?,
            Self::Checkpoint => match checkpoint::sign(node).await? {
                Some(signed) => say(&serde_json::to_string(&signed)?)?,
                None => return Err("the log is empty: there is nothing to sign yet".into()),
            },
            Self::User(user) => say(node.keys.users().of(user.member, &user.name).as_str())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Verify {
    async fn run(self, node: &Node) -> Result<ExitCode, Failure> {
        let mut kept = Vec::new();
        for path in self.checkpoint {
            let file = path.display();
            let read = std::fs::read(&path).map_err(|error| format!("{file}: {error}"))?;
            let read: Signed = serde_json::from_slice(&read).map_err(|error| format!("{file}: {error}"))?;
            kept.push(read);
        }
        match verify(node, kept).await? {
            Ok(sound) => {
                let signed = sound
                    .signed
                    .map_or_else(|| "none of them is signed yet".to_owned(), |signed| format!("signed up to {signed}"));
                say(&format!("{} entries stand as they were written, {signed}", sound.entries))?;
                if !sound.open.is_empty() {
                    let named: Vec<String> = sound.open.iter().take(NAMED).map(i64::to_string).collect();
                    let more = if sound.open.len() > NAMED { " and more" } else { "" };
                    say(&format!(
                        "never closed, so that nothing was spoken: {}{more}; what is under way now is among them",
                        named.join(", ")
                    ))?;
                }
                match compare(&node.store).await? {
                    Ok(events) => {
                        say(&format!(
                            "{events} events of institutional records, programmes and campaigns are as it tells"
                        ))?;
                        Ok(ExitCode::SUCCESS)
                    }
                    Err(unlike) => {
                        say(&unlike.to_string())?;
                        Ok(ExitCode::FAILURE)
                    }
                }
            }
            Err(bad) => {
                say(&bad.to_string())?;
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

impl List {
    async fn run(self, node: &Node) -> Result<(), Failure> {
        let wanted = Wanted { since: self.since, member: self.member, purpose: self.purpose, events: &[] };
        let mut after = None;
        loop {
            let (page, more) = told(&node.store, &wanted, after, PAGE).await?;
            for told in &page {
                say(&line(told))?;
            }
            after = page.last().map(|told| told.number);
            if !more {
                return Ok(());
            }
        }
    }
}

/// Such as `812  2027-01-15T08:00:00Z  ASKED     GHA analyst mJ2…  COMPARISON  ANSWERED GHA-STOCK-2020-1  {...}`.
fn line(told: &Told) -> String {
    let by = |by: &Asker| format!("{} {} {}", by.member, by.role.name(), by.user.as_str());
    let who =
        |officer: &Option<Asker>, side: &MemberCode| officer.as_ref().map_or_else(|| format!("{side} operator"), by);
    let officer = |officer: &Option<Asker>| officer.as_ref().map_or_else(|| "operator".to_owned(), by);
    let event = &told.entry.event;
    let became = match &told.closed {
        Some(Closing { outcome, releases, agreement }) => {
            let under = agreement.iter().map(|agreement| format!("under {agreement}"));
            let words: Vec<String> =
                std::iter::once(outcome.name().to_owned()).chain(releases.clone()).chain(under).collect();
            words.join(" ")
        }
        None if event.opens() => "NEVER CLOSED".to_owned(),
        None => String::new(),
    };
    let what = match event {
        Event::Asked { by: asker, purpose, question } => {
            format!("{}  {}  {became}  {question}", by(asker), purpose.name())
        }
        Event::ListAsked { by: asker, list } => format!("{}  {}  {became}", by(asker), list.name()),
        Event::PersonsAsked { by: asker, what, purpose } => {
            let purpose = purpose.map(|purpose| format!("  {}", name(purpose))).unwrap_or_default();
            format!("{}  {what}{purpose}  {became}", officer(asker))
        }
        Event::LogAsked { by: asker, .. } => format!("{}  {became}", by(asker)),
        Event::Commanded { command, arguments } => {
            let arguments: Vec<String> = arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{command} {}  {became}", arguments.join(" "))
        }
        Event::Refused { by: asker, code } => {
            format!("{}  {code}", asker.as_ref().map_or_else(|| "nobody known".to_owned(), by))
        }
        Event::TokenRefused { gateway, token, why } => {
            format!("{gateway}  {why}  {}", token.as_deref().unwrap_or_default()).trim_end().to_owned()
        }
        Event::Published { release } => release.clone(),
        Event::Recalled { release, instead } => {
            format!("{release}  {}", instead.as_deref().unwrap_or("nothing in its place"))
        }
        Event::Agreement { agreement, step, side, by: officer, .. } => {
            format!("{agreement}  {step}  {}", who(officer, side))
        }
        Event::Entry { kind, entry, step, side, by: officer, .. } => {
            format!("{kind} {entry}  {step}  {}", who(officer, side))
        }
        Event::Work { programme, kind, entry, step, by, .. } => {
            format!("{programme}  {kind} {entry}  {step}  {}", officer(by))
        }
        Event::Campaign { campaign, step, by, .. } => format!("{campaign}  {step}  {}", officer(by)),
        Event::Recorded { member, role, purpose, question, outcome, release } => {
            let release = release.as_deref().unwrap_or_default();
            let outcome = node_rules::audit::entry::Ending::from(*outcome).name();
            format!("{member} {}  {}  {outcome} {release}  {question}", role.name(), purpose.name())
        }
        Event::Closed { .. } => String::new(),
    };
    format!("{}  {}  {:<9}  {what}", told.number, text(told.entry.at), event.name())
}

async fn export(node: &Node) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut pages = Pages::after(&node.store, None);
    loop {
        let page = pages.next().await?;
        if page.is_empty() {
            return Ok(out.flush()?);
        }
        for (link, _) in page.into_iter().map(Model::into_link) {
            // As it is stored, whatever it is: of a log that is bad too.
            let entry = serde_json::from_str(&link.entry).unwrap_or(serde_json::Value::String(link.entry));
            let line =
                json!({ "number": link.number, "previous": link.previous, "digest": link.digest, "entry": entry });
            writeln!(out, "{line}")?;
        }
    }
}

fn time(said: &str) -> Result<Seconds, String> {
    let day = || seconds(&format!("{said}T00:00:00Z"));
    seconds(said).or_else(day).ok_or_else(|| "a time such as 2027-01-15T08:00:00Z, or a day".to_owned())
}

fn purpose(name: &str) -> Result<Purpose, String> {
    crate::intake::consents::named(name).ok_or_else(|| PURPOSES.to_owned())
}
