//! The services as processes of their own. Each stops when its standard input closes, so none outlives this one, however
//! it ends.

use crate::fault::Fault;
use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};

/// How long a service may take to start, and to stop.
const PATIENCE: Duration = Duration::from_secs(15);

/// A service that runs.
pub struct Service {
    name: String,
    child: Child,
    /// Held apart from the child: waiting for a child closes its input.
    input: Option<ChildStdin>,
    /// Where it answers.
    pub address: String,
}

impl Service {
    /// Starts a service: this program, told to be it. It is up when it has said its address.
    pub async fn start(name: &str, words: &[OsString]) -> Result<Self, Fault> {
        let did_not = || Fault::DidNotStart(name.to_owned());
        let program = std::env::current_exe().map_err(Fault::at(name))?;
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        // A group of its own: Ctrl-C reaches this process alone, which then stops its services in order.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn().map_err(Fault::at(name))?;
        let mut said = BufReader::new(child.stdout.take().ok_or_else(did_not)?).lines();
        let line = tokio::time::timeout(PATIENCE, said.next_line()).await;
        let address = line.ok().and_then(Result::ok).flatten().ok_or_else(did_not)?;
        // What it says later is read on, so that it never waits for a reader.
        tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
        Ok(Self { name: name.to_owned(), input: child.stdin.take(), child, address })
    }

    /// What it was started as.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Ready when the service has ended by itself.
    pub async fn ended(&mut self) {
        if self.child.wait().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Closes its input and waits until it has stopped; one that does not is ended.
    pub async fn stop(mut self) {
        drop(self.input.take());
        if tokio::time::timeout(PATIENCE, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}
