//! How many are answered at a time, and for how long, by whichever way they come.

use super::federation::Federation;
use super::people::{NOW, token_of};
use schema::role::Role;
use serde_json::Value;
use std::fs::OpenOptions;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

/// How many requests are answered at a time.
const PLACES: usize = 256;

async fn federation(citations: &Path, deadline_ms: u64) -> Federation {
    Federation::configured(&[], &format!("deadline_ms = {deadline_ms}\ncitations = '{}'", citations.display())).await
}

fn token() -> String {
    token_of("GHA", Role::Analyst, NOW - 60, NOW + 60)
}

async fn cited(federation: &Federation, id: &str) -> (u16, Option<String>, String) {
    let request = federation.client.get(format!("{}/citations/{id}", federation.url)).bearer_auth(token());
    let response = request.send().await.unwrap();
    let wait = response.headers().get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
    (response.status().as_u16(), wait, response.text().await.unwrap())
}

/// Asks for a citation until it is answered with a status, and gives back the answer.
async fn until(federation: &Federation, id: &str, status: u16) -> (u16, Option<String>, String) {
    let began = Instant::now();
    loop {
        let answer = cited(federation, id).await;
        if answer.0 == status || began.elapsed() > Duration::from_secs(5) {
            return answer;
        }
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_citation_takes_one_of_the_places_that_all_requests_share() {
    let folder = tempfile::tempdir().unwrap();
    let federation = federation(folder.path(), 9000).await;
    let none = "A".repeat(43);
    assert_eq!(cited(&federation, &none).await.0, 404);
    // Requests whose bodies do not come.
    let host = federation.url.trim_start_matches("http://");
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n"
    );
    let mut open = Vec::new();
    for _ in 0..PLACES {
        let mut socket = TcpStream::connect(host).await.unwrap();
        socket.write_all(head.as_bytes()).await.unwrap();
        open.push(socket);
    }
    let (status, wait, said) = until(&federation, &none, 503).await;
    assert_eq!((status, wait.as_deref()), (503, Some("1")));
    assert!(said.starts_with("As many requests are under way"), "{said}");
    drop(open);
    assert_eq!(until(&federation, &none, 404).await.0, 404, "a place that is free again is given again");
}

#[tokio::test]
async fn a_citation_that_takes_longer_than_any_answer_may_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let federation = federation(folder.path(), 100).await;
    let query = "{ compare(input: { dataset: SURVEY, by: [SEX], countries: [\"COL\"], purpose: COMPARISON }) { citation { id } } }";
    let reply = federation.ask_as(Some(&token()), query).await;
    let id = reply["data"]["compare"]["citation"]["id"].as_str().unwrap().to_owned();
    assert_eq!(cited(&federation, &id).await.0, 200);
    // A disk that does not answer: who opens such a file waits until somebody writes.
    let file = folder.path().join("GHA").join(format!("{id}.json"));
    std::fs::remove_file(&file).unwrap();
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let answer = timeout(Duration::from_secs(30), cited(&federation, &id)).await;
    drop(OpenOptions::new().read(true).write(true).open(&file).unwrap());
    let (status, _, said) = answer.unwrap();
    assert_eq!((status, said.as_str()), (503, "The answer took too long; ask for less at once."));
    assert_eq!(federation.ask_as(Some(&token()), "{ members { code } }").await["errors"], Value::Null);
}
