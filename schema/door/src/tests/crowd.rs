//! Too much at once, too often, too long: each is told so, and the next good request is answered.

use super::hall::{Heard, LIMITS, ask, get, open, post, query};
use super::open::{Open, PATIENCE, rest};
use crate::limits::Limits;
use crate::rates::{Rate, Rates};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, sleep};

const JSON: &str = "Content-Type: application/json";
const HELLO: &str = r#"{"query":"{ hello }"}"#;

async fn assert_answers(open: &Open) {
    assert_eq!(ask(open, &query("{ hello }")).await.status, 200, "the next good request is answered");
}

#[tokio::test]
async fn who_comes_when_all_are_busy_is_told_so_before_his_body_is_read() {
    let open = open(Limits { in_flight: 1, ..LIMITS }).await;
    let mut slow = open.connection(&query("{ slow(ms: 400) }")).await;
    sleep(Duration::from_millis(100)).await;
    let only_headers = post(&[JSON], HELLO).replace(HELLO, "");
    let began = Instant::now();
    let heard = ask(&open, &only_headers).await;
    assert_eq!((heard.status, heard.code().as_str(), heard.header("retry-after")), (503, "BUSY", Some("1")));
    assert!(began.elapsed() < Duration::from_millis(200), "nobody waited for a body that never came");
    assert_eq!(Heard::read(&rest(&mut slow).await).body, r#"{"data":{"slow":400}}"#);
    assert_answers(&open).await;
}

#[tokio::test]
async fn a_body_that_does_not_come_or_never_ends_is_cut_off() {
    let open = open(LIMITS).await;
    let began = Instant::now();
    let heard = ask(&open, &post(&[JSON], HELLO).replace(HELLO, r#"{"query":"#)).await;
    assert_eq!((heard.status, heard.code().as_str()), (503, "TIMED_OUT"), "{heard:?}");
    assert!((LIMITS.time..PATIENCE).contains(&began.elapsed()));

    let chunked = get("", &[JSON, "Transfer-Encoding: chunked"]).replacen("GET", "POST", 1);
    let mut connection = open.connection(&chunked).await;
    let began = Instant::now();
    while connection.write_all(b"4\r\n    \r\n").await.is_ok() && began.elapsed() < PATIENCE {
        sleep(Duration::from_millis(10)).await;
    }
    assert!(began.elapsed() < PATIENCE, "a body of one byte after another must be cut off");
    assert_answers(&open).await;
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let open = open(LIMITS).await;
    let heard = ask(&open, &query("{ slow(ms: 60000) }")).await;
    assert_eq!((heard.status, heard.code().as_str()), (503, "TIMED_OUT"), "{heard:?}");
    let endless = post(&[JSON, "Accept: text/event-stream"], r#"{"query":"subscription { numbers }"}"#);
    let heard = ask(&open, &endless).await;
    assert_eq!(heard.status, 200);
    assert!(heard.body.contains(r#""code":"TIMED_OUT""#) && heard.body.contains("event: complete"), "{heard:?}");
    assert_answers(&open).await;
}

#[tokio::test]
async fn an_answer_in_parts_ends_with_the_token() {
    let open = open(Limits { time: PATIENCE, ..LIMITS }).await;
    let headers = [JSON, "Accept: text/event-stream", "Authorization: Bearer short"];
    let began = Instant::now();
    let heard = ask(&open, &post(&headers, r#"{"query":"subscription { numbers }"}"#)).await;
    assert!(heard.body.contains(r#"{"data":{"numbers":3}}"#), "{heard:?}");
    assert!(heard.body.contains(r#""code":"UNAUTHENTICATED""#), "{heard:?}");
    assert!((super::hall::SOON..PATIENCE).contains(&began.elapsed()));
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_ask_again() {
    let few = Rate { per_second: 1, burst: 3 };
    let rates = Rates { user: few, member: Rate { per_second: 1, burst: 100 }, nobody: few };
    let open = open(Limits { rates, ..LIMITS }).await;
    for headers in [vec![JSON], vec![JSON, "Authorization: Bearer good"]] {
        let mut found = Vec::new();
        for _ in 0..5 {
            found.push(ask(&open, &post(&headers, HELLO)).await);
        }
        let statuses: Vec<u16> = found.iter().map(|heard| heard.status).collect();
        assert_eq!(statuses, [200, 200, 200, 429, 429], "{headers:?}");
        assert_eq!((found[4].code().as_str(), found[4].header("retry-after")), ("RATE_LIMITED", Some("1")));
    }
    sleep(Duration::from_millis(1100)).await;
    assert_answers(&open).await;
}
