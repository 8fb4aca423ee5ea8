//! A real mail server (npm `smtp-server`) in a process of its own, on this machine.

use crate::npm::Packages;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

static PACKAGES: Packages = Packages::new("campaign", &[".npmrc", "server.js", "package-lock.json", "package.json"]);

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    orders: ChildStdin,
    says: BufReader<ChildStdout>,
    /// Where it listens.
    pub port: u16,
}

/// A message that the server took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub id: String,
    pub to: Vec<String>,
    pub from: String,
    pub secure: bool,
    pub user: Option<String>,
    pub text: String,
}

impl Server {
    /// Starts a server that writes its log there. None where it cannot be had, which is said.
    pub fn start(test: &str, log: &Path, options: &Value) -> Option<Self> {
        let mut command = PACKAGES.script(test, "server.js", &[log.to_str().unwrap(), &options.to_string()])?;
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("node starts");
        let orders = child.stdin.take().unwrap();
        let says = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, orders, says, port: 0 };
        server.port = u16::try_from(server.hear()["port"].as_u64().unwrap()).unwrap();
        Some(server)
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        assert!(self.says.read_line(&mut line).unwrap() > 0, "the mail server has ended");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    fn order(&mut self, order: &Value) -> Value {
        writeln!(self.orders, "{order}").unwrap();
        self.hear()
    }

    /// Has it do something from now on: take up to `slow` milliseconds, `refuse` recipients by code, or messages `atEnd`, or `hangUp`
    /// on so many messages that it took, or `closeAtData`.
    pub fn now(&mut self, order: &Value) {
        assert_eq!(self.order(order)["done"], true);
    }

    /// What it took so far.
    pub fn taken(&mut self) -> Vec<Taken> {
        let told = self.order(&json!({ "tell": true }));
        let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
        let one = |of: &Value| Taken {
            id: text(&of["id"]),
            to: of["to"].as_array().unwrap().iter().map(text).collect(),
            from: text(&of["from"]),
            secure: of["secure"].as_bool().unwrap(),
            user: of["user"].as_str().map(str::to_owned),
            text: text(&of["text"]),
        };
        told["taken"].as_array().unwrap().iter().map(one).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
