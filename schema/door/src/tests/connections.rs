//! Clients that are slow, silent, deaf, many, or there when the service stops.

use super::open::{Open, PATIENCE, SHORT, rest};
use crate::connection::Patience;
use crate::peer::Peer;
use axum::routing::get;
use axum::{Extension, Router};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, sleep, timeout};

const GET: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const SLOW: &str = "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const LARGE: &str = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// More than the buffers of two sockets hold.
const BYTES: usize = 64 * 1024 * 1024;

fn router() -> Router {
    let slow = || async {
        sleep(SHORT.grace / 2).await;
        "slow"
    };
    Router::new()
        .route("/", get(|Extension(peer): Extension<Peer>| async move { peer.address.to_string() }))
        .route("/slow", get(slow))
        .route("/never", get(std::future::pending::<&'static str>))
        .route("/large", get(|| async { vec![b'x'; BYTES] }))
}

async fn open(patience: Patience) -> Open {
    Open::start(router(), patience).await
}

async fn assert_answers(open: &Open) {
    let heard = timeout(PATIENCE, open.hear(GET)).await.expect("another client is answered");
    assert!(heard.starts_with("HTTP/1.1 200"), "{heard}");
}

#[tokio::test]
async fn a_service_knows_the_address_of_who_asks() {
    let open = open(SHORT).await;
    let mut connection = open.connection(GET).await;
    let own = connection.local_addr().unwrap().to_string();
    assert!(rest(&mut connection).await.ends_with(&own));
}

#[tokio::test]
async fn who_says_nothing_at_all_is_cut_off() {
    let open = open(SHORT).await;
    let began = Instant::now();
    assert_eq!(open.hear("").await, "");
    assert!(began.elapsed() >= SHORT.silence);
    assert_answers(&open).await;
}

#[tokio::test]
async fn who_says_a_header_and_no_end_of_it_is_cut_off_however_busily_he_goes_on() {
    let open = open(SHORT).await;
    let mut connection = open.connection("GET / HTTP/1.1\r\n").await;
    let began = Instant::now();
    // What is written after the end fails, sooner or later.
    while connection.write_all(b"X-A: 1\r\n").await.is_ok() {
        assert!(began.elapsed() < PATIENCE, "a header without an end must not keep a connection open");
        sleep(Duration::from_millis(20)).await;
    }
    assert_answers(&open).await;
}

#[tokio::test]
async fn who_begins_http_2_and_says_no_more_is_cut_off() {
    let open = open(SHORT).await;
    for begun in ["PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let began = Instant::now();
        open.hear(begun).await;
        assert!(began.elapsed() < PATIENCE, "{begun:?}");
    }
    assert_answers(&open).await;
}

#[tokio::test]
async fn who_does_not_listen_to_the_answer_is_cut_off() {
    let open = open(SHORT).await;
    let mut connection = open.connection(LARGE).await;
    sleep(SHORT.stall * 4).await;
    assert!(rest(&mut connection).await.len() < BYTES, "the answer must have been given up");
    assert!(open.hear(LARGE).await.len() > BYTES, "who listens hears all of it");
}

#[tokio::test]
async fn who_comes_when_all_places_are_taken_waits_for_one() {
    let open = open(Patience { connections: 2, ..SHORT }).await;
    let silent = [open.connection("").await, open.connection("").await];
    let began = Instant::now();
    assert_answers(&open).await;
    assert!(began.elapsed() >= SHORT.silence / 2, "the third waits until one of two silent clients is cut off");
    drop(silent);
}

#[tokio::test]
async fn a_connection_may_be_silent_between_two_requests_for_a_while_and_not_for_ever() {
    let open = open(SHORT).await;
    let kept = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut connection = open.connection(kept).await;
    for _ in 0..3 {
        sleep(SHORT.silence / 4).await;
        connection.write_all(kept.as_bytes()).await.unwrap();
    }
    let heard = rest(&mut connection).await;
    assert_eq!(heard.matches("HTTP/1.1 200").count(), 4, "{heard}");
}

#[tokio::test]
async fn http_2_is_spoken_on_the_same_port_and_its_idle_connections_are_closed_too() {
    let open = open(SHORT).await;
    let client = reqwest::Client::builder().no_proxy().http2_prior_knowledge().build().unwrap();
    let from = || async {
        let response = client.get(format!("http://{}/", open.address)).send().await.unwrap();
        assert_eq!(response.version(), reqwest::Version::HTTP_2);
        response.text().await.unwrap()
    };
    let first = from().await;
    assert_eq!(from().await, first, "two requests on one connection");
    sleep(SHORT.silence * 3).await;
    assert_ne!(from().await, first, "an idle connection must be closed");
}

#[tokio::test]
async fn an_answer_under_way_is_finished_when_the_service_stops_and_nobody_new_is_let_in() {
    let open = open(SHORT).await;
    let mut connection = open.connection(SLOW).await;
    sleep(SHORT.grace / 8).await;
    let (address, began) = (open.address, Instant::now());
    let served = open.stop();
    assert!(rest(&mut connection).await.ends_with("slow"));
    served.await.unwrap();
    assert!(began.elapsed() < SHORT.grace * 4);
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "the port is closed");
}

#[tokio::test]
async fn an_answer_that_takes_longer_than_the_grace_is_cut_off() {
    let open = open(SHORT).await;
    let mut connection = open.connection(&SLOW.replace("slow", "never")).await;
    sleep(SHORT.grace / 8).await;
    let began = Instant::now();
    timeout(PATIENCE, open.stop()).await.expect("a stop takes no longer than the grace").unwrap();
    assert!(began.elapsed() >= SHORT.grace);
    assert_eq!(rest(&mut connection).await, "");
}

#[tokio::test]
async fn a_stop_waits_for_no_silent_client() {
    let open = open(Patience::USUAL).await;
    let mut silent = open.connection("").await;
    sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    open.stop().await.unwrap();
    assert!(began.elapsed() < Patience::USUAL.grace);
    assert_eq!(silent.read(&mut [0; 8]).await.unwrap_or(0), 0);
}
