//! `programme`: the work of the country's programmes, by its own operator.

mod draw;
mod figures;
mod filled;
mod matching;

use super::as_table::{AsTable, written};
use super::by::By;
use super::{Failure, named, say};
use crate::audit::command::Administration;
use crate::directory::Directory;
use crate::node::Node;
use crate::programme::Programmes;
use crate::programme::file::Loaded;
use crate::programme::mapping::Mapping;
use crate::programme::tell::{Form, written as told};
use crate::programme::wish::{Does, Wish};
use clap::{Args, Subcommand};
use figures::Figures;
use matching::{Fairness, Proposing, Shortlisting, Withdrawing};
use node_rules::clock;
use node_rules::matching::need::Mode;
use node_rules::programme::content::Content;
use node_rules::programme::listing::Listing;
use node_rules::programme::record::Record;
use node_rules::programme::report::LEAST;
use schema::programme::kind::Kind;
use schema::programme::state::{State, Step};
use schema::programme::why::Why;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Subcommand, Debug)]
pub enum Programme {
    /// Takes in a table by its mapping: needs, candidates, matches, placements, what is paid, what is measured. All, or none and every
    /// fault.
    Load {
        /// The file.
        file: PathBuf,
        /// Which column is which field, as in programme.sample.toml.
        #[arg(long)]
        mapping: PathBuf,
        #[command(flatten)]
        by: By,
    },
    /// Writes one record from a JSON file, for the first time or anew.
    Write {
        #[command(flatten)]
        of: Of,
        /// The file, in the form of the kind.
        #[arg(long)]
        file: PathBuf,
        /// Of a candidate that is written for the first time: the person's id. The candidate's own id is then made by the node.
        #[arg(long)]
        person: Option<String>,
        #[command(flatten)]
        by: By,
    },
    /// Draws candidates from the register: who agrees to be matched, offers to transfer skills, and is like what is looked for.
    Draw {
        /// The programme.
        programme: String,
        /// What is looked for (TOML: `dataset`, `study`, `where`, as a campaign's audience); left out: everybody in the register.
        #[arg(long)]
        like: Option<PathBuf>,
        /// How those would serve who do not say it, with commas between; left out: they are not drawn.
        #[arg(long, value_delimiter = ',')]
        modes: Vec<Mode>,
        #[command(flatten)]
        by: By,
    },
    /// Lists the records of a kind with their states.
    List {
        #[command(flatten)]
        of: OfKind,
        #[command(flatten)]
        which: Which,
    },
    /// Lists the candidacies of a person, under whichever of the ids that are judged to be the person's.
    CandidateOf {
        /// The programme.
        programme: String,
        /// The person's id.
        person: String,
        #[command(flatten)]
        by: By,
    },
    /// Shows what a record says.
    Show(Of),
    /// Shows what was done to a record, by whom and why.
    History(Of),
    /// Moves a record to its next state, such as `programme move trqn NEED n-1 QUALIFY`.
    Move {
        #[command(flatten)]
        of: Of,
        /// What is done, such as QUALIFY, ACCEPT, START, PAY.
        #[arg(value_parser = named::<Step>)]
        step: Step,
        /// Why, where it ends something, such as PERSON, HOST, MONEY.
        #[arg(long, value_parser = named::<Why>)]
        why: Option<Why>,
        #[command(flatten)]
        by: By,
    },
    /// Undoes what was done to a record last.
    Undo {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        by: By,
    },
    /// Proposes candidates for all open needs at once, with reasons, and shows who is among them.
    Match(Proposing),
    /// Takes back all proposals that nobody has decided on, as a mistake: each pair may be proposed again.
    WithdrawProposals(Withdrawing),
    /// Shows who is among those who could be matched, and among those who are proposed, accepted, agreed and placed.
    Fairness(Fairness),
    /// Lists the candidates of one need, the best first, and why others cannot be matched with it.
    Shortlist(Shortlisting),
    /// Tells how the person of a match is reached, while the person agrees to it, and keeps that the person is told.
    Contact {
        /// The programme.
        programme: String,
        /// The match.
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// A report for those who pay: money, days, figures and indicators, without what is of few persons.
    Report {
        /// The programme.
        programme: String,
        /// Figures of fewer persons are left out.
        #[arg(long, default_value_t = LEAST)]
        least: u64,
        /// In which form.
        #[arg(long, default_value = "text")]
        form: Form,
    },
    /// Makes the figures of a year that releases of PROGRAMME are cut from: a record a person who began a placement in it, of all
    /// programmes together. Made again, they take the place of the former ones.
    Figures(Figures),
    /// Writes into the programme's record of the directory how many positions hosts asked for and how many were filled, in whole tens.
    Tell {
        /// The programme.
        programme: String,
        #[command(flatten)]
        by: By,
    },
    /// Prints all records of a kind as JSON, or writes them as a table; whose a candidate is stays here.
    Export {
        #[command(flatten)]
        of: OfKind,
        #[command(flatten)]
        form: AsTable,
    },
}

/// A kind of records.
#[derive(Args, Debug)]
pub struct OfKind {
    /// The programme, by the id of its record in the directory.
    programme: String,
    /// Such as NEED.
    kind: Kind,
}

/// Which records are listed.
#[derive(Args, Debug)]
pub struct Which {
    /// Only in this state, such as QUALIFIED.
    #[arg(long, value_parser = named::<State>)]
    state: Option<State>,
    /// Only of this phase.
    #[arg(long)]
    phase: Option<String>,
    /// Only what comes of this need.
    #[arg(long)]
    need: Option<String>,
    /// Only what comes of this candidate.
    #[arg(long)]
    candidate: Option<String>,
    /// Those of a need of higher priority first.
    #[arg(long)]
    by_priority: bool,
}

/// A record.
#[derive(Args, Debug)]
pub struct Of {
    #[command(flatten)]
    of: OfKind,
    /// Its id.
    id: String,
}

impl Programme {
    pub async fn run(self, node: Node) -> Result<(), Failure> {
        let node = Arc::new(node);
        let directory = Arc::new(Directory::open(Arc::clone(&node))?);
        let programmes = Programmes::new(Arc::clone(&node), directory);
        let written = self.written();
        let done = node.audited(written, self.act(&programmes)).await?;
        say(done.trim_end())
    }

    /// What is written down of the command: the programme, the kind and the id, and not what a record says.
    fn written(&self) -> Administration {
        let kind =
            |name, of: &OfKind| Administration::of(name).with("programme", &of.programme).with("kind", of.kind.name());
        let of = |name, of: &Of| kind(name, &of.of).with("entry", &of.id);
        match self {
            Self::Load { .. } => Administration::of("programme load"),
            Self::Write { of: record, .. } => of("programme write", record),
            Self::Draw { programme, .. } => Administration::of("programme draw").with("programme", programme),
            Self::List { of, .. } => kind("programme list", of),
            // Who was asked for is written nowhere.
            Self::CandidateOf { programme, .. } => {
                Administration::of("programme candidate-of").with("programme", programme)
            }
            Self::Show(record) => of("programme show", record),
            Self::History(record) => of("programme history", record),
            Self::Move { of: record, step, .. } => of("programme move", record).with("step", step.name()),
            Self::Undo { of: record, .. } => of("programme undo", record),
            Self::Match(proposing) => proposing.written(),
            Self::WithdrawProposals(withdrawing) => withdrawing.written(),
            Self::Fairness(fairness) => fairness.written(),
            Self::Shortlist(listing) => listing.written(),
            Self::Contact { programme, id, .. } => {
                Administration::of("programme contact").with("programme", programme).with("entry", id)
            }
            Self::Report { programme, .. } => Administration::of("programme report").with("programme", programme),
            Self::Figures(figures) => figures.written(),
            Self::Tell { programme, .. } => Administration::of("programme tell").with("programme", programme),
            Self::Export { of, .. } => kind("programme export", of),
        }
    }

    async fn act(self, programmes: &Programmes) -> Result<String, Failure> {
        match self {
            Self::Load { file, mapping, by } => {
                let (name, mapping) = (file.display().to_string(), mapped(&mapping)?);
                let table = (name.as_str(), std::fs::read(&file)?);
                let Loaded { records, unchanged, erased } = programmes.load(by.officer(), table, &mapping).await?;
                let kept = format!("{} records are kept; {unchanged} of them stood here so already", records - erased);
                Ok(if erased == 0 {
                    kept
                } else {
                    format!("{kept}; {erased} were left out, whose persons were erased")
                })
            }
            Self::Write { of: Of { of: OfKind { programme, kind }, id }, file, person, by } => {
                let content = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
                let content = Content::read(kind, content).map_err(|fault| fault.to_string())?;
                let person = person.map(|id| programmes.node.keys.of(id.trim()).0);
                let written = programmes.write(by.officer(), (&programme, kind, id), (content, person), None).await?;
                Ok(written.first().map_or(String::new(), |record| line(record)))
            }
            Self::Draw { programme, like, modes, by } => {
                draw::draw(programmes, by.officer(), (&programme, like.as_deref(), &modes)).await
            }
            Self::List { of: OfKind { programme, kind }, which } => {
                let Which { state, phase, need, candidate, by_priority } = which;
                let listing = Listing { state, phase, need, candidate, by_priority };
                let book = programmes.records(&programme).await?;
                let lines: Vec<String> = listing.of(&book, kind).into_iter().map(|record| line(record)).collect();
                Ok(if lines.is_empty() { format!("there are no such records of {kind}") } else { lines.join("\n") })
            }
            Self::CandidateOf { programme, person, by } => {
                let records = programmes.candidacies(by.officer(), &programme, &person).await?;
                let lines: Vec<String> = records.iter().map(|record| line(record)).collect();
                if lines.is_empty() { Err("the person is no candidate".into()) } else { Ok(lines.join("\n")) }
            }
            Self::Show(Of { of: OfKind { programme, kind }, id }) => {
                let book = programmes.records(&programme).await?;
                let record = book.get(kind, &id).ok_or("there is no such record")?;
                let says = serde_json::to_string_pretty(&record.now.content.value())?;
                Ok(format!(
                    "{}\nversion {}  changed {}\n{says}",
                    line(record),
                    record.version,
                    clock::text(record.changed_at)
                ))
            }
            Self::History(Of { of: OfKind { programme, kind }, id }) => {
                let events = programmes.history(&programme, kind, &id).await?;
                let lines = events.iter().map(|event| {
                    let why = event.why.as_deref().unwrap_or_default();
                    let line = format!("{}  {}  {}  {why}", clock::text(event.at), event.step, event.officer);
                    let says = event.content.as_deref().map_or(String::new(), |says| format!("\n  {says}"));
                    line.trim_end().to_owned() + &says
                });
                Ok(lines.collect::<Vec<_>>().join("\n"))
            }
            Self::Move { of, step, why, by } => of.act(programmes, &by, Does::Move(step, why)).await,
            Self::Undo { of, by } => of.act(programmes, &by, Does::Undo).await,
            Self::Match(proposing) => proposing.act(programmes).await,
            Self::WithdrawProposals(withdrawing) => withdrawing.act(programmes).await,
            Self::Fairness(fairness) => fairness.act(programmes).await,
            Self::Shortlist(listing) => listing.act(programmes).await,
            Self::Contact { programme, id, by } => {
                let contact = programmes.contact(by.officer(), &programme, &id).await?;
                let said = [
                    ("name", contact.name),
                    ("address", contact.address),
                    ("email", contact.email),
                    ("telephone", contact.telephone),
                ];
                let lines = said.into_iter().filter_map(|(what, value)| Some(format!("{what}  {}", value?)));
                Ok(lines.collect::<Vec<_>>().join("\n"))
            }
            Self::Report { programme, least, form } => Ok(told(&programmes.report(&programme, least).await?, form)?),
            Self::Figures(figures) => figures.act(programmes).await,
            Self::Tell { programme, by } => filled::tell(programmes, &programme, &by).await,
            Self::Export { of: OfKind { programme, kind }, form } => match form.wanted() {
                Some((mapping, out)) => written(&programmes.tabled((&programme, kind), &mapped(mapping)?).await?, out),
                None => Ok(programmes.written(&programme, kind).await?),
            },
        }
    }
}

fn mapped(file: &Path) -> Result<Mapping, Failure> {
    Ok(Mapping::from_toml(&std::fs::read_to_string(file)?)?)
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<T, Failure> {
    Ok(toml::from_str(&std::fs::read_to_string(file)?)?)
}

impl Of {
    async fn act(self, programmes: &Programmes, by: &By, does: Does) -> Result<String, Failure> {
        let Self { of: OfKind { programme, kind }, id } = self;
        let done = programmes.act(by.officer(), &programme, vec![Wish { kind, id, does, version: None }]).await?;
        Ok(done.first().map_or(String::new(), |record| line(record)))
    }
}

/// Such as `need-17  QUALIFIED`.
fn line(record: &Record) -> String {
    let why = record.now.why.map(Why::name).unwrap_or_default();
    format!("{}  {}  {why}", record.id, record.now.state.name()).trim_end().to_owned()
}
