//! `directory`: the country's institutional records, by its own operator.

use super::as_table::{AsTable, written};
use super::by::By;
use super::{Failure, named, say};
use crate::audit::command::Administration;
use crate::directory::change::Wisher;
use crate::directory::file::Loaded;
use crate::directory::focal::nameless;
use crate::directory::wish::{Does, Wish};
use crate::directory::{self as kept};
use crate::node::Node;
use clap::{Args, Subcommand};
use node_rules::directory::entry::Entry;
use schema::directory::body::Body;
use schema::directory::date::PartialDate;
use schema::directory::kind::EntryKind;
use schema::directory::page::EntryEvent;
use schema::directory::state::{EntryState, EntryStep, Verdict};
use schema::directory::visibility::{Shown, Visibility};
use schema::member::MemberCode;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Subcommand, Debug)]
pub enum Directory {
    /// Takes in records: a table by its mapping, or JSON as `export` writes it. All of them, or none and every fault.
    Load {
        /// The file.
        file: PathBuf,
        /// Which column is which field, as in directory.sample.toml; left out, the file is JSON.
        #[arg(long)]
        mapping: Option<PathBuf>,
        #[command(flatten)]
        by: By,
    },
    /// Lists the records of a kind with their states.
    List {
        /// Such as INSTITUTION.
        kind: EntryKind,
        /// As it was then, such as 2010; left out, as it is today.
        #[arg(long)]
        on: Option<PartialDate>,
        /// Only in this state, such as DRAFT.
        #[arg(long, value_parser = named::<EntryState>)]
        state: Option<EntryState>,
    },
    /// Shows what a record says.
    Show(Of),
    /// Shows what was done to a record, by whom and why.
    History(Of),
    /// Puts right what a record says last, from a JSON file.
    Correct(Content),
    /// Says something else from a date on, from a JSON file; what was before stays.
    Change {
        #[command(flatten)]
        content: Content,
        /// From when on.
        #[arg(long)]
        from: PartialDate,
    },
    /// Ends what a record says with a date.
    End {
        #[command(flatten)]
        of: Done,
        /// The last day, month or year of it.
        #[arg(long)]
        until: PartialDate,
    },
    /// Says whom a record is shown to, and who reviews it.
    Visible {
        #[command(flatten)]
        of: Done,
        /// PUBLIC, MEMBERS or NAMED.
        #[arg(long, value_parser = named::<Visibility>)]
        visibility: Visibility,
        /// The members that it is shown to, with commas between.
        #[arg(long, value_delimiter = ',')]
        named: Vec<MemberCode>,
        /// The members whose officers review it, with commas between.
        #[arg(long, value_delimiter = ',')]
        reviewers: Vec<MemberCode>,
    },
    /// Shows a record to whom its visibility says.
    Publish(Done),
    /// Shows it to nobody abroad any more.
    Withdraw(Done),
    /// Gives it to its reviewers.
    Submit(Done),
    /// Takes it back from them.
    Return(Done),
    /// Says what a reviewer of the country thinks of it, who is named by `--by` and wrote none of it; `--reason` says why.
    Review {
        #[command(flatten)]
        of: Done,
        /// `APPROVES` or `ASKS_FOR_CHANGES`.
        #[arg(long, value_parser = named::<Verdict>)]
        verdict: Verdict,
    },
    /// Undoes what was done to it last; reviews stay.
    Undo(Done),
    /// Prints all records of a kind as JSON, or writes them as a table.
    Export {
        /// Such as INSTITUTION.
        kind: EntryKind,
        #[command(flatten)]
        form: AsTable,
    },
}

/// A record.
#[derive(Args, Debug)]
pub struct Of {
    /// Such as INSTITUTION.
    kind: EntryKind,
    /// Its id.
    id: String,
}

/// A record, by whom something is done to it, and why.
#[derive(Args, Debug)]
pub struct Done {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    by: By,
    /// Why.
    #[arg(long, default_value = "")]
    reason: String,
}

/// What a record says.
#[derive(Args, Debug)]
pub struct Content {
    #[command(flatten)]
    done: Done,
    /// The file (JSON), in the form of the kind.
    #[arg(long)]
    file: PathBuf,
}

impl Directory {
    pub async fn run(self, node: Node) -> Result<(), Failure> {
        let node = Arc::new(node);
        let directory = kept::Directory::open(Arc::clone(&node))?;
        let written = self.written();
        let done = node.audited(written, self.act(&directory)).await?;
        say(done.trim_end())
    }

    /// What is written down of the command: the kind and the id, and not what a record says.
    fn written(&self) -> Administration {
        let of = |name, of: &Of| Administration::of(name).with("kind", of.kind.name()).with("entry", &of.id);
        match self {
            Self::Load { .. } => Administration::of("directory load"),
            Self::List { kind, .. } => Administration::of("directory list").with("kind", kind.name()),
            Self::Show(record) => of("directory show", record),
            Self::History(record) => of("directory history", record),
            Self::Correct(content) => of("directory correct", &content.done.of),
            Self::Change { content, .. } => of("directory change", &content.done.of),
            Self::End { of: done, .. } => of("directory end", &done.of),
            Self::Visible { of: done, .. } => of("directory visible", &done.of),
            Self::Publish(done) => of("directory publish", &done.of),
            Self::Withdraw(done) => of("directory withdraw", &done.of),
            Self::Submit(done) => of("directory submit", &done.of),
            Self::Return(done) => of("directory return", &done.of),
            Self::Review { of: done, .. } => of("directory review", &done.of),
            Self::Undo(done) => of("directory undo", &done.of),
            Self::Export { kind, .. } => Administration::of("directory export").with("kind", kind.name()),
        }
    }

    async fn act(self, directory: &kept::Directory) -> Result<String, Failure> {
        match self {
            Self::Load { file, mapping, by } => {
                let wisher = Wisher::Own(by.officer());
                let Loaded { records, unchanged } = match mapping {
                    Some(mapping) => directory.load_table(wisher, &file, &mapping).await?,
                    None => directory.load_json(wisher, &file).await?,
                };
                Ok(format!("{records} records are kept; {unchanged} of them stood here so already"))
            }
            Self::List { kind, on, state } => list(directory, kind, on, state).await,
            Self::Show(Of { kind, id }) => {
                let entry = directory.get(kind, &id).await?.ok_or("there is no such record")?;
                shown(directory, &entry).await
            }
            Self::History(Of { kind, id }) => {
                let events = directory.history(kind, &id).await?;
                let line = |event: EntryEvent| {
                    let verdict = event.verdict.map(Verdict::name).unwrap_or_default();
                    let (step, by, officer) = (event.step.name(), event.by, event.officer);
                    format!("{}  {step}  {by} {officer}  {verdict}  {}", event.at, event.reason).trim_end().to_owned()
                };
                let lines: Vec<String> = events.into_iter().map(line).collect();
                if lines.is_empty() { Err("there is no such record".into()) } else { Ok(lines.join("\n")) }
            }
            Self::Correct(content) => {
                let body = content.body()?;
                content.done.act(directory, Does::Correct(body)).await
            }
            Self::Change { content, from } => {
                let body = content.body()?;
                content.done.act(directory, Does::ChangeFrom(from, body)).await
            }
            Self::End { of, until } => of.act(directory, Does::End(until)).await,
            Self::Visible { of, visibility, named, reviewers } => {
                of.act(directory, Does::Show(Shown { visibility, named, reviewers })).await
            }
            Self::Publish(of) => of.act(directory, Does::Move(EntryStep::Publish)).await,
            Self::Withdraw(of) => of.act(directory, Does::Move(EntryStep::Withdraw)).await,
            Self::Submit(of) => of.act(directory, Does::Move(EntryStep::Submit)).await,
            Self::Return(of) => of.act(directory, Does::Move(EntryStep::Return)).await,
            Self::Review { of, verdict } => of.act(directory, Does::Review(verdict)).await,
            Self::Undo(of) => of.act(directory, Does::Undo).await,
            Self::Export { kind, form } => match form.wanted() {
                Some((mapping, out)) => written(&directory.tabled(kind, mapping).await?, out),
                None => Ok(directory.written(kind).await?),
            },
        }
    }
}

impl Content {
    fn body(&self) -> Result<Body, Failure> {
        let content = serde_json::from_str(&std::fs::read_to_string(&self.file)?)?;
        Ok(Body::read(self.done.of.kind, content).map_err(|fault| fault.to_string())?)
    }
}

impl Done {
    async fn act(self, directory: &kept::Directory, does: Does) -> Result<String, Failure> {
        let Self { of: Of { kind, id }, by, reason } = self;
        let done =
            directory.act(Wisher::Own(by.officer()), vec![Wish { kind, id, does, reason, version: None }]).await?;
        done.first().map_or(Ok(String::new()), |entry| Ok(line(entry)))
    }
}

/// Such as `INSTITUTION office-of-the-diaspora  PUBLISHED  MEMBERS  version 3  Office of the Diaspora`.
fn line(entry: &Entry) -> String {
    let now = &entry.now;
    let title = now.content.latest().map_or("", |span| span.body.title());
    let (state, visibility) = (now.state.name(), now.content.visibility.name());
    format!("{} {}  {state}  {visibility}  version {}  {title}", entry.kind, entry.id, now.version)
}

/// The records of a kind as they say it last, or as they said it at a time.
async fn list(
    directory: &kept::Directory,
    kind: EntryKind,
    on: Option<PartialDate>,
    state: Option<EntryState>,
) -> Result<String, Failure> {
    let index = directory.all().await?;
    let mut lines = Vec::new();
    for (_, now) in index.of(kind, index.last()) {
        let entry = &now.entry;
        let content = &entry.now.content;
        let span = match on {
            Some(on) => content.within((on.first_day(), on.last_day())).next().map(|(_, span)| span),
            None => content.latest(),
        };
        if let Some(span) = span.filter(|_| state.is_none_or(|state| state == entry.now.state)) {
            let (state, visibility) = (entry.now.state.name(), content.visibility.name());
            lines.push(format!("{}  {state}  {visibility}  {}", entry.id, span.body.title()));
        }
    }
    let nothing = || format!("there are no such records of {kind}: `country-node directory load FILE` takes some in");
    Ok(if lines.is_empty() { nothing() } else { lines.join("\n") })
}

async fn shown(directory: &kept::Directory, entry: &Entry) -> Result<String, Failure> {
    let row = directory.row(entry, directory.country()).await.ok_or("it says nothing")?;
    let mut lines = vec![line(entry), format!("changed {}", row.changed_at)];
    for (what, members) in [("shown to", &row.named), ("reviewed by", &row.reviewers)] {
        if !members.is_empty() {
            lines.push(format!("{what} {}", members.iter().map(MemberCode::as_str).collect::<Vec<_>>().join(", ")));
        }
    }
    if let Some(reviewed) = row.reviewed {
        lines.push(if reviewed { "reviewed".to_owned() } else { "not reviewed".to_owned() });
    }
    let mut content = entry.now.content.as_ref().clone();
    nameless(&mut content);
    for (at, span) in content.spans.iter().enumerate() {
        let date = |date: Option<PartialDate>, unknown: &str| date.map_or(unknown.to_owned(), |date| date.to_string());
        lines.push(format!("from {} until {}", date(span.from, "an unknown day"), date(span.until, "further notice")));
        // Whom one turns to now is told as the one who asks may be told.
        let says = if at + 1 == content.spans.len() { row.content.0.clone() } else { span.body.value() };
        lines.push(serde_json::to_string_pretty(&says)?);
    }
    Ok(lines.join("\n"))
}
