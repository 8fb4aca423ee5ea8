//! `graphql-transport-ws`, message by message.

use super::hall::{LIMITS, Streams, ask, get, hall};
use super::open::{Open, PATIENCE, SHORT};
use crate::limits::Limits;
use futures_util::{SinkExt, StreamExt};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const INIT: &str = r#"{"type":"connection_init","payload":{"authorization":"Bearer good"}}"#;
const ENDLESS: &str = r#"{"id":"1","type":"subscribe","payload":{"query":"subscription { numbers }"}}"#;

/// Long enough for a socket that is used.
const PATIENT: Limits = Limits { time: PATIENCE, init: PATIENCE, heartbeat: PATIENCE, ..LIMITS };

struct Talk(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Talk {
    async fn open(open: &Open, headers: &[(&'static str, &'static str)]) -> Result<Self, u16> {
        let mut request = format!("ws://{}/graphql", open.address).into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// A conversation that has begun.
    async fn begun(open: &Open) -> Self {
        let mut talk = Self::open(open, &[]).await.unwrap();
        assert_eq!(talk.said(INIT).await, r#"{"type":"connection_ack"}"#);
        talk
    }

    async fn say(&mut self, text: &str) {
        let _ = self.0.send(Message::text(text)).await;
    }

    /// The next text, or the number that it was closed with; 0 where it broke off.
    async fn hear(&mut self) -> Result<String, u16> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("something must be heard") {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(0, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    }

    async fn said(&mut self, text: &str) -> String {
        self.say(text).await;
        self.hear().await.unwrap()
    }

    /// What it is closed with.
    async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.hear().await {
                return code;
            }
        }
    }
}

async fn hall_of(limits: Limits) -> (Open, Streams) {
    let (router, streams) = hall(limits, &["https://friend.example"]);
    (Open::start(router, SHORT).await, streams)
}

async fn until_open(streams: &Streams, count: usize) {
    let began = Instant::now();
    while streams.0.load(Ordering::SeqCst) != count {
        assert!(began.elapsed() < PATIENCE, "there must be {count} open streams");
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn operations_run_side_by_side_and_each_ends_by_itself() {
    let (open, _) = hall_of(PATIENT).await;
    let mut talk = Talk::begun(&open).await;
    talk.say(&ENDLESS.replace("numbers", "numbers(most: 3)")).await;
    talk.say(r#"{"id":"2","type":"subscribe","payload":{"query":"query Q($n: String) { hello(name: $n) }","variables":{"n":"you"}}}"#).await;
    let mut heard = Vec::new();
    for _ in 0..6 {
        heard.push(talk.hear().await.unwrap());
    }
    let of =
        |id: &str| heard.iter().filter(|text| text.contains(&format!(r#""id":"{id}""#))).cloned().collect::<Vec<_>>();
    let next = |n: usize| format!(r#"{{"id":"1","type":"next","payload":{{"data":{{"numbers":{n}}}}}}}"#);
    assert_eq!(of("1"), [next(0), next(1), next(2), r#"{"id":"1","type":"complete"}"#.to_owned()]);
    assert_eq!(
        of("2"),
        [r#"{"id":"2","type":"next","payload":{"data":{"hello":"hello you"}}}"#, r#"{"id":"2","type":"complete"}"#]
    );
    assert_eq!(talk.said(r#"{"type":"ping","payload":{}}"#).await, r#"{"type":"pong"}"#);
}

#[tokio::test]
async fn a_breach_of_the_protocol_closes_it_with_its_number() {
    let (open, _) = hall_of(PATIENT).await;
    for (what, said, code) in [
        ("no message", vec!["hello"], 4400),
        ("no message of the protocol", vec![r#"{"type":"start"}"#], 4400),
        ("a question before it began", vec![ENDLESS], 4401),
        ("no token", vec![r#"{"type":"connection_init"}"#], 4403),
        ("a bad token", vec![r#"{"type":"connection_init","payload":{"authorization":"Bearer bad"}}"#], 4403),
        ("two of one name", vec![INIT, ENDLESS, ENDLESS], 4409),
        ("begun twice", vec![INIT, INIT], 4429),
    ] {
        let mut talk = Talk::open(&open, &[]).await.unwrap();
        for text in said {
            talk.say(text).await;
        }
        assert_eq!(talk.closed().await, code, "{what}");
    }
    let mut talk = Talk::open(&open, &[]).await.unwrap();
    talk.0.send(Message::binary(INIT.as_bytes().to_vec())).await.unwrap();
    assert_eq!(talk.closed().await, 4400, "bytes are no text");
    let mut talk = Talk::begun(&open).await;
    talk.say(&ENDLESS.replace("numbers", &"x".repeat(LIMITS.body_bytes))).await;
    assert_eq!(talk.closed().await, 1009, "a message over the limit");
}

#[tokio::test]
async fn a_token_may_stand_in_the_upgrade_request_too() {
    let (open, _) = hall_of(PATIENT).await;
    let mut talk = Talk::open(&open, &[("authorization", "Bearer good")]).await.unwrap();
    assert_eq!(talk.said(r#"{"type":"connection_init"}"#).await, r#"{"type":"connection_ack"}"#);
    let schema = r#"{"id":"s","type":"subscribe","payload":{"query":"{ __schema { queryType { name } } }"}}"#;
    assert!(talk.said(schema).await.contains(r#""name":"Query""#));
}

#[tokio::test]
async fn a_question_that_cannot_run_is_an_error_and_the_talk_goes_on() {
    let (open, _) = hall_of(PATIENT).await;
    let mut talk = Talk::begun(&open).await;
    for (payload, code) in [
        (r#"{"query":"{"}"#, "MALFORMED_QUERY"),
        (r#"{"query":"{ bye }"}"#, "INVALID_QUERY"),
        ("{}", "MALFORMED_REQUEST"),
        ("[]", "MALFORMED_REQUEST"),
    ] {
        let said = talk.said(&format!(r#"{{"id":"1","type":"subscribe","payload":{payload}}}"#)).await;
        assert!(said.contains(r#""type":"error""#) && said.contains(&format!(r#""code":"{code}""#)), "{said}");
    }
    for id in ["1", "2"] {
        talk.say(&ENDLESS.replace(r#""1""#, &format!("{id:?}"))).await;
    }
    talk.say(&ENDLESS.replace(r#""1""#, r#""3""#)).await;
    let mut heard = talk.hear().await.unwrap();
    while !heard.contains(r#""id":"3""#) {
        heard = talk.hear().await.unwrap();
    }
    assert!(
        heard.contains(r#""type":"error""#) && heard.contains("BUSY"),
        "a third operation is one too many: {heard}"
    );
}

#[tokio::test]
async fn an_operation_ends_when_it_is_no_longer_wanted_or_its_client_is_gone() {
    let (open, streams) = hall_of(PATIENT).await;
    let mut talk = Talk::begun(&open).await;
    talk.say(ENDLESS).await;
    until_open(&streams, 1).await;
    talk.say(r#"{"id":"1","type":"complete"}"#).await;
    until_open(&streams, 0).await;
    talk.say(ENDLESS).await;
    until_open(&streams, 1).await;
    drop(talk);
    until_open(&streams, 0).await;
}

#[tokio::test]
async fn who_does_not_begin_does_not_answer_or_outlives_his_token_is_cut_off() {
    let (open, _) = hall_of(LIMITS).await;
    assert_eq!(Talk::open(&open, &[]).await.unwrap().closed().await, 4408, "it never begins");
    let mut talk = Talk::begun(&open).await;
    // Nothing is read from it, so no ping of the service is answered.
    sleep(LIMITS.heartbeat * 5).await;
    let code = talk.closed().await;
    assert!(matches!(code, 0 | 1001), "it is silent: {code}");
    let (open, streams) = hall_of(PATIENT).await;
    let mut talk = Talk::open(&open, &[("authorization", "Bearer short")]).await.unwrap();
    assert_eq!(talk.said(r#"{"type":"connection_init"}"#).await, r#"{"type":"connection_ack"}"#);
    talk.say(ENDLESS).await;
    assert_eq!(talk.closed().await, 4403, "its token is over");
    until_open(&streams, 0).await;
}

#[tokio::test]
async fn a_stop_says_so_to_every_socket() {
    let (open, streams) = hall_of(PATIENT).await;
    let mut talk = Talk::begun(&open).await;
    talk.say(ENDLESS).await;
    until_open(&streams, 1).await;
    let served = open.stop();
    assert_eq!(talk.closed().await, 1001);
    served.await.unwrap();
    until_open(&streams, 0).await;
}

#[tokio::test]
async fn no_more_sockets_are_open_than_may_be_and_only_for_own_pages_and_named_sites() {
    let (open, _) = hall_of(Limits { sockets: 2, ..PATIENT }).await;
    let held = [Talk::begun(&open).await, Talk::begun(&open).await];
    assert_eq!(Talk::open(&open, &[]).await.err(), Some(503));
    drop(held);
    let origin = |origin| [("origin", origin)];
    let began = Instant::now();
    while Talk::open(&open, &[]).await.is_err() {
        assert!(began.elapsed() < PATIENCE, "a place becomes free again");
        sleep(Duration::from_millis(5)).await;
    }
    let (open, _) = hall_of(PATIENT).await;
    assert!(Talk::open(&open, &origin("https://friend.example")).await.is_ok());
    assert_eq!(Talk::open(&open, &origin("https://evil.example")).await.err(), Some(403));
    assert_eq!(
        Talk::open(&open, &[("sec-websocket-protocol", "graphql-ws")]).await.err(),
        Some(400),
        "the old protocol"
    );
    let half = get("", &["Upgrade: websocket", "Connection: Upgrade"]).replace("Connection: close\r\n", "");
    assert_eq!(ask(&open, &half).await.code(), "MALFORMED_REQUEST");
}

#[tokio::test]
async fn a_thousand_malformed_messages_close_a_socket_or_are_errors_and_the_next_is_served() {
    let (open, streams) = hall_of(PATIENT).await;
    let kinds = ["connection_init", "subscribe", "complete", "ping", "pong", "next", "connection_ack", "", "\u{0}"];
    let ids = ["null", "7", r#""""#, r#""1""#, r#""é""#, "[]", "{}"];
    let payloads =
        ["null", "7", "[]", "{}", r#""text""#, r#"{"query":7}"#, r#"{"query":"{"}"#, r#"{"query":"{ bye }"}"#, "[[[["];
    // A step of a linear congruential generator (Knuth's MMIX).
    let mut state = 2026_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    let mut closes = std::collections::BTreeMap::<u16, usize>::new();
    for _ in 0..250 {
        let mut talk = if below(4) == 0 { Talk::open(&open, &[]).await.unwrap() } else { Talk::begun(&open).await };
        for _ in 0..4 {
            let (kind, id, payload) =
                (kinds[below(kinds.len())], ids[below(ids.len())], payloads[below(payloads.len())]);
            let mut text = format!(r#"{{"type":"{kind}","id":{id},"payload":{payload}}}"#);
            if below(5) == 0 {
                text.truncate((0..below(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0));
            }
            talk.say(&text).await;
        }
        talk.say(r#"{"type":"ping"}"#).await;
        let end = loop {
            match talk.hear().await {
                Ok(text) if text == r#"{"type":"pong"}"# => break 0,
                Ok(text) => assert!(!text.contains("INTERNAL"), "{text}"),
                Err(code) => break code,
            }
        };
        *closes.entry(end).or_default() += 1;
    }
    let known = [0, 4400, 4401, 4403, 4409, 4429];
    assert!(closes.keys().all(|code| known.contains(code)) && closes.len() >= 4, "{closes:?}");
    until_open(&streams, 0).await;
    let mut talk = Talk::begun(&open).await;
    talk.say(&ENDLESS.replace("numbers", "numbers(most: 1)")).await;
    assert!(talk.hear().await.unwrap().contains(r#"{"data":{"numbers":0}}"#));
}
