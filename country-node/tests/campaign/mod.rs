//! Campaigns: from a file to those who agree to be written to, over a real mail server, and what comes back.
//!
//! - [`server`]: the mail server. [`letters`]: who gets which letter by which means, and what may be done to a campaign. [`preview`]: whom
//!   it would go to.
//! - [`refusals`]: what a server refuses, and how it is spoken with. [`cut_off`]: no letter is lost or sent twice, whenever the sender is
//!   killed. [`answers`]: what comes back, and who asks to be written to no more. [`by_hand`]: whom an officer
//!   reaches. [`handed`]: that no two officers do. [`hung_up`]: that they are told what became of it, whoever hangs up. [`parts`]: long
//!   lists. [`told`]: what an activity's record says of them. [`desk`]: the same over GraphQL.

mod answers;
mod by_hand;
mod cut_off;
mod desk;
mod handed;
mod hung_up;
mod letters;
mod parts;
mod preview;
mod refusals;
mod server;
mod told;

use crate::ground::Ground;
use country_node::node::Node;
use node_rules::clock::system;
use serde_json::{Value, json};
use server::Server;
use std::fmt::Write;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::time::sleep;

/// What an officer writes.
const CAMPAIGN: &str = r#"
[[letters]]
language = "en"
subject = "Voting from abroad"
text = """
Dear {name},
you can vote at the consulate.
"""

[[letters]]
language = "fr"
subject = "Voter depuis l'étranger"
text = """
Bonjour {name},
vous pouvez voter au consulat.
"""
"#;

/// A register of who lives where and is reached how.
const REGISTER: &str = r#"
version = 1
dataset = "REGISTER"
title = "A register"
source = "A ministry"
population_basis = "REGISTRATION"

[file]
encoding = "utf-8"
delimiter = ","
header = ["id", "country", "channel"]

[period]
value = "2025"

[person]
id = "id"

[[concept]]
dimension = "DESTINATION"
fit = "IDENTICAL"
column = "country"
codes = { "ESP" = "ESP", "ITA" = "ITA" }

[[concept]]
dimension = "CHANNEL"
fit = "IDENTICAL"
column = "channel"
codes = { "EMAIL" = "EMAIL", "SMS" = "SMS", "RADIO" = "RADIO" }
missing = { "" = "_N" }
"#;

/// What a command of the real program says, or the last line of why it fails.
async fn run(ground: &Ground, line: &str) -> Result<String, String> {
    let output = command(ground, line).output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    if output.status.success() {
        return Ok(text(&output.stdout).trim_end().to_owned());
    }
    Err(text(&output.stderr).lines().last().unwrap_or_default().to_owned())
}

fn command(ground: &Ground, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).args(line.split_whitespace()).stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// A node that sends over a server, with what `mail` says beside.
async fn sending(server: &Server, mail: &str) -> Ground {
    let ground = Ground::new().await.with_notices().await;
    let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
    let port = server.port;
    ground.write(
        "node.toml",
        format!(
            "{config}\n[page]\nlisten = \"127.0.0.1:0\"\norigin = \"https://me.example.org\"\nnotice = \"register/2\"\n\n\
             [mail]\nserver = \"127.0.0.1:{port}\"\nfrom = \"Office of the Diaspora <office@example.org>\"\n{mail}\n"
        ),
    );
    ground
}

/// The plainest way to speak with a server, and its log.
const PLAIN: &str = "tls = \"none\"\nsettle_after = 4\nlog = { form = \"lines\", files = [\"mail.log\"] }";

/// A server, and a node that sends over it; none where it cannot be had, which is said.
async fn open(test: &str) -> Option<(Server, Ground)> {
    // The log has to lie in the node's folder, which is made after the server is asked for its port.
    let log = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    let server = Server::start(test, &log, &json!({}))?;
    let ground = sending(&server, &PLAIN.replace("mail.log", log.to_str().unwrap())).await;
    log.keep().unwrap();
    Some((server, ground))
}

/// A person as the tests need one.
struct Person<'a> {
    id: &'a str,
    email: &'a str,
    telephone: &'a str,
    purposes: &'a str,
    language: &'a str,
}

/// Persons with how they are reached and what they agree to.
async fn persons(ground: &Ground, persons: &[Person<'_>]) {
    let mut contacts = "person_id,name,address,email,telephone\n".to_owned();
    let mut consents = "person_id,event,at,purposes,audience,notice,language,method\n".to_owned();
    for Person { id, email, telephone, purposes, language } in persons {
        writeln!(contacts, "{id},Name of {id},,{email},{telephone}").unwrap();
        if !purposes.is_empty() {
            writeln!(consents, "{id},GIVEN,2026-01-01T00:00:00Z,{purposes},IOM,register/2,{language},PORTAL").unwrap();
        }
    }
    ground.write("contacts.csv", contacts);
    ground.write("consents.csv", consents);
    run(ground, "contact load contacts.csv").await.unwrap();
    run(ground, "consents consents.csv").await.unwrap();
}

/// So many persons who all agree and are all reached by e-mail.
async fn many(ground: &Ground, count: usize) {
    let ids: Vec<(String, String)> =
        (0..count).map(|at| (format!("P{at:04}"), format!("p{at:04}@example.net"))).collect();
    let all: Vec<Person<'_>> = ids
        .iter()
        .map(|(id, email)| Person { id, email, telephone: "", purposes: "OUTREACH", language: "en" })
        .collect();
    persons(ground, &all).await;
}

/// A campaign that was written by one officer, approved by another, and starts.
async fn start(ground: &Ground, id: &str, campaign: &str) {
    ground.write("campaign.toml", campaign);
    run(ground, &format!("campaign write {id} campaign.toml --by ama")).await.unwrap();
    run(ground, &format!("campaign move {id} APPROVE --by kofi")).await.unwrap();
    run(ground, &format!("campaign move {id} START --by ama")).await.unwrap();
}

/// The audience of one person.
const TO_ONE: &str =
    "[audience]\ndataset = \"REGISTER\"\nwhere = [{ dimension = \"DESTINATION\", codes = [\"ITA\"] }]\n";

/// One letter that the server surely takes, to the only one who lives in Italy: it shows later that the log reaches back.
async fn proof(ground: &Ground) {
    ground.write("register.toml", REGISTER);
    ground.write("register.csv", "id,country,channel\nP0000,ITA,EMAIL\n");
    run(ground, "import register.csv --mapping register.toml").await.unwrap();
    start(ground, "proof", &format!("{}\n{TO_ONE}", CAMPAIGN.replace("Voting", "A proof"))).await;
    assert!(run(ground, "campaign send").await.unwrap().starts_with("1 sent"));
    // Times are kept to the second.
    sleep(Duration::from_millis(1100)).await;
}

/// The node as the real program opens it: by the machine's own clock, which the other commands of these tests go by too.
async fn today(ground: &Ground) -> Node {
    Node::open(ground.path(), system()).await.unwrap()
}

fn now() -> i64 {
    system()()
}

/// How many letters of a campaign are in a state.
async fn count(ground: &Ground, id: &str, state: &str) -> u64 {
    let shown = run(ground, &format!("campaign show {id}")).await.unwrap();
    let line = shown.lines().find_map(|line| line.trim().strip_prefix(&format!("{state}  ")).map(str::to_owned));
    line.map_or(0, |count| count.parse().unwrap())
}

fn no_orders() -> Value {
    json!({ "slow": 0, "refuse": {}, "atEnd": {}, "hangUp": 0, "closeAtData": false })
}
