//! The real program, in processes of its own: started, read, stopped and killed as its user does it.

use crate::asker::Asker;
use crate::carrier::Carrier;
use crate::link::Link;
use node_rules::clock::system;
use schema::seal::SecretKey;
use serde::Deserialize;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// A bench that is started with this variable is the federation's program.
pub const IS_THE_PROGRAM: &str = "FEDERATION_TESTS_PROGRAM";

/// How long it may take to start or to stop, on a busy machine and in a debug build.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the program says last when it is ready.
const READY: &str = "Ctrl-C stops all of it.";

/// The program, running.
pub struct Program {
    child: Child,
    /// Where its state lies.
    pub state: PathBuf,
    /// What it told scripts.
    pub told: Told,
    /// From its start until it was ready.
    pub took: Duration,
}

/// `federation.json`.
#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The gateway.
    pub gateway: Gateway,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The demonstration users.
    pub users: Vec<User>,
}

/// The gateway's addresses.
#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Where it answers questions.
    pub graphql: String,
    /// Its page.
    pub playground: String,
}

/// A node's address.
#[derive(Deserialize, Debug, Clone)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Whose it is.
    pub country: String,
    /// Where it answers questions.
    pub graphql: String,
}

/// A demonstration user.
#[derive(Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The name.
    pub name: String,
    /// The member.
    pub member: String,
    /// The role.
    pub role: String,
    /// The token.
    pub token: String,
}

/// A command that is the program, with its state in `state` and its words in files beside.
pub fn command(executable: &Path, state: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(executable);
    let file = |what| File::create(state.with_extension(what)).unwrap();
    command.env(IS_THE_PROGRAM, "yes").arg("--state").arg(state).args(words);
    command.stdin(Stdio::null()).stdout(file("stdout")).stderr(file("stderr"));
    command
}

impl Program {
    /// Starts the program on ports that the system chooses and waits until it is ready.
    pub async fn start(executable: &Path, state: &Path, words: &[&str]) -> Self {
        let words = [&["--port", "0"], words].concat();
        Self::run(command(executable, state, &words), state).await
    }

    /// Runs a command of [`command`] and waits until it is ready.
    pub async fn run(mut command: Command, state: &Path) -> Self {
        let began = Instant::now();
        let mut child = command.spawn().unwrap();
        let read = |what| std::fs::read_to_string(state.with_extension(what)).unwrap();
        while !read("stdout").contains(READY) {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("the program ended with {status} before it was ready: {}{}", read("stdout"), read("stderr"));
            }
            assert!(began.elapsed() < PATIENCE, "the program is not ready: {}{}", read("stdout"), read("stderr"));
            sleep(Duration::from_millis(2)).await;
        }
        let took = began.elapsed();
        let told = std::fs::read_to_string(state.join("federation.json")).unwrap();
        let told = serde_json::from_str(&told).unwrap_or_else(|error| panic!("{error}: {told}"));
        Self { child, state: state.to_owned(), told, took }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A demonstration user at its gateway.
    pub fn asker(&self, user: &str) -> Asker {
        Asker::new(&self.told.gateway.graphql, Some(self.token(user)))
    }

    /// One who asks a node with a token, through this program's gateway.
    pub fn at_node(&self, node: &Node, token: Option<&str>) -> Asker {
        let carrier = self.carrier(node);
        let link = Link::of_gateway(&self.state, &carrier);
        Asker::new(&node.graphql, token).through(carrier).over(link)
    }

    /// Signs questions to a node as this program's gateway does.
    pub fn carrier(&self, node: &Node) -> Carrier {
        let key = std::fs::read_to_string(self.state.join("keys/gateway.key")).unwrap();
        Carrier::new(SecretKey::from_text(&key).unwrap(), node.country.parse().unwrap(), system())
    }

    /// The token of a demonstration user.
    pub fn token(&self, user: &str) -> &str {
        let found = self.told.users.iter().find(|other| other.name == user);
        &found.unwrap_or_else(|| panic!("no demonstration user {user}")).token
    }

    /// All that it and its services have said on standard error so far.
    pub fn errors(&self) -> String {
        std::fs::read_to_string(self.state.with_extension("stderr")).unwrap()
    }

    /// Sends a signal, such as `INT`, and waits until it has ended; says how and how long that took.
    pub async fn end(mut self, signal: &str) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(self.id().to_string()).status().unwrap();
        assert!(sent.success(), "`kill` must be there to send a signal");
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, began.elapsed());
            }
            assert!(began.elapsed() < PATIENCE, "the program does not end: {}", self.errors());
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// The processes that it has started and that run.
    pub fn children(&self) -> Vec<u32> {
        processes().into_iter().filter(|process| process.parent == self.id()).map(|process| process.id).collect()
    }
}

impl Drop for Program {
    /// Its services end with it: their input closes.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process that runs.
struct Process {
    id: u32,
    parent: u32,
}

/// Every process of this machine that has not ended, from `/proc`.
fn processes() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").expect("processes are told apart by /proc");
    let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
    ids.filter_map(|id| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name stands in brackets and may hold blanks; after it come state and parent.
        let mut rest = stat.rsplit_once(')')?.1.split_whitespace();
        let (state, parent) = (rest.next()?, rest.next()?.parse().ok()?);
        (!matches!(state, "Z" | "X")).then_some(Process { id, parent })
    })
    .collect()
}

/// Which of these processes still run once they have had some time to end.
pub async fn still_running(ids: &[u32], patience: Duration) -> Vec<u32> {
    let until = Instant::now() + patience;
    loop {
        let running: Vec<u32> = processes().iter().map(|process| process.id).filter(|id| ids.contains(id)).collect();
        if running.is_empty() || Instant::now() > until {
            return running;
        }
        sleep(Duration::from_millis(20)).await;
    }
}
