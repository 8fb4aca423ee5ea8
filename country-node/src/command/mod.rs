//! The command line: `country-node --dir FOLDER COMMAND`. What it prints is for the country's own operator.

mod agreement;
mod as_table;
mod audit;
mod budget;
mod by;
mod campaign;
mod certificate;
mod consent;
mod contact;
mod directory;
mod draft;
mod focus_group;
mod held;
mod import;
mod join;
mod page;
mod person;
mod programme;
mod recall;
mod register;
mod release;
mod risk;
mod sheet;
mod start;
mod status;
mod study;
mod token;

pub use join::TOKEN_KEY;

use crate::audit::command::Administration;
use crate::config::Config;
use crate::init::init;
use crate::intake::consents;
use crate::node::Node;
use clap::{Args, Parser, Subcommand};
use node_rules::clock;
use schema::country::CountryCode;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// A country's node: owns the country's data and answers from protected releases.
#[derive(Parser, Debug)]
#[command(name = "country-node", version)]
pub struct Command {
    /// The node's folder.
    #[arg(long, default_value = ".")]
    dir: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Makes the node's folder: configuration, keys and an empty store.
    Init(New),
    /// Loads a file by a mapping: every row, or none and a report of every fault.
    Import(import::Import),
    /// Appends consent events from a file: `person_id,event,at,purposes,audience`, and after them any of
    /// `notice,language,method,valid_until`.
    Consents {
        /// The file.
        file: PathBuf,
    },
    /// One person's consent: give, refresh, withdraw, show, receipt, may; and verify a receipt.
    #[command(subcommand)]
    Consent(consent::Consent),
    /// How persons are reached, sealed in the store: load, show for a purpose, access, erase, rotate.
    #[command(subcommand)]
    Contact(contact::Contact),
    /// Everything held of one person: export, erase, readmit.
    #[command(subcommand)]
    Person(held::Person),
    /// Keeping the register right: ids that are one person, and corrections.
    #[command(subcommand)]
    Register(register::Register),
    /// Persons' own pages: a link that opens one once.
    #[command(subcommand)]
    Page(page::Page),
    /// Studies and their waves: add, list; draft a first mapping of their forms.
    #[command(subcommand)]
    Study(study::Command),
    /// Studies with focus groups: load, list, show, remove.
    #[command(subcommand)]
    FocusGroup(focus_group::FocusGroup),
    /// Institutional records: load, list, show, history, change, publish, review, undo, export.
    #[command(subcommand)]
    Directory(directory::Directory),
    /// The work of programmes of skills transfer: load, list, show, move, match, contact, report, export.
    #[command(subcommand)]
    Programme(programme::Programme),
    /// Letters to those who agree to be written to: write, list, show, move, send, settle, returned, by-hand, tell.
    #[command(subcommand)]
    Campaign(campaign::Campaign),
    /// Measures how far the persons of a loaded period can be told apart, before it is published.
    Risk(risk::Risk),
    /// Cuts releases of all data, or of one dataset, and publishes them.
    Release(release::Release),
    /// Takes a release out of force at once; the next one, cut from the consents of now, takes its place.
    Recall(recall::Recall),
    /// Answers questions until it is stopped.
    Serve(start::Serve),
    /// Shows what is loaded and what is released.
    Status,
    /// Prints what releases spent of each dataset's yearly privacy budget, and what is left.
    Budget,
    /// The log of all that is asked and done: verify, list, export, checkpoint.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// What other members may ask: list, propose, accept, suspend, resume, end.
    #[command(subcommand)]
    Agreement(agreement::Command),
    /// Makes the country's application to the federation: keys, a certificate request, and what the node publishes.
    Join(join::Join),
    /// Takes the certificate that the registrar sent.
    Certificate(certificate::Certificate),
    /// Prints a bearer token for one of the country's users; or issues, lists and revokes tokens for scripts.
    Token(token::Token),
    /// Prints the GraphQL schema that gateways ask, or that of the officers' desk.
    Schema {
        /// That of the officers' desk.
        #[arg(long)]
        desk: bool,
    },
}

#[derive(Args, Debug)]
struct New {
    /// The country's alpha-3 code.
    #[arg(long)]
    country: CountryCode,
    /// Where the node will listen.
    #[arg(long, default_value = "127.0.0.1:4100")]
    listen: String,
    /// Where the store is.
    #[arg(long, default_value = "sqlite://node.db")]
    database: String,
    /// The membership document.
    #[arg(long, default_value = "members.toml")]
    members: PathBuf,
    /// The public key of the federation's registrar, who signs the membership document.
    #[arg(long)]
    registrar: String,
    /// The country's disclosure policy.
    #[arg(long, default_value = "rulebook.toml")]
    rulebook: PathBuf,
    /// The notices that persons are shown before they agree; left out where none are kept.
    #[arg(long)]
    notices: Option<PathBuf>,
}

/// A name of the contract, as a value of an argument.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> Result<T, String> {
    consents::named(name).ok_or_else(|| "a name of the contract, in capital letters".to_owned())
}

/// What a command tells when it fails.
type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Command {
    /// Runs the command; what fails is told on standard error.
    pub async fn run(self) -> ExitCode {
        match Box::pin(self.act()).await {
            Ok(code) => code,
            Err(failure) => {
                let _ = writeln!(std::io::stderr(), "country-node: {failure}");
                ExitCode::FAILURE
            }
        }
    }

    async fn act(self) -> Result<ExitCode, Failure> {
        let clock = clock::system();
        let done = match self.verb {
            Verb::Init(new) => {
                let config = Config {
                    database: new.database,
                    members: new.members,
                    rulebook: new.rulebook,
                    notices: new.notices,
                    ..Config::usual(new.country, new.listen, new.registrar)
                };
                let node = init(&self.dir, &config, &mut system_random()?, clock).await?;
                node.audited(Administration::of("init"), async { Ok::<_, Failure>(()) }).await?;
                say(&format!("{} is ready in {}", node.config.country, self.dir.display()))
            }
            Verb::Import(import) => import.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Consents { file } => {
                let node = Node::open(&self.dir, clock).await?;
                let loading = async { Ok::<_, Failure>(consents::load(&node, &file).await?) };
                let count = node.audited(Administration::of("consents"), loading).await?;
                say(&format!("{count} consent events appended"))
            }
            Verb::Consent(consent) => return consent.run(&self.dir, clock).await,
            Verb::Contact(contact) => contact.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Person(person) => person.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Register(register) => register.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Page(page) => page.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Study(study) => study.run(&self.dir, clock).await,
            Verb::FocusGroup(focus_group) => focus_group.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Directory(directory) => directory.run(Node::open(&self.dir, clock).await?).await,
            Verb::Programme(programme) => programme.run(Node::open(&self.dir, clock).await?).await,
            Verb::Campaign(campaign) => campaign.run(Node::open(&self.dir, clock).await?).await,
            Verb::Risk(risk) => risk.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Release(release) => release.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Recall(recall) => recall.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Serve(serve) => serve.run(Node::open(&self.dir, clock).await?).await,
            Verb::Join(join) => {
                let node = Node::open(&self.dir, clock).await?;
                node.audited(Administration::of("join"), async { join.run(&node) }).await
            }
            Verb::Certificate(certificate) => {
                let node = Node::open(&self.dir, clock).await?;
                node.audited(Administration::of("certificate"), async { certificate.run(&node) }).await
            }
            Verb::Token(token) => token.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Status => status::run(&Node::open(&self.dir, clock).await?).await,
            Verb::Budget => budget::run(&Node::open(&self.dir, clock).await?).await,
            Verb::Agreement(agreement) => agreement.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Audit(audit) => return audit.run(&Node::open(&self.dir, clock).await?).await,
            Verb::Schema { desk } => {
                let sdl = if desk { crate::desk::graphql::sdl() } else { crate::graphql::sdl() };
                std::io::stdout().write_all(sdl.as_bytes())?;
                Ok(())
            }
        };
        done.map(|()| ExitCode::SUCCESS)
    }
}

/// The machine's own source of randomness, asked once beforehand so that a failure is told.
pub fn system_random() -> Result<impl FnMut(&mut [u8; 32]) + Send, getrandom::Error> {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's randomness is read")]
    let fill = |bytes: &mut [u8; 32]| getrandom::fill(bytes);
    fill(&mut [0; 32])?;
    Ok(move |bytes: &mut [u8; 32]| {
        // The source answered a moment ago and has no way to fail since; zeros would still be caught by the next line.
        if fill(bytes).is_err() || *bytes == [0; 32] {
            std::process::abort();
        }
    })
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
