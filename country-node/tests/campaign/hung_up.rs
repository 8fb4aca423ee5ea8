//! What an officer began at the desk is brought to its end and stands in the log, also where the officer is gone before or the time is over.

use super::handed::{LETTERS, called, told};
use super::{count, now, run, today};
use crate::ground::{Ground, member_key, token_of};
use crate::ledger::all_closed;
use country_node::campaign::Campaigns;
use country_node::desk::graphql::{LIMITS, attach, schema};
use country_node::desk::officer::Officers;
use country_node::directory::Directory;
use country_node::programme::Programmes;
use country_node::serve::Running;
use country_node::store;
use door::issuer::fetch::Fetch;
use door::issuer::{Issuers, Times};
use door::limits::Limits;
use door::serve::Listening;
use door::sites::Sites;
use node_rules::clock::system;
use reqwest::Client;
use schema::role::Role;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

fn body() -> String {
    json!({ "query": "mutation { byHand(id: \"vote\", means: TELEPHONE) { reason } }" }).to_string()
}

fn bearer() -> String {
    token_of(&member_key("COL"), "COL", ("ama", Role::Officer), now() - 10)
}

/// Waits until a list stands in the log that was asked for and is done.
async fn done(ground: &Ground) {
    let begun = Instant::now();
    loop {
        let log = run(ground, "audit list").await.unwrap();
        let asked: Vec<&str> = log.lines().filter(|line| line.contains("PERSONS_ASKED")).collect();
        if asked.len() == 1 && asked[0].ends_with("  DONE") {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{log}");
        sleep(Duration::from_millis(50)).await;
    }
}

async fn is_handed_out_once(ground: &Ground) {
    assert_eq!(count(ground, "vote", "HANDED").await, LETTERS as u64);
    assert_eq!(told(ground).await.len(), 1);
    let rest = run(ground, "campaign by-hand vote TELEPHONE --by kofi").await.unwrap();
    assert_eq!(rest.lines().count(), 1, "there is nothing left: {rest}");
}

#[tokio::test]
async fn of_an_officer_who_hangs_up_in_the_middle_the_letters_are_handed_out_once_and_the_log_says_so() {
    let ground = called().await;
    let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
    ground.write("node.toml", format!("{config}\n[desk]\nlisten = \"127.0.0.1:0\"\n"));
    let node = today(&ground).await;
    let mut grown = node.ledger.grown();
    let running = Running::start(node).await.unwrap();
    let desk = running.desk().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });

    let before = *grown.borrow_and_update();
    let mut socket = TcpStream::connect(desk).await.unwrap();
    let (body, bearer) = (body(), bearer());
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {desk}\r\nauthorization: Bearer {bearer}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    // That it is asked for is written down, and nothing is read for it yet.
    grown.wait_for(|number| *number > before).await.unwrap();
    drop(socket);
    // The node is even told to stop: what was begun is not lost.
    stop.send(()).unwrap();
    serving.await.unwrap();
    done(&ground).await;
    all_closed(&ground.node).await;
    is_handed_out_once(&ground).await;
    run(&ground, "audit verify").await.unwrap();
}

#[tokio::test]
async fn of_a_request_whose_time_is_over_the_letters_are_handed_out_once_and_the_log_says_so() {
    let ground = called().await;
    let node = Arc::new(today(&ground).await);
    let directory = Arc::new(Directory::open(Arc::clone(&node)).unwrap());
    let programmes = Arc::new(Programmes::new(Arc::clone(&node), Arc::clone(&directory)));
    let campaigns = Arc::new(Campaigns::new(Arc::clone(&node), directory).unwrap());
    let roll = Arc::new(node.roll().unwrap());
    let fetch = Arc::new(Fetch::new(None, system()).unwrap());
    let issuers = Arc::new(Issuers::new(Arc::clone(&roll), fetch, Times::USUAL));
    let officers = Officers::new(node.config.country, roll, issuers, system());
    let limits = Limits { time: Duration::from_secs(2), ..LIMITS };
    let schema = schema((programmes, campaigns));
    let router = door::graphql::router("/graphql", schema, limits, Sites::default(), attach(Arc::new(officers)));
    let listening = Listening::on("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listening.address);
    let serving = tokio::spawn(listening.serve(router, std::future::pending()));

    // Somebody else writes for longer than the request may take.
    let writes = store::begin(&ground.node.store).await.unwrap();
    let request = Client::new().post(&url).header("content-type", "application/json").bearer_auth(bearer());
    let answer = request.body(body()).send().await.unwrap().text().await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "TIMED_OUT", "{answer}");
    writes.rollback().await.unwrap();
    done(&ground).await;
    all_closed(&ground.node).await;
    is_handed_out_once(&ground).await;
    serving.abort();
    run(&ground, "audit verify").await.unwrap();
}
